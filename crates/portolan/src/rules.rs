//! Rules: those of the program, and a user's own beside them.

use crate::disk::Disk;
use portolan_comply::{Cell, Draft, Kind, Pack, Table, Tables, Unit};
use portolan_formats::rule;
use portolan_formats::text::Limits;
use portolan_reference::{Set, sets};
use portolan_vocabulary::{Dimension, Finding, Findings, parse_quantity};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

include!(concat!(env!("OUT_DIR"), "/rule_files.rs"));

/// The most rule files of one folder.
const MAX_RULES: usize = 10_000;
/// The most bytes of one rule file.
const MAX_RULE_BYTES: u64 = 1 << 20;
/// The most folders one within the other.
const MAX_FOLDERS: usize = 8;

/// The rules that are part of the program. They are read once.
///
/// # Errors
/// Everything that is wrong with any of them; a test keeps that empty.
pub fn shipped_rules() -> Result<&'static Pack, Findings> {
    static PACK: OnceLock<Result<Pack, Findings>> = OnceLock::new();
    let pack = PACK.get_or_init(|| {
        pack(
            FILES.iter().map(|(name, text)| rule::read_text(name, text)),
            Vec::new(),
        )
    });
    pack.as_ref().map_err(Clone::clone)
}

/// The rules of the program together with those of folders, each with the tables (reference sets) that stand in it.
///
/// # Errors
/// Everything that is wrong with the rules or tables of the folders, or that they cannot be read.
pub fn rules(folders: &[PathBuf]) -> Result<Pack, Findings> {
    let mut drafts: Vec<_> = FILES
        .iter()
        .map(|(name, text)| rule::read_text(name, text))
        .collect();
    let mut tables = Vec::new();
    for folder in folders {
        let mut files = Vec::new();
        collect(folder, 0, &mut files)?;
        files.sort();
        for file in files {
            if file
                .file_name()
                .is_some_and(|name| name == portolan_reference::MANIFEST)
            {
                let within = file.parent().unwrap_or(folder);
                tables.extend(crate::data::data_sets(Some(within))?.iter().map(table));
            } else {
                drafts.push(read(&file));
            }
        }
    }
    pack(drafts, tables)
}

fn pack(
    drafts: impl IntoIterator<Item = Result<Draft, Findings>>,
    more: Vec<Table>,
) -> Result<Pack, Findings> {
    let (mut read, mut findings) = (Vec::new(), Findings::new());
    for draft in drafts {
        match draft {
            Ok(draft) => read.push(draft),
            Err(found) => findings.extend(found),
        }
    }
    let tables = Tables::new(sets().iter().map(table).chain(more));
    match Pack::new(&read, tables) {
        Ok(pack) if findings.is_empty() => Ok(pack),
        Ok(_) => Err(findings),
        Err(found) => Err(findings.into_iter().chain(found).collect()),
    }
}

fn read(file: &Path) -> Result<Draft, Findings> {
    let name = file.display().to_string();
    let bytes = Disk::new(MAX_RULE_BYTES)
        .bytes(&name)
        .map_err(|error| vec![unreadable(file, &error.to_string())])?;
    rule::read(&name, &bytes, &Limits::default())
}

fn unreadable(path: &Path, why: &str) -> Finding {
    let name = path.display().to_string();
    let message = format!("{name} cannot be read: {why}");
    Finding::error(crate::open::UNREADABLE, "file", name, message)
}

/// The rule files and manifests of a folder and the folders in it.
fn collect(folder: &Path, depth: usize, files: &mut Vec<PathBuf>) -> Result<(), Findings> {
    let wrong = |error: std::io::Error| vec![unreadable(folder, &error.to_string())];
    if depth > MAX_FOLDERS || files.len() > MAX_RULES {
        return Err(vec![unreadable(folder, "there are too many files in it")]);
    }
    for entry in std::fs::read_dir(folder).map_err(wrong)? {
        let path = entry.map_err(wrong)?.path();
        if path.is_dir() {
            collect(&path, depth + 1, files)?;
        } else if path.extension().is_some_and(|ending| ending == "toml") {
            files.push(path);
        }
    }
    Ok(())
}

/// A reference set as a table that rules look things up in; numbers come in the base unit.
fn table(set: &Set) -> Table {
    let manifest = set.manifest();
    let own = |name: &str| {
        name != manifest.key && !["provenance", "source", "read_on", "notes"].contains(&name)
    };
    let columns: Vec<(String, Kind, f64)> = set
        .columns()
        .iter()
        .filter(|column| own(&column.name))
        .map(|column| {
            let (kind, factor) = column.unit.as_deref().map_or((Kind::Text, 1.0), unit);
            (column.name.clone(), kind, factor)
        })
        .collect();
    let rows = set.rows().map(|row| {
        let cells =
            columns.iter().map(
                |(name, _, factor)| match (row.number(name), row.text(name)) {
                    (Some(number), _) => Cell::Number(number * factor),
                    (None, Some(text)) => Cell::Text(text.to_owned()),
                    (None, None) => Cell::Blank,
                },
            );
        (row.key().into_owned(), cells.collect())
    });
    Table {
        name: set.name().to_owned(),
        edition: manifest.as_of.clone(),
        rows: rows.collect(),
        columns: columns
            .iter()
            .map(|(name, kind, _)| (name.clone(), *kind))
            .collect(),
    }
}

/// The unit that a column's numbers are compared in, and how many of it one of the column's is.
fn unit(symbol: &str) -> (Kind, f64) {
    if let Some(unit) = Unit::named(symbol) {
        return (Kind::Number(unit), 1.0);
    }
    let found = Dimension::ALL.into_iter().find_map(|dimension| {
        let factor = parse_quantity(&format!("1 {symbol}"), dimension).ok()?;
        Some((Kind::Number(Unit::Of(dimension)), factor))
    });
    found.unwrap_or((Kind::Number(Unit::One), 1.0))
}
