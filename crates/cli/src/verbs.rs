//! What each verb does.

use crate::arguments::{
    CampaignArguments, ExportArguments, FileFormat, Format, ImportArguments, ManifestArguments,
    ResolveArguments, RunArguments, Tool, Verb,
};
use crate::data::data;
use crate::windows::{transfer, windows};
use portolan::model::{Campaign, Plan};
use portolan::vocabulary::{Finding, Findings, Severity};
use portolan::{Explanation, Flown, Foreign, Form, Opened, Source};
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

/// How the work ended.
pub(crate) enum Done {
    /// Without errors.
    Well,
    /// With findings of severity error.
    WithErrors,
}

impl From<Done> for ExitCode {
    fn from(done: Done) -> Self {
        match done {
            Done::Well => Self::SUCCESS,
            Done::WithErrors => Self::from(1),
        }
    }
}

impl Done {
    pub(crate) const fn feasible(feasible: bool) -> Self {
        if feasible {
            Self::Well
        } else {
            Self::WithErrors
        }
    }
}

/// Why the work could not be done.
pub(crate) enum Failure {
    /// What is wrong with the input, in the form that was asked for.
    Findings(Findings, Format),
    /// A word of the arguments is off, or something cannot be written.
    Message(String),
}

impl Failure {
    /// Says it on standard error (findings as JSON on standard output) and gives the exit code.
    pub(crate) fn report(self) -> ExitCode {
        match self {
            Self::Findings(findings, Format::Json) => {
                let _ = print(&portolan::findings_json(&findings));
            }
            Self::Findings(findings, Format::Text) => say(&portolan::findings_text(&findings)),
            Self::Message(message) => say(&format!("error: {message}\n")),
        }
        ExitCode::from(2)
    }
}

pub(crate) type Outcome = Result<Done, Failure>;

/// Does what a verb says.
pub(crate) fn run(verb: &Verb) -> Outcome {
    match verb {
        Verb::Run(arguments) => run_campaign(arguments),
        Verb::Check(arguments) => check(arguments),
        Verb::Simulate(arguments) => simulate(arguments),
        Verb::Manifest(arguments) => manifest(arguments),
        Verb::Optimise(arguments) => crate::optimise::optimise(arguments),
        Verb::Share(arguments) => crate::optimise::share(arguments),
        Verb::Scenarios(arguments) => crate::scenarios::scenarios(arguments),
        Verb::WhatIf(arguments) => crate::optimise::what_if(arguments),
        Verb::Comply(arguments) => crate::compliance::comply(arguments),
        Verb::Screen(arguments) => crate::compliance::screen(arguments),
        Verb::Rules(arguments) => crate::compliance::rules(arguments),
        Verb::Windows(arguments) => windows(arguments),
        Verb::Transfer(arguments) => transfer(arguments),
        Verb::Data(arguments) => data(arguments),
        Verb::Import(arguments) => import(arguments),
        Verb::Export(arguments) => export(arguments),
        Verb::Resolve(arguments) => resolve(arguments),
        Verb::Schema { name } => schema(name.as_deref()),
        Verb::Explain { code } => explain(code),
    }
}

fn run_campaign(arguments: &RunArguments) -> Outcome {
    let opened = open(&arguments.common)?;
    let flown = if opened.plan.activities.is_empty() && portolan::can_be_planned(&opened.campaign) {
        crate::optimise::planned(&opened.campaign, arguments.common.format)?
    } else {
        portolan::fly(&opened.campaign, opened.plan)
    };
    if let Some(folder) = &arguments.out {
        write_all(folder, &opened.campaign, &flown, &opened.sources)?;
    }
    print_flown(
        arguments.common.format,
        &opened.campaign,
        &flown,
        &opened.sources,
    )
}

fn print_flown(format: Format, campaign: &Campaign, flown: &Flown, sources: &[Source]) -> Outcome {
    match format {
        Format::Text => print(&portolan::report_text(campaign, flown, sources))?,
        Format::Json => print(&portolan::outcome_json(campaign, flown, sources))?,
    }
    Ok(Done::feasible(flown.is_feasible()))
}

fn check(arguments: &CampaignArguments) -> Outcome {
    let opened = open(arguments)?;
    let checked = portolan::check(&opened.campaign, opened.plan);
    let findings: Findings = opened
        .findings
        .iter()
        .chain(checked.findings())
        .cloned()
        .collect();
    match arguments.format {
        Format::Json => print(&portolan::findings_json(&findings))?,
        Format::Text if findings.is_empty() => {
            print(&format!("{}: nothing wrong\n", opened.campaign.id))?;
        }
        Format::Text => print(&portolan::findings_text(&findings))?,
    }
    Ok(Done::feasible(checked.is_feasible()))
}

fn simulate(arguments: &CampaignArguments) -> Outcome {
    let opened = open(arguments)?;
    let flown = portolan::fly(&opened.campaign, opened.plan);
    print_flown(arguments.format, &opened.campaign, &flown, &opened.sources)
}

fn manifest(arguments: &ManifestArguments) -> Outcome {
    let opened = open(&arguments.common)?;
    let packed = portolan::pack(&opened.campaign, &opened.plan, arguments.relax);
    if let (Some(folder), Some(flown)) = (&arguments.out, &packed.flown) {
        write_all(folder, &packed.campaign, flown, &opened.sources)?;
        if packed.relaxed
            && let Some(flown) = &packed.flown
        {
            let text = portolan::resolve(&packed.campaign, flown.checked.plan(), Form::Toml)
                .map_err(unwritable)?;
            write(&folder.join("campaign.toml"), &text)?;
        }
    }
    match arguments.common.format {
        Format::Text => {
            print(&portolan::packed_text(&packed))?;
            say(&portolan::findings_text(&packed.findings));
        }
        Format::Json => print(&portolan::packed_json(
            &packed,
            &opened.plan,
            &opened.sources,
        ))?,
    }
    Ok(Done::feasible(packed.is_feasible()))
}

fn import(arguments: &ImportArguments) -> Outcome {
    let Tool::Spacenet = arguments.tool;
    let opened = portolan::import(Foreign::SpaceNet, &arguments.file).map_err(text_findings)?;
    let form = match &arguments.out {
        Some(path) if path.extension().is_some_and(|ending| ending == "json") => Form::Json,
        _ => Form::Toml,
    };
    let text = portolan::resolve(&opened.campaign, &opened.plan, form).map_err(unwritable)?;
    deliver(arguments.out.as_deref(), &text)?;
    say(&portolan::findings_text(&opened.findings));
    Ok(Done::Well)
}

fn export(arguments: &ExportArguments) -> Outcome {
    let Tool::Spacenet = arguments.tool;
    let opened = portolan::open(&arguments.campaign).map_err(text_findings)?;
    let exported = portolan::export(Foreign::SpaceNet, &opened.campaign, &opened.plan);
    deliver(arguments.out.as_deref(), &exported.text)?;
    say(&portolan::findings_text(&exported.findings));
    Ok(Done::Well)
}

fn resolve(arguments: &ResolveArguments) -> Outcome {
    let opened = portolan::open(&arguments.campaign).map_err(text_findings)?;
    let form = match arguments.format {
        FileFormat::Toml => Form::Toml,
        FileFormat::Json => Form::Json,
    };
    print(&portolan::resolve(&opened.campaign, &opened.plan, form).map_err(unwritable)?)?;
    say(&portolan::findings_text(&opened.findings));
    Ok(Done::Well)
}

fn schema(name: Option<&str>) -> Outcome {
    let schemas = portolan::schemas();
    let names = || {
        schemas
            .iter()
            .map(|(file, _)| file.trim_end_matches(".json"))
    };
    let Some(name) = name else {
        names().try_for_each(|name| print(&format!("{name}\n")))?;
        return Ok(Done::Well);
    };
    let found = schemas
        .iter()
        .find(|(file, _)| file.trim_end_matches(".json") == name);
    match found {
        Some((_, text)) => print(text).map(|()| Done::Well),
        None => Err(Failure::Message(unknown(
            "schema",
            name,
            portolan::vocabulary::nearest(name, names()),
        ))),
    }
}

fn explain(code: &str) -> Outcome {
    match portolan::explain(code) {
        Explanation::Known {
            code,
            meaning,
            advice,
        } => print(&format!("{code}\n  {meaning}\n  what to do: {advice}\n")).map(|()| Done::Well),
        Explanation::Unknown { nearest } => {
            Err(Failure::Message(unknown("code", code, nearest.as_deref())))
        }
    }
}

fn unknown(kind: &str, word: &str, nearest: Option<&str>) -> String {
    match nearest {
        Some(nearest) => format!("there is no {kind} \"{word}\"; did you mean \"{nearest}\"?"),
        None => format!("there is no {kind} \"{word}\""),
    }
}

/// Opens the campaign, and the plan where one is given.
pub(crate) fn open(arguments: &CampaignArguments) -> Result<Opened, Failure> {
    let wrong = |findings| Failure::Findings(findings, arguments.format);
    let mut opened = portolan::open(&arguments.campaign).map_err(wrong)?;
    if let Some(path) = &arguments.plan {
        let (plan, sources): (Plan, Vec<Source>) =
            portolan::open_plan(path, &opened.campaign).map_err(wrong)?;
        opened.plan = plan;
        opened.sources.extend(sources);
    }
    let notes: Vec<&Finding> = opened
        .findings
        .iter()
        .filter(|finding| finding.severity > Severity::Note)
        .collect();
    if arguments.format == Format::Text {
        say(&portolan::findings_text(notes));
    }
    Ok(opened)
}

#[allow(clippy::needless_pass_by_value, reason = "for map_err")]
fn unwritable(error: portolan::Unwritable) -> Failure {
    Failure::Message(error.to_string())
}

pub(crate) fn text_findings(findings: Findings) -> Failure {
    Failure::Findings(findings, Format::Text)
}

pub(crate) fn write_all(
    folder: &Path,
    campaign: &Campaign,
    flown: &Flown,
    sources: &[Source],
) -> Result<(), Failure> {
    std::fs::create_dir_all(folder).map_err(|error| cannot_write(folder, &error))?;
    write(
        &folder.join("plan.json"),
        &portolan::plan_text(campaign, flown.checked.plan(), Form::Json).map_err(unwritable)?,
    )?;
    write(
        &folder.join("outcome.json"),
        &portolan::outcome_json(campaign, flown, sources),
    )?;
    write(
        &folder.join("report.html"),
        &portolan::report_html(campaign, flown, sources),
    )?;
    write(
        &folder.join("report.txt"),
        &portolan::report_text(campaign, flown, sources),
    )?;
    let figures = folder.join("figures");
    std::fs::create_dir_all(&figures).map_err(|error| cannot_write(&figures, &error))?;
    for (name, svg) in portolan::report_figures(campaign, flown) {
        write(&figures.join(format!("{name}.svg")), &svg)?;
    }
    Ok(())
}

fn deliver(path: Option<&Path>, text: &str) -> Result<(), Failure> {
    path.map_or_else(|| print(text), |path| write(path, text))
}

/// Writes a file whole: beside its place first, so that a half-written one never stands there.
pub(crate) fn write(path: &Path, text: &str) -> Result<(), Failure> {
    write_bytes(path, text.as_bytes())
}

/// As [`write`], of any bytes.
pub(crate) fn write_bytes(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".part");
    let written = std::fs::write(&beside, bytes).and_then(|()| std::fs::rename(&beside, path));
    written.map_err(|error| cannot_write(path, &error))
}

fn cannot_write(path: &Path, error: &std::io::Error) -> Failure {
    Failure::Message(format!("{} cannot be written: {error}", path.display()))
}

/// Prints to standard output. A reader who has seen enough is no error.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    let mut output = std::io::stdout().lock();
    match output
        .write_all(text.as_bytes())
        .and_then(|()| output.flush())
    {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Failure::Message(format!("standard output: {error}")))
        }
        _ => Ok(()),
    }
}

/// Says something on standard error; when that is closed, nobody listens.
pub(crate) fn say(text: &str) {
    let _ = std::io::stderr().lock().write_all(text.as_bytes());
}
