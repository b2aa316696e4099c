//! Burns by the rocket equation, with staging and several propulsion systems.
//!
//! A stack of mass `m` that burns propellant `p` at exhaust velocity `ve = isp · g` gains
//! `ve · ln(m / (m - p))` (Tsiolkovsky 1903). The steps of a burn are carried out in order: a vehicle
//! burns until its propellant or the wanted velocity change is used up; a staged element is dropped
//! with all that is in it. A burn that falls short is not flown at all: nothing is burned, and the
//! record says how far it would have gone.

use crate::codes;
use crate::world::{Presence, StockKey, World};
use portolan_model::{BurnRecord, BurnStep, BurnSystem, Element, StepRecord};
use portolan_vocabulary::{Finding, Index};
use std::collections::BTreeMap;

/// A burn that misses by less than this share of its velocity change (of 1 m/s, where that is more) is
/// complete; it is far below any figure in the field.
const DV_TOLERANCE: f64 = 1e-6;

/// A burn as computed, before anything is changed.
pub(crate) struct BurnPlan {
    pub(crate) record: BurnRecord,
    /// What leaves each stock, in its unit.
    draws: Vec<(StockKey, f64)>,
    staged: Vec<Index<Element>>,
    /// A step that cannot be done at all.
    pub(crate) fault: Option<Finding>,
}

impl BurnPlan {
    pub(crate) fn shortfall_m_s(&self) -> f64 {
        self.record.wanted_m_s - self.record.achieved_m_s
    }

    pub(crate) fn is_complete(&self) -> bool {
        self.fault.is_none() && self.is_enough()
    }

    fn is_enough(&self) -> bool {
        self.shortfall_m_s() <= DV_TOLERANCE * self.record.wanted_m_s.max(1.0)
    }
}

/// A burn while it is being computed.
struct Burning<'w, 'a> {
    world: &'w World<'a>,
    stack: Vec<Index<Element>>,
    system: BurnSystem,
    mass_kg: f64,
    left_m_s: f64,
    /// What is already drawn from each stock.
    drawn: BTreeMap<StockKey, f64>,
    staged: Vec<Index<Element>>,
    steps: Vec<StepRecord>,
    fault: Option<Finding>,
}

impl World<'_> {
    /// Computes a burn of a stack without changing anything.
    pub(crate) fn plan_burn(
        &self,
        stack: &[Index<Element>],
        dv_m_s: f64,
        system: BurnSystem,
        steps: &[BurnStep],
    ) -> BurnPlan {
        let mass_before_kg: f64 = stack.iter().map(|element| self.mass_kg(*element)).sum();
        let mut burning = Burning {
            world: self,
            stack: stack.to_vec(),
            system,
            mass_kg: mass_before_kg,
            left_m_s: dv_m_s,
            drawn: BTreeMap::new(),
            staged: Vec::new(),
            steps: Vec::new(),
            fault: None,
        };
        for step in steps {
            burning.step(*step);
        }
        let propellant_kg = burning.steps.iter().map(|step| step.propellant_kg).sum();
        let record = BurnRecord {
            wanted_m_s: dv_m_s,
            achieved_m_s: dv_m_s - burning.left_m_s,
            mass_before_kg,
            mass_after_kg: burning.mass_kg,
            propellant_kg,
            steps: burning.steps,
        };
        BurnPlan {
            record,
            draws: burning.drawn.into_iter().collect(),
            staged: burning.staged,
            fault: burning.fault,
        }
    }

    /// Carries out a complete burn: takes the propellant and drops what is staged.
    pub(crate) fn carry_out(&mut self, burn: &BurnPlan) {
        for (key, amount) in &burn.draws {
            let stock = &self.live[key.0.at()].stores[key.1][key.2];
            let taken = amount.min(stock.level);
            self.record.mass.burned_kg += taken * self.campaign.unit_mass_kg(stock.good);
            self.jump(*key, -taken);
        }
        for element in &burn.staged {
            let mass_kg = self.mass_kg(*element);
            self.record.mass.staged_kg += mass_kg;
            self.dispose(*element);
        }
    }

    /// Takes an element out of the world with everything in it. The site must be touched.
    pub(crate) fn dispose(&mut self, element: Index<Element>) {
        self.end_stays(element);
        self.go(element, false);
        let inside = self.inside(&[element]);
        self.detach(element);
        for index in inside {
            self.live[index.at()].presence = Presence::Gone;
        }
    }

    /// What is wrong with a burn that is not complete.
    pub(crate) fn burn_finding(&self, id: &str, burn: &BurnPlan) -> Finding {
        let record = &burn.record;
        let short = burn.shortfall_m_s();
        let because = match &burn.fault {
            Some(fault) if burn.is_enough() => return fault.clone(),
            Some(fault) => format!("; {}", fault.message),
            None => String::new(),
        };
        let message = format!(
            "the burn of {:.1} m/s falls short by {short:.1} m/s: the steps give {:.1} m/s to a stack of {:.1} kg{because}",
            record.wanted_m_s, record.achieved_m_s, record.mass_before_kg
        );
        let finding = Finding::error(codes::DV_SHORTFALL, "activity", id, message)
            .number("wanted", record.wanted_m_s, "m/s")
            .number("achieved", record.achieved_m_s, "m/s")
            .number("shortfall", short, "m/s")
            .number("stack", record.mass_before_kg, "kg")
            .number("propellant", record.propellant_kg, "kg");
        let advice = "burn a vehicle that still has propellant, stage what is empty first, or lighten the stack";
        finding.advice(advice)
    }
}

impl Burning<'_, '_> {
    fn step(&mut self, step: BurnStep) {
        // A sequence with a step that cannot be done ends there.
        if self.fault.is_some() {
            return;
        }
        let (BurnStep::Burn(element) | BurnStep::Stage(element)) = step;
        if !self.is_aboard(element) {
            let id = self.world.roster[element].id.as_str();
            let message = format!("\"{id}\" is to burn or to be staged, and is not in the stack");
            self.fault.get_or_insert(
                Finding::error(codes::BAD_BURN, "element", id, message)
                    .advice("list it in the transport, or change the steps"),
            );
            return;
        }
        match step {
            BurnStep::Burn(_) => self.burn(element),
            BurnStep::Stage(_) => self.stage(element),
        }
    }

    fn is_aboard(&self, element: Index<Element>) -> bool {
        let mut at = Some(element);
        while let Some(index) = at {
            if self.staged.contains(&index) {
                return false;
            }
            if self.stack.contains(&index) {
                return true;
            }
            at = self.world.live[index.at()].parent;
        }
        false
    }

    fn stage(&mut self, element: Index<Element>) {
        self.mass_kg -= self.world.mass_kg(element) - self.drawn_kg_within(element);
        self.staged.push(element);
        self.steps.push(StepRecord {
            element,
            staged: true,
            dv_m_s: 0.0,
            propellant_kg: 0.0,
        });
    }

    /// What this burn already took from an element and what is in it, and what in it was staged before.
    fn drawn_kg_within(&self, element: Index<Element>) -> f64 {
        let mut gone_kg = 0.0;
        self.world.walk(element, &mut |index, _| {
            let own = self
                .drawn
                .range((index, 0, 0)..=(index, usize::MAX, usize::MAX));
            gone_kg += own
                .map(|(key, amount)| amount * self.unit_kg(*key))
                .sum::<f64>();
            if index != element && self.staged.contains(&index) {
                gone_kg += self.world.mass_kg(index) - self.drawn_kg_within(index);
            }
        });
        gone_kg
    }

    fn unit_kg(&self, (element, store, slot): StockKey) -> f64 {
        self.world
            .campaign
            .unit_mass_kg(self.world.live[element.at()].stores[store][slot].good)
    }

    fn burn(&mut self, element: Index<Element>) {
        if self.left_m_s <= 0.0 {
            return;
        }
        let Some(propulsion) = self.world.roster[element].propulsion_for(self.system) else {
            return self.no_propulsion(element);
        };
        let exhaust_m_s = propulsion.isp.s() * self.world.campaign.settings.gravity_m_s2;
        // Solved for the whole rest at once; what the feeds lack is solved back for the velocity.
        let wanted_kg = -self.mass_kg * (-self.left_m_s / exhaust_m_s).exp_m1();
        let had_kg = propulsion
            .feeds
            .iter()
            .filter(|feed| feed.share > 0.0)
            .map(|feed| self.feed_kg(element, feed.store) / feed.share)
            .fold(f64::INFINITY, f64::min);
        let had_kg = if propulsion.feeds.is_empty() {
            0.0
        } else {
            had_kg
        };
        let used_kg = wanted_kg.min(had_kg);
        let dv_m_s = if wanted_kg <= had_kg {
            self.left_m_s
        } else {
            -exhaust_m_s * (-used_kg / self.mass_kg).ln_1p()
        };
        for feed in &propulsion.feeds {
            self.draw(element, feed.store, used_kg * feed.share);
        }
        self.mass_kg -= used_kg;
        self.left_m_s -= dv_m_s;
        self.steps.push(StepRecord {
            element,
            staged: false,
            dv_m_s,
            propellant_kg: used_kg,
        });
    }

    fn no_propulsion(&mut self, element: Index<Element>) {
        let id = self.world.roster[element].id.as_str();
        let word = match self.system {
            BurnSystem::Main => "main engine",
            BurnSystem::Attitude => "attitude thrusters",
        };
        let finding = Finding::error(
            codes::BAD_BURN,
            "element",
            id,
            format!("\"{id}\" is to burn and has no {word}"),
        );
        self.fault
            .get_or_insert(finding.advice("let a vehicle burn that has them"));
    }

    /// What one feeding store still has, in kg.
    fn feed_kg(&self, element: Index<Element>, store: usize) -> f64 {
        let stocks = &self.world.live[element.at()].stores[store];
        let left = |(slot, stock): (usize, &crate::world::Stock)| {
            let key = (element, store, slot);
            (stock.level - self.drawn.get(&key).copied().unwrap_or(0.0)) * self.unit_kg(key)
        };
        stocks.iter().enumerate().map(left).sum()
    }

    fn draw(&mut self, element: Index<Element>, store: usize, mass_kg: f64) {
        let mut rest_kg = mass_kg;
        for slot in 0..self.world.live[element.at()].stores[store].len() {
            let key = (element, store, slot);
            let unit_kg = self.unit_kg(key);
            let level = self.world.live[element.at()].stores[store][slot].level;
            let drawn = self.drawn.entry(key).or_insert(0.0);
            let taken = (rest_kg / unit_kg).min(level - *drawn).max(0.0);
            *drawn += taken;
            rest_kg -= taken * unit_kg;
        }
    }
}
