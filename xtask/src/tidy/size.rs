//! No file above a megabyte, and no binary file except pictures in the documentation.

use super::tree::{File, LARGEST_BYTES};
use super::{Breach, Tree};

/// Files that are too large or of a kind that git keeps badly.
pub(crate) fn breaches(tree: &Tree) -> Vec<Breach> {
    tree.files
        .iter()
        .filter_map(|(path, file)| Some(Breach::of_file(path, message(path, file)?)))
        .collect()
}

fn message(path: &str, file: &File) -> Option<String> {
    if file.size > LARGEST_BYTES {
        return Some(format!(
            "has {} bytes, more than {LARGEST_BYTES}: keep it outside and fetch it by checksum",
            file.size
        ));
    }
    if file.text().is_none() && !is_picture(path) {
        return Some("is a binary file; only PNG pictures under docs/ are kept".to_owned());
    }
    None
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
}
