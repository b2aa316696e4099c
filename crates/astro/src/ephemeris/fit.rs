//! Making a packed ephemeris from another one.

use std::f64::consts::PI;

use super::Ephemeris;
use super::packed::{MAGIC, MOST_ORDERS, SERIES, WIDEST_BYTES};
use crate::{AstroError, Point, Tdb};

/// Nodes beyond the orders, so that what the series leaves out does not fold into what it keeps.
const MORE_NODES: usize = 8;

/// How the series of one point is to be made.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fit {
    /// The point.
    pub target: Point,
    /// The point that it is seen from.
    pub centre: Point,
    /// Length of one piece of the path, days; the span is a whole number of them.
    pub granule_d: u32,
    /// Number of Chebyshev orders, 1 to 64.
    pub orders: usize,
    /// What coefficients are multiples of, m.
    pub quantum_m: f64,
}

/// The largest differences between a packed ephemeris and what it was made from.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Misfit {
    /// Largest difference in position, m.
    pub position_m: f64,
    /// Largest difference in velocity, m/s.
    pub velocity_m_s: f64,
}

impl Fit {
    /// The series of the built-in ephemeris: each keeps within some metres of DE440 from 2010 to 2070.
    pub const BUILT_IN: [Self; SERIES.len()] = [
        Self::of(0, 32, 9, 0.5),
        Self::of(1, 32, 11, 1.0),
        Self::of(2, 32, 11, 1.0),
        Self::of(3, 8, 16, 0.25),
        Self::of(4, 64, 13, 1.0),
        Self::of(5, 64, 12, 1.0),
    ];

    const fn of(series: usize, granule_d: u32, orders: usize, quantum_m: f64) -> Self {
        let (target, centre) = SERIES[series];
        Self {
            target,
            centre,
            granule_d,
            orders,
            quantum_m,
        }
    }

    /// Packs the ephemeris from this instant on for so many days, as [`Packed::decode`](super::Packed::decode)
    /// reads it.
    ///
    /// Each granule is interpolated at Chebyshev nodes, cut to its orders and rounded to the quantum.
    ///
    /// # Errors
    /// What the source answers, or [`AstroError::BadInput`] for a fit that the format cannot hold.
    pub fn pack(
        fits: &[Self; SERIES.len()],
        source: &dyn Ephemeris,
        from: Tdb,
        days: u32,
    ) -> Result<Vec<u8>, AstroError> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend(from.seconds().to_le_bytes());
        bytes.extend((f64::from(days) * 86_400.0).to_le_bytes());
        bytes.extend(mass_ratio(source, from)?.to_le_bytes());
        let mut data = Vec::new();
        for (fit, points) in fits.iter().zip(SERIES) {
            fit.check(points, days)?;
            let granules = fit.granules(source, from, days)?;
            let widths = widths(&granules, fit.orders)?;
            fit.write_head(&mut bytes, granules.len(), &widths);
            write_granules(&mut data, &granules, &widths);
        }
        bytes.extend(data);
        Ok(bytes)
    }

    /// The largest differences between two ephemerides for this fit's point, at so many instants in each of its
    /// granules, spread evenly with both ends; Chebyshev nodes are not among them but by accident.
    ///
    /// # Errors
    /// What either ephemeris answers.
    pub fn misfit(
        &self,
        made: &dyn Ephemeris,
        source: &dyn Ephemeris,
        per_granule: u32,
    ) -> Result<Misfit, AstroError> {
        let (from, to) = made.span();
        let granules = ((to.seconds() - from.seconds()) / self.granule_s()).round() as u32;
        let mut worst = Misfit::default();
        for step in 0..=granules * per_granule {
            let share = f64::from(step) / f64::from(per_granule);
            let at = from.plus_seconds(share * self.granule_s());
            let ours = made.state(self.target, self.centre, at)?;
            let theirs = source.state(self.target, self.centre, at)?;
            worst.position_m = worst
                .position_m
                .max(ours.position.distance(theirs.position));
            worst.velocity_m_s = worst
                .velocity_m_s
                .max(ours.velocity.distance(theirs.velocity));
        }
        Ok(worst)
    }

    fn granule_s(&self) -> f64 {
        f64::from(self.granule_d) * 86_400.0
    }

    fn check(&self, points: (Point, Point), days: u32) -> Result<(), AstroError> {
        let problem = if (self.target, self.centre) != points {
            "the fits are not in the order of the format"
        } else if self.granule_d == 0 || days == 0 || !days.is_multiple_of(self.granule_d) {
            "the span is not a whole number of granules"
        } else if !(1..=MOST_ORDERS).contains(&self.orders) {
            "a series has 1 to 64 orders"
        } else if !(1e-6..=1e6).contains(&self.quantum_m) {
            "a quantum is 1e-6 to 1e6 m"
        } else {
            return Ok(());
        };
        Err(AstroError::BadInput(problem.to_owned()))
    }

    /// Every granule's coefficients in quanta, order by order.
    fn granules(
        &self,
        source: &dyn Ephemeris,
        from: Tdb,
        days: u32,
    ) -> Result<Vec<Vec<[i64; 3]>>, AstroError> {
        let count = days / self.granule_d;
        let start = |granule: u32| from.plus_seconds(f64::from(granule) * self.granule_s());
        (0..count)
            .map(|granule| self.granule(source, start(granule)))
            .collect()
    }

    /// The Chebyshev coefficients of one granule: the discrete cosine transform of the path at its nodes.
    fn granule(&self, source: &dyn Ephemeris, start: Tdb) -> Result<Vec<[i64; 3]>, AstroError> {
        let nodes = self.orders + MORE_NODES;
        let angle = |node: usize| PI * (node as f64 + 0.5) / nodes as f64;
        let mut sums = vec![glam::DVec3::ZERO; self.orders];
        for node in 0..nodes {
            let at = start.plus_seconds(0.5 * (1.0 + angle(node).cos()) * self.granule_s());
            let position = source.state(self.target, self.centre, at)?.position;
            for (order, sum) in sums.iter_mut().enumerate() {
                *sum += position * (order as f64 * angle(node)).cos();
            }
        }
        let whole = |(order, sum): (usize, &glam::DVec3)| {
            let weight = if order == 0 { 1.0 } else { 2.0 } / nodes as f64;
            (*sum * weight / self.quantum_m)
                .to_array()
                .map(|quanta| quanta.round() as i64)
        };
        Ok(sums.iter().enumerate().map(whole).collect())
    }

    fn write_head(&self, bytes: &mut Vec<u8>, granules: usize, widths: &[usize]) {
        bytes.extend(self.target.naif().to_le_bytes());
        bytes.extend(self.centre.naif().to_le_bytes());
        bytes.extend(self.granule_s().to_le_bytes());
        bytes.extend(self.quantum_m.to_le_bytes());
        bytes.extend((granules as u32).to_le_bytes());
        bytes.extend((widths.len() as u32).to_le_bytes());
        bytes.extend(widths.iter().map(|width| *width as u8));
    }
}

/// Mass of the Earth over that of the Moon: how the source divides their distance at their barycentre.
fn mass_ratio(source: &dyn Ephemeris, at: Tdb) -> Result<f64, AstroError> {
    let distance_m = |point| {
        Ok(source
            .state(point, Point::EarthMoonBarycentre, at)?
            .position
            .length())
    };
    Ok(distance_m(Point::Moon)? / distance_m(Point::Earth)?)
}

/// The bytes that the largest coefficient of each order needs.
fn widths(granules: &[Vec<[i64; 3]>], orders: usize) -> Result<Vec<usize>, AstroError> {
    let mut widths = vec![1; orders];
    for granule in granules {
        for (width, numbers) in widths.iter_mut().zip(granule) {
            for number in numbers {
                // One bit for the sign beyond those of the number itself.
                let bits = 65 - number.unsigned_abs().leading_zeros() as usize;
                *width = bits.div_ceil(8).max(*width);
            }
        }
    }
    if widths.iter().any(|width| *width > WIDEST_BYTES) {
        return Err(AstroError::BadInput(
            "the quantum is too small for these distances".to_owned(),
        ));
    }
    Ok(widths)
}

fn write_granules(data: &mut Vec<u8>, granules: &[Vec<[i64; 3]>], widths: &[usize]) {
    for granule in granules {
        for (numbers, width) in granule.iter().zip(widths) {
            for number in numbers {
                data.extend(&number.to_le_bytes()[..*width]);
            }
        }
    }
}
