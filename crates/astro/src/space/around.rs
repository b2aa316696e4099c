//! Transfers between orbits around one body.

use super::{Question, codes};
use crate::conic::law_of_cosines;
use crate::{AstroError, Constants, Edelbaum, Ellipse, Point, constants, hohmann_turned};
use portolan_model::{Burn, BurnSystem, Node, Opportunity, Place, Plane, Way};
use portolan_vocabulary::{Duration, Fact, Findings, Speed};

/// An orbit's distances from the body's centre, and its plane.
#[derive(Clone, Copy)]
struct Orbit {
    low_m: f64,
    high_m: f64,
    inclination_rad: f64,
    plane: Option<Plane>,
}

impl Orbit {
    fn of(node: &Node, body: &Constants) -> Option<Self> {
        match node.place {
            Place::Orbit {
                periapsis,
                apoapsis,
                inclination,
                plane,
            } => Some(Self {
                low_m: body.mean_radius_m + periapsis.m(),
                high_m: body.mean_radius_m + apoapsis.m(),
                inclination_rad: inclination.deg().to_radians(),
                plane,
            }),
            _ => None,
        }
    }

    fn is_circular(&self) -> bool {
        (self.high_m - self.low_m) / self.low_m < 1e-3
    }

    /// The angle between two planes: with both nodes given for one instant the whole, otherwise the
    /// difference of the inclinations, which is the least.
    fn turn_rad(&self, other: &Self) -> f64 {
        let (one, two) = (self.inclination_rad, other.inclination_rad);
        let apart = match (self.plane, other.plane) {
            (Some(a), Some(b)) if a.at == b.at => (a.node.deg() - b.node.deg()).to_radians(),
            _ => 0.0,
        };
        let cosine = one.cos() * two.cos() + one.sin() * two.sin() * apart.cos();
        cosine.clamp(-1.0, 1.0).acos()
    }
}

/// Two burns and the time between them.
struct Transfer {
    first_m_s: f64,
    second_m_s: f64,
    tof_s: f64,
}

impl Question<'_> {
    /// Open at any time. Two burns between orbits whose lines of apsides lie together; between a surface and
    /// an orbit what the campaign states.
    pub(super) fn around(&self) -> Result<Vec<Opportunity>, Findings> {
        if !self.transfer.costs {
            return Ok(self.always(self.stated(0.0)));
        }
        let point =
            Point::from_word(self.from.body.as_str()).map_err(|error| self.wrong(&error))?;
        let body = constants(point).map_err(|error| self.wrong(&error))?;
        let orbits = (Orbit::of(self.from, body), Orbit::of(self.to, body));
        let (Some(from), Some(to)) = orbits else {
            return Err(self.no_cost());
        };
        let way = match self.edge.way {
            Way::LowThrust { .. } => self.spiral(body, &from, &to)?,
            _ => self.two_burns(body, &from, &to)?,
        };
        let mut found = self.always(way);
        for opportunity in &mut found {
            let turn_deg = from.turn_rad(&to).to_degrees();
            opportunity.facts = vec![Fact::number("turn", turn_deg, "deg")];
        }
        Ok(found)
    }

    fn two_burns(&self, body: &Constants, from: &Orbit, to: &Orbit) -> Result<Way, Findings> {
        let mu = body.gm_m3_s2;
        let transfer = if from.is_circular() && to.is_circular() {
            circular(mu, from, to)
        } else {
            apsidal(mu, from, to)
        };
        let transfer = transfer.map_err(|error| self.wrong(&error))?;
        let duration = Duration::from_seconds(transfer.tof_s);
        let burn = |after, dv_m_s| Burn {
            after,
            dv: Speed::new(dv_m_s),
            system: BurnSystem::Main,
        };
        let burns = vec![
            burn(Duration::ZERO, transfer.first_m_s),
            burn(duration, transfer.second_m_s),
        ];
        Ok(Way::Impulsive { duration, burns })
    }

    /// A spiral of weak thrust; how long it takes depends on the craft, so that must be stated.
    fn spiral(&self, body: &Constants, from: &Orbit, to: &Orbit) -> Result<Way, Findings> {
        let Some(duration) = self.transfer.max_duration else {
            let message =
                "how long a spiral takes depends on the craft's thrust, and no duration is given";
            let advice = "state the duration; portolan transfer computes it for a craft";
            return Err(vec![self.error(codes::LACKS, message).advice(advice)]);
        };
        let radius = |orbit: &Orbit| f64::midpoint(orbit.low_m, orbit.high_m);
        let turn_rad = from.turn_rad(to);
        let spiral = Edelbaum::new(body.gm_m3_s2, radius(from), radius(to), turn_rad);
        let dv_m_s = spiral.map_err(|error| self.wrong(&error))?.dv_m_s();
        let dv = Speed::new(dv_m_s);
        Ok(Way::LowThrust { duration, dv })
    }
}

fn circular(mu: f64, from: &Orbit, to: &Orbit) -> Result<Transfer, AstroError> {
    let burns = hohmann_turned(mu, from.low_m, to.low_m, from.turn_rad(to))?;
    Ok(Transfer {
        first_m_s: burns.first_m_s,
        second_m_s: burns.second_m_s,
        tof_s: burns.tof_s,
    })
}

/// From an apsis of the first orbit to the far apsis of the second on the other side, with the whole turn
/// where the craft is slower; the cheaper of the two ways round.
fn apsidal(mu: f64, from: &Orbit, to: &Orbit) -> Result<Transfer, AstroError> {
    let up = by_apsides(
        mu,
        (from.low_m, from.high_m),
        (to.high_m, to.low_m),
        from.turn_rad(to),
    )?;
    let down = by_apsides(
        mu,
        (from.high_m, from.low_m),
        (to.low_m, to.high_m),
        from.turn_rad(to),
    )?;
    let total = |it: &Transfer| it.first_m_s + it.second_m_s;
    Ok(if total(&down) < total(&up) { down } else { up })
}

/// Leaves the first orbit at an apsis (with its opposite), and reaches an apsis of the second.
fn by_apsides(
    mu: f64,
    (leaves_m, leaves_opposite_m): (f64, f64),
    (reaches_m, reaches_opposite_m): (f64, f64),
    turn_rad: f64,
) -> Result<Transfer, AstroError> {
    let ellipse = |a: f64, b: f64| Ellipse::new(mu, a.min(b), a.max(b));
    let between = ellipse(leaves_m, reaches_m)?;
    let before = ellipse(leaves_m, leaves_opposite_m)?.speed_at_m_s(leaves_m)?;
    let after = ellipse(reaches_m, reaches_opposite_m)?.speed_at_m_s(reaches_m)?;
    let (leaving, reaching) = (
        between.speed_at_m_s(leaves_m)?,
        between.speed_at_m_s(reaches_m)?,
    );
    let (first_turn, second_turn) = if reaches_m > leaves_m {
        (0.0, turn_rad)
    } else {
        (turn_rad, 0.0)
    };
    Ok(Transfer {
        first_m_s: law_of_cosines(before, leaving, first_turn),
        second_m_s: law_of_cosines(reaching, after, second_turn),
        tof_s: 0.5 * between.period_s(),
    })
}
