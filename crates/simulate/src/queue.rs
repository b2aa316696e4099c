//! The order of events: by time, then phase, then priority, then the order in which they were planned.

use portolan_model::{Activity, Demand, Mission};
use portolan_vocabulary::{Duration, Index};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// What is to happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Job {
    /// A store at a site runs empty or full.
    Flow { site: usize, version: u64 },
    /// Burn `number` of a trip.
    Burn { trip: usize, number: usize },
    /// A trip arrives.
    Arrive { trip: usize },
    /// The crew comes back from EVA `number`.
    EvaIn {
        activity: Index<Activity>,
        number: usize,
    },
    /// An activity that takes time ends.
    End { activity: Index<Activity> },
    /// A standing need ends.
    StandingOff { standing: usize },
    /// An activity begins.
    Begin { activity: Index<Activity> },
    /// The crew leaves for EVA `number`.
    EvaOut {
        activity: Index<Activity>,
        number: usize,
    },
    /// A standing need begins.
    StandingOn { standing: usize },
    /// A mission's needs are due.
    Mission { mission: Index<Mission> },
    /// A demand is due.
    Due { demand: Index<Demand> },
}

impl Job {
    /// What ends comes before what begins; what is needed is asked for after both.
    const fn phase(self) -> u8 {
        match self {
            Self::Flow { .. } => 0,
            Self::Burn { .. } => 1,
            Self::Arrive { .. } => 2,
            Self::EvaIn { .. } | Self::End { .. } | Self::StandingOff { .. } => 3,
            Self::Begin { .. } | Self::EvaOut { .. } | Self::StandingOn { .. } => 4,
            Self::Mission { .. } | Self::Due { .. } => 5,
        }
    }
}

type Key = (Duration, u8, i32, u64);

/// What is to happen, in order.
pub(crate) struct Queue {
    /// The plan's beginnings in reverse order; sorted once, which is cheaper than a heap of them all.
    planned: Vec<(Key, Job)>,
    /// What arises meanwhile.
    arising: BinaryHeap<Reverse<(Key, Job)>>,
    count: u64,
}

impl Queue {
    /// A queue of the plan's beginnings: time, priority and job in the plan's order.
    pub(crate) fn new(beginnings: impl Iterator<Item = (Duration, i32, Job)>) -> Self {
        let key = |(at, (time, priority, job)): (usize, (Duration, i32, Job))| {
            ((time, job.phase(), priority, at as u64), job)
        };
        let mut planned: Vec<_> = beginnings.enumerate().map(key).collect();
        planned.sort_unstable_by(|a, b| b.cmp(a));
        let count = planned.len() as u64;
        Self {
            planned,
            arising: BinaryHeap::new(),
            count,
        }
    }

    /// Adds what arises at a time.
    pub(crate) fn push(&mut self, time: Duration, job: Job) {
        self.count += 1;
        self.arising
            .push(Reverse(((time, job.phase(), 0, self.count), job)));
    }

    /// The time of what comes next.
    pub(crate) fn next_time(&self) -> Option<Duration> {
        let planned = self.planned.last().map(|(key, _)| key.0);
        let arising = self.arising.peek().map(|Reverse((key, _))| key.0);
        match (planned, arising) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        }
    }

    /// Takes what comes next.
    pub(crate) fn pop(&mut self) -> Option<(Duration, Job)> {
        let planned_first = match (self.planned.last(), self.arising.peek()) {
            (Some(planned), Some(Reverse(arising))) => planned.0 <= arising.0,
            (planned, _) => planned.is_some(),
        };
        let (key, job) = if planned_first {
            self.planned.pop()?
        } else {
            self.arising.pop()?.0
        };
        Some((key.0, job))
    }
}
