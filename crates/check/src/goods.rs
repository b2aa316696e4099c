//! Goods: is there what is to leave, and is there room for what is to come?

use crate::capacity;
use crate::codes;
use crate::deed::{Change, Deed};
use crate::offers;
use crate::payload;
use crate::place;
use crate::report::Report;
use crate::state::{Presence, State};
use crate::stock::{self, Stores, exceeds};
use portolan_model::{Element, Good, Holder, Lot, Node, Site, Way};
use portolan_vocabulary::{Duration, Index};
use std::collections::BTreeSet;

/// Goods come into being in an element's stores.
pub(crate) fn add(
    state: &State<'_>,
    report: &mut Report<'_>,
    lots: &[Lot],
    to: Index<Element>,
) -> Deed {
    place::usable(state, report, to);
    let mut now = Vec::new();
    if is_present(state, to) {
        now = offers::of_goods(state, report, lots, to);
        let mut stores = state.stores_at(to, report.activity().at);
        for lot in lots {
            fits(state, report, to, &mut stores, *lot);
        }
        let added_kg = stock::lots_kg(state.campaign, lots);
        capacity::goods_in_holds(state, report, to, None, added_kg);
        payload::goods_come(state, report, to, &[(to, &stores)]);
    }
    now.extend(lots.iter().map(|lot| Change::Put(to, *lot)));
    Deed::at_once(now)
}

fn is_present(state: &State<'_>, element: Index<Element>) -> bool {
    state.thing(element).presence == Presence::Present
}

/// Judges that a lot fits into the stores, and puts it there.
fn fits(
    state: &State<'_>,
    report: &mut Report<'_>,
    to: Index<Element>,
    stores: &mut Stores,
    lot: Lot,
) {
    let (campaign, element) = (state.campaign, state.element(to));
    let takers = || {
        let stores = element.stores.iter();
        stores.filter(|store| stock::accepts(campaign, store, lot.good))
    };
    if takers().next().is_none() {
        return no_store(state, report, to, lot.good);
    }
    let left = stock::put(campaign, element, stores, lot);
    if left <= 0.0 {
        return;
    }
    let empty: Stores = vec![Vec::new(); element.stores.len()];
    let whole = stock::room_in_all(campaign, element, &empty, lot.good);
    let drawn = state.has_needs && takers().any(|store| store.serves_demands);
    let may_be_free = drawn || state.may_be_lighter(to);
    no_room(
        state,
        report,
        to,
        lot,
        left,
        may_be_free && !exceeds(lot.amount, whole),
    );
}

fn no_store(state: &State<'_>, report: &mut Report<'_>, to: Index<Element>, good: Good) {
    let (id, good) = (state.id(to), stock::good_word(state.campaign, good));
    let message = format!("\"{id}\" has no store that takes {good}");
    let finding = report.error(codes::NO_STORE, message);
    report.own(
        finding
            .text("element", id)
            .text("good", good)
            .advice("name an element with a store for it"),
    );
}

fn no_room(
    state: &State<'_>,
    report: &mut Report<'_>,
    to: Index<Element>,
    lot: Lot,
    left: f64,
    may_be_free: bool,
) {
    let (id, good) = (state.id(to), stock::good_word(state.campaign, lot.good));
    let unit = stock::unit_word(state.campaign, lot.good);
    let message = format!("\"{id}\" has no room for {left:.3} {unit} of {good}");
    let finding = if may_be_free {
        let message = format!("{message}, unless demands used up as much by then");
        report.unless(codes::ROOM, message, "demands")
    } else {
        report.error(codes::ROOM, message)
    };
    report.state(
        finding
            .text("element", id)
            .text("good", good)
            .number("amount", lot.amount, unit.clone())
            .number("over", left, unit)
            .advice("bring less, or use another store"),
    );
}

/// Reports an amount that is not to be had: an error where a step of the plan passes it on, unless it may
/// have been made by then.
fn short(
    state: &State<'_>,
    report: &mut Report<'_>,
    from: &str,
    wanted: Lot,
    missing: f64,
    passed_on: bool,
) {
    if missing <= 0.0 {
        return;
    }
    let good = stock::good_word(state.campaign, wanted.good);
    let unit = stock::unit_word(state.campaign, wanted.good);
    let message = format!("{from} has {missing:.3} {unit} of {good} less than is to leave");
    let finding = if state.may_be_made(wanted.good) {
        let message = format!("{message}, unless plants made as much by then");
        report.unless(codes::SHORT, message, "plants")
    } else if passed_on {
        report.error(codes::SHORT, message)
    } else {
        report.warning(codes::SHORT, message)
    };
    report.state(
        finding
            .text("good", good)
            .number("wanted", wanted.amount, unit.clone())
            .number("missing", missing, unit)
            .advice("bring more before, or take less"),
    );
}

/// Goods are used up.
pub(crate) fn consume(
    state: &State<'_>,
    report: &mut Report<'_>,
    lots: &[Lot],
    from: Holder,
) -> Deed {
    let givers = match from {
        Holder::Element(element) => {
            place::usable(state, report, element);
            state.tree(element)
        }
        Holder::Node(node) => at_node(state, node),
    };
    let name = match from {
        Holder::Element(element) => format!("\"{}\"", state.id(element)),
        Holder::Node(node) => place::site_word(state, Some(Site::Node(node))),
    };
    let now = report.activity().at;
    let own = matches!(from, Holder::Element(_)).then_some(0);
    let mut taking = Taking::new(state, now, &givers, own);
    for lot in lots {
        let missing = taking.take(state, *lot);
        short(state, report, &name, *lot, missing, false);
    }
    Deed::at_once(taking.into_changes())
}

fn at_node(state: &State<'_>, node: Index<Node>) -> Vec<Index<Element>> {
    state.standing(node).flat_map(|it| state.tree(it)).collect()
}

/// The stores that goods are drawn from, one element after another.
struct Taking {
    now: Duration,
    stores: Vec<(Index<Element>, Stores)>,
    /// The position of the element that gives from all its stores; the others give only from those that
    /// serve demands.
    own: Option<usize>,
    touched: Vec<bool>,
}

impl Taking {
    fn new(
        state: &State<'_>,
        now: Duration,
        givers: &[Index<Element>],
        own: Option<usize>,
    ) -> Self {
        let with_stores = givers.iter().map(|it| (*it, state.stores_at(*it, now)));
        Self {
            now,
            stores: with_stores.collect(),
            own,
            touched: vec![false; givers.len()],
        }
    }

    /// Takes a lot; returns what is missing.
    fn take(&mut self, state: &State<'_>, lot: Lot) -> f64 {
        let mut wanted = lot;
        for (at, (element, stores)) in self.stores.iter_mut().enumerate() {
            if wanted.amount <= 0.0 {
                break;
            }
            let all = self.own == Some(at);
            let of_element = state.element(*element).stores.iter().zip(stores);
            let lists = of_element
                .filter(|(store, _)| all || store.serves_demands)
                .map(|(_, lots)| lots);
            let (taken, missing) = stock::take(state.campaign, lists, wanted);
            if let (false, Some(touched)) = (taken.is_empty(), self.touched.get_mut(at)) {
                *touched = true;
            }
            wanted.amount = missing;
        }
        wanted.amount
    }

    fn into_changes(self) -> Vec<Change> {
        let now = self.now;
        let changed = self.stores.into_iter().zip(self.touched);
        changed
            .filter(|(_, touched)| *touched)
            .map(|((element, stores), _)| Change::Stores(element, now, stores))
            .collect()
    }
}

/// Goods are vented or dumped.
pub(crate) fn vent(
    state: &State<'_>,
    report: &mut Report<'_>,
    lots: &[Lot],
    element: Index<Element>,
) -> Deed {
    place::usable(state, report, element);
    let name = format!("\"{}\"", state.id(element));
    let mut stores = state.stores_at(element, report.activity().at);
    for lot in lots {
        let (_, missing) = stock::take(state.campaign, stores.iter_mut(), *lot);
        short(state, report, &name, *lot, missing, true);
    }
    Deed::at_once(lots.iter().map(|lot| Change::Take(element, *lot)).collect())
}

/// From which element to which goods pass.
#[derive(Clone, Copy)]
pub(crate) struct Passage {
    pub(crate) from: Index<Element>,
    pub(crate) to: Index<Element>,
    pub(crate) loss: f64,
}

impl Passage {
    fn both_there(self, state: &State<'_>, report: &mut Report<'_>) -> bool {
        place::usable(state, report, self.from);
        place::usable(state, report, self.to);
        is_present(state, self.from) && is_present(state, self.to)
    }

    /// True where a pipe leads from the giver to the receiver that takes the amount in the time.
    fn is_piped(self, state: &State<'_>, lot: Lot, time: Duration) -> bool {
        let (from, to) = (state.site(self.from), state.site(self.to));
        state.campaign.edges.iter().any(|edge| {
            let Way::Pipe {
                resource, per_day, ..
            } = edge.way
            else {
                return false;
            };
            let (a, b) = (
                Some(Site::Node(edge.origin)),
                Some(Site::Node(edge.destination)),
            );
            let leads = (from, to) == (a, b) || edge.both_ways && (from, to) == (b, a);
            let wide_enough = !exceeds(lot.amount, per_day * time.days());
            leads && wide_enough && lot.good == Good::Specific(resource)
        })
    }

    const fn change(self, lot: Lot) -> Change {
        let Self { from, to, loss } = self;
        Change::Pass {
            from,
            to,
            lot,
            loss,
        }
    }
}

/// Goods change stores between two elements.
pub(crate) fn transfer(
    state: &State<'_>,
    report: &mut Report<'_>,
    lots: &[Lot],
    passage: Passage,
) -> Deed {
    if passage.both_there(state, report) {
        place::together(state, report, passage.to, passage.from);
        let now = report.activity().at;
        let mut giver = state.stores_at(passage.from, now);
        let mut receiver = state.stores_at(passage.to, now);
        for lot in lots {
            pass(state, report, passage, (&mut giver, &mut receiver), *lot);
        }
        let arrives_kg = stock::lots_kg(state.campaign, lots) * (1.0 - passage.loss);
        goods_come(state, report, passage, arrives_kg, (&giver, &receiver));
    }
    Deed::at_once(lots.iter().map(|lot| passage.change(*lot)).collect())
}

/// Judges what gains weight by goods that pass, once giver and receiver hold this.
fn goods_come(
    state: &State<'_>,
    report: &mut Report<'_>,
    passage: Passage,
    arrives_kg: f64,
    (giver, receiver): (&Stores, &Stores),
) {
    let Passage { from, to, .. } = passage;
    capacity::goods_in_holds(state, report, to, Some(from), arrives_kg);
    payload::goods_come(state, report, to, &[(from, giver), (to, receiver)]);
}

fn pass(
    state: &State<'_>,
    report: &mut Report<'_>,
    passage: Passage,
    (giver, receiver): (&mut Stores, &mut Stores),
    lot: Lot,
) {
    let name = format!("\"{}\"", state.id(passage.from));
    let (taken, missing) = stock::take(state.campaign, giver.iter_mut(), lot);
    short(state, report, &name, lot, missing, true);
    let goods: BTreeSet<Good> = taken.iter().map(|it| it.good).chain([lot.good]).collect();
    for good in goods {
        loses(state, report, passage, good);
    }
    for part in taken {
        let amount = part.amount * (1.0 - passage.loss);
        fits(state, report, passage.to, receiver, Lot { amount, ..part });
    }
}

/// Judges that as much is lost as a good loses at least between two elements.
fn loses(state: &State<'_>, report: &mut Report<'_>, passage: Passage, good: Good) {
    let resource = match good {
        Good::Specific(resource) => state.campaign.resources.at(resource),
        Good::Generic { .. } => None,
    };
    let least = resource.map_or(0.0, |it| it.transfer_loss);
    if exceeds(least, passage.loss) {
        let good = stock::good_word(state.campaign, good);
        let (least_percent, loss_percent) = (least * 100.0, passage.loss * 100.0);
        let message = format!(
            "{loss_percent:.2} % of {good} is to be lost, and {least_percent:.2} % are lost at least"
        );
        let finding = report.error(codes::TRANSFER_LOSS, message);
        report.state(
            finding
                .text("good", good)
                .number("planned", passage.loss, "")
                .number("least", least, "")
                .advice(format!("plan with a loss of {least}, and send more")),
        );
    }
}

/// Propellant is pumped from one element's tanks into another's.
pub(crate) fn refuel(
    state: &State<'_>,
    report: &mut Report<'_>,
    passage: Passage,
    good: Good,
    amount: Option<f64>,
    end: Duration,
) -> Deed {
    let Passage { from, to, loss } = passage;
    let then = match amount {
        Some(amount) => passage.change(Lot {
            good,
            amount: amount / (1.0 - loss),
        }),
        None => Change::Fill {
            from,
            to,
            good,
            loss,
        },
    };
    if passage.both_there(state, report) {
        let time = end - report.activity().at;
        let piped = |amount| passage.is_piped(state, Lot { good, amount }, time);
        let apart = state.site(from) != state.site(to);
        if apart && !amount.is_some_and(piped) {
            place::together(state, report, to, from);
        }
        // Judged at the end, when it takes effect; nothing else touches the two until then.
        let mut giver = state.stores_at(from, end);
        let mut receiver = state.stores_at(to, end);
        let both = (&mut giver, &mut receiver);
        let arrives_kg = match amount.filter(|amount| *amount > 0.0) {
            Some(amount) => {
                let amount = amount / (1.0 - loss);
                let lot = Lot { good, amount };
                pass(state, report, passage, both, lot);
                stock::lots_kg(state.campaign, &[lot]) * (1.0 - loss)
            }
            None => {
                fits(state, report, to, both.1, Lot { good, amount: 0.0 });
                loses(state, report, passage, good);
                let wanted = amount.map_or(f64::MAX, |_| 0.0);
                fill(
                    state,
                    passage,
                    both,
                    Lot {
                        good,
                        amount: wanted,
                    },
                )
            }
        };
        goods_come(state, report, passage, arrives_kg, (&giver, &receiver));
    }
    Deed::at_end(end, vec![from, to], vec![then])
}

/// Fills the receiver on trial as far as there is room and the giver has; returns the mass that arrives, in kg.
fn fill(
    state: &State<'_>,
    passage: Passage,
    (giver, receiver): (&mut Stores, &mut Stores),
    most: Lot,
) -> f64 {
    let (campaign, element) = (state.campaign, state.element(passage.to));
    let room = stock::room_in_all(campaign, element, receiver, most.good);
    let amount = most.amount.min(room / (1.0 - passage.loss));
    let (taken, _) = stock::take(campaign, giver.iter_mut(), Lot { amount, ..most });
    let arriving = taken.into_iter().map(|part| Lot {
        amount: part.amount * (1.0 - passage.loss),
        ..part
    });
    let arriving: Vec<_> = arriving.collect();
    for lot in &arriving {
        stock::put(campaign, element, receiver, *lot);
    }
    stock::lots_kg(campaign, &arriving)
}
