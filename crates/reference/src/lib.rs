//! Reference sets: figures of the trade, each with its source.
//!
//! A set is a table (CSV) with a manifest (TOML): what its columns mean, in which unit and range, under
//! which licence, as of which day. Every row names its source and how its figures came to us; a figure that
//! somebody only recalls is refused. The sets of the folder `data/` are part of the program, so that it
//! needs no network and no file, and [`read`] reads a user's own in the same format.
//!
//! ```
//! let set = portolan_reference::set("launch-vehicles").map_err(|found| found[0].message.clone())?;
//! let row = set.row("ariane-64").map_err(|found| found[0].message.clone())?;
//! assert_eq!(row.number("tli_kg"), Some(8600.0));
//! assert_eq!(row.number("sso_kg"), Some(15_500.0));
//! assert!(row.source().text.contains("Ariane_6"));
//! assert!(portolan_reference::verify(set).is_empty());
//! # Ok::<(), String>(())
//! ```

mod built_in;
mod cell;
pub mod codes;
mod column;
mod legs;
mod limits;
mod manifest;
mod people;
mod place;
mod provenance;
mod reading;
mod report;
mod set;
mod sites;
mod table;
mod toml_table;
mod unit;
mod vehicles;
mod verify;

pub use built_in::{find, set, sets};
pub use cell::Cell;
pub use column::{Column, Kind};
pub use legs::{Leg, Thrust, delta_v_legs};
pub use limits::{MAX_CELLS, MAX_FILE_BYTES, MAX_MANIFEST_BYTES, MAX_ROWS};
pub use manifest::{MANIFEST, Manifest};
pub use people::{CrewRate, Side, crew_rates};
pub use provenance::{Provenance, Source};
pub use reading::read;
pub use set::{Row, Set};
pub use sites::{LaunchSite, launch_sites};
pub use vehicles::{LaunchVehicle, launch_vehicles};
pub use verify::verify;
