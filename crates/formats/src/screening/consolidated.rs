//! The Consolidated Screening List of the United States as trade.gov gives it out, in CSV and JSON.
//!
//! Column names: International Trade Administration, csl-importers, `shared/output.py`; what is in the cells: `nested_fields.py`.

use super::sink::Sink;
use super::{ScreeningList, codes, country, refused, value};
use csv::StringRecord;
use portolan_screen::{Identifier, Kind, Party};
use portolan_vocabulary::Findings;
use serde::de::{
    DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fmt;
use std::io::Read;

/// Every column of the list.
const COLUMNS: [&str; 30] = [
    "_id",
    "id",
    "source",
    "entity_number",
    "type",
    "programs",
    "name",
    "title",
    "addresses",
    "federal_register_notice",
    "start_date",
    "end_date",
    "standard_order",
    "license_requirement",
    "license_policy",
    "call_sign",
    "vessel_type",
    "gross_tonnage",
    "gross_registered_tonnage",
    "vessel_flag",
    "vessel_owner",
    "remarks",
    "source_list_url",
    "alt_names",
    "citizenships",
    "dates_of_birth",
    "nationalities",
    "places_of_birth",
    "source_information_url",
    "ids",
];

/// What becomes a remark, with the word before it.
const REMARKS: [&str; 6] = [
    "license_requirement",
    "license_policy",
    "federal_register_notice",
    "title",
    "remarks",
    "vessel_owner",
];

/// A row of either form, by column.
trait Row {
    /// The text of a cell, trimmed; empty where there is none.
    fn text(&self, column: &str) -> &str;
    /// The values of a cell that holds several.
    fn list(&self, column: &str) -> Vec<String>;
    /// The countries of all addresses.
    fn countries(&self) -> Vec<String>;
    /// The numbers of authorities.
    fn identifiers(&self) -> Vec<Identifier>;
}

/// Reads the list in CSV from a stream, row by row.
pub(super) fn read_csv(file: &str, stream: impl Read) -> Result<ScreeningList, Findings> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(stream);
    let mut sink = Sink::new(file);
    let headers = match reader.headers() {
        Ok(headers) => headers.clone(),
        Err(error) => {
            return Err(refused(
                codes::NOT_A_LIST,
                file,
                format!("the header cannot be read: {error}"),
            ));
        }
    };
    let headers: Vec<String> = headers
        .iter()
        .map(|name| name.trim_start_matches('\u{feff}').trim().to_owned())
        .collect();
    for needed in ["source", "name"] {
        if !headers.iter().any(|header| header == needed) {
            return Err(refused(
                codes::NOT_A_LIST,
                file,
                format!("the header has no column \"{needed}\""),
            ));
        }
    }
    let unknown: Vec<String> = headers
        .iter()
        .filter(|header| !COLUMNS.contains(&header.as_str()))
        .cloned()
        .collect();
    sink.unknown_columns(&unknown);
    let mut parties = Vec::new();
    for record in reader.records() {
        match record {
            Ok(record) => csv_row(&headers, &record, &mut parties, &mut sink),
            Err(error) if error.is_io_error() => {
                return Err(refused(codes::TOO_LARGE, file, error.to_string()));
            }
            Err(error) => {
                let line = error.position().map(csv::Position::line);
                sink.row("", line, format!("the row cannot be read: {error}"));
            }
        }
    }
    Ok(ScreeningList {
        parties,
        findings: sink.finish(),
    })
}

fn csv_row(
    headers: &[String],
    record: &StringRecord,
    parties: &mut Vec<Party>,
    sink: &mut Sink<'_>,
) {
    let line = record.position().map(csv::Position::line);
    // The mark that ends files of old systems.
    if record
        .iter()
        .all(|cell| cell.trim_matches(['\u{1a}', ' ']).is_empty())
    {
        return;
    }
    if record.len() != headers.len() {
        let message = format!(
            "the row has {} cells, the header {}",
            record.len(),
            headers.len()
        );
        sink.row(record.get(0).unwrap_or(""), line, message);
        return;
    }
    parties.extend(party(&CsvRow { headers, record }, line, sink));
}

struct CsvRow<'a> {
    headers: &'a [String],
    record: &'a StringRecord,
}

impl Row for CsvRow<'_> {
    fn text(&self, column: &str) -> &str {
        let at = self.headers.iter().position(|header| header == column);
        at.and_then(|at| self.record.get(at)).unwrap_or("").trim()
    }

    fn list(&self, column: &str) -> Vec<String> {
        let values = self
            .text(column)
            .split(';')
            .map(str::trim)
            .filter(|value| !value.is_empty());
        values.map(str::to_owned).collect()
    }

    fn countries(&self) -> Vec<String> {
        let addresses = self.list("addresses");
        let last = addresses
            .iter()
            .filter_map(|address| address.rsplit(',').next());
        last.map(str::trim)
            .filter(|last| last.len() == 2 && last.bytes().all(|c| c.is_ascii_uppercase()))
            .map(str::to_owned)
            .collect()
    }

    fn identifiers(&self) -> Vec<Identifier> {
        let ids = self.list("ids");
        let each = ids.iter().filter_map(|id| {
            let mut parts = id.split(',').map(str::trim);
            let first = parts.next()?;
            let number = parts.find(|part| part.bytes().any(|c| c.is_ascii_digit()));
            number.map_or_else(
                || value::identifier("", first),
                |number| value::identifier(first, number),
            )
        });
        each.collect()
    }
}

/// What a row says of a party; nothing where it names nobody.
fn party(row: &impl Row, line: Option<u64>, sink: &mut Sink<'_>) -> Option<Party> {
    let id = [row.text("entity_number"), row.text("_id"), row.text("id")]
        .into_iter()
        .find(|id| !id.is_empty())
        .unwrap_or("");
    let name = row.text("name");
    if name.is_empty() {
        sink.row(id, line, "the row has no name".to_owned());
        return None;
    }
    let kind = value::kind(row.text("type")).unwrap_or_else(|| {
        let message = format!("\"{}\" is no known type of party", row.text("type"));
        sink.warn(codes::BAD_VALUE, id, line, message);
        Kind::Unknown
    });
    let mut births = Vec::new();
    for text in row.list("dates_of_birth") {
        let read = value::births(&text);
        if read.is_empty() {
            sink.warn(
                codes::BAD_VALUE,
                id,
                line,
                format!("\"{text}\" is no day of birth"),
            );
        }
        births.extend(read);
    }
    let words = ["citizenships", "nationalities", "vessel_flag"]
        .into_iter()
        .flat_map(|column| row.list(column));
    let mut countries: Vec<String> = words
        .chain(row.countries())
        .filter_map(|text| country::code(&text))
        .collect();
    countries.sort();
    countries.dedup();
    let mut identifiers = row.identifiers();
    identifiers.extend(value::identifier("Call sign", row.text("call_sign")));
    let said = REMARKS
        .iter()
        .map(|column| row.text(column))
        .filter(|text| !text.is_empty());
    Some(Party {
        list: row.text("source").to_owned(),
        id: id.to_owned(),
        kind,
        name: name.to_owned(),
        aliases: row.list("alt_names"),
        countries,
        identifiers,
        births,
        programmes: row.list("programs"),
        source: row.text("source_list_url").to_owned(),
        remarks: said.map(str::to_owned).collect(),
    })
}

/// Reads the list in JSON: `{"results": [..]}`, or the entries alone. One entry at a time is in memory.
pub(super) fn read_json(file: &str, bytes: &[u8]) -> Result<ScreeningList, Findings> {
    let (mut parties, mut sink) = (Vec::new(), Sink::new(file));
    let mut unknown = BTreeSet::new();
    let mut number = 0;
    let mut take = |entry: Value| {
        number += 1;
        match entry {
            Value::Object(_) => {
                let row = JsonRow(&entry);
                unknown.extend(row.unknown());
                let before = parties.len();
                parties.extend(party(&row, None, &mut sink));
                parties.len() > before
            }
            _ => {
                sink.row(
                    &number.to_string(),
                    None,
                    format!("entry {number} is no object"),
                );
                false
            }
        }
    };
    let mut read = serde_json::Deserializer::from_slice(bytes);
    let done = Root(&mut take)
        .deserialize(&mut read)
        .and_then(|()| read.end());
    if let Err(error) = done {
        let place = sink.place(error.line() as u64);
        let mut findings = refused(
            codes::NOT_A_LIST,
            file,
            format!("the text is no list: {error}"),
        );
        findings
            .iter_mut()
            .for_each(|finding| finding.place = Some(place.clone()));
        return Err(findings);
    }
    sink.unknown_columns(&unknown.into_iter().collect::<Vec<_>>());
    Ok(ScreeningList {
        parties,
        findings: sink.finish(),
    })
}

struct JsonRow<'a>(&'a Value);

impl JsonRow<'_> {
    fn unknown(&self) -> Vec<String> {
        let keys = self
            .0
            .as_object()
            .into_iter()
            .flat_map(|object| object.keys());
        keys.filter(|key| !COLUMNS.contains(&key.as_str()))
            .cloned()
            .collect()
    }

    fn objects(&self, column: &str) -> &[Value] {
        self.0
            .get(column)
            .and_then(Value::as_array)
            .map_or(&[], Vec::as_slice)
    }
}

impl Row for JsonRow<'_> {
    fn text(&self, column: &str) -> &str {
        self.0
            .get(column)
            .and_then(Value::as_str)
            .unwrap_or("")
            .trim()
    }

    fn list(&self, column: &str) -> Vec<String> {
        match self.0.get(column) {
            Some(Value::String(text)) if !text.trim().is_empty() => vec![text.trim().to_owned()],
            Some(Value::Array(values)) => values
                .iter()
                .filter_map(Value::as_str)
                .map(|text| text.trim().to_owned())
                .collect(),
            _ => Vec::new(),
        }
    }

    fn countries(&self) -> Vec<String> {
        let each = self
            .objects("addresses")
            .iter()
            .filter_map(|address| address.get("country")?.as_str());
        each.map(str::to_owned).collect()
    }

    fn identifiers(&self) -> Vec<Identifier> {
        let text =
            |id: &Value, key: &str| id.get(key).and_then(Value::as_str).unwrap_or("").to_owned();
        let each = self
            .objects("ids")
            .iter()
            .filter_map(|id| value::identifier(&text(id, "type"), &text(id, "number")));
        each.collect()
    }
}

/// The top of the file: an object with `results`, or a list.
struct Root<'a, F>(&'a mut F);

impl<'de, F: FnMut(Value) -> bool> DeserializeSeed<'de> for Root<'_, F> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, F: FnMut(Value) -> bool> Visitor<'de> for Root<'_, F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with \"results\", or a list of entries")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut found = false;
        while let Some(key) = map.next_key::<String>()? {
            if key == "results" && !found {
                found = true;
                map.next_value_seed(Entries(&mut *self.0))?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        if found {
            Ok(())
        } else {
            Err(A::Error::custom("there is no key \"results\""))
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while let Some(entry) = list.next_element::<Value>()? {
            (self.0)(entry);
        }
        Ok(())
    }
}

struct Entries<'a, F>(&'a mut F);

impl<'de, F: FnMut(Value) -> bool> DeserializeSeed<'de> for Entries<'_, F> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(Root(self.0))
    }
}
