//! Large campaigns: in windows where that is asked for, with the history in the answer.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test")]

use portolan::vocabulary::Duration;
use portolan::{Horizon, Unwatched, Wanted, Windows};
use std::path::Path;

#[test]
fn a_plan_found_in_windows_says_how_it_was_found() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../campaigns/lunar-two-missions");
    let opened = portolan::open(&folder).unwrap();
    let horizon = Horizon::with_window(Duration::from_days(365.0)).unwrap();
    let wanted = Wanted {
        windows: Windows::Of(horizon),
        gap: Some(1e-6),
        ..Wanted::default()
    };
    let optimised = portolan::optimise(&opened.campaign, &wanted, &mut Unwatched).unwrap();
    assert!(optimised.is_feasible());
    let history = optimised.history.as_ref().unwrap();
    assert_eq!(history.windows, 2);
    let first = &history.incumbents[0];
    assert_eq!(first.stage, "window 2 of 2");
    let last = history.incumbents.last().unwrap();
    let value = optimised.found.reached[0].value;
    assert!((last.value - value).abs() < 1e-6 * value, "{last:?}");
    let text = portolan::optimised_text(&opened.campaign, &optimised);
    assert!(text.contains("How it was found, in 2 windows"), "{text}");
    let json = portolan::optimised_json(&opened.campaign, &optimised, &opened.sources);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["optimum"]["history"][0]["stage"], "window 2 of 2");
    // As a whole there is no history, and nobody is told of windows.
    let whole = portolan::optimise(&opened.campaign, &Wanted::default(), &mut Unwatched).unwrap();
    assert_eq!(whole.history, None);
    let json = portolan::optimised_json(&opened.campaign, &whole, &opened.sources);
    assert!(!json.contains("\"history\""));
    let told = |finding: &portolan::vocabulary::Finding| {
        finding.code == portolan_optimise::codes::IN_WINDOWS
    };
    assert!(!whole.findings.iter().any(told));
}
