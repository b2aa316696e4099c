//! A sizing law taken apart: `dry part (dry mass) = payload part (payload) + propellant part (propellant)`.

use super::curve::{Base, Bend, Curve};
use super::interval::Interval;
use portolan_model::{Sizing, SizingQuantity, SizingTerm, SizingTriangle};

/// Why a law cannot be optimised over to a certified gap.
#[derive(Clone, Debug, PartialEq)]
pub enum LawError {
    /// A term mixes capacities or dry mass in a way that does not fall apart into a sum.
    Mixed {
        /// Which term: the position in the terms of the law or of the auxiliary quantity.
        term: usize,
        /// The auxiliary quantity whose term it is, `None` for the law's own.
        auxiliary: Option<String>,
    },
    /// The terms in this quantity bend now this way, now that, or are not defined, over its range.
    Bends {
        /// "payload", "propellant" or "dry".
        quantity: &'static str,
        /// The range over which, in kg.
        from_kg: f64,
        /// To here.
        to_kg: f64,
    },
    /// No capacities in the range have a dry mass in its range.
    Empty,
}

impl std::error::Error for LawError {}

impl std::fmt::Display for LawError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Mixed {
                term,
                auxiliary: None,
            } => {
                write!(
                    f,
                    "term {term} of the sizing law mixes quantities that it does not add"
                )
            }
            Self::Mixed {
                term,
                auxiliary: Some(name),
            } => {
                write!(
                    f,
                    "term {term} of '{name}' mixes quantities that it does not add"
                )
            }
            Self::Bends {
                quantity,
                from_kg,
                to_kg,
            } => write!(
                f,
                "the terms in {quantity} of the sizing law bend both ways, or are not defined, \
                 between {from_kg} kg and {to_kg} kg"
            ),
            Self::Empty => write!(
                f,
                "no capacities in their ranges have a dry mass in its range"
            ),
        }
    }
}

/// One side of the law: a curve over the range that its quantity has, in kg.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Side {
    pub(super) curve: Curve,
    pub(super) over: Interval,
    pub(super) bend: Bend,
}

/// Payload, propellant, dry: the order of everything that comes in threes.
pub(super) const PAYLOAD: usize = 0;
pub(super) const PROPELLANT: usize = 1;
pub(super) const DRY: usize = 2;
const WORDS: [&str; 3] = ["payload", "propellant", "dry"];

/// A law taken apart over ranges.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Shape {
    pub(super) sides: [Side; 3],
    /// True where the dry mass is the least one for some capacities, so that the law is no equation there.
    pub(super) clipped: bool,
    /// The triangles of the mesh that meet the ranges; `None` where the law has no mesh. The sides then only tell in
    /// which directions to look for what the mesh obeys.
    pub(super) mesh: Option<Vec<SizingTriangle>>,
}

impl Shape {
    /// Takes a law apart over ranges of payload and propellant that lie within the law's own, in kg, and shrinks them
    /// to where there is a dry mass.
    ///
    /// # Errors
    /// Where a term mixes quantities, a side bends both ways or there is no dry mass at all.
    pub(super) fn of(law: &Sizing, ranges: [Interval; 3]) -> Result<Self, LawError> {
        let [payload, propellant, dry] = separated(law)?;
        let most = rising_end(&dry, ranges[DRY]).ok_or(LawError::Empty)?;
        let mut over = [
            ranges[PAYLOAD],
            ranges[PROPELLANT],
            Interval::new(ranges[DRY].low, most),
        ];
        let curves = [payload, propellant, dry];
        let mesh = law.mesh.as_ref().map(|_| meeting(law, over));
        let clipped = match &mesh {
            None => shrink(&curves, &mut over).ok_or(LawError::Empty)?,
            Some(triangles) => {
                span(triangles, &mut over).ok_or(LawError::Empty)?;
                false
            }
        };
        let bends = |at: usize| {
            let bend = curves[at].bend(over[at]);
            let (from_kg, to_kg) = (over[at].low, over[at].high);
            bend.ok_or(LawError::Bends {
                quantity: WORDS[at],
                from_kg,
                to_kg,
            })
        };
        let bends = [bends(PAYLOAD)?, bends(PROPELLANT)?, bends(DRY)?];
        if !surely_rises(&curves[DRY], over[DRY]) {
            let (from_kg, to_kg) = (over[DRY].low, over[DRY].high);
            return Err(LawError::Bends {
                quantity: WORDS[DRY],
                from_kg,
                to_kg,
            });
        }
        let mut sides = curves.into_iter().zip(over).zip(bends);
        let mut side = || {
            sides
                .next()
                .map(|((curve, over), bend)| Side { curve, over, bend })
        };
        match (side(), side(), side()) {
            (Some(one), Some(two), Some(three)) => Ok(Self {
                sides: [one, two, three],
                clipped,
                mesh,
            }),
            _ => Err(LawError::Empty),
        }
    }
}

/// The triangles of a law's mesh whose box meets the ranges of capacities.
fn meeting(law: &Sizing, over: [Interval; 3]) -> Vec<SizingTriangle> {
    let meets = |triangle: &SizingTriangle| {
        [PAYLOAD, PROPELLANT].into_iter().all(|side| {
            let at = triangle.map(|corner| corner[side]);
            let low = at.into_iter().fold(f64::INFINITY, f64::min);
            let high = at.into_iter().fold(f64::NEG_INFINITY, f64::max);
            low <= over[side].high && high >= over[side].low
        })
    };
    law.triangles_kg().into_iter().filter(meets).collect()
}

/// Shrinks propellant to the mesh and dry mass to its span; `None` where there is no mesh.
fn span(triangles: &[SizingTriangle], over: &mut [Interval; 3]) -> Option<()> {
    let corners = || triangles.iter().flatten();
    corners().next()?;
    for side in [PROPELLANT, DRY] {
        let low = corners()
            .map(|corner| corner[side])
            .fold(f64::INFINITY, f64::min);
        let high = corners()
            .map(|corner| corner[side])
            .fold(f64::NEG_INFINITY, f64::max);
        if side == DRY {
            // Not narrower than the mesh: sides are looked at there.
            over[side] = Interval::new(low, high.min(over[side].high).max(low));
        } else {
            over[side].low = over[side].low.max(low);
            over[side].high = over[side].high.min(high);
        }
    }
    over.iter().all(|range| range.is_sound()).then_some(())
}

/// Up to where the dry side surely rises: the law means the smallest root, which lies before the first peak.
fn rising_end(dry: &Curve, range: Interval) -> Option<f64> {
    if surely_rises(dry, range) {
        return Some(range.high);
    }
    let (mut low, mut high) = (range.low, range.high);
    for _ in 0..200 {
        let middle = low + (high - low) / 2.0;
        if middle <= low || middle >= high {
            break;
        }
        if dry.slope(middle) > 0.0 {
            low = middle;
        } else {
            high = middle;
        }
    }
    (low > range.low).then_some(low)
}

fn surely_rises(curve: &Curve, over: Interval) -> bool {
    match curve.bend(over) {
        Some(Bend::Concave | Bend::Straight) => curve.slope(over.high) >= 0.0,
        Some(Bend::Convex) => curve.slope(over.low) >= 0.0,
        None => curve.rises(over) == Some(true),
    }
}

/// Cuts from the ranges what cannot satisfy the law; `None` where nothing is left. True where the least dry mass is
/// more than some capacities need.
fn shrink(curves: &[Curve; 3], over: &mut [Interval; 3]) -> Option<bool> {
    let clipped = {
        let least = curves[PAYLOAD]
            .values(over[PAYLOAD])
            .plus(curves[PROPELLANT].values(over[PROPELLANT]))
            .low;
        curves[DRY].value(over[DRY].low) > least
    };
    for _ in 0..3 {
        let most = curves[DRY].value(over[DRY].high);
        for (this, other) in [(PAYLOAD, PROPELLANT), (PROPELLANT, PAYLOAD)] {
            let rest = most - curves[other].values(over[other]).low;
            cut_above(&curves[this], &mut over[this], rest)?;
        }
        let sizes = curves[PAYLOAD]
            .values(over[PAYLOAD])
            .plus(curves[PROPELLANT].values(over[PROPELLANT]));
        if !sizes.is_sound() {
            return Some(clipped);
        }
        cut_below(&curves[DRY], &mut over[DRY], sizes.low);
        cut_above(&curves[DRY], &mut over[DRY], sizes.high)?;
    }
    Some(clipped)
}

/// Lowers the upper end of a range to where a rising curve passes a value.
fn cut_above(curve: &Curve, over: &mut Interval, most: f64) -> Option<()> {
    if !most.is_finite() || !surely_rises(curve, *over) {
        return Some(());
    }
    let slack = 1e-9 * most.abs().max(1.0);
    if curve.value(over.low) > most + slack {
        return None;
    }
    if curve.value(over.high) > most {
        over.high = crossing(curve, *over, most).high;
    }
    Some(())
}

/// Raises the lower end of a range to where a rising curve passes a value.
fn cut_below(curve: &Curve, over: &mut Interval, least: f64) {
    let rises = least.is_finite() && surely_rises(curve, *over);
    if rises && curve.value(over.low) < least && curve.value(over.high) >= least {
        over.low = crossing(curve, *over, least).low;
    }
}

/// The two neighbouring numbers between which a rising curve passes a value.
fn crossing(curve: &Curve, over: Interval, value: f64) -> Interval {
    let (mut low, mut high) = (over.low, over.high);
    for _ in 0..200 {
        let middle = low + (high - low) / 2.0;
        if middle <= low || middle >= high {
            break;
        }
        if curve.value(middle) < value {
            low = middle;
        } else {
            high = middle;
        }
    }
    Interval::new(low, high)
}

/// The curves of payload, propellant and dry mass. The dry curve is the dry mass less what depends on it.
fn separated(law: &Sizing) -> Result<[Curve; 3], LawError> {
    let mut curves: [Curve; 3] = Default::default();
    curves[DRY].push(1.0, Base::Variable, 1.0);
    let found = Separation { law };
    found.add(&law.terms, 1.0, None, &mut curves)?;
    Ok(curves)
}

struct Separation<'a> {
    law: &'a Sizing,
}

impl Separation<'_> {
    fn add(
        &self,
        terms: &[SizingTerm],
        factor: f64,
        within: Option<usize>,
        curves: &mut [Curve; 3],
    ) -> Result<(), LawError> {
        for (at, term) in terms.iter().enumerate() {
            let coefficient = factor * term.coefficient;
            let mixed = || LawError::Mixed {
                term: at,
                auxiliary: self.name(within),
            };
            let (side, base) = match self.depends(term.of) {
                Depends::Nothing => (DRY, self.base(term.of)),
                Depends::On(side) => (side, self.base(term.of)),
                Depends::Several => {
                    let SizingQuantity::Auxiliary(of) = term.of else {
                        return Err(mixed());
                    };
                    if term.exponent != 1.0 || within.is_some_and(|outer| outer <= of) {
                        return Err(mixed());
                    }
                    let inner = self.law.auxiliaries.get(of).ok_or_else(mixed)?;
                    self.add(&inner.terms, coefficient, Some(of), curves)?;
                    continue;
                }
            };
            let sign = if side == DRY { -1.0 } else { 1.0 };
            curves[side].push(sign * coefficient, base, term.exponent);
        }
        Ok(())
    }

    fn name(&self, auxiliary: Option<usize>) -> Option<String> {
        self.law
            .auxiliaries
            .get(auxiliary?)
            .map(|auxiliary| auxiliary.name.clone())
    }

    fn depends(&self, of: SizingQuantity) -> Depends {
        match of {
            SizingQuantity::One => Depends::Nothing,
            SizingQuantity::Payload => Depends::On(PAYLOAD),
            SizingQuantity::Propellant => Depends::On(PROPELLANT),
            SizingQuantity::Dry => Depends::On(DRY),
            SizingQuantity::Auxiliary(at) => {
                let inner = self
                    .law
                    .auxiliaries
                    .get(at)
                    .map(|auxiliary| &auxiliary.terms[..]);
                let earlier = |term: &&SizingTerm| !matches!(term.of, SizingQuantity::Auxiliary(of) if of >= at);
                let terms = inner.unwrap_or_default().iter().filter(earlier);
                terms
                    .map(|term| self.depends(term.of))
                    .fold(Depends::Nothing, Depends::and)
            }
        }
    }

    /// What a quantity that depends on one thing is, as a function of that thing.
    fn base(&self, of: SizingQuantity) -> Base {
        match of {
            SizingQuantity::One => Base::One,
            SizingQuantity::Auxiliary(at) => {
                let mut curve = Curve::default();
                for term in self
                    .law
                    .auxiliaries
                    .get(at)
                    .map(|auxiliary| &auxiliary.terms[..])
                    .unwrap_or_default()
                {
                    let known = !matches!(term.of, SizingQuantity::Auxiliary(of) if of >= at);
                    let base = if known { self.base(term.of) } else { Base::One };
                    let coefficient = if known { term.coefficient } else { f64::NAN };
                    curve.push(coefficient, base, term.exponent);
                }
                Base::Curve(curve)
            }
            _ => Base::Variable,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Depends {
    Nothing,
    On(usize),
    Several,
}

impl Depends {
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Nothing, one) | (one, Self::Nothing) => one,
            (one, two) if one == two => one,
            _ => Self::Several,
        }
    }
}
