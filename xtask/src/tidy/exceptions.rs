//! The list of functions and files that may be longer than the house allows.
//!
//! The list only shrinks: an entry must name something that is still too long and give its present
//! length, so that whoever shortens it must say so, and whoever lengthens it is stopped.

use serde::Deserialize;

use super::{Breach, Tree};

/// Where the list stands.
const LIST: &str = "xtask/exceptions.toml";

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The lines of a function.
    Function,
    /// The lines of a file outside its tests.
    File,
}

/// A function or a file with its length; the name is empty for a file.
#[derive(Debug)]
pub(crate) struct Measured<'a> {
    /// The file.
    pub(crate) path: &'a str,
    /// The function with what is around it, or nothing.
    pub(crate) name: &'a str,
    /// Where it begins; zero for a file.
    pub(crate) line: usize,
    /// How long it is.
    pub(crate) lines: usize,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct List {
    #[serde(default)]
    function: Vec<Exception>,
    #[serde(default)]
    file: Vec<Exception>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Exception {
    path: String,
    #[serde(default)]
    name: String,
    lines: usize,
    /// The reason; it must be given, and nobody but a reader uses it.
    #[serde(rename = "why")]
    _why: String,
}

/// What is too long and not listed, and what is listed but is within the limit, gone, or of another length.
pub(crate) fn breaches(tree: &Tree, kind: Kind, most: usize, measured: &[Measured]) -> Vec<Breach> {
    let list = match toml::from_str::<List>(tree.text(LIST).unwrap_or_default()) {
        Ok(list) => list,
        Err(problem) => return vec![Breach::of_file(LIST, problem.to_string())],
    };
    let listed = match kind {
        Kind::Function => list.function,
        Kind::File => list.file,
    };
    let too_long = measured.iter().filter(|it| it.lines > most);
    let unlisted = too_long.filter(|it| !listed.iter().any(|entry| entry.names(it)));
    unlisted
        .map(|it| unlisted_breach(it, most))
        .chain(listed.iter().filter_map(|it| it.breach(measured, most)))
        .collect()
}

fn unlisted_breach(it: &Measured, most: usize) -> Breach {
    let what = match it.name {
        "" => "the file".to_owned(),
        name => format!("`{name}`"),
    };
    let message = format!("{what} has {} lines, more than {most}: divide it", it.lines);
    Breach::at(it.path, it.line, message)
}

impl Exception {
    fn names(&self, it: &Measured) -> bool {
        self.path == it.path && self.name == it.name
    }

    /// What is wrong with the entry itself.
    fn breach(&self, measured: &[Measured], most: usize) -> Option<Breach> {
        let now = measured
            .iter()
            .filter(|it| self.names(it))
            .map(|it| it.lines)
            .max();
        let problem = match now {
            None => "is gone: remove its entry".to_owned(),
            Some(now) if now <= most => format!("now has {now} lines: remove its entry"),
            Some(now) if now < self.lines => format!("now has {now} lines: record that"),
            Some(now) if now > self.lines => {
                format!("has grown from {} to {now} lines: divide it", self.lines)
            }
            Some(_) => return None,
        };
        let name = [self.path.as_str(), self.name.as_str()].join("::");
        let name = name.trim_end_matches("::");
        Some(Breach::of_file(LIST, format!("{name} {problem}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENTRY: &str =
        "[[function]]\npath = \"a.rs\"\nname = \"f\"\nlines = 80\nwhy = \"a table\"\n";

    fn messages(list: &str, lines: Option<usize>) -> Vec<String> {
        let measured: Vec<Measured> = lines
            .map(|lines| Measured {
                path: "a.rs",
                name: "f",
                line: 7,
                lines,
            })
            .into_iter()
            .collect();
        let tree = Tree::of(&[(LIST, list)]);
        let found = breaches(&tree, Kind::Function, 70, &measured);
        found.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn an_entry_holds_at_its_length_and_fails_at_any_other() {
        assert_eq!(messages(ENTRY, Some(80)), [""; 0]);
        for (lines, expected) in [
            (Some(81), "has grown from 80 to 81 lines"),
            (Some(79), "now has 79 lines: record that"),
            (Some(70), "now has 70 lines: remove its entry"),
            (None, "is gone: remove its entry"),
        ] {
            let found = messages(ENTRY, lines);
            assert_eq!(found.len(), 1, "{found:?}");
            assert!(found[0].contains(expected), "{found:?}");
        }
    }

    #[test]
    fn what_is_too_long_and_not_listed_is_named_with_its_line() {
        let found = messages("", Some(71));
        assert_eq!(found, ["a.rs:7: `f` has 71 lines, more than 70: divide it"]);
        assert_eq!(messages("", Some(70)), [""; 0]);
    }

    #[test]
    fn an_entry_needs_a_reason_and_knows_no_other_key() {
        let without = ENTRY.replace("why", "because");
        assert_eq!(messages(&without, Some(80)).len(), 1);
    }

    #[test]
    fn an_entry_for_a_file_covers_no_function() {
        let of_file = "[[file]]\npath = \"a.rs\"\nlines = 80\nwhy = \"a table\"\n";
        assert_eq!(messages(of_file, Some(80)).len(), 1);
    }
}
