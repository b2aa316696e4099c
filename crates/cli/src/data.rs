//! What `data` takes and does.

use crate::arguments::{Format, TableFormat};
use crate::verbs::{Done, Failure, Outcome, print};
use clap::{Args, Subcommand};
use portolan::vocabulary::Findings;
use std::path::PathBuf;

/// What `data` takes.
#[derive(Args)]
pub(crate) struct DataArguments {
    #[command(subcommand)]
    verb: DataVerb,
}

/// What to do with reference sets.
#[derive(Subcommand)]
enum DataVerb {
    /// List the reference sets.
    List(ListArguments),
    /// Show a set, or all that is known of one of its rows; every row with its source.
    Show(ShowArguments),
    /// Verify the sets of the program, or those of a folder.
    Verify(VerifyArguments),
}

/// What `data list` takes.
#[derive(Args)]
struct ListArguments {
    /// The sets of this folder instead of the program's own.
    #[arg(long, value_name = "DIR")]
    folder: Option<PathBuf>,
    /// The form of the answer.
    #[arg(long, value_enum, default_value_t = TableFormat::Text)]
    format: TableFormat,
}

/// What `data show` takes.
#[derive(Args)]
struct ShowArguments {
    /// The set, such as `launch-vehicles`.
    set: String,
    /// A row's key, such as `ariane-64`.
    key: Option<String>,
    /// The sets of this folder instead of the program's own.
    #[arg(long, value_name = "DIR")]
    folder: Option<PathBuf>,
    /// The form of the answer.
    #[arg(long, value_enum, default_value_t = TableFormat::Text)]
    format: TableFormat,
}

/// What `data verify` takes.
#[derive(Args)]
struct VerifyArguments {
    /// A folder of sets, or of one set; by default the sets of the program.
    folder: Option<PathBuf>,
    /// The form of the answer.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// Lists, shows or verifies reference sets.
pub(crate) fn data(arguments: &DataArguments) -> Outcome {
    match &arguments.verb {
        DataVerb::List(arguments) => list(arguments),
        DataVerb::Show(arguments) => show(arguments),
        DataVerb::Verify(arguments) => verify(arguments),
    }
}

/// Findings in the form of the answer; a table for spreadsheets has no room for them.
fn failure(findings: Findings, format: TableFormat) -> Failure {
    let format = match format {
        TableFormat::Json => Format::Json,
        TableFormat::Text | TableFormat::Csv => Format::Text,
    };
    Failure::Findings(findings, format)
}

fn list(arguments: &ListArguments) -> Outcome {
    let sets = portolan::data_sets(arguments.folder.as_deref())
        .map_err(|findings| failure(findings, arguments.format))?;
    print(&match arguments.format {
        TableFormat::Text => portolan::data_list_text(&sets),
        TableFormat::Json => portolan::data_list_json(&sets),
        TableFormat::Csv => portolan::data_list_csv(&sets),
    })?;
    Ok(Done::Well)
}

fn show(arguments: &ShowArguments) -> Outcome {
    let wrong = |findings| failure(findings, arguments.format);
    let sets = portolan::data_sets(arguments.folder.as_deref()).map_err(wrong)?;
    let key = arguments.key.as_deref();
    let excerpt = portolan::data_show(&sets, &arguments.set, key).map_err(wrong)?;
    print(&match arguments.format {
        TableFormat::Text => portolan::data_text(&excerpt),
        TableFormat::Json => portolan::data_json(&excerpt),
        TableFormat::Csv => portolan::data_csv(&excerpt),
    })?;
    Ok(Done::Well)
}

fn verify(arguments: &VerifyArguments) -> Outcome {
    let verified = portolan::data_verify(arguments.folder.as_deref())
        .map_err(|findings| Failure::Findings(findings, arguments.format))?;
    let findings = &verified.findings;
    match arguments.format {
        Format::Json => print(&portolan::findings_json(findings))?,
        Format::Text if findings.is_empty() => print(&portolan::data_verified_text(&verified))?,
        Format::Text => print(&portolan::findings_text(findings))?,
    }
    Ok(Done::feasible(findings.is_empty()))
}
