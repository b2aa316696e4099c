//! What a plan that is under way has taken of each offer.

use portolan_model::{
    Action, Activity, Campaign, Element, EventKind, EventRecord, Good, Holder, Lot, Node, Offer,
    Offered, Outcome, Partner, Plan, Roster, Site, Status,
};
use portolan_vocabulary::{Duration, Index};

/// How much of each offer has been taken, in the order of the offers: pieces, or amounts in the good's unit. What is taken
/// counts where it was taken, and against offers of its own owner; of several, against the one that closes first.
pub(crate) fn taken(campaign: &Campaign, begun: &Plan, outcome: &Outcome) -> Vec<f64> {
    let mut counting = Counting {
        campaign,
        roster: Roster::new(campaign, begun),
        taken: vec![0.0; campaign.offers.len()],
    };
    let begins = outcome.events.iter().filter(|it| {
        it.kind == EventKind::Begin && matches!(it.status, Status::Done | Status::Short)
    });
    for event in begins {
        if let Some(activity) = begun.activities.at(event.activity) {
            counting.count(activity, event);
        }
    }
    counting.taken
}

struct Counting<'a> {
    campaign: &'a Campaign,
    roster: Roster<'a>,
    taken: Vec<f64>,
}

/// What is taken, by the owner that it has by the offer, where it has any.
struct Taking {
    what: Offered,
    owner: Option<Option<Index<Partner>>>,
    amount: f64,
}

impl Counting<'_> {
    fn count(&mut self, activity: &Activity, event: &EventRecord) {
        let place = match event.site {
            Some(Site::Node(node)) => Some(node),
            _ => None,
        };
        let (node, takings) = match &activity.action {
            Action::Create { elements, into } => {
                let node = match into {
                    Holder::Node(node) => Some(*node),
                    Holder::Element(_) => place,
                };
                (node, elements.iter().flat_map(|it| self.of(*it)).collect())
            }
            Action::Add { lots, .. } => {
                (place, lots.iter().map(amount_of).collect::<Vec<Taking>>())
            }
            _ => return,
        };
        if let Some(node) = node {
            for taking in takings {
                self.take(&taking, node, activity.at);
            }
        }
    }

    /// An element, and what it brings along besides what its design has in it.
    fn of(&self, element: Index<Element>) -> Vec<Taking> {
        let Some(own) = self.roster.at(element) else {
            return Vec::new();
        };
        let piece = |what, owner| Taking {
            what,
            owner,
            amount: 1.0,
        };
        if self.campaign.elements.at(element).is_some() {
            return vec![piece(Offered::Element(element), None)];
        }
        let Some(at) = own.design else {
            return Vec::new();
        };
        let design = &self.campaign.designs[at];
        let mut takings = vec![piece(Offered::Design(at), Some(own.owner))];
        for (number, store) in own.stores.iter().enumerate() {
            let usual = design.stores.get(number);
            let usual = usual.map_or(&[][..], |store| &store.contents);
            let mut goods: Vec<Good> = store.contents.iter().map(|lot| lot.good).collect();
            goods.sort_unstable();
            goods.dedup();
            for good in goods {
                let amount = amount_in(&store.contents, good) - amount_in(usual, good);
                takings.push(amount_of(&Lot { good, amount }));
            }
        }
        takings
    }

    fn take(&mut self, taking: &Taking, node: Index<Node>, at: Duration) {
        let offers = &self.campaign.offers;
        let is_of = |offer: &Offer| {
            let owned = |owner: &Option<Index<Partner>>| *owner == self.owner_of(offer);
            offer.what == taking.what
                && offer.node == node
                && offer.is_open(at)
                && taking.owner.as_ref().is_none_or(owned)
        };
        let open = offers.iter().enumerate().filter(|(_, offer)| is_of(offer));
        // As the judge takes: what closes first, and what need not come back before what must.
        let mut open: Vec<_> = open
            .map(|(number, offer)| (offer.until.unwrap_or(Duration::MAX), offer.lent, number))
            .collect();
        open.sort_unstable();
        let mut left = taking.amount.max(0.0);
        for (_, _, number) in open {
            let limit = offers.get(number).and_then(|offer| offer.limit);
            let room = limit.map_or(left, |limit| (limit - self.taken[number]).clamp(0.0, left));
            self.taken[number] += room;
            left -= room;
        }
    }

    fn owner_of(&self, offer: &Offer) -> Option<Index<Partner>> {
        offer.owner.or_else(|| match offer.what {
            Offered::Design(design) => self.campaign.designs[design].owner,
            Offered::Element(_) | Offered::Good(_) => None,
        })
    }
}

fn amount_of(lot: &Lot) -> Taking {
    Taking {
        what: Offered::Good(lot.good),
        owner: None,
        amount: lot.amount,
    }
}

fn amount_in(lots: &[Lot], good: Good) -> f64 {
    let own = lots.iter().filter(|lot| lot.good == good);
    own.map(|lot| lot.amount).sum()
}
