//! Launch sites and where they lie.

use crate::built_in::rows;
use crate::provenance::Source;
use crate::set::Row;

/// A site of the set `launch-sites`.
#[derive(Clone, Debug, PartialEq)]
pub struct LaunchSite {
    /// Its code in the GCAT: `CSG`, `KSC` and so on.
    pub code: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Its short name.
    pub short_name: &'static str,
    /// The country or territory where it lies, ISO 3166-1 alpha-2.
    pub country_code: &'static str,
    /// Latitude in degrees, north positive, -90 to 90.
    pub latitude_deg: f64,
    /// Longitude in degrees, east positive, -180 to 180.
    pub longitude_deg: f64,
    /// How far off the position may be, in degrees.
    pub position_error_deg: f64,
    /// Where the figures are from.
    pub source: Source<'static>,
}

/// The sites of the set `launch-sites`, by code.
///
/// ```
/// let sites = portolan_reference::launch_sites();
/// let kourou = sites.iter().find(|site| site.code == "CSG");
/// assert_eq!(kourou.map(|site| site.latitude_deg), Some(5.2333));
/// ```
pub fn launch_sites() -> Vec<LaunchSite> {
    rows("launch-sites", site)
}

fn site(row: Row<'static>) -> Option<LaunchSite> {
    Some(LaunchSite {
        code: row.text("code")?,
        name: row.text("name")?,
        short_name: row.text("short_name")?,
        country_code: row.text("country_code")?,
        latitude_deg: row.number("latitude_deg")?,
        longitude_deg: row.number("longitude_deg")?,
        position_error_deg: row.number("position_error_deg")?,
        source: row.source(),
    })
}
