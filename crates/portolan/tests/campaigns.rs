//! The shipped campaigns: examples, documentation and golden tests at once.
//!
//! `PORTOLAN_BLESS=1` rewrites what is expected.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test"
)]

use portolan::{Flown, Form, Opened};
use std::fmt::Write;
use std::path::PathBuf;

fn campaigns() -> Vec<PathBuf> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../campaigns");
    let mut folders: Vec<PathBuf> = std::fs::read_dir(root)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    // Those that come with a plan; what the optimiser plans is tested where it is planned.
    folders.retain(|folder| folder.join("expected/report.txt").is_file());
    folders.sort();
    assert!(folders.len() >= 2, "the shipped campaigns are found");
    folders
}

fn fly(folder: &std::path::Path) -> (Opened, Flown) {
    let opened = portolan::open(folder)
        .unwrap_or_else(|findings| panic!("{}", portolan::findings_text(&findings)));
    let flown = portolan::fly(&opened.campaign, opened.plan.clone());
    (opened, flown)
}

#[test]
fn each_is_feasible_and_conserves_mass() {
    for folder in campaigns() {
        let (_, flown) = fly(&folder);
        assert!(
            flown.is_feasible(),
            "{}: {}",
            folder.display(),
            portolan::findings_text(flown.findings())
        );
        assert!(flown.outcome.mass.imbalance().abs() < 1e-9);
        assert!(flown.measure("launch_mass_kg").unwrap() > 0.0);
        let met: f64 = flown
            .outcome
            .needs
            .iter()
            .map(|need| (need.amount - need.met).max(0.0))
            .sum();
        assert!(
            met < 1e-6,
            "{}: needs are met but for {met}",
            folder.display()
        );
    }
}

#[test]
fn each_gives_the_expected_report_and_measures() {
    for folder in campaigns() {
        let (opened, flown) = fly(&folder);
        // Without the names of files, which are of the machine.
        portolan_testkit::golden(
            folder.join("expected/report.txt"),
            &portolan::report_text(&opened.campaign, &flown, &[]),
        );
        let mut measures = String::from("key\tvalue\tunit\n");
        for measure in &flown.measures {
            let value = measure
                .value
                .map_or_else(|| "-".to_owned(), |value| format!("{value:.6}"));
            let _ = writeln!(measures, "{}\t{value}\t{}", measure.key, measure.unit);
        }
        portolan_testkit::golden(folder.join("expected/measures.tsv"), &measures);
    }
}

#[test]
fn each_resolves_to_itself() {
    for folder in campaigns() {
        let opened = portolan::open(&folder).unwrap();
        let scratch = std::env::temp_dir().join(format!("portolan-resolve-{}", std::process::id()));
        std::fs::create_dir_all(&scratch).unwrap();
        for (form, ending) in [(Form::Toml, "toml"), (Form::Json, "json")] {
            let file = scratch.join(format!("resolved.{ending}"));
            std::fs::write(
                &file,
                portolan::resolve(&opened.campaign, &opened.plan, form).unwrap(),
            )
            .unwrap();
            let again = portolan::open(&file)
                .unwrap_or_else(|findings| panic!("{}", portolan::findings_text(&findings)));
            assert!(
                again.campaign == opened.campaign
                    && again.plan.activities == opened.plan.activities,
                "{}",
                file.display()
            );
        }
        std::fs::remove_dir_all(&scratch).unwrap();
    }
}

#[test]
fn equal_input_gives_equal_bytes_with_one_and_with_eight_threads() {
    for folder in campaigns() {
        let bytes = || {
            let (opened, flown) = fly(&folder);
            portolan::outcome_json(&opened.campaign, &flown, &[])
                + &portolan::report_html(&opened.campaign, &flown, &[])
        };
        let expected = bytes();
        for threads in [1, 8] {
            std::thread::scope(|scope| {
                let runs: Vec<_> = (0..threads).map(|_| scope.spawn(bytes)).collect();
                assert!(runs.into_iter().all(|run| run.join().unwrap() == expected));
            });
        }
    }
}

/// The Mars campaign departs in computed windows only, and its report draws them; a departure an hour
/// earlier is refused by the judge and blocked by the simulation.
#[test]
fn computed_windows_bind_and_are_drawn() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../campaigns/mars-2031");
    let (opened, flown) = fly(&folder);
    let computed = |movement: &&portolan::model::Movement| {
        let edge = &opened.campaign.edges[movement.edge];
        edge.departures.transfer.is_some()
    };
    let departures: Vec<_> = flown.outcome.movements.iter().filter(computed).collect();
    assert!(departures.len() >= 10, "{}", departures.len());
    for movement in &departures {
        let edge = &opened.campaign.edges[movement.edge];
        assert!(edge.is_open(movement.depart), "{}", edge.id);
        let way = edge.way_at(movement.depart);
        assert_eq!(
            way.duration(),
            Some(movement.due - movement.depart),
            "{}",
            edge.id
        );
    }
    let figures = portolan::report_figures(&opened.campaign, &flown);
    let (_, svg) = figures.iter().find(|(name, _)| *name == "windows").unwrap();
    assert!(svg.contains("used"));
    let early = departures.iter().find(|movement| {
        let edge = &opened.campaign.edges[movement.edge];
        let before = movement.depart - portolan::vocabulary::Duration::from_hours(1.0);
        !edge.is_open(before)
    });
    let activity = early.unwrap().activity;
    let mut plan = opened.plan.clone();
    let mut activities: Vec<_> = plan.activities.iter().cloned().collect();
    activities[activity.at()].at =
        activities[activity.at()].at - portolan::vocabulary::Duration::from_hours(1.0);
    plan.activities = activities.into();
    let moved = portolan::fly(&opened.campaign, plan);
    let said = |code: &str, all: &[&portolan::vocabulary::Finding]| {
        all.iter().any(|finding| finding.code.as_str() == code)
    };
    assert!(said("simulate.closed", &moved.findings()));
    let judged: Vec<_> = moved.checked.findings().iter().collect();
    assert!(said("check.window", &judged));
    assert!(!moved.is_feasible());
}
