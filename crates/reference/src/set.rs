//! A set and its rows.

use crate::cell::Cell;
use crate::codes;
use crate::column::{Column, NOTES, PROVENANCE, READ_ON, SOURCE};
use crate::manifest::Manifest;
use crate::place::{field_start, place};
use crate::provenance::{Provenance, Source};
use crate::report::{advised, hint, quoted};
use portolan_vocabulary::{Finding, Findings, Place};
use std::borrow::Cow;

/// A table of figures with its manifest.
#[derive(Clone, Debug, PartialEq)]
pub struct Set {
    pub(crate) folder: String,
    pub(crate) manifest: Manifest,
    /// The table as it stands in its file.
    pub(crate) text: Cow<'static, str>,
    /// The values row by row, in the order of the manifest's columns.
    pub(crate) cells: Vec<Cell>,
    /// Where each row begins in the text.
    pub(crate) starts: Vec<usize>,
    /// Which field of a row each column of the manifest is.
    pub(crate) fields: Vec<usize>,
}

impl Set {
    /// What the set is and means.
    pub const fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.manifest.name
    }

    /// Its columns: those of the manifest in its order, then provenance, source, read_on and notes.
    pub fn columns(&self) -> &[Column] {
        &self.manifest.columns
    }

    /// The number of its rows.
    pub const fn len(&self) -> usize {
        self.starts.len()
    }

    /// True where it has no row.
    pub const fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// Its rows, in the order of the table.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = Row<'_>> {
        (0..self.len()).map(|at| Row { set: self, at })
    }

    /// The row of this key.
    ///
    /// # Errors
    /// One finding with the nearest key, where no row has this key.
    pub fn row(&self, key: &str) -> Result<Row<'_>, Findings> {
        let found = self.rows().find(|row| row.key() == key);
        found.ok_or_else(|| {
            let keys: Vec<Cow<'_, str>> = self.rows().map(|row| row.key()).collect();
            let message = format!("the set {} has no row {}", self.name(), quoted(key));
            let finding = Finding::error(codes::UNKNOWN_ROW, "set", self.name(), message);
            vec![advised(finding, hint(key, keys.iter().map(Cow::as_ref)))]
        })
    }

    /// The table as it stands in its file, CSV.
    pub fn table_text(&self) -> &str {
        &self.text
    }

    /// The line of the table's heads, CSV.
    pub fn head_text(&self) -> &str {
        let end = self.text.find('\n').map_or(self.text.len(), |at| at + 1);
        &self.text[..end]
    }

    /// The table's file with its folder.
    pub(crate) fn table_file(&self) -> String {
        format!("{}/{}", self.folder, self.manifest.file)
    }

    fn column_at(&self, name: &str) -> Option<usize> {
        self.columns().iter().position(|column| column.name == name)
    }
}

/// One row of a set.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    set: &'a Set,
    at: usize,
}

impl<'a> Row<'a> {
    /// The value in a column, or `None` where the set has no such column.
    pub fn cell(&self, column: &str) -> Option<&'a Cell> {
        self.cell_at(self.set.column_at(column)?)
    }

    pub(crate) fn cell_at(&self, column: usize) -> Option<&'a Cell> {
        self.set
            .cells
            .get(self.at * self.set.columns().len() + column)
    }

    /// The number in a column, in the unit of the column; `None` where the cell is blank, the column
    /// holds no numbers, or the set has no such column.
    pub fn number(&self, column: &str) -> Option<f64> {
        self.cell(column)?.number()
    }

    /// The text in a column; `None` where the cell is blank, the column holds numbers, or the set has no
    /// such column.
    pub fn text(&self, column: &str) -> Option<&'a str> {
        self.cell(column)?.text()
    }

    /// The columns with the row's values, in the order of the manifest.
    pub fn cells(&self) -> impl Iterator<Item = (&'a Column, &'a Cell)> + use<'a> {
        let width = self.set.columns().len();
        let cells = self.set.cells.iter().skip(self.at * width).take(width);
        self.set.columns().iter().zip(cells)
    }

    /// The row's name: its value in the key column.
    pub fn key(&self) -> Cow<'a, str> {
        match self.cell(&self.set.manifest.key) {
            Some(Cell::Text(text)) => Cow::Borrowed(text),
            Some(Cell::Number(value)) => Cow::Owned(value.to_string()),
            Some(Cell::Blank) | None => Cow::Borrowed(""),
        }
    }

    /// Where the figures are from.
    pub fn source(&self) -> Source<'a> {
        Source {
            text: self.text(SOURCE).unwrap_or_default(),
            read_on: self.text(READ_ON).unwrap_or_default(),
            provenance: self.text(PROVENANCE).and_then(Provenance::of_code),
        }
    }

    /// What else is to be known about the row, or nothing.
    pub fn notes(&self) -> &'a str {
        self.text(NOTES).unwrap_or_default()
    }

    /// The row as it stands in its file, CSV, with its line end.
    pub fn line_text(&self) -> &'a str {
        let text: &'a str = &self.set.text;
        let start = self.set.starts.get(self.at).copied().unwrap_or(text.len());
        let end = self.set.starts.get(self.at + 1).copied();
        &text[start..end.unwrap_or(text.len())]
    }

    /// Where the value of a column stands.
    pub(crate) fn place(&self, column: usize) -> Option<Place> {
        let start = self.set.starts.get(self.at).copied()?;
        let field = self.set.fields.get(column).copied()?;
        let byte = field_start(&self.set.text, start, field);
        Some(place(&self.set.table_file(), &self.set.text, byte))
    }
}
