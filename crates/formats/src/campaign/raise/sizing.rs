//! Sizing laws as the file describes them.

use super::super::lower::quantity_word;
use super::super::v1;
use crate::text::Q;
use portolan_model::{MassRange, Sizing, SizingQuantity, SizingTerm};
use portolan_vocabulary::Mass;

pub(super) fn sizing(sizing: &Sizing) -> v1::Sizing {
    let auxiliaries = sizing.auxiliaries.iter().map(|it| v1::Auxiliary {
        name: it.name.clone(),
        terms: terms(&it.terms, sizing),
    });
    v1::Sizing {
        payload: range(sizing.payload),
        propellant: range(sizing.propellant),
        dry: range(sizing.dry),
        auxiliaries: auxiliaries.collect(),
        terms: terms(&sizing.terms, sizing),
        mesh: sizing.mesh.map(Q),
    }
}

fn terms(terms: &[SizingTerm], law: &Sizing) -> Vec<v1::SizingTerm> {
    let term = |term: &SizingTerm| v1::SizingTerm {
        coefficient: term.coefficient,
        of: quantity_word(term.of, law),
        // A constant has no power, but what is there must come back.
        exponent: (term.of != SizingQuantity::One || term.exponent != 1.0).then_some(term.exponent),
    };
    terms.iter().map(term).collect()
}

const fn range(range: MassRange) -> [Q<Mass>; 2] {
    [Q(range.least), Q(range.most)]
}
