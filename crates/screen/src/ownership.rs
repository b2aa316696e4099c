//! Who owns a party, and whether listed parties own half of it.
//!
//! A company of which listed parties own 50 % or more, alone or together, directly or through companies that are themselves so
//! owned, counts as listed (U.S. Treasury, OFAC, "Revised Guidance on Entities Owned by Persons Whose Property and Interests
//! in Property Are Blocked", 13 August 2014). Other regimes have rules of the same kind, with thresholds and dates of their own:
//! this computes shares, and which rule they fall under is for the rules to say.

use crate::index::{Hit, Index};
use crate::party::Query;

/// From this share on, what listed parties own counts as listed.
pub const HALF: f64 = 0.5;

/// Deeper chains of owners are refused.
const DEEPEST: usize = 32;

/// An owner of a party.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Owner {
    /// Who it is.
    pub party: Query,
    /// Its share, 0 to 1.
    pub share: f64,
    /// Who owns the owner, as far as that is known.
    pub owners: Vec<Owner>,
}

/// What is wrong with stated shares.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum OwnershipError {
    /// A share is no number from 0 to 1.
    #[error("the share of \"{owner}\" is {share}, and must be from 0 to 1")]
    BadShare {
        /// Whose share.
        owner: String,
        /// The share.
        share: f64,
    },
    /// The shares of one party's owners come to more than one.
    #[error("the shares come to {sum}, which is more than the whole")]
    MoreThanAll {
        /// The sum.
        sum: f64,
    },
    /// The chain of owners is too long.
    #[error("owners of owners stand more than {DEEPEST} deep")]
    TooDeep,
}

/// An owner that is listed, or counts as listed.
#[derive(Clone, Debug, PartialEq)]
pub struct ListedOwner<'a> {
    /// The names from the party's direct owner down to this one.
    pub chain: Vec<String>,
    /// The share of the direct owner in the party, 0 to 1.
    pub share: f64,
    /// The entries that the owner may be; empty where only its own owners are listed.
    pub hits: Vec<Hit<'a>>,
    /// Where the owner counts as listed through its own owners: the share that those have in it.
    pub through: Option<f64>,
}

/// What listed parties own of a party.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ownership<'a> {
    /// The shares of all owners that are listed or count as listed, added up: 0 to 1.
    pub listed_share: f64,
    /// Those owners, in the order given.
    pub listed: Vec<ListedOwner<'a>>,
    /// The share of whom nobody has said who owns it: 0 to 1.
    pub unknown_share: f64,
}

impl Ownership<'_> {
    /// Whether listed parties own half or more.
    pub fn counts_as_listed(&self) -> bool {
        self.listed_share >= HALF - 1e-9
    }

    /// Whether listed parties might own half or more, if they owned all that is unknown.
    pub fn might_count_as_listed(&self) -> bool {
        self.listed_share + self.unknown_share >= HALF - 1e-9
    }
}

/// Looks for owners on the list and adds up what they own.
///
/// Every hit counts, so that what is reported is an upper bound until hits are cleared.
///
/// # Errors
/// A share is not from 0 to 1, shares come to more than the whole, or owners of owners stand more than 32 deep.
pub fn ownership<'a>(owners: &[Owner], index: &'a Index) -> Result<Ownership<'a>, OwnershipError> {
    judged(owners, index, 0)
}

fn judged<'a>(
    owners: &[Owner],
    index: &'a Index,
    depth: usize,
) -> Result<Ownership<'a>, OwnershipError> {
    if depth >= DEEPEST {
        return Err(OwnershipError::TooDeep);
    }
    let mut owned = Ownership::default();
    let mut sum = 0.0;
    for owner in owners {
        if !(0.0..=1.0).contains(&owner.share) {
            let (owner, share) = (owner.party.name.clone(), owner.share);
            return Err(OwnershipError::BadShare { owner, share });
        }
        sum += owner.share;
        if let Some(listed) = listed(owner, index, depth)? {
            owned.listed_share += owner.share;
            owned.listed.push(listed);
        }
    }
    if sum > 1.0 + 1e-9 {
        return Err(OwnershipError::MoreThanAll { sum });
    }
    owned.listed_share = owned.listed_share.min(1.0);
    owned.unknown_share = (1.0 - sum).max(0.0);
    Ok(owned)
}

/// The owner, where it is listed or counts as listed.
fn listed<'a>(
    owner: &Owner,
    index: &'a Index,
    depth: usize,
) -> Result<Option<ListedOwner<'a>>, OwnershipError> {
    let hits = index.search(&owner.party, 3);
    let above = judged(&owner.owners, index, depth + 1)?;
    let through = above.counts_as_listed().then_some(above.listed_share);
    if hits.is_empty() && through.is_none() {
        return Ok(None);
    }
    let mut chain = vec![owner.party.name.clone()];
    if hits.is_empty() {
        chain.extend(
            above
                .listed
                .iter()
                .max_by(|a, b| a.share.total_cmp(&b.share))
                .into_iter()
                .flat_map(|next| next.chain.clone()),
        );
    }
    let share = owner.share;
    Ok(Some(ListedOwner {
        chain,
        share,
        hits,
        through,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::party::{Kind, Party};

    fn index() -> Index {
        let party = |name: &str| Party {
            name: name.into(),
            kind: Kind::Organisation,
            ..Party::default()
        };
        Index::new(vec![party("Rostec"), party("Almaz Antey")])
    }

    fn owner(name: &str, share: f64, owners: Vec<Owner>) -> Owner {
        let party = Query::named(name).of_kind(Kind::Organisation);
        Owner {
            party,
            share,
            owners,
        }
    }

    #[test]
    fn listed_shares_are_added_up_and_half_counts() {
        let index = index();
        let owners = [
            owner("Rostec", 0.3, Vec::new()),
            owner("Almaz-Antey", 0.2, Vec::new()),
            owner("Jane Doe", 0.5, Vec::new()),
        ];
        let owned = ownership(&owners, &index).unwrap();
        assert!((owned.listed_share - 0.5).abs() < 1e-12 && owned.counts_as_listed());
        let owned = ownership(&owners[..1], &index).unwrap();
        assert!(!owned.counts_as_listed() && owned.might_count_as_listed());
        assert!((owned.unknown_share - 0.7).abs() < 1e-12);
    }

    #[test]
    fn an_owner_owned_by_listed_parties_counts_with_its_whole_share() {
        let index = index();
        let between = |share: f64| {
            owner(
                "Quiet Holding",
                0.6,
                vec![owner("Rostec", share, Vec::new())],
            )
        };
        let owned = ownership(&[between(0.5)], &index).unwrap();
        assert!(owned.counts_as_listed());
        assert_eq!(owned.listed[0].chain, ["Quiet Holding", "Rostec"]);
        assert!(
            !ownership(&[between(0.49)], &index)
                .unwrap()
                .counts_as_listed()
        );
    }

    #[test]
    fn absurd_shares_are_refused() {
        let index = index();
        for share in [f64::NAN, -0.1, 1.1, f64::INFINITY] {
            let refused = ownership(&[owner("Acme", share, Vec::new())], &index);
            assert!(
                matches!(refused, Err(OwnershipError::BadShare { .. })),
                "{share}"
            );
        }
        let twice = [
            owner("Acme", 0.6, Vec::new()),
            owner("Apex", 0.6, Vec::new()),
        ];
        assert!(matches!(
            ownership(&twice, &index),
            Err(OwnershipError::MoreThanAll { .. })
        ));
        let mut deep = owner("Acme", 1.0, Vec::new());
        for _ in 0..40 {
            deep = owner("Acme", 1.0, vec![deep]);
        }
        assert_eq!(ownership(&[deep], &index), Err(OwnershipError::TooDeep));
    }
}
