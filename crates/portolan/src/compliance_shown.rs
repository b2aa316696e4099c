//! What rules say, as a person and as a program see it; and the rules themselves.

use crate::open::Source;
use crate::save::{in_memory, provenance};
use portolan_comply::{Item, Judged, Matter, NOT_ADVICE, Pack, Rule, Said, Verdict};
use portolan_formats::outcome::compliance::{
    CitationRow, Compliance, DocumentRow, FactRow, PermitRow, VerdictRow, write_compliance,
};
use portolan_model::{Campaign, Plan, Roster};
use portolan_report::Table;
use portolan_vocabulary::{Finding, Findings, nearest};
use std::fmt::Write as _;

/// What rules say about a plan as JSON: `portolan-compliance/1`.
pub fn compliance_json(
    campaign: &Campaign,
    plan: &Plan,
    pack: &Pack,
    judged: &Judged,
    sources: &[Source],
) -> String {
    let shown = Shown {
        campaign,
        plan,
        pack,
    };
    let content = Compliance {
        campaign: campaign.id.to_string(),
        plan: plan.id.to_string(),
        note: NOT_ADVICE,
        rules: pack.rules().len(),
        movements: judged.movements,
        verdicts: judged
            .verdicts
            .iter()
            .map(|own| shown.verdict(own))
            .collect(),
        permits: shown.permits(judged),
        documents: shown.documents(judged),
    };
    in_memory(|out| {
        let provenance = provenance(sources);
        write_compliance(out, &content, &judged.findings, &provenance)
    })
}

/// What rules say about a plan as tables for a terminal: permits, documents, and a count of the rest.
pub fn compliance_text(campaign: &Campaign, plan: &Plan, pack: &Pack, judged: &Judged) -> String {
    let shown = Shown {
        campaign,
        plan,
        pack,
    };
    let mut text = format!(
        "{}: {} movements judged by {} rules\n{NOT_ADVICE}\n",
        campaign.name,
        judged.movements,
        pack.rules().len()
    );
    let permits = shown.permits(judged);
    if !permits.is_empty() {
        let columns = ["permit", "for", "step", "needed on", "apply by"];
        let mut table = Table::new("Permits needed", &columns);
        for row in &permits {
            let apply_by = row.apply_by.clone().unwrap_or_else(|| "-".to_owned());
            let kinds = row.kinds.join(" or ");
            table.row(vec![
                kinds,
                row.items.join(", "),
                row.step.clone(),
                row.needed_on.clone(),
                apply_by,
            ]);
        }
        let _ = write!(text, "\n{}", table.text(usize::MAX));
    }
    let documents = shown.documents(judged);
    if !documents.is_empty() {
        let columns = ["document", "for", "step", "needed on"];
        let mut table = Table::new("Documents needed", &columns);
        for row in &documents {
            table.row(vec![
                row.document.clone(),
                row.items.join(", "),
                row.step.clone(),
                row.needed_on.clone(),
            ]);
        }
        let _ = write!(text, "\n{}", table.text(usize::MAX));
    }
    text
}

/// The rules of a pack as a table: id, field, effect, title; of one regime or all.
pub fn rules_text(pack: &Pack) -> String {
    let columns = [
        "rule", "field", "about", "effect", "from", "reviewed", "title",
    ];
    let mut table = Table::new("Rules", &columns);
    for rule in pack.rules() {
        table.row(vec![
            rule.id.clone(),
            rule.field.clone(),
            rule.about.word().to_owned(),
            rule.effect.word().to_owned(),
            rule.from.to_string(),
            rule.reviewed.to_string(),
            rule.title.clone(),
        ]);
    }
    format!("{}\n{NOT_ADVICE}\n", table.text(usize::MAX))
}

/// The facts that the rules of a pack ask for, as a table.
pub fn rule_facts_text(pack: &Pack) -> String {
    let columns = ["fact", "type", "meaning"];
    let mut table = Table::new("Facts", &columns);
    for (name, of) in pack.facts() {
        let words = if of.words.is_empty() {
            of.kind.words()
        } else {
            of.words.join(" | ")
        };
        table.row(vec![name.clone(), words, of.meaning.clone()]);
    }
    table.text(usize::MAX)
}

/// All that is to be known of one rule.
///
/// # Errors
/// One finding with the nearest id, where no rule has this one.
pub fn rule_text(pack: &Pack, id: &str) -> Result<String, Findings> {
    let rule = pack.rule(id).ok_or_else(|| {
        let message = format!("no rule is called \"{id}\"");
        let finding = Finding::error(portolan_comply::codes::UNKNOWN_NAME, "rule", id, message);
        let ids = pack.rules().iter().map(|rule| rule.id.as_str());
        vec![match nearest(id, ids) {
            Some(near) => finding.advice(format!("did you mean \"{near}\"?")),
            None => finding.advice("`portolan rules list` lists them"),
        }]
    })?;
    Ok(described(rule))
}

fn described(rule: &Rule) -> String {
    let mut text = format!("{} ({})\n\n{}\n\n", rule.title, rule.id, rule.statement);
    let until = rule
        .until
        .map_or_else(String::new, |until| format!(" until {until}"));
    let _ = writeln!(text, "authority  {}", rule.authority);
    let _ = writeln!(
        text,
        "about      a {}; {}",
        rule.about.word(),
        rule.effect.word()
    );
    let _ = writeln!(
        text,
        "in force   from {}{until}; reviewed {}",
        rule.from, rule.reviewed
    );
    for citation in &rule.citations {
        let _ = writeln!(
            text,
            "source     {}, edition {}, read {}",
            citation.place(),
            citation.edition,
            citation.read
        );
    }
    for fact in &rule.facts {
        let _ = writeln!(
            text,
            "needs      {} ({}): {}",
            fact.name,
            fact.of.kind.words(),
            fact.of.meaning
        );
    }
    if !rule.remedy.permits.is_empty() {
        let _ = writeln!(text, "settled by {}", rule.remedy.permits.join(", "));
    }
    if let Some(advice) = &rule.remedy.advice {
        let _ = writeln!(text, "advice     {advice}");
    }
    for case in &rule.cases {
        let _ = writeln!(text, "case       {}: {}", case.name, case.expected.word());
    }
    let _ = writeln!(text, "\n{NOT_ADVICE}");
    text
}

struct Shown<'a> {
    campaign: &'a Campaign,
    plan: &'a Plan,
    pack: &'a Pack,
}

impl Shown<'_> {
    fn verdict(&self, verdict: &Verdict) -> VerdictRow {
        let rule = &self.pack.rules()[verdict.rule];
        let campaign = self.campaign;
        let (edge, node, to, partner) = match verdict.matter {
            Matter::Movement { edge, from, to } => (Some(edge), Some(from), Some(to), None),
            Matter::Stay(node) => (None, Some(node), None, None),
            Matter::Party(partner) => (None, None, None, Some(partner)),
            Matter::Data(at) => (None, None, None, Some(campaign.data_transfers[at].to)),
        };
        let activity = verdict.activity.and_then(|at| self.plan.activities.at(at));
        let missing = match &verdict.said {
            Said::Applies => Vec::new(),
            Said::Missing(names) => names.iter().cloned().collect(),
        };
        let facts = verdict.facts.iter().map(|(name, value)| FactRow {
            name: name.clone(),
            value: value.clone(),
        });
        VerdictRow {
            rule: rule.id.clone(),
            effect: rule.effect.word(),
            said: if missing.is_empty() {
                "applies"
            } else {
                "undetermined"
            },
            items: self.items(&verdict.items),
            edge: edge.map(|at| campaign.edges[at].id.to_string()),
            node: node.map(|at| campaign.nodes[at].id.to_string()),
            to: to.map(|at| campaign.nodes[at].id.to_string()),
            partner: partner.map(|at| campaign.partners[at].id.to_string()),
            activity: activity.map(|own| own.id.to_string()),
            on: verdict.on.to_string(),
            times: verdict.times,
            missing,
            settled_by: verdict.settled_by.clone(),
            words: verdict.words.clone(),
            facts: facts.collect(),
            citations: citations(rule),
        }
    }

    fn items(&self, items: &[Item]) -> Vec<String> {
        let roster = Roster::new(self.campaign, self.plan);
        let word = |item: &Item| match item {
            Item::Element(at) => roster
                .at(*at)
                .map_or_else(String::new, |own| own.id.to_string()),
            Item::Resource(at) => self.campaign.resources[*at].id.to_string(),
        };
        items.iter().map(word).collect()
    }

    fn permits(&self, judged: &Judged) -> Vec<PermitRow> {
        let permits = judged.permits.iter().map(|need| PermitRow {
            kinds: need.kinds.clone(),
            items: self.items(&need.items),
            step: self.step(need.matter),
            rules: self.rules(&need.rules),
            needed_on: need.needed_on.to_string(),
            lead_days: need.lead_days,
            apply_by: need.apply_by.map(|day| day.to_string()),
        });
        permits.collect()
    }

    fn documents(&self, judged: &Judged) -> Vec<DocumentRow> {
        let documents = judged.documents.iter().map(|need| DocumentRow {
            document: need.document.clone(),
            items: self.items(&need.items),
            step: self.step(need.matter),
            rules: self.rules(&need.rules),
            needed_on: need.needed_on.to_string(),
        });
        documents.collect()
    }

    fn rules(&self, rules: &[usize]) -> Vec<String> {
        rules
            .iter()
            .map(|at| self.pack.rules()[*at].id.clone())
            .collect()
    }

    fn step(&self, matter: Matter) -> String {
        let campaign = self.campaign;
        match matter {
            Matter::Movement { edge, from, to } => {
                let (from, to) = (&campaign.nodes[from].id, &campaign.nodes[to].id);
                format!("{} from {from} to {to}", campaign.edges[edge].id)
            }
            Matter::Stay(node) => format!("at {}", campaign.nodes[node].id),
            Matter::Party(partner) => campaign.partners[partner].id.to_string(),
            Matter::Data(at) => campaign.data_transfers[at].id.to_string(),
        }
    }
}

fn citations(rule: &Rule) -> Vec<CitationRow> {
    let citations = rule.citations.iter().map(|own| CitationRow {
        instrument: own.instrument.clone(),
        pinpoint: own.pinpoint.clone(),
        edition: own.edition.clone(),
        read: own.read.clone(),
    });
    citations.collect()
}
