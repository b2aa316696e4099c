//! Tables that rules look things up in.

use std::collections::BTreeMap;

/// One cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Nothing stands there.
    Blank,
    /// A word.
    Text(String),
    /// A number, in its column's unit.
    Number(f64),
    /// Yes or no.
    Flag(bool),
}

/// A table: rows by key, columns by name.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// The name that rules use.
    pub name: String,
    /// The edition of the text that it was taken from.
    pub edition: String,
    /// The columns, with what their cells are; the key is not among them.
    pub columns: Vec<(String, crate::Kind)>,
    /// The rows, each as long as the columns.
    pub rows: BTreeMap<String, Vec<Cell>>,
}

impl Table {
    /// The cell of a row and a column, where there is such a row.
    pub(crate) fn cell(&self, row: &str, column: usize) -> Option<&Cell> {
        self.rows.get(row)?.get(column)
    }

    /// The position of a column.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|(own, _)| own == name)
    }
}

/// Tables by name.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tables(BTreeMap<String, Table>);

impl Tables {
    /// These tables; of two of one name the later one counts.
    pub fn new(tables: impl IntoIterator<Item = Table>) -> Self {
        let by_name = |table: Table| (table.name.clone(), table);
        Self(tables.into_iter().map(by_name).collect())
    }

    /// The table of a name.
    pub fn get(&self, name: &str) -> Option<&Table> {
        self.0.get(name)
    }

    /// All names, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}
