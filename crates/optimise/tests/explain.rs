//! Why there is no plan, and what would have to change: on the lunar campaign and on small ones.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod lunar;

use lunar::{PUBLISHED, Variant};
use portolan_model::Campaign;
use portolan_optimise::explain::{
    Change, Infeasibility, ObstacleKind, Statement, explain_infeasible, obstacles, what_if,
};
use portolan_optimise::{Request, codes, unroll};
use portolan_solver::{Stop, Unwatched, engine};

fn explained(campaign: &Campaign) -> Infeasibility {
    let request = Request::of(campaign);
    let (network, _) = unroll(campaign, &request.unrolling).unwrap();
    let engine = engine("highs").unwrap();
    explain_infeasible(&network, &request, &*engine, &mut Unwatched).unwrap()
}

fn stop(campaign: &Campaign, changes: &[Change]) -> Stop {
    let request = Request::of(campaign);
    let engine = engine("highs").unwrap();
    what_if(campaign, changes, &request, &*engine, &mut Unwatched)
        .unwrap()
        .stop
}

/// The change that takes a statement away: nothing is demanded, or a hundredfold is allowed.
fn lifted(campaign: &Campaign, statement: Statement) -> Change {
    let value = statement.value(campaign).unwrap();
    let value = if statement.less_is_easier() {
        0.0
    } else {
        (100.0 * value).max(100.0)
    };
    Change::Set { statement, value }
}

/// The conflict and nothing else has no plan; without any one of its members it has; and every remedy is one.
#[track_caller]
fn holds(campaign: &Campaign, found: &Infeasibility) {
    assert_eq!(stop(campaign, &[]), Stop::Infeasible);
    assert!(found.irreducible && !found.conflict.is_empty());
    let kept: Vec<Statement> = found
        .conflict
        .iter()
        .map(|member| member.statement)
        .collect();
    let physical = |statement: &Statement| {
        matches!(
            statement,
            Statement::DryMass(_) | Statement::DeltaV { .. } | Statement::SpecificImpulse { .. }
        )
    };
    let others: Vec<Change> = Statement::all(campaign)
        .into_iter()
        .filter(|statement| !kept.contains(statement) && !physical(statement))
        .map(|statement| lifted(campaign, statement))
        .collect();
    assert_eq!(stop(campaign, &others), Stop::Infeasible);
    for member in &found.conflict {
        let mut without = others.clone();
        without.push(lifted(campaign, member.statement));
        assert_eq!(
            stop(campaign, &without),
            Stop::Optimal,
            "{}",
            member.sentence
        );
    }
    for remedy in found.remedies.iter().chain(&found.together) {
        assert_eq!(
            stop(campaign, &remedy.changes),
            Stop::Optimal,
            "{}",
            remedy.sentence
        );
    }
}

fn sentences(found: &Infeasibility) -> Vec<&str> {
    found
        .remedies
        .iter()
        .map(|remedy| remedy.sentence.as_str())
        .collect()
}

/// One mission needs six spacecraft, as the published models have it.
#[test]
fn five_spacecraft_are_too_few() {
    let campaign = Variant {
        copies: 5,
        ..Variant::missions(1, Some(PUBLISHED))
    }
    .campaign();
    let found = explained(&campaign);
    holds(&campaign, &found);
    assert!(found.obstacles.is_empty());
    assert_eq!(
        sentences(&found)[0],
        "offer 1 piece more in the offer \"spacecraft-0-0\": 6 instead of 5"
    );
    let finding = found.finding(&campaign);
    assert_eq!(finding.code, codes::INFEASIBLE);
    assert!(finding.message.contains("at most 5 pieces of spacecraft-0"));
}

/// With the crew alone, five do; the habitat is too heavy for them.
#[test]
fn a_habitat_is_too_heavy() {
    let campaign = Variant {
        habitat_kg: vec![9000.0],
        ..Variant::missions(1, Some(PUBLISHED))
    }
    .campaign();
    let found = explained(&campaign);
    holds(&campaign, &found);
    assert_eq!(
        found
            .together
            .as_ref()
            .unwrap()
            .sentence
            .matches("offer")
            .count(),
        2
    );
}

/// The crew is demanded on the Moon before the first trip can have come there.
#[test]
fn a_demand_before_anything_can_arrive() {
    let text = Variant::missions(1, Some(PUBLISHED)).text();
    let text = text.replacen("due = \"5 d\"", "due = \"4 d\"", 1);
    let campaign = lunar::read(&text);
    let found = explained(&campaign);
    holds(&campaign, &found);
    assert!(matches!(found.obstacles[0].kind, ObstacleKind::TooSoon(_)));
    assert_eq!(
        found.obstacles[0].sentence,
        "the demand \"habitat-0\" asks for habitat at lunar-surface by day 4: the first comes on day 5 \
         (descent opens on day 4)"
    );
    assert!(sentences(&found).contains(&"let the demand \"habitat-0\" be due 1 day later"));
}

/// A demand that is twice as much as there is on offer.
#[test]
fn two_demands_for_the_same_pieces() {
    let text = Variant::missions(1, Some(PUBLISHED)).text();
    let text = format!(
        "{text}\n[[demand]]\nid = \"elsewhere\"\nnode = \"low-lunar-orbit\"\n\
         pieces = [{{ design = \"crew-0\", count = 2 }}]\nfrom = \"5 d\"\nuntil = \"8 d\"\n"
    );
    let campaign = lunar::read(&text);
    let found = explained(&campaign);
    holds(&campaign, &found);
    let members: Vec<&str> = found
        .conflict
        .iter()
        .map(|member| member.sentence.as_str())
        .collect();
    assert!(members.iter().any(|member| member.contains("\"stay-0\"")));
    assert!(
        members
            .iter()
            .any(|member| member.contains("\"elsewhere\""))
    );
    assert!(
        members
            .iter()
            .any(|member| member.contains("at most 4 pieces of crew-0"))
    );
}

/// No trip is allowed on the only way down.
#[test]
fn a_cap_on_the_only_way() {
    let text = Variant::missions(1, Some(PUBLISHED)).text();
    let text = format!("{text}\n[[cap]]\nid = \"no-landing\"\ntrips = 0\nedges = [\"descent\"]\n");
    let campaign = lunar::read(&text);
    let found = explained(&campaign);
    holds(&campaign, &found);
    assert!(found.conflict.iter().any(|member| {
        member.sentence == "the cap \"no-landing\": at most 0 trips along descent"
    }));
    assert!(
        sentences(&found).contains(&"allow 1 trip more in the cap \"no-landing\": 1 instead of 0")
    );
}

/// What a weak engine, a way without engines and a closed way look like before anything is solved.
#[test]
fn obstacles_are_seen_without_solving() {
    let text = Variant::missions(1, Some(PUBLISHED)).text();
    let weak = text.replacen("dv = \"4040 m/s\"", "dv = \"9040 m/s\"", 1);
    let found = explained(&lunar::read(&weak));
    let says = found
        .obstacles
        .iter()
        .map(|obstacle| obstacle.sentence.as_str());
    assert!(says.clone().any(|sentence| sentence.starts_with(
        "no vehicle on offer gains the 9040 m/s of the edge \"outward\": empty and with full tanks, the best gains 6"
    )));
}

/// A way that is open too late: that it should open earlier is found, with the day.
#[test]
fn a_window_that_opens_too_late() {
    let text = Variant::missions(1, Some(PUBLISHED)).text();
    let right = "recurring = [{ first = \"4 d\", every = \"365 d\", length = \"1 h\" }]";
    assert!(text.contains(right));
    let late = text.replace(right, &right.replace("4 d", "6 d"));
    let campaign = lunar::read(&late);
    let found = explained(&campaign);
    holds(&campaign, &found);
    assert!(
        sentences(&found).contains(&"open the edge \"descent\" on day 4 too"),
        "{:#?}",
        sentences(&found)
    );
}

/// An offer that ends before it is needed.
#[test]
fn an_offer_that_comes_too_late() {
    let text = Variant::missions(1, Some(PUBLISHED)).text();
    let right = "id = \"habitat\"\ngood = \"habitat\"\nnode = \"earth\"\n";
    assert!(text.contains(right));
    let late = text.replacen(right, &format!("{right}from = \"2 d\"\n"), 1);
    let campaign = lunar::read(&late);
    let found = explained(&campaign);
    holds(&campaign, &found);
    assert!(
        sentences(&found).contains(&"let the offer \"habitat\" stand on day 0 too"),
        "{:#?}",
        sentences(&found)
    );
}

#[test]
fn every_obstacle_is_told_in_words() {
    let text = Variant::missions(1, Some(PUBLISHED)).text();
    let cases = [
        (
            "due = \"13 d\"",
            "due = \"50 d\"",
            "the demand \"samples-0\" at earth ends on day 50, and the campaign's horizon on day 20",
        ),
        (
            "id = \"crew-0\"\ndesign = \"crew-0\"",
            "id = \"crew-0\"\ndesign = \"bulk\"",
            "the demand \"stay-0\" asks for crew-0, which is on offer nowhere",
        ),
        (
            "recurring = [{ first = \"1 d\", every",
            "recurring = [{ first = \"30 d\", every",
            "the edge \"outward\" is never open by day 20",
        ),
        (
            "burns = [{ after = \"0 d\", dv = \"4040 m/s\" }]",
            "burns = [{ after = \"0 d\", dv = \"4040 m/s\", system = \"attitude\" }]",
            "nothing on offer has an engine for the 4040 m/s of the edge \"outward\"",
        ),
    ];
    for (right, wrong, sentence) in cases {
        assert!(text.contains(right), "{right}");
        let campaign = lunar::read(&text.replacen(right, wrong, 1));
        let (network, _) = unroll(&campaign, &Request::of(&campaign).unrolling).unwrap();
        let said: Vec<String> = obstacles(&network)
            .into_iter()
            .map(|obstacle| obstacle.sentence)
            .collect();
        assert!(
            said.iter().any(|it| it == sentence),
            "{sentence}: {said:#?}"
        );
    }
}
