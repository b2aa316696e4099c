//! From a network to a program: columns, rows, and what each means.
//!
//! Masses are in tonnes in the program, so that its numbers stay within a few powers of ten of one.

mod balance;
mod capacity;
mod caps;
mod company;
mod design;
mod drop;
mod exclusion;
mod goals;
mod leg;
mod meaning;
mod optimistic;
mod read;
mod solve;
mod still;
mod wait;
mod whole;

pub use meaning::Meaning;
pub(crate) use optimistic::formulate_optimistic;

use crate::network::{Network, Passage, Requirement, Taken};
use portolan_model::{Goal, Offered};
use portolan_solver::{Column, ColumnKind, Program, Row};
use portolan_vocabulary::Duration;
use std::collections::BTreeMap;

/// One unit of mass of the program, in kg.
pub const UNIT_KG: f64 = 1000.0;
/// One unit of money of the program, in the campaign's currency.
pub const UNIT_MONEY: f64 = 1e6;
/// The most pieces of a kind that nothing else limits.
const MOST_PIECES: u32 = 10_000;
/// The most that a store without limit takes, in units of mass.
const UNLIMITED: f64 = 20_000.0;

/// A linear sum of columns.
pub(crate) type Sum = Vec<(Column, f64)>;

/// A load of an arc.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct LoadColumns {
    pub(crate) good: usize,
    pub(crate) pool: usize,
    pub(crate) departs: Column,
    pub(crate) arrives: Sum,
}

/// The columns of an arc.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct ArcColumns {
    pub(crate) pieces: Vec<(usize, Column)>,
    pub(crate) loads: Vec<LoadColumns>,
    pub(crate) trips: Option<Column>,
    pub(crate) runs: Vec<(usize, Column)>,
}

/// What of a design a product is with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Dimension {
    Payload,
    Propellant,
    Dry,
}

/// The columns of a kind that the planner sizes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct SizeColumns {
    pub(crate) payload: Column,
    pub(crate) propellant: Column,
    pub(crate) dry: Column,
}

/// A network as a program.
#[derive(Clone, Debug)]
pub struct Formulation<'n, 'a> {
    pub(crate) network: &'n Network<'a>,
    /// The program. Its objective is nothing until [`Formulation::aim`] sets one.
    pub program: Program,
    /// What each row means.
    pub meanings: Vec<Meaning>,
    pub(crate) arcs: Vec<ArcColumns>,
    pub(crate) takes: Vec<Column>,
    pub(crate) sizes: Vec<Option<SizeColumns>>,
    products: BTreeMap<(Column, Dimension), (usize, Column)>,
    goals: BTreeMap<Goal, Sum>,
    /// Columns of takes that are filled into pools balanced apart, by take.
    fillings: BTreeMap<usize, Vec<Column>>,
}

/// States a network as a program.
pub fn formulate<'n, 'a>(network: &'n Network<'a>) -> Formulation<'n, 'a> {
    let mut formulation = Formulation::empty(network);
    formulation.add_sizes();
    formulation.add_columns();
    formulation.add_takes();
    for arc in 0..network.arcs.len() {
        match network.arcs[arc].passage {
            Passage::Wait(node) => formulation.add_wait(arc, node),
            Passage::Leg { .. } => formulation.add_leg(arc),
        }
        formulation.add_capacities(arc);
        formulation.add_movers(arc);
    }
    formulation.add_balances();
    formulation.add_reuse();
    formulation.add_offer_limits();
    formulation.add_caps();
    for goal in Goal::ALL {
        let sum = formulation.goal(goal);
        formulation.goals.insert(goal, sum);
    }
    formulation
}

impl<'n, 'a> Formulation<'n, 'a> {
    /// Without columns and rows.
    fn empty(network: &'n Network<'a>) -> Self {
        Self {
            network,
            program: Program::new(network.campaign.id.as_str()),
            meanings: Vec::new(),
            arcs: Vec::new(),
            takes: Vec::new(),
            sizes: vec![None; network.kinds.len()],
            products: BTreeMap::new(),
            goals: BTreeMap::new(),
            fillings: BTreeMap::new(),
        }
    }
}

impl Formulation<'_, '_> {
    /// Sets the objective: the sum of weight times goal. Launch mass and emissions count in tonnes, cost in millions of
    /// the campaign's currency; time is no linear goal and is left out.
    pub fn aim(&mut self, weights: &[(Goal, f64)]) {
        for column in self.program.all_columns() {
            self.program.set_cost(column, 0.0);
        }
        for (goal, weight) in weights {
            for (column, coefficient) in self.goals.get(goal).cloned().unwrap_or_default() {
                let cost = self.program.cost(column) + weight * coefficient;
                self.program.set_cost(column, cost);
            }
        }
    }

    /// The linear sum that a goal is, in the units of the program.
    pub fn goal_sum(&self, goal: Goal) -> &[(Column, f64)] {
        self.goals.get(&goal).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn row(
        &mut self,
        meaning: Meaning,
        lower: f64,
        upper: f64,
        entries: &[(Column, f64)],
    ) -> Row {
        let name = meaning.name(self.network, self.meanings.len());
        self.meanings.push(meaning);
        self.program.row(&name, lower, upper, entries)
    }

    fn add_sizes(&mut self) {
        for (at, kind) in self.network.kinds.iter().enumerate() {
            let Some(law) = &kind.element.sizing else {
                continue;
            };
            let id = &kind.element.id;
            let program = &mut self.program;
            let mut column = |what: &str, range: portolan_model::MassRange| {
                let (least, most) = (range.least.kg() / UNIT_KG, range.most.kg() / UNIT_KG);
                program.column(
                    &format!("{what}({id})"),
                    least,
                    most,
                    0.0,
                    ColumnKind::Continuous,
                )
            };
            self.sizes[at] = Some(SizeColumns {
                payload: column("payload", law.payload),
                propellant: column("propellant", law.propellant),
                dry: column("dry", law.dry),
            });
        }
    }

    fn add_columns(&mut self) {
        let network = self.network;
        for (at, arc) in network.arcs.iter().enumerate() {
            let mut columns = ArcColumns::default();
            for kind in &arc.kinds {
                let most = self.most_by(*kind, network.points[arc.from].time);
                let name = format!(
                    "n({};{})",
                    network.kinds[*kind].element.id,
                    network.arc_name(at)
                );
                let column =
                    self.program
                        .column(&name, 0.0, f64::from(most), 0.0, ColumnKind::Integer);
                columns.pieces.push((*kind, column));
            }
            for (good, pool) in &arc.loads {
                let name = format!(
                    "x({},{pool};{})",
                    network.good_name(*good),
                    network.arc_name(at)
                );
                let departs = self.continuous(&name);
                columns.loads.push(LoadColumns {
                    good: *good,
                    pool: *pool,
                    departs,
                    arrives: Vec::new(),
                });
            }
            self.arcs.push(columns);
        }
    }

    /// The most pieces of a kind that can have been taken by an instant.
    fn most_by(&self, kind: usize, time: Duration) -> u32 {
        let network = self.network;
        let mut offers: Vec<_> = network
            .takes
            .iter()
            .filter(|take| take.what == Taken::Pieces(kind))
            .collect();
        offers.retain(|take| network.points[take.point].time <= time);
        offers.dedup_by_key(|take| take.offer);
        let limits = offers
            .iter()
            .map(|take| match network.campaign.offers[take.offer].what {
                Offered::Element(_) => Some(1.0),
                _ => network.campaign.offers[take.offer].limit,
            });
        let sum: Option<f64> = limits.sum();
        let most = network.kinds[kind].most.unwrap_or(MOST_PIECES);
        sum.map_or(most, |sum| {
            (sum.clamp(0.0, f64::from(MOST_PIECES)) as u32).min(most)
        })
    }

    /// A column of an amount that is not negative.
    pub(crate) fn continuous(&mut self, name: &str) -> Column {
        self.program
            .column(name, 0.0, f64::INFINITY, 0.0, ColumnKind::Continuous)
    }

    fn add_takes(&mut self) {
        let network = self.network;
        for take in &network.takes {
            let offer = &network.campaign.offers[take.offer];
            let name = format!("take({};{})", offer.id, network.point_name(take.point));
            let (upper, kind) = match take.what {
                Taken::Pieces(kind) => {
                    let most = network.kinds[kind].most.unwrap_or(MOST_PIECES);
                    (f64::from(most), ColumnKind::Integer)
                }
                Taken::Good(_) => (f64::INFINITY, ColumnKind::Continuous),
            };
            let free = matches!(take.what, Taken::Pieces(kind) if network.kinds[kind].free);
            let upper = if free { 0.0 } else { upper };
            let column = self.program.column(&name, 0.0, upper, 0.0, kind);
            self.takes.push(column);
        }
    }

    /// The requirements that are about an arc.
    pub(crate) fn rates_on(&self, arc: usize) -> Vec<(usize, Vec<usize>, f64)> {
        let of = |(at, requirement): (usize, &Requirement)| match requirement {
            Requirement::Rate {
                arc: own,
                goods,
                mass_kg,
                ..
            } if *own == arc => Some((at, goods.clone(), *mass_kg / UNIT_KG)),
            _ => None,
        };
        self.network
            .requirements
            .iter()
            .enumerate()
            .filter_map(of)
            .collect()
    }
}

impl SizeColumns {
    pub(crate) const fn column(self, dimension: Dimension) -> Column {
        match dimension {
            Dimension::Payload => self.payload,
            Dimension::Propellant => self.propellant,
            Dimension::Dry => self.dry,
        }
    }
}
