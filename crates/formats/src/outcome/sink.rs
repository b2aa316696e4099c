//! Writes one JSON table entry by entry, a list one item a line, as it goes.

use serde::Serialize;
use std::io::{self, Write};

/// A JSON table that is being written.
pub(super) struct Sink<W> {
    out: W,
    first: bool,
}

impl<W: Write> Sink<W> {
    /// Opens the table.
    pub(super) fn new(mut out: W) -> io::Result<Self> {
        out.write_all(b"{")?;
        Ok(Self { out, first: true })
    }

    fn key(&mut self, key: &str) -> io::Result<()> {
        let comma = if std::mem::replace(&mut self.first, false) {
            ""
        } else {
            ","
        };
        write!(self.out, "{comma}\n  \"{key}\": ")
    }

    /// An entry in one line.
    pub(super) fn value(&mut self, key: &str, value: &impl Serialize) -> io::Result<()> {
        self.key(key)?;
        self.json(value)
    }

    /// A list, each item in a line of its own.
    pub(super) fn rows<T: Serialize>(
        &mut self,
        key: &str,
        rows: impl IntoIterator<Item = T>,
    ) -> io::Result<()> {
        self.key(key)?;
        self.out.write_all(b"[")?;
        let mut any = false;
        for row in rows {
            let comma = if std::mem::replace(&mut any, true) {
                ","
            } else {
                ""
            };
            write!(self.out, "{comma}\n    ")?;
            self.json(&row)?;
        }
        self.out.write_all(if any { b"\n  ]" } else { b"]" })
    }

    /// A list of tables that each end with a list, whose items stand in lines of their own.
    pub(super) fn tables<H: Serialize, L: IntoIterator<Item = T>, T: Serialize>(
        &mut self,
        key: &str,
        list: &str,
        tables: impl IntoIterator<Item = (H, L)>,
    ) -> io::Result<()> {
        self.key(key)?;
        let mut before = "[\n    ";
        for (head, items) in tables {
            let head = serde_json::to_string(&head)?;
            let head = head.strip_suffix('}').unwrap_or(&head);
            write!(self.out, "{before}{head},\"{list}\":[")?;
            before = ",\n    ";
            let mut comma = "";
            for item in items {
                write!(self.out, "{comma}\n      ")?;
                self.json(&item)?;
                comma = ",";
            }
            self.out.write_all(b"]}")?;
        }
        let end = if before.starts_with('[') {
            "[]"
        } else {
            "\n  ]"
        };
        self.out.write_all(end.as_bytes())
    }

    fn json(&mut self, value: &impl Serialize) -> io::Result<()> {
        serde_json::to_writer(&mut self.out, value).map_err(io::Error::from)
    }

    /// Closes the table.
    pub(super) fn finish(mut self) -> io::Result<()> {
        self.out.write_all(b"\n}\n")?;
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_have_an_item_a_line() {
        let mut out = Vec::new();
        let mut sink = Sink::new(&mut out).unwrap();
        sink.value("a", &1.5).unwrap();
        sink.rows("b", [[1, 2], [3, 4]]).unwrap();
        sink.rows("c", [0; 0]).unwrap();
        let head = std::collections::BTreeMap::from([("id", "x")]);
        sink.tables("d", "e", [(head.clone(), vec![1, 2]), (head, vec![])])
            .unwrap();
        sink.finish().unwrap();
        let text = String::from_utf8(out).unwrap();
        assert_eq!(
            text,
            "{\n  \"a\": 1.5,\n  \"b\": [\n    [1,2],\n    [3,4]\n  ],\n  \"c\": [],\n  \
             \"d\": [\n    {\"id\":\"x\",\"e\":[\n      1,\n      2]},\n    {\"id\":\"x\",\"e\":[]}\n  ]\n}\n"
        );
    }
}
