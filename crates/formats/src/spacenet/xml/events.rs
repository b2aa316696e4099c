//! The events of a mission.

use super::Reading;
use super::dom::NodeId;
use crate::spacenet::codes;
use crate::spacenet::scenario::{
    BurnAction, BurnStep, EdgeKind, EvaCrew, Event, EventKind, Holder, StateKind,
};

const EVENT_TAGS: &[&str] = &["uid", "name", "time", "priority", "location", "parent"];

impl Reading<'_> {
    /// One event; `None` where it cannot be read, which is an error by then.
    pub(super) fn event(&mut self, at: NodeId) -> Option<Event> {
        let at = self.object(at)?;
        let class = self.class_of(at);
        let Some(tags) = event_tags(&class) else {
            let message = format!("an object of class {class} is no event of a mission");
            self.error(at, codes::REFERENCE, message);
            return None;
        };
        self.known_tags(at, &[EVENT_TAGS, tags].concat());
        let location = self.needed_field(at, "location")?;
        Some(Event {
            name: self.text(at, "name"),
            time: self.days(at, "time"),
            priority: self.whole_or(at, "priority", 0),
            location: self.location(location)?,
            kind: self.event_kind(at, &class)?,
        })
    }

    fn event_kind(&mut self, at: NodeId, class: &str) -> Option<EventKind> {
        Some(match class {
            "createevent" => EventKind::Create {
                elements: self.element_list(at, "elements"),
                container: self.holder(at)?,
            },
            "moveevent" => EventKind::Move {
                elements: self.element_list(at, "elements"),
                container: self.holder(at)?,
            },
            "removeevent" => EventKind::Remove {
                elements: self.element_list(at, "elements"),
            },
            "reconfigureevent" => self.reconfigure(at)?,
            "reconfiguregroupevent" => EventKind::ReconfigureGroup {
                elements: self.element_list(at, "elements"),
                state_kind: self.needed_word(at, "stateType", StateKind::Active),
            },
            "addevent" | "transferevent" | "demandevent" => self.resource_event(at, class)?,
            "evaevent" | "explorationprocess" => self.outing(at, class)?,
            _ => self.travel(at, class)?,
        })
    }

    fn reconfigure(&mut self, at: NodeId) -> Option<EventKind> {
        let element = self.needed_field(at, "element")?;
        if self.dom.child(at, "state").is_none() {
            self.missing(at, "state");
        }
        Some(EventKind::Reconfigure {
            element: self.element_at(element)?,
            state: self.state_of(at, "state", element)?,
        })
    }

    fn resource_event(&mut self, at: NodeId, class: &str) -> Option<EventKind> {
        let resources = self.demand_set(at, "demands");
        Some(match class {
            "addevent" => EventKind::Add {
                resources,
                container: self.element_of(at, "container")?,
            },
            "transferevent" => EventKind::Transfer {
                resources,
                origin: self.element_of(at, "originContainer")?,
                destination: self.element_of(at, "destinationContainer")?,
            },
            _ => EventKind::Consume {
                resources,
                source: match self.field(at, "element") {
                    Some(element) => Some(self.element_at(element)?),
                    None => None,
                },
            },
        })
    }

    fn outing(&mut self, at: NodeId, class: &str) -> Option<EventKind> {
        let vehicle = self.element_of(at, "vehicle")?;
        let crew = self.eva_crew(at);
        let demands = self.demand_set(at, "demands");
        let eva_duration = self.hours(at, "evaDuration");
        Some(match class {
            "evaevent" => EventKind::Eva {
                vehicle,
                duration: eva_duration,
                crew,
                demands,
            },
            _ => EventKind::Exploration {
                vehicle,
                duration: self.days(at, "duration"),
                eva_per_week: self.needed_number(at, "evaPerWeek"),
                eva_duration,
                crew,
                demands,
            },
        })
    }

    fn travel(&mut self, at: NodeId, class: &str) -> Option<EventKind> {
        Some(match class {
            "burnevent" => {
                let burn = self.needed_field(at, "burn")?;
                let actions = self.items(at, "burnStageSequence");
                EventKind::Burn {
                    elements: self.element_list(at, "elements"),
                    burn: self.burn(burn)?,
                    actions: self.burn_actions(actions),
                }
            }
            "spacetransport" => self.space_transport(at)?,
            "surfacetransport" => {
                let vehicle = self.needed_field(at, "vehicle")?;
                EventKind::SurfaceTransport {
                    edge: self.edge_of(at, "edge")?,
                    vehicle: self.element_at(vehicle)?,
                    speed_km_h: self.needed_number(at, "speed"),
                    duty_cycle: self.number_or(at, "dutyCycle", 1.0),
                    transport_state: self.state_of(at, "transportState", vehicle),
                }
            }
            _ => EventKind::FlightTransport {
                edge: self.edge_of(at, "edge")?,
                elements: self.element_list(at, "elements"),
            },
        })
    }

    fn space_transport(&mut self, at: NodeId) -> Option<EventKind> {
        let edge = self.edge_of(at, "edge")?;
        let sequence = self.items(at, "burnStageSequence");
        let mut actions = Vec::new();
        for list in sequence {
            let items = self.items_of(list);
            actions.push(self.burn_actions(items));
        }
        let burns = match &self.edges.items[edge.at()].kind {
            EdgeKind::Space { burns, .. } => burns.len(),
            _ => {
                self.error(at, codes::REFERENCE, "a space transport needs a space edge");
                return None;
            }
        };
        if actions.len() != burns {
            let message = format!(
                "the transport plans {} burns and its edge has {burns}; burns beyond the edge's \
                 are left out, missing ones do nothing",
                actions.len()
            );
            self.warning(at, codes::BURNS, message);
            actions.resize(burns, Vec::new());
        }
        Some(EventKind::SpaceTransport {
            edge,
            elements: self.element_list(at, "elements"),
            actions,
        })
    }

    fn burn_actions(&mut self, items: Vec<NodeId>) -> Vec<BurnAction> {
        items
            .into_iter()
            .filter_map(|item| {
                let item = self.object(item)?;
                self.known_tags(item, &["burnStage", "element"]);
                Some(BurnAction {
                    step: self.needed_word(item, "burnStage", BurnStep::Burn),
                    element: self.element_of(item, "element")?,
                })
            })
            .collect()
    }

    fn holder(&mut self, at: NodeId) -> Option<Holder> {
        let target = self.needed_field(at, "container")?;
        let class = self.class_of(target);
        if class.ends_with("node") || class.ends_with("edge") {
            return self.location(target).map(Holder::Location);
        }
        self.element_at(target).map(Holder::Element)
    }

    /// Who goes out: a map from crew members to their states outside.
    fn eva_crew(&mut self, at: NodeId) -> Vec<EvaCrew> {
        let entries = self.items(at, "stateMap");
        let mut crew = Vec::new();
        for entry in entries {
            let &[element, state] = self.dom.children(entry) else {
                self.error(entry, codes::TYPE, "an entry is a crew member and a state");
                continue;
            };
            let Some(target) = self.object(element) else {
                continue;
            };
            if let Some(element) = self.element_at(target) {
                let state = self.state_at(state, target);
                crew.push(EvaCrew { element, state });
            }
        }
        crew
    }
}

/// The fields of an event of this class beyond those of every event; `None` for no event.
fn event_tags(class: &str) -> Option<&'static [&'static str]> {
    Some(match class {
        "createevent" | "moveevent" => &["elements", "container"],
        "removeevent" => &["elements"],
        "addevent" => &["demands", "container"],
        "transferevent" => &["demands", "originContainer", "destinationContainer"],
        "demandevent" => &["demands", "element"],
        "reconfigureevent" => &["element", "state"],
        "reconfiguregroupevent" => &["elements", "stateType"],
        "burnevent" => &["elements", "burn", "burnStageSequence"],
        "evaevent" => &["vehicle", "evaDuration", "stateMap", "demands"],
        "explorationprocess" => &[
            "vehicle",
            "duration",
            "evaPerWeek",
            "evaDuration",
            "stateMap",
            "demands",
        ],
        "spacetransport" => &["edge", "elements", "burnStageSequence"],
        "surfacetransport" => &["edge", "vehicle", "speed", "dutyCycle", "transportState"],
        "flighttransport" => &["edge", "elements"],
        _ => return None,
    })
}
