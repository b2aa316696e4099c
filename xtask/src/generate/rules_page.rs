//! The page of the book that lists every rule with its sources.

use anyhow::{Result, bail};
use portolan::rule_engine::NOT_ADVICE;
use std::fmt::Write as _;
use std::path::Path;

/// The page's text.
///
/// # Errors
/// Where a rule of the program is wrong.
pub(super) fn text(_root: &Path) -> Result<String> {
    let pack = match portolan::shipped_rules() {
        Ok(pack) => pack,
        Err(found) => bail!("{}", portolan::findings_text(&found)),
    };
    let mut text = format!(
        "<!-- Made by `cargo xtask generate` from rules/. -->\n\n# The rules\n\n{NOT_ADVICE}\n"
    );
    let mut regime = "";
    for rule in pack.rules() {
        if rule.regime != regime {
            regime = &rule.regime;
            write!(text, "\n## {} / {}\n", rule.field, rule.regime)?;
        }
        let until = rule
            .until
            .map_or_else(String::new, |until| format!(" until {until}"));
        write!(
            text,
            "\n### `{}`: {}\n\n{}\n\n",
            rule.id, rule.title, rule.statement
        )?;
        let (about, effect) = (rule.about.word(), rule.effect.word());
        writeln!(
            text,
            "- about a {about}; {effect}; in force from {}{until}; reviewed {}",
            rule.from, rule.reviewed
        )?;
        for own in &rule.citations {
            writeln!(
                text,
                "- source: {}, edition {}, read {}",
                own.place(),
                own.edition,
                own.read
            )?;
        }
        let facts: Vec<String> = rule
            .facts
            .iter()
            .map(|fact| format!("`{}`", fact.name))
            .collect();
        writeln!(text, "- needs: {}", facts.join(", "))?;
        if !rule.remedy.permits.is_empty() {
            writeln!(text, "- settled by: {}", rule.remedy.permits.join(", "))?;
        }
    }
    Ok(text)
}
