//! The measures of a small sortie, each against a number worked out by hand.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests are not marked as tests"
)]

mod sortie;

use portolan_analyse::{Scene, definitions, measures};
use portolan_model::{Campaign, Measure, Outcome, Plan, Site, Status, SupplyClass};
use sortie::{ANNA, LANDER, LEO, MOON, STAGE, at, day};

fn all() -> Vec<Measure> {
    measures(&sortie::campaign(), &sortie::plan(), &sortie::outcome())
}

fn value(measures: &[Measure], key: &str) -> Option<f64> {
    let measure = measures.iter().find(|measure| measure.key == key);
    measure.unwrap_or_else(|| panic!("no measure {key}")).value
}

#[track_caller]
fn assert_near(got: Option<f64>, wanted: f64) {
    let got = got.expect("a value");
    let scale = wanted.abs().max(1.0);
    assert!(
        (got - wanted).abs() <= 1e-9 * scale,
        "{got} is not {wanted}"
    );
}

fn with_scene<T>(look: impl FnOnce(&Scene<'_>) -> T) -> T {
    let (campaign, plan, outcome) = (sortie::campaign(), sortie::plan(), sortie::outcome());
    look(&Scene::new(&campaign, &plan, &outcome))
}

#[test]
fn masses() {
    let m = all();
    assert_near(value(&m, "launch_mass_kg"), 25_750.0);
    assert_near(value(&m, "launched_kg.esa"), 550.0);
    // Lab, bag and water; the crew is not cargo.
    assert_near(value(&m, "delivered_mass_kg.base"), 550.0);
    assert_near(value(&m, "gear_ratio.base"), 25_750.0 / 550.0);
    assert_near(
        value(&m, "mass_to_destination_ratio.sortie"),
        550.0 / 25_750.0,
    );
    assert_near(value(&m, "exploration_mass_delivered_kg"), 500.0);
    assert_near(value(&m, "carried_kg.esa.nasa"), 1100.0);
}

#[test]
fn capacity_is_for_cargo() {
    let m = all();
    // Up: one trip, 550 kg in a hold for 1000 kg.
    assert_near(value(&m, "up_mass_utilisation"), 0.55);
    // Down: 100 kg in the same hold.
    assert_near(value(&m, "down_mass_utilisation"), 0.1);
    // Three trips of the lander: hold; way (6000 - 5200 = 800); hold.
    assert_near(
        value(&m, "utilisation.lander"),
        (550.0 + 550.0 + 100.0) / 2800.0,
    );
}

#[test]
fn crew_time_adds_up() {
    let m = all();
    assert_near(value(&m, "crew_surface_days"), 14.0);
    // Two people from day 1 to day 15; the day at sea is on Earth.
    assert_near(value(&m, "crew_time_h"), 2.0 * 14.0 * 24.0);
    assert_near(value(&m, "crew_time_eva_h"), 16.0);
    assert_near(
        value(&m, "crew_time_exploration_h"),
        2.0 * 7.0 * 12.0 - 16.0,
    );
    assert_near(value(&m, "crew_time_transit_h"), 2.0 * 7.0 * 12.0);
    assert_near(value(&m, "crew_time_maintenance_h"), 0.0);
    assert_near(value(&m, "crew_time_unavailable_h"), 2.0 * 14.0 * 12.0);
}

#[test]
fn exploration_capability() {
    let m = all();
    // Two people, 500 kg, seven days: half of Quick Start 1, whose crew is twice as large.
    assert_near(value(&m, "exploration_capability_kg_d"), 7000.0);
    let relative = (7000.0 / 2594.0) / (25_750.0 / 2_930_000.0);
    assert_near(value(&m, "relative_exploration_capability"), relative);
}

#[test]
fn stocks_of_exploration_goods_count_as_they_dwindle() {
    let mut outcome = sortie::outcome();
    let parts = {
        // The same water, counted as field equipment.
        let mut plan = sortie::plan();
        plan.elements = portolan_model::List::new();
        plan
    };
    for point in &mut outcome.stock {
        if point.good == sortie::water() {
            point.good = portolan_model::Good::Generic {
                class: SupplyClass::new(602).unwrap(),
                environment: portolan_model::Environment::Unpressurised,
            };
        }
    }
    let m = measures(&sortie::campaign(), &parts, &outcome);
    // 40 kg falling to none in five days: 100 kg·d for each of two people.
    assert_near(value(&m, "exploration_capability_kg_d"), 7000.0 + 200.0);
}

#[test]
fn demand_and_shortage() {
    let m = all();
    assert_near(value(&m, "demand_kg"), 76.0);
    assert_near(value(&m, "demand_kg.201"), 56.0);
    assert_near(value(&m, "unmet_demand_kg.201"), 16.0);
    assert_near(value(&m, "unmet_demand_kg.202"), 20.0);
    // Water lasts for 5 of 7 days from day 5; food was missing at day 7, for no time.
    assert_near(value(&m, "stock_out_d.base"), 2.0);
    assert_near(value(&m, "first_stock_out_d"), 7.0);
}

#[test]
fn margins() {
    let m = all();
    assert_near(value(&m, "propellant_used_kg"), 6100.0);
    assert_near(value(&m, "propellant_used_kg.lander"), 900.0);
    assert_near(value(&m, "propellant_margin_kg.stage"), 10_800.0);
    let exhaust = 300.0 * 9.806_65;
    let left = exhaust * (4850.0_f64 / (4850.0 - 1100.0)).ln();
    assert_near(value(&m, "dv_margin_m_s.lander"), left);
}

#[test]
fn a_burn_that_falls_short_has_a_negative_margin() {
    let mut outcome = sortie::outcome();
    let burn = outcome.events[5].burn.as_mut().unwrap();
    burn.achieved_m_s = 420.0;
    outcome.events[5].status = Status::Blocked;
    let m = measures(&sortie::campaign(), &sortie::plan(), &outcome);
    assert_near(value(&m, "dv_margin_m_s.lander"), -80.0);
    assert_near(value(&m, "propellant_used_kg"), 5200.0);
}

#[test]
fn mission_figures() {
    let m = all();
    assert_near(value(&m, "mission_duration_d.sortie"), 14.0);
    assert_near(value(&m, "mission_transit_d.sortie"), 4.0);
    assert_near(value(&m, "mission_stay_d.sortie"), 7.0);
    assert_near(value(&m, "mission_return_d.sortie"), 3.0);
    assert_near(value(&m, "mission_dormant_d.sortie"), 0.0);
    assert_near(value(&m, "mission_crew.sortie"), 2.0);
    assert_near(value(&m, "mission_evas.sortie"), 1.0);
    assert_near(value(&m, "mission_eva_crew_h.sortie"), 16.0);
}

#[test]
fn costs() {
    let m = all();
    assert_near(value(&m, "cost_total"), 110e6);
    assert_near(value(&m, "cost_total.nasa"), 100e6);
    assert_near(value(&m, "cost_per_kg.base"), 110e6 / 550.0);
    let per_kg = m
        .iter()
        .find(|measure| measure.key == "cost_per_kg.base")
        .unwrap();
    assert_eq!(per_kg.unit, "USD (2026)/kg");
    assert!(m.iter().all(|measure| measure.key != "cost_per_kg.sea"));
}

#[test]
fn what_never_arrives_is_not_delivered() {
    let mut outcome = sortie::outcome();
    outcome.movements[1].arrive = None;
    let m = measures(&sortie::campaign(), &sortie::plan(), &outcome);
    assert_near(value(&m, "exploration_mass_delivered_kg"), 0.0);
    assert_eq!(value(&m, "mission_transit_d.sortie"), None);
    assert!(
        m.iter()
            .all(|measure| measure.key != "delivered_mass_kg.base")
    );
}

#[test]
fn every_measure_is_defined_and_named_once() {
    let m = all();
    let mut keys: Vec<&str> = m.iter().map(|measure| measure.key.as_str()).collect();
    for key in &keys {
        let known = definitions().iter().any(|definition| {
            let rest = key.strip_prefix(definition.key);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        });
        assert!(known, "{key}");
    }
    keys.sort_unstable();
    assert!(keys.windows(2).all(|pair| pair[0] != pair[1]));
    assert!(m.iter().all(|measure| measure.unit != "money"));
}

#[test]
fn inventories_follow_the_carrier() {
    let water = |site| {
        with_scene(|scene| {
            let series = portolan_analyse::inventories(scene);
            let class = SupplyClass::CREW_PROVISIONS;
            let found = series
                .into_iter()
                .find(|s| (s.site, s.class) == (site, class));
            found.map(|series| series.points)
        })
    };
    let leo = water(Site::Node(at(LEO))).unwrap();
    let (from, to) = (day(1.25), day(2.0));
    assert_eq!(leo[..4], [(from, 0.0), (from, 40.0), (to, 40.0), (to, 0.0)]);
    let base = water(Site::Node(at(MOON))).unwrap();
    let there = [(day(5.0), 0.0), (day(5.0), 40.0), (day(10.0), 0.0)];
    assert_eq!(base[..3], there);
    assert!(base[3..].iter().all(|point| point.1 == 0.0));
}

#[test]
fn dry_masses_are_where_the_elements_are() {
    with_scene(|scene| {
        let series = portolan_analyse::dry_masses(scene);
        let base = Site::Node(at(MOON));
        let lab = series
            .iter()
            .find(|s| (s.site, s.class) == (base, SupplyClass::EXPLORATION))
            .unwrap();
        assert_eq!(
            lab.points,
            [(day(5.0), 0.0), (day(5.0), 500.0), (day(16.0), 500.0)]
        );
    });
}

#[test]
fn places_of_elements() {
    with_scene(|scene| {
        let locations = portolan_analyse::locations(scene);
        let of = |element| locations.iter().filter(move |l| l.element == at(element));
        assert_eq!(of(STAGE).count(), 3);
        assert_eq!(of(ANNA).count(), 7);
        assert_eq!(
            of(LANDER).map(|l| (l.to - l.from).days()).sum::<f64>(),
            15.5
        );
        let presences = portolan_analyse::presences(scene);
        let base: Vec<_> = presences
            .iter()
            .filter(|presence| presence.site == Site::Node(at(MOON)))
            .map(|presence| (presence.from, presence.to, presence.elements, presence.crew))
            .collect();
        let expected = [(day(5.0), day(12.0), 3, 2), (day(12.0), day(16.0), 1, 0)];
        assert_eq!(base, expected);
    });
}

#[test]
fn emissions_are_of_trips_that_departed() {
    let emitted = |per_trip: Option<f64>, per_kg: Option<f64>| {
        let mut parts = sortie::campaign().into_parts();
        let first = sortie::outcome().movements[0].edge;
        let tariff = &mut parts.edges[first].tariff;
        tariff.emissions_per_trip = per_trip.map(portolan_vocabulary::Mass::new);
        tariff.emissions_per_kg = per_kg;
        let campaign = Campaign::new(parts).unwrap().0;
        let m = measures(&campaign, &sortie::plan(), &sortie::outcome());
        value(&m, "emissions_kg")
    };
    assert_eq!(emitted(None, None), None);
    // One trip of 25 750 kg leaves by the first way.
    assert_near(emitted(Some(1000.0), None), 1000.0);
    assert_near(emitted(Some(1000.0), Some(2.5)), 1000.0 + 2.5 * 25_750.0);
}

#[test]
fn missing_pieces_are_those_that_the_simulation_found_missing() {
    use portolan_model::{Demand, Need, Piece, PieceKind, Recipient};
    use portolan_vocabulary::{Code, Finding};
    let mut parts = sortie::campaign().into_parts();
    let kind = PieceKind::Element(at(LANDER));
    for id in ["lander", "crew"] {
        parts.demands.add(Demand {
            id: id.into(),
            recipient: Recipient::Node(at(MOON)),
            need: Need::Presence {
                pieces: vec![Piece { kind, count: 1 }],
                from: day(6.0),
                until: day(7.0),
            },
            partner: None,
        });
    }
    let campaign = Campaign::new(parts).unwrap().0;
    let mut outcome = sortie::outcome();
    let found = Finding::error(Code::new("simulate.presence"), "demand", "crew", "");
    outcome.findings.push(found.number("missing", 2.0, ""));
    let m = measures(&campaign, &sortie::plan(), &outcome);
    assert_eq!(value(&m, "missing_pieces"), Some(2.0));
    assert_eq!(value(&m, "missing_pieces.lander"), Some(0.0));
    assert_eq!(value(&m, "missing_pieces.crew"), Some(2.0));
    // Without such demands, it means nothing.
    assert_eq!(value(&all(), "missing_pieces"), None);
}

#[test]
fn nothing_gives_zeros_and_no_panic() {
    let parts = portolan_model::Parts::new("empty", "2030-01-01".parse().unwrap());
    let campaign = Campaign::new(parts).unwrap().0;
    let empty = Outcome {
        events: Vec::new(),
        movements: Vec::new(),
        stays: Vec::new(),
        stock: Vec::new(),
        needs: Vec::new(),
        crew_time: Vec::new(),
        costs: Vec::new(),
        findings: Vec::new(),
        ..sortie::outcome()
    };
    let plan = Plan {
        activities: portolan_model::List::new(),
        ..sortie::plan()
    };
    let m = measures(&campaign, &plan, &empty);
    assert_near(value(&m, "launch_mass_kg"), 0.0);
    assert_eq!(value(&m, "up_mass_utilisation"), None);
    assert_eq!(value(&m, "relative_exploration_capability"), None);
}

#[test]
fn an_outcome_of_another_campaign_does_not_panic() {
    let parts = portolan_model::Parts::new("empty", "2030-01-01".parse().unwrap());
    let campaign = Campaign::new(parts).unwrap().0;
    let mut outcome = sortie::outcome();
    // Goods are indexed by the campaign itself, so only generic goods can be foreign.
    outcome.stock.retain(|point| point.good == sortie::water());
    assert!(!measures(&campaign, &sortie::plan(), &outcome).is_empty());
}
