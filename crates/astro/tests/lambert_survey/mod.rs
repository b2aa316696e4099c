//! Random geometries of Lambert's problem, solved and flown: every arc must lead where it should.

mod twofold;

use portolan_astro::{
    Branch, DVec3, NoArc, Sense, Solution, State, all_arcs, least_tof_s, propagate,
};
use std::f64::consts::PI;

/// What an arc may miss its end by, over the end's radius.
const TOLERANCE: f64 = 1e-9;
/// Beyond that, it may miss by so many times what one unit in the last place of velocity and time does.
const ROUNDINGS: f64 = 16.0;
/// Revolutions that are asked for.
const MOST: u32 = 20;
/// Gravitational parameter: lengths and times have no unit here.
const MU: f64 = 1.0;

/// Random numbers that are the same everywhere (Steele, Lea and Flood 2014, SplitMix).
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// From 0 to 1.
    pub(crate) fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn within(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    fn power_of_ten(&mut self, low: f64, high: f64) -> f64 {
        10.0_f64.powf(self.within(low, high))
    }

    fn direction(&mut self) -> DVec3 {
        loop {
            let v = DVec3::new(
                self.within(-1.0, 1.0),
                self.within(-1.0, 1.0),
                self.within(-1.0, 1.0),
            );
            if (0.01..1.0).contains(&v.length()) {
                return v.normalize();
            }
        }
    }
}

/// One problem.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Problem {
    pub(crate) r1: DVec3,
    pub(crate) r2: DVec3,
    pub(crate) tof: f64,
    pub(crate) sense: Sense,
}

impl Problem {
    /// Radii over six decades, angles down to a millionth of a radian from 0 and from π, all senses, and times
    /// from a ten-thousandth of the parabola's to many revolutions, also just above the least for so many.
    pub(crate) fn random(chance: &mut Chance) -> Self {
        let u = chance.direction();
        let w = u.cross(chance.direction()).normalize();
        let angle = match chance.unit() {
            x if x < 0.2 => chance.power_of_ten(-6.0, 0.0),
            x if x < 0.4 => PI - chance.power_of_ten(-6.0, 0.0),
            _ => chance.within(0.0, PI),
        };
        let r1_m = chance.power_of_ten(-1.5, 1.5);
        let r2_m = match chance.unit() {
            x if x < 0.2 => r1_m * (1.0 + chance.power_of_ten(-9.0, -1.0)),
            _ => chance.power_of_ten(-1.5, 1.5),
        };
        let r1 = u * r1_m;
        let r2 = match chance.unit() {
            // Exactly on a line with the centre, on the same side or opposite.
            x if x < 0.001 => r1 * 2.0,
            x if x < 0.002 => r1 * -0.5,
            _ => (u * angle.cos() + w * angle.sin()) * r2_m,
        };
        let r2_m = r2.length();
        let sense = match chance.unit() {
            x if x < 0.4 => Sense::Prograde,
            x if x < 0.8 => Sense::Retrograde,
            _ => Sense::About(chance.direction()),
        };
        let semi = 0.5 * (r1_m + r2_m + (r2 - r1).length());
        let unit = (semi.powi(3) / (2.0 * MU)).sqrt();
        let tof = match chance.unit() {
            x if x < 0.25 => unit * chance.power_of_ten(-4.0, 0.3),
            x if x < 0.7 => unit * chance.power_of_ten(0.0, 1.8),
            _ => {
                let turns = 1 + (chance.unit() * f64::from(MOST)) as u32;
                let least = least_tof_s(MU, r1, r2, sense, turns).unwrap_or(unit);
                least * (1.0 + chance.power_of_ten(-9.0, 0.5))
            }
        };
        Self { r1, r2, tof, sense }
    }
}

/// What came of it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Survey {
    pub(crate) problems: u64,
    pub(crate) arcs: u64,
    /// Problems with a typed error: the points lie on one line.
    pub(crate) undefined: u64,
    /// Arcs by the power of ten of their residual, from below 1e-16 to above 1.
    pub(crate) histogram: [u64; 18],
    /// Arcs that miss by more than the tolerance, but by no more than rounding velocity and time does.
    pub(crate) limited: u64,
    pub(crate) failures: Vec<String>,
    /// The greatest residual of what is not limited by rounding, and the greatest multiple of a rounding.
    pub(crate) worst: f64,
    pub(crate) worst_roundings: f64,
}

impl Survey {
    /// Solves and flies so many problems.
    pub(crate) fn new(seed: u64, problems: u64) -> Self {
        let mut survey = Self::default();
        let mut chance = Chance::new(seed);
        let mut solutions = Vec::new();
        for _ in 0..problems {
            let problem = Problem::random(&mut chance);
            survey.add(&problem, &mut solutions);
        }
        survey
    }

    fn add(&mut self, problem: &Problem, solutions: &mut Vec<Solution>) {
        let Problem { r1, r2, tof, sense } = *problem;
        self.problems += 1;
        match all_arcs(MU, r1, r2, tof, sense, MOST, solutions) {
            Ok(()) => {}
            Err(NoArc::Collinear) => self.undefined += 1,
            Err(why) => self.failures.push(format!("{problem:?}: {why:?}")),
        }
        for solution in solutions.iter() {
            self.fly(problem, solution);
        }
        if !is_complete(solutions) {
            self.failures
                .push(format!("{problem:?}: branches are missing"));
        }
    }

    fn fly(&mut self, problem: &Problem, solution: &Solution) {
        let Problem { r1, r2, tof, sense } = *problem;
        self.arcs += 1;
        let arc = solution.arc;
        let normal = r1.cross(arc.v1);
        let is_as_asked = match sense {
            Sense::Prograde => normal.z >= 0.0,
            Sense::Retrograde => normal.z <= 0.0,
            Sense::About(axis) => normal.dot(axis) >= 0.0,
        };
        if !is_as_asked && normal.length() > 1e-9 * r1.length() * arc.v1.length() {
            self.failures
                .push(format!("{problem:?} {solution:?}: the wrong way round"));
        }
        let state = State {
            position: r1,
            velocity: arc.v1,
        };
        let quick = propagate(MU, state, tof).map_or(f64::INFINITY, |end| {
            let off = (end.position - r2).length() / r2.length();
            off.max((end.velocity - arc.v2).length() / arc.v2.length())
        });
        // What doubles cannot fly well is flown with twice the digits, there and back.
        let is_doubtful = quick.is_nan() || quick > 0.1 * TOLERANCE;
        let flights = [(r1, arc.v1, r2), (r2, -arc.v2, r1)];
        let residuals = flights.map(|(from, v, to)| {
            if is_doubtful {
                twofold::residual(MU, from, &twofold::vector(v), tof, to)
            } else {
                quick
            }
        });
        let residual = residuals[0].max(residuals[1]);
        let decade = if residual > 0.0 {
            residual.log10().floor() as i32 + 17
        } else {
            0
        };
        self.histogram[decade.clamp(0, 17) as usize] += 1;
        if residual <= TOLERANCE {
            self.worst = self.worst.max(residual);
            return;
        }
        let roundings = [0, 1]
            .map(|i| residuals[i] / twofold::rounding(MU, flights[i].0, flights[i].1, tof))
            .into_iter()
            .zip(residuals)
            .filter(|(_, residual)| *residual > TOLERANCE)
            .fold(0.0, |most: f64, (roundings, _)| most.max(roundings));
        if roundings <= ROUNDINGS {
            self.limited += 1;
            self.worst_roundings = self.worst_roundings.max(roundings);
        } else {
            self.failures.push(format!(
                "{problem:?} {solution:?}: misses by {residual:e}, {roundings:.1} roundings"
            ));
        }
    }
}

/// The direct arc, and both arcs with 1, 2, 3 and so on revolutions.
fn is_complete(solutions: &[Solution]) -> bool {
    solutions.iter().enumerate().all(|(i, solution)| {
        let branch = match i {
            0 => Branch::Direct,
            _ if i % 2 == 1 => Branch::Left,
            _ => Branch::Right,
        };
        (solution.revolutions as usize, solution.branch) == (i.div_ceil(2), branch)
    })
}
