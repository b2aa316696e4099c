//! SpaceNet's own examples. They are not part of this repository: set `PORTOLAN_CONFORMANCE` to the
//! folder that holds `spacenet/inputs`.

use super::brief;
use crate::spacenet::{
    BurnSystem, DemandKind, EdgeKind, Element, ElementKind, EventKind, Scenario, read,
};
use portolan_vocabulary::{Duration, Findings};
use std::path::PathBuf;

/// The scenario in an input file, or `None` after saying that the test is skipped.
pub(super) fn input(test: &str, file: &str) -> Option<(Scenario, Findings)> {
    let Some(folder) = std::env::var_os("PORTOLAN_CONFORMANCE") else {
        println!("SKIPPED: {test} needs PORTOLAN_CONFORMANCE");
        return None;
    };
    let path = PathBuf::from(folder).join("spacenet/inputs").join(file);
    let bytes = std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    match read(&bytes, file) {
        Ok(read) => Some(read),
        Err(findings) => panic!("{file}: {findings:#?}"),
    }
}

/// Nodes, edges, resources, elements, events.
fn counts(scenario: &Scenario) -> [usize; 5] {
    let events = scenario.missions.iter().map(|mission| mission.events.len());
    [
        scenario.nodes.len(),
        scenario.edges.len(),
        scenario.resources.len(),
        scenario.elements.len(),
        events.sum(),
    ]
}

fn element<'s>(scenario: &'s Scenario, name: &str) -> &'s Element {
    let mut elements = scenario.elements.iter();
    elements.find(|element| element.name == name).unwrap()
}

/// The system and change of velocity of every burn that is flown, with the mission time in days.
fn burns_flown(scenario: &Scenario) -> Vec<(f64, BurnSystem, f64)> {
    let mut flown = Vec::new();
    for event in &scenario.missions[0].events {
        let EventKind::SpaceTransport { edge, actions, .. } = &event.kind else {
            continue;
        };
        let EdgeKind::Space { burns, .. } = &scenario.edges[edge.at()].kind else {
            panic!("a space transport over another edge");
        };
        assert_eq!(burns.len(), actions.len());
        for burn in burns {
            let time = event.time + burn.time;
            flown.push((time.days(), burn.system, burn.delta_v_m_s));
        }
    }
    flown
}

#[test]
fn everything_in_the_files_is_read() {
    for (file, expected) in [
        ("completed_quick_start_1.xml", [5, 5, 3, 16, 14]),
        ("completed_quick_start_1_w_db.json", [5, 5, 3, 16, 14]),
        ("completed_quick_start_1_wo_db.json", [5, 5, 3, 16, 14]),
        ("completed_quick_start_2.xml", [3, 3, 2, 17, 22]),
        ("completed_quick_start_2_w_db.json", [3, 3, 2, 17, 22]),
        ("conf_none.json", [3, 2, 5, 10, 21]),
        ("conf_scavenge.json", [3, 2, 5, 10, 21]),
    ] {
        let Some((scenario, findings)) = input("everything_in_the_files_is_read", file) else {
            return;
        };
        assert_eq!(counts(&scenario), expected, "{file}");
        let notes = brief(&findings);
        let previews = "spacenet.ignored /scenario/dataSource/elementPreviewLibrary";
        let expected: &[&str] = if file.ends_with("xml") {
            &[previews]
        } else {
            &[]
        };
        assert_eq!(notes, expected, "{file}");
    }
}

#[test]
fn quick_start_1_flies_sixteen_burns() {
    use BurnSystem::{Oms, Rcs};
    let test = "quick_start_1_flies_sixteen_burns";
    let Some((scenario, _)) = input(test, "completed_quick_start_1.xml") else {
        return;
    };
    // Times after the mission's start; SpaceNet flies the mission 0.9 d after the scenario's start.
    let expected = [
        (0.0, Oms, 9500.0),
        (1.0, Oms, 9500.0),
        (2.0, Oms, 3150.0),
        (2.5, Rcs, 2.0),
        (4.5, Rcs, 2.0),
        (6.0, Oms, 950.0),
        (7.0, Oms, 2030.0),
        (7.25, Rcs, 11.0),
        (14.5, Oms, 1875.0),
        (14.75, Rcs, 31.0),
        (15.0, Oms, 612.3),
        (15.5, Oms, 276.5),
        (16.0, Oms, 333.6),
        (16.5, Rcs, 3.2),
        (18.0, Rcs, 3.2),
        (19.0, Rcs, 5.0),
    ];
    assert_eq!(burns_flown(&scenario), expected);
    let offset = scenario.mission_offset(&scenario.missions[0]);
    // 2019-07-01 00:00 EDT is 21 h 5 min 16.051 s before the scenario's start.
    assert_eq!(offset, Duration::from_seconds(-75_916.051));
}

#[test]
fn quick_start_1_keeps_the_second_propulsion_system() {
    let test = "quick_start_1_keeps_the_second_propulsion_system";
    let Some((scenario, _)) = input(test, "completed_quick_start_1.xml") else {
        return;
    };
    let vehicle = |name| match &element(&scenario, name).kind {
        ElementKind::PropulsiveVehicle(vehicle) => vehicle.clone(),
        other => panic!("{name} is {other:?}"),
    };
    let altair = vehicle("Lunar | Altair DM");
    let rcs = altair.rcs.unwrap();
    assert_eq!(rcs.isp_s, 300.0);
    assert_eq!(altair.tanks[rcs.tank.unwrap()].fill.amount, 425.0);
    assert_ne!(altair.oms.unwrap().tank, rcs.tank);
    // The service module's two systems draw on one tank.
    let service = vehicle("Lunar | Orion SM");
    assert_eq!(service.tanks.len(), 1);
    assert_eq!(service.oms.unwrap().tank, service.rcs.unwrap().tank);
    let capsule = vehicle("Lunar | Orion CM");
    assert_eq!(capsule.oms, None);
    assert_eq!(capsule.tanks[0].fill.amount, 175.0);
}

/// Elements and events of one scenario in words that do not depend on identifiers. Priorities are left
/// out: the two files number some events of one time differently.
fn words(scenario: &Scenario) -> (Vec<String>, Vec<String>) {
    let name =
        |index: &portolan_vocabulary::Index<Element>| scenario.elements[index.at()].name.clone();
    let mut elements: Vec<String> = scenario.elements.iter().map(element_words).collect();
    elements.sort();
    let mut events = Vec::new();
    for mission in &scenario.missions {
        for event in &mission.events {
            let mut inside = match &event.kind {
                EventKind::Create { elements, .. }
                | EventKind::Move { elements, .. }
                | EventKind::Remove { elements }
                | EventKind::ReconfigureGroup { elements, .. }
                | EventKind::FlightTransport { elements, .. } => {
                    elements.iter().map(name).collect::<Vec<_>>()
                }
                EventKind::Exploration {
                    vehicle,
                    duration,
                    eva_per_week,
                    eva_duration,
                    crew,
                    ..
                } => {
                    let crew = crew.iter().map(|crew| name(&crew.element));
                    let numbers = format!("{duration} {eva_per_week} {eva_duration}");
                    crew.chain([name(vehicle), numbers]).collect()
                }
                other => panic!("{other:?}"),
            };
            inside.sort();
            let kind = format!("{:?}", std::mem::discriminant(&event.kind));
            let (mission, time) = (&mission.name, event.time);
            events.push(format!("{mission} {time} {} {kind} {inside:?}", event.name));
        }
    }
    events.sort();
    (elements, events)
}

fn element_words(element: &Element) -> String {
    let states = element.states.iter().map(|state| {
        let models = state.demand_models.iter().map(|model| &model.kind);
        format!(
            "{} {:?} {:?}",
            state.name,
            state.kind,
            models.collect::<Vec<_>>()
        )
    });
    let carrier = element
        .carrier()
        .map(|carrier| (carrier.hold, carrier.max_crew));
    let parts = element
        .parts
        .iter()
        .map(|part| (part.quantity, part.mean_time_to_repair));
    format!(
        "{} {} {:?} {} {} {:?} {:?} {carrier:?} {:?}",
        element.name,
        element.class_of_supply,
        element.environment,
        element.mass_kg,
        element.volume_m3,
        element
            .sorted_states()
            .first()
            .map(|at| &element.states[*at].name),
        element.current_state.map(|at| &element.states[at].name),
        (
            states.collect::<std::collections::BTreeSet<_>>(),
            parts.count()
        ),
    )
}

#[test]
fn quick_start_2_is_the_same_in_both_formats() {
    let test = "quick_start_2_is_the_same_in_both_formats";
    let Some((xml, _)) = input(test, "completed_quick_start_2.xml") else {
        return;
    };
    let Some((json, _)) = input(test, "completed_quick_start_2_w_db.json") else {
        return;
    };
    let ((xml_elements, xml_events), (json_elements, json_events)) = (words(&xml), words(&json));
    // The two files abbreviate the name of one mission differently.
    let same_name = |text: &String| text.replace("Habitat | ", "Habit | ");
    for (xml, json) in xml_elements.iter().zip(&json_elements) {
        assert_eq!(xml, &same_name(json));
    }
    for (xml, json) in xml_events.iter().zip(&json_events) {
        assert_eq!(xml, &same_name(json));
    }
    assert_eq!(xml.configuration, json.configuration);
    let consumables = |scenario: &Scenario| {
        let models = scenario
            .missions
            .iter()
            .flat_map(|mission| &mission.demand_models);
        models.map(|model| model.kind.clone()).collect::<Vec<_>>()
    };
    assert_eq!(consumables(&xml), consumables(&json));
    assert!(matches!(
        consumables(&xml)[0],
        DemandKind::CrewConsumables(_)
    ));
    // The Python line counts winter dates in summer time: an hour less for both of them.
    let offsets = |scenario: &Scenario| {
        let missions = scenario.missions.iter();
        missions
            .map(|mission| scenario.mission_offset(mission).hours())
            .collect::<Vec<_>>()
    };
    assert_eq!(offsets(&xml), [0.0, 3673.0, 5857.0, 8784.0]);
    assert_eq!(offsets(&json), [0.0, 3672.0, 5856.0, 8784.0]);
}

#[test]
fn every_kind_of_event_and_demand_of_our_own_sample_is_read() {
    let test = "every_kind_of_event_and_demand_of_our_own_sample_is_read";
    let Some((scenario, _)) = input(test, "conf_none.json") else {
        return;
    };
    let events = scenario.missions.iter().flat_map(|mission| &mission.events);
    let mut kinds: Vec<String> = events
        .map(|event| {
            let kind = format!("{:?}", event.kind);
            kind.split([' ', '{']).next().unwrap_or("").to_owned()
        })
        .collect();
    kinds.sort();
    kinds.dedup();
    let expected = [
        "Add",
        "Consume",
        "Create",
        "Eva",
        "Exploration",
        "FlightTransport",
        "Move",
        "Reconfigure",
        "ReconfigureGroup",
        "Remove",
        "SurfaceTransport",
        "Transfer",
    ];
    assert_eq!(kinds, expected);
}
