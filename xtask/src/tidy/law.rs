//! The dependency law: which crate may link with which, compared edge by edge with the manifests.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use serde::Deserialize;

use super::{Breach, Tree};
use crate::workspace::{Crate, short_name};

/// Where the law stands.
pub(crate) const TABLE: &str = "xtask/dependency-law.toml";

/// The law as written in its file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Law {
    /// Every crate of the workspace.
    pub(crate) crates: BTreeMap<String, Row>,
    /// Crates of other people that only some of ours may link with.
    #[serde(default)]
    pub(crate) external: BTreeMap<String, Fence>,
}

/// What one crate may link with.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(crate) struct Row {
    /// The crates of ours that it may link with.
    #[serde(default)]
    pub(crate) may: Vec<String>,
    /// It may link with anything of ours.
    #[serde(default)]
    pub(crate) may_anything: bool,
    /// Only tests may use it: no other crate may link with it.
    #[serde(default)]
    pub(crate) tests_only: bool,
    /// It does not exist yet.
    #[serde(default)]
    pub(crate) planned: bool,
}

/// The only crates that may link with a crate of other people.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Fence {
    /// Crates of ours.
    pub(crate) only: Vec<String>,
    /// The reason.
    pub(crate) why: String,
}

impl Law {
    /// Reads the law.
    ///
    /// # Errors
    /// The text is not TOML, or it has a key that the law does not know.
    pub(crate) fn parse(text: &str) -> Result<Self> {
        toml::from_str(text).with_context(|| format!("{TABLE} does not parse"))
    }

    fn names(&self, name: &str) -> bool {
        self.crates.contains_key(name)
    }
}

/// Edges outside the law, and rows that do not fit the workspace.
pub(crate) fn breaches(tree: &Tree) -> Vec<Breach> {
    let law = match Law::parse(tree.text(TABLE).unwrap_or_default()) {
        Ok(law) => law,
        Err(problem) => return vec![Breach::of_file(TABLE, format!("{problem:#}"))],
    };
    let messages = row_messages(&law, &tree.crates);
    let messages = messages.chain(unknown_names(&law));
    let of_table = messages.map(|message| Breach::of_file(TABLE, message));
    let of_crates = tree.crates.iter().flat_map(|it| crate_breaches(&law, it));
    of_table.chain(of_crates).collect()
}

/// Rows without a crate, and rows called planned whose crate has arrived.
fn row_messages<'a>(law: &'a Law, crates: &'a [Crate]) -> impl Iterator<Item = String> + 'a {
    law.crates.iter().filter_map(|(name, row)| {
        let exists = crates.iter().any(|it| it.name == *name);
        match (exists, row.planned) {
            (false, false) => Some(format!("`{name}` is no crate of the workspace")),
            (true, true) => Some(format!("`{name}` exists now: remove `planned`")),
            _ => None,
        }
    })
}

/// Names in the table that have no row of their own.
fn unknown_names(law: &Law) -> impl Iterator<Item = String> + '_ {
    let in_rows = law.crates.values().flat_map(|row| &row.may);
    let in_fences = law.external.values().flat_map(|fence| &fence.only);
    in_rows
        .chain(in_fences)
        .filter(|name| !law.names(name))
        .map(|name| format!("`{name}` is named but has no row"))
}

fn crate_breaches(law: &Law, it: &Crate) -> Vec<Breach> {
    let Some(row) = law.crates.get(&it.name) else {
        return vec![Breach::of_file(TABLE, format!("`{}` has no row", it.name))];
    };
    let manifest = manifest_path(&it.name);
    let messages = it.dependencies.iter().filter_map(|dependency| {
        let name = short_name(dependency);
        match law.crates.get(name) {
            Some(other) => edge_message(&it.name, row, name, other),
            None => fence_message(law, &it.name, dependency),
        }
    });
    messages
        .map(|message| Breach::of_file(&manifest, message))
        .collect()
}

fn manifest_path(name: &str) -> String {
    match name {
        "xtask" | "benches" => format!("{name}/Cargo.toml"),
        _ => format!("crates/{name}/Cargo.toml"),
    }
}

fn edge_message(from: &str, row: &Row, to: &str, other: &Row) -> Option<String> {
    if row.may_anything || row.may.iter().any(|name| name == to) {
        return None;
    }
    if other.tests_only {
        return Some(format!(
            "`{to}` is for tests: name it under [dev-dependencies]"
        ));
    }
    Some(format!(
        "the dependency law does not let `{from}` link with `{to}` ({TABLE})"
    ))
}

fn fence_message(law: &Law, from: &str, dependency: &str) -> Option<String> {
    let fence = law.external.get(dependency)?;
    if fence.only.iter().any(|name| name == from) {
        return None;
    }
    let others = match fence.only.as_slice() {
        [] => "no crate".to_owned(),
        names => format!("only {}", names.join(", ")),
    };
    Some(format!(
        "{others} may link with `{dependency}`, not `{from}`: {} ({TABLE})",
        fence.why
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LAW: &str = r#"
        [crates.vocabulary]
        [crates.model]
        may = ["vocabulary"]
        [crates.testkit]
        may = ["model"]
        tests_only = true
        [crates.benches]
        may_anything = true
        [external.toml]
        only = ["testkit"]
        why = "files are for one crate"
    "#;

    type Crates<'a> = &'a [(&'a str, &'a [&'a str])];

    const LAWFUL: Crates = &[
        ("benches", &["portolan-model", "portolan-testkit"]),
        ("model", &["portolan-vocabulary", "serde"]),
        ("testkit", &["portolan-model", "toml"]),
        ("vocabulary", &[]),
    ];

    fn messages(law: &str, crates: Crates) -> Vec<String> {
        let tree = Tree::of(&[(TABLE, law)]).with_crates(crates);
        let found = breaches(&tree);
        found.iter().map(ToString::to_string).collect()
    }

    /// The one breach after one crate's dependencies were changed.
    fn only_message(name: &str, dependencies: &[&str]) -> String {
        let replace = |(own, old)| (own, if own == name { dependencies } else { old });
        let crates: Vec<_> = LAWFUL.iter().copied().map(replace).collect();
        let found = messages(LAW, &crates);
        assert_eq!(found.len(), 1, "{found:?}");
        found[0].clone()
    }

    #[test]
    fn a_lawful_workspace_passes() {
        assert_eq!(messages(LAW, LAWFUL), [""; 0]);
    }

    #[test]
    fn an_edge_outside_the_law_fails() {
        let message = only_message("vocabulary", &["portolan-model"]);
        assert!(message.starts_with("crates/vocabulary/Cargo.toml: "));
        assert!(message.contains("does not let `vocabulary` link with `model`"));
    }

    #[test]
    fn what_is_for_tests_must_not_be_linked_with() {
        let message = only_message("model", &["portolan-testkit"]);
        assert!(message.contains("[dev-dependencies]"), "{message}");
    }

    #[test]
    fn a_fenced_crate_fails_outside_its_fence() {
        let message = only_message("model", &["toml"]);
        assert!(message.contains("only testkit may link"), "{message}");
        assert!(message.contains("files are for one crate"), "{message}");
    }

    #[test]
    fn every_crate_has_a_row_and_every_row_a_crate() {
        let found = messages(LAW, &LAWFUL[..3]);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].contains("`vocabulary` is no crate"), "{found:?}");
        let more = [LAWFUL, &[("report", &[])]].concat();
        let found = messages(LAW, &more);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].contains("`report` has no row"), "{found:?}");
    }

    #[test]
    fn a_planned_row_waits_for_its_crate_and_then_fails() {
        let planned = format!("{LAW}\n[crates.report]\nplanned = true\n");
        assert_eq!(messages(&planned, LAWFUL), [""; 0]);
        let more = [LAWFUL, &[("report", &[])]].concat();
        let found = messages(&planned, &more);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].contains("remove `planned`"), "{found:?}");
    }

    #[test]
    fn a_name_without_a_row_and_an_unknown_key_fail() {
        let found = messages(&LAW.replace("[\"testkit\"]", "[\"tesktit\"]"), &LAWFUL[..2]);
        assert!(
            found
                .iter()
                .any(|it| it.contains("`tesktit` is named but has no row")),
            "{found:?}"
        );
        assert_eq!(messages(&LAW.replace("may =", "must ="), LAWFUL).len(), 1);
    }
}
