//! Reference sets as a person and as a program see them.

use crate::PROGRAM;
use crate::data::{Excerpt, Verified};
use portolan_reference::{Cell, Column, Provenance, Row, Set, Source};
use portolan_report::Table;
use std::fmt::Write as _;

/// The most columns of characters of a line.
const WIDTH: usize = 100;
/// The most characters that a text takes in a table.
const WIDEST: usize = 26;

/// The sets as a table for a terminal.
pub fn data_list_text(sets: &[Set]) -> String {
    let heads = ["set", "what it holds", ">rows", "as of", "read on"];
    let mut table = Table::new("Reference sets", &heads);
    for set in sets {
        let manifest = set.manifest();
        table.row([
            manifest.name.clone(),
            manifest.title.clone(),
            set.len().to_string(),
            manifest.as_of.clone(),
            manifest.read_on.clone(),
        ]);
    }
    table.text(usize::MAX)
}

/// The sets as JSON: `portolan-data-list/1`, with the keys `format`, `made_by` and `sets`; of each set
/// what `set` is in [`data_json`].
pub fn data_list_json(sets: &[Set]) -> String {
    let sets: Vec<String> = sets.iter().map(set_json).collect();
    format!(
        "{{\n  \"format\": \"portolan-data-list/1\",\n  \"made_by\": {},\n  \"sets\": {}\n}}\n",
        string(PROGRAM),
        lines(&sets)
    )
}

/// The sets as comma-separated values.
pub fn data_list_csv(sets: &[Set]) -> String {
    let mut out = String::from("name,title,rows,as_of,read_on,licence,sha256\n");
    for set in sets {
        let manifest = set.manifest();
        let rows = set.len().to_string();
        let fields = [
            &manifest.name,
            &manifest.title,
            &rows,
            &manifest.as_of,
            &manifest.read_on,
            &manifest.licence,
            &manifest.sha256,
        ];
        out += &fields.map(|field| field_csv(field)).join(",");
        out.push('\n');
    }
    out
}

/// Rows of a set for a terminal: a table whose every row has the number of its source, or all that is
/// known of one row.
pub fn data_text(excerpt: &Excerpt<'_>) -> String {
    match excerpt.rows.first() {
        Some(row) if excerpt.of_one => row_text(excerpt.set, row),
        _ => table_text(excerpt),
    }
}

/// Rows of a set as comma-separated values, as they stand in the set's table.
pub fn data_csv(excerpt: &Excerpt<'_>) -> String {
    let mut out = excerpt.set.head_text().to_owned();
    for row in &excerpt.rows {
        out += row.line_text();
        if !out.ends_with('\n') {
            out.push('\n');
        }
    }
    out
}

/// Rows of a set as JSON, `portolan-data/1`: `set` says what the manifest says of the set, `columns` what
/// it says of each column (name, meaning, type, unit, range, words), and `rows` has one table a row with a
/// value for each column: a number in the column's unit, a text, or null where nothing is known. Every row
/// has `provenance` (R, R2, C or D), `source`, `read_on` and `notes`.
pub fn data_json(excerpt: &Excerpt<'_>) -> String {
    let columns: Vec<String> = excerpt.set.columns().iter().map(column_json).collect();
    let rows: Vec<String> = excerpt.rows.iter().map(row_json).collect();
    format!(
        "{{\n  \"format\": \"portolan-data/1\",\n  \"made_by\": {},\n  \"set\": {},\n  \
         \"columns\": {},\n  \"rows\": {}\n}}\n",
        string(PROGRAM),
        set_json(excerpt.set),
        lines(&columns),
        lines(&rows)
    )
}

/// What was verified, for a terminal; the findings apart.
pub fn data_verified_text(verified: &Verified) -> String {
    let count = |count: usize, word: &str| {
        let plural = if count == 1 { "" } else { "s" };
        format!("{count} {word}{plural}")
    };
    let (sets, rows) = (count(verified.sets, "set"), count(verified.rows, "row"));
    format!("{sets}, {rows}: every row names its source\n")
}

/// Numbers the sources of the rows as they come.
fn numbered<'a>(rows: &[Row<'a>]) -> (Vec<usize>, Vec<Source<'a>>) {
    let mut sources: Vec<Source<'a>> = Vec::new();
    let number = |row: &Row<'a>| {
        let source = row.source();
        let known = sources.iter().position(|other| *other == source);
        known.unwrap_or_else(|| {
            sources.push(source);
            sources.len() - 1
        })
    };
    let numbers = rows.iter().map(number).collect();
    (numbers, sources)
}

fn table_text(excerpt: &Excerpt<'_>) -> String {
    let (set, rows) = (excerpt.set, &excerpt.rows);
    let manifest = set.manifest();
    let (numbers, sources) = numbered(rows);
    let (shown, left) = columns_that_fit(set, rows);
    let heads: Vec<String> = shown.iter().map(|column| head(column)).collect();
    let heads: Vec<&str> = heads.iter().map(String::as_str).chain(["source"]).collect();
    let title = format!("{}, as of {}", manifest.title, manifest.as_of);
    let mut table = Table::new(title, &heads);
    for (row, number) in rows.iter().zip(numbers) {
        let cells = shown.iter().map(|column| value(row, column));
        table.row(cells.chain([format!("[{}]", number + 1)]));
    }
    let mut out = table.text(usize::MAX) + "\n";
    wrapped(&mut out, "", &manifest.description);
    if !left.is_empty() {
        let left = left.join(", ");
        let how = format!("Not shown here: {left}. Name a row, or ask for csv or json.");
        wrapped(&mut out, "", &how);
    }
    out.push_str("\nSources\n");
    for (number, source) in sources.iter().enumerate() {
        wrapped(&mut out, &format!("[{}] ", number + 1), &source.to_string());
    }
    attribution(&mut out, set);
    out
}

/// The columns that a line has room for, numbers before words, and the names of the others that say
/// anything in these rows.
fn columns_that_fit<'a>(set: &'a Set, rows: &[Row<'_>]) -> (Vec<&'a Column>, Vec<&'a str>) {
    const SOURCE_WIDTH: usize = 8;
    let key = set.manifest().key.as_str();
    let says = |column: &&Column| rows.iter().any(|row| !value(row, column).is_empty());
    let own = set.columns().iter().filter(|it| !is_standard(it));
    let own: Vec<&Column> = own.filter(says).collect();
    let of_key = own.iter().filter(|it| it.name == key);
    let others = |numeric: bool| {
        own.iter()
            .filter(move |it| it.name != key && it.kind.is_numeric() == numeric)
    };
    let mut room = WIDTH - SOURCE_WIDTH;
    let mut chosen: Vec<&str> = Vec::new();
    let mut choose = |column: &&'a Column| {
        let needs = 2 + width(rows, column);
        let fits = needs <= room;
        if fits {
            room -= needs;
            chosen.push(&column.name);
        }
        fits
    };
    let _ = of_key
        .chain(others(true))
        .take_while(|it| choose(it))
        .count();
    let _ = others(false).take_while(|it| choose(it)).count();
    let (shown, left): (Vec<&Column>, Vec<&Column>) = own
        .into_iter()
        .partition(|it| chosen.contains(&it.name.as_str()));
    let notes = set.columns().iter().filter(|it| it.name == "notes");
    let left = left.into_iter().chain(notes.filter(says));
    (shown, left.map(|it| it.name.as_str()).collect())
}

/// How wide a column is in a table: numbers as they are, texts up to a limit.
fn width(rows: &[Row<'_>], column: &Column) -> usize {
    let cells = rows.iter().map(|row| value(row, column).chars().count());
    let most = if column.kind.is_numeric() {
        usize::MAX
    } else {
        WIDEST
    };
    let widest = cells.max().unwrap_or(0).min(most);
    widest.max(column.name.chars().count())
}

/// The four columns that every table has.
fn is_standard(column: &Column) -> bool {
    matches!(
        column.name.as_str(),
        "provenance" | "source" | "read_on" | "notes"
    )
}

fn head(column: &Column) -> String {
    let right = if column.kind.is_numeric() { ">" } else { "" };
    format!("{right}{}", column.name)
}

/// The value as it is, no digit lost.
fn value(row: &Row<'_>, column: &Column) -> String {
    match row.cell(&column.name) {
        Some(Cell::Number(number)) => number.to_string(),
        Some(Cell::Text(text)) => text.to_string(),
        Some(Cell::Blank) | None => String::new(),
    }
}

/// All that is known of one row.
fn row_text(set: &Set, row: &Row<'_>) -> String {
    let mut out = format!("{}: {}\n", set.name(), row.key());
    let mut table = Table::new("", &["figure", ">value", "unit", "meaning"]);
    let mut unknown: Vec<&str> = Vec::new();
    for (column, cell) in row.cells().filter(|(column, _)| !is_standard(column)) {
        match cell {
            Cell::Number(number) => table.row([
                column.name.clone(),
                number.to_string(),
                unit(column).to_owned(),
                column.meaning.clone(),
            ]),
            Cell::Text(text) => wrapped(&mut out, &format!("{}: ", column.name), text),
            Cell::Blank => unknown.push(&column.name),
        }
    }
    if !table.rows.is_empty() {
        out += &table.text(usize::MAX);
    }
    out.push('\n');
    origin(&mut out, row);
    if !unknown.is_empty() {
        wrapped(&mut out, "not known: ", &unknown.join(", "));
    }
    attribution(&mut out, set);
    out
}

fn origin(out: &mut String, row: &Row<'_>) {
    let source = row.source();
    wrapped(out, "source: ", source.text);
    let how = source.provenance.map_or("", Provenance::meaning);
    wrapped(out, "", &format!("{how}, on {}", source.read_on));
    if !row.notes().is_empty() {
        wrapped(out, "notes: ", row.notes());
    }
}

/// The unit of a column; pure numbers have none.
fn unit(column: &Column) -> &str {
    match column.unit.as_deref() {
        Some("1") | None => "",
        Some(unit) => unit,
    }
}

fn attribution(out: &mut String, set: &Set) {
    let manifest = set.manifest();
    out.push('\n');
    wrapped(out, "Licence: ", &manifest.licence);
    wrapped(out, "", &manifest.attribution);
}

/// Adds a text in lines of at most 100 characters, the first with a head, the others indented like it.
fn wrapped(out: &mut String, head: &str, text: &str) {
    let indent = head.chars().count();
    let mut line = head.to_owned();
    let mut length = indent;
    for word in text.split_whitespace() {
        let size = word.chars().count();
        if length > indent && length + 1 + size > WIDTH {
            out.push_str(line.trim_end());
            out.push('\n');
            line = " ".repeat(indent);
            length = indent;
        }
        if length > indent {
            line.push(' ');
            length += 1;
        }
        line += word;
        length += size;
    }
    out.push_str(line.trim_end());
    out.push('\n');
}

fn set_json(set: &Set) -> String {
    let manifest = set.manifest();
    let texts = [
        ("name", &manifest.name),
        ("title", &manifest.title),
        ("description", &manifest.description),
        ("as_of", &manifest.as_of),
        ("read_on", &manifest.read_on),
        ("licence", &manifest.licence),
        ("attribution", &manifest.attribution),
        ("key", &manifest.key),
        ("sha256", &manifest.sha256),
    ];
    let entries = texts.map(|(key, text)| entry(key, &string(text)));
    table_json(
        entries
            .into_iter()
            .chain([entry("rows", &set.len().to_string())]),
    )
}

fn column_json(column: &Column) -> String {
    let number = |value: Option<f64>| value.map_or_else(|| "null".to_owned(), number);
    let unit = column
        .unit
        .as_deref()
        .map_or_else(|| "null".to_owned(), string);
    let words: Vec<String> = column.words.iter().map(|word| string(word)).collect();
    table_json([
        entry("name", &string(&column.name)),
        entry("meaning", &string(&column.meaning)),
        entry("type", &string(column.kind.word())),
        entry("unit", &unit),
        entry("least", &number(column.least)),
        entry("most", &number(column.most)),
        entry("required", &column.required.to_string()),
        entry("words", &format!("[{}]", words.join(","))),
    ])
}

fn row_json(row: &Row<'_>) -> String {
    table_json(row.cells().map(|(column, cell)| {
        let value = match cell {
            Cell::Number(value) => number(*value),
            Cell::Text(text) => string(text),
            Cell::Blank => "null".to_owned(),
        };
        entry(&column.name, &value)
    }))
}

fn entry(key: &str, value: &str) -> String {
    format!("{}:{value}", string(key))
}

fn table_json(entries: impl IntoIterator<Item = String>) -> String {
    let entries: Vec<String> = entries.into_iter().collect();
    format!("{{{}}}", entries.join(","))
}

/// A list, one item a line.
fn lines(items: &[String]) -> String {
    if items.is_empty() {
        return "[]".to_owned();
    }
    format!("[\n    {}\n  ]", items.join(",\n    "))
}

/// A number in its shortest form that reads back the same.
fn number(value: f64) -> String {
    value.to_string()
}

/// A text in quotes (RFC 8259, section 7).
fn string(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            other if u32::from(other) < 0x20 => {
                let _ = write!(out, "\\u{:04x}", u32::from(other));
            }
            other => out.push(other),
        }
    }
    out.push('"');
    out
}

/// A field, in quotes where it needs them (RFC 4180).
fn field_csv(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}
