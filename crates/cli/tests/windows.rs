//! Windows and transfers as a user asks for them: tables, JSON, CSV, pictures, and what is said of slips.
#![allow(clippy::unwrap_used, reason = "a test")]

use std::path::PathBuf;
use std::process::{Command, Output};

fn portolan(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_portolan"))
        .args(arguments)
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn json(output: &Output) -> serde_json::Value {
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The code of the only finding, with its advice.
fn refused(arguments: &[&str]) -> (String, String) {
    let output = portolan(&[arguments, &["--format", "json"]].concat());
    assert_eq!(
        output.status.code(),
        Some(2),
        "{arguments:?}: {}",
        text(&output.stderr)
    );
    let findings = json(&output)["findings"].as_array().unwrap().clone();
    let word = |key: &str| findings[0][key].as_str().unwrap_or_default().to_owned();
    (word("code"), word("advice"))
}

fn scratch(name: &str) -> PathBuf {
    let path = std::env::temp_dir().join(format!("portolan-windows-{}-{name}", std::process::id()));
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    path
}

/// The ISS in January 2014 (public two-line elements, as Skyfield's documentation has them).
const TLE: &str = "ISS (ZARYA)
1 25544U 98067A   14020.93268519  .00009878  00000-0  18200-3 0  5082
2 25544  51.6498 109.4756 0003572  55.9686 274.8005 15.49815350868473
";

#[test]
fn launch_windows_to_a_satellite_come_from_its_two_lines() {
    let path = scratch("iss.tle");
    std::fs::write(&path, TLE).unwrap();
    let file = path.to_string_lossy();
    let arguments = [
        "windows",
        "Kourou",
        "tle",
        "--tle",
        &file,
        "--pass",
        "ascending",
    ];
    let span = [
        "--from",
        "2014-01-21",
        "--to",
        "2014-01-23",
        "--format",
        "json",
    ];
    let output = portolan(&[&arguments[..], &span].concat());
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let found = json(&output);
    assert_eq!(found["format"], "portolan-windows/1");
    let windows = found["ways"][0]["windows"].as_array().unwrap();
    assert_eq!(windows.len(), 2);
    // The reference has 03:00:13 for the pad of Ariane 6; the site of the set is its neighbour.
    let best = windows[0]["best"].as_str().unwrap();
    assert!(
        best.starts_with("2014-01-21T02:59") || best.starts_with("2014-01-21T03:00"),
        "{best}"
    );
    let azimuth = windows[0]["facts"]["azimuth"]["value"].as_f64().unwrap();
    assert!((azimuth - 38.54).abs() < 0.05, "{azimuth}");
    let steering = windows[0]["facts"]["steering-dv"]["value"]
        .as_f64()
        .unwrap();
    assert!((steering / 132.0 - 1.0).abs() < 0.02, "{steering}");
    let raised = portolan(&["transfer", "tle", "earth:500km@51.65deg", "--tle", &file]);
    assert!(
        text(&raised.stdout).contains("two burns"),
        "{}",
        text(&raised.stdout)
    );
    std::fs::write(&path, "no lines here").unwrap();
    let (code, advice) = refused(&["windows", "Kourou", "tle", "--tle", &file]);
    assert_eq!(code, "place.bad-satellite");
    assert!(advice.contains("begin with 1 and 2"));
    std::fs::remove_file(&path).unwrap();
}

#[test]
fn a_porkchop_is_a_table_numbers_and_a_picture() {
    let asked = [
        "windows",
        "leo",
        "mars",
        "--from",
        "2030-06-01",
        "--to",
        "2031-06-01",
    ];
    let (svg, png, csv) = (scratch("p.svg"), scratch("p.png"), scratch("p.csv"));
    for path in [&svg, &png, &csv] {
        let output = portolan(&[&asked[..], &["--plot", &path.to_string_lossy()]].concat());
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        assert!(text(&output.stdout).contains("leo to mars (impulsive)"));
    }
    let picture = std::fs::read_to_string(&svg).unwrap();
    assert!(picture.starts_with("<svg") && picture.contains("km²/s²"));
    assert_eq!(&std::fs::read(&png).unwrap()[..8], b"\x89PNG\r\n\x1a\n");
    assert!(std::fs::read_to_string(&csv).unwrap().lines().count() > 100);
    let table = portolan(&[&asked[..], &["--format", "csv"]].concat());
    let table = text(&table.stdout);
    let head = table.lines().next().unwrap();
    assert!(
        head.starts_with(
            "edge,from_node,to_node,from,to,best,duration_d,dv_m_s,burns_m_s,c3_km2_s2"
        ),
        "{head}"
    );
    assert!(table.lines().count() > 20);
    [svg, png, csv]
        .iter()
        .for_each(|path| std::fs::remove_file(path).unwrap());
}

#[test]
fn slips_are_named_with_the_nearest_word() {
    let (code, advice) = refused(&["windows", "leo", "marz", "--from", "2030-01-01"]);
    assert_eq!(
        (code.as_str(), advice.contains("\"mars\"")),
        ("place.unknown", true)
    );
    let (code, _) = refused(&["windows", "earth:high", "mars", "--from", "2030-01-01"]);
    assert_eq!(code, "place.bad");
    let (code, _) = refused(&[
        "windows",
        "leo",
        "mars",
        "--from",
        "2030-01-01",
        "--to",
        "2029-01-01",
    ]);
    assert_eq!(code, "windows.empty-span");
    let (code, _) = refused(&[
        "windows",
        "leo",
        "mars",
        "--from",
        "2090-01-01",
        "--to",
        "2091-01-01",
    ]);
    assert_eq!(code, "astro.out-of-span");
    let (code, _) = refused(&["windows", "Kourou", "leo", "--from", "2030-01-01"]);
    assert_eq!(code, "astro.no-plane");
    let (code, _) = refused(&["transfer", "nrho", "venus"]);
    assert_eq!(code, "transfer.no-price");
    let kernel = scratch("kernel.bsp");
    std::fs::write(&kernel, b"DAF/SPK but no more").unwrap();
    let (code, _) = refused(&[
        "windows",
        "leo",
        "mars",
        "--kernel",
        &kernel.to_string_lossy(),
    ]);
    assert_eq!(code, "windows.no-ephemeris");
    std::fs::remove_file(&kernel).unwrap();
}

const CAMPAIGN: &str = r#"format = "portolan-campaign/1"
id = "chain"
start = "2030-01-01"
horizon = "60 d"

[[node]]
id = "pad"
kind = "surface"
body = "earth"
latitude = "5.2 deg"
longitude = "-52.8 deg"

[[node]]
id = "parking"
kind = "orbit"
body = "earth"
periapsis = "400 km"
inclination = "28 deg"
ascending_node = "40 deg"

[[node]]
id = "lunar-orbit"
kind = "orbit"
body = "moon"
periapsis = "100 km"
inclination = "90 deg"

[[edge]]
id = "up"
from = "pad"
to = "parking"
way = "launch"
duration = "10 min"
windows = "computed"

[[edge]]
id = "out"
from = "parking"
to = "lunar-orbit"
way = "impulsive"
windows = "computed"
transfer = { half_width = "3 h" }

[[edge]]
id = "ferry"
from = "lunar-orbit"
to = "parking"
way = "flight"
duration = "5 d"
"#;

#[test]
fn a_campaign_s_edges_are_chained() {
    let path = scratch("chain.toml");
    std::fs::write(&path, CAMPAIGN).unwrap();
    let file = path.to_string_lossy();
    let chain = ["--chain", "--wait", "2 d", "--format", "json"];
    let output = portolan(
        &[
            &["windows", &file, "--edge", "up", "--edge", "out"],
            &chain[..],
        ]
        .concat(),
    );
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let found = json(&output);
    let (ways, whole) = (
        &found["ways"],
        found["chain"]["windows"].as_array().unwrap(),
    );
    let ups = ways[0]["windows"].as_array().unwrap().len();
    let outs = ways[1]["windows"].as_array().unwrap().len();
    // Two launches a day; of those only the ones in the two days before an injection.
    assert!(ups > 100 && outs >= 5, "{ups} {outs}");
    assert!(
        whole.len() >= outs && whole.len() <= outs * 5,
        "{} of {outs}",
        whole.len()
    );
    let (code, _) = refused(&["windows", &file, "--edge", "out", "--edge", "up", "--chain"]);
    assert_eq!(code, "windows.broken-chain");
    let (code, advice) = refused(&["windows", &file, "--edge", "upp"]);
    assert_eq!(
        (code.as_str(), advice.contains("\"up\"")),
        ("windows.unknown-edge", true)
    );
    // A campaign is checked with its windows.
    assert_eq!(portolan(&["check", &file]).status.code(), Some(0));
    std::fs::write(
        &path,
        CAMPAIGN.replace("windows = \"computed\"\n", "").replace(
            "transfer = { half_width = \"3 h\" }\n",
            "duration = \"4 d\"\n",
        ),
    )
    .unwrap();
    let (code, _) = refused(&["windows", &file]);
    assert_eq!(code, "windows.nothing-computed");
    std::fs::remove_file(&path).unwrap();
}

#[test]
fn a_transfer_is_priced_by_every_method_with_its_source() {
    let craft = ["--mass", "5 t", "--isp", "1600 s", "--thrust", "0.5 N"];
    let output = portolan(
        &[
            &["transfer", "leo", "geo"],
            &craft[..],
            &["--format", "json"],
        ]
        .concat(),
    );
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let found = json(&output);
    assert_eq!(found["format"], "portolan-transfer/1");
    let ways = found["ways"].as_array().unwrap();
    assert!(
        ways.iter()
            .all(|way| !way["source"].as_str().unwrap().is_empty())
    );
    let of = |method: &str| ways.iter().find(|way| way["method"] == method).unwrap();
    // Edelbaum's closed form from 28.5 degrees: 5.9 km/s.
    let spiral = of("spiral of weak thrust");
    assert!((spiral["dv_m_s"].as_f64().unwrap() - 5900.0).abs() < 20.0);
    assert!(spiral["propellant_kg"].as_f64().unwrap() > 1500.0);
    let table = text(&portolan(&["transfer", "nrho", "llo"]).stdout);
    assert!(
        table.contains("740.0") && table.contains("Acta Astronautica"),
        "{table}"
    );
}
