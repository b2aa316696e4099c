//! Payload: crew, elements in the hold with all in them, and goods in stores that feed none of the
//! element's engines, together; unlike in the hold's own limit, the crew counts.
//!
//! What comes by handling is refused where it would be too much. What plants and recycling store is not:
//! it is found when the element is to leave.

use crate::codes;
use crate::load::exceeds;
use crate::world::{Stock, World};
use portolan_model::{Element, MassAccount};
use portolan_vocabulary::{Finding, Index};

/// What handling goods changes, as it was before.
struct Snapshot {
    stores: Vec<(Index<Element>, Vec<Vec<Stock>>)>,
    points: usize,
    mass: MassAccount,
}

impl World<'_> {
    /// Mass that an element carries besides its own propellant, in kg.
    pub(crate) fn payload_kg(&self, element: Index<Element>) -> f64 {
        let of = &self.roster[element];
        let stowed = self.live[element.at()]
            .children
            .iter()
            .filter(|child| !self.live[child.at()].joined);
        let goods = (0..of.stores.len()).filter(|store| !of.feeds_engine(*store));
        stowed.map(|child| self.mass_kg(*child)).sum::<f64>()
            + goods
                .map(|store| self.store_kg(element, store))
                .sum::<f64>()
    }

    fn payload_finding(&self, element: Index<Element>, load_kg: f64) -> Option<Finding> {
        let most_kg = self.roster[element].max_payload?.kg();
        exceeds(load_kg, most_kg).then(|| {
            let id = self.roster[element].id.as_str();
            let message = format!(
                "\"{id}\" carries {most_kg:.3} kg, and {load_kg:.3} kg are to be in it, crew and goods included"
            );
            Finding::error(codes::OVER_PAYLOAD, "element", id, message)
                .number("load", load_kg, "kg")
                .number("limit", most_kg, "kg")
                .number("excess", load_kg - most_kg, "kg")
                .advice("carry less, or use a larger vehicle")
        })
    }

    /// The elements whose payload what is in the hold of `holder` belongs to: itself and those that it is
    /// stowed in, with whatever stands between.
    fn carriers(&self, holder: Index<Element>) -> Vec<Index<Element>> {
        let mut carriers = vec![holder];
        let mut inner = holder;
        while let Some(outer) = self.live[inner.at()].parent {
            if !self.live[inner.at()].joined {
                carriers.push(outer);
            }
            inner = outer;
        }
        carriers
    }

    /// What forbids elements to be put into the hold of a carrier, or `None` where nothing does.
    pub(crate) fn stowing_over_payload(
        &self,
        carrier: Index<Element>,
        coming: &[Index<Element>],
    ) -> Option<Finding> {
        let carriers = self.carriers(carrier);
        carriers
            .into_iter()
            .find_map(|outer| self.over_payload_with(outer, coming))
    }

    /// What forbids elements to be joined to another that may be stowed somewhere itself.
    pub(crate) fn joining_over_payload(
        &self,
        to: Index<Element>,
        coming: &[Index<Element>],
    ) -> Option<Finding> {
        let carriers = self.carriers(to);
        carriers
            .into_iter()
            .filter(|outer| *outer != to)
            .find_map(|outer| self.over_payload_with(outer, coming))
    }

    fn over_payload_with(
        &self,
        outer: Index<Element>,
        coming: &[Index<Element>],
    ) -> Option<Finding> {
        self.roster[outer].max_payload?;
        let new = coming
            .iter()
            .filter(|element| !self.is_payload_of(**element, outer));
        let added_kg: f64 = new.map(|element| self.mass_kg(*element)).sum();
        if added_kg <= 0.0 {
            return None;
        }
        self.payload_finding(outer, self.payload_kg(outer) + added_kg)
    }

    fn is_payload_of(&self, element: Index<Element>, outer: Index<Element>) -> bool {
        let mut inner = element;
        while let Some(parent) = self.live[inner.at()].parent {
            if parent == outer {
                return !self.live[inner.at()].joined;
            }
            inner = parent;
        }
        false
    }

    /// What is wrong with the first of these elements that carries too much, with all in them.
    pub(crate) fn over_payload(&self, elements: &[Index<Element>]) -> Option<Finding> {
        let inside = self.inside(elements);
        inside
            .into_iter()
            .find_map(|element| self.payload_finding(element, self.payload_kg(element)))
    }

    /// Puts goods into an element by `put`, and takes all of it back where that is more than the element, or
    /// one that it is in, may carry. `from` is where the goods come from, if that is an element.
    pub(crate) fn within_payload(
        &mut self,
        to: Index<Element>,
        from: Option<Index<Element>>,
        put: impl FnOnce(&mut Self),
    ) -> Result<(), Box<Finding>> {
        let carriers = self.carriers(to).into_iter();
        let limited: Vec<_> = carriers
            .filter(|element| self.roster[*element].max_payload.is_some())
            .map(|element| (element, self.payload_kg(element)))
            .collect();
        if limited.is_empty() {
            put(self);
            return Ok(());
        }
        let touched = std::iter::once(to).chain(from);
        let before = self.snapshot(touched);
        put(self);
        let over = limited.into_iter().find_map(|(element, before_kg)| {
            let load_kg = self.payload_kg(element);
            let grows = load_kg > before_kg;
            grows.then(|| self.payload_finding(element, load_kg))?
        });
        let Some(finding) = over else {
            return Ok(());
        };
        self.restore(before);
        Err(Box::new(finding))
    }

    fn snapshot(&self, elements: impl Iterator<Item = Index<Element>>) -> Snapshot {
        let stores = elements.map(|element| (element, self.live[element.at()].stores.clone()));
        Snapshot {
            stores: stores.collect(),
            points: self.record.stock.len(),
            mass: self.record.mass,
        }
    }

    fn restore(&mut self, before: Snapshot) {
        for (element, stores) in before.stores {
            self.live[element.at()].stores = stores;
        }
        self.record.stock.truncate(before.points);
        self.record.mass = before.mass;
    }
}
