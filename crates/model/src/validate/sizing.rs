//! Sizing laws: terms that mean something, ranges that powers can be taken of, a mass that some vehicle has.

use super::{Judge, codes};
use crate::element::Element;
use crate::sizing::{MassRange, Sizing, SizingQuantity, SizingTerm};
use portolan_vocabulary::Finding;

/// In how many steps each capacity is varied in the search for a vehicle that the law allows.
const STEPS: u32 = 4;

/// The largest power, up or down, that a term may have.
const LARGEST_EXPONENT: f64 = 100.0;

impl Judge<'_> {
    pub(super) fn sizing(&mut self, element: &Element, sizing: &Sizing) {
        let (id, before) = (element.id.as_str(), self.findings.len());
        for (name, range) in [
            ("payload capacity", sizing.payload),
            ("propellant capacity", sizing.propellant),
            ("dry mass", sizing.dry),
        ] {
            self.mass_range(id, name, range);
        }
        if let Some(mesh) = sizing.mesh {
            self.positive("element", id, "width of the mesh", mesh.kg(), "kg");
        }
        for (at, auxiliary) in sizing.auxiliaries.iter().enumerate() {
            let earlier = &sizing.auxiliaries[..at];
            if earlier.iter().any(|other| other.name == auxiliary.name) {
                let message = format!("two auxiliaries are called \"{}\"", auxiliary.name);
                let finding = Finding::error(codes::DUPLICATE_ID, "element", id, message);
                self.findings.push(finding);
            }
            self.terms(id, sizing, &auxiliary.terms, at);
        }
        self.terms(id, sizing, &sizing.terms, sizing.auxiliaries.len());
        self.abilities(element, sizing);
        if self.findings.len() == before {
            self.some_vehicle(id, sizing);
        }
    }

    fn mass_range(&mut self, id: &str, name: &'static str, range: MassRange) {
        self.not_negative("element", id, name, range.least.kg(), "kg");
        self.not_negative("element", id, name, range.most.kg(), "kg");
        if range.most.kg() < range.least.kg() {
            let message = format!("the most {name} of the sizing law is below the least");
            self.contradiction("element", id, &message);
        }
    }

    /// The terms of a sum that may refer to so many auxiliaries.
    fn terms(&mut self, id: &str, sizing: &Sizing, terms: &[SizingTerm], known: usize) {
        if terms.is_empty() {
            self.contradiction("element", id, "a sum of the sizing law has no terms");
        }
        for term in terms {
            let (factor, power) = (term.coefficient, term.exponent);
            self.range("element", id, "coefficient", factor, "", -1e14, 1e14);
            let largest = LARGEST_EXPONENT;
            self.range("element", id, "exponent", power, "", -largest, largest);
            let range = match term.of {
                SizingQuantity::One => {
                    if power != 1.0 {
                        let message = "a term of the sizing law is a power of nothing";
                        self.contradiction("element", id, message);
                    }
                    continue;
                }
                SizingQuantity::Payload => sizing.payload,
                SizingQuantity::Propellant => sizing.propellant,
                SizingQuantity::Dry => sizing.dry,
                SizingQuantity::Auxiliary(at) => {
                    self.auxiliary(id, sizing, at, known);
                    continue;
                }
            };
            if power < 0.0 && range.least.kg() <= 0.0 {
                let message = "a power below zero needs a quantity whose least in the sizing law is above zero";
                self.contradiction("element", id, message);
            }
        }
    }

    fn auxiliary(&mut self, id: &str, sizing: &Sizing, at: usize, known: usize) {
        if at >= sizing.auxiliaries.len() {
            self.dangling("element", id, "quantity of the sizing law");
        } else if at >= known {
            let message = "an auxiliary of the sizing law refers to itself or to a later one";
            self.contradiction("element", id, message);
        }
    }

    /// What the law sizes must be there.
    fn abilities(&mut self, element: &Element, sizing: &Sizing) {
        let id = element.id.as_str();
        let mut engines = element.propulsion.iter();
        if sizing.propellant.most.kg() > 0.0 && !engines.any(|engine| !engine.feeds.is_empty()) {
            let message =
                "the sizing law is of a propellant capacity, and no store feeds an engine";
            self.contradiction("element", id, message);
        }
        let mut stores = 0..element.stores.len();
        let carries = element.hold.is_some() || stores.any(|store| !element.feeds_engine(store));
        if sizing.payload.most.kg() > 0.0 && !carries {
            let message = "the sizing law is of a payload capacity, and there is no hold and no store for payload";
            self.contradiction("element", id, message);
        }
    }

    /// Some pair of capacities must have a dry mass.
    fn some_vehicle(&mut self, id: &str, sizing: &Sizing) {
        let at = |range: MassRange, step: u32| {
            let (least, most) = (range.least.kg(), range.most.kg());
            least + (most - least) * f64::from(step) / f64::from(STEPS)
        };
        let pairs = (0..=STEPS).flat_map(|one| (0..=STEPS).map(move |other| (one, other)));
        let mut masses = pairs.map(|(payload, propellant)| {
            sizing.dry_kg(
                at(sizing.payload, payload),
                at(sizing.propellant, propellant),
            )
        });
        if masses.any(|mass| mass.is_some()) {
            return;
        }
        let least = (sizing.payload.least.kg(), sizing.propellant.least.kg());
        let most_kg = sizing.dry.most.kg();
        let sum_kg = sizing.sum_kg(least.0, least.1, most_kg);
        let message = format!(
            "no dry mass up to {most_kg} kg is what the sizing law sums to, whatever the capacities"
        );
        let advice = "widen the range of the dry mass, or see whether the terms are in kg";
        let finding = Finding::error(codes::CONTRADICTION, "element", id, message).advice(advice);
        self.findings.push(if sum_kg.is_finite() {
            finding.number("sum at the least capacities", sum_kg, "kg")
        } else {
            finding
        });
    }
}
