//! Stays, needs, stocks, crew time and costs as rows.

use super::v1;
use super::words::Words;
use portolan_model::{
    CostKind, CostRecord, CrewTask, CrewTime, Good, Holder, MassAccount, Measure, NeedRecord,
    Requester, Site, Stay, StockPoint,
};
use portolan_vocabulary::Duration;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Needs of one requester for one good at one place.
struct Sum {
    from: Duration,
    to: Duration,
    amount: f64,
    met: f64,
}

impl<'a> Words<'a> {
    pub(super) fn stay(&self, stay: &Stay) -> v1::Stay<'a> {
        let inside = match stay.holder {
            Some(Holder::Element(element)) => Some(self.element(element)),
            Some(Holder::Node(_)) | None => None,
        };
        v1::Stay {
            element: self.element(stay.element),
            site: self.site(stay.site),
            inside,
            joined: stay.joined,
            state: stay.state.map(|at| self.state(stay.element, at)),
            from_d: stay.from.days(),
            to_d: stay.to.days(),
        }
    }

    /// Needs summed by requester, place and good, what processes take and give apart.
    pub(super) fn needs(&self, needs: &[NeedRecord]) -> Vec<v1::Need<'a>> {
        let mut sums: BTreeMap<(Requester, Option<Site>, Good, bool), Sum> = BTreeMap::new();
        for need in needs {
            let sum = sums
                .entry((need.requester, need.site, need.good, need.process))
                .or_insert(Sum {
                    from: need.from,
                    to: need.to,
                    amount: 0.0,
                    met: 0.0,
                });
            sum.from = sum.from.min(need.from);
            sum.to = sum.to.max(need.to);
            sum.amount += need.amount;
            sum.met += need.met;
        }
        let rows = sums
            .iter()
            .map(|((requester, site, good, process), sum)| v1::Need {
                requester: self.requester(*requester),
                site: self.maybe_site(*site),
                good: self.good(*good),
                from_d: sum.from.days(),
                to_d: sum.to.days(),
                amount_kg: sum.amount * self.unit_kg(*good),
                met_kg: sum.met * self.unit_kg(*good),
                process: *process,
            });
        rows.collect()
    }

    fn requester(&self, requester: Requester) -> v1::Requester<'a> {
        let (kind, id) = match requester {
            Requester::Element(index) => ("element", self.element(index)),
            Requester::Mission(index) => ("mission", self.mission(index)),
            Requester::Demand(index) => ("demand", self.demand(index)),
            Requester::Activity(index) => ("activity", self.activity(index)),
        };
        v1::Requester { kind, id }
    }

    /// Levels over time, by element, store and good.
    pub(super) fn stock(&self, stock: &[StockPoint]) -> Vec<v1::Stock<'a>> {
        let mut series: BTreeMap<_, Vec<(f64, f64)>> = BTreeMap::new();
        for point in stock {
            let key = (point.element, point.store, point.good);
            let points = series.entry(key).or_default();
            points.push((point.time.days(), point.level));
        }
        let rows = series
            .into_iter()
            .map(|((element, store, good), points)| v1::Stock {
                element: self.element(element),
                store: self.store(element, store),
                good: self.good(good),
                unit_mass_kg: self.unit_kg(good),
                points,
            });
        rows.collect()
    }

    pub(super) fn crew_time(&self, time: &CrewTime) -> v1::CrewTime<'a> {
        v1::CrewTime {
            element: self.element(time.element),
            task: match time.task {
                CrewTask::Eva => "eva",
                CrewTask::Repair => "repair",
            },
            site: self.site(time.site),
            from_d: time.from.days(),
            spent_h: time.spent.hours(),
        }
    }

    pub(super) fn cost(&self, cost: &CostRecord) -> v1::Cost<'a> {
        v1::Cost {
            time_d: cost.time.days(),
            activity: self.activity(cost.activity),
            kind: match cost.kind {
                CostKind::Element => "element",
                CostKind::Goods => "goods",
                CostKind::Trip => "trip",
                CostKind::Activity => "activity",
            },
            edge: cost.edge.map(|edge| self.edge(edge)),
            partner: cost.partner.map(|partner| self.partner(partner)),
            amount: cost.money.amount(),
        }
    }
}

pub(super) const fn mass(mass: &MassAccount) -> v1::Mass {
    v1::Mass {
        created_kg: mass.created_kg,
        added_kg: mass.added_kg,
        made_kg: mass.made_kg,
        consumed_kg: mass.consumed_kg,
        burned_kg: mass.burned_kg,
        lost_kg: mass.lost_kg,
        removed_kg: mass.removed_kg,
        staged_kg: mass.staged_kg,
        present_kg: mass.present_kg,
    }
}

/// What the measures mean, each once.
pub(super) fn definition(measure: &Measure) -> v1::Definition<'_> {
    v1::Definition {
        key: Cow::Borrowed(&measure.key),
        name: Cow::Borrowed(&measure.name),
        unit: Cow::Borrowed(&measure.unit),
        definition: Cow::Borrowed(measure.definition),
    }
}

/// The values of the measures by their keys, in the order of the list.
pub(super) fn values(measures: &[Measure]) -> serde_json::Map<String, serde_json::Value> {
    let value = |measure: &Measure| (measure.key.clone(), measure.value.into());
    measures.iter().map(value).collect()
}
