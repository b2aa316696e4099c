//! The outcome while it is being written.

use portolan_model::{
    Activity, CostRecord, CrewTime, EventKind, EventRecord, Good, MassAccount, Movement,
    NeedRecord, Requester, Site, Status, Stay, StockPoint,
};
use portolan_vocabulary::{Duration, Findings, Index};
use std::collections::{BTreeMap, BTreeSet};

/// The records of an outcome, in the order in which they arise.
#[derive(Default)]
pub(crate) struct Record {
    pub(crate) events: Vec<EventRecord>,
    pub(crate) movements: Vec<Movement>,
    pub(crate) stays: Vec<Stay>,
    pub(crate) stock: Vec<StockPoint>,
    pub(crate) needs: Vec<NeedRecord>,
    pub(crate) crew_time: Vec<CrewTime>,
    pub(crate) costs: Vec<CostRecord>,
    pub(crate) mass: MassAccount,
    /// For how many seconds, at full rate, a process stood still for want of a good.
    pub(crate) stalls: BTreeMap<(Requester, Good), f64>,
    /// The positions of needs whose shortage has a finding of its own.
    pub(crate) explained: BTreeSet<usize>,
    pub(crate) findings: Findings,
}

impl Record {
    /// Writes down an event and returns its position.
    pub(crate) fn event(
        &mut self,
        activity: Index<Activity>,
        kind: EventKind,
        time: Duration,
        site: Option<Site>,
        status: Status,
    ) -> usize {
        self.events.push(EventRecord {
            activity,
            kind,
            time,
            site,
            status,
            burn: None,
        });
        self.events.len() - 1
    }

    /// Writes down a need at one instant.
    pub(crate) fn need_now(
        &mut self,
        requester: Requester,
        site: Option<Site>,
        good: Good,
        at: Duration,
        amount: f64,
        met: f64,
    ) {
        self.needs.push(NeedRecord {
            requester,
            site,
            good,
            from: at,
            to: at,
            amount,
            met,
            process: false,
        });
    }
}
