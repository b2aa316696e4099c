//! The layout of an outcome file, version 1: what other programs rely on.
//!
//! Numbers carry their unit at the end of their key: `_kg`, `_m_s`, `_d` (days since the campaign's
//! start, or of duration), `_h` (hours). Things are named by the ids of the campaign and plan files.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value as Json;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// A text that is borrowed or made.
pub type Text<'a> = Cow<'a, str>;

/// An outcome: what simulation says happens when a plan is carried out.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, title = "Portolan outcome, version 1")]
#[expect(
    dead_code,
    reason = "the writer writes the lists one by one; this is their schema"
)]
pub struct Root<'a> {
    /// The format and its version.
    format: Format,
    /// The campaign.
    campaign: Text<'a>,
    /// The plan.
    plan: Text<'a>,
    /// What made this file, from what.
    provenance: Provenance<'a>,
    /// The instant that times count from, in UTC.
    start: Text<'a>,
    /// When the simulation ended.
    end_d: f64,
    /// The currency and price year of costs.
    money: Text<'a>,
    /// The missions with their events, in the order of the campaign.
    missions: Vec<Mission<'a>>,
    /// The events of activities outside missions, in the order in which they happened.
    events: Vec<Event<'a>>,
    /// Every trip along an edge, in order of departure.
    movements: Vec<Movement<'a>>,
    /// What was where: at the end of every mission and of the simulation, or after every event.
    states: Vec<State<'a>>,
    /// Where each element was, from when until when.
    stays: Vec<Stay<'a>>,
    /// What was needed and what was had, summed by requester, place and good.
    needs: Vec<Need<'a>>,
    /// Levels of goods in stores over time.
    stock: Vec<Stock<'a>>,
    /// Crew time spent on tasks.
    crew_time: Vec<CrewTime<'a>>,
    /// Costs in order of time.
    costs: Vec<Cost<'a>>,
    /// Where mass came from and went to.
    mass: Mass,
    /// Measures by their keys; null where one is not defined for this outcome.
    measures: BTreeMap<String, Option<f64>>,
    /// What the measures mean.
    definitions: Vec<Definition<'a>>,
    /// What went wrong or is worth knowing.
    findings: Vec<Finding<'a>>,
}

/// The format of an outcome file.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub enum Format {
    /// Version 1.
    #[serde(rename = "portolan-outcome/1")]
    One,
}

/// What made a file, from what: the same again makes the same file.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Provenance<'a> {
    /// The program.
    pub tool: Text<'a>,
    /// Its version.
    pub version: Text<'a>,
    /// SHA-256 checksum of the campaign's file, in hexadecimal digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub campaign_sha256: Option<Text<'a>>,
    /// SHA-256 checksum of the plan's file, where the plan has one of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan_sha256: Option<Text<'a>>,
    /// All files that were read.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(default)]
    pub files: Vec<File<'a>>,
    /// The seed of random numbers, where any were drawn.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seed: Option<u64>,
    /// Who or what made the plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maker: Option<Text<'a>>,
}

/// A file that was read.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct File<'a> {
    /// Its name as opened.
    pub name: Text<'a>,
    /// SHA-256 checksum of its bytes, in hexadecimal digits.
    pub sha256: Text<'a>,
}

/// A mission with what happened in it.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(
    dead_code,
    reason = "the writer writes the events one by one; this is their schema"
)]
pub struct Mission<'a> {
    #[schemars(flatten)]
    head: MissionHead<'a>,
    /// Its events, in the order in which they happened.
    events: Vec<Event<'a>>,
}

/// A mission without its events.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct MissionHead<'a> {
    /// The mission.
    pub id: Text<'a>,
    /// When it began, in UTC.
    pub start: Text<'a>,
    /// When it began, since the campaign's start.
    pub start_d: f64,
    /// From its beginning to its last event.
    pub duration_d: f64,
}

/// A place: a node or an edge.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct Site<'a> {
    /// The node, where it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub node: Option<Text<'a>>,
    /// The edge, where it is under way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edge: Option<Text<'a>>,
}

/// One thing that happened. An activity has one event, or several where it takes time.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Event<'a> {
    /// The word for it, unique in the file: the activity's, and after a slash which of its events.
    pub id: Text<'a>,
    /// What it is: the word of an action where the activity begins, else `end`, `depart`, `burn`,
    /// `arrive`, `eva-out` or `eva-in`.
    pub kind: &'static str,
    /// The activity.
    pub activity: Text<'a>,
    /// The word of the activity's action.
    pub action: &'static str,
    /// The number of the burn or the EVA within the activity, from zero.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<u32>,
    /// Where.
    #[serde(flatten)]
    pub site: Site<'a>,
    /// When.
    pub time_d: f64,
    /// What happened to it.
    pub status: Status,
    /// Whether it was done, in full or in part.
    pub feasible: bool,
    /// The burn, where it is one.
    #[serde(flatten)]
    pub burn: Option<Burn<'a>>,
}

/// What happened to an event.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// It was done.
    Done,
    /// It was done in part: some goods were short.
    Short,
    /// It could not be done; a finding says why.
    Blocked,
    /// It was not done because of an earlier one that was blocked.
    Followed,
}

/// A burn as carried out, or as far as it could have been.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Burn<'a> {
    /// The velocity change that was wanted.
    pub dv_wanted_m_s: f64,
    /// The velocity change that the steps give.
    pub dv_m_s: f64,
    /// Propellant used.
    pub propellant_kg: f64,
    /// Mass of the stack before.
    pub stack_before_kg: f64,
    /// Mass of the stack after.
    pub stack_after_kg: f64,
    /// The steps, in order.
    pub steps: Vec<Step<'a>>,
}

/// A step of a burn.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Step<'a> {
    /// The element that burned or was dropped.
    pub element: Text<'a>,
    /// Which of the two.
    pub step: StepKind,
    /// The velocity change it gave.
    pub dv_m_s: f64,
    /// Propellant it used.
    pub propellant_kg: f64,
}

/// What an element did in a burn.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum StepKind {
    /// It burned.
    Burn,
    /// It was dropped.
    Stage,
}

/// A trip along an edge.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Movement<'a> {
    /// The activity.
    pub activity: Text<'a>,
    /// The edge.
    pub edge: Text<'a>,
    /// From which node.
    pub from: Text<'a>,
    /// To which node.
    pub to: Text<'a>,
    /// When it left.
    pub depart_d: f64,
    /// When it arrived; null where it is stranded.
    pub arrive_d: Option<f64>,
    /// When it should have arrived.
    pub due_d: f64,
    /// What was listed to travel.
    pub elements: Vec<Text<'a>>,
    /// Total mass at departure.
    pub mass_kg: f64,
    /// Total mass at arrival, or where it is stranded.
    pub end_mass_kg: f64,
    /// Cargo and crew at departure.
    pub cargo_kg: f64,
    /// Propellant in tanks that feed engines, at departure.
    pub propellant_kg: f64,
    /// Dry mass of the carriers that hold the cargo.
    pub tare_kg: f64,
    /// The most cargo that the carriers take; null where they are not limited.
    pub capacity_kg: Option<f64>,
    /// The most mass that the edge takes; null where it is not limited.
    pub limit_kg: Option<f64>,
    /// Crew members aboard.
    pub crew: u32,
    /// Mass of exploration goods and infrastructure aboard (classes 6 and 8).
    pub exploration_kg: f64,
    /// Mass by owner; null for what has none.
    pub by_owner: Vec<Owned<'a>>,
}

/// Mass of an owner.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Owned<'a> {
    /// The partner; null for what has no owner.
    pub partner: Option<Text<'a>>,
    /// The mass.
    pub mass_kg: f64,
}

/// What was at a place at a time.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct State<'a> {
    /// When.
    pub time_d: f64,
    /// Where.
    #[serde(flatten)]
    pub site: Site<'a>,
    /// The elements there, those inside others included.
    pub elements: Vec<Text<'a>>,
    /// The goods there, in kilograms.
    pub resources: BTreeMap<Text<'a>, f64>,
}

/// A time that an element spent in one holder, at one place, in one state.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Stay<'a> {
    /// The element.
    pub element: Text<'a>,
    /// Where as a whole.
    #[serde(flatten)]
    pub site: Site<'a>,
    /// The element that held it, where one did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inside: Option<Text<'a>>,
    /// Whether it was joined to that element rather than stowed in its hold.
    pub joined: bool,
    /// Its state, by name, where it has any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<Text<'a>>,
    /// From.
    pub from_d: f64,
    /// Until, not including.
    pub to_d: f64,
}

/// Who asked for goods.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Requester<'a> {
    /// `element`, `mission`, `demand` or `activity`.
    pub kind: &'static str,
    /// Which.
    pub id: Text<'a>,
}

/// What was needed and what was had, summed over time.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Need<'a> {
    /// Who asked.
    pub requester: Requester<'a>,
    /// Where; nowhere where the requester was nowhere.
    #[serde(flatten)]
    pub site: Site<'a>,
    /// A resource, or a class of supply.
    pub good: Text<'a>,
    /// The beginning of the first need.
    pub from_d: f64,
    /// The end of the last.
    pub to_d: f64,
    /// How much was needed, in kilograms; negative where it was made.
    pub amount_kg: f64,
    /// How much of it was had (or, of what was made, stored), in kilograms.
    pub met_kg: f64,
    /// Whether a process took it in or gave it out, which is a need of nobody.
    pub process: bool,
}

/// The level of a good in a store over time. Between two points it runs straight (or decays, where the
/// store loses to boil-off); two points at one time are a jump.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Stock<'a> {
    /// In which element.
    pub element: Text<'a>,
    /// In which of its stores.
    pub store: Text<'a>,
    /// A resource, or a class of supply.
    pub good: Text<'a>,
    /// The mass of one unit of it.
    pub unit_mass_kg: f64,
    /// Days since the campaign's start, and the level in units of the good.
    pub points: Vec<(f64, f64)>,
}

/// Crew time spent on a task.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct CrewTime<'a> {
    /// The crew member.
    pub element: Text<'a>,
    /// `eva` or `repair`.
    pub task: &'static str,
    /// Where.
    #[serde(flatten)]
    pub site: Site<'a>,
    /// When it began.
    pub from_d: f64,
    /// How long.
    pub spent_h: f64,
}

/// A cost.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Cost<'a> {
    /// When.
    pub time_d: f64,
    /// Of which activity.
    pub activity: Text<'a>,
    /// What for: `element`, `goods`, `trip` or `activity`.
    pub kind: &'static str,
    /// Along which edge, where it is a trip.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edge: Option<Text<'a>>,
    /// Who pays, where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub partner: Option<Text<'a>>,
    /// How much, in the file's money.
    pub amount: f64,
}

/// Where mass came from and went to. What came in equals what went out plus what is there.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Mass {
    /// Elements created, with their first contents.
    pub created_kg: f64,
    /// Goods added.
    pub added_kg: f64,
    /// Goods made.
    pub made_kg: f64,
    /// Goods used up.
    pub consumed_kg: f64,
    /// Propellant burned.
    pub burned_kg: f64,
    /// Goods evaporated, vented or lost.
    pub lost_kg: f64,
    /// Elements removed, with what was in them.
    pub removed_kg: f64,
    /// Elements dropped by staging, with what was in them.
    pub staged_kg: f64,
    /// What is there at the end.
    pub present_kg: f64,
}

/// What a measure means.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Definition<'a> {
    /// Its key among the measures.
    pub key: Text<'a>,
    /// Its name for people.
    pub name: Text<'a>,
    /// The unit; empty for a pure number.
    pub unit: Text<'a>,
    /// What it means, in one sentence.
    pub definition: Text<'a>,
}

/// One problem or note.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Finding<'a> {
    /// The stable code.
    pub code: &'static str,
    /// How grave it is: `error`, `warning` or `note`.
    pub severity: &'static str,
    /// What it is about.
    pub subject: Subject<'a>,
    /// What is wrong, in one sentence.
    pub message: Text<'a>,
    /// The numbers and words behind the message, by name.
    pub facts: BTreeMap<Text<'a>, Fact<'a>>,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub advice: Option<Text<'a>>,
    /// The source of the rule or figure that it rests on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub citation: Option<Text<'a>>,
    /// Where in a file the cause stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Place<'a>>,
    /// The activity whose failure this one follows from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub follows_from: Option<Text<'a>>,
}

/// What a finding is about.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Subject<'a> {
    /// `element`, `edge`, `activity`, `file` and so on.
    pub kind: &'static str,
    /// Which.
    pub id: Text<'a>,
}

/// A number with its unit, or a word.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Fact<'a> {
    /// The value; null where a number is not finite.
    pub value: FactValue<'a>,
    /// The unit's symbol; absent for words and pure numbers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<Text<'a>>,
}

/// The value of a fact.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum FactValue<'a> {
    /// A number.
    Number(Option<f64>),
    /// A word, an id or a date.
    Text(Text<'a>),
}

/// A place in a file; lines and columns count from one.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Place<'a> {
    /// The file's name.
    pub file: Text<'a>,
    /// Line.
    pub line: u32,
    /// Column in characters.
    pub column: u32,
}

/// Findings alone, as a check makes them.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, title = "Portolan findings, version 1")]
#[expect(
    dead_code,
    reason = "the writer writes the list one by one; this is its schema"
)]
pub struct FindingsRoot<'a> {
    /// The format and its version.
    format: FindingsFormat,
    /// What made this file, from what.
    provenance: Provenance<'a>,
    /// The number of errors.
    errors: usize,
    /// The number of warnings.
    warnings: usize,
    /// The number of notes.
    notes: usize,
    /// The findings.
    findings: Vec<Finding<'a>>,
}

/// The format of a findings file.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub enum FindingsFormat {
    /// Version 1.
    #[serde(rename = "portolan-findings/1")]
    One,
}

/// The JSON Schema of an outcome file.
pub fn schema() -> &'static Json {
    static SCHEMA: LazyLock<Json> =
        LazyLock::new(|| schemars::schema_for!(Root<'static>).to_value());
    &SCHEMA
}

/// The JSON Schema of a findings file.
pub fn findings_schema() -> &'static Json {
    static SCHEMA: LazyLock<Json> =
        LazyLock::new(|| schemars::schema_for!(FindingsRoot<'static>).to_value());
    &SCHEMA
}
