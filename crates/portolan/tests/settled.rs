//! Plans of the optimiser carry no warning that rests on what demands use up or plants make: what the judge leaves open, carrying the plan out
//! settles, and what does not come true stays.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test")]

use portolan::{Unwatched, Wanted};
use portolan_vocabulary::Severity;
use std::path::PathBuf;

fn campaign(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../campaigns")
        .join(name)
}

fn optimised(name: &str, gap: f64) -> (portolan::model::Campaign, portolan::Flown) {
    let opened = portolan::open(&campaign(name)).unwrap();
    let wanted = Wanted {
        gap: Some(gap),
        ..Wanted::default()
    };
    let optimised = portolan::optimise(&opened.campaign, &wanted, &mut Unwatched).unwrap();
    (opened.campaign, optimised.flown.unwrap())
}

fn grave(flown: &portolan::Flown) -> Vec<String> {
    let findings = flown
        .checked
        .findings()
        .iter()
        .chain(&flown.outcome.findings);
    let grave = findings.filter(|it| it.severity != Severity::Note);
    grave
        .map(|it| format!("{} {}: {}", it.code, it.subject.id, it.message))
        .collect()
}

#[test]
fn moon_to_l1() {
    let (_, flown) = optimised("moon-to-l1", 1e-4);
    assert_eq!(grave(&flown), Vec::<String>::new());
}

#[test]
fn four_agencies() {
    let (_, flown) = optimised("lunar-four-agencies", 1e-4);
    assert_eq!(grave(&flown), Vec::<String>::new());
}

const RESUPPLY: &str = r#"
format = "portolan-campaign/1"
id = "resupply"
name = "Resupply"
start = "2030-01-01T00:00:00Z"
horizon = "20 d"
[[node]]
id = "moon"
kind = "surface"
body = "moon"
latitude = "0 deg"
longitude = "0 deg"
[[resource]]
id = "food"
name = "Food"
class = 202
[[design]]
id = "box"
kind = "item"
class = 901
mass = "10 kg"
[[design.store]]
name = "shelf"
resource = "any"
max_mass = "100 kg"
[[element]]
id = "larder"
like = "box"
[[element]]
id = "crate"
like = "box"
[[demand]]
id = "meals"
node = "moon"
rates = [{ good = "food", per_day = RATE }]
from = "0 d"
until = "10 d"
[[mission]]
id = "stocking"
name = "Stocking"
start = "0 d"
origin = "moon"
destination = "moon"
[[mission.event]]
id = "arrive"
at = "0 d"
do = "create"
elements = ["larder", "crate"]
into = "moon"
[[mission.event]]
id = "fill"
at = "0 d"
do = "add"
lots = [{ good = "food", amount = 100 }]
to = "larder"
[[mission.event]]
id = "fill-crate"
at = "0 d"
do = "add"
lots = [{ good = "food", amount = 50 }]
to = "crate"
[[mission.event]]
id = "refill"
at = "5 d"
do = "transfer"
lots = [{ good = "food", amount = 50 }]
from = "crate"
to = "larder"
"#;

/// After five days at 10 kg a day there is room for 50 kg; at 8 kg a day there is not.
#[test]
fn settled_by_what_is_used() {
    let folder = std::env::temp_dir().join(format!("portolan-settled-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let warned = |rate: &str| {
        let path = folder.join(format!("resupply-{rate}.toml"));
        std::fs::write(&path, RESUPPLY.replace("RATE", rate)).unwrap();
        let opened = portolan::open(&path)
            .unwrap_or_else(|findings| panic!("{}", portolan::findings_text(&findings)));
        let flown = portolan::fly(&opened.campaign, opened.plan.clone());
        let checked = portolan::check(&opened.campaign, opened.plan);
        let rests = |it: &&portolan_vocabulary::Finding| portolan_check::is_conditional(it);
        let counts = [flown.checked.findings(), checked.findings()]
            .map(|findings| findings.iter().filter(rests).count());
        assert_eq!(counts[0], counts[1]);
        counts[0]
    };
    let (settled, open) = (warned("10"), warned("8"));
    std::fs::remove_dir_all(&folder).unwrap();
    assert_eq!((settled, open), (0, 1));
}
