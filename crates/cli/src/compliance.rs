//! What `comply` and `rules` take and do.

use crate::arguments::{CampaignArguments, Format};
use crate::verbs::{Done, Failure, Outcome, open, print, say, write};
use clap::{Args, Subcommand};
use portolan::vocabulary::{Date, Findings};
use std::path::PathBuf;

/// What `comply` takes.
#[derive(Args)]
pub(crate) struct ComplyArguments {
    #[command(flatten)]
    common: CampaignArguments,
    /// Judge every step as on this day, such as 2028-06-01, instead of its own.
    #[arg(long, value_name = "DATE")]
    on: Option<Date>,
    /// A folder with rules (and tables) of your own beside those of the program. May be given several times.
    #[arg(long, value_name = "DIR")]
    rules: Vec<PathBuf>,
    /// Write the plan to this file, with an activity for each permit that must be applied for.
    #[arg(long, value_name = "FILE")]
    write_plan: Option<PathBuf>,
}

/// What `rules` takes.
#[derive(Args)]
pub(crate) struct RulesArguments {
    #[command(subcommand)]
    verb: RulesVerb,
    /// A folder with rules (and tables) of your own beside those of the program. May be given several times.
    #[arg(long, value_name = "DIR", global = true)]
    rules: Vec<PathBuf>,
}

/// What to do with rules.
#[derive(Subcommand)]
enum RulesVerb {
    /// List the rules.
    List,
    /// Show all that is to be known of one rule.
    Show {
        /// The rule, such as `house.oxidiser-beside-fuel`.
        id: String,
    },
    /// List the facts that rules ask for.
    Facts,
    /// Read all rules, and run their own cases.
    Check,
}

/// Judges a plan by the rules.
pub(crate) fn comply(arguments: &ComplyArguments) -> Outcome {
    let format = arguments.common.format;
    let wrong = |findings: Findings| Failure::Findings(findings, format);
    let pack = portolan::rules(&arguments.rules).map_err(wrong)?;
    let opened = open(&arguments.common)?;
    let flown = if opened.plan.activities.is_empty() && portolan::can_be_planned(&opened.campaign) {
        crate::optimise::planned(&opened.campaign, format)?
    } else {
        portolan::fly(&opened.campaign, opened.plan)
    };
    let judged = portolan::comply(&opened.campaign, &flown, &pack, arguments.on);
    let plan = flown.checked.plan();
    if let Some(path) = &arguments.write_plan {
        let planned = portolan::with_permits(&opened.campaign, plan, &judged);
        let text = portolan::plan_text(&opened.campaign, &planned, portolan::Form::Toml)
            .map_err(|error| Failure::Message(error.to_string()))?;
        write(path, &text)?;
    }
    match format {
        Format::Json => print(&portolan::compliance_json(
            &opened.campaign,
            plan,
            &pack,
            &judged,
            &opened.sources,
        ))?,
        Format::Text => {
            print(&portolan::compliance_text(
                &opened.campaign,
                plan,
                &pack,
                &judged,
            ))?;
            say(&portolan::findings_text(&judged.findings));
        }
    }
    Ok(Done::feasible(portolan::is_compliant(&judged)))
}

/// Shows rules, or checks them.
pub(crate) fn rules(arguments: &RulesArguments) -> Outcome {
    let wrong = |findings: Findings| Failure::Findings(findings, Format::Text);
    let pack = portolan::rules(&arguments.rules).map_err(wrong)?;
    let text = match &arguments.verb {
        RulesVerb::List => portolan::rules_text(&pack),
        RulesVerb::Show { id } => portolan::rule_text(&pack, id).map_err(wrong)?,
        RulesVerb::Facts => portolan::rule_facts_text(&pack),
        RulesVerb::Check => {
            let cases: usize = pack.rules().iter().map(|rule| rule.cases.len()).sum();
            format!(
                "{} rules, {cases} cases: all as they say\n",
                pack.rules().len()
            )
        }
    };
    print(&text)?;
    Ok(Done::Well)
}
