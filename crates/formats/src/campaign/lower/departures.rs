//! Edges in time: what is asked of their computation, and what the file states of it.

use super::super::v1;
use super::Lower;
use super::network::burn;
use super::spot::Spot;
use crate::text::{QDuration, codes as text_codes};
use portolan_model::{Departures, Opportunity, Transfer, Way, Window};
use portolan_vocabulary::{Duration, Speed};

impl Lower<'_> {
    pub(super) fn departures(&mut self, edge: &v1::Edge, spot: &Spot<'_>) -> Departures {
        let computed = matches!(edge.calendar.windows, v1::Windows::Word(_));
        let (duration, costs) = left_out(&edge.way);
        if duration.is_none() && !(computed && costs) {
            self.lacks_duration(computed, spot);
        }
        if !computed && costs && matches!(edge.way, v1::Way::LowThrust { .. }) {
            self.lacks_key(
                spot,
                "dv",
                "write dv = \"... km/s\", or windows = \"computed\"",
            );
        }
        if computed && !computable(&edge.way) {
            self.contradiction(&spot.key("windows"), "only ways through space are computed");
        }
        if edge.transfer.is_some() && !computed {
            let message = "a transfer says how windows are computed, and these are not";
            self.contradiction(&spot.key("transfer"), message);
        }
        if computed && !edge.opportunity.is_empty() {
            let message = "opportunities are either stated or computed";
            self.contradiction(&spot.key("opportunity"), message);
        }
        Departures {
            transfer: computed.then(|| transfer(edge.transfer.as_ref(), duration, costs)),
            opportunities: self.opportunities(edge, spot),
        }
    }

    fn opportunities(&mut self, edge: &v1::Edge, spot: &Spot<'_>) -> Vec<Opportunity> {
        let mut stated = Vec::new();
        for opportunity in &edge.opportunity {
            let Some(way) = way_of(&edge.way, opportunity) else {
                let message = "only launches and flights through space have opportunities";
                self.contradiction(&spot.key("opportunity"), message);
                break;
            };
            let window = Window {
                from: opportunity.from.since(self.start),
                to: opportunity.to.since(self.start),
            };
            stated.push(Opportunity::new(window, way));
        }
        stated.sort_by_key(|it| it.window.from);
        stated
    }

    fn lacks_duration(&mut self, computed: bool, spot: &Spot<'_>) {
        let advice = if computed {
            "write duration = \"... d\", or leave out the burns too"
        } else {
            "write duration = \"... d\", or windows = \"computed\" and no burns"
        };
        self.lacks_key(spot, "duration", advice);
    }

    fn lacks_key(&mut self, spot: &Spot<'_>, key: &'static str, advice: &'static str) {
        let message = format!("the key \"{key}\" is lacking");
        self.report
            .error(text_codes::MISSING_KEY, spot, message, |finding| {
                finding.text("key", key).advice(advice)
            });
    }
}

/// The duration of a way that may be left out (zero for ways that have none), and whether its cost is.
fn left_out(way: &v1::Way) -> (Option<Duration>, bool) {
    match way {
        v1::Way::Impulsive { duration, burns } => (duration.map(|it| it.0), burns.is_empty()),
        v1::Way::LowThrust { duration, dv } => (duration.map(|it| it.0), dv.is_none()),
        _ => (Some(Duration::ZERO), false),
    }
}

const fn computable(way: &v1::Way) -> bool {
    matches!(
        way,
        v1::Way::Launch { .. }
            | v1::Way::Impulsive { .. }
            | v1::Way::LowThrust { .. }
            | v1::Way::Flight { .. }
    )
}

/// What is asked; a stated duration without burns asks for flights of that duration.
fn transfer(asked: Option<&v1::Transfer>, duration: Option<Duration>, costs: bool) -> Transfer {
    let asked = asked.cloned().unwrap_or_default();
    let default = Transfer::default();
    let exact = duration.filter(|_| costs);
    let or = |given: Option<QDuration>, default: Duration| given.map_or(default, |it| it.0);
    Transfer {
        costs,
        pass: asked.pass.map_or(default.pass, Into::into),
        half_width: or(asked.half_width, default.half_width),
        allowance: asked.allowance.map_or(default.allowance, |it| it.0),
        max_dv: asked.max_dv.map(|it| it.0),
        min_duration: asked.min_duration.map(|it| it.0).or(exact),
        max_duration: asked.max_duration.map(|it| it.0).or(exact),
        arrival: asked.arrival.map_or(default.arrival, Into::into),
        sun_above: asked.sun_above.map(|it| it.0),
        step: or(asked.step, default.step),
    }
}

/// The way of an opportunity: of the kind of its edge.
fn way_of(way: &v1::Way, it: &v1::Opportunity) -> Option<Way> {
    let duration = it.duration.0;
    let burns = || it.burns.iter().map(burn).collect();
    Some(match way {
        v1::Way::Launch { .. } => Way::Launch {
            duration,
            burns: burns(),
        },
        v1::Way::Impulsive { .. } => Way::Impulsive {
            duration,
            burns: burns(),
        },
        v1::Way::LowThrust { .. } => Way::LowThrust {
            duration,
            dv: it.dv.map_or(Speed::new(0.0), |dv| dv.0),
        },
        v1::Way::Flight { .. } => Way::Flight { duration },
        _ => return None,
    })
}

pub(super) fn or_zero(duration: Option<QDuration>) -> Duration {
    duration.map(|it| it.0).unwrap_or_default()
}

/// What people state of an edge's calendar.
pub(super) fn stated(calendar: &v1::EdgeCalendar) -> v1::Calendar {
    v1::Calendar {
        windows: match &calendar.windows {
            v1::Windows::List(windows) => windows.clone(),
            v1::Windows::Word(_) => Vec::new(),
        },
        recurring: calendar.recurring.clone(),
        closed: calendar.closed.clone(),
    }
}
