//! Changes to a campaign, and what comes of them.

use super::statement::Statement;
use crate::build::unroll;
use crate::formulate::{Formulation, formulate};
use crate::network::Passage;
use crate::search::{Found, Request, engine_failed, prepare, search};
use portolan_model::{Calendar, Campaign, Demand, Departures, Edge, Need, Offer, Parts};
use portolan_solver::{Column, Engine, EngineError, Options, Stop, Watch};
use portolan_vocabulary::{Duration, Findings, Index};
use std::collections::BTreeSet;

/// One change of a campaign.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Change {
    /// A number gets another value, in its own unit.
    Set {
        /// Which number.
        statement: Statement,
        /// What it becomes.
        value: f64,
    },
    /// A demand is due later, or earlier where the time is negative; a stay is moved as a whole.
    Later {
        /// Which demand.
        demand: Index<Demand>,
        /// By how much.
        by: Duration,
    },
    /// An edge is open at any time, and way and node let everything pass at any time that its calendar kept.
    OpenEdge(Index<Edge>),
    /// An offer stands from the beginning to the end.
    OpenOffer(Index<Offer>),
}

/// The campaign with some changes.
///
/// # Errors
/// Findings, where the campaign would not be valid.
pub fn changed(campaign: &Campaign, changes: &[Change]) -> Result<Campaign, Findings> {
    let mut parts = campaign.clone().into_parts();
    let mut changes = changes.to_vec();
    // What is taken out of a list must not move what is changed later.
    changes.sort_by_key(|change| match change {
        Change::Set { statement, .. } => (0, Some(*statement)),
        _ => (1, None),
    });
    for change in changes.iter().rev() {
        apply(change, &mut parts);
    }
    Campaign::new(parts).map(|(campaign, _)| campaign)
}

fn apply(change: &Change, parts: &mut Parts) {
    match change {
        Change::Set { statement, value } => statement.set(parts, *value),
        Change::Later { demand, by } => match &mut parts.demands[*demand].need {
            Need::Once { due, .. } => *due += *by,
            Need::Steady { from, until, .. } | Need::Presence { from, until, .. } => {
                *from += *by;
                *until += *by;
            }
        },
        Change::OpenEdge(edge) => {
            let edge = &mut parts.edges[*edge];
            edge.calendar = Calendar::default();
            edge.departures = Departures::default();
        }
        Change::OpenOffer(offer) => {
            let offer = &mut parts.offers[*offer];
            (offer.from, offer.until) = (Duration::ZERO, None);
        }
    }
}

/// The best flows of the campaign with some changes: what a search finds, whole numbers and designs chosen anew.
///
/// # Errors
/// Findings, where the changed campaign is not valid or cannot be planned, or the engine fails.
pub fn what_if(
    campaign: &Campaign,
    changes: &[Change],
    request: &Request,
    engine: &dyn Engine,
    watch: &mut dyn Watch,
) -> Result<Found, Findings> {
    let campaign = changed(campaign, changes)?;
    let (network, _) = prepare(&campaign, request)?;
    search(&network, request, engine, watch).map_err(|error| vec![engine_failed(&campaign, &error)])
}

/// Asks again and again whether a campaign has a plan.
pub(super) struct Trials<'t> {
    pub(super) campaign: &'t Campaign,
    pub(super) request: &'t Request,
    pub(super) engine: &'t dyn Engine,
    pub(super) watch: &'t mut dyn Watch,
}

/// The most nodes that one question about a small program is worth.
const NODES: u64 = 20_000;
/// From so many columns on a question is worth fewer nodes, in proportion.
const SMALL: u64 = 1000;
/// As many as any question is worth.
const FEWEST: u64 = 50;

/// The options for a question whether a program of so many columns has any point.
pub(super) fn any_point(request: &Request, columns: usize) -> Options {
    let times = (columns as u64).div_ceil(SMALL).max(1);
    let nodes = (NODES / times).max(FEWEST);
    Options {
        start: None,
        node_limit: Some(
            request
                .options
                .node_limit
                .map_or(nodes, |own| own.min(nodes)),
        ),
        ..request.options.clone()
    }
}

impl Trials<'_> {
    /// True where the campaign with some changes has a plan; false also where no answer was found within the limits.
    pub(super) fn has_plan(&mut self, changes: &[Change]) -> Result<bool, EngineError> {
        let Ok(campaign) = changed(self.campaign, changes) else {
            return Ok(false);
        };
        let Ok((network, _)) = unroll(&campaign, &self.request.unrolling) else {
            return Ok(false);
        };
        let mut formulation = formulate(&network);
        formulation.keep(self.request);
        let options = any_point(self.request, formulation.program.columns());
        let solution = formulation.solve(self.engine, &options, self.watch)?;
        Ok(solution.point.is_some() || solution.stop == Stop::Unbounded)
    }

    /// The fewest instants at which a plan uses what a change of times opens; `None` where it has no plan.
    pub(super) fn times_used(
        &mut self,
        change: Change,
    ) -> Result<Option<Vec<Duration>>, EngineError> {
        let Ok(campaign) = changed(self.campaign, &[change]) else {
            return Ok(None);
        };
        let Ok((network, _)) = unroll(&campaign, &self.request.unrolling) else {
            return Ok(None);
        };
        let mut formulation = formulate(&network);
        formulation.keep(self.request);
        let new = newly_open(self.campaign, &formulation, change);
        for (column, _) in &new {
            formulation.program.set_cost(*column, 1.0);
        }
        let options = any_point(self.request, formulation.program.columns());
        let solution = formulation.solve(self.engine, &options, self.watch)?;
        let used = |values: &[f64]| {
            let used = new.iter().filter(|(column, _)| values[column.at()] > 1e-6);
            let times: BTreeSet<Duration> = used.map(|(_, time)| *time).collect();
            times.into_iter().collect()
        };
        Ok(solution.point.map(|point| used(&point.values)))
    }

    /// The change of one number that is least and leaves a plan, everything else as it is; `None` where there is none.
    pub(super) fn least(&mut self, statement: Statement) -> Result<Option<f64>, EngineError> {
        let Some(now) = statement.value(self.campaign) else {
            return Ok(None);
        };
        let lifted = statement.lifted(self.campaign);
        if !self.has_plan(&[Change::Set {
            statement,
            value: lifted,
        }])? {
            return Ok(None);
        }
        let (mut without, mut with) = (now, lifted);
        let whole = statement.is_whole(self.campaign);
        for _ in 0..HALVINGS {
            let middle = between(without, with, whole);
            let near = !whole && (with - without).abs() <= STEP * now.abs();
            if near || middle == with {
                break;
            }
            let change = Change::Set {
                statement,
                value: middle,
            };
            if self.has_plan(&[change])? {
                with = middle;
            } else {
                without = middle;
            }
        }
        Ok(Some(with))
    }
}

/// Columns of trips and takes at instants that were not open before a change, with these instants.
fn newly_open(
    before: &Campaign,
    formulation: &Formulation<'_, '_>,
    change: Change,
) -> Vec<(Column, Duration)> {
    let network = formulation.network;
    let mut new = Vec::new();
    if let Change::OpenEdge(edge) = change {
        for (at, arc) in network.arcs.iter().enumerate() {
            let Passage::Leg {
                trip, number: 0, ..
            } = arc.passage
            else {
                continue;
            };
            let trip = &network.trips[trip];
            if trip.edge == edge && !before.edges[edge].is_open(trip.depart) {
                new.extend(
                    formulation.arcs[at]
                        .trips
                        .map(|column| (column, trip.depart)),
                );
            }
        }
    }
    if let Change::OpenOffer(offer) = change {
        for (take, column) in network.takes.iter().zip(&formulation.takes) {
            let time = network.points[take.point].time;
            if take.offer == offer && !before.offers[offer].is_open(time) {
                new.push((*column, time));
            }
        }
    }
    new
}

/// The most steps of a bisection.
const HALVINGS: usize = 24;
/// How far a bisection goes, relative to the value that is stated.
const STEP: f64 = 1e-3;

/// The middle between two values; the geometric one where they lie far apart.
fn between(without: f64, with: f64, whole: bool) -> f64 {
    let far = without > 0.0 && with > 4.0 * without;
    let middle = if far {
        (without * with).sqrt()
    } else {
        f64::midpoint(without, with)
    };
    match (whole, with > without) {
        (false, _) => middle,
        (true, true) => middle.floor().max(without + 1.0).min(with),
        (true, false) => middle.ceil().min(without - 1.0).max(with),
    }
}
