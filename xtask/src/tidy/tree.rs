//! What the rules look at: the files of the repository and the crates of the workspace.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::rust::{RustFile, RustSources};
use crate::workspace::{Crate, Workspace};

/// Larger files are breaches by their size alone; what is in them is not read.
pub(crate) const LARGEST_BYTES: u64 = 1_000_000;

/// One file of the repository.
pub(crate) struct File {
    /// Its size.
    pub(crate) size: u64,
    /// What is in it; empty where the file is too large.
    pub(crate) bytes: Vec<u8>,
}

/// The files of the repository and the crates of the workspace.
pub(crate) struct Tree {
    /// By path from the root, with `/` between folders.
    pub(crate) files: BTreeMap<String, File>,
    /// Ordered by name.
    pub(crate) crates: Vec<Crate>,
    /// The Rust sources among the files, parsed.
    pub(crate) rust: RustSources,
}

impl Tree {
    /// Reads every file that git tracks or would track (new files count before they are added).
    ///
    /// # Errors
    /// Git cannot be asked, or a file cannot be read.
    pub(crate) fn read(workspace: &Workspace) -> Result<Self> {
        let mut files = BTreeMap::new();
        for path in known_to_git(&workspace.root)? {
            if let Some(file) = File::read(&workspace.root.join(&path))? {
                files.insert(path, file);
            }
        }
        Ok(Self::new(files, workspace.crates.clone()))
    }

    fn new(files: BTreeMap<String, File>, crates: Vec<Crate>) -> Self {
        let rust = RustSources::parse(&files);
        Self {
            files,
            crates,
            rust,
        }
    }

    /// The text of a file, or `None` where there is no such file or it is not text.
    pub(crate) fn text(&self, path: &str) -> Option<&str> {
        self.files.get(path).and_then(File::text)
    }

    /// Every text file with its path, ordered by path.
    pub(crate) fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files
            .iter()
            .filter_map(|(path, file)| Some((path.as_str(), file.text()?)))
    }

    /// The Rust files, ordered by path.
    pub(crate) fn rust_files(&self) -> &[RustFile] {
        &self.rust.files
    }
}

impl File {
    /// Reads a file; `None` for what is no regular file (a link, a file removed but not yet committed).
    fn read(path: &Path) -> Result<Option<Self>> {
        let Ok(metadata) = path.symlink_metadata() else {
            return Ok(None);
        };
        if !metadata.is_file() {
            return Ok(None);
        }
        let size = metadata.len();
        let bytes = if size > LARGEST_BYTES {
            Vec::new()
        } else {
            std::fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?
        };
        Ok(Some(Self { size, bytes }))
    }

    /// Its text; `None` where it has a zero byte, which is how git tells a binary file, or is not UTF-8.
    pub(crate) fn text(&self) -> Option<&str> {
        if self.bytes.contains(&0) {
            return None;
        }
        std::str::from_utf8(&self.bytes).ok()
    }
}

fn known_to_git(root: &Path) -> Result<Vec<String>> {
    // The check also runs where another user owns the checkout, as in a container; git then refuses to
    // read it unless the folder is named as safe.
    let output = Command::new("git")
        .arg("-c")
        .arg(format!("safe.directory={}", root.display()))
        .args([
            "ls-files",
            "-z",
            "--cached",
            "--others",
            "--exclude-standard",
        ])
        .current_dir(root)
        .output()
        .context("git cannot be started")?;
    if !output.status.success() {
        let reason = String::from_utf8_lossy(&output.stderr);
        bail!("git cannot list the files: {}", reason.trim());
    }
    let list = String::from_utf8(output.stdout).context("a file name is not UTF-8")?;
    let mut paths: Vec<String> = list.split_terminator('\0').map(str::to_owned).collect();
    paths.sort();
    paths.dedup();
    Ok(paths)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    impl Tree {
        /// A tree of these files and no crates.
        pub(crate) fn of(files: &[(&str, &str)]) -> Self {
            Self::of_bytes(
                &files
                    .iter()
                    .map(|(path, text)| (*path, text.as_bytes()))
                    .collect::<Vec<_>>(),
            )
        }

        /// A tree of these files, which need not be text, and no crates.
        pub(crate) fn of_bytes(files: &[(&str, &[u8])]) -> Self {
            let file = |bytes: &[u8]| File {
                size: bytes.len() as u64,
                bytes: bytes.to_vec(),
            };
            let files = files
                .iter()
                .map(|(path, bytes)| ((*path).to_owned(), file(bytes)));
            Self::new(files.collect(), Vec::new())
        }

        /// The same tree with these crates and what each links with.
        pub(crate) fn with_crates(mut self, crates: &[(&str, &[&str])]) -> Self {
            let member = |(name, dependencies): &(&str, &[&str])| Crate {
                name: (*name).to_owned(),
                dependencies: dependencies.iter().map(|it| (*it).to_owned()).collect(),
            };
            self.crates = crates.iter().map(member).collect();
            self
        }
    }

    #[test]
    fn the_tree_of_this_repository_has_this_file() {
        let tree = Tree::read(&Workspace::load().unwrap()).unwrap();
        let this = "xtask/src/tidy/tree.rs";
        assert!(tree.text(this).unwrap().contains("the_tree_of_this"));
        assert!(tree.rust_files().iter().any(|file| file.path == this));
        assert!(!tree.files.keys().any(|path| path.starts_with("target/")));
    }

    #[test]
    fn a_zero_byte_makes_a_file_binary() {
        let tree = Tree::of_bytes(&[("a", b"text"), ("b", b"\0"), ("c", &[0xff, 0xfe])]);
        assert_eq!(tree.text("a"), Some("text"));
        assert_eq!(tree.text("b"), None);
        assert_eq!(tree.text("c"), None);
    }
}
