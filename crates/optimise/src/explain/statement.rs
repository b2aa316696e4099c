//! Statements: single numbers of a campaign that its author may change.

use portolan_model::{
    Burn, Campaign, Cap, Demand, Edge, Element, Good, Lot, Most, Need, Node, Offer, Offered, Parts,
    PieceKind, Way,
};
use portolan_vocabulary::{Duration, Index, Mass, Money, SpecificImpulse, Speed, Volume};

/// What a capacity counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measure {
    /// Mass, in kg.
    Mass,
    /// Volume, in m³.
    Volume,
    /// Crew members.
    Crew,
}

/// A number of a campaign. Its value is in the unit that people write it in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Statement {
    /// How much is demanded: the amount of a lot, the rate of a good, the count of pieces.
    Demand {
        /// In which demand.
        demand: Index<Demand>,
        /// The position in its list.
        item: usize,
    },
    /// How much of an offer there is.
    Offer(Index<Offer>),
    /// What a cap allows.
    Cap(Index<Cap>),
    /// What one trip takes.
    Limit {
        /// Along which edge.
        edge: Index<Edge>,
        /// Of what.
        measure: Measure,
    },
    /// The most mass that may stand at a node, in kg.
    Room(Index<Node>),
    /// The payload, in kg.
    Payload(PieceKind),
    /// How much a store holds that feeds no engine, or the volume of any.
    Store {
        /// Of what.
        piece: PieceKind,
        /// Its position in the list.
        store: usize,
        /// In mass or in volume.
        measure: Measure,
    },
    /// The propellant that all tanks of a propulsion hold together, in kg. Another value scales them all.
    Propellant {
        /// Of what.
        piece: PieceKind,
        /// The position of its propulsion.
        propulsion: usize,
    },
    /// How much a hold takes; its crew are its seats.
    Hold {
        /// Of what.
        piece: PieceKind,
        /// In mass, volume or seats.
        measure: Measure,
    },
    /// The time at its base before it leaves again, in days.
    Turnaround(PieceKind),
    /// How often it may leave its base.
    Departures(PieceKind),
    /// The dry mass, in kg.
    DryMass(PieceKind),
    /// The specific impulse, in s.
    SpecificImpulse {
        /// Of what.
        piece: PieceKind,
        /// The position of its propulsion.
        propulsion: usize,
    },
    /// A velocity change, in m/s.
    DeltaV {
        /// Along which edge.
        edge: Index<Edge>,
        /// The position of the burn.
        burn: usize,
    },
}

/// A hundredfold of a capacity counts as without limit.
const LIFTED: f64 = 100.0;

impl Statement {
    /// Everything of this kind that a campaign states and a planner meets: first what is demanded, then what is offered
    /// and capped, then what ways, places and vehicles take.
    pub fn all(campaign: &Campaign) -> Vec<Self> {
        let mut all = Vec::new();
        for (demand, of) in campaign.demands.indexed() {
            let items = match &of.need {
                Need::Once { lots, .. } => lots.len(),
                Need::Steady { rates, .. } => rates.len(),
                Need::Presence { pieces, .. } => pieces.len(),
            };
            all.extend((0..items).map(|item| Self::Demand { demand, item }));
        }
        all.extend(campaign.offers.indices().map(Self::Offer));
        all.extend(campaign.caps.indices().map(Self::Cap));
        for (edge, of) in campaign.edges.indexed() {
            let measures = [Measure::Mass, Measure::Volume, Measure::Crew];
            all.extend(measures.map(|measure| Self::Limit { edge, measure }));
            // Where opportunities are computed, each has burns of its own.
            if of.departures.is_unrestricted() {
                all.extend((0..burns(&of.way)).map(|burn| Self::DeltaV { edge, burn }));
            }
        }
        all.extend(campaign.nodes.indices().map(Self::Room));
        for piece in pieces(campaign) {
            all.extend(of_piece(campaign, piece));
        }
        all.retain(|statement| statement.value(campaign).is_some());
        all
    }

    /// Its value; `None` where nothing is stated.
    pub fn value(&self, campaign: &Campaign) -> Option<f64> {
        match self {
            Self::Demand { demand, item } => match &campaign.demands.at(*demand)?.need {
                Need::Once { lots, .. } => Some(lots.get(*item)?.amount),
                Need::Steady { rates, .. } => Some(rates.get(*item)?.per_day),
                Need::Presence { pieces, .. } => Some(f64::from(pieces.get(*item)?.count)),
            },
            Self::Offer(offer) => {
                let offer = campaign.offers.at(*offer)?;
                let one = matches!(offer.what, Offered::Element(_));
                offer.limit.filter(|_| !one)
            }
            Self::Cap(cap) => Some(match campaign.caps.at(*cap)?.most {
                Most::Mass(mass) => mass.kg(),
                Most::Trips(trips) => f64::from(trips),
                Most::Cost(money) => money.amount(),
            }),
            Self::Limit { edge, measure } => {
                let limits = campaign.edges.at(*edge)?.limits;
                match measure {
                    Measure::Mass => limits.mass.map(Mass::kg),
                    Measure::Volume => limits.volume.map(Volume::m3),
                    Measure::Crew => limits.crew.map(f64::from),
                }
            }
            Self::Room(node) => campaign.nodes.at(*node)?.max_mass.map(Mass::kg),
            Self::DeltaV { edge, burn } => match &campaign.edges.at(*edge)?.way {
                Way::LowThrust { dv, .. } => Some(dv.m_s()),
                way => way.burns().get(*burn).map(|burn| burn.dv.m_s()),
            },
            _ => self.value_of(element(campaign, self.piece()?)?),
        }
    }

    fn value_of(&self, element: &Element) -> Option<f64> {
        match self {
            Self::Payload(_) => element.max_payload.map(Mass::kg),
            Self::Store { store, measure, .. } => {
                let store = element.stores.get(*store)?;
                match measure {
                    Measure::Mass => store.max_mass.map(Mass::kg),
                    _ => store.max_volume.map(Volume::m3),
                }
            }
            Self::Propellant { propulsion, .. } => {
                let tanks = tanks(element, *propulsion).into_iter();
                let most = tanks.filter_map(|store| element.stores.get(store)?.max_mass);
                Some(most.map(Mass::kg).sum()).filter(|sum| *sum > 0.0)
            }
            Self::Hold { measure, .. } => {
                let hold = element.hold?;
                match measure {
                    Measure::Mass => hold.max_mass.map(Mass::kg),
                    Measure::Volume => hold.max_volume.map(Volume::m3),
                    Measure::Crew => (hold.max_crew > 0).then_some(f64::from(hold.max_crew)),
                }
            }
            Self::Turnaround(_) => {
                Some(element.upkeep.turnaround.days()).filter(|days| *days > 0.0)
            }
            Self::Departures(_) => element.upkeep.max_departures.map(f64::from),
            Self::DryMass(_) => Some(element.mass.kg()),
            Self::SpecificImpulse { propulsion, .. } => {
                Some(element.propulsion.get(*propulsion)?.isp.s())
            }
            _ => None,
        }
    }

    /// The piece that it is about.
    pub const fn piece(&self) -> Option<PieceKind> {
        match self {
            Self::Payload(piece)
            | Self::Turnaround(piece)
            | Self::Departures(piece)
            | Self::DryMass(piece)
            | Self::Store { piece, .. }
            | Self::Propellant { piece, .. }
            | Self::Hold { piece, .. }
            | Self::SpecificImpulse { piece, .. } => Some(*piece),
            _ => None,
        }
    }

    /// True for a number of things that cannot be divided.
    pub fn is_whole(&self, campaign: &Campaign) -> bool {
        match self {
            Self::Demand { demand, .. } => {
                let need = campaign.demands.at(*demand).map(|demand| &demand.need);
                matches!(need, Some(Need::Presence { .. }))
            }
            Self::Offer(offer) => {
                let what = campaign.offers.at(*offer).map(|offer| offer.what);
                !matches!(what, Some(Offered::Good(_)))
            }
            Self::Cap(cap) => {
                let most = campaign.caps.at(*cap).map(|cap| cap.most);
                matches!(most, Some(Most::Trips(_)))
            }
            Self::Limit { measure, .. } | Self::Hold { measure, .. } => *measure == Measure::Crew,
            Self::Departures(_) => true,
            _ => false,
        }
    }

    /// True where less of it leaves more plans; otherwise more does.
    pub const fn less_is_easier(&self) -> bool {
        matches!(
            self,
            Self::Demand { .. } | Self::Turnaround(_) | Self::DryMass(_) | Self::DeltaV { .. }
        )
    }

    /// The value at which it asks for nothing, or limits nothing that makes sense.
    pub(crate) fn lifted(&self, campaign: &Campaign) -> f64 {
        if self.less_is_easier() {
            return 0.0;
        }
        let value = self.value(campaign).unwrap_or(0.0);
        (value * LIFTED).max(LIFTED).ceil()
    }

    /// The unit of its value.
    pub fn unit(&self, campaign: &Campaign) -> String {
        let word = match self {
            Self::Demand { demand, item } => {
                return campaign
                    .demands
                    .at(*demand)
                    .map_or_else(String::new, |demand| {
                        need_unit(campaign, &demand.need, *item)
                    });
            }
            Self::Offer(offer) => match campaign.offers.at(*offer).map(|offer| offer.what) {
                Some(Offered::Good(good)) => return good_unit(campaign, good),
                _ => "pieces",
            },
            Self::Cap(cap) => match campaign.caps.at(*cap).map(|cap| cap.most) {
                Some(Most::Cost(money)) => return money.currency().to_string(),
                Some(Most::Trips(_)) => "trips",
                _ => "kg",
            },
            Self::Hold {
                measure: Measure::Crew,
                ..
            } => "seats",
            Self::Limit { measure, .. }
            | Self::Store { measure, .. }
            | Self::Hold { measure, .. } => match measure {
                Measure::Mass => "kg",
                Measure::Volume => "m3",
                Measure::Crew => "people",
            },
            Self::Room(_) | Self::Payload(_) | Self::DryMass(_) | Self::Propellant { .. } => "kg",
            Self::Turnaround(_) => "d",
            Self::Departures(_) => "departures",
            Self::SpecificImpulse { .. } => "s",
            Self::DeltaV { .. } => "m/s",
        };
        word.to_owned()
    }

    /// Gives it another value. What is not there stays away.
    pub(crate) fn set(&self, parts: &mut Parts, value: f64) {
        match self {
            Self::Demand { demand, item } => {
                set_need(&mut parts.demands[*demand].need, *item, value);
            }
            Self::Offer(offer) => parts.offers[*offer].limit = Some(value),
            Self::Cap(cap) => {
                let most = &mut parts.caps[*cap].most;
                *most = match *most {
                    Most::Mass(_) => Most::Mass(Mass::new(value)),
                    Most::Trips(_) => Most::Trips(whole(value)),
                    Most::Cost(money) => {
                        Most::Cost(Money::new(value, money.currency(), money.price_year()))
                    }
                };
            }
            Self::Limit { edge, measure } => {
                let limits = &mut parts.edges[*edge].limits;
                match measure {
                    Measure::Mass => limits.mass = Some(Mass::new(value)),
                    Measure::Volume => limits.volume = Some(Volume::new(value)),
                    Measure::Crew => limits.crew = Some(whole(value)),
                }
            }
            Self::Room(node) => parts.nodes[*node].max_mass = Some(Mass::new(value)),
            Self::DeltaV { edge, burn } => {
                let edge = &mut parts.edges[*edge];
                set_dv(&mut edge.way, *burn, value);
            }
            _ => {
                let element = match self.piece() {
                    Some(PieceKind::Design(design)) => &mut parts.designs[design],
                    Some(PieceKind::Element(element)) => &mut parts.elements[element],
                    None => return,
                };
                self.set_of(element, value);
            }
        }
    }

    fn set_of(&self, element: &mut Element, value: f64) {
        match self {
            Self::Payload(_) => element.max_payload = Some(Mass::new(value)),
            Self::Store { store, measure, .. } => {
                let store = &mut element.stores[*store];
                match measure {
                    Measure::Mass => store.max_mass = Some(Mass::new(value)),
                    _ => store.max_volume = Some(Volume::new(value)),
                }
            }
            Self::Propellant { propulsion, .. } => {
                let Some(now) = self.value_of(element) else {
                    return;
                };
                for store in tanks(element, *propulsion) {
                    let most = &mut element.stores[store].max_mass;
                    *most = most.map(|most| most * (value / now));
                }
            }
            Self::Hold { measure, .. } => {
                let mut hold = element.hold.unwrap_or_default();
                match measure {
                    Measure::Mass => hold.max_mass = Some(Mass::new(value)),
                    Measure::Volume => hold.max_volume = Some(Volume::new(value)),
                    Measure::Crew => hold.max_crew = whole(value),
                }
                element.hold = Some(hold);
            }
            Self::Turnaround(_) => element.upkeep.turnaround = Duration::from_days(value),
            Self::Departures(_) => element.upkeep.max_departures = Some(whole(value)),
            Self::DryMass(_) => element.mass = Mass::new(value),
            Self::SpecificImpulse { propulsion, .. } => {
                element.propulsion[*propulsion].isp = SpecificImpulse::new(value);
            }
            _ => {}
        }
    }
}

/// The design or element that pieces are made from.
pub(crate) fn element(parts: &Parts, piece: PieceKind) -> Option<&Element> {
    match piece {
        PieceKind::Design(design) => parts.designs.at(design),
        PieceKind::Element(element) => parts.elements.at(element),
    }
}

/// What is on offer of things, each once.
pub(crate) fn pieces(campaign: &Campaign) -> Vec<PieceKind> {
    let mut pieces = Vec::new();
    for offer in &campaign.offers {
        let piece = match offer.what {
            Offered::Design(design) => PieceKind::Design(design),
            Offered::Element(element) => PieceKind::Element(element),
            Offered::Good(_) => continue,
        };
        if !pieces.contains(&piece) {
            pieces.push(piece);
        }
    }
    pieces
}

/// What an element states. What a planner sizes states nothing of the sort.
fn of_piece(campaign: &Campaign, piece: PieceKind) -> Vec<Statement> {
    let Some(element) = element(campaign, piece).filter(|element| element.sizing.is_none()) else {
        return Vec::new();
    };
    let stores = (0..element.stores.len()).flat_map(|store| {
        let measures = [Measure::Mass, Measure::Volume].into_iter();
        // Tanks count together, as propellant.
        let feeds = element.feeds_engine(store);
        let measures = measures.filter(move |measure| !feeds || *measure != Measure::Mass);
        measures.map(move |measure| Statement::Store {
            piece,
            store,
            measure,
        })
    });
    let hold = |measure| Statement::Hold { piece, measure };
    let mut of = vec![Statement::Payload(piece)];
    of.extend(stores);
    let propulsions = 0..element.propulsion.len();
    of.extend(propulsions.map(|propulsion| Statement::Propellant { piece, propulsion }));
    of.extend([Measure::Mass, Measure::Volume, Measure::Crew].map(hold));
    of.extend([
        Statement::Turnaround(piece),
        Statement::Departures(piece),
        Statement::DryMass(piece),
    ]);
    let propulsions = 0..element.propulsion.len();
    of.extend(propulsions.map(|propulsion| Statement::SpecificImpulse { piece, propulsion }));
    of
}

/// The stores that feed a propulsion and no earlier one, each once.
pub(crate) fn tanks(element: &Element, propulsion: usize) -> Vec<usize> {
    let feeds = |at: usize| {
        element
            .propulsion
            .get(at)
            .into_iter()
            .flat_map(|own| &own.feeds)
    };
    let earlier = |store: usize| {
        let mut before = (0..propulsion).flat_map(feeds);
        before.any(|feed| feed.store == store)
    };
    let mut stores: Vec<usize> = feeds(propulsion).map(|feed| feed.store).collect();
    stores.sort_unstable();
    stores.dedup();
    stores.retain(|store| !earlier(*store));
    stores
}

fn burns(way: &Way) -> usize {
    match way {
        Way::LowThrust { .. } => 1,
        way => way.burns().len(),
    }
}

/// The unit that files count a good in.
pub(crate) fn good_unit(campaign: &Campaign, good: Good) -> String {
    match good {
        Good::Specific(resource) => campaign.resources[resource].unit.clone(),
        Good::Generic { .. } => "kg".to_owned(),
    }
}

fn need_unit(campaign: &Campaign, need: &Need, item: usize) -> String {
    match need {
        Need::Once { lots, .. } => lots
            .get(item)
            .map_or_else(String::new, |lot| good_unit(campaign, lot.good)),
        Need::Steady { rates, .. } => rates.get(item).map_or_else(String::new, |rate| {
            format!("{} a day", good_unit(campaign, rate.good))
        }),
        Need::Presence { .. } => "pieces".to_owned(),
    }
}

/// Nothing demanded is no demand: a count of zero would mean nothing.
fn set_need(need: &mut Need, item: usize, value: f64) {
    match need {
        Need::Once { lots, .. } => {
            if let Some(Lot { amount, .. }) = lots.get_mut(item) {
                *amount = value;
            }
        }
        Need::Steady { rates, .. } => {
            if let Some(rate) = rates.get_mut(item) {
                rate.per_day = value;
            }
        }
        Need::Presence { pieces, from, .. } => {
            if item >= pieces.len() {
                return;
            }
            if value >= 0.5 {
                pieces[item].count = whole(value);
                return;
            }
            pieces.remove(item);
            if pieces.is_empty() {
                let due = *from;
                *need = Need::Once {
                    lots: Vec::new(),
                    due,
                };
            }
        }
    }
}

fn set_dv(way: &mut Way, at: usize, value: f64) {
    match way {
        Way::Launch { burns, .. } | Way::Impulsive { burns, .. } => {
            if let Some(Burn { dv, .. }) = burns.get_mut(at) {
                *dv = Speed::new(value);
            }
        }
        Way::LowThrust { dv, .. } => *dv = Speed::new(value),
        _ => {}
    }
}

fn whole(value: f64) -> u32 {
    value.round().clamp(0.0, f64::from(u32::MAX)) as u32
}
