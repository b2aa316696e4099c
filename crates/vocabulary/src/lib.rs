//! The words everyone speaks: quantities, money, time, identifiers, findings.
//!
//! Everything here is a plain value. Numbers are in SI base units unless a name says otherwise, an
//! instant is a whole number of microseconds, and a problem in a user's data is a [`Finding`], never a
//! panic. The crate depends on nothing of ours, and every other crate depends on it.

mod date;
mod finding;
mod id;
mod money;
mod nearest;
mod quantity;
mod time;
mod unit;

pub use date::Date;
pub use finding::{Code, Fact, FactValue, Finding, Findings, Place, Severity, Subject};
pub use id::{Id, Index};
pub use money::{Currency, Money, MoneyError};
pub use nearest::nearest;
pub use quantity::{
    Angle, Distance, Force, Mass, Power, Pressure, Quantity, SpecificImpulse, Speed, Temperature,
    Volume,
};
pub use time::{Duration, Epoch, EpochError};
pub use unit::{Dimension, UnitError, parse_quantity};
