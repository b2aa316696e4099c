//! What the command takes.

use clap::{Args, Parser, Subcommand, ValueEnum};
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

/// The form of a campaign file.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum FileFormat {
    /// For people.
    Toml,
    /// For programs.
    Json,
}
