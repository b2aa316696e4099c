//! Launches from the Earth into an orbit around it.

use super::Question;
use crate::{EarthSite, Equator, Heading, LaunchWindow, OrbitPlane, PlaneAccess, Point, constants};
use portolan_model::{Node, Opportunity, Pass, Place};
use portolan_vocabulary::{Fact, Findings};

impl Question<'_> {
    /// A window around every pass of the site through the plane; a launch at the edge of it steers into the
    /// plane, which adds to the last burn.
    pub(super) fn launches(&self) -> Result<Vec<Opportunity>, Findings> {
        let site = self.site()?;
        let plane = self.plane(self.to)?;
        let access = PlaneAccess::new(site, plane).map_err(|error| self.wrong(&error))?;
        let half_width_s = self.transfer.half_width.seconds();
        let from = self.tdb(self.span.from).plus_seconds(-half_width_s);
        let to = self.tdb(self.span.to).plus_seconds(half_width_s);
        let passes = access
            .passes(from, to)
            .map_err(|error| self.wrong(&error))?;
        let wanted = passes.into_iter().filter(|pass| match self.transfer.pass {
            Pass::Both => true,
            Pass::Ascending => pass.heading == Heading::Ascending,
            Pass::Descending => pass.heading == Heading::Descending,
        });
        let windows = wanted.map(|pass| {
            let window = access.window(pass, half_width_s, half_width_s);
            let window = window.map_err(|error| self.wrong(&error))?;
            self.launch(&window)
        });
        windows.collect()
    }

    fn launch(&self, launch: &LaunchWindow) -> Result<Opportunity, Findings> {
        let window = self.window(launch.from, launch.to)?;
        let steering_m_s = launch.dv_from_m_s.max(launch.dv_to_m_s);
        let mut opportunity = Opportunity::new(window, self.stated(steering_m_s));
        opportunity.best = self.since(launch.pass.at)?;
        let azimuth = launch.pass.azimuth_rad.to_degrees();
        let over_ground = launch.pass.ground_azimuth_rad.to_degrees();
        opportunity.facts = vec![
            Fact::text("pass", heading(launch.pass.heading)),
            Fact::number("steering-dv", steering_m_s, "m/s"),
            Fact::number("azimuth", azimuth, "deg"),
            Fact::number("azimuth-over-ground", over_ground, "deg"),
        ];
        Ok(opportunity)
    }

    fn site(&self) -> Result<EarthSite, Findings> {
        let Place::Surface {
            latitude,
            longitude,
        } = self.from.place
        else {
            return Err(self.no_method());
        };
        let site = EarthSite::new(latitude.deg().to_radians(), longitude.deg().to_radians());
        site.map_err(|error| self.wrong(&error))
    }

    /// The plane of a node's orbit around the Earth.
    pub(super) fn plane(&self, node: &Node) -> Result<OrbitPlane, Findings> {
        let Place::Orbit {
            periapsis,
            apoapsis,
            inclination,
            plane,
        } = node.place
        else {
            return Err(self.no_method());
        };
        let plane = plane.ok_or_else(|| self.no_plane(node.id.as_str()))?;
        let earth = constants(Point::Earth).map_err(|error| self.wrong(&error))?;
        let low_m = earth.mean_radius_m + periapsis.m();
        let high_m = earth.mean_radius_m + apoapsis.m();
        let orbit = OrbitPlane::new(
            Equator::OfDate,
            self.tdb(plane.at),
            (
                f64::midpoint(low_m, high_m),
                (high_m - low_m) / (high_m + low_m),
            ),
            inclination.deg().to_radians(),
            plane.node.deg().to_radians(),
        );
        orbit.map_err(|error| self.wrong(&error))
    }
}

const fn heading(heading: Heading) -> &'static str {
    match heading {
        Heading::Ascending => "ascending",
        Heading::Descending => "descending",
    }
}
