//! Manifesting as a whole.

use crate::catalogue::Catalogue;
use crate::fit::{Task, load_by_narrow};
use crate::load::Loaded;
use crate::manifested::{Manifested, Options, Shortfall, Totals};
use crate::mass::Mg;
use crate::network::{Cut, Narrow, Network, Sources};
use crate::pack::Parcel;
use crate::relaxation::Raise;
use crate::report::Reporter;
use crate::trip::{Caps, Rooms, Trip, trips};
use crate::want::{Missing, Reader, Unmet, Want, wants};
use crate::whereabouts::Whereabouts;
use crate::write::Writer;
use portolan_model::{Activity, Campaign, Environment, Outcome, Plan, Status};
use portolan_vocabulary::{Findings, Id};
use std::collections::BTreeSet;

/// What a simulated manifest leaves unmet below this, in kg, is rounding: ten milligrams.
const ROUNDING_KG: f64 = 1e-5;
/// How often the cargo of a transport whose burns fail is halved between what it can and cannot carry.
const BISECTIONS: u32 = 12;

/// Turns a plan whose simulation leaves needs unmet into one that carries supplies for them, or says
/// why that cannot be, and the least raising of limits with which it can.
///
/// `simulate` says what happens when a plan is carried out in `campaign`; it is asked once for the plan
/// as it is and for every plan that is tried.
pub fn manifest(
    campaign: &Campaign,
    plan: &Plan,
    simulate: &mut dyn FnMut(&Plan) -> Outcome,
    options: &Options,
) -> Manifested {
    let outcome = simulate(plan);
    let places = Whereabouts::new(campaign, plan, &outcome);
    let trips = trips(campaign, plan, &outcome, &places);
    let sources = Sources::new(campaign, &options.sources);
    let reader = Reader {
        campaign,
        trips: &trips,
        sources: &sources,
        places: &places,
    };
    let unmet = reader.unmet(&outcome);
    let mut run = Run {
        campaign,
        plan,
        options,
        trips: &trips,
        sources: &sources,
        places: &places,
        outcome: &outcome,
        report: Reporter {
            campaign,
            plan,
            trips: &trips,
        },
        missing: Missing::new(),
        caps: Caps::default(),
        shortfalls: Vec::new(),
        findings: Findings::new(),
        needed_kg: 0.0,
        ashore: false,
    };
    run.take_in(unmet);
    run.go(simulate)
}

struct Run<'a> {
    campaign: &'a Campaign,
    plan: &'a Plan,
    options: &'a Options,
    trips: &'a [Trip],
    sources: &'a Sources,
    places: &'a Whereabouts<'a>,
    /// Of the plan as it was.
    outcome: &'a Outcome,
    report: Reporter<'a>,
    /// What is to be shipped.
    missing: Missing,
    caps: Caps,
    shortfalls: Vec<Shortfall>,
    findings: Findings,
    needed_kg: f64,
    /// Whether cargo is taken out of its carriers at every stop. At first it is not; but needs of a
    /// place draw on what waits in a carrier there before they draw on what stands ashore, so cargo on
    /// its way may be used up where it only waits.
    ashore: bool,
}

/// A manifest as written and simulated.
struct Trial {
    loaded: Loaded,
    plan: Plan,
    outcome: Outcome,
    /// What it leaves unmet, of what can be reached.
    left: Missing,
    left_kg: f64,
}

impl<'a> Run<'a> {
    /// Keeps what can be shipped, and says what cannot.
    fn take_in(&mut self, unmet: Unmet) {
        if unmet.on_earth_kg > 0.0 {
            self.findings.push(self.report.on_earth(unmet.on_earth_kg));
        }
        let mut shortfalls = unmet.lost;
        let beyond = self.beyond_reach(&unmet.missing);
        shortfalls.extend(self.report.shortfalls(&beyond));
        self.findings.extend(self.report.unreachable(&shortfalls));
        self.shortfalls = shortfalls;
        self.missing = unmet.missing;
        self.missing.retain(|key, _| !beyond.contains_key(key));
        self.needed_kg = self.missing.values().sum();
    }

    /// The part of what is missing that no trip could bring, whatever its room.
    fn beyond_reach(&self, missing: &Missing) -> Missing {
        let catalogue = Catalogue::new(self.campaign, missing, self.options);
        let wants = wants(self.campaign, missing, &catalogue, self.options);
        let open = Rooms::open(self.trips);
        let mut beyond = BTreeSet::new();
        for environment in [Environment::Pressurised, Environment::Unpressurised] {
            let network = Network::new(self.trips, self.sources, &wants, &open, environment);
            let unreachable = network.unreachable().into_iter().map(|at| &wants[at]);
            beyond.extend(unreachable.map(|want: &Want| (want.due, want.place, environment)));
        }
        let is_beyond = |(due, place, good): &(_, _, _)| {
            beyond.contains(&(*due, *place, catalogue.environment(*good)))
        };
        let all = missing.iter().filter(|(key, _)| is_beyond(key));
        all.map(|(key, mass_kg)| (*key, *mass_kg)).collect()
    }

    fn go(mut self, simulate: &mut dyn FnMut(&Plan) -> Outcome) -> Manifested {
        if self.missing.is_empty() {
            let plan = Some(self.plan.clone());
            return self.answer(plan, Vec::new(), Totals::default());
        }
        let mut best: Option<Trial> = None;
        for round in 0_u32.. {
            let catalogue = Catalogue::new(self.campaign, &self.missing, self.options);
            let wants = wants(self.campaign, &self.missing, &catalogue, self.options);
            let caps = self.caps.clone();
            let task = self.task(&wants, &catalogue, &caps);
            let loaded = match (task.fit(&Raise::new()), best.take()) {
                (Ok(loaded), before) => {
                    best = before;
                    loaded
                }
                // What is asked for besides, after a trial, does not fit: the trial is the answer.
                (Err(_), Some(before)) => return self.done(before),
                (Err(cuts), None) => return self.short(&task, &cuts),
            };
            let trial = self.tried(loaded, simulate);
            let last = round >= self.options.corrections;
            if let Some(stranded) = self.stranded(&trial.plan, &trial.outcome) {
                if last || !self.lighten(&trial.loaded, stranded, simulate) {
                    return self.done(trial);
                }
                continue;
            }
            let better = best
                .as_ref()
                .is_none_or(|best| trial.left_kg < best.left_kg);
            let enough = trial.left_kg <= 0.0 || last || (!better && self.ashore);
            let left = trial.left.clone();
            if better {
                best = Some(trial);
            }
            if enough {
                break;
            }
            self.ask_for_more(left);
        }
        match best {
            Some(best) => self.done(best),
            None => self.answer(None, Vec::new(), Totals::default()),
        }
    }

    fn task<'b>(&self, wants: &'b [Want], catalogue: &'b Catalogue, caps: &'b Caps) -> Task<'b>
    where
        'a: 'b,
    {
        Task {
            trips: self.trips,
            sources: self.sources,
            wants,
            catalogue,
            caps,
        }
    }

    /// Writes a loading down and simulates it.
    fn tried(&self, loaded: Loaded, simulate: &mut dyn FnMut(&Plan) -> Outcome) -> Trial {
        let plan = self.writer(&loaded).plan(&|_| 1.0);
        let outcome = simulate(&plan);
        let mut left = self.left_by(&plan, &outcome).missing;
        left.retain(|_, mass_kg| *mass_kg > ROUNDING_KG);
        let beyond = self.beyond_reach(&left);
        left.retain(|key, _| !beyond.contains_key(key));
        Trial {
            left_kg: left.values().sum(),
            left,
            loaded,
            plan,
            outcome,
        }
    }

    /// Has cargo taken ashore at its stops; where it is already, asks for what a trial left unmet.
    fn ask_for_more(&mut self, left: Missing) {
        if !self.ashore {
            self.ashore = true;
            return;
        }
        for (key, mass_kg) in left {
            *self.missing.entry(key).or_insert(0.0) += mass_kg;
        }
    }

    fn writer<'b>(&self, loaded: &'b Loaded) -> Writer<'b>
    where
        'a: 'b,
    {
        Writer {
            campaign: self.campaign,
            plan: self.plan,
            trips: self.trips,
            sources: self.sources,
            places: self.places,
            end: self.outcome.end,
            loaded,
            ashore: self.ashore,
        }
    }

    fn answer(
        self,
        plan: Option<Plan>,
        shipments: Vec<crate::Shipment>,
        totals: Totals,
    ) -> Manifested {
        Manifested {
            plan,
            shipments,
            shortfalls: self.shortfalls,
            relaxation: None,
            findings: self.findings,
            totals: Totals {
                needed_kg: self.needed_kg,
                ..totals
            },
        }
    }

    /// Says what does not fit, and with what raising it does.
    fn short(mut self, task: &Task<'_>, cuts: &[Cut]) -> Manifested {
        let proven = [task.net(), task.least()]
            .iter()
            .map(|masses| task.cuts(masses))
            .find(|cuts| !cuts.is_empty());
        match &proven {
            Some(proven) => self
                .findings
                .extend(proven.iter().map(|cut| self.report.capacity(task, cut))),
            None => self.findings.push(self.report.no_packing(task)),
        }
        for cut in proven.as_deref().unwrap_or(cuts) {
            self.shortfalls
                .extend(self.report.cut_shortfalls(task, cut));
        }
        let Some((raise, loaded)) = task.relax() else {
            return self.answer(None, Vec::new(), Totals::default());
        };
        let least = task.least_raise().unwrap_or(0);
        let relaxation = self
            .report
            .relaxation(&raise, least, &load_by_narrow(&loaded));
        let writer = self.writer(&loaded);
        let totals = writer.totals(self.needed_kg);
        let shipments = writer.shipments();
        self.findings
            .push(self.report.relaxed(&relaxation, &totals));
        Manifested {
            relaxation: Some(relaxation),
            ..self.answer(None, shipments, totals)
        }
    }

    /// Says what the plan leaves unmet, as simulated.
    fn done(mut self, trial: Trial) -> Manifested {
        let unmet = self.left_by(&trial.plan, &trial.outcome);
        let mut left = self.report.shortfalls(&unmet.missing);
        left.extend(unmet.lost);
        left.retain(|shortfall| shortfall.mass_kg > ROUNDING_KG);
        // What cannot be reached was said already.
        let known = |left: &Shortfall| {
            self.shortfalls.iter().any(|known| {
                known.site == left.site && known.good == left.good && known.due == left.due
            })
        };
        left.retain(|shortfall| !known(shortfall));
        self.findings.extend(self.report.unmet(&left));
        self.shortfalls.extend(left);
        for activity in self.disturbed(&trial) {
            self.findings.push(self.report.disturbed(activity.as_str()));
        }
        let writer = self.writer(&trial.loaded);
        let (shipments, totals) = (writer.shipments(), writer.totals(self.needed_kg));
        self.findings.push(self.report.packed(&totals));
        self.answer(Some(trial.plan), shipments, totals)
    }

    fn left_by(&self, plan: &Plan, outcome: &Outcome) -> Unmet {
        let places = Whereabouts::new(self.campaign, plan, outcome);
        let reader = Reader {
            campaign: self.campaign,
            trips: self.trips,
            sources: self.sources,
            places: &places,
        };
        reader.unmet(outcome)
    }

    /// The first trip that arrived without the cargo, and does not with it.
    fn stranded(&self, plan: &Plan, outcome: &Outcome) -> Option<usize> {
        let movements = outcome.movements.iter();
        let arrived: BTreeSet<&Id<Activity>> = movements
            .filter(|movement| movement.arrive.is_some())
            .filter_map(|movement| plan.activities.at(movement.activity))
            .map(|activity| &activity.id)
            .collect();
        self.trips
            .iter()
            .position(|trip| !arrived.contains(&trip.id))
    }

    /// Activities that are not done with the cargo: those of the manifest, and those of the plan that
    /// were done without it.
    fn disturbed(&self, trial: &Trial) -> Vec<Id<Activity>> {
        let failed = |outcome: &Outcome, plan: &Plan| -> BTreeSet<Id<Activity>> {
            let events = outcome.events.iter();
            events
                .filter(|event| matches!(event.status, Status::Blocked | Status::Followed))
                .filter_map(|event| plan.activities.at(event.activity))
                .map(|activity| activity.id.clone())
                .collect()
        };
        let before = failed(self.outcome, self.plan);
        let after = failed(&trial.outcome, &trial.plan);
        after.difference(&before).cloned().collect()
    }

    /// Finds the most cargo with which a trip still arrives, and caps what is to blame by it: the trip
    /// itself, or the last one before it that burned propellant for cargo with one of its elements.
    fn lighten(
        &mut self,
        loaded: &Loaded,
        stranded: usize,
        simulate: &mut dyn FnMut(&Plan) -> Outcome,
    ) -> bool {
        let Some((to_blame, load)) = self.to_blame(loaded, stranded) else {
            return false;
        };
        let rides = |parcel: &Parcel| {
            let route = &loaded.batches[parcel.batch].route;
            route.iter().any(|(trip, _)| *trip == to_blame)
        };
        let (mut can, mut cannot) = (0.0, 1.0);
        for _ in 0..BISECTIONS {
            let part = (can + cannot) / 2.0;
            let share = |parcel: &Parcel| if rides(parcel) { part } else { 1.0 };
            let plan = self.writer(loaded).plan(&share);
            let outcome = simulate(&plan);
            let first = self.stranded(&plan, &outcome);
            if first.is_none_or(|first| first > stranded) {
                can = part;
            } else {
                cannot = part;
            }
        }
        let cap = (load as f64 * can).floor() as Mg;
        self.findings
            .push(self.report.propulsion(to_blame, cap, load));
        self.caps.trips.insert(self.trips[to_blame].activity, cap);
        true
    }

    fn to_blame(&self, loaded: &Loaded, stranded: usize) -> Option<(usize, Mg)> {
        let loads = load_by_narrow(loaded);
        let load = |trip: usize| loads.get(&Narrow::Trip(trip)).copied().unwrap_or(0);
        let shares = |trip: usize| {
            let listed = &self.trips[stranded].listed;
            self.trips[trip]
                .listed
                .iter()
                .any(|element| listed.contains(element))
        };
        (0..=stranded)
            .rev()
            .find(|trip| self.trips[*trip].powered && load(*trip) > 0 && shares(*trip))
            .map(|trip| (trip, load(trip)))
    }
}
