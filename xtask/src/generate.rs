//! Files that are made from the sources, checked in, and compared by `check`.
//!
//! A generated file is checked in so that an editor, a reader or another tool finds it without
//! building anything. It must then be proved fresh, or it would lie.

mod law_page;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

/// Folders in which every file is generated: one that no generator claims is stale.
const FOLDERS: [&str; 1] = ["schemas"];

/// One generated file.
pub(crate) struct Generated {
    /// What it is, for a person.
    pub(crate) name: &'static str,
    /// Where it stands, from the root of the repository, with `/` between folders.
    pub(crate) path: &'static str,
    /// Makes its text from the repository at this root.
    pub(crate) text: fn(&Path) -> Result<String>,
}

/// Every generated file of the repository.
pub(crate) fn generators() -> Vec<Generated> {
    let schema = |at: usize, text| Generated {
        name: "the JSON Schema of a file format",
        path: SCHEMAS[at],
        text,
    };
    vec![
        Generated {
            name: "the picture of the dependency law",
            path: "docs/dependency-law.md",
            text: law_page::text,
        },
        schema(0, schema_text::<0>),
        schema(1, schema_text::<1>),
        schema(2, schema_text::<2>),
        schema(3, schema_text::<3>),
        schema(4, schema_text::<4>),
        schema(5, schema_text::<5>),
        schema(6, schema_text::<6>),
        schema(7, schema_text::<7>),
        schema(8, schema_text::<8>),
        schema(9, schema_text::<9>),
        schema(10, schema_text::<10>),
        schema(11, schema_text::<11>),
    ]
}

/// Where the schemas of the project's own files stand.
const SCHEMAS: [&str; 12] = [
    "schemas/campaign-1.json",
    "schemas/plan-1.json",
    "schemas/outcome-1.json",
    "schemas/findings-1.json",
    "schemas/manifest-1.json",
    "schemas/windows-1.json",
    "schemas/transfer-1.json",
    "schemas/optimum-1.json",
    "schemas/shares-1.json",
    "schemas/what-if-1.json",
    "schemas/scenarios-1.json",
    "schemas/efficient-1.json",
];

/// The text of one schema, made from the types that read and write the format.
fn schema_text<const AT: usize>(_root: &Path) -> Result<String> {
    let file = SCHEMAS[AT].trim_start_matches("schemas/");
    let found = portolan::schemas()
        .into_iter()
        .find(|(name, _)| *name == file);
    found
        .map(|(_, text)| text)
        .with_context(|| format!("no format has the schema {file}"))
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
    let file = root.join(generated.path);
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
        if !is_fresh(&root.join(generated.path), &made(root, generated)?) {
            stale.push(generated.path.to_owned());
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
    (generated.text)(root).with_context(|| format!("the generator of {} failed", generated.path))
}

fn is_fresh(file: &Path, text: &str) -> bool {
    fs::read(file).is_ok_and(|bytes| bytes == text.as_bytes())
}

/// Files in the generated folders that no generator makes, ordered.
fn orphans(root: &Path, generators: &[Generated]) -> Result<Vec<String>> {
    let claimed: BTreeSet<&str> = generators.iter().map(|it| it.path).collect();
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
        path: "schemas/one.txt",
        text: |_| Ok("1\n".to_owned()),
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
    fn every_schema_has_a_generator() {
        assert_eq!(portolan::schemas().len(), SCHEMAS.len());
    }

    #[test]
    fn what_was_written_is_fresh_and_a_changed_byte_is_not() {
        let scratch = Scratch::new("fresh");
        assert!(compare_all(&scratch.0, &[ONE]).is_err(), "missing");
        write_all(&scratch.0, &[ONE]).unwrap();
        compare_all(&scratch.0, &[ONE]).unwrap();
        fs::write(scratch.0.join(ONE.path), "1 \n").unwrap();
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
        let paths: BTreeSet<&str> = generators.iter().map(|it| it.path).collect();
        assert_eq!(paths.len(), generators.len());
    }
}
