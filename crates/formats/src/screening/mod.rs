//! Lists of parties with whom trade is restricted, as those who publish them give them out.
//!
//! [`read`] tells the forms apart: the Consolidated Screening List of trade.gov in CSV or JSON, a compact JSON of the same, and
//! OFAC's SDN.CSV. [`read_sdn`] takes OFAC's three files together. All become [`portolan_screen::Party`].

pub mod codes;
mod compact;
mod consolidated;
mod country;
mod sdn;
mod sink;
mod value;

pub use sdn::SdnFiles;

use portolan_screen::Party;
use portolan_vocabulary::{Code, Finding, Findings};
use std::io::Read;

/// The most bytes of a list: 256 MiB, four times the largest known.
pub const MOST_BYTES: usize = 256 << 20;

/// A list as it was read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ScreeningList {
    /// Everybody on it, in its order.
    pub parties: Vec<Party>,
    /// Rows that were left out, values that could not be read, columns that are not known. None is an error.
    pub findings: Findings,
}

fn refused(code: Code, file: &str, message: String) -> Findings {
    vec![Finding::error(code, "file", file, message)]
}

fn bounded(file: &str, bytes: &[u8]) -> Result<(), Findings> {
    if bytes.len() <= MOST_BYTES {
        return Ok(());
    }
    Err(refused(
        codes::TOO_LARGE,
        file,
        format!("the list is larger than {MOST_BYTES} bytes"),
    ))
}

/// Reads a list in any known form; `file` is its name, for findings.
///
/// # Errors
/// The list is larger than [`MOST_BYTES`], or has no known form.
///
/// ```
/// let text = "source,name,alt_names\nEL,Acme Rockets LLC,Apex; Zenith\n";
/// let list = portolan_formats::screening::read("list.csv", text.as_bytes()).unwrap();
/// assert_eq!(list.parties[0].aliases, ["Apex", "Zenith"]);
/// ```
pub fn read(file: &str, bytes: &[u8]) -> Result<ScreeningList, Findings> {
    bounded(file, bytes)?;
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match text.iter().find(|byte| !byte.is_ascii_whitespace()) {
        Some(b'{' | b'[') if is_compact(text) => compact::read(file, text),
        Some(b'{' | b'[') => consolidated::read_json(file, text),
        Some(b'0'..=b'9') => sdn::read(
            file,
            SdnFiles {
                names: text,
                ..SdnFiles::default()
            },
        ),
        Some(_) => consolidated::read_csv(file, text),
        None => Err(refused(
            codes::NOT_A_LIST,
            file,
            "the list is empty".to_owned(),
        )),
    }
}

/// The compact form explains its keys near its beginning.
fn is_compact(text: &[u8]) -> bool {
    let head = &text[..text.len().min(1 << 14)];
    [&b"\"fieldKey\""[..], b"\"entries\"", b"\"tables\""]
        .iter()
        .any(|key| head.windows(key.len()).any(|window| window == *key))
}

/// Reads the Consolidated Screening List in CSV from a stream, row by row.
///
/// # Errors
/// The stream is longer than [`MOST_BYTES`] or breaks off, or its header lacks the columns `source` and `name`.
pub fn read_csv(file: &str, stream: impl Read) -> Result<ScreeningList, Findings> {
    let within = Within {
        stream,
        left: MOST_BYTES,
    };
    consolidated::read_csv(file, within)
}

/// Reads OFAC's files; findings name them SDN, ALT.CSV and ADD.CSV.
///
/// # Errors
/// A file is larger than [`MOST_BYTES`], or the first names nobody.
pub fn read_sdn(file: &str, files: SdnFiles<'_>) -> Result<ScreeningList, Findings> {
    for bytes in [files.names, files.alternates, files.addresses] {
        bounded(file, bytes)?;
    }
    sdn::read(file, files)
}

/// A stream that ends with an error where it is too long.
struct Within<R> {
    stream: R,
    left: usize,
}

impl<R: Read> Read for Within<R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let count = self.stream.read(into)?;
        self.left = self.left.checked_sub(count).ok_or_else(|| {
            let message = format!("the list is larger than {MOST_BYTES} bytes");
            std::io::Error::new(std::io::ErrorKind::FileTooLarge, message)
        })?;
        Ok(count)
    }
}

#[cfg(test)]
mod tests;
