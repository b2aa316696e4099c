//! Stowing: which piece rides in whose hold.
//!
//! Lumps go whole into single holds, which the sums of the network do not see. The search is exact: the heaviest first, depth
//! first, the hold that it is in already before the others.

use super::Unwritable;
use super::book::Book;
use super::deal::Party;
use crate::network::Passage;
use portolan_model::{Environment, Hold};
use std::collections::BTreeMap;

/// So many placements are tried before the search gives up.
const MOST_TRIALS: u32 = 200_000;

/// In whose hold each piece of a party is; pieces that stand or travel by themselves are not in it.
pub(super) type Stowage = BTreeMap<usize, usize>;

/// Finds a hold for every piece of a party that needs one. `mass_kg` is what a piece weighs with what is to be in its stores.
pub(super) fn stow(
    book: &Book<'_>,
    party: &Party,
    mass_kg: &BTreeMap<usize, f64>,
) -> Result<Stowage, Unwritable> {
    let Some(trip) = party.trip else {
        return Ok(waiting(book, party, mass_kg));
    };
    let ground = !book.network.edge(&book.network.trips[trip]).way.is_space();
    let carriers: Vec<Carrier> = party
        .pieces
        .iter()
        .filter_map(|(piece, last)| Carrier::of(book, *piece, *last))
        .filter(|carrier| !ground || book.element(carrier.piece).drive.is_some())
        .collect();
    let mut riders: Vec<Rider> = party
        .pieces
        .iter()
        .filter(|(piece, _)| rides(book, *piece, ground, &carriers))
        .map(|(piece, last)| Rider {
            piece: *piece,
            last: *last,
            mass_kg: mass_kg.get(piece).copied().unwrap_or(0.0),
        })
        .collect();
    riders.sort_by(|a, b| {
        let key = |rider: &Rider| book.pieces[rider.piece].index;
        b.mass_kg.total_cmp(&a.mass_kg).then(key(a).cmp(&key(b)))
    });
    let mut search = Search::new(book, riders, carriers);
    if search.place(0) {
        return Ok(search.stowage);
    }
    let kind = search
        .riders
        .get(search.deepest)
        .map_or(0, |rider| book.pieces[rider.piece].kind);
    Err(Unwritable::NoHold {
        arc: party.arc,
        kind,
    })
}

/// On a wait everything stays in its hold that waits too; in space, crew without one takes a seat where there is any.
fn waiting(book: &Book<'_>, party: &Party, mass_kg: &BTreeMap<usize, f64>) -> Stowage {
    let all = party.all();
    let held = |piece: &usize| Some((*piece, book.pieces[*piece].holder?));
    let held = all.iter().filter_map(held);
    let mut stowage: Stowage = held.filter(|(_, holder)| all.contains(holder)).collect();
    let Passage::Wait(node) = book.network.arcs[party.arc].passage else {
        return stowage;
    };
    if book.campaign().nodes[node].is_surface() {
        return stowage;
    }
    let rider = |piece: usize| Rider {
        piece,
        last: 0,
        mass_kg: mass_kg.get(&piece).copied().unwrap_or(0.0),
    };
    let standing = all.iter().copied();
    let standing = standing.filter(|it| book.element(*it).is_crew() && !stowage.contains_key(it));
    let riders: Vec<Rider> = standing.map(rider).collect();
    let carriers = all.iter().filter_map(|it| Carrier::of(book, *it, 0));
    let mut search = Search::new(book, riders, carriers.collect());
    for (piece, holder) in &stowage {
        let carrier = search.carriers.iter().position(|it| it.piece == *holder);
        if let Some(carrier) = carrier {
            search.load(rider(*piece), carrier, 1.0);
        }
    }
    if search.place(0) {
        stowage.extend(search.stowage);
    }
    stowage
}

/// True for a piece that must ride in a hold: crew, what needs pressure, and on the ground what does not move by itself.
/// Where a way carries things by itself and no vehicle is there, nothing rides.
fn rides(book: &Book<'_>, piece: usize, ground: bool, carriers: &[Carrier]) -> bool {
    let element = book.element(piece);
    let others = carriers.iter().filter(|carrier| carrier.piece != piece);
    let mut others = others.map(|carrier| &carrier.hold);
    if element.is_crew() {
        return others.any(|hold| hold.max_crew > 0);
    }
    let pressure = element.environment == Environment::Pressurised
        && book.campaign().settings.environment_limits;
    if ground {
        let trip_by_itself = element.drive.is_some();
        return !trip_by_itself && others.next().is_some();
    }
    let by_itself = !element.propulsion.is_empty() || element.hold.is_some();
    pressure && !by_itself && others.any(|hold| hold.environment == Environment::Pressurised)
}

#[derive(Clone, Copy)]
struct Rider {
    piece: usize,
    last: usize,
    mass_kg: f64,
}

struct Carrier {
    piece: usize,
    last: usize,
    hold: Hold,
    crew: u32,
    kg: f64,
    m3: f64,
    payload_kg: f64,
}

impl Carrier {
    fn of(book: &Book<'_>, piece: usize, last: usize) -> Option<Self> {
        Some(Self {
            piece,
            last,
            hold: book.element(piece).hold?,
            crew: 0,
            kg: 0.0,
            m3: 0.0,
            payload_kg: 0.0,
        })
    }
}

struct Search<'b, 'n> {
    book: &'b Book<'n>,
    riders: Vec<Rider>,
    carriers: Vec<Carrier>,
    stowage: Stowage,
    trials: u32,
    deepest: usize,
}

impl<'b, 'n> Search<'b, 'n> {
    fn new(book: &'b Book<'n>, riders: Vec<Rider>, carriers: Vec<Carrier>) -> Self {
        Self {
            book,
            riders,
            carriers,
            stowage: Stowage::new(),
            trials: 0,
            deepest: 0,
        }
    }

    fn place(&mut self, at: usize) -> bool {
        let Some(rider) = self.riders.get(at).copied() else {
            return true;
        };
        self.deepest = self.deepest.max(at);
        let holder = self.book.pieces[rider.piece].holder;
        let mut order: Vec<usize> = (0..self.carriers.len()).collect();
        order.sort_by_key(|carrier| Some(self.carriers[*carrier].piece) != holder);
        for carrier in order {
            self.trials += 1;
            if self.trials > MOST_TRIALS {
                return false;
            }
            if !self.fits(rider, &self.carriers[carrier]) {
                continue;
            }
            self.load(rider, carrier, 1.0);
            self.stowage
                .insert(rider.piece, self.carriers[carrier].piece);
            if self.place(at + 1) {
                return true;
            }
            self.stowage.remove(&rider.piece);
            self.load(rider, carrier, -1.0);
        }
        false
    }

    fn load(&mut self, rider: Rider, carrier: usize, sign: f64) {
        let element = self.book.element(rider.piece);
        let (crew, m3) = (element.is_crew(), element.volume.m3());
        let carrier = &mut self.carriers[carrier];
        carrier.m3 += sign * m3;
        carrier.payload_kg += sign * rider.mass_kg;
        if crew {
            carrier.crew = if sign > 0.0 {
                carrier.crew + 1
            } else {
                carrier.crew - 1
            };
        } else {
            carrier.kg += sign * rider.mass_kg;
        }
    }

    fn fits(&self, rider: Rider, carrier: &Carrier) -> bool {
        let element = self.book.element(rider.piece);
        let settings = &self.book.campaign().settings;
        let hold = &carrier.hold;
        let within =
            |load: f64, most: Option<f64>| most.is_none_or(|most| load <= most * (1.0 + 1e-12));
        let kg = if element.is_crew() {
            0.0
        } else {
            rider.mass_kg
        };
        let seat = !element.is_crew() || carrier.crew < hold.max_crew;
        let m3 = carrier.m3 + element.volume.m3();
        let volume = !settings.volume_limits || within(m3, hold.max_volume.map(|it| it.m3()));
        let payload = self.book.element(carrier.piece).max_payload;
        carrier.piece != rider.piece
            && carrier.last >= rider.last
            && seat
            && volume
            && within(carrier.kg + kg, hold.max_mass.map(|it| it.kg()))
            && within(
                carrier.payload_kg + rider.mass_kg,
                payload.map(|it| it.kg()),
            )
            && (!settings.environment_limits || element.environment.fits_in(hold.environment))
            && (!settings.volume_limits || passes_door(element.size, hold))
    }
}

/// A thing passes a door if its two smaller sides do.
fn passes_door(size: Option<[portolan_vocabulary::Distance; 3]>, hold: &Hold) -> bool {
    let (Some(size), Some(door)) = (size, hold.door) else {
        return true;
    };
    let (mut size, mut door) = (size.map(|side| side.m()), door.map(|side| side.m()));
    size.sort_by(f64::total_cmp);
    door.sort_by(f64::total_cmp);
    size[0] <= door[0] * (1.0 + 1e-9) && size[1] <= door[1] * (1.0 + 1e-9)
}
