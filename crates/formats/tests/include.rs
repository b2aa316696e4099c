//! Campaigns in several files.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod common;

use common::shown;
use portolan_formats::campaign::{self, Memory, Opened, codes};
use portolan_formats::text::{Limits, codes as text_codes};
use portolan_vocabulary::{Findings, Subject};

const HEAD: &str = "format = \"portolan-campaign/1\"\n";
const ROOT: &str = "format = \"portolan-campaign/1\"\nid = \"m\"\nstart = \"2028-01-01\"\n";

fn read(files: &[(&str, String)]) -> Result<Opened, Findings> {
    let files: Memory = files
        .iter()
        .map(|(name, text)| (*name, text.as_str()))
        .collect();
    campaign::read("moon/campaign.toml", &files)
}

fn partner(id: &str) -> String {
    format!("[[partner]]\nid = \"{id}\"\n")
}

#[test]
fn included_lists_stand_first_and_each_file_once() {
    let opened = read(&[
        (
            "moon/campaign.toml",
            format!(
                "{ROOT}include = [\"a.toml\", \"parts/b.json\"]\n{}",
                partner("root")
            ),
        ),
        (
            "moon/a.toml",
            format!("{HEAD}include = [\"parts/c.toml\"]\n{}", partner("a")),
        ),
        (
            "moon/parts/b.json",
            "{\"format\": \"portolan-campaign/1\", \"include\": [\"../parts/c.toml\"], \
             \"partner\": [{\"id\": \"b\"}], \"settings\": {\"scavenge\": true}}"
                .to_owned(),
        ),
        (
            "moon/parts/c.toml",
            format!("{HEAD}settings.tail_d = 2\n{}", partner("c")),
        ),
    ]);
    let opened = opened.unwrap_or_else(|found| panic!("{}", shown(&found)));
    let ids: Vec<&str> = opened
        .campaign
        .partners
        .iter()
        .map(|it| it.id.as_str())
        .collect();
    assert_eq!(ids, ["c", "a", "b", "root"]);
    assert!(opened.campaign.settings.scavenge);
    assert_eq!(opened.campaign.settings.tail.days(), 2.0);
    assert_eq!(opened.plan.maker.name, "campaign.toml");
    let place = opened.places.of(&Subject {
        kind: "partner",
        id: "c".to_owned(),
    });
    assert_eq!(
        place.map(|place| (place.file, place.line)),
        Some(("moon/parts/c.toml".to_owned(), 3))
    );
}

#[test]
fn what_is_wrong_in_any_file_is_reported_at_once() {
    let found = read(&[
        (
            "moon/campaign.toml",
            format!("{ROOT}include = [\"a.toml\", \"b.toml\"]\ncolor = 1\n"),
        ),
        ("moon/a.toml", format!("{HEAD}id = \"a\"\n")),
        ("moon/b.toml", "x = \n".to_owned()),
    ]);
    let found = found.unwrap_err();
    let files: Vec<_> = found
        .iter()
        .map(|it| it.place.as_ref().unwrap().file.as_str())
        .collect();
    assert_eq!(files, ["moon/campaign.toml", "moon/a.toml", "moon/b.toml"]);
    let found = read(&[
        (
            "moon/campaign.toml",
            format!(
                "{ROOT}include = [\"a.toml\"]\n[settings]\nscavenge = true\n{}",
                partner("p")
            ),
        ),
        (
            "moon/a.toml",
            format!(
                "{HEAD}[settings]\nscavenge = false\n[[person]]\nid = \"x\"\nemployer = \"q\"\n"
            ),
        ),
    ]);
    assert_eq!(
        shown(&found.unwrap_err()),
        "campaign.setting-twice 6:12 the setting \"scavenge\" is given in another file too\n    \
         help: give every setting in one file only\n\
         campaign.dangling 6:12 \"q\" is no partner of the campaign\n    help: did you mean \"p\"?\n"
    );
}

#[test]
fn circles_and_depths_end() {
    let found = read(&[
        (
            "moon/campaign.toml",
            format!("{ROOT}include = [\"a.toml\"]\n"),
        ),
        ("moon/a.toml", format!("{HEAD}include = [\"b.toml\"]\n")),
        (
            "moon/b.toml",
            format!("{HEAD}include = [\"a.toml\", \"campaign.toml\"]\n"),
        ),
    ]);
    let found = found.unwrap_err();
    assert!(found.iter().all(|it| it.code == codes::INCLUDE_CYCLE));
    assert_eq!(
        found[0].message,
        "\"campaign.toml\" includes \"a.toml\" includes \"b.toml\" includes \"a.toml\" again"
    );
    let mut files = vec![(
        "moon/campaign.toml".to_owned(),
        format!("{ROOT}include = [\"0.toml\"]\n"),
    )];
    for depth in 0..20 {
        let text = format!("{HEAD}include = [\"{}.toml\"]\n", depth + 1);
        files.push((format!("moon/{depth}.toml"), text));
    }
    let files: Memory = files.into_iter().collect();
    let found = campaign::read("moon/campaign.toml", &files).unwrap_err();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].code, codes::TOO_MANY_INCLUDES);
}

#[test]
fn limits_hold_for_all_files_together() {
    let files: Memory = [
        ("campaign.toml", format!("{ROOT}include = [\"a.toml\"]\n")),
        ("a.toml", format!("{HEAD}# {}\n", "x".repeat(100))),
    ]
    .into_iter()
    .collect();
    let limits = |bytes| Limits {
        bytes,
        ..Limits::default()
    };
    assert!(campaign::read_within("campaign.toml", &files, &limits(300)).is_ok());
    let found = campaign::read_within("campaign.toml", &files, &limits(200)).unwrap_err();
    assert_eq!(found[0].code, text_codes::TOO_LARGE);
    assert_eq!(found[0].place.as_ref().map(|place| place.line), Some(4));
    let found = campaign::read("absent.toml", &files).unwrap_err();
    assert_eq!(
        (found[0].code, found[0].place.clone()),
        (text_codes::UNREADABLE, None)
    );
}
