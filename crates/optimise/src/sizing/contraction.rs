//! Fewer counts and sizes to choose from: what no point that beats the best one can have is cut off.
//!
//! Each count, each sum of counts that share a row, and each size is made as small and as large as a linear relaxation
//! allows whose cost is held below that of the best point; counts are rounded to whole numbers, which makes the next
//! pass tighter (bound tightening by optimisation: I. Quesada and I. Grossmann, Computers & Chemical Engineering 19
//! (1995), 1219-1242).

use super::Designed;
use super::relaxation::{Marks, Relaxation};
use super::shape::{LawError, Shape};
use portolan_solver::{Column, ColumnKind, Engine, EngineError, Options, Program, Range};
use std::collections::BTreeSet;

/// How many passes there are at most.
const PASSES: usize = 5;
/// A pass that narrows fewer ranges than this is the last.
const WORTH_ANOTHER: usize = 3;
/// How far a whole number may be off before it is rounded inwards.
const WHOLE: f64 = 1e-6;
/// How much wider than found a size's range is left, relative to what it was.
const WIDER: f64 = 1e-6;
/// How much of its width a size's range must lose to count as narrowed.
const NARROWED: f64 = 0.1;

/// What contraction leaves.
pub(super) enum Contracted {
    /// No point beats the best.
    Nothing,
    /// A program with narrower bounds and the laws over what is left.
    To(Box<Designed>, Vec<Shape>),
}

/// Columns whose sum has bounds.
struct Bundle {
    counts: Vec<Column>,
    least: f64,
    most: f64,
}

/// Contracts a program to where its cost is at most `cutoff`.
pub(super) fn contract(
    designed: &Designed,
    marks: &[Marks],
    engine: &dyn Engine,
    options: &Options,
    cutoff: f64,
) -> Result<Contracted, EngineError> {
    let mut within = designed.clone();
    let mut bundles = bundles(designed);
    // Where counts of several designs add up, their sums and the sizes give way first, and they are few.
    let sizes = bundles.len() + counts(designed).len();
    let few =
        (0..sizes + 3 * designed.sized.len()).filter(|at| *at < bundles.len() || *at >= sizes);
    let mut all_asked = bundles.is_empty();
    let mut asked: Option<BTreeSet<usize>> = (!all_asked).then(|| few.collect());
    for _ in 0..PASSES {
        let Some(shapes) = shapes(&within)? else {
            return Ok(Contracted::Nothing);
        };
        let program = relaxed(&within, &shapes, marks, &bundles, cutoff);
        let chosen = chosen(&program, &asked);
        let columns: Vec<Column> = chosen.iter().map(|at| program.columns[*at]).collect();
        let Some(found) = engine.extents(&program.program, &columns, options)? else {
            return Ok(Contracted::Nothing);
        };
        let mut narrowed = BTreeSet::new();

        for (at, range) in chosen.into_iter().zip(found) {
            match narrow(&mut within, &mut bundles, at, range) {
                Some(true) => drop(narrowed.insert(at)),
                Some(false) => {}
                None => return Ok(Contracted::Nothing),
            }
        }
        if narrowed.len() >= WORTH_ANOTHER {
            // Where many ranges give way, all of them are worth another look.
            let many = 3 * narrowed.len() >= columns.len();
            if !many {
                asked = Some(narrowed);
            }
        } else if all_asked {
            break;
        } else {
            (asked, all_asked) = (None, true);
        }
    }
    for bundle in &bundles {
        let sum: Vec<_> = bundle.counts.iter().map(|count| (*count, 1.0)).collect();
        within
            .program
            .row("bundle", bundle.least, bundle.most, &sum);
    }
    Ok(shapes(&within)?.map_or(Contracted::Nothing, |shapes| {
        Contracted::To(Box::new(within), shapes)
    }))
}

fn shapes(designed: &Designed) -> Result<Option<Vec<Shape>>, EngineError> {
    let said = |wrong: LawError| EngineError::Malformed(wrong.to_string());
    designed.shapes().map_err(said)
}

/// A linear relaxation below the cutoff, and the columns whose ranges are asked for: sums of counts first, then counts,
/// then sizes.
struct Relaxed {
    program: Program,
    columns: Vec<Column>,
}

fn relaxed(
    designed: &Designed,
    shapes: &[Shape],
    marks: &[Marks],
    bundles: &[Bundle],
    cutoff: f64,
) -> Relaxed {
    let mut program = Relaxation::folded(designed, shapes, marks).program;
    let costs: Vec<_> = program
        .all_columns()
        .map(|column| (column, program.cost(column)))
        .collect();
    program.row(
        "cutoff",
        f64::NEG_INFINITY,
        cutoff - program.offset(),
        &costs,
    );
    let mut columns = Vec::new();
    for Bundle {
        counts,
        least,
        most,
    } in bundles
    {
        let sum = program.column("bundle", *least, *most, 0.0, ColumnKind::Continuous);
        let mut entries: Vec<_> = counts.iter().map(|count| (*count, 1.0)).collect();
        entries.push((sum, -1.0));
        program.row("bundle", 0.0, 0.0, &entries);
        columns.push(sum);
    }
    columns.extend(counts(designed));
    columns.extend(designed.sized.iter().flat_map(|sized| sized.columns()));
    Relaxed { program, columns }
}

/// Which columns are worth asking for: those that are not fixed, and that gave way before.
fn chosen(relaxed: &Relaxed, asked: &Option<BTreeSet<usize>>) -> Vec<usize> {
    let open = |at: &usize| {
        let (lower, upper) = relaxed.program.bounds(relaxed.columns[*at]);
        lower < upper && asked.as_ref().is_none_or(|asked| asked.contains(at))
    };
    (0..relaxed.columns.len()).filter(open).collect()
}

/// Takes a range over, rounded inwards or left a little wider: whether it is worth something; `None` where nothing is
/// left of it.
fn narrow(
    designed: &mut Designed,
    bundles: &mut [Bundle],
    at: usize,
    range: Range,
) -> Option<bool> {
    let whole = |from: f64, to: f64| {
        let least = from.max((range.from - WHOLE).ceil());
        let most = to.min((range.to + WHOLE).floor());
        (least <= most).then_some((least, most))
    };
    if let Some(bundle) = bundles.get_mut(at) {
        let old = (bundle.least, bundle.most);
        (bundle.least, bundle.most) = whole(old.0, old.1)?;
        return Some((bundle.least, bundle.most) != old);
    }
    let at = at - bundles.len();
    let counts = counts(designed);
    if let Some(count) = counts.get(at) {
        let old = designed.program.bounds(*count);
        let (least, most) = whole(old.0, old.1)?;
        designed.program.set_bounds(*count, least, most);
        return Some((least, most) != old);
    }
    let at = at - counts.len();
    let column = designed.sized[at / 3].columns()[at % 3];
    let (lower, upper) = designed.program.bounds(column);
    let wider = WIDER * range.to.abs().max(range.from.abs());
    let (least, most) = (lower.max(range.from - wider), upper.min(range.to + wider));
    if least > most {
        return None;
    }
    designed.program.set_bounds(column, least, most);
    Some(most - least < (1.0 - NARROWED) * (upper - lower))
}

/// The counts of all products, each once.
fn counts(designed: &Designed) -> Vec<Column> {
    let counts: BTreeSet<Column> = designed
        .products
        .iter()
        .map(|product| product.count)
        .collect();
    counts.into_iter().collect()
}

/// The sets of two counts or more whose products with the same side stand in one row.
fn bundles(designed: &Designed) -> Vec<Bundle> {
    let mut sets = BTreeSet::new();
    for row in designed.program.all_rows() {
        let mut by_side: [BTreeSet<Column>; 3] = Default::default();
        for (column, _) in designed.program.entries(row) {
            for product in designed
                .products
                .iter()
                .filter(|product| product.product == *column)
            {
                if let Some((_, side)) = designed.place(product.factor) {
                    by_side[side].insert(product.count);
                }
            }
        }
        sets.extend(by_side.into_iter().filter(|set| set.len() > 1));
    }
    let bundle = |set: BTreeSet<Column>| {
        let bounds = |count: &Column| designed.program.bounds(*count);
        let least = set.iter().map(|count| bounds(count).0).sum();
        let most = set.iter().map(|count| bounds(count).1).sum();
        Bundle {
            counts: set.into_iter().collect(),
            least,
            most,
        }
    };
    sets.into_iter().map(bundle).collect()
}
