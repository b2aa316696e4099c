//! A text with its name, which knows the line and column of every byte.

use portolan_vocabulary::Place;
use std::ops::Range;

/// Characters are counted from the last mark before a byte, so that a place in a file of one long line
/// costs no walk over the whole line.
const MARK_EVERY: usize = 4096;

/// A text and the name of the file it came from.
///
/// ```
/// use portolan_formats::text::Source;
/// let source = Source::new("demo.toml", "a = 1\nmaß = 2\n");
/// let two = source.text().find('2').unwrap_or(0);
/// let place = source.place(&(two..two + 1));
/// assert_eq!((place.line, place.column), (2, 7));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    name: String,
    text: String,
    /// The byte at which each line begins.
    lines: Vec<usize>,
    /// The number of characters before each multiple of [`MARK_EVERY`] bytes.
    marks: Vec<usize>,
}

impl Source {
    /// A source with this name, which findings repeat, and this text.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        let text = text.into();
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let lines = std::iter::once(0)
            .chain(breaks.map(|(at, _)| at + 1))
            .collect();
        let mut marks = Vec::with_capacity(text.len() / MARK_EVERY + 1);
        let mut seen = 0;
        for block in text.as_bytes().chunks(MARK_EVERY) {
            marks.push(seen);
            seen += characters(block);
        }
        Self {
            name: name.into(),
            text,
            lines,
            marks,
        }
    }

    /// The name as the caller gave it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The part of the text that a span covers, or nothing where the span is not one of this text.
    pub fn slice(&self, span: &Range<usize>) -> &str {
        self.text.get(span.clone()).unwrap_or_default()
    }

    /// The line and the column at which a span begins, both from one, the column in characters.
    ///
    /// A span beyond the end is placed at the end.
    pub fn place(&self, span: &Range<usize>) -> Place {
        let at = span.start.min(self.text.len());
        let line = self.lines.partition_point(|start| *start <= at);
        let start = self
            .lines
            .get(line.wrapping_sub(1))
            .copied()
            .unwrap_or_default();
        Place {
            file: self.name.clone(),
            line: count(line.max(1)),
            column: count(self.characters_before(at) - self.characters_before(start) + 1),
        }
    }

    fn characters_before(&self, at: usize) -> usize {
        let mark = (at / MARK_EVERY).min(self.marks.len().saturating_sub(1));
        let counted = self.marks.get(mark).copied().unwrap_or_default();
        counted + characters(&self.text.as_bytes()[mark * MARK_EVERY..at])
    }
}

/// The number of UTF-8 characters that begin in these bytes.
fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count()
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(source: &Source, at: usize) -> (u32, u32) {
        let place = source.place(&(at..at));
        (place.line, place.column)
    }

    #[test]
    fn places_of_first_last_and_beyond() {
        let source = Source::new("x", "ab\r\ncd\n");
        assert_eq!(at(&source, 0), (1, 1));
        assert_eq!(at(&source, 4), (2, 1));
        assert_eq!(at(&source, 7), (3, 1));
        assert_eq!(at(&source, 900), (3, 1));
        assert_eq!(at(&Source::new("x", ""), 5), (1, 1));
    }

    #[test]
    fn columns_count_characters_across_marks() {
        let source = Source::new("x", format!("{}\n{}z", "é".repeat(3000), "ü".repeat(5000)));
        assert_eq!(at(&source, source.text().len() - 1), (2, 5001));
        assert_eq!(at(&source, 4096), (1, 2049));
    }

    #[test]
    fn a_span_inside_a_character_does_not_panic() {
        let source = Source::new("x", "é€");
        for byte in 0..8 {
            let _ = source.place(&(byte..byte));
            let _ = source.slice(&(byte..byte + 1));
        }
    }
}
