//! Flights between the Earth, the Moon and the libration points of both.

use super::steering::broken_plane_dv_m_s;
use super::{Question, Realm, codes};
use crate::{LunarReturn, LunarWindow, Point, Tdb, moon_off_plane_rad};
use crate::{LunarTransfer, OrbitPlane, constants, lunar_return, lunar_transfer, lunar_windows};
use portolan_model::{Arrival, Burn, BurnSystem, Node, Opportunity, Place, Way, Window};
use portolan_vocabulary::{Duration, Fact, Findings, Speed};

/// How long a flight takes where nothing is asked: the middle of the three to six days that flights of
/// least energy and their faster relatives take.
const TAKES_D: f64 = 4.5;
/// Perigee of a return that enters the atmosphere, m above the equator.
const ENTRY_PERIGEE_M: f64 = 50e3;
/// The most slices that a span is cut into.
const MOST_SLICES: i64 = 100_000;

impl Question<'_> {
    /// A window around every instant at which the Moon at arrival lies in the plane of the orbit.
    pub(super) fn moonward(&self) -> Result<Vec<Opportunity>, Findings> {
        if self.from.is_surface() {
            return Err(self.no_method());
        }
        let plane = self.plane(self.from)?;
        let takes = self.takes();
        let half_width_s = self.transfer.half_width.seconds();
        let (from, to) = (
            self.tdb(self.span.from).plus_seconds(-half_width_s),
            self.tdb(self.span.to).plus_seconds(half_width_s),
        );
        let windows = lunar_windows(self.ephemeris, &plane, takes.seconds(), from, to);
        let windows = windows.map_err(|error| self.wrong(&error))?;
        let each = windows.iter().map(|window| self.injection(&plane, window));
        each.collect()
    }

    fn injection(&self, plane: &OrbitPlane, lunar: &LunarWindow) -> Result<Opportunity, Findings> {
        let half_width_s = self.transfer.half_width.seconds();
        let ends = [-half_width_s, 0.0, half_width_s].map(|s| lunar.at.plus_seconds(s));
        let window = self.window(ends[0], ends[2])?;
        let takes = self.takes();
        let flight = self.in_plane(plane, lunar)?;
        let steering_m_s = self.steering_m_s(&flight, plane, lunar, [ends[0], ends[2]])?;
        let way = if self.transfer.costs {
            if !self.is_to_lunar_orbit() {
                return Err(self.no_cost());
            }
            let captures = self.captures();
            let (first_m_s, last_m_s) = if captures {
                (
                    flight.injection_dv_m_s,
                    flight.capture_dv_m_s + steering_m_s,
                )
            } else {
                (flight.injection_dv_m_s + steering_m_s, 0.0)
            };
            burns(takes, first_m_s, captures.then_some(last_m_s))
        } else {
            self.stated(steering_m_s)
        };
        let mut opportunity = Opportunity::new(window, way);
        opportunity.best = self.since(lunar.at)?;
        let declination = lunar.moon_declination_rad.to_degrees();
        opportunity.facts = vec![
            Fact::number("steering-dv", steering_m_s, "m/s"),
            Fact::number("moon-declination", declination, "deg"),
            Fact::number("moon-distance", lunar.moon_distance_m / 1e3, "km"),
            Fact::number("injection-dv", flight.injection_dv_m_s, "m/s"),
        ];
        if self.is_to_lunar_orbit() {
            let capture = Fact::number("capture-dv", flight.capture_dv_m_s, "m/s");
            opportunity.facts.push(capture);
        }
        Ok(opportunity)
    }

    /// The flight in the plane.
    fn in_plane(&self, plane: &OrbitPlane, lunar: &LunarWindow) -> Result<LunarTransfer, Findings> {
        let (takes_s, altitude_m) = (self.takes().seconds(), self.lunar_altitude_m());
        let flight = lunar_transfer(self.ephemeris, plane, lunar.at, takes_s, altitude_m);
        flight.map_err(|error| self.wrong(&error))
    }

    /// What a departure at the edges of the window costs more than one in the plane.
    fn steering_m_s(
        &self,
        flight: &LunarTransfer,
        plane: &OrbitPlane,
        lunar: &LunarWindow,
        ends: [Tdb; 2],
    ) -> Result<f64, Findings> {
        let takes_s = self.takes().seconds();
        let mut dearest_m_s = 0.0_f64;
        for at in ends {
            let off_rad = moon_off_plane_rad(self.ephemeris, plane, at, takes_s);
            let off_rad = off_rad.map_err(|error| self.wrong(&error))?;
            let perigee_m = plane.semi_major_axis_m();
            let dv_m_s = broken_plane_dv_m_s(flight, perigee_m, lunar.moon_distance_m, off_rad);
            dearest_m_s = dearest_m_s.max(dv_m_s);
        }
        Ok(dearest_m_s)
    }

    /// Stated burns can be made at any time; computed ones cost what the Moon's distance makes them.
    pub(super) fn earthward(&self) -> Result<Vec<Opportunity>, Findings> {
        if !self.transfer.costs {
            return Ok(self.always(self.stated(0.0)));
        }
        if Realm::of(self.from) != Realm::Moon || self.from.is_surface() {
            return Err(self.no_cost());
        }
        let step = self.transfer.step.max(self.least_step());
        let mut found = Vec::new();
        let mut from = self.span.from;
        while from < self.span.to {
            let to = (from + step).min(self.span.to);
            found.push(self.homeward(Window { from, to })?);
            from = to;
        }
        Ok(found)
    }

    fn homeward(&self, window: Window) -> Result<Opportunity, Findings> {
        let takes = self.takes();
        let Place::Orbit { periapsis, .. } = self.from.place else {
            return Err(self.no_cost());
        };
        let perigee_m = match self.to.place {
            Place::Orbit { periapsis, .. } if self.captures() => periapsis.m(),
            _ => ENTRY_PERIGEE_M,
        };
        let flights: Vec<LunarReturn> = [window.from, window.to]
            .iter()
            .map(|at| {
                let (at, takes_s) = (self.tdb(*at), takes.seconds());
                lunar_return(self.ephemeris, at, takes_s, periapsis.m(), perigee_m)
            })
            .collect::<Result<_, _>>()
            .map_err(|error| self.wrong(&error))?;
        let dearest = |of: fn(&LunarReturn) -> f64| flights.iter().map(of).fold(0.0, f64::max);
        let perigee_m_s = dearest(|flight| flight.perigee_speed_m_s);
        let capture_m_s = match self.to.place {
            Place::Orbit { .. } if self.captures() => {
                Some(perigee_m_s - self.circular_m_s(perigee_m)?)
            }
            _ => None,
        };
        let way = burns(
            takes,
            dearest(|flight| flight.injection_dv_m_s),
            capture_m_s,
        );
        let mut opportunity = Opportunity::new(window, way);
        opportunity.facts = vec![Fact::number("perigee-speed", perigee_m_s / 1e3, "km/s")];
        Ok(opportunity)
    }

    /// To and from an orbit around a libration point in time with its closest passages of the Moon: what
    /// goes down arrives at a passage, what comes up leaves at one.
    pub(super) fn cislunar(&self) -> Result<Vec<Opportunity>, Findings> {
        if self.transfer.costs {
            return Err(self.no_cost());
        }
        let Some((period, passage)) = self.passages()? else {
            return Ok(self.always(self.stated(0.0)));
        };
        let takes = self.edge.way.duration().unwrap_or_default();
        let leaves = if Realm::of(self.from) == Realm::Libration {
            passage - takes
        } else {
            passage
        };
        let since = (self.span.from - self.transfer.half_width - leaves).micros();
        let mut best = leaves + period * since.div_euclid(period.micros());
        let mut found = Vec::new();
        while best - self.transfer.half_width < self.span.to {
            let window = Window {
                from: best - self.transfer.half_width,
                to: best + self.transfer.half_width,
            };
            let mut opportunity = Opportunity::new(window, self.stated(0.0));
            opportunity.best = best;
            found.push(opportunity);
            best += period;
        }
        Ok(found)
    }

    /// Period and one passage of the orbit around a libration point; `None` for a point at rest.
    fn passages(&self) -> Result<Option<(Duration, Duration)>, Findings> {
        let of = |node: &Node| match node.place {
            Place::Libration {
                period, passage, ..
            } => (period, passage),
            _ => (None, None),
        };
        let (period, passage) = match of(self.from) {
            (None, _) => of(self.to),
            known => known,
        };
        let Some(period) = period else {
            return Ok(None);
        };
        let least = Duration::from_micros(self.span.to.micros() / MOST_SLICES);
        let Some(passage) = passage.filter(|_| period > least) else {
            let message = "when the orbit around the libration point passes the Moon is not given";
            let advice = "give the node passage = \"...\", an instant of its closest passage, and a period of days";
            return Err(vec![self.error(codes::LACKS, message).advice(advice)]);
        };
        Ok(Some((period, passage)))
    }

    /// How long the flight takes: what the way states, or the default as far as it is allowed.
    fn takes(&self) -> Duration {
        let stated = self.edge.way.duration().filter(|it| *it > Duration::ZERO);
        let default = Duration::from_days(TAKES_D);
        let at_least = default.max(self.transfer.min_duration.unwrap_or(Duration::ZERO));
        let allowed = at_least.min(self.transfer.max_duration.unwrap_or(Duration::MAX));
        stated.filter(|_| !self.transfer.costs).unwrap_or(allowed)
    }

    fn captures(&self) -> bool {
        matches!(self.transfer.arrival, Arrival::Capture)
    }

    /// The altitude at which the Moon is met: that of the destination, otherwise 100 km.
    fn lunar_altitude_m(&self) -> f64 {
        match self.to.place {
            Place::Orbit { periapsis, .. } => periapsis.m(),
            _ => 100e3,
        }
    }

    fn is_to_lunar_orbit(&self) -> bool {
        matches!(self.to.place, Place::Orbit { .. }) && Realm::of(self.to) == Realm::Moon
    }

    fn circular_m_s(&self, altitude_m: f64) -> Result<f64, Findings> {
        let earth = constants(Point::Earth).map_err(|error| self.wrong(&error))?;
        Ok((earth.gm_m3_s2 / (earth.equatorial_radius_m + altitude_m)).sqrt())
    }

    fn least_step(&self) -> Duration {
        let span = self.span.to - self.span.from;
        Duration::from_micros(span.micros() / MOST_SLICES + 1)
    }
}

/// A burn at departure, and one at arrival where something is burnt there.
fn burns(duration: Duration, departure_m_s: f64, arrival_m_s: Option<f64>) -> Way {
    let burn = |after, dv_m_s| Burn {
        after,
        dv: Speed::new(dv_m_s),
        system: BurnSystem::Main,
    };
    let mut burns = vec![burn(Duration::ZERO, departure_m_s)];
    burns.extend(arrival_m_s.map(|dv_m_s| burn(duration, dv_m_s)));
    Way::Impulsive { duration, burns }
}
