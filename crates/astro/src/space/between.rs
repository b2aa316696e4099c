//! Flights between bodies that go round the Sun.

use super::Question;
use crate::{
    Allowance, AstroError, Criterion, Dates, DepartureSlice, ElementsAt, Frame, Heliocentric, Leg,
    Optimum, Planet, Point, Porkchop, Search, Season, Survey, Tdb, Terminal, constants, gm_m3_s2,
};
use portolan_model::{Arrival, Burn, Node, Opportunity, Place, SmallBody, Way, Window};
use portolan_vocabulary::{Duration, Fact, Findings, Speed};

/// The flights of one season, each with its cost.
#[derive(Clone, Debug)]
pub struct PorkchopMap {
    /// Departures by arrivals.
    pub porkchop: Porkchop,
    /// The best flight of less than half a turn.
    pub short: Option<Optimum>,
    /// The best flight of more than half a turn.
    pub long: Option<Optimum>,
}

/// The search goes this far beyond the span, so that the best of a season that the span cuts is known.
const PADDING_D: f64 = 400.0;

impl Question<'_> {
    pub(super) fn between(&self) -> Result<Vec<Opportunity>, Findings> {
        let from = self.traveller(self.from)?;
        let to = self.traveller(self.to)?;
        let leg = self.leg(&*from, &*to)?;
        let search = self.search(&leg).map_err(|error| self.wrong(&error))?;
        let slices = self
            .slices(leg, search)
            .map_err(|error| self.wrong(&error))?;
        slices
            .iter()
            .map(|slice| self.opportunity(&leg, slice))
            .collect()
    }

    /// The leg, with what is burnt at its ends.
    fn leg<'l>(
        &self,
        from: &'l dyn Heliocentric,
        to: &'l dyn Heliocentric,
    ) -> Result<Leg<'l>, Findings> {
        let mut leg = Leg::new(from, to, gm_m3_s2(Point::Sun));
        leg.departure = self.terminal(self.from)?;
        leg.arrival = match self.transfer.arrival {
            Arrival::Flyby | Arrival::Aerocapture => Terminal::Free,
            Arrival::Capture | Arrival::Aerobraking if self.to.is_surface() => Terminal::Free,
            Arrival::Aerobraking => self.long_ellipse()?,
            Arrival::Capture => self.terminal(self.to)?,
        };
        Ok(leg)
    }

    /// The porkchop of the cheapest season in the span, with the best flight of each type.
    pub(super) fn map(&self) -> Result<PorkchopMap, Findings> {
        let from = self.traveller(self.from)?;
        let to = self.traveller(self.to)?;
        let leg = self.leg(&*from, &*to)?;
        self.map_of(leg).map_err(|error| self.wrong(&error))
    }

    fn map_of(&self, leg: Leg<'_>) -> Result<PorkchopMap, AstroError> {
        let search = self.search(&leg)?;
        let seasons = Survey::new(leg, search)?.seasons(Criterion::TotalDv)?;
        let within = |season: &&Season| {
            let departs = season.best().map(|best| best.flight.departure);
            departs.is_some_and(|at| at >= self.tdb(self.span.from) && at <= self.tdb(self.span.to))
        };
        let cost = |season: &Season| season.best().map_or(f64::INFINITY, |best| best.cost);
        let seasons: Vec<_> = seasons.iter().filter(within).collect();
        let cheapest = seasons.iter().min_by(|a, b| cost(a).total_cmp(&cost(b)));
        let nothing = || AstroError::NoSolution("no season of flights lies in the span".to_owned());
        let season = cheapest.ok_or_else(nothing)?;
        let best = season.best().ok_or_else(nothing)?.flight;
        let (first, last) = self.ephemeris.span();
        let dates = |middle: Tdb, before_d: f64, after_d: f64, step_d: f64| {
            let from = later(middle.plus_days(-before_d), first);
            let to = earlier(middle.plus_days(after_d), last);
            Dates::between(from, to, step_d * 86_400.0)
        };
        // Of Earth and Mars, 150 days each way and 200 of arrivals hold a season; others in proportion.
        let scale = (best.tof_s() / (280.0 * 86_400.0)).clamp(0.02, 20.0);
        let departures = dates(best.departure, 100.0 * scale, 100.0 * scale, scale)?;
        let arrivals = dates(best.arrival, 160.0 * scale, 200.0 * scale, 2.0 * scale)?;
        Ok(PorkchopMap {
            porkchop: Porkchop::new(&leg, departures, arrivals)?,
            short: season.short.first().copied(),
            long: season.long.first().copied(),
        })
    }

    fn search(&self, leg: &Leg<'_>) -> Result<Search, AstroError> {
        let (first, last) = self.ephemeris.span();
        let from = self.tdb(self.span.from).plus_days(-PADDING_D);
        let mut search = Search::new(leg, later(first, from), self.tdb(self.span.to))?;
        if let Some(least) = self.transfer.min_duration {
            search.shortest_s = least.seconds();
        }
        if let Some(most) = self.transfer.max_duration {
            search.longest_s = most.seconds();
        }
        // A flight of one given duration is a narrow band.
        search.longest_s = search.longest_s.max(search.shortest_s + 7200.0);
        let end = last.plus_seconds(-search.longest_s - 86_400.0);
        search.last = earlier(self.tdb(self.span.to).plus_days(PADDING_D), end);
        Ok(search)
    }

    fn slices(&self, leg: Leg<'_>, search: Search) -> Result<Vec<DepartureSlice>, AstroError> {
        let survey = Survey::new(leg, search)?;
        let allowance = Allowance {
            above_best_m_s: self.transfer.allowance.m_s(),
            most_m_s: self.transfer.max_dv.map(Speed::m_s),
            slice_s: self.transfer.step.seconds(),
        };
        let mut slices = Vec::new();
        let seasons = survey.seasons(Criterion::TotalDv)?;
        // A season that the search cuts is measured by what is left of it: only where there is no other, as
        // to an asteroid that the Earth overtakes once in years.
        let is_cut = |season: &Season| season.best().is_none_or(|best| best.at_departure_limit);
        let only_cut = seasons.iter().all(is_cut);
        for season in seasons.iter().filter(|season| only_cut || !is_cut(season)) {
            slices.extend(survey.slices(season, &allowance)?);
        }
        Ok(slices)
    }

    fn opportunity(&self, leg: &Leg<'_>, slice: &DepartureSlice) -> Result<Opportunity, Findings> {
        let exact = self.window(slice.from, slice.to)?;
        // Whole seconds read well, and slices that meet still do.
        let window = Window {
            from: whole_seconds(exact.from),
            to: whole_seconds(exact.to),
        };
        let way = if self.transfer.costs {
            self.flight(slice)
        } else {
            self.stated(0.0)
        };
        let mut opportunity = Opportunity::new(window, way);
        opportunity.best = middle(window);
        let middle = slice
            .from
            .plus_seconds(0.5 * (slice.to.seconds() - slice.from.seconds()));
        let flight = leg.flight(middle, middle.plus_seconds(slice.tof_s));
        let declination_rad = flight
            .map_err(|error| self.wrong(&error))?
            .declination_rad();
        opportunity.facts = vec![
            Fact::number("c3", slice.c3_m2_s2 / 1e6, "km²/s²"),
            Fact::number("arrival-v-infinity", slice.arrival_speed_m_s / 1e3, "km/s"),
            Fact::text("type", slice.kind.to_string().replace("type ", "")),
            Fact::number("declination", declination_rad.to_degrees(), "deg"),
        ];
        Ok(opportunity)
    }

    /// The way of a slice: a burn at departure, and one at arrival where something is burnt there.
    fn flight(&self, slice: &DepartureSlice) -> Way {
        let duration = whole_seconds(Duration::from_seconds(slice.tof_s));
        if matches!(self.edge.way, Way::LowThrust { .. }) {
            let dv = Speed::new(slice.total_dv_m_s());
            return Way::LowThrust { duration, dv };
        }
        let burn = |after, dv_m_s| Burn {
            after,
            dv: Speed::new(dv_m_s),
            system: portolan_model::BurnSystem::Main,
        };
        let mut burns = vec![burn(Duration::ZERO, slice.dv_departure_m_s)];
        if slice.dv_arrival_m_s > 0.0 {
            burns.push(burn(duration, slice.dv_arrival_m_s));
        }
        Way::Impulsive { duration, burns }
    }

    /// The body that a node is at, on its way round the Sun.
    fn traveller(&self, node: &Node) -> Result<Box<dyn Heliocentric + '_>, Findings> {
        let word = node.body.as_str();
        let small = self
            .parts
            .bodies
            .iter()
            .find(|body| body.id.as_str() == word);
        if let Some(body) = small {
            return Ok(Box::new(elements(body)));
        }
        let point = match word {
            // What starts from the Moon leaves with the Earth.
            "moon" => Point::Earth,
            word => Point::from_word(word).map_err(|error| self.wrong(&error))?,
        };
        let ephemeris = self.ephemeris;
        Ok(Box::new(Planet { ephemeris, point }))
    }

    /// What is burnt at a node to leave its body, or to be captured.
    fn terminal(&self, node: &Node) -> Result<Terminal, Findings> {
        let word = node.body.as_str();
        if self
            .parts
            .bodies
            .iter()
            .any(|body| body.id.as_str() == word)
        {
            return Ok(Terminal::MatchVelocity);
        }
        let Place::Orbit {
            periapsis,
            apoapsis,
            ..
        } = node.place
        else {
            return Err(self.no_method());
        };
        let point = Point::from_word(word).map_err(|error| self.wrong(&error))?;
        let body = constants(point).map_err(|error| self.wrong(&error))?;
        Ok(Terminal::Orbit {
            mu: body.gm_m3_s2,
            periapsis_m: body.mean_radius_m + periapsis.m(),
            apoapsis_m: body.mean_radius_m + apoapsis.m(),
        })
    }

    /// The ellipse that aerobraking begins from: the destination's periapsis, and the apoapsis of an orbit
    /// of one sidereal day of the body.
    fn long_ellipse(&self) -> Result<Terminal, Findings> {
        let Terminal::Orbit {
            mu,
            periapsis_m,
            apoapsis_m,
        } = self.terminal(self.to)?
        else {
            return Err(self.no_method());
        };
        let point = Point::from_word(self.to.body.as_str()).map_err(|error| self.wrong(&error))?;
        let body = constants(point).map_err(|error| self.wrong(&error))?;
        let day_s = std::f64::consts::TAU / body.rotation_rate_rad_s.abs();
        let axis_m = (mu * (day_s / std::f64::consts::TAU).powi(2)).cbrt();
        Ok(Terminal::Orbit {
            mu,
            periapsis_m,
            apoapsis_m: apoapsis_m.max(2.0 * axis_m - periapsis_m),
        })
    }
}

/// The elements of an asteroid or comet, for motion round the Sun alone.
fn elements(body: &SmallBody) -> ElementsAt {
    ElementsAt {
        mu: gm_m3_s2(Point::Sun),
        epoch: Tdb::from(body.at),
        a_m: body.semi_major_axis.m(),
        e: body.eccentricity,
        i_rad: body.inclination.deg().to_radians(),
        raan_rad: body.ascending_node.deg().to_radians(),
        argp_rad: body.perihelion.deg().to_radians(),
        mean_anomaly_rad: body.mean_anomaly.deg().to_radians(),
        frame: Frame::EclipticJ2000,
    }
}

fn whole_seconds(at: Duration) -> Duration {
    Duration::from_seconds(at.seconds().round())
}

fn middle(window: Window) -> Duration {
    Duration::from_micros(window.from.micros().midpoint(window.to.micros()))
}

fn later(a: Tdb, b: Tdb) -> Tdb {
    if a.seconds() > b.seconds() { a } else { b }
}

fn earlier(a: Tdb, b: Tdb) -> Tdb {
    if a.seconds() < b.seconds() { a } else { b }
}
