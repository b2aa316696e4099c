//! Opening campaigns and plans.

use crate::disk::Disk;
use crate::sky::ephemeris_source;
use crate::windows::in_time;
use portolan_formats::text::Limits;
use portolan_formats::{campaign, plan};
use portolan_model::{Campaign, Plan};
use portolan_vocabulary::{Code, Finding, Findings};
use std::path::{Path, PathBuf};

/// The most bytes of one file that are read.
pub const MAX_FILE_BYTES: u64 = 16 << 20;

/// A file cannot be read from the disk.
pub const UNREADABLE: Code = Code::new("open.unreadable");

/// A file that an opened campaign rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Its name, as opened.
    pub name: String,
    /// The SHA-256 checksum of its bytes, in hexadecimal digits.
    pub sha256: String,
}

/// A campaign with the plan that its events are.
#[derive(Clone, Debug, PartialEq)]
pub struct Opened {
    /// The campaign.
    pub campaign: Campaign,
    /// Its events as a plan, not yet checked.
    pub plan: Plan,
    /// Warnings and notes of the reading.
    pub findings: Findings,
    /// The files that were read.
    pub sources: Vec<Source>,
}

/// Opens a campaign file (TOML or JSON) with the files that it includes; of a folder, its `campaign.toml`.
/// Edges whose windows are computed know them then.
///
/// # Errors
/// Everything that is wrong with the files, all at once, with line and column.
pub fn open(path: &Path) -> Result<Opened, Findings> {
    let opened = read(path)?;
    let computed = opened
        .campaign
        .edges
        .iter()
        .any(|edge| edge.departures.transfer.is_some());
    let (campaign, found) = in_time(opened.campaign, &opened.plan)?;
    let mut findings = opened.findings;
    let mut sources = opened.sources;
    sources.extend(computed.then(ephemeris_source));
    for finding in found {
        if !findings.contains(&finding) {
            findings.push(finding);
        }
    }
    Ok(Opened {
        campaign,
        plan: opened.plan,
        findings,
        sources,
    })
}

/// Opens a campaign whose computed edges do not know their windows yet.
pub(crate) fn read(path: &Path) -> Result<Opened, Findings> {
    let disk = Disk::new(MAX_FILE_BYTES);
    let opened = campaign::read(&name_of(path), &disk)?;
    Ok(Opened {
        campaign: opened.campaign,
        plan: opened.plan,
        findings: opened.findings,
        sources: sources(disk),
    })
}

/// Opens a plan file for a campaign.
///
/// # Errors
/// Everything that is wrong with the file, and every reference that the campaign does not have.
pub fn open_plan(path: &Path, campaign: &Campaign) -> Result<(Plan, Vec<Source>), Findings> {
    let disk = Disk::new(MAX_FILE_BYTES);
    let name = path.to_string_lossy();
    let bytes = disk
        .bytes(&name)
        .map_err(|error| vec![unreadable(&name, &error)])?;
    let opened = plan::read(&name, &bytes, campaign, &Limits::default())?;
    Ok((opened.plan, sources(disk)))
}

pub(crate) fn unreadable(name: &str, error: &std::io::Error) -> Finding {
    Finding::error(
        UNREADABLE,
        "file",
        name,
        format!("the file cannot be read: {error}"),
    )
    .advice("look for a slip in the path, and whether you may read the file")
}

pub(crate) fn sources(disk: Disk) -> Vec<Source> {
    disk.into_read()
        .into_iter()
        .map(|(name, sha256)| Source { name, sha256 })
        .collect()
}

fn name_of(path: &Path) -> String {
    let file: PathBuf = if path.is_dir() {
        path.join("campaign.toml")
    } else {
        path.to_path_buf()
    };
    file.to_string_lossy().into_owned()
}
