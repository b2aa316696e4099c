//! What finds the best in one goal after the other within ceilings, and says what it proves.

use super::Candidate;
use crate::network::Network;
use crate::search::{Aim, Found, Reached, Request, search, unit_of};
use portolan_model::Goal;
use portolan_solver::{Engine, EngineError, Progress, Stop, Watch};
use std::ops::ControlFlow;

/// What a search within ceilings comes to.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Least<P> {
    /// A point.
    Found(Candidate<P>),
    /// There is proved to be none.
    Nothing,
    /// The search ended before it found one, or was told to end.
    Stopped(Stop),
}

/// What searches points.
pub(super) trait Oracle {
    /// What makes a point, beside its values.
    type Point: Clone;

    /// How many goals there are.
    fn goals(&self) -> usize;

    /// The relative gap to which an answer is proved.
    fn gap(&self) -> f64;

    /// The least difference in a goal that a search can tell apart from rounding.
    fn least_step(&self, goal: usize) -> f64;

    /// The best in one goal after the other, all of them in this order, where each is at most its ceiling.
    ///
    /// # Errors
    /// Where the engine fails.
    fn least(
        &mut self,
        order: &[usize],
        ceilings: &[f64],
    ) -> Result<Least<Self::Point>, EngineError>;

    /// Tells who watches how many points or cells are done.
    fn tell(&mut self, done: usize, of: usize, what: &str);
}

/// Plans of a campaign. Values are in kg, the campaign's currency and days.
pub(super) struct InCampaign<'s, 'a> {
    network: &'s Network<'a>,
    request: &'s Request,
    goals: &'s [Goal],
    engine: &'s dyn Engine,
    watch: Heard<'s>,
    pub(super) nodes: u64,
    /// Why a search ended early, the first that did.
    pub(super) stop: Option<Stop>,
}

/// A watch of which it is remembered that it said stop.
struct Heard<'s> {
    inner: &'s mut dyn Watch,
    stopped: bool,
}

impl Watch for Heard<'_> {
    fn progress(&mut self, progress: &Progress) -> ControlFlow<()> {
        let said = self.inner.progress(progress);
        self.stopped |= said.is_break();
        said
    }

    fn incumbent(&mut self, objective: f64, values: &[f64]) {
        self.inner.incumbent(objective, values);
    }

    fn stage(&mut self, stage: &str) {
        self.inner.stage(stage);
    }
}

impl<'s, 'a> InCampaign<'s, 'a> {
    pub(super) fn new(
        network: &'s Network<'a>,
        request: &'s Request,
        goals: &'s [Goal],
        engine: &'s dyn Engine,
        watch: &'s mut dyn Watch,
    ) -> Self {
        Self {
            network,
            request,
            goals,
            engine,
            watch: Heard {
                inner: watch,
                stopped: false,
            },
            nodes: 0,
            stop: None,
        }
    }

    /// The best in one goal, starting from a plan that may be used.
    fn best(
        &mut self,
        goal: Goal,
        ceilings: &[(Goal, f64)],
        start: Option<&Found>,
    ) -> Result<Found, EngineError> {
        let mut request = self.request.clone();
        request.aim = Aim::InOrder(vec![goal]);
        request.ceilings.extend_from_slice(ceilings);
        request.options.start = start.and_then(|found| found.values.clone());
        let found = search(self.network, &request, self.engine, &mut self.watch)?;
        self.nodes += found.nodes;
        if found.stop != Stop::Optimal && found.stop != Stop::Infeasible {
            self.stop = self.stop.or(Some(found.stop));
        }
        Ok(found)
    }

    fn value(found: &Found, goal: Goal) -> Option<&Reached> {
        found.reached.iter().find(|reached| reached.goal == goal)
    }
}

impl Oracle for InCampaign<'_, '_> {
    type Point = Found;

    fn goals(&self) -> usize {
        self.goals.len()
    }

    fn gap(&self) -> f64 {
        self.request.options.relative_gap
    }

    /// A hundred times what a row may be violated by, which a plan may gain from in several rows: by default 0.1 kg and a
    /// hundred of the currency. Of a day, a millionth, which is less than any two instants are apart.
    fn least_step(&self, goal: usize) -> f64 {
        match self.goals[goal] {
            Goal::Time => 1e-6,
            goal => 100.0 * self.request.options.feasibility * unit_of(goal),
        }
    }

    fn least(&mut self, order: &[usize], ceilings: &[f64]) -> Result<Least<Found>, EngineError> {
        let in_unit = |goal: Goal, value: f64| (goal, value / unit_of(goal));
        let limited = self
            .goals
            .iter()
            .zip(ceilings)
            .filter(|(_, most)| most.is_finite());
        let mut held: Vec<(Goal, f64)> =
            limited.map(|(goal, most)| in_unit(*goal, *most)).collect();
        let mut bounds = vec![None; self.goals.len()];
        let (mut best, mut proved): (Option<Found>, bool) = (None, true);
        for at in order {
            let goal = self.goals[*at];
            let found = self.best(goal, &held, best.as_ref())?;
            if self.watch.stopped {
                self.stop = Some(Stop::Cancelled);
                return Ok(Least::Stopped(Stop::Cancelled));
            }
            let Some(reached) = Self::value(&found, goal).filter(|_| found.flows.is_some()) else {
                match &best {
                    // The plan before it meets these ceilings: rounding lost it.
                    Some(_) => proved = false,
                    None if found.stop == Stop::Infeasible => return Ok(Least::Nothing),
                    None => return Ok(Least::Stopped(found.stop)),
                }
                continue;
            };
            proved &= found.stop == Stop::Optimal;
            bounds[*at] = reached.bound;
            held.push(held_at(goal, reached.value));
            best = Some(found);
        }
        let Some(what) = best else {
            return Ok(Least::Stopped(Stop::Numerical));
        };
        let value = |goal: &Goal| Self::value(&what, *goal).map_or(0.0, |reached| reached.value);
        Ok(Least::Found(Candidate {
            values: self.goals.iter().map(value).collect(),
            bounds,
            proved,
            what,
        }))
    }

    fn tell(&mut self, done: usize, of: usize, what: &str) {
        self.watch.stage(&format!("{done} of {of} {what}"));
    }
}

/// A ceiling that a value meets in spite of rounding.
fn held_at(goal: Goal, value: f64) -> (Goal, f64) {
    let value = value / unit_of(goal);
    if goal == Goal::Time {
        return (goal, value);
    }
    (goal, value + 1e-9 * value.abs().max(1.0))
}
