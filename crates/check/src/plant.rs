//! Plants: does production stay within what a plant can do at its age, with its inputs in proportion?

use crate::codes;
use crate::report::Report;
use crate::state::State;
use crate::stock::{self, exceeds};
use portolan_model::{Element, Good, Plant, Rate};
use portolan_vocabulary::{Duration, Index};
use std::collections::BTreeSet;

/// What an activity uses up and makes.
#[derive(Clone, Copy)]
pub(crate) struct Process<'p> {
    pub(crate) inputs: &'p [Rate],
    pub(crate) outputs: &'p [Rate],
}

/// Judges what is made with a plant from now until an instant. What is no plant by its figures may make
/// anything.
pub(crate) fn judge(
    state: &State<'_>,
    report: &mut Report<'_>,
    index: Index<Element>,
    process: Process<'_>,
    end: Duration,
) {
    let Some(plant) = &state.element(index).plant else {
        return;
    };
    let (born, begin) = (state.thing(index).born, report.activity().at);
    let year_d = state.campaign.settings.days_per_year;
    let age_y = |at: Duration| (at - born).days() / year_d;
    let share = mean_capacity(plant.decay_per_y, age_y(begin), age_y(end));
    for (asked, able) in [
        (process.inputs, &plant.inputs),
        (process.outputs, &plant.outputs),
    ] {
        for good in goods(asked) {
            let (asked, able) = (per_day(asked, good), per_day(able, good) * share);
            if exceeds(asked, able) {
                above(state, report, index, good, (asked, able, share));
            }
        }
    }
    let made = share_made(plant, process.outputs);
    for good in goods(&plant.inputs) {
        let given = per_day(process.inputs, good);
        let needed = per_day(&plant.inputs, good) * made;
        if exceeds(needed, given) {
            starved(state, report, index, good, (given, needed));
        }
    }
}

/// The share of the whole new capacity that is made: of its good of which the most is made.
fn share_made(plant: &Plant, outputs: &[Rate]) -> f64 {
    let shares = goods(outputs).into_iter().map(|good| {
        let able = per_day(&plant.outputs, good);
        if able > 0.0 {
            per_day(outputs, good) / able
        } else {
            0.0
        }
    });
    shares.fold(0.0, f64::max)
}

/// The mean over a time of what is left of the capacity, `(1 - decay)^age`, between two ages in years.
fn mean_capacity(decay_per_y: f64, from_y: f64, to_y: f64) -> f64 {
    let left = |age_y: f64| (1.0 - decay_per_y).powf(age_y);
    let rate = -(1.0 - decay_per_y).ln();
    let span = rate * (to_y - from_y);
    if span > 1e-4 {
        (left(from_y) - left(to_y)) / span
    } else {
        // The exponential is as good as straight here: its second order is below 1e-9.
        left((from_y + to_y) / 2.0)
    }
}

fn goods(rates: &[Rate]) -> BTreeSet<Good> {
    rates.iter().map(|rate| rate.good).collect()
}

fn per_day(rates: &[Rate], good: Good) -> f64 {
    let of_good = rates.iter().filter(|rate| rate.good == good);
    of_good.map(|rate| rate.per_day).sum()
}

fn above(
    state: &State<'_>,
    report: &mut Report<'_>,
    index: Index<Element>,
    good: Good,
    (asked, able, share): (f64, f64, f64),
) {
    let id = state.id(index);
    let (good, unit) = (
        stock::good_word(state.campaign, good),
        stock::unit_word(state.campaign, good),
    );
    let message =
        format!("\"{id}\" can do {able:.3} {unit} of {good} per day, and is to do {asked:.3}");
    let finding = report.error(codes::PLANT_CAPACITY, message);
    let unit = format!("{unit}/d");
    report.state(
        finding
            .text("element", id)
            .text("good", good)
            .number("planned", asked, unit.clone())
            .number("possible", able, unit)
            .number("share of new", share, "")
            .advice("make less, or use another plant"),
    );
}

fn starved(
    state: &State<'_>,
    report: &mut Report<'_>,
    index: Index<Element>,
    good: Good,
    (given, needed): (f64, f64),
) {
    let id = state.id(index);
    let (good, unit) = (
        stock::good_word(state.campaign, good),
        stock::unit_word(state.campaign, good),
    );
    let message = format!(
        "for what it makes, \"{id}\" uses up {needed:.3} {unit} of {good} per day, and {given:.3} are planned"
    );
    let finding = report.error(codes::PLANT_CAPACITY, message);
    let unit = format!("{unit}/d");
    report.own(
        finding
            .text("element", id)
            .text("good", good)
            .number("planned", given, unit.clone())
            .number("needed", needed, unit)
            .advice("plan all its inputs in proportion to what it makes"),
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mean_capacity_is_the_same_by_both_ways_where_they_meet() {
        // At 10 % a year, a span of 1e-4 is 0.000 95 years.
        let years = 1e-4 / -(0.9_f64.ln());
        let (below, above) = (years * 0.999_999, years * 1.000_001);
        let jump = mean_capacity(0.1, 3.0, 3.0 + below) - mean_capacity(0.1, 3.0, 3.0 + above);
        assert!(jump.abs() < 1e-9, "{jump}");
        assert!((mean_capacity(0.1, 2.0, 2.0) - 0.81).abs() < 1e-15);
        assert_eq!(mean_capacity(0.0, 0.0, 20.0), 1.0);
    }
}
