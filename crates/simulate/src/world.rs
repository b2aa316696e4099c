//! The state of the world during simulation: which element is where, with what in it.

use crate::flow::SiteState;
use crate::mission::MissionProfile;
use crate::profile::Profile;
use crate::queue::{Job, Queue};
use crate::record::Record;
use crate::standing::Standing;
use crate::transport::Trip;
use crate::visits::Visit;
use portolan_model::{
    Activity, Campaign, Element, Good, Holder, Node, Plan, Requester, Roster, Site, StateKind,
    Stay, StockPoint, Store, StoreKind,
};
use portolan_vocabulary::{Duration, Index};
use std::collections::{BTreeMap, BTreeSet};

/// Whether an element is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Presence {
    Unborn,
    Here,
    Gone,
}

/// The level of one good in one store.
#[derive(Clone, Debug)]
pub(crate) struct Stock {
    pub(crate) good: Good,
    pub(crate) level: f64,
    /// Units per second that come in and go out, until the site's next change.
    pub(crate) inflow: f64,
    pub(crate) outflow: f64,
    /// The slope that the last stock point began, so that a point is written only where it changes.
    shown: Option<f64>,
}

/// One element as it is now.
#[derive(Clone, Debug)]
pub(crate) struct Live {
    pub(crate) presence: Presence,
    /// What holds it, where that is an element.
    pub(crate) parent: Option<Index<Element>>,
    /// True where it is joined to its parent, not stowed in it.
    pub(crate) joined: bool,
    /// What it holds, in order of index.
    pub(crate) children: Vec<Index<Element>>,
    /// The site, for an element without parent.
    pub(crate) site: usize,
    pub(crate) state: Option<usize>,
    /// The goods in each store; scavenged parts stand in one store more.
    pub(crate) stores: Vec<Vec<Stock>>,
    /// Until when, and with what, it is busy.
    pub(crate) busy: Option<(Duration, Index<Activity>)>,
    /// The blocked activity after which it is not where the plan believes it.
    pub(crate) blame: Option<Index<Activity>>,
    pub(crate) dry_kg: f64,
    /// When it last came back to its base.
    pub(crate) back_at_base: Option<Duration>,
    /// How often it has left its base.
    pub(crate) base_departures: u32,
    /// When it came to its site.
    pub(crate) came: Duration,
    /// When it came into being.
    pub(crate) born: Duration,
    /// Since when its stay is unchanged.
    stay_from: Duration,
    /// The states whose lump was asked for already.
    lumps_asked: Vec<usize>,
}

/// The key of a stock: element, store, position in the store.
pub(crate) type StockKey = (Index<Element>, usize, usize);

/// A crew member on EVA: which, its state before, and the vehicle that it left.
pub(crate) type Outside = (Index<Element>, Option<usize>, Option<Index<Element>>);

/// Everything that simulation knows.
pub(crate) struct World<'a> {
    pub(crate) campaign: &'a Campaign,
    pub(crate) plan: &'a Plan,
    pub(crate) roster: Roster<'a>,
    pub(crate) now: Duration,
    pub(crate) live: Vec<Live>,
    /// The nodes' sites, then one for each trip.
    pub(crate) sites: Vec<SiteState>,
    pub(crate) trips: Vec<Trip>,
    /// What each state of each element needs.
    pub(crate) profiles: Vec<Vec<Profile>>,
    pub(crate) standing: Vec<Standing>,
    /// Those that stand now, in order.
    pub(crate) standing_now: Vec<usize>,
    pub(crate) queue: Queue,
    pub(crate) record: Record,
    pub(crate) dirty: Vec<usize>,
    /// Missions whose needs were asked for already.
    pub(crate) missions_asked: Vec<bool>,
    pub(crate) mission_figures: Vec<MissionProfile>,
    /// Who is outside on which EVA.
    pub(crate) outside: BTreeMap<Index<Activity>, Vec<Outside>>,
    /// The nodes where it matters who is there.
    pub(crate) watched: BTreeSet<Index<Node>>,
    /// Who was there.
    pub(crate) visits: Vec<Visit>,
    /// The end of the plan's last activity.
    pub(crate) plan_end: Duration,
}

impl<'a> World<'a> {
    pub(crate) fn new(campaign: &'a Campaign, plan: &'a Plan) -> Self {
        let roster = Roster::new(campaign, plan);
        let begin = |(index, activity): (Index<Activity>, &Activity)| {
            (
                activity.at,
                activity.priority,
                Job::Begin { activity: index },
            )
        };
        let profiles = roster
            .indexed()
            .map(|(_, element)| {
                element
                    .states
                    .iter()
                    .map(|state| Profile::of(campaign, element, &state.models))
                    .collect()
            })
            .collect();
        let mut world = Self {
            campaign,
            plan,
            roster,
            now: Duration::ZERO,
            live: roster
                .indexed()
                .map(|(_, element)| Live::unborn(element))
                .collect(),
            sites: campaign
                .nodes
                .indices()
                .map(|node| SiteState::new(Site::Node(node)))
                .collect(),
            trips: Vec::new(),
            profiles,
            standing: Vec::new(),
            standing_now: Vec::new(),
            queue: Queue::new(plan.activities.indexed().map(begin)),
            record: Record::default(),
            dirty: Vec::new(),
            missions_asked: vec![false; campaign.missions.len()],
            mission_figures: Vec::new(),
            outside: BTreeMap::new(),
            watched: BTreeSet::new(),
            visits: Vec::new(),
            plan_end: Duration::ZERO,
        };
        world.plan_end = world.last_activity_end();
        world.watch();
        world
    }

    /// The outermost element that holds this one, or itself.
    pub(crate) fn root_of(&self, element: Index<Element>) -> Index<Element> {
        let mut root = element;
        while let Some(parent) = self.live[root.at()].parent {
            root = parent;
        }
        root
    }

    /// The number of the site where an element is; `None` where it is nowhere.
    pub(crate) fn site_of(&self, element: Index<Element>) -> Option<usize> {
        let here = self.live[element.at()].presence == Presence::Here;
        here.then(|| self.live[self.root_of(element).at()].site)
    }

    /// The place of a site.
    pub(crate) fn place(&self, site: usize) -> Site {
        self.sites[site].place
    }

    /// Where an element is, for records.
    pub(crate) fn place_of(&self, element: Index<Element>) -> Option<Site> {
        self.site_of(element).map(|site| self.place(site))
    }

    /// The site of a holder that is there.
    pub(crate) fn holder_site(&self, holder: Holder) -> Option<usize> {
        match holder {
            Holder::Node(node) => Some(node.at()),
            Holder::Element(element) => self.site_of(element),
        }
    }

    /// Calls `visit` for an element and everything in it or joined to it, outermost first.
    pub(crate) fn walk(
        &self,
        element: Index<Element>,
        visit: &mut dyn FnMut(Index<Element>, &Live),
    ) {
        let mut open = vec![element];
        while let Some(next) = open.pop() {
            let live = &self.live[next.at()];
            visit(next, live);
            open.extend(live.children.iter().rev());
        }
    }

    /// Elements and everything in them or joined to them, outermost first.
    pub(crate) fn inside(&self, elements: &[Index<Element>]) -> Vec<Index<Element>> {
        let mut inside = Vec::new();
        for element in elements {
            self.walk(*element, &mut |index, _| inside.push(index));
        }
        inside
    }

    /// Mass of an element with everything in it and joined to it, in kg.
    pub(crate) fn mass_kg(&self, element: Index<Element>) -> f64 {
        let live = &self.live[element.at()];
        let inside: f64 = live.children.iter().map(|child| self.mass_kg(*child)).sum();
        live.dry_kg + self.goods_kg(element) + inside
    }

    /// Mass of the goods in an element's own stores, in kg.
    pub(crate) fn goods_kg(&self, element: Index<Element>) -> f64 {
        self.live[element.at()]
            .stores
            .iter()
            .flatten()
            .map(|stock| stock.level * self.campaign.unit_mass_kg(stock.good))
            .sum()
    }

    /// Mass of the goods in one store, in kg.
    pub(crate) fn store_kg(&self, element: Index<Element>, store: usize) -> f64 {
        self.live[element.at()].stores[store]
            .iter()
            .map(|stock| stock.level * self.campaign.unit_mass_kg(stock.good))
            .sum()
    }

    /// Volume of the goods in one store, in m³.
    pub(crate) fn store_m3(&self, element: Index<Element>, store: usize) -> f64 {
        self.live[element.at()].stores[store]
            .iter()
            .map(|stock| stock.level * self.campaign.unit_volume_m3(stock.good))
            .sum()
    }

    /// Puts an element under a holder (or out, under way on its own); it must be under none.
    pub(crate) fn attach(
        &mut self,
        element: Index<Element>,
        parent: Option<Index<Element>>,
        joined: bool,
        site: usize,
    ) {
        let live = &mut self.live[element.at()];
        live.parent = parent;
        live.joined = joined;
        live.site = site;
        let list = match parent {
            Some(parent) => &mut self.live[parent.at()].children,
            None => &mut self.sites[site].roots,
        };
        let at = list.partition_point(|other| *other < element);
        list.insert(at, element);
    }

    /// Takes an element out of its holder.
    pub(crate) fn detach(&mut self, element: Index<Element>) {
        let Live { parent, site, .. } = self.live[element.at()];
        let list = match parent {
            Some(parent) => &mut self.live[parent.at()].children,
            None => &mut self.sites[site].roots,
        };
        list.retain(|other| *other != element);
        self.live[element.at()].parent = None;
    }

    /// Ends the stays of an element and all in it, before where or how they are changes.
    pub(crate) fn end_stays(&mut self, element: Index<Element>) {
        let Some(site) = self.site_of(element) else {
            return;
        };
        let place = self.place(site);
        for index in self.inside(&[element]) {
            self.end_stay(index, place);
        }
    }

    /// Ends the stay of one element, before its state changes.
    pub(crate) fn end_stay(&mut self, index: Index<Element>, site: Site) {
        let now = self.now;
        let live = &mut self.live[index.at()];
        let from = std::mem::replace(&mut live.stay_from, now);
        if from >= now {
            return;
        }
        let holder = match (live.parent, site) {
            (Some(parent), _) => Some(Holder::Element(parent)),
            (None, Site::Node(node)) => Some(Holder::Node(node)),
            (None, Site::Edge(_)) => None,
        };
        let (joined, state) = (live.joined, live.state);
        self.record.stays.push(Stay {
            element: index,
            site,
            holder,
            joined,
            state,
            from,
            to: now,
        });
    }

    /// Begins the stay of an element that has just come into being.
    pub(crate) fn begin_stay(&mut self, element: Index<Element>) {
        self.live[element.at()].stay_from = self.now;
    }

    /// Sets an element's state, with what the new state asks for once. The site must be settled.
    pub(crate) fn set_state(&mut self, element: Index<Element>, state: Option<usize>) {
        if let Some(place) = self.place_of(element) {
            self.end_stay(element, place);
        }
        self.live[element.at()].state = state;
        self.enter_state(element);
    }

    /// Asks once for what the present state needs at its beginning, and opens it for scavenging.
    pub(crate) fn enter_state(&mut self, element: Index<Element>) {
        let Some(state) = self.live[element.at()].state else {
            return;
        };
        let kind = self.roster[element]
            .states
            .get(state)
            .map(|state| state.kind);
        if kind == Some(StateKind::Decommissioned) && self.campaign.settings.scavenge {
            self.open_for_scavenging(element);
        }
        if self.live[element.at()].lumps_asked.contains(&state) {
            return;
        }
        self.live[element.at()].lumps_asked.push(state);
        let lump = self.profiles[element.at()][state].lump.clone();
        let site = self.site_of(element);
        for lot in lump {
            self.ask(
                Requester::Element(element),
                site,
                Some(element),
                lot.good,
                lot.amount,
            );
        }
    }

    /// Turns the parts of a decommissioned element into a stock of spares; its mass stays the same.
    fn open_for_scavenging(&mut self, element: Index<Element>) {
        let own = self.roster[element].stores.len();
        if self.live[element.at()].stores.len() > own {
            return;
        }
        let parts = &self.roster[element].parts;
        let stocks: Vec<Stock> = parts
            .iter()
            .map(|part| Stock::new(Good::Specific(part.resource), part.quantity))
            .collect();
        let mass_kg: f64 = stocks
            .iter()
            .map(|stock| stock.level * self.campaign.unit_mass_kg(stock.good))
            .sum();
        let live = &mut self.live[element.at()];
        // Parts cannot weigh more than the element they are in; where they are said to, they stay in it.
        if mass_kg <= live.dry_kg {
            live.dry_kg -= mass_kg;
            live.stores.push(stocks);
        }
    }

    /// Changes a level at once by `delta` units, and writes the jump down.
    pub(crate) fn jump(&mut self, key: StockKey, delta: f64) {
        let (element, store, slot) = key;
        let now = self.now;
        let stock = &mut self.live[element.at()].stores[store][slot];
        let before = stock.level;
        stock.level = (stock.level + delta).max(0.0);
        let (good, level) = (stock.good, stock.level);
        stock.shown = None;
        let point = |level| StockPoint {
            time: now,
            element,
            store,
            good,
            level,
        };
        self.record.stock.push(point(before));
        self.record.stock.push(point(level));
    }

    /// Writes down the levels of a stock whose slope changes here.
    pub(crate) fn show_slope(&mut self, key: StockKey) {
        let (element, store, slot) = key;
        let time = self.now;
        let stock = &mut self.live[element.at()].stores[store][slot];
        let slope = stock.inflow - stock.outflow;
        if stock.shown == Some(slope) {
            return;
        }
        stock.shown = Some(slope);
        self.record.stock.push(StockPoint {
            time,
            element,
            store,
            good: stock.good,
            level: stock.level,
        });
    }
}

impl Stock {
    pub(crate) const fn new(good: Good, level: f64) -> Self {
        Self {
            good,
            level,
            inflow: 0.0,
            outflow: 0.0,
            shown: None,
        }
    }
}

impl Live {
    fn unborn(element: &Element) -> Self {
        Self {
            presence: Presence::Unborn,
            parent: None,
            joined: false,
            children: Vec::new(),
            site: 0,
            state: element.initial_state,
            stores: element.stores.iter().map(first_stocks).collect(),
            busy: None,
            blame: None,
            dry_kg: element.mass.kg(),
            back_at_base: None,
            base_departures: 0,
            came: Duration::ZERO,
            born: Duration::ZERO,
            stay_from: Duration::ZERO,
            lumps_asked: Vec::new(),
        }
    }
}

/// What is in a store at first. A tank has a place for its resource even while it is empty, so that
/// products find it.
fn first_stocks(store: &Store) -> Vec<Stock> {
    let mut stocks: Vec<Stock> = store
        .contents
        .iter()
        .map(|lot| Stock::new(lot.good, lot.amount))
        .collect();
    if let (StoreKind::Tank(resource), true) = (store.kind, stocks.is_empty()) {
        stocks.push(Stock::new(Good::Specific(resource), 0.0));
    }
    stocks
}
