//! What is where at a time, drawn from stays and levels.

use super::v1;
use super::words::Words;
use portolan_model::{Element, Good, Outcome, Site, Stay};
use portolan_vocabulary::{Duration, Index};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Levels of one good in one store in order of time.
type Levels = Vec<(Duration, f64)>;

/// Goods in kilograms by place, and the elements there.
#[derive(Default)]
struct Presence<'a> {
    elements: Vec<Cow<'a, str>>,
    resources: BTreeMap<Cow<'a, str>, f64>,
}

/// What is where, at times that only go forward.
pub(super) struct States<'a> {
    words: &'a Words<'a>,
    end: Duration,
    /// The stays by their beginning, and how many have begun.
    stays: Vec<&'a Stay>,
    begun: usize,
    /// The last stay that has begun, of each element.
    last: BTreeMap<Index<Element>, &'a Stay>,
    levels: BTreeMap<Index<Element>, BTreeMap<(usize, Good), Levels>>,
}

impl<'a> States<'a> {
    pub(super) fn new(words: &'a Words<'a>, outcome: &'a Outcome) -> Self {
        let mut stays: Vec<&Stay> = outcome.stays.iter().collect();
        stays.sort_by_key(|stay| stay.from);
        let mut levels: BTreeMap<_, BTreeMap<_, Levels>> = BTreeMap::new();
        for point in &outcome.stock {
            let of_element = levels.entry(point.element).or_default();
            let of_good = of_element.entry((point.store, point.good)).or_default();
            of_good.push((point.time, point.level));
        }
        Self {
            words,
            end: outcome.end,
            stays,
            begun: 0,
            last: BTreeMap::new(),
            levels,
        }
    }

    /// What is where just after what happens at this time, nodes before edges.
    pub(super) fn at(&mut self, time: Duration) -> Vec<v1::State<'a>> {
        while let Some(stay) = self.stays.get(self.begun)
            && stay.from <= time
        {
            self.last.insert(stay.element, stay);
            self.begun += 1;
        }
        let mut present: BTreeMap<Site, Presence<'a>> = BTreeMap::new();
        for (element, stay) in &self.last {
            let lasts = time < stay.to || (time == self.end && stay.to == self.end);
            if lasts {
                let presence = present.entry(stay.site).or_default();
                presence.elements.push(self.words.element(*element));
                self.add_goods(*element, time, presence);
            }
        }
        let states = present.into_iter().map(|(site, presence)| v1::State {
            time_d: time.days(),
            site: self.words.site(site),
            elements: presence.elements,
            resources: presence.resources,
        });
        states.collect()
    }

    fn add_goods(&self, element: Index<Element>, time: Duration, presence: &mut Presence<'a>) {
        for ((_, good), levels) in self.levels.get(&element).into_iter().flatten() {
            let kg = level_at(levels, time) * self.words.unit_kg(*good);
            if kg > 0.0 {
                let total = presence.resources.entry(self.words.good(*good));
                *total.or_default() += kg;
            }
        }
    }
}

/// The level just after this time; straight between two points.
fn level_at(levels: &Levels, time: Duration) -> f64 {
    let past = levels.partition_point(|(at, _)| *at <= time);
    let Some((from, before)) = past.checked_sub(1).and_then(|last| levels.get(last)) else {
        return 0.0;
    };
    match levels.get(past) {
        Some((to, after)) => {
            let share = (time - *from).seconds() / (*to - *from).seconds();
            before + (after - before) * share
        }
        None => *before,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_jump_and_run_straight() {
        let day = Duration::from_days;
        let levels = vec![
            (day(1.0), 0.0),
            (day(1.0), 10.0),
            (day(3.0), 20.0),
            (day(3.0), 5.0),
        ];
        let level = |at| level_at(&levels, day(at));
        assert_eq!(
            [level(0.5), level(1.0), level(2.0), level(3.0), level(9.0)],
            [0.0, 10.0, 15.0, 5.0, 5.0]
        );
    }
}
