//! A compact JSON of the Consolidated Screening List: short keys, explained by `fieldKey`, and tables for what repeats.
//!
//! The form is that of export-controls-agent-mcp (MIT, 2026), `screening-list.json`.

use super::sink::Sink;
use super::{ScreeningList, codes, country, refused, value};
use portolan_screen::{Kind, Party};
use portolan_vocabulary::Findings;
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
struct File {
    #[serde(default)]
    tables: Tables,
    entries: Vec<Value>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Tables {
    sources: Vec<String>,
    licence_requirements: Vec<String>,
    licence_policies: Vec<String>,
    programmes: Vec<Value>,
    urls: Vec<String>,
}

/// Reads the compact form.
pub(super) fn read(file: &str, bytes: &[u8]) -> Result<ScreeningList, Findings> {
    let mut sink = Sink::new(file);
    let root: File = serde_json::from_slice(bytes).map_err(|error| {
        let mut findings = refused(
            codes::NOT_A_LIST,
            file,
            format!("the text is no compact list: {error}"),
        );
        findings
            .iter_mut()
            .for_each(|finding| finding.place = Some(sink.place(error.line() as u64)));
        findings
    })?;
    let mut parties = Vec::with_capacity(root.entries.len());
    for (at, entry) in root.entries.iter().enumerate() {
        parties.extend(party(entry, at + 1, &root.tables, &mut sink));
    }
    Ok(ScreeningList {
        parties,
        findings: sink.finish(),
    })
}

fn party(entry: &Value, number: usize, tables: &Tables, sink: &mut Sink<'_>) -> Option<Party> {
    let text = |key: &str| entry.get(key).and_then(Value::as_str).unwrap_or("").trim();
    let list = |key: &str| -> Vec<String> {
        let values = entry
            .get(key)
            .and_then(Value::as_array)
            .into_iter()
            .flatten();
        values
            .filter_map(Value::as_str)
            .map(|text| text.trim().to_owned())
            .filter(|text| !text.is_empty())
            .collect()
    };
    let at = |key: &str| {
        entry
            .get(key)
            .and_then(Value::as_u64)
            .and_then(|at| usize::try_from(at).ok())
    };
    let looked_up = |key: &str, table: &[String]| at(key).and_then(|at| table.get(at)).cloned();
    let id = text("e").to_owned();
    let subject = if id.is_empty() {
        number.to_string()
    } else {
        id.clone()
    };
    if text("n").is_empty() {
        sink.row(&subject, None, format!("entry {number} has no name"));
        return None;
    }
    let kind = value::kind(text("t")).unwrap_or_else(|| {
        sink.warn(
            codes::BAD_VALUE,
            &subject,
            None,
            format!("\"{}\" is no known type of party", text("t")),
        );
        Kind::Unknown
    });
    let programmes = at("pg")
        .and_then(|at| tables.programmes.get(at))
        .map(strings)
        .unwrap_or_default();
    let remarks = [
        looked_up("lr", &tables.licence_requirements),
        looked_up("lp", &tables.licence_policies),
    ];
    let notice = Some(text("fr").to_owned()).filter(|notice| !notice.is_empty());
    Some(Party {
        list: looked_up("s", &tables.sources).unwrap_or_default(),
        id,
        kind,
        name: text("n").to_owned(),
        aliases: list("a"),
        countries: list("c")
            .iter()
            .filter_map(|text| country::code(text))
            .collect(),
        identifiers: Vec::new(),
        births: Vec::new(),
        programmes,
        source: looked_up("u", &tables.urls).unwrap_or_default(),
        remarks: remarks.into_iter().flatten().chain(notice).collect(),
    })
}

fn strings(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Array(values) => values
            .iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect(),
        _ => Vec::new(),
    }
}
