//! Sharing among partners: what each would pay alone, what all pay together, and how to split it.
//!
//! A [`Game`] says what each coalition of partners comes to by itself. The methods turn it into an
//! [`Allocation`]: the [`shapley`] value, the [`nucleolus`] and its kin, proportion to what one likes,
//! separable costs; [`Claims`] divides what is too little. [`core`] and [`objection`] say whether a
//! coalition would be better off by itself. [`shares`] gives all of it at once. [`balance_sheet`] sets
//! contributions in kind against shares of common costs, and [`settle`] evens the balances out.
//!
//! Amounts are exact fractions; the nucleolus is found by linear programs and then proved in fractions.

mod airport;
mod allocation;
mod barter;
mod claims;
mod coalition;
mod core;
mod descent;
mod equations;
mod error;
mod excess;
mod fraction;
mod game;
mod method;
mod nucleolus;
mod rule;
mod sampled;
mod scaled;
mod settlement;
mod shapley;
mod shares;
mod span;

pub use airport::{airport_game, airport_shapley, lift_game};
pub use allocation::Allocation;
pub use barter::{
    Account, BalanceLine, BalanceSheet, BarterError, InKind, Unvalued, accounts, balance_sheet,
    divide,
};
pub use claims::Claims;
pub use coalition::Coalition;
pub use core::{Core, core};
pub use error::{Names, SharingError};
pub use excess::{Excess, Objection, excesses, objection};
pub use fraction::{Fraction, fraction, nearest_number};
pub use game::{Game, Sense};
pub use method::Method;
pub use nucleolus::{
    Nucleolus, nucleolus, per_capita_nucleolus, per_capita_prenucleolus, prenucleolus,
};
pub use rule::{
    agreed_shares, by_agreed_shares, by_stand_alone, equal, equal_non_separable, proportional,
    separable, separable_remaining_benefits,
};
pub use sampled::{
    ASKED_PLAYERS, AskedShapley, SampledShapley, Sampling, ask_shapley, sampled_shapley,
};
pub use settlement::{Party, Settlement, Settling, Transfer, settle};
pub use shapley::shapley;
pub use shares::{Explanation, Judged, Shares, Terms, allocate, judge, shares};
