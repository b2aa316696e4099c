//! One number of the lunar campaign a thousand times too large or too small: it is named, and no other.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod lunar;

use lunar::{PUBLISHED, Variant};
use portolan_optimise::explain::{mis_scaled, negative_prices};
use portolan_optimise::{Unrolling, codes, formulate, unroll};
use portolan_vocabulary::Finding;

fn text() -> String {
    Variant::missions(2, Some(PUBLISHED)).text()
}

fn findings(text: &str) -> Vec<Finding> {
    let campaign = lunar::read(text);
    let (network, _) = unroll(&campaign, &Unrolling::default()).unwrap();
    let formulation = formulate(&network);
    mis_scaled(&network, Some(&formulation.program))
}

#[test]
fn nothing_is_odd_about_the_campaign_as_it_is() {
    assert_eq!(findings(&text()), vec![]);
}

#[test]
fn a_number_a_thousand_times_off_is_named() {
    // What stands in the file, what number it is, and what is named.
    let cases = [
        (
            "isp = \"",
            "420",
            " s",
            "element",
            "spacecraft-0",
            "the specific impulse",
        ),
        (
            "\nmass = \"",
            "13071.917273428024",
            " kg",
            "element",
            "spacecraft-0",
            "the dry mass",
        ),
        (
            "max_payload = \"",
            "2837.11768506991",
            " kg",
            "element",
            "spacecraft-0",
            "the payload",
        ),
        (
            "max_mass = \"",
            "6824.981231189595",
            " kg",
            "element",
            "spacecraft-0",
            "the store \"oxygen\"",
        ),
        (
            "max_mass = \"",
            "37537.39677154277",
            " kg",
            "element",
            "spacecraft-0",
            "the store \"hydrogen\"",
        ),
        ("dv = \"", "4040", " m/s", "edge", "outward", "the delta-v"),
        ("dv = \"", "1870", " m/s", "edge", "descent", "the delta-v"),
        (
            "good = \"habitat\", amount = ",
            "2000",
            " }",
            "demand",
            "habitat-0",
            "the amount of habitat",
        ),
        (
            "good = \"samples\", amount = ",
            "1000",
            " }",
            "demand",
            "samples-0",
            "the amount of samples",
        ),
        ("\nmass = \"", "100", " kg", "element", "crew-0", "the mass"),
        (
            "per_day = ",
            "8.655",
            " }",
            "element",
            "crew-0",
            "the need for consumables",
        ),
    ];
    for (before, number, after, kind, id, what) in cases {
        for factor in [1e3, 1e-3] {
            let value: f64 = number.parse().unwrap();
            let right = format!("{before}{number}{after}");
            let wrong = format!("{before}{}{after}", value * factor);
            let text = text();
            assert!(text.contains(&right), "{right}");
            let found = findings(&text.replacen(&right, &wrong, 1));
            assert_eq!(found.len(), 1, "{wrong}: {found:#?}");
            let finding = &found[0];
            assert_eq!(finding.code, codes::MIS_SCALED);
            assert_eq!(
                (finding.subject.kind, finding.subject.id.as_str()),
                (kind, id)
            );
            assert!(finding.message.starts_with(what), "{}", finding.message);
            let advice = finding.advice.as_ref().unwrap();
            assert!(advice.starts_with("is it "), "{advice}");
        }
    }
}

/// What pays for itself is named by its sign.
#[test]
fn prices_below_nothing_are_named() {
    let right = "id = \"oxygen\"\nname = \"Liquid oxygen\"";
    let wrong = format!("{right}\nprice = \"-3 USD (2026)\"");
    let text = text();
    assert!(text.contains(right));
    let campaign = lunar::read(&text.replacen(right, &wrong, 1));
    let found = negative_prices(&campaign);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].code, codes::UNBOUNDED);
    assert_eq!(found[0].subject.id, "oxygen");
    assert!(negative_prices(&Variant::missions(2, Some(PUBLISHED)).campaign()).is_empty());
}
