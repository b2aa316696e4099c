//! What the command takes.

use crate::compliance::{ComplyArguments, RulesArguments, ScreenArguments};
use crate::data::DataArguments;
use clap::{Args, Parser, Subcommand, ValueEnum};
use portolan::vocabulary::{
    Dimension, Duration, Epoch, Force, Mass, SpecificImpulse, Speed, parse_quantity,
};
use std::path::PathBuf;

/// Plan, fly, follow and staff space supply chains, from a factory floor to another world.
#[derive(Parser)]
#[command(name = "portolan", version, max_term_width = 100)]
#[command(
    after_help = "Exit code: 0 done; 1 done, with findings of severity error; 2 the input could not be read."
)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) verb: Verb,
}

/// What to do.
#[derive(Subcommand)]
pub(crate) enum Verb {
    /// Check and simulate a campaign, and report; --out writes plan, outcome and report to a folder.
    Run(RunArguments),
    /// Say everything that is wrong with a campaign and its plan.
    Check(CampaignArguments),
    /// Simulate a campaign's plan and print its outcome.
    Simulate(CampaignArguments),
    /// Pack what the plan leaves unmet into containers and onto carriers, or say why that cannot be.
    Manifest(ManifestArguments),
    /// Find the best plan of a campaign and prove how good it is; --out writes plan, outcome and report to a folder.
    Optimise(Box<OptimiseArguments>),
    /// Share what a campaign's best plan comes to among its partners, and say who would object.
    Share(ShareArguments),
    /// Plan for all scenarios of a campaign: what is best on average, what knowing earlier is worth, what robustness costs.
    Scenarios(ScenariosArguments),
    /// Replan a campaign from the day on which a partner leaves: what is lost, what it costs, what would have saved it.
    WhatIf(WhatIfArguments),
    /// Judge a campaign's plan by the rules: what is forbidden, which permits and documents it needs, and why.
    Comply(ComplyArguments),
    /// Hold a name, or a file of names, against lists of restricted parties.
    Screen(ScreenArguments),
    /// List, show and check the rules, and the facts that they ask for.
    Rules(RulesArguments),
    /// Say when ways through space are open and what they cost then: of a campaign, or between two places.
    Windows(Box<WindowsArguments>),
    /// Say what the way between two places costs, by every method that applies, and as sources say.
    Transfer(PriceArguments),
    /// List, show and verify reference sets: vehicles, sites, velocity changes, rates, each with its source.
    Data(DataArguments),
    /// Make a campaign of another tool's file.
    Import(ImportArguments),
    /// Write a campaign as another tool's file.
    Export(ExportArguments),
    /// Print a campaign with all defaults filled, and what it includes inlined.
    Resolve(ResolveArguments),
    /// Print the JSON Schema of a file format; without a name, list them.
    Schema {
        /// The schema's name, such as `campaign-1`.
        name: Option<String>,
    },
    /// Say what the code of a finding means and what to do about it.
    Explain {
        /// The code, such as `simulate.dv-shortfall`.
        code: String,
    },
}

/// A campaign, a plan, and the form of the answer.
#[derive(Args)]
pub(crate) struct CampaignArguments {
    /// The campaign file (TOML or JSON), or a folder with a `campaign.toml`.
    pub(crate) campaign: PathBuf,
    /// A plan file to use instead of the campaign's own events.
    #[arg(long, value_name = "PLAN")]
    pub(crate) plan: Option<PathBuf>,
    /// The form of the answer.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
}

/// What `run` takes.
#[derive(Args)]
pub(crate) struct RunArguments {
    #[command(flatten)]
    pub(crate) common: CampaignArguments,
    /// Write plan.json, outcome.json, report.html, report.txt and figures/*.svg to this folder.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
}

/// What `optimise` takes.
#[derive(Args)]
pub(crate) struct OptimiseArguments {
    /// The campaign file (TOML or JSON), or a folder with a `campaign.toml`.
    pub(crate) campaign: PathBuf,
    /// What the plan is to be best in: `launch-mass`, `cost`, `time`, `emissions`; several with commas, the first first; or
    /// with weights, `cost:1,launch-mass:0.2` (per million of the campaign's currency, per tonne). By default what the
    /// campaign says, else launch mass.
    #[arg(long, value_name = "GOALS", value_parser = crate::optimise::aim)]
    pub(crate) objective: Option<portolan::Aim>,
    /// Find the efficient plans between two or three goals, with commas, such as `launch-mass,cost`: those of which none
    /// is better in one goal without being worse in another.
    #[arg(long, value_name = "GOALS", value_parser = crate::efficient::goals, conflicts_with_all = ["objective", "export_mps", "export_lp"])]
    pub(crate) efficient: Option<crate::efficient::Goals>,
    /// How many efficient plans are to be found, the ends included; among three goals, the most cells of a grid.
    #[arg(
        long,
        value_name = "COUNT",
        default_value_t = 9,
        requires = "efficient"
    )]
    pub(crate) points: usize,
    /// Draw the efficient plans on a page of its own, with their numbers; a file that ends in .svg gets the picture alone.
    #[arg(long, value_name = "FILE", requires = "efficient")]
    pub(crate) html: Option<PathBuf>,
    /// Stop where the plan is proved to be within this fraction of the best.
    #[arg(long, value_name = "FRACTION", default_value_t = 1e-6)]
    pub(crate) gap: f64,
    /// Stop after this time with the best plan found, such as "90 s" or "1 h".
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub(crate) time_limit: Option<Duration>,
    /// Stop after this many nodes of the search tree: unlike a time, the same on any machine.
    #[arg(long, value_name = "COUNT")]
    pub(crate) nodes: Option<u64>,
    /// The engine: `highs`, or `microlp` for small programs.
    #[arg(long, value_name = "NAME")]
    pub(crate) engine: Option<String>,
    /// Another solver's command line with {mps} and {sol} for its files, such as "highs {mps} --solution_file {sol}".
    #[arg(long, value_name = "COMMAND", conflicts_with = "engine")]
    pub(crate) solver: Option<String>,
    /// How many edges one after the other an event is followed along to find instants for departures.
    #[arg(long, value_name = "COUNT")]
    pub(crate) hops: Option<u32>,
    /// How many trips may leave along one edge at one instant, where the edge limits each.
    #[arg(long, value_name = "COUNT")]
    pub(crate) slots: Option<u32>,
    /// Look at more instants so many times, where that may pay, and say what no plan at any instants is better than; 0 says
    /// that alone. By default neither.
    #[arg(long, value_name = "ROUNDS")]
    pub(crate) refine: Option<u32>,
    /// Say what times are worth: what closing each window that the plan uses would cost, a demand that is due a day earlier or
    /// later, an offer that begins a day earlier. Each is a search of its own of at most so many nodes.
    #[arg(long, value_name = "NODES", conflicts_with = "efficient")]
    pub(crate) time_prices: Option<u64>,
    /// Search in windows of so much time, such as "180 d": for campaigns too large for one search. By default large
    /// ones are, in windows that fit them.
    #[arg(long, value_name = "TIME", value_parser = crate::optimise::windows_of)]
    pub(crate) rolling: Option<portolan::Horizon>,
    /// How much of the time before each window is decided anew with it; by default a quarter of the window.
    #[arg(long, value_name = "TIME", value_parser = span, requires = "rolling")]
    pub(crate) overlap: Option<Duration>,
    /// Search as a whole, however large.
    #[arg(long, conflicts_with = "rolling")]
    pub(crate) whole: bool,
    /// Write the program for other solvers (free MPS) to this file, and solve nothing.
    #[arg(long, value_name = "FILE")]
    pub(crate) export_mps: Option<PathBuf>,
    /// Write the program for people (LP) to this file, and solve nothing.
    #[arg(long, value_name = "FILE")]
    pub(crate) export_lp: Option<PathBuf>,
    /// Write plan.json, outcome.json, report.html, report.txt and figures/*.svg to this folder; with --efficient, to
    /// folders point-1, point-2 and so on in it.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// The form of the answer.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
}

/// What `share` takes.
#[derive(Args)]
pub(crate) struct ShareArguments {
    /// The campaign file (TOML or JSON), or a folder with a `campaign.toml`.
    pub(crate) campaign: PathBuf,
    /// What is shared: `launch-mass`, `cost` or `emissions`; by default cost where anything costs, else launch mass.
    #[arg(long, value_name = "GOAL", value_parser = crate::optimise::shared_goal)]
    pub(crate) goal: Option<portolan::model::Goal>,
    /// A partner who shares; by default every one on whose behalf something is demanded. May be given several times.
    #[arg(long, value_name = "ID")]
    pub(crate) partner: Vec<String>,
    /// Each coalition's plan is proved to be within this fraction of the best.
    #[arg(long, value_name = "FRACTION", default_value_t = 1e-6)]
    pub(crate) gap: f64,
    /// Past twelve partners: how many pairs of orders are sampled.
    #[arg(long, value_name = "COUNT", default_value_t = 100)]
    pub(crate) pairs: u32,
    /// Past twelve partners: where the orders are drawn from.
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    pub(crate) seed: u64,
    /// The form of the answer.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
}

/// What `scenarios` takes.
#[derive(Args)]
pub(crate) struct ScenariosArguments {
    /// The campaign file (TOML or JSON), or a folder with a `campaign.toml`.
    pub(crate) campaign: PathBuf,
    /// What plans are to be best in: `launch-mass`, `cost` or `emissions`; by default the campaign's first goal but time.
    #[arg(long, value_name = "GOAL", value_parser = crate::scenarios::linear_goal)]
    pub(crate) goal: Option<portolan::model::Goal>,
    /// Search the least worst case as well, and say what it costs on average; the plan is that one.
    #[arg(long)]
    pub(crate) robust: bool,
    /// Say what it costs on average to plan for all amounts raised by this fraction, such as 0.1.
    #[arg(long, value_name = "FRACTION")]
    pub(crate) margin: Option<f64>,
    /// The scenario whose course the plan is; by default the most probable.
    #[arg(long, value_name = "ID")]
    pub(crate) scenario: Option<String>,
    /// Each plan is proved to be within this fraction of the best.
    #[arg(long, value_name = "FRACTION", default_value_t = 1e-6)]
    pub(crate) gap: f64,
    /// Stop each search after this many nodes of its tree.
    #[arg(long, value_name = "COUNT")]
    pub(crate) nodes: Option<u64>,
    /// The form of the answer.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
}

/// What `what-if` takes.
#[derive(Args)]
pub(crate) struct WhatIfArguments {
    #[command(flatten)]
    pub(crate) common: CampaignArguments,
    /// The partner who leaves, by id; every partner in turn where none is given.
    #[arg(long, value_name = "PARTNER")]
    pub(crate) without: Option<String>,
    /// When what the partner brought is gone: a date such as 2028-06-01.
    #[arg(long, value_name = "DATE")]
    pub(crate) from: Epoch,
    /// How long before that it is known.
    #[arg(long, value_name = "TIME", default_value = "0 d", value_parser = time)]
    pub(crate) notice: Duration,
    /// Each plan is proved to be within this fraction of the best.
    #[arg(long, value_name = "FRACTION", default_value_t = 1e-6)]
    pub(crate) gap: f64,
    /// Stop each search after this many nodes of its tree.
    #[arg(long, value_name = "COUNT")]
    pub(crate) nodes: Option<u64>,
}

/// What `manifest` takes.
#[derive(Args)]
pub(crate) struct ManifestArguments {
    #[command(flatten)]
    pub(crate) common: CampaignArguments,
    /// Where it does not fit, raise limits by the least sum with which it does.
    #[arg(long)]
    pub(crate) relax: bool,
    /// Write the plan with its cargo, its outcome and report to this folder.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
}

/// What `windows` takes.
#[derive(Args)]
pub(crate) struct WindowsArguments {
    /// The campaign file or folder; or, with a second place, where the way begins: `earth:400km@51.6deg`,
    /// `leo`, `mars`, the key of a launch site.
    pub(crate) first: String,
    /// Where the way ends: `mars:250x33793km`, `llo`, `earth:420km@51.6deg/109deg` (with the ascending node).
    pub(crate) second: Option<String>,
    /// The first instant, such as 2031-01-01; by default the campaign's start.
    #[arg(long, value_name = "DATE")]
    pub(crate) from: Option<Epoch>,
    /// The first instant after; by default the campaign's horizon.
    #[arg(long, value_name = "DATE")]
    pub(crate) to: Option<Epoch>,
    /// An edge of the campaign; by default all whose windows are computed. May be given several times.
    #[arg(long, value_name = "ID")]
    pub(crate) edge: Vec<String>,
    /// The edges are travelled one after another: say when the first must be entered.
    #[arg(long)]
    pub(crate) chain: bool,
    /// The longest wait between two edges of a chain.
    #[arg(long, value_name = "TIME", default_value = "30 d", value_parser = time)]
    pub(crate) wait: Duration,
    #[command(flatten)]
    pub(crate) transfer: TransferArguments,
    /// A file with the two lines (or three) of a satellite, whose plane the word `tle` then has.
    #[arg(long, value_name = "FILE")]
    pub(crate) tle: Option<PathBuf>,
    /// SPICE kernels (SPK) to use instead of the built-in ephemeris. May be given several times.
    #[arg(long, value_name = "FILE")]
    pub(crate) kernel: Vec<PathBuf>,
    /// Draw the windows, or the porkchop plot of a flight between planets: SVG, PNG, or the numbers behind
    /// it (CSV), by its ending.
    #[arg(long, value_name = "FILE")]
    pub(crate) plot: Option<PathBuf>,
    /// The form of the answer.
    #[arg(long, value_enum, default_value_t = TableFormat::Text)]
    pub(crate) format: TableFormat,
}

/// What `transfer` takes.
#[derive(Args)]
pub(crate) struct PriceArguments {
    /// Where the way begins: `leo`, `earth:400km@51.6deg`, `nrho`, `mars:250x33793km`.
    pub(crate) from: String,
    /// Where it ends.
    pub(crate) to: String,
    /// The date from which the next opportunity is looked for, for flights that depend on it.
    #[arg(long, value_name = "DATE")]
    pub(crate) on: Option<Epoch>,
    /// Mass of the craft at the beginning, such as "12 t".
    #[arg(long, value_name = "MASS", value_parser = mass, requires = "isp")]
    pub(crate) mass: Option<Mass>,
    /// Specific impulse of the craft, such as "450 s".
    #[arg(long, value_name = "TIME", value_parser = isp, requires = "mass")]
    pub(crate) isp: Option<SpecificImpulse>,
    /// Thrust of the craft, such as "1.2 N"; for spirals.
    #[arg(long, value_name = "FORCE", value_parser = force, requires = "mass")]
    pub(crate) thrust: Option<Force>,
    /// A file with the two lines of a satellite, whose orbit the word `tle` then means.
    #[arg(long, value_name = "FILE")]
    pub(crate) tle: Option<PathBuf>,
    /// The form of the answer.
    #[arg(long, value_enum, default_value_t = TableFormat::Text)]
    pub(crate) format: TableFormat,
}

/// What is asked of a transfer between two places.
#[derive(Args)]
pub(crate) struct TransferArguments {
    /// The most that a departure may cost in all, such as "4.5 km/s".
    #[arg(long, value_name = "SPEED", value_parser = speed)]
    pub(crate) max_dv: Option<Speed>,
    /// How much more than the best of its season a departure may cost.
    #[arg(long, value_name = "SPEED", value_parser = speed)]
    pub(crate) allowance: Option<Speed>,
    /// The shortest flight.
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub(crate) min_duration: Option<Duration>,
    /// The longest flight.
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub(crate) max_duration: Option<Duration>,
    /// How far before and after the best instant a launch may be.
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub(crate) half_width: Option<Duration>,
    /// The length of the slices that a long window is cut into.
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub(crate) step: Option<Duration>,
    /// Which passes of the site through the plane a launch uses.
    #[arg(long, value_enum)]
    pub(crate) pass: Option<PassWord>,
    /// How the flight ends.
    #[arg(long, value_enum)]
    pub(crate) arrival: Option<ArrivalWord>,
}

/// Which passes are used.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum PassWord {
    /// Either.
    Both,
    /// Northward.
    Ascending,
    /// Southward.
    Descending,
}

/// How a flight ends.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum ArrivalWord {
    /// With a burn into the destination's orbit.
    Capture,
    /// The atmosphere brakes in one pass.
    Aerocapture,
    /// A burn into a long ellipse, which the atmosphere lowers.
    Aerobraking,
    /// It passes by, or enters the atmosphere.
    Flyby,
}

pub(crate) fn time(text: &str) -> Result<Duration, String> {
    quantity(text, Dimension::Time).map(Duration::from_seconds)
}

/// A time that is not negative.
fn span(text: &str) -> Result<Duration, String> {
    match time(text)? {
        span if span.is_negative() => Err(format!("a time of {span} is negative")),
        span => Ok(span),
    }
}

fn mass(text: &str) -> Result<Mass, String> {
    quantity(text, Dimension::Mass).map(Mass::new)
}

fn isp(text: &str) -> Result<SpecificImpulse, String> {
    quantity(text, Dimension::SpecificImpulse).map(SpecificImpulse::new)
}

fn force(text: &str) -> Result<Force, String> {
    quantity(text, Dimension::Force).map(Force::new)
}

fn quantity(text: &str, dimension: Dimension) -> Result<f64, String> {
    parse_quantity(text, dimension).map_err(|error| error.to_string())
}

fn speed(text: &str) -> Result<Speed, String> {
    quantity(text, Dimension::Speed).map(Speed::new)
}

/// The tools whose files are read and written.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Tool {
    /// SpaceNet 2.5 (XML, JSON) and 3.x (JSON).
    Spacenet,
}

/// What `import` takes.
#[derive(Args)]
pub(crate) struct ImportArguments {
    /// The tool.
    pub(crate) tool: Tool,
    /// Its file.
    pub(crate) file: PathBuf,
    /// Write the campaign to this file (TOML, or JSON by its ending) instead of standard output.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
}

/// What `export` takes.
#[derive(Args)]
pub(crate) struct ExportArguments {
    /// The tool.
    pub(crate) tool: Tool,
    /// The campaign file, or a folder with a `campaign.toml`.
    pub(crate) campaign: PathBuf,
    /// Write to this file instead of standard output.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
}

/// What `resolve` takes.
#[derive(Args)]
pub(crate) struct ResolveArguments {
    /// The campaign file, or a folder with a `campaign.toml`.
    pub(crate) campaign: PathBuf,
    /// The form of the file.
    #[arg(long, value_enum, default_value_t = FileFormat::Toml)]
    pub(crate) format: FileFormat,
}

/// The form of an answer.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Tables for people.
    Text,
    /// JSON for programs.
    Json,
}

/// The form of an answer that is a table.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TableFormat {
    /// Tables for people.
    Text,
    /// JSON for programs.
    Json,
    /// Comma-separated values for spreadsheets.
    Csv,
}

/// The form of a campaign file.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum FileFormat {
    /// For people.
    Toml,
    /// For programs.
    Json,
}
