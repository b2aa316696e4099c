//! The search: from a campaign to the values of its best plan, with what is proved about them.

use crate::build::{Unrolling, unroll};
use crate::codes;
use crate::flows::Flows;
use crate::formulate::{Formulation, UNIT_KG, UNIT_MONEY, formulate};
use crate::network::{Network, Passage};
use crate::rounding::{Rounded, Rounding, is_roundable};
use crate::single::single_out;
use portolan_model::{Campaign, Demand, Goal};
use portolan_solver::{
    Basis, Column, ColumnKind, Engine, EngineError, Options, Point, Program, Solution, Stop, Watch,
};
use portolan_vocabulary::{Duration, Finding, Findings, Index};

/// Up to so many whole columns a plan is tidied by a search, which proves that no piece is needless; beyond, by rounding up.
const FEW: usize = 200;

/// What a plan is to be best in.
#[derive(Clone, Debug, PartialEq)]
pub enum Aim {
    /// The first goal, then the second among the best in the first, and so on.
    InOrder(Vec<Goal>),
    /// The least sum of weight times goal: per tonne of launch mass or emissions, per million of the campaign's currency.
    Weighted(Vec<(Goal, f64)>),
}

/// What is asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// What the plan is to be best in.
    pub aim: Aim,
    /// How the campaign is unrolled in time.
    pub unrolling: Unrolling,
    /// Gaps and limits of the search.
    pub options: Options,
    /// The most pieces of one kind that travel or wait together, where that is limited.
    pub together: Option<u32>,
    /// True where demands that cannot be met may be dropped, as few as possible, before anything else counts.
    pub may_drop: bool,
    /// Goals that may not be exceeded, in the program's units.
    pub ceilings: Vec<(Goal, f64)>,
    /// Patterns of whole numbers that are forbidden, by position in the network.
    pub excluded: Vec<crate::exclusion::Exclusion>,
}

impl Request {
    /// What a campaign itself asks for.
    pub fn of(campaign: &Campaign) -> Self {
        let own = &campaign.settings.objective;
        let goals = if own.is_empty() {
            vec![Goal::LaunchMass]
        } else {
            own.clone()
        };
        Self {
            aim: Aim::InOrder(goals),
            unrolling: Unrolling::default(),
            options: Options {
                relative_gap: 1e-6,
                // A gram in a tonne: tighter, tree searches end in rounding. What is found is made exact afterwards.
                feasibility: 1e-6,
                ..Options::default()
            },
            together: None,
            may_drop: false,
            ceilings: Vec::new(),
            excluded: Vec::new(),
        }
    }
}

/// The size of a program.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Statistics {
    /// Columns.
    pub columns: usize,
    /// Columns that are whole numbers.
    pub integers: usize,
    /// Rows.
    pub rows: usize,
    /// Entries other than zero.
    pub nonzeros: usize,
    /// Points of the network.
    pub points: usize,
    /// Arcs of the network.
    pub arcs: usize,
}

impl Statistics {
    /// Of a network and its program.
    pub fn of(network: &Network<'_>, program: &Program) -> Self {
        let integer =
            |column: &portolan_solver::Column| program.kind(*column) == ColumnKind::Integer;
        Self {
            columns: program.columns(),
            integers: program.all_columns().filter(integer).count(),
            rows: program.rows(),
            nonzeros: program.nonzeros(),
            points: network.points.len(),
            arcs: network.arcs.len(),
        }
    }
}

/// What a goal comes to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reached {
    /// Which goal.
    pub goal: Goal,
    /// What the plan comes to: kg, days, or the campaign's currency.
    pub value: f64,
    /// What no plan can be better than, where that was asked of this goal.
    pub bound: Option<f64>,
}

/// What a search found.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// Why it stopped.
    pub stop: Stop,
    /// The flows of the best plan; `None` where there is none.
    pub flows: Option<Flows>,
    /// The values of the program's columns that the flows were read from.
    pub values: Option<Vec<f64>>,
    /// What each goal comes to: those asked for, in order, then the others.
    pub reached: Vec<Reached>,
    /// Demands that were dropped, where that was allowed. That they are the fewest is proved where there is a gap.
    pub dropped: Vec<Index<Demand>>,
    /// How far the first goal, or the weighted sum, may be from the best, relative to its size.
    pub gap: Option<f64>,
    /// Nodes of the search tree.
    pub nodes: u64,
    /// The size of the program.
    pub statistics: Statistics,
}

/// Searches the best flows through a network.
///
/// # Errors
/// Where the engine fails.
pub fn search(
    network: &Network<'_>,
    request: &Request,
    engine: &dyn Engine,
    watch: &mut dyn Watch,
) -> Result<Found, EngineError> {
    let found = search_in(network, request, engine, watch, &|_| {})?;
    single_out(network, request, engine, watch, found)
}

/// Searches with the program changed before anything else.
pub(crate) fn search_in(
    network: &Network<'_>,
    request: &Request,
    engine: &dyn Engine,
    watch: &mut dyn Watch,
    change: &dyn Fn(&mut Formulation<'_, '_>),
) -> Result<Found, EngineError> {
    let mut formulation = formulate(network);
    formulation.keep(request);
    change(&mut formulation);
    let statistics = Statistics::of(network, &formulation.program);
    let mut searching = Searching {
        network,
        request,
        engine,
        watch,
        basis: Basis::default(),
        nodes: 0,
        start: None,
        cut_short: None,
    };
    let mut found = Found {
        stop: Stop::Numerical,
        flows: None,
        values: None,
        reached: Vec::new(),
        dropped: Vec::new(),
        gap: None,
        nodes: 0,
        statistics,
    };
    if request.may_drop {
        match searching.fewest_drops(&mut formulation)? {
            Ok(dropped) => found.dropped = dropped,
            Err(stop) => {
                return Ok(Found {
                    stop,
                    nodes: searching.nodes,
                    ..found
                });
            }
        }
    }
    let best = match &request.aim {
        Aim::InOrder(goals) => searching.in_order(&mut formulation, goals)?,
        Aim::Weighted(weights) => {
            formulation.aim(weights);
            searching.solve(&mut formulation)?
        }
    };
    found.gap = best.gap();
    found.stop = best.stop;
    if let Some(point) = best.point.as_ref() {
        match searching.tidy(&formulation, point)? {
            Some(tidy) => {
                found.reached = reached(&formulation, request, &tidy, best.bound, network);
                found.flows = Some(formulation.read(&tidy));
                found.values = Some(tidy);
            }
            None => (found.stop, found.gap) = (Stop::Numerical, None),
        }
    }
    if let (Some(stop), Some(_)) = (searching.cut_short, &found.flows) {
        (found.stop, found.gap) = (stop, None);
    }
    Ok(Found {
        nodes: searching.nodes,
        ..found
    })
}

struct Searching<'s, 'a> {
    network: &'s Network<'a>,
    request: &'s Request,
    engine: &'s dyn Engine,
    watch: &'s mut dyn Watch,
    /// Where the linear program before ended.
    basis: Basis,
    nodes: u64,
    /// A point to start from.
    start: Option<Vec<f64>>,
    /// Why the search for the fewest drops stopped, where that they are the fewest is not proved.
    cut_short: Option<Stop>,
}

impl Searching<'_, '_> {
    /// The fewest demands that must be dropped, which are then held so; why there is no answer.
    fn fewest_drops(
        &mut self,
        formulation: &mut Formulation<'_, '_>,
    ) -> Result<Result<Vec<Index<Demand>>, Stop>, EngineError> {
        let drops = formulation.let_drop();
        // Demands are counted: nothing is fewer by less than one.
        let options = Options {
            absolute_gap: 0.9,
            ..self.request.options.clone()
        };
        let solution = self.solve_with(formulation, options)?;
        let Some(point) = solution.point else {
            return Ok(Err(solution.stop));
        };
        self.cut_short = (solution.stop != Stop::Optimal).then_some(solution.stop);
        self.start = Some(point.values.clone());
        formulation.hold_drops(&drops, &point.values);
        let dropped = drops
            .iter()
            .filter(|(_, column)| point.values[column.at()] > 0.5);
        Ok(Ok(dropped.map(|(demand, _)| *demand).collect()))
    }

    /// One goal after the other; the solution of the first with the point of the last.
    fn in_order(
        &mut self,
        formulation: &mut Formulation<'_, '_>,
        goals: &[Goal],
    ) -> Result<Solution, EngineError> {
        let mut first: Option<Solution> = None;
        for (at, goal) in goals.iter().enumerate() {
            let solution = if *goal == Goal::Time {
                self.earliest(formulation)?
            } else {
                formulation.aim(&[(*goal, 1.0)]);
                self.solve(formulation)?
            };
            let Some(point) = solution.point.clone() else {
                return Ok(first.unwrap_or(solution));
            };
            if *goal != Goal::Time && at + 1 < goals.len() {
                formulation.limit(*goal, slightly_more(point.objective));
            }
            match &mut first {
                None => first = Some(solution),
                // The bound is the first goal's, and so the objective stays.
                Some(first) => {
                    let objective = first.point.as_ref().map_or(0.0, |own| own.objective);
                    first.point = Some(Point { objective, ..point });
                }
            }
        }
        Ok(first.unwrap_or(Solution {
            stop: Stop::Optimal,
            point: None,
            bound: None,
            nodes: 0,
        }))
    }

    fn solve(&mut self, formulation: &mut Formulation<'_, '_>) -> Result<Solution, EngineError> {
        let mut options = self.request.options.clone();
        let fits = |start: &&Vec<f64>| start.len() == formulation.program.columns();
        if let Some(start) = self.start.as_ref().filter(fits) {
            options.start = Some(start.clone());
        }
        self.solve_with(formulation, options)
    }

    fn solve_with(
        &mut self,
        formulation: &mut Formulation<'_, '_>,
        mut options: Options,
    ) -> Result<Solution, EngineError> {
        let rounded = if is_roundable(self.network, self.engine) {
            self.rounding().round(formulation)?
        } else {
            Rounded::Nothing
        };
        match rounded {
            Rounded::Best(solution) => return Ok(solution),
            Rounded::Start(values) => options.start = options.start.or(Some(values)),
            Rounded::Nothing => {}
        }
        let solution = formulation.solve(self.engine, &options, self.watch)?;
        self.nodes += solution.nodes;
        Ok(solution)
    }

    /// Solves a program without whole numbers from where the one before ended.
    fn linear(&mut self, program: &Program, options: &Options) -> Result<Solution, EngineError> {
        let basis = &mut self.basis;
        self.engine.solve_from(program, options, self.watch, basis)
    }

    fn rounding(&mut self) -> Rounding<'_> {
        Rounding {
            engine: self.engine,
            options: &self.request.options,
            watch: self.watch,
            basis: &mut self.basis,
        }
    }

    /// The earliest instant after which nothing needs to arrive, by bisection over the arrivals. The objective of the
    /// solution is that instant in days. A trial that ends without an answer proves nothing: its reason is that of the solution,
    /// and the bound is the earliest instant that is not ruled out.
    fn earliest(&mut self, formulation: &mut Formulation<'_, '_>) -> Result<Solution, EngineError> {
        let network = self.network;
        let mut instants: Vec<Duration> = network.trips.iter().map(|trip| trip.arrive).collect();
        instants.push(Duration::ZERO);
        instants.sort_unstable();
        instants.dedup();
        formulation.aim(&[]);
        // Nothing ends before the instant `proved`; before `low` nothing was found.
        let (mut proved, mut low, mut high) = (0, 0, instants.len() - 1);
        let mut best = self.solve(formulation)?;
        if best.point.is_none() {
            return Ok(best);
        }
        let mut why = Stop::Optimal;
        while low < high {
            let middle = usize::midpoint(low, high);
            let trial = self.ending_by(formulation, instants[middle])?;
            if trial.point.is_some() {
                (best, high) = (trial, middle);
                continue;
            }
            low = middle + 1;
            match trial.stop {
                // Nothing is asked of these plans that could fall without end.
                Stop::Infeasible | Stop::InfeasibleOrUnbounded => proved = low,
                stop => why = stop,
            }
            if matches!(trial.stop, Stop::Time | Stop::Cancelled) {
                break;
            }
        }
        formulation.end_by(instants[high]);
        if let Some(point) = &mut best.point {
            point.objective = instants[high].days();
        }
        Ok(Solution {
            stop: if proved == high { Stop::Optimal } else { why },
            bound: Some(instants[proved].days()),
            ..best
        })
    }

    fn ending_by(
        &mut self,
        formulation: &Formulation<'_, '_>,
        end: Duration,
    ) -> Result<Solution, EngineError> {
        let mut trial = formulation.clone();
        trial.end_by(end);
        self.solve(&mut trial)
    }

    /// The same plan without what it does not need: no more pieces anywhere, goals not worse, as little as possible of
    /// everything. Values are exact for the whole numbers found; `None` where these do not stand up to that.
    fn tidy(
        &mut self,
        formulation: &Formulation<'_, '_>,
        point: &Point,
    ) -> Result<Option<Vec<f64>>, EngineError> {
        let program = formulation.fixed_sizes(point);
        let mut fewer = program.clone();
        for column in program
            .all_columns()
            .filter(|column| is_integer(&program, *column))
        {
            let (lower, _) = program.bounds(column);
            fewer.set_bounds(column, lower, point.values[column.at()].round().max(lower));
        }
        let least = as_little_as_possible(&fewer, program.objective(&point.values) + 1e-6);
        let options = Options {
            relative_gap: 1e-3,
            absolute_gap: 0.5,
            start: Some(point.values.clone()),
            ..self.request.options.clone()
        };
        let whole = program
            .all_columns()
            .filter(|column| is_integer(&program, *column));
        let rounded = if whole.count() > FEW {
            self.rounding().up(&least)?
        } else {
            None
        };
        let tidy = match rounded {
            Some(values) => Some(values),
            None => {
                let tidy = self.engine.solve(&least, &options, self.watch)?;
                tidy.point.map(|point| point.values)
            }
        };
        let trials = tidy.iter().chain([&point.values]);
        for whole in trials {
            if let Some(values) = self.exact(formulation, &program, whole)? {
                return Ok(Some(values));
            }
        }
        Ok(None)
    }

    /// The best continuous values for the whole numbers of a point, and among them the least with the least moving about, to
    /// the engine's full precision.
    fn exact(
        &mut self,
        formulation: &Formulation<'_, '_>,
        program: &Program,
        values: &[f64],
    ) -> Result<Option<Vec<f64>>, EngineError> {
        let mut fixed = program.clone();
        for column in program
            .all_columns()
            .filter(|column| is_integer(program, *column))
        {
            let whole = values[column.at()].round();
            fixed.set_bounds(column, whole, whole);
            fixed.set_kind(column, ColumnKind::Continuous);
        }
        let options = Options {
            feasibility: 1e-9,
            time_limit: None,
            node_limit: None,
            start: None,
            ..self.request.options.clone()
        };
        let Some(best) = self.linear(&fixed, &options)?.point else {
            return Ok(None);
        };
        let mut least = as_little_as_possible(&fixed, slightly_more(best.objective));
        formulation.price_moves(&mut least);
        let least = self.linear(&least, &options)?;
        let mut values = least.point.unwrap_or(best).values;
        values.truncate(program.columns());
        Ok(Some(values))
    }
}

fn is_integer(program: &Program, column: Column) -> bool {
    program.kind(column) == ColumnKind::Integer
}

/// The program that asks for as little as possible of everything, with the objective no worse than a value.
pub(crate) fn as_little_as_possible(program: &Program, objective: f64) -> Program {
    let mut least = program.clone();
    let costs: Vec<(Column, f64)> = program
        .all_columns()
        .map(|column| (column, program.cost(column)))
        .collect();
    if costs.iter().any(|(_, cost)| *cost != 0.0) {
        least.row(
            "objective",
            f64::NEG_INFINITY,
            objective - program.offset(),
            &costs,
        );
    }
    for column in program.all_columns() {
        least.set_cost(
            column,
            if is_integer(program, column) {
                1.0
            } else {
                1e-3
            },
        );
    }
    least
}

/// A limit that a value meets in spite of rounding.
pub(crate) fn slightly_more(value: f64) -> f64 {
    value + 1e-9 * value.abs().max(1.0)
}

fn reached(
    formulation: &Formulation<'_, '_>,
    request: &Request,
    values: &[f64],
    bound: Option<f64>,
    network: &Network<'_>,
) -> Vec<Reached> {
    let asked = match &request.aim {
        Aim::InOrder(goals) => goals.clone(),
        Aim::Weighted(weights) => weights.iter().map(|(goal, _)| *goal).collect(),
    };
    let one = matches!(&request.aim, Aim::InOrder(goals) if !goals.is_empty());
    let others = Goal::ALL.into_iter().filter(|goal| !asked.contains(goal));
    let all = asked.iter().copied().chain(others);
    let of = |(at, goal): (usize, Goal)| {
        let unit = unit_of(goal);
        let value = if goal == Goal::Time {
            last_arrival(formulation, values, network).days()
        } else {
            let sum = formulation.goal_sum(goal).iter();
            sum.map(|(column, factor)| values[column.at()] * factor)
                .fold(0.0, |sum, term| sum + term)
                * unit
        };
        Reached {
            goal,
            value,
            bound: bound.filter(|_| one && at == 0).map(|bound| bound * unit),
        }
    };
    all.enumerate().map(of).collect()
}

/// What one unit of a goal in the program is in kg, in the campaign's currency, or in days.
pub fn unit_of(goal: Goal) -> f64 {
    match goal {
        Goal::LaunchMass | Goal::Emissions => UNIT_KG,
        Goal::Cost => UNIT_MONEY,
        Goal::Time => 1.0,
    }
}

fn last_arrival(
    formulation: &Formulation<'_, '_>,
    values: &[f64],
    network: &Network<'_>,
) -> Duration {
    let flows = formulation.read(values);
    let used = network
        .arcs
        .iter()
        .zip(&flows.arcs)
        .filter_map(|(arc, flow)| match arc.passage {
            Passage::Leg { trip, .. } if !flow.pieces.is_empty() || !flow.loads.is_empty() => {
                Some(network.trips[trip].arrive)
            }
            _ => None,
        });
    used.max().unwrap_or(Duration::ZERO)
}

/// Unrolls a campaign and searches its best flows; see [`unroll`] and [`search`].
///
/// # Errors
/// Findings, where nothing is on offer, something demanded is on offer nowhere, or the engine fails.
pub fn prepare<'a>(
    campaign: &'a Campaign,
    request: &Request,
) -> Result<(Network<'a>, Findings), Findings> {
    let (network, findings) = unroll(campaign, &request.unrolling)?;
    let error = findings
        .iter()
        .any(|finding| finding.severity == portolan_vocabulary::Severity::Error);
    if error {
        Err(findings)
    } else {
        Ok((network, findings))
    }
}

/// A failure of an engine as a finding.
pub fn engine_failed(campaign: &Campaign, error: &EngineError) -> Finding {
    Finding::error(
        codes::ENGINE_FAILED,
        "campaign",
        campaign.id.as_str(),
        error.to_string(),
    )
    .advice("try another engine, or write the program with --export-mps and solve it elsewhere")
}
