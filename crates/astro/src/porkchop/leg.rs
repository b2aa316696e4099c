//! What a flight leads from and to, and what is burnt at its ends.

use crate::kepler::ElementsAt;
use crate::lambert::{Arc, Branch, NoArc, Sense, direct_arc, lambert_on_branch};
use crate::porkchop::flight::{Flight, Kind};
use crate::{AstroError, Ephemeris, Point, State, Tdb};

/// Something whose place and velocity round the Sun is known: a planet, an asteroid, or whatever a closure
/// says.
pub trait Heliocentric: Sync {
    /// Position and velocity as seen from the Sun's centre, in the ICRF.
    ///
    /// # Errors
    /// [`AstroError`] where they are not known at this instant.
    fn state(&self, at: Tdb) -> Result<State, AstroError>;
}

impl<F: Fn(Tdb) -> Result<State, AstroError> + Sync> Heliocentric for F {
    fn state(&self, at: Tdb) -> Result<State, AstroError> {
        self(at)
    }
}

impl Heliocentric for ElementsAt {
    fn state(&self, at: Tdb) -> Result<State, AstroError> {
        ElementsAt::state(self, at)
    }
}

/// A point of an ephemeris, as seen from the Sun.
#[derive(Clone, Copy)]
pub struct Planet<'a> {
    /// What knows where it is.
    pub ephemeris: &'a dyn Ephemeris,
    /// Which point.
    pub point: Point,
}

impl Heliocentric for Planet<'_> {
    fn state(&self, at: Tdb) -> Result<State, AstroError> {
        self.ephemeris.state(self.point, Point::Sun, at)
    }
}

/// What is burnt at one end of a flight.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Terminal {
    /// Nothing: the flight passes by or enters the atmosphere, or another stage pays.
    Free,
    /// The whole relative velocity: a body too small to help, or a figure of merit.
    MatchVelocity,
    /// One burn at the periapsis that an orbit and the hyperbola share.
    Orbit {
        /// Gravitational parameter of the body, m³/s².
        mu: f64,
        /// Distance of the orbit's periapsis from the body's centre, m.
        periapsis_m: f64,
        /// Distance of its apoapsis, m; equal to the other for a circle.
        apoapsis_m: f64,
    },
}

impl Terminal {
    /// The velocity change (m/s) for a relative velocity far from the body (m/s): the difference of speeds at
    /// periapsis, after the energy integral (Curtis, Orbital Mechanics for Engineering Students, 2014,
    /// equations 8.40 and 8.59).
    pub fn dv_m_s(&self, v_inf_m_s: f64) -> f64 {
        match *self {
            Self::Free => 0.0,
            Self::MatchVelocity => v_inf_m_s,
            Self::Orbit {
                mu,
                periapsis_m,
                apoapsis_m,
            } => {
                let escape_squared = 2.0 * mu / periapsis_m;
                let bound = escape_squared * apoapsis_m / (periapsis_m + apoapsis_m);
                (v_inf_m_s * v_inf_m_s + escape_squared).sqrt() - bound.sqrt()
            }
        }
    }

    fn check(&self) -> Result<(), AstroError> {
        let Self::Orbit {
            mu,
            periapsis_m,
            apoapsis_m,
        } = *self
        else {
            return Ok(());
        };
        let is_sound = mu > 0.0
            && mu.is_finite()
            && periapsis_m > 0.0
            && apoapsis_m >= periapsis_m
            && apoapsis_m.is_finite();
        if is_sound {
            return Ok(());
        }
        Err(AstroError::BadInput(format!(
            "an orbit needs mu > 0 and 0 < periapsis <= apoapsis, all finite; these are {mu}, {periapsis_m} and \
             {apoapsis_m}"
        )))
    }
}

/// From where to where, and how.
#[derive(Clone, Copy)]
pub struct Leg<'a> {
    /// What is left.
    pub from: &'a dyn Heliocentric,
    /// What is reached.
    pub to: &'a dyn Heliocentric,
    /// Gravitational parameter of the Sun, m³/s².
    pub mu_sun: f64,
    /// What is burnt at departure.
    pub departure: Terminal,
    /// What is burnt at arrival.
    pub arrival: Terminal,
    /// Full revolutions round the Sun; 0 for the usual flights.
    pub revolutions: u32,
    /// Which arc with so many revolutions; [`Branch::Direct`] for none.
    pub branch: Branch,
}

impl<'a> Leg<'a> {
    /// A leg without full revolutions on which nothing is burnt.
    pub fn new(from: &'a dyn Heliocentric, to: &'a dyn Heliocentric, mu_sun: f64) -> Self {
        Self {
            from,
            to,
            mu_sun,
            departure: Terminal::Free,
            arrival: Terminal::Free,
            revolutions: 0,
            branch: Branch::Direct,
        }
    }

    /// The flight that leaves and arrives at these instants, in the sense in which the body that is left
    /// goes round the Sun.
    ///
    /// # Errors
    /// [`AstroError::BadInput`] for what is not finite and for an arrival that is not after the departure;
    /// what the bodies' places and Lambert's problem are refused for.
    pub fn flight(&self, departure: Tdb, arrival: Tdb) -> Result<Flight, AstroError> {
        self.check()?;
        let (start, end) = (self.from.state(departure)?, self.to.state(arrival)?);
        let tof_s = arrival.seconds() - departure.seconds();
        let arc = self.arc(&start, &end, tof_s).map_err(NoArc::in_words)?;
        Ok(self.joined(Dated(departure, start), Dated(arrival, end), arc))
    }

    /// What does not depend on instants.
    pub(crate) fn check(&self) -> Result<(), AstroError> {
        if !(self.mu_sun > 0.0 && self.mu_sun.is_finite()) {
            return Err(AstroError::BadInput(format!(
                "the Sun's gravitational parameter must be positive and finite, and this one is {}",
                self.mu_sun
            )));
        }
        if (self.revolutions == 0) != (self.branch == Branch::Direct) {
            return Err(AstroError::BadInput(
                "the direct branch, and it alone, has no revolutions".to_owned(),
            ));
        }
        self.departure.check()?;
        self.arrival.check()
    }

    /// The arc between two states.
    #[inline]
    pub(crate) fn arc(&self, start: &State, end: &State, tof_s: f64) -> Result<Arc, NoArc> {
        let axis = start.position.cross(start.velocity);
        self.arc_about(start, end, tof_s, Sense::About(axis))
    }

    #[inline]
    pub(crate) fn arc_about(
        &self,
        start: &State,
        end: &State,
        tof_s: f64,
        sense: Sense,
    ) -> Result<Arc, NoArc> {
        if self.revolutions == 0 {
            return direct_arc(self.mu_sun, start.position, end.position, tof_s, sense);
        }
        let (r1, r2) = (start.position, end.position);
        lambert_on_branch(
            self.mu_sun,
            r1,
            r2,
            tof_s,
            sense,
            self.revolutions,
            self.branch,
        )
        .map_err(|why| match why {
            AstroError::NoSolution(_) => NoArc::TooShort { least_tof_s: tof_s },
            AstroError::Degenerate(_) => NoArc::Collinear,
            AstroError::BadInput(_) => NoArc::BadInput("out of range"),
            _ => NoArc::Unsettled,
        })
    }

    /// The flight along an arc.
    pub(crate) fn joined(&self, departure: Dated, arrival: Dated, arc: Arc) -> Flight {
        let (Dated(departure, start), Dated(arrival, end)) = (departure, arrival);
        let v_inf_departure = arc.v1 - start.velocity;
        let v_inf_arrival = arc.v2 - end.velocity;
        let (is_long, angle) = swept(&start, &end);
        Flight {
            departure,
            arrival,
            v_inf_departure,
            v_inf_arrival,
            angle_rad: angle + f64::from(self.revolutions) * std::f64::consts::TAU,
            kind: Kind {
                revolutions: self.revolutions,
                is_long,
            },
            dv_departure_m_s: self.departure.dv_m_s(v_inf_departure.length()),
            dv_arrival_m_s: self.arrival.dv_m_s(v_inf_arrival.length()),
        }
    }
}

/// A state with its instant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Dated(pub(crate) Tdb, pub(crate) State);

/// Whether the way from one position to the other, in the sense of the first one's motion, is more than half
/// a turn.
#[inline]
pub(crate) fn is_long(start: &State, end: &State) -> bool {
    let axis = start.position.cross(start.velocity);
    start.position.cross(end.position).dot(axis) < 0.0
}

/// Whether the way is more than half a turn, and its angle from 0 to 2π.
fn swept(start: &State, end: &State) -> (bool, f64) {
    let sine = start.position.cross(end.position).length();
    let angle = sine.atan2(start.position.dot(end.position));
    if is_long(start, end) {
        (true, std::f64::consts::TAU - angle)
    } else {
        (false, angle)
    }
}
