//! Sums over the pieces in company on an arc: their mass, and what they can hold.

use super::{Dimension, Formulation, Sum, UNIT_KG, UNLIMITED};
use portolan_model::Element;
use portolan_solver::{Column, ColumnKind};

impl Formulation<'_, '_> {
    /// The dry mass of the pieces of a kind on an arc.
    pub(super) fn dry(&mut self, kind: usize, count: Column, factor: f64) -> (Column, f64) {
        if self.sizes[kind].is_some() {
            (self.product(kind, count, Dimension::Dry), factor)
        } else {
            (
                count,
                factor * self.network.kinds[kind].element.mass.kg() / UNIT_KG,
            )
        }
    }

    /// The dry mass of all pieces on an arc.
    pub(super) fn dry_sum(&mut self, arc: usize) -> Sum {
        let pieces = self.arcs[arc].pieces.clone();
        pieces
            .iter()
            .map(|(kind, count)| self.dry(*kind, *count, 1.0))
            .collect()
    }

    /// All mass that enters an arc: pieces and loads.
    pub(super) fn departing_mass(&mut self, arc: usize) -> Sum {
        let mut sum = self.dry_sum(arc);
        sum.extend(self.arcs[arc].loads.iter().map(|load| (load.departs, 1.0)));
        sum
    }

    /// The column that is a count times a size.
    pub(super) fn product(&mut self, kind: usize, count: Column, dimension: Dimension) -> Column {
        if let Some((_, column)) = self.products.get(&(count, dimension)) {
            return *column;
        }
        let Some(size) = self.sizes[kind] else {
            return count;
        };
        let (_, most) = self.program.bounds(count);
        let (_, largest) = self.program.bounds(size.column(dimension));
        let name = format!("{dimension:?}*{}", self.program.column_name(count));
        let column = self
            .program
            .column(&name, 0.0, most * largest, 0.0, ColumnKind::Continuous);
        self.products.insert((count, dimension), (kind, column));
        column
    }

    /// How much mass the stores of a pool hold that pieces of a kind have: the entry of one piece.
    pub(super) fn room(&mut self, kind: usize, store: usize, count: Column) -> (Column, f64) {
        let element = &self.network.kinds[kind].element;
        if self.sizes[kind].is_some() && element.feeds_engine(store) {
            let share = share_of(element, store);
            return (self.product(kind, count, Dimension::Propellant), share);
        }
        let most = element.stores[store]
            .max_mass
            .map_or(UNLIMITED, |most| most.kg() / UNIT_KG);
        (count, most)
    }

    /// The payload that pieces of a kind take, where they have a limit.
    pub(super) fn payload(&mut self, kind: usize, count: Column) -> Option<(Column, f64)> {
        let most = self.network.kinds[kind].element.max_payload?;
        if self.sizes[kind].is_some() {
            return Some((self.product(kind, count, Dimension::Payload), 1.0));
        }
        Some((count, most.kg() / UNIT_KG))
    }
}

/// The share of the propellant that a store feeds.
fn share_of(element: &Element, store: usize) -> f64 {
    let feeds = element
        .propulsion
        .iter()
        .flat_map(|propulsion| &propulsion.feeds);
    feeds
        .filter(|feed| feed.store == store)
        .map(|feed| feed.share)
        .fold(0.0, f64::max)
}
