//! Ways that rules close, for the optimiser.

use crate::rules::shipped_rules;
use portolan_comply::{Closed as ByRule, Pack, closed_ways, codes};
use portolan_model::{Campaign, PieceKind, Thing};
use portolan_optimise::{Barred, Closed};
use portolan_vocabulary::{Finding, Findings};

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
    let findings = ways.iter().map(|own| finding(campaign, pack, own));
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

fn finding(campaign: &Campaign, pack: &Pack, own: &ByRule) -> Finding {
    let edge = &campaign.edges[own.edge];
    let thing = match own.thing {
        Thing::Resource(at) => campaign.resources[at].id.as_str(),
        Thing::Design(at) => campaign.designs[at].id.as_str(),
        Thing::Element(at) => campaign.elements[at].id.as_str(),
        Thing::Node(_) | Thing::Edge(_) | Thing::Partner(_) => "",
    };
    let rule = &pack.rules()[own.rule];
    let message = format!("\"{thing}\" may not travel \"{}\": {}", edge.id, own.words);
    let finding = Finding::note(codes::CLOSED, "edge", edge.id.as_str(), message);
    let cited = rule.citations.iter();
    let cited: Vec<String> = cited
        .map(|own| {
            format!("{} {}", own.instrument, own.pinpoint)
                .trim()
                .to_owned()
        })
        .collect();
    finding.text("rule", &rule.id).citation(cited.join("; "))
}
