//! One test for each trap of the formats.

use super::samples::{JSON, XML};
use super::{brief, errors, good};
use crate::spacenet::{
    Amount, DemandKind, Dialect, ElementKind, Environment, EventKind, ItemDiscretization, Limits,
    StateKind, Supply, codes, read, read_within,
};
use portolan_vocabulary::{Duration, Severity};

#[test]
fn the_samples_are_good_and_nothing_in_them_is_ignored() {
    let (xml, findings) = good(XML);
    assert_eq!(brief(&findings), [""; 0]);
    assert_eq!(xml.dialect, Dialect::Xml);
    let (json, findings) = good(JSON);
    assert_eq!(brief(&findings), [""; 0]);
    assert_eq!(json.dialect, Dialect::Json);
}

#[test]
fn objects_of_the_dump_are_read_where_they_stand_and_shared() {
    let (scenario, _) = good(XML);
    let hut = &scenario.elements[0];
    assert_eq!(
        (hut.name.as_str(), hut.class_of_supply, hut.mass_kg),
        ("Hut", 801, 100.0)
    );
    assert_eq!(hut.current_state, Some(0));
    let DemandKind::Rated { rates } = &hut.states[0].demand_models[0].kind else {
        panic!("another model");
    };
    let air = Supply::Generic {
        class_of_supply: 203,
        environment: Environment::Unpressurized,
    };
    let rate = Amount {
        supply: air,
        amount: 1.5,
    };
    assert_eq!(rates, &[rate]);
    let EventKind::Consume { resources, source } = &scenario.missions[0].events[1].kind else {
        panic!("another event");
    };
    assert_eq!(source.map(|source| source.at()), Some(0));
    assert!(scenario.resources[0].discrete);
    assert_eq!(resources[0].amount, 3.0);
    let offset = scenario.mission_offset(&scenario.missions[0]);
    assert_eq!(offset, Duration::from_days(1.0));
}

#[test]
fn an_instance_takes_from_its_library_element_what_is_null() {
    let (scenario, _) = good(JSON);
    let rover = &scenario.elements[0];
    assert_eq!(rover.name, "Rover 1");
    assert_eq!((rover.mass_kg, rover.states.len()), (400.0, 3));
    assert_eq!(rover.current_state, Some(2));
    let ElementKind::SurfaceVehicle(vehicle) = &rover.kind else {
        panic!("another kind");
    };
    assert_eq!(vehicle.carrier.hold.max_volume_m3, None);
    assert_eq!(
        vehicle.fuel.as_ref().map(|tank| tank.fill.max_amount),
        Some(50.0)
    );
    // What the library element contains is copied for the instance.
    let bag = &scenario.elements[vehicle.carrier.contents[0].at()];
    assert_eq!((bag.id.as_str(), bag.name.as_str()), ("i/0", "Bag"));
    assert!(
        matches!(&bag.kind, ElementKind::ResourceContainer { contents, .. }
        if contents[0].amount == 4.0)
    );
}

#[test]
fn the_state_index_of_a_reconfiguration_counts_in_the_sorted_states() {
    let (scenario, _) = good(JSON);
    let rover = &scenario.elements[0];
    assert_eq!(rover.sorted_states(), [2, 1, 0]);
    let kinds = rover.states.iter().map(|state| state.kind);
    let kinds: Vec<StateKind> = kinds.collect();
    assert_eq!(
        kinds,
        [StateKind::Dormant, StateKind::Special, StateKind::Active]
    );
    // Position 1 means the same in both orders; position 0 does not.
    let other = JSON.replace("\"stateIndex\": 1", "\"stateIndex\": 0");
    let (scenario, other_findings) = good(&other);
    let EventKind::Reconfigure { state, .. } = scenario.missions[0].events[1].kind else {
        panic!("another event");
    };
    assert_eq!(state, 2);
    assert_eq!(other_findings[0].code.as_str(), "spacenet.state");
    assert!(other_findings[0].message.contains("\"idle\""));
    assert_eq!(other_findings[0].severity, Severity::Warning);
}

#[test]
fn the_python_line_names_some_things_differently() {
    let (java, _) = good(JSON);
    assert_eq!(java.configuration.numbers.small_gas_tank_max_volume_m3, 0.3);
    assert_eq!(java.configuration.numbers.small_liquid_tank_mass_kg, 12.0);
    assert_eq!(
        java.configuration.item_discretization,
        ItemDiscretization::Element
    );
    let python = JSON.replace("\"transportState\": \"s1\"", "\"transportState\": 1");
    let (python, _) = good(&python);
    assert_eq!(java.missions, python.missions);
    for (origin, destination) in [
        ("origin", "destination"),
        ("originContainer", "destinationContainer"),
    ] {
        let event = format!(
            r#"{{"type": "Transfer Resources", "name": "pour", "priority": 1, "missionTime": "P1D",
            "location": "n", "resources": [{{"resource": "r", "amount": 1}}],
            "{origin}": "i/0", "{destination}": "i/0"}}, {{"type": "Create"#
        );
        let text = JSON.replacen("{\"type\": \"Create", &event, 1);
        let (scenario, _) = good(&text);
        assert!(matches!(
            scenario.missions[0].events[0].kind,
            EventKind::Transfer { origin, destination, .. } if origin.at() == 1 && destination.at() == 1
        ));
    }
}

#[test]
fn times_are_iso_durations_or_seconds() {
    let (scenario, _) = good(JSON);
    let times = scenario.missions[0]
        .events
        .iter()
        .map(|event| event.time.days());
    assert_eq!(times.collect::<Vec<_>>(), [0.5, 0.5, 1.0]);
    let months = JSON.replace("\"PT12H\"", "\"P1M\"");
    assert_eq!(
        errors(&months),
        ["spacenet.time /missionList/0/events/0/missionTime"]
    );
}

#[test]
fn an_unknown_zone_is_told_and_utc_assumed() {
    let text = XML.replace("2030-01-02 00:00:00.0 UTC", "2030-01-02 00:00:00.0 LMT");
    let (scenario, findings) = good(&text);
    assert_eq!(findings[0].code, codes::ZONE);
    assert_eq!(findings[0].place.as_ref().map(|place| place.line), Some(22));
    let offset = scenario.mission_offset(&scenario.missions[0]);
    assert_eq!(offset, Duration::from_days(1.0));
}

#[test]
fn unknown_keys_and_tags_are_noted_with_the_nearest_known_one() {
    let text = JSON.replace("\"mass\": 400", "\"mass\": 400, \"maxSped\": 3");
    let (_, findings) = good(&text);
    let note = findings
        .iter()
        .find(|finding| finding.code == codes::IGNORED);
    let note = note.unwrap();
    assert_eq!(note.subject.id, "/elementTemplates/0/maxSped");
    assert!(note.message.contains("\"maxSpeed\""), "{}", note.message);
    let text = XML.replace("<mass>", "<colour>red</colour><mass>");
    let (_, findings) = good(&text);
    assert!(
        findings[0]
            .subject
            .id
            .ends_with("domain.element.Carrier/colour")
    );
}

#[test]
fn everything_wrong_is_told_at_once() {
    let text = JSON
        .replace("\"distance\": 12.5", "\"distance\": \"far\"")
        .replace("\"elements\": [\"i\"]", "\"elements\": [\"j\", 3]")
        .replace("\"priority\": 2", "\"priority\": 2.5")
        .replace("\"Lunar\"", "\"Luna\"");
    let expected = [
        "spacenet.type /network/edges/0/distance",
        "spacenet.reference /missionList/0/events/0/elements/0",
        "spacenet.type /missionList/0/events/0/elements/1",
        "spacenet.type /missionList/0/events/1/priority",
        "spacenet.type /scenarioType",
    ];
    assert_eq!(errors(&text), expected);
    let text = XML
        .replace("<mass>100.0</mass>", "<mass>heavy</mass>")
        .replace("COS801", "COS8")
        .replace("MOON", "LUNA")
        .replace("tree-set\" reference=\"../location", "x");
    let text = text.replace(
        "/nodes/surfaceNode\"/>\n          <element ",
        "/nodes/surfaceNode[2]\"/>\n          <element ",
    );
    let told = errors(&text);
    assert_eq!(told.len(), 3, "{told:#?}");
    assert!(told[0].starts_with("spacenet.type") && told[0].ends_with("/body"));
    assert!(told[1].starts_with("spacenet.reference") && told[1].ends_with("/location"));
    assert!(told[2].starts_with("spacenet.type") && told[2].ends_with("/mass"));
}

#[test]
fn missing_and_doubled_things() {
    let text = JSON.replace("\"distance\": 12.5, ", "");
    assert_eq!(
        errors(&text),
        ["spacenet.missing /network/edges/0/distance"]
    );
    let text = JSON.replace("{\"id\": \"e\",", "{\"id\": \"n\",");
    let told = errors(&text);
    assert_eq!(told[0], "spacenet.duplicate /network/edges/0");
}

#[test]
fn contents_in_a_circle_are_an_error() {
    let text = JSON.replace(
        "\"name\": \"Rover 1\", \"mass\": null",
        "\"name\": \"Rover 1\", \"contents\": [\"i\"]",
    );
    assert_eq!(errors(&text), ["spacenet.contents i"]);
    let text = XML.replace(
        "<contents class=\"tree-set\"><no-comparator/></contents>\n              <max",
        "<contents class=\"tree-set\"><no-comparator/>\
         <edu.mit.spacenet.domain.element.Carrier reference=\"../..\"/></contents>\n              <max",
    );
    assert_eq!(errors(&text), ["spacenet.contents 1"]);
}

#[test]
fn library_elements_that_contain_themselves_are_bounded() {
    let text = JSON.replace("\"contents\": [\"b\"]", "\"contents\": [\"t\", \"t\"]");
    let limits = Limits {
        items: 1000,
        ..Limits::default()
    };
    let findings = read_within(text.as_bytes(), "sample", &limits).unwrap_err();
    assert!(findings.iter().any(|finding| finding.code == codes::LIMIT));
}

#[test]
fn nested_contents_are_elements_of_the_scenario() {
    let text = JSON.replace(
        "\"name\": \"Rover 1\", \"mass\": null",
        "\"name\": \"Rover 1\", \"contents\": [{\"id\": \"x\", \"type\": \"Element\", \"name\": \"box\", \
         \"classOfSupply\": 6, \"mass\": 3}, {\"id\": \"y\"}]},\
         {\"id\": \"y\", \"type\": \"Element\", \"name\": \"other\", \"classOfSupply\": 6, \"mass\": 1",
    );
    let (scenario, _) = good(&text);
    let names: Vec<&str> = scenario
        .elements
        .iter()
        .map(|element| element.name.as_str())
        .collect();
    assert_eq!(names, ["Rover 1", "other", "box"]);
    let contents = &scenario.elements[0].carrier().unwrap().contents;
    assert_eq!(
        contents.iter().map(|index| index.at()).collect::<Vec<_>>(),
        [2, 1]
    );
}

#[test]
fn burns_that_the_edge_does_not_have_are_told() {
    let edge = r#"{"id": "f", "type": "Space Edge", "name": "Hop", "origin": "n", "destination": "n",
        "duration": "P1D", "burns": [{"id": "u", "time": "PT0S", "deltaV": 100},
        {"id": "v", "time": "PT1H", "deltaV": 50}]}, {"id": "e", "#;
    let event = r#"{"type": "Space Transport", "name": "hop", "priority": 1, "missionTime": "P1D",
        "location": "n", "edge": "f", "elements": ["i"], "burnStageSequence": [
        {"burn": "v", "actions": [{"type": "Burn", "element": "i"}]},
        {"burn": "w", "actions": []}]}, {"type": "Create"#;
    let text = JSON
        .replacen("{\"id\": \"e\", ", edge, 1)
        .replacen("{\"type\": \"Create", event, 1);
    let (scenario, findings) = good(&text);
    let EventKind::SpaceTransport { actions, .. } = &scenario.missions[0].events[0].kind else {
        panic!("another event");
    };
    let lengths: Vec<usize> = actions.iter().map(Vec::len).collect();
    assert_eq!(lengths, [0, 1]);
    assert!(
        findings
            .iter()
            .any(|finding| finding.code.as_str() == "spacenet.burns")
    );
    let wrong =
        JSON.replace("\"edge\": \"e\"", "\"edge\": \"f\"")
            .replacen("{\"id\": \"e\", ", edge, 1);
    assert_eq!(errors(&wrong), ["spacenet.reference go"]);
}

#[test]
fn what_is_no_scenario() {
    for text in [
        "",
        "hello",
        "[1]",
        "{}",
        "<html/>",
        "{\"a\": ",
        "\u{feff}<a",
    ] {
        let findings = read(text.as_bytes(), "sample").unwrap_err();
        assert_eq!(findings[0].code, codes::FORMAT, "{text}");
    }
    let findings = read(&[0xff, 0xfe], "sample").unwrap_err();
    assert_eq!(findings[0].code, codes::FORMAT);
    let small = Limits {
        bytes: 10,
        ..Limits::default()
    };
    let findings = read_within(JSON.as_bytes(), "sample", &small).unwrap_err();
    assert_eq!(findings[0].code, codes::LIMIT);
}

#[test]
fn a_long_chain_of_elements_does_not_exhaust_the_stack() {
    let mut contents = String::new();
    for at in 2..3000 {
        contents.push_str(&format!(
            "<edu.mit.spacenet.domain.element.Carrier><uid>{at}</uid><mass>1.0</mass>\
             <contents><a.Carrier reference=\"../../../edu.mit.spacenet.domain.element.Carrier[{}]\"/>\
             </contents></edu.mit.spacenet.domain.element.Carrier>",
            at + 1
        ));
    }
    let last = "<edu.mit.spacenet.domain.element.Carrier><uid>9</uid><mass>1.0</mass>\
                </edu.mit.spacenet.domain.element.Carrier></elements>\n          <container";
    let text = XML.replacen(
        "</elements>\n          <container",
        &format!("{contents}{last}"),
        1,
    );
    // The reference counts from its own list, so that each element contains the next.
    let (scenario, findings) = match read(text.as_bytes(), "sample") {
        Ok(read) => read,
        Err(findings) => panic!("{:#?}", &findings[..findings.len().min(3)]),
    };
    assert_eq!(scenario.elements.len(), 3000);
    assert!(findings.len() < 10);
}
