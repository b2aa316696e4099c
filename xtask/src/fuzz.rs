//! Running the fuzz targets.

use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::command::{self, Cargo};

/// Runs each fuzz target under `fuzz/fuzz_targets` for so many seconds.
///
/// # Errors
/// There is no target, cargo-fuzz is missing, or a target found an input that breaks it.
pub(crate) fn run(root: &Path, cargo: &Cargo, seconds: u32) -> Result<()> {
    let targets = targets(&root.join("fuzz/fuzz_targets"))?;
    if !cargo.knows("fuzz") {
        bail!("cargo-fuzz is missing: run `cargo install cargo-fuzz --locked`");
    }
    for target in &targets {
        println!("fuzzing {target} for {seconds} s");
        let limit = format!("-max_total_time={seconds}");
        let mut fuzz = cargo.command(&["fuzz", "run", target, "--", &limit]);
        // The sanitizers are behind unstable flags; this lets the stable compiler accept them, so that
        // nobody needs a second toolchain.
        command::run(fuzz.env("RUSTC_BOOTSTRAP", "1"))?;
    }
    println!("fuzz targets without a failing input: {}", targets.len());
    Ok(())
}

/// The names of the targets in a folder, ordered.
fn targets(folder: &Path) -> Result<Vec<String>> {
    let entries = std::fs::read_dir(folder)
        .with_context(|| format!("there are no fuzz targets in {}", folder.display()))?;
    let mut targets = Vec::new();
    for entry in entries {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "rs") {
            targets.extend(path.file_stem().map(|stem| stem.display().to_string()));
        }
    }
    if targets.is_empty() {
        bail!("there are no fuzz targets in {}", folder.display());
    }
    targets.sort();
    Ok(targets)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_the_rust_files_in_order() {
        // Any folder of sources will do; this one is at hand.
        let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let names = targets(&sources).unwrap();
        assert_eq!(names.first().map(String::as_str), Some("check"));
        assert!(!names.contains(&"tidy/law".to_owned()));
        assert!(names.is_sorted());
    }

    #[test]
    fn a_folder_without_targets_is_an_error() {
        let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
        assert!(targets(&manifest.join("no-such-folder")).is_err());
        assert!(targets(&manifest.join("src/nothing.rs")).is_err());
    }
}
