//! Designs that may be swapped without changing the program.

use super::Designed;
use portolan_solver::{Column, Program};

/// For each design, the first one that it may be swapped with; itself where there is none.
pub(super) fn alike(designed: &Designed) -> Vec<usize> {
    let mut rows: Vec<Line> = lines(&designed.program, &|column| column);
    rows.sort();
    let mut alike: Vec<usize> = Vec::with_capacity(designed.sized.len());
    for design in 0..designed.sized.len() {
        let twin = (0..design)
            .find(|other| alike[*other] == *other && may_swap(designed, *other, design, &rows));
        alike.push(twin.unwrap_or(design));
    }
    alike
}

/// A row as something to sort: its bounds and entries, numbers by their bits.
type Line = (u64, u64, Vec<(Column, u64)>);

fn lines(program: &Program, place: &dyn Fn(Column) -> Column) -> Vec<Line> {
    let line = |row| {
        let (lower, upper) = program.row_bounds(row);
        let entries = program.entries(row).iter();
        let mut entries: Vec<_> = entries
            .map(|(column, factor)| (place(*column), factor.to_bits()))
            .collect();
        entries.sort_unstable();
        (lower.to_bits(), upper.to_bits(), entries)
    };
    program.all_rows().map(line).collect()
}

/// Whether swapping two designs, their counts and their products in the order in which they are listed, leaves bounds,
/// costs and rows as they are.
fn may_swap(designed: &Designed, one: usize, other: usize, rows: &[Line]) -> bool {
    if designed.sized[one].law != designed.sized[other].law {
        return false;
    }
    let Some(place) = swap(designed, one, other) else {
        return false;
    };
    let program = &designed.program;
    let same = |column: Column| {
        let other = place[column.at()];
        program.bounds(column) == program.bounds(other)
            && program.kind(column) == program.kind(other)
            && program.cost(column).to_bits() == program.cost(other).to_bits()
    };
    if !program.all_columns().all(same) {
        return false;
    }
    let mut swapped = lines(program, &|column| place[column.at()]);
    swapped.sort();
    swapped == rows
}

/// Where each column goes; `None` where the products do not pair.
fn swap(designed: &Designed, one: usize, other: usize) -> Option<Vec<Column>> {
    let mut place: Vec<Column> = designed.program.all_columns().collect();
    let untouched = place.clone();
    let mut exchange = |a: Column, b: Column| {
        let fresh = place[a.at()] == untouched[a.at()] && place[b.at()] == untouched[b.at()];
        if fresh {
            (place[a.at()], place[b.at()]) = (b, a);
        }
        place[a.at()] == b && place[b.at()] == a
    };
    let designs = [one, other].map(|design| designed.sized[design].columns());
    for (a, b) in designs[0].into_iter().zip(designs[1]) {
        exchange(a, b).then_some(())?;
    }
    let of = |design: usize| {
        let products = designed.products.iter();
        products.filter_map(move |product| {
            let (sized, side) = designed.place(product.factor)?;
            (sized == design).then_some((side, product))
        })
    };
    if of(one).count() != of(other).count() {
        return None;
    }
    for ((side, a), (other_side, b)) in of(one).zip(of(other)) {
        let paired =
            side == other_side && exchange(a.count, b.count) && exchange(a.product, b.product);
        paired.then_some(())?;
    }
    Some(place)
}
