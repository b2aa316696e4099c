//! Plan files: what is written reads back the same, and what the campaign does not have is reported
//! where it stands.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod common;

use common::{samples, shown};
use portolan_formats::plan::codes;
use portolan_formats::{campaign, plan};
use portolan_model::{Campaign, Plan};
use portolan_testkit::Size;
use proptest::prelude::*;

fn everything() -> (Campaign, Plan) {
    let (_, text) = samples("valid").into_iter().next().unwrap();
    let opened = campaign::read_text("everything.toml", &text).unwrap();
    (opened.campaign, opened.plan)
}

fn assert_comes_back(campaign: &Campaign, made: &Plan) {
    let toml = plan::write_toml(campaign, made).unwrap();
    let json = plan::write_json(campaign, made).unwrap();
    for (name, text) in [("x.toml", toml), ("x.json", json)] {
        let read = plan::read_text(name, &text, campaign);
        let read = read.unwrap_or_else(|found| panic!("{}", shown(&found)));
        assert_eq!(read.plan, *made);
        assert_eq!(read.findings, []);
    }
}

#[test]
fn every_kind_of_activity_comes_back() {
    let (campaign, made) = everything();
    assert_eq!(made.elements.len(), 1);
    assert_comes_back(&campaign, &made);
}

const HEAD: &str = "format = \"portolan-plan/1\"\nid = \"p\"\n";

fn found(text: &str) -> String {
    let (campaign, _) = everything();
    let read = plan::read_text("p.toml", &format!("{HEAD}{text}"), &campaign);
    shown(&read.map_or_else(|found| found, |opened| opened.findings))
}

#[test]
fn a_plan_may_bring_elements_like_the_designs_of_the_campaign() {
    let (campaign, _) = everything();
    let text = format!(
        "{HEAD}maker = {{ kind = \"manifest\", name = \"m 1\" }}\n\
         [[element]]\nid = \"kicker\"\nlike = \"stage\"\n\
         [[activity]]\nat = \"1 d\"\nmission = \"sortie-1\"\ndo = \"create\"\nelements = [\"kicker\"]\n\
         into = \"leo\"\n"
    );
    let opened = plan::read_text("folder/p.toml", &text, &campaign).unwrap();
    assert_eq!(opened.plan.elements.first().unwrap().mass.kg(), 2000.0);
    let activity = opened.plan.activities.first().unwrap();
    assert_eq!(
        (activity.id.as_str(), activity.at.days()),
        ("p.1-create", 1.0)
    );
    assert_eq!(opened.plan.maker.name, "m 1");
}

#[test]
fn an_element_of_a_design_is_written_as_what_differs() {
    let (campaign, mut made) = everything();
    let at = campaign
        .designs
        .indices()
        .find(|at| campaign.designs[*at].id.as_str() == "shuttle");
    let mut one = campaign.designs[at.unwrap()].clone();
    one.id = "shuttle-1".into();
    one.name = "shuttle-1".to_owned();
    one.design = at;
    one.mass = portolan_vocabulary::Mass::new(4500.0);
    let mut other = one.clone();
    other.id = "shuttle-2".into();
    other.name = "The second".to_owned();
    // What the design has and it has not, no key can say: all of it is written.
    other.max_payload = None;
    made.elements = vec![one, other].into();
    made.activities.clear();
    let text = plan::write_toml(&campaign, &made).unwrap();
    let first = "[[element]]\nid = \"shuttle-1\"\nlike = \"shuttle\"\nmass = \"4500 kg\"\n";
    assert!(text.contains(first), "{text}");
    let second =
        "[[element]]\nid = \"shuttle-2\"\nname = \"The second\"\ndesign = \"shuttle\"\nkind = ";
    assert!(text.contains(second), "{text}");
    assert_comes_back(&campaign, &made);
}

#[test]
fn what_is_like_a_design_is_a_piece_of_it() {
    let (campaign, _) = everything();
    let design = |id: &str| {
        let found = campaign
            .designs
            .indices()
            .find(|at| campaign.designs[*at].id.as_str() == id);
        found.map(Some).unwrap()
    };
    let text = format!(
        "{HEAD}[[element]]\nid = \"a\"\nlike = \"heavy-stage\"\n\
         [[element]]\nid = \"b\"\nlike = \"heavy-stage\"\ndesign = \"stage\"\n\
         [[element]]\nid = \"c\"\nmass = \"1 kg\"\ndesign = \"stage\"\n\
         [[element]]\nid = \"d\"\nmass = \"1 kg\"\n"
    );
    let read = plan::read_text("p.toml", &text, &campaign).unwrap().plan;
    let designs: Vec<_> = read.elements.iter().map(|it| it.design).collect();
    assert_eq!(
        designs,
        [
            design("heavy-stage"),
            design("stage"),
            design("stage"),
            None
        ]
    );
    let kilograms = read.elements.iter().map(|it| it.mass.kg());
    assert_eq!(kilograms.collect::<Vec<_>>(), [3000.0, 3000.0, 1.0, 1.0]);
}

#[test]
fn mistakes_stand_where_they_are() {
    assert_eq!(
        found(
            "[[element]]\nid = \"x\"\nlike = \"stag\"\n[[element]]\nid = \"lander\"\nmass = \"1 kg\"\n"
        ),
        "campaign.dangling 5:8 \"stag\" is no design of the campaign\n    help: did you mean \"stage\"?\n\
         file.missing-key 3:1 the key \"mass\" is lacking here and in any design\n    \
         help: write mass = \"... kg\" or mass_kg = ...\n"
    );
    assert_eq!(
        found("[[element]]\nid = \"lander\"\nmass = \"1 kg\"\n"),
        "campaign.duplicate-id 3:1 two elements are called \"lander\"\n    \
         help: give each element an id of its own\n"
    );
    assert_eq!(
        found("[[element]]\nid = \"x\"\nmass = \"-1 kg\"\n"),
        "campaign.out-of-range 5:8 mass is -1 kg, which is not zero or more\n"
    );
    assert_eq!(
        found("campaign = \"nothing\"\n"),
        "plan.other-campaign 3:12 the plan is for the campaign \"nothing\", not for \"everything\"\n"
    );
    assert!(codes::OTHER_CAMPAIGN.as_str().starts_with("plan."));
}

#[test]
fn a_number_that_is_not_finite_is_not_written() {
    let (campaign, mut made) = everything();
    let steps = made
        .activities
        .iter_mut()
        .find_map(|it| match &mut it.action {
            portolan_model::Action::Produce { inputs, .. } => Some(inputs),
            _ => None,
        });
    steps.unwrap()[0].per_day = f64::NAN;
    let refused = plan::write_json(&campaign, &made).unwrap_err();
    assert_eq!(
        refused.path.as_deref(),
        Some("activity[19].inputs[0].per_day")
    );
    assert!(campaign::write_toml(&campaign, &made).is_err());
}

proptest! {
    #![proptest_config(common::cases(24))]

    #[test]
    fn generated_plans_come_back_as_they_were(seed in any::<u64>()) {
        let (mut campaign, mut made) = portolan_testkit::campaign(seed, Size::SMALL);
        if seed % 2 == 0 {
            (campaign, made) = portolan_testkit::with_choices(&campaign, &made, seed);
        }
        assert_comes_back(&campaign, &made);
    }

    /// A plan that leads nowhere is written without a panic, and what it lacks is reported.
    #[test]
    fn a_plan_of_another_campaign_is_reported(seed in any::<u64>()) {
        let (campaign, made) = portolan_testkit::campaign(seed, Size::SMALL);
        let made = portolan_testkit::scramble(&campaign, &made, seed);
        if let Ok(text) = plan::write_toml(&campaign, &made) {
            let _ = plan::read_text("x.toml", &text, &campaign);
        }
    }
}
