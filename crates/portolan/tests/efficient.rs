//! Efficient plans through the facade: the shipped campaigns, the forms of the answer, and what is refused.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test")]

use portolan::model::{Campaign, Goal};
use portolan::vocabulary::{Code, Findings, Index};
use portolan::{EfficientAsked, Opened, Unwatched, Wanted};
use std::path::Path;

fn opened(campaign: &str) -> Opened {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../campaigns");
    portolan::open(&folder.join(campaign)).unwrap()
}

fn asked(goals: &[Goal], points: usize) -> EfficientAsked {
    EfficientAsked {
        goals: goals.to_vec(),
        points,
        wanted: Wanted::default(),
    }
}

fn refused(campaign: &Campaign, asked: &EfficientAsked) -> Code {
    portolan::efficient(campaign, asked, &mut Unwatched).unwrap_err()[0].code
}

fn codes(findings: &Findings) -> Vec<&str> {
    findings
        .iter()
        .map(|finding| finding.code.as_str())
        .collect()
}

#[test]
fn a_campaign_has_its_efficient_plans_in_every_form() {
    let opened = opened("telescope-assembly");
    let campaign = &opened.campaign;
    let asked = asked(&[Goal::Cost, Goal::Time], 9);
    let found = portolan::efficient(campaign, &asked, &mut Unwatched).unwrap();
    assert!(found.is_feasible() && found.is_complete() && found.findings.is_empty());
    for (point, flown) in found.front.points.iter().zip(&found.flown) {
        let launched = flown.as_ref().unwrap().measure("launch_mass_kg").unwrap();
        let mass = point
            .found
            .reached
            .iter()
            .find(|it| it.goal == Goal::LaunchMass)
            .unwrap();
        assert!(
            (launched - mass.value).abs() < 1e-3,
            "{launched} flown, {} searched",
            mass.value
        );
    }
    let text = portolan::efficient_text(campaign, &found);
    for part in [
        "340",
        "360",
        "332",
        "302",
        "d per MUSD saved",
        "all efficient plans there are",
        "2 of 2 plans",
    ] {
        assert!(text.contains(part), "{part} is not in:\n{text}");
    }
    let json = portolan::efficient_json(campaign, &found, &opened.sources);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["format"], "portolan-efficient/1");
    assert_eq!(json["efficient"]["complete"], true);
    assert_eq!(json["efficient"]["goals"][1]["goal"], "time");
    assert_eq!(json["efficient"]["points"][0]["values"][1], 332.0);
    assert_eq!(
        json["efficient"]["points"][1]["exchange"],
        serde_json::Value::Null
    );
    assert_eq!(json["plans"][1]["format"], "portolan-plan/1");
    let page = portolan::efficient_html(campaign, &found, &opened.sources).unwrap();
    assert!(
        page.contains("<svg") && page.contains("<table") && page.contains("prefers-color-scheme")
    );
    assert!(page.contains(&portolan::efficient_plot(campaign, &found).unwrap()));
}

/// Few points leave boxes, which are named.
#[test]
fn what_is_not_searched_is_said() {
    let opened = opened("moon-to-l1");
    let campaign = &opened.campaign;
    let two = asked(&[Goal::Cost, Goal::Time], 2);
    let found = portolan::efficient(campaign, &two, &mut Unwatched).unwrap();
    assert!(found.is_feasible() && !found.is_complete());
    let text = portolan::efficient_text(campaign, &found);
    assert!(
        text.contains("Where there may be more") && text.contains("41 to 321"),
        "{text}"
    );
}

#[test]
fn goals_without_conflict_are_named() {
    let opened = opened("telescope-assembly");
    let asked = asked(&[Goal::LaunchMass, Goal::Emissions], 9);
    let found = portolan::efficient(&opened.campaign, &asked, &mut Unwatched).unwrap();
    assert_eq!(codes(&found.findings), ["efficient.no-conflict"]);
    assert_eq!(found.findings[0].code, portolan::NO_CONFLICT);
}

#[test]
fn goals_and_points_that_make_no_front_are_refused() {
    let opened = opened("telescope-assembly");
    let campaign = &opened.campaign;
    assert_eq!(
        refused(campaign, &asked(&[Goal::Cost], 9)),
        portolan::NO_FRONT
    );
    assert_eq!(portolan::NO_FRONT.as_str(), "efficient.goals");
    let goals = [Goal::Cost, Goal::Time];
    assert_eq!(refused(campaign, &asked(&goals, 1)), portolan::NO_POINTS);
    assert_eq!(portolan::NO_POINTS.as_str(), "efficient.points");
}

/// Six segments are demanded, and one is on offer.
#[test]
fn where_there_is_no_plan_it_is_said_why() {
    let opened = opened("telescope-assembly");
    let mut parts = opened.campaign.into_parts();
    parts.offers[Index::new(2)].limit = Some(1.0);
    let (campaign, _) = Campaign::new(parts).unwrap();
    let found = portolan::efficient(
        &campaign,
        &asked(&[Goal::Cost, Goal::Time], 9),
        &mut Unwatched,
    )
    .unwrap();
    assert!(!found.is_feasible() && !found.is_complete() && found.front.points.is_empty());
    assert_eq!(codes(&found.findings), ["optimise.infeasible"]);
    let text = portolan::efficient_text(&campaign, &found);
    assert!(text.contains("none (infeasible)"), "{text}");
    assert!(portolan::efficient_plot(&campaign, &found).is_err());
}
