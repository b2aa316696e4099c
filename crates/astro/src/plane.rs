//! The plane of an orbit about the Earth, and when a launch site passes through it.
//!
//! The plane turns at the secular rate of J2; the site turns with the Earth. Both are linear in time, so that
//! every passage is solved for, none searched.

use std::f64::consts::{PI, TAU};

use glam::DVec3;

use crate::frames::{EarthSite, Equator, gmst_at, icrf_from_mean_of_date};
use crate::{AstroError, Point, Tdb, Tle, constants};

/// Longest span that passes are listed for, s: 300 years.
const LONGEST_SPAN_S: f64 = 1e10;

/// A plane through the Earth's centre that turns about its axis as the oblate Earth makes it turn.
///
/// The node moves at -3/2 n J2 (Re/p)² cos i (Vallado 2013, equation 9-38). Drag, boosts and the periodic terms
/// are left out: launch instants for the ISS are within 10 s of SGP4's for days after the epoch, and 100 m of
/// altitude more or less shift them by 0.06 s for every day since.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OrbitPlane {
    equator: Equator,
    epoch: Tdb,
    semi_major_axis_m: f64,
    mean_motion_rad_s: f64,
    eccentricity: f64,
    inclination_rad: f64,
    raan_rad: f64,
    raan_rate_rad_s: f64,
}

impl OrbitPlane {
    /// The plane of an orbit whose node is at this right ascension at the epoch; the node's rate is that of J2.
    ///
    /// # Errors
    /// [`AstroError::BadInput`] where the orbit is not an ellipse that stays above the Earth's surface, the
    /// inclination is not from 0 to pi, or something is not finite.
    pub fn new(
        equator: Equator,
        epoch: Tdb,
        (semi_major_axis_m, eccentricity): (f64, f64),
        inclination_rad: f64,
        raan_rad: f64,
    ) -> Result<Self, AstroError> {
        let earth = constants(Point::Earth)?;
        check_ellipse(semi_major_axis_m, eccentricity, earth.equatorial_radius_m)?;
        if !(0.0..=PI).contains(&inclination_rad) {
            return Err(AstroError::BadInput(format!(
                "an inclination of {inclination_rad} rad is none: it must be from 0 to pi"
            )));
        }
        if !(raan_rad.is_finite() && epoch.seconds().is_finite()) {
            return Err(AstroError::BadInput(format!(
                "a node at {raan_rad} rad at {epoch}: both must be finite"
            )));
        }
        let p_m = semi_major_axis_m * (1.0 - eccentricity * eccentricity);
        let n = (earth.gm_m3_s2 / semi_major_axis_m.powi(3)).sqrt();
        let flat = earth.j2 * (earth.equatorial_radius_m / p_m).powi(2);
        Ok(Self {
            equator,
            epoch,
            semi_major_axis_m,
            mean_motion_rad_s: n,
            eccentricity,
            inclination_rad,
            raan_rad: raan_rad.rem_euclid(TAU),
            raan_rate_rad_s: -1.5 * n * flat * inclination_rad.cos(),
        })
    }

    /// The plane of a circular orbit at this altitude above the equator.
    ///
    /// ```
    /// use portolan_astro::{Equator, OrbitPlane, Tdb};
    /// let epoch = Tdb::from_seconds(0.0);
    /// let plane = OrbitPlane::circular(Equator::OfDate, epoch, 420e3, 51.64_f64.to_radians(), 0.0)?;
    /// // The node of the ISS goes west by 4.95 degrees a day.
    /// let drift = plane.raan_rate_rad_s().to_degrees() * 86_400.0;
    /// assert_eq!((drift * 100.0).round(), -495.0);
    /// # Ok::<(), portolan_astro::AstroError>(())
    /// ```
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn circular(
        equator: Equator,
        epoch: Tdb,
        altitude_m: f64,
        inclination_rad: f64,
        raan_rad: f64,
    ) -> Result<Self, AstroError> {
        let radius_m = constants(Point::Earth)?.equatorial_radius_m + altitude_m;
        Self::new(equator, epoch, (radius_m, 0.0), inclination_rad, raan_rad)
    }

    /// The plane of a two-line element set, its mean motion taken as Kepler's.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn from_tle(tle: &Tle) -> Result<Self, AstroError> {
        let n = tle.revolutions_per_day * TAU / 86_400.0;
        let a_m = (constants(Point::Earth)?.gm_m3_s2 / (n * n)).cbrt();
        Self::new(
            Equator::OfDate,
            Tdb::from(tle.epoch),
            (a_m, tle.eccentricity),
            tle.inclination_deg.to_radians(),
            tle.raan_deg.to_radians(),
        )
    }

    /// The same plane with a node that moves at this rate, rad/s, where a better one is known.
    ///
    /// # Errors
    /// [`AstroError::BadInput`] for a rate that is not finite or above 1e-5 rad/s (50 degrees a day).
    pub fn with_raan_rate(self, raan_rate_rad_s: f64) -> Result<Self, AstroError> {
        if raan_rate_rad_s.abs() <= 1e-5 {
            return Ok(Self {
                raan_rate_rad_s,
                ..self
            });
        }
        Err(AstroError::BadInput(format!(
            "a node that moves at {raan_rate_rad_s} rad/s: the rate must be finite and below 1e-5"
        )))
    }

    /// The equator that inclination and node are counted from.
    pub const fn equator(&self) -> Equator {
        self.equator
    }

    /// The instant at which the node is as it was given.
    pub const fn epoch(&self) -> Tdb {
        self.epoch
    }

    /// Half the longest diameter of the orbit, m.
    pub const fn semi_major_axis_m(&self) -> f64 {
        self.semi_major_axis_m
    }

    /// Eccentricity.
    pub const fn eccentricity(&self) -> f64 {
        self.eccentricity
    }

    /// Inclination, rad.
    pub const fn inclination_rad(&self) -> f64 {
        self.inclination_rad
    }

    /// Rate at which the node moves, rad/s.
    pub const fn raan_rate_rad_s(&self) -> f64 {
        self.raan_rate_rad_s
    }

    /// Right ascension of the ascending node, rad, from 0 up to 2 pi.
    pub fn raan_rad(&self, at: Tdb) -> f64 {
        let elapsed_s = at.seconds() - self.epoch.seconds();
        (self.raan_rad + self.raan_rate_rad_s * elapsed_s).rem_euclid(TAU)
    }

    /// Speed of a circular orbit of this semi-major axis, m/s.
    pub fn speed_m_s(&self) -> f64 {
        self.semi_major_axis_m * self.mean_motion_rad_s
    }

    /// Mean motion of Kepler's orbit of this semi-major axis, rad/s.
    pub const fn mean_motion_rad_s(&self) -> f64 {
        self.mean_motion_rad_s
    }

    /// The direction of the orbit's angular momentum, in the ICRF.
    pub fn normal(&self, at: Tdb) -> DVec3 {
        let (sin_i, cos_i) = self.inclination_rad.sin_cos();
        let (sin_node, cos_node) = self.raan_rad(at).sin_cos();
        let normal = DVec3::new(sin_i * sin_node, -sin_i * cos_node, cos_i);
        match self.equator {
            Equator::Icrf => normal,
            Equator::OfDate => icrf_from_mean_of_date(at) * normal,
        }
    }

    /// The direction of the ascending node and that a quarter of a revolution on, in the ICRF.
    pub(crate) fn axes(&self, at: Tdb) -> (DVec3, DVec3) {
        let (sin_node, cos_node) = self.raan_rad(at).sin_cos();
        let node = DVec3::new(cos_node, sin_node, 0.0);
        let node = match self.equator {
            Equator::Icrf => node,
            Equator::OfDate => icrf_from_mean_of_date(at) * node,
        };
        (node, self.normal(at).cross(node))
    }

    /// The same plane counted from the equator of date at its epoch.
    fn of_date(&self) -> Self {
        if self.equator == Equator::OfDate {
            return *self;
        }
        let normal = icrf_from_mean_of_date(self.epoch).transpose() * self.normal(self.epoch);
        Self {
            equator: Equator::OfDate,
            inclination_rad: normal.x.hypot(normal.y).atan2(normal.z),
            raan_rad: normal.x.atan2(-normal.y).rem_euclid(TAU),
            ..*self
        }
    }
}

/// Which way a site passes through a plane, and a launch in that instant heads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Heading {
    /// To the north.
    Ascending,
    /// To the south.
    Descending,
}

/// An instant at which a site lies in a plane.
///
/// The ascent takes minutes and goes some degrees downrange; what steering that asks for is the same for every
/// launch of a vehicle, and not in here.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlanePass {
    /// When.
    pub at: Tdb,
    /// Which way.
    pub heading: Heading,
    /// Direction in which the orbit passes over the site, seen by who does not turn with the Earth: from north
    /// over east, rad, from 0 up to 2 pi.
    pub azimuth_rad: f64,
    /// Direction to fly in over the ground so that, with what the Earth's turning adds, the orbit's speed points
    /// along `azimuth_rad`; rad, from 0 up to 2 pi.
    pub ground_azimuth_rad: f64,
}

/// A launch window: from when to when a site is near enough to a plane.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LaunchWindow {
    /// The instant in the plane.
    pub pass: PlanePass,
    /// When it opens.
    pub from: Tdb,
    /// When it closes.
    pub to: Tdb,
    /// What a launch when it opens costs more than one in the plane, m/s.
    pub dv_from_m_s: f64,
    /// What a launch when it closes costs more than one in the plane, m/s.
    pub dv_to_m_s: f64,
}

/// A site and a plane to launch into.
///
/// ```
/// use portolan_astro::{EarthSite, Equator, OrbitPlane, PlaneAccess, Tdb};
/// let degrees = f64::to_radians;
/// let epoch = Tdb::from_seconds(0.0);
/// let plane = OrbitPlane::circular(Equator::OfDate, epoch, 420e3, degrees(51.64), 0.0)?;
/// let site = EarthSite::new(degrees(28.6), degrees(-80.6))?;
/// let access = PlaneAccess::new(site, plane)?;
/// // Up and down once a day, for nine days: the plane comes 24 minutes earlier each day.
/// assert_eq!(access.passes(epoch, epoch.plus_days(9.0))?.len(), 18);
/// # Ok::<(), portolan_astro::AstroError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlaneAccess {
    site: EarthSite,
    plane: OrbitPlane,
    /// Geocentric latitude of the site.
    latitude_rad: f64,
    /// Speed at which the Earth's turning carries an equatorial radius at that latitude.
    ground_m_s: f64,
}

impl PlaneAccess {
    /// The access from a site to a plane.
    ///
    /// # Errors
    /// [`AstroError::NoSolution`] where the site lies further from the equator than the orbit ever goes, so that
    /// it never lies in the plane; the text names the least inclination. [`AstroError::Degenerate`] where the
    /// site always lies in it: at the equator under an equatorial orbit, or at a pole under a polar one.
    pub fn new(site: EarthSite, plane: OrbitPlane) -> Result<Self, AstroError> {
        let plane = plane.of_date();
        let latitude_rad = site.geocentric_latitude_rad();
        let reach_rad = plane.inclination_rad.min(PI - plane.inclination_rad);
        if latitude_rad.abs() > reach_rad {
            return Err(AstroError::NoSolution(format!(
                "a site at geocentric latitude {:.4} degrees never passes through a plane inclined by {:.4} \
                 degrees: the least inclination is {:.4}, the greatest {:.4}",
                latitude_rad.to_degrees(),
                plane.inclination_rad.to_degrees(),
                latitude_rad.abs().to_degrees(),
                180.0 - latitude_rad.abs().to_degrees(),
            )));
        }
        if plane.inclination_rad.sin() * latitude_rad.cos() < 1e-9 {
            return Err(AstroError::Degenerate(
                "the site always lies in the plane: no instant is better than another".to_owned(),
            ));
        }
        let radius_m = constants(Point::Earth)?.equatorial_radius_m;
        Ok(Self {
            site,
            plane,
            latitude_rad,
            ground_m_s: SIDEREAL_RATE_RAD_S * radius_m * latitude_rad.cos(),
        })
    }

    /// The site.
    pub const fn site(&self) -> EarthSite {
        self.site
    }

    /// The plane, counted from the equator of date.
    pub const fn plane(&self) -> &OrbitPlane {
        &self.plane
    }

    /// All instants in a span at which the site lies in the plane, in order: two a day.
    ///
    /// sin(θ + λ - Ω) = tan φ / tan i, with Greenwich mean sidereal time θ, longitude λ, node Ω and geocentric
    /// latitude φ (Wertz & Larson 1999, Space Mission Analysis and Design, 3rd edition, section 6.4).
    ///
    /// # Errors
    /// [`AstroError::BadInput`] for a span that is not in order, not in the calendar or longer than 300 years.
    pub fn passes(&self, from: Tdb, to: Tdb) -> Result<Vec<PlanePass>, AstroError> {
        let (from_s, to_s) = (from.seconds(), to.seconds());
        if !(from_s <= to_s && to_s - from_s <= LONGEST_SPAN_S) {
            return Err(AstroError::BadInput(format!(
                "a span from {from} to {to}: it must be in order and at most 300 years long"
            )));
        }
        let start = self.hour_angle_rad(from)?;
        let rate = self.hour_rate_rad_s();
        let mut passes = Vec::new();
        for heading in [Heading::Ascending, Heading::Descending] {
            let target = self.target_rad(heading);
            let mut guess = from.plus_seconds(((target - start).rem_euclid(TAU) - TAU) / rate);
            while guess.seconds() < to_s + 1.0 {
                let at = self.refined(guess, target)?;
                if at >= from && at < to {
                    passes.push(self.pass(at, heading));
                }
                guess = at.plus_seconds(TAU / rate);
            }
        }
        passes.sort_by(|a, b| a.at.seconds().total_cmp(&b.at.seconds()));
        Ok(passes)
    }

    /// How far the site is from the plane, rad: positive on the side to which the orbit's angular momentum
    /// points. No plane through the site is nearer to the orbit's.
    ///
    /// # Errors
    /// [`AstroError::BadInput`] for an instant that is not in the calendar.
    pub fn off_plane_rad(&self, at: Tdb) -> Result<f64, AstroError> {
        Ok(self.sin_off_plane(self.hour_angle_rad(at)?).asin())
    }

    /// What a launch at this instant costs more than one in the plane, m/s: the turn by the angle off the plane
    /// at orbital speed.
    ///
    /// # Errors
    /// As [`off_plane_rad`](Self::off_plane_rad).
    pub fn off_plane_dv_m_s(&self, at: Tdb) -> Result<f64, AstroError> {
        Ok(turn_dv_m_s(self.plane.speed_m_s(), self.off_plane_rad(at)?))
    }

    /// The windows around all passes of a span in which a launch costs at most this much more than one in the
    /// plane. Where two passes are so near to each other that all instants between are cheap enough, their
    /// windows meet halfway.
    ///
    /// # Errors
    /// As [`passes`](Self::passes); [`AstroError::BadInput`] for a budget that is not a number from zero up to
    /// the orbit's speed.
    pub fn windows(
        &self,
        budget_m_s: f64,
        from: Tdb,
        to: Tdb,
    ) -> Result<Vec<LaunchWindow>, AstroError> {
        let speed_m_s = self.plane.speed_m_s();
        if !(0.0..=speed_m_s).contains(&budget_m_s) {
            return Err(AstroError::BadInput(format!(
                "a budget of {budget_m_s} m/s: it must be from 0 to the orbit's speed of {speed_m_s:.0} m/s"
            )));
        }
        let sin_limit = (2.0 * (budget_m_s / (2.0 * speed_m_s)).asin()).sin();
        let (before_s, after_s) = self.margins_s(sin_limit);
        let passes = self.passes(from, to)?;
        let windows = passes.into_iter().map(|pass| {
            let (before_s, after_s) = match pass.heading {
                Heading::Ascending => (before_s, after_s),
                Heading::Descending => (after_s, before_s),
            };
            self.window(pass, before_s, after_s)
        });
        windows.collect()
    }

    /// The window from this long before a pass to this long after it.
    ///
    /// # Errors
    /// [`AstroError::BadInput`] for spans that are not from zero to 12 hours.
    pub fn window(
        &self,
        pass: PlanePass,
        before_s: f64,
        after_s: f64,
    ) -> Result<LaunchWindow, AstroError> {
        let half_day = 0.0..=43_200.0;
        if !(half_day.contains(&before_s) && half_day.contains(&after_s)) {
            return Err(AstroError::BadInput(format!(
                "a window from {before_s} s before to {after_s} s after a pass: both must be from 0 to 43 200"
            )));
        }
        let (from, to) = (
            pass.at.plus_seconds(-before_s),
            pass.at.plus_seconds(after_s),
        );
        Ok(LaunchWindow {
            pass,
            from,
            to,
            dv_from_m_s: self.off_plane_dv_m_s(from)?,
            dv_to_m_s: self.off_plane_dv_m_s(to)?,
        })
    }

    /// Argument of latitude of the site in the orbit at a pass: the angle from the node, rad.
    pub fn argument_of_latitude_rad(&self, heading: Heading) -> f64 {
        let sin_u = self.latitude_rad.sin() / self.plane.inclination_rad.sin();
        let ascending = sin_u.clamp(-1.0, 1.0).asin();
        match heading {
            Heading::Ascending => ascending.rem_euclid(TAU),
            Heading::Descending => PI - ascending,
        }
    }

    /// Right ascension of the site less that of the node.
    fn hour_angle_rad(&self, at: Tdb) -> Result<f64, AstroError> {
        Ok(gmst_at(at)? + self.site.longitude_rad() - self.plane.raan_rad(at))
    }

    /// How fast that grows, to 1e-9: the mean sidereal rate of the Earth less the node's.
    fn hour_rate_rad_s(&self) -> f64 {
        SIDEREAL_RATE_RAD_S - self.plane.raan_rate_rad_s
    }

    /// The hour angle of a pass.
    fn target_rad(&self, heading: Heading) -> f64 {
        let sine = self.latitude_rad.tan() / self.plane.inclination_rad.tan();
        let ascending = sine.clamp(-1.0, 1.0).asin();
        match heading {
            Heading::Ascending => ascending,
            Heading::Descending => PI - ascending,
        }
    }

    /// The instant near another at which the hour angle is as asked for.
    fn refined(&self, near: Tdb, target_rad: f64) -> Result<Tdb, AstroError> {
        let mut at = near;
        // The hour angle is linear but for 0.1 s per century squared: one step does it, the second proves it.
        for _ in 0..2 {
            let missing = target_rad - self.hour_angle_rad(at)?;
            let missing = (missing + PI).rem_euclid(TAU) - PI;
            at = at.plus_seconds(missing / self.hour_rate_rad_s());
        }
        Ok(at)
    }

    /// The pass at an instant.
    fn pass(&self, at: Tdb, heading: Heading) -> PlanePass {
        let sine = self.plane.inclination_rad.cos() / self.latitude_rad.cos();
        let northward = sine.clamp(-1.0, 1.0).asin();
        let azimuth_rad = match heading {
            Heading::Ascending => northward,
            Heading::Descending => PI - northward,
        };
        let (east, north) = azimuth_rad.sin_cos();
        let speed_m_s = self.plane.speed_m_s();
        let ground_azimuth_rad = (speed_m_s * east - self.ground_m_s).atan2(speed_m_s * north);
        PlanePass {
            at,
            heading,
            azimuth_rad: azimuth_rad.rem_euclid(TAU),
            ground_azimuth_rad: ground_azimuth_rad.rem_euclid(TAU),
        }
    }

    /// Sine of the angle off the plane at an hour angle.
    fn sin_off_plane(&self, hour_angle_rad: f64) -> f64 {
        let (sin_i, cos_i) = self.plane.inclination_rad.sin_cos();
        let (sin_lat, cos_lat) = self.latitude_rad.sin_cos();
        (cos_i * sin_lat - sin_i * cos_lat * hour_angle_rad.sin()).clamp(-1.0, 1.0)
    }

    /// How long before and after an ascending pass the angle off the plane stays below a limit; of a descending
    /// one, the other way round.
    fn margins_s(&self, sin_limit: f64) -> (f64, f64) {
        let (sin_i, cos_i) = self.plane.inclination_rad.sin_cos();
        let (sin_lat, cos_lat) = self.latitude_rad.sin_cos();
        let edge = |sin_off: f64| {
            let sine = (cos_i * sin_lat - sin_off) / (sin_i * cos_lat);
            sine.clamp(-1.0, 1.0).asin()
        };
        let pass = self.target_rad(Heading::Ascending);
        let (earliest, latest) = (edge(sin_limit), edge(-sin_limit));
        let rate = self.hour_rate_rad_s();
        (
            ((pass - earliest) / rate).max(0.0),
            ((latest - pass) / rate).max(0.0),
        )
    }
}

/// Rate of Greenwich mean sidereal time, rad/s of UT1 (IAU 1982).
const SIDEREAL_RATE_RAD_S: f64 = TAU * 1.002_737_909_350_795 / 86_400.0;

/// What it costs to turn a speed by an angle, m/s: 2 v sin(δ/2).
///
/// ```
/// use portolan_astro::turn_dv_m_s;
/// // A turn by 60 degrees costs as much as the speed itself.
/// assert!((turn_dv_m_s(7_669.0, 60_f64.to_radians()) - 7_669.0).abs() < 1e-9);
/// ```
pub fn turn_dv_m_s(speed_m_s: f64, angle_rad: f64) -> f64 {
    2.0 * speed_m_s * (0.5 * angle_rad).sin().abs()
}

/// Refuses an orbit that is no ellipse, or not above the surface.
fn check_ellipse(
    semi_major_axis_m: f64,
    eccentricity: f64,
    surface_m: f64,
) -> Result<(), AstroError> {
    let perigee_m = semi_major_axis_m * (1.0 - eccentricity);
    let is_ellipse = (0.0..1.0).contains(&eccentricity) && semi_major_axis_m.is_finite();
    if is_ellipse && perigee_m > surface_m {
        return Ok(());
    }
    Err(AstroError::BadInput(format!(
        "an orbit with semi-major axis {semi_major_axis_m} m and eccentricity {eccentricity}: it must be an \
         ellipse above {surface_m} m from the Earth's centre"
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn access(latitude_deg: f64, inclination_deg: f64) -> Result<PlaneAccess, AstroError> {
        let epoch = Tdb::from_seconds(8.8e8);
        let plane = OrbitPlane::circular(
            Equator::OfDate,
            epoch,
            400e3,
            inclination_deg.to_radians(),
            1.0,
        )?;
        PlaneAccess::new(EarthSite::new(latitude_deg.to_radians(), 2.0)?, plane)
    }

    #[test]
    fn a_pass_lies_in_the_plane_and_heads_along_it() {
        for (latitude, inclination) in [
            (28.5, 51.6),
            (-30.0, 40.0),
            (5.0, 97.5),
            (0.0, 10.0),
            (60.0, 150.0 - 35.0),
        ] {
            let access = access(latitude, inclination).unwrap();
            let from = Tdb::from_seconds(8.9e8);
            let passes = access.passes(from, from.plus_days(30.0)).unwrap();
            assert!((59..=62).contains(&passes.len()), "{}", passes.len());
            for pass in passes {
                assert!(access.off_plane_rad(pass.at).unwrap().abs() < 1e-9);
                assert_eq!(
                    pass.heading == Heading::Ascending,
                    pass.azimuth_rad.cos() > 0.0
                );
                // cos i = sin azimuth cos latitude.
                let sine = pass.azimuth_rad.sin() * access.latitude_rad.cos();
                assert!((sine - inclination.to_radians().cos()).abs() < 1e-12);
            }
        }
    }

    #[test]
    fn the_normal_is_the_pole_of_what_the_angle_is_measured_from() {
        let access = access(28.5, 51.6).unwrap();
        let at = Tdb::from_seconds(8.91e8);
        let hour = access.hour_angle_rad(at).unwrap() + access.plane.raan_rad(at);
        let latitude = access.latitude_rad;
        let site = DVec3::new(
            latitude.cos() * hour.cos(),
            latitude.cos() * hour.sin(),
            latitude.sin(),
        );
        let off = access
            .plane
            .normal(at)
            .dot(icrf_from_mean_of_date(at) * site)
            .asin();
        assert!((off - access.off_plane_rad(at).unwrap()).abs() < 1e-12);
    }

    #[test]
    fn a_plane_of_the_icrf_is_the_same_plane_of_date() {
        let epoch = Tdb::from_seconds(8.8e8);
        let icrf = OrbitPlane::circular(Equator::Icrf, epoch, 400e3, 0.9, 1.0).unwrap();
        let of_date = icrf.of_date();
        assert!((icrf.normal(epoch) - of_date.normal(epoch)).length() < 1e-14);
        // 28 years of precession: 0.36 degrees of right ascension.
        let shift = (of_date.raan_rad(epoch) - 1.0).to_degrees();
        assert!((0.2..0.5).contains(&shift), "{shift}");
    }

    #[test]
    fn a_site_beyond_the_plane_is_told_the_least_inclination() {
        let error = access(28.6, 28.0).unwrap_err();
        let AstroError::NoSolution(text) = error else {
            panic!("{error:?}")
        };
        assert!(text.contains("least inclination is 28.4"), "{text}");
        assert!(matches!(
            access(28.6, 152.0),
            Err(AstroError::NoSolution(_))
        ));
        assert!(access(28.6, 151.0).is_ok());
        assert!(matches!(access(0.0, 0.0), Err(AstroError::Degenerate(_))));
        assert!(matches!(access(90.0, 90.0), Err(AstroError::Degenerate(_))));
    }

    #[test]
    fn windows_of_passes_near_each_other_meet_halfway() {
        let access = access(51.0, 51.6).unwrap();
        let from = Tdb::from_seconds(8.9e8);
        let windows = access.windows(200.0, from, from.plus_days(3.0)).unwrap();
        let apart = windows
            .windows(2)
            .find(|two| two[0].pass.heading == Heading::Ascending);
        let two = apart.unwrap();
        assert!((two[0].to.seconds() - two[1].from.seconds()).abs() < 1e-3);
        assert!(two[0].dv_to_m_s < 200.0 && (two[0].dv_from_m_s - 200.0).abs() < 1e-3);
        assert!((two[1].dv_to_m_s - 200.0).abs() < 1e-3);
    }

    #[test]
    fn what_is_no_orbit_and_no_span_is_refused() {
        let epoch = Tdb::from_seconds(0.0);
        let make = |a, e, i, raan| OrbitPlane::new(Equator::OfDate, epoch, (a, e), i, raan);
        for (a, e, i, raan) in [
            (6e6, 0.0, 0.5, 0.0),
            (f64::NAN, 0.0, 0.5, 0.0),
            (f64::INFINITY, 0.0, 0.5, 0.0),
            (7e6, 0.5, 0.5, 0.0),
            (7e6, -0.1, 0.5, 0.0),
            (7e6, 0.0, -0.1, 0.0),
            (7e6, 0.0, f64::NAN, 0.0),
            (7e6, 0.0, 0.5, f64::INFINITY),
        ] {
            assert!(matches!(make(a, e, i, raan), Err(AstroError::BadInput(_))));
        }
        assert!(EarthSite::new(1.6, 0.0).is_err() && EarthSite::new(0.0, f64::NAN).is_err());
        let access = access(28.5, 90.0).unwrap();
        let at = |s| Tdb::from_seconds(s);
        for (from, to) in [
            (1.0, 0.0),
            (f64::NAN, 0.0),
            (0.0, f64::INFINITY),
            (0.0, 2e10),
        ] {
            assert!(access.passes(at(from), at(to)).is_err());
        }
        assert!(access.windows(f64::NAN, at(0.0), at(1e5)).is_err());
        assert!(access.windows(-1.0, at(0.0), at(1e5)).is_err());
        assert!(access.plane().with_raan_rate(f64::NAN).is_err());
    }
}
