//! Time itself: how much a plan loses by leaving at the instants looked at, and at which others it would pay to look.
//!
//! The network of a campaign holds departures at instants that follow from events. Where waiting costs something (what
//! evaporates, what crews eat), others may be better; so its best plan is an upper bound only. The optimistic network, in
//! which points stand for intervals and waiting is counted where it certainly happens, gives a lower one ([`time_bound`]). Where its
//! best point leaves at times that it does not tell apart, both networks are cut there, and solved again ([`refine`]): dynamic
//! discretisation discovery (Boland, Hewitt, Marshall and Savelsbergh, Operations Research 65(5), 2017, section 4), with boil-off and
//! needs besides what it was made for.

mod bound;

pub use bound::{TimeBound, time_bound};

use crate::build::{Boundless, Unrolling};
use crate::exclusion::search_again;
use crate::network::{Network, Spot};
use crate::plan::write;
use crate::search::{Aim, Found, Request, engine_failed, prepare, search, unit_of};
use portolan_model::{Campaign, Goal};
use portolan_solver::{Engine, Watch};
use portolan_vocabulary::Findings;

/// So often is searched again in a round, where what was found cannot be written.
const AGAIN: u32 = 5;

/// What one round of refinement came to.
#[derive(Clone, Debug, PartialEq)]
pub struct Round {
    /// Its number; the first one, zero, is without refinement.
    pub number: u32,
    /// Instants in the plan's network, over all nodes.
    pub instants: usize,
    /// The plan's value: kg, the campaign's currency, or the weighted sum; `None` where no plan was found.
    pub value: Option<f64>,
    /// What no plan, at any instants, is better than, by this round's intervals.
    pub bound: Option<f64>,
}

/// How a campaign is best unrolled, and how it was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Refinement {
    /// The instants of the round with the best plan.
    pub unrolling: Unrolling,
    /// The rounds, in order.
    pub rounds: Vec<Round>,
    /// The best bound over all rounds; infinite where there is no plan at any instants.
    pub bound: Option<f64>,
    /// The best value over all rounds.
    pub value: Option<f64>,
    /// Why there is no bound.
    pub boundless: Option<Boundless>,
}

/// Bounds what a search found over all times, without looking at more instants.
///
/// # Errors
/// Findings, where the engine fails.
pub fn bound_found(
    network: &Network<'_>,
    request: &Request,
    found: &Found,
    engine: &dyn Engine,
    watch: &mut dyn Watch,
) -> Result<Refinement, Findings> {
    let campaign = network.campaign;
    let mut refinement = Refinement::none(request);
    let bound = time_bound(campaign, request, engine, watch)
        .map_err(|error| vec![engine_failed(campaign, &error)])?;
    let (instants, value) = (instants(network), value(network, request, found));
    refinement.note(0, instants, value, bound, request);
    Ok(refinement)
}

impl Refinement {
    fn none(request: &Request) -> Self {
        Self {
            unrolling: request.unrolling.clone(),
            rounds: Vec::new(),
            bound: None,
            value: None,
            boundless: None,
        }
    }

    /// How far the plan may be from the best at any instants, relative to its size.
    pub fn gap(&self) -> Option<f64> {
        let (value, bound) = (self.value?, self.bound?);
        Some(((value - bound) / value.abs().max(1e-10)).max(0.0))
    }
}

/// Plans a campaign, bounds it over all times, and looks at more instants where that may pay: so many rounds, or until the gap
/// that the request asks for is reached. No round's plan is lost: the unrolling is that of the best.
///
/// # Errors
/// Findings, where the campaign cannot be planned as it is stated, or the engine fails.
pub fn refine(
    campaign: &Campaign,
    request: &Request,
    rounds: u32,
    engine: &dyn Engine,
    watch: &mut dyn Watch,
) -> Result<Refinement, Findings> {
    let failed = |error| vec![engine_failed(campaign, &error)];
    let mut request = request.clone();
    let mut refinement = Refinement::none(&request);
    for number in 0..=rounds {
        let (instants, value) = planned(campaign, &request, engine, watch)?;
        let bound = time_bound(campaign, &request, engine, watch).map_err(failed)?;
        let cuts = refinement.note(number, instants, value, bound, &request);
        let near = refinement
            .gap()
            .is_some_and(|gap| gap <= request.options.relative_gap);
        if near || cuts.is_empty() {
            break;
        }
        request.unrolling.also.extend(cuts);
        request.unrolling.also.sort_unstable();
        request.unrolling.also.dedup();
    }
    Ok(refinement)
}

impl Refinement {
    /// Notes a round; answers with what is to be cut next.
    fn note(
        &mut self,
        number: u32,
        instants: usize,
        value: Option<f64>,
        bound: Result<TimeBound, Boundless>,
        request: &Request,
    ) -> Vec<(
        portolan_vocabulary::Index<portolan_model::Node>,
        portolan_vocabulary::Duration,
    )> {
        let better = value.is_some_and(|value| self.value.is_none_or(|best| value < best));
        if better {
            self.value = value;
            self.unrolling = request.unrolling.clone();
        }
        let mut round = Round {
            number,
            instants,
            value,
            bound: None,
        };
        let cuts = match bound {
            Ok(found) => {
                round.bound = Some(found.bound);
                self.bound = Some(self.bound.map_or(found.bound, |best| best.max(found.bound)));
                found.cuts
            }
            Err(why) => {
                self.boundless = Some(why).filter(|_| self.bound.is_none());
                Vec::new()
            }
        };
        self.rounds.push(round);
        cuts
    }
}

/// How many instants there are, and the value of the best plan that can be written.
fn planned(
    campaign: &Campaign,
    request: &Request,
    engine: &dyn Engine,
    watch: &mut dyn Watch,
) -> Result<(usize, Option<f64>), Findings> {
    let (network, _) = prepare(campaign, request)?;
    let found = search(&network, request, engine, watch)
        .and_then(|found| search_again(&network, request, found, AGAIN, engine, watch))
        .map_err(|error| vec![engine_failed(campaign, &error)])?
        .found;
    Ok((instants(&network), value(&network, request, &found)))
}

fn instants(network: &Network<'_>) -> usize {
    let points = network.points.iter();
    points
        .filter(|point| matches!(point.spot, Spot::Node(_)))
        .count()
}

/// The value of a plan that was found, where it can be written.
fn value(network: &Network<'_>, request: &Request, found: &Found) -> Option<f64> {
    write(network, found.flows.as_ref()?).ok()?;
    let reached = |goal: Goal| {
        let of = found.reached.iter().find(|reached| reached.goal == goal);
        of.map(|reached| reached.value)
    };
    match &request.aim {
        Aim::InOrder(goals) => goals.first().and_then(|goal| reached(*goal)),
        Aim::Weighted(weights) => weights
            .iter()
            .filter(|(goal, _)| *goal != Goal::Time)
            .map(|(goal, weight)| Some(weight * reached(*goal)? / unit_of(*goal)))
            .sum(),
    }
}
