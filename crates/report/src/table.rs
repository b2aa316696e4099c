//! Tables: made once, shown as plain text and as HTML.

use crate::markup::{escape_into, shortened};
use std::fmt::Write as _;

/// The most columns of characters that a line of plain text has.
pub(crate) const WIDTH: usize = 100;
/// The least width that a column of text is cut to.
const NARROWEST: usize = 8;

/// A column: its head and on which side its cells stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// The head, with the unit where there is one.
    pub head: String,
    /// True for numbers, which stand on the right.
    pub right: bool,
}

/// A table of words and numbers that are written out already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// What it shows.
    pub title: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows, each with one cell for every column.
    pub rows: Vec<Vec<String>>,
    /// How many rows were left out when it was made.
    pub left_out: usize,
}

/// The most rows of a table that has one for every event; the whole is in the outcome file.
pub(crate) const MOST_ROWS: usize = 1000;

impl Table {
    /// A table without rows. A head that begins with `>` is of a column of numbers.
    pub fn new(title: impl Into<String>, heads: &[&str]) -> Self {
        let column = |head: &&str| match head.strip_prefix('>') {
            Some(head) => Column {
                head: head.to_owned(),
                right: true,
            },
            None => Column {
                head: (*head).to_owned(),
                right: false,
            },
        };
        Self {
            title: title.into(),
            columns: heads.iter().map(column).collect(),
            rows: Vec::new(),
            left_out: 0,
        }
    }

    /// How many columns of characters it takes where nothing is cut.
    pub fn widest(&self) -> usize {
        let column = |at: usize| {
            let cells = self.rows.iter().filter_map(|row| row.get(at));
            let cells = cells.map(|cell| cell.chars().count());
            cells.chain([self.columns[at].head.chars().count()]).max()
        };
        let widths = (0..self.columns.len()).filter_map(column);
        widths
            .map(|width| width + 2)
            .sum::<usize>()
            .saturating_sub(2)
    }

    /// Appends a row.
    pub fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().collect());
    }

    /// Appends a row for each of the first things, and counts the rest.
    pub(crate) fn rows_of<T>(
        &mut self,
        things: impl Iterator<Item = T>,
        mut add: impl FnMut(&mut Self, T),
    ) {
        let mut things = things;
        for thing in things.by_ref().take(MOST_ROWS) {
            add(self, thing);
        }
        self.left_out += things.count();
    }

    /// Drops columns whose every cell is empty or a dash.
    pub(crate) fn without_empty_columns(mut self) -> Self {
        let says = |at: usize| {
            let mut cells = self.rows.iter().filter_map(|row| row.get(at));
            cells.any(|cell| !cell.is_empty() && cell != "-")
        };
        let keep: Vec<bool> = (0..self.columns.len()).map(says).collect();
        let kept = |at: &mut usize| {
            *at += 1;
            keep.get(*at - 1).copied().unwrap_or(true)
        };
        let mut at = 0;
        self.columns.retain(|_| kept(&mut at));
        for row in &mut self.rows {
            let mut at = 0;
            row.retain(|_| kept(&mut at));
        }
        self
    }

    /// The table as plain text within 100 columns, with its title; at most `rows` rows, and how many
    /// were left out.
    pub fn text(&self, rows: usize) -> String {
        let shown = &self.rows[..self.rows.len().min(rows)];
        let widths = self.widths(shown);
        let mut out = format!("{}\n", self.title);
        let heads: Vec<&str> = self.columns.iter().map(|c| c.head.as_str()).collect();
        self.line(&mut out, &widths, &heads);
        let rule: Vec<String> = widths.iter().map(|width| "-".repeat(*width)).collect();
        let rule: Vec<&str> = rule.iter().map(String::as_str).collect();
        self.line(&mut out, &widths, &rule);
        for row in shown {
            let cells: Vec<&str> = row.iter().map(String::as_str).collect();
            self.line(&mut out, &widths, &cells);
        }
        let more = self.rows.len() - shown.len() + self.left_out;
        if more > 0 {
            let _ = writeln!(out, "... and {more} more");
        }
        out
    }

    fn line(&self, out: &mut String, widths: &[usize], cells: &[&str]) {
        let mut line = String::new();
        for ((width, column), cell) in widths.iter().zip(&self.columns).zip(cells) {
            if !line.is_empty() {
                line.push_str("  ");
            }
            let cell = shortened(cell, *width);
            let _ = if column.right {
                write!(line, "{cell:>width$}")
            } else {
                write!(line, "{cell:<width$}")
            };
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }

    /// The width of each column: as wide as its widest cell, the widest columns of words cut until the
    /// line fits, and heads of numbers cut last.
    fn widths(&self, rows: &[Vec<String>]) -> Vec<usize> {
        let widest = |(at, column): (usize, &Column)| {
            let cells = rows.iter().filter_map(|row| row.get(at));
            let cells = cells.map(|cell| cell.chars().count());
            cells.max().unwrap_or(0).max(column.head.chars().count())
        };
        let mut widths: Vec<usize> = self.columns.iter().enumerate().map(widest).collect();
        while widths.iter().sum::<usize>() + 2 * widths.len().saturating_sub(1) > WIDTH {
            let words = (0..widths.len())
                .filter(|at| !self.columns[*at].right && widths[*at] > NARROWEST)
                .max_by_key(|at| widths[*at]);
            let Some(at) = words.or_else(|| (0..widths.len()).max_by_key(|at| widths[*at])) else {
                break;
            };
            if widths[at] == 0 {
                break;
            }
            widths[at] -= 1;
        }
        widths
    }

    /// The table as HTML, at most `rows` rows, and how many were left out.
    pub fn html(&self, rows: usize) -> String {
        let mut out =
            String::from("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"");
        escape_into(&mut out, &self.title);
        out.push_str("\"><table><caption>");
        escape_into(&mut out, &self.title);
        out.push_str("</caption>\n<thead><tr>");
        for column in &self.columns {
            out.push_str(if column.right {
                "<th scope=\"col\" class=\"n\">"
            } else {
                "<th scope=\"col\">"
            });
            escape_into(&mut out, &column.head);
            out.push_str("</th>");
        }
        out.push_str("</tr></thead>\n<tbody>\n");
        for row in self.rows.iter().take(rows) {
            self.html_row(&mut out, row);
        }
        out.push_str("</tbody></table></div>\n");
        let more = self.rows.len().saturating_sub(rows) + self.left_out;
        if more > 0 {
            let _ = writeln!(out, "<p>Left out here: {more} more.</p>");
        }
        out
    }

    fn html_row(&self, out: &mut String, row: &[String]) {
        out.push_str("<tr>");
        for (at, (cell, column)) in row.iter().zip(&self.columns).enumerate() {
            let (open, close) = match (at, column.right) {
                (0, false) => ("<th scope=\"row\">", "</th>"),
                (_, true) => ("<td class=\"n\">", "</td>"),
                (_, false) => ("<td>", "</td>"),
            };
            out.push_str(open);
            escape_into(out, cell);
            out.push_str(close);
        }
        out.push_str("</tr>\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        let mut table = Table::new("Burns", &["vehicle", ">propellant [kg]", "note"]);
        table.row(["core".to_owned(), "1,587,000.0".to_owned(), String::new()]);
        table.row(["<eds>".to_owned(), "99.5".to_owned(), "-".to_owned()]);
        table
    }

    #[test]
    fn numbers_stand_on_the_right() {
        let text = table().without_empty_columns().text(9);
        let wanted = "Burns\n\
                      vehicle  propellant [kg]\n\
                      -------  ---------------\n\
                      core         1,587,000.0\n\
                      <eds>               99.5\n";
        assert_eq!(text, wanted);
    }

    #[test]
    fn long_words_are_cut_to_the_width() {
        let mut table = table();
        table.row(["x".repeat(300), "1".to_owned(), "y".repeat(200)]);
        let text = table.text(2);
        assert!(text.ends_with("... and 1 more\n"));
        let text = table.text(3);
        assert!(
            text.lines().all(|line| line.chars().count() <= WIDTH),
            "{text}"
        );
        assert!(text.contains('…'));
    }

    #[test]
    fn html_is_escaped_and_says_what_is_left_out() {
        let html = table().html(2);
        assert!(html.contains("&lt;eds&gt;") && !html.contains("<eds>"));
        assert!(table().html(1).contains("Left out here: 1 more."));
    }
}
