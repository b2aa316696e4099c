//! Reads tables of a manifest key by key, and says where each stands.

use crate::codes;
use crate::place::place;
use crate::report::{Report, advised, hint, quoted};
use portolan_vocabulary::Place;
use std::collections::BTreeMap;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A manifest's text with the name of its file.
pub(crate) struct Text<'t> {
    pub(crate) file: &'t str,
    pub(crate) text: &'t str,
}

impl<'t> Text<'t> {
    /// The root table, or what is no TOML.
    pub(crate) fn parse(&'t self, report: &mut Report<'_>) -> Option<Entries<'t>> {
        match DeTable::parse(self.text) {
            Ok(table) => Some(Entries::new(self, table.into_inner(), 0..0)),
            Err(error) => {
                let at = error.span().map_or(self.text.len(), |span| span.start);
                let message = format!("the manifest is no TOML: {}", error.message());
                report.error(
                    codes::SYNTAX,
                    || Some(self.place(at)),
                    message,
                    |it| it.advice("correct the text here; the error often lies just before"),
                );
                None
            }
        }
    }

    fn place(&self, at: usize) -> Place {
        place(self.file, self.text, at)
    }
}

/// The entries of a table that are still to be read. What is never asked for is unknown.
pub(crate) struct Entries<'t> {
    text: &'t Text<'t>,
    left: BTreeMap<String, Spanned<DeValue<'t>>>,
    places: BTreeMap<String, usize>,
    known: Vec<&'static str>,
    span: Range<usize>,
}

impl<'t> Entries<'t> {
    fn new(text: &'t Text<'t>, table: DeTable<'t>, span: Range<usize>) -> Self {
        let mut left = BTreeMap::new();
        let mut places = BTreeMap::new();
        for (key, value) in table {
            places.insert(key.get_ref().to_string(), key.span().start);
            left.insert(key.into_inner().into_owned(), value);
        }
        Self {
            text,
            left,
            places,
            known: Vec::new(),
            span,
        }
    }

    /// Where a key stands, or the table where it has no such key.
    pub(crate) fn place(&self, key: &str) -> Option<Place> {
        let at = self.places.get(key).copied().unwrap_or(self.span.start);
        Some(self.text.place(at))
    }

    fn take(
        &mut self,
        key: &'static str,
        required: bool,
        report: &mut Report<'_>,
    ) -> Option<DeValue<'t>> {
        self.known.push(key);
        let value = self.left.remove(key).map(Spanned::into_inner);
        if value.is_none() && required {
            let message = format!("the key {} is missing", quoted(key));
            report.error(codes::MISSING_KEY, || self.place(key), message, |it| it);
        }
        value
    }

    fn wrong(&self, key: &str, wanted: &str, report: &mut Report<'_>) {
        let message = format!("{} wants {wanted}", quoted(key));
        report.error(codes::WRONG_TYPE, || self.place(key), message, |it| it);
    }

    /// A text that is not blank.
    pub(crate) fn text(
        &mut self,
        key: &'static str,
        required: bool,
        report: &mut Report<'_>,
    ) -> Option<String> {
        match self.take(key, required, report)? {
            DeValue::String(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
            _ => {
                self.wrong(key, "a text in quotes, not blank", report);
                None
            }
        }
    }

    /// A finite number; where one is required it is a count.
    pub(crate) fn number(
        &mut self,
        key: &'static str,
        required: bool,
        report: &mut Report<'_>,
    ) -> Option<f64> {
        let value: Option<f64> = match self.take(key, required, report)? {
            DeValue::Integer(number) => number.to_string().parse().ok(),
            DeValue::Float(number) => number.to_string().parse().ok(),
            _ => None,
        };
        let is_count = |value: f64| value.fract() == 0.0 && (0.0..1e15).contains(&value);
        match value {
            Some(value) if value.is_finite() && (!required || is_count(value)) => Some(value),
            _ => {
                let wanted = if required {
                    "a count"
                } else {
                    "a finite number"
                };
                self.wrong(key, wanted, report);
                None
            }
        }
    }

    /// A truth value, false where the key is absent.
    pub(crate) fn truth(&mut self, key: &'static str, report: &mut Report<'_>) -> bool {
        match self.take(key, false, report) {
            None => false,
            Some(DeValue::Boolean(truth)) => truth,
            Some(_) => {
                self.wrong(key, "true or false", report);
                false
            }
        }
    }

    /// A list of words, empty where the key is absent.
    pub(crate) fn words(&mut self, key: &'static str, report: &mut Report<'_>) -> Vec<String> {
        let items = match self.take(key, false, report) {
            None => return Vec::new(),
            Some(DeValue::Array(items)) => items,
            Some(_) => {
                self.wrong(key, "a list of words", report);
                return Vec::new();
            }
        };
        let mut words = Vec::new();
        for item in items {
            match item.into_inner() {
                DeValue::String(word) => words.push(word.into_owned()),
                _ => self.wrong(key, "a list of words in quotes", report),
            }
        }
        words
    }

    /// A table that must be there.
    pub(crate) fn table(
        &mut self,
        key: &'static str,
        report: &mut Report<'_>,
    ) -> Option<Entries<'t>> {
        let span = self.places.get(key).map_or(0..0, |at| *at..*at);
        match self.take(key, true, report)? {
            DeValue::Table(table) => Some(Entries::new(self.text, table, span)),
            _ => {
                self.wrong(key, "a table", report);
                None
            }
        }
    }

    /// A list of tables, at least one.
    pub(crate) fn tables(
        &mut self,
        key: &'static str,
        report: &mut Report<'_>,
    ) -> Vec<Entries<'t>> {
        let items = match self.take(key, true, report) {
            None => return Vec::new(),
            Some(DeValue::Array(items)) => items,
            Some(_) => {
                self.wrong(key, "tables with the head [[column]]", report);
                return Vec::new();
            }
        };
        let mut tables = Vec::new();
        for item in items {
            let span = item.span();
            match item.into_inner() {
                DeValue::Table(table) => tables.push(Entries::new(self.text, table, span)),
                _ => self.wrong(key, "tables with the head [[column]]", report),
            }
        }
        tables
    }

    /// Says what was not asked for.
    pub(crate) fn finish(&mut self, report: &mut Report<'_>) {
        for key in std::mem::take(&mut self.left).into_keys() {
            let message = format!("the key {} means nothing here", quoted(&key));
            report.error(
                codes::UNKNOWN_KEY,
                || self.place(&key),
                message,
                |it| advised(it, hint(&key, self.known.iter().copied())),
            );
        }
    }
}
