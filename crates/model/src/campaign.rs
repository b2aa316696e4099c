//! The campaign: the validated model built from one campaign file.

use crate::calendar::Window;
use crate::demand::Demand;
use crate::departures::EdgesInTime;
use crate::edge::Edge;
use crate::element::Element;
use crate::good::Environment;
use crate::good::{Good, Lot, Resource};
use crate::list::List;
use crate::mission::Mission;
use crate::node::Node;
use crate::offer::{Cap, Offer};
use crate::partner::Partner;
use crate::person::Person;
use crate::scenario::Scenario;
use crate::settings::Settings;
use crate::small_body::SmallBody;
use crate::stated::{Agreement, DataTransfer, Permit, Record, Statement};
use crate::supply_class::SupplyClass;
use crate::validate;
use portolan_vocabulary::{Duration, Epoch, Findings, Id, Severity};
use std::ops::Deref;

/// The parts of a campaign before they are validated.
#[derive(Clone, Debug, PartialEq)]
pub struct Parts {
    /// The word that files use.
    pub id: Id<Campaign>,
    /// The name for people.
    pub name: String,
    /// What it is about.
    pub description: String,
    /// The instant that all times count from.
    pub start: Epoch,
    /// How long the campaign is looked at; `None` until its last event and the settings' tail.
    pub horizon: Option<Duration>,
    /// Conventions that change results.
    pub settings: Settings,
    /// Who takes part.
    pub partners: List<Partner>,
    /// Who can staff activities.
    pub people: List<Person>,
    /// Asteroids and comets that nodes are at.
    pub bodies: List<SmallBody>,
    /// Places.
    pub nodes: List<Node>,
    /// Ways.
    pub edges: List<Edge>,
    /// Goods.
    pub resources: List<Resource>,
    /// Kinds of element from which a plan may make its own, such as containers.
    pub designs: List<Element>,
    /// Things.
    pub elements: List<Element>,
    /// What the activities are for.
    pub missions: List<Mission>,
    /// Demands that stand on their own.
    pub demands: List<Demand>,
    /// What a planner may use.
    pub offers: List<Offer>,
    /// What it may not.
    pub caps: List<Cap>,
    /// What may come.
    pub scenarios: List<Scenario>,
    /// Facts of things that rules ask for.
    pub statements: Vec<Statement>,
    /// Licences, exceptions and other authorisations.
    pub permits: List<Permit>,
    /// Agreements between partners.
    pub agreements: List<Agreement>,
    /// Technical data that partners give each other.
    pub data_transfers: List<DataTransfer>,
    /// Evidence of quality.
    pub records: List<Record>,
}

impl Parts {
    /// The parts of a campaign with nothing in it.
    pub fn new(id: impl Into<Id<Campaign>>, start: Epoch) -> Self {
        let id = id.into();
        Self {
            name: id.to_string(),
            id,
            description: String::new(),
            start,
            horizon: None,
            settings: Settings::default(),
            partners: List::new(),
            people: List::new(),
            bodies: List::new(),
            nodes: List::new(),
            edges: List::new(),
            resources: List::new(),
            designs: List::new(),
            elements: List::new(),
            missions: List::new(),
            demands: List::new(),
            offers: List::new(),
            caps: List::new(),
            scenarios: List::new(),
            statements: Vec::new(),
            permits: List::new(),
            agreements: List::new(),
            data_transfers: List::new(),
            records: List::new(),
        }
    }

    /// Mass of one unit of a good, in kg; generic goods count in kilograms.
    pub fn unit_mass_kg(&self, good: Good) -> f64 {
        match good {
            Good::Specific(resource) => self.resources[resource].unit_mass.kg(),
            Good::Generic { .. } => 1.0,
        }
    }

    /// Volume of one unit of a good, in m³; generic goods have none.
    pub fn unit_volume_m3(&self, good: Good) -> f64 {
        match good {
            Good::Specific(resource) => self.resources[resource].unit_volume.m3(),
            Good::Generic { .. } => 0.0,
        }
    }

    /// The class of supply of a good.
    pub fn class_of(&self, good: Good) -> SupplyClass {
        match good {
            Good::Specific(resource) => self.resources[resource].class,
            Good::Generic { class, .. } => class,
        }
    }

    /// What a good needs around it.
    pub fn environment_of(&self, good: Good) -> Environment {
        match good {
            Good::Specific(resource) => self.resources[resource].environment,
            Good::Generic { environment, .. } => environment,
        }
    }

    /// Mass of an amount of a good, in kg.
    pub fn lot_mass_kg(&self, lot: &Lot) -> f64 {
        lot.amount * self.unit_mass_kg(lot.good)
    }

    /// A good's name for people: the resource's, or the class's.
    pub fn good_name(&self, good: Good) -> String {
        match good {
            Good::Specific(resource) => self.resources[resource].name.clone(),
            Good::Generic { class, .. } => format!("class {class} ({})", class.name()),
        }
    }

    /// The word that files use for a good: the resource's, or `class-201` (with `-pressurised`).
    pub fn good_id(&self, good: Good) -> String {
        match good {
            Good::Specific(resource) => self.resources[resource].id.to_string(),
            Good::Generic {
                class,
                environment: Environment::Unpressurised,
            } => format!("class-{class}"),
            Good::Generic {
                class,
                environment: Environment::Pressurised,
            } => format!("class-{class}-pressurised"),
        }
    }

    /// True where stock of `stock` may serve a demand for `wanted`: the same good, or for a generic
    /// demand any good of the class or one of its subclasses.
    pub fn serves(&self, stock: Good, wanted: Good) -> bool {
        match wanted {
            Good::Specific(_) => stock == wanted,
            Good::Generic { class, .. } => self.class_of(stock).is_within(class),
        }
    }
}

/// A validated campaign: every index resolves, every number is in its range, every id is unique.
///
/// It reads like its [`Parts`]; it can be changed only by taking them out, changing them and
/// validating again.
#[derive(Clone, Debug, PartialEq)]
pub struct Campaign {
    parts: Parts,
}

impl Campaign {
    /// Validates the parts; the findings of a valid campaign are warnings and notes.
    ///
    /// # Errors
    /// All findings, where at least one is an error.
    pub fn new(parts: Parts) -> Result<(Self, Findings), Findings> {
        let findings = validate::findings(&parts);
        if findings
            .iter()
            .any(|finding| finding.severity == Severity::Error)
        {
            return Err(findings);
        }
        Ok((Self { parts }, findings))
    }

    /// Asks for the opportunities of every edge that is computed, and keeps them in the edges. Where the
    /// costs of a way are computed too, its nominal way becomes the cheapest of its opportunities.
    ///
    /// # Errors
    /// All findings, where an edge cannot be computed; those of a campaign that can be are warnings and
    /// notes.
    pub fn with_edges_in_time(
        self,
        of: &dyn EdgesInTime,
        span: Window,
    ) -> Result<(Self, Findings), Findings> {
        let mut parts = self.parts;
        let mut findings = Findings::new();
        let computed = |edge: &Edge| edge.departures.transfer.is_some();
        let asked = parts.edges.indexed().filter(|(_, edge)| computed(edge));
        let asked: Vec<_> = asked.map(|(index, _)| index).collect();
        for index in asked {
            match of.opportunities(&parts, index, span) {
                Ok(found) => parts.edges[index].take_opportunities(found),
                Err(why) => findings.extend(why),
            }
        }
        if !findings.is_empty() {
            return Err(findings);
        }
        Self::new(parts)
    }

    /// The parts, to change and validate again.
    pub fn into_parts(self) -> Parts {
        self.parts
    }
}

impl Deref for Campaign {
    type Target = Parts;
    fn deref(&self) -> &Parts {
        &self.parts
    }
}
