//! Where elements were and what they held, read out of an outcome.

use portolan_model::{Campaign, Element};
use portolan_model::{Good, Holder, Node, Outcome, Parts, Plan, Roster, Site, Stay};
use portolan_vocabulary::{Duration, Index};
use std::collections::BTreeMap;

/// Holds within holds deeper than this are taken for an error of the outcome.
const DEEPEST: u32 = 32;

type Levels = BTreeMap<Good, Vec<(Duration, f64)>>;

/// Stays and stock levels of an outcome, by element.
pub(crate) struct Whereabouts<'a> {
    campaign: &'a Parts,
    roster: Roster<'a>,
    stays: BTreeMap<Index<Element>, Vec<&'a Stay>>,
    held: BTreeMap<Index<Element>, Vec<&'a Stay>>,
    stock: BTreeMap<(Index<Element>, usize), Levels>,
}

/// Whether a stay covers an instant. The end of the simulation belongs to the last stays.
fn covers(stay: &Stay, time: Duration) -> bool {
    stay.from <= time && time < stay.to
}

impl<'a> Whereabouts<'a> {
    pub(crate) fn new(campaign: &'a Campaign, plan: &'a Plan, outcome: &'a Outcome) -> Self {
        let mut stays: BTreeMap<_, Vec<&Stay>> = BTreeMap::new();
        let mut held: BTreeMap<_, Vec<&Stay>> = BTreeMap::new();
        for stay in &outcome.stays {
            stays.entry(stay.element).or_default().push(stay);
            if let Some(Holder::Element(holder)) = stay.holder {
                held.entry(holder).or_default().push(stay);
            }
        }
        let mut stock: BTreeMap<_, Levels> = BTreeMap::new();
        for point in &outcome.stock {
            let levels = stock.entry((point.element, point.store)).or_default();
            let line = levels.entry(point.good).or_default();
            line.push((point.time, point.level));
        }
        Self {
            campaign,
            roster: Roster::new(campaign, plan),
            stays,
            held,
            stock,
        }
    }

    pub(crate) fn element(&self, element: Index<Element>) -> Option<&'a Element> {
        self.roster.at(element)
    }

    /// True where the element stands at the node without a break. An element of which the outcome
    /// has no stays is taken to.
    pub(crate) fn remains(
        &self,
        element: Index<Element>,
        node: Index<Node>,
        from: Duration,
        to: Duration,
    ) -> bool {
        let Some(stays) = self.stays.get(&element) else {
            return true;
        };
        let mut reached = from;
        for stay in stays.iter().filter(|stay| stay.to > from && stay.from < to) {
            if stay.site != Site::Node(node) || stay.from > reached {
                return false;
            }
            reached = reached.max(stay.to);
        }
        reached >= to
    }

    /// True where the element is still there at a time: it was not dropped or removed before.
    pub(crate) fn lasts(&self, element: Index<Element>, time: Duration) -> bool {
        let stays = self.stays.get(&element);
        stays.is_none_or(|stays| stays.iter().any(|stay| stay.to >= time))
    }

    /// What the element travels in, from the inside out, beginning with itself.
    pub(crate) fn chain(&self, element: Index<Element>, time: Duration) -> Vec<Index<Element>> {
        let mut chain = vec![element];
        let mut at = element;
        for _ in 0..DEEPEST {
            let stay = self
                .stays
                .get(&at)
                .and_then(|stays| stays.iter().rfind(|stay| covers(stay, time)));
            match stay.and_then(|stay| stay.holder) {
                Some(Holder::Element(holder)) => at = holder,
                _ => break,
            }
            chain.push(at);
        }
        chain
    }

    /// Mass in the hold of a carrier in kg, and its volume in m³; crew riding in it not counted.
    pub(crate) fn hold_load(&self, carrier: Index<Element>, time: Duration) -> (f64, f64) {
        let (mut mass_kg, mut volume_m3) = (0.0, 0.0);
        for stay in self.within(carrier, time).filter(|stay| !stay.joined) {
            let Some(element) = self.roster.at(stay.element) else {
                continue;
            };
            if !element.is_crew() {
                mass_kg += self.gross_kg(stay.element, time, DEEPEST);
                volume_m3 += element.volume.m3();
            }
        }
        (mass_kg, volume_m3)
    }

    /// Volume of all that is in an element, in m³.
    pub(crate) fn inside_m3(&self, element: Index<Element>, time: Duration) -> f64 {
        self.inside_m3_to(element, time, DEEPEST)
    }

    fn inside_m3_to(&self, element: Index<Element>, time: Duration, deepest: u32) -> f64 {
        if deepest == 0 {
            return 0.0;
        }
        self.within(element, time)
            .map(|stay| {
                let own = self.roster.at(stay.element);
                own.map_or(0.0, |own| own.volume.m3())
                    + self.inside_m3_to(stay.element, time, deepest - 1)
            })
            .sum()
    }

    fn within(&self, holder: Index<Element>, time: Duration) -> impl Iterator<Item = &'a Stay> {
        let stays = self.held.get(&holder).map_or(&[][..], Vec::as_slice);
        stays.iter().copied().filter(move |stay| covers(stay, time))
    }

    fn gross_kg(&self, element: Index<Element>, time: Duration, deepest: u32) -> f64 {
        let Some(own) = self.roster.at(element) else {
            return 0.0;
        };
        let mut mass_kg = own.mass.kg();
        for store in 0..own.stores.len() {
            if let Some(levels) = self.stock.get(&(element, store)) {
                mass_kg += levels
                    .iter()
                    .map(|(good, line)| level_at(line, time) * self.campaign.unit_mass_kg(*good))
                    .sum::<f64>();
            }
        }
        if deepest > 0 {
            mass_kg += self
                .within(element, time)
                .map(|stay| self.gross_kg(stay.element, time, deepest - 1))
                .sum::<f64>();
        }
        mass_kg
    }
}

/// The level of a line of points at a time, after the jumps of that time.
fn level_at(line: &[(Duration, f64)], time: Duration) -> f64 {
    let next = line.partition_point(|(at, _)| *at <= time);
    let Some((t0, y0)) = next.checked_sub(1).and_then(|last| line.get(last)) else {
        return 0.0;
    };
    let Some((t1, y1)) = line.get(next) else {
        return *y0;
    };
    let share = (time.micros() - t0.micros()) as f64 / (t1.micros() - t0.micros()) as f64;
    y0 + (y1 - y0) * share
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_run_straight_between_points_and_jump_at_them() {
        let d = Duration::from_days;
        let line = [(d(1.0), 10.0), (d(3.0), 6.0), (d(3.0), 20.0)];
        let levels: Vec<f64> = [0.0, 1.0, 2.0, 3.0, 9.0]
            .into_iter()
            .map(|t| level_at(&line, d(t)))
            .collect();
        assert_eq!(levels, [0.0, 10.0, 8.0, 20.0, 20.0]);
    }
}
