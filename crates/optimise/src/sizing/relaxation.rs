//! The linear program with whole numbers that bounds a program with designs from below.
//!
//! Three things are relaxed. A side of the law that bends gets a column of its own, held by tangents on one side and
//! by chords on the other; where chords must be close, a binary chooses among segments. A count is written in binaries
//! that step up one after the other, and each factor of it is split over them: the factor's share of "exactly k
//! copies" lies within its range times "exactly k copies" (G. McCormick, Mathematical Programming 10 (1976), 147-175;
//! E. Balas, Discrete Applied Mathematics 89 (1998), 3-44). The shares of payload, propellant and dry mass obey the
//! tangents of the law too, which holds a fleet's mass to its capacities before anything is branched on (the
//! perspective of the law: O. Günlük, J. Linderoth, Mathematical Programming 124 (2010), 183-205).

use super::curve::{Bend, Curve, Line};
use super::interval::Interval;
use super::shape::{DRY, PAYLOAD, PROPELLANT, Shape, Side};
use super::{Designed, Product};
use portolan_model::SizingTriangle;
use portolan_solver::{Column, ColumnKind, Program};

/// Where the sides of a law are linearised, in kg.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Marks {
    /// Where there are tangents, by side.
    pub(super) tangents: [Vec<f64>; 3],
    /// Where segments of chords meet, by side; the ends of the range are not among them.
    pub(super) breaks: [Vec<f64>; 3],
    /// Whether a dry mass above the law is kept out as well: few programs gain from weight, and they do without.
    pub(super) both: bool,
}

/// How many tangents a side has whatever its range.
const SPREAD: u32 = 4;
/// The whole counts from here on are written in powers of two instead of one binary each.
const MOST_STEPS: u32 = 16;

/// What holds the value of a side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wanted {
    Tangents,
    Chords,
    Both,
}

/// The relaxation, whose first columns are those of the designed program.
pub(super) struct Relaxation<'a> {
    designed: &'a Designed,
    shapes: &'a [Shape],
    marks: &'a [Marks],
    pub(super) program: Program,
    folded: bool,
}

impl<'a> Relaxation<'a> {
    /// The relaxation with a binary for each step of a count.
    pub(super) fn of(designed: &'a Designed, shapes: &'a [Shape], marks: &'a [Marks]) -> Self {
        Self::built(designed, shapes, marks, false)
    }

    /// A smaller one in which counts are not written in binaries: for linear programs.
    pub(super) fn folded(designed: &'a Designed, shapes: &'a [Shape], marks: &'a [Marks]) -> Self {
        Self::built(designed, shapes, marks, true)
    }

    fn built(
        designed: &'a Designed,
        shapes: &'a [Shape],
        marks: &'a [Marks],
        folded: bool,
    ) -> Self {
        let program = designed.program.clone();
        let mut relaxation = Self {
            designed,
            shapes,
            marks,
            program,
            folded,
        };
        for sized in 0..shapes.len() {
            relaxation.law(sized);
        }
        for group in groups(designed) {
            relaxation.count(&group);
        }
        relaxation
    }

    fn columns(&self, sized: usize) -> [Column; 3] {
        self.designed.sized[sized].columns()
    }

    fn add(&mut self, name: &str, lower: f64, upper: f64, kind: ColumnKind) -> Column {
        self.program.column(name, lower, upper, 0.0, kind)
    }

    /// Holds a sum to zero or more.
    fn at_least_zero(&mut self, name: &str, sum: &Sum) {
        self.program
            .row(name, -sum.constant, f64::INFINITY, &sum.entries);
    }

    // --- the law -----------------------------------------------------------------------------------------

    fn law(&mut self, sized: usize) {
        let shapes = self.shapes;
        let shape = &shapes[sized];
        let unit = self.designed.unit_kg;
        for (side, column) in shape.sides.iter().zip(self.columns(sized)) {
            let (lower, upper) = self.program.bounds(column);
            let (lower, upper) = (
                lower.max(side.over.low / unit),
                upper.min(side.over.high / unit),
            );
            self.program.set_bounds(column, lower, upper.max(lower));
        }
        if let Some(triangles) = &shape.mesh {
            self.mesh(sized, triangles);
            return;
        }
        let values = [PAYLOAD, PROPELLANT, DRY].map(|side| self.side(sized, side));
        let mut excess = values[DRY].clone();
        excess.add(&values[PAYLOAD], -1.0);
        excess.add(&values[PROPELLANT], -1.0);
        let both = self.marks[sized].both && !shape.clipped;
        let most = if both {
            -excess.constant
        } else {
            f64::INFINITY
        };
        self.program.row(
            &format!("law{sized}"),
            -excess.constant,
            most,
            &excess.entries,
        );
    }

    /// Holds the sizes to a mesh: in one of its triangles, chosen by a binary, or where counts are folded above its
    /// supports.
    fn mesh(&mut self, sized: usize, triangles: &[SizingTriangle]) {
        let columns = self.columns(sized);
        if self.folded {
            for [payload, propellant, dry, constant] in self.supports(sized) {
                let slopes = [payload, propellant, dry];
                let entries: Vec<_> = columns.into_iter().zip(slopes).collect();
                self.program
                    .row("support", -constant, f64::INFINITY, &entries);
            }
            return;
        }
        let mut one = Vec::new();
        let mut places = columns.map(|column| vec![(column, -1.0)]);
        for triangle in triangles {
            let choice = self.add("triangle", 0.0, 1.0, ColumnKind::Integer);
            let mut weights = vec![(choice, -1.0)];
            for corner in triangle {
                let weight = self.add("weight", 0.0, 1.0, ColumnKind::Continuous);
                weights.push((weight, 1.0));
                for (place, at_kg) in places.iter_mut().zip(corner) {
                    place.push((weight, at_kg / self.designed.unit_kg));
                }
            }
            self.program.row("weights", 0.0, 0.0, &weights);
            one.push((choice, 1.0));
        }
        self.program.row("one", 1.0, 1.0, &one);
        for place in &places {
            self.program.row("place", 0.0, 0.0, place);
        }
    }

    /// What a side comes to, in units: a sum where it is straight, a column held by tangents and chords else.
    fn side(&mut self, sized: usize, side: usize) -> Sum {
        let Side { curve, over, bend } = &self.shapes[sized].sides[side];
        let unit = self.designed.unit_kg;
        let column = self.columns(sized)[side];
        if *bend == Bend::Straight {
            return Sum::of_line(curve.tangent(over.low), column, unit);
        }
        let range = curve.values(*over);
        let name = format!("side{sized}.{side}");
        let (low, high) = (range.low / unit, range.high / unit);
        let value = self.add(&name, low, high, ColumnKind::Continuous);
        let outside = if *bend == Bend::Convex { 1.0 } else { -1.0 };
        let wanted = self.wanted(sized, side);
        let tangents = touching(
            &self.shapes[sized].sides[side],
            &self.marks[sized].tangents[side],
        );
        for at in tangents.iter().filter(|_| wanted != Wanted::Chords) {
            let mut above = Sum::of(value, outside);
            above.add(&Sum::of_line(curve.tangent(*at), column, unit), -outside);
            self.at_least_zero(&name, &above);
        }
        if wanted != Wanted::Tangents {
            self.chords(sized, side, value, -outside);
        }
        Sum::of(value, 1.0)
    }

    /// What holds the value of a side that bends. A dry mass below the law is too good to be true: against it help
    /// tangents where the sides of the capacities are convex and that of the dry mass concave, else chords.
    fn wanted(&self, sized: usize, side: usize) -> Wanted {
        let safe = if side == DRY {
            Bend::Concave
        } else {
            Bend::Convex
        };
        if self.marks[sized].both && !self.shapes[sized].clipped {
            Wanted::Both
        } else if self.shapes[sized].sides[side].bend == safe {
            Wanted::Tangents
        } else {
            Wanted::Chords
        }
    }

    /// Holds the column of a side's value to chords, from above (`outside` -1) or below (+1).
    fn chords(&mut self, sized: usize, side: usize, value: Column, outside: f64) {
        let Side { curve, over, .. } = &self.shapes[sized].sides[side];
        let unit = self.designed.unit_kg;
        let column = self.columns(sized)[side];
        let inner = self.marks[sized].breaks[side].iter().copied();
        let mut ends: Vec<f64> = vec![over.low];
        ends.extend(inner.filter(|at| over.low < *at && *at < over.high));
        ends.push(over.high);
        let mut beyond = Sum::of(value, outside);
        if ends.len() == 2 {
            beyond.add(
                &Sum::of_line(curve.secant(over.low, over.high), column, unit),
                -outside,
            );
        } else {
            let chord = self.segments(curve, column, &ends);
            beyond.add(&chord, -outside);
        }
        self.at_least_zero("chord", &beyond);
    }

    /// The value of the chords at a column, with a binary that chooses the segment it lies in.
    fn segments(&mut self, curve: &Curve, of: Column, ends: &[f64]) -> Sum {
        let unit = self.designed.unit_kg;
        let (mut chosen, mut place, mut value) =
            (Sum::constant(-1.0), Sum::of(of, -1.0), Sum::default());
        for pair in ends.windows(2) {
            let (from, to) = (pair[0] / unit, pair[1] / unit);
            let choice = self.add("segment", 0.0, 1.0, ColumnKind::Integer);
            let part = self.add("part", 0.0, to - from, ColumnKind::Continuous);
            let chord = curve.secant(pair[0], pair[1]);
            self.at_least_zero("part", &Sum::of(choice, to - from).with(part, -1.0));
            chosen = chosen.with(choice, 1.0);
            place = place.with(choice, from).with(part, 1.0);
            value = value
                .with(choice, curve.value(pair[0]) / unit)
                .with(part, chord.slope);
        }
        self.program
            .row("one", -chosen.constant, -chosen.constant, &chosen.entries);
        self.program.row("place", 0.0, 0.0, &place.entries);
        value
    }

    // --- counts ------------------------------------------------------------------------------------------

    fn count(&mut self, group: &Group) {
        let (least, most) = self.program.bounds(group.count);
        let (least, most) = (least.ceil(), most.floor());
        let factors = self.columns(group.sized);
        let steps = (most - least).max(0.0) as u32;
        let mut totals = factors.map(|factor| Sum::of(factor, least));
        let mut number = Sum::of(group.count, -1.0).plus(least);
        for (weight, steps) in chains(steps, self.folded) {
            let chain = self.chain(group.sized, steps);
            for (binary, shares) in chain {
                number = number.with(binary, weight);
                for (total, share) in totals.iter_mut().zip(shares) {
                    *total = std::mem::take(total).with(share, weight);
                }
            }
        }
        self.program
            .row("count", -number.constant, -number.constant, &number.entries);
        self.program.set_kind(group.count, ColumnKind::Continuous);
        for (product, side) in &group.products {
            let total = std::mem::take(&mut totals[*side]);
            let equal = total.clone().with(*product, -1.0);
            totals[*side] = total;
            self.program.row("product", 0.0, 0.0, &equal.entries);
        }
    }

    /// Binaries that step up one after the other, each with its shares of the factors.
    fn chain(&mut self, sized: usize, steps: u32) -> Vec<(Column, [Column; 3])> {
        let factors = self.columns(sized);
        let mut chain = Vec::new();
        for _ in 0..steps {
            let binary = self.add("step", 0.0, 1.0, ColumnKind::Integer);
            let shares = factors.map(|factor| {
                let most = self.program.bounds(factor).1;
                self.add("share", 0.0, most, ColumnKind::Continuous)
            });
            chain.push((binary, shares));
        }
        if !chain.is_empty() {
            self.hold_shares(sized, &chain);
        }
        chain
    }

    /// What is true of the factors while a chain is exactly this far up holds of the shares then.
    fn hold_shares(&mut self, sized: usize, chain: &[(Column, [Column; 3])]) {
        let factors = self.columns(sized);
        let lines = self.supports(sized);
        for step in 0..=chain.len() {
            let exactly = |up: Option<Sum>, further: Option<Column>| {
                let sum = up.unwrap_or_else(|| Sum::constant(1.0));
                further.map_or(sum.clone(), |next| sum.with(next, -1.0))
            };
            let here = step.checked_sub(1).map(|at| chain[at]);
            let next = chain.get(step);
            let whether = exactly(
                here.map(|(binary, _)| Sum::of(binary, 1.0)),
                next.map(|link| link.0),
            );
            let shares = [PAYLOAD, PROPELLANT, DRY].map(|side| {
                let up = here.map_or(Sum::of(factors[side], 1.0), |link| {
                    Sum::of(link.1[side], 1.0)
                });
                exactly(Some(up), next.map(|link| link.1[side]))
            });
            for (share, factor) in shares.iter().zip(factors) {
                self.hold_share(share, &whether, factor);
            }
            for support in &lines {
                let mut sum = Sum::default();
                sum.add(&whether, support[3]);
                for (share, slope) in shares.iter().zip(support) {
                    sum.add(share, *slope);
                }
                self.at_least_zero("perspective", &sum);
            }
        }
    }

    fn hold_share(&mut self, share: &Sum, whether: &Sum, factor: Column) {
        let (lower, upper) = self.program.bounds(factor);
        let mut above = share.clone();
        above.add(whether, -lower);
        self.at_least_zero("share", &above);
        let mut below = Sum::default();
        below.add(whether, upper);
        below.add(share, -1.0);
        self.at_least_zero("share", &below);
    }

    /// Linear inequalities that payload, propellant and dry mass satisfy, in units: three slopes and a constant whose
    /// sum is zero or more.
    fn supports(&self, sized: usize) -> Vec<[f64; 4]> {
        let sides = &self.shapes[sized].sides;
        let marks = &self.marks[sized];
        let unit = self.designed.unit_kg;
        let mut supports = Vec::new();
        for payload in lines(&sides[PAYLOAD], &marks.tangents[PAYLOAD], Bend::Convex) {
            for propellant in lines(
                &sides[PROPELLANT],
                &marks.tangents[PROPELLANT],
                Bend::Convex,
            ) {
                for dry in lines(&sides[DRY], &marks.tangents[DRY], Bend::Concave) {
                    let slopes = [-payload.slope, -propellant.slope, dry.slope];
                    let constant = match &self.shapes[sized].mesh {
                        None => dry.start - payload.start - propellant.start,
                        Some(triangles) => support_constant(triangles, slopes),
                    };
                    supports.push([slopes[0], slopes[1], slopes[2], constant / unit]);
                }
            }
        }
        supports
    }
}

/// The constant with which slopes give nothing below zero at any corner, and so nowhere on the triangles, in kg.
fn support_constant(triangles: &[SizingTriangle], slopes: [f64; 3]) -> f64 {
    let at = |corner: &[f64; 3]| {
        let products = corner.iter().zip(slopes).map(|(at, slope)| at * slope);
        products.sum::<f64>()
    };
    let least = triangles.iter().flatten().map(at);
    -least.fold(f64::INFINITY, f64::min)
}

/// Where a side over its range is touched by tangents: at the marks in the range and at some places spread over it.
fn touching(side: &Side, marks: &[f64]) -> Vec<f64> {
    let Interval { low, high } = side.over;
    let spread =
        (0..SPREAD).map(|step| low + (high - low) * (f64::from(step) + 0.5) / f64::from(SPREAD));
    let mut places: Vec<f64> = marks
        .iter()
        .copied()
        .filter(|at| low <= *at && *at <= high)
        .collect();
    places.extend(spread);
    places
}

/// Straight lines on one side of a curve over its range: tangents where it bends that way, else the chord.
fn lines(side: &Side, tangents: &[f64], way: Bend) -> Vec<Line> {
    if side.bend == Bend::Straight {
        vec![side.curve.tangent(side.over.low)]
    } else if side.bend == way {
        let tangents = touching(side, tangents).into_iter();
        tangents.map(|at| side.curve.tangent(at)).collect()
    } else {
        vec![side.curve.secant(side.over.low, side.over.high)]
    }
}

/// How a count is written: weights, and how many binaries of that weight step up one after the other.
fn chains(steps: u32, folded: bool) -> Vec<(f64, u32)> {
    if folded {
        return vec![(f64::from(steps), steps.min(1))];
    }
    if steps <= MOST_STEPS {
        return vec![(1.0, steps)];
    }
    let bits = u32::BITS - steps.leading_zeros();
    (0..bits).map(|bit| (f64::from(1_u32 << bit), 1)).collect()
}

/// The products of one count with the quantities of one design.
struct Group {
    count: Column,
    sized: usize,
    products: Vec<(Column, usize)>,
}

fn groups(designed: &Designed) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for Product {
        count,
        factor,
        product,
    } in &designed.products
    {
        let Some((sized, side)) = designed.place(*factor) else {
            continue;
        };
        let known = groups
            .iter_mut()
            .find(|group| group.count == *count && group.sized == sized);
        if let Some(group) = known {
            group.products.push((*product, side));
        } else {
            groups.push(Group {
                count: *count,
                sized,
                products: vec![(*product, side)],
            });
        }
    }
    groups
}

/// A linear sum.
#[derive(Clone, Debug, Default)]
struct Sum {
    entries: Vec<(Column, f64)>,
    constant: f64,
}

impl Sum {
    fn constant(constant: f64) -> Self {
        Self {
            entries: Vec::new(),
            constant,
        }
    }

    fn of(column: Column, coefficient: f64) -> Self {
        Self {
            entries: vec![(column, coefficient)],
            constant: 0.0,
        }
    }

    /// A line in kg as a sum in units.
    fn of_line(line: Line, column: Column, unit: f64) -> Self {
        Self {
            entries: vec![(column, line.slope)],
            constant: line.start / unit,
        }
    }

    fn with(mut self, column: Column, coefficient: f64) -> Self {
        self.entries.push((column, coefficient));
        self
    }

    fn plus(mut self, constant: f64) -> Self {
        self.constant += constant;
        self
    }

    fn add(&mut self, other: &Self, factor: f64) {
        let scaled = other
            .entries
            .iter()
            .map(|(column, coefficient)| (*column, factor * coefficient));
        self.entries.extend(scaled);
        self.constant += factor * other.constant;
    }
}
