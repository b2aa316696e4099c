//! Reference sets: those of the program, or a user's own.

use crate::disk::Disk;
use portolan_reference::codes::UNREADABLE;
use portolan_reference::{MANIFEST, Row, Set, find, read, sets, verify};
use portolan_vocabulary::{Finding, Findings};
use std::borrow::Cow;
use std::path::{Path, PathBuf};

/// The most sets of one folder.
const MAX_SETS: usize = 1000;

/// Rows of a set.
#[derive(Clone, Debug)]
pub struct Excerpt<'a> {
    /// The set.
    pub set: &'a Set,
    /// The rows, in its order.
    pub rows: Vec<Row<'a>>,
    /// True where one row was asked for by its key.
    pub of_one: bool,
}

/// What was verified, and what is wrong with it.
#[derive(Clone, Debug, PartialEq)]
pub struct Verified {
    /// The number of sets that were looked at.
    pub sets: usize,
    /// The number of rows of the sets that could be read.
    pub rows: usize,
    /// What is wrong.
    pub findings: Findings,
}

/// The reference sets of the program; with a folder, the sets in it instead: the folder itself, where it
/// has a manifest, or else each of its folders that has one, by name.
///
/// # Errors
/// Everything that is wrong with the sets of the folder, or that there are none.
///
/// ```
/// let sets = portolan::data_sets(None).map_err(|found| found[0].message.clone())?;
/// let shown = portolan::data_show(&sets, "delta-v", Some("nrho-llo"));
/// let shown = shown.map_err(|found| found[0].message.clone())?;
/// assert_eq!(shown.rows[0].number("dv_m_s"), Some(740.0));
/// # Ok::<(), String>(())
/// ```
pub fn data_sets(folder: Option<&Path>) -> Result<Cow<'static, [Set]>, Findings> {
    let Some(folder) = folder else {
        return Ok(Cow::Borrowed(sets()));
    };
    let mut read = Vec::new();
    let mut findings = Findings::new();
    for folder in folders(folder)? {
        match read_set(&folder) {
            Ok(set) => read.push(set),
            Err(found) => findings.extend(found),
        }
    }
    if findings.is_empty() {
        Ok(Cow::Owned(read))
    } else {
        Err(findings)
    }
}

/// A set, or one row of it.
///
/// # Errors
/// One finding with the nearest name or key, where there is no such set or row.
pub fn data_show<'a>(
    sets: &'a [Set],
    name: &str,
    key: Option<&str>,
) -> Result<Excerpt<'a>, Findings> {
    let set = find(sets, name)?;
    let rows = match key {
        Some(key) => vec![set.row(key)?],
        None => set.rows().collect(),
    };
    Ok(Excerpt {
        set,
        rows,
        of_one: key.is_some(),
    })
}

/// Verifies the reference sets of the program, or those of a folder: checksums, numbers of rows, units,
/// ranges, and that every row names a source and none is only recalled.
///
/// # Errors
/// Where the folder cannot be read or has no set.
pub fn data_verify(folder: Option<&Path>) -> Result<Verified, Findings> {
    let mut verified = Verified {
        sets: 0,
        rows: 0,
        findings: Findings::new(),
    };
    let Some(folder) = folder else {
        for set in sets() {
            verified.sets += 1;
            verified.rows += set.len();
            verified.findings.extend(verify(set));
        }
        return Ok(verified);
    };
    for folder in folders(folder)? {
        verified.sets += 1;
        match read_set(&folder) {
            Ok(set) => verified.rows += set.len(),
            Err(found) => verified.findings.extend(found),
        }
    }
    Ok(verified)
}

fn read_set(folder: &Path) -> Result<Set, Findings> {
    let name = folder.to_string_lossy();
    let mut open = |file: &str, most: u64| {
        let path = folder.join(file);
        Disk::new(most).bytes(&path.to_string_lossy())
    };
    read(name.trim_end_matches(['/', '\\']), &mut open)
}

/// The folders of sets in a folder: itself, or those directly in it, by name.
fn folders(folder: &Path) -> Result<Vec<PathBuf>, Findings> {
    if folder.join(MANIFEST).is_file() {
        return Ok(vec![folder.to_path_buf()]);
    }
    let wrong = |message: String| {
        let name = folder.to_string_lossy();
        let finding = Finding::error(UNREADABLE, "folder", name, message);
        let advice = format!("give a folder with a {MANIFEST}, or one that holds such folders");
        vec![finding.advice(advice)]
    };
    let entries = std::fs::read_dir(folder)
        .map_err(|error| wrong(format!("the folder cannot be read: {error}")))?;
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let mut found: Vec<PathBuf> = paths
        .filter(|path| path.join(MANIFEST).is_file())
        .take(MAX_SETS + 1)
        .collect();
    found.sort();
    match found.len() {
        0 => Err(wrong("the folder holds no reference set".to_owned())),
        count if count > MAX_SETS => Err(wrong(format!("more sets than {MAX_SETS}"))),
        _ => Ok(found),
    }
}
