//! The page that draws the dependency law, made from its table.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, Result};

use crate::tidy::law::{Law, Row, TABLE};

const OPENING: &str = "\
<!-- Made by `cargo xtask generate` from xtask/dependency-law.toml; edit that file. -->

# The dependency law

An arrow means \"may link with\". `cargo xtask tidy` compares every edge of the workspace with this law,
whose text is [xtask/dependency-law.toml](../xtask/dependency-law.toml); the reasons are in
[decision 0001](decisions/0001-workspace-and-dependency-law.md).

```mermaid
graph TD
";

const FENCES: &str = "\
```

Crates of other people that only some of ours may link with:

| crate | only in | why |
| --- | --- | --- |
";

/// The text of the page.
///
/// # Errors
/// The table of the law cannot be read.
pub(super) fn text(root: &Path) -> Result<String> {
    let table = std::fs::read_to_string(root.join(TABLE))
        .with_context(|| format!("{TABLE} cannot be read"))?;
    page(&Law::parse(&table)?)
}

fn page(law: &Law) -> Result<String> {
    let mut page = OPENING.to_owned();
    for (name, row) in &law.crates {
        write_row(&mut page, name, row)?;
    }
    page.push_str(FENCES);
    for (name, fence) in &law.external {
        let only: Vec<String> = fence.only.iter().map(|it| format!("`{it}`")).collect();
        let only = match only.as_slice() {
            [] => "no crate yet".to_owned(),
            names => names.join(", "),
        };
        writeln!(page, "| `{name}` | {only} | {} |", fence.why)?;
    }
    Ok(page)
}

fn write_row(page: &mut String, name: &str, row: &Row) -> Result<()> {
    let note = match (row.tests_only, row.may_anything) {
        (true, _) => "<br>for tests only",
        (_, true) => "<br>may link with anything",
        _ => "",
    };
    writeln!(page, "    {name}[\"{name}{note}\"]")?;
    for other in &row.may {
        writeln!(page, "    {name} --> {other}")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_has_every_crate_edge_and_fence() {
        let law = Law::parse(
            "[crates.model]\nmay = [\"vocabulary\"]\n[crates.vocabulary]\n\
             [external.toml]\nonly = [\"model\"]\nwhy = \"files\"\n\
             [external.pyo3]\nonly = []\nwhy = \"later\"\n",
        );
        let page = page(&law.unwrap()).unwrap();
        for line in [
            "    model[\"model\"]",
            "    model --> vocabulary",
            "    vocabulary[\"vocabulary\"]",
            "| `toml` | `model` | files |",
            "| `pyo3` | no crate yet | later |",
        ] {
            assert!(page.lines().any(|it| it == line), "{line} in\n{page}");
        }
    }
}
