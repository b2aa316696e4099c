//! Plants: what an element makes and uses is held to its capacity, which falls with its age.

use crate::codes;
use crate::load::exceeds;
use crate::world::World;
use portolan_model::{Activity, Element, Good, Plant, Rate};
use portolan_vocabulary::{Duration, Finding, Index};

/// What production is held to.
struct Capacity<'a> {
    plant: &'a Plant,
    /// The mean share of the new plant's capacity over the time.
    share: f64,
}

/// The mean of `(1 - decay)^age` between two ages in years.
fn mean_share(decay_per_y: f64, from_y: f64, to_y: f64) -> f64 {
    let rate = -(-decay_per_y).ln_1p();
    let span = rate * (to_y - from_y);
    let at_first = (-rate * from_y).exp();
    if span > 0.0 {
        at_first * -(-span).exp_m1() / span
    } else {
        at_first
    }
}

/// How much per day of a good a list of rates has in all.
fn per_day(rates: &[Rate], good: Good) -> f64 {
    let of_good = rates.iter().filter(|rate| rate.good == good);
    of_good.map(|rate| rate.per_day).sum()
}

/// The rates, none of them above what `most` allows for its good.
fn cut(rates: &[Rate], most: impl Fn(Good) -> f64) -> Vec<Rate> {
    let cut = |rate: &Rate| {
        let (asked, most) = (per_day(rates, rate.good), most(rate.good));
        let share = if exceeds(asked, most) {
            most / asked
        } else {
            1.0
        };
        Rate {
            per_day: rate.per_day * share,
            ..*rate
        }
    };
    rates.iter().map(cut).collect()
}

impl Capacity<'_> {
    fn inputs(&self, asked: &[Rate]) -> Vec<Rate> {
        cut(asked, |good| self.share * per_day(&self.plant.inputs, good))
    }

    /// Outputs are held to the capacity, and to the inputs that are given for them.
    fn outputs(&self, asked: &[Rate], inputs: &[Rate]) -> Vec<Rate> {
        let fed = self.plant.inputs.iter().filter(|rate| rate.per_day > 0.0);
        let fed =
            fed.map(|rate| per_day(inputs, rate.good) / per_day(&self.plant.inputs, rate.good));
        let share = fed.fold(self.share, f64::min);
        cut(asked, |good| share * per_day(&self.plant.outputs, good))
    }
}

impl World<'_> {
    /// What a production really uses and makes: all that it says, for an element that is no plant with a
    /// capacity; otherwise no more than the plant can, with a warning where that is less.
    pub(crate) fn within_capacity(
        &mut self,
        activity: Index<Activity>,
        element: Index<Element>,
        (inputs, outputs): (&[Rate], &[Rate]),
        duration: Duration,
    ) -> (Vec<Rate>, Vec<Rate>) {
        let Some(plant) = &self.roster[element].plant else {
            return (inputs.to_vec(), outputs.to_vec());
        };
        let year_d = self.campaign.settings.days_per_year;
        let age = self.now - self.live[element.at()].born;
        let (from_y, to_y) = (age.days() / year_d, (age + duration).days() / year_d);
        let capacity = Capacity {
            plant,
            share: mean_share(plant.decay_per_y, from_y, to_y),
        };
        let used = capacity.inputs(inputs);
        let made = capacity.outputs(outputs, &used);
        let asked = inputs.iter().chain(outputs);
        let short = asked
            .zip(used.iter().chain(&made))
            .find(|(asked, had)| exceeds(asked.per_day, had.per_day));
        if let Some((asked, had)) = short {
            let finding = self.beyond_capacity(activity, element, (asked, had));
            let finding = finding.number("share of new", capacity.share, "");
            self.record.findings.push(finding);
        }
        (used, made)
    }

    fn beyond_capacity(
        &self,
        activity: Index<Activity>,
        element: Index<Element>,
        (asked, had): (&Rate, &Rate),
    ) -> Finding {
        let id = self.plan.activities[activity].id.as_str();
        let plant = self.roster[element].id.as_str();
        let name = self.campaign.good_name(asked.good);
        let message = format!(
            "\"{plant}\" can do {:.3} of {name} per day, and {:.3} are planned: it does what it can",
            had.per_day, asked.per_day
        );
        Finding::warning(codes::PLANT_CAPACITY, "activity", id, message)
            .text("element", plant)
            .text("good", self.campaign.good_id(asked.good))
            .number("planned", asked.per_day, "per day")
            .number("possible", had.per_day, "per day")
            .advice("make less, give it all its inputs in proportion, or use another plant")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_of_decay_is_its_integral() {
        // The mean of 0.9^a over the second year of age, by Simpson's rule with three points to 1e-5:
        // (0.9 + 4 * 0.9^1.5 + 0.81) / 6.
        let simpson = (0.9 + 4.0 * 0.9_f64.powf(1.5) + 0.81) / 6.0;
        assert!((mean_share(0.1, 1.0, 2.0) - simpson).abs() < 1e-5);
        assert!(
            (mean_share(0.1, 2.0, 2.0) - 0.81).abs() < 1e-15,
            "an instant"
        );
        assert_eq!(mean_share(0.0, 1.0, 9.0), 1.0);
    }
}
