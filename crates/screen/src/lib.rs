//! Is this party on a list?

mod alignment;
mod clearance;
mod hash;
mod index;
mod legal_form;
mod lexicon;
mod name;
mod party;
mod score;
mod sound;
mod vocabulary;
mod word;

pub use clearance::{Clearance, Clearances, Standing};
pub use index::{Hit, Index};
pub use name::Name;
pub use party::{Birth, Identifier, Kind, Party, Query};
pub use score::{Evidence, HIT, NAME_ALONE, Reason, Scored, compare};
pub use word::Agreement;
