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

mod again;
mod checked;
mod closed;
mod compliance;
mod compliance_shown;
mod data;
mod data_shown;
mod disk;
mod efficient;
mod efficient_shown;
mod exchange;
mod explain;
mod open;
mod optimise;
mod optimise_explained;
mod optimise_shown;
mod packing;
mod place;
mod present;
mod remains;
mod replan;
mod rolling;
mod rules;
mod save;
mod scenarios;
mod scenarios_shown;
mod screening;
mod share;
mod share_shown;
mod sky;
mod taken;
mod times;
mod transfer;
mod what_if;
mod what_if_shown;
mod windows;
mod windows_drawn;
mod windows_shown;

pub use checked::{Checked, Flown, check, fly};
pub use compliance::{comply, is_compliant, with_permits};
pub use compliance_shown::{
    compliance_json, compliance_text, rule_facts_text, rule_text, rules_text,
};
pub use data::{Excerpt, Verified, data_sets, data_show, data_verify};
pub use data_shown::{
    data_csv, data_json, data_list_csv, data_list_json, data_list_text, data_text,
    data_verified_text,
};
pub use efficient::{Efficient, EfficientAsked, NO_CONFLICT, NO_FRONT, NO_POINTS, efficient};
pub use efficient_shown::{efficient_html, efficient_json, efficient_plot, efficient_text};
pub use exchange::{ExportedFile, Foreign, export, import};
pub use explain::{Explanation, explain, finding_codes};
pub use open::{MAX_FILE_BYTES, Opened, Source, UNREADABLE, open, open_plan};
pub use optimise::{NO_ENGINE, Optimised, Wanted, can_be_planned, optimise, program_text};
pub use optimise_shown::{optimised_json, optimised_text};
pub use packing::{Packed, pack};
pub use portolan_comply as rule_engine;
pub use portolan_model as model;
pub use portolan_optimise::Aim;
pub use portolan_reference as reference;
pub use portolan_solver::{Progress, Unwatched, Watch};
pub use portolan_vocabulary as vocabulary;
pub use present::{findings_text, packed_text, report_figures, report_html, report_text};
pub use rolling::{History, Horizon, HorizonError, Windows};
pub use rules::{rules, shipped_rules};
pub use save::{
    Form, Unwritable, findings_json, outcome_json, packed_json, plan_text, resolve, schemas,
};

pub use scenarios::{
    MEAN_PLAN_FAILS, NO_COMMON_PLAN, NO_SCENARIOS, NO_SUCH_SCENARIO, NOT_UNCERTAIN, ScenariosAsked,
    UnderUncertainty, scenarios,
};
pub use scenarios_shown::{scenarios_json, scenarios_text};
pub use screening::{
    Lists, Screened, screen, screened_names, screened_partners, screening_json, screening_lists,
    screening_text,
};
pub use share::{
    CoalitionPlan, MOST_PARTNERS, NO_PARTNER, NO_SHARES, NOTHING_TO_SHARE, ShareAsked, Shared,
    share,
};
pub use share_shown::{shares_json, shares_text};
pub use transfer::{
    AskedCraft, AskedTransfer, Price, transfer_csv, transfer_json, transfer_prices, transfer_text,
};
pub use what_if::{Exit, MissedTrip, Stayed, WhatIf, WhatIfAsked, what_if};
pub use what_if_shown::{what_if_json, what_if_text};
pub use windows::{Asked, Windowed, windows_between, windows_of_campaign};
pub use windows_drawn::{png, windows_plot, windows_plot_numbers};
pub use windows_shown::{windows_csv, windows_json, windows_text};

/// The name and version of this program, as provenance records them.
pub const PROGRAM: &str = concat!("portolan ", env!("CARGO_PKG_VERSION"));
