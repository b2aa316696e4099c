//! Plans under uncertainty: scenarios of which one comes, known from an instant on.
//!
//! Two stages (J. R. Birge and F. Louveaux, *Introduction to Stochastic Programming*, 2nd ed., 2011, chapters 1 and 4):
//! what departs or is taken before the scenarios are known is the same in all of them, the rest is the recourse. The program
//! is the extensive form: the formulation once for each scenario, with the columns of the first stage shared.
//!
//! All scenarios stand on one network, the campaign's own: its instants are those of the campaign as it is stated.

mod extensive;
mod policy;
mod stage;

use crate::formulate::{Formulation, formulate};
use crate::network::{Network, Passage, Requirement};
use crate::search::unit_of;
use extensive::Extensive;
pub use policy::Policy;
use policy::{Solving, polished};
use portolan_model::{Goal, Scenario};
use portolan_solver::{Column, Engine, EngineError, Options, Stop, Watch};

/// What is asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// What plans are to be best in; launch mass, cost or emissions.
    pub goal: Goal,
    /// Gaps and limits of each search.
    pub options: Options,
    /// True where the least worst case is asked for as well.
    pub robust: bool,
    /// The fraction by which all demanded amounts are raised for a plan with a margin; not negative.
    pub margin: Option<f64>,
}

/// Why there is no answer.
#[derive(Debug)]
pub enum ScenarioError {
    /// The campaign has no scenarios.
    NoScenarios,
    /// The goal is time, which is no sum over what flows.
    Time,
    /// A design, by id, is to be sized by the planner.
    Sized(String),
    /// The margin means nothing.
    Margin(f64),
    /// The engine fails.
    Engine(EngineError),
}

impl std::fmt::Display for ScenarioError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NoScenarios => f.write_str("the campaign has no scenarios"),
            Self::Time => f.write_str("time is no sum over what flows, and has no mean"),
            Self::Sized(id) => {
                write!(
                    f,
                    "the planner is to size the design \"{id}\", which is not done under uncertainty"
                )
            }
            Self::Margin(margin) => write!(f, "a margin of {margin} means nothing"),
            Self::Engine(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for ScenarioError {}

impl From<EngineError> for ScenarioError {
    fn from(error: EngineError) -> Self {
        Self::Engine(error)
    }
}

/// The plan for mean demands, and what becomes of it.
#[derive(Clone, Debug, PartialEq)]
pub struct MeanPlan {
    /// What it comes to if the mean comes: all amounts at their means, nothing closed and nothing lost. Less than any
    /// plan under uncertainty, as a rule.
    pub value: f64,
    /// What it comes to in each scenario with its first stage kept; `None` where no recourse saves it.
    pub kept: Vec<Option<f64>>,
}

/// What uncertainty comes to. Values are in kg or the campaign's currency.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The scenarios' probabilities.
    pub probabilities: Vec<f64>,
    /// The least mean with recourse; `None` where no first stage serves all scenarios.
    pub recourse: Option<Policy>,
    /// What each scenario comes to at best, were it known from the start; `None` where it has no plan.
    pub alone: Vec<Option<f64>>,
    /// The plan for mean demands; `None` where there is none.
    pub mean: Option<MeanPlan>,
    /// The least worst case, and among such plans the least mean.
    pub robust: Option<Policy>,
    /// The least mean with all amounts raised by the margin.
    pub margin: Option<Policy>,
    /// How often a search was stopped before it had proved its answer.
    pub unproved: usize,
    /// Columns and rows of the extensive form, and its columns of the first stage.
    pub size: (usize, usize, usize),
}

impl Answer {
    /// The least mean with recourse.
    pub fn expected(&self) -> Option<f64> {
        self.recourse.as_ref().map(|policy| policy.expected)
    }

    /// The mean of what each scenario comes to, were it known from the start; `None` where one has no plan.
    pub fn wait_and_see(&self) -> Option<f64> {
        mean(&self.probabilities, &self.alone)
    }

    /// The mean of what becomes of the plan for mean demands; `None` where no recourse saves it.
    pub fn expected_of_mean_plan(&self) -> Option<f64> {
        mean(&self.probabilities, &self.mean.as_ref()?.kept)
    }

    /// The value of the stochastic solution: what is lost on average by planning for the mean.
    pub fn value_of_stochastic_solution(&self) -> Option<f64> {
        Some(self.expected_of_mean_plan()? - self.expected()?)
    }

    /// What knowing the scenario from the start would be worth on average.
    pub fn value_of_perfect_information(&self) -> Option<f64> {
        Some(self.expected()? - self.wait_and_see()?)
    }

    /// How much more the least worst case comes to on average.
    pub fn cost_of_robustness(&self) -> Option<f64> {
        Some(self.robust.as_ref()?.expected - self.expected()?)
    }

    /// How much more the plan with the margin comes to on average.
    pub fn cost_of_margin(&self) -> Option<f64> {
        Some(self.margin.as_ref()?.expected - self.expected()?)
    }
}

/// A mean over scenarios; those that cannot come do not count.
fn mean(probabilities: &[f64], values: &[Option<f64>]) -> Option<f64> {
    let of = |(probability, value): (&f64, &Option<f64>)| match value {
        Some(value) => Some(probability * value),
        None if *probability == 0.0 => Some(0.0),
        None => None,
    };
    probabilities.iter().zip(values).map(of).sum()
}

/// Answers for all scenarios of a network's campaign.
///
/// # Errors
/// Where there are no scenarios, the goal is time, a design is to be sized, or the engine fails.
pub fn solve(
    network: &Network<'_>,
    asked: &Asked,
    engine: &dyn Engine,
    watch: &mut dyn Watch,
) -> Result<Answer, ScenarioError> {
    refuse(network, asked)?;
    let scenarios: Vec<&Scenario> = network.campaign.scenarios.iter().collect();
    let networks: Vec<Network<'_>> = scenarios
        .iter()
        .map(|scenario| in_scenario(network, scenario))
        .collect();
    let mut stage = Stage {
        asked,
        probabilities: scenarios.iter().map(|it| it.probability).collect(),
        formulations: formulations(&networks, &scenarios),
        solving: Solving::new(asked.options.clone(), engine, watch),
    };
    let shared = stage.shared(scenarios[0].known);
    let extensive = Extensive::new(&stage.formulations, &shared);
    let recourse = stage.least_mean(&extensive)?;
    let alone = stage.alone()?;
    let mean = stage.mean_plan(network, &scenarios, &extensive)?;
    let robust = if asked.robust {
        stage.least_worst(&extensive)?
    } else {
        None
    };
    let margin = match asked.margin {
        Some(margin) => {
            let raised: Vec<Network<'_>> = networks
                .iter()
                .map(|own| scaled(own, |_| 1.0 + margin))
                .collect();
            stage.with_margin(&raised, &scenarios, &shared)?
        }
        None => None,
    };
    let program = &extensive.program;
    Ok(Answer {
        probabilities: stage.probabilities,
        recourse,
        alone,
        mean,
        robust,
        margin,
        unproved: stage.solving.unproved,
        size: (program.columns(), program.rows(), extensive.shared().len()),
    })
}

fn refuse(network: &Network<'_>, asked: &Asked) -> Result<(), ScenarioError> {
    if network.campaign.scenarios.is_empty() {
        return Err(ScenarioError::NoScenarios);
    }
    if asked.goal == Goal::Time {
        return Err(ScenarioError::Time);
    }
    if let Some(margin) = asked.margin
        && !(margin.is_finite() && margin >= 0.0)
    {
        return Err(ScenarioError::Margin(margin));
    }
    let sized = network
        .kinds
        .iter()
        .find(|kind| kind.element.sizing.is_some());
    sized.map_or(Ok(()), |kind| {
        Err(ScenarioError::Sized(kind.element.id.to_string()))
    })
}

/// The network of a campaign in which a scenario came: its plans are written from this one.
pub fn in_scenario<'a>(network: &Network<'a>, scenario: &Scenario) -> Network<'a> {
    scaled(network, |demand| scenario.factor(demand))
}

/// The network with the amounts of each demand multiplied.
fn scaled<'a>(
    network: &Network<'a>,
    factor: impl Fn(portolan_vocabulary::Index<portolan_model::Demand>) -> f64,
) -> Network<'a> {
    let mut scaled = network.clone();
    for requirement in &mut scaled.requirements {
        match requirement {
            Requirement::Amount {
                demand, mass_kg, ..
            }
            | Requirement::Rate {
                demand, mass_kg, ..
            } => *mass_kg *= factor(*demand),
            Requirement::Presence { .. } | Requirement::Stay { .. } => {}
        }
    }
    scaled
}

fn formulations<'n, 'a>(
    networks: &'n [Network<'a>],
    scenarios: &[&Scenario],
) -> Vec<Formulation<'n, 'a>> {
    let of = |(network, scenario): (&'n Network<'a>, &&Scenario)| {
        let mut formulation = formulate(network);
        formulation.suffer(scenario);
        formulation
    };
    networks.iter().zip(scenarios).map(of).collect()
}

impl Formulation<'_, '_> {
    /// Nothing enters what a scenario closes, and nothing is taken of what it loses.
    fn suffer(&mut self, scenario: &Scenario) {
        let network = self.network;
        for (at, arc) in network.arcs.iter().enumerate() {
            let Passage::Leg { trip, .. } = arc.passage else {
                continue;
            };
            let trip = &network.trips[trip];
            if scenario.closes(trip.edge, trip.depart) {
                let pieces = self.arcs[at].pieces.iter().map(|(_, column)| *column);
                let loads = self.arcs[at].loads.iter().map(|load| load.departs);
                for column in pieces.chain(loads) {
                    self.program.set_bounds(column, 0.0, 0.0);
                }
            }
        }
        for (take, column) in network.takes.iter().zip(&self.takes) {
            let later = network.points[take.point].time >= scenario.known;
            if later && scenario.loses(network.campaign, take.offer) {
                self.program.set_bounds(*column, 0.0, 0.0);
            }
        }
    }
}

/// The searches, one after the other.
struct Stage<'s, 'n, 'a> {
    asked: &'s Asked,
    probabilities: Vec<f64>,
    formulations: Vec<Formulation<'n, 'a>>,
    solving: Solving<'s>,
}

impl Stage<'_, '_, '_> {
    /// Which columns are decided before an instant.
    fn shared(&self, known: portolan_vocabulary::Duration) -> Vec<bool> {
        let times = stage::decided(&self.formulations[0]).into_iter();
        times.map(|time| time < known).collect()
    }

    fn least_mean(&mut self, extensive: &Extensive) -> Result<Option<Policy>, EngineError> {
        let mut extensive = extensive.clone();
        extensive.aim_at_mean(&self.formulations, self.asked.goal, &self.probabilities);
        self.policy(&extensive)
    }

    fn policy(&mut self, extensive: &Extensive) -> Result<Option<Policy>, EngineError> {
        let solution = self.solving.search(&extensive.program)?;
        let Some(point) = &solution.point else {
            return Ok(None);
        };
        let Some(values) = polished(&mut self.solving, &extensive.program, point)? else {
            self.solving.unproved += 1;
            return Ok(None);
        };
        let unit = unit_of(self.asked.goal);
        let bound = solution.bound.map(|bound| bound * unit);
        Ok(Some(self.read(extensive, &values, bound)))
    }

    fn read(&self, extensive: &Extensive, values: &[f64], bound: Option<f64>) -> Policy {
        let goal = self.asked.goal;
        let mut policy = Policy {
            expected: 0.0,
            worst: f64::NEG_INFINITY,
            bound,
            values: Vec::new(),
            flows: Vec::new(),
        };
        for (scenario, formulation) in self.formulations.iter().enumerate() {
            let own = extensive.values(scenario, values);
            let value = amount(formulation.goal_sum(goal), &own) * unit_of(goal);
            policy.expected += self.probabilities[scenario] * value;
            policy.worst = policy.worst.max(value);
            policy.values.push(value);
            policy.flows.push(formulation.read(&own));
        }
        policy
    }

    /// What each scenario comes to by itself.
    fn alone(&mut self) -> Result<Vec<Option<f64>>, EngineError> {
        let goal = self.asked.goal;
        let mut alone = Vec::new();
        for formulation in &mut self.formulations {
            formulation.aim(&[(goal, 1.0)]);
            let solution = self.solving.search(&formulation.program)?;
            alone.push(solution.point.map(|point| point.objective * unit_of(goal)));
        }
        Ok(alone)
    }

    /// The plan for mean demands, with its first stage kept in each scenario.
    fn mean_plan(
        &mut self,
        network: &Network<'_>,
        scenarios: &[&Scenario],
        extensive: &Extensive,
    ) -> Result<Option<MeanPlan>, EngineError> {
        let goal = self.asked.goal;
        let means = scaled(network, |demand| {
            let factors = scenarios.iter();
            factors.map(|it| it.probability * it.factor(demand)).sum()
        });
        let mut formulation = formulate(&means);
        formulation.aim(&[(goal, 1.0)]);
        let solution = self.solving.search(&formulation.program)?;
        let Some(point) = &solution.point else {
            return Ok(None);
        };
        let Some(values) = polished(&mut self.solving, &formulation.program, point)? else {
            return Ok(None);
        };
        let mut kept = Vec::new();
        for own in &self.formulations {
            let mut program = own.program.clone();
            for at in extensive.shared() {
                let Some(column) = program.column_at(*at) else {
                    continue;
                };
                hold(&mut program, column, values[*at]);
            }
            let solution = self.solving.search(&program)?;
            kept.push(solution.point.map(|point| point.objective * unit_of(goal)));
        }
        Ok(Some(MeanPlan {
            value: amount(formulation.goal_sum(goal), &values) * unit_of(goal),
            kept,
        }))
    }

    /// The least worst case, and among such plans the least mean.
    fn least_worst(&mut self, extensive: &Extensive) -> Result<Option<Policy>, EngineError> {
        let mut extensive = extensive.clone();
        let worst = extensive.aim_at_worst(&self.formulations, self.asked.goal);
        let solution = self.solving.search(&extensive.program)?;
        let Some(point) = solution.point else {
            return Ok(None);
        };
        let most = point.objective + 1e-9 * point.objective.abs().max(1.0);
        extensive.program.set_bounds(worst, f64::NEG_INFINITY, most);
        extensive.aim_at_mean(&self.formulations, self.asked.goal, &self.probabilities);
        let bound = solution.bound.map(|bound| bound * unit_of(self.asked.goal));
        let found = self.policy(&extensive)?;
        Ok(found.map(|policy| Policy { bound, ..policy }))
    }

    /// The least mean where amounts are raised.
    fn with_margin(
        &mut self,
        raised: &[Network<'_>],
        scenarios: &[&Scenario],
        shared: &[bool],
    ) -> Result<Option<Policy>, EngineError> {
        let formulations = formulations(raised, scenarios);
        let extensive = Extensive::new(&formulations, shared);
        let mut stage = Stage {
            asked: self.asked,
            probabilities: self.probabilities.clone(),
            formulations,
            solving: self.solving.again(),
        };
        let found = stage.least_mean(&extensive)?;
        let unproved = stage.solving.unproved;
        self.solving.unproved += unproved;
        Ok(found)
    }
}

/// What a sum of columns comes to.
fn amount(sum: &[(Column, f64)], values: &[f64]) -> f64 {
    sum.iter()
        .map(|(column, factor)| values[column.at()] * factor)
        .fold(0.0, |sum, term| sum + term)
}

/// Holds a column at a value, within its bounds.
fn hold(program: &mut portolan_solver::Program, column: Column, value: f64) {
    let (lower, upper) = program.bounds(column);
    if lower <= upper {
        let value = value.max(lower).min(upper);
        program.set_bounds(column, value, value);
    }
}

/// True where a search was ended by its limits, not by an answer.
const fn is_unproved(stop: Stop) -> bool {
    !matches!(
        stop,
        Stop::Optimal | Stop::Infeasible | Stop::InfeasibleOrUnbounded
    )
}
