//! Quantities, durations, money and instants as the types of a file's fields.
//!
//! A file writes a quantity as text with a unit, `mass = "12.5 t"`, or as a bare number under a key that
//! ends in the base unit, `mass_kg = 12500`. The reader turns the second form into the first (see
//! [`normalise`](super::normalise)), so a field has one key and one type. Written out, every value
//! reads back exactly.

use portolan_vocabulary::{Dimension, Duration, Epoch, Money, Quantity, UnitError, parse_quantity};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Error as _, Visitor};
use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

/// The schema keyword that names a quantity's dimension.
pub(super) const QUANTITY: &str = "x-quantity";
/// The schema keyword that names the form of a text: `money` or `epoch`.
pub(super) const FORMAT: &str = "x-format";

/// A physical quantity as a field of a file.
///
/// ```
/// use portolan_formats::text::Q;
/// use portolan_vocabulary::Mass;
/// let mass: Q<Mass> = serde_json::from_str("\"12.5 t\"")?;
/// assert_eq!(mass.0.kg(), 12_500.0);
/// assert_eq!(serde_json::to_string(&mass)?, "\"12500 kg\"");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd)]
pub struct Q<T>(pub T);

/// A duration as a field of a file.
///
/// ```
/// use portolan_formats::text::QDuration;
/// use portolan_vocabulary::Duration;
/// let stay: QDuration = serde_json::from_str("\"960 h\"")?;
/// assert_eq!(stay.0, Duration::from_days(40.0));
/// assert_eq!(serde_json::to_string(&stay)?, "\"40 d\"");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QDuration(pub Duration);

/// An amount of money as a field of a file.
///
/// ```
/// use portolan_formats::text::QMoney;
/// let fare: QMoney = serde_json::from_str("\"1.2 MEUR (2026)\"")?;
/// assert_eq!(serde_json::to_string(&fare)?, "\"1200000.00 EUR (2026)\"");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QMoney(pub Money);

/// An instant as a field of a file.
///
/// ```
/// use portolan_formats::text::QEpoch;
/// let start: QEpoch = serde_json::from_str("\"2028-01-01\"")?;
/// assert_eq!(serde_json::to_string(&start)?, "\"2028-01-01T00:00:00Z\"");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QEpoch(pub Epoch);

impl<T> From<T> for Q<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}
impl From<Duration> for QDuration {
    fn from(value: Duration) -> Self {
        Self(value)
    }
}
impl From<Money> for QMoney {
    fn from(value: Money) -> Self {
        Self(value)
    }
}
impl From<Epoch> for QEpoch {
    fn from(value: Epoch) -> Self {
        Self(value)
    }
}

/// The name of a dimension in schemas.
pub(super) const fn dimension_name(dimension: Dimension) -> &'static str {
    match dimension {
        Dimension::Mass => "mass",
        Dimension::Volume => "volume",
        Dimension::Length => "length",
        Dimension::Time => "time",
        Dimension::Speed => "speed",
        Dimension::SpecificImpulse => "specific-impulse",
        Dimension::Angle => "angle",
        Dimension::Force => "force",
        Dimension::Power => "power",
        Dimension::Pressure => "pressure",
        Dimension::Temperature => "temperature",
    }
}

/// The dimension of a name in schemas.
pub(super) fn dimension_named(name: &str) -> Option<Dimension> {
    Dimension::ALL
        .into_iter()
        .find(|dimension| dimension_name(*dimension) == name)
}

/// The shortest digits that read back as the same number.
pub(super) fn digits(value: f64) -> String {
    let size = value.abs();
    if size == 0.0 || (1e-6..1e16).contains(&size) {
        format!("{value}")
    } else {
        format!("{value:e}")
    }
}

/// A quantity as text in its base unit, in digits that read back as the same number.
///
/// ```
/// use portolan_formats::text::quantity_text;
/// use portolan_vocabulary::Mass;
/// assert_eq!(quantity_text(Mass::new(0.1)), "0.1 kg");
/// ```
pub fn quantity_text<T: Quantity>(quantity: T) -> String {
    format!("{} {}", digits(quantity.si()), T::DIMENSION.base_unit())
}

const US_PER_S: i64 = 1_000_000;

/// The units that a duration is written in, largest first, in microseconds.
const WRITTEN_UNITS: [(&str, i64); 4] = [
    ("d", 86_400 * US_PER_S),
    ("h", 3600 * US_PER_S),
    ("min", 60 * US_PER_S),
    ("s", US_PER_S),
];

/// The units that can be read without rounding, in microseconds.
const EXACT_UNITS: [(&str, i64); 7] = [
    ("d", 86_400 * US_PER_S),
    ("h", 3600 * US_PER_S),
    ("min", 60 * US_PER_S),
    ("s", US_PER_S),
    ("ms", 1000),
    ("wk", 604_800 * US_PER_S),
    ("yr", 31_557_600 * US_PER_S),
];

/// A duration as text, in the largest unit of d, h, min and s of which it is a whole number, else in
/// seconds with decimals. [`parse_duration`] reads it back exactly.
///
/// ```
/// use portolan_formats::text::duration_text;
/// use portolan_vocabulary::Duration;
/// assert_eq!(duration_text(Duration::from_hours(36.0)), "36 h");
/// assert_eq!(duration_text(Duration::from_micros(1_500_000)), "1.5 s");
/// ```
pub fn duration_text(duration: Duration) -> String {
    let us = duration.micros();
    let whole = WRITTEN_UNITS.iter().find(|(_, size)| us % size == 0);
    if us == 0 {
        return "0 s".to_owned();
    }
    if let Some((unit, size)) = whole {
        return format!("{} {unit}", us / size);
    }
    let sign = if us < 0 { "-" } else { "" };
    let size = us.unsigned_abs();
    let (seconds, rest) = (size / 1_000_000, size % 1_000_000);
    let decimals = format!("{rest:06}");
    format!("{sign}{seconds}.{} s", decimals.trim_end_matches('0'))
}

/// Why a text is no duration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DurationError {
    /// The number or the unit cannot be read.
    Unit(UnitError),
    /// The duration is longer than about 292 000 years.
    TooLong,
}

impl fmt::Display for DurationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unit(error) => error.fmt(f),
            Self::TooLong => write!(f, "this is longer than 292 000 years"),
        }
    }
}

impl std::error::Error for DurationError {}

/// Reads a duration such as `40 d`, to the nearest microsecond; decimal numbers are not rounded on the
/// way, so that a long duration keeps its last microsecond.
///
/// # Errors
/// [`DurationError`] where there is no number, no unit of time, or the duration is out of range.
///
/// ```
/// use portolan_formats::text::parse_duration;
/// use portolan_vocabulary::Duration;
/// assert_eq!(parse_duration("1.5 d"), Ok(Duration::from_hours(36.0)));
/// assert!(parse_duration("5 kg").is_err());
/// ```
pub fn parse_duration(text: &str) -> Result<Duration, DurationError> {
    let seconds = parse_quantity(text, Dimension::Time).map_err(DurationError::Unit)?;
    if let Some(us) = exact_micros(text) {
        return i64::try_from(us).map_or(Err(DurationError::TooLong), |us| {
            Ok(Duration::from_micros(us))
        });
    }
    // 2^63 microseconds, above which `from_seconds` would saturate.
    if seconds.abs() * 1e6 >= 9_223_372_036_854_775_808.0 {
        return Err(DurationError::TooLong);
    }
    Ok(Duration::from_seconds(seconds))
}

/// The microseconds of a plain decimal number with a unit, or `None` where the number has an exponent
/// or more digits than fit.
fn exact_micros(text: &str) -> Option<i128> {
    let text = text.trim();
    let end = text
        .find(|c: char| !matches!(c, '0'..='9' | '.' | '_' | '+' | '-'))
        .unwrap_or(text.len());
    let unit = text[end..].trim();
    let (_, size) = EXACT_UNITS.iter().find(|(symbol, _)| *symbol == unit)?;
    let number = text[..end].replace('_', "");
    let (whole, decimals) = number.split_once('.').unwrap_or((&number, ""));
    let scale = 10_i128.checked_pow(u32::try_from(decimals.len()).ok()?)?;
    let digits: i128 = format!("{whole}{decimals}").parse().ok()?;
    let scaled = digits.checked_mul(i128::from(*size))?;
    let half = if scaled < 0 { -scale / 2 } else { scale / 2 };
    Some(scaled.checked_add(half)? / scale)
}

impl<T: Quantity> Serialize for Q<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0.si().is_finite() {
            serializer.serialize_str(&quantity_text(self.0))
        } else {
            Err(S::Error::custom(
                "a quantity that is not finite has no text",
            ))
        }
    }
}

impl Serialize for QDuration {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&duration_text(self.0))
    }
}

impl Serialize for QMoney {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl Serialize for QEpoch {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

/// Takes a text with a unit or a number in the base unit.
struct TextOrNumber<T, R> {
    dimension: Dimension,
    of_text: fn(&str) -> Result<T, R>,
    of_number: fn(f64) -> T,
    made: PhantomData<T>,
}

impl<T, R: fmt::Display> Visitor<'_> for TextOrNumber<T, R> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, unit) = (dimension_name(self.dimension), self.dimension.base_unit());
        write!(f, "a {name} with its unit such as \"1 {unit}\"")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<T, E> {
        (self.of_text)(text).map_err(E::custom)
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<T, E> {
        if value.is_finite() {
            Ok((self.of_number)(value))
        } else {
            Err(E::custom("the number is not finite"))
        }
    }

    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<T, E> {
        self.visit_f64(value as f64)
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<T, E> {
        self.visit_f64(value as f64)
    }
}

impl<'de, T: Quantity> Deserialize<'de> for Q<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TextOrNumber {
            dimension: T::DIMENSION,
            of_text: |text| parse_quantity(text, T::DIMENSION).map(|si| Self(T::from_si(si))),
            of_number: |si| Self(T::from_si(si)),
            made: PhantomData,
        })
    }
}

impl<'de> Deserialize<'de> for QDuration {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TextOrNumber {
            dimension: Dimension::Time,
            of_text: |text| parse_duration(text).map(Self),
            of_number: |s| Self(Duration::from_seconds(s)),
            made: PhantomData,
        })
    }
}

impl<'de> Deserialize<'de> for QMoney {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<str>::deserialize(deserializer)?;
        text.parse().map(Self).map_err(D::Error::custom)
    }
}

impl<'de> Deserialize<'de> for QEpoch {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<str>::deserialize(deserializer)?;
        text.parse().map(Self).map_err(D::Error::custom)
    }
}

fn quantity_schema(dimension: Dimension) -> Schema {
    json_schema!({"type": "string", QUANTITY: dimension_name(dimension)})
}

impl<T: Quantity> JsonSchema for Q<T> {
    fn schema_name() -> Cow<'static, str> {
        Cow::Owned(format!("quantity-{}", dimension_name(T::DIMENSION)))
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        quantity_schema(T::DIMENSION)
    }
}

impl JsonSchema for QDuration {
    fn schema_name() -> Cow<'static, str> {
        Cow::Borrowed("duration")
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        quantity_schema(Dimension::Time)
    }
}

impl JsonSchema for QMoney {
    fn schema_name() -> Cow<'static, str> {
        Cow::Borrowed("money")
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", FORMAT: "money"})
    }
}

impl JsonSchema for QEpoch {
    fn schema_name() -> Cow<'static, str> {
        Cow::Borrowed("epoch")
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", FORMAT: "epoch"})
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use portolan_vocabulary::{Mass, Speed, Temperature};
    use proptest::prelude::*;
    use serde_json::{from_value, json, to_value};

    #[test]
    fn every_dimension_has_a_name_of_its_own() {
        for name in ["mass", "specific-impulse", "temperature"] {
            assert_eq!(dimension_name(dimension_named(name).unwrap()), name);
        }
        assert_eq!(dimension_named("colour"), None);
    }

    #[test]
    fn a_number_is_in_the_base_unit() {
        let speed: Q<Speed> = from_value(json!(3900)).unwrap();
        assert_eq!(speed.0.m_s(), 3900.0);
        let speed: Q<Speed> = from_value(json!("3.9 km/s")).unwrap();
        assert_eq!(to_value(speed).unwrap(), json!("3900 m/s"));
        assert!(from_value::<Q<Speed>>(json!("3.9 km")).is_err());
        assert!(from_value::<Q<Speed>>(json!([1])).is_err());
        let wait: QDuration = from_value(json!(90.5)).unwrap();
        assert_eq!(to_value(wait).unwrap(), json!("90.5 s"));
    }

    #[test]
    fn what_is_not_finite_is_not_written() {
        assert!(to_value(Q(Mass::new(f64::NAN))).is_err());
        assert!(to_value(Q(Mass::new(f64::INFINITY))).is_err());
    }

    #[test]
    fn durations_choose_the_largest_whole_unit() {
        let text = |us: i64| duration_text(Duration::from_micros(us));
        assert_eq!(text(0), "0 s");
        assert_eq!(text(40 * 86_400 * US_PER_S), "40 d");
        assert_eq!(text(-36 * 3600 * US_PER_S), "-36 h");
        assert_eq!(text(90 * US_PER_S), "90 s");
        assert_eq!(text(60 * US_PER_S), "1 min");
        assert_eq!(text(-1), "-0.000001 s");
        assert_eq!(text(i64::MIN), "-9223372036854.775808 s");
    }

    #[test]
    fn durations_are_read_exactly_or_refused() {
        let us = |text: &str| parse_duration(text).map(Duration::micros);
        assert_eq!(us("9000000000000.000001 s"), Ok(9_000_000_000_000_000_001));
        assert_eq!(us("1_000.5ms"), Ok(1_000_500));
        assert_eq!(us("0.0000005 s"), Ok(1), "half a microsecond is rounded up");
        assert_eq!(us("1e3 s"), Ok(1_000_000_000));
        assert_eq!(us("1 yr"), Ok(31_557_600_000_000));
        assert_eq!(us("300000 yr"), Err(DurationError::TooLong));
        assert!(us("1").is_err());
        assert!(us("- d").is_err());
        assert!(us("").is_err());
    }

    #[test]
    fn money_and_epochs_pass_through() {
        let money: QMoney = from_value(json!("1200000 EUR (2026)")).unwrap();
        let text = to_value(money).unwrap();
        assert_eq!(from_value::<QMoney>(text).unwrap(), money);
        assert!(from_value::<QMoney>(json!("12 EUR")).is_err());
        let epoch: QEpoch = from_value(json!("2028-01-01T03:00:00+03:00")).unwrap();
        assert_eq!(to_value(epoch).unwrap(), json!("2028-01-01T00:00:00Z"));
        assert!(from_value::<QEpoch>(json!("soon")).is_err());
    }

    #[test]
    fn schemas_name_the_dimension() {
        let schema = schemars::schema_for!(Option<Q<Temperature>>);
        assert_eq!(schema.get(QUANTITY), Some(&json!("temperature")));
        let schema = schemars::schema_for!(QMoney);
        assert_eq!(schema.get(FORMAT), Some(&json!("money")));
    }

    proptest! {
        #[test]
        fn every_finite_quantity_comes_back(bits in any::<u64>()) {
            let value = f64::from_bits(bits);
            prop_assume!(value.is_finite());
            let text = to_value(Q(Mass::new(value))).unwrap();
            let back: Q<Mass> = from_value(text).unwrap();
            prop_assert_eq!(back.0.kg().to_bits(), bits);
        }

        #[test]
        fn every_duration_comes_back(us in any::<i64>(), days in any::<i16>()) {
            for us in [us, us / 1_000_000_000, i64::from(days) * 86_400 * US_PER_S] {
                let duration = Duration::from_micros(us);
                prop_assert_eq!(parse_duration(&duration_text(duration)), Ok(duration));
            }
        }

        #[test]
        fn no_text_panics(text in ".*", number in "[-+0-9._e]{0,12} ?(d|s|h|ms|yr|us)?") {
            let _ = parse_duration(&text);
            let _ = parse_duration(&number);
        }
    }
}
