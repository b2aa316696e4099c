//! Launch vehicles and what they carry.

use crate::built_in::rows;
use crate::provenance::Source;
use crate::set::Row;
use portolan_vocabulary::{Currency, Money};

/// A vehicle of the set `launch-vehicles`. A figure is `None` where no source was found.
#[derive(Clone, Debug, PartialEq)]
pub struct LaunchVehicle {
    /// The row's key: the vehicle in one version.
    pub id: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Who launches it.
    pub operator: &'static str,
    /// `flying`, `in-test`, `in-development`, `grounded`, `retiring` or `unknown`.
    pub status: &'static str,
    /// When that was so, an ISO date.
    pub status_as_of: &'static str,
    /// Capacity to a low Earth orbit, kg.
    pub leo_kg: Option<f64>,
    /// Capacity to a sun-synchronous orbit, kg.
    pub sso_kg: Option<f64>,
    /// Capacity to a geostationary transfer orbit, kg.
    pub gto_kg: Option<f64>,
    /// Capacity to the geostationary orbit, kg.
    pub geo_kg: Option<f64>,
    /// Capacity to a translunar trajectory, kg.
    pub tli_kg: Option<f64>,
    /// Capacity to a trajectory to Mars, kg.
    pub tmi_kg: Option<f64>,
    /// Outer diameter of the fairing, m.
    pub fairing_diameter_m: Option<f64>,
    /// Price of a launch; `None` also where the source names no price year.
    pub price: Option<Money>,
    /// Flights to orbit, or attempts.
    pub flights: Option<f64>,
    /// Flights that did what they were for.
    pub successes: Option<f64>,
    /// Where the figures are from.
    pub source: Source<'static>,
}

/// The vehicles of the set `launch-vehicles`, in its order.
///
/// ```
/// let vehicles = portolan_reference::launch_vehicles();
/// let ariane = vehicles.iter().find(|it| it.id == "ariane-64");
/// let price = ariane.and_then(|it| it.price).map(|price| price.to_string());
/// assert_eq!(price.as_deref(), Some("115000000.00 EUR (2018)"));
/// ```
pub fn launch_vehicles() -> Vec<LaunchVehicle> {
    rows("launch-vehicles", vehicle)
}

fn vehicle(row: Row<'static>) -> Option<LaunchVehicle> {
    Some(LaunchVehicle {
        id: row.text("id")?,
        name: row.text("name")?,
        operator: row.text("operator")?,
        status: row.text("status")?,
        status_as_of: row.text("status_as_of")?,
        leo_kg: row.number("leo_kg"),
        sso_kg: row.number("sso_kg"),
        gto_kg: row.number("gto_kg"),
        geo_kg: row.number("geo_kg"),
        tli_kg: row.number("tli_kg"),
        tmi_kg: row.number("tmi_kg"),
        fairing_diameter_m: row.number("fairing_diameter_m"),
        price: price(row),
        flights: row.number("flights"),
        successes: row.number("successes"),
        source: row.source(),
    })
}

/// The price in dollars, or else in euros.
fn price(row: Row<'_>) -> Option<Money> {
    const MILLION: f64 = 1e6;
    let year = row.number("price_year")? as i16;
    let of = |column: &str, currency| {
        let millions = row.number(column)?;
        Some(Money::new(millions * MILLION, currency, year))
    };
    of("price_musd", Currency::USD).or_else(|| of("price_meur", Currency::EUR))
}
