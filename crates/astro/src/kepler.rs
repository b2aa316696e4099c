//! Two-body motion: along any conic from a state, and elements instead of a state.

use crate::{AstroError, State, Tdb};
use glam::DVec3;
use std::f64::consts::{PI, TAU};

/// The state that two-body motion round a centre with the gravitational parameter `mu` (m³/s²) leads to
/// after `dt_s` seconds, which may be negative.
///
/// One method serves ellipses, parabolas and hyperbolas: Kepler's equation in the universal variable
/// (Wisdom and Hernandez, A fast and accurate universal Kepler solver without Stumpff series, MNRAS 453,
/// 2015), of which whole periods are taken away first, solved by Laguerre's iteration (Conway, An improved
/// algorithm due to Laguerre for the solution of Kepler's equation, Celestial Mechanics 39, 1986) within
/// bounds. The error is a few digits in the last place, times what the motion itself makes of an
/// error of that size in the state.
///
/// # Errors
/// [`AstroError::BadInput`] for what is not finite, for `mu` that is not positive and for a position at the
/// centre; [`AstroError::NoConvergence`] where the orbit leads through the centre, or beyond what doubles hold.
///
/// ```
/// use portolan_astro::{DVec3, State, propagate};
/// // A quarter of a circular orbit.
/// let at = State { position: DVec3::X, velocity: DVec3::Y };
/// let later = propagate(1.0, at, std::f64::consts::FRAC_PI_2).unwrap();
/// assert!((later.position - DVec3::Y).length() < 1e-15);
/// assert!((later.velocity + DVec3::X).length() < 1e-15);
/// ```
pub fn propagate(mu: f64, state: State, dt_s: f64) -> Result<State, AstroError> {
    let State { position, velocity } = state;
    positive_mu(mu)?;
    if !(position.is_finite() && velocity.is_finite() && dt_s.is_finite()) {
        return Err(bad("the state and the time must be finite"));
    }
    let r0 = position.length();
    if !(r0 > 0.0 && r0.is_finite()) {
        return Err(bad(
            "the position must not be at the centre, and of a size that can be squared",
        ));
    }
    let motion = Motion {
        r0,
        eta: position.dot(velocity),
        beta: 2.0 * mu / r0 - velocity.length_squared(),
        mu,
    };
    if motion.beta * r0 < -mu && motion.eta * dt_s < 0.0 {
        return through_periapsis(&motion, state, dt_s);
    }
    let dt_s = motion.within_period(dt_s);
    let g = motion.functions(motion.variable(dt_s)?);
    let r = motion.radius(&g);
    let later = State {
        position: position * (1.0 - mu * g.g2 / r0) + velocity * (r0 * g.g1 + motion.eta * g.g2),
        velocity: position * (-mu * g.g1 / (r * r0)) + velocity * (1.0 - mu * g.g2 / r),
    };
    settled(r, later)
}

/// A hyperbola from far out towards its periapsis, where the sums of [`propagate`] cancel: the same equations
/// from the periapsis on.
fn through_periapsis(motion: &Motion, state: State, dt_s: f64) -> Result<State, AstroError> {
    let Motion {
        r0, eta, beta, mu, ..
    } = *motion;
    let momentum = state.position.cross(state.velocity);
    let h = momentum.length();
    let e = (1.0 - beta * (h / mu) * (h / mu)).sqrt();
    let inwards = state.velocity.cross(momentum) / mu - state.position / r0;
    let ahead = inwards.normalize();
    // On a line through the centre, nothing is across.
    let across = if h > 0.0 {
        (momentum / h).cross(ahead)
    } else {
        DVec3::ZERO
    };
    let from = Motion {
        r0: h * h / mu / (1.0 + e),
        eta: 0.0,
        beta,
        mu,
    };
    let root = (-beta).sqrt();
    let start = from.functions((root * eta / (mu * e)).asinh() / root);
    let g = from.functions(from.variable(from.time(&start) + dt_s)?);
    let r = from.r0 + mu * e * g.g2;
    let later = State {
        position: ahead * (from.r0 - mu * g.g2) + across * (h * g.g1),
        velocity: (across * (h * g.g0) - ahead * (mu * g.g1)) / r,
    };
    settled(r, later)
}

/// The state, where it is one.
fn settled(r: f64, later: State) -> Result<State, AstroError> {
    if r > 0.0 && later.position.is_finite() && later.velocity.is_finite() {
        Ok(later)
    } else {
        Err(unsettled())
    }
}

/// What Kepler's equation in the universal variable depends on.
struct Motion {
    /// Initial radius.
    r0: f64,
    /// Radius times radial velocity.
    eta: f64,
    /// Minus twice the energy: mu over the semi-major axis.
    beta: f64,
    mu: f64,
}

/// Stiefel's functions of the universal variable s: G0 = cos(√β s) and its integrals over s.
struct Stiefel {
    g0: f64,
    g1: f64,
    g2: f64,
    g3: f64,
}

impl Motion {
    /// The time less whole periods.
    fn within_period(&self, dt_s: f64) -> f64 {
        if self.beta <= 0.0 {
            return dt_s;
        }
        let period = TAU * self.mu / (self.beta * self.beta.sqrt());
        if dt_s.abs() <= 0.5 * period {
            dt_s
        } else {
            dt_s - (dt_s / period).round() * period
        }
    }

    fn radius(&self, g: &Stiefel) -> f64 {
        self.r0 * g.g0 + self.eta * g.g1 + self.mu * g.g2
    }

    /// How long it takes to this value of the universal variable.
    fn time(&self, g: &Stiefel) -> f64 {
        self.r0 * g.g1 + self.eta * g.g2 + self.mu * g.g3
    }

    fn functions(&self, s: f64) -> Stiefel {
        let square = self.beta * s * s;
        if square.abs() < 1.0 {
            return stiefel_series(square, s);
        }
        let root = self.beta.abs().sqrt();
        let (half_sine, half_cosine) = if self.beta > 0.0 {
            (0.5 * root * s).sin_cos()
        } else {
            ((0.5 * root * s).sinh(), (0.5 * root * s).cosh())
        };
        let g1 = 2.0 * half_sine * half_cosine / root;
        let g2 = 2.0 * half_sine * half_sine / (root * root);
        Stiefel {
            g0: 1.0 - self.beta * g2,
            g1,
            g2,
            g3: (s - g1) / self.beta,
        }
    }

    /// The universal variable after a time.
    fn variable(&self, dt_s: f64) -> Result<f64, AstroError> {
        if dt_s == 0.0 {
            return Ok(0.0);
        }
        let (mut low, mut high) = self.bounds(dt_s)?;
        let mut s = self.guess(dt_s).clamp(low, high);
        for _ in 0..200 {
            let g = self.functions(s);
            let miss = self.time(&g) - dt_s;
            if miss > 0.0 {
                high = s;
            } else {
                low = s;
            }
            let slope = self.radius(&g);
            let bend = self.eta * g.g0 + (self.mu - self.beta * self.r0) * g.g1;
            let root = (16.0 * slope * slope - 20.0 * miss * bend).abs().sqrt();
            let step = 5.0 * miss / (slope + root);
            let next = s - step;
            if miss == 0.0 || step.abs() <= 2.0 * f64::EPSILON * s.abs() {
                return Ok(next);
            }
            if high - low <= 2.0 * f64::EPSILON * s.abs() {
                return Ok(s);
            }
            s = if next > low && next < high {
                next
            } else {
                0.5 * (low + high)
            };
        }
        Err(unsettled())
    }

    /// Where the iteration begins: straight on, or at the speed far from the centre.
    fn guess(&self, dt_s: f64) -> f64 {
        let straight = dt_s / self.r0;
        let growing = -self.beta * dt_s / self.mu;
        if self.beta < 0.0 && straight.abs() * (-self.beta).sqrt() > 1.0 {
            (2.0 * growing * (-self.beta).sqrt()).asinh() / (-self.beta).sqrt()
        } else {
            straight
        }
    }

    /// Values of the universal variable between which that after `dt_s` lies.
    fn bounds(&self, dt_s: f64) -> Result<(f64, f64), AstroError> {
        // Within half a period, the mean anomaly changes by at most pi, the eccentric one by 2 more.
        let mut far = if self.beta > 0.0 {
            (PI + 2.1) / self.beta.sqrt()
        } else {
            self.guess(dt_s.abs())
        };
        let sign = dt_s.signum();
        for _ in 0..1100 {
            let time = self.time(&self.functions(sign * far)) * sign;
            // What overflows is far enough.
            if time >= dt_s.abs() || time.is_nan() || time.is_infinite() {
                return Ok(if sign > 0.0 { (0.0, far) } else { (-far, 0.0) });
            }
            far *= 2.0;
        }
        Err(unsettled())
    }
}

/// Stiefel's functions by their series, for small β s².
fn stiefel_series(square: f64, s: f64) -> Stiefel {
    // c2 = (1 - cos u) / u², c3 = (u - sin u) / u³, with u² = β s².
    let (mut c2, mut c3) = (0.0, 0.0);
    let mut n = 20.0;
    while n > 1.0 {
        c2 = (1.0 - square * c2) / (n * (n - 1.0));
        c3 = (1.0 - square * c3) / (n * (n + 1.0));
        n -= 2.0;
    }
    Stiefel {
        g0: 1.0 - square * c2,
        g1: s * (1.0 - square * c3),
        g2: s * s * c2,
        g3: s * s * s * c3,
    }
}

/// A conic and a place on it. The angles refer to the frame that the state is given in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Elements {
    /// Least distance from the centre, m: positive for every conic.
    pub periapsis_m: f64,
    /// Eccentricity: 0 for circles, 1 for parabolas, greater for hyperbolas.
    pub e: f64,
    /// Inclination to the frame's xy plane, 0 to π, rad.
    pub i_rad: f64,
    /// Longitude of the ascending node, rad; 0 where there is none.
    pub raan_rad: f64,
    /// Argument of periapsis, rad; 0 for circles.
    pub argp_rad: f64,
    /// True anomaly, rad.
    pub true_anomaly_rad: f64,
}

impl Elements {
    /// The conic with this semi-major axis, negative for hyperbolas, and this true anomaly.
    ///
    /// # Errors
    /// [`AstroError::BadInput`] where axis and eccentricity do not fit each other;
    /// [`AstroError::Degenerate`] for parabolas, which have no axis.
    pub fn of_axis(
        a_m: f64,
        e: f64,
        [i_rad, raan_rad, argp_rad, true_anomaly_rad]: [f64; 4],
    ) -> Result<Self, AstroError> {
        if e == 1.0 {
            return Err(AstroError::Degenerate(
                "a parabola has no semi-major axis".to_owned(),
            ));
        }
        let elements = Self {
            periapsis_m: a_m * (1.0 - e),
            e,
            i_rad,
            raan_rad,
            argp_rad,
            true_anomaly_rad,
        };
        elements.checked()
    }

    fn checked(self) -> Result<Self, AstroError> {
        let angles = [
            self.i_rad,
            self.raan_rad,
            self.argp_rad,
            self.true_anomaly_rad,
        ];
        if !angles.iter().all(|angle| angle.is_finite()) {
            return Err(bad("the angles of an orbit must be finite"));
        }
        if !(self.periapsis_m > 0.0 && self.periapsis_m.is_finite()) {
            return Err(bad(
                "the least distance must be positive: the axis of a hyperbola is negative",
            ));
        }
        if !(self.e >= 0.0 && self.e.is_finite()) {
            return Err(bad("the eccentricity must be finite and not negative"));
        }
        Ok(self)
    }

    /// Semi-major axis, m: negative for hyperbolas, infinite for parabolas.
    pub fn a_m(&self) -> f64 {
        self.periapsis_m / (1.0 - self.e)
    }

    /// Time of one revolution, s; `None` for what does not return, and for `mu` (m³/s²) that is not positive.
    pub fn period_s(&self, mu: f64) -> Option<f64> {
        let a_m = self.a_m();
        (self.e < 1.0 && mu > 0.0).then(|| TAU * a_m * (a_m / mu).sqrt())
    }

    /// The elements of a state (Vallado, Fundamentals of Astrodynamics and Applications, 2013, algorithm 9,
    /// with angles from tangents alone, so that none loses digits).
    ///
    /// # Errors
    /// [`AstroError::BadInput`] for what is not finite and for `mu` that is not positive;
    /// [`AstroError::Degenerate`] for motion on a line through the centre.
    pub fn of_state(mu: f64, state: State) -> Result<Self, AstroError> {
        positive_mu(mu)?;
        let State { position, velocity } = state;
        let r = position.length();
        let momentum = position.cross(velocity);
        if !(r > 0.0 && r.is_finite() && momentum.is_finite()) {
            return Err(bad("the state must be finite, and not at the centre"));
        }
        let h = momentum.length();
        if h <= f64::EPSILON * r * velocity.length() {
            return Err(AstroError::Degenerate(
                "motion on a line through the centre has no plane".to_owned(),
            ));
        }
        let p = h * h / mu;
        let (cosine, sine) = (p / r - 1.0, h / mu * position.dot(velocity) / r);
        let e = cosine.hypot(sine);
        let true_anomaly_rad = sine.atan2(cosine);
        let level = momentum.x.hypot(momentum.y);
        let raan_rad = if level > 0.0 {
            momentum.x.atan2(-momentum.y)
        } else {
            0.0
        };
        let node = DVec3::new(raan_rad.cos(), raan_rad.sin(), 0.0);
        let ahead = (momentum / h).cross(node);
        let latitude_rad = position.dot(ahead).atan2(position.dot(node));
        let (argp_rad, true_anomaly_rad) = if e == 0.0 {
            (0.0, latitude_rad)
        } else {
            (latitude_rad - true_anomaly_rad, true_anomaly_rad)
        };
        Ok(Self {
            periapsis_m: p / (1.0 + e),
            e,
            i_rad: level.atan2(momentum.z),
            raan_rad: raan_rad.rem_euclid(TAU),
            argp_rad: argp_rad.rem_euclid(TAU),
            true_anomaly_rad,
        })
    }

    /// The state at this place of the conic.
    ///
    /// # Errors
    /// [`AstroError::BadInput`] for what is not finite or out of its range, and for a true anomaly beyond a
    /// hyperbola's asymptote.
    pub fn state(&self, mu: f64) -> Result<State, AstroError> {
        positive_mu(mu)?;
        self.checked()?;
        let (sine, cosine) = self.true_anomaly_rad.sin_cos();
        let p = self.periapsis_m * (1.0 + self.e);
        let inverse = 1.0 + self.e * cosine;
        if inverse <= f64::EPSILON * self.e {
            return Err(bad("the true anomaly lies on or beyond the asymptote"));
        }
        let (to_periapsis, across) = self.axes();
        let (r, speed) = (p / inverse, (mu / p).sqrt());
        Ok(State {
            position: (to_periapsis * cosine + across * sine) * r,
            velocity: (across * (self.e + cosine) - to_periapsis * sine) * speed,
        })
    }

    /// Unit vectors to the periapsis and, in the plane, a right angle ahead of it.
    fn axes(&self) -> (DVec3, DVec3) {
        let (si, ci) = self.i_rad.sin_cos();
        let (so, co) = self.raan_rad.sin_cos();
        let (sw, cw) = self.argp_rad.sin_cos();
        let (node, ahead) = (DVec3::new(co, so, 0.0), DVec3::new(-so * ci, co * ci, si));
        (node * cw + ahead * sw, ahead * cw - node * sw)
    }

    /// Mean anomaly, rad: within half a turn for ellipses, from minus to plus infinity for hyperbolas.
    ///
    /// # Errors
    /// [`AstroError::Degenerate`] for parabolas, which have none; [`AstroError::BadInput`] as for
    /// [`Elements::state`].
    pub fn mean_anomaly_rad(&self) -> Result<f64, AstroError> {
        self.checked()?;
        let half = 0.5 * self.true_anomaly_rad.rem_euclid(TAU);
        let half = if half > 0.5 * PI { half - PI } else { half };
        let ratio = ((1.0 - self.e).abs() / (1.0 + self.e)).sqrt();
        if self.e < 1.0 {
            let eccentric = 2.0 * (ratio * half.sin()).atan2(half.cos());
            return Ok(eccentric - self.e * eccentric.sin());
        }
        if self.e == 1.0 {
            return Err(AstroError::Degenerate(
                "a parabola has no mean anomaly".to_owned(),
            ));
        }
        let tangent = ratio * half.tan();
        if tangent.abs() >= 1.0 {
            return Err(bad("the true anomaly lies on or beyond the asymptote"));
        }
        let eccentric = 2.0 * tangent.atanh();
        Ok(self.e * eccentric.sinh() - eccentric)
    }
}

/// The true anomaly (rad) that belongs to a mean anomaly (rad), for ellipses and hyperbolas.
///
/// # Errors
/// [`AstroError::BadInput`] for what is not finite, [`AstroError::Degenerate`] for parabolas.
///
/// ```
/// use portolan_astro::{eccentric_anomaly_rad, true_anomaly_rad};
/// // Half a turn is half a turn on every ellipse.
/// assert!((true_anomaly_rad(std::f64::consts::PI, 0.3).unwrap() - std::f64::consts::PI).abs() < 1e-15);
/// // Vallado 2013, example 2-1: M = 235.4 deg and e = 0.4 make E = 220.512074 deg.
/// let eccentric = eccentric_anomaly_rad(235.4_f64.to_radians(), 0.4).unwrap();
/// assert!((eccentric.to_degrees().rem_euclid(360.0) - 220.512_074).abs() < 1e-6);
/// ```
pub fn true_anomaly_rad(mean_anomaly_rad: f64, e: f64) -> Result<f64, AstroError> {
    let half = 0.5 * eccentric_anomaly_rad(mean_anomaly_rad, e)?;
    let ratio = ((1.0 + e) / (1.0 - e).abs()).sqrt();
    Ok(if e < 1.0 {
        2.0 * (ratio * half.sin()).atan2(half.cos())
    } else {
        2.0 * (ratio * half.tanh()).atan()
    })
}

/// Kepler's equation: the eccentric anomaly (rad) of an ellipse, or the hyperbolic one, that belongs to a mean
/// anomaly (rad). On ellipses, whole turns are taken away: the answer lies above -π and not above π.
///
/// # Errors
/// As for [`true_anomaly_rad`].
pub fn eccentric_anomaly_rad(mean_anomaly_rad: f64, e: f64) -> Result<f64, AstroError> {
    if !(mean_anomaly_rad.is_finite() && e.is_finite() && e >= 0.0) {
        return Err(bad(
            "mean anomaly and eccentricity must be finite, the latter not negative",
        ));
    }
    if e == 1.0 {
        return Err(AstroError::Degenerate(
            "a parabola has no eccentric anomaly".to_owned(),
        ));
    }
    let mean = if e < 1.0 {
        mean_anomaly_rad - (mean_anomaly_rad / TAU - 0.5).ceil() * TAU
    } else {
        mean_anomaly_rad
    };
    let size = mean.abs();
    // The equation rises everywhere; these bound its root, and the upper one is above or at it.
    let high = if e < 1.0 {
        (size + e).min(PI).min(size / (1.0 - e))
    } else {
        hyperbolic_bound(size, e)
    };
    Ok(kepler_root(size, e, high)?.copysign(mean))
}

/// An upper bound of the hyperbolic anomaly H, of which e sinh H - H = M: as (e - 1) sinh H <= M, and as
/// sinh H - H <= M is at least H³/6, and at least 0.7 sinh H where H >= 3.
fn hyperbolic_bound(mean: f64, e: f64) -> f64 {
    let by_slope = (mean / (e - 1.0)).asinh();
    let by_growth = (mean / 0.7).asinh().max(3.0);
    by_slope.min((6.0 * mean).cbrt()).min(by_growth)
}

/// The root of E - e sin E = M, or of e sinh H - H = M, for M >= 0, at or below `high`. Newton's iteration
/// falls from the right where the function curves upwards; else bounds keep it.
fn kepler_root(mean: f64, e: f64, high: f64) -> Result<f64, AstroError> {
    let (mut low, mut high) = (0.0, high);
    let mut root = high;
    for _ in 0..200 {
        let (value, slope, bend) = kepler_equation(root, e);
        let miss = value - mean;
        if miss > 0.0 {
            high = root;
        } else {
            low = root;
        }
        let step = 2.0 * miss * slope / (2.0 * slope * slope - miss * bend);
        let next = root - step;
        if miss == 0.0 || step.abs() <= 2.0 * f64::EPSILON * root {
            return Ok(next);
        }
        if high - low <= 2.0 * f64::EPSILON * root {
            return Ok(root);
        }
        root = if next > low && next < high {
            next
        } else {
            0.5 * (low + high)
        };
    }
    Err(AstroError::NoConvergence(
        "Kepler's equation did not settle".to_owned(),
    ))
}

/// Kepler's function and its first two derivatives, without cancellation near the periapsis of orbits that
/// are nearly parabolas.
fn kepler_equation(root: f64, e: f64) -> (f64, f64, f64) {
    if e < 1.0 {
        let (sine, half) = (root.sin(), (0.5 * root).sin());
        let rest = if root < 1.0 {
            stiefel_series(root * root, root).g3
        } else {
            root - sine
        };
        (
            (1.0 - e) * sine + rest,
            (1.0 - e) + 2.0 * e * half * half,
            e * sine,
        )
    } else {
        let (sine, half) = (root.sinh(), (0.5 * root).sinh());
        let rest = if root < 1.0 {
            stiefel_series(-root * root, root).g3
        } else {
            sine - root
        };
        (
            (e - 1.0) * sine + rest,
            (e - 1.0) + 2.0 * e * half * half,
            e * sine,
        )
    }
}

/// The frame that elements refer to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Frame {
    /// The equator of the ICRF.
    Icrf,
    /// The mean ecliptic and equinox of J2000, as catalogues of small bodies use it: the ICRF turned about its
    /// x axis by 84 381.448 arc seconds (IAU 1976; the value of JPL's Horizons and Small-Body Database).
    EclipticJ2000,
}

impl Frame {
    /// The obliquity of the ecliptic at J2000, rad: 84 381.448 arc seconds.
    pub const OBLIQUITY_RAD: f64 = 84_381.448 / 3_600.0 * (PI / 180.0);

    /// A vector of this frame, in the ICRF.
    pub fn to_icrf(self, vector: DVec3) -> DVec3 {
        match self {
            Self::Icrf => vector,
            Self::EclipticJ2000 => {
                let (sine, cosine) = Self::OBLIQUITY_RAD.sin_cos();
                let DVec3 { x, y, z } = vector;
                DVec3::new(x, cosine * y - sine * z, sine * y + cosine * z)
            }
        }
    }
}

/// Osculating elements with their epoch, as catalogues of asteroids and comets give them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ElementsAt {
    /// Gravitational parameter of the centre, m³/s².
    pub mu: f64,
    /// When the elements hold.
    pub epoch: Tdb,
    /// Semi-major axis, m: negative for hyperbolas.
    pub a_m: f64,
    /// Eccentricity, not 1.
    pub e: f64,
    /// Inclination, rad.
    pub i_rad: f64,
    /// Longitude of the ascending node, rad.
    pub raan_rad: f64,
    /// Argument of periapsis, rad.
    pub argp_rad: f64,
    /// Mean anomaly at the epoch, rad.
    pub mean_anomaly_rad: f64,
    /// What the angles refer to.
    pub frame: Frame,
}

impl ElementsAt {
    /// Position and velocity at an instant, seen from the centre, in the ICRF, by two-body motion from the
    /// epoch on.
    ///
    /// # Errors
    /// [`AstroError::BadInput`] for what is not finite or out of its range; [`AstroError::Degenerate`] for
    /// parabolas.
    pub fn state(&self, at: Tdb) -> Result<State, AstroError> {
        positive_mu(self.mu)?;
        let size = self.a_m.abs();
        let since = (at.seconds() - self.epoch.seconds()) * (self.mu / size).sqrt() / size;
        let anomaly = true_anomaly_rad(self.mean_anomaly_rad + since, self.e)?;
        let angles = [self.i_rad, self.raan_rad, self.argp_rad, anomaly];
        let state = Elements::of_axis(self.a_m, self.e, angles)?.state(self.mu)?;
        Ok(State {
            position: self.frame.to_icrf(state.position),
            velocity: self.frame.to_icrf(state.velocity),
        })
    }
}

fn positive_mu(mu: f64) -> Result<(), AstroError> {
    if mu > 0.0 && mu.is_finite() {
        Ok(())
    } else {
        Err(bad(
            "the gravitational parameter must be finite and positive",
        ))
    }
}

fn bad(what: &str) -> AstroError {
    AstroError::BadInput(format!("two-body motion: {what}"))
}

fn unsettled() -> AstroError {
    AstroError::NoConvergence("two-body motion: the time was not met".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::f64::consts::FRAC_PI_2;

    fn state(position: [f64; 3], velocity: [f64; 3]) -> State {
        State {
            position: DVec3::from_array(position),
            velocity: DVec3::from_array(velocity),
        }
    }

    /// The Earth's, km³/s², as the examples of Vallado 2013 use it.
    const EARTH: f64 = 398_600.441_8;

    #[test]
    fn a_textbook_orbit_is_propagated() {
        // Vallado 2013, example 2-4.
        let at = state(
            [1131.340, -2282.343, 6672.423],
            [-5.643_05, 4.303_33, 2.428_79],
        );
        let later = propagate(EARTH, at, 2_400.0).unwrap();
        let expected = DVec3::new(-4219.7527, 4363.0292, -3958.7666);
        assert!((later.position - expected).length() < 1e-3, "{later:?}");
        let expected = DVec3::new(3.689_866, -1.916_735, -6.112_511);
        assert!((later.velocity - expected).length() < 1e-6, "{later:?}");
    }

    #[test]
    fn elements_of_a_textbook_state() {
        // Vallado 2013, example 2-5.
        let at = state(
            [6524.834, 6862.875, 6448.296],
            [4.901_327, 5.533_756, -1.976_341],
        );
        let elements = Elements::of_state(EARTH, at).unwrap();
        assert!((elements.a_m() - 36_127.343).abs() < 0.01, "{elements:?}");
        assert!((elements.e - 0.832_853).abs() < 1e-6);
        for (angle, degrees) in [
            (elements.i_rad, 87.870),
            (elements.raan_rad, 227.898),
            (elements.argp_rad, 53.38),
            (elements.true_anomaly_rad, 92.335),
        ] {
            assert!((angle.to_degrees() - degrees).abs() < 6e-3, "{elements:?}");
        }
    }

    #[test]
    fn a_parabola_fulfils_barkers_equation() {
        // From the periapsis at 1: after √2 (d + d³/3) the place is (1 - d², 2d).
        let at = state([1.0, 0.0, 0.0], [0.0, 2.0_f64.sqrt(), 0.0]);
        for d in [-30.0, -1.0, -1e-3, 0.0, 0.5, 2.0, 1e3] {
            let later = propagate(1.0, at, 2.0_f64.sqrt() * (d + d * d * d / 3.0)).unwrap();
            let expected = DVec3::new(1.0 - d * d, 2.0 * d, 0.0);
            let off = (later.position - expected).length() / expected.length();
            // The speed is rounded, so that the orbit is not quite a parabola far out.
            assert!(off < 1e-15 * (2.0 + d * d), "{d}: {off:e}");
        }
    }

    #[test]
    fn keplers_equation_is_fulfilled() {
        for e in [0.0, 0.1, 0.7, 0.99, 1.0 - 1e-9, 1.0 + 1e-9, 1.01, 2.0, 40.0] {
            for k in -60..=60 {
                let anomaly = f64::from(k) / 20.0;
                let mean = if e < 1.0 {
                    anomaly - e * anomaly.sin()
                } else {
                    e * anomaly.sinh() - anomaly
                };
                let found = eccentric_anomaly_rad(mean, e).unwrap();
                // The mean anomaly is rounded to a unit in the last place of what it is the difference of.
                let slope = if e < 1.0 {
                    1.0 - e * anomaly.cos()
                } else {
                    e * anomaly.cosh() - 1.0
                };
                let rounded = 2e-16 * anomaly.abs().max(mean.abs()) / slope.max(1e-300);
                let off = (found - anomaly).abs();
                assert!(
                    off <= 4.0 * rounded + 1e-15 * anomaly.abs(),
                    "{e} {anomaly}: {off:e}"
                );
            }
        }
        for mean in [1e-300, 1e-12, 1.0, 1e6, 1e300] {
            let found = eccentric_anomaly_rad(mean, 1.5).unwrap();
            assert!(
                ((1.5 * found.sinh() - found) / mean - 1.0).abs() < 1e-12,
                "{mean} {found}"
            );
        }
    }

    #[test]
    fn elements_and_states_are_two_words_for_one_orbit() {
        for (e, anomaly) in [
            (0.0, 1.0),
            (1e-12, 2.0),
            (0.3, -2.0),
            (0.95, 3.0),
            (1.0, 1.5),
            (1.0 + 1e-12, -2.0),
            (3.0, 1.2),
        ] {
            for i_rad in [0.0, 1e-9, 0.4, FRAC_PI_2, 3.0, PI] {
                let elements = Elements {
                    periapsis_m: 7e6,
                    e,
                    i_rad,
                    raan_rad: 5.0,
                    argp_rad: 1.0,
                    true_anomaly_rad: anomaly,
                };
                let at = elements.state(3.986e14).unwrap();
                let again = Elements::of_state(3.986e14, at).unwrap();
                assert!((again.e - e).abs() < 1e-14 && (again.i_rad - i_rad).abs() < 1e-14);
                assert!((again.periapsis_m / 7e6 - 1.0).abs() < 1e-14);
                let back = again.state(3.986e14).unwrap();
                assert!((back.position - at.position).length() < 1e-14 * at.position.length());
                assert!((back.velocity - at.velocity).length() < 1e-14 * at.velocity.length());
            }
        }
    }

    #[test]
    fn catalogue_elements_move_as_states_do() {
        let epoch = Tdb::from_jd(2_461_000.5);
        let au = 149_597_870_700.0;
        for (a_m, e) in [(2.77 * au, 0.08), (1.1 * au, 0.9), (-3.0 * au, 1.7)] {
            let asteroid = ElementsAt {
                mu: 1.327_124_4e20,
                epoch,
                a_m,
                e,
                i_rad: 0.18,
                raan_rad: 1.4,
                argp_rad: 1.3,
                mean_anomaly_rad: 0.7,
                frame: Frame::EclipticJ2000,
            };
            let start = asteroid.state(epoch).unwrap();
            let elements = Elements::of_state(asteroid.mu, start).unwrap();
            assert!((elements.mean_anomaly_rad().unwrap() - 0.7).abs() < 1e-13);
            assert!((elements.a_m() / a_m - 1.0).abs() < 1e-12);
            for days in [-4000.0, -1.0, 500.0, 20_000.0] {
                let at = asteroid.state(epoch.plus_days(days)).unwrap();
                let moved = propagate(asteroid.mu, start, days * 86_400.0).unwrap();
                let off = (at.position - moved.position).length() / at.position.length();
                assert!(off < 1e-11, "{e} {days}: {off:e}");
            }
        }
        let pole = Frame::EclipticJ2000.to_icrf(DVec3::Z);
        let obliquity = 23.439_291_111_f64.to_radians();
        assert!((pole - DVec3::new(0.0, -obliquity.sin(), obliquity.cos())).length() < 1e-11);
        assert_eq!(Frame::Icrf.to_icrf(DVec3::Z), DVec3::Z);
    }

    #[test]
    fn what_makes_no_orbit_is_refused() {
        let good = state([1.0, 0.0, 0.0], [0.0, 1.0, 0.0]);
        let nowhere = state([0.0; 3], [0.0, 1.0, 0.0]);
        let broken = state([1.0, f64::NAN, 0.0], [0.0, 1.0, 0.0]);
        for (mu, at, dt) in [
            (0.0, good, 1.0),
            (f64::NAN, good, 1.0),
            (1.0, nowhere, 1.0),
            (1.0, broken, 1.0),
            (1.0, good, f64::INFINITY),
        ] {
            assert!(matches!(
                propagate(mu, at, dt),
                Err(AstroError::BadInput(_))
            ));
        }
        assert!(matches!(
            Elements::of_state(1.0, broken),
            Err(AstroError::BadInput(_))
        ));
        let falling = state([1.0, 0.0, 0.0], [-1.0, 0.0, 0.0]);
        assert!(matches!(
            Elements::of_state(1.0, falling),
            Err(AstroError::Degenerate(_))
        ));
        let elements = |a_m, e, anomaly| Elements::of_axis(a_m, e, [0.1, 0.2, 0.3, anomaly]);
        assert!(elements(1.0, 1.5, 0.0).is_err() && elements(-1.0, 0.5, 0.0).is_err());
        assert!(elements(1.0, f64::NAN, 0.0).is_err() && elements(1.0, -0.1, 0.0).is_err());
        assert!(matches!(
            elements(1.0, 1.0, 0.0),
            Err(AstroError::Degenerate(_))
        ));
        // The asymptote of e = 2 lies at 120 degrees.
        let beyond = elements(-1.0, 2.0, 2.2).unwrap();
        assert!(beyond.state(1.0).is_err() && beyond.mean_anomaly_rad().is_err());
        assert!(true_anomaly_rad(1.0, 1.0).is_err() && true_anomaly_rad(f64::NAN, 0.5).is_err());
    }

    #[test]
    fn periods_are_keplers() {
        let circle = Elements::of_axis(4.0, 0.0, [0.0; 4]).unwrap();
        assert!((circle.period_s(1.0).unwrap() - 16.0 * PI).abs() < 1e-14);
        assert_eq!(
            Elements::of_axis(-4.0, 2.0, [0.0; 4])
                .unwrap()
                .period_s(1.0),
            None
        );
    }
}
