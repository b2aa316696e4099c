//! The sets that are part of the program.

use crate::codes;
use crate::reading::{assemble, read_manifest};
use crate::report::{Report, advised, hint, quoted};
use crate::set::Set;
use portolan_vocabulary::{Finding, Findings};
use std::borrow::Cow;
use std::sync::OnceLock;

/// Name, manifest and table of each set: the folders of `data/`, by name.
macro_rules! files {
    ($($name:literal),* $(,)?) => {
        &[$((
            concat!("data/", $name),
            include_str!(concat!("../../../data/", $name, "/manifest.toml")),
            include_str!(concat!("../../../data/", $name, "/", $name, ".csv")),
        )),*]
    };
}

const FILES: &[(&str, &str, &str)] = files![
    "boil-off",
    "booster-flights",
    "booster-reuse",
    "cargo-cost-history",
    "cargo-ships",
    "commerce-country-chart",
    "crew-rates",
    "delta-v",
    "ear-country-groups",
    "ear-territories",
    "eccn-controls",
    "engines",
    "eu-annex-iv",
    "eu-customs-territory",
    "handling-defaults",
    "hazardous-materials",
    "hazmat-compatibility",
    "hazmat-cyanides",
    "hazmat-segregation",
    "in-situ-production",
    "itar-proscribed",
    "landers",
    "launch-record",
    "launch-sites",
    "launch-slip",
    "launch-slip-observations",
    "launch-vehicles",
    "packing-factors",
    "pad-turnaround",
    "propellant-transfer",
    "replaceable-units",
    "stations-and-bases",
    "stowage",
    "transfer-vehicles",
    "usml-space",
];

/// The sets that are part of the program, by name. They are read once; a test verifies each.
pub fn sets() -> &'static [Set] {
    static SETS: OnceLock<Vec<Set>> = OnceLock::new();
    SETS.get_or_init(|| FILES.iter().filter_map(built_in).collect())
}

fn built_in((folder, manifest, table): &(&'static str, &'static str, &'static str)) -> Option<Set> {
    let mut report = Report::new(folder);
    let manifest = read_manifest(folder, manifest, &mut report)?;
    assemble(folder, manifest, Cow::Borrowed(table), &mut report)
}

/// The built-in set of this name.
///
/// # Errors
/// One finding with the nearest name, where there is no such set.
///
/// ```
/// let found = portolan_reference::set("delta-w").unwrap_err();
/// assert_eq!(found[0].advice.as_deref(), Some("did you mean \"delta-v\"?"));
/// ```
pub fn set(name: &str) -> Result<&'static Set, Findings> {
    find(sets(), name)
}

/// The set of this name among these, such as a user's own.
///
/// # Errors
/// One finding with the nearest name, where none of them has this name.
pub fn find<'s>(sets: &'s [Set], name: &str) -> Result<&'s Set, Findings> {
    let found = sets.iter().find(|set| set.name() == name);
    found.ok_or_else(|| {
        let message = format!("there is no set {}", quoted(name));
        let finding = Finding::error(codes::UNKNOWN_SET, "set", name, message);
        vec![advised(finding, hint(name, sets.iter().map(Set::name)))]
    })
}

/// The rows of a built-in set as values of a type.
pub(crate) fn rows<T>(name: &str, make: impl Fn(crate::Row<'static>) -> Option<T>) -> Vec<T> {
    let found = sets().iter().find(|set| set.name() == name);
    found.map_or_else(Vec::new, |set| set.rows().filter_map(make).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_folder_of_the_data_is_a_set_under_its_name() {
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../data");
        let entries = std::fs::read_dir(root).unwrap();
        let mut folders: Vec<String> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        folders.sort();
        let names: Vec<&str> = sets().iter().map(Set::name).collect();
        assert_eq!(names, folders);
        assert_eq!(names.len(), FILES.len());
    }
}
