//! Words for the things of a campaign and a plan, borrowed from them.

use super::v1::{self, Text};
use portolan_model::{
    Activity, Campaign, Demand, Edge, Element, Good, Mission, Node, Partner, Plan, Roster, Site,
};
use portolan_vocabulary::{Id, Index};
use std::borrow::Cow;

/// Finds the words; an index that leads nowhere becomes `#` with its number.
pub(super) struct Words<'a> {
    pub(super) campaign: &'a Campaign,
    pub(super) plan: &'a Plan,
    pub(super) roster: Roster<'a>,
}

/// The id of a thing, or its number where there is no such thing.
fn word<'a, T: 'a>(id: Option<&'a Id<T>>, index: Index<T>) -> Text<'a> {
    id.map_or_else(
        || Cow::Owned(format!("#{}", index.at())),
        |id| Cow::Borrowed(id.as_str()),
    )
}

impl<'a> Words<'a> {
    pub(super) fn new(campaign: &'a Campaign, plan: &'a Plan) -> Self {
        Self {
            campaign,
            plan,
            roster: Roster::new(campaign, plan),
        }
    }

    pub(super) fn node(&self, index: Index<Node>) -> Text<'a> {
        let campaign: &'a Campaign = self.campaign;
        word(campaign.nodes.at(index).map(|it| &it.id), index)
    }

    pub(super) fn edge(&self, index: Index<Edge>) -> Text<'a> {
        let campaign: &'a Campaign = self.campaign;
        word(campaign.edges.at(index).map(|it| &it.id), index)
    }

    pub(super) fn element(&self, index: Index<Element>) -> Text<'a> {
        word(self.roster.at(index).map(|it| &it.id), index)
    }

    pub(super) fn partner(&self, index: Index<Partner>) -> Text<'a> {
        let campaign: &'a Campaign = self.campaign;
        word(campaign.partners.at(index).map(|it| &it.id), index)
    }

    pub(super) fn mission(&self, index: Index<Mission>) -> Text<'a> {
        let campaign: &'a Campaign = self.campaign;
        word(campaign.missions.at(index).map(|it| &it.id), index)
    }

    pub(super) fn demand(&self, index: Index<Demand>) -> Text<'a> {
        let campaign: &'a Campaign = self.campaign;
        word(campaign.demands.at(index).map(|it| &it.id), index)
    }

    pub(super) fn activity(&self, index: Index<Activity>) -> Text<'a> {
        let plan: &'a Plan = self.plan;
        word(plan.activities.at(index).map(|it| &it.id), index)
    }

    pub(super) fn good(&self, good: Good) -> Text<'a> {
        let campaign: &'a Campaign = self.campaign;
        match good {
            Good::Specific(index) => word(campaign.resources.at(index).map(|it| &it.id), index),
            Good::Generic { .. } => Cow::Owned(campaign.good_id(good)),
        }
    }

    /// The mass of one unit of a good, in kg.
    pub(super) fn unit_kg(&self, good: Good) -> f64 {
        match good {
            Good::Specific(index) => {
                let resource = self.campaign.resources.at(index);
                resource.map_or(0.0, |resource| resource.unit_mass.kg())
            }
            Good::Generic { .. } => 1.0,
        }
    }

    pub(super) fn site(&self, site: Site) -> v1::Site<'a> {
        match site {
            Site::Node(node) => v1::Site {
                node: Some(self.node(node)),
                edge: None,
            },
            Site::Edge(edge) => v1::Site {
                node: None,
                edge: Some(self.edge(edge)),
            },
        }
    }

    /// The place, where there is one.
    pub(super) fn maybe_site(&self, site: Option<Site>) -> v1::Site<'a> {
        site.map(|site| self.site(site)).unwrap_or_default()
    }

    /// The name of a state of an element.
    pub(super) fn state(&self, element: Index<Element>, at: usize) -> Text<'a> {
        let state = self
            .roster
            .at(element)
            .and_then(|element| element.states.get(at));
        state.map_or_else(
            || Cow::Owned(format!("#{at}")),
            |state| Cow::Borrowed(state.name.as_str()),
        )
    }

    /// The name of a store of an element.
    pub(super) fn store(&self, element: Index<Element>, at: usize) -> Text<'a> {
        let store = self
            .roster
            .at(element)
            .and_then(|element| element.stores.get(at));
        store.map_or_else(
            || Cow::Owned(format!("#{at}")),
            |store| Cow::Borrowed(store.name.as_str()),
        )
    }
}
