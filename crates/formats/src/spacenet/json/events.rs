//! The events of a mission.

use super::Reading;
use super::object::{At, Object};
use crate::spacenet::codes;
use crate::spacenet::scenario::{
    Burn, BurnAction, BurnStep, Edge, EdgeKind, Element, EvaCrew, Event, EventKind, Holder,
    Location, StateKind,
};
use portolan_vocabulary::Index;
use serde_json::Value;

const TYPES: &str = "Create Elements, Move Elements, Remove Elements, Add Resources, Transfer \
                     Resources, Consume Resources, Reconfigure Element, Reconfigure Elements, \
                     Propulsive Burn, Crewed EVA, Crewed Exploration, Space Transport, Surface \
                     Transport, Flight Transport";

impl Reading {
    /// One event; `None` where it cannot be read, which is an error by then.
    pub(super) fn event(&mut self, value: &Value, path: String) -> Option<Event> {
        let mut object = Object::new(&mut self.sink, value, path)?;
        let location = self.location_in(&mut object, "location");
        let kind = self.event_kind(&mut object);
        let sink = &mut self.sink;
        let name = object.text(sink, "name");
        let time = object.needed_span(sink, "missionTime");
        let priority = object.whole(sink, "priority").unwrap_or(0);
        let event = match (location, kind) {
            (Some(location), Some(kind)) => Some(Event {
                name,
                time,
                priority,
                location,
                kind,
            }),
            _ => None,
        };
        if event.is_some() {
            object.finish(sink);
        }
        event
    }

    fn event_kind(&mut self, object: &mut Object<'_>) -> Option<EventKind> {
        let kind = object.needed_text(&mut self.sink, "type");
        Some(match kind.as_str() {
            "Create Elements" => EventKind::Create {
                elements: self.element_list(object, "elements"),
                container: self.holder_in(object, "container")?,
            },
            "Move Elements" => EventKind::Move {
                elements: self.element_list(object, "elements"),
                container: self.holder_in(object, "container")?,
            },
            "Remove Elements" => EventKind::Remove {
                elements: self.element_list(object, "elements"),
            },
            "Reconfigure Element" => self.reconfigure(object)?,
            "Reconfigure Elements" => EventKind::ReconfigureGroup {
                elements: self.element_list(object, "elements"),
                state_kind: object.needed_word(&mut self.sink, "stateType", StateKind::Active),
            },
            "Add Resources" | "Transfer Resources" | "Consume Resources" => {
                self.resource_event(object, &kind)?
            }
            "Crewed EVA" | "Crewed Exploration" => self.outing(object, &kind)?,
            "Propulsive Burn" => self.burn_event(object)?,
            "Space Transport" => self.space_transport(object)?,
            "Surface Transport" => self.surface_transport(object)?,
            "Flight Transport" => EventKind::FlightTransport {
                edge: self.edge_in(object, "edge")?,
                elements: self.element_list(object, "elements"),
            },
            _ => return self.unknown_type(object, &kind, TYPES),
        })
    }

    fn resource_event(&mut self, object: &mut Object<'_>, kind: &str) -> Option<EventKind> {
        let resources = self.amounts(object, "resources", "amount");
        Some(match kind {
            "Add Resources" => EventKind::Add {
                resources,
                container: self.element_in(object, "container")?,
            },
            // The Java line writes origin and destination, the Python line names the containers.
            "Transfer Resources" => EventKind::Transfer {
                resources,
                origin: self.element_in_either(object, ["origin", "originContainer"])?,
                destination: self
                    .element_in_either(object, ["destination", "destinationContainer"])?,
            },
            _ => self.consume(object, resources)?,
        })
    }

    fn consume(
        &mut self,
        object: &mut Object<'_>,
        resources: Vec<crate::spacenet::scenario::Amount>,
    ) -> Option<EventKind> {
        let source = match object.text_or_none(&mut self.sink, "source") {
            // The place itself may be named as the one who needs it.
            Some(id) if self.location_of(&id).is_some() => None,
            Some(id) => Some(self.element_by_id(&id, &object.path_of("source"))?),
            None => None,
        };
        Some(EventKind::Consume { resources, source })
    }

    /// A change of state, whose position counts in the sorted list of states.
    fn reconfigure(&mut self, object: &mut Object<'_>) -> Option<EventKind> {
        let element = self.element_in(object, "element")?;
        let key = "stateIndex";
        if object.get(key).is_none() {
            object.missing(&mut self.sink, key);
        }
        let written: usize = object.whole(&mut self.sink, key)?;
        let sorted = self.elements.items[element.at()].sorted_states();
        let spot = object.path_of(key);
        let Some(&state) = sorted.get(written) else {
            let message = format!(
                "there is no state at position {written} of {}",
                sorted.len()
            );
            self.sink.error(codes::STATE, &At(&spot), message);
            return None;
        };
        if state != written {
            let states = &self.elements.items[element.at()].states;
            let message = format!(
                "position {written} counts in the states sorted by type and name and means \
                 \"{}\"; in the list as written it would be \"{}\"",
                states[state].name, states[written].name
            );
            self.sink.warning(codes::STATE, &At(&spot), message);
        }
        Some(EventKind::Reconfigure { element, state })
    }

    fn outing(&mut self, object: &mut Object<'_>, kind: &str) -> Option<EventKind> {
        let vehicle = self.element_in(object, "vehicle")?;
        let crew = self.eva_crew(object);
        let demands = self.amounts(object, "additionalDemands", "amount");
        let sink = &mut self.sink;
        let eva_duration = object.needed_span(sink, "evaDuration");
        Some(match kind {
            "Crewed EVA" => EventKind::Eva {
                vehicle,
                duration: eva_duration,
                crew,
                demands,
            },
            _ => EventKind::Exploration {
                vehicle,
                duration: object.needed_span(sink, "duration"),
                eva_per_week: object.needed_number(sink, "evaPerWeek"),
                eva_duration,
                crew,
                demands,
            },
        })
    }

    fn eva_crew(&mut self, object: &mut Object<'_>) -> Vec<EvaCrew> {
        let mut crew = Vec::new();
        for (value, path) in object.list(&mut self.sink, "elementStates") {
            let Some(mut object) = Object::new(&mut self.sink, value, path) else {
                continue;
            };
            let element = self.element_in(&mut object, "element");
            if let Some(element) = element {
                let state = self.state_in(&mut object, "stateIndex", element);
                crew.push(EvaCrew { element, state });
            }
            object.finish(&mut self.sink);
        }
        crew
    }

    /// A position in the states as written; -1 and null mean none.
    fn state_in(
        &mut self,
        object: &mut Object<'_>,
        key: &'static str,
        element: Index<Element>,
    ) -> Option<usize> {
        let position: i64 = object.whole(&mut self.sink, key)?;
        let states = self.elements.items[element.at()].states.len();
        let at = usize::try_from(position).ok().filter(|at| *at < states);
        if at.is_none() && position != -1 {
            let message = format!("there is no state at position {position} of {states} from 0");
            self.sink
                .error(codes::STATE, &At(&object.path_of(key)), message);
        }
        at
    }

    fn surface_transport(&mut self, object: &mut Object<'_>) -> Option<EventKind> {
        let edge = self.edge_in(object, "edge");
        let vehicle = self.element_in(object, "vehicle")?;
        let transport_state = self.transport_state(object, vehicle);
        let sink = &mut self.sink;
        Some(EventKind::SurfaceTransport {
            edge: edge?,
            vehicle,
            speed_km_h: object.needed_number(sink, "speed"),
            duty_cycle: object.number(sink, "dutyCycle").unwrap_or(1.0),
            transport_state,
        })
    }

    /// The state on the way: its UUID in the Java line, its position in the Python line.
    fn transport_state(
        &mut self,
        object: &mut Object<'_>,
        vehicle: Index<Element>,
    ) -> Option<usize> {
        let key = "transportState";
        let Some(Value::String(id)) = object.get(key) else {
            return self.state_in(object, key, vehicle);
        };
        let states = &self.elements.items[vehicle.at()].states;
        let found = states.iter().position(|state| state.id == *id);
        if found.is_none() {
            let message = format!("the vehicle has no state \"{id}\"");
            self.sink
                .error(codes::STATE, &At(&object.path_of(key)), message);
        }
        found
    }

    fn space_transport(&mut self, object: &mut Object<'_>) -> Option<EventKind> {
        let edge = self.edge_in(object, "edge")?;
        let planned = self.burn_sequence(object);
        let elements = self.element_list(object, "elements");
        let EdgeKind::Space { burns, .. } = &self.edges.items[edge.at()].kind else {
            let message = "a space transport needs a space edge";
            self.sink
                .error(codes::REFERENCE, &At(&object.path_of("edge")), message);
            return None;
        };
        let ids: Vec<String> = burns.iter().map(|burn| burn.id.clone()).collect();
        let mut actions = vec![Vec::new(); ids.len()];
        for (burn, path, steps) in planned {
            match ids.iter().position(|id| *id == burn) {
                Some(at) => actions[at] = steps,
                None => {
                    let message =
                        format!("the edge has no burn \"{burn}\"; its steps are left out");
                    self.sink.warning(codes::BURNS, &At(&path), message);
                }
            }
        }
        Some(EventKind::SpaceTransport {
            edge,
            elements,
            actions,
        })
    }

    /// The planned steps with the burns that they are for.
    fn burn_sequence(&mut self, object: &mut Object<'_>) -> Vec<(String, String, Vec<BurnAction>)> {
        let mut sequence = Vec::new();
        for (value, path) in object.list(&mut self.sink, "burnStageSequence") {
            let Some(mut object) = Object::new(&mut self.sink, value, path.clone()) else {
                continue;
            };
            let burn = object.needed_text(&mut self.sink, "burn");
            let steps = self.actions(&mut object, "actions");
            object.finish(&mut self.sink);
            sequence.push((burn, path, steps));
        }
        sequence
    }

    fn actions(&mut self, object: &mut Object<'_>, key: &'static str) -> Vec<BurnAction> {
        let mut actions = Vec::new();
        for (value, path) in object.list(&mut self.sink, key) {
            let Some(mut object) = Object::new(&mut self.sink, value, path) else {
                continue;
            };
            let step = object.needed_word(&mut self.sink, "type", BurnStep::Burn);
            let element = self.element_in(&mut object, "element");
            object.finish(&mut self.sink);
            actions.extend(element.map(|element| BurnAction { step, element }));
        }
        actions
    }

    /// A burn outside a transport. The Java line writes its steps as `actions`, an object around a
    /// list, the Python line as the list `burnStageSequence`.
    fn burn_event(&mut self, object: &mut Object<'_>) -> Option<EventKind> {
        let elements = self.element_list(object, "elements");
        let id = object.needed_text(&mut self.sink, "burn");
        let burn = self.burn_of(object, &id);
        let actions = match object.get("actions") {
            Some(Value::Object(_)) => {
                let mut inner = object.object(&mut self.sink, "actions")?;
                inner.get("burn");
                let actions = self.actions(&mut inner, "actions");
                inner.finish(&mut self.sink);
                actions
            }
            Some(_) => self.actions(object, "actions"),
            None => self.actions(object, "burnStageSequence"),
        };
        Some(EventKind::Burn {
            elements,
            burn: burn?,
            actions,
        })
    }

    fn burn_of(&mut self, object: &Object<'_>, id: &str) -> Option<Burn> {
        let burns = |edge: &'_ Edge| match &edge.kind {
            EdgeKind::Space { burns, .. } => burns.iter().find(|burn| burn.id == id).cloned(),
            _ => None,
        };
        let found = self.edges.items.iter().find_map(burns);
        if found.is_none() && !id.is_empty() {
            self.nowhere(&object.path_of("burn"), id, "burn");
        }
        found
    }

    fn element_list(&mut self, object: &mut Object<'_>, key: &'static str) -> Vec<Index<Element>> {
        let items = object.list(&mut self.sink, key);
        items
            .into_iter()
            .filter_map(|(value, path)| self.element_named(value, &path))
            .collect()
    }

    /// The element in a field that must be there.
    fn element_in(&mut self, object: &mut Object<'_>, key: &'static str) -> Option<Index<Element>> {
        let Some(value) = object.get(key) else {
            object.missing(&mut self.sink, key);
            return None;
        };
        self.element_named(value, &object.path_of(key))
    }

    fn element_in_either(
        &mut self,
        object: &mut Object<'_>,
        [java, python]: [&'static str; 2],
    ) -> Option<Index<Element>> {
        let key = if object.get(python).is_some() {
            python
        } else {
            java
        };
        object.get(java);
        self.element_in(object, key)
    }

    fn location_in(&mut self, object: &mut Object<'_>, key: &'static str) -> Option<Location> {
        let id = object.needed_text(&mut self.sink, key);
        let found = self.location_of(&id);
        if found.is_none() && !id.is_empty() {
            self.nowhere(&object.path_of(key), &id, "node or edge");
        }
        found
    }

    fn holder_in(&mut self, object: &mut Object<'_>, key: &'static str) -> Option<Holder> {
        let id = object.needed_text(&mut self.sink, key);
        if let Some(location) = self.location_of(&id) {
            return Some(Holder::Location(location));
        }
        let element = self.elements.by_id.get(&id).copied();
        if element.is_none() && !id.is_empty() {
            self.nowhere(&object.path_of(key), &id, "node, edge or element");
        }
        element.map(Holder::Element)
    }
}
