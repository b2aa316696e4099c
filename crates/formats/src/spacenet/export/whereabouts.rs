//! Where elements are while a plan is written down, for activities that do not say where they happen.
//!
//! Activities are followed in order of time as if each succeeded at once; that is enough to name a
//! place, and nothing else is concluded from it.

use portolan_model::{Action, Campaign, Element, Holder, Node, Site};
use portolan_vocabulary::Index;
use std::collections::BTreeMap;

/// Elements and what holds them.
#[derive(Debug, Default)]
pub(super) struct Whereabouts {
    holders: BTreeMap<Index<Element>, Holder>,
}

impl Whereabouts {
    /// The node at which an action happens, as far as its elements tell.
    pub(super) fn site(&self, campaign: &Campaign, action: &Action) -> Option<Site> {
        if let Action::Transport { edge, elements, .. } = action {
            let here = elements.first().and_then(|element| self.node(*element));
            let origin = campaign.edges.at(*edge).map(|edge| edge.origin);
            return here.or(origin).map(Site::Node);
        }
        let node = match action {
            Action::Create { into, .. } => self.node_of(*into),
            Action::Consume { from, .. } => self.node_of(*from),
            Action::Move { to, .. } => self.node_of(*to),
            Action::Add { to, .. } => self.node(*to),
            Action::Transfer { from, .. } => self.node(*from),
            Action::Eva { vehicle, .. } | Action::Explore { vehicle, .. } => self.node(*vehicle),
            Action::Load { into, .. } => self.node(*into),
            Action::Reconfigure { changes } => self.node(changes.first()?.0),
            Action::Remove { elements }
            | Action::ReconfigureAll { elements, .. }
            | Action::Burn { elements, .. }
            | Action::Unload { elements, .. } => self.node(*elements.first()?),
            _ => None,
        };
        node.map(Site::Node)
    }

    fn node(&self, element: Index<Element>) -> Option<Index<Node>> {
        self.node_of(Holder::Element(element))
    }

    fn node_of(&self, holder: Holder) -> Option<Index<Node>> {
        let mut at = holder;
        // Elements inside one another cannot be more than there are.
        for _ in 0..=self.holders.len() {
            match at {
                Holder::Node(node) => return Some(node),
                Holder::Element(element) => at = *self.holders.get(&element)?,
            }
        }
        None
    }

    /// Follows an action that happens at `site`.
    pub(super) fn follow(&mut self, campaign: &Campaign, action: &Action, site: Option<Site>) {
        match action {
            Action::Create { elements, into } => self.put(elements, *into),
            Action::Move { elements, to } => self.put(elements, *to),
            Action::Load { elements, into, .. } => self.put(elements, Holder::Element(*into)),
            Action::Unload { elements, .. } => {
                if let Some(Site::Node(node)) = site {
                    self.put(elements, Holder::Node(node));
                }
            }
            Action::Remove { elements } => {
                for element in elements {
                    self.holders.remove(element);
                }
            }
            Action::Transport { edge, elements, .. } => {
                if let Some(edge) = campaign.edges.at(*edge) {
                    let back = site == Some(Site::Node(edge.destination)) && edge.both_ways;
                    let end = if back { edge.origin } else { edge.destination };
                    self.put(elements, Holder::Node(end));
                }
            }
            _ => {}
        }
    }

    fn put(&mut self, elements: &[Index<Element>], holder: Holder) {
        for element in elements {
            self.holders.insert(*element, holder);
        }
    }
}
