//! What a kernel file says of its segments, checked before anything follows its pointers.
//!
//! A kernel is a double-precision array file: records of 1024 bytes, the first of which points to a chain of
//! summary records, each with up to 25 summaries (NAIF, *SPK Required Reading* and *DAF Required Reading*).

use std::collections::BTreeSet;

use anise::naif::spk::summary::SPKSummaryRecord;

const RECORD_BYTES: usize = 1024;
/// A summary of two doubles and six 32-bit numbers.
const SUMMARY_BYTES: usize = 40;
const MOST_SUMMARIES: usize = 25;

/// A segment as the file describes it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Described {
    /// The record of its summary, from one.
    pub(super) record: usize,
    /// Its place in that record.
    pub(super) place: usize,
    /// What the summary says.
    pub(super) summary: SPKSummaryRecord,
}

/// Every segment, in the order of the file.
///
/// # Errors
/// What is wrong with the file, as the rest of a sentence about it.
pub(super) fn segments(bytes: &[u8]) -> Result<Vec<Described>, String> {
    let mut next = first_summary(bytes)?;
    let mut seen = BTreeSet::new();
    let mut segments = Vec::new();
    while next != 0 {
        if !seen.insert(next) {
            return Err("is damaged: its summaries go in a circle".to_owned());
        }
        let record = record(bytes, next)?;
        let count = whole(f64_at(record, 16)?, MOST_SUMMARIES)?;
        for place in 0..count {
            let summary = summary(record, place)?;
            check_summary(&summary, bytes.len())?;
            segments.push(Described {
                record: next,
                place,
                summary,
            });
        }
        next = whole(f64_at(record, 0)?, bytes.len() / RECORD_BYTES)?;
    }
    Ok(segments)
}

/// Checks the file record and gives the number of the first summary record.
fn first_summary(bytes: &[u8]) -> Result<usize, String> {
    let file = bytes
        .get(..RECORD_BYTES)
        .ok_or("is too short to be a kernel")?;
    if !file.starts_with(b"DAF/SPK") {
        return Err("is no SPK kernel: it does not open with DAF/SPK".to_owned());
    }
    if file.get(88..96) != Some(b"LTL-IEEE") {
        return Err("is not little-endian: convert it with NAIF's program bingo".to_owned());
    }
    if (i32_at(file, 8)?, i32_at(file, 12)?) != (2, 6) {
        return Err("is damaged: its summaries are not those of an SPK kernel".to_owned());
    }
    let first = usize::try_from(i32_at(file, 76)?);
    first.ok().filter(|first| *first > 0).ok_or_else(damaged)
}

/// The record of this number, from one; the record of names that belongs to it must be there too.
fn record(bytes: &[u8], number: usize) -> Result<&[u8], String> {
    let start = number
        .checked_sub(1)
        .and_then(|before| before.checked_mul(RECORD_BYTES));
    let both = start.and_then(|start| bytes.get(start..start.checked_add(2 * RECORD_BYTES)?));
    both.and_then(|both| both.get(..RECORD_BYTES))
        .ok_or_else(damaged)
}

fn summary(record: &[u8], place: usize) -> Result<SPKSummaryRecord, String> {
    let start = 24 + place * SUMMARY_BYTES;
    Ok(SPKSummaryRecord {
        start_epoch_et_s: f64_at(record, start)?,
        end_epoch_et_s: f64_at(record, start + 8)?,
        target_id: i32_at(record, start + 16)?,
        center_id: i32_at(record, start + 20)?,
        frame_id: i32_at(record, start + 24)?,
        data_type_i: i32_at(record, start + 28)?,
        start_idx: i32_at(record, start + 32)?,
        end_idx: i32_at(record, start + 36)?,
    })
}

fn check_summary(summary: &SPKSummaryRecord, file_bytes: usize) -> Result<(), String> {
    let span = summary.start_epoch_et_s..=summary.end_epoch_et_s;
    // A millennium is some 3e10 s; the longest kernel of JPL covers thirty.
    let plausible = span.start().abs() < 1e13 && span.end().abs() < 1e13 && !span.is_empty();
    let first = usize::try_from(summary.start_idx).unwrap_or(0);
    let last = usize::try_from(summary.end_idx).unwrap_or(0);
    if plausible && first >= 1 && last >= first && last <= file_bytes / 8 {
        return Ok(());
    }
    Err("is cut off or damaged: a segment lies outside it; fetch it again".to_owned())
}

fn i32_at(bytes: &[u8], at: usize) -> Result<i32, String> {
    array_at(bytes, at).map(i32::from_le_bytes)
}

fn f64_at(bytes: &[u8], at: usize) -> Result<f64, String> {
    array_at(bytes, at).map(f64::from_le_bytes)
}

fn array_at<const N: usize>(bytes: &[u8], at: usize) -> Result<[u8; N], String> {
    let found = bytes.get(at..).and_then(|rest| rest.first_chunk());
    found.copied().ok_or_else(damaged)
}

/// A count that the file keeps as a double.
fn whole(number: f64, most: usize) -> Result<usize, String> {
    let plausible = number >= 0.0 && number <= most as f64 && number.fract() == 0.0;
    if plausible {
        Ok(number as usize)
    } else {
        Err(damaged())
    }
}

fn damaged() -> String {
    "is cut off or damaged: its summaries cannot be read; fetch it again".to_owned()
}
