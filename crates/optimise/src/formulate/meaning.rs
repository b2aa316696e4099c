//! What rows mean.

use crate::network::Network;
use portolan_model::{Cap, Goal, Offer};
use portolan_vocabulary::Index;

/// What a row of the program says. Numbers are positions in the network's lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(
    missing_docs,
    reason = "each name and its line say it; the fields are positions"
)]
pub enum Meaning {
    /// What leaves a point of a good has come there.
    Balance { point: usize, good: usize },
    /// Pieces that leave a point have come there.
    Pieces { point: usize, kind: usize },
    /// What arrives of a load is what left less what was used up.
    Passage {
        arc: usize,
        good: usize,
        pool: usize,
    },
    /// The pieces on an arc get what they need.
    Need { arc: usize },
    /// The burn takes its share of all that flies.
    Burn { arc: usize, good: usize },
    /// A plant works no longer than the wait.
    Plant { arc: usize, kind: usize },
    /// What a plant takes and gives.
    Process { arc: usize },
    /// The stores of a pool hold so much.
    Store { arc: usize, pool: usize },
    /// Vehicles carry no more than their payload.
    Payload { arc: usize },
    /// Crew has seats.
    Seats { arc: usize },
    /// Holds take so much.
    Hold { arc: usize },
    /// A trip takes so much.
    Limit { arc: usize },
    /// What goes makes trips.
    Trips { arc: usize },
    /// So much may stand at a node.
    Room { arc: usize },
    /// Pieces come back to their base before they leave it again.
    Reuse { kind: usize },
    /// No more is taken than is on offer.
    Offer(Index<Offer>),
    /// What is lent comes back.
    Lent(Index<Offer>),
    /// A cap.
    Cap(Index<Cap>),
    /// What must come of the plan.
    Requirement(usize),
    /// A goal may not go beyond a value.
    Goal(Goal),
}

impl Meaning {
    /// A name for the row; `number` makes it unique.
    pub(crate) fn name(self, network: &Network<'_>, number: usize) -> String {
        match self {
            Self::Balance { point, good } => {
                format!(
                    "balance({};{})",
                    network.good_name(good),
                    network.point_name(point)
                )
            }
            Self::Pieces { point, kind } => {
                format!(
                    "pieces({};{})",
                    network.kinds[kind].element.id,
                    network.point_name(point)
                )
            }
            Self::Passage { arc, good, pool } => {
                format!(
                    "passage({},{pool};{})",
                    network.good_name(good),
                    network.arc_name(arc)
                )
            }
            Self::Need { arc } => format!("need({};{number})", network.arc_name(arc)),
            Self::Burn { arc, good } => {
                format!(
                    "burn({};{})",
                    network.good_name(good),
                    network.arc_name(arc)
                )
            }
            Self::Plant { arc, .. } => format!("plant({};{number})", network.arc_name(arc)),
            Self::Process { arc } => format!("process({};{number})", network.arc_name(arc)),
            Self::Store { arc, pool } => {
                format!("store({pool};{};{number})", network.arc_name(arc))
            }
            Self::Payload { arc } => format!("payload({})", network.arc_name(arc)),
            Self::Seats { arc } => format!("seats({})", network.arc_name(arc)),
            Self::Hold { arc } => format!("hold({};{number})", network.arc_name(arc)),
            Self::Limit { arc } => format!("limit({};{number})", network.arc_name(arc)),
            Self::Trips { arc } => format!("trips({};{number})", network.arc_name(arc)),
            Self::Room { arc } => format!("room({})", network.arc_name(arc)),
            Self::Reuse { kind } => format!("reuse({};{number})", network.kinds[kind].element.id),
            Self::Offer(offer) => format!("offer({};{number})", network.campaign.offers[offer].id),
            Self::Lent(offer) => format!("lent({};{number})", network.campaign.offers[offer].id),
            Self::Cap(cap) => format!("cap({};{number})", network.campaign.caps[cap].id),
            Self::Requirement(at) => format!("requirement({at};{number})"),
            Self::Goal(goal) => format!("goal({};{number})", goal.word()),
        }
    }
}
