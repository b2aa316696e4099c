//! No file above a megabyte, and no binary file except pictures in the documentation and data that a
//! `manifest.toml` beside it lists with its checksum.

use serde::Deserialize;

use super::tree::{File, LARGEST_BYTES};
use super::{Breach, Tree};
use crate::ephemeris::sha256;

/// What the rule reads of a manifest.
#[derive(Deserialize)]
struct Manifest {
    #[serde(default)]
    file: Vec<Listed>,
}

/// A file that a manifest lists.
#[derive(Deserialize)]
struct Listed {
    name: String,
    sha256: String,
}

/// Files that are too large or of a kind that git keeps badly.
pub(crate) fn breaches(tree: &Tree) -> Vec<Breach> {
    tree.files
        .iter()
        .filter_map(|(path, file)| Some(Breach::of_file(path, message(tree, path, file)?)))
        .collect()
}

fn message(tree: &Tree, path: &str, file: &File) -> Option<String> {
    if file.size > LARGEST_BYTES {
        return Some(format!(
            "has {} bytes, more than {LARGEST_BYTES}: keep it outside and fetch it by checksum",
            file.size
        ));
    }
    if file.text().is_some() || is_picture(path) {
        return None;
    }
    let Some(listed) = listed(tree, path) else {
        return Some(
            "is a binary file; only PNG pictures under docs/ are kept, and what a manifest.toml beside it lists with \
             name and sha256"
                .to_owned(),
        );
    };
    let found = sha256(&file.bytes);
    (found != listed.sha256).then(|| {
        format!("has the sha256 {found}, not that of its manifest: make it anew, or restore it")
    })
}

/// What the manifest beside this file says of it.
fn listed(tree: &Tree, path: &str) -> Option<Listed> {
    let (folder, name) = path.rsplit_once('/')?;
    let manifest: Manifest = toml::from_str(tree.text(&format!("{folder}/manifest.toml"))?).ok()?;
    manifest.file.into_iter().find(|listed| listed.name == name)
}

fn is_picture(path: &str) -> bool {
    path.starts_with("docs/") && path.ends_with(".png")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn broken(path: &str, bytes: &[u8]) -> bool {
        !breaches(&Tree::of_bytes(&[(path, bytes)])).is_empty()
    }

    #[test]
    fn a_file_above_the_limit_fails() {
        assert!(!broken("data/a.csv", &vec![b'a'; 1_000_000]));
        assert!(broken("data/a.csv", &vec![b'a'; 1_000_001]));
        assert!(broken("docs/a.png", &vec![0; 1_000_001]));
    }

    #[test]
    fn a_binary_file_fails_unless_it_is_a_picture_of_the_documentation() {
        assert!(broken("data/a.bin", b"a\0b"));
        assert!(broken("logo.png", b"a\0b"));
        assert!(!broken("docs/figures/a.png", b"a\0b"));
        assert!(!broken("data/a.csv", "père\n".as_bytes()));
    }

    #[test]
    fn a_binary_file_passes_with_the_checksum_of_its_manifest_alone() {
        let entry = |name: &str, sha256: &str| {
            format!("[[file]]\nname = \"{name}\"\nsha256 = \"{sha256}\"\n")
        };
        let broken = |manifest: &str| {
            let tree = Tree::of_bytes(&[
                ("data/a.bin", b"a\0b"),
                ("data/manifest.toml", manifest.as_bytes()),
            ]);
            !breaches(&tree).is_empty()
        };
        // printf 'a\0b' | sha256sum
        let right = "59b271ae1bbcb1d31d41929817f4b16fb439eb4f31520b5ad1d5ce98920a7138";
        assert!(!broken(&entry("a.bin", right)));
        assert!(
            broken(&entry("a.bin", &right.replace('a', "b"))),
            "another checksum"
        );
        assert!(broken(&entry("b.bin", right)), "another file");
        assert!(broken(""), "an empty manifest");
        assert!(broken("[[file]]\nname = \"a.bin\""), "no checksum");
    }
}
