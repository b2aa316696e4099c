//! Why there is no plan: what contradicts what, and what would have to change.

use super::change::{Change, Trials, any_point, changed};
use super::obstacle::{Obstacle, obstacles};
use super::stated::Loosened;
use super::statement::Statement;
use super::words;
use crate::build::unroll;
use crate::codes;
use crate::formulate::{Formulation, UNIT_KG, UNIT_MONEY, formulate};
use crate::network::{Network, Spot};
use crate::search::Request;
use portolan_model::{Campaign, Demand, Edge, Most, Need, Node, Offered, Recipient};
use portolan_solver::{Engine, EngineError, Row, Verdict, Watch, least_relief, smallest_conflict};
use portolan_vocabulary::{Duration, Finding, Index};
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

/// A statement of the campaign, in words.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// Which one.
    pub statement: Statement,
    /// What it says, such as `the demand "habitat": 2000 kg of Habitat at lunar-surface by day 5`.
    pub sentence: String,
}

/// Changes with which there is a plan; tried, not only computed.
#[derive(Clone, Debug, PartialEq)]
pub struct Remedy {
    /// What is changed: one thing, or several together.
    pub changes: Vec<Change>,
    /// The instants at which a way or an offer is used that was not open before.
    pub times: Vec<Duration>,
    /// The sum of the changes, each relative to what is stated; `None` for changes of times.
    pub share: Option<f64>,
    /// What to do, such as `offer 6 pieces instead of 5 ("first-spacecraft")`.
    pub sentence: String,
}

/// Why there is no plan.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Infeasibility {
    /// What can be seen without solving anything: what is demanded cannot arrive in time, a way that nothing can travel.
    pub obstacles: Vec<Obstacle>,
    /// A smallest set of statements that contradict each other. Empty where none was found within the limits, or where
    /// what the campaign says besides is already a contradiction.
    pub conflict: Vec<Member>,
    /// Without any one of them the others can be met. False where a limit kept an answer back.
    pub irreducible: bool,
    /// They contradict each other even where nothing needs to be a whole number.
    pub in_relaxation: bool,
    /// Single changes that restore a plan, the smallest of each statement of the conflict: first other numbers of what is
    /// offered, demanded and allowed, by share, then other times, then other vehicles, then doing without.
    pub remedies: Vec<Remedy>,
    /// The least changes of what is demanded, offered and capped that restore a plan together, by the sum of shares.
    pub together: Option<Remedy>,
}

/// Explains why a network has no flows.
///
/// # Errors
/// Where the engine fails.
pub fn explain_infeasible(
    network: &Network<'_>,
    request: &Request,
    engine: &dyn Engine,
    watch: &mut dyn Watch,
) -> Result<Infeasibility, EngineError> {
    let campaign = network.campaign;
    let mut found = Infeasibility {
        obstacles: obstacles(network),
        ..Infeasibility::default()
    };
    let generous = generous(campaign);
    let Ok((roomy, _)) = unroll(&generous, &request.unrolling) else {
        return Ok(found);
    };
    let mut formulation = formulate(&roomy);
    formulation.keep(request);
    let loosened = Loosened::of(&formulation, |statement| program_value(campaign, statement));
    let groups: Vec<_> = loosened
        .groups
        .iter()
        .map(|(_, stated)| stated.clone())
        .collect();
    let options = any_point(request, loosened.program.columns());
    let verdict = smallest_conflict(engine, &loosened.program, &groups, &options, watch)?;
    if let Verdict::Conflict(conflict) = verdict {
        found.irreducible = conflict.irreducible;
        found.in_relaxation = conflict.in_relaxation;
        let members = conflict.groups.iter().map(|at| loosened.groups[*at].0);
        found.conflict = members
            .map(|statement| Member {
                statement,
                sentence: words::statement(campaign, statement),
            })
            .collect();
    }
    let mut trials = Trials {
        campaign,
        request,
        engine,
        watch,
    };
    found.remedies = trials.remedies(&found.conflict, network)?;
    found.together = trials.together(&loosened, &formulation)?;
    Ok(found)
}

/// The campaign with so much on offer that no column is limited by it: the limits of offers stand in rows.
fn generous(campaign: &Campaign) -> Campaign {
    let all = Statement::all(campaign);
    let offers = all
        .iter()
        .filter(|statement| matches!(statement, Statement::Offer(_)));
    let more: Vec<Change> = offers
        .map(|statement| Change::Set {
            statement: *statement,
            value: statement.lifted(campaign),
        })
        .collect();
    changed(campaign, &more).unwrap_or_else(|_| campaign.clone())
}

/// The value of what bounds a row, in the program's units.
pub(super) fn program_value(campaign: &Campaign, statement: Statement) -> Option<f64> {
    Some(statement.value(campaign)? / unit(campaign, statement))
}

/// How much of a statement's own unit is one unit of the row that it bounds.
pub(super) fn unit(campaign: &Campaign, statement: Statement) -> f64 {
    match statement {
        Statement::Demand { demand, item } => match &campaign.demands[demand].need {
            Need::Once { lots, .. } => lots
                .get(item)
                .map_or(1.0, |lot| UNIT_KG / campaign.unit_mass_kg(lot.good)),
            Need::Steady { rates, .. } => rates
                .get(item)
                .map_or(1.0, |rate| UNIT_KG / campaign.unit_mass_kg(rate.good)),
            Need::Presence { .. } => 1.0,
        },
        Statement::Offer(offer) => match campaign.offers[offer].what {
            Offered::Good(good) => UNIT_KG / campaign.unit_mass_kg(good),
            _ => 1.0,
        },
        Statement::Cap(cap) => match campaign.caps[cap].most {
            Most::Mass(_) => UNIT_KG,
            Most::Trips(_) => 1.0,
            Most::Cost(_) => UNIT_MONEY,
        },
        Statement::Room(_) => UNIT_KG,
        _ => 1.0,
    }
}

/// The most later instants that a demand is tried at.
const LATER: usize = 24;
/// The most edges whose calendars are tried.
const OPENED: usize = 12;

impl Trials<'_> {
    fn remedies(
        &mut self,
        conflict: &[Member],
        network: &Network<'_>,
    ) -> Result<Vec<Remedy>, EngineError> {
        let mut remedies = Vec::new();
        for member in conflict {
            if let Some(value) = self.least(member.statement)? {
                remedies.push(self.remedy(&[(member.statement, value)]));
            }
        }
        let demands: BTreeSet<Index<Demand>> = conflict
            .iter()
            .filter_map(|member| match member.statement {
                Statement::Demand { demand, .. } => Some(demand),
                _ => None,
            })
            .collect();
        for demand in &demands {
            remedies.extend(self.later(*demand, network)?);
        }
        remedies.extend(self.opened(&demands)?);
        remedies.sort_by(|a, b| ease(a).partial_cmp(&ease(b)).unwrap_or(Ordering::Equal));
        Ok(remedies)
    }

    fn remedy(&self, values: &[(Statement, f64)]) -> Remedy {
        let share = |(statement, value): &(Statement, f64)| {
            let now = statement.value(self.campaign).unwrap_or(0.0);
            (value - now).abs() / if now == 0.0 { 1.0 } else { now.abs() }
        };
        let changes: Vec<Change> = values
            .iter()
            .map(|(statement, value)| Change::Set {
                statement: *statement,
                value: words::outward(*value, statement.less_is_easier()),
            })
            .collect();
        Remedy {
            times: Vec::new(),
            share: Some(values.iter().map(share).sum()),
            sentence: words::changes(self.campaign, &changes, &[]),
            changes,
        }
    }

    /// The earliest later instant at which a demand can be met, among those at which something may be at its node.
    fn later(
        &mut self,
        demand: Index<Demand>,
        network: &Network<'_>,
    ) -> Result<Option<Remedy>, EngineError> {
        let of = &self.campaign.demands[demand];
        let Recipient::Node(node) = of.recipient else {
            return Ok(None);
        };
        let (from, until) = match &of.need {
            Need::Once { due, .. } => (*due, *due),
            Need::Steady { from, until, .. } | Need::Presence { from, until, .. } => {
                (*from, *until)
            }
        };
        let spot = Spot::Node(node);
        let times = network.points.iter().filter(|point| point.spot == spot);
        let mut times: BTreeSet<Duration> = times.map(|point| point.time).collect();
        times.insert(network.end - (until - from));
        // What ends after the horizon is not looked at, and would seem to be met.
        times.retain(|time| *time > from && *time - from + until <= network.end);
        for time in times.into_iter().take(LATER) {
            let change = Change::Later {
                demand,
                by: time - from,
            };
            if self.has_plan(&[change])? {
                return Ok(Some(self.in_time(change, Vec::new())));
            }
        }
        Ok(None)
    }

    fn in_time(&self, change: Change, times: Vec<Duration>) -> Remedy {
        Remedy {
            changes: vec![change],
            share: None,
            sentence: words::changes(self.campaign, &[change], &times),
            times,
        }
    }

    /// Edges and offers whose times stand in the way.
    fn opened(&mut self, demands: &BTreeSet<Index<Demand>>) -> Result<Vec<Remedy>, EngineError> {
        let campaign = self.campaign;
        let restricted =
            |edge: &Edge| !edge.calendar.is_unrestricted() || !edge.departures.is_unrestricted();
        let wanted =
            demands
                .iter()
                .filter_map(|demand| match campaign.demands[*demand].recipient {
                    Recipient::Node(node) => Some(node),
                    Recipient::Element(_) => None,
                });
        let leading = leading_to(campaign, wanted.collect());
        let edges = leading
            .into_iter()
            .filter(|edge| restricted(&campaign.edges[*edge]));
        let mut changes: Vec<Change> = edges.take(OPENED).map(Change::OpenEdge).collect();
        for (index, offer) in campaign.offers.indexed() {
            if offer.from > Duration::ZERO || offer.until.is_some() {
                changes.push(Change::OpenOffer(index));
            }
        }
        let mut remedies = Vec::new();
        for change in changes {
            if let Some(times) = self.times_used(change)? {
                remedies.push(self.in_time(change, times));
            }
        }
        Ok(remedies)
    }

    /// The least sum of shares by which what is demanded, offered and capped has to give way.
    fn together(
        &mut self,
        loosened: &Loosened,
        formulation: &Formulation<'_, '_>,
    ) -> Result<Option<Remedy>, EngineError> {
        let campaign = self.campaign;
        let mut relaxable: Vec<(Row, f64)> = Vec::new();
        let mut owners: BTreeMap<Row, (Statement, f64)> = BTreeMap::new();
        for (statement, rows) in loosened.rows() {
            let (value, unit) = (statement.value(campaign), unit(campaign, statement));
            let Some(value) = value.filter(|value| *value > 0.0) else {
                continue;
            };
            for row in rows {
                let stated = stated_in(formulation, row).unwrap_or(value / unit);
                relaxable.push((row, 1.0 / stated));
                owners.insert(row, (statement, stated));
            }
        }
        let options = any_point(self.request, loosened.program.columns());
        let relief = least_relief(
            self.engine,
            &loosened.program,
            &relaxable,
            &options,
            self.watch,
        )?;
        let Some(relief) = relief else {
            return Ok(None);
        };
        // The rows of one statement give way together, as far as the worst of them.
        let mut shares: BTreeMap<Statement, f64> = BTreeMap::new();
        for (row, by) in &relief.rows {
            let (statement, stated) = owners[row];
            let share = shares.entry(statement).or_insert(0.0);
            *share = share.max(by.abs() / stated);
        }
        let values: Vec<(Statement, f64)> = shares
            .iter()
            .filter(|(_, share)| **share > 1e-9)
            .filter_map(|(statement, share)| {
                Some((*statement, eased(campaign, *statement, *share)?))
            })
            .collect();
        let remedy = self.remedy(&values);
        let stands = !values.is_empty() && self.has_plan(&remedy.changes)?;
        Ok(stands.then_some(remedy))
    }
}

/// What is easier comes first: other numbers of what is offered, demanded and allowed, other times, other vehicles, and
/// doing without something. Within each, the smallest share.
fn ease(remedy: &Remedy) -> (u8, f64) {
    let Some(share) = remedy.share else {
        return (1, 0.0);
    };
    let class = match remedy.changes.first() {
        Some(Change::Set { statement, value }) => match statement {
            Statement::Demand { .. } if *value == 0.0 => 3,
            statement if statement.piece().is_some() => 2,
            _ => 0,
        },
        _ => 1,
    };
    (class, share)
}

/// What a row demands by itself, for demands at a rate, whose rows are about single waits.
fn stated_in(formulation: &Formulation<'_, '_>, row: Row) -> Option<f64> {
    use crate::formulate::Meaning;
    use crate::network::Requirement;
    match formulation.meanings.get(row.at())? {
        Meaning::Requirement(at) => match &formulation.network.requirements[*at] {
            Requirement::Rate { mass_kg, .. } => Some(mass_kg / UNIT_KG).filter(|mass| *mass > 0.0),
            _ => None,
        },
        _ => None,
    }
}

/// A value eased by a share of itself, and by a little more, so that it holds in spite of rounding.
fn eased(campaign: &Campaign, statement: Statement, share: f64) -> Option<f64> {
    let value = statement.value(campaign)?;
    let share = share * (1.0 + 1e-6) + 1e-7;
    let eased = if statement.less_is_easier() {
        (value * (1.0 - share)).max(0.0)
    } else {
        value * (1.0 + share)
    };
    Some(
        match (statement.is_whole(campaign), statement.less_is_easier()) {
            (false, _) => eased,
            // A whole number that rounding has moved is the one that it was moved from.
            (true, true) => (eased + 1e-4).floor(),
            (true, false) => (eased - 1e-4).ceil(),
        },
    )
}

/// The edges by which something may come to some nodes, the last ones first.
fn leading_to(campaign: &Campaign, nodes: BTreeSet<Index<Node>>) -> Vec<Index<Edge>> {
    let (mut reached, mut edges) = (nodes, Vec::new());
    let mut before = usize::MAX;
    while before != edges.len() {
        before = edges.len();
        for (index, edge) in campaign.edges.indexed() {
            let ends = reached.contains(&edge.destination)
                || (edge.both_ways && reached.contains(&edge.origin));
            if ends && !edges.contains(&index) {
                edges.push(index);
                reached.insert(edge.origin);
                reached.insert(edge.destination);
            }
        }
    }
    edges
}

impl Infeasibility {
    /// Everything that restores a plan, the least of several changes together last, where that is another one.
    pub fn all_remedies(&self) -> Vec<&Remedy> {
        let known = |together: &&Remedy| {
            self.remedies
                .iter()
                .any(|one| one.changes == together.changes)
        };
        let together = self.together.as_ref().filter(|together| !known(together));
        self.remedies.iter().chain(together).collect()
    }

    /// The finding that says so: what contradicts each other, and the least change.
    pub fn finding(&self, campaign: &Campaign) -> Finding {
        let members = self.conflict.iter().map(|member| member.sentence.as_str());
        let because = match (self.conflict.as_slice(), self.obstacles.first()) {
            ([], None) => "no plan meets the campaign's demands".to_owned(),
            ([], Some(obstacle)) => obstacle.sentence.clone(),
            ([only], _) => format!("this cannot be met: {}", only.sentence),
            _ => format!(
                "these cannot all be met: {}",
                members.clone().collect::<Vec<_>>().join("; ")
            ),
        };
        let mut finding =
            Finding::error(codes::INFEASIBLE, "campaign", campaign.id.as_str(), because);
        for member in members {
            finding = finding.text("conflict", member);
        }
        for obstacle in &self.obstacles {
            finding = finding.text("obstacle", obstacle.sentence.as_str());
        }
        for remedy in self.all_remedies() {
            finding = finding.text("change", remedy.sentence.as_str());
        }
        let first = self.remedies.first().or(self.together.as_ref());
        let advice = first.map_or(
            "offer more, demand less or later, or open more ways",
            |first| first.sentence.as_str(),
        );
        finding.advice(advice.to_owned())
    }
}
