//! The report as one HTML file.

use crate::figure::{Figure, figures};
use crate::findings::findings_html;
use crate::markup::escaped;
use crate::report::Report;
use crate::table::{MOST_ROWS as ROWS, Table};
use crate::tables;
use portolan_analyse::definitions;
use portolan_vocabulary::{Duration, Severity};
use std::fmt::Write as _;

pub(crate) const STYLE: &str = include_str!("html.css");

/// The report as one HTML file that refers to nothing outside itself.
pub fn html(report: &Report<'_>) -> String {
    let figures = figures(report);
    let mut body = Vec::new();
    if report.count(Severity::Error) > 0 {
        body.push(findings(report));
    }
    body.push(missions(report));
    body.extend(figures.iter().map(section_of));
    body.push(measures(report));
    if report.count(Severity::Error) == 0 {
        body.push(findings(report));
    }
    let sections: Vec<Section> = body.into_iter().flatten().collect();
    page(report, &sections)
}

/// A part of the report with a heading.
struct Section {
    id: &'static str,
    title: String,
    body: String,
}

fn page(report: &Report<'_>, sections: &[Section]) -> String {
    let title = escaped(&report.campaign.name);
    let mut out = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
         <a class=\"skip\" href=\"#main\">To the content</a>\n"
    );
    out += &header(report);
    out += "<nav aria-label=\"Contents\"><ul>";
    for section in sections {
        let _ = write!(
            out,
            "<li><a href=\"#{}\">{}</a></li>",
            section.id,
            escaped(&section.title)
        );
    }
    out += "</ul></nav>\n<main id=\"main\">\n";
    for section in sections {
        let (id, title) = (section.id, escaped(&section.title));
        let _ = writeln!(
            out,
            "<section id=\"{id}\" aria-labelledby=\"{id}-heading\">\n<h2 id=\"{id}-heading\">{title}</h2>\n{}</section>",
            section.body
        );
    }
    out += "</main>\n";
    out += &footer(report);
    out += "</body>\n</html>\n";
    out
}

fn header(report: &Report<'_>) -> String {
    let campaign = report.campaign;
    let mut out = format!("<header>\n<h1>{}</h1>\n", escaped(&campaign.name));
    if !campaign.description.is_empty() {
        let _ = writeln!(out, "<p>{}</p>", escaped(&campaign.description));
    }
    let class = match (report.count(Severity::Error), report.unmet_kg()) {
        (0, None) => "good",
        (0, Some(_)) => "warning",
        _ => "error",
    };
    let _ = writeln!(
        out,
        "<p class=\"verdict {class}\">{}</p>",
        escaped(&report.verdict())
    );
    out += "<dl class=\"headlines\">\n";
    for measure in tables::headlines(report) {
        let _ = writeln!(
            out,
            "<div><dt>{}</dt><dd>{} <small>{}</small></dd></div>",
            escaped(&measure.name),
            tables::measure_value(measure),
            escaped(&measure.unit)
        );
    }
    out += "</dl>\n</header>\n";
    out
}

/// Where the report comes from.
fn footer(report: &Report<'_>) -> String {
    let plan = format!("{}, from {}", report.plan.id, report.plan.maker.name);
    let mut entries = vec![
        ("Campaign".to_owned(), report.campaign.id.to_string()),
        ("Plan".to_owned(), plan),
        (
            "From (UTC)".to_owned(),
            tables::date(report, Duration::ZERO),
        ),
        (
            "To (UTC)".to_owned(),
            tables::date(report, report.outcome.end),
        ),
    ];
    entries.extend(report.provenance.entries.iter().cloned());
    let mut out =
        String::from("<footer>\n<h2>Where this comes from</h2>\n<dl class=\"provenance\">\n");
    for (name, words) in &entries {
        let _ = writeln!(out, "<dt>{}</dt><dd>{}</dd>", escaped(name), escaped(words));
    }
    out += "</dl>\n</footer>\n";
    out
}

fn findings(report: &Report<'_>) -> Option<Section> {
    let findings = &report.outcome.findings;
    (!findings.is_empty()).then(|| Section {
        id: "findings",
        title: "Findings".to_owned(),
        body: findings_html(findings),
    })
}

fn missions(report: &Report<'_>) -> Option<Section> {
    let mut body = String::new();
    for table in [tables::missions(report), tables::burns(report)] {
        if !table.rows.is_empty() {
            body += &table.html(ROWS);
        }
    }
    let events = tables::events(report);
    if !events.rows.is_empty() {
        body += &folded("All events", &[events]);
    }
    body += &folded("Account of mass", &[tables::mass_account(report.outcome)]);
    (!report.plan.activities.is_empty()).then(|| Section {
        id: "missions",
        title: "Missions and burns".to_owned(),
        body,
    })
}

fn section_of(figure: &Figure) -> Option<Section> {
    let body = format!(
        "<figure>\n{}\n<figcaption>{}</figcaption>\n</figure>\n{}",
        figure.svg,
        escaped(&figure.description),
        folded("Numbers behind this figure", &figure.tables)
    );
    Some(Section {
        id: figure.name,
        title: figure.title.clone(),
        body,
    })
    .filter(|_| !figure.svg.is_empty())
}

/// Tables that are folded away until they are asked for.
fn folded(summary: &str, tables: &[Table]) -> String {
    let mut out = format!("<details><summary>{}</summary>\n", escaped(summary));
    for table in tables.iter().filter(|table| !table.rows.is_empty()) {
        out += &table.html(ROWS);
    }
    out += "</details>\n";
    out
}

fn measures(report: &Report<'_>) -> Option<Section> {
    let mut body = tables::measures(report).html(ROWS);
    body += "<details><summary>What the measures mean</summary>\n<dl class=\"meaning\">\n";
    for definition in definitions() {
        let measured = |key: &str| {
            let rest = key.strip_prefix(definition.key);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        if !report.measures.iter().any(|measure| measured(&measure.key)) {
            continue;
        }
        let _ = writeln!(
            body,
            "<dt>{} <code>{}</code></dt><dd>{} {}</dd>",
            escaped(definition.name),
            definition.key,
            escaped(definition.definition),
            source(definition.source)
        );
    }
    body += "</dl>\n</details>\n";
    (!report.measures.is_empty()).then(|| Section {
        id: "measures",
        title: "Measures".to_owned(),
        body,
    })
}

fn source(source: &str) -> String {
    if source.is_empty() {
        String::new()
    } else {
        format!("<small>Source: {}</small>", escaped(source))
    }
}
