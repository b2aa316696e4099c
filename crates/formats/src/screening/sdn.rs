//! The list of Specially Designated Nationals in OFAC's delimited files: SDN.CSV, ALT.CSV, ADD.CSV.
//!
//! Columns: U.S. Treasury, OFAC, "Specially Designated Nationals and Blocked Persons, data specification", updated 2023-09-25.
//! There is no header; nothing is written `-0-`; rows of the second and third file name the first by its number.

use super::sink::Sink;
use super::{ScreeningList, codes, country, refused, value};
use csv::StringRecord;
use portolan_screen::{Identifier, Kind, Party};
use portolan_vocabulary::Findings;
use std::collections::BTreeMap;

const LIST: &str = "Specially Designated Nationals (SDN) - Treasury Department";
const SOURCE: &str = "https://sanctionslist.ofac.treas.gov/Home/SdnList";

/// The contents of the files; the second and the third may be empty.
#[derive(Clone, Copy, Debug, Default)]
pub struct SdnFiles<'a> {
    /// SDN.CSV: the names.
    pub names: &'a [u8],
    /// ALT.CSV: other names.
    pub alternates: &'a [u8],
    /// ADD.CSV: addresses.
    pub addresses: &'a [u8],
}

/// Calls `take` for every row of at least so many cells; other rows are found faulty.
fn rows(
    bytes: &[u8],
    least: usize,
    sink: &mut Sink<'_>,
    mut take: impl FnMut(&StringRecord, Option<u64>, &mut Sink<'_>),
) {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(bytes);
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let line = error.position().map(csv::Position::line);
                sink.row("", line, format!("the row cannot be read: {error}"));
                continue;
            }
        };
        let line = record.position().map(csv::Position::line);
        if record
            .iter()
            .all(|cell| cell.trim_matches(['\u{1a}', ' ']).is_empty())
        {
            continue;
        }
        if record.len() < least {
            let message = format!("the row has {} cells and needs {least}", record.len());
            sink.row(record.get(0).unwrap_or(""), line, message);
            continue;
        }
        take(&record, line, sink);
    }
}

/// A cell without its edges; empty where it holds nothing.
fn cell(record: &StringRecord, at: usize) -> &str {
    let text = record.get(at).unwrap_or("").trim();
    if text == "-0-" { "" } else { text }
}

/// Reads the three files.
pub(super) fn read(file: &str, files: SdnFiles<'_>) -> Result<ScreeningList, Findings> {
    let mut sink = Sink::new(file);
    let mut parties: Vec<Party> = Vec::new();
    let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
    rows(files.names, 4, &mut sink, |record, line, sink| {
        if let Some(party) = party(record, line, sink) {
            numbers.insert(party.id.clone(), parties.len());
            parties.push(party);
        }
    });
    if parties.is_empty() && !files.names.is_empty() {
        return Err(refused(
            codes::NOT_A_LIST,
            file,
            "no row of the file names a party".to_owned(),
        ));
    }
    let (mut alternates, mut addresses) = (Sink::new("ALT.CSV"), Sink::new("ADD.CSV"));
    rows(
        files.alternates,
        4,
        &mut alternates,
        |record, line, sink| {
            if let Some(party) = owner(record, line, &numbers, &mut parties, sink) {
                party.aliases.extend(
                    Some(cell(record, 3))
                        .filter(|name| !name.is_empty())
                        .map(str::to_owned),
                );
            }
        },
    );
    rows(files.addresses, 5, &mut addresses, |record, line, sink| {
        if let Some(party) = owner(record, line, &numbers, &mut parties, sink) {
            add_country(party, cell(record, 4));
        }
    });
    let mut findings = sink.finish();
    findings.extend(alternates.finish());
    findings.extend(addresses.finish());
    Ok(ScreeningList { parties, findings })
}

fn owner<'a>(
    record: &StringRecord,
    line: Option<u64>,
    numbers: &BTreeMap<String, usize>,
    parties: &'a mut [Party],
    sink: &mut Sink<'_>,
) -> Option<&'a mut Party> {
    let number = cell(record, 0);
    let found = numbers.get(number).and_then(|at| parties.get_mut(*at));
    if found.is_none() {
        sink.warn(
            codes::ORPHAN,
            number,
            line,
            format!("no party has the number \"{number}\""),
        );
    }
    found
}

fn add_country(party: &mut Party, text: &str) {
    let code = country::code(text.trim_end_matches('.'));
    if let Some(code) = code.filter(|code| !party.countries.contains(code)) {
        party.countries.push(code);
    }
}

fn party(record: &StringRecord, line: Option<u64>, sink: &mut Sink<'_>) -> Option<Party> {
    let (id, name) = (cell(record, 0), cell(record, 1));
    if name.is_empty() || id.is_empty() || !id.bytes().all(|c| c.is_ascii_digit()) {
        sink.row(id, line, "the row has no number or no name".to_owned());
        return None;
    }
    let word = cell(record, 2);
    let kind = if word.is_empty() {
        Some(Kind::Organisation)
    } else {
        value::kind(word)
    };
    let kind = kind.unwrap_or_else(|| {
        sink.warn(
            codes::BAD_VALUE,
            id,
            line,
            format!("\"{word}\" is no known type of party"),
        );
        Kind::Unknown
    });
    let programmes = cell(record, 3)
        .split("] [")
        .map(|word| word.trim_matches(['[', ']', ' ']).to_owned());
    let mut party = Party {
        list: LIST.to_owned(),
        id: id.to_owned(),
        kind,
        name: name.to_owned(),
        programmes: programmes.filter(|word| !word.is_empty()).collect(),
        source: SOURCE.to_owned(),
        ..Party::default()
    };
    party
        .identifiers
        .extend(value::identifier("Call sign", cell(record, 5)));
    add_country(&mut party, cell(record, 9));
    party.remarks.extend(
        [4, 10]
            .map(|at| cell(record, at).to_owned())
            .into_iter()
            .filter(|text| !text.is_empty()),
    );
    let remarks = cell(record, 11);
    remarks
        .trim_end_matches('.')
        .split(';')
        .for_each(|remark| take_remark(&mut party, remark.trim()));
    Some(party)
}

/// What a remark says: a day of birth, a nationality, another name, a number; everything else stays a remark.
fn take_remark(party: &mut Party, remark: &str) {
    let plain = remark.strip_prefix("alt. ").unwrap_or(remark);
    if let Some(day) = plain.strip_prefix("DOB ") {
        party.births.extend(value::births(day));
    } else if let Some(country) = plain
        .strip_prefix("nationality ")
        .or_else(|| plain.strip_prefix("citizen "))
    {
        add_country(party, country);
    } else if let Some(name) = ["a.k.a. ", "f.k.a. ", "n.k.a. "]
        .iter()
        .find_map(|mark| plain.strip_prefix(mark))
    {
        party
            .aliases
            .push(name.trim_matches(['\'', '"']).to_owned());
    } else if let Some(identifier) = number(plain) {
        party.identifiers.push(identifier);
    } else if !remark.is_empty() {
        party.remarks.push(remark.to_owned());
    }
}

/// A number as remarks word it: `Passport A123 (Iran)`, `Tax ID No. 77 (Russia)`, `Vessel Registration Identification IMO 9187629`.
fn number(remark: &str) -> Option<Identifier> {
    const MARKS: [&str; 12] = [
        "Passport",
        "Tax ID No.",
        "Registration Number",
        "Registration ID",
        "Vessel Registration Identification",
        "National ID No.",
        "Cedula No.",
        "Identification Number",
        "Company Number",
        "SWIFT/BIC",
        "Aircraft Manufacturer's Serial Number (MSN)",
        "MMSI",
    ];
    let kind = MARKS.iter().find(|mark| remark.starts_with(**mark))?;
    let rest = remark.get(kind.len()..)?.trim();
    let value = rest.split(" (").next()?.trim();
    value::identifier(kind, value)
}
