//! Files that are made from the sources, checked in, and compared by `check`.
//!
//! A generated file is checked in so that an editor, a reader or another tool finds it without
//! building anything. It must then be proved fresh, or it would lie.

mod finding_pages;
mod law_page;
mod rules_page;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

/// Folders in which every file is generated: one that no generator claims is stale.
const FOLDERS: [&str; 2] = ["schemas", "docs/book/src/findings"];

/// One generated file.
pub(crate) struct Generated {
    /// What it is, for a person.
    pub(crate) name: &'static str,
    /// Where it stands, from the root of the repository, with `/` between folders.
    pub(crate) path: Cow<'static, str>,
    /// Makes its text from the repository at this root.
    pub(crate) text: Text,
}

/// How a generated file's text is made.
pub(crate) enum Text {
    /// From the repository at this root.
    Made(fn(&Path) -> Result<String>),
    /// It is this.
    Is(String),
}

/// Every generated file of the repository.
pub(crate) fn generators() -> Vec<Generated> {
    let mut all = vec![
        Generated {
            name: "the picture of the dependency law",
            path: "docs/dependency-law.md".into(),
            text: Text::Made(law_page::text),
        },
        Generated {
            name: "the rules and their sources",
            path: "docs/book/src/rules.md".into(),
            text: Text::Made(rules_page::text),
        },
    ];
    all.extend(
        portolan::schemas()
            .into_iter()
            .map(|(file, text)| Generated {
                name: "the JSON Schema of a file format",
                path: format!("schemas/{file}").into(),
                text: Text::Is(text),
            }),
    );
    all.extend(finding_pages::pages());
    all
}

/// Writes every generated file that is not as it should be, and removes those that nobody makes any more.
///
/// # Errors
/// A generator fails, or a file cannot be written.
pub(crate) fn write(root: &Path) -> Result<()> {
    write_all(root, &generators())
}

/// Compares every generated file with what its generator makes now.
///
/// # Errors
/// A file differs, is missing or is stale; the message names the command that mends it.
pub(crate) fn compare(root: &Path) -> Result<()> {
    compare_all(root, &generators())
}

fn write_all(root: &Path, generators: &[Generated]) -> Result<()> {
    for generated in generators {
        write_one(root, generated)?;
    }
    for path in orphans(root, generators)? {
        fs::remove_file(root.join(&path)).with_context(|| format!("{path} cannot be removed"))?;
        println!("removed {path}");
    }
    Ok(())
}

fn write_one(root: &Path, generated: &Generated) -> Result<()> {
    let text = made(root, generated)?;
    let file = root.join(&*generated.path);
    if is_fresh(&file, &text) {
        return Ok(());
    }
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(&file, text).with_context(|| format!("{} cannot be written", generated.path))?;
    println!("wrote {} ({})", generated.path, generated.name);
    Ok(())
}

fn compare_all(root: &Path, generators: &[Generated]) -> Result<()> {
    let mut stale = orphans(root, generators)?;
    for generated in generators {
        if !is_fresh(&root.join(&*generated.path), &made(root, generated)?) {
            stale.push(generated.path.to_string());
        }
    }
    if !stale.is_empty() {
        bail!(
            "not as the sources make them: {}; run `cargo xtask generate` and commit the result",
            stale.join(", ")
        );
    }
    println!("generated files are fresh: {}", generators.len());
    Ok(())
}

fn made(root: &Path, generated: &Generated) -> Result<String> {
    let text = match &generated.text {
        Text::Made(make) => make(root),
        Text::Is(text) => Ok(text.clone()),
    };
    text.with_context(|| format!("the generator of {} failed", generated.path))
}

fn is_fresh(file: &Path, text: &str) -> bool {
    fs::read(file).is_ok_and(|bytes| bytes == text.as_bytes())
}

/// Files in the generated folders that no generator makes, ordered.
fn orphans(root: &Path, generators: &[Generated]) -> Result<Vec<String>> {
    let claimed: BTreeSet<&str> = generators.iter().map(|it| &*it.path).collect();
    let mut orphans = Vec::new();
    for folder in FOLDERS {
        let Ok(entries) = fs::read_dir(root.join(folder)) else {
            continue; // the folder arrives with its first file
        };
        for entry in entries {
            let path = format!("{folder}/{}", entry?.file_name().to_string_lossy());
            if !claimed.contains(path.as_str()) {
                orphans.push(path);
            }
        }
    }
    orphans.sort();
    Ok(orphans)
}

#[cfg(test)]
mod tests {
    use super::*;

    use std::path::PathBuf;

    const ONE: Generated = Generated {
        name: "the number one",
        path: Cow::Borrowed("schemas/one.txt"),
        text: Text::Made(|_| Ok("1\n".to_owned())),
    };

    /// A folder of its own for each test, removed afterwards.
    struct Scratch(PathBuf);

    impl Scratch {
        fn new(name: &str) -> Self {
            let folder = std::env::temp_dir().join(format!("xtask-{name}-{}", std::process::id()));
            fs::create_dir_all(folder.join("schemas")).unwrap();
            Self(folder)
        }
    }

    impl Drop for Scratch {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn what_was_written_is_fresh_and_a_changed_byte_is_not() {
        let scratch = Scratch::new("fresh");
        assert!(compare_all(&scratch.0, &[ONE]).is_err(), "missing");
        write_all(&scratch.0, &[ONE]).unwrap();
        compare_all(&scratch.0, &[ONE]).unwrap();
        fs::write(scratch.0.join(&*ONE.path), "1 \n").unwrap();
        let problem = compare_all(&scratch.0, &[ONE]).unwrap_err().to_string();
        assert!(problem.contains("schemas/one.txt"), "{problem}");
        assert!(problem.contains("`cargo xtask generate`"), "{problem}");
    }

    #[test]
    fn a_file_that_nobody_makes_is_stale_and_removed() {
        let scratch = Scratch::new("orphan");
        let left_over = scratch.0.join("schemas/two.txt");
        write_all(&scratch.0, &[ONE]).unwrap();
        fs::write(&left_over, "2\n").unwrap();
        assert!(compare_all(&scratch.0, &[ONE]).is_err());
        write_all(&scratch.0, &[ONE]).unwrap();
        assert!(!left_over.exists());
        compare_all(&scratch.0, &[ONE]).unwrap();
    }

    #[test]
    fn no_two_generators_write_the_same_file() {
        let generators = generators();
        let paths: BTreeSet<&str> = generators.iter().map(|it| &*it.path).collect();
        assert_eq!(paths.len(), generators.len());
    }
}
