//! Light at a site on the Moon, as a condition of a way.

use super::{Question, codes};
use crate::{MoonSite, Point, Windows, lunar_sight_windows};
use portolan_model::{Node, Opportunity, Place, Window};
use portolan_vocabulary::{Duration, Findings};

impl Question<'_> {
    /// The opportunities, as far as the Sun stands high enough: over the destination at arrival, or, where
    /// only the origin is a surface, over that at departure.
    pub(super) fn lit(&self, found: Vec<Opportunity>) -> Result<Vec<Opportunity>, Findings> {
        let Some(above) = self.transfer.sun_above else {
            return Ok(found);
        };
        let (site, at_arrival) = match (lunar_site(self.to), lunar_site(self.from)) {
            (Some(site), _) => (site, true),
            (None, Some(site)) => (site, false),
            (None, None) => return Err(self.no_lunar_site()),
        };
        let takes = |it: &Opportunity| it.way.duration().unwrap_or_default();
        let longest = found.iter().map(takes).max().unwrap_or_default();
        let site = MoonSite::new(site.0.to_radians(), site.1.to_radians(), 0.0);
        let site = site.map_err(|error| self.wrong(&error))?;
        let span = (self.tdb(self.span.from), self.tdb(self.span.to + longest));
        let lit = lunar_sight_windows(
            self.ephemeris,
            &site,
            Point::Sun,
            above.deg().to_radians(),
            span,
        );
        let lit = lit.and_then(|lit| lit.since(self.parts.start));
        let lit = lit.map_err(|error| self.wrong(&error))?;
        let shift = |it: &Opportunity| {
            if at_arrival {
                takes(it)
            } else {
                Duration::ZERO
            }
        };
        Ok(found
            .iter()
            .flat_map(|it| within(it, &lit, shift(it)))
            .collect())
    }

    fn no_lunar_site(&self) -> Findings {
        let message = "sun_above asks for light at a site on the Moon, and neither end is one";
        vec![
            self.error(codes::LACKS, message)
                .advice("leave sun_above out, or give it to a way to or from the Moon's surface"),
        ]
    }
}

/// Latitude and longitude in degrees, of a site on the Moon.
fn lunar_site(node: &Node) -> Option<(f64, f64)> {
    match node.place {
        Place::Surface {
            latitude,
            longitude,
        } if node.body.as_str() == "moon" => Some((latitude.deg(), longitude.deg())),
        _ => None,
    }
}

/// The parts of an opportunity from which a lit instant is reached this much later.
fn within(it: &Opportunity, lit: &Windows<Duration>, later: Duration) -> Vec<Opportunity> {
    let spans = lit
        .spans()
        .iter()
        .map(|(from, to)| (*from - later, *to - later));
    let parts = spans.filter_map(|(from, to)| {
        let window = Window {
            from: from.max(it.window.from),
            to: to.min(it.window.to),
        };
        (window.from < window.to).then(|| Opportunity {
            window,
            best: it.best.clamp(window.from, window.to),
            ..it.clone()
        })
    });
    parts.collect()
}
