//! Reads JSON, strictly as RFC 8259 has it, into a [`Node`].
//!
//! There are no comments, no trailing commas, no other quotes and no other numbers; a text that another
//! program refuses is refused here too. A byte order mark at the start is passed over.

use super::codes;
use super::limits::{Excess, Limits, MAX_DEPTH};
use super::report::{Report, quoted};
use super::source::Source;
use super::tree::{Key, Node, Value};
use portolan_vocabulary::Findings;
use std::ops::Range;

/// Reads a JSON document.
///
/// # Errors
/// One finding at the first error of syntax or where a limit is exceeded, and one for every duplicate
/// key before it.
///
/// ```
/// use portolan_formats::text::{Source, codes, json};
/// let source = Source::new("demo.json", "{\n  \"a\": [1, 2,]\n}");
/// let Err(findings) = json::parse(&source, &Default::default()) else { panic!("a trailing comma") };
/// assert_eq!(findings[0].code, codes::SYNTAX);
/// assert_eq!(findings[0].place.as_ref().map(|place| (place.line, place.column)), Some((2, 13)));
/// ```
pub fn parse(source: &Source, limits: &Limits) -> Result<Node, Findings> {
    let text = source.text();
    let mut reader = Reader {
        text,
        at: if text.starts_with('\u{feff}') { 3 } else { 0 },
        values: 0,
        limits,
        report: Report::new(source),
    };
    match reader.document() {
        Ok(node) if reader.report.is_empty() => return Ok(node),
        Ok(_) => {}
        Err(Stop::Syntax(at, message)) => {
            let end = text.len().min(at + 1);
            let span = at..end;
            reader
                .report
                .error(codes::SYNTAX, &span, message, |finding| finding);
        }
        Err(Stop::Excess(excess, at)) => {
            excess.report(&mut reader.report, &(at..at), limits);
        }
    }
    Err(reader.report.finish())
}

/// Why reading cannot go on, and at which byte.
enum Stop {
    Syntax(usize, String),
    Excess(Excess, usize),
}

struct Reader<'s, 'l> {
    text: &'s str,
    at: usize,
    values: usize,
    limits: &'l Limits,
    report: Report<'s>,
}

impl Reader<'_, '_> {
    fn document(&mut self) -> Result<Node, Stop> {
        self.space();
        let node = self.node(0)?;
        self.space();
        match self.peek() {
            None => Ok(node),
            Some(_) => Err(self.unexpected("the end of the file")),
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn stop<T>(&self, at: usize, message: impl Into<String>) -> Result<T, Stop> {
        Err(Stop::Syntax(at, message.into()))
    }

    fn unexpected(&self, wanted: &str) -> Stop {
        let message = match self
            .text
            .get(self.at..)
            .and_then(|rest| rest.chars().next())
        {
            None => format!("the file ends where {wanted} should stand"),
            Some('/' | '#') => format!("JSON has no comments; {wanted} should stand here"),
            Some('\'') => format!("JSON quotes with \" only; {wanted} should stand here"),
            Some(other) => format!("\"{other}\" stands where {wanted} should"),
        };
        Stop::Syntax(self.at, message)
    }

    /// Reads one value; `depth` is the number of lists and tables around it.
    fn node(&mut self, depth: usize) -> Result<Node, Stop> {
        let start = self.at;
        self.values += usize::from(depth > 0);
        if self.values > self.limits.values {
            return Err(Stop::Excess(Excess::Values, start));
        }
        let value = match self.peek() {
            Some(b'[' | b'{') if depth > MAX_DEPTH => {
                return Err(Stop::Excess(Excess::Depth, start));
            }
            Some(b'[') => self.list(depth)?,
            Some(b'{') => self.table(depth)?,
            Some(b'"') => Value::Text(self.string()?),
            Some(b'-' | b'0'..=b'9') => self.number()?,
            Some(b'a'..=b'z' | b'A'..=b'Z') => self.word()?,
            _ => return Err(self.unexpected("a value")),
        };
        let span = start..self.at;
        Ok(Node { value, span })
    }

    /// After an entry: true where another follows, false where `close` ended the list or table.
    fn goes_on(&mut self, close: u8) -> Result<bool, Stop> {
        self.space();
        if self.peek() == Some(close) {
            self.at += 1;
            return Ok(false);
        }
        let comma = self.at;
        if self.peek() != Some(b',') {
            return Err(self.unexpected(if close == b']' {
                "\",\" or \"]\""
            } else {
                "\",\" or \"}\""
            }));
        }
        self.at += 1;
        self.space();
        if self.peek() == Some(close) {
            return self.stop(comma, "JSON has no comma after the last entry");
        }
        Ok(true)
    }

    /// Enters a list or table: true where it has an entry.
    fn enters(&mut self, close: u8) -> bool {
        self.at += 1;
        self.space();
        let empty = self.peek() == Some(close);
        self.at += usize::from(empty);
        !empty
    }

    fn list(&mut self, depth: usize) -> Result<Value, Stop> {
        let mut items = Vec::new();
        let mut more = self.enters(b']');
        while more {
            items.push(self.node(depth + 1)?);
            more = self.goes_on(b']')?;
        }
        Ok(Value::List(items))
    }

    fn table(&mut self, depth: usize) -> Result<Value, Stop> {
        let mut entries = Vec::new();
        let mut more = self.enters(b'}');
        while more {
            entries.push(self.entry(depth)?);
            more = self.goes_on(b'}')?;
        }
        self.report_duplicates(&entries);
        Ok(Value::Table(entries))
    }

    fn entry(&mut self, depth: usize) -> Result<(Key, Node), Stop> {
        if self.peek() != Some(b'"') {
            return Err(self.unexpected("a key in quotes"));
        }
        let start = self.at;
        let name = self.string()?;
        let span = start..self.at;
        self.space();
        if self.peek() != Some(b':') {
            return Err(self.unexpected("\":\""));
        }
        self.at += 1;
        self.space();
        Ok((Key { name, span }, self.node(depth + 1)?))
    }

    fn report_duplicates(&mut self, entries: &[(Key, Node)]) {
        let mut keys: Vec<&Key> = entries.iter().map(|(key, _)| key).collect();
        keys.sort_by(|a, b| (&a.name, a.span.start).cmp(&(&b.name, b.span.start)));
        for pair in keys.windows(2) {
            if pair[0].name == pair[1].name {
                self.report_duplicate(&pair[0].span, pair[1]);
            }
        }
    }

    fn report_duplicate(&mut self, first: &Range<usize>, key: &Key) {
        let line = self.report.source().place(first).line;
        let message = format!("the key {} stands here a second time", quoted(&key.name));
        self.report
            .error(codes::DUPLICATE_KEY, &key.span, message, |finding| {
                finding
                    .text("key", key.name.chars().take(128).collect::<String>())
                    .number("first_line", f64::from(line), "")
                    .advice("keep one of the two")
            });
    }

    fn word(&mut self) -> Result<Value, Stop> {
        let start = self.at;
        while matches!(
            self.peek(),
            Some(b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_')
        ) {
            self.at += 1;
        }
        match &self.text[start..self.at] {
            "null" => Ok(Value::Null),
            "true" => Ok(Value::Bool(true)),
            "false" => Ok(Value::Bool(false)),
            word => self.stop(
                start,
                format!("{} is no value; texts stand in quotes", quoted(word)),
            ),
        }
    }

    fn digits(&mut self) -> Result<(), Stop> {
        if !matches!(self.peek(), Some(b'0'..=b'9')) {
            return Err(self.unexpected("a digit"));
        }
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        Ok(())
    }

    fn number(&mut self) -> Result<Value, Stop> {
        let start = self.at;
        self.at += usize::from(self.peek() == Some(b'-'));
        let first = self.at;
        self.digits()?;
        if self.text.as_bytes()[first] == b'0' && self.at > first + 1 {
            return self.stop(first, "a number does not begin with 0 and a digit");
        }
        let mut whole = true;
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.digits()?;
            whole = false;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            self.at += usize::from(matches!(self.peek(), Some(b'+' | b'-')));
            self.digits()?;
            whole = false;
        }
        self.numeral(start, whole)
    }

    fn numeral(&self, start: usize, whole: bool) -> Result<Value, Stop> {
        let text = &self.text[start..self.at];
        // "-0" is no integer: the sign would be lost.
        if whole
            && text != "-0"
            && let Ok(value) = text.parse()
        {
            return Ok(Value::Integer(value));
        }
        match text.parse::<f64>() {
            Ok(value) if value.is_finite() => Ok(Value::Number(value)),
            _ => self.stop(start, "this number is not finite"),
        }
    }

    fn string(&mut self) -> Result<String, Stop> {
        let open = self.at;
        self.at += 1;
        let mut text = String::new();
        loop {
            let start = self.at;
            while !matches!(self.peek(), None | Some(b'"' | b'\\' | 0..0x20)) {
                self.at += 1;
            }
            // Quotes, backslashes and control characters are single bytes, so both ends are
            // boundaries of characters.
            text.push_str(&self.text[start..self.at]);
            match self.peek() {
                None => return self.stop(open, "this text is not closed with \""),
                Some(b'"') => break,
                Some(b'\\') => text.push(self.escape()?),
                Some(_) => {
                    return self.stop(
                        self.at,
                        "a line break or control character stands in a text; write \\n or \\u00XX",
                    );
                }
            }
        }
        self.at += 1;
        Ok(text)
    }

    /// Reads what begins with a backslash.
    fn escape(&mut self) -> Result<char, Stop> {
        let start = self.at;
        self.at += 2;
        let simple = match self.text.as_bytes().get(start + 1) {
            Some(b'u') => return self.unicode(start),
            Some(byte @ (b'"' | b'\\' | b'/')) => char::from(*byte),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            _ => return self.stop(start, "after \\ stands one of \" \\ / b f n r t u"),
        };
        Ok(simple)
    }

    fn unicode(&mut self, start: usize) -> Result<char, Stop> {
        let mut code = self.hex(start)?;
        if (0xD800..0xDC00).contains(&code) && self.text[self.at..].starts_with("\\u") {
            self.at += 2;
            let low = self.hex(start)?;
            if (0xDC00..0xE000).contains(&low) {
                code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
            }
        }
        match char::from_u32(code) {
            Some(character) => Ok(character),
            None => self.stop(start, "this \\u escape is half of a pair of surrogates"),
        }
    }

    fn hex(&mut self, start: usize) -> Result<u32, Stop> {
        let digits = self.text.get(self.at..self.at + 4).unwrap_or_default();
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return self.stop(start, "after \\u stand four hexadecimal digits");
        }
        self.at += 4;
        u32::from_str_radix(digits, 16).map_or_else(
            |_| self.stop(start, "after \\u stand four hexadecimal digits"),
            Ok,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Result<Node, Findings> {
        parse(&Source::new("x.json", text), &Limits::default())
    }

    fn refused(text: &str) -> (&'static str, u32, u32) {
        let findings = read(text).expect_err(text);
        let place = findings[0].place.clone().unwrap();
        (findings[0].code.as_str(), place.line, place.column)
    }

    #[test]
    fn keeps_the_order_and_the_places() {
        let text = "{\"z\": [1, -2.5e3, null, true],\n \"a\": {\"x\": \"é\"}}";
        let tree = read(text).unwrap();
        let json = r#"{"z":[1,-2500.0,null,true],"a":{"x":"é"}}"#;
        assert_eq!(tree.to_json().to_string(), json);
        let (key, node) = tree.entry("a").unwrap();
        assert_eq!(&text[key.span.clone()], "\"a\"");
        assert_eq!(&text[node.span.clone()], "{\"x\": \"é\"}");
        assert_eq!(tree.span, 0..text.len());
    }

    #[test]
    fn numbers_keep_their_value() {
        let value = |text: &str| read(text).unwrap().value;
        assert_eq!(value("9223372036854775807"), Value::Integer(i64::MAX));
        assert_eq!(
            value("9223372036854775808"),
            Value::Number(9_223_372_036_854_775_808.0)
        );
        assert!(matches!(value("-0"), Value::Number(zero) if zero.is_sign_negative()));
        assert_eq!(value("1.0"), Value::Number(1.0));
        assert_eq!(value("1E+2"), Value::Number(100.0));
    }

    #[test]
    fn what_is_no_json_is_refused_where_it_stands() {
        let syntax = |text: &str| {
            let (code, line, column) = refused(text);
            assert_eq!(code, "file.syntax", "{text}");
            (line, column)
        };
        assert_eq!(syntax(""), (1, 1));
        assert_eq!(syntax("[1, 2,]"), (1, 6));
        assert_eq!(syntax("{\"a\": 1,\n}"), (1, 8));
        assert_eq!(syntax("[1\n// no\n]"), (2, 1));
        assert_eq!(syntax("{a: 1}"), (1, 2));
        assert_eq!(syntax("['a']"), (1, 2));
        assert_eq!(syntax("[1 2]"), (1, 4));
        assert_eq!(syntax("[1 [2]]"), (1, 4));
        assert_eq!(syntax("[01]"), (1, 2));
        assert_eq!(syntax("[.5]"), (1, 2));
        assert_eq!(syntax("[5.]"), (1, 4));
        assert_eq!(syntax("[+5]"), (1, 2));
        assert_eq!(syntax("[0x1]"), (1, 3));
        assert_eq!(syntax("[1e999]"), (1, 2));
        assert_eq!(syntax("[NaN]"), (1, 2));
        assert_eq!(syntax("[True]"), (1, 2));
        assert_eq!(syntax("\"a\nb\""), (1, 3));
        assert_eq!(syntax("\"a"), (1, 1));
        assert_eq!(syntax(r#""\x41""#), (1, 2));
        assert_eq!(syntax(r#""\ud800""#), (1, 2));
        assert_eq!(syntax(r#""\ud800A""#), (1, 2));
        assert_eq!(syntax("{\"a\" 1}"), (1, 6));
        assert_eq!(syntax("[] []"), (1, 4));
        assert_eq!(syntax("{\"a\": }"), (1, 7));
        assert_eq!(syntax("[1"), (1, 3));
    }

    #[test]
    fn duplicates_are_reported_each() {
        let findings = read("{\"a\": 1,\n\"b\": {\"c\": 1, \"c\": 2},\n\"a\": 3}").unwrap_err();
        let places: Vec<_> = findings
            .iter()
            .map(|f| (f.code, f.place.as_ref().unwrap().line))
            .collect();
        assert_eq!(
            places,
            [(codes::DUPLICATE_KEY, 2), (codes::DUPLICATE_KEY, 3)]
        );
    }

    #[test]
    fn depth_stands_at_the_limit_and_falls_above_it() {
        let nested = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
        assert!(read(&nested(MAX_DEPTH + 1)).is_ok(), "the root is level 0");
        assert_eq!(refused(&nested(MAX_DEPTH + 2)).0, "file.too-deep");
        assert_eq!(refused(&"[".repeat(1_000_000)).0, "file.too-deep");
        assert_eq!(refused(&"{\"a\":".repeat(1_000_000)).0, "file.too-deep");
    }

    #[test]
    fn too_many_values_are_refused() {
        let limits = Limits {
            values: 3,
            ..Limits::default()
        };
        let read = |text: &str| parse(&Source::new("x", text), &limits);
        assert!(read("[1, 2, []]").is_ok());
        assert_eq!(
            read("[1, 2, [3]]").unwrap_err()[0].code,
            codes::TOO_MANY_VALUES
        );
    }

    fn tokens() -> impl Strategy<Value = String> {
        let words = vec![
            "[",
            "]",
            "{",
            "}",
            ",",
            ":",
            "\"a\"",
            "\"b\"",
            "1",
            "-0.5e2",
            "0",
            "null",
            "true",
            " ",
            "\n",
            "\"\\u00e9\"",
            "\\",
            "\"",
            "é",
            "/",
            "1e400",
            "\\ud800",
        ];
        prop::collection::vec(prop::sample::select(words), 0..40).prop_map(|words| words.concat())
    }

    /// A strict reader of others says the same about what is JSON; duplicates apart, which it drops.
    fn agrees(text: &str) -> Result<(), TestCaseError> {
        let bare = text.strip_prefix('\u{feff}').unwrap_or(text);
        let theirs = serde_json::from_str::<serde_json::Value>(bare);
        match read(text) {
            Ok(tree) => prop_assert_eq!(tree.to_json(), theirs.unwrap()),
            Err(findings) if findings[0].code == codes::DUPLICATE_KEY => {}
            Err(_) => prop_assert!(theirs.is_err(), "{}", text),
        }
        Ok(())
    }

    proptest! {
        #[test]
        fn no_text_panics_and_another_reader_agrees(text in ".*") {
            agrees(&text)?;
        }

        #[test]
        fn no_text_of_json_tokens_panics_and_another_reader_agrees(text in tokens()) {
            agrees(&text)?;
        }

        #[test]
        fn every_string_comes_back(text in any::<String>()) {
            let json = serde_json::to_string(&text).unwrap();
            prop_assert_eq!(read(&json).unwrap().value, Value::Text(text));
        }
    }
}
