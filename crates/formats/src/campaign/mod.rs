//! Campaign files: `portolan-campaign/1`, in TOML for people and JSON for programs.
//!
//! A file is described by the types of [`v1`], which are frozen; lowering carries them over to the
//! model, raising back. A file written by [`write_toml`] or [`write_json`] has all defaults filled and
//! all inclusions, designs and counts resolved, and reads back as the same campaign and plan.
//!
//! Problems are reported in two stages, each all at once: the structure of all files, then their
//! meaning.

mod files;
mod gather;
pub(crate) mod lower;
mod places;
pub(crate) mod raise;
pub(crate) mod version;

pub mod codes;
pub mod v1;

pub use files::{Files, Memory};
pub use places::Places;

pub use crate::write::NotFinite;

use crate::text::Limits;
use crate::write;
pub(crate) use files::short_name;
pub(crate) use gather::syntax_of;
use gather::{Doc, Gathered, gather};
use lower::{Lower, Lowered, Report, Scope};
use portolan_model::{Campaign, Plan, codes as model_codes};
use portolan_vocabulary::{Findings, Severity};

/// A campaign and the plan that its events are, as read from files.
#[derive(Clone, Debug, PartialEq)]
pub struct Opened {
    /// The campaign.
    pub campaign: Campaign,
    /// The events as a plan.
    pub plan: Plan,
    /// Warnings and notes.
    pub findings: Findings,
    /// Where things stand in the files.
    pub places: Places,
}

/// Reads a campaign from the file of this name and those that it includes, within the default limits.
///
/// # Errors
/// Everything that is wrong with the structure of the files; or else everything that is wrong with
/// what they mean.
pub fn read(name: &str, files: &dyn Files) -> Result<Opened, Findings> {
    read_within(name, files, &Limits::default())
}

/// Reads a campaign as [`read`] does, within these limits, which hold for all its files together.
///
/// # Errors
/// As [`read`].
pub fn read_within(name: &str, files: &dyn Files, limits: &Limits) -> Result<Opened, Findings> {
    open(&gather(name, files, limits)?)
}

/// Reads a campaign from a text that includes no files; findings repeat the name.
///
/// # Errors
/// As [`read`].
///
/// ```
/// use portolan_formats::campaign;
/// let text = "format = \"portolan-campaign/1\"\nid = \"m\"\nstart = \"2028-01-01\"\n\
///             [[resource]]\nid = \"water\"\nclass = 21\n";
/// let Err(findings) = campaign::read_text("m.toml", text) else { panic!("21 is no class") };
/// assert_eq!(findings[0].code, campaign::codes::UNKNOWN_CLASS);
/// assert_eq!(findings[0].place.as_ref().map(|place| (place.line, place.column)), Some((6, 9)));
/// ```
pub fn read_text(name: &str, text: &str) -> Result<Opened, Findings> {
    let files: Memory = [(name, text)].into_iter().collect();
    read(name, &files)
}

fn open(gathered: &Gathered) -> Result<Opened, Findings> {
    let files: Vec<_> = gathered.docs.iter().map(checked).collect();
    let report = Report::new(files.clone());
    let mut lower = Lower::new(report, Scope::new(), gathered.head.start.0);
    let Lowered { parts, plan } = lower::lower(gathered, &mut lower);
    let (mut findings, register) = lower.report.finish();
    let was_right = findings.is_empty();
    let validated = Campaign::new(parts);
    let (campaign, mut about) = match validated {
        Ok((campaign, findings)) => (Some(campaign), findings),
        Err(findings) => (None, findings),
    };
    if let Some(campaign) = &campaign {
        about.extend(judge_elements(campaign, &plan));
    }
    if !was_right {
        // Every reference that leads nowhere has been reported where it stands.
        about.retain(|finding| finding.code != model_codes::DANGLING);
    }
    register.locate(&files, &mut about);
    findings.extend(about);
    sort(&mut findings, &files);
    match campaign {
        Some(campaign) if was_right && !has_error(&findings) => Ok(Opened {
            campaign,
            plan,
            findings,
            places: register.finish(&files),
        }),
        _ => Err(findings),
    }
}

fn has_error(findings: &Findings) -> bool {
    let mut severities = findings.iter().map(|finding| finding.severity);
    severities.any(|severity| severity == Severity::Error)
}

/// Everything wrong with the elements that a plan brings along, as if they were the campaign's.
pub(crate) fn judge_elements(campaign: &Campaign, plan: &Plan) -> Findings {
    if plan.elements.is_empty() {
        return Findings::new();
    }
    let mut parts = campaign.clone().into_parts();
    parts.elements.extend(plan.elements.iter().cloned());
    Campaign::new(parts).err().unwrap_or_default()
}

const fn checked(doc: &Doc) -> &crate::text::Checked {
    &doc.checked
}

/// Sorts findings by where they stand, those of the campaign's own file first.
fn sort(findings: &mut Findings, files: &[&crate::text::Checked]) {
    findings.sort_by_key(|finding| {
        let place = finding.place.as_ref();
        let file = place.and_then(|place| {
            let mut named = files.iter().rev();
            named.position(|file| file.source.name() == place.file)
        });
        let severity = std::cmp::Reverse(finding.severity);
        (
            file.unwrap_or(usize::MAX),
            place.map(|place| (place.line, place.column)),
            severity,
        )
    });
}

/// The lists of tables that get headers in TOML.
pub(crate) const SECTIONS: [&str; 24] = [
    "partner",
    "person",
    "node",
    "edge",
    "resource",
    "design",
    "element",
    "demand",
    "offer",
    "cap",
    "scenario",
    "statement",
    "permit",
    "agreement",
    "data_transfer",
    "record",
    "mission",
    "event",
    "activity",
    "store",
    "propulsion",
    "state",
    "part",
    "models",
];

/// Writes a campaign and its plan as TOML, with all defaults filled; [`read_text`] reads back the same.
///
/// A plan whose activities do not stand in the order of their missions is written as events outside
/// missions.
///
/// # Errors
/// [`NotFinite`] where a number of the plan is infinite or none.
pub fn write_toml(campaign: &Campaign, plan: &Plan) -> Result<String, NotFinite> {
    let tree = write::tree(&raise::raise(campaign, plan))?;
    Ok(write::toml(&tree, &SECTIONS))
}

/// Writes a campaign and its plan as JSON, with all defaults filled, in a stable order; [`read_text`]
/// reads back the same.
///
/// # Errors
/// [`NotFinite`] where a number of the plan is infinite or none.
pub fn write_json(campaign: &Campaign, plan: &Plan) -> Result<String, NotFinite> {
    let tree = write::tree(&raise::raise(campaign, plan))?;
    Ok(write::json(&tree))
}
