//! Sharing the cost of a campaign among its partners.

use crate::optimise::{Wanted, engine_of, request_of};
use portolan_analyse::sharing::{
    AskedShapley, Coalition, Game, Sampling, Sense, Shares, SharingError, Terms, agreed_shares,
    ask_shapley, shares,
};
use portolan_model::{Campaign, Goal, List, Partner, Parts};
use portolan_optimise::{Aim, Request, prepare, search};
use portolan_solver::{Engine, Stop, Watch};
use portolan_vocabulary::{Code, Finding, Findings, Index, nearest};
use std::collections::BTreeMap;

/// Fewer than two partners could share.
pub const NOTHING_TO_SHARE: Code = Code::new("share.nothing-to-share");
/// A partner is asked for that the campaign does not have.
pub const NO_PARTNER: Code = Code::new("share.no-partner");
/// The partners cannot be told what they pay.
pub const NO_SHARES: Code = Code::new("share.no-shares");

/// How many partners every coalition of whom is planned; beyond, the Shapley value is sampled.
pub const MOST_PARTNERS: usize = 12;

/// What is asked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ShareAsked {
    /// What is shared: launch mass, cost or emissions; by default cost where the campaign has any, else launch mass.
    pub goal: Option<Goal>,
    /// Who shares; by default every partner on whose behalf something is demanded.
    pub partners: Vec<String>,
    /// How each coalition's plan is searched.
    pub wanted: Wanted,
    /// For more than twelve partners: how many pairs of orders are sampled, and the seed.
    pub sampling: Option<(u32, u64)>,
}

/// What a coalition's best plan comes to.
#[derive(Clone, Debug, PartialEq)]
pub struct CoalitionPlan {
    /// Who.
    pub members: Vec<String>,
    /// What its best plan comes to; `None` where it has none.
    pub value: Option<f64>,
}

/// What each partner pays.
#[derive(Clone, Debug, PartialEq)]
pub struct Shared {
    /// What is shared.
    pub goal: Goal,
    /// In which unit.
    pub unit: String,
    /// The partners' names.
    pub names: Vec<String>,
    /// Every coalition that was planned, in order of its bits.
    pub coalitions: Vec<CoalitionPlan>,
    /// What each pays by each method, and who objects; `None` past [`MOST_PARTNERS`].
    pub shares: Option<Shares>,
    /// The Shapley value with what it may be off by, where it was sampled.
    pub sampled: Option<AskedShapley>,
}

/// Plans the campaign for every coalition of its partners and shares what the plan of all comes to.
///
/// A coalition has the demands of its members and those of nobody in particular, and what its members and nobody in
/// particular offer.
///
/// # Errors
/// Findings, where nothing can be shared or a plan cannot be searched.
pub fn share(
    campaign: &Campaign,
    asked: &ShareAsked,
    watch: &mut dyn Watch,
) -> Result<Shared, Findings> {
    let players = players(campaign, &asked.partners)?;
    let goal = asked.goal.unwrap_or_else(|| goal_of(campaign));
    let engine = engine_of(campaign, &asked.wanted)?;
    let mut planner = Planner {
        campaign,
        players: &players,
        request: Request {
            aim: Aim::InOrder(vec![goal]),
            ..request_of(campaign, &asked.wanted)
        },
        engine: &*engine,
        watch,
        known: BTreeMap::new(),
    };
    let names: Vec<String> = players
        .iter()
        .map(|partner| campaign.partners[*partner].name.clone())
        .collect();
    let mut shared = Shared {
        goal,
        unit: crate::optimise_shown::unit(campaign, goal),
        names: names.clone(),
        coalitions: Vec::new(),
        shares: None,
        sampled: None,
    };
    if players.len() > MOST_PARTNERS {
        let (pairs, seed) = asked.sampling.unwrap_or((100, 0));
        let sampling = Sampling {
            pairs,
            seed,
            range: None,
        };
        let found = ask_shapley(&names, Sense::Cost, &sampling, |coalition| {
            planner.comes_to(coalition)
        });
        shared.sampled = Some(found.map_err(|trouble| trouble.findings(campaign))?);
    } else {
        let game = Game::ask(names, Sense::Cost, |coalition| planner.comes_to(coalition));
        let game = game.map_err(|trouble| trouble.findings(campaign))?;
        let found = shares(&game, &terms(campaign, &players), &*engine);
        shared.shares = Some(found.map_err(|why| Trouble::from(why).findings(campaign))?);
    }
    shared.coalitions = planner.plans();
    Ok(shared)
}

fn terms(campaign: &Campaign, players: &[Index<Partner>]) -> Terms {
    let partners: Vec<Partner> = players
        .iter()
        .map(|partner| campaign.partners[*partner].clone())
        .collect();
    Terms {
        agreed: agreed_shares(&partners).ok(),
        ..Terms::default()
    }
}

/// What is shared where nobody says: cost where anything costs, else launch mass.
fn goal_of(campaign: &Campaign) -> Goal {
    let trips = campaign
        .edges
        .iter()
        .any(|edge| edge.tariff.per_trip.is_some() || edge.tariff.per_kg.is_some());
    let pieces = campaign
        .designs
        .iter()
        .chain(campaign.elements.iter())
        .any(|element| element.cost.is_some());
    if trips || pieces {
        Goal::Cost
    } else {
        Goal::LaunchMass
    }
}

fn players(campaign: &Campaign, asked: &[String]) -> Result<Vec<Index<Partner>>, Findings> {
    let mut found = Vec::new();
    let mut findings = Findings::new();
    for id in asked {
        match campaign
            .partners
            .indexed()
            .find(|(_, partner)| partner.id.as_str() == id)
        {
            Some((index, _)) => found.push(index),
            None => findings.push(no_partner(campaign, id)),
        }
    }
    if !findings.is_empty() {
        return Err(findings);
    }
    if asked.is_empty() {
        let demands = |index: Index<Partner>| {
            campaign
                .demands
                .iter()
                .any(|demand| demand.partner == Some(index))
        };
        found = campaign
            .partners
            .indices()
            .filter(|index| demands(*index))
            .collect();
    }
    if found.len() < 2 {
        let message = "fewer than two partners have demands of their own";
        let finding = Finding::error(NOTHING_TO_SHARE, "campaign", campaign.id.as_str(), message);
        return Err(vec![
            finding.advice("say on whose behalf demands are, with the key `partner`"),
        ]);
    }
    Ok(found)
}

/// The finding that the campaign does not have a partner.
pub(crate) fn no_partner(campaign: &Campaign, id: &str) -> Finding {
    let known = campaign.partners.iter().map(|partner| partner.id.as_str());
    let finding = Finding::error(
        NO_PARTNER,
        "partner",
        id,
        format!("there is no partner \"{id}\""),
    );
    match nearest(id, known.clone()) {
        Some(near) => finding.advice(format!("did you mean \"{near}\"?")),
        None => finding.advice(format!(
            "known are {}",
            known.collect::<Vec<_>>().join(", ")
        )),
    }
}

/// Why a game could not be made.
enum Trouble {
    Sharing(SharingError),
    Findings(Findings),
}

impl From<SharingError> for Trouble {
    fn from(error: SharingError) -> Self {
        Self::Sharing(error)
    }
}

impl Trouble {
    fn findings(self, campaign: &Campaign) -> Findings {
        match self {
            Self::Findings(findings) => findings,
            Self::Sharing(error) => {
                let finding = Finding::error(
                    NO_SHARES,
                    "campaign",
                    campaign.id.as_str(),
                    error.to_string(),
                );
                vec![finding.advice("see that the partners can do together what they demand")]
            }
        }
    }
}

/// Plans coalitions, each once.
struct Planner<'a> {
    campaign: &'a Campaign,
    players: &'a [Index<Partner>],
    request: Request,
    engine: &'a dyn Engine,
    watch: &'a mut dyn Watch,
    known: BTreeMap<Coalition, Option<f64>>,
}

impl Planner<'_> {
    fn comes_to(&mut self, coalition: Coalition) -> Result<Option<f64>, Trouble> {
        if let Some(known) = self.known.get(&coalition) {
            return Ok(*known);
        }
        let value = self.plan(coalition).map_err(Trouble::Findings)?;
        self.known.insert(coalition, value);
        Ok(value)
    }

    fn plan(&mut self, coalition: Coalition) -> Result<Option<f64>, Findings> {
        let outside: Vec<Index<Partner>> = (0..self.players.len())
            .filter(|at| !coalition.has(*at))
            .map(|at| self.players[at])
            .collect();
        let campaign = without(self.campaign, &outside)?;
        let Ok((network, _)) = prepare(&campaign, &self.request) else {
            // What it demands is on offer by nobody in it.
            return Ok(None);
        };
        let found = search(&network, &self.request, self.engine, self.watch)
            .map_err(|error| vec![portolan_optimise::engine_failed(&campaign, &error)])?;
        match found.stop {
            Stop::Optimal => Ok(found.reached.first().map(|reached| to_grams(reached.value))),
            Stop::Infeasible | Stop::InfeasibleOrUnbounded => Ok(None),
            _ => {
                let message = "the plan of a coalition was not proved best";
                let finding = Finding::error(NO_SHARES, "campaign", campaign.id.as_str(), message);
                Err(vec![finding.advice(
                    "give the search more time: shares rest on proved optima",
                )])
            }
        }
    }

    fn plans(&self) -> Vec<CoalitionPlan> {
        let name = |at: usize| self.campaign.partners[self.players[at]].name.clone();
        let plan = |(coalition, value): (&Coalition, &Option<f64>)| CoalitionPlan {
            members: coalition.members().map(name).collect(),
            value: *value,
        };
        self.known.iter().map(plan).collect()
    }
}

/// A value without the noise of its last digits, which exact fractions would take at its word: to a thousandth of the
/// unit.
fn to_grams(value: f64) -> f64 {
    (value * 1e3).round() / 1e3
}

/// The campaign without what some partners demand, offer and forbid.
fn without(campaign: &Campaign, outside: &[Index<Partner>]) -> Result<Campaign, Findings> {
    let mut parts = campaign.clone().into_parts();
    let keeps =
        |partner: Option<Index<Partner>>| partner.is_none_or(|partner| !outside.contains(&partner));
    let owners: Vec<bool> = parts
        .offers
        .iter()
        .map(|offer| keeps(owner_of(&parts, offer)))
        .collect();
    let mut kept = owners.into_iter();
    parts.offers.retain(|_| kept.next().unwrap_or(true));
    parts.demands.retain(|demand| keeps(demand.partner));
    parts.caps.retain(|cap| keeps(cap.partner));
    parts.scenarios = List::new();
    Campaign::new(parts).map(|(campaign, _)| campaign)
}

/// Who owns what is on offer.
pub(crate) fn owner_of(parts: &Parts, offer: &portolan_model::Offer) -> Option<Index<Partner>> {
    use portolan_model::Offered;
    offer.owner.or_else(|| match offer.what {
        Offered::Design(design) => parts.designs[design].owner,
        Offered::Element(element) => parts.elements[element].owner,
        Offered::Good(_) => None,
    })
}
