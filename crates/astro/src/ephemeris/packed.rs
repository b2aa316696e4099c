//! The packed ephemeris: Chebyshev series whose coefficients are whole multiples of a quantum.
//!
//! All numbers are little-endian. The file opens with a header:
//!
//! | bytes | what |
//! | --- | --- |
//! | 8 | `PORTEPH1` |
//! | 8 | first instant covered, s TDB since J2000, f64 |
//! | 8 | length of the span, s, f64 |
//! | 8 | mass of the Earth over that of the Moon, f64 |
//!
//! then one head for each of [`SERIES`], in that order:
//!
//! | bytes | what |
//! | --- | --- |
//! | 4, 4 | NAIF codes of the target and of the centre, i32 |
//! | 8 | length of a granule, s, f64 |
//! | 8 | quantum, m, f64 |
//! | 4 | number of granules, u32 |
//! | 4 | number of orders n, u32 |
//! | n | bytes of a coefficient of each order, 1 to 6 |
//!
//! then the coefficients: series by series, granule by granule, order by order, x, y, z, as signed whole
//! numbers of that order's width. Nothing follows.

use glam::DVec3;

use super::{Ephemeris, covered};
use crate::{AstroError, Point, State, Tdb};

pub(super) const MAGIC: &[u8; 8] = b"PORTEPH1";

/// Which point is stored as seen from which. The planets go round the Sun and the Moon round the Earth, so
/// that the differences asked for most often are sums of few series.
pub(super) const SERIES: [(Point, Point); 6] = [
    (Point::Sun, Point::SolarSystemBarycentre),
    (Point::Venus, Point::Sun),
    (Point::EarthMoonBarycentre, Point::Sun),
    (Point::Moon, Point::Earth),
    (Point::Mars, Point::Sun),
    (Point::Jupiter, Point::Sun),
];

/// More orders than any series needs, fewer than a file that lies could ask for.
pub(super) const MOST_ORDERS: usize = 64;

/// The widest coefficient, bytes: any whole number of that width is exact as a double.
pub(super) const WIDEST_BYTES: usize = 6;

/// An ephemeris made of Chebyshev series, decoded: what [`BuiltIn`](super::BuiltIn) reads, and what
/// [`Fit`](super::Fit) makes from another ephemeris.
#[derive(Clone, Debug, PartialEq)]
pub struct Packed {
    from: Tdb,
    to: Tdb,
    /// Mass of the Earth over that of the Moon.
    mass_ratio: f64,
    series: [Series; SERIES.len()],
}

/// The path of one point about its centre.
#[derive(Clone, Debug, Default, PartialEq)]
struct Series {
    granule_s: f64,
    /// The bytes of a coefficient of each order, in the file.
    widths: Vec<usize>,
    /// Granule by granule and order by order, m.
    coefficients_m: Vec<[f64; 3]>,
}

impl Packed {
    /// Decodes a packed file. Any bytes may be handed over: what is not whole is refused.
    ///
    /// # Errors
    /// [`AstroError::File`], with what is wrong.
    pub fn decode(bytes: &[u8]) -> Result<Self, AstroError> {
        let mut reader = Reader { rest: bytes };
        if reader.take(MAGIC.len())? != MAGIC {
            return Err(damaged("it does not open with PORTEPH1"));
        }
        let from_s = reader.f64("the first instant", -1e11, 1e11)?;
        let length_s = reader.f64("the length of the span", 1.0, 1e11)?;
        let mass_ratio = reader.f64("the mass ratio", 1.0, 1e6)?;
        let mut heads = Vec::with_capacity(SERIES.len());
        for points in SERIES {
            heads.push(Head::read(&mut reader, points, length_s)?);
        }
        let mut series: [Series; SERIES.len()] = Default::default();
        for (series, head) in series.iter_mut().zip(&heads) {
            *series = head.series(&mut reader)?;
        }
        if !reader.rest.is_empty() {
            return Err(damaged("bytes follow its end"));
        }
        Ok(Self {
            from: Tdb::from_seconds(from_s),
            to: Tdb::from_seconds(from_s + length_s),
            mass_ratio,
            series,
        })
    }

    /// The bytes of a coefficient of each order in the series of this point, where it has a series of its own.
    pub fn widths(&self, target: Point) -> Option<&[usize]> {
        let at = SERIES.iter().position(|points| points.0 == target)?;
        Some(&self.series[at].widths)
    }

    /// How often each series counts in the path of a point about the barycentre of the solar system.
    fn shares(&self, point: Point) -> [f64; SERIES.len()] {
        let moon = self.mass_ratio / (1.0 + self.mass_ratio);
        match point {
            Point::SolarSystemBarycentre => [0.0; 6],
            Point::Sun => [1.0, 0.0, 0.0, 0.0, 0.0, 0.0],
            Point::Venus => [1.0, 1.0, 0.0, 0.0, 0.0, 0.0],
            Point::EarthMoonBarycentre => [1.0, 0.0, 1.0, 0.0, 0.0, 0.0],
            Point::Earth => [1.0, 0.0, 1.0, moon - 1.0, 0.0, 0.0],
            Point::Moon => [1.0, 0.0, 1.0, moon, 0.0, 0.0],
            Point::Mars => [1.0, 0.0, 0.0, 0.0, 1.0, 0.0],
            Point::Jupiter => [1.0, 0.0, 0.0, 0.0, 0.0, 1.0],
        }
    }
}

impl Ephemeris for Packed {
    fn state(&self, target: Point, observer: Point, at: Tdb) -> Result<State, AstroError> {
        let s = covered(at, self.span())?;
        let (to, from) = (self.shares(target), self.shares(observer));
        let mut state = State {
            position: DVec3::ZERO,
            velocity: DVec3::ZERO,
        };
        for (series, share) in self
            .series
            .iter()
            .zip(to.iter().zip(from).map(|(to, from)| to - from))
        {
            if share != 0.0 {
                let part = series.state(s - self.from.seconds());
                state.position += share * part.position;
                state.velocity += share * part.velocity;
            }
        }
        Ok(state)
    }

    fn span(&self) -> (Tdb, Tdb) {
        (self.from, self.to)
    }
}

impl Series {
    /// Position and velocity so many seconds after the first instant, which must lie in the span.
    ///
    /// The sum over T_n and its derivative by their recurrences: T_n = 2 x T_(n-1) - T_(n-2).
    fn state(&self, elapsed_s: f64) -> State {
        let orders = self.widths.len();
        let granules = self.coefficients_m.len() / orders;
        let place = elapsed_s / self.granule_s;
        let granule = (place as usize).min(granules - 1);
        let x = 2.0 * (place - granule as f64) - 1.0;
        let (mut t, mut t_next) = (1.0, x);
        let (mut rate, mut rate_next) = (0.0, 1.0);
        let mut position = [0.0; 3];
        let mut velocity = [0.0; 3];
        for coefficient in &self.coefficients_m[granule * orders..][..orders] {
            for axis in 0..3 {
                position[axis] += coefficient[axis] * t;
                velocity[axis] += coefficient[axis] * rate;
            }
            let after = 2.0 * x * t_next - t;
            let rate_after = 2.0 * (t_next + x * rate_next) - rate;
            (t, t_next) = (t_next, after);
            (rate, rate_next) = (rate_next, rate_after);
        }
        State {
            position: DVec3::from_array(position),
            velocity: DVec3::from_array(velocity) * (2.0 / self.granule_s),
        }
    }
}

/// What the file says of a series before its coefficients come.
struct Head {
    granule_s: f64,
    quantum_m: f64,
    granules: usize,
    widths: Vec<usize>,
}

impl Head {
    fn read(
        reader: &mut Reader<'_>,
        points: (Point, Point),
        length_s: f64,
    ) -> Result<Self, AstroError> {
        let codes = (reader.i32()?, reader.i32()?);
        if codes != (points.0.naif(), points.1.naif()) {
            return Err(damaged("its series are not those expected"));
        }
        let granule_s = reader.f64("a granule", 1.0, 1e11)?;
        let quantum_m = reader.f64("a quantum", 1e-6, 1e6)?;
        let granules = reader.u32()? as usize;
        let orders = reader.u32()? as usize;
        if granules == 0 || (granules as f64) * granule_s < length_s {
            return Err(damaged("a series does not cover its span"));
        }
        if !(1..=MOST_ORDERS).contains(&orders) {
            return Err(damaged("a series has no order or too many"));
        }
        let widths: Vec<usize> = reader
            .take(orders)?
            .iter()
            .map(|width| usize::from(*width))
            .collect();
        if !widths
            .iter()
            .all(|width| (1..=WIDEST_BYTES).contains(width))
        {
            return Err(damaged("a coefficient has no byte or too many"));
        }
        Ok(Self {
            granule_s,
            quantum_m,
            granules,
            widths,
        })
    }

    fn series(&self, reader: &mut Reader<'_>) -> Result<Series, AstroError> {
        let granule_bytes = 3 * self.widths.iter().sum::<usize>();
        let bytes = self.granules.checked_mul(granule_bytes);
        let mut data = reader.take(bytes.unwrap_or(usize::MAX))?;
        let mut coefficients_m = Vec::with_capacity(self.granules * self.widths.len());
        for _ in 0..self.granules {
            for width in &self.widths {
                let (numbers, rest) = data.split_at(3 * width);
                let metres =
                    |axis: usize| whole(&numbers[axis * width..][..*width]) as f64 * self.quantum_m;
                coefficients_m.push([metres(0), metres(1), metres(2)]);
                data = rest;
            }
        }
        Ok(Series {
            granule_s: self.granule_s,
            widths: self.widths.clone(),
            coefficients_m,
        })
    }
}

/// The signed whole number in these bytes, at most eight, the lowest first.
fn whole(bytes: &[u8]) -> i64 {
    let mut wide = [0; 8];
    wide[..bytes.len()].copy_from_slice(bytes);
    let unused = 64 - 8 * bytes.len() as u32;
    (i64::from_le_bytes(wide) << unused) >> unused
}

/// Bytes not yet read.
struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    fn take(&mut self, bytes: usize) -> Result<&'a [u8], AstroError> {
        let parts = self.rest.split_at_checked(bytes);
        let (taken, rest) = parts.ok_or_else(|| damaged("it ends too early"))?;
        self.rest = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], AstroError> {
        self.take(N)?
            .try_into()
            .map_err(|_| damaged("it ends too early"))
    }

    fn i32(&mut self) -> Result<i32, AstroError> {
        self.array().map(i32::from_le_bytes)
    }

    fn u32(&mut self) -> Result<u32, AstroError> {
        self.array().map(u32::from_le_bytes)
    }

    fn f64(&mut self, what: &str, least: f64, most: f64) -> Result<f64, AstroError> {
        let number = self.array().map(f64::from_le_bytes)?;
        if (least..=most).contains(&number) {
            return Ok(number);
        }
        Err(damaged(&format!(
            "{what} is {number}, not within {least} to {most}"
        )))
    }
}

fn damaged(how: &str) -> AstroError {
    AstroError::File(format!(
        "the packed ephemeris cannot be used: {how}; restore the file, or make it anew"
    ))
}
