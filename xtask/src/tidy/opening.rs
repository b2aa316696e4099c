//! Every Rust file opens with a line that says what it is for.

use super::{Breach, Tree};

/// Files that open with anything but a `//!` line with words on it.
pub(crate) fn breaches(tree: &Tree) -> Vec<Breach> {
    tree.rust_files()
        .iter()
        .filter(|file| !opens_well(&file.text))
        .map(|file| {
            Breach::at(
                &file.path,
                1,
                "say in a first `//!` line what this file is for",
            )
        })
        .collect()
}

fn opens_well(text: &str) -> bool {
    let first = text.lines().next().unwrap_or_default();
    first
        .strip_prefix("//!")
        .is_some_and(|words| !words.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_line_of_documentation_opens_a_file() {
        assert!(opens_well("//! What may be true.\n\nuse a;\n"));
        for text in [
            "",
            "use a;\n",
            "// A.\n",
            "//!\n//! Late.\n",
            "\n//! Late.\n",
        ] {
            assert!(!opens_well(text), "{text:?}");
            assert_eq!(breaches(&Tree::of(&[("a.rs", text)])).len(), 1, "{text:?}");
        }
    }
}
