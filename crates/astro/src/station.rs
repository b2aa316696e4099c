//! Windows to a station: in its plane, and with the station where a rendezvous of a given length needs it.

use std::f64::consts::TAU;

use crate::plane::{Heading, LaunchWindow, OrbitPlane, PlaneAccess};
use crate::{AstroError, EarthSite, Ephemeris, Point, Tdb, Tle, constants};

/// Rate beyond which a growth of the mean motion is no drag but a mistake, rad/s².
const MOST_GROWTH_RAD_S2: f64 = 1e-10;

/// The orbit of a station: its plane, and where in it the station is.
///
/// The plane serves for months, the place in it does not: drag and boosts of the ISS shift it by degrees within
/// a day or two of their not being known, and a phase weeks ahead only tells how phases vary from day to day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StationOrbit {
    plane: OrbitPlane,
    /// Argument of latitude at the plane's epoch.
    latitude_argument_rad: f64,
    /// Its rate at the epoch.
    rate_rad_s: f64,
    /// Half of what that rate grows by.
    half_growth_rad_s2: f64,
}

impl StationOrbit {
    /// A station at this angle from the ascending node at the epoch of its plane, rad.
    ///
    /// The angle grows at the secular rate of J2: that of the mean anomaly and that of the perigee together
    /// (Vallado 2013, equations 9-39 and 9-41).
    ///
    /// # Errors
    /// [`AstroError::BadInput`] for an angle that is not finite.
    pub fn new(plane: OrbitPlane, latitude_argument_rad: f64) -> Result<Self, AstroError> {
        let (anomaly, perigee) = secular_rates_rad_s(&plane)?;
        Self::moving(
            plane,
            latitude_argument_rad,
            plane.mean_motion_rad_s() + anomaly + perigee,
            0.0,
        )
    }

    /// The station of a two-line element set. Its mean motion has J2's part of the mean anomaly's rate in it
    /// already; what it grows by from drag is carried on.
    ///
    /// # Errors
    /// As [`OrbitPlane::new`].
    pub fn from_tle(tle: &Tle) -> Result<Self, AstroError> {
        let plane = OrbitPlane::from_tle(tle)?;
        let mean_anomaly_rad = tle.mean_anomaly_deg.to_radians();
        let anomaly_rad = crate::true_anomaly_rad(mean_anomaly_rad, tle.eccentricity)?;
        let (_, perigee) = secular_rates_rad_s(&plane)?;
        Self::moving(
            plane,
            tle.perigee_deg.to_radians() + anomaly_rad,
            tle.revolutions_per_day * TAU / 86_400.0 + perigee,
            tle.half_growth_per_day2 * TAU / (86_400.0 * 86_400.0),
        )
    }

    fn moving(
        plane: OrbitPlane,
        latitude_argument_rad: f64,
        rate_rad_s: f64,
        half_growth_rad_s2: f64,
    ) -> Result<Self, AstroError> {
        if !(latitude_argument_rad.is_finite() && half_growth_rad_s2.abs() < MOST_GROWTH_RAD_S2) {
            return Err(AstroError::BadInput(format!(
                "a station at {latitude_argument_rad} rad from the node, gaining {half_growth_rad_s2} rad/s²: \
                 the first must be finite, the second below {MOST_GROWTH_RAD_S2}"
            )));
        }
        Ok(Self {
            plane,
            latitude_argument_rad,
            rate_rad_s,
            half_growth_rad_s2,
        })
    }

    /// The plane.
    pub const fn plane(&self) -> &OrbitPlane {
        &self.plane
    }

    /// The angle from the ascending node, rad, from 0 up to 2 pi; of an orbit that is not circular its mean.
    pub fn latitude_argument_rad(&self, at: Tdb) -> f64 {
        let elapsed_s = at.seconds() - self.plane.epoch().seconds();
        let moved = (self.rate_rad_s + self.half_growth_rad_s2 * elapsed_s) * elapsed_s;
        (self.latitude_argument_rad + moved).rem_euclid(TAU)
    }

    /// Rate of the angle from the ascending node at the epoch, rad/s.
    pub const fn rate_rad_s(&self) -> f64 {
        self.rate_rad_s
    }

    /// Angle that the station has still to go to be opposite the Sun, rad, from -2 pi to 2 pi.
    pub(crate) fn behind_earth_rad(
        &self,
        ephemeris: &dyn Ephemeris,
        at: Tdb,
    ) -> Result<f64, AstroError> {
        let sun = ephemeris.state(Point::Sun, Point::Earth, at)?.position;
        let (node, across) = self.plane.axes(at);
        let opposite = (-sun.dot(across)).atan2(-sun.dot(node));
        Ok(opposite - self.latitude_argument_rad(at))
    }

    /// Angle by which a circular orbit at an altitude gains on the station in a second, rad/s; Kepler's, without
    /// J2, which moves both nearly alike.
    ///
    /// # Errors
    /// [`AstroError::BadInput`] for an altitude below the surface or not finite.
    pub fn gain_rad_s(&self, altitude_m: f64) -> Result<f64, AstroError> {
        let earth = constants(Point::Earth)?;
        if !(altitude_m.is_finite() && altitude_m > 0.0) {
            return Err(AstroError::BadInput(format!(
                "an orbit at {altitude_m} m: it must be above the surface"
            )));
        }
        let radius_m = earth.equatorial_radius_m + altitude_m;
        Ok((earth.gm_m3_s2 / radius_m.powi(3)).sqrt() - self.plane.mean_motion_rad_s())
    }
}

/// What J2 adds to the rates of the mean anomaly and of the argument of perigee.
fn secular_rates_rad_s(plane: &OrbitPlane) -> Result<(f64, f64), AstroError> {
    let earth = constants(Point::Earth)?;
    let e2 = plane.eccentricity() * plane.eccentricity();
    let p_m = plane.semi_major_axis_m() * (1.0 - e2);
    let flat = earth.j2 * (earth.equatorial_radius_m / p_m).powi(2);
    let cos2 = plane.inclination_rad().cos().powi(2);
    let scale = 0.75 * plane.mean_motion_rad_s() * flat;
    Ok((
        scale * (1.0 - e2).sqrt() * (3.0 * cos2 - 1.0),
        scale * (5.0 * cos2 - 1.0),
    ))
}

/// A way to meet the station: how long it takes from insertion, and for which phases it does.
///
/// Shorter ways bear fewer phases. Published for the Soyuz: 150 degrees in two days, 22 in four revolutions, 6 in
/// two (Rossiyskaya Gazeta, March 2024).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RendezvousClass {
    /// From insertion to contact, s.
    pub flight_s: f64,
    /// The least angle by which the station may be ahead at insertion, rad; it may be above a turn.
    pub least_phase_rad: f64,
    /// The greatest such angle, rad; a turn or more above the least means that every phase will do.
    pub greatest_phase_rad: f64,
}

impl RendezvousClass {
    /// The class of those who wait for the station in a circular orbit between two altitudes, for this long: what
    /// the lowest gains is the greatest phase, what the highest gains the least.
    ///
    /// # Errors
    /// [`AstroError::BadInput`] for altitudes out of order, a time that is not above zero, and what is not finite.
    pub fn between(
        station: &StationOrbit,
        flight_s: f64,
        lowest_m: f64,
        highest_m: f64,
    ) -> Result<Self, AstroError> {
        if !(flight_s.is_finite() && flight_s > 0.0 && lowest_m <= highest_m) {
            return Err(AstroError::BadInput(format!(
                "{flight_s} s between {lowest_m} m and {highest_m} m: the time must be above zero, the altitudes \
                 in order"
            )));
        }
        Ok(Self {
            flight_s,
            least_phase_rad: flight_s * station.gain_rad_s(highest_m)?,
            greatest_phase_rad: flight_s * station.gain_rad_s(lowest_m)?,
        })
    }

    /// True where this way bears the phase, or the phase and some turns.
    pub fn bears(&self, phase_rad: f64) -> bool {
        let width = self.greatest_phase_rad - self.least_phase_rad;
        (phase_rad - self.least_phase_rad).rem_euclid(TAU) <= width
    }
}

/// What it takes to go from a site to a station.
#[derive(Clone, Debug, PartialEq)]
pub struct StationAccess {
    access: PlaneAccess,
    station: StationOrbit,
    /// Only passes with this heading; both where nothing is said.
    pub heading: Option<Heading>,
    /// How much more than in the plane a launch may cost, m/s.
    pub budget_m_s: f64,
    /// From launch to insertion, s.
    pub ascent_s: f64,
    /// Angle about the Earth's centre from the site to the place of insertion, rad.
    pub ascent_rad: f64,
    /// The ways to meet the station, the most wanted first.
    pub classes: Vec<RendezvousClass>,
}

/// A window to a station.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StationWindow {
    /// When, and what its edges cost.
    pub launch: LaunchWindow,
    /// By how much the station is ahead at insertion after a launch in the plane, rad, from 0 up to 2 pi.
    pub phase_rad: f64,
    /// The first of the classes that bears this phase, counted from zero; none where none does.
    pub class: Option<usize>,
}

impl StationAccess {
    /// The access from a site to a station, with a budget in m/s for launches off the plane, an ascent that takes
    /// neither time nor way, both headings and no class of rendezvous. The fields say more.
    ///
    /// # Errors
    /// As [`PlaneAccess::new`].
    pub fn new(
        site: EarthSite,
        station: StationOrbit,
        budget_m_s: f64,
    ) -> Result<Self, AstroError> {
        Ok(Self {
            access: PlaneAccess::new(site, *station.plane())?,
            station,
            heading: None,
            budget_m_s,
            ascent_s: 0.0,
            ascent_rad: 0.0,
            classes: Vec::new(),
        })
    }

    /// The access to the station's plane.
    pub const fn plane_access(&self) -> &PlaneAccess {
        &self.access
    }

    /// The windows whose instants in the plane lie in a span, in order: a calendar.
    ///
    /// # Errors
    /// As [`PlaneAccess::windows`]; [`AstroError::BadInput`] for an ascent that is not finite.
    pub fn windows(&self, from: Tdb, to: Tdb) -> Result<Vec<StationWindow>, AstroError> {
        if !(self.ascent_s.is_finite() && self.ascent_rad.is_finite()) {
            return Err(AstroError::BadInput(format!(
                "an ascent of {} s over {} rad: both must be finite",
                self.ascent_s, self.ascent_rad
            )));
        }
        let launches = self.access.windows(self.budget_m_s, from, to)?;
        let wanted = launches.into_iter().filter(|launch| {
            self.heading
                .is_none_or(|heading| heading == launch.pass.heading)
        });
        Ok(wanted.map(|launch| self.window(launch)).collect())
    }

    fn window(&self, launch: LaunchWindow) -> StationWindow {
        let inserted = launch.pass.at.plus_seconds(self.ascent_s);
        let arrived_rad =
            self.access.argument_of_latitude_rad(launch.pass.heading) + self.ascent_rad;
        let station_rad = self.station.latitude_argument_rad(inserted);
        let phase_rad = (station_rad - arrived_rad).rem_euclid(TAU);
        StationWindow {
            launch,
            phase_rad,
            class: self.classes.iter().position(|class| class.bears(phase_rad)),
        }
    }
}
