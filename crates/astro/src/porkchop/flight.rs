//! One flight round the Sun from one body to another.

use std::fmt;

use crate::{DVec3, Tdb};

/// How far a flight goes round the Sun.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Kind {
    /// Full revolutions.
    pub revolutions: u32,
    /// Whether more than half a turn comes on top of them.
    pub is_long: bool,
}

impl Kind {
    /// Less than half a turn.
    pub const I: Self = Self {
        revolutions: 0,
        is_long: false,
    };
    /// From half a turn to a whole one.
    pub const II: Self = Self {
        revolutions: 0,
        is_long: true,
    };

    /// The number of the type: 1 up to half a turn, 2 up to a whole one, 3 up to one and a half, and so on.
    pub const fn number(self) -> u32 {
        2 * self.revolutions + 1 + self.is_long as u32
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const ROMAN: [&str; 8] = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII"];
        let number = self.number();
        match ROMAN.get(number as usize - 1) {
            Some(roman) => write!(f, "type {roman}"),
            None => write!(f, "type {number}"),
        }
    }
}

/// One flight round the Sun on a single conic.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Flight {
    /// When it leaves.
    pub departure: Tdb,
    /// When it arrives.
    pub arrival: Tdb,
    /// Velocity relative to the body that it leaves, far from it, m/s.
    pub v_inf_departure: DVec3,
    /// Velocity relative to the body that it reaches, far from it, m/s.
    pub v_inf_arrival: DVec3,
    /// Angle swept round the Sun, rad, with all revolutions.
    pub angle_rad: f64,
    /// Its type.
    pub kind: Kind,
    /// Velocity change at departure, m/s.
    pub dv_departure_m_s: f64,
    /// Velocity change at arrival, m/s.
    pub dv_arrival_m_s: f64,
}

impl Flight {
    /// Time of flight, s.
    pub fn tof_s(&self) -> f64 {
        self.arrival.seconds() - self.departure.seconds()
    }
    /// Twice the energy per mass at departure, C3, m²/s².
    pub fn c3_m2_s2(&self) -> f64 {
        self.v_inf_departure.length_squared()
    }
    /// Speed relative to the body that is reached, far from it, m/s.
    pub fn arrival_speed_m_s(&self) -> f64 {
        self.v_inf_arrival.length()
    }
    /// Declination of the departure's asymptote to the Earth's equator of the ICRF, rad.
    pub fn declination_rad(&self) -> f64 {
        let v = self.v_inf_departure;
        v.z.atan2(v.x.hypot(v.y))
    }
    /// Right ascension of the departure's asymptote, 0 to 2π, rad; 0 at the poles.
    pub fn right_ascension_rad(&self) -> f64 {
        let v = self.v_inf_departure;
        turn(v.y.atan2(v.x))
    }
    /// Velocity change at both ends together, m/s.
    pub fn total_dv_m_s(&self) -> f64 {
        self.dv_departure_m_s + self.dv_arrival_m_s
    }
    /// What it costs after a criterion, in the criterion's unit.
    pub fn cost(&self, criterion: Criterion) -> f64 {
        match criterion {
            Criterion::C3 => self.c3_m2_s2(),
            Criterion::ArrivalSpeed => self.arrival_speed_m_s(),
            Criterion::TotalDv => self.total_dv_m_s(),
        }
    }
}

/// What is to be small.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Criterion {
    /// Twice the energy per mass at departure, m²/s².
    C3,
    /// Speed relative to the body that is reached, far from it, m/s.
    ArrivalSpeed,
    /// Velocity change at both ends together, m/s.
    TotalDv,
}

impl Criterion {
    /// All criteria.
    pub const ALL: [Self; 3] = [Self::C3, Self::ArrivalSpeed, Self::TotalDv];
}

/// An angle from -π to π as one from 0 to 2π.
pub(crate) fn turn(angle: f64) -> f64 {
    if angle < 0.0 {
        angle + std::f64::consts::TAU
    } else {
        angle
    }
}
