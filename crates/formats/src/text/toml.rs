//! Reads TOML into a [`Node`].

use super::codes;
use super::limits::{Excess, Limits, MAX_DEPTH, scan_toml};
use super::report::{Report, quoted};
use super::source::Source;
use super::tree::{Key, Node, Value};
use ::toml::Spanned;
use ::toml::de::{DeArray, DeFloat, DeInteger, DeTable, DeValue};
use portolan_vocabulary::Findings;
use std::ops::Range;

/// Reads a TOML document. Dates and times become texts.
///
/// # Errors
/// Findings for every error of syntax and every duplicate key (in a text above 1 MiB for the first
/// alone); in a text without these, for every number that is not finite or no 64-bit integer; one
/// finding where a limit is exceeded.
///
/// ```
/// use portolan_formats::text::{Source, toml};
/// let source = Source::new("demo.toml", "start = 2028-01-01T00:00:00Z\n");
/// let tree = toml::parse(&source, &Default::default()).map_err(|found| found[0].message.clone())?;
/// assert_eq!(tree.to_json(), serde_json::json!({"start": "2028-01-01T00:00:00Z"}));
/// # Ok::<(), String>(())
/// ```
pub fn parse(source: &Source, limits: &Limits) -> Result<Node, Findings> {
    let mut report = Report::new(source);
    if let Some((excess, span)) = scan_toml(source.text(), limits) {
        excess.report(&mut report, &span, limits);
        return Err(report.finish());
    }
    let table = match DeTable::parse(source.text()) {
        Ok(table) => table,
        Err(first) => {
            report_errors(first, &mut report);
            return Err(report.finish());
        }
    };
    let mut builder = Builder {
        report,
        limits,
        too_deep: false,
    };
    let value = builder.table(table.into_inner(), 0);
    if builder.report.is_empty() {
        let span = 0..source.text().len();
        Ok(Node { value, span })
    } else {
        Err(builder.report.finish())
    }
}

/// Reports every error of a text of usual size, and the first of a larger one: the parser keeps a
/// record of each, and a text may be nothing but errors.
fn report_errors(first: ::toml::de::Error, report: &mut Report<'_>) {
    const USUAL_BYTES: usize = 1 << 20;
    let text = report.source().text();
    let errors = if text.len() <= USUAL_BYTES {
        DeTable::parse_recoverable(text).1
    } else {
        vec![first]
    };
    for error in &errors {
        report_error(error, report);
    }
}

fn report_error(error: &::toml::de::Error, report: &mut Report<'_>) {
    let end = report.source().text().len();
    let span = error.span().unwrap_or(end..end);
    if error.message() == "duplicate key" {
        let key = report.source().slice(&span);
        let message = format!("the key {} stands here a second time", quoted(key));
        report.error(codes::DUPLICATE_KEY, &span, message, |finding| {
            finding
                .text("key", key.chars().take(128).collect::<String>())
                .advice("keep one of the two")
        });
    } else {
        report.error(codes::SYNTAX, &span, error.message(), |finding| finding);
    }
}

/// Turns the parser's values into nodes. Its depth is bounded by the tree's, which is checked again
/// because a list of tables adds a level that its header does not show.
struct Builder<'s, 'l> {
    report: Report<'s>,
    limits: &'l Limits,
    too_deep: bool,
}

impl Builder<'_, '_> {
    fn node(&mut self, node: Spanned<DeValue<'_>>, depth: usize) -> Node {
        let span = node.span();
        let nests = matches!(node.get_ref(), DeValue::Array(_) | DeValue::Table(_));
        if nests && depth > MAX_DEPTH {
            if !std::mem::replace(&mut self.too_deep, true) {
                Excess::Depth.report(&mut self.report, &span, self.limits);
            }
            let value = Value::Null;
            return Node { value, span };
        }
        let value = match node.into_inner() {
            DeValue::Boolean(value) => Value::Bool(value),
            DeValue::String(text) => Value::Text(text.into_owned()),
            DeValue::Datetime(time) => Value::Text(time.to_string()),
            DeValue::Integer(number) => self.integer(&number, &span),
            DeValue::Float(number) => self.number(&number, &span),
            DeValue::Array(items) => self.list(items, depth),
            DeValue::Table(entries) => self.table(entries, depth),
        };
        Node { value, span }
    }

    fn list(&mut self, items: DeArray<'_>, depth: usize) -> Value {
        let nodes = items.into_iter().map(|item| self.node(item, depth + 1));
        Value::List(nodes.collect())
    }

    fn table(&mut self, entries: DeTable<'_>, depth: usize) -> Value {
        let mut nodes: Vec<(Key, Node)> = entries
            .into_iter()
            .map(|(key, value)| {
                let span = key.span();
                let name = key.into_inner().into_owned();
                (Key { name, span }, self.node(value, depth + 1))
            })
            .collect();
        // The parser sorts keys by name; a person reads them in the order written.
        nodes.sort_by_key(|(key, _)| key.span.start);
        Value::Table(nodes)
    }

    fn integer(&mut self, number: &DeInteger<'_>, span: &Range<usize>) -> Value {
        match i64::from_str_radix(number.as_str(), number.radix()) {
            Ok(value) => Value::Integer(value),
            Err(_) => self.no_number(span, "this whole number is beyond 64 bits"),
        }
    }

    fn number(&mut self, number: &DeFloat<'_>, span: &Range<usize>) -> Value {
        match number.as_str().parse::<f64>() {
            Ok(value) if value.is_finite() => Value::Number(value),
            _ => self.no_number(span, "this number is not finite"),
        }
    }

    fn no_number(&mut self, span: &Range<usize>, message: &str) -> Value {
        let error = |finding: portolan_vocabulary::Finding| finding.advice("write a finite number");
        self.report.error(codes::SYNTAX, span, message, error);
        Value::Null
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Result<Node, Findings> {
        parse(&Source::new("x.toml", text), &Limits::default())
    }

    fn found(text: &str) -> Vec<(&'static str, u32, u32)> {
        let findings = read(text).unwrap_err();
        let place = |finding: &portolan_vocabulary::Finding| finding.place.clone().unwrap();
        findings
            .iter()
            .map(|f| (f.code.as_str(), place(f).line, place(f).column))
            .collect()
    }

    #[test]
    fn keeps_the_order_and_the_places() {
        let text =
            "z = 1\na = { y = 0x10, b = -2.5e3 }\n[[m]]\nk = true\n[[m]]\n[c.d]\nt = 12:30:00\n";
        let tree = read(text).unwrap();
        assert_eq!(
            tree.to_json().to_string(),
            r#"{"z":1,"a":{"y":16,"b":-2500.0},"m":[{"k":true},{}],"c":{"d":{"t":"12:30:00"}}}"#
        );
        let (key, node) = tree.entry("a").unwrap();
        assert_eq!(&text[key.span.clone()], "a");
        assert_eq!(&text[node.span.clone()], "{ y = 0x10, b = -2.5e3 }");
    }

    #[test]
    fn every_error_is_reported_with_its_place() {
        assert_eq!(
            found("a = \nb = 1\nb = 2\nc = [1,,2]\n[t]\n[t]\n"),
            [
                ("file.syntax", 1, 5),
                ("file.duplicate-key", 3, 1),
                ("file.syntax", 4, 8),
                ("file.duplicate-key", 6, 2),
            ]
        );
    }

    #[test]
    fn of_a_large_text_the_first_error_is_reported() {
        let text = "=\n".repeat(1 << 20);
        assert_eq!(found(&text), [("file.syntax", 1, 1)]);
        assert!(found("=\n=\n").len() > 1);
    }

    #[test]
    fn numbers_that_are_none() {
        assert_eq!(
            found("a = nan\nb = [inf, 1e999]\nc = 99999999999999999999\n"),
            [
                ("file.syntax", 1, 5),
                ("file.syntax", 2, 6),
                ("file.syntax", 2, 11),
                ("file.syntax", 3, 5),
            ]
        );
    }

    #[test]
    fn deep_text_is_refused_without_overflow() {
        let deep = [
            format!("a = {}", "[".repeat(1_000_000)),
            "[".repeat(1_000_000),
            format!("a = {}", "{a=".repeat(1_000_000)),
            format!("{}a = 1", "a.".repeat(1_000_000)),
            format!("[{}a]", "a.".repeat(1_000_000)),
            format!("[[{}a]]", "a.".repeat(1_000_000)),
            format!("x = [\n{}a = 1", "a.".repeat(1_000_000)),
            format!("x = {}", "1.".repeat(1_000_000)),
        ];
        for text in deep {
            assert_eq!(read(&text).unwrap_err()[0].code, codes::TOO_DEEP);
        }
    }

    #[test]
    fn lists_of_tables_count_as_levels() {
        let headers: String = (1..=40)
            .map(|keys| format!("[[{}]]\n", vec!["a"; keys].join(".")))
            .collect();
        let findings = read(&headers).unwrap_err();
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].code, codes::TOO_DEEP);
    }

    #[test]
    fn too_many_values_are_refused() {
        let limits = Limits {
            values: 4,
            ..Limits::default()
        };
        let source = Source::new("x", "a = [1, 2, 3]\nb = 1\n");
        let findings = parse(&source, &limits).unwrap_err();
        assert_eq!(findings[0].code, codes::TOO_MANY_VALUES);
        assert_eq!(findings[0].place.as_ref().unwrap().line, 2);
    }

    proptest! {
        #[test]
        fn no_text_panics(text in ".*") {
            let _ = read(&text);
        }

        #[test]
        fn no_text_of_toml_tokens_panics(
            tokens in prop::collection::vec(
                prop::sample::select(vec![
                    "[", "]", "[[", "]]", "{", "}", "=", ".", ",", "\n", "a", "b", "\"x\"", "'y'",
                    "\"\"\"", "'''", "#", " ", "1", "1.5", "-", "inf", "1979-05-27", "é", "\\u", "\r",
                ]),
                0..60,
            )
        ) {
            let _ = read(&tokens.concat());
        }
    }
}
