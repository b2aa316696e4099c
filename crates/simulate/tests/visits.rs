//! Who is at a node and for how long: limits of stay, and demands for elements that must be there.

mod yard;

use portolan_model::*;
use portolan_vocabulary::Index;
use yard::*;

fn at(place: usize) -> Holder {
    Holder::Node(node(place))
}

fn flight(yard: &mut Yard, id: &str, from: usize, to: usize) -> Index<Edge> {
    yard.edge(id, from, to, Way::Flight { duration: day(1.0) })
}

fn remove(yard: &mut Yard, time: f64, element: Index<Element>) {
    let elements = vec![element];
    yard.at(time, Action::Remove { elements });
}

// Limits of stay.

/// A probe in a ship that stops in orbit from day 1 until it goes on, or is removed.
fn stopping(most: f64, leaves: Option<f64>, removed: bool) -> Outcome {
    let mut yard = Yard::new();
    yard.parts.nodes[node(ORBIT)].max_stay = Some(day(most));
    yard.parts.horizon = Some(day(30.0));
    let (up, on) = (
        flight(&mut yard, "up", PAD, ORBIT),
        flight(&mut yard, "on", ORBIT, BASE),
    );
    let ship = yard.carrier("ship", 100.0, 100.0);
    let probe = yard.element("probe", 10.0);
    yard.create(0.0, &[ship], at(PAD));
    yard.create(0.0, &[probe], Holder::Element(ship));
    yard.go(0.0, up, &[ship], vec![]);
    // Where it stands within a stay makes no difference.
    let elements = vec![probe];
    yard.at(
        1.0,
        Action::Move {
            elements,
            to: at(ORBIT),
        },
    );
    let (elements, to) = (vec![probe], Holder::Element(ship));
    yard.at(1.0, Action::Move { elements, to });
    if let Some(leaves) = leaves {
        if removed {
            remove(&mut yard, leaves, ship);
        } else {
            yard.go(leaves, on, &[ship], vec![]);
        }
    }
    yard.run()
}

#[test]
fn what_stays_too_long_is_found_once_for_each_element_and_stay() {
    for removed in [true, false] {
        assert!(stopping(5.0, Some(6.0), removed).findings.is_empty());
        let outcome = stopping(5.0, Some(6.5), removed);
        assert_eq!(codes(&outcome), ["simulate.max-stay"; 2]);
        let finding = &outcome.findings[1];
        assert_eq!(finding.subject.id, "probe");
        assert_eq!(finding.fact_number("since"), Some(1.0));
        assert_eq!(finding.fact_number("stayed"), Some(5.5));
    }
}

#[test]
fn where_nothing_stays_all_goes_on_at_once() {
    for removed in [true, false] {
        assert!(stopping(0.0, Some(1.0), removed).findings.is_empty());
        let late = stopping(0.0, Some(1.5), removed);
        assert_eq!(codes(&late), ["simulate.max-stay"; 2]);
    }
}

#[test]
fn what_is_still_there_has_stayed_until_the_end() {
    assert!(stopping(29.0, None, false).findings.is_empty());
    let outcome = stopping(28.0, None, false);
    assert_eq!(codes(&outcome), ["simulate.max-stay"; 2]);
    assert_eq!(outcome.findings[0].fact_number("until"), Some(30.0));
    // Created there with the last event, and left there: no time passes, and yet it does not go on.
    let mut yard = Yard::new();
    yard.parts.nodes[node(ORBIT)].max_stay = Some(day(0.0));
    let thing = yard.element("thing", 1.0);
    yard.create(0.0, &[thing], at(ORBIT));
    assert_eq!(codes(&yard.run()), ["simulate.max-stay"]);
}

// Presence.

/// A demand for so many habitats at the base over a time.
fn wants(yard: &mut Yard, count: u32, from: f64, until: f64) {
    let design = Element::new(
        "habitat",
        ElementKind::Module,
        SupplyClass::NONE,
        portolan_vocabulary::Mass::new(5.0),
    );
    let design = yard.parts.designs.add(design);
    let kind = PieceKind::Design(design);
    yard.parts.demands.add(Demand {
        id: "homes".into(),
        recipient: Recipient::Node(node(BASE)),
        need: Need::Presence {
            pieces: vec![Piece { kind, count }],
            from: day(from),
            until: day(until),
        },
        partner: None,
    });
}

/// Habitats that are at the base from one day to another; `None` for those that stay.
fn there(count: u32, (from, until): (f64, f64), visits: &[(f64, Option<f64>)]) -> Outcome {
    let mut yard = Yard::new();
    yard.parts.horizon = Some(day(50.0));
    wants(&mut yard, count, from, until);
    let (down, up) = (
        flight(&mut yard, "down", ORBIT, BASE),
        flight(&mut yard, "up", BASE, ORBIT),
    );
    for (number, (from, until)) in visits.iter().enumerate() {
        let habitat = yard.element(&format!("habitat-{number}"), 5.0);
        yard.parts.elements[habitat].design = Some(Index::new(0));
        yard.create(0.0, &[habitat], at(ORBIT));
        yard.go(from - 1.0, down, &[habitat], vec![]);
        if let Some(until) = until {
            yard.go(*until, up, &[habitat], vec![]);
        }
    }
    yard.run()
}

#[track_caller]
fn missing(outcome: &Outcome, pieces: f64, since: f64) {
    assert_eq!(codes(outcome), ["simulate.presence"]);
    let finding = &outcome.findings[0];
    assert_eq!(finding.fact_number("missing"), Some(pieces));
    assert_eq!(finding.fact_number("since"), Some(since));
}

#[test]
fn pieces_are_there_for_the_whole_time() {
    let time = (10.0, 20.0);
    assert!(there(1, time, &[(10.0, Some(20.0))]).findings.is_empty());
    missing(&there(1, time, &[(10.5, None)]), 1.0, 10.0);
    missing(&there(1, time, &[(5.0, Some(19.0))]), 1.0, 19.0);
    missing(
        &there(2, time, &[(5.0, None), (9.0, Some(12.0))]),
        1.0,
        12.0,
    );
    missing(&there(3, time, &[]), 3.0, 10.0);
}

#[test]
fn one_piece_may_take_over_from_another() {
    let time = (10.0, 20.0);
    let relay = [(5.0, Some(14.0)), (14.0, None)];
    assert!(there(1, time, &relay).findings.is_empty());
    let gap = [(5.0, Some(14.0)), (14.25, None)];
    missing(&there(1, time, &gap), 1.0, 14.0);
}

#[test]
fn at_an_instant_counts_who_arrives_and_who_leaves() {
    let instant = (10.0, 10.0);
    for visit in [(10.0, Some(10.0)), (10.0, None), (3.0, Some(10.0))] {
        let outcome = there(1, instant, &[visit]);
        assert!(
            outcome.findings.is_empty(),
            "{visit:?} {:?}",
            outcome.findings
        );
    }
    missing(&there(1, instant, &[(3.0, Some(9.5))]), 1.0, 10.0);
    missing(&there(1, instant, &[(10.5, None)]), 1.0, 10.0);
    // Stowed in something that is there, and removed at that instant.
    let mut yard = Yard::new();
    wants(&mut yard, 1, 10.0, 10.0);
    let down = flight(&mut yard, "down", ORBIT, BASE);
    let (ship, habitat) = (yard.carrier("ship", 1.0, 10.0), yard.element("home", 5.0));
    yard.parts.elements[habitat].design = Some(Index::new(0));
    yard.create(0.0, &[ship], at(ORBIT));
    yard.create(0.0, &[habitat], Holder::Element(ship));
    yard.go(9.0, down, &[ship], vec![]);
    remove(&mut yard, 10.0, ship);
    assert!(yard.run().findings.is_empty());
}

#[test]
fn a_piece_may_be_one_element() {
    for wrong in [true, false] {
        let mut yard = Yard::new();
        let (one, other) = (yard.element("one", 1.0), yard.element("other", 1.0));
        let kind = PieceKind::Element(if wrong { other } else { one });
        yard.parts.demands.add(Demand {
            id: "one-there".into(),
            recipient: Recipient::Node(node(BASE)),
            need: Need::Presence {
                pieces: vec![Piece { kind, count: 1 }],
                from: day(1.0),
                until: day(2.0),
            },
            partner: None,
        });
        yard.create(0.0, &[one], at(BASE));
        yard.create(0.0, &[other], at(ORBIT));
        let said = codes(&yard.run());
        let wanted: &[&str] = if wrong { &["simulate.presence"] } else { &[] };
        assert_eq!(said, wanted);
    }
}
