//! Steady needs and production at one site, integrated exactly.
//!
//! Between two events all rates at a site are constant, so every level is a straight line (or an
//! exponential, where a store boils off) and its next empty or full instant is known in closed form.
//! The site is integrated up to that instant and its flows are laid anew. No step size enters: cutting
//! any interval in two changes nothing but the last bits.
//!
//! Order of service, documented because it decides who goes short: products serve needs before stocks
//! do; elements ask in the order of their index, then standing needs; each draws on its own stores,
//! then on what its holder holds, and so outwards to the whole site (see [`crate::goods`]); processes
//! draw after the plain needs, those that feed others first; what is left over is stored, or lost.

use crate::goods::Layout;
use crate::profile::{Flow, Process};
use crate::queue::Job;
use crate::world::{StockKey, World};
use portolan_model::{Element, Good, NeedRecord, Requester, Site};
use portolan_vocabulary::{Duration, Index};

/// A level below this share of what flowed in a day counts as nothing; it is far below any record.
const NOTHING: f64 = 1e-12;

/// One steady need, or product, at a site.
#[derive(Clone, Debug)]
struct Line {
    requester: Requester,
    good: Good,
    /// Units per second, above zero.
    per_s: f64,
    /// How much of it is had, or (a product) used or stored.
    met_per_s: f64,
    product: bool,
    /// True for what a process takes in or gives out.
    process: bool,
    /// Its record, while nothing changes.
    open: Option<usize>,
}

/// A process that runs short of an input.
#[derive(Clone, Copy, Debug)]
struct Stall {
    requester: Requester,
    good: Good,
    /// The share of its full rate that it lacks.
    lack: f64,
}

/// A site and its flows since the last change.
pub(crate) struct SiteState {
    pub(crate) place: Site,
    /// Elements without parent, in order of index.
    pub(crate) roots: Vec<Index<Element>>,
    settled: Duration,
    lines: Vec<Line>,
    stalls: Vec<Stall>,
    /// Stocks that flow or boil off.
    active: Vec<StockKey>,
    /// Set while the flows wait to be laid anew.
    dirty: bool,
    version: u64,
}

impl SiteState {
    pub(crate) const fn new(place: Site) -> Self {
        Self::starting(place, Duration::ZERO)
    }

    /// A site that comes into being at an instant.
    pub(crate) const fn starting(place: Site, settled: Duration) -> Self {
        Self {
            place,
            roots: Vec::new(),
            settled,
            lines: Vec::new(),
            stalls: Vec::new(),
            active: Vec::new(),
            dirty: false,
            version: 0,
        }
    }
}

/// A product on offer while flows are laid.
struct Offer {
    line: usize,
    origin: Option<Index<Element>>,
    good: Good,
    left: f64,
}

impl World<'_> {
    /// Integrates a site up to now, and has its flows laid anew before time goes on.
    pub(crate) fn touch(&mut self, site: usize) {
        self.settle(site);
        if !self.sites[site].dirty {
            self.sites[site].dirty = true;
            self.dirty.push(site);
        }
    }

    /// Lays the flows of all touched sites; to be called before time goes on.
    pub(crate) fn lay_flows(&mut self) {
        let dirty = std::mem::take(&mut self.dirty);
        // All old flows stop before any new one is laid: a stock may have changed sites.
        for site in &dirty {
            self.stop_flows(*site);
        }
        for site in dirty {
            self.sites[site].dirty = false;
            self.lay(site);
        }
    }

    /// A store has run empty or full: the flows change, if they are still those that were foreseen.
    pub(crate) fn flow_due(&mut self, site: usize, version: u64) {
        if self.sites[site].version == version {
            self.touch(site);
        }
    }

    /// Integrates a site from its last settlement up to now.
    pub(crate) fn settle(&mut self, site: usize) {
        let dt = (self.now - self.sites[site].settled).seconds();
        self.sites[site].settled = self.now;
        if dt <= 0.0 {
            return;
        }
        let mut lines = std::mem::take(&mut self.sites[site].lines);
        for line in &mut lines {
            self.settle_line(site, line, dt);
        }
        self.sites[site].lines = lines;
        for stall in &self.sites[site].stalls {
            let lost_s = self
                .record
                .stalls
                .entry((stall.requester, stall.good))
                .or_insert(0.0);
            *lost_s += stall.lack * dt;
        }
        for at in 0..self.sites[site].active.len() {
            let key = self.sites[site].active[at];
            self.settle_stock(key, dt);
        }
    }

    fn settle_line(&mut self, site: usize, line: &mut Line, dt: f64) {
        let sign = if line.product { -1.0 } else { 1.0 };
        let (amount, met) = (sign * line.per_s * dt, sign * line.met_per_s * dt);
        let mass_kg = met * self.campaign.unit_mass_kg(line.good);
        if line.product {
            self.record.mass.made_kg -= mass_kg;
        } else {
            self.record.mass.consumed_kg += mass_kg;
        }
        let now = self.now;
        match line.open.and_then(|at| self.record.needs.get_mut(at)) {
            Some(record) => {
                record.to = now;
                record.amount += amount;
                record.met += met;
            }
            None => {
                let (requester, good, site) = (line.requester, line.good, Some(self.place(site)));
                let from = now - Duration::from_seconds(dt);
                line.open = Some(self.record.needs.len());
                self.record.needs.push(NeedRecord {
                    requester,
                    site,
                    good,
                    from,
                    to: now,
                    amount,
                    met,
                    process: line.process,
                });
            }
        }
    }

    fn settle_stock(&mut self, (element, store, slot): StockKey, dt: f64) {
        let decay = self.decay_per_s(element, store);
        let stock = &mut self.live[element.at()].stores[store][slot];
        let net = stock.inflow - stock.outflow;
        let before = stock.level;
        let straight = before + net * dt;
        let after = if decay > 0.0 {
            relax(before, net, decay, dt)
        } else {
            straight
        };
        // An instant is a whole microsecond, so a level may pass zero by the flow of less than one.
        stock.level = if after < NOTHING * before.max(1.0) {
            0.0
        } else {
            after
        };
        let unit_kg = self.campaign.unit_mass_kg(stock.good);
        let missing_kg = (straight - stock.level) * unit_kg;
        if decay > 0.0 {
            self.record.mass.lost_kg += missing_kg;
        } else {
            self.record.mass.consumed_kg += missing_kg;
        }
    }

    /// The rate at which a store's contents evaporate, per second, so that a day leaves the stated share.
    fn decay_per_s(&self, element: Index<Element>, store: usize) -> f64 {
        let share = self.roster[element]
            .stores
            .get(store)
            .map_or(0.0, |store| store.boil_off_per_d);
        if share > 0.0 {
            -(-share).ln_1p() / 86_400.0
        } else {
            0.0
        }
    }

    /// Lays the flows of a site anew, and foresees the next instant at which a store runs empty or full.
    fn lay(&mut self, site: usize) {
        let old = std::mem::take(&mut self.sites[site].lines);
        self.sites[site].version += 1;
        self.sites[site].stalls.clear();
        let (flows, processes) = self.wants(site);
        if flows.is_empty() && processes.is_empty() && self.sites[site].roots.is_empty() {
            return;
        }
        let layout = Layout::of(self, site);
        let mut laying = Laying {
            layout,
            lines: Vec::with_capacity(flows.len()),
            offers: Vec::new(),
            stalls: Vec::new(),
        };
        laying.needs_and_products(self, &flows);
        laying.processes(self, &processes);
        laying.late_offers(self);
        laying.store_leftovers(self);
        let Laying {
            layout,
            mut lines,
            stalls,
            ..
        } = laying;
        keep_open_records(&old, &mut lines);
        self.sites[site].stalls = stalls;
        self.sites[site].lines = lines;
        self.activate(site, &layout);
        self.foresee(site);
    }

    fn stop_flows(&mut self, site: usize) {
        for (element, store, slot) in std::mem::take(&mut self.sites[site].active) {
            // The stock may have left the site, but it is settled all the same.
            if let Some(stock) = self.live[element.at()]
                .stores
                .get_mut(store)
                .and_then(|store| store.get_mut(slot))
            {
                stock.inflow = 0.0;
                stock.outflow = 0.0;
            }
        }
    }

    /// What is wanted and made at a site: by elements in order of place, then by standing needs.
    #[allow(clippy::type_complexity, reason = "two lists with their requesters")]
    fn wants(
        &self,
        site: usize,
    ) -> (
        Vec<(Requester, Option<Index<Element>>, Flow)>,
        Vec<(Requester, Option<Index<Element>>, Process)>,
    ) {
        let mut elements = Vec::new();
        for root in &self.sites[site].roots {
            self.walk(*root, &mut |index, live| {
                if let Some(state) = live.state {
                    elements.push((index, state));
                }
            });
        }
        elements.sort_unstable();
        let (mut flows, mut processes) = (Vec::new(), Vec::new());
        for (element, state) in elements {
            let Some(profile) = self.profiles[element.at()]
                .get(state)
                .filter(|profile| !profile.is_empty())
            else {
                continue;
            };
            let requester = Requester::Element(element);
            flows.extend(
                profile
                    .flows
                    .iter()
                    .map(|flow| (requester, Some(element), *flow)),
            );
            processes.extend(
                profile
                    .processes
                    .iter()
                    .map(|process| (requester, Some(element), process.clone())),
            );
        }
        for standing in self.standing_now.iter().map(|at| &self.standing[*at]) {
            let (here, origin) = match standing.element {
                Some(element) => (self.site_of(element) == Some(site), Some(element)),
                None => (standing.site == Some(site), None),
            };
            if here {
                flows.extend(
                    standing
                        .flows
                        .iter()
                        .map(|flow| (standing.requester, origin, *flow)),
                );
                processes.extend(
                    standing
                        .process
                        .iter()
                        .map(|process| (standing.requester, origin, process.clone())),
                );
            }
        }
        (flows, processes)
    }

    /// Lists the stocks that flow or boil off, and writes down where their slopes change.
    fn activate(&mut self, site: usize, layout: &Layout) {
        let mut active = Vec::new();
        for key in layout.stocks() {
            let (element, store, slot) = key;
            let stock = &self.live[element.at()].stores[store][slot];
            let flows = stock.inflow > 0.0 || stock.outflow > 0.0;
            let decays = stock.level > 0.0 && self.decay_per_s(element, store) > 0.0;
            if flows || decays {
                active.push(key);
            }
            self.show_slope(key);
        }
        self.sites[site].active = active;
    }

    /// Enters the next instant at which a store runs empty or full.
    fn foresee(&mut self, site: usize) {
        let active = &self.sites[site].active;
        let next = active
            .iter()
            .filter_map(|key| self.time_to_change(*key))
            .fold(f64::INFINITY, f64::min);
        if next < 1e12 {
            // Rounded up, so that the instant is never before the level is reached.
            let us = (next * 1e6).ceil().max(1.0) as i64;
            let version = self.sites[site].version;
            self.queue.push(
                self.now + Duration::from_micros(us),
                Job::Flow { site, version },
            );
        }
    }

    /// Seconds until a stock runs empty or its store full; `None` where neither happens.
    fn time_to_change(&self, key: StockKey) -> Option<f64> {
        let (element, store, slot) = key;
        let stock = &self.live[element.at()].stores[store][slot];
        let decay = self.decay_per_s(element, store);
        let net = stock.inflow - stock.outflow;
        if stock.outflow > 0.0 && stock.level > 0.0 && net < 0.0 {
            return time_to_level(stock.level, net, decay, 0.0);
        }
        if stock.inflow > 0.0 {
            return self.time_to_full(element, store, decay);
        }
        None
    }

    fn time_to_full(&self, element: Index<Element>, store: usize, decay: f64) -> Option<f64> {
        let limits = self.roster[element].stores.get(store)?;
        let stocks = &self.live[element.at()].stores[store];
        let grows = |weight: &dyn Fn(Good) -> f64, most: f64| {
            let level: f64 = stocks
                .iter()
                .map(|stock| stock.level * weight(stock.good))
                .sum();
            let net: f64 = stocks
                .iter()
                .map(|stock| (stock.inflow - stock.outflow) * weight(stock.good))
                .sum();
            (net > 0.0 && level < most)
                .then(|| time_to_level(level, net, decay, most))
                .flatten()
        };
        let by_mass = limits
            .max_mass
            .and_then(|most| grows(&|good| self.campaign.unit_mass_kg(good), most.kg()));
        let by_volume = limits
            .max_volume
            .filter(|_| self.campaign.settings.volume_limits)
            .and_then(|most| grows(&|good| self.campaign.unit_volume_m3(good), most.m3()));
        match (by_mass, by_volume) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        }
    }
}

/// The level after `dt` of a stock that gains `net` per second and loses `decay` of itself per second.
fn relax(level: f64, net: f64, decay: f64, dt: f64) -> f64 {
    level * (-decay * dt).exp() - net / decay * (-decay * dt).exp_m1()
}

/// Seconds until such a stock reaches `goal`; `None` where it never does.
fn time_to_level(level: f64, net: f64, decay: f64, goal: f64) -> Option<f64> {
    if decay <= 0.0 {
        return Some((goal - level) / net).filter(|t| t.is_finite());
    }
    let rest = net / decay;
    let ratio = (level - rest) / (goal - rest);
    (ratio > 1.0).then(|| ratio.ln() / decay)
}

/// Lets lines that go on unchanged go on in their records.
fn keep_open_records(old: &[Line], new: &mut [Line]) {
    for (at, line) in new.iter_mut().enumerate() {
        let same = |other: &&Line| {
            other.requester == line.requester
                && other.good == line.good
                && other.product == line.product
                && other.per_s.to_bits() == line.per_s.to_bits()
                && other.met_per_s.to_bits() == line.met_per_s.to_bits()
        };
        // Most often nothing but one element changed, and a line is where it was.
        let before = old.get(at).filter(same).or_else(|| old.iter().find(same));
        line.open = before.and_then(|other| other.open);
    }
}

/// The flows of one site while they are laid.
struct Laying {
    layout: Layout,
    lines: Vec<Line>,
    offers: Vec<Offer>,
    stalls: Vec<Stall>,
}

impl Laying {
    fn needs_and_products(
        &mut self,
        world: &mut World<'_>,
        flows: &[(Requester, Option<Index<Element>>, Flow)],
    ) {
        for (requester, origin, flow) in flows.iter().filter(|(_, _, flow)| flow.per_s < 0.0) {
            self.product(*requester, *origin, flow.good, -flow.per_s);
        }
        for (requester, origin, flow) in flows.iter().filter(|(_, _, flow)| flow.per_s > 0.0) {
            let met = self.draw(world, *origin, flow.good, flow.per_s);
            self.need(*requester, flow.good, flow.per_s, met);
        }
    }

    fn need(&mut self, requester: Requester, good: Good, per_s: f64, met_per_s: f64) {
        let (product, process, open) = (false, false, None);
        self.lines.push(Line {
            requester,
            good,
            per_s,
            met_per_s,
            product,
            process,
            open,
        });
    }

    /// What a process takes in: no more of one input than the scarcest allows.
    fn input(&mut self, requester: Requester, good: Good, per_s: f64) {
        self.need(requester, good, per_s, per_s);
        if let Some(line) = self.lines.last_mut() {
            line.process = true;
        }
    }

    /// What a process gives out.
    fn output(
        &mut self,
        requester: Requester,
        origin: Option<Index<Element>>,
        good: Good,
        per_s: f64,
    ) {
        self.product(requester, origin, good, per_s);
        if let Some(line) = self.lines.last_mut() {
            line.process = true;
        }
    }

    fn product(
        &mut self,
        requester: Requester,
        origin: Option<Index<Element>>,
        good: Good,
        per_s: f64,
    ) {
        self.offers.push(Offer {
            line: self.lines.len(),
            origin,
            good,
            left: per_s,
        });
        self.lines.push(Line {
            requester,
            good,
            per_s,
            met_per_s: 0.0,
            product: true,
            process: false,
            open: None,
        });
    }

    /// Draws a steady need on products, then on the first stock in reach; returns how much is had.
    fn draw(
        &mut self,
        world: &mut World<'_>,
        origin: Option<Index<Element>>,
        good: Good,
        per_s: f64,
    ) -> f64 {
        let from_offers = self.draw_offers(world, good, per_s);
        let rest = per_s - from_offers;
        if rest <= per_s * NOTHING {
            return per_s;
        }
        let unit_kg = world.campaign.unit_mass_kg(good);
        let source = self
            .layout
            .reach(origin)
            .find_map(|key| source_of(world, key, good));
        let Some(key) = source else {
            return from_offers;
        };
        let stock = &mut world.live[key.0.at()].stores[key.1][key.2];
        stock.outflow += rest * unit_kg / world.campaign.unit_mass_kg(stock.good);
        per_s
    }

    fn draw_offers(&mut self, world: &World<'_>, good: Good, per_s: f64) -> f64 {
        let unit_kg = world.campaign.unit_mass_kg(good);
        let mut rest = per_s;
        for offer in self
            .offers
            .iter_mut()
            .filter(|offer| offer.left > 0.0 && world.campaign.serves(offer.good, good))
        {
            let ratio = world.campaign.unit_mass_kg(offer.good) / unit_kg;
            let used = rest.min(offer.left * ratio);
            offer.left -= used / ratio;
            self.lines[offer.line].met_per_s += used / ratio;
            rest -= used;
            if rest <= 0.0 {
                break;
            }
        }
        per_s - rest
    }

    /// Runs the processes, those that feed others first, as far as their scarcest input allows.
    fn processes(
        &mut self,
        world: &mut World<'_>,
        processes: &[(Requester, Option<Index<Element>>, Process)],
    ) {
        for at in feeding_order(world, processes) {
            let (requester, origin, process) = &processes[at];
            let available = |input: &Flow| (self.available(world, *origin, input), input.good);
            let scarcest =
                process
                    .inputs
                    .iter()
                    .map(available)
                    .fold((1.0, None), |least, (share, good)| {
                        if share < least.0 {
                            (share, Some(good))
                        } else {
                            least
                        }
                    });
            let (share, short_of) = scarcest;
            if let Some(good) = short_of {
                self.stalls.push(Stall {
                    requester: *requester,
                    good,
                    lack: 1.0 - share,
                });
            }
            if share <= 0.0 {
                continue;
            }
            for input in &process.inputs {
                self.draw(world, *origin, input.good, input.per_s * share);
                self.input(*requester, input.good, input.per_s * share);
            }
            for output in &process.outputs {
                self.output(*requester, *origin, output.good, output.per_s * share);
            }
        }
    }

    /// The share of an input that products and stocks in reach can give.
    fn available(&self, world: &World<'_>, origin: Option<Index<Element>>, input: &Flow) -> f64 {
        let stocked = self
            .layout
            .reach(origin)
            .any(|key| source_of(world, key, input.good).is_some());
        if stocked || input.per_s <= 0.0 {
            return 1.0;
        }
        let unit_kg = world.campaign.unit_mass_kg(input.good);
        let on_offer: f64 = self
            .offers
            .iter()
            .filter(|offer| world.campaign.serves(offer.good, input.good))
            .map(|offer| offer.left * world.campaign.unit_mass_kg(offer.good) / unit_kg)
            .sum();
        (on_offer / input.per_s).min(1.0)
    }

    /// Serves needs that found no stock from what processes make.
    fn late_offers(&mut self, world: &World<'_>) {
        for at in 0..self.lines.len() {
            let Line {
                product,
                process,
                good,
                per_s,
                met_per_s,
                ..
            } = self.lines[at];
            if !product && !process && met_per_s < per_s * (1.0 - NOTHING) {
                let more = self.draw_offers(world, good, per_s - met_per_s);
                self.lines[at].met_per_s += more;
            }
        }
    }

    /// Stores what is left of the products, in stores in reach that have room.
    fn store_leftovers(&mut self, world: &mut World<'_>) {
        for at in 0..self.offers.len() {
            let Offer {
                line,
                origin,
                good,
                mut left,
            } = self.offers[at];
            let targets: Vec<StockKey> = self.layout.reach(origin).collect();
            for key in targets {
                if left <= 0.0 {
                    break;
                }
                let taken = world.accept(key, good, left);
                left -= taken;
                self.lines[line].met_per_s += taken;
            }
        }
    }
}

impl World<'_> {
    /// Lets a stock take up to `per_s` of a good steadily; returns how much it takes.
    fn accept(&mut self, key: StockKey, good: Good, per_s: f64) -> f64 {
        let (element, store, slot) = key;
        let stock = &self.live[element.at()].stores[store][slot];
        if stock.good != good
            || !self.roster[element]
                .stores
                .get(store)
                .is_some_and(|store| store.serves_demands)
        {
            return 0.0;
        }
        let taken = if self.has_room(element, store) {
            per_s
        } else {
            // A full store takes what leaves it.
            let leaves = stock.outflow + stock.level * self.decay_per_s(element, store);
            per_s.min((leaves - stock.inflow).max(0.0))
        };
        self.live[element.at()].stores[store][slot].inflow += taken;
        taken
    }

    fn has_room(&self, element: Index<Element>, store: usize) -> bool {
        let Some(limits) = self.roster[element].stores.get(store) else {
            return false;
        };
        let full = 1.0 - 1e-12;
        let by_mass = limits
            .max_mass
            .is_none_or(|most| self.store_kg(element, store) < most.kg() * full);
        let by_volume = !self.campaign.settings.volume_limits
            || limits
                .max_volume
                .is_none_or(|most| self.store_m3(element, store) < most.m3() * full);
        by_mass && by_volume
    }
}

/// The stock itself, where it has something that serves the good.
fn source_of(world: &World<'_>, key: StockKey, good: Good) -> Option<StockKey> {
    let stock = &world.live[key.0.at()].stores[key.1][key.2];
    (stock.level > 0.0 && world.serves_need(key, good)).then_some(key)
}

/// The order in which processes run: those whose products others need come first; in a circle, and
/// between processes that do not feed each other, the order of the elements holds.
fn feeding_order(
    world: &World<'_>,
    processes: &[(Requester, Option<Index<Element>>, Process)],
) -> Vec<usize> {
    let feeds = |from: usize, to: usize| {
        from != to
            && processes[from].2.outputs.iter().any(|output| {
                processes[to]
                    .2
                    .inputs
                    .iter()
                    .any(|input| world.campaign.serves(output.good, input.good))
            })
    };
    let mut left: Vec<usize> = (0..processes.len()).collect();
    let mut order = Vec::with_capacity(left.len());
    while !left.is_empty() {
        let free = left
            .iter()
            .position(|to| !left.iter().any(|from| feeds(*from, *to)))
            .unwrap_or(0);
        order.push(left.remove(free));
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_boiling_stock_reaches_its_level_when_it_says() {
        let (level, net, decay) = (100.0, -2.0, 0.03);
        let t = time_to_level(level, net, decay, 0.0).unwrap();
        assert!(relax(level, net, decay, t).abs() < 1e-9);
        assert!(
            time_to_level(100.0, 1.0, 0.03, 40.0).is_some(),
            "falls towards 33.3"
        );
        assert!(
            time_to_level(10.0, 1.0, 0.03, 40.0).is_none(),
            "rises towards 33.3 only"
        );
    }

    #[test]
    fn relaxation_may_be_cut_anywhere() {
        let whole = relax(50.0, 0.7, 0.01, 1000.0);
        let cut = relax(relax(50.0, 0.7, 0.01, 137.0), 0.7, 0.01, 863.0);
        assert!((whole - cut).abs() < 1e-9 * whole);
    }
}
