//! The manifest of a set: what its table means.

use crate::codes;
use crate::column::{Column, Kind, is_date, standard};
use crate::limits::MAX_COLUMNS;
use crate::report::{Report, advised, hint, quoted};
use crate::toml_table::{Entries, Text};

/// The name of a manifest's file.
pub const MANIFEST: &str = "manifest.toml";

/// What a set's table means, and what it must be.
#[derive(Clone, Debug, PartialEq)]
pub struct Manifest {
    /// The set's name, small letters and hyphens.
    pub name: String,
    /// Its title.
    pub title: String,
    /// What it holds and what it does not.
    pub description: String,
    /// The day as of which its facts hold, an ISO date.
    pub as_of: String,
    /// The day on which its sources were read last, an ISO date.
    pub read_on: String,
    /// The licence of the table.
    pub licence: String,
    /// Whom to name.
    pub attribution: String,
    /// The column whose values name the rows.
    pub key: String,
    /// The table's file, beside the manifest.
    pub file: String,
    /// The SHA-256 checksum that the table must have, in hexadecimal digits.
    pub sha256: String,
    /// The number of rows that the table must have.
    pub rows: u64,
    /// The columns in the manifest's order, then the four that every table has.
    pub columns: Vec<Column>,
}

impl Manifest {
    /// The column of this name.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }
}

/// Reads a manifest, or says everything that is wrong with it.
pub(crate) fn parse(text: &Text<'_>, report: &mut Report<'_>) -> Option<Manifest> {
    let mut root = text.parse(report)?;
    let mut word = |key: &'static str| root.text(key, true, report).unwrap_or_default();
    let manifest = Manifest {
        name: word("name"),
        title: word("title"),
        description: word("description"),
        as_of: word("as_of"),
        read_on: word("read_on"),
        licence: word("licence"),
        attribution: word("attribution"),
        key: word("key"),
        file: String::new(),
        sha256: String::new(),
        rows: 0,
        columns: Vec::new(),
    };
    check_dates(&root, &manifest, report);
    let (file, sha256, rows) = file(&mut root, report);
    let columns = columns(&mut root, report);
    root.finish(report);
    let manifest = Manifest {
        file,
        sha256,
        rows,
        columns,
        ..manifest
    };
    check_key(&root, &manifest, report);
    report.is_empty().then_some(manifest)
}

fn check_dates(root: &Entries<'_>, manifest: &Manifest, report: &mut Report<'_>) {
    for (key, date) in [("as_of", &manifest.as_of), ("read_on", &manifest.read_on)] {
        if !date.is_empty() && !is_date(date) {
            let message = format!("{} is no date", quoted(date));
            report.error(
                codes::WRONG_TYPE,
                || root.place(key),
                message,
                |it| it.advice("write a date such as 2026-11-22, 2026-11 or 2026"),
            );
        }
    }
}

fn check_key(root: &Entries<'_>, manifest: &Manifest, report: &mut Report<'_>) {
    if manifest.key.is_empty() || manifest.column(&manifest.key).is_some() {
        return;
    }
    let names = manifest.columns.iter().map(|it| it.name.as_str());
    let message = format!("the key {} is no column", quoted(&manifest.key));
    report.error(
        codes::UNKNOWN_WORD,
        || root.place("key"),
        message,
        |it| advised(it, hint(&manifest.key, names)),
    );
}

/// The table's file, its checksum and its number of rows.
fn file(root: &mut Entries<'_>, report: &mut Report<'_>) -> (String, String, u64) {
    let Some(mut entries) = root.table("file", report) else {
        return Default::default();
    };
    let name = entries.text("name", true, report).unwrap_or_default();
    let is_plain = !name.starts_with('.') && !name.contains(['/', '\\', ':', '\0']);
    if !is_plain {
        let message = format!("{} is no plain file name", quoted(&name));
        report.error(
            codes::WRONG_TYPE,
            || entries.place("name"),
            message,
            |it| it.advice("keep the table beside its manifest and give its name alone"),
        );
    }
    let sha256 = entries.text("sha256", true, report).unwrap_or_default();
    let rows = entries.number("rows", true, report).unwrap_or_default();
    entries.finish(report);
    (name, sha256.to_lowercase(), rows as u64)
}

fn columns(root: &mut Entries<'_>, report: &mut Report<'_>) -> Vec<Column> {
    let tables = root.tables("column", report);
    if tables.len() > MAX_COLUMNS {
        let message = format!("{} columns are more than {MAX_COLUMNS}", tables.len());
        report.error(codes::TOO_LARGE, || None, message, |it| it);
        return Vec::new();
    }
    let mut columns: Vec<Column> = Vec::new();
    for mut entries in tables {
        let Some(column) = column(&mut entries, report) else {
            continue;
        };
        crate::unit::check(&column, &|| entries.place("unit"), report);
        let others = columns
            .iter()
            .chain(&standard())
            .any(|it| it.name == column.name);
        if others {
            let message = format!("the column {} stands here again", quoted(&column.name));
            report.error(
                codes::DUPLICATE_COLUMN,
                || entries.place("name"),
                message,
                |it| it.advice("keep one; provenance, source, read_on and notes need no entry"),
            );
        }
        columns.push(column);
    }
    columns.extend(standard());
    columns
}

fn column(entries: &mut Entries<'_>, report: &mut Report<'_>) -> Option<Column> {
    let name = entries.text("name", true, report);
    let meaning = entries.text("meaning", true, report);
    let kind = entries.text("type", true, report);
    let unit = entries.text("unit", false, report);
    let least = entries.number("least", false, report);
    let most = entries.number("most", false, report);
    let required = entries.truth("required", report);
    let words = entries.words("words", report);
    entries.finish(report);
    let kind = kind_of(&kind?, entries, report)?;
    Some(Column {
        name: name?,
        meaning: meaning?,
        kind,
        unit,
        least,
        most,
        required,
        words,
    })
}

fn kind_of(word: &str, entries: &Entries<'_>, report: &mut Report<'_>) -> Option<Kind> {
    let kind = Kind::of_word(word);
    if kind.is_none() {
        let message = format!("{} is no type of a column", quoted(word));
        report.error(
            codes::UNKNOWN_WORD,
            || entries.place("type"),
            message,
            |it| advised(it, hint(word, Kind::ALL.map(Kind::word))),
        );
    }
    kind
}
