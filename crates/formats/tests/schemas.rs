//! The published schemas are those that the types make.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

use portolan_formats::schemas;
use std::path::PathBuf;

/// `PORTOLAN_BLESS=1` writes them.
#[test]
fn published_schemas_are_fresh() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../schemas");
    for (name, text) in schemas::all() {
        let path = folder.join(name);
        if std::env::var_os("PORTOLAN_BLESS").is_some() {
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(&path, &text).unwrap();
        }
        let published = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            published == text,
            "{name} is stale; run with PORTOLAN_BLESS=1"
        );
    }
}

#[test]
fn schemas_close_every_table_and_name_every_form() {
    for (name, text) in schemas::all() {
        let schema: serde_json::Value = serde_json::from_str(&text).unwrap();
        let closed = schema
            .get("additionalProperties")
            .or(schema.get("unevaluatedProperties"));
        assert_eq!(closed, Some(&false.into()), "{name}");
        assert_eq!(schemas::all(), schemas::all());
    }
    let (_, campaign) = schemas::all().swap_remove(0);
    for key in [
        "\"mass_kg\"",
        "\"at_d\"",
        "\"latitude_deg\"",
        "\"isp_s\"",
        "\"dv_m_s\"",
    ] {
        assert!(campaign.contains(key), "{key}");
    }
}
