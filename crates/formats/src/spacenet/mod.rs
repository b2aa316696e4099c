//! SpaceNet scenario files (SpaceNet 2.5, Java, and 3.x, Python).
//!
//! [`read`] takes the XML that the desktop program saves or the JSON of either line and gives one
//! neutral [`Scenario`], in which every reference resolves, with findings for everything that was
//! assumed or left out. Nothing is computed here; units and conventions are SpaceNet's.

pub mod codes;
mod consumables;
mod export;
mod import;
mod json;
mod scenario;
mod settings;
mod sink;
mod slugs;
mod time;
mod verify;
mod words;
mod xml;

#[cfg(test)]
mod tests;

pub use consumables::{ConsumablesField, CrewConsumables, FIELDS as CONSUMABLES_FIELDS};
pub use export::{Exported, export};
pub use import::{Clock, ImportOptions, Imported, import};
pub use scenario::*;
pub use settings::{Configuration, ItemDiscretization, NUMBERS, NumberField, Numbers};

use portolan_vocabulary::{Finding, Findings, Severity};

/// How large a file may be. Files from strangers cannot make the reading use more than this allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The most bytes.
    pub bytes: usize,
    /// The deepest nesting of XML. JSON is bounded at 128.
    pub depth: usize,
    /// The most XML elements, and the most elements of a scenario.
    pub items: usize,
}

impl Default for Limits {
    /// 64 MiB, 256 deep, two million items: a thousand times the largest scenario known.
    fn default() -> Self {
        Self {
            bytes: 64 << 20,
            depth: 256,
            items: 2_000_000,
        }
    }
}

/// Reads a scenario; `file` is its name, for findings.
///
/// The format is told by the first character: `<` begins XML, `{` JSON.
///
/// # Errors
/// All findings, where one of them is an error: the file is malformed or too large, a reference leads
/// nowhere, something needed is missing or of the wrong type.
///
/// ```
/// use portolan_formats::spacenet;
/// let findings = spacenet::read(b"[]", "x.json").unwrap_err();
/// assert_eq!(findings[0].code, spacenet::codes::FORMAT);
/// ```
pub fn read(bytes: &[u8], file: &str) -> Result<(Scenario, Findings), Findings> {
    read_within(bytes, file, &Limits::default())
}

/// Reads a scenario with other limits than the default.
///
/// # Errors
/// As [`read`].
pub fn read_within(
    bytes: &[u8],
    file: &str,
    limits: &Limits,
) -> Result<(Scenario, Findings), Findings> {
    let refuse = |code, message: String| vec![Finding::error(code, "file", file, message)];
    if bytes.len() > limits.bytes {
        let message = format!("the file is larger than {} bytes", limits.bytes);
        return Err(refuse(codes::LIMIT, message));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let message = format!("the file is not UTF-8 text: {error}");
        refuse(codes::FORMAT, message)
    })?;
    // A byte order mark is allowed before either format and says nothing in UTF-8.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let (scenario, mut findings) = match text.trim_start().chars().next() {
        Some('<') => xml::read(text, file, limits)?,
        Some('{') => json::read(text, file, limits)?,
        _ => {
            let message = "this is neither XML nor a JSON object".to_owned();
            return Err(refuse(codes::FORMAT, message));
        }
    };
    findings.extend(verify::verify(&scenario));
    let failed = findings
        .iter()
        .any(|finding| finding.severity == Severity::Error);
    if failed {
        Err(findings)
    } else {
        Ok((scenario, findings))
    }
}
