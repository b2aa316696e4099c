//! Reads a table: its heads, then its rows.

use crate::cell::Cell;
use crate::codes;
use crate::column::Column;
use crate::limits::{MAX_CELLS, MAX_COLUMNS, MAX_ROWS};
use crate::place::{field_start, place};
use crate::report::{Report, advised, hint, quoted};
use csv::StringRecord;

/// The rows of a table, in the order of the manifest's columns.
#[derive(Default)]
pub(crate) struct Table {
    pub(crate) cells: Vec<Cell>,
    pub(crate) starts: Vec<usize>,
    pub(crate) fields: Vec<usize>,
}

/// A table that is being read.
struct Reader<'a, 'r, 's> {
    file: &'a str,
    text: &'a str,
    columns: &'a [Column],
    report: &'r mut Report<'s>,
    table: Table,
    width: usize,
}

/// Reads a table, or says everything that is wrong with it; a row with a wrong cell is read with that
/// cell blank.
pub(crate) fn parse(
    file: &str,
    text: &str,
    columns: &[Column],
    report: &mut Report<'_>,
) -> Option<Table> {
    let mut reader = Reader {
        file,
        text,
        columns,
        report,
        table: Table::default(),
        width: 0,
    };
    let mut records = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut record = StringRecord::new();
    loop {
        match records.read_record(&mut record) {
            Ok(false) => break,
            Ok(true) if reader.width == 0 => reader.heads(&record)?,
            Ok(true) => reader.row(&record)?,
            Err(error) => {
                reader.syntax(text.len(), format!("the table is no CSV: {error}"));
                return None;
            }
        }
    }
    if reader.width == 0 {
        reader.syntax(0, "the table has no heads".to_owned());
        return None;
    }
    Some(reader.table)
}

impl Reader<'_, '_, '_> {
    fn syntax(&mut self, at: usize, message: String) {
        let place = || Some(place(self.file, self.text, at));
        self.report.error(codes::SYNTAX, place, message, |it| {
            it.advice(
                "give every line the fields of the first, and put a text with a comma in quotes",
            )
        });
    }

    fn too_large(&mut self, at: usize, what: &str, most: usize) -> Option<()> {
        let message = format!("the table has more {what} than {most}");
        let place = || Some(place(self.file, self.text, at));
        self.report.error(codes::TOO_LARGE, place, message, |it| {
            it.number("most", most as f64, "").advice("divide the set")
        });
        None
    }

    /// Finds the manifest's columns among the heads.
    fn heads(&mut self, heads: &StringRecord) -> Option<()> {
        self.width = heads.len();
        if heads.len() > MAX_COLUMNS {
            return self.too_large(0, "columns", MAX_COLUMNS);
        }
        for (at, head) in heads.iter().enumerate() {
            let first = heads.iter().position(|other| other == head);
            if first != Some(at) {
                let message = format!("the column {} stands here again", quoted(head));
                self.head(codes::DUPLICATE_COLUMN, at, message, "keep one of the two");
            } else if !self.columns.iter().any(|column| column.name == head) {
                self.unknown(at, head);
            }
        }
        let mut complete = true;
        for column in self.columns {
            match heads.iter().position(|head| head == column.name) {
                Some(at) => self.table.fields.push(at),
                None => complete = self.missing(column),
            }
        }
        complete.then_some(())
    }

    fn head(&mut self, code: portolan_vocabulary::Code, at: usize, message: String, advice: &str) {
        let place = || Some(place(self.file, self.text, field_start(self.text, 0, at)));
        self.report
            .error(code, place, message, |it| it.advice(advice));
    }

    fn unknown(&mut self, at: usize, head: &str) {
        let known = self.columns.iter().map(|column| column.name.as_str());
        let near = portolan_vocabulary::nearest(head, known);
        let advice = near.map_or_else(
            || "describe it in the manifest, or take it out".to_owned(),
            |near| format!("did you mean \"{near}\"?"),
        );
        let message = format!("the manifest does not describe the column {}", quoted(head));
        self.head(codes::UNKNOWN_COLUMN, at, message, &advice);
    }

    fn missing(&mut self, column: &Column) -> bool {
        let message = format!("the table lacks the column {}", quoted(&column.name));
        let advice = "add it; its cells may be blank where the manifest does not require them";
        self.head(codes::MISSING_COLUMN, 0, message, advice);
        false
    }

    fn row(&mut self, record: &StringRecord) -> Option<()> {
        let start = self.start(record);
        if record.len() != self.width {
            let (found, wanted) = (record.len(), self.width);
            self.syntax(
                start,
                format!("this line has {found} fields, the head has {wanted}"),
            );
            return Some(());
        }
        if self.table.starts.len() >= MAX_ROWS {
            return self.too_large(start, "rows", MAX_ROWS);
        }
        if self.table.cells.len() + self.columns.len() > MAX_CELLS {
            return self.too_large(start, "cells", MAX_CELLS);
        }
        self.table.starts.push(start);
        for (at, column) in self.columns.iter().enumerate() {
            let field = self.table.fields.get(at).copied().unwrap_or_default();
            let cell = self.cell(
                column,
                record.get(field).unwrap_or_default(),
                (start, field),
            );
            self.table.cells.push(cell);
        }
        Some(())
    }

    /// Where a record begins, past blank lines before it.
    fn start(&self, record: &StringRecord) -> usize {
        let byte = record.position().map_or(0, csv::Position::byte);
        let byte = usize::try_from(byte)
            .unwrap_or(usize::MAX)
            .min(self.text.len());
        let rest = self.text.as_bytes().get(byte..).unwrap_or_default();
        byte + rest
            .iter()
            .take_while(|it| matches!(it, b'\n' | b'\r'))
            .count()
    }

    fn cell(&mut self, column: &Column, field: &str, (start, at): (usize, usize)) -> Cell {
        let wanted = match column.kind.cell(field) {
            Ok(cell) if is_listed(column, &cell) => return cell,
            Ok(_) => None,
            Err(wanted) => Some(wanted),
        };
        let place = || {
            Some(place(
                self.file,
                self.text,
                field_start(self.text, start, at),
            ))
        };
        let name = quoted(&column.name);
        match wanted {
            Some(wanted) => {
                let message = format!("{name} wants {wanted}, and {} stands here", quoted(field));
                self.report.error(codes::WRONG_TYPE, place, message, |it| {
                    it.advice("leave the cell blank where nothing is known; a range is two columns")
                });
            }
            None => {
                let message = format!("{} is no word of {name}", quoted(field));
                let words = column.words.iter().map(String::as_str);
                self.report
                    .error(codes::UNKNOWN_WORD, place, message, |it| {
                        advised(it, hint(field, words))
                    });
            }
        }
        Cell::Blank
    }
}

/// Whether a cell holds a word of its column's list, where there is one.
fn is_listed(column: &Column, cell: &Cell) -> bool {
    match cell.text() {
        Some(text) if column.kind == crate::Kind::Word => {
            column.words.iter().any(|word| word == text)
        }
        _ => true,
    }
}
