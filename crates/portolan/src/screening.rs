//! Screening: is this party on a list?

use crate::disk::Disk;
use portolan_comply::codes;
use portolan_formats::outcome::screening::{
    HitRow, QueryRow, ReasonRow, Screening, write_screening,
};
use portolan_formats::screening::{self, MOST_BYTES};
use portolan_model::{Campaign, Partner};
use portolan_report::Table;
use portolan_screen::{Hit, Index, Query};
use portolan_vocabulary::{Finding, Findings, Index as At};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use crate::open::Source;
use crate::save::{in_memory, provenance};

/// The most hits that are looked at for one partner.
const MOST_HITS: usize = 10;
/// The most names of one file.
const MOST_NAMES: usize = 100_000;
/// The most bytes of a file of names.
const MOST_NAME_BYTES: u64 = 16 << 20;

/// Lists that names are held against, and what was odd about them.
#[derive(Debug)]
pub struct Lists {
    index: Index,
    /// The files, with their checksums.
    pub sources: Vec<Source>,
    /// Rows that were left out, values that could not be read.
    pub findings: Findings,
}

impl Lists {
    /// How many parties stand on the lists.
    pub fn parties(&self) -> usize {
        self.index.parties().len()
    }

    /// How many names they have.
    pub fn names(&self) -> usize {
        self.index.names()
    }
}

/// Reads lists as their publishers give them out, and indexes them.
///
/// # Errors
/// Where a file cannot be read, is larger than 256 MiB, or is no list of a known form.
pub fn screening_lists(files: &[PathBuf]) -> Result<Lists, Findings> {
    let disk = Disk::new(MOST_BYTES as u64);
    let (mut parties, mut findings) = (Vec::new(), Findings::new());
    for file in files {
        let name = file.display().to_string();
        let bytes = disk
            .bytes(&name)
            .map_err(|error| unreadable(&name, &error))?;
        let list = screening::read(&name, &bytes)?;
        parties.extend(list.parties);
        findings.extend(list.findings);
    }
    let sources = disk.into_read().into_iter();
    Ok(Lists {
        index: Index::new(parties),
        sources: sources
            .map(|(name, sha256)| Source { name, sha256 })
            .collect(),
        findings,
    })
}

fn unreadable(name: &str, error: &std::io::Error) -> Findings {
    let message = format!("{name} cannot be read: {error}");
    vec![Finding::error(
        crate::open::UNREADABLE,
        "file",
        name,
        message,
    )]
}

/// The names of a file, one a line; empty lines and lines that begin with `#` count for nothing.
///
/// # Errors
/// Where the file cannot be read, is no UTF-8 text or holds too many names.
pub fn screened_names(file: &Path) -> Result<Vec<String>, Findings> {
    let name = file.display().to_string();
    let disk = Disk::new(MOST_NAME_BYTES);
    let bytes = disk
        .bytes(&name)
        .map_err(|error| unreadable(&name, &error))?;
    let text = String::from_utf8(bytes)
        .map_err(|_| unreadable(&name, &std::io::Error::other("it is no UTF-8 text")))?;
    let lines = text.lines().map(str::trim);
    let names: Vec<String> = lines
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .take(MOST_NAMES + 1)
        .map(str::to_owned)
        .collect();
    if names.len() > MOST_NAMES {
        let why = format!("it holds more than {MOST_NAMES} names");
        return Err(unreadable(&name, &std::io::Error::other(why)));
    }
    Ok(names)
}

/// What was asked for a name, and the hits, the best first.
#[derive(Debug)]
pub struct Screened<'a> {
    /// The name.
    pub name: String,
    /// The hits.
    pub hits: Vec<Hit<'a>>,
}

/// Holds names against lists; at most so many hits for each.
pub fn screen<'a>(lists: &'a Lists, names: &[String], limit: usize) -> Vec<Screened<'a>> {
    let one = |name: &String| Screened {
        name: name.clone(),
        hits: lists.index.search(&Query::named(name.as_str()), limit),
    };
    names.iter().map(one).collect()
}

/// The codes of the lists that each partner of a campaign may be on, by its name and country; and a finding for each hit,
/// since a name that is alike is not yet the same party.
pub fn screened_partners(
    campaign: &Campaign,
    lists: &Lists,
) -> (BTreeMap<At<Partner>, Vec<String>>, Findings) {
    let (mut listed, mut findings) = (BTreeMap::new(), Findings::new());
    for (at, partner) in campaign.partners.indexed() {
        let mut query = Query::named(partner.name.as_str());
        query.countries.extend(partner.country.clone());
        let hits = lists.index.search(&query, MOST_HITS);
        let codes: BTreeSet<String> = hits.iter().map(|hit| code(&hit.party.list)).collect();
        listed.insert(at, codes.into_iter().collect());
        findings.extend(hits.iter().map(|hit| possible_match(partner, hit)));
    }
    (listed, findings)
}

fn possible_match(partner: &Partner, hit: &Hit<'_>) -> Finding {
    let list = code(&hit.party.list);
    let message = format!(
        "\"{}\" may be \"{}\" on the list {list} (score {:.2})",
        partner.name, hit.name, hit.score
    );
    let id = partner.id.as_str();
    let finding = Finding::warning(codes::POSSIBLE_MATCH, "partner", id, message);
    finding.number("score", hit.score, "").text("list", list).advice(
        "compare country, numbers and addresses; where it is another party, remember that by a permit of the kind screening-clearance that names the partner",
    )
}

/// The code of a list: what stands in brackets in its name, else its name.
fn code(list: &str) -> String {
    let code = list
        .split_once('(')
        .and_then(|(_, rest)| rest.split_once(')'));
    code.map_or(list, |(code, _)| code).trim().to_owned()
}

/// Hits as JSON: `portolan-screening/1`.
pub fn screening_json(lists: &Lists, screened: &[Screened<'_>]) -> String {
    let content = Screening {
        parties: lists.parties(),
        names: lists.names(),
        queries: screened.iter().map(row).collect(),
    };
    in_memory(|out| {
        let provenance = provenance(&lists.sources);
        write_screening(out, &content, &lists.findings, &provenance)
    })
}

fn row(screened: &Screened<'_>) -> QueryRow {
    let hit = |hit: &Hit<'_>| HitRow {
        list: hit.party.list.clone(),
        entry: hit.party.id.clone(),
        name: hit.name.to_owned(),
        score: hit.score,
        why: hit
            .why
            .iter()
            .map(|own| ReasonRow {
                reason: own.reason.to_string(),
                effect: own.effect,
            })
            .collect(),
    };
    QueryRow {
        name: screened.name.clone(),
        hits: screened.hits.iter().map(hit).collect(),
    }
}

/// Hits as a table for a terminal, each with its reasons.
pub fn screening_text(lists: &Lists, screened: &[Screened<'_>]) -> String {
    let mut text = format!(
        "{} parties with {} names; a score says how alike names are, not that parties are the same\n",
        lists.parties(),
        lists.names()
    );
    for own in screened {
        if own.hits.is_empty() {
            let _ = writeln!(text, "\n{}: no hit", own.name);
            continue;
        }
        let mut table = Table::new(own.name.as_str(), &[">score", "list", "name", "why"]);
        for hit in &own.hits {
            let why: Vec<String> = hit
                .why
                .iter()
                .map(|own| format!("{} ({:+.2})", own.reason, own.effect))
                .collect();
            let score = format!("{:.2}", hit.score);
            table.row([
                score,
                code(&hit.party.list),
                hit.name.to_owned(),
                why.join("; "),
            ]);
        }
        let _ = write!(text, "\n{}", table.text(usize::MAX));
    }
    text
}
