//! Legs: what it costs to go from one place to another.

use crate::built_in::rows;
use crate::provenance::Source;
use crate::set::Row;

/// Seconds in a day.
const DAY_S: f64 = 86_400.0;

/// How a leg is flown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thrust {
    /// By impulses.
    High,
    /// In a slow spiral.
    Low,
}

/// A directed leg of the set `delta-v`: the way back is another leg, and may cost something else.
#[derive(Clone, Debug, PartialEq)]
pub struct Leg {
    /// The row's key.
    pub id: &'static str,
    /// Where it begins: `leo`, `tli`, `nrho`, `llo`, `moon` and so on; `any` stands for every place.
    pub from: &'static str,
    /// Where it ends.
    pub to: &'static str,
    /// Velocity change, m/s.
    pub dv_m_s: f64,
    /// The least velocity change, m/s; `dv_m_s` where the source names no range.
    pub dv_least_m_s: f64,
    /// The largest velocity change, m/s; `dv_m_s` where the source names no range.
    pub dv_most_m_s: f64,
    /// Duration in seconds, where the source names one.
    pub duration_s: Option<f64>,
    /// Upper bound of the duration in seconds, where the source names no more than that.
    pub duration_most_s: Option<f64>,
    /// How it is flown.
    pub thrust: Thrust,
    /// Whether the velocity change includes a reserve; `None` where the source does not say.
    pub margin_included: Option<bool>,
    /// The reserve included, as a fraction, where the source names it.
    pub reserve: Option<f64>,
    /// Where the figures are from.
    pub source: Source<'static>,
}

/// The legs of the set `delta-v`, in its order.
///
/// ```
/// let legs = portolan_reference::delta_v_legs();
/// let dv = |id| legs.iter().find(|leg| leg.id == id).map(|leg| leg.dv_m_s);
/// assert_eq!((dv("nrho-llo"), dv("llo-nrho")), (Some(740.0), Some(850.0)));
/// ```
pub fn delta_v_legs() -> Vec<Leg> {
    rows("delta-v", leg)
}

fn leg(row: Row<'static>) -> Option<Leg> {
    let dv_m_s = row.number("dv_m_s")?;
    let days = |column: &str| row.number(column).map(|days| days * DAY_S);
    Some(Leg {
        id: row.text("id")?,
        from: row.text("origin")?,
        to: row.text("destination")?,
        dv_m_s,
        dv_least_m_s: row.number("dv_min_m_s").unwrap_or(dv_m_s),
        dv_most_m_s: row.number("dv_max_m_s").unwrap_or(dv_m_s),
        duration_s: days("duration_d"),
        duration_most_s: days("duration_max_d"),
        thrust: match row.text("thrust")? {
            "low" => Thrust::Low,
            _ => Thrust::High,
        },
        margin_included: match row.text("margin")? {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        },
        reserve: row.number("reserve"),
        source: row.source(),
    })
}
