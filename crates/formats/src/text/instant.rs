//! An instant as a field of a file: on the calendar, or as the time since a start.

use super::quantity::{FORMAT, QUANTITY, dimension_name, duration_text, parse_duration};
use portolan_vocabulary::{Dimension, Duration, Epoch};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Error as _, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Cow;
use std::fmt;

/// The form of a text that is an instant or a duration.
pub(super) const INSTANT: &str = "instant";

/// An instant as a field of a file: a date and time, or the time since a start that the file's format
/// names (the campaign's, or a mission's).
///
/// ```
/// use portolan_formats::text::QInstant;
/// use portolan_vocabulary::{Duration, Epoch};
/// let arrival: QInstant = serde_json::from_str("\"2028-01-03\"")?;
/// let departure: QInstant = serde_json::from_str("\"12 h\"")?;
/// let start: Epoch = "2028-01-01".parse().map_err(serde::de::Error::custom)?;
/// assert_eq!(arrival.since(start), Duration::from_days(2.0));
/// assert_eq!(departure.since(start), Duration::from_hours(12.0));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QInstant {
    /// On the calendar.
    Epoch(Epoch),
    /// As the time since a start.
    After(Duration),
}

impl QInstant {
    /// The time since a start, which is also the start that a duration counts from.
    pub fn since(self, start: Epoch) -> Duration {
        match self {
            Self::Epoch(epoch) => epoch - start,
            Self::After(duration) => duration,
        }
    }
}

impl From<Duration> for QInstant {
    fn from(duration: Duration) -> Self {
        Self::After(duration)
    }
}

impl Serialize for QInstant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Epoch(epoch) => serializer.collect_str(epoch),
            Self::After(duration) => serializer.serialize_str(&duration_text(*duration)),
        }
    }
}

/// Takes an instant or a duration as text, or a number of seconds.
struct InstantVisitor;

impl Visitor<'_> for InstantVisitor {
    type Value = QInstant;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an instant such as \"2028-01-01T00:00:00Z\" or a time such as \"12 d\"")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<QInstant, E> {
        if let Ok(epoch) = text.parse() {
            return Ok(QInstant::Epoch(epoch));
        }
        parse_duration(text).map(QInstant::After).map_err(E::custom)
    }

    fn visit_f64<E: serde::de::Error>(self, s: f64) -> Result<QInstant, E> {
        if s.is_finite() {
            Ok(QInstant::After(Duration::from_seconds(s)))
        } else {
            Err(E::custom("the number is not finite"))
        }
    }

    fn visit_i64<E: serde::de::Error>(self, s: i64) -> Result<QInstant, E> {
        self.visit_f64(s as f64)
    }

    fn visit_u64<E: serde::de::Error>(self, s: u64) -> Result<QInstant, E> {
        self.visit_f64(s as f64)
    }
}

impl<'de> Deserialize<'de> for QInstant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer
            .deserialize_any(InstantVisitor)
            .map_err(D::Error::custom)
    }
}

impl JsonSchema for QInstant {
    fn schema_name() -> Cow<'static, str> {
        Cow::Borrowed("instant")
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string", QUANTITY: dimension_name(Dimension::Time), FORMAT: INSTANT
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Source, Syntax, read};

    #[derive(Debug, Deserialize, JsonSchema)]
    #[serde(deny_unknown_fields)]
    struct Event {
        at: QInstant,
    }

    fn at(text: &str) -> Result<Duration, String> {
        let schema = schemars::schema_for!(Event).to_value();
        let checked =
            read(Source::new("x.toml", text), Syntax::Toml, &schema).map_err(|found| {
                let finding = &found[0];
                format!(
                    "{} | {}",
                    finding.message,
                    finding.advice.clone().unwrap_or_default()
                )
            })?;
        let event: Event = checked.decode().map_err(|found| found[0].message.clone())?;
        Ok(event
            .at
            .since("2028-01-01".parse().map_err(|_| String::new())?))
    }

    #[test]
    fn an_instant_has_four_forms() {
        let two = Ok(Duration::from_days(2.0));
        assert_eq!(at("at = \"2028-01-03\""), two);
        assert_eq!(at("at = 2028-01-03T00:00:00Z"), two);
        assert_eq!(at("at = \"48 h\""), two);
        assert_eq!(at("at_d = 2"), two);
    }

    #[test]
    fn what_is_neither_is_refused_with_both_forms() {
        let found = at("at = \"soon\"").unwrap_err();
        assert!(found.contains("2028-01-01T00:00:00Z"), "{found}");
        assert!(
            at("at = \"2028-13-01\"")
                .unwrap_err()
                .contains("cannot be read")
        );
    }

    #[test]
    fn both_forms_come_back_as_written() {
        for text in ["\"2028-01-03T00:00:00Z\"", "\"-36 h\"", "\"0.000001 s\""] {
            let instant: QInstant = serde_json::from_str(text).unwrap();
            assert_eq!(serde_json::to_string(&instant).unwrap(), text);
        }
    }
}
