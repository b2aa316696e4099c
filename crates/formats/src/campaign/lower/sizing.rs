//! Sizing laws: the words of a law become positions.

use super::super::codes;
use super::super::v1;
use super::spot::Spot;
use super::{Lower, nowhere};
use crate::text::Q;
use portolan_model::{
    Auxiliary, MassRange, Sizing, SizingMesh, SizingQuantity, SizingTerm, Triangulation,
    codes as model_codes,
};
use portolan_vocabulary::Mass;

/// What a term may be a power of beside the auxiliaries.
const QUANTITIES: [(&str, SizingQuantity); 3] = [
    ("payload", SizingQuantity::Payload),
    ("propellant", SizingQuantity::Propellant),
    ("dry", SizingQuantity::Dry),
];

impl Lower<'_> {
    pub(super) fn sizing(&mut self, sizing: &v1::Sizing, spot: &Spot<'_>) -> Sizing {
        let names = self.auxiliary_names(&sizing.auxiliaries, &spot.key("auxiliaries"));
        let list = spot.key("auxiliaries");
        let mut auxiliaries = Vec::new();
        for (at, auxiliary) in sizing.auxiliaries.iter().enumerate() {
            let item = list.index(at);
            auxiliaries.push(Auxiliary {
                name: auxiliary.name.clone(),
                terms: self.terms(&auxiliary.terms, &names, &item.key("terms")),
            });
        }
        Sizing {
            payload: range(sizing.payload),
            propellant: range(sizing.propellant),
            dry: range(sizing.dry),
            auxiliaries,
            terms: self.terms(&sizing.terms, &names, &spot.key("terms")),
            mesh: self.mesh(sizing, spot),
        }
    }

    fn mesh(&mut self, sizing: &v1::Sizing, spot: &Spot<'_>) -> Option<SizingMesh> {
        if sizing.mesh.is_some() && sizing.triangulation.is_some() {
            let message = "a sizing law has a mesh of squares and a triangulation".to_owned();
            let spot = spot.key("triangulation");
            self.report
                .error(model_codes::CONTRADICTION, &spot, message, |finding| {
                    finding.advice("leave out one of the two")
                });
        }
        if let Some(width) = sizing.mesh {
            return Some(SizingMesh::Squares(width.0));
        }
        let mesh = sizing.triangulation.as_ref()?;
        self.corners(mesh, &spot.key("triangulation").key("triangles"));
        let point = |corner: u32| usize::try_from(corner).unwrap_or(usize::MAX);
        Some(SizingMesh::Triangles(Triangulation {
            points: mesh.points.iter().map(|at| at.map(|it| it.0)).collect(),
            triangles: mesh.triangles.iter().map(|it| it.map(point)).collect(),
        }))
    }

    /// Corners of triangles must be points.
    fn corners(&mut self, mesh: &v1::Triangulation, spot: &Spot<'_>) {
        let count = mesh.points.len();
        for (at, corners) in mesh.triangles.iter().enumerate() {
            let item = spot.index(at);
            for (side, corner) in corners.iter().enumerate() {
                if usize::try_from(*corner).is_ok_and(|corner| corner < count) {
                    continue;
                }
                let message = format!("there is no point {corner}: there are {count} of them");
                self.report.error(
                    model_codes::DANGLING,
                    &item.index(side),
                    message,
                    |finding| finding.advice("number points from zero"),
                );
            }
        }
    }

    /// The names of the auxiliaries; a word that means something else in a law is none.
    fn auxiliary_names<'a>(
        &mut self,
        auxiliaries: &'a [v1::Auxiliary],
        spot: &Spot<'_>,
    ) -> Vec<&'a str> {
        for (at, auxiliary) in auxiliaries.iter().enumerate() {
            let name = auxiliary.name.as_str();
            if QUANTITIES.iter().any(|(word, _)| *word == name) {
                let message = format!(
                    "\"{name}\" cannot be the name of an auxiliary: it stands for another quantity"
                );
                let item = spot.index(at);
                self.report
                    .error(codes::RESERVED_ID, &item.key("name"), message, |finding| {
                        finding.advice("give the auxiliary another name")
                    });
            }
        }
        auxiliaries.iter().map(|it| it.name.as_str()).collect()
    }

    fn terms(
        &mut self,
        terms: &[v1::SizingTerm],
        names: &[&str],
        spot: &Spot<'_>,
    ) -> Vec<SizingTerm> {
        let mut made = Vec::with_capacity(terms.len());
        for (at, term) in terms.iter().enumerate() {
            let item = spot.index(at);
            let of = term.of.as_deref();
            made.push(SizingTerm {
                coefficient: term.coefficient,
                of: of.map_or(SizingQuantity::One, |word| {
                    self.quantity(word, names, &item.key("of"))
                }),
                exponent: term.exponent.unwrap_or(1.0),
            });
        }
        made
    }

    /// The quantity that a word of a law refers to.
    fn quantity(&mut self, word: &str, names: &[&str], spot: &Spot<'_>) -> SizingQuantity {
        if let Some((_, quantity)) = QUANTITIES.iter().find(|(name, _)| *name == word) {
            return *quantity;
        }
        let found = names.iter().position(|name| *name == word);
        let at = found.unwrap_or_else(|| {
            let message = format!("\"{word}\" is no quantity of the law");
            let known = QUANTITIES.iter().map(|(name, _)| *name);
            let known = known.chain(names.iter().copied());
            self.report
                .unknown(model_codes::DANGLING, spot, (word, message), known);
            nowhere::<()>(0).at()
        });
        SizingQuantity::Auxiliary(at)
    }
}

fn range([least, most]: [Q<Mass>; 2]) -> MassRange {
    MassRange {
        least: least.0,
        most: most.0,
    }
}

/// The word that files use for a quantity; `None` for one, which has none.
pub(crate) fn word(quantity: SizingQuantity, sizing: &Sizing) -> Option<String> {
    match quantity {
        SizingQuantity::One => None,
        SizingQuantity::Auxiliary(at) => {
            let auxiliary = sizing.auxiliaries.get(at);
            Some(auxiliary.map_or_else(|| format!("#{at}"), |it| it.name.clone()))
        }
        _ => {
            let mut words = QUANTITIES.iter();
            let found = words.find(|(_, known)| *known == quantity);
            found.map(|(word, _)| (*word).to_owned())
        }
    }
}
