//! All measures as keys and values, in the order of their definitions.

use crate::definition::{self as def, Definition, MONEY};
use crate::exploration::relative;
use crate::mission::MissionFigures;
use crate::scene::Scene;
use crate::{
    capacity, cost, crew, demand, emissions, exploration, margin, mass, mission, partner, pieces,
    place, propellant, shortage, utilisation,
};
use portolan_model::{Element, Measure, Mission, Node, Partner, Site};
use portolan_vocabulary::{Duration, Index};
use std::collections::BTreeMap;

/// Every measure.
pub(crate) fn measures(scene: &Scene<'_>) -> Vec<Measure> {
    let mut list = List {
        scene,
        measures: Vec::with_capacity(96),
    };
    let launch_kg = mass::launch_mass_kg(scene);
    let delivered = mass::cargo_by_destination_kg(scene);
    let missions = mission::mission_figures(scene);
    list.mass(launch_kg, &delivered, &missions);
    list.propellant();
    list.use_of_capacity();
    list.crew();
    list.exploration(launch_kg);
    list.demand();
    list.pieces();
    list.shortage();
    list.missions(&missions);
    list.cost(&delivered);
    list.whole(&def::EMISSIONS, emissions::emissions_kg(scene));
    list.measures
}

struct List<'a> {
    scene: &'a Scene<'a>,
    measures: Vec<Measure>,
}

impl List<'_> {
    fn mass(
        &mut self,
        launch_kg: f64,
        delivered: &BTreeMap<Index<Node>, f64>,
        missions: &[MissionFigures],
    ) {
        self.whole(&def::LAUNCH_MASS, launch_kg);
        for (owner, kg) in partner::launched_by_owner_kg(self.scene) {
            if let Some(owner) = owner {
                self.of_partner(&def::LAUNCHED, owner, kg);
            }
        }
        for (node, kg) in delivered {
            self.of_node(&def::DELIVERED, *node, *kg);
        }
        for (node, kg) in delivered {
            if *kg > 0.0 && !self.is_on_earth(*node) && self.is_mission_destination(*node) {
                self.of_node(&def::GEAR_RATIO, *node, launch_kg / kg);
            }
        }
        for figures in missions {
            let ratio = figures.mass_to_destination();
            self.of_mission(&def::MASS_TO_DESTINATION, figures.mission, ratio);
        }
    }

    fn propellant(&mut self) {
        let scene = self.scene;
        self.whole(&def::PROPELLANT_USED, propellant::propellant_used_kg(scene));
        for (element, kg) in propellant::propellant_by_vehicle_kg(scene) {
            self.of_element(&def::PROPELLANT_USED, element, kg);
        }
        let margins = margin::vehicle_margins(scene);
        for margin in &margins {
            self.of_element(
                &def::PROPELLANT_MARGIN,
                margin.element,
                margin.propellant_kg,
            );
        }
        for margin in margins.iter().filter(|margin| margin.dv_m_s.is_some()) {
            self.of_element(&def::DV_MARGIN, margin.element, margin.dv_m_s);
        }
    }

    fn use_of_capacity(&mut self) {
        let scene = self.scene;
        self.whole(&def::UP_UTILISATION, capacity::up_load(scene).utilisation());
        self.whole(
            &def::DOWN_UTILISATION,
            capacity::down_load(scene).utilisation(),
        );
        for carrier in utilisation::carrier_uses(scene) {
            self.of_element(
                &def::UTILISATION,
                carrier.element,
                carrier.load.utilisation(),
            );
        }
        let mut sums: BTreeMap<_, f64> = BTreeMap::new();
        for carried in partner::carried(scene) {
            if let (Some(owner), Some(operator)) = (carried.owner, carried.operator) {
                *sums.entry((owner, operator)).or_default() += carried.mass_kg;
            }
        }
        for ((owner, operator), kg) in sums {
            let (Some(owner), Some(operator)) = (self.partner(owner), self.partner(operator))
            else {
                continue;
            };
            let id = format!("{}.{}", owner.id, operator.id);
            let name = format!("{} by {}", owner.name, operator.name);
            self.measures.push(def::CARRIED.of(&id, &name, kg));
        }
    }

    fn crew(&mut self) {
        let hours = crew::crew_hours(self.scene);
        self.whole(&def::CREW_SURFACE, crew::crew_surface_days(self.scene));
        self.whole(&def::CREW_TIME, hours.total());
        self.whole(&def::CREW_EXPLORATION, hours.exploration);
        self.whole(&def::CREW_TRANSIT, hours.transit);
        self.whole(&def::CREW_EVA, hours.eva);
        self.whole(&def::CREW_MAINTENANCE, hours.maintenance);
        self.whole(&def::CREW_UNAVAILABLE, hours.unavailable);
    }

    fn exploration(&mut self, launch_kg: f64) {
        let capability = exploration::exploration_capability_kg_d(self.scene);
        let delivered = exploration::exploration_delivered_kg(self.scene);
        self.whole(&def::EXPLORATION_DELIVERED, delivered);
        self.whole(&def::EXPLORATION_CAPABILITY, capability);
        self.whole(&def::RELATIVE_CAPABILITY, relative(capability, launch_kg));
    }

    fn demand(&mut self) {
        let classes = demand::class_demands(self.scene);
        self.whole(
            &def::DEMAND,
            classes.iter().map(|class| class.needed_kg).sum::<f64>(),
        );
        for class in &classes {
            self.of_class(&def::DEMAND, class, class.needed_kg);
        }
        let unmet = classes.iter().map(demand::ClassDemand::unmet_kg);
        self.whole(&def::UNMET, unmet.sum::<f64>());
        for class in classes.iter().filter(|class| class.unmet_kg() > 0.0) {
            self.of_class(&def::UNMET, class, class.unmet_kg());
        }
    }

    fn of_class(&mut self, definition: &Definition, class: &demand::ClassDemand, value: f64) {
        let (number, name) = (class.class.to_string(), class.class.name());
        self.measures.push(definition.of(&number, name, value));
    }

    fn pieces(&mut self) {
        let missing = pieces::missing_pieces(self.scene);
        let total = missing.iter().map(|(_, pieces)| pieces).sum::<f64>();
        self.whole(
            &def::MISSING_PIECES,
            Some(total).filter(|_| !missing.is_empty()),
        );
        for (demand, pieces) in missing {
            if let Some(demand) = self.scene.campaign.demands.at(demand) {
                let id = demand.id.as_str();
                self.measures.push(def::MISSING_PIECES.of(id, id, pieces));
            }
        }
    }

    fn shortage(&mut self) {
        let shortages = shortage::shortages(self.scene);
        let total: f64 = shortages.iter().map(|shortage| shortage.total.days()).sum();
        self.whole(&def::STOCK_OUT, total);
        for shortage in &shortages {
            self.of_site(&def::STOCK_OUT, shortage.site, shortage.total.days());
        }
        let first = shortages.iter().map(|shortage| shortage.first).min();
        self.whole(&def::FIRST_STOCK_OUT, first.map(Duration::days));
        for shortage in &shortages {
            self.of_site(&def::FIRST_STOCK_OUT, shortage.site, shortage.first.days());
        }
    }

    fn missions(&mut self, missions: &[MissionFigures]) {
        type Figure = fn(&MissionFigures) -> Option<f64>;
        let figures: [(&Definition, Figure); 8] = [
            (&def::MISSION_DURATION, |m| Some(m.duration.days())),
            (&def::MISSION_TRANSIT, |m| m.transit.map(Duration::days)),
            (&def::MISSION_STAY, |m| m.stay.map(Duration::days)),
            (&def::MISSION_RETURN, |m| {
                m.return_transit.map(Duration::days)
            }),
            (&def::MISSION_DORMANT, |m| Some(m.dormant().days())),
            (&def::MISSION_CREW, |m| Some(f64::from(m.crew))),
            (&def::MISSION_EVAS, |m| Some(f64::from(m.evas))),
            (&def::MISSION_EVA_H, |m| Some(m.eva_crew_h)),
        ];
        for (definition, figure) in figures {
            for mission in missions {
                self.of_mission(definition, mission.mission, figure(mission));
            }
        }
    }

    fn cost(&mut self, delivered: &BTreeMap<Index<Node>, f64>) {
        let shares = cost::cost_shares(self.scene);
        let (currency, year) = self.scene.campaign.settings.money;
        let unit = format!("{currency} ({year})");
        let first = self.measures.len();
        let total = cost::total_cost(self.scene);
        self.whole(&def::COST, total);
        for (partner, amount) in cost::by_partner(&shares) {
            if let Some(partner) = partner {
                self.of_partner(&def::COST, partner, amount);
            }
        }
        if total > 0.0 {
            for (node, kg) in delivered.iter().filter(|(_, kg)| **kg > 0.0) {
                if self.is_mission_destination(*node) {
                    self.of_node(&def::COST_PER_KG, *node, total / kg);
                }
            }
        }
        for measure in &mut self.measures[first..] {
            if measure.unit == MONEY {
                let per_kg = measure.key.starts_with(def::COST_PER_KG.key);
                measure.unit = if per_kg {
                    format!("{unit}/kg")
                } else {
                    unit.clone()
                };
            }
        }
    }

    fn is_on_earth(&self, node: Index<Node>) -> bool {
        let node = self.scene.campaign.nodes.at(node);
        node.is_some_and(Node::is_earth_surface)
    }

    fn is_mission_destination(&self, node: Index<Node>) -> bool {
        let missions = &self.scene.campaign.missions;
        missions
            .iter()
            .any(|mission| mission.destination == Some(node))
    }

    fn partner(&self, index: Index<Partner>) -> Option<&Partner> {
        self.scene.campaign.partners.at(index)
    }

    fn whole(&mut self, definition: &Definition, value: impl Into<Option<f64>>) {
        self.measures.push(definition.measure(value));
    }

    fn of_node(&mut self, definition: &Definition, node: Index<Node>, value: f64) {
        self.of_site(definition, Site::Node(node), value);
    }

    fn of_site(&mut self, definition: &Definition, site: Site, value: f64) {
        let campaign = self.scene.campaign;
        let (id, name) = (
            place::site_id(campaign, site),
            place::site_name(campaign, site),
        );
        self.measures.push(definition.of(id, name, value));
    }

    fn of_element(
        &mut self,
        definition: &Definition,
        element: Index<Element>,
        value: impl Into<Option<f64>>,
    ) {
        if let Some(element) = self.scene.roster.at(element) {
            let measure = definition.of(element.id.as_str(), &element.name, value);
            self.measures.push(measure);
        }
    }

    fn of_mission(&mut self, definition: &Definition, mission: Index<Mission>, value: Option<f64>) {
        if let Some(mission) = self.scene.campaign.missions.at(mission) {
            let measure = definition.of(mission.id.as_str(), &mission.name, value);
            self.measures.push(measure);
        }
    }

    fn of_partner(&mut self, definition: &Definition, partner: Index<Partner>, value: f64) {
        if let Some(partner) = self.partner(partner) {
            let measure = definition.of(partner.id.as_str(), &partner.name, value);
            self.measures.push(measure);
        }
    }
}
