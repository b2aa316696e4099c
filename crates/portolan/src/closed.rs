//! Ways that rules close, for the optimiser.

use crate::rules::shipped_rules;
use portolan_comply::closed_ways;
use portolan_model::{Campaign, PieceKind, Thing};
use portolan_optimise::{Barred, Closed};
use portolan_vocabulary::Findings;

/// What may not travel which ways by the rules of the program, and a finding for each with the rule that forbids it. A campaign
/// that states nothing for rules is closed nothing.
pub(crate) fn by_rules(campaign: &Campaign) -> (Vec<Closed>, Findings) {
    if campaign.statements.is_empty() {
        return (Vec::new(), Findings::new());
    }
    let Ok(pack) = shipped_rules() else {
        return (Vec::new(), Findings::new());
    };
    let ways = closed_ways(campaign, pack);
    let findings = ways.iter().map(|own| own.finding(campaign, pack));
    let findings = findings.collect();
    let closed = ways.iter().filter_map(|own| {
        let what = match own.thing {
            Thing::Resource(resource) => Barred::Good(resource),
            Thing::Design(design) => Barred::Pieces(PieceKind::Design(design)),
            Thing::Element(element) => Barred::Pieces(PieceKind::Element(element)),
            Thing::Node(_) | Thing::Edge(_) | Thing::Partner(_) => return None,
        };
        Some(Closed {
            what,
            edge: own.edge,
            backwards: own.backwards,
        })
    });
    (closed.collect(), findings)
}
