//! What `comply` and `rules` take and do.

use crate::arguments::{CampaignArguments, Format};
use crate::verbs::{Done, Failure, Outcome, open, print, say, write};
use clap::{Args, Subcommand};
use portolan::rule_engine::Told;
use portolan::vocabulary::{Date, Findings};
use std::path::{Path, PathBuf};

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
    /// A list of parties with whom trade is restricted, as its publisher gives it out; every partner is held against it. May be
    /// given several times.
    #[arg(long, value_name = "FILE")]
    list: Vec<PathBuf>,
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

/// What `screen` takes.
#[derive(Args)]
pub(crate) struct ScreenArguments {
    /// A name in any script, or a file with a name on each line.
    name: String,
    /// A list of parties as its publisher gives it out: the Consolidated Screening List in CSV or JSON, or OFAC's SDN.CSV. May
    /// be given several times.
    #[arg(long, value_name = "FILE", required = true)]
    list: Vec<PathBuf>,
    /// The most hits for a name.
    #[arg(long, value_name = "COUNT", default_value_t = 10)]
    most: usize,
    /// The form of the answer.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// Holds names against lists.
pub(crate) fn screen(arguments: &ScreenArguments) -> Outcome {
    let wrong = |findings: Findings| Failure::Findings(findings, arguments.format);
    let lists = portolan::screening_lists(&arguments.list).map_err(wrong)?;
    let file = Path::new(&arguments.name);
    let names = if file.is_file() {
        portolan::screened_names(file).map_err(wrong)?
    } else {
        vec![arguments.name.clone()]
    };
    let screened = portolan::screen(&lists, &names, arguments.most);
    match arguments.format {
        Format::Json => print(&portolan::screening_json(&lists, &screened))?,
        Format::Text => {
            print(&portolan::screening_text(&lists, &screened))?;
            say(&portolan::findings_text(&lists.findings));
        }
    }
    Ok(Done::feasible(
        screened.iter().all(|own| own.hits.is_empty()),
    ))
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
    let mut told = Told {
        on: arguments.on,
        ..Told::default()
    };
    if !arguments.list.is_empty() {
        let lists = portolan::screening_lists(&arguments.list).map_err(wrong)?;
        let (listed, hits) = portolan::screened_partners(&opened.campaign, &lists);
        say(&portolan::findings_text(&lists.findings));
        say(&portolan::findings_text(&hits));
        told.listed = listed;
    }
    let judged = portolan::comply(&opened.campaign, &flown, &pack, &told);
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
