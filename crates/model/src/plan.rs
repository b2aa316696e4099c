//! Plans: immutable lists of timed activities.

use crate::activity::Activity;
use crate::campaign::Campaign;
use crate::element::Element;
use crate::list::List;
use portolan_vocabulary::{Id, Index};

/// What kind of maker a plan has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MakerKind {
    /// A person, in a campaign file.
    Person,
    /// An import from another tool's file.
    Import,
    /// The packing and manifesting of demands.
    Manifest,
    /// The optimiser.
    Optimiser,
}

/// Who or what made a plan. It is recorded, and never trusted: every plan is checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Maker {
    /// The kind.
    pub kind: MakerKind,
    /// Name and version of the tool, or the name of the file.
    pub name: String,
}

/// An immutable list of timed activities in one campaign.
///
/// A plan may bring elements of its own, such as the containers that cargo is packed in. Their indices
/// follow those of the campaign's elements; [`Roster`] finds both.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The word that files use.
    pub id: Id<Self>,
    /// Who or what made it.
    pub maker: Maker,
    /// Elements that the plan brings along.
    pub elements: List<Element>,
    /// What is done, in the order written; the time and priority of each decide.
    pub activities: List<Activity>,
}

/// The elements of a campaign followed by those of a plan, under one run of indices.
#[derive(Clone, Copy, Debug)]
pub struct Roster<'a> {
    campaign: &'a List<Element>,
    plan: &'a List<Element>,
}

impl<'a> Roster<'a> {
    /// The elements of both.
    pub fn new(campaign: &'a Campaign, plan: &'a Plan) -> Self {
        Self {
            campaign: &campaign.elements,
            plan: &plan.elements,
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.campaign.len() + self.plan.len()
    }

    /// True where there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The element at this index, or `None` where it is another campaign's.
    pub fn at(&self, index: Index<Element>) -> Option<&'a Element> {
        let at = index.at();
        self.campaign
            .get(at)
            .or_else(|| self.plan.get(at.checked_sub(self.campaign.len())?))
    }

    /// All elements with their indices.
    pub fn indexed(&self) -> impl Iterator<Item = (Index<Element>, &'a Element)> + use<'a> {
        self.campaign
            .iter()
            .chain(self.plan.iter())
            .enumerate()
            .map(|(at, element)| (Index::new(at), element))
    }
}

impl std::ops::Index<Index<Element>> for Roster<'_> {
    type Output = Element;

    /// # Panics
    /// On an index of another campaign; [`Roster::at`] does not.
    fn index(&self, index: Index<Element>) -> &Element {
        let at = index.at();
        if at < self.campaign.len() {
            &self.campaign[index]
        } else {
            &self.plan[Index::new(at - self.campaign.len())]
        }
    }
}
