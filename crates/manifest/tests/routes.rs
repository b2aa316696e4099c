//! Routes, holds, crates and burns, each in the smallest campaign that shows it.

#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use portolan_manifest::{Limit, Options, apply, codes};
use portolan_model::{
    Action, BurnStep, BurnSystem, Campaign, Demand, Edge, Element, ElementKind, Environment, Feed,
    Good, Hold, Holder, Lot, Need, Node, Parts, Plan, Propulsion, Rate, Recipient, Resource,
    ResourceKind, Store, StoreKind, Way,
};
use portolan_simulate::simulate;
use portolan_vocabulary::{Duration, Index, Mass, SpecificImpulse, Speed, Volume};
use support::*;

fn d(days: f64) -> Duration {
    Duration::from_days(days)
}

/// A launch site, a station and a base.
struct Places {
    parts: Parts,
    earth: Index<Node>,
    station: Index<Node>,
    base: Index<Node>,
}

fn places() -> Places {
    let mut parts = empty();
    let earth = parts.nodes.add(node("earth", "earth"));
    let station = parts.nodes.add(node("station", "moon"));
    let base = parts.nodes.add(node("base", "moon"));
    parts.designs = designs().into();
    Places {
        parts,
        earth,
        station,
        base,
    }
}

/// The simulated plan leaves nothing unmet and nothing undone.
fn assert_supplied(campaign: &Campaign, plan: Option<&Plan>) {
    let outcome = simulate(campaign, plan.unwrap());
    assert!(
        unmet_kg(campaign, &outcome) < 1e-6,
        "{:?}",
        words(&outcome.findings)
    );
    assert!(
        outcome.findings.is_empty(),
        "{:?}",
        words(&outcome.findings)
    );
}

#[test]
fn cargo_changes_carriers_on_its_way() {
    let Places {
        mut parts,
        earth,
        station,
        base,
    } = places();
    let up = parts.edges.add(flight("up", earth, station, 3.0, 2000.0));
    let on = parts.edges.add(flight("on", station, base, 1.0, 1200.0));
    let back = parts.edges.add(flight("back", station, earth, 3.0, 2000.0));
    let ship = parts.elements.add(carrier("ship", 1000.0, 800.0));
    let lander = parts.elements.add(carrier("lander", 900.0, 800.0));
    parts
        .demands
        .add(once("food", base, 10.0, kilograms(&[(202, 200.0)])));
    let campaign = valid(parts);
    let plan = plan(vec![
        activity("ship-made", 0.0, 0, create(vec![ship], earth)),
        activity("lander-made", 0.0, 0, create(vec![lander], station)),
        activity("go-up", 1.0, 0, transport(up, vec![ship])),
        // The ship leaves before the lander does: the cargo waits at the station.
        activity("go-back", 5.0, 0, transport(back, vec![ship])),
        activity("go-on", 7.0, 0, transport(on, vec![lander])),
    ]);
    let answer = manifested(&campaign, &plan, &Options::default());
    assert_supplied(&campaign, answer.plan.as_ref());
    let legs: Vec<&str> = answer.shipments[0]
        .legs
        .iter()
        .map(|leg| leg.activity.as_str())
        .collect();
    assert_eq!(legs, ["go-up", "go-on"]);
    let new = answer.plan.unwrap();
    let added: Vec<(&str, f64)> = new
        .activities
        .iter()
        .filter(|activity| activity.id.as_str().starts_with("cargo"))
        .map(|activity| (activity.name.as_str(), activity.at.days()))
        .collect();
    let expected = [
        ("Bring aboard cargo: go-up", 1.0),
        ("Unload cargo: go-up", 4.0),
        ("Load cargo: go-on", 7.0),
    ];
    assert_eq!(added, expected);
}

#[test]
fn cargo_stays_in_a_carrier_that_goes_its_way() {
    let Places {
        mut parts,
        earth,
        station,
        base,
    } = places();
    let up = parts.edges.add(flight("up", earth, station, 3.0, 2000.0));
    let on = parts.edges.add(flight("on", station, base, 1.0, 2000.0));
    let lander = parts.elements.add(carrier("lander", 900.0, 800.0));
    parts
        .demands
        .add(once("food", base, 10.0, kilograms(&[(202, 200.0)])));
    let campaign = valid(parts);
    let plan = plan(vec![
        activity("made", 0.0, 0, create(vec![lander], earth)),
        activity("go-up", 1.0, 0, transport(up, vec![lander])),
        activity("go-on", 5.0, 0, transport(on, vec![lander])),
    ]);
    let answer = manifested(&campaign, &plan, &Options::default());
    assert_supplied(&campaign, answer.plan.as_ref());
    assert_eq!(
        answer.plan.unwrap().activities.len(),
        4,
        "one activity brings it aboard, and no more"
    );
}

#[test]
fn what_is_needed_on_the_way_is_aboard_at_departure() {
    let Places {
        mut parts,
        earth,
        base,
        ..
    } = places();
    let up = parts.edges.add(flight("up", earth, base, 4.0, 2000.0));
    let mut ship = carrier("ship", 1000.0, 800.0);
    ship.states = vec![portolan_model::State {
        name: "on".into(),
        kind: Default::default(),
        models: vec![portolan_model::DemandModel::Rated(vec![Rate {
            good: generic(202),
            per_day: 3.0,
        }])],
    }];
    ship.initial_state = Some(0);
    let ship = parts.elements.add(ship);
    parts.horizon = Some(d(9.0));
    let campaign = valid(parts);
    let plan = plan(vec![
        activity("made", 1.0, 0, create(vec![ship], earth)),
        activity("go", 2.0, 0, transport(up, vec![ship])),
    ]);
    let answer = manifested(&campaign, &plan, &Options::default());
    let outcome = simulate(&campaign, answer.plan.as_ref().unwrap());
    // Three kilograms on the first day, at the launch site, are bought there.
    assert!((unmet_kg(&campaign, &outcome) - 3.0).abs() < 1e-6);
    assert_eq!(answer.findings[0].code, codes::EARTH_SURFACE);
    assert!(
        (answer.totals.net_kg - 21.0).abs() < 1e-5,
        "four days under way, three there"
    );
    assert!(answer.shortfalls.is_empty());
}

#[test]
fn a_late_flight_carries_only_what_is_needed_after_it() {
    let Places {
        mut parts,
        earth,
        base,
        ..
    } = places();
    let mut activities = Vec::new();
    for (number, (depart_d, kg)) in [(0.0, 30.0), (20.0, 1000.0)].into_iter().enumerate() {
        let edge = flight(&format!("way-{number}"), earth, base, 1.0, 1000.0 + kg);
        let edge = parts.edges.add(edge);
        let ship = parts
            .elements
            .add(carrier(&format!("ship-{number}"), 1000.0, 5000.0));
        let made = format!("made-{number}");
        activities.push(activity(&made, depart_d, 0, create(vec![ship], earth)));
        let go = format!("go-{number}");
        activities.push(activity(&go, depart_d, 0, transport(edge, vec![ship])));
    }
    parts.demands.add(Demand {
        id: "food".into(),
        recipient: Recipient::Node(base),
        need: Need::Steady {
            rates: vec![Rate {
                good: generic(202),
                per_day: 1.0,
            }],
            from: d(1.0),
            until: d(101.0),
        },
        partner: None,
    });
    let campaign = valid(parts);
    let answer = manifested(&campaign, &plan(activities), &Options::default());
    assert_supplied(&campaign, answer.plan.as_ref());
    let by_first: f64 = answer
        .shipments
        .iter()
        .filter(|shipment| shipment.legs[0].activity.as_str() == "go-0")
        .map(|shipment| shipment.net_kg)
        .sum();
    assert!(
        (by_first - 20.0).abs() < 1e-5,
        "days 1 to 21, by the first flight: {by_first}"
    );
}

#[test]
fn a_hold_is_a_limit_of_its_own_and_can_be_raised() {
    let Places {
        mut parts,
        earth,
        base,
        ..
    } = places();
    let up = parts.edges.add(flight("up", earth, base, 1.0, 5000.0));
    let ship = parts.elements.add(carrier("ship", 1000.0, 100.0));
    parts
        .demands
        .add(once("food", base, 10.0, kilograms(&[(202, 134.0)])));
    let campaign = valid(parts);
    let plan = plan(vec![
        activity("made", 0.0, 0, create(vec![ship], earth)),
        activity("go", 1.0, 0, transport(up, vec![ship])),
    ]);
    let answer = manifested(&campaign, &plan, &Options::default());
    assert!(answer.plan.is_none());
    let relaxation = answer.relaxation.unwrap();
    // Five bags of 26.8 kg, each 0.83 kg: 138.15 kg in a hold for 100.
    assert_eq!(relaxation.changes[0].limit, Limit::Hold(ship));
    assert!((relaxation.total_added_kg - 38.15).abs() < 1e-9);
    let raised = apply(&relaxation, &campaign, &plan).unwrap();
    let answer = manifested(&raised, &plan, &Options::default());
    assert_supplied(&raised, answer.plan.as_ref());
}

#[test]
fn crew_in_a_hold_weighs_on_the_way_only() {
    let Places {
        mut parts,
        earth,
        base,
        ..
    } = places();
    let up = parts.edges.add(flight("up", earth, base, 1.0, 1300.0));
    let mut ship = carrier("ship", 1000.0, 150.0);
    ship.hold = Some(Hold {
        max_mass: Some(Mass::new(150.0)),
        max_crew: 2,
        ..Hold::default()
    });
    let ship = parts.elements.add(ship);
    let mut astronaut = Element::new("crew", ElementKind::CrewMember, class(0), Mass::new(100.0));
    astronaut.crew = Some(portolan_model::CrewMember {
        available_fraction: 1.0,
        person: None,
    });
    let astronaut = parts.elements.add(astronaut);
    parts
        .demands
        .add(once("food", base, 10.0, kilograms(&[(202, 134.0)])));
    let campaign = valid(parts);
    let aboard = Action::Create {
        elements: vec![astronaut],
        into: Holder::Element(ship),
    };
    let plan = plan(vec![
        activity("made", 0.0, 0, create(vec![ship], earth)),
        activity("board", 0.0, 0, aboard),
        activity("go", 1.0, 0, transport(up, vec![ship])),
    ]);
    let answer = manifested(&campaign, &plan, &Options::default());
    assert_supplied(&campaign, answer.plan.as_ref());
}

#[test]
fn a_good_that_no_design_takes_gets_a_crate() {
    let Places {
        mut parts,
        earth,
        base,
        ..
    } = places();
    let up = parts.edges.add(flight("up", earth, base, 1.0, 5000.0));
    let ship = parts.elements.add(carrier("ship", 1000.0, 3000.0));
    let pump = parts.resources.add(Resource {
        transfer_loss: 0.0,
        id: "antenna".into(),
        name: "antenna".into(),
        class: class(803),
        kind: ResourceKind::Discrete,
        environment: Environment::Unpressurised,
        unit: "item".into(),
        unit_mass: Mass::new(40.0),
        unit_volume: Volume::ZERO,
        packing_factor: 5.0,
        price: None,
    });
    let mut lots = kilograms(&[(601, 100.0)]);
    lots.push(Lot {
        good: Good::Specific(pump),
        amount: 1.5,
    });
    parts.demands.add(once("gear", base, 10.0, lots));
    let campaign = valid(parts);
    let plan = plan(vec![
        activity("made", 0.0, 0, create(vec![ship], earth)),
        activity("go", 1.0, 0, transport(up, vec![ship])),
    ]);
    let answer = manifested(&campaign, &plan, &Options::default());
    assert_supplied(&campaign, answer.plan.as_ref());
    assert_eq!(answer.totals.crates, 2);
    // 0.6 of 100 kg, and 5 kg for each antenna.
    assert!((answer.totals.tare_kg - 67.5).abs() < 1e-5);
    let whole = Options {
        whole_items: true,
        ..Options::default()
    };
    let answer = manifested(&campaign, &plan, &whole);
    assert_supplied(&campaign, answer.plan.as_ref());
    assert!(
        (answer.totals.net_kg - 180.0).abs() < 1e-5,
        "two antennas, not one and a half"
    );
}

#[test]
fn whole_items_are_not_cut_between_containers() {
    let Places {
        mut parts,
        earth,
        base,
        ..
    } = places();
    let up = parts.edges.add(flight("up", earth, base, 1.0, 5000.0));
    let ship = parts.elements.add(carrier("ship", 1000.0, 3000.0));
    let pump = parts.resources.add(Resource {
        transfer_loss: 0.0,
        id: "pump".into(),
        name: "pump".into(),
        class: class(401),
        kind: ResourceKind::Discrete,
        environment: Environment::Unpressurised,
        unit: "item".into(),
        unit_mass: Mass::new(10.0),
        unit_volume: Volume::ZERO,
        packing_factor: 0.0,
        price: None,
    });
    let lots = vec![Lot {
        good: Good::Specific(pump),
        amount: 5.0,
    }];
    parts.demands.add(once("pumps", base, 10.0, lots));
    let campaign = valid(parts);
    let plan = plan(vec![
        activity("made", 0.0, 0, create(vec![ship], earth)),
        activity("go", 1.0, 0, transport(up, vec![ship])),
    ]);
    let whole = Options {
        whole_items: true,
        ..Options::default()
    };
    let answer = manifested(&campaign, &plan, &whole);
    assert_supplied(&campaign, answer.plan.as_ref());
    let pumps: Vec<f64> = answer
        .shipments
        .iter()
        .map(|s| s.contents[0].amount)
        .collect();
    assert_eq!(pumps, [2.0, 2.0, 1.0], "two of 10 kg in a bag for 26.8 kg");
    let fractions = manifested(&campaign, &plan, &Options::default());
    assert_eq!(fractions.totals.containers, 2);
}

#[test]
fn pressurised_cargo_goes_into_pressurised_holds() {
    let Places {
        mut parts,
        earth,
        base,
        ..
    } = places();
    let up = parts.edges.add(flight("up", earth, base, 1.0, 5000.0));
    let open = parts.elements.add(carrier("open", 1000.0, 3000.0));
    let mut closed = carrier("closed", 1000.0, 60.0);
    closed.hold = closed.hold.map(|hold| Hold {
        environment: Environment::Pressurised,
        ..hold
    });
    let closed = parts.elements.add(closed);
    let mut inside = store(&[202], 30.0);
    inside.environment = Environment::Pressurised;
    let mut locker = container("locker", ElementKind::Container, 2.0, inside);
    locker.environment = Environment::Pressurised;
    parts.designs.add(locker);
    let food = Good::Generic {
        class: class(202),
        environment: Environment::Pressurised,
    };
    let mut lots = kilograms(&[(204, 50.0)]);
    lots.push(Lot {
        good: food,
        amount: 50.0,
    });
    parts.demands.add(once("food", base, 10.0, lots));
    let campaign = valid(parts);
    let plan = plan(vec![
        activity("made", 0.0, 0, create(vec![open, closed], earth)),
        activity("go", 1.0, 0, transport(up, vec![open, closed])),
    ]);
    let answer = manifested(&campaign, &plan, &Options::default());
    assert_supplied(&campaign, answer.plan.as_ref());
    for shipment in &answer.shipments {
        let pressurised = shipment.contents[0].good == food;
        let carrier = if pressurised { closed } else { open };
        assert!(
            !pressurised || shipment.legs[0].carrier == carrier,
            "{shipment:?}"
        );
    }
}

#[test]
fn what_nothing_can_reach_is_said_and_the_rest_is_carried() {
    let Places {
        mut parts,
        earth,
        station,
        base,
    } = places();
    let up = parts.edges.add(flight("up", earth, base, 1.0, 5000.0));
    let ship = parts.elements.add(carrier("ship", 1000.0, 3000.0));
    parts
        .demands
        .add(once("food", base, 10.0, kilograms(&[(202, 50.0)])));
    parts
        .demands
        .add(once("early", base, 1.0, kilograms(&[(202, 5.0)])));
    parts
        .demands
        .add(once("elsewhere", station, 10.0, kilograms(&[(202, 7.0)])));
    let campaign = valid(parts);
    let plan = plan(vec![
        activity("made", 0.0, 0, create(vec![ship], earth)),
        activity("go", 1.0, 0, transport(up, vec![ship])),
    ]);
    let answer = manifested(&campaign, &plan, &Options::default());
    assert!(answer.plan.is_some());
    assert!((answer.totals.net_kg - 50.0).abs() < 1e-5);
    let codes: Vec<_> = answer.findings.iter().map(|finding| finding.code).collect();
    assert_eq!(
        codes,
        [codes::UNREACHABLE, codes::UNREACHABLE, codes::PACKED]
    );
    let short: f64 = answer
        .shortfalls
        .iter()
        .map(|shortfall| shortfall.mass_kg)
        .sum();
    assert!((short - 12.0).abs() < 1e-9);
}

#[test]
fn an_early_flight_makes_room_for_what_only_it_can_bring() {
    // Two bases, one ship to both by way of the station on day 2; a second ship to the first base only.
    let Places {
        mut parts,
        earth,
        station,
        base,
    } = places();
    let up = parts.edges.add(flight("up", earth, station, 1.0, 1100.0));
    let on = parts.edges.add(flight("on", station, base, 1.0, 1200.0));
    let late = parts.edges.add(flight("late", earth, station, 1.0, 1100.0));
    let [ship, lander, second] =
        ["ship", "lander", "second"].map(|id| parts.elements.add(carrier(id, 1000.0, 3000.0)));
    // The station's need comes first and would take the latest ship that is in time.
    parts
        .demands
        .add(once("at-station", station, 5.0, kilograms(&[(202, 53.6)])));
    parts
        .demands
        .add(once("at-base", base, 9.0, kilograms(&[(202, 80.4)])));
    let campaign = valid(parts);
    let plan = plan(vec![
        activity("made", 0.0, 0, create(vec![ship, second], earth)),
        activity("lander-made", 0.0, 0, create(vec![lander], station)),
        activity("first-up", 0.0, 1, transport(late, vec![second])),
        activity("second-up", 3.0, 0, transport(up, vec![ship])),
        activity("on", 5.0, 0, transport(on, vec![lander])),
    ]);
    let answer = manifested(&campaign, &plan, &Options::default());
    assert_supplied(&campaign, answer.plan.as_ref());
}

/// A stage that burns, with a hold: a burn of 1000 m/s on the way.
fn propelled(parts: &mut Parts, earth: Index<Node>, base: Index<Node>, fuel_kg: f64) -> Plan {
    let mut way: Edge = flight("up", earth, base, 3.0, 1e6);
    way.way = Way::Impulsive {
        duration: d(3.0),
        burns: vec![portolan_model::Burn {
            after: Duration::ZERO,
            dv: Speed::new(1000.0),
            system: BurnSystem::Main,
        }],
    };
    let up = parts.edges.add(way);
    let fuel = parts.resources.add(Resource {
        transfer_loss: 0.0,
        id: "fuel".into(),
        name: "fuel".into(),
        class: class(102),
        kind: ResourceKind::Continuous,
        environment: Environment::Unpressurised,
        unit: "kg".into(),
        unit_mass: Mass::new(1.0),
        unit_volume: Volume::ZERO,
        packing_factor: 0.0,
        price: None,
    });
    let mut stage = carrier("stage", 1000.0, 5000.0);
    stage.kind = ElementKind::PropulsiveVehicle;
    stage.stores = vec![Store {
        kind: StoreKind::Tank(fuel),
        contents: vec![Lot {
            good: Good::Specific(fuel),
            amount: fuel_kg,
        }],
        serves_demands: false,
        ..store(&[], fuel_kg)
    }];
    stage.propulsion = vec![Propulsion {
        system: BurnSystem::Main,
        isp: SpecificImpulse::new(300.0),
        thrust: None,
        feeds: vec![Feed {
            store: 0,
            share: 1.0,
        }],
    }];
    let stage = parts.elements.add(stage);
    let go = Action::Transport {
        edge: up,
        elements: vec![stage],
        burns: vec![vec![BurnStep::Burn(stage)]],
        speed: None,
        duty_cycle: 1.0,
        moving_state: None,
    };
    plan(vec![
        activity("made", 0.0, 0, create(vec![stage], earth)),
        activity("go", 1.0, 0, go),
    ])
}

#[test]
fn burns_limit_what_is_carried() {
    // With 500 kg of propellant, 1000 m/s at 300 s move 500 / (1 - exp(-1000 / 2941.995)) = 1735.1 kg,
    // of which 235.1 kg are cargo.
    for (needed_kg, fits) in [(200.0, true), (400.0, false)] {
        let Places {
            mut parts,
            earth,
            base,
            ..
        } = places();
        let plan = propelled(&mut parts, earth, base, 500.0);
        parts
            .demands
            .add(once("food", base, 10.0, kilograms(&[(202, needed_kg)])));
        let campaign = valid(parts);
        let answer = manifested(&campaign, &plan, &Options::default());
        assert_eq!(answer.plan.is_some(), fits, "{:?}", words(&answer.findings));
        if fits {
            assert_supplied(&campaign, answer.plan.as_ref());
        } else {
            let cap = answer
                .findings
                .iter()
                .find(|f| f.code.as_str() == "manifest.propulsion")
                .unwrap();
            let cap_kg = cap.fact_number("capacity").unwrap();
            assert!((235.0..235.2).contains(&cap_kg), "{cap_kg}");
            assert!(
                answer
                    .findings
                    .iter()
                    .any(|finding| finding.code == codes::CAPACITY)
            );
            assert!(
                answer.relaxation.is_none(),
                "no limit that can be raised is in the way"
            );
        }
    }
}

#[test]
fn what_burns_cannot_lift_goes_another_way() {
    let Places {
        mut parts,
        earth,
        base,
        ..
    } = places();
    let mut plan = propelled(&mut parts, earth, base, 500.0);
    let other = parts.edges.add(flight("other", earth, base, 1.0, 1300.0));
    let ship = parts.elements.add(carrier("ship", 1000.0, 3000.0));
    plan.activities
        .add(activity("ship-made", 0.0, 0, create(vec![ship], earth)));
    plan.activities
        .add(activity("other", 0.0, 0, transport(other, vec![ship])));
    parts
        .demands
        .add(once("food", base, 10.0, kilograms(&[(202, 400.0)])));
    let campaign = valid(parts);
    let answer = manifested(&campaign, &plan, &Options::default());
    assert_supplied(&campaign, answer.plan.as_ref());
}

#[test]
fn a_plan_without_unmet_needs_stays_as_it_is() {
    let Places { parts, earth, .. } = places();
    let mut parts = parts;
    let ship = parts.elements.add(carrier("ship", 1000.0, 3000.0));
    let campaign = valid(parts);
    let plan = plan(vec![activity("made", 0.0, 0, create(vec![ship], earth))]);
    let answer = manifested(&campaign, &plan, &Options::default());
    assert_eq!(answer.plan.as_ref(), Some(&plan));
    assert!(answer.findings.is_empty());
}

/// A ship with a hold of 33 kg to the base, which needs some gas.
fn little_ship(gas_kg: f64) -> (Campaign, Plan) {
    let Places {
        mut parts,
        earth,
        base,
        ..
    } = places();
    let up = parts.edges.add(flight("up", earth, base, 1.0, 5000.0));
    let ship = parts.elements.add(carrier("ship", 1000.0, 33.0));
    parts
        .demands
        .add(once("gas", base, 10.0, kilograms(&[(203, gas_kg)])));
    let plan = plan(vec![
        activity("made", 0.0, 0, create(vec![ship], earth)),
        activity("go", 1.0, 0, transport(up, vec![ship])),
    ]);
    (valid(parts), plan)
}

#[test]
fn what_fits_but_for_whole_containers_is_said_so() {
    // 15 kg weigh 31.2 kg in parts of tanks, but 36.6 kg in two whole ones.
    let (campaign, plan) = little_ship(15.0);
    let answer = manifested(&campaign, &plan, &Options::default());
    assert!(answer.plan.is_none());
    assert_eq!(answer.findings[0].code, codes::PACKING);
    assert!((answer.relaxation.unwrap().total_added_kg - 3.6).abs() < 1e-9);
}

#[test]
fn what_simulation_does_not_confirm_is_said() {
    let (campaign, plan) = little_ship(10.0);
    assert_supplied(
        &campaign,
        manifested(&campaign, &plan, &Options::default())
            .plan
            .as_ref(),
    );
    // A simulator that lets the cargo vanish, and the ship's activity with it.
    let mut simulate = |tried: &Plan| {
        let mut outcome = simulate(&campaign, &plan);
        if tried.activities.len() > plan.activities.len() {
            outcome.movements[0].activity = Index::new(2);
            outcome.events[0].activity = Index::new(1);
            outcome.events[0].status = portolan_model::Status::Blocked;
        }
        outcome
    };
    let options = Options::default();
    let answer = portolan_manifest::manifest(&campaign, &plan, &mut simulate, &options);
    let codes: Vec<_> = answer.findings.iter().map(|finding| finding.code).collect();
    assert_eq!(codes, [codes::UNMET, codes::DISTURBED, codes::PACKED]);
    assert_eq!(codes[0].as_str(), "manifest.unmet");
    assert!((answer.shortfalls[0].mass_kg - 10.0).abs() < 1e-9);
}
