//! Remembered decisions: this hit is not our party, says somebody, until a day.

use crate::name::Name;
use crate::party::{Party, Query};
use portolan_vocabulary::Date;

/// A decision that a party asked about is not the listed one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clearance {
    /// The name that was asked about. Order of words, accents and legal form do not matter.
    pub asked: String,
    /// The list of the entry.
    pub list: String,
    /// The entry's identifier on that list; its name where it has none.
    pub entry: String,
    /// What the entry was when it was cleared ([`Party::digest`]); empty where a change is not to matter.
    pub digest: String,
    /// Why it is not the same.
    pub reason: String,
    /// In which role somebody decided.
    pub by: String,
    /// The last day on which it holds.
    pub until: Date,
}

/// Whether a hit was cleared before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Standing {
    /// Nobody cleared it.
    #[default]
    Open,
    /// It was cleared, and the clearance holds.
    Cleared(Clearance),
    /// It was cleared, and the clearance has run out: decide again.
    Lapsed(Clearance),
    /// It was cleared, and the entry has changed since: decide again.
    Changed(Clearance),
}

impl Standing {
    /// Whether somebody has to look at the hit.
    pub const fn is_open(&self) -> bool {
        !matches!(self, Self::Cleared(_))
    }
}

/// All clearances, for looking up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Clearances {
    all: Vec<(String, Clearance)>,
}

impl Clearances {
    /// Takes in clearances.
    pub fn new(clearances: Vec<Clearance>) -> Self {
        let key =
            |clearance: &Clearance| Name::new(&clearance.asked, crate::Kind::Unknown).fingerprint();
        let mut all: Vec<_> = clearances
            .into_iter()
            .map(|clearance| (key(&clearance), clearance))
            .collect();
        all.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.until.cmp(&a.1.until)));
        Self { all }
    }

    /// How a hit stands on this day. Of several clearances the one that holds, or else the last, is named. Every name of the
    /// query must have been the one that was cleared.
    pub fn standing(&self, query: &Query, party: &Party, today: Date) -> Standing {
        let mut standing = Standing::Open;
        let print = Name::new(&query.name, crate::Kind::Unknown).fingerprint();
        let from = self.all.partition_point(|(known, _)| *known < print);
        let same = self.all[from..]
            .iter()
            .take_while(|(known, _)| *known == print);
        for (_, clearance) in same.filter(|(_, clearance)| clearance.is_about(party)) {
            let changed = !clearance.digest.is_empty() && clearance.digest != party.digest();
            let lapsed = clearance.until < today;
            match (changed, lapsed) {
                (false, false) => return Standing::Cleared(clearance.clone()),
                (true, _) if standing == Standing::Open => {
                    standing = Standing::Changed(clearance.clone());
                }
                (false, true) if standing == Standing::Open => {
                    standing = Standing::Lapsed(clearance.clone());
                }
                _ => {}
            }
        }
        standing
    }
}

impl Clearance {
    fn is_about(&self, party: &Party) -> bool {
        let entry = if party.id.is_empty() {
            &party.name
        } else {
            &party.id
        };
        self.list == party.list && self.entry == *entry
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clearance_holds_until_its_day_and_while_the_entry_stays() {
        let party = Party {
            list: "SDN".into(),
            id: "7".into(),
            name: "Acme Ltd".into(),
            ..Party::default()
        };
        let day = |text: &str| -> Date { text.parse().unwrap() };
        let clearance = Clearance {
            asked: "ACME".into(),
            list: "SDN".into(),
            entry: "7".into(),
            digest: party.digest(),
            reason: "another country, another owner".into(),
            by: "export control officer".into(),
            until: day("2027-01-31"),
        };
        let clearances = Clearances::new(vec![clearance.clone()]);
        let query = Query::named("Acme Limited");
        let standing = |party: &Party, on: &str| clearances.standing(&query, party, day(on));
        assert_eq!(
            standing(&party, "2027-01-31"),
            Standing::Cleared(clearance.clone())
        );
        assert_eq!(
            standing(&party, "2027-02-01"),
            Standing::Lapsed(clearance.clone())
        );
        let renamed = Party {
            aliases: vec!["Apex".into()],
            ..party.clone()
        };
        assert_eq!(
            standing(&renamed, "2026-12-01"),
            Standing::Changed(clearance)
        );
        let other = Party {
            id: "8".into(),
            ..party
        };
        assert_eq!(standing(&other, "2026-12-01"), Standing::Open);
        assert!(Standing::Open.is_open());
    }
}
