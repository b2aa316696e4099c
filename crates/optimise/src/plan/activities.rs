//! The activities of a plan as they are written down, with words and names for people.

use super::book::Book;
use super::handle::Step;
use portolan_model::{Action, Activity, Edge, Good, Holder, List, Lot, Node, Site};
use portolan_vocabulary::{Duration, Id, Index};
use std::collections::BTreeMap;

/// A name says so many pieces, then how many more there are.
const NAMED: usize = 3;

/// Activities in the order in which they are thought of.
#[derive(Default)]
pub(super) struct Activities {
    list: Vec<Activity>,
    numbers: BTreeMap<&'static str, u32>,
}

impl Activities {
    /// In order of time; at one instant, in the order in which they were written.
    pub(super) fn into_list(mut self) -> List<Activity> {
        self.list.sort_by_key(|activity| activity.at);
        self.list.into()
    }

    pub(super) fn write(&mut self, at: Duration, site: Index<Node>, name: String, action: Action) {
        let word = action.word();
        let number = self.numbers.entry(word).or_insert(0);
        *number += 1;
        self.list.push(Activity {
            id: Id::new(format!("{word}-{number}")),
            name,
            mission: None,
            at,
            priority: 0,
            site: Some(Site::Node(site)),
            action,
            cost: None,
            payer: None,
            staff: Vec::new(),
        });
    }

    pub(super) fn create(
        &mut self,
        book: &Book<'_>,
        at: Duration,
        node: Index<Node>,
        pieces: &[usize],
    ) {
        if pieces.is_empty() {
            return;
        }
        let name = format!("Take {} at {}", names(book, pieces), place(book, node));
        let action = Action::Create {
            elements: indices(book, pieces),
            into: Holder::Node(node),
        };
        self.write(at, node, name, action);
    }

    pub(super) fn unload(
        &mut self,
        book: &Book<'_>,
        at: Duration,
        node: Index<Node>,
        pieces: &[usize],
    ) {
        if pieces.is_empty() {
            return;
        }
        let name = format!("Take {} out at {}", names(book, pieces), place(book, node));
        let action = Action::Move {
            elements: indices(book, pieces),
            to: Holder::Node(node),
        };
        self.write(at, node, name, action);
    }

    pub(super) fn load(
        &mut self,
        book: &Book<'_>,
        at: Duration,
        node: Index<Node>,
        pieces: &[usize],
        into: usize,
    ) {
        let (names, holder) = (names(book, pieces), names(book, &[into]));
        let action = Action::Move {
            elements: indices(book, pieces),
            to: Holder::Element(book.pieces[into].index),
        };
        self.write(at, node, format!("{names} into {holder}"), action);
    }

    pub(super) fn remove(
        &mut self,
        book: &Book<'_>,
        at: Duration,
        node: Index<Node>,
        pieces: &[usize],
    ) {
        if pieces.is_empty() {
            return;
        }
        let name = format!(
            "Leave {} behind at {}",
            names(book, pieces),
            place(book, node)
        );
        let elements = indices(book, pieces);
        self.write(at, node, name, Action::Remove { elements });
    }

    /// Steps of handling; goods that change between the same two go together.
    pub(super) fn handling(
        &mut self,
        book: &Book<'_>,
        at: Duration,
        node: Index<Node>,
        steps: &[Step],
    ) {
        let mut open: Option<(Step, Vec<Lot>)> = None;
        for step in steps.iter().filter(|step| step.kg() > 0.0) {
            let lot = lot(book, step);
            match &mut open {
                Some((first, lots)) if joins(book, first, step) => lots.push(lot),
                _ => {
                    if let Some((first, lots)) = open.take() {
                        self.step(book, at, node, &first, lots);
                    }
                    open = Some((*step, vec![lot]));
                }
            }
        }
        if let Some((first, lots)) = open {
            self.step(book, at, node, &first, lots);
        }
    }

    fn step(
        &mut self,
        book: &Book<'_>,
        at: Duration,
        node: Index<Node>,
        step: &Step,
        lots: Vec<Lot>,
    ) {
        let index = |piece: usize| book.pieces[piece].index;
        let goods = goods_of(book, &lots);
        let (name, action) = match *step {
            Step::Vent { piece, .. } => {
                let element = index(piece);
                let name = format!("Vent {goods} from {}", names(book, &[piece]));
                (name, Action::BoilOff { element, lots })
            }
            Step::Add { piece, .. } => {
                let to = index(piece);
                let name = format!("Take {goods} into {}", names(book, &[piece]));
                (name, Action::Add { lots, to })
            }
            Step::Pass {
                from,
                to,
                good,
                kg,
                loss,
            } => {
                let name = format!(
                    "{goods} from {} to {}",
                    names(book, &[from]),
                    names(book, &[to])
                );
                let (giver, taker) = (index(from), index(to));
                let amount = kg * (1.0 - loss) / book.campaign().unit_mass_kg(good);
                let action = if feeds_engine(book, to, good) {
                    Action::Refuel {
                        from: giver,
                        to: taker,
                        good,
                        amount: Some(amount),
                        loss,
                        duration: Duration::ZERO,
                    }
                } else {
                    Action::Transfer {
                        lots,
                        from: giver,
                        to: taker,
                        loss,
                    }
                };
                (name, action)
            }
        };
        self.write(at, node, name, action);
    }
}

fn lot(book: &Book<'_>, step: &Step) -> Lot {
    let (good, kg) = (step.good(), step.kg());
    let amount = kg / book.campaign().unit_mass_kg(good);
    Lot { good, amount }
}

/// True where two steps are one activity.
fn joins(book: &Book<'_>, first: &Step, next: &Step) -> bool {
    match (*first, *next) {
        (Step::Vent { piece: a, .. }, Step::Vent { piece: b, .. })
        | (Step::Add { piece: a, .. }, Step::Add { piece: b, .. }) => a == b,
        (
            Step::Pass {
                from: a,
                to: b,
                good,
                loss,
                ..
            },
            Step::Pass {
                from: c,
                to: d,
                good: other,
                loss: lost,
                ..
            },
        ) => {
            let same = (a, b) == (c, d) && loss.to_bits() == lost.to_bits();
            same && !feeds_engine(book, b, good) && !feeds_engine(book, d, other)
        }
        _ => false,
    }
}

/// True where a good would go into a tank of an engine.
fn feeds_engine(book: &Book<'_>, piece: usize, good: Good) -> bool {
    let element = book.element(piece);
    let stores = element.stores.iter().enumerate();
    let mut takers = stores.filter(|(_, store)| super::book::takes(book.campaign(), store, good));
    takers.any(|(at, _)| element.feeds_engine(at))
}

fn indices(book: &Book<'_>, pieces: &[usize]) -> Vec<Index<portolan_model::Element>> {
    pieces
        .iter()
        .map(|piece| book.pieces[*piece].index)
        .collect()
}

/// Pieces for people.
pub(super) fn names(book: &Book<'_>, pieces: &[usize]) -> String {
    let named = pieces.iter().take(NAMED);
    let mut names: Vec<String> = named
        .map(|piece| book.pieces[*piece].id.to_string())
        .collect();
    let more = pieces.len().saturating_sub(NAMED);
    if more > 0 {
        names.push(format!("{more} more"));
    }
    names.join(", ")
}

fn goods_of(book: &Book<'_>, lots: &[Lot]) -> String {
    let mut names: Vec<String> = lots
        .iter()
        .take(NAMED)
        .map(|lot| {
            let kg = book.campaign().lot_mass_kg(lot);
            format!("{kg:.1} kg {}", book.campaign().good_name(lot.good))
        })
        .collect();
    let more = lots.len().saturating_sub(NAMED);
    if more > 0 {
        names.push(format!("{more} more"));
    }
    names.join(", ")
}

pub(super) fn place(book: &Book<'_>, node: Index<Node>) -> String {
    book.campaign().nodes[node].name.clone()
}

/// The name of a trip.
pub(super) fn trip(book: &Book<'_>, pieces: &[usize], ends: (Index<Node>, Index<Node>)) -> String {
    let (from, to) = (place(book, ends.0), place(book, ends.1));
    format!("{} from {from} to {to}", names(book, pieces))
}

/// The edge's burns at a departure: so many lists of steps a transport has.
pub(super) fn burns(edge: &Edge, depart: Duration) -> usize {
    match edge.way_at(depart) {
        portolan_model::Way::LowThrust { .. } => 1,
        way => way.burns().len(),
    }
}
