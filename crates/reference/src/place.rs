//! Where in a text something stands.

use portolan_vocabulary::Place;

/// The place of a byte, by line and column in characters, both from one.
pub(crate) fn place(file: &str, text: &str, byte: usize) -> Place {
    let mut end = byte.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let before = &text[..end];
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let count = |count: usize| u32::try_from(count + 1).unwrap_or(u32::MAX);
    Place {
        file: file.to_owned(),
        line: count(before.matches('\n').count()),
        column: count(before[line_start..].chars().count()),
    }
}

/// The byte at which the field of a record begins, the record beginning at `start`. A comma in quotes
/// separates no fields.
pub(crate) fn field_start(text: &str, start: usize, field: usize) -> usize {
    let mut commas = 0;
    let mut quoted = false;
    if field == 0 {
        return start;
    }
    for (at, byte) in text.bytes().enumerate().skip(start) {
        match byte {
            b'"' => quoted = !quoted,
            b',' if !quoted => commas += 1,
            b'\n' if !quoted => break,
            _ => {}
        }
        if commas == field {
            return at + 1;
        }
    }
    start
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_commas_in_quotes_are_text() {
        let text = "id,note,kg\nä,\"b, \"\"c\"\", d\",5\n";
        let start = 11;
        let kg = field_start(text, start, 2);
        assert_eq!(&text[kg..=kg], "5");
        let found = place("t.csv", text, kg);
        assert_eq!((found.line, found.column), (2, 17));
        assert_eq!(field_start(text, start, 9), start, "no such field");
        assert_eq!(place("t.csv", text, 12).column, 1, "inside of a character");
    }
}
