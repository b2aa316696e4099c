//! What makes a campaign valid: unique ids, indices that resolve, numbers in their ranges.

mod offers;
mod ranges;
mod scenarios;
mod sizing;
mod stated;
mod upkeep;

use crate::campaign::Parts;
use crate::demand::{Demand, DemandModel, Need, Rate, Recipient};
use crate::departures::Departures;
use crate::edge::{Edge, Tariff, Way};
use crate::element::{Element, ElementKind, StoreKind};
use crate::good::{Good, Lot};
use crate::node::{Node, Place};
use crate::small_body::SmallBody;
use portolan_vocabulary::{Duration, Finding, Findings};
use std::collections::BTreeMap;

/// The codes of the findings about a campaign's contents.
pub mod codes {
    use portolan_vocabulary::Code;

    /// Two things of one kind have the same id.
    pub const DUPLICATE_ID: Code = Code::new("campaign.duplicate-id");
    /// A number is outside the range in which it means anything.
    pub const OUT_OF_RANGE: Code = Code::new("campaign.out-of-range");
    /// A reference leads nowhere.
    pub const DANGLING: Code = Code::new("campaign.dangling");
    /// Two statements contradict each other.
    pub const CONTRADICTION: Code = Code::new("campaign.contradiction");
    /// An element is of a kind whose ability it does not have (a warning).
    pub const KIND: Code = Code::new("campaign.kind");
}

/// Everything wrong with the parts, and what is odd about them.
pub(crate) fn findings(parts: &Parts) -> Findings {
    let mut judge = Judge {
        parts,
        findings: Findings::new(),
    };
    judge.ids();
    judge.settings();
    for body in &parts.bodies {
        judge.body(body);
    }
    for node in &parts.nodes {
        judge.node(node);
    }
    for edge in &parts.edges {
        judge.edge(edge);
    }
    judge.resources();
    for element in &parts.designs {
        judge.element(element);
        judge.origin(element, true);
    }
    for element in &parts.elements {
        judge.element(element);
        judge.origin(element, false);
    }
    judge.missions();
    for demand in &parts.demands {
        judge.demand(demand);
    }
    judge.offers();
    judge.scenarios();
    judge.stated();
    judge.findings
}

struct Judge<'a> {
    parts: &'a Parts,
    findings: Findings,
}

impl Judge<'_> {
    fn ids(&mut self) {
        let parts = self.parts;
        self.unique("partner", parts.partners.iter().map(|x| x.id.as_str()));
        self.unique("body", parts.bodies.iter().map(|x| x.id.as_str()));
        self.unique("person", parts.people.iter().map(|x| x.id.as_str()));
        self.unique("node", parts.nodes.iter().map(|x| x.id.as_str()));
        self.unique("edge", parts.edges.iter().map(|x| x.id.as_str()));
        self.unique("resource", parts.resources.iter().map(|x| x.id.as_str()));
        self.unique("design", parts.designs.iter().map(|x| x.id.as_str()));
        self.unique("element", parts.elements.iter().map(|x| x.id.as_str()));
        self.unique("mission", parts.missions.iter().map(|x| x.id.as_str()));
        self.unique("demand", parts.demands.iter().map(|x| x.id.as_str()));
        self.unique("offer", parts.offers.iter().map(|x| x.id.as_str()));
        self.unique("cap", parts.caps.iter().map(|x| x.id.as_str()));
        self.unique("scenario", parts.scenarios.iter().map(|x| x.id.as_str()));
    }

    fn unique<'b>(&mut self, kind: &'static str, ids: impl Iterator<Item = &'b str>) {
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        for id in ids {
            let count = seen.entry(id).or_insert(0);
            *count += 1;
            if *count == 2 {
                let message = format!("two {kind}s are called \"{id}\"");
                let advice = format!("give each {kind} an id of its own");
                self.findings
                    .push(Finding::error(codes::DUPLICATE_ID, kind, id, message).advice(advice));
            }
        }
    }

    fn settings(&mut self) {
        let settings = &self.parts.settings;
        self.range(
            "settings",
            "gravity",
            "gravity",
            settings.gravity_m_s2,
            "m/s2",
            1.0,
            100.0,
        );
        self.range(
            "settings",
            "days-per-year",
            "days per year",
            settings.days_per_year,
            "d",
            1.0,
            1e4,
        );
        if self
            .parts
            .horizon
            .is_some_and(|horizon| horizon <= Duration::ZERO)
        {
            self.error(
                "campaign",
                self.parts.id.as_str(),
                "the horizon is not after the start",
            );
        }
        let goals = settings.objective.iter().enumerate();
        if goals
            .into_iter()
            .any(|(at, goal)| settings.objective[..at].contains(goal))
        {
            self.contradiction("settings", "objective", "the objective names a goal twice");
        }
        let parts = self.parts;
        for partner in &parts.partners {
            if let Some(share) = partner.share {
                self.range("partner", partner.id.as_str(), "share", share, "", 0.0, 1.0);
            }
        }
    }

    fn node(&mut self, node: &Node) {
        let id = node.id.as_str();
        match node.place {
            Place::Surface {
                latitude,
                longitude,
            } => {
                self.range("node", id, "latitude", latitude.deg(), "deg", -90.0, 90.0);
                self.range(
                    "node",
                    id,
                    "longitude",
                    longitude.deg(),
                    "deg",
                    -180.0,
                    180.0,
                );
            }
            Place::Orbit {
                periapsis,
                apoapsis,
                inclination,
                plane,
            } => {
                let angle = |name, deg, least, most| (name, deg, "deg", least, most);
                let node =
                    plane.map(|plane| angle("ascending node", plane.node.deg(), -360.0, 360.0));
                let inclination = angle("inclination", inclination.deg(), 0.0, 180.0);
                let height = ("periapsis", periapsis.m(), "m", -1e7, 1e14);
                for (name, value, unit, least, most) in
                    node.into_iter().chain([inclination, height])
                {
                    self.range("node", id, name, value, unit, least, most);
                }
                if apoapsis.m() < periapsis.m() || apoapsis.m().is_nan() {
                    self.contradiction("node", id, "the apoapsis is below the periapsis");
                }
            }
            Place::Libration { point, period, .. } => {
                if period.is_some_and(|period| period <= Duration::ZERO) {
                    self.error("node", id, "the period of an orbit is not above zero");
                }
                self.range(
                    "node",
                    id,
                    "libration point",
                    f64::from(point),
                    "",
                    1.0,
                    5.0,
                );
                if node.second_body.is_none() {
                    self.contradiction(
                        "node",
                        id,
                        "a libration point belongs to two bodies, one is given",
                    );
                }
            }
        }
        if let Some(mass) = node.max_mass {
            self.not_negative("node", id, "largest mass", mass.kg(), "kg");
        }
        if let Some(stay) = node.max_stay {
            self.duration("node", id, "max stay", stay);
        }
    }

    fn edge(&mut self, edge: &Edge) {
        let id = edge.id.as_str();
        for end in [edge.origin, edge.destination] {
            if self.parts.nodes.at(end).is_none() {
                self.dangling("edge", id, "node");
            }
        }
        if edge.origin == edge.destination {
            self.contradiction("edge", id, "the way ends where it begins");
        }
        self.way(id, &edge.way);
        self.departures(id, &edge.departures);
        self.emissions(id, &edge.tariff);
        let limits = &edge.limits;
        for (name, value, unit) in [
            ("largest mass", limits.mass.map(|mass| mass.kg()), "kg"),
            (
                "largest volume",
                limits.volume.map(|volume| volume.m3()),
                "m3",
            ),
        ] {
            if let Some(value) = value {
                self.not_negative("edge", id, name, value, unit);
            }
        }
        for recurrence in &edge.calendar.recurring {
            if recurrence.every <= Duration::ZERO || recurrence.length <= Duration::ZERO {
                self.error(
                    "edge",
                    id,
                    "a recurring window has no length or never comes again",
                );
            }
        }
        for window in edge.calendar.windows.iter().chain(&edge.calendar.closed) {
            if window.to <= window.from {
                self.contradiction("edge", id, "a window closes before it opens");
            }
        }
    }

    fn emissions(&mut self, id: &str, tariff: &Tariff) {
        if let Some(mass) = tariff.emissions_per_trip {
            self.not_negative("edge", id, "emissions per trip", mass.kg(), "kg");
        }
        if let Some(mass) = tariff.emissions_per_kg {
            self.not_negative("edge", id, "emissions per kilogram", mass, "kg");
        }
    }

    fn body(&mut self, body: &SmallBody) {
        let id = body.id.as_str();
        self.positive("body", id, "semi-major axis", body.semi_major_axis.m(), "m");
        self.range(
            "body",
            id,
            "eccentricity",
            body.eccentricity,
            "",
            0.0,
            0.999,
        );
        self.range(
            "body",
            id,
            "inclination",
            body.inclination.deg(),
            "deg",
            0.0,
            180.0,
        );
        for (name, angle) in [
            ("ascending node", body.ascending_node),
            ("perihelion", body.perihelion),
            ("mean anomaly", body.mean_anomaly),
        ] {
            self.range("body", id, name, angle.deg(), "deg", -360.0, 360.0);
        }
    }

    fn departures(&mut self, id: &str, departures: &Departures) {
        for opportunity in &departures.opportunities {
            self.way(id, &opportunity.way);
            let window = opportunity.window;
            if window.to <= window.from {
                self.contradiction("edge", id, "an opportunity ends before it begins");
            }
        }
        let windows = departures.opportunities.windows(2);
        if windows
            .into_iter()
            .any(|pair| pair[1].window.from < pair[0].window.to)
        {
            self.contradiction(
                "edge",
                id,
                "two opportunities overlap, or stand out of order",
            );
        }
        let Some(transfer) = &departures.transfer else {
            return;
        };
        self.duration("edge", id, "half width", transfer.half_width);
        self.not_negative("edge", id, "allowance", transfer.allowance.m_s(), "m/s");
        if transfer.half_width <= Duration::ZERO || transfer.step <= Duration::ZERO {
            self.error(
                "edge",
                id,
                "the half width or step of a transfer is not above zero",
            );
        }
        if let Some(max) = transfer.max_dv {
            self.not_negative("edge", id, "largest delta-v", max.m_s(), "m/s");
        }
        if let Some(angle) = transfer.sun_above {
            self.range(
                "edge",
                id,
                "height of the Sun",
                angle.deg(),
                "deg",
                -90.0,
                90.0,
            );
        }
        let (least, most) = (transfer.min_duration, transfer.max_duration);
        if least.zip(most).is_some_and(|(least, most)| most < least) {
            self.contradiction(
                "edge",
                id,
                "the longest flight is shorter than the shortest",
            );
        }
    }

    fn way(&mut self, id: &str, way: &Way) {
        match way {
            Way::Launch { duration, burns } | Way::Impulsive { duration, burns } => {
                self.duration("edge", id, "duration", *duration);
                for burn in burns {
                    self.not_negative("edge", id, "delta-v", burn.dv.m_s(), "m/s");
                    if burn.after < Duration::ZERO || burn.after > *duration {
                        self.error(
                            "edge",
                            id,
                            "a burn stands before departure or after arrival",
                        );
                    }
                }
                if burns.windows(2).any(|pair| pair[1].after < pair[0].after) {
                    self.contradiction("edge", id, "the burns are not in order of time");
                }
            }
            Way::LowThrust { duration, dv } => {
                self.duration("edge", id, "duration", *duration);
                self.not_negative("edge", id, "delta-v", dv.m_s(), "m/s");
            }
            Way::Flight { duration } => self.duration("edge", id, "duration", *duration),
            Way::Surface { distance } => self.positive("edge", id, "distance", distance.m(), "m"),
            Way::Ground {
                distance, duration, ..
            } => {
                self.positive("edge", id, "distance", distance.m(), "m");
                if let Some(duration) = duration {
                    self.duration("edge", id, "duration", *duration);
                }
            }
            Way::Pipe {
                resource,
                per_day,
                distance,
            } => {
                self.positive("edge", id, "throughput", *per_day, "per day");
                self.positive("edge", id, "distance", distance.m(), "m");
                if self.parts.resources.at(*resource).is_none() {
                    self.dangling("edge", id, "resource");
                }
            }
        }
    }

    fn resources(&mut self) {
        for resource in &self.parts.resources {
            let id = resource.id.as_str();
            self.positive("resource", id, "unit mass", resource.unit_mass.kg(), "kg");
            self.not_negative(
                "resource",
                id,
                "unit volume",
                resource.unit_volume.m3(),
                "m3",
            );
            self.not_negative(
                "resource",
                id,
                "packing factor",
                resource.packing_factor,
                "",
            );
            let (loss, most) = (resource.transfer_loss, 1.0 - 1e-12);
            self.range("resource", id, "transfer loss", loss, "", 0.0, most);
        }
    }

    fn element(&mut self, element: &Element) {
        let id = element.id.as_str();
        self.not_negative("element", id, "mass", element.mass.kg(), "kg");
        self.not_negative("element", id, "volume", element.volume.m3(), "m3");
        self.kind(element);
        if let Some(crew) = &element.crew {
            self.range(
                "element",
                id,
                "available fraction",
                crew.available_fraction,
                "",
                0.0,
                1.0,
            );
        }
        if element
            .initial_state
            .is_some_and(|state| state >= element.states.len())
        {
            self.dangling("element", id, "state");
        }
        if let Some(hold) = &element.hold {
            for (name, value, unit) in [
                (
                    "largest cargo mass",
                    hold.max_mass.map(|mass| mass.kg()),
                    "kg",
                ),
                (
                    "largest cargo volume",
                    hold.max_volume.map(|volume| volume.m3()),
                    "m3",
                ),
            ] {
                if let Some(value) = value {
                    self.not_negative("element", id, name, value, unit);
                }
            }
        }
        self.stores(element);
        self.propulsion(element);
        self.parts_list(element);
        self.use_of(element);
        for state in &element.states {
            for model in &state.models {
                self.model("element", id, model);
            }
        }
    }

    /// A crew member by kind counts as crew by ability alone. What is made from a design is told of with its design.
    fn kind(&mut self, element: &Element) {
        let told = element.design.is_some();
        if element.kind != ElementKind::CrewMember || element.is_crew() || told {
            return;
        }
        let id = element.id.as_str();
        let message = format!("\"{id}\" is a crew member by its kind, and does not count as crew");
        let finding = Finding::warning(codes::KIND, "element", id, message);
        let advice = "write crew = {} if it is crew, or give it another kind";
        self.findings.push(finding.advice(advice));
    }

    fn stores(&mut self, element: &Element) {
        let id = element.id.as_str();
        for (at, store) in element.stores.iter().enumerate() {
            if element.stores[..at]
                .iter()
                .any(|other| other.name == store.name)
            {
                let message = format!("two stores are called \"{}\"", store.name);
                self.findings
                    .push(Finding::error(codes::DUPLICATE_ID, "element", id, message));
            }
            self.range(
                "element",
                id,
                "boil-off per day",
                store.boil_off_per_d,
                "",
                0.0,
                1.0 - 1e-12,
            );
            if let Some(mass) = store.max_mass {
                self.not_negative("element", id, "store capacity", mass.kg(), "kg");
            }
            if let StoreKind::Tank(resource) = store.kind {
                if self.parts.resources.at(resource).is_none() {
                    self.dangling("element", id, "resource");
                } else if store
                    .contents
                    .iter()
                    .any(|lot| lot.good != Good::Specific(resource))
                {
                    self.contradiction("element", id, "a tank for one resource holds another");
                }
            }
            for lot in &store.contents {
                self.lot("element", id, lot);
            }
            let mass_kg: f64 = store
                .contents
                .iter()
                .filter(|lot| self.resolves(lot.good))
                .map(|lot| self.parts.lot_mass_kg(lot))
                .sum();
            if store
                .max_mass
                .is_some_and(|most| mass_kg > most.kg() * (1.0 + 1e-12))
            {
                self.contradiction("element", id, "a store holds more than its capacity");
            }
        }
    }

    fn propulsion(&mut self, element: &Element) {
        let id = element.id.as_str();
        for (at, propulsion) in element.propulsion.iter().enumerate() {
            self.positive("element", id, "specific impulse", propulsion.isp.s(), "s");
            if propulsion
                .feeds
                .iter()
                .any(|feed| feed.store >= element.stores.len())
            {
                self.dangling("element", id, "store");
            }
            for feed in &propulsion.feeds {
                self.range("element", id, "propellant share", feed.share, "", 0.0, 1.0);
            }
            let sum: f64 = propulsion.feeds.iter().map(|feed| feed.share).sum();
            if !propulsion.feeds.is_empty() && (sum - 1.0).abs() > 1e-9 {
                self.range("element", id, "sum of propellant shares", sum, "", 1.0, 1.0);
            }
            if element.propulsion[..at]
                .iter()
                .any(|other| other.system == propulsion.system)
            {
                self.contradiction(
                    "element",
                    id,
                    "two propulsion systems answer to the same burns",
                );
            }
        }
        if let Some(drive) = &element.drive {
            self.positive("element", id, "highest speed", drive.max_speed.m_s(), "m/s");
            self.not_negative("element", id, "fuel per kilometre", drive.fuel_per_km, "");
            if drive
                .store
                .is_some_and(|store| store >= element.stores.len())
            {
                self.dangling("element", id, "store");
            }
        }
    }

    fn parts_list(&mut self, element: &Element) {
        let id = element.id.as_str();
        for part in &element.parts {
            if self.parts.resources.at(part.resource).is_none() {
                self.dangling("element", id, "resource");
            }
            self.not_negative("element", id, "part quantity", part.quantity, "");
            self.range("element", id, "duty cycle", part.duty_cycle, "", 0.0, 1.0);
            self.not_negative("element", id, "repair mass", part.repair_mass.kg(), "kg");
            if part
                .mean_time_to_failure
                .is_some_and(|time| time <= Duration::ZERO)
            {
                self.error("element", id, "a mean time to failure is not above zero");
            }
        }
    }

    fn missions(&mut self) {
        for mission in &self.parts.missions {
            let id = mission.id.as_str();
            let nodes = [
                mission.origin,
                mission.destination,
                mission.return_origin,
                mission.return_destination,
            ];
            if nodes
                .into_iter()
                .flatten()
                .any(|node| self.parts.nodes.at(node).is_none())
            {
                self.dangling("mission", id, "node");
            }
            if mission.start < Duration::ZERO {
                self.error("mission", id, "the mission begins before the campaign");
            }
            for model in &mission.models {
                self.model("mission", id, model);
            }
        }
    }

    fn model(&mut self, kind: &'static str, id: &str, model: &DemandModel) {
        match model {
            DemandModel::CrewConsumables(terms) => {
                self.range(
                    kind,
                    id,
                    "water recovery",
                    terms.water_recovery,
                    "",
                    0.0,
                    1.0,
                );
                self.positive(
                    kind,
                    id,
                    "clothing lifetime",
                    terms.clothing_lifetime_d,
                    "d",
                );
                self.not_negative(kind, id, "reserves", terms.reserves_d, "d");
            }
            DemandModel::Rated(rates) => self.rates(kind, id, rates, false),
            DemandModel::Impulse(lots) => {
                for lot in lots {
                    self.lot(kind, id, lot);
                }
            }
            DemandModel::SparingByMass {
                unpressurised_per_y,
                pressurised_per_y,
                ..
            } => {
                self.not_negative(kind, id, "spares rate", *unpressurised_per_y, "per year");
                self.not_negative(kind, id, "spares rate", *pressurised_per_y, "per year");
            }
            DemandModel::SparingByParts => {}
            DemandModel::Conversion { inputs, outputs } => {
                self.rates(kind, id, inputs, true);
                self.rates(kind, id, outputs, true);
            }
        }
    }

    fn rates(&mut self, kind: &'static str, id: &str, rates: &[Rate], positive: bool) {
        for rate in rates {
            if !self.resolves(rate.good) {
                self.dangling(kind, id, "resource");
            }
            let least = if positive { 0.0 } else { -1e15 };
            self.range(kind, id, "rate", rate.per_day, "per day", least, 1e15);
        }
    }

    fn demand(&mut self, demand: &Demand) {
        let id = demand.id.as_str();
        let found = match demand.recipient {
            Recipient::Node(node) => self.parts.nodes.at(node).is_some(),
            Recipient::Element(element) => self.parts.elements.at(element).is_some(),
        };
        if !found {
            self.dangling("demand", id, "recipient");
        }
        match &demand.need {
            Need::Once { lots, due } => {
                self.duration("demand", id, "due time", *due);
                for lot in lots {
                    self.lot("demand", id, lot);
                }
            }
            Need::Steady { rates, from, until } => {
                self.duration("demand", id, "beginning", *from);
                if until <= from {
                    self.contradiction("demand", id, "the demand ends before it begins");
                }
                self.rates("demand", id, rates, false);
            }
            Need::Presence {
                pieces,
                from,
                until,
            } => {
                self.presence(demand, pieces);
                self.duration("demand", id, "beginning", *from);
                if until < from {
                    self.contradiction("demand", id, "the demand ends before it begins");
                }
            }
        }
    }

    fn lot(&mut self, kind: &'static str, id: &str, lot: &Lot) {
        if !self.resolves(lot.good) {
            self.dangling(kind, id, "resource");
        }
        self.not_negative(kind, id, "amount", lot.amount, "");
    }
}
