//! Outcome files: `portolan-outcome/1`; findings alone: `portolan-findings/1`; and manifests:
//! `portolan-manifest/1`; windows: `portolan-windows/1`; transfers:
//! `portolan-transfer/1`; and what the optimiser found: `portolan-optimum/1`. JSON, written only.
//!
//! Lists are written as they go, one item a line, so that a large outcome needs no second copy in
//! memory and two outcomes can be compared line by line. Numbers are written in the shortest form that
//! reads back the same; the same outcome makes the same bytes.

pub mod compliance;
pub mod efficient;
mod events;
mod findings;
pub mod manifest;
pub mod optimum;
mod records;
pub mod scenarios;
pub mod screening;
pub mod shares;
mod sink;
mod states;
pub mod transfer;
pub mod what_if;
pub mod windows;
mod words;

pub mod v1;

pub use findings::write_findings;
pub use v1::{File, Provenance};

use portolan_model::{Campaign, EventRecord, Measure, Outcome, Plan};
use portolan_vocabulary::{Duration, Finding, Index};
use sink::Sink;
use states::States;
use std::collections::BTreeSet;
use std::io::{self, Write};
use words::Words;

/// At which times an outcome file says what is where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StateTimes {
    /// At the end of every mission and of the simulation.
    #[default]
    Ends,
    /// After every event, and at the end of the simulation.
    Events,
}

/// What an outcome file is made from.
#[derive(Clone, Copy, Debug)]
pub struct Content<'a> {
    /// The campaign.
    pub campaign: &'a Campaign,
    /// The plan that was carried out.
    pub plan: &'a Plan,
    /// What happened.
    pub outcome: &'a Outcome,
    /// What it is worth.
    pub measures: &'a [Measure],
    /// Findings besides those of the outcome, such as a judge's; they stand after them.
    pub findings: &'a [&'a Finding],
    /// What made the file, from what.
    pub provenance: &'a Provenance<'a>,
    /// At which times it says what is where.
    pub states: StateTimes,
}

/// Writes an outcome file.
///
/// The outcome must be of this campaign and plan: what it refers to elsewhere is written as `#` with a
/// number.
///
/// # Errors
/// Where the writer fails.
pub fn write(out: impl Write, content: &Content<'_>) -> io::Result<()> {
    let outcome = content.outcome;
    let words = Words::new(content.campaign, content.plan);
    let mut sink = Sink::new(out)?;
    head(&mut sink, content)?;
    let by_mission = words.by_mission(outcome);
    let missions = by_mission.iter().enumerate().map(|(at, events)| {
        let head = words.mission_head(Index::new(at), events);
        (head, events.iter().map(|event| words.event(event)))
    });
    sink.tables("missions", "events", missions)?;
    sink.rows("events", words.loose_events(outcome))?;
    let movements = outcome.movements.iter();
    sink.rows("movements", movements.map(|it| words.movement(it)))?;
    let mut states = States::new(&words, outcome);
    let times = times(content, &by_mission);
    sink.rows("states", times.iter().flat_map(|time| states.at(*time)))?;
    sink.rows("stays", outcome.stays.iter().map(|it| words.stay(it)))?;
    sink.rows("needs", words.needs(&outcome.needs))?;
    sink.rows("stock", words.stock(&outcome.stock))?;
    let crew_time = outcome.crew_time.iter();
    sink.rows("crew_time", crew_time.map(|it| words.crew_time(it)))?;
    sink.rows("costs", outcome.costs.iter().map(|it| words.cost(it)))?;
    sink.value("mass", &records::mass(&outcome.mass))?;
    tail(&mut sink, content)?;
    sink.finish()
}

fn head<W: Write>(sink: &mut Sink<W>, content: &Content<'_>) -> io::Result<()> {
    let (currency, year) = content.campaign.settings.money;
    sink.value("format", &v1::Format::One)?;
    sink.value("campaign", &content.outcome.campaign.as_str())?;
    sink.value("plan", &content.outcome.plan.as_str())?;
    sink.value("provenance", content.provenance)?;
    sink.value("start", &content.campaign.start.to_string())?;
    sink.value("end_d", &content.outcome.end.days())?;
    sink.value("money", &format!("{currency} {year}"))
}

fn tail<W: Write>(sink: &mut Sink<W>, content: &Content<'_>) -> io::Result<()> {
    sink.value("measures", &records::values(content.measures))?;
    let definitions = content.measures.iter().map(records::definition);
    sink.rows("definitions", definitions)?;
    let own = content.outcome.findings.iter();
    let all = own.chain(content.findings.iter().copied());
    sink.rows("findings", all.map(findings::finding))
}

/// The times at which the file says what is where, in order.
fn times(content: &Content<'_>, by_mission: &[Vec<&EventRecord>]) -> BTreeSet<Duration> {
    let outcome = content.outcome;
    let mut times = BTreeSet::from([outcome.end]);
    match content.states {
        StateTimes::Ends => {
            let last = |events: &Vec<&EventRecord>| events.iter().map(|it| it.time).max();
            times.extend(by_mission.iter().filter_map(last));
        }
        StateTimes::Events => times.extend(outcome.events.iter().map(|event| event.time)),
    }
    times
}
