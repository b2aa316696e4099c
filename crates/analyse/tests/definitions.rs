//! The book's chapter on measures, which is rendered from their definitions and compared.

use portolan_analyse::{Definition, definitions};
use portolan_testkit::golden;
use std::fmt::Write as _;
use std::path::Path;

const HEAD: &str = "\
# Measures

A measure is a number drawn from an outcome. It counts only what happened: a launch that was blocked has no
launch mass, cargo that did not arrive was not delivered. Every measure has a definition, and a source where
the definition is not our own.

Where a measure is taken per thing, its key is the key below, a full stop and the thing's id:
`delivered_mass_kg.lunar-base`. A measure that means nothing for an outcome (a ratio over no launch) has no
value. A *destination* is a node on a surface other than the Earth's or in an orbit around the Sun, and a way
over such a surface. The unit *money* is the campaign's currency and price year.

This page is rendered from the definitions in the program. A test compares the two;
`PORTOLAN_BLESS=1 cargo test -p portolan-analyse --test definitions` writes it anew.

| key | unit | per | definition |
| --- | --- | --- | --- |
";

const SOURCES: &str = "
## Sources

What a definition was taken from, and what differs from there.

| key | source |
| --- | --- |
";

fn row(definition: &Definition, out: &mut String) {
    let Definition {
        key,
        name,
        unit,
        per,
        definition,
        ..
    } = definition;
    let whole = if per.is_empty() { "" } else { per };
    let _ = writeln!(
        out,
        "| `{key}` | {unit} | {whole} | **{name}.** {definition} |"
    );
}

#[test]
fn the_chapter_is_rendered_from_the_definitions() {
    let mut page = HEAD.to_owned();
    for definition in definitions() {
        row(definition, &mut page);
    }
    page.push_str(SOURCES);
    for Definition { key, source, .. } in definitions().iter().filter(|it| !it.source.is_empty()) {
        let _ = writeln!(page, "| `{key}` | {source} |");
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/book/src");
    golden(folder.join("measures.md"), &page);
}
