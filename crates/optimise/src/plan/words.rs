//! What cannot be written, in the user's words.

use super::Unwritable;
use crate::codes;
use crate::network::{Network, Passage, Spot};
use portolan_vocabulary::{Duration, Finding};

impl Unwritable {
    /// As a finding about the campaign.
    pub fn finding(&self, network: &Network<'_>) -> Finding {
        let id = network.campaign.id.as_str();
        let message = format!(
            "what was found cannot be written as a plan: {}",
            self.message(network)
        );
        Finding::error(codes::UNWRITABLE, "campaign", id, message).advice(self.advice(network))
    }

    /// What is wrong, in the campaign's words: resources, nodes, ways, designs and dates.
    pub fn message(&self, network: &Network<'_>) -> String {
        let words = Words { network };
        match *self {
            Self::Foreign => "the flows are not of this campaign".to_owned(),
            Self::Missing { point, kind, count } => format!(
                "{} more leave than come {}",
                words.pieces(kind, count),
                words.point(point)
            ),
            Self::NotReady { arc, kind, count } => format!(
                "{} {} not ready again for {}, or may not leave its base once more",
                words.pieces(kind, count),
                is_or_are(count),
                words.arc(arc)
            ),
            Self::Circle { point } => {
                format!("what leaves comes back in no time {}", words.point(point))
            }
            Self::NoHold { arc, kind } => format!(
                "{} fits whole into no single hold on {}",
                words.piece(kind),
                words.arc(arc)
            ),
            Self::NoStore {
                arc,
                good,
                pool,
                mass_kg,
            } => format!(
                "{} find no room in single stores ({}) on {}",
                words.mass(good, mass_kg),
                words.pool(pool),
                words.arc(arc)
            ),
            _ => self.message_of_amounts(&words),
        }
    }

    /// What is wrong with amounts, and with times.
    fn message_of_amounts(&self, words: &Words<'_, '_>) -> String {
        match *self {
            Self::NothingKeeps {
                point,
                good,
                mass_kg,
            } => format!(
                "nothing keeps {} until needed {}",
                words.mass(good, mass_kg),
                words.point(point)
            ),
            Self::Short {
                point,
                good,
                mass_kg,
            } => format!(
                "{} are missing {}{}",
                words.mass(good, mass_kg),
                words.point(point),
                words.loss(good)
            ),
            Self::Full {
                point,
                good,
                mass_kg,
            } => format!(
                "{} have no room to change stores {}",
                words.mass(good, mass_kg),
                words.point(point)
            ),
            Self::Burn { arc, short_m_s } => format!(
                "a burn on {} falls {} m/s short, as the propellant is dealt to single vehicles",
                words.arc(arc),
                rounded(short_m_s)
            ),
            Self::Unmet { arc, mass_kg } => format!(
                "{} kg of what is used up on {} are missing",
                rounded(mass_kg),
                words.arc(arc)
            ),
            Self::Timing { trip } => format!(
                "no vehicle takes as long as the trip does on {}",
                words.trip(trip)
            ),
            _ => String::new(),
        }
    }

    /// What to do about it.
    pub fn advice(&self, network: &Network<'_>) -> String {
        let words = Words { network };
        match *self {
            Self::Foreign => "write the flows with the network that they were found in".to_owned(),
            Self::Missing { kind, .. } => format!("offer one more of {}", words.piece(kind)),
            Self::NotReady { kind, .. } => format!(
                "shorten the turnaround of {}, or offer one more",
                words.piece(kind)
            ),
            Self::Circle { .. } => "give one of the ways a duration".to_owned(),
            Self::NoHold { kind, .. } => format!(
                "offer a carrier with a hold that takes {} whole, or one more carrier",
                words.piece(kind)
            ),
            Self::NoStore { good, .. } | Self::Full { good, .. } => format!(
                "offer a larger store for {}, or one more piece that has one",
                network.good_name(good)
            ),
            Self::NothingKeeps { point, good, .. } => format!(
                "offer a store for {} that demands may draw on, and that may wait at {}",
                network.good_name(good),
                words.place(point)
            ),
            Self::Short { good, .. } => format!(
                "search with a smaller gap, or offer a little more of {} on the way there",
                network.good_name(good)
            ),
            Self::Burn { .. } => {
                "search with a smaller gap, or offer vehicles whose tanks hold a little more"
                    .to_owned()
            }
            Self::Unmet { .. } => {
                "let the pieces that use it carry it, in stores that demands may draw on".to_owned()
            }
            Self::Timing { .. } => {
                "give the way a duration, or the vehicle a speed that matches".to_owned()
            }
        }
    }
}

const fn is_or_are(count: u32) -> &'static str {
    if count == 1 { "is" } else { "are" }
}

/// Three digits are enough to know what to do.
fn rounded(value: f64) -> String {
    if value.abs() >= 1000.0 {
        format!("{value:.0}")
    } else if value.abs() >= 0.001 {
        let decimals = (2 - value.abs().log10().floor() as i32).clamp(0, 5) as usize;
        trimmed(&format!("{value:.decimals$}"))
    } else {
        "less than 0.001".to_owned()
    }
}

/// A decimal number without zeros at its end.
fn trimmed(number: &str) -> String {
    if number.contains('.') {
        number
            .trim_end_matches('0')
            .trim_end_matches('.')
            .to_owned()
    } else {
        number.to_owned()
    }
}

struct Words<'n, 'a> {
    network: &'n Network<'a>,
}

impl Words<'_, '_> {
    fn when(&self, time: Duration) -> String {
        let date = (self.network.campaign.start + time).to_string();
        let date = date.split('T').next().unwrap_or(&date);
        format!("{date} (day {})", trimmed(&format!("{:.1}", time.days())))
    }

    fn place(&self, point: usize) -> String {
        match self.network.points[point].spot {
            Spot::Node(node) => self.network.campaign.nodes[node].id.to_string(),
            Spot::UnderWay { trip, .. } => {
                self.network.edge(&self.network.trips[trip]).id.to_string()
            }
        }
    }

    fn point(&self, point: usize) -> String {
        let at = match self.network.points[point].spot {
            Spot::Node(_) => "at",
            Spot::UnderWay { .. } => "under way on",
        };
        let when = self.when(self.network.points[point].time);
        format!("{at} \"{}\" on {when}", self.place(point))
    }

    fn trip(&self, trip: usize) -> String {
        let trip = &self.network.trips[trip];
        let edge = &self.network.edge(trip).id;
        format!("\"{edge}\", leaving on {}", self.when(trip.depart))
    }

    fn arc(&self, arc: usize) -> String {
        let arc = &self.network.arcs[arc];
        match arc.passage {
            Passage::Leg { trip, .. } => self.trip(trip),
            Passage::Wait(node) => format!(
                "the wait at \"{}\" from {}",
                self.network.campaign.nodes[node].id,
                self.when(self.network.points[arc.from].time)
            ),
        }
    }

    fn piece(&self, kind: usize) -> String {
        format!("\"{}\"", self.network.kinds[kind].element.id)
    }

    fn pieces(&self, kind: usize, count: u32) -> String {
        format!("{count} of {}", self.piece(kind))
    }

    fn pool(&self, pool: usize) -> String {
        let kinds = &self.network.kinds;
        let stores = self.network.pools[pool].stores.iter().map(|(kind, store)| {
            let element = &kinds[*kind].element;
            let name = element.stores.get(*store).map_or("", |store| &store.name);
            format!("\"{name}\" of \"{}\"", element.id)
        });
        stores.collect::<Vec<_>>().join(", ")
    }

    fn mass(&self, good: usize, mass_kg: f64) -> String {
        let name = self.network.good_name(good);
        format!("{} kg of {name}", rounded(mass_kg))
    }

    /// What is lost where a good changes stores, where anything is.
    fn loss(&self, good: usize) -> String {
        let loss = crate::build::transfer_loss(self.network, good);
        if loss > 0.0 {
            let percent = rounded(loss * 100.0);
            format!(", where {percent} % is lost from store to store")
        } else {
            String::new()
        }
    }
}
