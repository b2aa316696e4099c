//! What a load weighs and holds, for limits and records.

use crate::codes;
use crate::world::World;
use portolan_model::{Element, Environment, Partner, SupplyClass};
use portolan_vocabulary::{Finding, Index};
use std::collections::BTreeMap;

/// Loads that are above their limit by less than this share are at the limit.
const ROUNDING: f64 = 1e-9;

/// True where a load is above its limit by more than rounding.
pub(crate) fn exceeds(load: f64, limit: f64) -> bool {
    load > limit * (1.0 + ROUNDING) + ROUNDING
}

/// The sums over a list of elements with everything in them.
#[derive(Default)]
pub(crate) struct Load {
    pub(crate) mass_kg: f64,
    pub(crate) volume_m3: f64,
    pub(crate) crew: u32,
    pub(crate) cargo_kg: f64,
    pub(crate) propellant_kg: f64,
    pub(crate) tare_kg: f64,
    pub(crate) capacity_kg: Option<f64>,
    pub(crate) exploration_kg: f64,
    pub(crate) by_owner_kg: Vec<(Option<Index<Partner>>, f64)>,
}

impl World<'_> {
    /// The sums over elements that travel together.
    pub(crate) fn load_of(&self, elements: &[Index<Element>]) -> Load {
        let mut load = Load {
            capacity_kg: Some(0.0),
            ..Load::default()
        };
        let mut owners: BTreeMap<Option<Index<Partner>>, f64> = BTreeMap::new();
        for root in elements {
            load.mass_kg += self.mass_kg(*root);
            self.walk(*root, &mut |index, _| {
                self.add_to_load(&mut load, &mut owners, index);
            });
        }
        load.by_owner_kg = owners.into_iter().collect();
        load
    }

    fn add_to_load(
        &self,
        load: &mut Load,
        owners: &mut BTreeMap<Option<Index<Partner>>, f64>,
        index: Index<Element>,
    ) {
        let (element, live) = (&self.roster[index], &self.live[index.at()]);
        let goods_kg = self.goods_kg(index);
        let engine_kg: f64 = (0..element.stores.len())
            .filter(|store| element.feeds_engine(*store))
            .map(|store| self.store_kg(index, store))
            .sum();
        *owners.entry(element.owner).or_insert(0.0) += live.dry_kg + goods_kg;
        load.crew += u32::from(element.is_crew());
        load.propellant_kg += engine_kg;
        load.cargo_kg += goods_kg - engine_kg;
        load.exploration_kg += self.exploration_kg(index);
        if self.is_of_the_stack(index) {
            self.add_capacity(load, index);
        } else {
            load.cargo_kg += live.dry_kg;
            load.volume_m3 += element.volume.m3();
        }
    }

    /// True for an element that travels by itself, and for what is joined to such a one: the rest is cargo.
    fn is_of_the_stack(&self, index: Index<Element>) -> bool {
        let mut at = index;
        while let Some(parent) = self.live[at.at()].parent {
            if !self.live[at.at()].joined {
                return false;
            }
            at = parent;
        }
        true
    }

    /// Adds what a part of the stack can carry: in its hold, and in the stores that feed no engine. A
    /// store without limit carries what is in it.
    fn add_capacity(&self, load: &mut Load, index: Index<Element>) {
        let element = &self.roster[index];
        if element.hold.is_some() {
            load.tare_kg += self.live[index.at()].dry_kg;
        }
        let hold_kg = element
            .hold
            .map_or(Some(0.0), |hold| hold.max_mass.map(|mass| mass.kg()));
        let stores = element
            .stores
            .iter()
            .enumerate()
            .filter(|(at, _)| !element.feeds_engine(*at));
        let stores_kg: f64 = stores
            .map(|(at, store)| {
                store
                    .max_mass
                    .map_or_else(|| self.store_kg(index, at), |mass| mass.kg())
            })
            .sum();
        load.capacity_kg = load
            .capacity_kg
            .zip(hold_kg)
            .map(|(sum, hold_kg)| sum + hold_kg + stores_kg);
    }

    /// Dry mass of an element of class 6 or 8, and mass of goods of these classes in its stores, in kg.
    fn exploration_kg(&self, index: Index<Element>) -> f64 {
        let counts = |class: SupplyClass| {
            matches!(
                class.top(),
                SupplyClass::EXPLORATION | SupplyClass::HABITATION
            )
        };
        let live = &self.live[index.at()];
        let dry_kg = if counts(self.roster[index].class) {
            live.dry_kg
        } else {
            0.0
        };
        let goods = live
            .stores
            .iter()
            .flatten()
            .filter(|stock| counts(self.campaign.class_of(stock.good)));
        dry_kg
            + goods
                .map(|stock| stock.level * self.campaign.unit_mass_kg(stock.good))
                .sum::<f64>()
    }

    /// Mass in an element's hold, in kg: what is stowed in it, but for crew members that ride in it.
    fn stowed_kg(&self, carrier: Index<Element>) -> f64 {
        let stowed = self.live[carrier.at()]
            .children
            .iter()
            .filter(|child| !self.live[child.at()].joined && !self.roster[**child].is_crew());
        stowed.map(|child| self.mass_kg(*child)).sum()
    }

    fn stowed_m3(&self, carrier: Index<Element>) -> f64 {
        let stowed = self.live[carrier.at()]
            .children
            .iter()
            .filter(|child| !self.live[child.at()].joined);
        stowed.map(|child| self.roster[*child].volume.m3()).sum()
    }

    /// What forbids these elements to be stowed in a carrier, or `None` where nothing does.
    pub(crate) fn hold_finding(
        &self,
        carrier: Index<Element>,
        elements: &[Index<Element>],
    ) -> Option<Finding> {
        let id = self.roster[carrier].id.as_str();
        let Some(hold) = self.roster[carrier].hold else {
            let finding = Finding::error(
                codes::UNABLE,
                "element",
                id,
                format!("\"{id}\" has no hold to put anything in"),
            );
            return Some(finding.advice("name a carrier"));
        };
        let crew = elements
            .iter()
            .filter(|element| self.roster[**element].is_crew())
            .count();
        let aboard = self.live[carrier.at()]
            .children
            .iter()
            .filter(|child| self.roster[**child].is_crew())
            .count();
        if crew > 0 && crew + aboard > hold.max_crew as usize {
            let message = format!(
                "\"{id}\" has {} seats, and {} crew members are to ride in it",
                hold.max_crew,
                crew + aboard
            );
            return Some(
                Finding::error(codes::OVER_CREW, "element", id, message)
                    .number("seats", f64::from(hold.max_crew), "")
                    .number("crew", (crew + aboard) as f64, ""),
            );
        }
        self.environment_finding(carrier, hold.environment, elements)
            .or_else(|| self.hold_volume_finding(carrier, elements))
            .or_else(|| {
                let freight = elements
                    .iter()
                    .filter(|element| !self.roster[**element].is_crew());
                let freight: Vec<_> = freight.copied().collect();
                let sum_kg = |all: &mut dyn Iterator<Item = &Index<Element>>| {
                    all.map(|element| self.mass_kg(*element)).sum::<f64>()
                };
                self.hold_mass_finding(carrier, sum_kg(&mut freight.iter()))
                    .or_else(|| {
                        self.hold_overload(carrier, |outer| {
                            let new = |element: &&Index<Element>| !self.is_inside(**element, outer);
                            sum_kg(&mut freight.iter().filter(new))
                        })
                    })
            })
            .or_else(|| self.stowing_over_payload(carrier, elements))
    }

    fn environment_finding(
        &self,
        carrier: Index<Element>,
        offered: Environment,
        elements: &[Index<Element>],
    ) -> Option<Finding> {
        if !self.campaign.settings.environment_limits {
            return None;
        }
        let unfit = elements
            .iter()
            .find(|element| !self.roster[**element].environment.fits_in(offered))?;
        let (id, thing) = (
            self.roster[carrier].id.as_str(),
            self.roster[*unfit].id.as_str(),
        );
        let message = format!("\"{thing}\" needs a pressurised hold, and that of \"{id}\" is not");
        Some(
            Finding::error(codes::ENVIRONMENT, "element", id, message)
                .text("cargo", thing)
                .advice("use a pressurised carrier"),
        )
    }

    fn hold_volume_finding(
        &self,
        carrier: Index<Element>,
        elements: &[Index<Element>],
    ) -> Option<Finding> {
        let most = self.roster[carrier]
            .hold?
            .max_volume
            .filter(|_| self.campaign.settings.volume_limits)?
            .m3();
        let load = self.stowed_m3(carrier)
            + elements
                .iter()
                .map(|element| self.roster[*element].volume.m3())
                .sum::<f64>();
        exceeds(load, most).then(|| {
            let id = self.roster[carrier].id.as_str();
            let message = format!(
                "the hold of \"{id}\" takes {most:.3} m3, and {load:.3} m3 are to be in it"
            );
            Finding::error(codes::OVER_VOLUME, "element", id, message)
                .number("load", load, "m3")
                .number("limit", most, "m3")
        })
    }

    fn hold_mass_finding(&self, carrier: Index<Element>, added_kg: f64) -> Option<Finding> {
        let most_kg = self.roster[carrier].hold?.max_mass?.kg();
        let load_kg = self.stowed_kg(carrier) + added_kg;
        exceeds(load_kg, most_kg).then(|| {
            let id = self.roster[carrier].id.as_str();
            let message = format!(
                "the hold of \"{id}\" takes {most_kg:.3} kg, and {load_kg:.3} kg are to be in it"
            );
            Finding::error(codes::OVER_MASS, "element", id, message)
                .number("load", load_kg, "kg")
                .number("limit", most_kg, "kg")
                .number("excess", load_kg - most_kg, "kg")
                .advice("carry less, or use a larger carrier")
        })
    }

    /// What forbids a mass to be added inside an element, in the holds that the element is itself in; the
    /// mass is what is new to each of them.
    pub(crate) fn hold_overload(
        &self,
        element: Index<Element>,
        added_kg: impl Fn(Index<Element>) -> f64,
    ) -> Option<Finding> {
        let mut inner = element;
        while let Some(outer) = self.live[inner.at()].parent {
            let added_kg = added_kg(outer);
            if !self.live[inner.at()].joined
                && added_kg > 0.0
                && let Some(finding) = self.hold_mass_finding(outer, added_kg)
            {
                return Some(finding);
            }
            inner = outer;
        }
        None
    }

    /// True where `outer` holds an element, with whatever stands between.
    pub(crate) fn is_inside(&self, element: Index<Element>, outer: Index<Element>) -> bool {
        let mut inner = element;
        while let Some(parent) = self.live[inner.at()].parent {
            if parent == outer {
                return true;
            }
            inner = parent;
        }
        false
    }
}
