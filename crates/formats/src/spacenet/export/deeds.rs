//! Missions and their events.

use super::places::burn_id;
use super::things::{sorted_position, state_word};
use super::whereabouts::Whereabouts;
use super::{Exporting, iso, uuid};
use portolan_model::{
    Action, Activity, BurnStep, CrewState, Demand, Edge, Element, Holder, Mission, Need, Recipient,
    Site, Way,
};
use portolan_vocabulary::{Duration, Index, Speed};
use serde_json::{Value, json};

/// The events of each mission, and last those of none.
type Events = Vec<Vec<Value>>;

impl Exporting<'_> {
    /// The missions with their events, and one more for what belongs to none.
    pub(super) fn missions(&mut self) -> Value {
        let mut events: Events = vec![Vec::new(); self.campaign.missions.len() + 1];
        self.events(&mut events);
        for demand in &self.campaign.demands {
            self.demand(demand, &mut events);
        }
        let rest = events.pop().unwrap_or_default();
        let mut missions = Vec::new();
        for (mission, events) in self.campaign.missions.iter().zip(events) {
            missions.push(self.mission(mission, &events));
        }
        if !rest.is_empty() {
            let message = "what belongs to no mission becomes a mission of its own";
            self.assume(message, "campaign", self.campaign.id.as_str());
            missions.push(json!({
                "name": "Other activities",
                "startDate": self.campaign.start.to_string(),
                "origin": null,
                "destination": null,
                "returnOrigin": null,
                "returnDestination": null,
                "events": rest,
                "demandModels": [],
            }));
        }
        Value::Array(missions)
    }

    fn mission(&mut self, mission: &Mission, events: &[Value]) -> Value {
        let node = |node: Option<_>| node.and_then(|node| self.node_id(node)).map(str::to_owned);
        let [origin, destination, return_origin, return_destination] = [
            node(mission.origin),
            node(mission.destination),
            node(mission.return_origin),
            node(mission.return_destination),
        ];
        let subject = ("mission", mission.id.as_str());
        json!({
            "name": mission.name,
            "startDate": (self.campaign.start + mission.start).to_string(),
            "origin": origin,
            "destination": destination,
            "returnOrigin": return_origin,
            "returnDestination": return_destination,
            "events": events,
            "demandModels": self.models(&mission.models, mission.id.as_str(), subject),
        })
    }

    /// The activities in order of time, for whereabouts; the order in a mission is that of the plan.
    fn events(&mut self, events: &mut Events) {
        let mut order: Vec<&Activity> = self.plan.activities.iter().collect();
        order.sort_by_key(|activity| (activity.at, activity.priority));
        let mut whereabouts = Whereabouts::default();
        for activity in order {
            let told = activity.site;
            let site = told.or_else(|| whereabouts.site(self.campaign, &activity.action));
            whereabouts.follow(self.campaign, &activity.action, site);
            self.activity(activity, site, events);
        }
    }

    fn activity(&mut self, activity: &Activity, site: Option<Site>, events: &mut Events) {
        let id = activity.id.as_str();
        if activity.cost.is_some() || activity.payer.is_some() || !activity.staff.is_empty() {
            self.lose("costs and staff of activities", "activity", id);
        }
        let location = match site {
            Some(Site::Node(node)) => self.node_id(node),
            Some(Site::Edge(edge)) => self.edge_id(edge),
            None => None,
        };
        let Some(location) = location.map(str::to_owned) else {
            self.lose("activities at places that it cannot say", "activity", id);
            return;
        };
        let (list, start) = self.mission_of(activity);
        for mut event in self.event(activity, site) {
            event["name"] = json!(activity.name);
            event["priority"] = json!(activity.priority);
            event["missionTime"] = json!(iso(activity.at - start));
            event["location"] = json!(location);
            events[list].push(event);
        }
    }

    /// The list of an activity's mission and the mission's start. An activity before its mission's
    /// start belongs to none, for SpaceNet counts from the mission's start.
    fn mission_of(&mut self, activity: &Activity) -> (usize, Duration) {
        let none = (self.campaign.missions.len(), Duration::ZERO);
        let Some(index) = activity.mission else {
            return none;
        };
        match self.campaign.missions.at(index) {
            Some(mission) if mission.start <= activity.at => (index.at(), mission.start),
            _ => none,
        }
    }

    /// The events that an activity becomes; none where the format has no words for it.
    fn event(&mut self, activity: &Activity, site: Option<Site>) -> Vec<Value> {
        let id = activity.id.as_str();
        let one = match &activity.action {
            Action::Create { elements, into } => self.put("Create Elements", elements, *into),
            Action::Move { elements, to } => self.put("Move Elements", elements, *to),
            Action::Load { elements, into, .. } => {
                self.handling(id);
                self.put("Move Elements", elements, Holder::Element(*into))
            }
            Action::Unload { elements, .. } => {
                self.handling(id);
                match site {
                    Some(Site::Node(node)) => {
                        self.put("Move Elements", elements, Holder::Node(node))
                    }
                    _ => None,
                }
            }
            Action::Remove { elements } => Some(json!({
                "type": "Remove Elements", "elements": self.element_ids(elements),
            })),
            Action::Reconfigure { changes } => return self.reconfigurations(changes),
            Action::ReconfigureAll { elements, kind } => Some(json!({
                "type": "Reconfigure Elements",
                "elements": self.element_ids(elements),
                "stateType": state_word(*kind),
            })),
            Action::Transport { .. } => self.transport(&activity.action, id),
            Action::Burn { .. } => self.burn(&activity.action),
            Action::Eva { .. } | Action::Explore { .. } => self.outing(&activity.action, id),
            other => self.goods(other, id),
        };
        if one.is_none() {
            self.lose_action(&activity.action, id);
        }
        one.into_iter().collect()
    }

    fn lose_action(&mut self, action: &Action, id: &str) {
        let what = match action {
            Action::Refuel { .. } => "refuelling of vehicles",
            Action::BoilOff { .. } => "boil-off",
            Action::Burn { .. } => "burns at a node that are no edge's burns",
            Action::Dock { .. } | Action::Undock { .. } => "docking",
            Action::Assemble { .. } => "assembly",
            Action::Produce { .. } => "production",
            Action::Repair { .. } => "repairs",
            Action::Hold { .. } => "waiting",
            Action::Transport { .. } => "transports over ways that it cannot say",
            _ => "activities at places that it cannot say",
        };
        self.lose(what, "activity", id);
    }

    fn handling(&mut self, id: &str) {
        self.differ(
            "loading and unloading take no time in SpaceNet",
            "activity",
            id,
        );
    }

    fn put(&self, word: &str, elements: &[Index<Element>], into: Holder) -> Option<Value> {
        let container = match into {
            Holder::Node(node) => json!(self.node_id(node)?),
            Holder::Element(element) => self.element_id(element),
        };
        Some(json!({
            "type": word, "elements": self.element_ids(elements), "container": container,
        }))
    }

    fn goods(&mut self, action: &Action, id: &str) -> Option<Value> {
        Some(match action {
            Action::Add { lots, to } => json!({
                "type": "Add Resources",
                "resources": self.lots(lots),
                "container": self.element_id(*to),
            }),
            Action::Consume { lots, from } => json!({
                "type": "Consume Resources",
                "resources": self.lots(lots),
                "source": match from {
                    Holder::Node(_) => Value::Null,
                    Holder::Element(element) => self.element_id(*element),
                },
            }),
            Action::Transfer {
                lots,
                from,
                to,
                loss,
            } => {
                if *loss > 0.0 {
                    self.lose("losses of transfers", "activity", id);
                }
                json!({
                    "type": "Transfer Resources",
                    "resources": self.lots(lots),
                    "origin": self.element_id(*from),
                    "destination": self.element_id(*to),
                })
            }
            _ => return None,
        })
    }

    /// One event for each element, whose state is counted in SpaceNet's sorted order.
    fn reconfigurations(&self, changes: &[(Index<Element>, usize)]) -> Vec<Value> {
        let changes = changes.iter().filter_map(|(element, state)| {
            let states = &self.roster.at(*element)?.states;
            (*state < states.len()).then(|| {
                json!({
                    "type": "Reconfigure Element",
                    "element": self.element_id(*element),
                    "stateIndex": sorted_position(states, *state),
                })
            })
        });
        changes.collect()
    }

    fn outing(&mut self, action: &Action, id: &str) -> Option<Value> {
        let (Action::Eva {
            vehicle,
            crew,
            demands,
            ..
        }
        | Action::Explore {
            vehicle,
            crew,
            demands,
            ..
        }) = action
        else {
            return None;
        };
        if !demands.is_empty() {
            let message = "SpaceNet writes what an EVA needs besides and does not read it back";
            self.differ(message, "activity", id);
        }
        let mut written = json!({
            "vehicle": self.element_id(*vehicle),
            "elementStates": self.crew(crew),
            "additionalDemands": self.lots(demands),
        });
        match action {
            Action::Eva { duration, .. } => {
                written["type"] = json!("Crewed EVA");
                written["evaDuration"] = json!(iso(*duration));
            }
            Action::Explore {
                duration,
                evas_per_week,
                eva_duration,
                ..
            } => {
                written["type"] = json!("Crewed Exploration");
                written["duration"] = json!(iso(*duration));
                written["evaPerWeek"] = json!(evas_per_week);
                written["evaDuration"] = json!(iso(*eva_duration));
            }
            _ => return None,
        }
        Some(written)
    }

    fn crew(&self, crew: &[CrewState]) -> Value {
        let crew = crew.iter().map(|member| {
            let state = member.state.and_then(|state| i64::try_from(state).ok());
            json!({
                "element": self.element_id(member.element),
                "stateIndex": state.unwrap_or(-1),
            })
        });
        crew.collect()
    }

    fn transport(&mut self, action: &Action, id: &str) -> Option<Value> {
        let Action::Transport {
            edge: index,
            elements,
            burns,
            speed,
            duty_cycle,
            moving_state,
        } = action
        else {
            return None;
        };
        let edge_id = self.edge_id(*index)?.to_owned();
        let edge = self.campaign.edges.at(*index)?;
        Some(match &edge.way {
            Way::Flight { .. } => json!({
                "type": "Flight Transport", "edge": edge_id, "elements": self.element_ids(elements),
            }),
            Way::Surface { .. } => {
                let trip = (*speed, *duty_cycle, *moving_state);
                let mut written = self.drive(elements, trip, id)?;
                written["edge"] = json!(edge_id);
                written
            }
            _ => json!({
                "type": "Space Transport",
                "edge": edge_id,
                "elements": self.element_ids(elements),
                "burnStageSequence": self.sequence(edge, burns),
            }),
        })
    }

    /// A drive: SpaceNet drives one vehicle, with all that is in it.
    fn drive(
        &mut self,
        elements: &[Index<Element>],
        (speed, duty_cycle, state): (Option<Speed>, f64, Option<usize>),
        id: &str,
    ) -> Option<Value> {
        let drives = |index: &&Index<Element>| {
            self.roster
                .at(**index)
                .is_some_and(|element| element.drive.is_some())
        };
        let index = *elements.iter().find(drives)?;
        if elements.len() > 1 {
            self.lose("several vehicles in one drive", "activity", id);
        }
        let vehicle = self.roster.at(index)?;
        let speed = speed.or_else(|| Some(vehicle.drive?.max_speed))?;
        let state = state.and_then(|state| vehicle.states.get(state));
        let state = state.map(|state| uuid("state", &format!("{}/{}", vehicle.id, state.name)));
        Some(json!({
            "type": "Surface Transport",
            "vehicle": self.element_id(index),
            "speed": speed.m_s() * 3.6,
            "dutyCycle": duty_cycle,
            "transportState": state,
        }))
    }

    fn sequence(&self, edge: &Edge, burns: &[Vec<BurnStep>]) -> Value {
        let sequence = burns
            .iter()
            .enumerate()
            .map(|(at, steps)| json!({ "burn": burn_id(edge, at), "actions": self.steps(steps) }));
        sequence.collect()
    }

    fn steps(&self, steps: &[BurnStep]) -> Value {
        let steps = steps.iter().map(|step| match step {
            BurnStep::Burn(element) => {
                json!({ "type": "Burn", "element": self.element_id(*element) })
            }
            BurnStep::Stage(element) => {
                json!({ "type": "Stage", "element": self.element_id(*element) })
            }
        });
        steps.collect()
    }

    /// A burn at a node. SpaceNet must find it among the burns of an edge.
    fn burn(&mut self, action: &Action) -> Option<Value> {
        let Action::Burn {
            elements,
            dv,
            system,
            steps,
        } = action
        else {
            return None;
        };
        let edges = self.campaign.edges.indexed();
        let kept = edges.filter(|(index, _)| self.edge_id(*index).is_some());
        let burn = kept.map(|(_, edge)| edge).find_map(|edge| {
            let mut burns = edge.way.burns().iter();
            let at = burns.position(|burn| burn.dv == *dv && burn.system == *system)?;
            Some(burn_id(edge, at))
        })?;
        Some(json!({
            "type": "Propulsive Burn",
            "elements": self.element_ids(elements),
            "burn": burn,
            "actions": { "burn": burn, "actions": self.steps(steps) },
        }))
    }

    /// A demand that stands on its own, at one time and at a place.
    fn demand(&mut self, demand: &Demand, events: &mut Events) {
        let id = demand.id.as_str();
        let node = match demand.recipient {
            Recipient::Node(node) => self.node_id(node),
            Recipient::Element(_) => None,
        };
        let (Some(node), Need::Once { lots, due }) = (node, &demand.need) else {
            self.lose("demands of elements and steady demands", "demand", id);
            return;
        };
        let event = json!({
            "type": "Consume Resources",
            "name": id,
            "priority": 5,
            "missionTime": iso(*due),
            "location": node,
            "resources": self.lots(lots),
            "source": null,
        });
        if let Some(rest) = events.last_mut() {
            rest.push(event);
        }
    }
}
