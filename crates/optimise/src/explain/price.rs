//! What things are worth: the prices of an optimal plan whose whole numbers and sizes stay what they are.
//!
//! With them fixed the program is linear, and its duals say by how much the goal changes for each unit of what binds. A
//! change of a coefficient counts by the Lagrangian at the same point (P. Milgrom and I. Segal, Envelope theorems for
//! arbitrary choice sets, Econometrica 70 (2002), 583-601): what changes in a row times its dual.

use super::infeasible::unit;
use super::stated::{bound_rows, capacities};
use super::statement::{Measure, Statement};
use super::words;
use crate::formulate::{Formulation, Meaning, UNIT_KG, formulate};
use crate::network::{Network, Passage, Requirement, Spot};
use crate::search::{Aim, Found, Request, unit_of};
use portolan_model::{Campaign, Goal, Good, Node, PieceKind};
use portolan_solver::{
    Column, ColumnKind, Engine, EngineError, Options, Point, Program, Range, Row, Stop, Watch,
};
use portolan_vocabulary::{Duration, Index, Speed};
use std::collections::BTreeMap;

/// What a kilogram of a good is worth at a place and an instant.
#[derive(Clone, Debug, PartialEq)]
pub struct Price {
    /// Which good.
    pub good: Good,
    /// Where.
    pub node: Index<Node>,
    /// When.
    pub time: Duration,
    /// By how much the goal falls for a kilogram more that is there for nothing, in units of the goal.
    pub per_kg: f64,
    /// The same in words.
    pub sentence: String,
}

/// What a number of the campaign is worth.
#[derive(Clone, Debug, PartialEq)]
pub struct Worth {
    /// Which number.
    pub statement: Statement,
    /// What it is, in its own unit.
    pub value: f64,
    /// By how much the goal changes for each unit more, in units of the goal: above zero it costs, below it saves. `None`
    /// for a whole number that is used up: it has no price while the fleet is as it is.
    pub per_unit: Option<f64>,
    /// The same for each unit less. Another number than for a unit more where the value lies at the end of a range.
    pub per_unit_less: Option<f64>,
    /// Between which values the price holds, where that is known.
    pub holds: Option<[f64; 2]>,
    /// The same in words.
    pub sentence: String,
}

/// The prices of an optimal plan. They hold while whole numbers (pieces, trips) and chosen sizes stay what they are.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// In which goal; `None` for a weighted sum.
    pub goal: Option<Goal>,
    /// The unit of prices, such as `kg launched`.
    pub unit: String,
    /// What goods are worth, the dearest first.
    pub prices: Vec<Price>,
    /// What binds and is demanded, by what a hundredth of it comes to, the most first; then whole numbers that are used
    /// up.
    pub worths: Vec<Worth>,
}

/// Less than this, in units of the program, is no price.
const NOTHING: f64 = 1e-7;

/// The prices of what a search found; `None` where there is no plan, where only time counts, or where the engine has no
/// duals.
///
/// # Errors
/// Where the engine fails.
pub fn prices(
    network: &Network<'_>,
    request: &Request,
    found: &Found,
    engine: &dyn Engine,
    watch: &mut dyn Watch,
) -> Result<Option<Explanation>, EngineError> {
    let (Some(values), true) = (&found.values, engine.abilities().duals) else {
        return Ok(None);
    };
    let Some((goal, weights)) = weights(&request.aim) else {
        return Ok(None);
    };
    let mut formulation = formulate(network);
    formulation.keep(request);
    if request.may_drop {
        let drops = formulation.let_drop();
        formulation.hold_drops(&drops, values);
    }
    formulation.aim(&weights);
    let program = fixed(&formulation, values);
    let options = Options {
        feasibility: 1e-9,
        time_limit: None,
        node_limit: None,
        start: None,
        ..request.options.clone()
    };
    let solution = engine.solve(&program, &options, watch)?;
    let (Stop::Optimal, Some(point)) = (solution.stop, solution.point) else {
        return Ok(None);
    };
    let Some(duals) = point.duals.clone() else {
        return Ok(None);
    };
    let rows = if engine.abilities().ranging {
        engine.ranging(&program, &options)?.rows
    } else {
        Vec::new()
    };
    let priced = Priced {
        formulation,
        values: point.values,
        duals,
        ranges: rows
            .iter()
            .map(|sides| [sides.lower, sides.upper])
            .collect(),
        program,
        weights,
        per_unit: goal.map_or(1.0, unit_of),
        unit: goal_unit(network.campaign, goal),
    };
    let mut worths = priced.worths();
    for worth in &mut worths {
        priced.look_beyond(worth, point.objective, &mut |program: &Program| {
            let solution = engine.solve(program, &options, watch)?;
            Ok(solution.point.map(|point| point.objective))
        })?;
        worth.sentence = priced.sentence(worth);
    }
    Ok(Some(Explanation {
        goal,
        unit: priced.unit.clone(),
        prices: priced.goods(),
        worths,
    }))
}

/// Goals and their weights.
type Weights = Vec<(Goal, f64)>;

/// The goal that is priced, and the weights of the objective.
fn weights(aim: &Aim) -> Option<(Option<Goal>, Weights)> {
    match aim {
        Aim::InOrder(goals) => {
            let first = goals.iter().copied().find(|goal| *goal != Goal::Time)?;
            Some((Some(first), vec![(first, 1.0)]))
        }
        Aim::Weighted(weights) => Some((None, weights.clone())),
    }
}

/// The unit of prices; none is the weighted sum.
pub(super) fn goal_unit(campaign: &Campaign, goal: Option<Goal>) -> String {
    match goal {
        Some(Goal::LaunchMass) => "kg launched".to_owned(),
        Some(Goal::Cost) => campaign.settings.money.0.to_string(),
        Some(Goal::Emissions) => "kg CO2e".to_owned(),
        Some(Goal::Time) => "d".to_owned(),
        None => "of the weighted sum".to_owned(),
    }
}

/// The program with the whole numbers and the sizes of a point.
fn fixed(formulation: &Formulation<'_, '_>, values: &[f64]) -> Program {
    let point = Point {
        objective: 0.0,
        values: values.to_vec(),
        duals: None,
        reduced_costs: None,
    };
    let mut program = formulation.fixed_sizes(&point);
    for column in program.all_columns() {
        if program.kind(column) == ColumnKind::Integer {
            let whole = values[column.at()].round();
            program.set_bounds(column, whole, whole);
            program.set_kind(column, ColumnKind::Continuous);
        }
    }
    program
}

/// The solution of the linear program.
struct Priced<'n, 'a> {
    formulation: Formulation<'n, 'a>,
    program: Program,
    values: Vec<f64>,
    duals: Vec<f64>,
    ranges: Vec<[Range; 2]>,
    weights: Weights,
    /// What one unit of the objective is in units of the goal.
    per_unit: f64,
    unit: String,
}

impl Priced<'_, '_> {
    fn dual(&self, row: Row) -> f64 {
        self.duals.get(row.at()).copied().unwrap_or(0.0)
    }

    fn value(&self, column: Column) -> f64 {
        self.values.get(column.at()).copied().unwrap_or(0.0)
    }

    /// What goods are worth at nodes, where they pass.
    fn goods(&self) -> Vec<Price> {
        let network = self.formulation.network;
        // A good may be balanced in several pools of a point: what it is worth is what it is worth in the best of them.
        let mut worth: BTreeMap<(usize, usize), f64> = BTreeMap::new();
        for (row, meaning) in self.program.all_rows().zip(&self.formulation.meanings) {
            // Where nothing passes, duals are not unique, and any price could stand.
            let passes = |row| {
                let entries = self.program.entries(row).iter();
                let size = |(column, factor): &(_, f64)| (self.value(*column) * factor).abs();
                entries.map(size).sum::<f64>() > NOTHING
            };
            if let Meaning::Balance { point, good } = meaning
                && passes(row)
            {
                let best = worth.entry((*point, *good)).or_insert(0.0);
                *best = best.max(-self.dual(row));
            }
        }
        let price = |((point, good), worth): (&(usize, usize), &f64)| {
            let Spot::Node(node) = network.points[*point].spot else {
                return None;
            };
            let time = network.points[*point].time;
            let per_kg = worth * self.per_unit / UNIT_KG;
            let sentence = format!(
                "1 kg of {} at {} on day {} is worth {} {}",
                network.good_name(*good),
                network.campaign.nodes[node].id,
                words::days(time),
                words::number(per_kg),
                self.unit
            );
            (*worth > NOTHING).then_some(Price {
                good: network.goods[*good],
                node,
                time,
                per_kg,
                sentence,
            })
        };
        let mut prices: Vec<Price> = worth.iter().filter_map(price).collect();
        prices.sort_by(|a, b| b.per_kg.total_cmp(&a.per_kg));
        prices
    }

    fn worths(&self) -> Vec<Worth> {
        let campaign = self.formulation.network.campaign;
        let mut per_unit: BTreeMap<Statement, f64> = BTreeMap::new();
        let mut rows: BTreeMap<Statement, Vec<Row>> = BTreeMap::new();
        for (row, statement) in bound_rows(&self.formulation) {
            rows.entry(statement).or_default().push(row);
            *per_unit.entry(statement).or_insert(0.0) += self.of_bound(row, statement);
        }
        for capacity in capacities(&self.formulation) {
            let count = self.value(capacity.count);
            let of =
                self.dual(capacity.row) * count * capacity.part / capacity_unit(capacity.statement);
            *per_unit.entry(capacity.statement).or_insert(0.0) += of;
        }
        for statement in Statement::all(campaign) {
            if let Some(of) = self.of_coefficient(statement) {
                per_unit.insert(statement, of);
            }
        }
        let mut worths: Vec<Worth> = per_unit
            .iter()
            .filter(|(statement, _)| !statement.is_whole(campaign))
            .filter_map(|(statement, of)| self.worth(*statement, *of, &rows))
            .collect();
        let size = |worth: &Worth| (worth.per_unit.unwrap_or(0.0) * worth.value).abs();
        worths.sort_by(|a, b| size(b).total_cmp(&size(a)));
        worths.extend(self.used_up(&rows));
        worths
    }

    fn worth(
        &self,
        statement: Statement,
        of: f64,
        rows: &BTreeMap<Statement, Vec<Row>>,
    ) -> Option<Worth> {
        let campaign = self.formulation.network.campaign;
        let value = statement.value(campaign)?;
        if (of * value).abs() <= NOTHING {
            return None;
        }
        let per_unit = of * self.per_unit;
        let holds = match rows.get(&statement).map(Vec::as_slice) {
            Some([row]) => self.holds(*row, statement),
            _ => None,
        };
        Some(Worth {
            statement,
            value,
            per_unit: Some(per_unit),
            per_unit_less: Some(per_unit),
            holds,
            sentence: String::new(),
        })
    }

    fn sentence(&self, worth: &Worth) -> String {
        let campaign = self.formulation.network.campaign;
        let (unit, subject) = (
            worth.statement.unit(campaign),
            words::subject(campaign, worth.statement),
        );
        let comes = |per_unit: f64, costs: &str, saves: &str| {
            let word = if per_unit > 0.0 { costs } else { saves };
            format!("{word} {} {}", words::number(per_unit.abs()), self.unit)
        };
        let more = |per_unit: f64| {
            format!(
                "1 {unit} more of {subject} {}",
                comes(per_unit, "costs", "saves")
            )
        };
        let less = |per_unit: f64| {
            format!(
                "1 {unit} less of {subject} {}",
                comes(per_unit, "saves", "costs")
            )
        };
        let holds = worth.holds.map_or_else(String::new, |[from, to]| {
            format!(" ({})", between(from, to))
        });
        match (worth.per_unit, worth.per_unit_less) {
            (Some(one), Some(other)) if one == other => more(one) + &holds,
            (Some(one), Some(other)) => format!("{}, {}", more(one), less(other)),
            (Some(one), None) => more(one) + &holds,
            (None, Some(other)) => {
                format!("{}; more is not possible with this fleet", less(other))
            }
            (None, None) => {
                let much = words::amount(campaign, worth.statement, worth.value);
                if worth.value == 1.0 {
                    format!("the {much} of {subject} is used")
                } else {
                    format!("all {much} of {subject} are used")
                }
            }
        }
    }

    /// At the end of the range in which a price holds, beyond it is another one: found by another solution there.
    fn look_beyond(
        &self,
        worth: &mut Worth,
        objective: f64,
        solve: &mut dyn FnMut(&Program) -> Result<Option<f64>, EngineError>,
    ) -> Result<(), EngineError> {
        let Some([from, to]) = worth.holds else {
            return Ok(());
        };
        let near = |end: f64| (worth.value - end).abs() <= 1e-6 * worth.value.abs().max(1.0);
        let mut stated = bound_rows(&self.formulation).into_iter();
        let Some((row, _)) = stated.find(|(_, statement)| *statement == worth.statement) else {
            return Ok(());
        };
        let unit = unit(self.formulation.network.campaign, worth.statement);
        let step = 1e-3 * worth.value.abs().max(1.0);
        let mut slope = |step: f64| {
            let mut program = self.program.clone();
            let (lower, upper) = program.row_bounds(row);
            program.set_row_bounds(row, lower + step / unit, upper + step / unit);
            let there = solve(&program)?;
            Ok(there.map(|there| (there - objective) / step * self.per_unit))
        };
        if near(to) {
            worth.per_unit = slope(step)?;
        }
        if near(from) {
            worth.per_unit_less = slope(-step)?;
        }
        Ok(())
    }

    /// By how much the objective changes for a unit of what bounds a row.
    fn of_bound(&self, row: Row, statement: Statement) -> f64 {
        let network = self.formulation.network;
        let per = match self.formulation.meanings[row.at()] {
            // A demand at a rate is so much on each wait.
            Meaning::Requirement(at) => match &network.requirements[at] {
                Requirement::Rate { mass_kg, .. } => {
                    let value = statement
                        .value(network.campaign)
                        .filter(|value| *value > 0.0);
                    value.map_or(0.0, |value| mass_kg / UNIT_KG / value)
                }
                _ => 1.0 / unit(network.campaign, statement),
            },
            Meaning::Reuse { .. } => 0.0,
            _ => 1.0 / unit(network.campaign, statement),
        };
        self.dual(row) * per
    }

    /// Between which values the dual of a row holds, in the statement's unit. Demands at a rate stand in no bound.
    fn holds(&self, row: Row, statement: Statement) -> Option<[f64; 2]> {
        let network = self.formulation.network;
        let rate = matches!(
            self.formulation.meanings[row.at()],
            Meaning::Requirement(at) if matches!(network.requirements[at], Requirement::Rate { .. })
        );
        let [lower, upper] = self.ranges.get(row.at()).filter(|_| !rate)?;
        let range = if self.dual(row) > 0.0 { lower } else { upper };
        let unit = unit(network.campaign, statement);
        Some([(range.from * unit).max(0.0), range.to * unit])
    }

    /// By how much the objective changes for a unit of what stands in coefficients: dry mass, specific impulse, delta-v.
    fn of_coefficient(&self, statement: Statement) -> Option<f64> {
        let network = self.formulation.network;
        let value = statement.value(network.campaign)?;
        let step = 1e-4 * value;
        let (more, less) = (
            with(network, statement, value + step)?,
            with(network, statement, value - step)?,
        );
        let (more, less) = (self.lagrangian(&more)?, self.lagrangian(&less)?);
        (step > 0.0).then(|| (more - less) / (2.0 * step))
    }

    /// The objective of a network that differs in coefficients only, with each row's change paid at its dual.
    fn lagrangian(&self, network: &Network<'_>) -> Option<f64> {
        let mut formulation = formulate(network);
        formulation.aim(&self.weights);
        let program = &formulation.program;
        let known = self.formulation.program.columns();
        if program.columns() > known || program.rows() > self.program.rows() {
            return None;
        }
        let paid: f64 = program
            .all_rows()
            .filter(|row| self.dual(*row) != 0.0)
            .map(|row| self.dual(row) * program.activity(row, &self.values))
            .sum();
        Some(program.objective(&self.values) - paid)
    }

    /// Whole numbers that are used up: pieces on offer, trips, seats.
    fn used_up(&self, rows: &BTreeMap<Statement, Vec<Row>>) -> Vec<Worth> {
        let campaign = self.formulation.network.campaign;
        let tight = |row: &Row| {
            let (_, upper) = self.program.row_bounds(*row);
            let activity = self.program.activity(*row, &self.values);
            upper.is_finite() && (activity - upper).abs() < 1e-6 && upper > 0.0
        };
        let whole = rows.iter().filter(|(statement, rows)| {
            let limits = matches!(statement, Statement::Offer(_) | Statement::Cap(_));
            limits && statement.is_whole(campaign) && rows.iter().any(tight)
        });
        let worth = |(statement, _): (&Statement, &Vec<Row>)| {
            let value = statement.value(campaign)?;
            Some(Worth {
                statement: *statement,
                value,
                per_unit: None,
                per_unit_less: None,
                holds: None,
                sentence: String::new(),
            })
        };
        whole.filter_map(worth).collect()
    }
}

/// How much of a capacity's own unit is one unit of its row.
const fn capacity_unit(statement: Statement) -> f64 {
    match statement {
        Statement::Payload(_) | Statement::Propellant { .. } => UNIT_KG,
        Statement::Limit { measure, .. }
        | Statement::Store { measure, .. }
        | Statement::Hold { measure, .. } => match measure {
            Measure::Mass => UNIT_KG,
            Measure::Volume | Measure::Crew => 1.0,
        },
        _ => 1.0,
    }
}

fn between(from: f64, to: f64) -> String {
    match (from > 0.0, to.is_finite()) {
        (_, true) => format!(
            "holds from {} to {}",
            words::number(from),
            words::number(to)
        ),
        (true, false) => format!("holds from {}", words::number(from)),
        (false, false) => "holds for any amount".to_owned(),
    }
}

/// The network with another coefficient; `None` where the statement is none or nothing has it.
fn with<'a>(network: &Network<'a>, statement: Statement, value: f64) -> Option<Network<'a>> {
    let mut network = network.clone();
    let changed = match statement {
        Statement::DryMass(piece) => set_dry_mass(&mut network, piece, value),
        Statement::SpecificImpulse { piece, propulsion } => {
            set_specific_impulse(&mut network, piece, propulsion, value)
        }
        Statement::DeltaV { edge, burn } => {
            let mut any = false;
            for arc in &mut network.arcs {
                if let Passage::Leg {
                    trip,
                    number,
                    dv_m_s,
                    ..
                } = &mut arc.passage
                    && network.trips[*trip].edge == edge
                    && *number == burn
                {
                    *dv_m_s = Speed::new(value).m_s();
                    any = true;
                }
            }
            any
        }
        _ => false,
    };
    changed.then_some(network)
}

fn set_dry_mass(network: &mut Network<'_>, piece: PieceKind, value: f64) -> bool {
    let mut any = false;
    for kind in network
        .kinds
        .iter_mut()
        .filter(|kind| kind.made_from == piece)
    {
        kind.element.mass = portolan_vocabulary::Mass::new(value);
        any = !kind.free;
    }
    any
}

/// Engines that burn alike are one group: the impulse of one design alone can only be changed where nothing else is in it.
fn set_specific_impulse(
    network: &mut Network<'_>,
    piece: PieceKind,
    propulsion: usize,
    value: f64,
) -> bool {
    let kinds = &network.kinds;
    let Some(own) = kinds
        .iter()
        .find(|kind| kind.made_from == piece)
        .and_then(|kind| kind.element.propulsion.get(propulsion))
    else {
        return false;
    };
    let (system, isp) = (own.system, own.isp.s());
    let mut any = false;
    for group in network
        .groups
        .iter_mut()
        .filter(|group| group.system == system)
    {
        let mine = |kind: &usize| kinds[*kind].made_from == piece;
        if !group.kinds.iter().any(mine) {
            continue;
        }
        if !group.kinds.iter().all(mine) {
            return false;
        }
        group.exhaust_m_s *= value / isp;
        any = true;
    }
    any
}
