//! What is where, over time: goods by site and class.

use crate::scene::Scene;
use portolan_model::{Element, Good, Site, StockPoint, SupplyClass};
use portolan_vocabulary::{Duration, Index};

/// The mass of a class of supply at a site over time. Between two points it runs straight; two points
/// at one time are a jump.
#[derive(Clone, Debug, PartialEq)]
pub struct Inventory {
    /// Where.
    pub site: Site,
    /// A top class of supply, 0 to 10.
    pub class: SupplyClass,
    /// Time and mass in kg.
    pub points: Vec<(Duration, f64)>,
}

/// The goods at every site by top class of supply, ordered by site and class. Classes that never
/// had mass at a site are left out.
pub fn inventories(scene: &Scene<'_>) -> Vec<Inventory> {
    let mut changes = Vec::new();
    pieces(
        scene,
        |_| true,
        |piece| {
            let class = scene.campaign.class_of(piece.good).top();
            changes.extend(piece.changes().map(|change| (piece.site, class, change)));
        },
    );
    series(changes, scene.outcome.end)
}

/// The dry mass of the elements at every site by their top class of supply, ordered by site and
/// class.
pub fn dry_masses(scene: &Scene<'_>) -> Vec<Inventory> {
    let mut changes = Vec::new();
    for stay in &scene.outcome.stays {
        let Some(element) = scene.roster.at(stay.element) else {
            continue;
        };
        let (class, kg) = (element.class.top(), element.mass.kg());
        changes.push((stay.site, class, Change::jump(stay.from, kg)));
        changes.push((stay.site, class, Change::jump(stay.to, -kg)));
    }
    series(changes, scene.outcome.end)
}

/// A time during which an amount of a good is in one element at one site, running straight.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Piece {
    pub(crate) site: Site,
    pub(crate) good: Good,
    pub(crate) from: Duration,
    pub(crate) to: Duration,
    pub(crate) from_kg: f64,
    pub(crate) to_kg: f64,
}

/// A change of a quantity that runs straight between changes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Change {
    pub(crate) time: Duration,
    /// By how much it jumps, in kg.
    pub(crate) jump_kg: f64,
    /// By how much its slope changes, in kg per day.
    pub(crate) slope_kg_d: f64,
}

impl Change {
    pub(crate) const fn jump(time: Duration, jump_kg: f64) -> Self {
        Self {
            time,
            jump_kg,
            slope_kg_d: 0.0,
        }
    }
}

impl Piece {
    /// The piece as two changes: it comes, it goes.
    pub(crate) fn changes(&self) -> impl Iterator<Item = Change> + use<> {
        let slope = (self.to_kg - self.from_kg) / (self.to - self.from).days();
        let slope_kg_d = if slope.is_finite() { slope } else { 0.0 };
        [
            Change {
                time: self.from,
                jump_kg: self.from_kg,
                slope_kg_d,
            },
            Change {
                time: self.to,
                jump_kg: -self.to_kg,
                slope_kg_d: -slope_kg_d,
            },
        ]
        .into_iter()
    }
}

/// Hands every piece of the wanted goods to `take`, ordered by element, store and good, then by time.
pub(crate) fn pieces(
    scene: &Scene<'_>,
    wanted: impl Fn(Good) -> bool,
    mut take: impl FnMut(Piece),
) {
    let stock = &scene.outcome.stock;
    let mut points: Vec<&StockPoint> = stock.iter().filter(|point| wanted(point.good)).collect();
    // The sort is stable: of two points at one time the later in the record stays the later.
    points.sort_by_key(|point| (point.element, point.store, point.good, point.time));
    let same = |a: &&StockPoint, b: &&StockPoint| {
        (a.element, a.store, a.good) == (b.element, b.store, b.good)
    };
    for levels in points.chunk_by(same) {
        let unit_kg = scene.campaign.unit_mass_kg(levels[0].good);
        let mut stays = scene.stays_of(levels[0].element);
        for (at, level) in levels.iter().enumerate() {
            let (to, end) = levels
                .get(at + 1)
                .map_or((Duration::MAX, level.level), |next| (next.time, next.level));
            let span = Span {
                from: level.time,
                to,
                from_kg: level.level * unit_kg,
                to_kg: end * unit_kg,
            };
            if span.from == span.to || (span.from_kg == 0.0 && span.to_kg == 0.0) {
                continue;
            }
            let past = stays.partition_point(|stay| stay.to <= span.from);
            stays = &stays[past..];
            for stay in stays.iter().take_while(|stay| stay.from < span.to) {
                let piece = span.within(stay.site, level.good, stay.from, stay.to);
                piece.into_iter().for_each(&mut take);
            }
        }
    }
}

/// A level between two stock points.
struct Span {
    from: Duration,
    to: Duration,
    from_kg: f64,
    to_kg: f64,
}

impl Span {
    fn at(&self, time: Duration) -> f64 {
        if time == self.from {
            return self.from_kg;
        }
        if time == self.to {
            return self.to_kg;
        }
        let share = (time - self.from).days() / (self.to - self.from).days();
        self.from_kg + (self.to_kg - self.from_kg) * share
    }

    fn within(&self, site: Site, good: Good, from: Duration, to: Duration) -> Option<Piece> {
        let (from, to) = (from.max(self.from), to.min(self.to));
        let (from_kg, to_kg) = (self.at(from), self.at(to));
        (from < to).then_some(Piece {
            site,
            good,
            from,
            to,
            from_kg,
            to_kg,
        })
    }
}

type Keyed = (Site, SupplyClass, Change);

fn series(mut changes: Vec<Keyed>, end: Duration) -> Vec<Inventory> {
    changes.sort_by_key(|(site, class, change)| (*site, *class, change.time));
    let same = |a: &Keyed, b: &Keyed| (a.0, a.1) == (b.0, b.1);
    let groups = changes.chunk_by(same);
    groups
        .map(|group| Inventory {
            site: group[0].0,
            class: group[0].1,
            points: line(group.iter().map(|keyed| keyed.2), end),
        })
        .filter(|inventory| inventory.points.iter().any(|point| point.1 > 0.0))
        .collect()
}

/// What is left of a sum of comings and goings when all have gone, relative to its peak.
const ROUNDING: f64 = 1e-9;

/// The points of a line from its changes in order of time, until `end`.
fn line(changes: impl Iterator<Item = Change>, end: Duration) -> Vec<(Duration, f64)> {
    let mut points: Vec<(Duration, f64)> = Vec::new();
    let (mut now, mut kg, mut slope, mut peak) = (Duration::ZERO, 0.0_f64, 0.0_f64, 0.0_f64);
    let clean = |kg: f64, peak: f64| if kg.abs() <= ROUNDING * peak { 0.0 } else { kg };
    // What ends with the simulation has not gone away.
    for change in changes.filter(|change| change.time < end) {
        if points.is_empty() || change.time > now {
            kg += slope * (change.time - now).days();
            now = change.time;
            points.push((now, clean(kg, peak)));
            // A second point at the same time, which the changes at that time move.
            points.push((now, clean(kg, peak)));
        }
        kg += change.jump_kg;
        slope += change.slope_kg_d;
        peak = peak.max(kg);
        if let Some(last) = points.last_mut() {
            last.1 = clean(kg, peak);
        }
    }
    if now < end && !points.is_empty() {
        kg += slope * (end - now).days();
        points.push((end, clean(kg, peak)));
    }
    tidy(points)
}

/// Drops points that say nothing: equal to the one before, or amid a level stretch.
fn tidy(points: Vec<(Duration, f64)>) -> Vec<(Duration, f64)> {
    let mut kept: Vec<(Duration, f64)> = Vec::with_capacity(points.len());
    for point in points {
        if kept.last() == Some(&point) {
            continue;
        }
        if let [.., before, last] = kept[..] {
            let level = before.1 == last.1 && last.1 == point.1;
            if level {
                kept.pop();
            }
        }
        kept.push(point);
    }
    kept
}

/// The level of a good's propellant mass in one store at or after the changes of an instant, in kg.
pub(crate) struct Levels<'a> {
    points: Vec<&'a StockPoint>,
}

impl<'a> Levels<'a> {
    /// The points of the stores that `wanted` names, found by element, store and time.
    pub(crate) fn new(scene: &Scene<'a>, wanted: impl Fn(Index<Element>, usize) -> bool) -> Self {
        let stock = scene.outcome.stock.iter();
        let mut points: Vec<_> = stock
            .filter(|point| wanted(point.element, point.store))
            .collect();
        points.sort_by_key(|point| (point.element, point.store, point.time));
        Self { points }
    }

    /// The least level that the store had at this instant, or the last one before it. A burn leaves
    /// the level from before and the level from after at its instant: the lesser is the one after.
    pub(crate) fn least_at(
        &self,
        element: Index<Element>,
        store: usize,
        time: Duration,
    ) -> Option<&'a StockPoint> {
        let key = (element, store, time);
        let end = self
            .points
            .partition_point(|point| (point.element, point.store, point.time) <= key);
        let known = &self.points[..end];
        let last = known.last()?;
        if (last.element, last.store) != (element, store) {
            return None;
        }
        let now = known.iter().rev().take_while(|point| {
            (point.element, point.store, point.time) == (element, store, last.time)
        });
        now.min_by(|a, b| a.level.total_cmp(&b.level)).copied()
    }
}
