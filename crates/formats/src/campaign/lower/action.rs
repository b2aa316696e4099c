//! What an event does.

use super::super::v1;
use super::Lower;
use super::spot::Spot;
use crate::text::{QDuration, codes as text_codes};
use portolan_model::{Action, BurnStep, CrewState, Element, codes as model_codes};
use portolan_vocabulary::{Duration, Index};

impl Lower<'_> {
    /// The action, or `None` where something that it refers to is not known.
    pub(super) fn action(&mut self, action: &v1::Action, spot: &Spot<'_>) -> Option<Action> {
        use v1::Action as A;
        match action {
            A::Create { .. } | A::Move { .. } | A::Remove { .. } => self.placing(action, spot),
            A::Add { .. }
            | A::Consume { .. }
            | A::Transfer { .. }
            | A::Refuel { .. }
            | A::BoilOff { .. } => self.goods(action, spot),
            A::Reconfigure { .. } | A::ReconfigureAll { .. } => self.states_change(action, spot),
            A::Burn { .. } | A::Transport { .. } => self.travel(action, spot),
            A::Eva { .. } | A::Explore { .. } => self.excursion(action, spot),
            A::Dock { .. } | A::Undock { .. } | A::Load { .. } | A::Unload { .. } => {
                self.handling(action, spot)
            }
            A::Produce { .. } | A::Repair { .. } | A::Hold { .. } | A::Assemble { .. } => {
                self.work(action, spot)
            }
        }
    }

    fn placing(&mut self, action: &v1::Action, spot: &Spot<'_>) -> Option<Action> {
        match action {
            v1::Action::Create { elements, into } => {
                let elements = self.things(elements, &spot.key("elements"));
                let into = self
                    .scope
                    .holder(into, &spot.key("into"), &mut self.report)?;
                Some(Action::Create { elements, into })
            }
            v1::Action::Move { elements, to } => {
                let elements = self.things(elements, &spot.key("elements"));
                let to = self.scope.holder(to, &spot.key("to"), &mut self.report)?;
                Some(Action::Move { elements, to })
            }
            v1::Action::Remove { elements } => {
                let elements = self.things(elements, &spot.key("elements"));
                Some(Action::Remove { elements })
            }
            _ => None,
        }
    }

    fn goods(&mut self, action: &v1::Action, spot: &Spot<'_>) -> Option<Action> {
        match action {
            v1::Action::Add { lots, to } => {
                let lots = self.lots(lots, &spot.key("lots"));
                let to = self.element(to, &spot.key("to"))?;
                Some(Action::Add { lots, to })
            }
            v1::Action::Consume { lots, from } => {
                let lots = self.lots(lots, &spot.key("lots"));
                let from = self
                    .scope
                    .holder(from, &spot.key("from"), &mut self.report)?;
                Some(Action::Consume { lots, from })
            }
            v1::Action::Transfer {
                lots,
                from,
                to,
                loss,
            } => {
                let lots = self.lots(lots, &spot.key("lots"));
                let from = self.element(from, &spot.key("from"));
                let to = self.element(to, &spot.key("to"));
                Some(Action::Transfer {
                    lots,
                    from: from?,
                    to: to?,
                    loss: loss.unwrap_or_default(),
                })
            }
            v1::Action::BoilOff { element, lots } => {
                let lots = self.lots(lots, &spot.key("lots"));
                let element = self.element(element, &spot.key("element"))?;
                Some(Action::BoilOff { element, lots })
            }
            refuel => self.refuel(refuel, spot),
        }
    }

    fn refuel(&mut self, action: &v1::Action, spot: &Spot<'_>) -> Option<Action> {
        let v1::Action::Refuel {
            from,
            to,
            good,
            amount,
            loss,
            duration,
        } = action
        else {
            return None;
        };
        let from = self.element(from, &spot.key("from"));
        let to = self.element(to, &spot.key("to"));
        let good = self.scope.good(good, &spot.key("good"), &mut self.report);
        Some(Action::Refuel {
            from: from?,
            to: to?,
            good: good?,
            amount: *amount,
            loss: loss.unwrap_or_default(),
            duration: time(*duration),
        })
    }

    fn states_change(&mut self, action: &v1::Action, spot: &Spot<'_>) -> Option<Action> {
        match action {
            v1::Action::Reconfigure { changes } => {
                let list = spot.key("changes");
                let mut made = Vec::new();
                for (at, change) in changes.iter().enumerate() {
                    let item = list.index(at);
                    if let Some(element) = self.element(&change.element, &item.key("element")) {
                        let state = self.state(element, &change.state, &item.key("state"));
                        made.extend(state.map(|state| (element, state)));
                    }
                }
                Some(Action::Reconfigure { changes: made })
            }
            v1::Action::ReconfigureAll { elements, kind } => Some(Action::ReconfigureAll {
                elements: self.things(elements, &spot.key("elements")),
                kind: (*kind).into(),
            }),
            _ => None,
        }
    }

    fn travel(&mut self, action: &v1::Action, spot: &Spot<'_>) -> Option<Action> {
        match action {
            v1::Action::Burn {
                elements,
                dv,
                system,
                steps,
            } => Some(Action::Burn {
                elements: self.things(elements, &spot.key("elements")),
                dv: dv.0,
                system: system.map(Into::into).unwrap_or_default(),
                steps: self.steps(steps, &spot.key("steps")),
            }),
            transport => self.transport(transport, spot),
        }
    }

    fn transport(&mut self, action: &v1::Action, spot: &Spot<'_>) -> Option<Action> {
        let v1::Action::Transport {
            edge,
            elements,
            burns,
            speed,
            duty_cycle,
            moving_state,
        } = action
        else {
            return None;
        };
        let edge = {
            let table = &self.scope.edges;
            table.find(edge, &spot.key("edge"), &mut self.report)
        };
        let elements = self.things(elements, &spot.key("elements"));
        let list = spot.key("burns");
        let numbered = burns.iter().enumerate();
        let burns = numbered
            .map(|(at, steps)| self.steps(steps, &list.index(at)))
            .collect();
        let state = moving_state.as_ref();
        let moving_state =
            state.and_then(|name| self.moving_state(&elements, name, &spot.key("moving_state")));
        Some(Action::Transport {
            edge: edge?,
            elements,
            burns,
            speed: speed.map(|speed| speed.0),
            duty_cycle: duty_cycle.unwrap_or(1.0),
            moving_state,
        })
    }

    /// The position of a state that what travels has. The model looks for the first element that has a
    /// state at the position, so an element before it must not have one there.
    fn moving_state(
        &mut self,
        elements: &[Index<Element>],
        name: &str,
        spot: &Spot<'_>,
    ) -> Option<usize> {
        let mut longest = 0;
        let mut found = None;
        for element in elements.iter().filter_map(|it| self.elements.get(it.at())) {
            let position = element.states.iter().position(|state| state.name == name);
            if let Some(position) = position {
                if position >= longest {
                    return Some(position);
                }
                found = found.or(Some(position));
            }
            longest = longest.max(element.states.len());
        }
        if found.is_none() {
            let message = format!("\"{name}\" is no state of anything that travels");
            let travel = elements.iter().filter_map(|it| self.elements.get(it.at()));
            let states = travel.flat_map(|element| &element.states);
            let known = states.map(|state| state.name.as_str());
            self.report
                .unknown(model_codes::DANGLING, spot, (name, message), known);
        }
        found
    }

    fn excursion(&mut self, action: &v1::Action, spot: &Spot<'_>) -> Option<Action> {
        match action {
            v1::Action::Eva {
                vehicle,
                crew,
                duration,
                demands,
            } => {
                let vehicle = self.element(vehicle, &spot.key("vehicle"));
                let crew = self.crew_states(crew, &spot.key("crew"));
                let demands = self.lots(demands, &spot.key("demands"));
                Some(Action::Eva {
                    vehicle: vehicle?,
                    crew,
                    duration: duration.0,
                    demands,
                })
            }
            v1::Action::Explore {
                vehicle,
                crew,
                duration,
                evas_per_week,
                eva_duration,
                demands,
            } => {
                let vehicle = self.element(vehicle, &spot.key("vehicle"));
                let crew = self.crew_states(crew, &spot.key("crew"));
                let demands = self.lots(demands, &spot.key("demands"));
                Some(Action::Explore {
                    vehicle: vehicle?,
                    crew,
                    duration: duration.0,
                    evas_per_week: *evas_per_week,
                    eva_duration: eva_duration.0,
                    demands,
                })
            }
            _ => None,
        }
    }

    fn handling(&mut self, action: &v1::Action, spot: &Spot<'_>) -> Option<Action> {
        match action {
            v1::Action::Dock {
                elements,
                to,
                duration,
            } => {
                let elements = self.things(elements, &spot.key("elements"));
                let to = self.element(to, &spot.key("to"))?;
                let duration = time(*duration);
                Some(Action::Dock {
                    elements,
                    to,
                    duration,
                })
            }
            v1::Action::Undock { elements, duration } => Some(Action::Undock {
                elements: self.things(elements, &spot.key("elements")),
                duration: time(*duration),
            }),
            v1::Action::Load {
                elements,
                into,
                duration,
            } => {
                let elements = self.things(elements, &spot.key("elements"));
                let into = self.element(into, &spot.key("into"))?;
                let duration = time(*duration);
                Some(Action::Load {
                    elements,
                    into,
                    duration,
                })
            }
            v1::Action::Unload { elements, duration } => Some(Action::Unload {
                elements: self.things(elements, &spot.key("elements")),
                duration: time(*duration),
            }),
            _ => None,
        }
    }

    fn work(&mut self, action: &v1::Action, spot: &Spot<'_>) -> Option<Action> {
        match action {
            v1::Action::Produce {
                plant,
                inputs,
                outputs,
                duration,
            } => {
                let plant = self.element(plant, &spot.key("plant"));
                let inputs = self.rates(inputs, &spot.key("inputs"));
                let outputs = self.rates(outputs, &spot.key("outputs"));
                Some(Action::Produce {
                    plant: plant?,
                    inputs,
                    outputs,
                    duration: duration.0,
                })
            }
            v1::Action::Hold {
                elements,
                reason,
                duration,
            } => Some(Action::Hold {
                elements: self.things(elements, &spot.key("elements")),
                reason: (*reason).into(),
                duration: duration.0,
            }),
            v1::Action::Repair { .. } => self.repair(action, spot),
            _ => self.assemble(action, spot),
        }
    }

    fn repair(&mut self, action: &v1::Action, spot: &Spot<'_>) -> Option<Action> {
        let v1::Action::Repair {
            element,
            part,
            quantity,
            crew,
        } = action
        else {
            return None;
        };
        let element = self.element(element, &spot.key("element"));
        let crew = self.things(crew, &spot.key("crew"));
        let element = element?;
        let part = self.part(element, part, &spot.key("part"))?;
        Some(Action::Repair {
            element,
            part,
            quantity: quantity.unwrap_or(1.0),
            crew,
        })
    }

    fn assemble(&mut self, action: &v1::Action, spot: &Spot<'_>) -> Option<Action> {
        let v1::Action::Assemble {
            elements,
            into,
            duration,
            state,
        } = action
        else {
            return None;
        };
        let elements = self.things(elements, &spot.key("elements"));
        let into = self.element(into, &spot.key("into"))?;
        let state = match state {
            Some(name) => Some(self.state(into, name, &spot.key("state"))?),
            None => None,
        };
        Some(Action::Assemble {
            elements,
            into,
            duration: time(*duration),
            state,
        })
    }

    /// The elements that are known.
    fn things(&mut self, words: &[String], spot: &Spot<'_>) -> Vec<Index<Element>> {
        let numbered = words.iter().enumerate();
        numbered
            .filter_map(|(at, word)| self.element(word, &spot.index(at)))
            .collect()
    }

    fn crew_states(&mut self, crew: &[v1::CrewState], spot: &Spot<'_>) -> Vec<CrewState> {
        let mut made = Vec::new();
        for (at, member) in crew.iter().enumerate() {
            let item = spot.index(at);
            if let Some(element) = self.element(&member.element, &item.key("element")) {
                let name = member.state.as_ref();
                let state = name.and_then(|name| self.state(element, name, &item.key("state")));
                made.push(CrewState { element, state });
            }
        }
        made
    }

    /// The position of an element's state of this name.
    fn state(&mut self, element: Index<Element>, name: &str, spot: &Spot<'_>) -> Option<usize> {
        let states = &self.elements.get(element.at())?.states;
        let found = states.iter().position(|state| state.name == name);
        if found.is_none() {
            let message = format!(
                "\"{name}\" is no state of \"{}\"",
                self.elements[element.at()].id
            );
            let known = states.iter().map(|state| state.name.as_str());
            self.report
                .unknown(model_codes::DANGLING, spot, (name, message), known);
        }
        found
    }

    /// The position of an element's part, by the resource that is its spare.
    fn part(&mut self, element: Index<Element>, word: &str, spot: &Spot<'_>) -> Option<usize> {
        let table = &self.scope.resources;
        let resource = table.find(word, spot, &mut self.report)?;
        let element = self.elements.get(element.at())?;
        let found = element
            .parts
            .iter()
            .position(|part| part.resource == resource);
        if found.is_none() {
            let message = format!("\"{}\" has no part \"{word}\"", element.id);
            self.report
                .error(model_codes::DANGLING, spot, message, |finding| finding);
        }
        found
    }

    /// What burns and what is dropped.
    fn steps(&mut self, steps: &[String], spot: &Spot<'_>) -> Vec<BurnStep> {
        let mut made = Vec::new();
        for (at, step) in steps.iter().enumerate() {
            let item = spot.index(at);
            let (verb, word) = step.split_once(' ').unwrap_or((step, ""));
            let to_step = match (verb, word) {
                ("burn", word) if !word.is_empty() => BurnStep::Burn,
                ("stage", word) if !word.is_empty() => BurnStep::Stage,
                _ => {
                    let message = format!("\"{step}\" is no step of a burn");
                    let advice = "write \"burn\" or \"stage\" and the id of an element";
                    self.report
                        .error(text_codes::WRONG_WORD, &item, message, |finding| {
                            finding.text("found", step).advice(advice)
                        });
                    continue;
                }
            };
            made.extend(self.element(word, &item).map(to_step));
        }
        made
    }
}

fn time(duration: Option<QDuration>) -> Duration {
    duration.map_or(Duration::ZERO, |duration| duration.0)
}
