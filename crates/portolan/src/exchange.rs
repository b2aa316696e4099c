//! Other tools' files.

use crate::disk::Disk;
use crate::open::{Opened, sources, unreadable};
use portolan_formats::spacenet::{self, ImportOptions, Imported};
use portolan_model::{Campaign, Plan};
use portolan_vocabulary::Findings;
use std::path::Path;

/// The formats of other tools.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Foreign {
    /// SpaceNet 2.5 (XML, JSON) and 3.x (JSON).
    SpaceNet,
}

/// A file for another tool.
#[derive(Clone, Debug, PartialEq)]
pub struct ExportedFile {
    /// Its text.
    pub text: String,
    /// What the format cannot carry.
    pub findings: Findings,
}

/// The most bytes of a foreign file that are read.
const MAX_BYTES: u64 = 64 << 20;

/// Imports a file of another tool as a campaign with its plan. The findings say what was assumed, what
/// was left out and what the other tool takes otherwise.
///
/// # Errors
/// Everything that is wrong with the file.
pub fn import(format: Foreign, path: &Path) -> Result<Opened, Findings> {
    let Foreign::SpaceNet = format;
    let disk = Disk::new(MAX_BYTES);
    let name = path.to_string_lossy();
    let bytes = disk
        .bytes(&name)
        .map_err(|error| vec![unreadable(&name, &error)])?;
    let (scenario, mut findings) = spacenet::read(&bytes, &name)?;
    let Imported {
        campaign,
        plan,
        findings: more,
    } = spacenet::import(&scenario, &ImportOptions::default())?;
    findings.extend(more);
    Ok(Opened {
        campaign,
        plan,
        findings,
        sources: sources(disk),
    })
}

/// Exports a campaign with its plan for another tool.
pub fn export(format: Foreign, campaign: &Campaign, plan: &Plan) -> ExportedFile {
    let Foreign::SpaceNet = format;
    let exported = spacenet::export(campaign, plan);
    ExportedFile {
        text: exported.text,
        findings: exported.findings,
    }
}
