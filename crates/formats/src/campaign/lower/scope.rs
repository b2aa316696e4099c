//! What the words of a file refer to.

use super::super::codes;
use super::spot::{Report, Spot};
use portolan_model::{
    Campaign, Demand, Edge, Element, Good, Holder, Mission, Node, Offer, Partner, Parts, Person,
    Resource, Site, SupplyClass, codes as model_codes,
};
use portolan_vocabulary::{Index, nearest};
use std::collections::BTreeMap;

/// The things of one kind by their ids.
#[derive(Debug)]
pub(crate) struct Table<T> {
    what: &'static str,
    of: BTreeMap<String, Index<T>>,
    count: usize,
}

impl<T> Table<T> {
    pub(crate) const fn new(what: &'static str) -> Self {
        Self {
            what,
            of: BTreeMap::new(),
            count: 0,
        }
    }

    /// Adds the next thing; of two with one id the first keeps it.
    pub(crate) fn add(&mut self, id: &str) {
        let index = Index::new(self.count);
        self.of.entry(id.to_owned()).or_insert(index);
        self.count += 1;
    }

    fn with<'i>(mut self, ids: impl Iterator<Item = &'i str>) -> Self {
        ids.for_each(|id| self.add(id));
        self
    }

    pub(crate) fn get(&self, id: &str) -> Option<Index<T>> {
        self.of.get(id).copied()
    }

    pub(crate) fn ids(&self) -> impl Iterator<Item = &str> + Clone {
        self.of.keys().map(String::as_str)
    }

    /// The thing that a word refers to; where there is none, that is reported.
    pub(crate) fn find(
        &self,
        word: &str,
        spot: &Spot<'_>,
        report: &mut Report<'_>,
    ) -> Option<Index<T>> {
        let found = self.get(word);
        if found.is_none() {
            let message = format!("\"{word}\" is no {} of the campaign", self.what);
            report.unknown(model_codes::DANGLING, spot, (word, message), self.ids());
        }
        found
    }
}

/// Everything that a word may refer to.
#[derive(Debug)]
pub(crate) struct Scope {
    pub(crate) partners: Table<Partner>,
    pub(crate) people: Table<Person>,
    pub(crate) nodes: Table<Node>,
    pub(crate) edges: Table<Edge>,
    pub(crate) resources: Table<Resource>,
    pub(crate) designs: Table<Element>,
    pub(crate) elements: Table<Element>,
    pub(crate) missions: Table<Mission>,
    pub(crate) demands: Table<Demand>,
    pub(crate) offers: Table<Offer>,
}

impl Scope {
    pub(crate) const fn new() -> Self {
        Self {
            partners: Table::new("partner"),
            people: Table::new("person"),
            nodes: Table::new("node"),
            edges: Table::new("edge"),
            resources: Table::new("resource"),
            designs: Table::new("design"),
            elements: Table::new("element"),
            missions: Table::new("mission"),
            demands: Table::new("demand"),
            offers: Table::new("offer"),
        }
    }

    /// The things of a campaign.
    pub(crate) fn of(campaign: &Campaign) -> Self {
        let parts: &Parts = campaign;
        let new = Self::new();
        Self {
            partners: new
                .partners
                .with(parts.partners.iter().map(|it| it.id.as_str())),
            people: new
                .people
                .with(parts.people.iter().map(|it| it.id.as_str())),
            nodes: new.nodes.with(parts.nodes.iter().map(|it| it.id.as_str())),
            edges: new.edges.with(parts.edges.iter().map(|it| it.id.as_str())),
            resources: new
                .resources
                .with(parts.resources.iter().map(|it| it.id.as_str())),
            designs: new
                .designs
                .with(parts.designs.iter().map(|it| it.id.as_str())),
            elements: new
                .elements
                .with(parts.elements.iter().map(|it| it.id.as_str())),
            missions: new
                .missions
                .with(parts.missions.iter().map(|it| it.id.as_str())),
            demands: new
                .demands
                .with(parts.demands.iter().map(|it| it.id.as_str())),
            offers: new
                .offers
                .with(parts.offers.iter().map(|it| it.id.as_str())),
        }
    }

    /// A node or an element.
    pub(crate) fn holder(
        &self,
        word: &str,
        spot: &Spot<'_>,
        report: &mut Report<'_>,
    ) -> Option<Holder> {
        either(word, (&self.nodes, &self.elements), spot, report).map(|found| match found {
            Either::First(node) => Holder::Node(node),
            Either::Second(element) => Holder::Element(element),
        })
    }

    /// A node or an edge.
    pub(crate) fn site(
        &self,
        word: &str,
        spot: &Spot<'_>,
        report: &mut Report<'_>,
    ) -> Option<Site> {
        either(word, (&self.nodes, &self.edges), spot, report).map(|found| match found {
            Either::First(node) => Site::Node(node),
            Either::Second(edge) => Site::Edge(edge),
        })
    }

    /// A resource, or anything of a class of supply.
    pub(crate) fn good(
        &self,
        word: &str,
        spot: &Spot<'_>,
        report: &mut Report<'_>,
    ) -> Option<Good> {
        if let Some(resource) = self.resources.get(word) {
            return Some(Good::Specific(resource));
        }
        match generic(word) {
            Some(Ok(good)) => Some(good),
            Some(Err(class)) => {
                let message = format!("\"{word}\": {class} is no class of supply");
                let advice = class_advice(&class);
                report.error(codes::UNKNOWN_CLASS, spot, message, |finding| {
                    finding.text("found", word).advice(advice)
                });
                None
            }
            None => self.resources.find(word, spot, report).map(Good::Specific),
        }
    }
}

/// The word of a good that is anything of a class: `class-201`, `class-201-pressurised`.
///
/// `None` where it is no such word, the number as written where the scheme has no such class.
pub(crate) fn generic(word: &str) -> Option<Result<Good, String>> {
    use portolan_model::Environment::{Pressurised, Unpressurised};
    let rest = word.strip_prefix("class-")?;
    let (number, environment) = match rest.strip_suffix("-pressurised") {
        Some(number) => (number, Pressurised),
        None => (rest, Unpressurised),
    };
    if number.is_empty() || !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let class = number.parse().ok().and_then(|it| SupplyClass::new(it).ok());
    Some(
        class
            .map(|class| Good::Generic { class, environment })
            .ok_or_else(|| number.to_owned()),
    )
}

/// What to write instead of a number that is no class.
pub(crate) fn class_advice(number: &str) -> String {
    let known: Vec<String> = SupplyClass::all().map(|class| class.to_string()).collect();
    match nearest(number, known.iter().map(String::as_str)) {
        Some(near) => {
            let class = near.parse().ok().and_then(|it| SupplyClass::new(it).ok());
            let name = class.map_or("", SupplyClass::name);
            format!("did you mean {near} ({name})?")
        }
        None => "write a class from 0 to 10 or a listed subclass such as 201".to_owned(),
    }
}

enum Either<A, B> {
    First(Index<A>),
    Second(Index<B>),
}

/// The thing of either kind that a word refers to. Where both kinds have the id, the kind stands before
/// it: `node:base`.
fn either<A, B>(
    word: &str,
    (first, second): (&Table<A>, &Table<B>),
    spot: &Spot<'_>,
    report: &mut Report<'_>,
) -> Option<Either<A, B>> {
    match (first.get(word), second.get(word)) {
        (Some(index), None) => return Some(Either::First(index)),
        (None, Some(index)) => return Some(Either::Second(index)),
        (Some(_), Some(_)) => {
            let (one, other) = (first.what, second.what);
            let message = format!("\"{word}\" is the id of a {one} and of an {other}");
            report.error(codes::AMBIGUOUS, spot, message, |finding| {
                finding.advice(format!("write \"{one}:{word}\" or \"{other}:{word}\""))
            });
            return None;
        }
        (None, None) => {}
    }
    let prefixed = |what: &str| word.strip_prefix(what)?.strip_prefix(':');
    if let Some(index) = prefixed(first.what).and_then(|id| first.get(id)) {
        return Some(Either::First(index));
    }
    if let Some(index) = prefixed(second.what).and_then(|id| second.get(id)) {
        return Some(Either::Second(index));
    }
    let message = format!(
        "\"{word}\" is no {} and no {} of the campaign",
        first.what, second.what
    );
    let known = first.ids().chain(second.ids());
    report.unknown(model_codes::DANGLING, spot, (word, message), known);
    None
}
