//! Explanation in the words of the campaign: why there is no plan, what things are worth in the best one, and which
//! number looks as if it were in the wrong unit.

mod change;
mod infeasible;
mod obstacle;
mod price;
mod scale;
mod stated;
mod statement;
mod times;
pub mod words;

pub use change::{Change, changed, what_if};
pub use infeasible::{Infeasibility, Member, Remedy, explain_infeasible};
pub use obstacle::{Obstacle, ObstacleKind, obstacles};
pub use price::{Explanation, Price, Worth, prices};
pub use scale::{mis_scaled, negative_prices};
pub use statement::{Measure, Statement};
pub use times::{TimeChange, TimePrice, time_prices};
