//! Is this party on a list?
//!
//! An [`Index`] over the names, aliases and numbers of listed parties answers a [`Query`] with [`Hit`]s: who it may be, how likely
//! that is as a score in 0 to 1, and why, reason by reason. The same name alone never scores 1 ([`NAME_ALONE`]), so that hits can
//! be ranked: what else agrees (a number, a day of birth, a country) closes the gap, and what contradicts opens it. A word counts
//! by how few listed parties bear it, so that `CORP` or `AEROSPACE` alone finds nobody.
//!
//! [`ownership()`] adds up what listed parties own. [`Clearances`] remember that a hit was looked at, by whom and until when.
//! Nothing here reads files: lists come as `portolan_formats::screening` reads them. A hit is a reason to look, and no legal advice.
//!
//! ```
//! use portolan_screen::{Index, Party, Query};
//! let party = |name: &str| Party { name: name.into(), ..Party::default() };
//! let index = Index::new(vec![party("Rostec Corporation"), party("Almaz-Antey JSC")]);
//! let hits = index.search(&Query::named("РОСТЕК"), 5);
//! assert_eq!(hits[0].name, "Rostec Corporation");
//! assert!(index.search(&Query::named("Acme Corporation"), 5).is_empty());
//! ```

mod alignment;
mod clearance;
mod hash;
mod index;
mod legal_form;
mod lexicon;
mod name;
mod ownership;
mod party;
mod score;
mod sound;
mod vocabulary;
mod word;

pub use clearance::{Clearance, Clearances, Standing};
pub use index::{Hit, Index};
pub use name::Name;
pub use ownership::{HALF, ListedOwner, Owner, Ownership, OwnershipError, ownership};
pub use party::{Birth, Identifier, Kind, Party, Query};
pub use score::{Evidence, HIT, NAME_ALONE, Reason, Scored, compare};
pub use word::Agreement;
