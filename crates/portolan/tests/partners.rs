//! Planning, sharing and replanning through the facade, on the shipped campaigns.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on is to fail")]

use portolan::model::{Campaign, Goal, Offered, Plan};
use portolan::vocabulary::Duration;
use portolan::{
    Aim, NO_ENGINE, NO_PARTNER, NO_SHARES, NOTHING_TO_SHARE, Opened, ShareAsked, Unwatched, Wanted,
    WhatIfAsked,
};
use std::path::Path;

fn opened(name: &str) -> Opened {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../campaigns")
        .join(name);
    portolan::open(&path).unwrap()
}

/// The value published with the paper, of a regression test of its authors' code, in kg.
const PUBLISHED_KG: f64 = 694_264.417_127_7;

#[test]
fn two_missions_are_planned_judged_and_flown() {
    let opened = opened("lunar-two-missions");
    let best = portolan::optimise(&opened.campaign, &Wanted::default(), &mut Unwatched).unwrap();
    assert!(best.is_feasible(), "{:#?}", best.findings);
    let flown = best
        .flown
        .as_ref()
        .unwrap()
        .measure("launch_mass_kg")
        .unwrap();
    let searched = best.found.reached[0];
    assert_eq!(searched.goal, Goal::LaunchMass);
    for value in [flown, searched.value, searched.bound.unwrap()] {
        assert!(
            (value - PUBLISHED_KG).abs() < 1e-6 * PUBLISHED_KG,
            "{value}"
        );
    }
    let text = portolan::optimised_text(&opened.campaign, &best);
    assert!(
        text.contains("proved") && text.contains("694264.417"),
        "{text}"
    );
    let json: serde_json::Value = serde_json::from_str(&portolan::optimised_json(
        &opened.campaign,
        &best,
        &opened.sources,
    ))
    .unwrap();
    assert_eq!(json["optimum"]["stop"], "optimal");
    assert!(
        json["plan"]["activity"]
            .as_array()
            .is_some_and(|events| events.len() > 20),
        "{}",
        json["plan"]
    );
    // Again, to the same bytes.
    let again = portolan::optimise(&opened.campaign, &Wanted::default(), &mut Unwatched).unwrap();
    assert_eq!(
        portolan::optimised_json(&opened.campaign, &again, &opened.sources),
        json_text(&opened, &best)
    );
}

fn json_text(opened: &Opened, best: &portolan::Optimised) -> String {
    portolan::optimised_json(&opened.campaign, best, &opened.sources)
}

#[test]
fn time_comes_first_where_it_is_asked_for() {
    let opened = opened("lunar-four-agencies");
    let wanted = Wanted {
        aim: Some(Aim::InOrder(vec![Goal::Time, Goal::LaunchMass])),
        ..Wanted::default()
    };
    let best = portolan::optimise(&opened.campaign, &wanted, &mut Unwatched).unwrap();
    // The crew is home on day 13, and nothing is launched later.
    assert_eq!(best.found.reached[0].value, 13.0);
    assert!(
        (best.found.reached[1].value - 445_193.688).abs() < 0.01,
        "{:?}",
        best.found.reached
    );
}

#[test]
fn an_engine_that_is_not_there_is_named() {
    let opened = opened("lunar-four-agencies");
    let wanted = Wanted {
        engine: Some("hihgs".to_owned()),
        ..Wanted::default()
    };
    let findings = portolan::optimise(&opened.campaign, &wanted, &mut Unwatched).unwrap_err();
    assert_eq!(findings[0].code, NO_ENGINE);
    assert!(
        findings[0]
            .advice
            .as_ref()
            .is_some_and(|advice| advice.contains("highs"))
    );
}

#[test]
fn four_agencies_find_no_split_that_nobody_objects_to() {
    let opened = opened("lunar-four-agencies");
    let shared = portolan::share(&opened.campaign, &ShareAsked::default(), &mut Unwatched).unwrap();
    assert_eq!(
        (shared.goal, shared.coalitions.len()),
        (Goal::LaunchMass, 15)
    );
    let of = |members: &[&str]| {
        let plan = shared
            .coalitions
            .iter()
            .find(|plan| plan.members == members)
            .unwrap();
        plan.value.unwrap()
    };
    // NASA and ESA together are one mission of lunar-two-missions, half of what is published for two.
    assert!((of(&["NASA", "ESA"]) - PUBLISHED_KG / 2.0).abs() < 0.01);
    let all = of(&["NASA", "ESA", "JAXA", "CSA"]);
    assert!(all < of(&["NASA"]) + of(&["ESA"]) + of(&["JAXA"]) + of(&["CSA"]));
    let shares = shared.shares.as_ref().unwrap();
    assert!(shares.core.empty && shares.core.proved);
    for (method, judged) in &shares.methods {
        if let Ok(judged) = judged {
            let sum: f64 = judged.allocation.amounts().iter().sum();
            assert!((sum - all).abs() < 1e-6 * all, "{method:?}");
            assert!(!judged.in_core(), "{method:?}");
        }
    }
    let text = portolan::shares_text(&opened.campaign, &shared);
    assert!(text.contains("Whatever the split"), "{text}");
    let json: serde_json::Value = serde_json::from_str(&portolan::shares_json(
        &opened.campaign,
        &shared,
        &opened.sources,
    ))
    .unwrap();
    assert_eq!(json["shares"]["methods"][0]["method"], "shapley");
}

#[test]
fn sharing_says_what_is_amiss() {
    let opened = opened("lunar-four-agencies");
    let ask = |partners: &[&str]| ShareAsked {
        partners: partners.iter().map(|id| (*id).to_owned()).collect(),
        ..ShareAsked::default()
    };
    let code = |campaign: &Campaign, asked: &ShareAsked| {
        portolan::share(campaign, asked, &mut Unwatched).unwrap_err()[0].code
    };
    assert_eq!(code(&opened.campaign, &ask(&["esa", "jaxxa"])), NO_PARTNER);
    assert_eq!(code(&opened.campaign, &ask(&["esa"])), NOTHING_TO_SHARE);
    // With four spacecraft the crew's mission cannot be flown at all.
    let few = with_offers(&opened.campaign, |offer| {
        if offer.id.as_str() == "spacecraft" {
            offer.limit = Some(4.0);
        }
    });
    assert_eq!(code(&few, &ShareAsked::default()), NO_SHARES);
}

fn with_offers(
    campaign: &Campaign,
    mut change: impl FnMut(&mut portolan::model::Offer),
) -> Campaign {
    let mut parts = campaign.clone().into_parts();
    for at in parts.offers.indices().collect::<Vec<_>>() {
        change(&mut parts.offers[at]);
    }
    Campaign::new(parts).unwrap().0
}

/// Three spacecraft from ESA, twelve from JAXA.
fn owned(campaign: &Campaign) -> Campaign {
    let partner = |id: &str| {
        campaign
            .partners
            .indexed()
            .find(|(_, it)| it.id.as_str() == id)
            .unwrap()
            .0
    };
    let mut parts = campaign.clone().into_parts();
    let at = parts
        .offers
        .indices()
        .find(|at| parts.offers[*at].id.as_str() == "spacecraft")
        .unwrap();
    let mut other = parts.offers[at].clone();
    (other.id, other.limit, other.owner) =
        ("other-spacecraft".into(), Some(12.0), Some(partner("jaxa")));
    let first = &mut parts.offers[at];
    (first.limit, first.owner) = (Some(3.0), Some(partner("esa")));
    parts.offers.add(other);
    Campaign::new(parts).unwrap().0
}

fn exits(campaign: &Campaign, without: Option<&str>, from_d: f64) -> portolan::WhatIf {
    let plan = portolan::optimise(campaign, &Wanted::default(), &mut Unwatched).unwrap();
    let plan: Plan = plan.flown.unwrap().checked.plan().clone();
    let asked = WhatIfAsked {
        without: without.map(str::to_owned),
        from: Duration::from_days(from_d),
        notice: Duration::ZERO,
        wanted: Wanted::default(),
    };
    let found = portolan::what_if(campaign, &plan, &asked, &mut Unwatched).unwrap();
    let text = portolan::what_if_text(campaign, &asked, &found);
    assert!(text.contains("Without"), "{text}");
    let json: serde_json::Value =
        serde_json::from_str(&portolan::what_if_json(campaign, &asked, &found, &[])).unwrap();
    assert_eq!(
        json["what_if"]["exits"].as_array().map(Vec::len),
        Some(found.exits.len())
    );
    found
}

fn ids(
    campaign: &Campaign,
    demands: &[portolan::vocabulary::Index<portolan::model::Demand>],
) -> Vec<String> {
    demands
        .iter()
        .map(|demand| campaign.demands[*demand].id.to_string())
        .collect()
}

#[test]
fn a_partner_with_most_of_the_fleet_is_a_single_point_of_failure() {
    let campaign = owned(&opened("lunar-four-agencies").campaign);
    let found = exits(&campaign, None, 0.0);
    assert_eq!(found.exits.len(), 4);
    let worst = &found.exits[0];
    assert_eq!(campaign.partners[worst.partner].id.as_str(), "jaxa");
    assert_eq!(ids(&campaign, &worst.fallen), ["rover"]);
    // Nobody is sent who is not brought back.
    let lost = ids(&campaign, &worst.lost);
    for demand in ["stay", "return"] {
        assert!(lost.contains(&demand.to_owned()), "{lost:?}");
    }
    assert_eq!(worst.saving, ["offer \"other-spacecraft\""]);
    assert!(!worst.is_survivable());
    // Without the CSA nothing but its robots is lost, and less is launched: as much less as without the robots alone.
    let csa = found
        .exits
        .iter()
        .find(|exit| campaign.partners[exit.partner].id.as_str() == "csa")
        .unwrap();
    assert!(csa.is_survivable() && csa.after < csa.before);
    assert!((0.0..1.0).contains(&csa.extra().unwrap()), "{csa:?}");
    assert!(
        csa.replanned
            .as_ref()
            .is_some_and(portolan::Flown::is_feasible),
        "{:#?}",
        csa.replanned
    );
}

#[test]
fn after_the_launch_the_fleet_is_there_and_stays() {
    let campaign = opened("lunar-four-agencies").campaign;
    for day in [2.0, 4.5, 7.0] {
        let found = exits(&campaign, Some("csa"), day);
        let exit = &found.exits[0];
        assert!(
            exit.is_survivable(),
            "day {day}: {:?}",
            ids(&campaign, &exit.lost)
        );
        assert_eq!(exit.after, Some(0.0));
        assert!(
            exit.replanned
                .as_ref()
                .is_some_and(portolan::Flown::is_feasible),
            "day {day}: {:#?}",
            exit.replanned.as_ref().map(portolan::Flown::findings)
        );
    }
}

#[test]
fn a_partner_under_way_takes_its_spacecraft_along() {
    let campaign = owned(&opened("lunar-four-agencies").campaign);
    let found = exits(&campaign, Some("jaxa"), 2.0);
    let exit = &found.exits[0];
    assert!(
        exit.withdrawn
            .iter()
            .any(|what| what.starts_with("element \"spacecraft-")),
        "{:?}",
        exit.withdrawn
    );
    assert!(
        !campaign
            .offers
            .iter()
            .any(|offer| matches!(offer.what, Offered::Element(_)))
    );
}

#[test]
fn who_leaves_must_be_a_partner() {
    let campaign = opened("lunar-four-agencies").campaign;
    let asked = WhatIfAsked {
        without: Some("nassa".to_owned()),
        from: Duration::ZERO,
        notice: Duration::ZERO,
        wanted: Wanted::default(),
    };
    let plan = opened("lunar-four-agencies").plan;
    let findings = portolan::what_if(&campaign, &plan, &asked, &mut Unwatched).unwrap_err();
    assert_eq!(findings[0].code, NO_PARTNER);
}
