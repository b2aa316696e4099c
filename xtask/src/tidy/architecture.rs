//! Every crate is named in the crate table of ARCHITECTURE.md.

use super::{Breach, Tree};

const PAGE: &str = "ARCHITECTURE.md";

/// Crates without a row.
pub(crate) fn breaches(tree: &Tree) -> Vec<Breach> {
    let Some(page) = tree.text(PAGE) else {
        return vec![Breach::of_file(PAGE, "is missing")];
    };
    tree.crates
        .iter()
        .filter(|it| !page.lines().any(|line| is_row_of(line, &it.name)))
        .map(|it| {
            Breach::of_file(
                PAGE,
                format!("the crate table has no row for `{}`", it.name),
            )
        })
        .collect()
}

/// Whether a line is a table row whose first cell is the name in backticks.
fn is_row_of(line: &str, name: &str) -> bool {
    let mut cells = line.trim().split('|');
    let before = cells.next();
    let first = cells.next().map(str::trim);
    before == Some("") && first.is_some_and(|cell| cell == format!("`{name}`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const CRATES: &[(&str, &[&str])] = &[("model", &[]), ("xtask", &[])];

    fn paths_and_messages(page: &str) -> Vec<String> {
        let tree = Tree::of(&[(PAGE, page)]).with_crates(CRATES);
        breaches(&tree).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_row_for_each_crate_passes() {
        let page = "| crate | question |\n| --- | --- |\n| `model` | what |\n| `xtask` | tools |\n";
        assert_eq!(paths_and_messages(page), [""; 0]);
    }

    #[test]
    fn a_crate_named_only_in_prose_or_another_cell_fails() {
        let page = "The `model` crate.\n| `models` | `model` |\n| `xtask` | tools |\n";
        let found = paths_and_messages(page);
        assert_eq!(
            found,
            ["ARCHITECTURE.md: the crate table has no row for `model`"]
        );
    }

    #[test]
    fn a_missing_page_fails() {
        assert_eq!(breaches(&Tree::of(&[])).len(), 1);
    }
}
