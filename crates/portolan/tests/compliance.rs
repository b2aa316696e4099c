//! What rules mean for planning and for partners: ways that they close, and names that may be listed.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test"
)]

use portolan::rule_engine::codes;
use portolan::{Optimised, Unwatched, Wanted};
use std::path::PathBuf;

/// Methylhydrazine for a launch site: a cheap aircraft, a dear ship.
const CAMPAIGN: &str = r#"
format = "portolan-campaign/1"
id = "fuel-abroad"
start = "2028-01-01"
horizon = "30 d"
settings = { objective = ["cost"], money = "EUR 2027" }
partner = [{ id = "site", name = "Acme Rockets", country = "FR" }]
node = [
    { id = "works", kind = "surface", body = "earth", latitude = "49 deg", longitude = "0 deg", country = "FR" },
    { id = "pad", kind = "surface", body = "earth", latitude = "5 deg", longitude = "-52 deg", country = "GF", operator = "site" },
]
edge = [
    { id = "flight", from = "works", to = "pad", way = "air", distance = "7000 km", duration = "1 d", tariff = { per_trip = "1000 EUR (2027)" } },
    { id = "sailing", from = "works", to = "pad", way = "sea", distance = "7000 km", duration = "10 d", tariff = { per_trip = "3000 EUR (2027)" } },
]
resource = [{ id = "fuel", class = 106 }]
design = [
    { id = "drum", kind = "tank", class = 502, mass = "50 kg", store = [{ name = "it", resource = "fuel", max_mass = "500 kg" }] },
    { id = "aircraft", kind = "aircraft", class = 901, mass = "100 t", ways = ["flight"], hold = { max_mass = "50 t" }, drive = { max_speed = "800 km/h" } },
    { id = "ship", kind = "ship", class = 901, mass = "6000 t", ways = ["sailing"], hold = { max_mass = "900 t" }, drive = { max_speed = "30 km/h" } },
]
offer = [
    { id = "drums", design = "drum", node = "works", limit = 1 },
    { id = "aircraft", design = "aircraft", node = "works", limit = 1 },
    { id = "ships", design = "ship", node = "works", limit = 1 },
    { id = "fuel", good = "fuel", node = "works" },
]
demand = [{ id = "fuelling", node = "pad", due = "20 d", lots = [{ good = "fuel", amount = 400 }] }]
"#;

/// What makes the fuel methylhydrazine.
const STATED: &str = r#"
[[statement]]
of = { resource = ["fuel"] }
facts = { un = "UN1244", packing_group = "I", class = "6.1", hazards = ["6.1A", "3", "8L"] }
[[statement]]
of = { edge = ["flight"] }
facts = { aircraft = "cargo" }
"#;

fn written(name: &str, text: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("portolan-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("campaign.toml");
    std::fs::write(&file, text).unwrap();
    file
}

fn planned(name: &str, text: &str) -> Optimised {
    let opened = portolan::open(&written(name, text))
        .unwrap_or_else(|found| panic!("{}", portolan::findings_text(&found)));
    portolan::optimise(&opened.campaign, &Wanted::default(), &mut Unwatched)
        .unwrap_or_else(|found| panic!("{}", portolan::findings_text(&found)))
}

#[test]
fn what_may_not_fly_is_planned_by_sea_and_the_rule_is_named() {
    let unstated = planned("fuel-unstated", CAMPAIGN);
    assert!(unstated.is_feasible());
    assert!((unstated.found.reached[0].value - 1000.0).abs() < 1e-3);
    let stated = planned("fuel-stated", &format!("{CAMPAIGN}{STATED}"));
    assert!(stated.is_feasible());
    assert!((stated.found.reached[0].value - 3000.0).abs() < 1e-3);
    let mut closed = stated.findings.iter();
    let closed = closed.find(|finding| finding.code == codes::CLOSED);
    let closed = closed.expect("a finding that names the rule");
    assert_eq!(closed.code.as_str(), "comply.closed");
    assert_eq!(closed.subject.id, "flight");
    assert!(closed.message.contains("fuel"), "{}", closed.message);
    assert!(
        closed
            .citation
            .as_deref()
            .is_some_and(|cited| cited.contains("49 CFR"))
    );
}

#[test]
fn a_partner_whose_name_is_listed_is_a_possible_match_until_somebody_says_otherwise() {
    let list = std::env::temp_dir().join(format!("portolan-list-{}.csv", std::process::id()));
    let rows =
        "source,name,alt_names\nSpecially Designated Nationals (SDN),Acme Rockets LLC,Apex\n";
    std::fs::write(&list, rows).unwrap();
    let lists = portolan::screening_lists(std::slice::from_ref(&list)).expect("a list");
    std::fs::remove_file(&list).unwrap();
    let opened = portolan::open(&written("listed", CAMPAIGN)).expect("a campaign");
    let (listed, findings) = portolan::screened_partners(&opened.campaign, &lists);
    assert_eq!(listed.values().next().unwrap(), &["SDN".to_owned()]);
    assert_eq!(findings[0].code, codes::POSSIBLE_MATCH);
    assert!(findings[0].message.contains("Acme Rockets LLC"));
    let other = CAMPAIGN.replace("Acme Rockets", "Compagnie du Littoral");
    let opened = portolan::open(&written("unlisted", &other)).expect("a campaign");
    let (listed, findings) = portolan::screened_partners(&opened.campaign, &lists);
    assert!(listed.values().all(Vec::is_empty) && findings.is_empty());
    let screened = portolan::screen(&lists, &["ACME ROCKETS".to_owned()], 5);
    assert_eq!(screened[0].hits.len(), 1);
    assert!(portolan::screening_text(&lists, &screened).contains("SDN"));
    let json = portolan::screening_json(&lists, &screened);
    assert!(json.contains("\"portolan-screening/1\""));
}
