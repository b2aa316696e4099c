//! What is done, as the file describes it.

use super::super::v1;
use super::Raise;
use super::element::state_name;
use crate::text::{Q, QDuration};
use portolan_model::{Action, BurnStep, CrewState, Element, Good, Holder, Lot, Rate};
use portolan_vocabulary::{Duration, Index, Quantity};

/// A match over all actions: for each its fields and the method that raises each. A field that names a
/// part of what another names is raised by a method that takes both.
macro_rules! table {
    (
        $raise:ident, $action:ident,
        $($variant:ident { $($field:ident: $how:ident $(of $whole:ident)?),* },)*
    ) => {
        match $action {
            $(Action::$variant { $($field),* } => v1::Action::$variant {
                $($field: $raise.$how($field $(, $whole)?)),*
            },)*
        }
    };
}

impl Raise<'_> {
    pub(super) fn action(&self, action: &Action) -> v1::Action {
        table!(
            self, action,
            Create { elements: things, into: place },
            Move { elements: things, to: place },
            Remove { elements: things },
            Add { lots: amounts, to: thing_word },
            Consume { lots: amounts, from: place },
            Transfer { lots: amounts, from: thing_word, to: thing_word, loss: some },
            Refuel {
                from: thing_word, to: thing_word, good: what, amount: same, loss: some, duration: time
            },
            BoilOff { element: thing_word, lots: amounts },
            Reconfigure { changes: changes },
            ReconfigureAll { elements: things, kind: word_for },
            Burn { elements: things, dv: quantity, system: some_word, steps: steps },
            Transport {
                edge: way_word, elements: things, burns: burns, speed: some_quantity,
                duty_cycle: some, moving_state: moving_state of elements
            },
            Eva { vehicle: thing_word, crew: crew_states, duration: span, demands: amounts },
            Explore {
                vehicle: thing_word, crew: crew_states, duration: span, evas_per_week: same,
                eva_duration: span, demands: amounts
            },
            Dock { elements: things, to: thing_word, duration: time },
            Undock { elements: things, duration: time },
            Load { elements: things, into: thing_word, duration: time },
            Unload { elements: things, duration: time },
            Produce { plant: thing_word, inputs: flows, outputs: flows, duration: span },
            Repair { element: thing_word, part: part of element, quantity: some, crew: things },
            Hold { elements: things, reason: word_for, duration: span },
            Assemble { elements: things, into: thing_word, duration: time, state: state of into },
        )
    }

    fn things(&self, elements: &[Index<Element>]) -> Vec<String> {
        elements.iter().map(|it| self.element_word(*it)).collect()
    }

    fn thing_word(&self, element: &Index<Element>) -> String {
        self.element_word(*element)
    }

    fn way_word(&self, edge: &Index<portolan_model::Edge>) -> String {
        self.edge_word(*edge)
    }

    fn place(&self, holder: &Holder) -> String {
        self.holder(*holder)
    }

    fn what(&self, good: &Good) -> String {
        self.good(*good)
    }

    fn amounts(&self, lots: &[Lot]) -> Vec<v1::Lot> {
        self.lots(lots)
    }

    fn flows(&self, rates: &[Rate]) -> Vec<v1::Rate> {
        self.rates(rates)
    }

    fn same<T: Copy>(&self, value: &T) -> T {
        *value
    }

    fn some<T: Copy>(&self, value: &T) -> Option<T> {
        Some(*value)
    }

    fn word_for<T: Copy, W: From<T>>(&self, value: &T) -> W {
        (*value).into()
    }

    fn some_word<T: Copy, W: From<T>>(&self, value: &T) -> Option<W> {
        Some((*value).into())
    }

    fn quantity<T: Quantity>(&self, value: &T) -> Q<T> {
        Q(*value)
    }

    fn some_quantity<T: Quantity>(&self, value: &Option<T>) -> Option<Q<T>> {
        value.map(Q)
    }

    fn span(&self, duration: &Duration) -> QDuration {
        QDuration(*duration)
    }

    fn time(&self, duration: &Duration) -> Option<QDuration> {
        Some(QDuration(*duration))
    }

    fn changes(&self, changes: &[(Index<Element>, usize)]) -> Vec<v1::StateChange> {
        let change = |(element, state): &(Index<Element>, usize)| v1::StateChange {
            element: self.element_word(*element),
            state: state_name(self.thing(*element), *state),
        };
        changes.iter().map(change).collect()
    }

    fn crew_states(&self, crew: &[CrewState]) -> Vec<v1::CrewState> {
        let member = |member: &CrewState| v1::CrewState {
            element: self.element_word(member.element),
            state: self.state(&member.state, &member.element),
        };
        crew.iter().map(member).collect()
    }

    fn state(&self, state: &Option<usize>, element: &Index<Element>) -> Option<String> {
        state.map(|at| state_name(self.thing(*element), at))
    }

    /// The name of the state at this position of the first that has one there.
    fn moving_state(&self, state: &Option<usize>, elements: &[Index<Element>]) -> Option<String> {
        let at = (*state)?;
        let mut travel = elements.iter().filter_map(|index| self.thing(*index));
        Some(state_name(
            travel.find(|element| element.states.len() > at),
            at,
        ))
    }

    /// The part at this position, by the resource that is its spare.
    fn part(&self, at: &usize, element: &Index<Element>) -> String {
        let element = self.thing(*element);
        let part = element.and_then(|element| element.parts.get(*at));
        part.map_or_else(
            || format!("#{at}"),
            |part| self.resource_word(part.resource),
        )
    }

    fn burns(&self, burns: &[Vec<BurnStep>]) -> Vec<Vec<String>> {
        burns.iter().map(|steps| self.steps(steps)).collect()
    }

    fn steps(&self, steps: &[BurnStep]) -> Vec<String> {
        let step = |step: &BurnStep| match step {
            BurnStep::Burn(element) => format!("burn {}", self.element_word(*element)),
            BurnStep::Stage(element) => format!("stage {}", self.element_word(*element)),
        };
        steps.iter().map(step).collect()
    }
}
