//! What the optimiser finds before it searches, by code.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod lunar;

use lunar::{PUBLISHED, Variant};
use portolan_optimise::{Request, Unrolling, codes, engine_failed, prepare, search, unroll};
use portolan_solver::{EngineError, Options, Unwatched, engine};
use portolan_vocabulary::{Code, Findings, Severity};

fn text() -> String {
    Variant::missions(1, Some(PUBLISHED)).text()
}

fn findings(text: &str) -> Findings {
    let campaign = lunar::read(text);
    match prepare(&campaign, &Request::of(&campaign)) {
        Ok((_, findings)) | Err(findings) => findings,
    }
}

#[track_caller]
fn finds(text: &str, code: Code, severity: Severity, id: &str) {
    let found = findings(text);
    let with = found.iter().find(|finding| finding.code == code);
    let finding = with.unwrap_or_else(|| panic!("no {code}: {found:#?}"));
    assert_eq!(finding.severity, severity);
    assert_eq!(finding.subject.id, id);
    assert!(finding.advice.is_some());
}

/// The text without the tables of a kind.
fn without(table: &str) -> String {
    let text = text();
    let mut kept = text.split("[[").map(|part| {
        let named = part.starts_with(table);
        (!named).then(|| part.to_owned())
    });
    let head = kept.next().flatten().unwrap();
    let rest = kept.flatten().map(|part| format!("[[{part}"));
    head + &rest.collect::<String>()
}

#[test]
fn what_is_found_before_a_search() {
    assert_eq!(findings(&text()), vec![]);
    let id = "lunar-two-missions";
    finds(
        &without("offer]]"),
        codes::NOTHING_OFFERED,
        Severity::Error,
        id,
    );
    finds(
        &without("demand]]"),
        codes::NOTHING_DEMANDED,
        Severity::Warning,
        id,
    );
    let good = "[[offer]]\nid = \"habitat\"\ngood = \"habitat\"\nnode = \"earth\"\n";
    assert!(text().contains(good));
    let nowhere = text().replace(good, "");
    finds(
        &nowhere,
        codes::OFFERED_NOWHERE,
        Severity::Error,
        "habitat-0",
    );
    let of_an_element = format!(
        "{}\n[[element]]\nid = \"hut\"\nkind = \"module\"\nclass = 8\nmass = \"1 t\"\n\
         [[demand]]\nid = \"inside\"\nelement = \"hut\"\nlots = [{{ good = \"habitat\", amount = 1 }}]\ndue = \"5 d\"\n",
        text()
    );
    finds(&of_an_element, codes::LEFT_OUT, Severity::Warning, "inside");
}

#[test]
fn too_many_instants_are_thinned() {
    let campaign = Variant::missions(2, Some(PUBLISHED)).campaign();
    let few = Unrolling {
        instants: 3,
        ..Unrolling::default()
    };
    let (_, found) = unroll(&campaign, &few).unwrap();
    assert!(found.iter().any(|finding| finding.code == codes::THINNED));
}

#[test]
fn an_engine_that_fails_is_told() {
    let campaign = lunar::read(&text());
    let mut request = Request::of(&campaign);
    request.options = Options {
        relative_gap: f64::NAN,
        ..request.options
    };
    let (network, _) = prepare(&campaign, &request).unwrap();
    let engine = engine("highs").unwrap();
    let error = search(&network, &request, &*engine, &mut Unwatched).unwrap_err();
    assert!(matches!(error, EngineError::Malformed(_)));
    let finding = engine_failed(&campaign, &error);
    assert_eq!(finding.code, codes::ENGINE_FAILED);
    assert!(finding.message.contains("a gap is negative or no number"));
}
