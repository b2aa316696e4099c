//! Dates and spans of time as SpaceNet's files write them.
//!
//! XML dates read `2019-07-01 21:05:16.51 EDT`. The digits after the point are a count of
//! milliseconds without leading zeros (here 51 ms, not 510 ms), because the Java formatter that writes
//! them pads them to one digit only. JSON dates are ISO 8601. Spans are ISO 8601 durations, or plain
//! seconds.

use portolan_vocabulary::{Duration, Epoch};

const HOUR_S: i64 = 3600;

/// Hours that a zone's clock is ahead of UTC. `BST` is British, as in the Java of the file's writer,
/// and `CST` and `EST` are North American.
const ZONES: &[(&str, i64)] = &[
    ("Z", 0),
    ("UTC", 0),
    ("GMT", 0),
    ("UT", 0),
    ("WET", 0),
    ("BST", 1),
    ("WEST", 1),
    ("CET", 1),
    ("MET", 1),
    ("CEST", 2),
    ("MEST", 2),
    ("EET", 2),
    ("EEST", 3),
    ("MSK", 3),
    ("JST", 9),
    ("EDT", -4),
    ("EST", -5),
    ("CDT", -5),
    ("CST", -6),
    ("MDT", -6),
    ("MST", -7),
    ("PDT", -7),
    ("PST", -8),
    ("AKDT", -8),
    ("AKST", -9),
    ("HST", -10),
];

/// A date that could be read.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct ParsedDate {
    pub(super) epoch: Epoch,
    /// The zone for which UTC was assumed: the abbreviation, or empty where the date names none.
    pub(super) assumed_utc: Option<String>,
}

/// Reads a date of either format, or `None` where it is none.
pub(super) fn parse_date(text: &str) -> Option<ParsedDate> {
    let text = text.trim();
    if let Some(epoch) = iso(text) {
        return Some(epoch);
    }
    let (date, rest) = text.split_once([' ', 'T'])?;
    let rest = rest.trim();
    let end = rest.find(|c: char| !c.is_ascii_digit() && c != ':' && c != '.');
    let (clock, zone) = rest.split_at(end.unwrap_or(rest.len()));
    let (clock, millis) = clock.split_once('.').unwrap_or((clock, "0"));
    let millis: i64 = if millis.len() <= 3 {
        millis.parse().ok()?
    } else {
        return None;
    };
    let local: Epoch = format!("{date}T{clock}Z").parse().ok()?;
    let zone = zone.trim();
    let offset_s = zone_offset_s(zone);
    let micros = local.unix_micros() + millis * 1000 - offset_s.unwrap_or(0) * 1_000_000;
    Some(ParsedDate {
        epoch: Epoch::from_unix_micros(micros),
        assumed_utc: offset_s.is_none().then(|| zone.to_owned()),
    })
}

/// An ISO date; one without a zone is taken as UTC, which the result says.
fn iso(text: &str) -> Option<ParsedDate> {
    if let Ok(epoch) = text.parse() {
        return Some(ParsedDate {
            epoch,
            assumed_utc: None,
        });
    }
    if !text.contains('T') {
        return None;
    }
    let epoch = format!("{text}Z").parse().ok()?;
    Some(ParsedDate {
        epoch,
        assumed_utc: Some(String::new()),
    })
}

fn zone_offset_s(zone: &str) -> Option<i64> {
    let named = |name: &str| ZONES.iter().find(|(known, _)| *known == name);
    if let Some((_, hours)) = named(zone) {
        return Some(hours * HOUR_S);
    }
    let shift = zone
        .strip_prefix("GMT")
        .or_else(|| zone.strip_prefix("UTC"))
        .unwrap_or(zone);
    let (sign, digits) = match shift.split_at_checked(1)? {
        ("+", digits) => (1, digits),
        ("-", digits) => (-1, digits),
        _ => return None,
    };
    let digits = digits.replace(':', "");
    let plausible = digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit());
    let number: i64 = if plausible {
        digits.parse().ok()?
    } else {
        return None;
    };
    Some(sign * ((number / 100) * HOUR_S + (number % 100) * 60))
}

/// Why a span of time could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SpanError {
    /// It is neither an ISO duration nor a number of seconds.
    Malformed,
    /// It counts months or years, which have no fixed length.
    Calendar,
}

/// Reads `P7DT12H`, `PT0.5S`, `-P1W`, or a plain number of seconds.
pub(super) fn parse_span(text: &str) -> Result<Duration, SpanError> {
    let text = text.trim();
    if let Some(seconds) = finite(text) {
        return Ok(Duration::from_seconds(seconds));
    }
    let (sign, body) = match text.strip_prefix('-') {
        Some(body) => (-1.0, body),
        None => (1.0, text.strip_prefix('+').unwrap_or(text)),
    };
    let body = body.strip_prefix(['P', 'p']).ok_or(SpanError::Malformed)?;
    let (days, clock) = match body.split_once(['T', 't']) {
        Some((days, clock)) if !clock.is_empty() => (days, clock),
        Some(_) => return Err(SpanError::Malformed),
        None => (body, ""),
    };
    if days.is_empty() && clock.is_empty() {
        return Err(SpanError::Malformed);
    }
    let seconds = parts(days, &[('W', 604_800.0), ('D', 86_400.0)])?
        + parts(clock, &[('H', 3600.0), ('M', 60.0), ('S', 1.0)])?;
    Ok(Duration::from_seconds(sign * seconds))
}

fn finite(text: &str) -> Option<f64> {
    let plain = text
        .bytes()
        .all(|byte| byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.' | b'e' | b'E'));
    let value: f64 = if plain {
        text.parse().ok()?
    } else {
        return None;
    };
    value.is_finite().then_some(value)
}

/// The sum of `number unit` pairs, each unit at most once and in order.
fn parts(text: &str, units: &[(char, f64)]) -> Result<f64, SpanError> {
    let mut rest = text;
    let mut units = units;
    let mut total = 0.0;
    while let Some(end) = rest.find(|c: char| c.is_ascii_alphabetic()) {
        let (number, after) = rest.split_at(end);
        let mut letters = after.chars();
        let letter = letters.next().map_or(' ', |c| c.to_ascii_uppercase());
        let number = finite(&number.replace(',', ".")).ok_or(SpanError::Malformed)?;
        match units.iter().position(|(unit, _)| *unit == letter) {
            Some(at) => {
                total += number * units[at].1;
                units = &units[at + 1..];
            }
            None if number == 0.0 && matches!(letter, 'Y' | 'M') => {}
            None if matches!(letter, 'Y' | 'M') => return Err(SpanError::Calendar),
            None => return Err(SpanError::Malformed),
        }
        rest = letters.as_str();
    }
    if rest.is_empty() {
        Ok(total)
    } else {
        Err(SpanError::Malformed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> String {
        parse_date(text).unwrap().epoch.to_string()
    }

    #[test]
    fn dates_of_both_formats() {
        assert_eq!(
            date("2019-07-01 21:05:16.51 EDT"),
            "2019-07-02T01:05:16.051Z"
        );
        assert_eq!(date("2019-12-01 00:00:00.0 EST"), "2019-12-01T05:00:00Z");
        assert_eq!(
            date("2024-03-31 12:00:00.125 CEST"),
            "2024-03-31T10:00:00.125Z"
        );
        assert_eq!(
            date("2024-03-31 12:00:00.0 GMT+05:30"),
            "2024-03-31T06:30:00Z"
        );
        assert_eq!(date("2019-07-01T04:00:00Z"), "2019-07-01T04:00:00Z");
        assert_eq!(
            date("2019-07-01T04:00:00.5+00:00"),
            "2019-07-01T04:00:00.5Z"
        );
    }

    #[test]
    fn a_zone_that_is_unknown_or_missing_is_told() {
        let unknown = parse_date("2019-07-01 00:00:00.0 XYZT").unwrap();
        assert_eq!(unknown.assumed_utc.as_deref(), Some("XYZT"));
        assert_eq!(unknown.epoch.to_string(), "2019-07-01T00:00:00Z");
        let missing = parse_date("2019-07-01T00:00:00").unwrap();
        assert_eq!(missing.assumed_utc.as_deref(), Some(""));
        assert_eq!(
            parse_date("2019-07-01 00:00:00.0 UTC").unwrap().assumed_utc,
            None
        );
    }

    #[test]
    fn what_is_no_date() {
        for text in [
            "",
            " ",
            "yesterday",
            "2019-02-30 00:00:00.0 EST",
            "2019-07-01 0:0 é",
            "é",
        ] {
            assert_eq!(parse_date(text), None, "{text}");
        }
    }

    #[test]
    fn spans() {
        let days = |text| parse_span(text).map(Duration::days);
        assert_eq!(days("P7DT12H"), Ok(7.5));
        assert_eq!(days("P1W"), Ok(7.0));
        assert_eq!(days("PT0S"), Ok(0.0));
        assert_eq!(days("-PT36H"), Ok(-1.5));
        assert_eq!(days("P-1D"), Ok(-1.0));
        assert_eq!(days("86400"), Ok(1.0));
        assert_eq!(days("PT0.5S").map(|d| d * 86_400.0), Ok(0.5));
    }

    #[test]
    fn what_is_no_span() {
        assert_eq!(parse_span("P1M"), Err(SpanError::Calendar));
        assert_eq!(parse_span("P0Y2D").map(Duration::days), Ok(2.0));
        for text in [
            "", "P", "PT", "P1", "P1H", "PT1D", "P1D1D", "nan", "inf", "1 d", "é",
        ] {
            assert_eq!(parse_span(text), Err(SpanError::Malformed), "{text}");
        }
    }
}
