//! The examples of the book's chapters on the campaign file are read as they stand.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod common;

use common::shown;
use portolan_formats::campaign;
use portolan_model::{Parts, codes};
use portolan_vocabulary::{Finding, Mass};
use std::path::PathBuf;

/// The chapters, with how many examples of tables each has.
const CHAPTERS: &[(&str, usize)] = &[
    ("campaign-file.md", 5),
    ("demand-models.md", 1),
    ("elements.md", 3),
];

/// What the examples refer to.
const AROUND: &[(&str, &str)] = &[
    ("partner", "id = \"agency\""),
    (
        "node",
        "id = \"pad\"\nkind = \"surface\"\nbody = \"earth\"\nlatitude_deg = 5\nlongitude_deg = -52",
    ),
    (
        "node",
        "id = \"depot\"\nkind = \"orbit\"\nbody = \"earth\"\nperiapsis = \"400 km\"",
    ),
    (
        "node",
        "id = \"base\"\nkind = \"surface\"\nbody = \"moon\"\nlatitude_deg = 0\nlongitude_deg = 0",
    ),
    (
        "edge",
        "id = \"ascent\"\nfrom = \"pad\"\nto = \"depot\"\nway = \"flight\"\nduration = \"1 h\"",
    ),
    (
        "edge",
        "id = \"heavy-ascent\"\nfrom = \"pad\"\nto = \"depot\"\nway = \"flight\"\nduration = \"1 h\"",
    ),
    ("resource", "id = \"water\"\nclass = 201"),
    ("resource", "id = \"lox\"\nclass = 101"),
    ("resource", "id = \"lh2\"\nclass = 101"),
    ("design", "id = \"lander\"\nmass = \"2 t\""),
    ("design", "id = \"astronaut\"\nmass = \"80 kg\""),
    ("element", "id = \"habitat\"\nmass = \"10 t\""),
];

/// A campaign with an example in it.
fn around(example: &str) -> String {
    let mut text = "format = \"portolan-campaign/1\"\nid = \"x\"\nstart = \"2028-01-01\"\n\
                    settings = { money = \"EUR 2026\" }\n"
        .to_owned();
    for (list, table) in AROUND {
        let id = table.lines().next().unwrap();
        if !example.lines().any(|line| line == id) {
            text.push_str(&format!("[[{list}]]\n{table}\n"));
        }
    }
    text + example
}

fn read(example: &str) -> Parts {
    let text = around(example);
    let read = campaign::read_text("x.toml", &text);
    let opened = read.unwrap_or_else(|found| panic!("{}\n{text}", shown(&found)));
    opened.campaign.into_parts()
}

/// The examples of a chapter that are tables of a campaign file.
fn examples(chapter: &str) -> Vec<String> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/book/src");
    let text = std::fs::read_to_string(path.join(chapter)).unwrap();
    let blocks = text.split("```toml\n").skip(1);
    let blocks = blocks.map(|rest| rest.split("```").next().unwrap().to_owned());
    blocks.filter(|block| block.starts_with("[[")).collect()
}

#[test]
fn every_example_is_read() {
    for (chapter, count) in CHAPTERS {
        let examples = examples(chapter);
        assert_eq!(examples.len(), *count, "{chapter}");
        for example in examples {
            read(&example);
        }
    }
}

/// What the chapter works out by hand: 2 t empty for 2 t of payload and 20 t of propellant.
#[test]
fn the_law_of_the_example_gives_the_mass_that_the_book_says() {
    let example = examples("elements.md").pop().unwrap();
    let parts = read(&example);
    let lander = parts.designs.iter().find(|it| it.id.as_str() == "lander");
    let sizing = lander.unwrap().sizing.clone().unwrap();
    let dry_kg = sizing.dry_kg(2000.0, 20_000.0).unwrap();
    assert!((dry_kg - 2000.0).abs() < 1e-9, "{dry_kg}");
    assert_eq!(sizing.payload.most, Mass::new(10_000.0));
}

/// A word that the campaign does not have is found in the example too, so that the test above can fail.
#[test]
fn an_example_with_a_slip_is_not_read() {
    let example = examples("demand-models.md").pop().unwrap();
    let text = around(&example.replace("astronaut", "astronout"));
    let found: Vec<Finding> = campaign::read_text("x.toml", &text).unwrap_err();
    assert_eq!(found[0].code, codes::DANGLING);
}
