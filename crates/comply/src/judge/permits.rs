//! Which permits and agreements cover a shipment.

use super::chain::Item;
use portolan_model::{
    Agreement, Campaign, DataTransfer, Edge, Element, Node, Partner, Permit, Thing,
};
use portolan_vocabulary::{Date, Index};

/// A shipment as permits see it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shipped<'a> {
    pub(super) item: Item,
    /// The element's design, and whether the campaign itself has the element.
    pub(super) element: Option<(&'a Element, bool)>,
    pub(super) edge: Index<Edge>,
    pub(super) to: Index<Node>,
    pub(super) owner: Option<Index<Partner>>,
    pub(super) consignee: Option<Index<Partner>>,
}

impl Shipped<'_> {
    fn is_among(&self, things: &[Thing]) -> bool {
        things.is_empty()
            || things.iter().any(|thing| match (*thing, self.item) {
                (Thing::Resource(own), Item::Resource(item)) => own == item,
                (Thing::Element(own), Item::Element(item)) => {
                    own == item && self.element.is_some_and(|(_, of_campaign)| of_campaign)
                }
                (Thing::Design(own), Item::Element(_)) => self
                    .element
                    .is_some_and(|(element, _)| element.design == Some(own)),
                _ => false,
            })
    }
}

/// A permit or an agreement in force: its kind, and its word.
pub(super) type InForce = (String, String);

/// The permits in force for a shipment on a day, and the agreements that authorise it.
pub(super) fn of_shipment(campaign: &Campaign, shipped: &Shipped<'_>, on: Date) -> Vec<InForce> {
    let permits = campaign.permits.iter();
    let permits = permits.filter(|permit| covers(campaign, permit, shipped, on));
    let agreements = campaign.agreements.iter();
    let agreements = agreements.filter(|own| own.is_in_force(on) && is_within(own, shipped));
    permits.map(named).chain(agreements.map(agreed)).collect()
}

fn covers(campaign: &Campaign, permit: &Permit, shipped: &Shipped<'_>, on: Date) -> bool {
    let country = campaign.nodes[shipped.to].country.as_ref();
    is_valid(permit, on)
        && shipped.is_among(&permit.things)
        && (permit.edges.is_empty() || permit.edges.contains(&shipped.edge))
        && (permit.countries.is_empty()
            || country.is_some_and(|own| permit.countries.contains(own)))
        && (permit.consignees.is_empty()
            || shipped
                .consignee
                .is_some_and(|own| permit.consignees.contains(&own)))
}

/// True where an agreement is about a shipment, whether in force or not.
pub(super) fn is_within(agreement: &Agreement, shipped: &Shipped<'_>) -> bool {
    let party = |partner: Option<Index<Partner>>| {
        partner.is_some_and(|own| agreement.partners.contains(&own))
    };
    shipped.is_among(&agreement.things)
        && (agreement.places.is_empty() || agreement.places.contains(&shipped.to))
        && party(shipped.owner)
        && party(shipped.consignee)
}

/// The permits in force for dealing with a partner on a day: those that name it.
pub(super) fn of_party(campaign: &Campaign, partner: Index<Partner>, on: Date) -> Vec<InForce> {
    let permits = campaign.permits.iter();
    let permits = permits.filter(|own| is_valid(own, on) && own.consignees.contains(&partner));
    permits.map(named).collect()
}

/// The permits and agreements that authorise technical data to be given on a day.
pub(super) fn of_data(campaign: &Campaign, transfer: &DataTransfer, on: Date) -> Vec<InForce> {
    let about = |things: &[Thing]| {
        things.is_empty() || transfer.things.iter().all(|thing| things.contains(thing))
    };
    let permits = campaign.permits.iter().filter(|own| {
        is_valid(own, on) && about(&own.things) && own.consignees.contains(&transfer.to)
    });
    let agreements = campaign.agreements.iter().filter(|own| {
        own.is_in_force(on)
            && about(&own.things)
            && [transfer.from, transfer.to]
                .iter()
                .all(|own_to| own.partners.contains(own_to))
    });
    permits.map(named).chain(agreements.map(agreed)).collect()
}

fn named(permit: &Permit) -> InForce {
    (permit.kind.clone(), permit.id.to_string())
}

fn agreed(agreement: &Agreement) -> InForce {
    (agreement.kind.clone(), agreement.id.to_string())
}

fn is_valid(permit: &Permit, on: Date) -> bool {
    on.is_within(permit.from, permit.until)
}
