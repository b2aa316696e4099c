//! The facade: open, check, simulate, manifest, report, save.
//!
//! Everything that a shell can do is a function here, and shells see nothing else. A plan leaves the
//! facade only as a [`Checked`] one, with the judge's findings and the outcome of carrying it out.
//!
//! ```no_run
//! # fn main() -> Result<(), portolan::vocabulary::Findings> {
//! let opened = portolan::open("campaigns/lunar-sortie".as_ref())?;
//! let flown = portolan::fly(&opened.campaign, opened.plan);
//! println!("{}", flown.measure("launch_mass_kg").unwrap_or_default());
//! # Ok(())
//! # }
//! ```

mod checked;
mod disk;
mod exchange;
mod explain;
mod open;
mod packing;
mod present;
mod save;

pub use checked::{Checked, Flown, check, fly};
pub use exchange::{ExportedFile, Foreign, export, import};
pub use explain::{Explanation, explain};
pub use open::{MAX_FILE_BYTES, Opened, Source, UNREADABLE, open, open_plan};
pub use packing::{Packed, pack};
pub use portolan_model as model;
pub use portolan_vocabulary as vocabulary;
pub use present::{findings_text, packed_text, report_figures, report_html, report_text};
pub use save::{
    Form, Unwritable, findings_json, outcome_json, packed_json, plan_text, resolve, schemas,
};

/// The name and version of this program, as provenance records them.
pub const PROGRAM: &str = concat!("portolan ", env!("CARGO_PKG_VERSION"));
