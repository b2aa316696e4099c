//! Windows as a person and as a program see them.

use crate::open::Source;
use crate::save::{in_memory, provenance};
use crate::windows::Windowed;
use portolan_formats::outcome::windows::{Chain, Windows, write_windows, write_windows_csv};
use portolan_model::Opportunity;
use portolan_report::Table;
use portolan_vocabulary::{Duration, FactValue};
use std::fmt::Write as _;

/// Windows as JSON: `portolan-windows/1`.
pub fn windows_json(windowed: &Windowed) -> String {
    with_content(windowed, |content, sources| {
        in_memory(|out| write_windows(out, content, &provenance(sources)))
    })
}

/// Windows as comma-separated values, one line a window.
pub fn windows_csv(windowed: &Windowed) -> String {
    with_content(windowed, |content, _| {
        in_memory(|out| write_windows_csv(out, content))
    })
}

fn with_content<T>(windowed: &Windowed, make: impl FnOnce(&Windows<'_>, &[Source]) -> T) -> T {
    let edges = windowed.each();
    let content = Windows {
        parts: &windowed.parts,
        span: windowed.span,
        edges: &edges,
        chain: windowed.chain.as_ref(),
        ephemeris: &windowed.ephemeris,
        findings: &[],
    };
    make(&content, &windowed.sources)
}

/// Windows as tables for a terminal.
pub fn windows_text(windowed: &Windowed) -> String {
    let start = windowed.parts.start;
    let mut text = format!(
        "Windows from {} to {} (ephemeris: {})\n",
        instant(&(start + windowed.span.from).to_string(), false),
        instant(&(start + windowed.span.to).to_string(), false),
        windowed.ephemeris
    );
    if let Some(chain) = &windowed.chain {
        text.push_str(&chain_text(windowed, chain));
        return text;
    }
    for (edge, opportunities) in windowed.each() {
        let title = format!("{} ({})", edge.name, edge.way.word());
        if opportunities.is_empty() {
            let _ = write!(text, "\n{title}\n  never open in this span\n");
            continue;
        }
        text.push('\n');
        text.push_str(&table(windowed, &title, opportunities).text(usize::MAX));
    }
    let single = windowed
        .each()
        .iter()
        .all(|(_, all)| runs(all).len() == all.len());
    if !single {
        text.push_str("\nWindows that meet are one row, with the figures of the cheapest; --format csv has each.\n");
    }
    text
}

/// The chain, and how often each of its edges opens.
fn chain_text(windowed: &Windowed, chain: &Chain) -> String {
    let mut text = String::new();
    for (edge, opportunities) in windowed.each() {
        let count = runs(opportunities).len();
        let times = if count == 1 { "time" } else { "times" };
        let _ = writeln!(text, "  {} opens {count} {times}", edge.id);
    }
    let title = format!(
        "The chain {}, waits up to {} d",
        chain.edges.join(", "),
        chain.max_wait_d
    );
    let mut table = Table::new(title, &["leave from", "to", "arrive at the earliest"]);
    for span in &chain.windows {
        table.row([&span.from, &span.to, &span.earliest_end].map(|it| instant(it, false)));
    }
    text.push('\n');
    text.push_str(&table.text(usize::MAX));
    text
}

/// As many columns of characters has a line; facts that have no room stand in the JSON and the CSV.
const WIDTH: usize = 100;

/// A row for each run of windows that meet, with the figures of its cheapest.
struct Run<'a> {
    from: Duration,
    to: Duration,
    cheapest: &'a Opportunity,
}

fn runs(opportunities: &[Opportunity]) -> Vec<Run<'_>> {
    let mut runs: Vec<Run<'_>> = Vec::new();
    for it in opportunities {
        match runs.last_mut() {
            Some(run) if run.to == it.window.from => {
                run.to = it.window.to;
                if it.way.dv_m_s() < run.cheapest.way.dv_m_s() {
                    run.cheapest = it;
                }
            }
            _ => runs.push(Run {
                from: it.window.from,
                to: it.window.to,
                cheapest: it,
            }),
        }
    }
    runs
}

/// One row for each run of windows that meet, with the best departure and what it costs.
fn table(windowed: &Windowed, title: &str, opportunities: &[Opportunity]) -> Table {
    let mut names: Vec<(&str, String)> = Vec::new();
    for fact in opportunities.iter().flat_map(|it| &it.facts) {
        if names.iter().all(|(name, _)| *name != fact.name) {
            names.push((fact.name, head(fact.name, &fact.value)));
        }
    }
    loop {
        let table = with_facts(windowed, title, opportunities, &names);
        if names.is_empty() || table.widest() <= WIDTH {
            return table;
        }
        names.pop();
    }
}

fn with_facts(
    windowed: &Windowed,
    title: &str,
    opportunities: &[Opportunity],
    names: &[(&str, String)],
) -> Table {
    let costs = opportunities.iter().any(|it| it.way.dv_m_s() > 0.0);
    let takes = opportunities
        .iter()
        .any(|it| it.way.duration() > Some(Duration::ZERO));
    let mut heads = vec!["opens", "closes", "best"];
    heads.extend(takes.then_some(">takes d"));
    heads.extend(costs.then_some(">dv m/s"));
    heads.extend(names.iter().map(|(_, head)| head.as_str()));
    let mut table = Table::new(title, &heads);
    let start = windowed.parts.start;
    for run in runs(opportunities) {
        let exact = run.to - run.from < Duration::from_hours(6.0);
        let at = |t: Duration| instant(&(start + t).to_string(), exact);
        let it = run.cheapest;
        let mut cells = vec![at(run.from), at(run.to), at(it.best)];
        let days = it.way.duration().map_or(0.0, Duration::days);
        cells.extend(takes.then(|| format!("{days:.2}")));
        cells.extend(costs.then(|| format!("{:.0}", it.way.dv_m_s())));
        for (name, _) in names {
            let fact = it.facts.iter().find(|fact| fact.name == *name);
            cells.push(fact.map_or_else(String::new, |fact| cell(&fact.value)));
        }
        table.row(cells);
    }
    table
}

/// Short heads for facts with long names.
const SHORT: &[(&str, &str)] = &[
    ("arrival-v-infinity", "v∞"),
    ("declination", "DLA"),
    ("azimuth-over-ground", "over ground"),
    ("moon-distance", "distance"),
    ("moon-declination", "declination"),
];

fn head(name: &str, value: &FactValue) -> String {
    let short = SHORT.iter().find(|(long, _)| *long == name);
    let name = short.map_or(name, |(_, short)| *short).replace('-', " ");
    match value {
        FactValue::Number { unit, .. } if unit.is_empty() => format!(">{name}"),
        FactValue::Number { unit, .. } => format!(">{name} {unit}"),
        FactValue::Text(_) => name,
    }
}

fn cell(value: &FactValue) -> String {
    match value {
        FactValue::Number { value, .. } if value.abs() >= 1000.0 => format!("{value:.0}"),
        FactValue::Number { value, .. } if value.abs() >= 100.0 => format!("{value:.1}"),
        FactValue::Number { value, .. } => format!("{value:.3}"),
        FactValue::Text(text) => text.clone(),
    }
}

/// An instant to the minute, or the second where that counts, without the letters that a table has no
/// room for.
fn instant(text: &str, exact: bool) -> String {
    let length = if exact { 19 } else { 16 };
    text.get(..length).unwrap_or(text).replace('T', " ")
}
