//! Scenarios become campaigns and plans, and campaigns scenarios again.

use super::conformance::input;
use super::good;
use super::samples::{JSON, XML};
use crate::spacenet::{Clock, ImportOptions, Imported, Scenario, codes, export, import, read};
use portolan_model::{
    Action, BurnSystem, Campaign, DemandModel, Drive, Edge, Element, ElementKind, GroundMode,
    Holder, Limits, List, Maker, MakerKind, Mission, Node, Parts, Place, Plan, Site, Store,
    StoreKind, SupplyClass, Way,
};
use portolan_vocabulary::{
    Angle, Code, Distance, Duration, Epoch, Findings, Id, Index, Mass, SpecificImpulse, Speed,
};

fn imported(scenario: &Scenario) -> Imported {
    import(scenario, &ImportOptions::default()).unwrap_or_else(|findings| panic!("{findings:#?}"))
}

fn as_spacenet(scenario: &Scenario) -> Imported {
    let options = ImportOptions {
        clock: Clock::AsSpaceNet,
    };
    import(scenario, &options).unwrap()
}

/// What is written of an import, read again, is the same campaign and plan.
fn assert_comes_back(first: &Imported) {
    let written = export(&first.campaign, &first.plan);
    let (scenario, _) = read(written.text.as_bytes(), "written").unwrap_or_else(|findings| {
        panic!("{findings:#?}\n{}", written.text);
    });
    let second = imported(&scenario);
    let (one, other) = (
        first.campaign.clone().into_parts(),
        second.campaign.into_parts(),
    );
    assert_eq!(one.nodes, other.nodes);
    assert_eq!(one.edges, other.edges);
    assert_eq!(one.resources, other.resources);
    for (one, other) in one.elements.iter().zip(&other.elements) {
        assert_eq!(one, other);
    }
    assert_eq!(one.missions, other.missions);
    assert_eq!(one, other);
    assert_eq!(first.plan.activities, second.plan.activities);
}

fn has(findings: &Findings, code: Code, words: &str) -> bool {
    let mut found = findings.iter();
    found.any(|finding| finding.code == code && finding.message.contains(words))
}

#[test]
fn the_samples_become_campaigns() {
    let (scenario, _) = good(JSON);
    let Imported {
        campaign,
        plan,
        findings,
    } = imported(&scenario);
    assert_eq!(campaign.settings.gravity_m_s2, 9.81);
    assert_eq!(campaign.nodes[Index::new(1)].id.as_str(), "crater");
    let Place::Surface { longitude, .. } = campaign.nodes[Index::new(1)].place else {
        panic!("another place");
    };
    assert_eq!(longitude.deg(), -170.0);
    let ids: Vec<&str> = campaign
        .elements
        .iter()
        .map(|element| element.id.as_str())
        .collect();
    assert_eq!(ids, ["rover-1", "bag"]);
    let words: Vec<&str> = plan
        .activities
        .iter()
        .map(|activity| activity.action.word())
        .collect();
    // The bag inside the rover is created with it.
    assert_eq!(words, ["create", "create", "reconfigure", "transport"]);
    assert!(has(&findings, codes::DIFFERS, "contents of others"));
    assert_eq!(plan.activities[Index::new(0)].at, Duration::from_days(1.5));
    let designs: Vec<&str> = campaign
        .designs
        .iter()
        .map(|design| design.id.as_str())
        .collect();
    assert_eq!(designs.len(), 5, "{designs:?}");
    let (xml, _) = good(XML);
    let hut = &imported(&xml).campaign.elements[Index::new(0)];
    assert_eq!(hut.hold.unwrap().max_crew, 2);
    assert!(matches!(hut.states[0].models[0], DemandModel::Rated(_)));
}

#[test]
fn the_samples_come_back() {
    let (scenario, _) = good(XML);
    let first = imported(&scenario);
    let written = export(&first.campaign, &first.plan);
    assert_eq!(written, export(&first.campaign, &first.plan));
    assert_comes_back(&first);
}

#[test]
fn a_mission_dated_before_the_start() {
    let text = XML.replace("2030-01-02 00:00:00.0 UTC", "2029-12-30 12:00:00.0 UTC");
    let (scenario, _) = good(&text);
    let dated = imported(&scenario);
    assert_eq!(dated.campaign.start.to_string(), "2029-12-30T12:00:00Z");
    assert_eq!(dated.campaign.missions[Index::new(0)].start, Duration::ZERO);
    assert!(has(
        &dated.findings,
        codes::DIFFERS,
        "before the scenario's start"
    ));
    let clock = as_spacenet(&scenario);
    let start = clock.campaign.missions[Index::new(0)].start;
    assert_eq!(start, Duration::from_days(1.5));
}

#[test]
fn what_cannot_be_valid_is_told() {
    let text = JSON.replace("\"unitMass\": 1", "\"unitMass\": 0");
    let (scenario, _) = good(&text);
    let findings = import(&scenario, &ImportOptions::default()).unwrap_err();
    assert!(
        findings
            .iter()
            .any(|finding| finding.code == portolan_model::codes::OUT_OF_RANGE)
    );
}

#[test]
fn more_than_a_store_holds_is_kept() {
    let text = JSON.replace("\"amount\": 40", "\"amount\": 60");
    let (scenario, _) = good(&text);
    let Imported {
        campaign, findings, ..
    } = imported(&scenario);
    let fuel = &campaign.elements[Index::new(0)].stores[0];
    assert_eq!(fuel.max_mass.unwrap().kg(), 60.0);
    assert!(has(&findings, codes::ASSUMED, "raised to hold"));
}

/// A campaign with much that SpaceNet's format cannot say.
fn rich_campaign() -> (Campaign, Plan) {
    let start: Epoch = "2030-01-01".parse().unwrap();
    let mut parts = Parts::new("rich", start);
    let node = |id: &str, body: &str| Node {
        max_stay: None,
        id: Id::new(id),
        name: id.to_owned(),
        body: portolan_model::Body::new(body),
        second_body: None,
        place: Place::Surface {
            latitude: Angle::new(0.0),
            longitude: Angle::new(0.0),
        },
        facility: portolan_model::Facility::Pad,
        country: None,
        operator: None,
        max_mass: None,
        calendar: portolan_model::Calendar::default(),
    };
    let pad = parts.nodes.add(node("pad", "earth"));
    let port = parts.nodes.add(node("port", "earth"));
    let eros = parts.nodes.add(node("eros", "433-eros"));
    let edge = |id: &str, to, way| Edge {
        id: Id::new(id),
        name: id.to_owned(),
        origin: pad,
        destination: to,
        way,
        both_ways: false,
        limits: Limits::default(),
        calendar: portolan_model::Calendar::default(),
        departures: portolan_model::Departures::default(),
        tariff: portolan_model::Tariff::default(),
        operator: None,
        jurisdictions: Vec::new(),
        source: None,
    };
    let sea = Way::Ground {
        mode: GroundMode::Sea,
        distance: Distance::new(1e6),
        duration: None,
    };
    let hop = Way::Impulsive {
        duration: Duration::from_days(1.0),
        burns: vec![portolan_model::Burn {
            after: Duration::ZERO,
            dv: Speed::new(10.0),
            system: BurnSystem::Attitude,
        }],
    };
    parts.edges.add(edge("sea", port, sea));
    let hop = parts.edges.add(edge("hop", port, hop));
    parts.edges.add(edge(
        "far",
        eros,
        Way::Flight {
            duration: Duration::from_days(1.0),
        },
    ));
    let ship = parts.elements.add(ship());
    parts.missions.add(Mission {
        id: Id::new("m"),
        name: "M".to_owned(),
        start: Duration::from_days(1.0),
        origin: Some(pad),
        destination: None,
        return_origin: None,
        return_destination: None,
        models: vec![DemandModel::SparingByParts],
    });
    let plan = rich_plan(pad, ship, hop);
    (Campaign::new(parts).unwrap().0, plan)
}

fn ship() -> Element {
    let store = |name: &str, kg: f64| Store {
        name: name.to_owned(),
        kind: StoreKind::Any,
        classes: vec![SupplyClass::PROPELLANTS],
        max_mass: Some(Mass::new(kg)),
        max_volume: None,
        environment: portolan_model::Environment::Unpressurised,
        contents: Vec::new(),
        boil_off_per_d: 0.01,
        serves_demands: false,
    };
    let engine = |system, store| portolan_model::Propulsion {
        system,
        isp: SpecificImpulse::new(300.0),
        thrust: None,
        feeds: vec![portolan_model::Feed { store, share: 1.0 }],
    };
    Element {
        stores: vec![store("main", 100.0), store("attitude", 10.0)],
        propulsion: vec![engine(BurnSystem::Main, 0), engine(BurnSystem::Attitude, 1)],
        drive: Some(Drive {
            max_speed: Speed::new(1.0),
            store: None,
            fuel_per_km: 0.0,
        }),
        ..Element::new(
            "ship",
            ElementKind::PropulsiveVehicle,
            SupplyClass::TRANSPORTATION,
            Mass::new(1.0),
        )
    }
}

fn rich_plan(pad: Index<Node>, ship: Index<Element>, hop: Index<Edge>) -> Plan {
    let activity = |id: &str, day: f64, action| portolan_model::Activity {
        id: Id::new(id),
        name: id.to_owned(),
        mission: Some(Index::new(0)),
        at: Duration::from_days(day),
        priority: 1,
        site: None,
        action,
        cost: None,
        payer: None,
        staff: Vec::new(),
    };
    let elements = vec![ship];
    let activities = vec![
        activity(
            "build",
            0.5,
            Action::Create {
                elements: elements.clone(),
                into: Holder::Node(pad),
            },
        ),
        activity(
            "wait",
            1.0,
            Action::Hold {
                elements: elements.clone(),
                reason: portolan_model::HoldReason::Waiting,
                duration: Duration::from_days(1.0),
            },
        ),
        activity(
            "fly",
            2.0,
            Action::Transport {
                edge: hop,
                elements: elements.clone(),
                burns: vec![Vec::new()],
                speed: None,
                duty_cycle: 1.0,
                moving_state: None,
            },
        ),
        activity("scrap", 4.0, Action::Remove { elements }),
    ];
    Plan {
        id: Id::new("rich"),
        maker: Maker {
            kind: MakerKind::Person,
            name: "test".to_owned(),
        },
        elements: List::new(),
        activities: activities.into(),
    }
}

#[test]
fn what_the_format_cannot_say_is_told() {
    let (campaign, plan) = rich_campaign();
    let written = export(&campaign, &plan);
    for words in [
        "ways over ground",
        "bodies that it does not know",
        "edges to places",
        "second propulsion",
        "boil-off",
        "spares by expected failures",
        "places that it cannot say",
        "several abilities",
        "what a place is for",
    ] {
        assert!(
            has(&written.findings, codes::DROPPED, words),
            "{words}: {:#?}",
            written.findings
        );
    }
    assert!(has(&written.findings, codes::DIFFERS, "9.81"));
    assert!(has(&written.findings, codes::DIFFERS, "attitude thrusters"));
    assert!(has(&written.findings, codes::ASSUMED, "no mission"));
    let (scenario, _) = good(&written.text);
    let names = |at: usize| -> Vec<&str> {
        let events = scenario.missions[at].events.iter();
        events.map(|event| event.name.as_str()).collect()
    };
    assert_eq!(names(0), ["fly", "scrap"]);
    assert_eq!(names(1), ["build"]);
    let place = scenario.missions[0].events[1].location;
    let port = scenario
        .nodes
        .iter()
        .position(|node| node.name == "port")
        .unwrap();
    assert_eq!(place, crate::spacenet::Location::Node(Index::new(port)));
}

#[test]
fn spacenets_examples_become_campaigns() {
    for file in [
        "completed_quick_start_1.xml",
        "completed_quick_start_1_w_db.json",
        "completed_quick_start_1_wo_db.json",
        "completed_quick_start_2.xml",
        "completed_quick_start_2_w_db.json",
        "conf_none.json",
        "conf_scavenge.json",
    ] {
        let Some((scenario, _)) = input("spacenets_examples_become_campaigns", file) else {
            return;
        };
        let first = imported(&scenario);
        let dropped = first
            .findings
            .iter()
            .filter(|finding| finding.code == codes::DROPPED);
        assert_eq!(dropped.count(), 0, "{file}: {:#?}", first.findings);
        let events: usize = scenario
            .missions
            .iter()
            .map(|mission| mission.events.len())
            .sum();
        assert_eq!(first.plan.activities.len(), events, "{file}");
        if file == "completed_quick_start_1.xml" {
            let second = "a second propulsion system";
            let written = export(&first.campaign, &first.plan);
            assert!(has(&written.findings, codes::DROPPED, second));
            let lost = written
                .findings
                .iter()
                .filter_map(|finding| finding.fact_number("contents"));
            assert_eq!(lost.sum::<f64>(), 425.0);
        } else {
            assert_comes_back(&first);
        }
    }
}

#[test]
fn quick_start_1_keeps_spacenets_clock() {
    let test = "quick_start_1_keeps_spacenets_clock";
    let Some((scenario, _)) = input(test, "completed_quick_start_1.xml") else {
        return;
    };
    let Imported { campaign, plan, .. } = as_spacenet(&scenario);
    let days: Vec<f64> = plan
        .activities
        .iter()
        .map(|activity| activity.at.days())
        .collect();
    let expected = [
        0.9, 0.9, 0.9, 1.9, 1.9, 1.9, 2.9, 6.9, 7.9, 8.4, 15.4, 15.4, 15.9, 15.9,
    ];
    assert_eq!(days, expected);
    let sites = plan.activities.iter().map(|activity| match activity.site {
        Some(Site::Node(node)) => campaign.nodes[node].id.as_str(),
        _ => "",
    });
    let expected = [
        "ksc", "ksc", "ksc", "ksc", "ksc", "ksc", "leo", "llpo", "llpo", "lsp", "lsp", "lsp",
        "llpo", "llpo",
    ];
    assert_eq!(sites.collect::<Vec<_>>(), expected);
    let launch = &plan.activities[Index::new(2)].action;
    let Action::Transport {
        burns, elements, ..
    } = launch
    else {
        panic!("{launch:?}");
    };
    assert_eq!((burns.len(), burns[0].len(), elements.len()), (1, 5, 5));
}
