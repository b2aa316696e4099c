//! The workspace as cargo sees it: its root, its crates and what they depend on.

use std::path::PathBuf;

use anyhow::{Context, Result};
use cargo_metadata::{DependencyKind, MetadataCommand, Package};

/// The workspace.
pub(crate) struct Workspace {
    /// The folder of the root `Cargo.toml`.
    pub(crate) root: PathBuf,
    /// The member crates, ordered by name.
    pub(crate) crates: Vec<Crate>,
}

/// One member crate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Crate {
    /// The name without the `portolan-` in front: `model`, `cli`, `portolan`, `xtask`.
    pub(crate) name: String,
    /// What its code links with: normal and build dependencies by package name, ordered. What only
    /// tests use is left out.
    pub(crate) dependencies: Vec<String>,
}

impl Workspace {
    /// Asks cargo for the workspace around the current folder.
    ///
    /// # Errors
    /// Cargo cannot be started, or a manifest does not parse.
    pub(crate) fn load() -> Result<Self> {
        let metadata = MetadataCommand::new()
            .no_deps()
            .exec()
            .context("`cargo metadata` failed")?;
        let mut crates: Vec<Crate> = metadata.packages.iter().map(member).collect();
        crates.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(Self {
            root: metadata.workspace_root.into_std_path_buf(),
            crates,
        })
    }
}

fn member(package: &Package) -> Crate {
    let linked = package
        .dependencies
        .iter()
        .filter(|dependency| dependency.kind != DependencyKind::Development);
    let mut dependencies: Vec<String> = linked.map(|dependency| dependency.name.clone()).collect();
    dependencies.sort();
    dependencies.dedup();
    Crate {
        name: short_name(&package.name).to_owned(),
        dependencies,
    }
}

/// A package's name as the documentation uses it: the folder under `crates/`.
pub(crate) fn short_name(package: &str) -> &str {
    package.strip_prefix("portolan-").unwrap_or(package)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_workspace_knows_this_crate_and_what_it_links_with() {
        let workspace = Workspace::load().unwrap();
        let xtask = workspace.crates.iter().find(|it| it.name == "xtask");
        let linked = &xtask.unwrap().dependencies;
        assert!(linked.contains(&"syn".to_owned()), "{linked:?}");
        assert!(workspace.root.join("Cargo.toml").is_file());
    }

    #[test]
    fn short_names_are_folder_names() {
        assert_eq!(short_name("portolan-model"), "model");
        assert_eq!(short_name("portolan"), "portolan");
        assert_eq!(short_name("xtask"), "xtask");
    }
}
