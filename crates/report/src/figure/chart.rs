//! What is common to figures that are drawn from plain numbers.

use std::fmt;

/// Why a chart cannot be drawn from what it was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChartError {
    /// An axis has fewer than two dates.
    FewDates {
        /// What the dates are of: `departures`.
        axis: &'static str,
    },
    /// The dates of an axis do not increase from each to the next.
    Order {
        /// What the dates are of: `arrivals`.
        axis: &'static str,
        /// The number of the first date that is not after the one before it, from zero.
        at: usize,
    },
    /// A field has not one value for each departure and arrival.
    Size {
        /// The label of the field.
        field: String,
        /// How many values there should be.
        wanted: usize,
        /// How many there are.
        found: usize,
    },
    /// There is nothing to show: no field, no finite value, or no row.
    Empty,
    /// The span to show ends where or before it begins.
    Span,
}

impl fmt::Display for ChartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::FewDates { axis } => write!(f, "fewer than two {axis}"),
            Self::Order { axis, at } => {
                write!(
                    f,
                    "the {axis} do not increase: number {at} is not after the one before"
                )
            }
            Self::Size {
                field,
                wanted,
                found,
            } => write!(
                f,
                "the field {field} has {found} values instead of {wanted}"
            ),
            Self::Empty => write!(f, "there is nothing to show"),
            Self::Span => write!(f, "the span to show is empty"),
        }
    }
}

impl std::error::Error for ChartError {}

/// A word for anchors: letters, digits and hyphens of a name.
pub(super) fn anchor(kind: &str, name: &str) -> String {
    let mut out = kind.to_owned();
    for letter in name.chars() {
        match letter {
            _ if letter.is_ascii_alphanumeric() => {
                if out.len() == kind.len() {
                    out.push('-');
                }
                out.push(letter.to_ascii_lowercase());
            }
            _ if out.len() > kind.len() && !out.ends_with('-') => out.push('-'),
            _ => {}
        }
    }
    out.trim_end_matches('-').to_owned()
}

/// A number with four digits that say something, and no zeros at the end.
pub(super) fn short(value: f64) -> String {
    if !value.is_finite() {
        return "-".to_owned();
    }
    let size = value.abs();
    if size == 0.0 || size >= 1e4 {
        return crate::number::grouped(value, 0);
    }
    if size < 1e-3 {
        return crate::number::sensible(value);
    }
    let decimals = (3.0 - size.log10().floor()).clamp(0.0, 6.0) as usize;
    let text = crate::number::grouped(value, decimals);
    if text.contains('.') {
        return text.trim_end_matches('0').trim_end_matches('.').to_owned();
    }
    text
}

/// A quantity with its unit.
pub(super) fn with_unit(value: f64, unit: &str) -> String {
    match unit {
        "" => short(value),
        unit => format!("{} {unit}", short(value)),
    }
}

/// A name with its unit in brackets.
pub(super) fn headed(label: &str, unit: &str) -> String {
    match unit {
        "" => label.to_owned(),
        unit => format!("{label} [{unit}]"),
    }
}

/// One line of comma-separated values (RFC 4180), ended as on Unix.
pub(super) fn csv_line<'a>(cells: impl IntoIterator<Item = &'a str>) -> String {
    let quoted = |cell: &str| {
        if cell.contains([',', '"', '\n', '\r']) {
            format!("\"{}\"", cell.replace('"', "\"\""))
        } else {
            cell.to_owned()
        }
    };
    let cells: Vec<String> = cells.into_iter().map(quoted).collect();
    cells.join(",") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_are_words() {
        assert_eq!(
            anchor("porkchop", "Earth → Mars, 2026"),
            "porkchop-earth-mars-2026"
        );
        assert_eq!(anchor("porkchop", "  \"<"), "porkchop");
    }

    #[test]
    fn four_digits() {
        let cases = [
            (9.139_409, "9.139"),
            (12.0, "12"),
            (0.25, "0.25"),
            (3612.44, "3,612"),
            (298.37, "298.4"),
            (1_234_567.8, "1,234,568"),
            (-0.5, "-0.5"),
            (0.0, "0"),
        ];
        for (value, text) in cases {
            assert_eq!(short(value), text);
        }
        assert_eq!(with_unit(f64::NAN, ""), "-");
    }

    #[test]
    fn cells_with_commas_and_quotes_are_quoted() {
        assert_eq!(
            csv_line(["a", "b,c", "say \"d\""]),
            "a,\"b,c\",\"say \"\"d\"\"\"\n"
        );
    }
}
