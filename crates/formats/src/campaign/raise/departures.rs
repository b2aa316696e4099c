//! Edges in time as the file describes them.

use super::super::v1;
use super::Raise;
use super::network::raise_calendar;
use crate::text::{Q, QDuration, QInstant};
use portolan_model::{Edge, Opportunity, Transfer, Way};

impl Raise<'_> {
    /// The way, without what is computed.
    pub(super) fn edge_way(&self, edge: &Edge) -> v1::Way {
        let computed = |transfer: Transfer| transfer.costs;
        match (&edge.way, edge.departures.transfer.is_some_and(computed)) {
            (Way::Impulsive { .. }, true) => v1::Way::Impulsive {
                duration: None,
                burns: Vec::new(),
            },
            (Way::LowThrust { .. }, true) => v1::Way::LowThrust {
                duration: None,
                dv: None,
            },
            (way, _) => self.way(way),
        }
    }

    pub(super) fn edge_calendar(&self, edge: &Edge) -> v1::EdgeCalendar {
        let calendar = raise_calendar(&edge.calendar);
        v1::EdgeCalendar {
            windows: match edge.departures.transfer {
                Some(_) => v1::Windows::Word(v1::WindowsWord::Computed),
                None => v1::Windows::List(calendar.windows),
            },
            recurring: calendar.recurring,
            closed: calendar.closed,
        }
    }

    pub(super) fn transfer(&self, edge: &Edge) -> Option<v1::Transfer> {
        let transfer = edge.departures.transfer?;
        Some(v1::Transfer {
            pass: Some(transfer.pass.into()),
            half_width: Some(QDuration(transfer.half_width)),
            allowance: Some(Q(transfer.allowance)),
            max_dv: transfer.max_dv.map(Q),
            min_duration: transfer.min_duration.map(QDuration),
            max_duration: transfer.max_duration.map(QDuration),
            arrival: Some(transfer.arrival.into()),
            sun_above: transfer.sun_above.map(Q),
            step: Some(QDuration(transfer.step)),
        })
    }

    /// The opportunities that the file states; those that are computed are computed again.
    pub(super) fn opportunities(&self, edge: &Edge) -> Vec<v1::Opportunity> {
        if edge.departures.transfer.is_some() {
            return Vec::new();
        }
        edge.departures
            .opportunities
            .iter()
            .map(opportunity)
            .collect()
    }
}

fn opportunity(opportunity: &Opportunity) -> v1::Opportunity {
    let way = &opportunity.way;
    v1::Opportunity {
        from: QInstant::After(opportunity.window.from),
        to: QInstant::After(opportunity.window.to),
        duration: QDuration(way.duration().unwrap_or_default()),
        burns: way.burns().iter().map(super::network::burn).collect(),
        dv: match way {
            Way::LowThrust { dv, .. } => Some(Q(*dv)),
            _ => None,
        },
    }
}
