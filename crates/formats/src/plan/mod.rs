//! Plan files: `portolan-plan/1`, in TOML and JSON.
//!
//! A plan names the things of its campaign by their ids, so it is read against that campaign, and every
//! id that the campaign does not have is reported where it stands. Times count from the campaign's
//! start, whatever mission an activity belongs to. An element that is made from a design is written as `like`
//! it, with what differs.

pub mod codes;
pub mod v1;

use crate::campaign::lower::{Designs, Lower, Origin, Report, Scope, Setting, Spot, maker};
use crate::campaign::raise::{self, Raise};
use crate::campaign::version::Format;
use crate::campaign::{NotFinite, Places, SECTIONS, judge_elements, short_name};
use crate::text::{Checked, Limits, Path, Syntax, json, read_text as read_source, toml};
use crate::write;
use portolan_model::{Campaign, Plan};
use portolan_vocabulary::{Duration, Finding, Findings, Id, Severity};
use std::collections::BTreeSet;

const FORMAT: Format<'static> = Format {
    name: "portolan-plan",
    version: 1,
    migrations: &[],
};

/// A plan as read from a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Opened {
    /// The plan.
    pub plan: Plan,
    /// Warnings and notes.
    pub findings: Findings,
    /// Where its elements and activities stand in the file.
    pub places: Places,
}

/// Reads a plan for a campaign, within the default limits.
///
/// # Errors
/// Everything that is wrong with the structure of the file; or else everything that is wrong with what
/// it means in this campaign.
///
/// ```
/// use portolan_formats::{campaign, plan};
/// let moon = campaign::read_text("moon.toml", "format = \"portolan-campaign/1\"\nid = \"moon\"\n\
///     start = \"2028-01-01\"\n[[element]]\nid = \"lander\"\nmass = \"5 t\"\n");
/// let moon = moon.map_err(|found| found[0].message.clone())?.campaign;
/// let text = "format = \"portolan-plan/1\"\nid = \"p\"\n\
///             [[activity]]\nat = \"3 d\"\ndo = \"remove\"\nelements = [\"landr\"]\n";
/// let Err(findings) = plan::read_text("p.toml", text, &moon) else { panic!("no such element") };
/// assert_eq!(findings[0].advice.as_deref(), Some("did you mean \"lander\"?"));
/// let right = plan::read_text("p.toml", &text.replace("landr", "lander"), &moon);
/// assert_eq!(right.map(|opened| opened.plan.activities.len()), Ok(1));
/// # Ok::<(), String>(())
/// ```
pub fn read_text(name: &str, text: &str, campaign: &Campaign) -> Result<Opened, Findings> {
    read(name, text.as_bytes(), campaign, &Limits::default())
}

/// Reads a plan for a campaign from the bytes of a file, within these limits.
///
/// # Errors
/// As [`read_text`], and where the bytes are no UTF-8 text.
pub fn read(
    name: &str,
    bytes: &[u8],
    campaign: &Campaign,
    limits: &Limits,
) -> Result<Opened, Findings> {
    let source = read_source(name, bytes, limits)?;
    let parsed = match crate::campaign::syntax_of(&source) {
        Syntax::Toml => toml::parse(&source, limits)?,
        Syntax::Json => json::parse(&source, limits)?,
    };
    let checked = FORMAT.checked(parsed, source, v1::schema())?;
    let file: v1::Root = checked.decode()?;
    open(&file, &checked, campaign)
}

fn open(file: &v1::Root, checked: &Checked, campaign: &Campaign) -> Result<Opened, Findings> {
    let files = vec![checked];
    let report = Report::new(files.clone());
    let mut lower = Lower::new(report, Scope::of(campaign), campaign.start);
    let plan = lowered(file, checked, campaign, &mut lower);
    let (mut findings, register) = lower.report.finish();
    let mut about = if findings.is_empty() {
        judge_elements(campaign, &plan)
    } else {
        Findings::new()
    };
    about.extend(other_campaign(file, checked, campaign));
    register.locate(&files, &mut about);
    findings.extend(about);
    let is_error = |finding: &Finding| finding.severity == Severity::Error;
    if findings.iter().any(is_error) {
        return Err(findings);
    }
    Ok(Opened {
        plan,
        findings,
        places: register.finish(&files),
    })
}

fn lowered(file: &v1::Root, checked: &Checked, campaign: &Campaign, lower: &mut Lower<'_>) -> Plan {
    lower.report.about("plan", &file.id, &Spot::file(0));
    lower.elements.extend(campaign.elements.iter().cloned());
    let designs = raise::designs(campaign);
    let origin = Origin {
        file: 0,
        list: &["element"],
    };
    lower.make(file.element.iter(), origin, &Designs::of(&designs));
    let mut ids = BTreeSet::new();
    let mut activities = Vec::new();
    for (at, event) in file.activity.iter().enumerate() {
        let setting = Setting {
            mission: None,
            start: Duration::ZERO,
            name: &file.id,
            number: at + 1,
        };
        let spot = Spot::item(0, &["activity"], at);
        activities.extend(lower.activity(event, &setting, &spot, &mut ids));
    }
    Plan {
        id: Id::from(file.id.as_str()),
        maker: maker(file.maker.as_ref(), short_name(checked.source.name())),
        elements: lower.elements.split_off(campaign.elements.len()).into(),
        activities: activities.into(),
    }
}

/// A plan that says it is for another campaign may still fit this one.
fn other_campaign(file: &v1::Root, checked: &Checked, campaign: &Campaign) -> Option<Finding> {
    let named = file.campaign.as_ref()?;
    if named == campaign.id.as_str() {
        return None;
    }
    let message = format!(
        "the plan is for the campaign \"{named}\", not for \"{}\"",
        campaign.id
    );
    let place = checked.place(&Path::root().key("campaign"));
    let finding = Finding::warning(codes::OTHER_CAMPAIGN, "plan", file.id.as_str(), message);
    Some(finding.at(place))
}

/// Writes a plan as JSON, in a stable order; [`read_text`] reads back the same.
///
/// # Errors
/// [`NotFinite`] where a number is infinite or none.
pub fn write_json(campaign: &Campaign, plan: &Plan) -> Result<String, NotFinite> {
    Ok(write::json(&write::tree(&raised(campaign, plan))?))
}

/// Writes a plan as TOML; [`read_text`] reads back the same.
///
/// # Errors
/// [`NotFinite`] where a number is infinite or none.
pub fn write_toml(campaign: &Campaign, plan: &Plan) -> Result<String, NotFinite> {
    let tree = write::tree(&raised(campaign, plan))?;
    Ok(write::toml(&tree, &SECTIONS))
}

fn raised(campaign: &Campaign, plan: &Plan) -> v1::Root {
    let raise = Raise::new(campaign, &plan.elements);
    v1::Root {
        format: v1::Format::One,
        id: plan.id.to_string(),
        campaign: Some(campaign.id.to_string()),
        maker: Some(raise::maker(plan)),
        element: raise.pieces(&plan.elements),
        activity: plan.activities.iter().map(|it| raise.loose(it)).collect(),
    }
}
