//! Refuses a file that would exhaust memory or stack, before it can.
//!
//! The size is limited while reading. The depth and the number of values are limited before a tree is
//! built: a TOML text is scanned token by token in constant memory, because its parser builds one
//! table for every part of a dotted key, and the JSON reader counts as it goes.

use super::codes;
use super::report::Report;
use super::source::Source;
use portolan_vocabulary::{Code, Finding, Findings};
use std::io::Read;
use std::ops::Range;
use toml_parser::lexer::TokenKind;

/// How deeply lists and tables may be nested; all recursion over a tree is bounded by it.
pub const MAX_DEPTH: usize = 64;

/// How large a file may be.
///
/// Within the defaults the worst TOML text, two million tables of one entry each, takes about 2 GB
/// while it is parsed, and the worst JSON text half a gigabyte. Who reads the files of strangers sets
/// smaller limits; memory falls in proportion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The number of bytes of the text.
    pub bytes: usize,
    /// The number of values: every number, text, list and table counts as one.
    pub values: usize,
}

impl Default for Limits {
    /// 16 MiB and two million values.
    fn default() -> Self {
        Self {
            bytes: 16 << 20,
            values: 2_000_000,
        }
    }
}

/// Reads a text, but no more of it than the limit.
///
/// # Errors
/// One finding where the reader fails, the text is too large or is not UTF-8.
///
/// ```
/// use portolan_formats::text::{Limits, codes, read_text};
/// let limits = Limits { bytes: 8, ..Limits::default() };
/// let refused = read_text("demo.toml", "a = 123456".as_bytes(), &limits);
/// assert_eq!(refused.map_err(|findings| findings[0].code), Err(codes::TOO_LARGE));
/// ```
pub fn read_text(name: &str, reader: impl Read, limits: &Limits) -> Result<Source, Findings> {
    let mut bytes = Vec::new();
    let one_more = (limits.bytes as u64).saturating_add(1);
    if let Err(error) = reader.take(one_more).read_to_end(&mut bytes) {
        return Err(vec![unreadable(name, &error)]);
    }
    if bytes.len() > limits.bytes {
        return Err(vec![too_large(name, limits)]);
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Source::new(name, text)),
        Err(error) => Err(vec![not_utf8(name, &error)]),
    }
}

/// Reads the text of a file, but no more of it than the limit.
///
/// # Errors
/// One finding where the file cannot be read, is too large or is not UTF-8.
pub fn open(path: &std::path::Path, limits: &Limits) -> Result<Source, Findings> {
    let name = path.display().to_string();
    match std::fs::File::open(path) {
        Ok(file) => read_text(&name, file, limits),
        Err(error) => Err(vec![unreadable(&name, &error)]),
    }
}

fn unreadable(name: &str, error: &std::io::Error) -> Finding {
    let message = format!("the file cannot be read: {error}");
    Finding::error(codes::UNREADABLE, "file", name, message)
}

pub(super) fn too_large(name: &str, limits: &Limits) -> Finding {
    let message = format!("the file is larger than {} bytes", limits.bytes);
    Finding::error(codes::TOO_LARGE, "file", name, message)
        .number("limit", limits.bytes as f64, "byte")
        .advice("split the file, or raise the limit if the file is to be trusted")
}

fn not_utf8(name: &str, error: &std::string::FromUtf8Error) -> Finding {
    let offset = error.utf8_error().valid_up_to();
    let start = String::from_utf8_lossy(&error.as_bytes()[..offset]).into_owned();
    let message = format!("byte {offset} is no UTF-8 text");
    Finding::error(codes::NOT_UTF8, "file", name, message)
        .number("offset", offset as f64, "byte")
        .advice("save the file in the encoding UTF-8")
        .at(Source::new(name, start).place(&(offset..offset)))
}

/// A limit that a text exceeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Excess {
    Depth,
    Values,
}

impl Excess {
    pub(super) const fn code(self) -> Code {
        match self {
            Self::Depth => codes::TOO_DEEP,
            Self::Values => codes::TOO_MANY_VALUES,
        }
    }

    pub(super) fn report(self, report: &mut Report<'_>, span: &Range<usize>, limits: &Limits) {
        let (message, limit, advice) = match self {
            Self::Depth => (
                format!("lists and tables are nested more than {MAX_DEPTH} levels deep here"),
                MAX_DEPTH,
                "flatten the file",
            ),
            Self::Values => (
                format!("the file holds more than {} values", limits.values),
                limits.values,
                "split the file, or raise the limit if the file is to be trusted",
            ),
        };
        report.error(self.code(), span, message, |finding| {
            finding.number("limit", limit as f64, "").advice(advice)
        });
    }
}

/// Finds the first place at which a TOML text exceeds a limit, without building anything.
///
/// A dotted prefix that repeats (`a.b = 1`, `a.c = 2`) is counted each time.
pub(super) fn scan_toml(text: &str, limits: &Limits) -> Option<(Excess, Range<usize>)> {
    let mut scan = TomlScan {
        key: true,
        line_start: true,
        ..TomlScan::default()
    };
    for token in toml_parser::Source::new(text).lex() {
        scan.token(token.kind());
        let span = token.span();
        if scan.depth > MAX_DEPTH || scan.chain > MAX_DEPTH {
            return Some((Excess::Depth, span.start()..span.end()));
        }
        if scan.values > limits.values {
            return Some((Excess::Values, span.start()..span.end()));
        }
    }
    None
}

/// Follows the nesting of a TOML text. In a malformed text it errs towards deeper nesting.
#[derive(Default)]
struct TomlScan {
    /// The depth of the table that the last header opened.
    header: usize,
    /// The depth at the present token.
    depth: usize,
    /// Dots since the last separator: a bound on a dotted key wherever the parser may see one.
    chain: usize,
    /// The open brackets: is it an inline table, and the depth outside it.
    open: Vec<(bool, usize)>,
    /// A key is being read.
    key: bool,
    in_header: bool,
    line_start: bool,
    /// A value begins with the next token, unless that closes a bracket.
    due: bool,
    values: usize,
}

impl TomlScan {
    fn token(&mut self, kind: TokenKind) {
        match kind {
            TokenKind::Whitespace | TokenKind::Comment | TokenKind::Eof => {}
            TokenKind::Newline => self.newline(),
            TokenKind::Dot => self.dot(),
            TokenKind::Equals => self.equals(),
            TokenKind::Comma => self.comma(),
            TokenKind::LeftSquareBracket => self.opening(false),
            TokenKind::LeftCurlyBracket => self.opening(true),
            TokenKind::RightSquareBracket => self.closing(false),
            TokenKind::RightCurlyBracket => self.closing(true),
            TokenKind::LiteralString
            | TokenKind::BasicString
            | TokenKind::MlLiteralString
            | TokenKind::MlBasicString
            | TokenKind::Atom => self.value(),
        }
    }

    fn value(&mut self) {
        self.line_start = false;
        self.values += usize::from(std::mem::take(&mut self.due));
    }

    fn dot(&mut self) {
        self.value();
        self.chain += 1;
        if self.key {
            self.depth += 1;
            self.values += 1;
        }
    }

    fn equals(&mut self) {
        self.chain = 0;
        self.key = false;
        self.due = true;
    }

    fn comma(&mut self) {
        self.chain = 0;
        if let Some((is_table, outside)) = self.open.last() {
            self.depth = outside + 1;
            self.key = *is_table;
            self.due = !is_table;
        }
    }

    fn newline(&mut self) {
        self.chain = 0;
        if !self.open.is_empty() {
            return;
        }
        if std::mem::take(&mut self.in_header) {
            self.header = self.depth;
        }
        self.depth = self.header;
        self.key = true;
        self.line_start = true;
        self.due = false;
    }

    fn opening(&mut self, is_table: bool) {
        self.chain = 0;
        if self.line_start && self.open.is_empty() {
            self.in_header = true;
            self.depth = 0;
        }
        self.value();
        self.depth += 1;
        if self.in_header {
            self.values += 1;
            return;
        }
        self.open.push((is_table, self.depth - 1));
        self.key = is_table;
        self.due = !is_table;
    }

    fn closing(&mut self, is_table: bool) {
        self.chain = 0;
        self.due = false;
        // A bracket that closes nothing is left to the parser: to take it for another would make the
        // nesting look shallower than the parser may see it.
        if let Some((open_table, outside)) = self.open.last().copied()
            && open_table == is_table
        {
            self.open.pop();
            self.depth = outside;
            self.key = false;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scan(text: &str) -> Option<Excess> {
        scan_toml(text, &Limits::default()).map(|(excess, _)| excess)
    }

    fn values(text: &str) -> usize {
        let holds = |values| {
            let limits = Limits {
                values,
                ..Limits::default()
            };
            scan_toml(text, &limits).is_none()
        };
        (0..100).find(|most| holds(*most)).unwrap()
    }

    #[test]
    fn counts_values_as_the_tree_does() {
        assert_eq!(values("a = 1\nb = 1.5\n"), 2);
        assert_eq!(values("a = [1, 2,\n 3, # four, five\n]\n"), 4);
        assert_eq!(values("a = []\nb = [[], []]"), 4);
        assert_eq!(values("a = {b = 1, c.d = 'x, y = 3'}"), 4);
        assert_eq!(values("[t]\n[[l]]\na.b = \"\"\"\n=,=\n\"\"\""), 5);
        assert_eq!(values("a = 2020-01-01T00:00:00.5Z"), 1);
    }

    #[test]
    fn depth_stands_at_the_limit_and_falls_above_it() {
        let nested = |levels: usize| format!("a = {}{}", "[".repeat(levels), "]".repeat(levels));
        assert_eq!(scan(&nested(MAX_DEPTH)), None);
        assert_eq!(scan(&nested(MAX_DEPTH + 1)), Some(Excess::Depth));
        let dotted = |keys: usize| format!("{} = 1", vec!["a"; keys].join("."));
        assert_eq!(scan(&dotted(MAX_DEPTH + 1)), None);
        assert_eq!(scan(&dotted(MAX_DEPTH + 2)), Some(Excess::Depth));
        let header = |keys: usize| format!("[{}]\nx = [1]", vec!["a"; keys].join("."));
        assert_eq!(scan(&header(MAX_DEPTH - 1)), None);
        assert_eq!(scan(&header(MAX_DEPTH)), Some(Excess::Depth));
        let inline = "a = ".to_owned() + &"{b.c.d = ".repeat(22);
        assert_eq!(scan(&inline), Some(Excess::Depth));
    }

    #[test]
    fn depth_does_not_add_up_from_line_to_line() {
        let lines = "a.b.c = {d.e = [1.5, 2.5], f.g = 1}\n[x.y]\n".repeat(200);
        assert_eq!(scan(&lines), None);
        assert_eq!(scan(&"a = '[[[['\n# [[[[\n".repeat(100)), None);
    }

    #[test]
    fn a_text_within_the_limit_is_read_whole() {
        let limits = Limits {
            bytes: 5,
            ..Limits::default()
        };
        assert_eq!(
            read_text("x", "a = 1".as_bytes(), &limits).unwrap().text(),
            "a = 1"
        );
        assert_eq!(
            read_text("x", "a = 12".as_bytes(), &limits).unwrap_err()[0].code,
            codes::TOO_LARGE
        );
        let endless = read_text("x", std::io::repeat(b' '), &Limits::default());
        assert_eq!(endless.unwrap_err()[0].code, codes::TOO_LARGE);
    }

    #[test]
    fn bytes_that_are_no_text_are_placed() {
        let found = read_text("x", &b"a = 1\nb = \"\xff\""[..], &Limits::default()).unwrap_err();
        assert_eq!(found[0].code.as_str(), "file.not-utf8");
        assert_eq!(found[0].fact_number("offset"), Some(11.0));
        let place = found[0].place.as_ref().unwrap();
        assert_eq!((place.line, place.column), (2, 6));
    }

    #[test]
    fn a_file_that_is_not_there_is_a_finding() {
        let found = open(std::path::Path::new("no/such/file"), &Limits::default()).unwrap_err();
        assert_eq!(found[0].code, codes::UNREADABLE);
        let folder = open(std::path::Path::new("."), &Limits::default()).unwrap_err();
        assert_eq!(folder[0].code, codes::UNREADABLE);
    }
}
