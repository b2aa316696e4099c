//! Windows files: `portolan-windows/1`. When ways are open and what they cost then. JSON, and CSV for
//! spreadsheets; written only.

use super::findings::{fact, finding};
use super::sink::Sink;
use super::v1::{Fact, Finding as FindingRow, Provenance};
use portolan_model::{Edge, Opportunity, Parts, Window};
use portolan_vocabulary::{Duration, Epoch, FactValue, Finding};
use schemars::JsonSchema;
use serde::Serialize;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::LazyLock;

/// The format of a windows file.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub enum WindowsFormat {
    /// Version 1.
    #[serde(rename = "portolan-windows/1")]
    One,
}

/// One burn.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Burn {
    /// When, after departure.
    pub after_d: f64,
    /// The velocity change.
    pub dv_m_s: f64,
}

/// A window and what the way is like in it: whoever can afford the figures can leave at any instant of
/// the window.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Row<'a> {
    /// First instant, UTC.
    pub from: String,
    /// First instant after, UTC.
    pub to: String,
    /// The best instant, UTC.
    pub best: String,
    /// The best instant, in days since the start.
    pub best_d: f64,
    /// From departure to arrival; null where the vehicle decides.
    pub duration_d: Option<f64>,
    /// The whole velocity change.
    pub dv_m_s: f64,
    /// The burns, in order of time.
    pub burns: Vec<Burn>,
    /// What else is known of it.
    pub facts: BTreeMap<Cow<'a, str>, Fact<'a>>,
}

/// The windows of one way.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Way<'a> {
    /// The edge.
    pub edge: &'a str,
    /// Where it begins.
    pub from: &'a str,
    /// Where it ends.
    pub to: &'a str,
    /// How it is travelled.
    pub way: &'static str,
    /// In order of time, apart from one another.
    pub windows: Vec<Row<'a>>,
}

/// When a chain of ways can be begun.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Chain {
    /// The edges, in order.
    pub edges: Vec<String>,
    /// The longest wait between two of them.
    pub max_wait_d: f64,
    /// When the first may be entered so that the last is reached.
    pub windows: Vec<Span>,
}

/// A time between two instants.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Span {
    /// First instant, UTC.
    pub from: String,
    /// First instant after, UTC.
    pub to: String,
    /// When the last way ends at the earliest, having begun at the first instant; UTC.
    pub earliest_end: String,
}

/// What a windows file holds.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct WindowsFile<'a> {
    /// The format.
    pub format: WindowsFormat,
    /// What the file was made from and by.
    pub provenance: Provenance<'a>,
    /// Where the bodies' positions come from.
    pub ephemeris: &'a str,
    /// The first instant looked at, UTC.
    pub from: String,
    /// The first instant after, UTC.
    pub to: String,
    /// The ways.
    pub ways: Vec<Way<'a>>,
    /// The chain that was asked for; null without one.
    pub chain: Option<Chain>,
    /// What went wrong and is worth knowing.
    pub findings: Vec<FindingRow<'a>>,
}

/// Windows to be written: of some edges of a network.
#[derive(Clone, Copy, Debug)]
pub struct Windows<'a> {
    /// The network.
    pub parts: &'a Parts,
    /// What was looked at.
    pub span: Window,
    /// The edges with their opportunities.
    pub edges: &'a [(&'a Edge, &'a [Opportunity])],
    /// The chain, where one was asked for.
    pub chain: Option<&'a Chain>,
    /// Where the bodies' positions come from.
    pub ephemeris: &'a str,
    /// What went wrong.
    pub findings: &'a [Finding],
}

/// Writes windows as JSON.
///
/// # Errors
/// Where the writer fails.
pub fn write_windows(
    out: impl Write,
    windows: &Windows<'_>,
    provenance: &Provenance<'_>,
) -> io::Result<()> {
    let start = windows.parts.start;
    let mut sink = Sink::new(out)?;
    sink.value("format", &WindowsFormat::One)?;
    sink.value("provenance", provenance)?;
    sink.value("ephemeris", &windows.ephemeris)?;
    sink.value("from", &(start + windows.span.from).to_string())?;
    sink.value("to", &(start + windows.span.to).to_string())?;
    let way = |(edge, opportunities): &(&'_ Edge, &'_ [Opportunity])| {
        serde_json::to_value(way(windows.parts, edge, opportunities)).unwrap_or_default()
    };
    sink.rows("ways", windows.edges.iter().map(way))?;
    sink.value("chain", &windows.chain)?;
    sink.rows("findings", windows.findings.iter().map(finding))?;
    sink.finish()
}

fn way<'a>(parts: &'a Parts, edge: &'a Edge, opportunities: &'a [Opportunity]) -> Way<'a> {
    let id = |node| parts.nodes.at(node).map_or("", |node| node.id.as_str());
    Way {
        edge: edge.id.as_str(),
        from: id(edge.origin),
        to: id(edge.destination),
        way: edge.way.word(),
        windows: opportunities
            .iter()
            .map(|it| row(parts.start, it))
            .collect(),
    }
}

fn row(start: Epoch, opportunity: &Opportunity) -> Row<'_> {
    let at = |t: Duration| (start + t).to_string();
    let burn = |burn: &portolan_model::Burn| Burn {
        after_d: burn.after.days(),
        dv_m_s: burn.dv.m_s(),
    };
    let facts = opportunity.facts.iter();
    Row {
        from: at(opportunity.window.from),
        to: at(opportunity.window.to),
        best: at(opportunity.best),
        best_d: opportunity.best.days(),
        duration_d: opportunity.way.duration().map(Duration::days),
        dv_m_s: opportunity.way.dv_m_s(),
        burns: opportunity.way.burns().iter().map(burn).collect(),
        facts: facts.map(|it| (Cow::Borrowed(it.name), fact(it))).collect(),
    }
}

/// Windows as comma-separated values: one line a window, one column for each fact that any of them has,
/// with its unit in the header.
///
/// # Errors
/// Where the writer fails.
pub fn write_windows_csv(out: impl Write, windows: &Windows<'_>) -> io::Result<()> {
    let names = fact_names(windows);
    let mut table = csv::Writer::from_writer(out);
    let fixed = [
        "edge",
        "from_node",
        "to_node",
        "from",
        "to",
        "best",
        "duration_d",
        "dv_m_s",
        "burns_m_s",
    ];
    let fixed = fixed.into_iter().map(str::to_owned);
    table.write_record(fixed.chain(names.iter().map(|(name, unit)| column(name, unit))))?;
    for (edge, opportunities) in windows.edges {
        for opportunity in *opportunities {
            table.write_record(line(windows.parts, edge, opportunity, &names))?;
        }
    }
    table.flush()
}

fn column(name: &str, unit: &str) -> String {
    let unit = unit.replace('/', "_").replace(['²', '^'], "2");
    if unit.is_empty() {
        name.replace('-', "_")
    } else {
        format!("{}_{unit}", name.replace('-', "_"))
    }
}

fn fact_names<'a>(windows: &Windows<'a>) -> Vec<(&'static str, Cow<'a, str>)> {
    let mut names: Vec<(&'static str, Cow<'a, str>)> = Vec::new();
    let all = windows.edges.iter().flat_map(|(_, all)| all.iter());
    for fact in all.flat_map(|it| &it.facts) {
        if names.iter().all(|(name, _)| *name != fact.name) {
            let unit = match &fact.value {
                FactValue::Number { unit, .. } => Cow::Borrowed(unit.as_ref()),
                FactValue::Text(_) => Cow::Borrowed(""),
            };
            names.push((fact.name, unit));
        }
    }
    names
}

fn line(
    parts: &Parts,
    edge: &Edge,
    opportunity: &Opportunity,
    names: &[(&'static str, Cow<'_, str>)],
) -> Vec<String> {
    let of = way(parts, edge, std::slice::from_ref(opportunity));
    let row = row(parts.start, opportunity);
    let duration = row.duration_d.map(|it| it.to_string()).unwrap_or_default();
    let burns: Vec<String> = row
        .burns
        .iter()
        .map(|burn| burn.dv_m_s.to_string())
        .collect();
    let burns = burns.join(" ");
    let mut cells = vec![of.edge.to_owned(), of.from.to_owned(), of.to.to_owned()];
    cells.extend([
        row.from,
        row.to,
        row.best,
        duration,
        row.dv_m_s.to_string(),
        burns,
    ]);
    for (name, _) in names {
        let fact = opportunity.facts.iter().find(|fact| fact.name == *name);
        cells.push(match fact.map(|fact| &fact.value) {
            Some(FactValue::Number { value, .. }) => value.to_string(),
            Some(FactValue::Text(text)) => text.clone(),
            None => String::new(),
        });
    }
    cells
}

/// The JSON Schema of windows files.
pub fn windows_schema() -> &'static serde_json::Value {
    static SCHEMA: LazyLock<serde_json::Value> =
        LazyLock::new(|| schemars::schema_for!(WindowsFile<'static>).to_value());
    &SCHEMA
}
