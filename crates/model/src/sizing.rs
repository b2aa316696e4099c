//! Sizing laws: how heavy an element must be to carry so much.

use portolan_vocabulary::Mass;

/// What a term of a sizing law is a power of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SizingQuantity {
    /// One: the term is its coefficient.
    One,
    /// The payload capacity, in kg.
    Payload,
    /// The propellant capacity, in kg.
    Propellant,
    /// The dry mass, in kg.
    Dry,
    /// An earlier auxiliary quantity, by its position.
    Auxiliary(usize),
}

/// One term of a sizing law: coefficient times a power of a quantity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SizingTerm {
    /// The factor.
    pub coefficient: f64,
    /// What is raised to the power.
    pub of: SizingQuantity,
    /// The power; 1 for a proportional term.
    pub exponent: f64,
}

/// A quantity on the way to the dry mass, such as electric power: a sum of terms.
#[derive(Clone, Debug, PartialEq)]
pub struct Auxiliary {
    /// The word that files use; unique in the law.
    pub name: String,
    /// What it is the sum of; it refers to earlier ones only.
    pub terms: Vec<SizingTerm>,
}

/// The least and the most that a planner may choose.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MassRange {
    /// The least; not negative.
    pub least: Mass,
    /// The most; not below the least.
    pub most: Mass,
}

impl MassRange {
    /// True where a mass lies within, but for rounding.
    pub fn contains(&self, mass: Mass) -> bool {
        let slack = 1e-9 * self.most.kg().abs().max(1.0);
        self.least.kg() - slack <= mass.kg() && mass.kg() <= self.most.kg() + slack
    }
}

/// A sizing law: payload capacity and propellant capacity are the planner's to choose, and the dry mass is the
/// smallest that equals the sum of the terms, which may depend on the dry mass itself.
///
/// The payload capacity is the element's `max_payload`; the propellant capacity is shared among the stores that
/// feed its engines, by their shares.
#[derive(Clone, Debug, PartialEq)]
pub struct Sizing {
    /// What payload capacities there are.
    pub payload: MassRange,
    /// What propellant capacities there are.
    pub propellant: MassRange,
    /// What dry masses there are.
    pub dry: MassRange,
    /// Quantities on the way.
    pub auxiliaries: Vec<Auxiliary>,
    /// What the dry mass is the sum of.
    pub terms: Vec<SizingTerm>,
    /// Where given, the law holds at the points of a mesh of this width in payload and propellant capacity, counted
    /// from their least, and runs straight over its triangles in between.
    pub mesh: Option<Mass>,
}

/// How closely a root is found, relative to the range of dry masses.
const ROOT_STEPS: u32 = 200;
/// In how many steps the range is searched for the first change of sign.
const SCAN_STEPS: u32 = 512;

impl Sizing {
    /// What the terms sum to, in kg, for capacities and a dry mass in kg.
    pub fn sum_kg(&self, payload_kg: f64, propellant_kg: f64, dry_kg: f64) -> f64 {
        let mut auxiliaries = Vec::with_capacity(self.auxiliaries.len());
        for auxiliary in &self.auxiliaries {
            let value = sum(
                &auxiliary.terms,
                payload_kg,
                propellant_kg,
                dry_kg,
                &auxiliaries,
            );
            auxiliaries.push(value);
        }
        sum(&self.terms, payload_kg, propellant_kg, dry_kg, &auxiliaries)
    }

    /// The smallest dry mass in its range that the law allows for these capacities, in kg, to the last bits; `None`
    /// where there is none.
    pub fn dry_kg(&self, payload_kg: f64, propellant_kg: f64) -> Option<f64> {
        let excess = |dry: f64| dry - self.sum_kg(payload_kg, propellant_kg, dry);
        let (least, most) = (self.dry.least.kg(), self.dry.most.kg());
        let at = |step: u32| least + (most - least) * f64::from(step) / f64::from(SCAN_STEPS);
        if excess(least) >= 0.0 {
            return Some(least);
        }
        let first = (1..=SCAN_STEPS).find(|step| excess(at(*step)) >= 0.0)?;
        let (mut low, mut high) = (at(first - 1), at(first));
        for _ in 0..ROOT_STEPS {
            let middle = low + (high - low) / 2.0;
            if middle <= low || middle >= high {
                break;
            }
            if excess(middle) >= 0.0 {
                high = middle;
            } else {
                low = middle;
            }
        }
        Some(high)
    }
}

fn sum(terms: &[SizingTerm], payload: f64, propellant: f64, dry: f64, auxiliaries: &[f64]) -> f64 {
    let value = |term: &SizingTerm| {
        let base = match term.of {
            SizingQuantity::One => return term.coefficient,
            SizingQuantity::Payload => payload,
            SizingQuantity::Propellant => propellant,
            SizingQuantity::Dry => dry,
            SizingQuantity::Auxiliary(at) => auxiliaries.get(at).copied().unwrap_or(f64::NAN),
        };
        term.coefficient * base.powf(term.exponent)
    };
    terms.iter().map(value).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn term(coefficient: f64, of: SizingQuantity, exponent: f64) -> SizingTerm {
        SizingTerm {
            coefficient,
            of,
            exponent,
        }
    }

    fn range(least: f64, most: f64) -> MassRange {
        MassRange {
            least: Mass::new(least),
            most: Mass::new(most),
        }
    }

    /// The lunar lander's law of Isaji, Takubo and Ho (J. Spacecraft & Rockets 59(5), 2022), stay of 3 d, crew of 4.
    fn lander() -> Sizing {
        use SizingQuantity::{Auxiliary as Aux, Dry, One, Payload, Propellant};
        Sizing {
            payload: range(500.0, 10_000.0),
            propellant: range(1000.0, 300_000.0),
            dry: range(4000.0, 100_000.0),
            auxiliaries: vec![Auxiliary {
                name: "power".to_owned(),
                terms: vec![term(7.277e-8, Dry, 2.443), term(137.0, One, 1.0)],
            }],
            terms: vec![
                term(0.3238 + 0.1648 + 0.05, Dry, 1.0),
                term(693.7, Payload, 0.0459),
                term(0.1648, Payload, 1.0),
                term(20.26 / 360.0, Propellant, 1.0),
                term(1.0, Aux(0), 1.0),
                term(1.014, Aux(0), 0.8423),
                term(22.33 * 3.0 + 434.7, One, 1.0),
                term(0.004_190 * 12.0, Dry, 0.9061),
            ],
            mesh: None,
        }
    }

    #[test]
    fn dry_mass_is_the_smaller_root() {
        let published = [
            (500.0, 1000.0, 4_185.223_391),
            (2000.0, 20_000.0, 7_887.739_195),
            (5000.0, 40_000.0, 13_650.793_812),
            (500.0, 55_000.0, 13_649.536_246),
        ];
        for (payload, propellant, dry) in published {
            let found = lander().dry_kg(payload, propellant).unwrap();
            assert!(
                (found - dry).abs() < 1e-6,
                "{payload} {propellant}: {found}, not {dry}"
            );
        }
        assert_eq!(lander().dry_kg(10_000.0, 300_000.0), None);
    }
}
