//! Each finding of the simulator that blocks or warns, with a case close by that does not.

mod yard;

use portolan_model::*;
use portolan_vocabulary::{Currency, Distance, Index, Money, Speed, Volume};
use yard::*;

fn at(place: usize) -> Holder {
    Holder::Node(node(place))
}

/// Runs a yard that is built with a defect and without it: the first has the code, the second nothing.
fn provokes(code: &str, build: impl Fn(&mut Yard, bool)) {
    for wrong in [true, false] {
        let mut yard = Yard::new();
        build(&mut yard, wrong);
        let outcome = yard.run();
        let expected: &[&str] = if wrong { &[code] } else { &[] };
        assert_eq!(codes(&outcome), expected, "{:?}", outcome.findings);
    }
}

#[test]
fn what_does_not_exist_cannot_be_used() {
    provokes("simulate.absent", |yard, wrong| {
        let thing = yard.element("thing", 10.0);
        let late = if wrong { 5.0 } else { 0.0 };
        yard.create(late, &[thing], at(PAD));
        let elements = vec![thing];
        yard.at(1.0, Action::Remove { elements });
    });
    provokes("simulate.absent", |yard, wrong| {
        let (thing, other) = (yard.element("thing", 10.0), yard.element("other", 10.0));
        yard.create(0.0, &[thing], at(PAD));
        yard.create(1.0, &[if wrong { thing } else { other }], at(PAD));
    });
}

#[test]
fn what_is_elsewhere_does_not_go_along() {
    provokes("simulate.elsewhere", |yard, wrong| {
        let thing = yard.element("thing", 10.0);
        let way = yard.edge("way", PAD, BASE, Way::Flight { duration: day(1.0) });
        yard.create(0.0, &[thing], at(if wrong { ORBIT } else { PAD }));
        yard.go(1.0, way, &[thing], vec![]);
    });
    provokes("simulate.elsewhere", |yard, wrong| {
        let (truck, thing) = (
            yard.carrier("truck", 50.0, 50.0),
            yard.element("thing", 10.0),
        );
        yard.create(0.0, &[truck], at(PAD));
        yard.create(0.0, &[thing], at(if wrong { BASE } else { PAD }));
        let (elements, to) = (vec![thing], Holder::Element(truck));
        yard.at(1.0, Action::Move { elements, to });
    });
}

#[test]
fn volumes_are_limits_of_ways_and_holds() {
    let boxed = |yard: &mut Yard| {
        let (truck, thing) = (
            yard.carrier("truck", 50.0, 50.0),
            yard.element("thing", 10.0),
        );
        yard.parts.elements[thing].volume = Volume::new(2.0);
        (truck, thing)
    };
    provokes("simulate.over-volume", |yard, wrong| {
        let (truck, thing) = boxed(yard);
        let most = Volume::new(if wrong { 1.9 } else { 2.0 });
        yard.parts.elements[truck].hold.as_mut().unwrap().max_volume = Some(most);
        yard.create(0.0, &[truck], at(PAD));
        yard.create(0.0, &[thing], Holder::Element(truck));
    });
    provokes("simulate.over-volume", |yard, wrong| {
        let (truck, thing) = boxed(yard);
        let way = yard.edge("way", PAD, BASE, Way::Flight { duration: day(1.0) });
        yard.parts.edges[way].limits.volume = Some(Volume::new(1.0));
        yard.parts.settings.volume_limits = wrong;
        yard.create(0.0, &[truck], at(PAD));
        yard.create(0.0, &[thing], Holder::Element(truck));
        yard.go(1.0, way, &[truck], vec![]);
    });
}

fn crew(yard: &mut Yard, id: &str) -> Index<Element> {
    let member = yard.element(id, 80.0);
    yard.parts.elements[member].crew = Some(CrewMember {
        available_fraction: 0.5,
        person: None,
    });
    member
}

#[test]
fn a_hold_has_seats_for_so_many() {
    provokes("simulate.over-crew", |yard, wrong| {
        let capsule = yard.carrier("capsule", 5000.0, 0.0);
        let ids = ["first", "second", "third"];
        let members: Vec<_> = ids.iter().map(|id| crew(yard, id)).collect();
        yard.create(0.0, &[capsule], at(PAD));
        let count = if wrong { 3 } else { 2 };
        yard.create(0.0, &members[..count], Holder::Element(capsule));
    });
}

#[test]
fn what_needs_pressure_rides_in_pressure() {
    provokes("simulate.environment", |yard, wrong| {
        let (truck, thing) = (
            yard.carrier("truck", 50.0, 50.0),
            yard.element("thing", 10.0),
        );
        yard.parts.elements[thing].environment = Environment::Pressurised;
        if !wrong {
            let hold = yard.parts.elements[truck].hold.as_mut().unwrap();
            hold.environment = Environment::Pressurised;
        }
        yard.create(0.0, &[truck], at(PAD));
        yard.create(0.0, &[thing], Holder::Element(truck));
    });
}

/// A way with one burn at departure, a stage that can do it, and another that stays behind.
fn burning(yard: &mut Yard, steps: impl Fn(Index<Element>, Index<Element>) -> Vec<Vec<BurnStep>>) {
    let fuel = yard.resource("fuel", 101, 1.0);
    let stage = yard.stage("stage", 100.0, 300.0, fuel, 100.0);
    let other = yard.stage("other", 100.0, 300.0, fuel, 100.0);
    let way = yard.burns("way", ORBIT, BASE, &[(0.0, 10.0)]);
    yard.create(0.0, &[stage, other], at(ORBIT));
    yard.go(1.0, way, &[stage], steps(stage, other));
}

#[test]
fn burn_steps_match_the_burns_and_name_what_is_aboard() {
    provokes("simulate.bad-burn", |yard, wrong| {
        burning(yard, |stage, _| {
            vec![vec![BurnStep::Burn(stage)]; 1 + usize::from(wrong)]
        });
    });
    provokes("simulate.bad-burn", |yard, wrong| {
        burning(yard, |stage, other| {
            let last = if wrong { other } else { stage };
            vec![vec![BurnStep::Burn(stage), BurnStep::Burn(last)]]
        });
    });
}

#[test]
fn what_drives_needs_a_drive_speed_and_fuel() {
    let road = |yard: &mut Yard| {
        let distance = Distance::new(100e3);
        yard.edge("road", PAD, BASE, Way::Surface { distance })
    };
    let rover = |yard: &mut Yard, fuel_kg: f64| {
        let fuel = yard.resource("fuel", 105, 1.0);
        let rover = yard.element("rover", 500.0);
        yard.store(rover, None, &[(fuel, fuel_kg)]);
        yard.parts.elements[rover].drive = Some(Drive {
            max_speed: Speed::new(5.0),
            store: Some(0),
            fuel_per_km: 0.5,
        });
        rover
    };
    provokes("simulate.no-drive", |yard, wrong| {
        let way = road(yard);
        let rover = rover(yard, 50.0);
        if wrong {
            yard.parts.elements[rover].drive = None;
        }
        yard.create(0.0, &[rover], at(PAD));
        yard.go(1.0, way, &[rover], vec![]);
    });
    provokes("simulate.no-drive", |yard, wrong| {
        let way = road(yard);
        let rover = rover(yard, if wrong { 49.0 } else { 50.0 });
        yard.create(0.0, &[rover], at(PAD));
        yard.go(1.0, way, &[rover], vec![]);
    });
    provokes("simulate.no-drive", |yard, wrong| {
        let way = road(yard);
        let rover = rover(yard, 50.0);
        yard.create(0.0, &[rover], at(PAD));
        let activity = yard.go(1.0, way, &[rover], vec![]);
        if let Action::Transport { speed, .. } = &mut yard.activities[activity].action {
            *speed = Some(Speed::new(if wrong { 5.1 } else { 5.0 }));
        }
    });
}

#[test]
fn a_store_takes_what_it_has_room_for() {
    provokes("simulate.no-room", |yard, wrong| {
        let water = yard.resource("water", 201, 1.0);
        let tank = yard.element("tank", 10.0);
        yard.store(tank, Some(100.0), &[]);
        yard.create(0.0, &[tank], at(BASE));
        let lots = vec![Lot {
            good: Good::Specific(water),
            amount: if wrong { 101.0 } else { 100.0 },
        }];
        yard.at(1.0, Action::Add { lots, to: tank });
    });
}

#[test]
fn money_of_another_year_needs_a_rate() {
    provokes("simulate.no-exchange-rate", |yard, wrong| {
        let thing = yard.element("thing", 10.0);
        let euros = Money::new(7.0, Currency::EUR, 2024);
        yard.parts.elements[thing].cost = Some(euros);
        if !wrong {
            let rate = (Currency::EUR, 2024, 1.2);
            yard.parts.settings.exchange.push(rate);
        }
        yard.create(0.0, &[thing], at(PAD));
    });
}

#[test]
fn an_element_is_asked_for_what_it_can_do() {
    let reconfigured = |yard: &mut Yard, state: usize| {
        let thing = yard.element("thing", 10.0);
        yard.needs(thing, vec![]);
        yard.create(0.0, &[thing], at(PAD));
        let changes = vec![(thing, state)];
        yard.at(1.0, Action::Reconfigure { changes });
    };
    provokes("simulate.unable", |yard, wrong| {
        reconfigured(yard, usize::from(wrong));
    });
    // Without a hold, nothing goes in; and nothing goes into itself.
    provokes("simulate.unable", |yard, wrong| {
        let (truck, thing) = (
            yard.carrier("truck", 50.0, 50.0),
            yard.element("thing", 10.0),
        );
        if wrong {
            yard.parts.elements[truck].hold = None;
        }
        yard.create(0.0, &[truck], at(PAD));
        yard.create(0.0, &[thing], Holder::Element(truck));
    });
    provokes("simulate.unable", |yard, wrong| {
        let (outer, inner) = (
            yard.carrier("outer", 50.0, 90.0),
            yard.carrier("inner", 5.0, 90.0),
        );
        yard.create(0.0, &[outer], at(PAD));
        yard.create(0.0, &[inner], Holder::Element(outer));
        let to = if wrong {
            Holder::Element(inner)
        } else {
            at(PAD)
        };
        let elements = vec![outer];
        yard.at(1.0, Action::Move { elements, to });
    });
}

#[test]
fn what_comes_after_the_horizon_is_not_simulated() {
    provokes("simulate.beyond-horizon", |yard, wrong| {
        let thing = yard.element("thing", 10.0);
        yard.parts.horizon = Some(day(if wrong { 2.0 } else { 3.0 }));
        yard.create(0.0, &[thing], at(PAD));
        let elements = vec![thing];
        yard.at(3.0, Action::Remove { elements });
    });
}
