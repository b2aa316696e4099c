//! What vehicles may carry, where and how often they travel, what that wears out, and who is where.

mod small;

use portolan_check::codes;
use portolan_model::{
    Action, Demand, Element, ElementKind, Good, Hold, Need, Parts, Piece, PieceKind, Recipient,
};
use portolan_vocabulary::{Duration, Finding, Index, Mass, Severity};
use small::*;

fn day(days: f64) -> Duration {
    Duration::from_days(days)
}

fn good(at: usize) -> Good {
    Good::Specific(Index::new(at))
}

// Payload.

/// The cabin takes a crew of one, anything that its hold takes, and 200 kg in all.
fn limited(parts: &mut Parts) {
    let cabin = &mut parts.elements[e(CABIN)];
    cabin.max_payload = Some(Mass::new(200.0));
    cabin.hold = Some(Hold {
        max_crew: 1,
        ..Hold::default()
    });
}

fn in_cabin(list: &[usize]) -> Vec<(f64, Action)> {
    vec![
        (0.0, create(&[CABIN], at(PAD))),
        (1.0, create(list, within(CABIN))),
    ]
}

#[test]
fn payload_counts_the_crew_and_what_is_in_cargo() {
    // 80 kg of crew, a box of 100 kg; a bag of 10 kg with 60 kg of water.
    fine(&found_with(limited, in_cabin(&[ANN, BOX])));
    fine(&found_with(limited, in_cabin(&[BAG, BOX])));
    let heavy = error(
        &found_with(limited, in_cabin(&[BAG, BOX, ANN])),
        codes::PAYLOAD,
    );
    assert_eq!(heavy.fact_number("load"), Some(250.0));
    assert_eq!(heavy.fact_number("over"), Some(50.0));
    // By handling and by moving, from the place around.
    for moves in [true, false] {
        let elements = all(&[ANN]);
        let into = e(CABIN);
        let comes = if moves {
            shift(&[ANN], within(CABIN))
        } else {
            let duration = day(0.5);
            Action::Load {
                elements,
                into,
                duration,
            }
        };
        let mut steps = in_cabin(&[BAG, BOX]);
        steps.push((1.0, create(&[ANN], at(PAD))));
        steps.push((2.0, comes));
        error(&found_with(limited, steps), codes::PAYLOAD);
    }
}

#[test]
fn payload_counts_goods_but_no_propellant() {
    let limit = |kg: f64, element: usize| {
        move |parts: &mut Parts| parts.elements[e(element)].max_payload = Some(Mass::new(kg))
    };
    // 500 kg of fuel in its own tank are no payload of the rocket.
    fine(&found_with(
        limit(0.0, ROCKET),
        vec![
            (0.0, create(&[ROCKET], at(PAD))),
            (1.0, add(FUEL, 500.0, ROCKET)),
        ],
    ));
    let bagged = |kg| {
        found_with(
            limit(kg, BAG),
            vec![(0.0, create(&[BAG], at(PAD))), (1.0, add(WATER, 20.0, BAG))],
        )
    };
    fine(&bagged(80.0));
    error(&bagged(79.0), codes::PAYLOAD);
    // What it holds at its creation counts then.
    let full = error(
        &found_with(limit(59.0, BAG), vec![(0.0, create(&[BAG], at(PAD)))]),
        codes::PAYLOAD,
    );
    assert_eq!(full.fact_number("load"), Some(60.0));
}

#[test]
fn goods_that_come_aboard_weigh_on_what_they_come_into() {
    let drum = |parts: &mut Parts| {
        limited(parts);
        let mut drum = parts.elements[e(BAG)].clone();
        drum.id = "drum".into();
        drum.stores[0].contents.clear();
        parts.elements.add(drum)
    };
    let passed = |bag_into, amount: f64, kg: f64| {
        let mut drum_at = 0;
        let findings = found_with(
            |parts| {
                drum_at = drum(parts).at();
                parts.elements[e(CABIN)].max_payload = Some(Mass::new(kg));
            },
            {
                let transfer = Action::Transfer {
                    lots: lots(WATER, amount),
                    from: e(BAG),
                    to: e(7),
                    loss: 0.0,
                };
                vec![
                    (0.0, create(&[CABIN], at(PAD))),
                    (0.0, create(&[BAG], bag_into)),
                    (0.0, create(&[7], within(CABIN))),
                    (1.0, transfer),
                ]
            },
        );
        assert_eq!(drum_at, 7);
        findings
    };
    fine(&passed(at(PAD), 50.0, 60.0));
    error(&passed(at(PAD), 50.0, 59.0), codes::PAYLOAD);
    // From one to the other within the cabin, nothing is gained.
    fine(&passed(within(CABIN), 50.0, 80.0));
}

#[test]
fn what_is_joined_to_cargo_and_what_is_filled_up_counts() {
    let dock = Action::Dock {
        elements: all(&[BOX]),
        to: e(BAG),
        duration: day(0.0),
    };
    let joined = |kg: f64| {
        let mut steps = in_cabin(&[BAG]);
        steps.push((1.0, create(&[BOX], at(PAD))));
        steps.push((2.0, dock.clone()));
        found_with(
            |parts| {
                limited(parts);
                parts.elements[e(CABIN)].max_payload = Some(Mass::new(kg));
            },
            steps,
        )
    };
    fine(&joined(170.0));
    error(&joined(169.0), codes::PAYLOAD);
    let filled = |kg: f64| {
        let refuel = Action::Refuel {
            from: e(ROCKET),
            to: e(TRUCK),
            good: good(FUEL),
            amount: None,
            loss: 0.0,
            duration: day(0.0),
        };
        let steps = vec![(0.0, create(&[ROCKET, TRUCK], at(PAD))), (1.0, refuel)];
        // The truck's fuel feeds a drive and no engine; its tank takes 100 kg.
        found_with(
            |parts| parts.elements[e(TRUCK)].max_payload = Some(Mass::new(kg)),
            steps,
        )
    };
    fine(&filled(100.0));
    error(&filled(99.0), codes::PAYLOAD);
}

// Ways, base and wear.

#[test]
fn what_has_ways_keeps_to_them_aboard_another_too() {
    let travel = |way: usize| {
        let steps = vec![
            (0.0, create(&[CABIN], at(PAD))),
            (0.0, create(&[BOX], within(CABIN))),
            (1.0, trip(FERRY, &[CABIN], vec![])),
        ];
        found_with(
            |parts| parts.elements[e(BOX)].ways = vec![Index::new(way)],
            steps,
        )
    };
    fine(&travel(FERRY));
    let finding = error(&travel(ROAD), codes::WRONG_WAY);
    let advice = finding.advice.as_deref();
    assert_eq!(advice, Some("take road, or leave it behind"));
}

/// A box that goes from the pad, its base, to the port and back, as often as there are departures.
fn shuttled(change: impl FnOnce(&mut Parts), departures: &[f64]) -> Vec<Finding> {
    let mut steps = vec![(0.0, create(&[BOX], at(PAD)))];
    for leaves in departures {
        steps.push((*leaves, trip(FERRY, &[BOX], vec![])));
        steps.push((*leaves + 1.0, trip(FERRY, &[BOX], vec![])));
    }
    found_with(
        |parts| {
            parts.elements[e(BOX)].upkeep.base = Some(Index::new(PAD));
            change(parts);
        },
        steps,
    )
}

#[test]
fn a_base_makes_ready_again_in_its_time() {
    let turnaround = |parts: &mut Parts| {
        parts.elements[e(BOX)].upkeep.turnaround = day(3.0);
    };
    let hour = 1.0 / 24.0;
    fine(&shuttled(turnaround, &[0.0, 4.0 + hour]));
    let findings = shuttled(turnaround, &[0.0, 4.0]);
    let late: Vec<_> = findings.iter().map(|it| it.code).collect();
    assert_eq!(late[0], codes::TURNAROUND, "{findings:#?}");
    let short = findings[0].fact_number("short").unwrap_or_default();
    assert!((short - hour).abs() < 1e-9, "{short}");
}

#[test]
fn a_base_is_left_so_often() {
    let most = |parts: &mut Parts| {
        parts.elements[e(BOX)].upkeep.max_departures = Some(2);
    };
    fine(&shuttled(most, &[0.0, 2.0]));
    let findings = shuttled(most, &[0.0, 2.0, 4.0]);
    assert_eq!(findings[0].code, codes::MAX_DEPARTURES, "{findings:#?}");
    assert_eq!(findings[0].fact_number("departures"), Some(2.0));
}

#[test]
fn each_trip_wears_out_everything_that_made_it() {
    // One per cent of the cabin's 400 kg and five of the box's 100 kg, out of the bag's 60 kg.
    let travel = |trips: usize, serves: bool| {
        let mut steps = vec![
            (0.0, create(&[CABIN], at(PAD))),
            (0.0, create(&[BOX, BAG], within(CABIN))),
        ];
        for number in 0..trips {
            steps.push((1.0 + number as f64, trip(FERRY, &[CABIN], vec![])));
        }
        found_with(
            |parts| {
                for (element, share) in [(CABIN, 0.01), (BOX, 0.05)] {
                    let upkeep = &mut parts.elements[e(element)].upkeep;
                    upkeep.per_trip = vec![(good(WATER), share)];
                }
                parts.elements[e(BAG)].stores[0].serves_demands = serves;
            },
            steps,
        )
    };
    fine(&travel(6, true));
    let finding = error(&travel(7, true), codes::UPKEEP);
    // Six times 9 kg leave 6 kg: the box, which comes first, has 5 kg, and the cabin 1 kg of 4 kg.
    assert_eq!(finding.fact_number("missing"), Some(3.0));
    // Nothing is taken from a store that keeps what it has.
    assert_eq!(travel(1, false).len(), 2);
}

#[test]
fn upkeep_leaves_less_for_what_comes_after() {
    let dump = |amount: f64| {
        let vent = Action::BoilOff {
            element: e(BAG),
            lots: lots(WATER, amount),
        };
        let steps = vec![
            (0.0, create(&[BAG], at(PAD))),
            (1.0, trip(FERRY, &[BAG], vec![])),
            (2.0, vent),
        ];
        found_with(
            |parts| {
                let bag = &mut parts.elements[e(BAG)];
                bag.upkeep.per_trip = vec![(good(WATER), 0.5)];
                bag.stores[0].serves_demands = true;
            },
            steps,
        )
    };
    fine(&dump(55.0));
    error(&dump(56.0), codes::SHORT);
}

// Stays and presence.

fn stopping(most: f64, leaves: Option<(f64, Action)>) -> Vec<Finding> {
    let mut steps = vec![
        (0.0, create(&[CABIN], at(PAD))),
        (0.0, create(&[BOX], within(CABIN))),
        (1.0 - 1.0 / 24.0, trip(FERRY, &[CABIN], vec![])),
        (1.0, shift(&[BOX], at(PORT))),
        (1.0, shift(&[BOX], within(CABIN))),
    ];
    steps.extend(leaves);
    found_with(
        |parts| {
            parts.nodes[Index::new(PORT)].max_stay = Some(day(most));
            parts.horizon = Some(day(30.0));
        },
        steps,
    )
}

fn too_long(findings: &[Finding]) {
    let said: Vec<_> = findings
        .iter()
        .map(|it| (it.code, it.subject.id.as_str(), it.fact_number("since")))
        .collect();
    let wanted = [
        (codes::MAX_STAY, "box", Some(1.0)),
        (codes::MAX_STAY, "cabin", Some(1.0)),
    ];
    assert_eq!(said, wanted, "{findings:#?}");
}

#[test]
fn what_stays_too_long_is_found_once_for_each_element_and_stay() {
    let remove = || Action::Remove {
        elements: all(&[CABIN]),
    };
    let goes_on = || trip(FERRY, &[CABIN], vec![]);
    for leaves in [remove(), goes_on()] {
        fine(&stopping(5.0, Some((6.0, leaves.clone()))));
        too_long(&stopping(5.0, Some((6.5, leaves.clone()))));
        fine(&stopping(0.0, Some((1.0, leaves.clone()))));
        too_long(&stopping(0.0, Some((1.5, leaves))));
    }
    fine(&stopping(29.0, None));
    too_long(&stopping(28.0, None));
    // Left where nothing stays, at the last event of a campaign without horizon.
    let left = found_with(
        |parts| parts.nodes[Index::new(PAD)].max_stay = Some(Duration::ZERO),
        vec![(0.0, create(&[BOX], at(PAD)))],
    );
    error(&left, codes::MAX_STAY);
}

#[test]
fn a_stay_that_a_failure_causes_follows_from_it() {
    let remove = Action::Remove {
        elements: all(&[TRUCK]),
    };
    let findings = found_with(
        |parts| parts.nodes[Index::new(PAD)].max_stay = Some(day(1.0)),
        vec![
            (0.0, create(&[TRUCK], at(PAD))),
            (1.0, trip(ROAD, &[TRUCK], vec![vec![]])),
            (5.0, remove),
        ],
    );
    let said: Vec<_> = findings.iter().map(|it| it.code).collect();
    assert_eq!(said, [codes::BURNS, codes::FOLLOWS], "{findings:#?}");
    assert_eq!(findings[1].follows_from.as_deref(), Some("step-1"));
}

/// So many boxes of a design that a demand wants at the port, from one day to another.
fn wants(parts: &mut Parts, count: u32, (from, until): (f64, f64)) {
    let kind = ElementKind::Item;
    let design = parts
        .designs
        .add(Element::new("box-design", kind, class(9), Mass::new(100.0)));
    parts.elements[e(BOX)].design = Some(design);
    let kind = PieceKind::Design(design);
    parts.demands.add(Demand {
        id: "boxes".into(),
        recipient: Recipient::Node(Index::new(PORT)),
        need: Need::Presence {
            pieces: vec![Piece { kind, count }],
            from: day(from),
            until: day(until),
        },
        partner: None,
    });
}

/// The box is at the port from day 2, in a cabin, and perhaps until a later day.
fn there(count: u32, time: (f64, f64), until: Option<f64>) -> Vec<Finding> {
    let mut steps = vec![
        (0.0, create(&[CABIN], at(PAD))),
        (0.0, create(&[BOX], within(CABIN))),
        (2.0 - 1.0 / 24.0, trip(FERRY, &[CABIN], vec![])),
    ];
    steps.extend(until.map(|until| (until, trip(FERRY, &[CABIN], vec![]))));
    found_with(
        |parts| {
            parts.horizon = Some(day(50.0));
            wants(parts, count, time);
        },
        steps,
    )
}

#[test]
fn pieces_are_there_for_the_whole_time() {
    fine(&there(1, (2.0, 9.0), Some(9.0)));
    fine(&there(1, (2.0, 2.0), Some(2.0)));
    fine(&there(1, (9.0, 9.0), Some(9.0)));
    fine(&there(1, (2.0, 50.0), None));
    let missing = |findings: &[Finding], pieces: f64, since: f64| {
        let finding = one(findings, codes::PRESENCE, Severity::Error);
        assert_eq!(finding.fact_number("missing"), Some(pieces));
        assert_eq!(finding.fact_number("since"), Some(since));
    };
    missing(&there(1, (1.0, 9.0), Some(9.0)), 1.0, 1.0);
    missing(&there(1, (2.0, 9.0), Some(8.5)), 1.0, 8.5);
    missing(&there(3, (2.0, 9.0), None), 2.0, 2.0);
    missing(&there(1, (8.0, 8.0), Some(7.0)), 1.0, 8.0);
}
