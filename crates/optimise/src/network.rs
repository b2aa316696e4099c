//! The campaign unrolled in time: kinds, pools, points and arcs.
//!
//! Masses are in kg, times in the campaign's own. Everything is numbered by position in its list.

use portolan_model::{
    Campaign, Demand, Edge, Element, Good, Node, Offer, Partner, PieceKind, Resource,
};
use portolan_vocabulary::{Duration, Index};

/// Interchangeable pieces: elements of one design and owner, or one element of the campaign.
#[derive(Clone, Debug, PartialEq)]
pub struct Kind {
    /// What they are made from.
    pub made_from: PieceKind,
    /// The design, or the element itself.
    pub element: Element,
    /// Who owns them.
    pub owner: Option<Index<Partner>>,
    /// How many there are at most over the whole campaign; `None` where nothing limits them but the program.
    pub most: Option<u32>,
    /// What each brings along when it is taken: good (by position), pool and mass in kg.
    pub contents: Vec<(usize, usize, f64)>,
    /// What each needs while it is there: which goods serve, by position, and kg per day.
    pub needs: Vec<(Vec<usize>, f64)>,
    /// What each trip uses up by its end: which goods serve, by position, and kg per kg of the piece's mass.
    pub per_trip: Vec<(Vec<usize>, f64)>,
    /// True where a planner chooses its size.
    pub sized: bool,
    /// True for a crew member.
    pub crew: bool,
    /// True for a piece that costs nothing, weighs nothing, is there as often as anyone wants and has a store without
    /// limit: one is used wherever its store is, and none is counted.
    pub free: bool,
}

/// What kinds have in common that burn together: the same propulsion, fed from tanks in the same proportion.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// The exhaust velocity, in m/s.
    pub exhaust_m_s: f64,
    /// Which goods it burns, and the share of each in the propellant's mass.
    pub feeds: Vec<(usize, f64)>,
    /// Which kinds burn in it.
    pub kinds: Vec<usize>,
    /// For which of a vehicle's systems.
    pub system: portolan_model::BurnSystem,
}

/// Stores that are alike, over all kinds.
#[derive(Clone, Debug, PartialEq)]
pub struct Pool {
    /// Which kinds have such a store, and its position in the element's list.
    pub stores: Vec<(usize, usize)>,
    /// Which goods it takes, by position.
    pub goods: Vec<usize>,
    /// The fraction that evaporates per day.
    pub boil_off_per_d: f64,
    /// True where demands may draw on it.
    pub serves: bool,
    /// The groups whose engines it feeds.
    pub groups: Vec<usize>,
    /// True where it counts against its element's `max_payload`.
    pub payload: bool,
    /// True where its elements have no propulsion and no drive: they ride.
    pub rides: bool,
    /// True where a store has no limit of mass.
    pub unlimited: bool,
}

/// Where a point is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Spot {
    /// At a node.
    Node(Index<Node>),
    /// Under way, after a leg that is not the last of its trip.
    UnderWay {
        /// Which trip, by position.
        trip: usize,
        /// How many of its burns are done.
        burns: usize,
    },
}

/// A place at an instant. At a point everything may change stores, under way nothing may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Point {
    /// Where.
    pub spot: Spot,
    /// When.
    pub time: Duration,
}

/// A possible trip: an edge, entered at an instant, with one choice of engines for each burn.
#[derive(Clone, Debug, PartialEq)]
pub struct Trip {
    /// Which way.
    pub edge: Index<Edge>,
    /// Backwards along an edge that goes both ways.
    pub backwards: bool,
    /// When it leaves.
    pub depart: Duration,
    /// When it arrives.
    pub arrive: Duration,
    /// From where.
    pub origin: Index<Node>,
    /// To where.
    pub destination: Index<Node>,
    /// For each burn of the way, the group whose engines burn; in the order of the way's burns. Burns of no velocity
    /// change have none.
    pub groups: Vec<Option<usize>>,
    /// True where each vehicle that moves by itself makes a trip of its own, with its own tariff and limits; otherwise
    /// all that leaves is one trip.
    pub single: bool,
    /// Its number among alike trips at the same instant, from zero.
    pub slot: u32,
    /// Its legs, in order, by position.
    pub legs: Vec<usize>,
}

/// What an arc is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Passage {
    /// A wait at a node.
    Wait(Index<Node>),
    /// A leg of a trip: a coast, a burn, a coast.
    Leg {
        /// Of which trip, by position.
        trip: usize,
        /// Its number in the trip, from zero; it has the burn of this number, if the trip has burns.
        number: usize,
        /// From the beginning of the leg to the burn.
        before: Duration,
        /// The velocity change in m/s; zero where nothing burns.
        dv_m_s: f64,
        /// From the burn to the end of the leg.
        after: Duration,
    },
}

/// Something that goes from one point to a later one.
#[derive(Clone, Debug, PartialEq)]
pub struct Arc {
    /// From which point, by position.
    pub from: usize,
    /// To which.
    pub to: usize,
    /// What it is.
    pub passage: Passage,
    /// Which kinds may use it, by position.
    pub kinds: Vec<usize>,
    /// Which goods in which pools may use it.
    pub loads: Vec<(usize, usize)>,
}

/// Something on offer at a point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Take {
    /// Which offer.
    pub offer: Index<Offer>,
    /// At which point.
    pub point: usize,
    /// Of what.
    pub what: Taken,
}

/// What is taken on offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Taken {
    /// Pieces of a kind, by position.
    Pieces(usize),
    /// A good, by position.
    Good(usize),
}

/// What must come of the plan at a point or on a wait.
#[derive(Clone, Debug, PartialEq)]
pub enum Requirement {
    /// An amount of a good, in kg, is used up at a point; any of the goods serves.
    Amount {
        /// Of which demand.
        demand: Index<Demand>,
        /// At which point.
        point: usize,
        /// Which goods serve, by position.
        goods: Vec<usize>,
        /// How much, in kg.
        mass_kg: f64,
    },
    /// An amount of a good, in kg, is used up evenly over a wait.
    Rate {
        /// Of which demand.
        demand: Index<Demand>,
        /// On which arc.
        arc: usize,
        /// Which goods serve, by position.
        goods: Vec<usize>,
        /// How much over the whole wait, in kg.
        mass_kg: f64,
    },
    /// So many pieces are at a point, having come from somewhere or stayed.
    Presence {
        /// Of which demand.
        demand: Index<Demand>,
        /// At which point.
        point: usize,
        /// Which kinds count, by position.
        kinds: Vec<usize>,
        /// How many.
        count: u32,
    },
    /// So many pieces wait there.
    Stay {
        /// Of which demand.
        demand: Index<Demand>,
        /// On which arc.
        arc: usize,
        /// Which kinds count, by position.
        kinds: Vec<usize>,
        /// How many.
        count: u32,
    },
}

/// What may not travel a way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Barred {
    /// Pieces of a design, or an element.
    Pieces(PieceKind),
    /// A good, in whatever stores.
    Good(Index<Resource>),
}

/// A way that is closed to something over the whole campaign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Closed {
    /// To what.
    pub what: Barred,
    /// Which way.
    pub edge: Index<Edge>,
    /// True where it is closed against its direction.
    pub backwards: bool,
}

/// The campaign unrolled in time.
#[derive(Clone, Debug)]
pub struct Network<'a> {
    /// The campaign.
    pub campaign: &'a Campaign,
    /// Interchangeable pieces.
    pub kinds: Vec<Kind>,
    /// The goods that flow.
    pub goods: Vec<Good>,
    /// Engines that burn alike.
    pub groups: Vec<Group>,
    /// Stores that are alike.
    pub pools: Vec<Pool>,
    /// Places at instants: first those at nodes, by node and time.
    pub points: Vec<Point>,
    /// Possible trips, by departure.
    pub trips: Vec<Trip>,
    /// Waits and legs; an arc never ends before it begins.
    pub arcs: Vec<Arc>,
    /// What is on offer where.
    pub takes: Vec<Take>,
    /// What must come of the plan.
    pub requirements: Vec<Requirement>,
    /// The end of the time looked at.
    pub end: Duration,
    /// What may not travel which ways, in order.
    pub closed: Vec<Closed>,
}

impl Network<'_> {
    /// True where a good may not be on a trip.
    pub(crate) fn is_closed_to_good(&self, good: usize, trip: usize) -> bool {
        let trip = &self.trips[trip];
        match self.goods[good] {
            Good::Specific(resource) => {
                self.is_closed(Barred::Good(resource), trip.edge, trip.backwards)
            }
            Good::Generic { .. } => false,
        }
    }

    /// True where pieces of a kind may not travel an edge.
    pub(crate) fn is_closed_to_kind(
        &self,
        kind: &Kind,
        edge: Index<Edge>,
        backwards: bool,
    ) -> bool {
        self.is_closed(Barred::Pieces(kind.made_from), edge, backwards)
    }

    fn is_closed(&self, what: Barred, edge: Index<Edge>, backwards: bool) -> bool {
        self.closed
            .iter()
            .any(|own| (own.what, own.edge, own.backwards) == (what, edge, backwards))
    }

    /// The point of a node at an instant.
    pub fn point(&self, node: Index<Node>, time: Duration) -> Option<usize> {
        let wanted = Point {
            spot: Spot::Node(node),
            time,
        };
        self.points.iter().position(|point| *point == wanted)
    }

    /// The edge of a trip.
    pub fn edge(&self, trip: &Trip) -> &Edge {
        &self.campaign.edges[trip.edge]
    }

    /// How long an arc takes, in days.
    pub fn days(&self, arc: &Arc) -> f64 {
        (self.points[arc.to].time - self.points[arc.from].time).days()
    }

    /// True for the first leg of a trip.
    pub fn departs(&self, arc: &Arc) -> bool {
        matches!(arc.passage, Passage::Leg { number: 0, .. })
    }

    /// True for the last leg of a trip.
    pub fn arrives(&self, arc: &Arc) -> bool {
        matches!(arc.passage, Passage::Leg { trip, number, .. } if number + 1 == self.trips[trip].legs.len())
    }

    /// True where what enters the arc leaves the surface of the Earth through space.
    pub fn launches(&self, arc: &Arc) -> bool {
        let Passage::Leg {
            trip, number: 0, ..
        } = arc.passage
        else {
            return false;
        };
        let trip = &self.trips[trip];
        self.edge(trip).way.is_space() && self.campaign.nodes[trip.origin].is_earth_surface()
    }

    /// A name for a point: `node@day`.
    pub fn point_name(&self, point: usize) -> String {
        let Point { spot, time } = self.points[point];
        match spot {
            Spot::Node(node) => format!("{}@{}", self.campaign.nodes[node].id, time.days()),
            Spot::UnderWay { trip, burns } => format!("trip{trip}.{burns}@{}", time.days()),
        }
    }

    /// A name for an arc: `node@day+days` for a wait, `edge@day.leg` for a leg.
    pub fn arc_name(&self, arc: usize) -> String {
        let arc = &self.arcs[arc];
        match arc.passage {
            Passage::Wait(_) => format!("{}+{}", self.point_name(arc.from), self.days(arc)),
            Passage::Leg {
                trip: at, number, ..
            } => {
                let trip = &self.trips[at];
                format!(
                    "{}@{}.{at}.{number}",
                    self.edge(trip).id,
                    trip.depart.days()
                )
            }
        }
    }

    /// The word that files use for a good.
    pub fn good_name(&self, good: usize) -> String {
        self.campaign.good_id(self.goods[good])
    }
}
