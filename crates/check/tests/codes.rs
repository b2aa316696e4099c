//! For each code, a plan that brings it about.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod small;

use portolan_check::codes;
use portolan_model::{
    Action, BurnStep, BurnSystem, ElementKind, Environment, Feed, Hold, Limits, Opportunity, Parts,
    Site, State, StateKind, Way, Window,
};
use portolan_vocabulary::{
    Distance, Duration, Finding, Index, Mass, SpecificImpulse, Speed, Volume,
};
use small::*;

// References and ranges.

#[test]
fn references_lead_somewhere() {
    error(
        &found(vec![(0.0, create(&[99], at(PAD)))]),
        codes::REFERENCE,
    );
    error(&found(vec![(0.0, create(&[BOX], at(9)))]), codes::REFERENCE);
    let mut lost = plan(vec![(0.0, create(&[BOX], at(PAD)))]);
    lost.activities[Index::new(0)].payer = Some(Index::new(3));
    error(&judged(parts(), &lost), codes::REFERENCE);
    let mut odd = plan(Vec::new());
    let mut drum = element("drum", ElementKind::Container, 5.0);
    drum.initial_state = Some(2);
    odd.elements.push(drum);
    let finding = error(&judged(parts(), &odd), codes::REFERENCE);
    assert_eq!(
        (finding.subject.kind, finding.subject.id.as_str()),
        ("element", "drum")
    );
}

#[test]
fn ids_are_unique_and_lists_name_a_thing_once() {
    let mut twins = plan(vec![
        (0.0, create(&[BOX], at(PAD))),
        (1.0, wait(&[BOX], 1.0)),
    ]);
    twins.activities[Index::new(1)].id = "step-0".into();
    error(&judged(parts(), &twins), codes::DUPLICATE_ID);
    let mut same = plan(Vec::new());
    same.elements.push(element("box", ElementKind::Item, 1.0));
    error(&judged(parts(), &same), codes::DUPLICATE_ID);
    error(
        &found(vec![(0.0, create(&[BOX, BOX], at(PAD)))]),
        codes::REPEATED,
    );
}

#[test]
fn times_lie_within_the_campaign() {
    error(&found(vec![(-1.0, create(&[BOX], at(PAD)))]), codes::TIME);
    let short = |parts: &mut Parts| parts.horizon = Some(Duration::from_days(5.0));
    error(
        &found_with(short, vec![(6.0, create(&[BOX], at(PAD)))]),
        codes::HORIZON,
    );
    let ends_late = vec![(0.0, create(&[BOX], at(PAD))), (4.0, wait(&[BOX], 2.0))];
    warning(&found_with(short, ends_late), codes::HORIZON);
}

#[test]
fn numbers_mean_something() {
    error(
        &found(vec![
            (0.0, create(&[BAG], at(PAD))),
            (0.0, add(WATER, -1.0, BAG)),
        ]),
        codes::RANGE,
    );
    let nan = Action::Burn {
        elements: all(&[ROCKET]),
        dv: Speed::new(f64::NAN),
        system: BurnSystem::Main,
        steps: vec![BurnStep::Burn(e(ROCKET))],
    };
    error(
        &found(vec![(0.0, create(&[ROCKET], at(PAD))), (0.0, nan)]),
        codes::RANGE,
    );
    let asleep = Action::ReconfigureAll {
        elements: all(&[BOX]),
        kind: StateKind::Dormant,
    };
    warning(
        &found(vec![(0.0, create(&[BOX], at(PAD))), (0.0, asleep)]),
        codes::STATE,
    );
}

// Existence and place.

#[test]
fn things_exist_once_and_while_they_are_used() {
    let finding = error(&found(vec![(0.0, wait(&[BOX], 1.0))]), codes::ABSENT);
    assert_eq!(finding.advice.as_deref(), Some("create \"box\" before"));
    let twice = vec![
        (0.0, create(&[BOX], at(PAD))),
        (1.0, create(&[BOX], at(PORT))),
    ];
    error(&found(twice), codes::CREATED_TWICE);
    let remove = Action::Remove {
        elements: all(&[BOX]),
    };
    let late = vec![
        (0.0, create(&[BOX], at(PAD))),
        (1.0, remove),
        (2.0, wait(&[BOX], 1.0)),
    ];
    error(&found(late), codes::GONE);
}

#[test]
fn what_is_dropped_is_gone_with_its_contents() {
    let steps = vec![vec![BurnStep::Burn(e(ROCKET)), BurnStep::Stage(e(CABIN))]];
    let findings = found(vec![
        (0.0, create(&[ROCKET, CABIN], at(PAD))),
        (0.0, create(&[BOX], within(CABIN))),
        (1.0, trip(UP, &[ROCKET, CABIN], steps)),
        (2.0, wait(&[BOX], 1.0)),
    ]);
    assert!(error(&findings, codes::GONE).message.contains("step-2"));
}

#[test]
fn what_is_busy_or_under_way_waits() {
    let during = |days: f64| {
        found(vec![
            (0.0, create(&[BOX], at(PAD))),
            (1.0, wait(&[BOX], 2.0)),
            (days, shift(&[BOX], at(PAD))),
        ])
    };
    assert_eq!(
        error(&during(2.0), codes::BUSY).fact_number("until"),
        Some(3.0)
    );
    fine(&during(3.0));
    let flying = |hours: f64| {
        found(vec![
            (0.0, create(&[ROCKET], at(PAD))),
            (1.0, launch(&[ROCKET])),
            (1.0 + hours / 24.0, wait(&[ROCKET], 1.0)),
        ])
    };
    error(&flying(0.5), codes::UNDER_WAY);
    fine(&flying(1.0));
}

#[test]
fn things_are_where_they_are_needed() {
    let apart = vec![
        (0.0, create(&[CABIN], at(PAD))),
        (0.0, create(&[BOX], at(PORT))),
        (1.0, shift(&[BOX], within(CABIN))),
    ];
    let finding = error(&found(apart), codes::PLACE);
    assert!(
        finding.message.contains("needed at pad, and is at port"),
        "{}",
        finding.message
    );
    let mut said = plan(vec![
        (0.0, create(&[BOX], at(PAD))),
        (1.0, wait(&[BOX], 1.0)),
    ]);
    said.activities[Index::new(1)].site = Some(Site::Node(Index::new(ORBIT)));
    error(&judged(parts(), &said), codes::PLACE);
}

#[test]
fn holders_form_no_circle() {
    let findings = found_with(
        |parts| {
            parts.elements[e(TRUCK)].hold = Some(Hold::default());
        },
        vec![
            (0.0, create(&[CABIN, TRUCK], at(PAD))),
            (0.0, shift(&[CABIN], within(TRUCK))),
            (
                1.0,
                Action::Dock {
                    elements: all(&[TRUCK]),
                    to: e(CABIN),
                    duration: Duration::ZERO,
                },
            ),
        ],
    );
    error(&findings, codes::CYCLE);
}

#[test]
fn what_leaves_was_inside() {
    let unload = Action::Unload {
        elements: all(&[BOX]),
        duration: Duration::ZERO,
    };
    error(
        &found(vec![(0.0, create(&[BOX], at(PAD))), (1.0, unload)]),
        codes::NOT_INSIDE,
    );
    let undock = |elements: &[usize]| Action::Undock {
        elements: all(elements),
        duration: Duration::ZERO,
    };
    let dock = Action::Dock {
        elements: all(&[BOX]),
        to: e(CABIN),
        duration: Duration::from_hours(2.0),
    };
    let begin = vec![(0.0, create(&[BOX, CABIN], at(PAD))), (0.0, dock)];
    fine(&found(
        [begin.clone(), vec![(1.0, undock(&[BOX]))]].concat(),
    ));
    warning(
        &found([begin, vec![(1.0, shift(&[BOX], at(PAD)))]].concat()),
        codes::JOINED,
    );
}

#[test]
fn crew_members_go_out_from_inside() {
    let begin = vec![
        (0.0, create(&[CABIN, BOX], at(PAD))),
        (0.0, create(&[ANN], within(CABIN))),
    ];
    fine(&found(
        [begin.clone(), vec![(1.0, eva(CABIN, &[ANN]))]].concat(),
    ));
    let outside = vec![(0.0, create(&[BEN], at(PAD))), (1.0, eva(CABIN, &[BEN]))];
    error(&found([begin.clone(), outside].concat()), codes::NOT_INSIDE);
    let cargo = vec![
        (0.0, shift(&[BOX], within(CABIN))),
        (1.0, eva(CABIN, &[BOX])),
    ];
    error(&found([begin.clone(), cargo].concat()), codes::CREW);
    // With its crew out, the vehicle stays.
    let leaves = vec![
        (1.0, eva(CABIN, &[ANN])),
        (1.1, trip(FERRY, &[CABIN], Vec::new())),
    ];
    error(&found([begin, leaves].concat()), codes::BUSY);
}

// Ways.

#[test]
fn a_trip_starts_at_its_origin() {
    let away = vec![(0.0, create(&[ROCKET], at(PORT))), (1.0, launch(&[ROCKET]))];
    error(&found(away), codes::ORIGIN);
    let stowed = vec![
        (0.0, create(&[CABIN], at(PAD))),
        (0.0, create(&[BOX], within(CABIN))),
        (1.0, trip(FERRY, &[BOX], Vec::new())),
    ];
    let finding = error(&found(stowed), codes::ORIGIN);
    assert!(finding.advice.is_some_and(|it| it.contains("cabin")));
    // Both ways means that the same edge leads back.
    fine(&found(vec![
        (0.0, create(&[BOX], at(PORT))),
        (1.0, trip(FERRY, &[BOX], Vec::new())),
    ]));
}

#[test]
fn a_closed_way_says_when_it_opens() {
    let window = Window {
        from: Duration::from_days(7.0),
        to: Duration::from_days(8.0),
    };
    let steps = |days: f64| vec![(0.0, create(&[ROCKET], at(PAD))), (days, launch(&[ROCKET]))];
    let windowed = |parts: &mut Parts| parts.edges[Index::new(UP)].calendar.windows = vec![window];
    let finding = error(&found_with(windowed, steps(3.0)), codes::WINDOW);
    assert_eq!(finding.fact_number("next opening"), Some(7.0));
    fine(&found_with(windowed, steps(7.0)));
    let closed = |node: usize| {
        move |parts: &mut Parts| parts.nodes[Index::new(node)].calendar.windows = vec![window]
    };
    error(&found_with(closed(PAD), steps(3.0)), codes::NODE_CLOSED);
    warning(&found_with(closed(ORBIT), steps(3.0)), codes::NODE_CLOSED);
}

#[test]
fn an_opportunity_opens_a_way_and_says_what_it_costs() {
    let steps = |days: f64| vec![(0.0, create(&[ROCKET], at(PAD))), (days, launch(&[ROCKET]))];
    let seasonal = |factor: f64| {
        move |parts: &mut Parts| {
            let edge = &mut parts.edges[Index::new(UP)];
            let mut way = edge.way.clone();
            if let Way::Launch { burns, .. } = &mut way {
                burns[0].dv = Speed::new(burns[0].dv.m_s() * factor);
            }
            let window = Window {
                from: Duration::from_days(7.0),
                to: Duration::from_days(8.0),
            };
            edge.departures.opportunities = vec![Opportunity::new(window, way)];
        }
    };
    let finding = error(&found_with(seasonal(1.0), steps(3.0)), codes::WINDOW);
    assert_eq!(finding.fact_number("next opening"), Some(7.0));
    fine(&found_with(seasonal(1.0), steps(7.5)));
    error(&found_with(seasonal(40.0), steps(7.5)), codes::DELTA_V);
}

#[test]
fn burns_and_steps_match() {
    let with = |burns: Vec<Vec<BurnStep>>, list: &[usize]| {
        let begin = create(&[ROCKET, BOX, CABIN], at(PAD));
        found(vec![(0.0, begin), (1.0, trip(UP, list, burns))])
    };
    let burn = |at: usize| BurnStep::Burn(e(at));
    error(&with(Vec::new(), &[ROCKET]), codes::BURNS);
    error(
        &with(
            vec![vec![BurnStep::Stage(e(BOX)), burn(ROCKET), burn(BOX)]],
            &[ROCKET, BOX],
        )[..1],
        codes::PROPULSION,
    );
    let none = with(vec![Vec::new()], &[ROCKET]);
    assert!(
        none.iter().any(|it| it.code == codes::PROPULSION),
        "{none:?}"
    );
    error(
        &with(
            vec![vec![burn(ROCKET), BurnStep::Stage(e(CABIN))]],
            &[ROCKET],
        ),
        codes::NOT_ABOARD,
    );
    let again = vec![vec![
        burn(ROCKET),
        BurnStep::Stage(e(BOX)),
        BurnStep::Stage(e(BOX)),
    ]];
    error(&with(again, &[ROCKET, BOX]), codes::NOT_ABOARD);
}

#[test]
fn a_road_needs_a_truck_with_fuel_at_a_speed_it_can_go() {
    let drive = |list: &[usize], speed: f64| {
        let Action::Transport {
            edge,
            elements,
            burns,
            duty_cycle,
            moving_state,
            ..
        } = trip(ROAD, list, Vec::new())
        else {
            unreachable!("a trip is a transport");
        };
        let speed = Some(Speed::new(speed));
        Action::Transport {
            edge,
            elements,
            burns,
            speed,
            duty_cycle,
            moving_state,
        }
    };
    let begin = || (0.0, create(&[TRUCK, BOX], at(PAD)));
    fine(&found(vec![begin(), (1.0, drive(&[TRUCK], 9.0))]));
    error(
        &found(vec![begin(), (1.0, drive(&[BOX], 9.0))]),
        codes::DRIVE,
    );
    error(
        &found(vec![begin(), (1.0, drive(&[TRUCK], 11.0))]),
        codes::SPEED,
    );
    let ship = |parts: &mut Parts| parts.elements[e(TRUCK)].kind = ElementKind::Ship;
    warning(
        &found_with(ship, vec![begin(), (1.0, drive(&[TRUCK], 9.0))]),
        codes::VEHICLE_KIND,
    );
    // 36 km at 0.25 a kilometre take 9 of the 10 that are there: enough for one way.
    let there_and_back = vec![
        begin(),
        (1.0, drive(&[TRUCK], 9.0)),
        (2.0, drive(&[TRUCK], 9.0)),
    ];
    let finding = error(&found(there_and_back), codes::FUEL);
    assert_eq!(finding.fact_number("needed"), Some(9.0));
    // 36 km at 10 m/s take an hour.
    let arrives = |hours: f64| {
        vec![
            begin(),
            (1.0, drive(&[TRUCK], 10.0)),
            (1.0 + hours / 24.0, wait(&[TRUCK], 1.0)),
        ]
    };
    error(&found(arrives(0.99)), codes::UNDER_WAY);
    fine(&found(arrives(1.0)));
}

#[test]
fn pipes_carry_goods_and_empty_trips_are_odd() {
    let begin = || (0.0, create(&[BOX], at(PAD)));
    error(
        &found(vec![begin(), (1.0, trip(PIPE, &[BOX], Vec::new()))]),
        codes::PIPE,
    );
    warning(
        &found(vec![begin(), (1.0, trip(FERRY, &[], Vec::new()))]),
        codes::EMPTY,
    );
    let piped = |amount: f64| {
        let apart = vec![
            (0.0, create(&[ROCKET], at(PAD))),
            (0.0, create(&[TRUCK], at(PORT))),
            (1.0, refuel(ROCKET, TRUCK, amount)),
        ];
        found(apart)
    };
    fine(&piped(24.0));
    error(&piped(25.0), codes::PLACE);
}

// Propellant.

fn flight(dv_m_s: f64, change: impl FnOnce(&mut Parts), days: f64) -> Vec<Finding> {
    let with = |parts: &mut Parts| {
        change(parts);
        if let Way::Launch { burns, .. } = &mut parts.edges[Index::new(UP)].way {
            burns[0].dv = Speed::new(dv_m_s);
        }
    };
    found_with(
        with,
        vec![(0.0, create(&[ROCKET], at(PAD))), (days, launch(&[ROCKET]))],
    )
}

#[track_caller]
fn near(finding: &Finding, fact: &str, expected: f64) {
    let value = finding.fact_number(fact).unwrap();
    assert!(
        (value - expected).abs() < 1e-6 * expected.abs().max(1e-6),
        "{fact}: {value}, not {expected}"
    );
}

#[test]
fn a_burn_follows_the_rocket_equation() {
    // 500 kg of 1500 kg at 300 s: 300 · 9.80665 · ln(1.5) = 1192.876 m/s.
    let most = 300.0 * 9.806_65 * 1.5_f64.ln();
    assert!((most - 1192.876).abs() < 0.001, "{most}");
    fine(&flight(most, |_| (), 1.0));
    let finding = error(&flight(most + 10.0, |_| (), 1.0), codes::DELTA_V);
    near(&finding, "wanted", most + 10.0);
    near(&finding, "achieved", most);
    near(&finding, "shortfall", 10.0);
    assert_eq!(finding.fact_number("propellant left"), Some(0.0));
}

#[test]
fn tanks_boil_off_until_the_burn() {
    let leaky = |parts: &mut Parts| parts.elements[e(ROCKET)].stores[0].boil_off_per_d = 0.1;
    let left_kg = 500.0 * 0.9_f64.powi(10);
    let finding = error(&flight(1190.0, leaky, 10.0), codes::DELTA_V);
    near(
        &finding,
        "achieved",
        300.0 * 9.806_65 * ((1000.0 + left_kg) / 1000.0).ln(),
    );
}

#[test]
fn the_first_feed_to_run_dry_ends_the_burn() {
    let mixed = |parts: &mut Parts| {
        let rocket = &mut parts.elements[e(ROCKET)];
        let mut second = rocket.stores[0].clone();
        second.name = "second".to_owned();
        second.contents[0].amount = 100.0;
        rocket.stores.push(second);
        let feed = |store, share| Feed { store, share };
        rocket.propulsion[0].feeds = vec![feed(0, 0.75), feed(1, 0.25)];
    };
    // 100 kg of a quarter's share: 400 kg burn, of 1600 kg; 200 kg stay behind.
    let finding = error(&flight(1000.0, mixed, 1.0), codes::DELTA_V);
    near(
        &finding,
        "achieved",
        300.0 * 9.806_65 * (1600.0_f64 / 1200.0).ln(),
    );
    near(&finding, "propellant left", 200.0);
}

#[test]
fn two_systems_share_a_tank_and_earlier_burns_count() {
    let shared = |parts: &mut Parts| {
        let rocket = &mut parts.elements[e(ROCKET)];
        let mut thrusters = rocket.propulsion[0].clone();
        thrusters.system = BurnSystem::Attitude;
        thrusters.isp = SpecificImpulse::new(200.0);
        rocket.propulsion.push(thrusters);
    };
    let turn = Action::Burn {
        elements: all(&[ROCKET]),
        dv: Speed::new(200.0 * 9.806_65 * (1500.0_f64 / 1200.0).ln()),
        system: BurnSystem::Attitude,
        steps: vec![BurnStep::Burn(e(ROCKET))],
    };
    let raised = |parts: &mut Parts| {
        shared(parts);
        if let Way::Launch { burns, .. } = &mut parts.edges[Index::new(UP)].way {
            burns[0].dv = Speed::new(1000.0);
        }
    };
    let begin = vec![
        (0.0, create(&[ROCKET], at(PAD))),
        (0.0, turn),
        (1.0, launch(&[ROCKET])),
    ];
    let finding = error(&found_with(raised, begin), codes::DELTA_V);
    near(&finding, "achieved", 300.0 * 9.806_65 * 1.2_f64.ln());
}

#[test]
fn where_demands_may_have_drawn_the_verdict_is_open() {
    let dining = |parts: &mut Parts| {
        let bag = &mut parts.elements[e(BAG)];
        bag.stores[0].max_mass = None;
        bag.stores[0].contents[0].amount = 300.0;
        bag.stores[0].serves_demands = true;
        let models = vec![portolan_model::DemandModel::Impulse(lots(WATER, 1.0))];
        bag.states = vec![State {
            name: "on".to_owned(),
            kind: StateKind::Active,
            models,
        }];
    };
    let burn = |dv: f64| Action::Burn {
        elements: all(&[ROCKET, BAG]),
        dv: Speed::new(dv),
        system: BurnSystem::Main,
        steps: vec![BurnStep::Burn(e(ROCKET))],
    };
    let at_place = |place: usize, dv: f64| {
        found_with(
            dining,
            vec![(0.0, create(&[ROCKET, BAG], at(place))), (9.0, burn(dv))],
        )
    };
    warning(&at_place(ORBIT, 1100.0), codes::DELTA_V);
    error(&at_place(ORBIT, 1200.0), codes::DELTA_V);
    // Before a launch nothing counts as drawn.
    error(&at_place(PAD, 1100.0), codes::DELTA_V);
}

// Capacity.

#[test]
fn ways_take_so_much_and_no_more() {
    let limited =
        |limits: Limits| move |parts: &mut Parts| parts.edges[Index::new(FERRY)].limits = limits;
    let steps = || {
        vec![
            (0.0, create(&[CABIN], at(PAD))),
            (0.0, create(&[BOX, ANN], within(CABIN))),
            (1.0, trip(FERRY, &[CABIN], Vec::new())),
        ]
    };
    let limits = |kg: f64, m3: f64, crew: u32| Limits {
        mass: Some(Mass::new(kg)),
        volume: Some(Volume::new(m3)),
        crew: Some(crew),
    };
    fine(&found_with(limited(limits(580.0, 1.0, 1)), steps()));
    let finding = error(
        &found_with(limited(limits(500.0, 1.0, 1)), steps()),
        codes::EDGE_MASS,
    );
    assert_eq!(finding.fact_number("over"), Some(80.0));
    error(
        &found_with(limited(limits(580.0, 0.5, 1)), steps()),
        codes::EDGE_VOLUME,
    );
    error(
        &found_with(limited(limits(580.0, 1.0, 0)), steps()),
        codes::EDGE_CREW,
    );
}

#[test]
fn holds_take_so_much_and_no_more() {
    let into = |list: &[usize], change: fn(&mut Parts)| {
        let begin = create(&[&[CABIN], list].concat(), at(PAD));
        found_with(
            change,
            vec![(0.0, begin), (1.0, shift(list, within(CABIN)))],
        )
    };
    fine(&into(&[BOX, BAG, ANN], |_| ()));
    let heavy = |parts: &mut Parts| parts.elements[e(BOX)].mass = Mass::new(301.0);
    let finding = error(&into(&[BOX], heavy), codes::HOLD_MASS);
    assert_eq!(finding.fact_number("over"), Some(1.0));
    let bulky = |parts: &mut Parts| parts.elements[e(BOX)].volume = Volume::new(2.5);
    error(&into(&[BOX], bulky), codes::HOLD_VOLUME);
    fine(&into(&[BOX], |parts| {
        parts.elements[e(BOX)].volume = Volume::new(2.5);
        parts.settings.volume_limits = false;
    }));
    error(&into(&[ANN, BEN], |_| ()), codes::HOLD_CREW);
    let tender = |parts: &mut Parts| parts.elements[e(BOX)].environment = Environment::Pressurised;
    error(&into(&[BOX], tender), codes::ENVIRONMENT);
    let sized = |parts: &mut Parts| {
        parts.elements[e(BOX)].size = Some([3.0, 1.5, 1.2].map(Distance::new));
    };
    error(&into(&[BOX], sized), codes::DOOR);
    let begin = vec![
        (0.0, create(&[BOX, BAG], at(PAD))),
        (0.0, shift(&[BAG], within(BOX))),
    ];
    error(&found(begin), codes::NO_HOLD);
}

#[test]
fn what_is_added_inside_weighs_on_the_hold() {
    let steps = |amount: f64| {
        vec![
            (0.0, create(&[CABIN], at(PAD))),
            (0.0, create(&[BOX, BAG], within(CABIN))),
            (1.0, add(WATER, amount, BAG)),
        ]
    };
    let wide = |parts: &mut Parts| parts.elements[e(BAG)].stores[0].max_mass = None;
    // 100 kg, 10 kg and 60 kg are there: 130 kg are left of 300 kg.
    fine(&found_with(wide, steps(130.0)));
    error(&found_with(wide, steps(131.0)), codes::HOLD_MASS);
}

#[test]
fn stores_take_what_they_are_for() {
    let begin = || (0.0, create(&[ROCKET, BAG], at(PAD)));
    fine(&found(vec![begin(), (1.0, add(WATER, 40.0, BAG))]));
    let finding = error(
        &found(vec![begin(), (1.0, add(WATER, 45.0, BAG))]),
        codes::ROOM,
    );
    assert_eq!(finding.fact_number("over"), Some(5.0));
    error(
        &found(vec![begin(), (1.0, add(WATER, 1.0, ROCKET))]),
        codes::NO_STORE,
    );
    let only_spares = |parts: &mut Parts| parts.elements[e(BAG)].stores[0].classes = vec![class(4)];
    error(
        &found_with(only_spares, vec![begin(), (1.0, add(WATER, 1.0, BAG))]),
        codes::NO_STORE,
    );
}

#[test]
fn what_leaves_is_there() {
    let transfer = |amount: f64| Action::Transfer {
        lots: lots(FUEL, amount),
        from: e(ROCKET),
        to: e(TRUCK),
        loss: 0.5,
    };
    let begin = || (0.0, create(&[ROCKET, TRUCK, BAG], at(PAD)));
    fine(&found(vec![begin(), (1.0, transfer(180.0))]));
    error(&found(vec![begin(), (1.0, transfer(181.0))]), codes::ROOM);
    let twice = vec![
        begin(),
        (1.0, refuel(TRUCK, ROCKET, 10.0)),
        (2.0, refuel(TRUCK, ROCKET, 1.0)),
    ];
    let finding = error(&found(twice), codes::SHORT);
    assert_eq!(finding.fact_number("missing"), Some(1.0));
    let eat = Action::Consume {
        lots: lots(WATER, 70.0),
        from: within(BAG),
    };
    warning(&found(vec![begin(), (1.0, eat)]), codes::SHORT);
}

#[test]
fn places_have_limits_too() {
    let weak = |parts: &mut Parts| parts.nodes[Index::new(PORT)].max_mass = Some(Mass::new(450.0));
    let steps = vec![
        (0.0, create(&[CABIN], at(PAD))),
        (0.0, create(&[BOX], within(CABIN))),
        (1.0, trip(FERRY, &[CABIN], Vec::new())),
    ];
    let finding = warning(&found_with(weak, steps), codes::NODE_MASS);
    assert_eq!(finding.fact_number("load"), Some(500.0));
}

// Dependencies.

#[test]
fn what_follows_points_at_the_root() {
    let findings = found(vec![
        (0.0, create(&[ROCKET, CABIN, BAG], at(PAD))),
        (1.0, trip(UP, &[ROCKET], Vec::new())),
        (2.0, wait(&[CABIN], 1.0)),
        (
            3.0,
            trip(UP, &[ROCKET], vec![vec![BurnStep::Burn(e(ROCKET))]]),
        ),
        (4.0, shift(&[ROCKET], at(PAD))),
        (5.0, add(WATER, 99.0, BAG)),
    ]);
    let said: Vec<_> = findings
        .iter()
        .map(|it| (it.code, it.subject.id.as_str()))
        .collect();
    let wanted = [
        (codes::BURNS, "step-1"),
        (codes::FOLLOWS, "step-4"),
        (codes::ROOM, "step-5"),
    ];
    assert_eq!(said, wanted, "{findings:#?}");
    assert_eq!(findings[1].follows_from.as_deref(), Some("step-1"));
    let code = &findings[1].facts.last().unwrap().value;
    assert_eq!(
        code,
        &portolan_vocabulary::FactValue::Text("check.place".to_owned())
    );
}

#[test]
fn order_is_time_then_priority_then_position() {
    let mut jumbled = plan(vec![
        (1.0, wait(&[BOX], 1.0)),
        (1.0, create(&[BOX], at(PAD))),
    ]);
    error(&judged(parts(), &jumbled), codes::ABSENT);
    jumbled.activities[Index::new(1)].priority = -1;
    fine(&judged(parts(), &jumbled));
}

#[test]
fn the_names_of_the_codes_stay() {
    let names = [
        (codes::REFERENCE, "check.reference"),
        (codes::DUPLICATE_ID, "check.duplicate-id"),
        (codes::REPEATED, "check.repeated"),
        (codes::TIME, "check.time"),
        (codes::HORIZON, "check.horizon"),
        (codes::RANGE, "check.range"),
        (codes::STATE, "check.state"),
        (codes::ABSENT, "check.absent"),
        (codes::CREATED_TWICE, "check.created-twice"),
        (codes::GONE, "check.gone"),
        (codes::BUSY, "check.busy"),
        (codes::UNDER_WAY, "check.under-way"),
        (codes::PLACE, "check.place"),
        (codes::CYCLE, "check.cycle"),
        (codes::NOT_INSIDE, "check.not-inside"),
        (codes::JOINED, "check.joined"),
        (codes::CREW, "check.crew"),
        (codes::ORIGIN, "check.origin"),
        (codes::WINDOW, "check.window"),
        (codes::NODE_CLOSED, "check.node-closed"),
        (codes::BURNS, "check.burns"),
        (codes::PROPULSION, "check.propulsion"),
        (codes::NOT_ABOARD, "check.not-aboard"),
        (codes::DRIVE, "check.drive"),
        (codes::VEHICLE_KIND, "check.vehicle-kind"),
        (codes::SPEED, "check.speed"),
        (codes::FUEL, "check.fuel"),
        (codes::PIPE, "check.pipe"),
        (codes::EMPTY, "check.empty"),
        (codes::DELTA_V, "check.delta-v"),
        (codes::EDGE_MASS, "check.edge-mass"),
        (codes::EDGE_VOLUME, "check.edge-volume"),
        (codes::EDGE_CREW, "check.edge-crew"),
        (codes::NO_HOLD, "check.no-hold"),
        (codes::HOLD_MASS, "check.hold-mass"),
        (codes::HOLD_VOLUME, "check.hold-volume"),
        (codes::HOLD_CREW, "check.hold-crew"),
        (codes::ENVIRONMENT, "check.environment"),
        (codes::DOOR, "check.door"),
        (codes::NO_STORE, "check.no-store"),
        (codes::ROOM, "check.room"),
        (codes::SHORT, "check.short"),
        (codes::NODE_MASS, "check.node-mass"),
        (codes::FOLLOWS, "check.follows"),
    ];
    for (code, name) in names {
        assert_eq!(code.as_str(), name);
    }
}
