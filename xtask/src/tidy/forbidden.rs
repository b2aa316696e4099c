//! Nothing in the tree speaks of one person's machine: no local paths, no registry addresses.

use super::{Breach, Tree};

/// Texts that stand nowhere, and why. They are written in halves so that this file is clean itself.
const WORDS: [(&str, &str); 7] = [
    (concat!("/wo", "rk/"), "a path of one machine"),
    (concat!("/ro", "ot/"), "a path of one machine"),
    (concat!("index.", "crates.io"), "a registry address"),
    (concat!("static.", "crates.io"), "a registry address"),
    (concat!("registry.", "npmjs.org"), "a registry address"),
    (concat!("files.", "pythonhosted.org"), "a registry address"),
    (concat!("pypi.", "org/simple"), "a registry address"),
];

/// Settings that name a registry.
const SETTINGS: [&str; 3] = ["registry", "index-url", "extra-index-url"];

/// Lines with a forbidden text.
pub(crate) fn breaches(tree: &Tree) -> Vec<Breach> {
    tree.texts()
        // A lock file is written by its tool and names where each package comes from.
        .filter(|(path, _)| !path.ends_with("Cargo.lock"))
        .flat_map(|(path, text)| text_breaches(path, text))
        .collect()
}

fn text_breaches(path: &str, text: &str) -> Vec<Breach> {
    let lines = text.lines().zip(1..);
    lines
        .filter_map(|(line, number)| {
            let message = word_message(line).or_else(|| setting_message(path, line))?;
            Some(Breach::at(path, number, message))
        })
        .collect()
}

fn word_message(line: &str) -> Option<String> {
    let (word, why) = WORDS.iter().find(|(word, _)| line.contains(word))?;
    Some(format!("`{word}` is {why}: take it out"))
}

fn setting_message(path: &str, line: &str) -> Option<String> {
    if path.ends_with(".rs") {
        return None; // there it is a variable
    }
    let key = line.split_once('=')?.0.trim();
    SETTINGS
        .contains(&key)
        .then(|| format!("`{key}` sets a registry: take it out"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(path: &str, text: &str) -> Vec<usize> {
        let tree = Tree::of(&[(path, text)]);
        breaches(&tree).iter().map(|it| it.line).collect()
    }

    #[test]
    fn every_forbidden_word_fails_with_its_line() {
        for (word, _) in WORDS {
            assert_eq!(
                lines("a.md", &format!("fine\nsee {word}x\n")),
                [2],
                "{word}"
            );
        }
        assert_eq!(lines("a.md", "how it works, the root cause\n"), [0; 0]);
    }

    #[test]
    fn a_registry_setting_fails_and_a_word_does_not() {
        assert_eq!(
            lines(".npmrc", "a = 1\nregistry = \"https://example.org\"\n"),
            [2]
        );
        assert_eq!(
            lines("a.md", "the registry of measures = all of them\n"),
            [0; 0]
        );
        assert_eq!(lines("a.rs", "registry = Registry::new();\n"), [0; 0]);
    }

    #[test]
    fn the_lock_file_may_name_where_packages_come_from() {
        let (address, _) = WORDS[2];
        assert_eq!(lines("Cargo.lock", address), [0; 0]);
        assert_eq!(lines("Cargo.toml", address), [1]);
    }
}
