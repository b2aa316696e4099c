//! Sizing laws as the file describes them.

use super::super::lower::quantity_word;
use super::super::v1;
use crate::text::Q;
use portolan_model::{MassRange, Sizing, SizingMesh, SizingQuantity, SizingTerm, Triangulation};
use portolan_vocabulary::Mass;

pub(super) fn sizing(sizing: &Sizing) -> v1::Sizing {
    let auxiliaries = sizing.auxiliaries.iter().map(|it| v1::Auxiliary {
        name: it.name.clone(),
        terms: terms(&it.terms, sizing),
    });
    let (mesh, triangulated) = match &sizing.mesh {
        None => (None, None),
        Some(SizingMesh::Squares(width)) => (Some(Q(*width)), None),
        Some(SizingMesh::Triangles(mesh)) => (None, Some(triangulation(mesh))),
    };
    v1::Sizing {
        payload: range(sizing.payload),
        propellant: range(sizing.propellant),
        dry: range(sizing.dry),
        auxiliaries: auxiliaries.collect(),
        terms: terms(&sizing.terms, sizing),
        mesh,
        triangulation: triangulated,
    }
}

fn triangulation(mesh: &Triangulation) -> v1::Triangulation {
    let number = |corner: usize| u32::try_from(corner).unwrap_or(u32::MAX);
    v1::Triangulation {
        points: mesh.points.iter().map(|at| at.map(Q)).collect(),
        triangles: mesh.triangles.iter().map(|it| it.map(number)).collect(),
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
