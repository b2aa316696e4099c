//! Files of our own.

use crate::checked::Flown;
use crate::open::Source;
use crate::packing::Packed;
use portolan_formats::outcome::manifest::{self, Manifest, write_manifest};
use portolan_formats::outcome::{self, Content, File, Provenance, StateTimes, write_findings};
use portolan_formats::{campaign, plan};
use portolan_manifest::{Limit, Relaxation, Shipment, Shortfall};
use portolan_model::{Campaign, Lot, Plan, Roster, Site};
use portolan_vocabulary::Finding;
use std::fmt;

/// The form of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// TOML, for people.
    Toml,
    /// JSON, for programs.
    Json,
}

/// A campaign or plan cannot be written: it holds a number that is not finite.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unwritable(String);

impl fmt::Display for Unwritable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unwritable {}

/// A campaign and its plan as one file, with all defaults filled and all inclusions inlined; opening
/// it gives the same campaign and plan.
///
/// # Errors
/// Where a number of the plan is not finite.
pub fn resolve(campaign: &Campaign, plan: &Plan, form: Form) -> Result<String, Unwritable> {
    let text = match form {
        Form::Toml => campaign::write_toml(campaign, plan),
        Form::Json => campaign::write_json(campaign, plan),
    };
    text.map_err(|error| Unwritable(error.to_string()))
}

/// A plan as a file of its own.
///
/// # Errors
/// Where a number of the plan is not finite.
pub fn plan_text(campaign: &Campaign, plan: &Plan, form: Form) -> Result<String, Unwritable> {
    let text = match form {
        Form::Toml => plan::write_toml(campaign, plan),
        Form::Json => plan::write_json(campaign, plan),
    };
    text.map_err(|error| Unwritable(error.to_string()))
}

/// The schemas of our files: file name and text.
pub fn schemas() -> Vec<(&'static str, String)> {
    portolan_formats::schemas::all()
}

/// What comes of a plan, as JSON: `portolan-outcome/1`.
pub fn outcome_json(campaign: &Campaign, flown: &Flown, sources: &[Source]) -> String {
    let provenance = provenance(sources);
    let own = flown.outcome.findings.len();
    let findings = flown.findings();
    let content = Content {
        campaign,
        plan: flown.checked.plan(),
        outcome: &flown.outcome,
        measures: &flown.measures,
        findings: &findings[own.min(findings.len())..],
        provenance: &provenance,
        states: StateTimes::default(),
    };
    in_memory(|out| outcome::write(out, &content))
}

/// Findings alone, as JSON: `portolan-findings/1`.
pub fn findings_json(findings: &[Finding]) -> String {
    in_memory(|out| write_findings(out, findings, &provenance(&[])))
}

/// A manifest, as JSON: `portolan-manifest/1`.
pub fn packed_json(packed: &Packed, plan: &Plan, sources: &[Source]) -> String {
    let provenance = provenance(sources);
    let names = Names {
        campaign: &packed.campaign,
        roster: Roster::new(&packed.campaign, plan),
    };
    let manifest = names.manifest(packed);
    in_memory(|out| write_manifest(out, &manifest, &packed.findings, &provenance))
}

/// Writing to memory does not fail.
pub(crate) fn in_memory(write: impl FnOnce(&mut Vec<u8>) -> std::io::Result<()>) -> String {
    let mut bytes = Vec::new();
    let _ = write(&mut bytes);
    String::from_utf8_lossy(&bytes).into_owned()
}

pub(crate) fn provenance(sources: &[Source]) -> Provenance<'_> {
    let file = |source: &'_ Source| (source.name.clone(), source.sha256.clone());
    let files = sources.iter().map(file).map(|(name, sha256)| File {
        name: name.into(),
        sha256: sha256.into(),
    });
    Provenance {
        tool: "portolan".into(),
        version: env!("CARGO_PKG_VERSION").into(),
        files: files.collect(),
        ..Provenance::default()
    }
}

/// Gives things the names that files use.
struct Names<'a> {
    campaign: &'a Campaign,
    roster: Roster<'a>,
}

impl Names<'_> {
    fn manifest(&self, packed: &Packed) -> Manifest {
        let totals = packed.manifested.totals;
        Manifest {
            campaign: self.campaign.id.to_string(),
            feasible: packed.is_feasible(),
            relaxed: packed.relaxed,
            totals: manifest::Totals {
                needed_kg: totals.needed_kg,
                net_kg: totals.net_kg,
                tare_kg: totals.tare_kg,
                containers: totals.containers,
                crates: totals.crates,
            },
            shipments: packed
                .manifested
                .shipments
                .iter()
                .map(|shipment| self.shipment(shipment))
                .collect(),
            shortfalls: packed
                .manifested
                .shortfalls
                .iter()
                .map(|shortfall| self.shortfall(shortfall))
                .collect(),
            relaxation: packed
                .manifested
                .relaxation
                .as_ref()
                .map(|relaxation| self.relaxation(relaxation)),
        }
    }

    fn shipment(&self, shipment: &Shipment) -> manifest::Shipment {
        manifest::Shipment {
            container: shipment.container.to_string(),
            name: shipment.name.clone(),
            design: shipment
                .design
                .map(|design| self.campaign.designs[design].id.to_string()),
            contents: shipment.contents.iter().map(|lot| self.lot(lot)).collect(),
            net_kg: shipment.net_kg,
            tare_kg: shipment.tare_kg,
            site: self.site(shipment.site),
            due_d: shipment.due.days(),
            legs: shipment
                .legs
                .iter()
                .map(|leg| manifest::Leg {
                    activity: leg.activity.to_string(),
                    edge: self.campaign.edges[leg.edge].id.to_string(),
                    carrier: self.element(leg.carrier),
                    depart_d: leg.depart.days(),
                    arrive_d: leg.arrive.days(),
                })
                .collect(),
        }
    }

    fn shortfall(&self, shortfall: &Shortfall) -> manifest::Shortfall {
        manifest::Shortfall {
            site: shortfall.site.map(|site| self.site(site)),
            good: self.campaign.good_id(shortfall.good),
            due_d: shortfall.due.days(),
            amount: shortfall.amount,
            mass_kg: shortfall.mass_kg,
        }
    }

    fn relaxation(&self, relaxation: &Relaxation) -> manifest::Relaxation {
        let change = |change: &portolan_manifest::Change| {
            let (limit, id) = match change.limit {
                Limit::Edge(edge) => ("edge", self.campaign.edges[edge].id.to_string()),
                Limit::Hold(element) => ("hold", self.element(element)),
            };
            manifest::Change {
                limit: limit.to_owned(),
                id,
                added_kg: change.added_kg,
                new_limit_kg: change.new_limit_kg,
                activities: change.activities.iter().map(ToString::to_string).collect(),
            }
        };
        manifest::Relaxation {
            changes: relaxation.changes.iter().map(change).collect(),
            total_added_kg: relaxation.total_added_kg,
            least_kg: relaxation.least_kg,
        }
    }

    fn lot(&self, lot: &Lot) -> manifest::Lot {
        manifest::Lot {
            good: self.campaign.good_id(lot.good),
            amount: lot.amount,
        }
    }

    fn site(&self, site: Site) -> String {
        match site {
            Site::Node(node) => self.campaign.nodes[node].id.to_string(),
            Site::Edge(edge) => self.campaign.edges[edge].id.to_string(),
        }
    }

    fn element(&self, element: portolan_vocabulary::Index<portolan_model::Element>) -> String {
        self.roster
            .at(element)
            .map_or_else(|| format!("{element:?}"), |element| element.id.to_string())
    }
}
