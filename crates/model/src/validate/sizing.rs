//! Sizing laws: terms that mean something, ranges that powers can be taken of, a mass that some vehicle has.

use super::{Judge, codes};
use crate::element::Element;
use crate::sizing::{MassRange, Sizing, SizingMesh, SizingQuantity, SizingTerm, SizingTriangle};
use crate::triangulation::{Triangulation, TriangulationFlaw};
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
        match &sizing.mesh {
            Some(SizingMesh::Squares(width)) => {
                self.positive("element", id, "width of the mesh", width.kg(), "kg");
            }
            Some(SizingMesh::Triangles(mesh)) => self.triangulation(id, mesh),
            None => {}
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
            match &sizing.mesh {
                Some(SizingMesh::Triangles(mesh)) => self.some_triangle(id, sizing, mesh),
                _ => self.some_vehicle(id, sizing),
            }
        }
    }

    fn triangulation(&mut self, id: &str, mesh: &Triangulation) {
        let before = self.findings.len();
        for [payload, propellant] in &mesh.points {
            let (payload, propellant) = (payload.kg(), propellant.kg());
            self.not_negative("element", id, "payload capacity of a point", payload, "kg");
            self.not_negative(
                "element",
                id,
                "propellant capacity of a point",
                propellant,
                "kg",
            );
        }
        let Some(flaw) = mesh.flaw().filter(|_| self.findings.len() == before) else {
            return;
        };
        if matches!(flaw, TriangulationFlaw::Dangling(_)) {
            self.dangling("element", id, "point of the triangulation");
            return;
        }
        let (message, advice) = said(mesh, &flaw);
        let message = format!("the triangulation of the sizing law {message}");
        let finding = Finding::error(codes::CONTRADICTION, "element", id, message);
        self.findings.push(finding.advice(advice));
    }

    /// The law has a dry mass at each point, and some triangle lies where capacities may be.
    fn some_triangle(&mut self, id: &str, sizing: &Sizing, mesh: &Triangulation) {
        let outside = (0..mesh.points.len()).find(|point| sizing.point_kg(mesh, *point).is_none());
        if let Some(point) = outside {
            let at = place(mesh, point);
            let message =
                format!("the sizing law has no dry mass in its range at {at} of its triangulation");
            let advice =
                "leave out the point and its triangles, or widen the range of the dry mass";
            let finding = Finding::error(codes::CONTRADICTION, "element", id, message);
            self.findings.push(finding.advice(advice));
            return;
        }
        let ranges = [sizing.payload, sizing.propellant];
        if !sizing
            .triangles_kg()
            .iter()
            .any(|triangle| meets(triangle, ranges))
        {
            let message =
                "no triangle of the sizing law's triangulation meets the ranges of the capacities";
            self.contradiction("element", id, message);
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

/// A point of a triangulation in words.
fn place(mesh: &Triangulation, point: usize) -> String {
    let [payload, propellant] = mesh.place(point).unwrap_or([f64::NAN; 2]);
    format!("point {point} ({payload} kg of payload, {propellant} kg of propellant)")
}

/// What is wrong with a triangulation, and what to do. Numbers are counted from zero, as in its lists.
fn said(mesh: &Triangulation, flaw: &TriangulationFlaw) -> (String, &'static str) {
    let listed = |points: &[usize]| {
        let first = points.iter().take(4).map(ToString::to_string);
        let more = if points.len() > 4 { " and so on" } else { "" };
        format!("{}{more}", first.collect::<Vec<_>>().join(", "))
    };
    match flaw {
        TriangulationFlaw::Empty => ("has no triangle".to_owned(), "list its triangles"),
        TriangulationFlaw::Dangling(triangle) => (
            format!("has a corner of triangle {triangle} that is no point"),
            "number points from zero",
        ),
        TriangulationFlaw::Flat(triangle) => (
            format!("has a triangle without area, number {triangle}"),
            "leave it out, or correct its corners",
        ),
        TriangulationFlaw::Same(one, other) => (
            format!("has {} twice, also as {other}", place(mesh, *one)),
            "use one of the two everywhere",
        ),
        TriangulationFlaw::Unused(point) => (
            format!("has {} in no triangle", place(mesh, *point)),
            "leave the point out, or list the triangle",
        ),
        TriangulationFlaw::Overlap(one, other) => (
            format!("covers some capacities twice, with triangles {one} and {other}"),
            "let each place be in one triangle",
        ),
        TriangulationFlaw::Touching(point) => (
            format!("has triangles that touch at {} alone", place(mesh, *point)),
            "fill the gap beside the point, and end triangles at every point on their sides",
        ),
        TriangulationFlaw::Apart(points) => (
            format!("falls into pieces: one is around points {}", listed(points)),
            "join the pieces by triangles, or leave one out",
        ),
        TriangulationFlaw::Hole(points) => (
            format!("has a hole between points {}", listed(points)),
            "fill it by triangles, and end triangles at every point on their sides",
        ),
    }
}

/// True where a triangle and ranges of payload and propellant have a place in common: no line along a side of either
/// keeps them apart.
fn meets(triangle: &SizingTriangle, ranges: [MassRange; 2]) -> bool {
    let [[a, b], [c, d]] = ranges.map(|range| [range.least.kg(), range.most.kg()]);
    let corners = [[a, c], [a, d], [b, c], [b, d]];
    let ends = triangle.map(|[payload, propellant, _]| [payload, propellant]);
    let [u, v, w] = ends;
    let across = |from: [f64; 2], to: [f64; 2]| [from[1] - to[1], to[0] - from[0]];
    let ways = [
        [1.0, 0.0],
        [0.0, 1.0],
        across(u, v),
        across(v, w),
        across(w, u),
    ];
    let span = |points: &[[f64; 2]], way: [f64; 2]| {
        let along = points
            .iter()
            .map(|at| at[0].mul_add(way[0], at[1] * way[1]));
        along.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), at| {
            (low.min(at), high.max(at))
        })
    };
    ways.into_iter().all(|way| {
        let (one, other) = (span(&ends, way), span(&corners, way));
        one.0 <= other.1 && other.0 <= one.1
    })
}
