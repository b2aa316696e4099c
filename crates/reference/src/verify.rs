//! Verifies a set: its checksum, its rows, and the source of each.

use crate::cell::Cell;
use crate::codes;
use crate::column::{Column, PROVENANCE, SOURCE};
use crate::manifest::MANIFEST;
use crate::provenance::Provenance;
use crate::report::{Report, quoted};
use crate::set::{Row, Set};
use portolan_vocabulary::{Code, Findings, Place};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// The code of a figure that is only recalled; no such row is accepted.
const RECALLED: &str = "M";

/// Everything that is wrong with a set: another checksum or number of rows than its manifest states, a
/// number out of its column's range, a blank cell where one must be filled, a key twice, a row without a
/// source, and a row whose figures are only recalled. Empty for a good set.
pub fn verify(set: &Set) -> Findings {
    let mut report = Report::new(set.name());
    check(set, &mut report);
    report.finish()
}

pub(crate) fn check(set: &Set, report: &mut Report<'_>) {
    check_file(set, report);
    let mut keys: BTreeMap<_, usize> = BTreeMap::new();
    for (number, row) in set.rows().enumerate() {
        check_cells(set, &row, report);
        check_origin(set, &row, report);
        let first = *keys.entry(row.key()).or_insert(number);
        if first != number {
            repeated(set, &row, first, report);
        }
    }
}

/// The checksum of bytes in hexadecimal digits.
fn checksum(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn check_file(set: &Set, report: &mut Report<'_>) {
    let manifest = set.manifest();
    let place = || {
        Some(Place {
            file: format!("{}/{MANIFEST}", set.folder),
            line: 1,
            column: 1,
        })
    };
    let found = checksum(set.text.as_bytes());
    if found != manifest.sha256 {
        let message = format!("{} is not the table of the manifest", set.table_file());
        report.error(codes::CHECKSUM, place, message, |it| {
            it.text("stated", manifest.sha256.as_str())
                .text("found", found.as_str())
                .advice(format!(
                    "where the change is meant, write sha256 = \"{found}\""
                ))
        });
    }
    let rows = set.len() as u64;
    if rows != manifest.rows {
        let message = format!(
            "the table has {rows} rows, the manifest says {}",
            manifest.rows
        );
        report.error(codes::ROW_COUNT, place, message, |it| {
            it.number("stated", manifest.rows as f64, "")
                .number("found", rows as f64, "")
                .advice(format!("where the change is meant, write rows = {rows}"))
        });
    }
}

fn check_cells(set: &Set, row: &Row<'_>, report: &mut Report<'_>) {
    for (at, (column, cell)) in row.cells().enumerate() {
        let is_key = column.name == set.manifest().key;
        match cell {
            Cell::Blank if column.required || is_key => {
                let message = format!("{} is blank", quoted(&column.name));
                report.error(
                    codes::MISSING_VALUE,
                    || row.place(at),
                    message,
                    |it| it.advice("fill it, or take `required` out of the column"),
                );
            }
            Cell::Number(value) if !is_within(column, *value) => {
                out_of_range(row, at, column, *value, report);
            }
            _ => {}
        }
    }
}

fn is_within(column: &Column, value: f64) -> bool {
    column.least.is_none_or(|least| value >= least) && column.most.is_none_or(|most| value <= most)
}

fn out_of_range(row: &Row<'_>, at: usize, column: &Column, value: f64, report: &mut Report<'_>) {
    let message = format!("{value} lies outside the range of {}", quoted(&column.name));
    let unit = column.unit.clone().unwrap_or_default();
    report.error(
        codes::RANGE,
        || row.place(at),
        message,
        |it| {
            let it = it.number("value", value, unit.clone());
            let it = match column.least {
                Some(least) => it.number("least", least, unit.clone()),
                None => it,
            };
            let it = match column.most {
                Some(most) => it.number("most", most, unit),
                None => it,
            };
            it.advice("look for a slip in the figure or its unit; else widen the column's range")
        },
    );
}

fn check_origin(set: &Set, row: &Row<'_>, report: &mut Report<'_>) {
    let key = row.key();
    if row.source().text.is_empty() {
        let message = format!("the row {} names no source", quoted(&key));
        at(set, row, SOURCE, codes::NO_SOURCE, message, report, |_| {
            "write what was read, and where it stands".to_owned()
        });
    }
    let codes_known = || Provenance::ALL.map(Provenance::code).join(", ");
    match row.text(PROVENANCE).unwrap_or_default() {
        RECALLED => {
            let message = format!("the figures of the row {} are only recalled", quoted(&key));
            at(
                set,
                row,
                PROVENANCE,
                codes::RECALLED,
                message,
                report,
                |_| "find a source, or leave the figures blank".to_owned(),
            );
        }
        code if Provenance::of_code(code).is_none() => {
            let message = format!("{} is no provenance", quoted(code));
            at(
                set,
                row,
                PROVENANCE,
                codes::UNKNOWN_WORD,
                message,
                report,
                |_| format!("write one of: {}", codes_known()),
            );
        }
        _ => {}
    }
}

fn repeated(set: &Set, row: &Row<'_>, first: usize, report: &mut Report<'_>) {
    let message = format!("the key {} stands here again", quoted(&row.key()));
    let key = set.manifest().key.clone();
    at(
        set,
        row,
        &key,
        codes::DUPLICATE_KEY,
        message,
        report,
        |set| {
            let first = set.rows().nth(first);
            let place = first.and_then(|row| row.place(0));
            let line = place.map_or(0, |place| place.line);
            format!("give the rows keys of their own; the first stands in line {line}")
        },
    );
}

/// Reports an error at a column of a row.
fn at(
    set: &Set,
    row: &Row<'_>,
    column: &str,
    code: Code,
    message: String,
    report: &mut Report<'_>,
    advice: impl FnOnce(&Set) -> String,
) {
    let at = set.columns().iter().position(|it| it.name == column);
    let place = || row.place(at?);
    report.error(code, place, message, |it| {
        it.text("row", row.key()).advice(advice(set))
    });
}
