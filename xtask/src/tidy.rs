//! The house rules as a test.
//!
//! Each rule is one module with a function from the [`Tree`] to the breaches it finds. A rule reads the
//! tree and nothing else, so that its tests can hand it a tree of a few lines in which it must fail.

mod architecture;
mod exceptions;
mod findings;
mod forbidden;
pub(crate) mod law;
mod length;
mod links;
mod opening;
mod rust;
mod size;
mod tree;

use std::fmt;

use anyhow::{Result, bail};

use crate::workspace::Workspace;
use tree::Tree;

/// A place where a house rule does not hold.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Breach {
    /// The file, from the root of the repository.
    path: String,
    /// The line, from one; zero where the whole file is meant.
    line: usize,
    /// What is wrong and what to do.
    message: String,
}

impl Breach {
    fn of_file(path: &str, message: impl Into<String>) -> Self {
        Self::at(path, 0, message)
    }

    fn at(path: &str, line: usize, message: impl Into<String>) -> Self {
        Self {
            path: path.to_owned(),
            line,
            message: message.into(),
        }
    }
}

impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "{}: {}", self.path, self.message),
            line => write!(f, "{}:{line}: {}", self.path, self.message),
        }
    }
}

/// A rule: its name and what it finds.
type Rule = (&'static str, fn(&Tree) -> Vec<Breach>);

const RULES: [Rule; 10] = [
    ("sources parse", rust::breaches),
    ("function lengths", length::function_breaches),
    ("file lengths", length::file_breaches),
    ("dependency law", law::breaches),
    ("crates in ARCHITECTURE.md", architecture::breaches),
    ("sizes and binaries", size::breaches),
    ("finding codes", findings::breaches),
    ("forbidden words", forbidden::breaches),
    ("links", links::breaches),
    ("opening lines", opening::breaches),
];

/// Applies every rule to the working tree.
///
/// # Errors
/// The tree cannot be read, or some rule does not hold; every breach is printed first.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    let tree = Tree::read(workspace)?;
    let mut broken = 0;
    for (name, rule) in RULES {
        let breaches = rule(&tree);
        for breach in &breaches {
            println!("{breach} [{name}]");
        }
        broken += breaches.len();
    }
    if broken > 0 {
        bail!("breaches of the house rules: {broken}");
    }
    println!(
        "{} rules hold over {} files; {}",
        RULES.len(),
        tree.files.len(),
        length::measured(&tree)
    );
    Ok(())
}
