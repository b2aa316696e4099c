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
    folders.retain(|folder| folder.join("campaign.toml").is_file());
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
