//! Events as activities of the plan.

use super::things::state_kind;
use super::{Importing, same};
use crate::spacenet::codes;
use crate::spacenet::scenario::{
    self, Amount, BurnSystem, Element, EvaCrew, Event, EventKind, Holder, Location,
};
use crate::spacenet::slugs::Slugs;
use portolan_model::{self as model, Action, Activity, BurnStep, CrewState, Mission, Site};
use portolan_vocabulary::{Duration, Id, Index, Speed};
use std::collections::{BTreeSet, VecDeque};

const KM_H: f64 = 1.0 / 3.6;

/// When and for what something is done.
#[derive(Clone, Copy)]
struct Moment {
    at: Duration,
    priority: i32,
    mission: Option<Index<Mission>>,
}

/// The activities made so far.
#[derive(Default)]
struct Deeds {
    slugs: Slugs,
    /// The elements that events name as created.
    created: BTreeSet<Index<Element>>,
    activities: Vec<Activity>,
}

impl Deeds {
    fn add(&mut self, name: &str, moment: Moment, site: Option<Site>, action: Action) {
        let id = self.slugs.make(name, action.word());
        self.activities.push(Activity {
            id: Id::new(id),
            name: name.to_owned(),
            mission: moment.mission,
            at: moment.at,
            priority: moment.priority,
            site,
            action,
            cost: None,
            payer: None,
            staff: Vec::new(),
        });
    }
}

impl Importing<'_> {
    /// The events in the order in which SpaceNet carries them out: by time, priority and name.
    pub(super) fn activities(&mut self) -> Vec<Activity> {
        let mut events: Vec<(Moment, &Event)> = Vec::new();
        for (at, mission) in self.scenario.missions.iter().enumerate() {
            let start = self.parts.missions[Index::new(at)].start;
            for event in &mission.events {
                let moment = Moment {
                    at: start + self.rounded(event.time),
                    priority: event.priority,
                    mission: Some(Index::new(at)),
                };
                events.push((moment, event));
            }
        }
        events.sort_by(|(a, first), (b, second)| {
            let key = (a.at, a.priority).cmp(&(b.at, b.priority));
            key.then_with(|| first.name.cmp(&second.name))
        });
        let created = events.iter().flat_map(|(_, event)| match &event.kind {
            EventKind::Create { elements, .. } => &elements[..],
            _ => &[],
        });
        let mut deeds = Deeds {
            created: created.copied().collect(),
            ..Deeds::default()
        };
        self.create_initial(&mut deeds);
        for (moment, event) in events {
            self.deed(&mut deeds, self.not_before_start(moment), event);
        }
        deeds.activities
    }

    /// An event timed before the campaign's start happens at its start.
    fn not_before_start(&self, moment: Moment) -> Moment {
        Moment {
            at: moment.at.max(Duration::ZERO),
            ..moment
        }
    }

    /// Elements that the file puts into nodes are created there at the start.
    fn create_initial(&mut self, deeds: &mut Deeds) {
        let moment = Moment {
            at: Duration::ZERO,
            priority: 0,
            mission: None,
        };
        for (at, node) in self.scenario.nodes.iter().enumerate() {
            let contents = node.contents.iter().copied();
            let contents: Vec<_> = contents
                .filter(|element| !deeds.created.contains(element))
                .collect();
            if !contents.is_empty() {
                let into = model::Holder::Node(Index::new(at));
                let site = Some(Site::Node(Index::new(at)));
                let name = format!("{} from the beginning", node.name);
                self.create(deeds, (&name, moment, site), &contents, into);
            }
        }
    }

    /// Creates elements, and after them what they contain, unless an event creates that. SpaceNet
    /// loses elements in contents, which it does not tell where they are.
    fn create(
        &mut self,
        deeds: &mut Deeds,
        (name, moment, site): (&str, Moment, Option<Site>),
        elements: &[Index<Element>],
        into: model::Holder,
    ) {
        let mut queue = VecDeque::from([(elements.to_vec(), into)]);
        while let Some((elements, into)) = queue.pop_front() {
            let action = Action::Create {
                elements: indices(&elements),
                into,
            };
            deeds.add(name, moment, site, action);
            for element in elements {
                let contents = self.contents(deeds, element);
                if !contents.is_empty() {
                    let message = "SpaceNet does not find elements in the contents of others; here \
                                   they are created with them";
                    self.once(codes::DIFFERS, "activity", name, message);
                    queue.push_back((contents, model::Holder::Element(same(element))));
                }
            }
        }
    }

    /// The elements in another that no event creates.
    fn contents(&self, deeds: &Deeds, element: Index<Element>) -> Vec<Index<Element>> {
        let carrier = self.scenario.element(element).and_then(Element::carrier);
        let contents = carrier.map_or(&[][..], |carrier| &carrier.contents);
        let contents = contents.iter().copied();
        contents
            .filter(|element| !deeds.created.contains(element))
            .collect()
    }

    fn deed(&mut self, deeds: &mut Deeds, moment: Moment, event: &Event) {
        let name = event.name.as_str();
        let site = Some(site(event.location));
        if let EventKind::Create {
            elements,
            container,
        } = &event.kind
        {
            if let Some(into) = self.holder(*container, name) {
                self.create(deeds, (name, moment, site), elements, into);
            }
        } else if let Some(action) = self.action(event) {
            deeds.add(name, moment, site, action);
        }
    }

    fn action(&mut self, event: &Event) -> Option<Action> {
        let name = event.name.as_str();
        Some(match &event.kind {
            EventKind::Create { .. } => return None,
            EventKind::Move {
                elements,
                container,
            } => Action::Move {
                elements: indices(elements),
                to: self.holder(*container, name)?,
            },
            EventKind::Remove { elements } => Action::Remove {
                elements: indices(elements),
            },
            EventKind::Reconfigure { element, state } => Action::Reconfigure {
                changes: vec![(same(*element), *state)],
            },
            EventKind::ReconfigureGroup {
                elements,
                state_kind: kind,
            } => Action::ReconfigureAll {
                elements: indices(elements),
                kind: state_kind(*kind),
            },
            EventKind::Add { .. } | EventKind::Transfer { .. } | EventKind::Consume { .. } => {
                self.goods_action(event)?
            }
            EventKind::Eva { .. } | EventKind::Exploration { .. } => self.outing(event)?,
            EventKind::Burn {
                elements,
                burn,
                actions,
            } => Action::Burn {
                elements: indices(elements),
                dv: Speed::new(burn.delta_v_m_s),
                system: match burn.system {
                    BurnSystem::Oms => model::BurnSystem::Main,
                    BurnSystem::Rcs => model::BurnSystem::Attitude,
                },
                steps: steps(actions),
            },
            _ => self.transport(&event.kind)?,
        })
    }

    fn goods_action(&mut self, event: &Event) -> Option<Action> {
        let name = event.name.as_str();
        let mut lots = |resources: &[Amount]| self.lots(resources, "activity", name);
        Some(match &event.kind {
            EventKind::Add {
                resources,
                container,
            } => Action::Add {
                lots: lots(resources),
                to: same(*container),
            },
            EventKind::Transfer {
                resources,
                origin,
                destination,
            } => Action::Transfer {
                lots: lots(resources),
                from: same(*origin),
                to: same(*destination),
                loss: 0.0,
            },
            EventKind::Consume { resources, source } => Action::Consume {
                lots: lots(resources),
                from: match source {
                    Some(element) => model::Holder::Element(same(*element)),
                    None => self.holder(Holder::Location(event.location), name)?,
                },
            },
            _ => return None,
        })
    }

    fn outing(&mut self, event: &Event) -> Option<Action> {
        let name = event.name.as_str();
        Some(match &event.kind {
            EventKind::Eva {
                vehicle,
                duration,
                crew,
                demands,
            } => Action::Eva {
                vehicle: same(*vehicle),
                crew: crew_states(crew),
                duration: *duration,
                demands: self.lots(demands, "activity", name),
            },
            EventKind::Exploration {
                vehicle,
                duration,
                eva_per_week,
                eva_duration,
                crew,
                demands,
            } => Action::Explore {
                vehicle: same(*vehicle),
                crew: crew_states(crew),
                duration: *duration,
                evas_per_week: *eva_per_week,
                eva_duration: *eva_duration,
                demands: self.lots(demands, "activity", name),
            },
            _ => return None,
        })
    }

    fn transport(&self, kind: &EventKind) -> Option<Action> {
        let plain = |edge, elements, burns| Action::Transport {
            edge,
            elements,
            burns,
            speed: None,
            duty_cycle: 1.0,
            moving_state: None,
        };
        Some(match kind {
            EventKind::SpaceTransport {
                edge,
                elements,
                actions,
            } => {
                // The campaign keeps burns in order of time; the file may not.
                let order = self.burn_orders.get(edge.at())?;
                let burns = order.iter().map(|at| steps(&actions[*at])).collect();
                plain(same(*edge), indices(elements), burns)
            }
            EventKind::FlightTransport { edge, elements } => {
                plain(same(*edge), indices(elements), Vec::new())
            }
            EventKind::SurfaceTransport {
                edge,
                vehicle,
                speed_km_h,
                duty_cycle,
                transport_state,
            } => Action::Transport {
                edge: same(*edge),
                elements: vec![same(*vehicle)],
                burns: Vec::new(),
                speed: Some(Speed::new(speed_km_h * KM_H)),
                duty_cycle: *duty_cycle,
                moving_state: *transport_state,
            },
            _ => return None,
        })
    }

    fn holder(&mut self, holder: Holder, event: &str) -> Option<model::Holder> {
        match holder {
            Holder::Location(Location::Node(node)) => Some(model::Holder::Node(same(node))),
            Holder::Element(element) => Some(model::Holder::Element(same(element))),
            Holder::Location(Location::Edge(_)) => {
                let message = "nothing is put down or used up on the way between two places; the \
                               event is left out";
                self.dropped("activity", event, message);
                None
            }
        }
    }
}

fn indices(elements: &[Index<Element>]) -> Vec<Index<model::Element>> {
    elements.iter().copied().map(same).collect()
}

fn steps(actions: &[scenario::BurnAction]) -> Vec<BurnStep> {
    let steps = actions.iter().map(|action| match action.step {
        scenario::BurnStep::Burn => BurnStep::Burn(same(action.element)),
        scenario::BurnStep::Stage => BurnStep::Stage(same(action.element)),
    });
    steps.collect()
}

fn crew_states(crew: &[EvaCrew]) -> Vec<CrewState> {
    let crew = crew.iter().map(|member| CrewState {
        element: same(member.element),
        state: member.state,
    });
    crew.collect()
}

fn site(location: Location) -> Site {
    match location {
        Location::Node(node) => Site::Node(same(node)),
        Location::Edge(edge) => Site::Edge(same(edge)),
    }
}
