//! Findings as text, in the manner of a compiler.

use crate::markup::escaped;
use crate::number::sensible;
use crate::table::WIDTH;
use portolan_vocabulary::{Fact, FactValue, Finding, Place, Severity};
use std::fmt::Write as _;

/// The findings as plain text, in the manner of a compiler:
///
/// ```text
/// error[capacity.mass]: the load exceeds the capacity
///   --> campaign.toml:12:8
///    | edge "kourou-leo"
///    | load: 600 kg
///    | capacity: 500 kg
///    = help: move 100 kg to a later launch
/// ```
pub fn findings_text(findings: &[Finding]) -> String {
    let mut out = String::new();
    for finding in findings {
        if !out.is_empty() {
            out.push('\n');
        }
        one(&mut out, finding);
    }
    out
}

fn one(out: &mut String, finding: &Finding) {
    let head = format!(
        "{}[{}]: {}",
        finding.severity,
        finding.code,
        one_line(&finding.message)
    );
    wrapped(out, "", "    ", &head);
    if let Some(place) = &finding.place {
        let _ = writeln!(out, "  --> {}", place_text(place));
    }
    let _ = writeln!(
        out,
        "   | {} \"{}\"",
        finding.subject.kind,
        one_line(&finding.subject.id)
    );
    for fact in &finding.facts {
        wrapped(out, "   | ", "   |   ", &fact_text(fact));
    }
    if let Some(cause) = &finding.follows_from {
        wrapped(
            out,
            "   = ",
            "     ",
            &format!("follows from: {}", one_line(cause)),
        );
    }
    if let Some(advice) = &finding.advice {
        wrapped(
            out,
            "   = ",
            "     ",
            &format!("help: {}", one_line(advice)),
        );
    }
    if let Some(citation) = &finding.citation {
        wrapped(
            out,
            "   = ",
            "     ",
            &format!("source: {}", one_line(citation)),
        );
    }
}

/// The text without line breaks and control characters, which could imitate other findings.
fn one_line(text: &str) -> String {
    let plain = |letter: char| if letter.is_control() { ' ' } else { letter };
    text.chars().map(plain).collect()
}

/// Appends the text in lines of at most the usual width, broken between words.
pub(crate) fn wrapped(out: &mut String, first: &str, later: &str, text: &str) {
    let mut line = first.to_owned();
    let mut empty = true;
    for word in text.split(' ') {
        let length = line.chars().count() + 1 + word.chars().count();
        if !empty && length > WIDTH {
            out.push_str(line.trim_end());
            out.push('\n');
            line = later.to_owned();
            empty = true;
        }
        if !empty {
            line.push(' ');
        }
        line.push_str(word);
        empty = false;
    }
    out.push_str(line.trim_end());
    out.push('\n');
}

fn place_text(place: &Place) -> String {
    format!("{}:{}:{}", one_line(&place.file), place.line, place.column)
}

fn fact_text(fact: &Fact) -> String {
    match &fact.value {
        FactValue::Number { value, unit } if unit.is_empty() => {
            format!("{}: {}", fact.name, sensible(*value))
        }
        FactValue::Number { value, unit } => {
            format!("{}: {} {unit}", fact.name, sensible(*value))
        }
        FactValue::Text(text) => format!("{}: {}", fact.name, one_line(text)),
    }
}

/// The findings as HTML, the gravest first.
pub(crate) fn findings_html(findings: &[Finding]) -> String {
    let mut sorted: Vec<&Finding> = findings.iter().collect();
    sorted.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    let mut out = String::new();
    for finding in sorted.iter().take(SHOWN) {
        item(&mut out, finding);
    }
    if sorted.len() > SHOWN {
        let _ = writeln!(
            out,
            "<p>{} more findings are left out here.</p>",
            sorted.len() - SHOWN
        );
    }
    out
}

/// How many findings the HTML report shows.
const SHOWN: usize = 500;

fn item(out: &mut String, finding: &Finding) {
    let severity = finding.severity;
    let mark = match severity {
        Severity::Error => "✕",
        Severity::Warning => "!",
        Severity::Note => "i",
    };
    let _ = writeln!(
        out,
        "<article class=\"finding {severity}\"><h3><span class=\"mark\" aria-hidden=\"true\">{mark}</span> \
         {severity}: {}</h3>\n<p class=\"about\"><code>{}</code> · {} <code>{}</code>{}</p>",
        escaped(&finding.message),
        finding.code,
        finding.subject.kind,
        escaped(&finding.subject.id),
        finding
            .place
            .as_ref()
            .map_or_else(String::new, |place| format!(
                " · {}",
                escaped(&place_text(place))
            )),
    );
    if !finding.facts.is_empty() {
        out.push_str("<ul>");
        for fact in &finding.facts {
            let _ = write!(out, "<li>{}</li>", escaped(&fact_text(fact)));
        }
        out.push_str("</ul>\n");
    }
    let more = [
        ("Follows from", &finding.follows_from),
        ("What to do", &finding.advice),
        ("Source", &finding.citation),
    ];
    for (label, text) in more {
        if let Some(text) = text {
            let _ = writeln!(out, "<p><b>{label}:</b> {}</p>", escaped(text));
        }
    }
    out.push_str("</article>\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use portolan_vocabulary::Code;

    const TOO_HEAVY: Code = Code::new("capacity.mass");

    fn heavy() -> Finding {
        Finding::error(
            TOO_HEAVY,
            "edge",
            "kourou-leo",
            "the load exceeds the capacity",
        )
        .number("load", 600.0, "kg")
        .number("share", 1.2, "")
        .advice("move 100 kg to a later launch")
        .at(Place {
            file: "campaign.toml".to_owned(),
            line: 12,
            column: 8,
        })
    }

    #[test]
    fn reads_like_a_compiler() {
        let wanted = "error[capacity.mass]: the load exceeds the capacity\n\
                      \x20 --> campaign.toml:12:8\n\
                      \x20  | edge \"kourou-leo\"\n\
                      \x20  | load: 600 kg\n\
                      \x20  | share: 1.2\n\
                      \x20  = help: move 100 kg to a later launch\n";
        assert_eq!(findings_text(&[heavy()]), wanted);
        assert_eq!(findings_text(&[]), "");
    }

    #[test]
    fn no_line_is_too_long_and_none_is_forged() {
        let mut finding = heavy();
        finding.message = format!("{} end\nerror[x.y]: forged", "word ".repeat(60));
        let text = findings_text(&[finding.clone(), finding]);
        assert!(text.lines().all(|line| line.chars().count() <= WIDTH));
        assert_eq!(
            text.lines()
                .filter(|line| line.starts_with("error["))
                .count(),
            2
        );
    }
}
