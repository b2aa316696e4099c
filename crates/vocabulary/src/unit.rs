//! Numbers with units as people write them: `"12.5 t"`, `"3.9 km/s"`, `"40 d"`.

use crate::nearest::nearest;
use std::fmt;

/// What a unit measures. Every dimension has one base unit, which is also the suffix that a key of a
/// campaign file may carry (`mass_kg`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dimension {
    /// Mass, in kilograms.
    Mass,
    /// Volume, in cubic metres.
    Volume,
    /// Length, in metres.
    Length,
    /// Time, in seconds.
    Time,
    /// Speed, in metres per second.
    Speed,
    /// Specific impulse, in seconds.
    SpecificImpulse,
    /// Angle, in degrees.
    Angle,
    /// Force, in newtons.
    Force,
    /// Power, in watts.
    Power,
    /// Pressure, in pascals.
    Pressure,
    /// Temperature, in kelvins.
    Temperature,
}

impl Dimension {
    /// All dimensions.
    pub const ALL: [Self; 11] = [
        Self::Mass,
        Self::Volume,
        Self::Length,
        Self::Time,
        Self::Speed,
        Self::SpecificImpulse,
        Self::Angle,
        Self::Force,
        Self::Power,
        Self::Pressure,
        Self::Temperature,
    ];
}

type Units = &'static [(&'static str, f64)];

const MASS: Units = &[
    ("kg", 1.0),
    ("t", 1e3),
    ("g", 1e-3),
    ("Mg", 1e3),
    ("lb", 0.453_592_37),
];
const VOLUME: Units = &[
    ("m3", 1.0),
    ("m³", 1.0),
    ("L", 1e-3),
    ("l", 1e-3),
    ("ft3", 0.028_316_846_592),
];
const LENGTH: Units = &[
    ("m", 1.0),
    ("km", 1e3),
    ("cm", 1e-2),
    ("mm", 1e-3),
    ("nmi", 1852.0),
    ("mi", 1609.344),
    ("ft", 0.3048),
    ("in", 0.0254),
    ("au", 149_597_870_700.0),
];
const TIME: Units = &[
    ("s", 1.0),
    ("min", 60.0),
    ("h", 3600.0),
    ("d", 86_400.0),
    ("wk", 604_800.0),
    ("ms", 1e-3),
    ("yr", 31_557_600.0),
];
const SPEED: Units = &[
    ("m/s", 1.0),
    ("km/s", 1e3),
    ("km/h", 1.0 / 3.6),
    ("kn", 1852.0 / 3600.0),
    ("mph", 0.447_04),
];
const SPECIFIC_IMPULSE: Units = &[("s", 1.0)];
const ANGLE: Units = &[
    ("deg", 1.0),
    ("°", 1.0),
    ("rad", 180.0 / std::f64::consts::PI),
];
const FORCE: Units = &[("N", 1.0), ("kN", 1e3), ("MN", 1e6), ("mN", 1e-3)];
const POWER: Units = &[("W", 1.0), ("kW", 1e3), ("MW", 1e6)];
const PRESSURE: Units = &[
    ("Pa", 1.0),
    ("kPa", 1e3),
    ("MPa", 1e6),
    ("bar", 1e5),
    ("hPa", 100.0),
];
const TEMPERATURE: Units = &[("K", 1.0)];

/// Zero degrees Celsius in kelvins, by definition.
const CELSIUS_ZERO_K: f64 = 273.15;

impl Dimension {
    /// The base unit's symbol.
    pub const fn base_unit(self) -> &'static str {
        match self {
            Self::Mass => "kg",
            Self::Volume => "m3",
            Self::Length => "m",
            Self::Time | Self::SpecificImpulse => "s",
            Self::Speed => "m/s",
            Self::Angle => "deg",
            Self::Force => "N",
            Self::Power => "W",
            Self::Pressure => "Pa",
            Self::Temperature => "K",
        }
    }

    /// The suffix that a key carries when its value is a bare number in the base unit.
    pub const fn key_suffix(self) -> &'static str {
        match self {
            Self::Mass => "kg",
            Self::Volume => "m3",
            Self::Length => "m",
            Self::Time | Self::SpecificImpulse => "s",
            Self::Speed => "m_s",
            Self::Angle => "deg",
            Self::Force => "n",
            Self::Power => "w",
            Self::Pressure => "pa",
            Self::Temperature => "k",
        }
    }

    /// The unit symbols of this dimension, the base unit first.
    pub fn units(self) -> impl Iterator<Item = &'static str> {
        self.table().iter().map(|(symbol, _)| *symbol)
    }

    const fn table(self) -> Units {
        match self {
            Self::Mass => MASS,
            Self::Volume => VOLUME,
            Self::Length => LENGTH,
            Self::Time => TIME,
            Self::Speed => SPEED,
            Self::SpecificImpulse => SPECIFIC_IMPULSE,
            Self::Angle => ANGLE,
            Self::Force => FORCE,
            Self::Power => POWER,
            Self::Pressure => PRESSURE,
            Self::Temperature => TEMPERATURE,
        }
    }
}

/// Why a text is no quantity of the wanted dimension.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UnitError {
    /// The text does not begin with a finite number.
    NoNumber,
    /// A number stands alone; the units that would do are named.
    NoUnit {
        /// The base unit of the wanted dimension.
        base: &'static str,
    },
    /// The unit is not one of the dimension's.
    UnknownUnit {
        /// The unit as written.
        unit: String,
        /// The nearest unit of the dimension, where one is near.
        nearest: Option<String>,
        /// The base unit of the wanted dimension.
        base: &'static str,
    },
}

impl fmt::Display for UnitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoNumber => write!(f, "this does not begin with a finite number"),
            Self::NoUnit { base } => write!(
                f,
                "the number has no unit; write for example \"{base}\" after it"
            ),
            Self::UnknownUnit {
                unit,
                nearest: Some(near),
                ..
            } => {
                write!(f, "\"{unit}\" is no unit here; did you mean \"{near}\"?")
            }
            Self::UnknownUnit { unit, base, .. } => {
                write!(f, "\"{unit}\" is no unit here; the base unit is \"{base}\"")
            }
        }
    }
}

impl std::error::Error for UnitError {}

/// Reads a number with a unit and returns its value in the dimension's base unit.
///
/// The number may carry underscores between digits (`"1_200 kg"`); the space before the unit is
/// optional. Temperatures may be written in `degC`.
///
/// # Errors
/// [`UnitError`] when there is no finite number, no unit, or a unit of another dimension.
///
/// ```
/// use portolan_vocabulary::{Dimension, parse_quantity};
/// assert_eq!(parse_quantity("12.5 t", Dimension::Mass), Ok(12_500.0));
/// assert_eq!(parse_quantity("40 d", Dimension::Time), Ok(3_456_000.0));
/// assert!(parse_quantity("40 d", Dimension::Mass).is_err());
/// ```
pub fn parse_quantity(text: &str, dimension: Dimension) -> Result<f64, UnitError> {
    let (number, unit) = split_number(text.trim());
    let value: f64 = number
        .replace('_', "")
        .parse()
        .map_err(|_| UnitError::NoNumber)?;
    if !value.is_finite() {
        return Err(UnitError::NoNumber);
    }
    if unit.is_empty() {
        return Err(UnitError::NoUnit {
            base: dimension.base_unit(),
        });
    }
    if dimension == Dimension::Temperature && matches!(unit, "degC" | "°C") {
        return Ok(value + CELSIUS_ZERO_K);
    }
    let factor = dimension.table().iter().find(|(symbol, _)| *symbol == unit);
    let Some((_, factor)) = factor else {
        return Err(unknown_unit(unit, dimension));
    };
    let si = value * factor;
    if si.is_finite() {
        Ok(si)
    } else {
        Err(UnitError::NoNumber)
    }
}

fn unknown_unit(unit: &str, dimension: Dimension) -> UnitError {
    UnitError::UnknownUnit {
        unit: unit.to_owned(),
        nearest: nearest(unit, dimension.units()).map(str::to_owned),
        base: dimension.base_unit(),
    }
}

/// Splits before the first character that cannot belong to a number. An `e` belongs to it only where
/// digits follow, so that a unit may begin with one.
fn split_number(text: &str) -> (&str, &str) {
    let bytes = text.as_bytes();
    let mut end = 0;
    while end < bytes.len() && belongs_to_number(bytes, end) {
        end += 1;
    }
    let (number, unit) = text.split_at(end);
    (number, unit.trim_start())
}

fn belongs_to_number(bytes: &[u8], at: usize) -> bool {
    let digit_at = |index: usize| bytes.get(index).is_some_and(u8::is_ascii_digit);
    match bytes[at] {
        b'0'..=b'9' | b'.' | b'_' => true,
        b'+' | b'-' => at == 0 || matches!(bytes[at - 1], b'e' | b'E'),
        b'e' | b'E' => {
            at > 0
                && (digit_at(at + 1)
                    || (matches!(bytes.get(at + 1), Some(b'+' | b'-')) && digit_at(at + 2)))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_numbers_with_and_without_space() {
        assert_eq!(parse_quantity("1_200kg", Dimension::Mass), Ok(1200.0));
        assert_eq!(parse_quantity("3.9 km/s", Dimension::Speed), Ok(3900.0));
        assert_eq!(parse_quantity("-1.5e-3 t", Dimension::Mass), Ok(-1.5));
        assert_eq!(
            parse_quantity("20 degC", Dimension::Temperature),
            Ok(293.15)
        );
    }

    #[test]
    fn names_the_nearest_unit() {
        let error = parse_quantity("5 kgs", Dimension::Mass).unwrap_err();
        assert!(error.to_string().contains("did you mean \"kg\""), "{error}");
        assert_eq!(
            parse_quantity("5", Dimension::Mass),
            Err(UnitError::NoUnit { base: "kg" })
        );
        assert_eq!(
            parse_quantity("many kg", Dimension::Mass),
            Err(UnitError::NoNumber)
        );
        assert_eq!(
            parse_quantity("1e999 kg", Dimension::Mass),
            Err(UnitError::NoNumber)
        );
    }

    #[test]
    fn never_panics_on_odd_text() {
        for text in [
            "", "e", "-", "1e", "1e+", "°", "1°", "µ", "..", "+-1 kg", "1 e kg",
        ] {
            let _ = parse_quantity(text, Dimension::Angle);
        }
        assert_eq!(parse_quantity("1°", Dimension::Angle), Ok(1.0));
    }
}
