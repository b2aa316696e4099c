//! What comes of a partner's leaving, as a person and as a program see it.

use crate::checked::Flown;
use crate::open::Source;
use crate::save::{in_memory, provenance};
use crate::what_if::{Exit, WhatIf, WhatIfAsked};
use portolan_formats::outcome::what_if::{self, Missed, write_what_if};
use portolan_model::{Campaign, Demand};
use portolan_report::Table;
use portolan_vocabulary::Index;
use std::fmt::Write as _;

/// What comes of exits as JSON: `portolan-what-if/1`.
pub fn what_if_json(
    campaign: &Campaign,
    asked: &WhatIfAsked,
    found: &WhatIf,
    sources: &[Source],
) -> String {
    let content = what_if::WhatIf {
        campaign: campaign.id.to_string(),
        goal: found.goal.word(),
        unit: found.unit.clone(),
        from_d: asked.from.days(),
        notice_d: asked.notice.days(),
        exits: found.exits.iter().map(|exit| row(campaign, exit)).collect(),
    };
    in_memory(|out| write_what_if(out, &content, &provenance(sources)))
}

fn row(campaign: &Campaign, exit: &Exit) -> what_if::Exit {
    let missed = exit.missed.iter().map(|trip| Missed {
        edge: trip.edge.clone(),
        depart_d: trip.depart.days(),
        instead_d: trip.instead.map(portolan_vocabulary::Duration::days),
    });
    what_if::Exit {
        partner: campaign.partners[exit.partner].id.to_string(),
        survivable: exit.is_survivable(),
        withdrawn: exit.withdrawn.clone(),
        fallen: ids(campaign, &exit.fallen),
        lost: ids(campaign, &exit.lost),
        missed: missed.collect(),
        before: exit.before,
        alike: exit.alike,
        after: exit.after,
        saving: exit.saving.clone(),
        feasible: exit.replanned.as_ref().map(Flown::is_feasible),
    }
}

fn ids(campaign: &Campaign, demands: &[Index<Demand>]) -> Vec<String> {
    demands
        .iter()
        .map(|demand| campaign.demands[*demand].id.to_string())
        .collect()
}

/// What comes of exits as text for a terminal: a table of all where there are several, and each in full.
pub fn what_if_text(campaign: &Campaign, asked: &WhatIfAsked, found: &WhatIf) -> String {
    let mut text = format!(
        "{}: a partner leaves on day {:.1}, {:.0} days after it said so\n",
        campaign.name,
        asked.from.days(),
        asked.notice.days()
    );
    if found.exits.len() > 1 {
        text.push('\n');
        text.push_str(&ranking(campaign, found).text(usize::MAX));
    }
    for exit in &found.exits {
        write_exit(campaign, found, exit, &mut text);
    }
    text
}

fn ranking(campaign: &Campaign, found: &WhatIf) -> Table {
    let extra = format!("extra {} ({})", found.goal.word(), found.unit);
    let mut table = Table::new(
        "Single points of failure",
        &["partner", "demands lost", &extra],
    );
    for exit in &found.exits {
        let extra = exit
            .extra()
            .map_or_else(|| "no plan".to_owned(), |extra| format!("{extra:.3}"));
        table.row([
            campaign.partners[exit.partner].name.clone(),
            exit.lost.len().to_string(),
            extra,
        ]);
    }
    table
}

fn write_exit(campaign: &Campaign, found: &WhatIf, exit: &Exit, text: &mut String) {
    let name = &campaign.partners[exit.partner].name;
    let verdict = if exit.is_survivable() {
        "every demand of the others is still met"
    } else {
        "not survivable as it is"
    };
    let _ = writeln!(text, "\nWithout {name}: {verdict}");
    let list = |title: &str, items: &[String], text: &mut String| {
        if !items.is_empty() {
            let _ = writeln!(text, "  {title}: {}", items.join(", "));
        }
    };
    list("withdrawn", &exit.withdrawn, text);
    list(
        "its own demands, which fall away",
        &ids(campaign, &exit.fallen),
        text,
    );
    list("demands lost", &ids(campaign, &exit.lost), text);
    write_values(found, exit, text);
    for trip in &exit.missed {
        let instead = trip.instead.map_or_else(
            || "not at all".to_owned(),
            |at| format!("on day {:.1}", at.days()),
        );
        let _ = writeln!(
            text,
            "  missed: {} on day {:.1}; it leaves {instead}",
            trip.edge,
            trip.depart.days()
        );
    }
    list(
        "one of these, left behind, would have saved every demand",
        &exit.saving,
        text,
    );
    for finding in &exit.findings {
        let _ = writeln!(text, "  {}: {}", finding.code, finding.message);
    }
}

fn write_values(found: &WhatIf, exit: &Exit, text: &mut String) {
    let (Some(before), Some(alike), Some(after)) = (exit.before, exit.alike, exit.after) else {
        return;
    };
    let (goal, unit) = (found.goal.word(), &found.unit);
    let _ = writeln!(
        text,
        "  {goal} from then on: {after:.3} {unit}; with the partner {alike:.3} {unit} for the same demands, {before:.3} {unit} for all"
    );
    if let Some(flown) = &exit.replanned {
        let verdict = if flown.is_feasible() {
            "the judge and the simulation find no error"
        } else {
            "the judge or the simulation finds errors"
        };
        let _ = writeln!(text, "  the new plan: {verdict}");
    }
}
