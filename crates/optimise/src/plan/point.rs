//! One point of the network: what is done at a node at an instant.

use super::book::{Book, NOTHING_KG};
use super::deal::{self, Party};
use super::fill::{self, Filled};
use super::flight::{self, Flight};
use super::handle::{self, Wishes};
use super::site::{Place, Want, Work};
use super::{Unwritable, Writer, activities, is_used};
use crate::network::{Requirement, Spot, Taken};
use portolan_model::{Action, Good, Node, Rate};
use portolan_vocabulary::{Duration, Index, Speed};
use std::collections::BTreeMap;

/// What stands still a moment longer for a demand that is due.
const MOMENT: Duration = Duration::from_micros(1);

/// What is at a point and where it goes.
struct Scene {
    point: usize,
    node: Index<Node>,
    at: Duration,
    /// Pieces from this number on are new.
    first_new: usize,
    here: Vec<usize>,
    parties: Vec<Party>,
    filled: Vec<Filled>,
    left: Vec<usize>,
    targets: BTreeMap<(usize, Good), f64>,
    /// What is kept for demands that are due, besides the targets of the wait.
    kept: BTreeMap<(usize, Good), f64>,
}

/// A plant at work over a wait.
struct Shift {
    work: Work,
    duration: Duration,
    /// What it uses up, as its design says it.
    inputs: Vec<(Good, f64)>,
}

impl Writer<'_> {
    pub(super) fn point(&mut self, point: usize) -> Result<(), Unwritable> {
        let Spot::Node(node) = self.book.network.points[point].spot else {
            return Ok(());
        };
        let mut scene = self.scene(point, node)?;
        if scene.here.is_empty() && scene.parties.is_empty() {
            return self.need_nothing(point);
        }
        self.keep(&mut scene)?;
        self.rehang(&mut scene);
        self.handling(&scene)?;
        self.load(&scene);
        for party in 0..scene.parties.len() {
            self.depart(&scene, party)?;
        }
        self.work(&scene);
        let had_due = self.with_due(&scene);
        self.serve(&scene)?;
        self.leave_behind(&scene, &had_due);
        self.wait(&scene)
    }

    fn scene(&mut self, point: usize, node: Index<Node>) -> Result<Scene, Unwritable> {
        let network = self.book.network;
        let first_new = self.book.pieces.len();
        let mut here = self.arrivals.remove(&point).unwrap_or_default();
        for (take, count) in network.takes.iter().zip(&self.flows.takes) {
            if let (true, Taken::Pieces(kind)) = (take.point == point, take.what)
                && !network.kinds[kind].free
            {
                // A whole number but for rounding.
                let count = count.round() as u32;
                here.extend((0..count).map(|_| self.book.add(kind)));
            }
        }
        let arcs: Vec<usize> = (0..network.arcs.len())
            .filter(|arc| network.arcs[*arc].from == point && is_used(self.flows, *arc))
            .collect();
        let (mut spare, real): (Vec<usize>, Vec<usize>) =
            here.iter().partition(|piece| self.book.kind(**piece).free);
        let (mut parties, mut left) =
            deal::deal(&self.book, self.flows, point, node, &real, &arcs)?;
        self.book.margins = self.margins(point);
        let mut filled = Vec::new();
        for party in &mut parties {
            filled.push(fill::fill(&mut self.book, self.flows, party, &mut spare)?);
        }
        left.extend(spare);
        let targets = filled.iter().flat_map(|filled| filled.targets.clone());
        Ok(Scene {
            point,
            node,
            at: network.points[point].time,
            first_new,
            here,
            targets: targets.collect(),
            parties,
            filled,
            left,
            kept: BTreeMap::new(),
        })
    }

    fn margins(&self, point: usize) -> BTreeMap<usize, f64> {
        let offered = self.offered(point).into_keys();
        offered.map(|good| (good, self.attempt.margin)).collect()
    }

    /// The amounts that are due at a point: goods and mass in kg.
    fn due(&self, point: usize) -> Vec<(Vec<usize>, f64)> {
        let due = self.book.network.requirements.iter();
        due.filter_map(|requirement| match requirement {
            Requirement::Amount {
                point: at,
                goods,
                mass_kg,
                ..
            } if *at == point && *mass_kg > 0.0 => Some((goods.clone(), *mass_kg)),
            _ => None,
        })
        .collect()
    }

    fn need_nothing(&self, point: usize) -> Result<(), Unwritable> {
        match self.due(point).first() {
            Some((goods, mass_kg)) if *mass_kg > NOTHING_KG => Err(Unwritable::Short {
                point,
                good: goods.first().copied().unwrap_or(0),
                mass_kg: *mass_kg,
            }),
            _ => Ok(()),
        }
    }

    /// Plans what is due into stores that stay: of what waits, of what is left, or of a free container.
    fn keep(&mut self, scene: &mut Scene) -> Result<(), Unwritable> {
        for (goods, mass_kg) in self.due(scene.point) {
            let mut rest = mass_kg;
            for (at, good) in goods.iter().enumerate() {
                let kg = if at + 1 == goods.len() {
                    rest
                } else {
                    rest.min(self.unplanned_kg(scene, *good))
                };
                rest -= kg - self.keep_good(scene, *good, kg);
            }
            if rest > NOTHING_KG.max(1e-6 * mass_kg) {
                return Err(Unwritable::NothingKeeps {
                    point: scene.point,
                    good: goods.last().copied().unwrap_or(0),
                    mass_kg: rest,
                });
            }
        }
        Ok(())
    }

    /// How much of a good there is that nothing takes on, in kg.
    fn unplanned_kg(&self, scene: &Scene, good: usize) -> f64 {
        let name = self.book.network.goods[good];
        let all = scene.here.iter();
        let had: f64 = all.map(|piece| self.book.held_kg(*piece, name)).sum();
        let offered = self.offered(scene.point).get(&good).copied().unwrap_or(0.0);
        let planned = scene.targets.iter().filter(|((_, of), _)| *of == name);
        (had + offered - planned.map(|(_, kg)| *kg).sum::<f64>()).max(0.0)
    }

    /// Plans an amount into what stays; returns what finds no room, in kg.
    fn keep_good(&mut self, scene: &mut Scene, good: usize, kg: f64) -> f64 {
        let name = self.book.network.goods[good];
        let waits = scene.parties.iter().position(|party| party.trip.is_none());
        let mut keepers = Filled::default();
        let waiting = match waits {
            Some(at) => {
                keepers = scene.filled[at].clone();
                scene.parties[at].all()
            }
            None => Vec::new(),
        };
        let serving = |book: &Book<'_>, piece: usize| {
            let stores = book.element(piece).stores.iter().enumerate();
            let serving = stores.filter(|(_, store)| store.serves_demands);
            serving.map(|(at, _)| (piece, at)).collect::<Vec<_>>()
        };
        let staying = waiting.iter().chain(&scene.left).copied();
        let mut stores: Vec<(usize, usize)> = staying
            .flat_map(|piece| serving(&self.book, piece))
            .collect();
        let mut before: BTreeMap<usize, f64> = BTreeMap::new();
        for (piece, _) in &stores {
            let target = keepers.targets.get(&(*piece, name));
            before.insert(*piece, target.copied().unwrap_or(0.0));
        }
        let mut left = keepers.keep(&self.book, &stores, name, kg);
        left = keepers.pour(&self.book, &stores, name, left);
        if left > NOTHING_KG
            && let Some(piece) = self.free_container(scene.point, good)
        {
            scene.left.push(piece);
            stores.extend(serving(&self.book, piece));
            left = keepers.pour(&self.book, &stores, name, left);
        }
        for (piece, _) in &stores {
            let target = keepers.targets.get(&(*piece, name)).copied().unwrap_or(0.0);
            let more = target - before.get(piece).copied().unwrap_or(0.0);
            if more > 0.0 {
                scene.targets.insert((*piece, name), target);
                *scene.kept.entry((*piece, name)).or_insert(0.0) += more;
                before.insert(*piece, target);
            }
        }
        if let Some(at) = waits {
            scene.filled[at] = keepers;
        }
        left
    }

    /// A new free container that keeps a good for demands, where one is on offer.
    fn free_container(&mut self, point: usize, good: usize) -> Option<usize> {
        let network = self.book.network;
        let offered = |kind: usize| {
            let mut takes = network.takes.iter();
            takes.any(|take| take.point == point && take.what == Taken::Pieces(kind))
        };
        let mut pools = network.pools.iter();
        let kind = pools.find_map(|pool| {
            let keeps =
                pool.serves && pool.goods.contains(&good) && fill::is_free(&self.book, pool);
            let mut kinds = pool.stores.iter().map(|(kind, _)| *kind);
            keeps.then(|| kinds.find(|kind| offered(*kind)))?
        })?;
        Some(self.book.add(kind))
    }

    /// What is taken on offer at a point, by good, in kg.
    fn offered(&self, point: usize) -> BTreeMap<usize, f64> {
        let network = self.book.network;
        let mut offered = BTreeMap::new();
        for (take, kg) in network.takes.iter().zip(&self.flows.takes) {
            if let (true, Taken::Good(good)) = (take.point == point && *kg > 0.0, take.what) {
                let limited = network.campaign.offers[take.offer].limit.is_some();
                // A solution is exact to rounding; so is what is taken.
                let kg = if limited {
                    *kg
                } else {
                    kg * (1.0 + 2.0 * self.attempt.margin) + self.attempt.slack_kg
                };
                *offered.entry(good).or_insert(0.0) += kg;
            }
        }
        offered
    }

    /// Takes out of holds what does not stay in them, and brings into being what is new.
    fn rehang(&mut self, scene: &mut Scene) {
        let mut out = Vec::new();
        for piece in &scene.here {
            let Some(holder) = self.book.pieces[*piece].holder else {
                continue;
            };
            let stays = scene.holder(*piece) == Some(holder)
                || (scene.left.contains(piece) && scene.left.contains(&holder));
            if !stays {
                out.push(*piece);
                self.book.pieces[*piece].holder = None;
            }
        }
        let new: Vec<usize> = (scene.first_new..self.book.pieces.len()).collect();
        self.activities
            .unload(&self.book, scene.at, scene.node, &out);
        self.activities
            .create(&self.book, scene.at, scene.node, &new);
    }

    fn handling(&mut self, scene: &Scene) -> Result<(), Unwritable> {
        let parties = |flies: bool| {
            let of = scene.parties.iter();
            let of = of.filter(move |party| party.trip.is_some() == flies);
            of.flat_map(Party::all).collect::<Vec<_>>()
        };
        let wishes = Wishes {
            targets: &scene.targets,
            leaving: &parties(true),
            waiting: &parties(false),
            left: &scene.left,
            takes: &self.offered(scene.point),
        };
        let steps = handle::handle(&mut self.book, scene.point, &wishes)?;
        self.activities
            .handling(&self.book, scene.at, scene.node, &steps);
        Ok(())
    }

    /// Puts riders into their holds.
    fn load(&mut self, scene: &Scene) {
        let mut loads: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for filled in &scene.filled {
            for (piece, holder) in &filled.stowage {
                if self.book.pieces[*piece].holder != Some(*holder) {
                    loads.entry(*holder).or_default().push(*piece);
                }
            }
        }
        for (holder, pieces) in loads {
            self.activities
                .load(&self.book, scene.at, scene.node, &pieces, holder);
            for piece in pieces {
                self.book.pieces[piece].holder = Some(holder);
            }
        }
    }

    /// Lets a party leave, as one trip or each vehicle by itself.
    fn depart(&mut self, scene: &Scene, party: usize) -> Result<(), Unwritable> {
        let party = &scene.parties[party];
        let Some(trip) = party.trip else {
            return Ok(());
        };
        let flight = fill::flight(&self.book, self.flows, party);
        if !self.book.network.trips[trip].single {
            return self.fly(scene, &flight);
        }
        for flight in by_vehicle(&self.book, flight) {
            self.fly(scene, &flight)?;
        }
        Ok(())
    }

    fn fly(&mut self, scene: &Scene, flight: &Flight) -> Result<(), Unwritable> {
        let network = self.book.network;
        let trip = &network.trips[flight.trip];
        let listed = listed(&self.book, flight);
        let speed = speed(&self.book, flight.trip, &listed)?;
        let flown = flight.fly(&mut self.book);
        let arc = |leg: usize| trip.legs.get(leg).copied().unwrap_or(0);
        if let Some((leg, short_m_s)) = flown.short {
            let arc = arc(leg);
            return Err(Unwritable::Burn { arc, short_m_s });
        }
        if flown.unmet_kg > self.attempt.slack_kg {
            let mass_kg = flown.unmet_kg;
            return Err(Unwritable::Unmet {
                arc: arc(0),
                mass_kg,
            });
        }
        let mut burns = flown.steps;
        burns.truncate(activities::burns(network.edge(trip), trip.depart));
        let elements = listed
            .iter()
            .map(|piece| self.book.pieces[*piece].index)
            .collect();
        let action = Action::Transport {
            edge: trip.edge,
            elements,
            burns,
            speed,
            duty_cycle: 1.0,
            moving_state: None,
        };
        let ends = (trip.origin, trip.destination);
        let name = activities::trip(&self.book, &listed, ends);
        self.activities.write(scene.at, scene.node, name, action);
        self.arrive(flight);
        Ok(())
    }

    fn arrive(&mut self, flight: &Flight) {
        let network = self.book.network;
        let trip = &network.trips[flight.trip];
        for (piece, _) in &flight.pieces {
            if self.book.element(*piece).upkeep.base == Some(trip.origin) {
                self.book.pieces[*piece].departures += 1;
            }
        }
        let to = trip.legs.last().map(|arc| network.arcs[*arc].to);
        for piece in flight.arriving(network) {
            let upkeep = &self.book.element(piece).upkeep;
            if upkeep.base == Some(trip.destination) {
                let ready = trip.arrive + upkeep.turnaround;
                self.book.pieces[piece].ready = ready;
            }
            self.book.pieces[piece].waited = false;
            if let Some(to) = to {
                self.arrivals.entry(to).or_default().push(piece);
            }
        }
    }

    /// Lets plants work over a wait.
    fn work(&mut self, scene: &Scene) {
        for shift in self.shifts(scene) {
            let (duration, plant) = (shift.duration, shift.work.plant);
            let rates = |of: &[(Good, f64)]| {
                let rate = |(good, kg_per_s): &(Good, f64)| Rate {
                    good: *good,
                    per_day: kg_per_s * 86_400.0 / self.book.campaign().unit_mass_kg(*good),
                };
                of.iter().map(rate).collect::<Vec<_>>()
            };
            let action = Action::Produce {
                plant: self.book.pieces[plant].index,
                inputs: rates(&shift.inputs),
                outputs: rates(&shift.work.outputs),
                duration,
            };
            let name = format!(
                "{} works at {}",
                activities::names(&self.book, &[plant]),
                activities::place(&self.book, scene.node)
            );
            self.activities.write(scene.at, scene.node, name, action);
        }
    }

    /// The plants at work over the wait.
    fn shifts(&self, scene: &Scene) -> Vec<Shift> {
        let network = self.book.network;
        let waits = scene.parties.iter().filter(|party| party.trip.is_none());
        let mut shifts = Vec::new();
        for party in waits {
            let arc = &network.arcs[party.arc];
            let duration = network.points[arc.to].time - network.points[arc.from].time;
            for (kind, days) in &self.flows.arcs[party.arc].runs {
                let of_kind = |piece: &usize| self.book.pieces[*piece].kind == *kind;
                let plants: Vec<usize> = party.all().into_iter().filter(of_kind).collect();
                let Some(plant) = &network.kinds[*kind].element.plant else {
                    continue;
                };
                let share = days / (plants.len().max(1) as f64 * network.days(arc));
                if share <= 1e-12 || !share.is_finite() {
                    continue;
                }
                let kg_per_s = |rate: &Rate| {
                    let unit_kg = network.campaign.unit_mass_kg(rate.good);
                    (rate.good, rate.per_day * share * unit_kg / 86_400.0)
                };
                let inputs: Vec<_> = plant.inputs.iter().map(kg_per_s).collect();
                let outputs: Vec<_> = plant.outputs.iter().map(kg_per_s).collect();
                for plant in plants {
                    let served = inputs.iter();
                    let served = served.map(|(good, rate)| (self.serving(*good), *rate));
                    let work = Work {
                        plant,
                        inputs: served.collect(),
                        outputs: outputs.clone(),
                    };
                    shifts.push(Shift {
                        work,
                        duration,
                        inputs: inputs.clone(),
                    });
                }
            }
        }
        shifts
    }

    fn serving(&self, wanted: Good) -> Vec<Good> {
        let goods = self.book.network.goods.iter().copied();
        goods
            .filter(|stock| self.book.campaign().serves(*stock, wanted))
            .collect()
    }

    /// What is due is taken from what stays.
    fn serve(&mut self, scene: &Scene) -> Result<(), Unwritable> {
        let staying = scene.staying();
        for (goods, mass_kg) in self.due(scene.point) {
            let serving: Vec<Good> = goods
                .iter()
                .map(|good| self.book.network.goods[*good])
                .collect();
            let place = Place::of(&self.book, &staying);
            let missing = place.ask(&mut self.book, None, &serving, mass_kg);
            if missing > self.attempt.slack_kg.max(self.attempt.slack * mass_kg) {
                return Err(Unwritable::NothingKeeps {
                    point: scene.point,
                    good: goods.first().copied().unwrap_or(0),
                    mass_kg: missing,
                });
            }
        }
        Ok(())
    }

    /// Removes what nothing takes on. What holds goods that are due stands a moment longer, and what waits then gets from it
    /// what demands took from the wrong store.
    fn leave_behind(&mut self, scene: &Scene, had_due: &[usize]) {
        let carries = |piece: &usize| {
            let mut held = had_due.iter();
            held.any(|held| self.book.pieces[*held].holder == Some(*piece))
        };
        let later = |piece: &usize| had_due.contains(piece) || carries(piece);
        let (kept, gone): (Vec<usize>, Vec<usize>) = scene.left.iter().partition(|it| later(it));
        self.remove(scene, scene.at, &gone);
        if kept.is_empty() {
            return;
        }
        let mut targets = scene.targets.clone();
        for (key, kg) in &scene.kept {
            targets.entry(*key).and_modify(|target| *target -= kg);
        }
        let waits = scene.parties.iter().filter(|party| party.trip.is_none());
        let waiting: Vec<usize> = waits.flat_map(Party::all).collect();
        let wishes = Wishes {
            targets: &targets,
            leaving: &[],
            waiting: &waiting,
            left: &kept,
            takes: &BTreeMap::new(),
        };
        let at = scene.at + MOMENT;
        // What is still short then shows where it is used.
        let mut trial = self.book.clone();
        if let Ok(steps) = handle::handle(&mut trial, scene.point, &wishes) {
            self.activities.handling(&trial, at, scene.node, &steps);
            self.book = trial;
        }
        self.remove(scene, at, &kept);
    }

    /// True for what was lent at a node and is to be there in the end.
    fn is_back(&self, scene: &Scene, piece: usize) -> bool {
        let network = self.book.network;
        let spot = Spot::Node(scene.node);
        let mut points = network.points.iter();
        let ends = !points.any(|point| point.spot == spot && point.time > scene.at);
        let kind = Taken::Pieces(self.book.pieces[piece].kind);
        let mut takes = network.takes.iter();
        ends && takes.any(|take| {
            let offer = &network.campaign.offers[take.offer];
            take.what == kind && offer.lent && offer.node == scene.node
        })
    }

    /// Removes pieces with what is in their holds, unless the time looked at is over; what was lent and is back stays.
    fn remove(&mut self, scene: &Scene, at: Duration, pieces: &[usize]) {
        if at > self.book.network.end {
            return;
        }
        let inside = |piece: &usize| {
            let holder = self.book.pieces[*piece].holder;
            holder.is_some_and(|holder| pieces.contains(&holder))
        };
        let mut roots = pieces.to_vec();
        roots.retain(|piece| !inside(piece) && !self.is_back(scene, *piece));
        self.activities.remove(&self.book, at, scene.node, &roots);
    }

    /// The pieces that nothing takes on and that hold something that is due.
    fn with_due(&self, scene: &Scene) -> Vec<usize> {
        let due = self.due(scene.point);
        let wanted = due.iter().flat_map(|(goods, _)| goods);
        let wanted: Vec<Good> = wanted.map(|good| self.book.network.goods[*good]).collect();
        let holds = |piece: &usize| {
            let mut held = wanted.iter().map(|good| self.book.held_kg(*piece, *good));
            held.any(|kg| kg > 0.0)
        };
        scene.left.iter().copied().filter(holds).collect()
    }

    /// Lets time pass for what waits.
    fn wait(&mut self, scene: &Scene) -> Result<(), Unwritable> {
        let network = self.book.network;
        let works: Vec<Work> = self
            .shifts(scene)
            .into_iter()
            .map(|shift| shift.work)
            .collect();
        for party in scene.parties.iter().filter(|party| party.trip.is_none()) {
            let arc = &network.arcs[party.arc];
            let time = network.points[arc.to].time - network.points[arc.from].time;
            let pieces = party.all();
            let mut wants = flight::wants(&self.book, &pieces);
            wants.extend(self.rates(party.arc, time));
            let place = Place::of(&self.book, &pieces);
            let mass_kg = place.pass(&mut self.book, &wants, &works, time.seconds());
            if mass_kg > self.attempt.slack_kg {
                let arc = party.arc;
                return Err(Unwritable::Unmet { arc, mass_kg });
            }
            for piece in pieces {
                self.book.pieces[piece].waited = true;
                self.arrivals.entry(arc.to).or_default().push(piece);
            }
        }
        Ok(())
    }

    /// The steady demands over a wait.
    fn rates(&self, wait: usize, time: Duration) -> Vec<Want> {
        let network = self.book.network;
        let rate = |requirement: &Requirement| match requirement {
            Requirement::Rate {
                arc,
                goods,
                mass_kg,
                ..
            } if *arc == wait && *mass_kg > 0.0 => Some(Want {
                origin: None,
                goods: goods.iter().map(|good| network.goods[*good]).collect(),
                kg_per_s: mass_kg / time.seconds(),
            }),
            _ => None,
        };
        network.requirements.iter().filter_map(rate).collect()
    }
}

impl Scene {
    /// In whose hold a piece is to be.
    fn holder(&self, piece: usize) -> Option<usize> {
        let mut stowages = self.filled.iter().map(|filled| &filled.stowage);
        stowages.find_map(|stowage| stowage.get(&piece).copied())
    }

    /// What is still there after everything has left.
    fn staying(&self) -> Vec<usize> {
        let waits = self.parties.iter().filter(|party| party.trip.is_none());
        let mut staying: Vec<usize> = waits.flat_map(Party::all).collect();
        staying.extend(&self.left);
        staying
    }
}

/// What a transport lists: what is in no hold, what drives first.
fn listed(book: &Book<'_>, flight: &Flight) -> Vec<usize> {
    let pieces = flight.pieces.iter().map(|(piece, _)| *piece);
    let mut listed: Vec<usize> = pieces
        .filter(|piece| book.pieces[*piece].holder.is_none())
        .collect();
    listed.sort_by_key(|piece| {
        let element = book.element(*piece);
        (element.drive.is_none(), book.pieces[*piece].index)
    });
    listed
}

/// One flight for each vehicle that moves by itself, with what is in its hold; what is in none goes with the first.
fn by_vehicle(book: &Book<'_>, flight: Flight) -> Vec<Flight> {
    let moves = |piece: usize| {
        let element = book.element(piece);
        let itself = element.drive.is_some() || !element.propulsion.is_empty();
        itself && book.pieces[piece].holder.is_none()
    };
    let pieces = || flight.pieces.iter().map(|(piece, _)| *piece);
    let mut vehicles: Vec<usize> = pieces().filter(|piece| moves(*piece)).collect();
    vehicles.sort_by_key(|piece| book.pieces[*piece].index);
    let Some(first) = vehicles.first().copied() else {
        return vec![flight];
    };
    let vehicle_of = |piece: usize| {
        let mut root = piece;
        while let Some(holder) = book.pieces[root].holder {
            root = holder;
        }
        if vehicles.contains(&root) {
            root
        } else {
            first
        }
    };
    let of = |vehicle: &usize| {
        let ranked = flight.pieces.iter().zip(&flight.rank);
        let own: Vec<_> = ranked
            .filter(|((piece, _), _)| vehicle_of(*piece) == *vehicle)
            .collect();
        Flight {
            trip: flight.trip,
            pieces: own.iter().map(|(piece, _)| **piece).collect(),
            rank: own.iter().map(|(_, rank)| **rank).collect(),
        }
    };
    vehicles.iter().map(of).collect()
}

/// The speed that a trip says, where its way has no duration and its vehicle would be too fast.
fn speed(book: &Book<'_>, trip: usize, listed: &[usize]) -> Result<Option<Speed>, Unwritable> {
    let of = &book.network.trips[trip];
    let way = book.network.edge(of).way_at(of.depart);
    let lasts = of.arrive - of.depart;
    if let Some(duration) = way.duration() {
        let fits = duration == lasts;
        return if fits {
            Ok(None)
        } else {
            Err(Unwritable::Timing { trip })
        };
    }
    let distance_m = way.distance().map_or(0.0, |distance| distance.m());
    let drives = listed.iter().find_map(|piece| book.element(*piece).drive);
    let Some(drive) = drives else {
        return Err(Unwritable::Timing { trip });
    };
    let takes = |speed_m_s: f64| Duration::from_seconds(distance_m / speed_m_s);
    let highest_m_s = drive.max_speed.m_s();
    if takes(highest_m_s) == lasts {
        return Ok(None);
    }
    let speed_m_s = distance_m / lasts.seconds();
    if speed_m_s <= highest_m_s && takes(speed_m_s) == lasts {
        return Ok(Some(Speed::new(speed_m_s)));
    }
    Err(Unwritable::Timing { trip })
}
