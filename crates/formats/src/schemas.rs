//! The JSON Schemas of the project's own files, as they are published for editors and other programs.

use crate::text::publish;
use crate::{campaign, outcome, plan, rule};

/// Every schema with its file's name. A quantity may stand under a key with its unit as well
/// (`mass_kg`), and the schemas say so.
///
/// ```
/// let schemas = portolan_formats::schemas::all();
/// let names: Vec<_> = schemas.iter().map(|(name, _)| name.trim_end_matches("-1.json")).collect();
/// assert_eq!(names, ["campaign", "plan", "outcome", "findings", "manifest", "windows", "transfer", "optimum", "shares", "what-if", "scenarios", "efficient", "rule", "compliance", "screening"]);
/// assert!(schemas[0].1.contains("\"mass_kg\""));
/// ```
pub fn all() -> Vec<(&'static str, String)> {
    let schemas = [
        ("campaign-1.json", campaign::v1::root_schema()),
        ("plan-1.json", plan::v1::schema()),
        ("outcome-1.json", outcome::v1::schema()),
        ("findings-1.json", outcome::v1::findings_schema()),
        ("manifest-1.json", outcome::manifest::manifest_schema()),
        ("windows-1.json", outcome::windows::windows_schema()),
        ("transfer-1.json", outcome::transfer::transfer_schema()),
        ("optimum-1.json", outcome::optimum::optimum_schema()),
        ("shares-1.json", outcome::shares::shares_schema()),
        ("what-if-1.json", outcome::what_if::what_if_schema()),
        ("scenarios-1.json", outcome::scenarios::scenarios_schema()),
        ("efficient-1.json", outcome::efficient::efficient_schema()),
        ("rule-1.json", rule::v1::schema()),
        (
            "compliance-1.json",
            outcome::compliance::compliance_schema(),
        ),
        ("screening-1.json", outcome::screening::screening_schema()),
    ];
    let text = |schema| format!("{:#}\n", publish(schema));
    schemas.map(|(name, schema)| (name, text(schema))).into()
}
