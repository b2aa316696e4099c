//! Propellant: does a stack gain the velocity change that is asked of it?
//!
//! The rocket equation (Tsiolkovsky, 1903): an engine of exhaust velocity `c = isp · g` that burns the
//! mass `Δm` of a stack of mass `m` changes its velocity by `Δv = c · ln(m / (m - Δm))`, and so needs
//! `Δm = m · (1 - exp(-Δv / c))`. Propellant comes from the engine's feeds by their shares (the mixture
//! ratio), so that the first feed to run dry ends the burn.

use crate::codes;
use crate::deed::Change;
use crate::report::Report;
use crate::state::State;
use crate::stock::{self, Stores};
use portolan_model::{BurnStep, BurnSystem, Campaign, Element, Propulsion};
use portolan_vocabulary::{Duration, Finding, Index};
use std::collections::BTreeMap;

/// A shortfall below this share of the velocity change is rounding.
const RELATIVE: f64 = 1e-6;

/// One burn to be judged.
#[derive(Clone, Copy)]
pub(crate) struct Burn<'b> {
    /// Its number, from one.
    pub(crate) number: usize,
    pub(crate) at: Duration,
    pub(crate) dv_m_s: f64,
    pub(crate) system: BurnSystem,
    pub(crate) steps: &'b [BurnStep],
}

/// One element of a stack, with its own copy of what is in it.
#[derive(Clone)]
struct Member {
    dry_kg: f64,
    stores: Stores,
}

/// A stack on trial: what burns and drops here changes nothing in the book.
#[derive(Clone)]
struct Stack {
    members: BTreeMap<Index<Element>, Member>,
    as_of: Duration,
}

impl Stack {
    fn new(state: &State<'_>, listed: &[Index<Element>], now: Duration) -> Self {
        let members = listed.iter().flat_map(|it| state.tree(*it));
        let member = |it: Index<Element>| {
            let (dry_kg, stores) = (state.element(it).mass.kg(), state.stores_at(it, now));
            (it, Member { dry_kg, stores })
        };
        Self {
            members: members.map(member).collect(),
            as_of: now,
        }
    }

    /// The same stack without the goods that demands may have drawn.
    fn without_drawable(mut self, state: &State<'_>) -> Self {
        for (index, member) in &mut self.members {
            for (store, lots) in state.element(*index).stores.iter().zip(&mut member.stores) {
                if store.serves_demands {
                    lots.clear();
                }
            }
        }
        self
    }

    /// What demands cannot draw is kept as a lighter stack has it left: the most that can be there, so that no
    /// later trip fails for goods that were drawn long before.
    fn keep_tanks_of(&mut self, state: &State<'_>, light: Self) {
        for (index, lighter) in light.members {
            let Some(member) = self.members.get_mut(&index) else {
                continue;
            };
            let tanks = state.element(index).stores.iter();
            for (at, store) in tanks.enumerate() {
                if !store.serves_demands
                    && let (Some(own), Some(left)) =
                        (member.stores.get_mut(at), lighter.stores.get(at))
                {
                    own.clone_from(left);
                }
            }
        }
    }

    fn mass_kg(&self, campaign: &Campaign) -> f64 {
        let mass = |member: &Member| {
            let goods = member
                .stores
                .iter()
                .map(|lots| stock::lots_kg(campaign, lots));
            member.dry_kg + goods.sum::<f64>()
        };
        self.members.values().map(mass).sum()
    }

    fn wait(&mut self, state: &State<'_>, until: Duration) {
        for (index, member) in &mut self.members {
            stock::decay(
                state.element(*index),
                &mut member.stores,
                until - self.as_of,
            );
        }
        self.as_of = until;
    }

    fn drop_tree(&mut self, state: &State<'_>, index: Index<Element>) {
        for member in state.tree(index) {
            self.members.remove(&member);
        }
    }

    /// Burns until the velocity change or the propellant is used up; returns what was gained in m/s.
    fn burn(
        &mut self,
        campaign: &Campaign,
        index: Index<Element>,
        engine: &Propulsion,
        wanted_m_s: f64,
    ) -> f64 {
        let mass_kg = self.mass_kg(campaign);
        let exhaust_m_s = engine.isp.s() * campaign.settings.gravity_m_s2;
        let Some(member) = self.members.get_mut(&index) else {
            return 0.0;
        };
        let shares = shares(engine);
        let available_kg = available_kg(campaign, member, &shares);
        let needed_kg = mass_kg * -(-wanted_m_s / exhaust_m_s).exp_m1();
        let used_kg = needed_kg.min(available_kg);
        for (store, share) in shares {
            if let Some(lots) = member.stores.get_mut(store) {
                draw(campaign, lots, used_kg * share);
            }
        }
        if needed_kg <= available_kg {
            wanted_m_s
        } else {
            exhaust_m_s * (mass_kg / (mass_kg - used_kg)).ln()
        }
    }
}

/// The stores that feed an engine with their shares, every store once.
fn shares(engine: &Propulsion) -> BTreeMap<usize, f64> {
    let mut shares = BTreeMap::new();
    for feed in engine.feeds.iter().filter(|feed| feed.share > 0.0) {
        *shares.entry(feed.store).or_insert(0.0) += feed.share;
    }
    shares
}

/// The most propellant that burns at the engine's mixture, in kg.
fn available_kg(campaign: &Campaign, member: &Member, shares: &BTreeMap<usize, f64>) -> f64 {
    let by_feed = shares.iter().map(|(store, share)| {
        let lots = member.stores.get(*store);
        lots.map_or(0.0, |lots| stock::lots_kg(campaign, lots)) / share
    });
    by_feed.reduce(f64::min).unwrap_or(0.0)
}

/// Draws a mass from a tank; several goods in one tank leave it evenly.
fn draw(campaign: &Campaign, lots: &mut [portolan_model::Lot], kg: f64) {
    let there_kg = stock::lots_kg(campaign, lots);
    let left = if there_kg > 0.0 {
        (1.0 - kg / there_kg).max(0.0)
    } else {
        0.0
    };
    for lot in lots {
        lot.amount *= left;
    }
}

/// Judges the burns of a stack in order of time; returns what they change in the book.
pub(crate) fn burns(
    state: &State<'_>,
    report: &mut Report<'_>,
    listed: &[Index<Element>],
    burns: &[Burn<'_>],
) -> Vec<Change> {
    let mut stack = Stack::new(state, listed, report.activity().at);
    let before_launch = listed.first().is_some_and(|it| state.is_before_launch(*it));
    let mut light =
        (state.has_needs && !before_launch).then(|| stack.clone().without_drawable(state));
    let mut dropped = Vec::new();
    for burn in burns {
        steps_aboard(state, report, &stack, burn);
        let gained_m_s = carry_out(state, &mut stack, burn);
        let light_m_s = light.as_mut().map(|light| carry_out(state, light, burn));
        if is_short(burn, gained_m_s) {
            let finding = short_burn(state, report, &stack, burn, gained_m_s, light_m_s);
            report.state(finding);
        }
        dropped.extend(burn.steps.iter().filter_map(|step| match step {
            BurnStep::Stage(element) => Some(Change::Remove(*element)),
            BurnStep::Burn(_) => None,
        }));
    }
    if let Some(light) = light {
        stack.keep_tanks_of(state, light);
    }
    // Nobody sees the levels before the trip ends, so the last burn's stand from then on.
    let at = stack.as_of;
    let levels = stack.members.into_iter();
    levels
        .map(|(index, member)| Change::Stores(index, at, member.stores))
        .chain(dropped)
        .collect()
}

fn is_short(burn: &Burn<'_>, gained_m_s: f64) -> bool {
    burn.dv_m_s - gained_m_s > RELATIVE * burn.dv_m_s.max(1.0)
}

/// Carries out one burn on a stack on trial; returns what is gained in m/s.
fn carry_out(state: &State<'_>, stack: &mut Stack, burn: &Burn<'_>) -> f64 {
    stack.wait(state, burn.at);
    let mut gained_m_s = 0.0;
    for step in burn.steps {
        match step {
            BurnStep::Stage(element) => stack.drop_tree(state, *element),
            BurnStep::Burn(element) => {
                let wanted_m_s = burn.dv_m_s - gained_m_s;
                if let Some(engine) = state.element(*element).propulsion_for(burn.system)
                    && wanted_m_s > 0.0
                {
                    gained_m_s += stack.burn(state.campaign, *element, engine, wanted_m_s);
                }
            }
        }
    }
    gained_m_s
}

/// Judges that what burns or drops is aboard at its step, and that what burns can.
fn steps_aboard(state: &State<'_>, report: &mut Report<'_>, stack: &Stack, burn: &Burn<'_>) {
    let (mut gone, mut said): (Vec<Index<Element>>, Vec<_>) = (Vec::new(), Vec::new());
    for step in burn.steps {
        let (BurnStep::Burn(element) | BurnStep::Stage(element)) = *step;
        let aboard = stack.members.contains_key(&element) && !gone.contains(&element);
        if !aboard && !said.contains(&element) {
            said.push(element);
            let (id, number) = (state.id(element), burn.number);
            let message = format!("burn {number} names \"{id}\", which is not aboard then");
            let finding = report.error(codes::NOT_ABOARD, message);
            report.state(
                finding
                    .text("element", id)
                    .number("burn", number as f64, "")
                    .advice(format!(
                        "list \"{id}\" among what travels, or leave the step out"
                    )),
            );
        }
        if matches!(step, BurnStep::Stage(_)) {
            gone.extend(state.tree(element));
        }
    }
}

fn short_burn(
    state: &State<'_>,
    report: &Report<'_>,
    stack: &Stack,
    burn: &Burn<'_>,
    gained_m_s: f64,
    light_m_s: Option<f64>,
) -> Finding {
    let (wanted, number, short) = (burn.dv_m_s, burn.number, burn.dv_m_s - gained_m_s);
    let message =
        format!("burn {number} gains {gained_m_s:.2} m/s of {wanted:.2} m/s, {short:.2} m/s short");
    let finding = match light_m_s {
        Some(light_m_s) if !is_short(burn, light_m_s) => {
            let message = format!("{message}, unless demands used up goods aboard by then");
            report.unless(codes::DELTA_V, message, "demands")
        }
        _ => report.error(codes::DELTA_V, message),
    };
    let mut finding = finding
        .number("burn", number as f64, "")
        .number("wanted", wanted, "m/s")
        .number("achieved", gained_m_s, "m/s")
        .number("shortfall", short, "m/s")
        .number("mass after", stack.mass_kg(state.campaign), "kg");
    for step in burn.steps {
        if let BurnStep::Burn(element) = step
            && let Some(left_kg) = left_kg(state, stack, *element, burn.system)
        {
            finding = finding.text("vehicle", state.id(*element)).number(
                "propellant left",
                left_kg,
                "kg",
            );
        }
    }
    finding.advice("add propellant or a stage, or take mass off")
}

/// What is left in the tanks of a vehicle that is still aboard.
fn left_kg(
    state: &State<'_>,
    stack: &Stack,
    vehicle: Index<Element>,
    system: BurnSystem,
) -> Option<f64> {
    let member = stack.members.get(&vehicle)?;
    let engine = state.element(vehicle).propulsion_for(system)?;
    let tanks = shares(engine)
        .into_keys()
        .filter_map(|store| member.stores.get(store));
    Some(tanks.map(|lots| stock::lots_kg(state.campaign, lots)).sum())
}

/// Judges that each burn has something that burns with the propulsion it asks for.
pub(crate) fn engines(state: &State<'_>, report: &mut Report<'_>, burn: &Burn<'_>) {
    let number = burn.number;
    let burning = burn.steps.iter().filter_map(|step| match step {
        BurnStep::Burn(element) => Some(*element),
        BurnStep::Stage(_) => None,
    });
    let system = match burn.system {
        BurnSystem::Main => "main",
        BurnSystem::Attitude => "attitude",
    };
    let mut any = false;
    for element in burning {
        any = true;
        if state.element(element).propulsion_for(burn.system).is_none() {
            let id = state.id(element);
            let message = format!("\"{id}\" has no {system} propulsion for burn {number}");
            let finding = report.error(codes::PROPULSION, message);
            report.own(finding.text("element", id).text("system", system).number(
                "burn",
                number as f64,
                "",
            ));
        }
    }
    if !any && burn.dv_m_s > 0.0 {
        let finding = report.error(codes::PROPULSION, format!("nothing burns in burn {number}"));
        report.own(
            finding
                .text("system", system)
                .number("burn", number as f64, "")
                .number("wanted", burn.dv_m_s, "m/s")
                .advice("name a vehicle that burns"),
        );
    }
}
