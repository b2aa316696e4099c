//! What a crew consumes and gives off.

use crate::built_in::rows;
use crate::provenance::Source;
use crate::set::Row;

/// The side of a balance that a rate is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// What comes in.
    In,
    /// What goes out.
    Out,
}

/// A rate of the set `crew-rates`. Rates of one edition belong together; rates of different editions do
/// not add up.
#[derive(Clone, Debug, PartialEq)]
pub struct CrewRate {
    /// The row's key.
    pub id: &'static str,
    /// What it is of.
    pub item: &'static str,
    /// Mass for a crew member and day, kg.
    pub rate_kg_person_d: Option<f64>,
    /// Energy for a crew member and day, MJ.
    pub energy_mj_person_d: Option<f64>,
    /// Mass for a crew member once, kg.
    pub stock_kg_person: Option<f64>,
    /// Mass for a crew member and hour of EVA, kg.
    pub eva_kg_person_h: Option<f64>,
    /// Its side in the balance of water of its edition, which closes.
    pub water_balance: Option<Side>,
    /// Its side in the balance of masses of its edition, which closes.
    pub mass_balance: Option<Side>,
    /// The source that it belongs with: `bvad-2`, `rp-1324`, `spacenet` and so on.
    pub edition: &'static str,
    /// Where the figures are from.
    pub source: Source<'static>,
}

/// The rates of the set `crew-rates`, in its order.
///
/// ```
/// let rates = portolan_reference::crew_rates();
/// let oxygen = rates.iter().find(|rate| rate.id == "oxygen");
/// assert_eq!(oxygen.and_then(|rate| rate.rate_kg_person_d), Some(0.895));
/// ```
pub fn crew_rates() -> Vec<CrewRate> {
    rows("crew-rates", rate)
}

fn rate(row: Row<'static>) -> Option<CrewRate> {
    Some(CrewRate {
        id: row.text("id")?,
        item: row.text("item")?,
        rate_kg_person_d: row.number("rate_kg_person_d"),
        energy_mj_person_d: row.number("energy_mj_person_d"),
        stock_kg_person: row.number("stock_kg_person"),
        eva_kg_person_h: row.number("eva_kg_person_h"),
        water_balance: side(row, "water_balance"),
        mass_balance: side(row, "mass_balance"),
        edition: row.text("edition")?,
        source: row.source(),
    })
}

fn side(row: Row<'_>, column: &str) -> Option<Side> {
    match row.text(column)? {
        "in" => Some(Side::In),
        _ => Some(Side::Out),
    }
}
