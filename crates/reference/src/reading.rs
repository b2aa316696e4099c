//! Reads a set from its manifest and its table.

use crate::codes;
use crate::limits::{MAX_FILE_BYTES, MAX_MANIFEST_BYTES};
use crate::manifest::{self, MANIFEST, Manifest};
use crate::report::{Report, quoted};
use crate::set::Set;
use crate::table;
use crate::toml_table::Text;
use crate::verify::check;
use portolan_vocabulary::{Findings, Place};
use std::borrow::Cow;
use std::io;

/// Reads the set in a folder and verifies it. `open` gives the bytes of a file of that folder, at most as
/// many as it is told; it is asked for the manifest, then for the table that the manifest names.
///
/// # Errors
/// Everything that is wrong with the manifest, or else with the table, all at once with its places: what
/// cannot be read, and all that [`verify`](crate::verify) looks at.
///
/// ```
/// let manifest = "
/// name = \"tanks\"
/// title = \"Tanks\"
/// description = \"What our tanks hold.\"
/// as_of = \"2026\"
/// read_on = \"2026-11-22\"
/// licence = \"CC0-1.0\"
/// attribution = \"nobody\"
/// key = \"id\"
/// file = { name = \"tanks.csv\", sha256 = \"?\", rows = 1 }
/// [[column]]
/// name = \"id\"
/// meaning = \"the tank\"
/// type = \"text\"
/// [[column]]
/// name = \"volume_m3\"
/// meaning = \"what it holds\"
/// type = \"number\"
/// unit = \"m3\"
/// ";
/// let table = "id,volume_m3,provenance,source,read_on,notes\nbig,40,M,somebody,2026-11-22,\n";
/// let found = portolan_reference::read("mine/tanks", &mut |file, _most| match file {
///     "manifest.toml" => Ok(manifest.into()),
///     _ => Ok(table.into()),
/// });
/// let codes: Vec<_> = found.unwrap_err().iter().map(|it| it.code.as_str()).collect();
/// assert_eq!(codes, ["reference.checksum", "reference.recalled"]);
/// ```
pub fn read(
    folder: &str,
    open: &mut dyn FnMut(&str, u64) -> io::Result<Vec<u8>>,
) -> Result<Set, Findings> {
    let name = folder.rsplit(['/', '\\']).next().unwrap_or(folder);
    let mut report = Report::new(name);
    let set = read_files(folder, open, &mut report);
    if let Some(set) = &set {
        check(set, &mut report);
    }
    match set {
        Some(set) if report.is_empty() => Ok(set),
        _ => Err(report.finish()),
    }
}

fn read_files(
    folder: &str,
    open: &mut dyn FnMut(&str, u64) -> io::Result<Vec<u8>>,
    report: &mut Report<'_>,
) -> Option<Set> {
    let mut fetch = |file: &str, most: u64, report: &mut Report<'_>| {
        let bytes = open(file, most);
        text(&format!("{folder}/{file}"), bytes, most, report)
    };
    let manifest = fetch(MANIFEST, MAX_MANIFEST_BYTES, report)?;
    let manifest = read_manifest(folder, &manifest, report)?;
    let table = fetch(&manifest.file, MAX_FILE_BYTES, report)?;
    assemble(folder, manifest, Cow::Owned(table), report)
}

/// Reads a manifest's text.
pub(crate) fn read_manifest(folder: &str, text: &str, report: &mut Report<'_>) -> Option<Manifest> {
    let file = format!("{folder}/{MANIFEST}");
    let text = Text { file: &file, text };
    manifest::parse(&text, report)
}

/// Reads a table's text into a set.
pub(crate) fn assemble(
    folder: &str,
    manifest: Manifest,
    text: Cow<'static, str>,
    report: &mut Report<'_>,
) -> Option<Set> {
    let file = format!("{folder}/{}", manifest.file);
    let table = table::parse(&file, &text, &manifest.columns, report)?;
    Some(Set {
        folder: folder.to_owned(),
        manifest,
        text,
        cells: table.cells,
        starts: table.starts,
        fields: table.fields,
    })
}

/// The text of a file, or why there is none.
fn text(
    file: &str,
    bytes: io::Result<Vec<u8>>,
    most: u64,
    report: &mut Report<'_>,
) -> Option<String> {
    let at = |line| {
        move || {
            Some(Place {
                file: file.to_owned(),
                line,
                column: 1,
            })
        }
    };
    let bytes = match bytes {
        Ok(bytes) => bytes,
        Err(error) => {
            let message = format!("{} cannot be read: {error}", quoted(file));
            report.error(
                codes::UNREADABLE,
                || None,
                message,
                |it| {
                    it.text("file", file)
                        .advice("look whether it is there and may be read")
                },
            );
            return None;
        }
    };
    if bytes.len() as u64 > most {
        let message = format!("{} is larger than {most} bytes", quoted(file));
        report.error(codes::TOO_LARGE, at(1), message, |it| {
            it.number("most", most as f64, "byte")
                .advice("divide the set")
        });
        return None;
    }
    match String::from_utf8(bytes) {
        Ok(text) => Some(text),
        Err(error) => {
            let valid = error.utf8_error().valid_up_to();
            let good = error.as_bytes().get(..valid).unwrap_or_default();
            let lines = good.iter().filter(|it| **it == b'\n').count() + 1;
            let line = u32::try_from(lines).unwrap_or(u32::MAX);
            let message = format!("{} is no UTF-8 text", quoted(file));
            report.error(codes::NOT_UTF8, at(line), message, |it| {
                it.advice("save the file as UTF-8")
            });
            None
        }
    }
}
