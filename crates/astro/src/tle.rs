//! Two-line element sets, as far as planes and phases need them.

use portolan_vocabulary::{Duration, Epoch};

use crate::AstroError;

/// The mean elements of a two-line element set, in the units of the lines.
///
/// They are mean elements of the SGP4 theory, referred to the true equator and mean equinox of their epoch. What
/// is taken from them here is the plane and its secular motion, not positions: see
/// [`OrbitPlane::from_tle`](crate::OrbitPlane::from_tle) and
/// [`StationOrbit::from_tle`](crate::StationOrbit::from_tle) for how well that serves.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tle {
    /// Number in the catalogue of the United States Space Force; a letter first where it is above 99 999.
    pub catalogue: [u8; 5],
    /// The epoch.
    pub epoch: Epoch,
    /// Inclination, degrees.
    pub inclination_deg: f64,
    /// Right ascension of the ascending node, degrees.
    pub raan_deg: f64,
    /// Eccentricity.
    pub eccentricity: f64,
    /// Argument of perigee, degrees.
    pub perigee_deg: f64,
    /// Mean anomaly, degrees.
    pub mean_anomaly_deg: f64,
    /// Mean motion, revolutions per day of 86 400 s.
    pub revolutions_per_day: f64,
    /// Half the rate at which the mean motion grows, revolutions per day squared.
    pub half_growth_per_day2: f64,
}

impl Tle {
    /// Reads the two lines; a line with a name above them is not part of the set. Blanks at the ends do not
    /// count.
    ///
    /// Columns and checksum as Kelso describes them (CelesTrak, Two-Line Element Set Format; Hoots & Roehrich
    /// 1980, Spacetrack Report 3). Years from 57 on are of the twentieth century.
    ///
    /// # Errors
    /// [`AstroError::BadInput`] that names the line and the columns that are not as they should be.
    pub fn parse(first: &str, second: &str) -> Result<Self, AstroError> {
        let (one, two) = (Line::new(1, first)?, Line::new(2, second)?);
        if one.text(2, 7)? != two.text(2, 7)? {
            return Err(AstroError::BadInput(
                "the two lines of a two-line element set are of different objects".to_owned(),
            ));
        }
        let mut catalogue = [b' '; 5];
        catalogue.copy_from_slice(one.text(2, 7)?.as_bytes());
        let elements = Self {
            catalogue,
            epoch: epoch(&one)?,
            inclination_deg: two.number(8, 16, 0.0..=180.0)?,
            raan_deg: two.number(17, 25, 0.0..=360.0)?,
            eccentricity: two.fraction(26, 33)?,
            perigee_deg: two.number(34, 42, 0.0..=360.0)?,
            mean_anomaly_deg: two.number(43, 51, 0.0..=360.0)?,
            revolutions_per_day: two.number(52, 63, 0.01..=20.0)?,
            half_growth_per_day2: one.number(33, 43, -1.0..=1.0)?,
        };
        Ok(elements)
    }
}

/// Year of two digits and day of the year with its fraction, from one.
fn epoch(line: &Line<'_>) -> Result<Epoch, AstroError> {
    let year = line.number(18, 20, 0.0..=99.0)? as i64;
    let year = if year < 57 { 2000 + year } else { 1900 + year };
    let day = line.number(20, 32, 1.0..=367.0)?;
    let start: Epoch = format!("{year}-01-01")
        .parse()
        .map_err(|_| line.bad(18, 20, "a year"))?;
    Ok(start + Duration::from_days(day - 1.0))
}

/// One line, whose length, number and checksum are right.
struct Line<'a> {
    number: u8,
    text: &'a str,
}

impl<'a> Line<'a> {
    fn new(number: u8, text: &'a str) -> Result<Self, AstroError> {
        let line = Self {
            number,
            text: text.trim(),
        };
        let bytes = line.text.as_bytes();
        if bytes.len() != 69 || !line.text.is_ascii() {
            return Err(line.bad(0, 69, "69 plain characters"));
        }
        if bytes[0] != b'0' + number {
            return Err(line.bad(0, 1, "the number of the line"));
        }
        let sum: u32 = bytes[..68].iter().map(|byte| weight(*byte)).sum();
        if bytes[68] != b'0' + (sum % 10) as u8 {
            return Err(line.bad(68, 69, &format!("the checksum {}", sum % 10)));
        }
        Ok(line)
    }

    fn bad(&self, from: usize, to: usize, expected: &str) -> AstroError {
        let found = self.text.get(from..to).unwrap_or(self.text);
        AstroError::BadInput(format!(
            "line {} of a two-line element set, columns {} to {to}: expected {expected}, found \"{found}\"",
            self.number,
            from + 1
        ))
    }

    fn text(&self, from: usize, to: usize) -> Result<&'a str, AstroError> {
        self.text
            .get(from..to)
            .ok_or_else(|| self.bad(from, to, "text"))
    }

    fn number(
        &self,
        from: usize,
        to: usize,
        range: std::ops::RangeInclusive<f64>,
    ) -> Result<f64, AstroError> {
        let number: Option<f64> = self.text(from, to)?.trim().parse().ok();
        number
            .filter(|number| range.contains(number))
            .ok_or_else(|| {
                let (low, high) = (range.start(), range.end());
                self.bad(from, to, &format!("a number from {low} to {high}"))
            })
    }

    /// Digits after a decimal point that is not written.
    fn fraction(&self, from: usize, to: usize) -> Result<f64, AstroError> {
        let digits = self.text(from, to)?.trim();
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(self.bad(from, to, "digits"));
        }
        format!("0.{digits}")
            .parse()
            .map_err(|_| self.bad(from, to, "digits"))
    }
}

/// What a character counts in the checksum.
const fn weight(byte: u8) -> u32 {
    match byte {
        b'0'..=b'9' => (byte - b'0') as u32,
        b'-' => 1,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // Skyfield's documentation, Earth satellites: the elements that its example loads.
    const ONE: &str = "1 25544U 98067A   14020.93268519  .00009878  00000-0  18200-3 0  5082";
    const TWO: &str = "2 25544  51.6498 109.4756 0003572  55.9686 274.8005 15.49815350868473";

    #[test]
    fn lines_are_read_by_their_columns() {
        let tle = Tle::parse(ONE, &format!("{TWO}\r\n")).unwrap();
        assert_eq!(&tle.catalogue, b"25544");
        // Day 20.93268519 is the 20th at 22:23:04.000.
        assert!(tle.epoch.to_string().starts_with("2014-01-20T22:23:04"));
        assert_eq!(
            (tle.inclination_deg, tle.raan_deg, tle.eccentricity),
            (51.6498, 109.4756, 0.000_357_2)
        );
        assert_eq!((tle.perigee_deg, tle.mean_anomaly_deg), (55.9686, 274.8005));
        assert_eq!(tle.revolutions_per_day, 15.498_153_50);
        assert_eq!(tle.half_growth_per_day2, 0.000_098_78);
    }

    #[test]
    fn every_broken_line_says_where() {
        let swap = |line: &str, from: &str, to: &str| line.replacen(from, to, 1);
        let cases = [
            (
                swap(ONE, "98067A  ", "98067A"),
                TWO.to_owned(),
                "columns 1 to 69",
            ),
            (swap(ONE, "1 ", "3 "), TWO.to_owned(), "columns 1 to 1"),
            (swap(ONE, "14020", "14021"), TWO.to_owned(), "checksum 3"),
            (
                ONE.to_owned(),
                swap(TWO, " 51.6498", "251.6496"),
                "columns 9 to 16",
            ),
            (
                ONE.to_owned(),
                swap(TWO, "25544", "25535"),
                "different objects",
            ),
            (
                ONE.to_owned(),
                swap(TWO, "0003572", "00 3572"),
                "columns 27 to 33",
            ),
            (ONE.to_owned(), "é".repeat(35), "69 plain"),
            (String::new(), TWO.to_owned(), "69 plain"),
        ];
        for (one, two, expected) in cases {
            let error = Tle::parse(&one, &two).unwrap_err().to_string();
            assert!(error.contains(expected), "{error} for {expected}");
        }
    }
}
