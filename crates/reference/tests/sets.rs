//! The sets of the program are good, and their figures agree with one another.
#![allow(clippy::unwrap_used, reason = "a test")]

use portolan_reference::{
    Set, Side, Thrust, crew_rates, delta_v_legs, launch_sites, launch_vehicles, set, sets, verify,
};
use std::collections::BTreeMap;

/// The names of the sets with the numbers of their rows.
const SETS: [(&str, usize); 35] = [
    ("boil-off", 6),
    ("booster-flights", 564),
    ("booster-reuse", 9),
    ("cargo-cost-history", 12),
    ("cargo-ships", 6),
    ("commerce-country-chart", 200),
    ("crew-rates", 62),
    ("delta-v", 42),
    ("ear-country-groups", 200),
    ("ear-territories", 46),
    ("eccn-controls", 561),
    ("engines", 22),
    ("eu-annex-iv", 19),
    ("eu-customs-territory", 33),
    ("handling-defaults", 5),
    ("hazardous-materials", 61),
    ("hazmat-compatibility", 13),
    ("hazmat-cyanides", 21),
    ("hazmat-segregation", 23),
    ("in-situ-production", 11),
    ("itar-proscribed", 22),
    ("landers", 9),
    ("launch-record", 385),
    ("launch-sites", 36),
    ("launch-slip", 10),
    ("launch-slip-observations", 187),
    ("launch-vehicles", 20),
    ("packing-factors", 9),
    ("pad-turnaround", 3),
    ("propellant-transfer", 12),
    ("replaceable-units", 54),
    ("stations-and-bases", 13),
    ("stowage", 7),
    ("transfer-vehicles", 4),
    ("usml-space", 11),
];

#[test]
fn every_set_is_there_and_verifies() {
    let found: Vec<(&str, usize)> = sets().iter().map(|set| (set.name(), set.len())).collect();
    assert_eq!(found, SETS);
    for set in sets() {
        assert_eq!(verify(set), [], "{}", set.name());
    }
}

#[test]
fn every_row_has_its_source_and_is_not_recalled() {
    for set in sets() {
        for row in set.rows() {
            let source = row.source();
            assert!(!source.text.is_empty(), "{} {}", set.name(), row.key());
            assert!(source.provenance.is_some(), "{} {}", set.name(), row.key());
            assert_eq!(source.read_on.len(), 10, "{} {}", set.name(), row.key());
        }
    }
}

#[test]
fn licences_ask_for_names_where_they_do() {
    for set in sets() {
        let manifest = set.manifest();
        if manifest.licence.contains("CC-BY") {
            let attribution = &manifest.attribution;
            assert!(attribution.contains("McDowell"), "{}", set.name());
            assert!(attribution.contains("Changed here"), "{}", set.name());
        }
        if manifest.licence.contains("MIT for fpip") || manifest.licence == "MIT" {
            assert!(manifest.attribution.contains("Copyright (c) 2021"));
        }
    }
}

fn of(name: &str) -> &'static Set {
    set(name).unwrap()
}

fn number(set: &str, row: &str, column: &str) -> f64 {
    let found = of(set).row(row).unwrap().number(column);
    found.unwrap()
}

/// NASA/TP-2015-218570 Rev 2, Table 3-31: what comes in goes out, water and masses alike.
#[test]
fn the_balances_of_a_crew_close() {
    let rates = crew_rates();
    let sum = |side_of: fn(&portolan_reference::CrewRate) -> Option<Side>, side: Side| -> f64 {
        let of_side = rates.iter().filter(|rate| side_of(rate) == Some(side));
        of_side.filter_map(|rate| rate.rate_kg_person_d).sum()
    };
    let water = |side| sum(|rate| rate.water_balance, side);
    assert!(
        (water(Side::In) - 4.467).abs() < 1e-9,
        "{}",
        water(Side::In)
    );
    assert!((water(Side::In) - water(Side::Out)).abs() < 1e-9);
    let mass = |side| sum(|rate| rate.mass_balance, side);
    assert!((mass(Side::In) - 5.672).abs() < 1e-9, "{}", mass(Side::In));
    assert!((mass(Side::In) - mass(Side::Out)).abs() < 1e-9);
    let balanced = rates.iter().filter(|rate| rate.water_balance.is_some());
    assert!(balanced.clone().all(|rate| rate.edition == "bvad-2"));
    assert_eq!(balanced.count(), 6);
}

#[test]
fn a_way_back_is_a_leg_of_its_own() {
    let legs = delta_v_legs();
    let leg = |id: &str| legs.iter().find(|leg| leg.id == id).unwrap();
    assert_eq!((leg("nrho-llo").from, leg("nrho-llo").to), ("nrho", "llo"));
    assert_eq!(leg("nrho-llo").dv_m_s, 740.0);
    assert_eq!(leg("llo-nrho").dv_m_s, 850.0);
    assert_eq!(leg("tli-llo").duration_s, Some(432_000.0));
    assert_eq!(leg("leo-tli").margin_included, Some(true));
    assert_eq!(leg("leo-tli").reserve, Some(0.05));
    assert_eq!(leg("leo-geo-slow").thrust, Thrust::Low);
    assert_eq!(legs.len(), of("delta-v").len());
}

/// Circular and elliptic speeds by the vis-viva equation; slow transfers after Edelbaum 1961 (Vallado
/// 2013, equation 6-44).
#[test]
fn computed_legs_follow_from_their_formulae() {
    const MU: f64 = 398_600.441_8;
    const RADIUS_KM: f64 = 6378.137;
    const MU_MARS: f64 = 42_828.37;
    let leo = RADIUS_KM + 400.0;
    let geo = 42_164.137;
    let speed = |mu: f64, r: f64, a: f64| (mu * (2.0 / r - 1.0 / a)).sqrt() * 1000.0;
    let hyperbolic = |mu: f64, r: f64, c3: f64| (c3 + 2.0 * mu / r).sqrt() * 1000.0;
    let (slow, fast) = (speed(MU, leo, leo), speed(MU, geo, geo));
    let at_apogee = speed(MU, geo, f64::midpoint(leo, geo));
    let turned = |degrees: f64| {
        let cos = f64::to_radians(degrees).cos();
        (at_apogee.powi(2) + fast.powi(2) - 2.0 * at_apogee * fast * cos).sqrt()
    };
    let edelbaum = |from: f64, to: f64, degrees: f64| {
        let angle = std::f64::consts::FRAC_PI_2 * f64::to_radians(degrees);
        (from * from + to * to - 2.0 * from * to * angle.cos()).sqrt()
    };
    let low_mars = 3396.19 + 400.0;
    let peri = 3396.19 + 250.0;
    let sol_axis = f64::midpoint(peri, 3396.19 + 33_793.0);
    let arrival = |r: f64| hyperbolic(MU_MARS, r, 2.7 * 2.7);
    let expected = [
        ("leo-tli-ideal", hyperbolic(MU, leo, -1.9) - slow),
        ("leo-escape", hyperbolic(MU, leo, 0.0) - slow),
        ("leo-mars-2026", hyperbolic(MU, leo, 9.18) - slow),
        ("leo-gto", speed(MU, leo, f64::midpoint(leo, geo)) - slow),
        ("gto-geo", turned(0.0)),
        ("gto-geo-28", turned(28.5)),
        ("gto-geo-6", turned(6.0)),
        ("leo-escape-slow", slow),
        ("leo-geo-slow", slow - fast),
        ("leo-geo-slow-28", edelbaum(slow, fast, 28.5)),
        ("leo-plane-slow", edelbaum(slow, slow, 23.1)),
        (
            "mars-arrival-400",
            arrival(low_mars) - speed(MU_MARS, low_mars, low_mars),
        ),
        (
            "mars-arrival-1-sol",
            arrival(peri) - speed(MU_MARS, peri, sol_axis),
        ),
    ];
    for (id, wanted) in expected {
        let found = number("delta-v", id, "dv_m_s");
        assert!(
            (found - wanted).abs() < 0.15,
            "{id}: {found}, computed {wanted}"
        );
    }
    let computed = of("delta-v").rows();
    let computed = computed.filter(|row| row.source().provenance.unwrap().code() == "C");
    assert_eq!(computed.count(), expected.len());
}

/// The value that a part of the sample does not exceed, by linear interpolation between order statistics
/// (Hyndman and Fan 1996, type 7).
fn quantile(sample: &mut [f64], part: f64) -> f64 {
    sample.sort_by(f64::total_cmp);
    let at = (sample.len() - 1) as f64 * part;
    let (below, rest) = (at.floor() as usize, at.fract());
    let next = sample[(below + 1).min(sample.len() - 1)];
    sample[below] + (next - sample[below]) * rest
}

#[test]
fn booster_reuse_follows_from_booster_flights() {
    let mut gaps: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    let mut flights: BTreeMap<&str, Vec<(f64, &str)>> = BTreeMap::new();
    for row in of("booster-flights").rows() {
        let date = row.text("launch_date").unwrap();
        let booster = row.text("booster").unwrap();
        flights
            .entry(booster)
            .or_default()
            .push((row.number("flight").unwrap(), date));
        if let Some(gap) = row.number("gap_d") {
            gaps.entry(date[..4].to_owned()).or_default().push(gap);
        }
    }
    for list in flights.values_mut() {
        list.sort_by(|a, b| a.0.total_cmp(&b.0));
        assert!(list.windows(2).all(|pair| pair[0].1 <= pair[1].1));
    }
    assert_eq!(gaps.len(), of("booster-reuse").len());
    for row in of("booster-reuse").rows() {
        let year = row.number("year").unwrap().to_string();
        let sample = gaps.get_mut(&year).unwrap();
        let mean = sample.iter().sum::<f64>() / sample.len() as f64;
        let computed = [
            ("gaps", sample.len() as f64),
            ("median_d", quantile(sample, 0.5)),
            ("p25_d", quantile(sample, 0.25)),
            ("p90_d", quantile(sample, 0.9)),
            ("mean_d", mean),
            ("least_d", quantile(sample, 0.0)),
            ("most_d", quantile(sample, 1.0)),
        ];
        for (column, wanted) in computed {
            let found = row.number(column).unwrap();
            assert!(
                (found - wanted).abs() < 1e-4,
                "{year} {column}: {found}, {wanted}"
            );
        }
    }
    assert_eq!(number("booster-reuse", "2025", "median_d"), 37.0);
    assert_eq!(number("booster-reuse", "2025", "gaps"), 144.0);
}

/// Totals of the launch log to 2020-02: 5954 launches, 5509 successes, 445 failures.
#[test]
fn launch_records_add_up() {
    let mut totals = [0.0; 3];
    for row in of("launch-record").rows() {
        let value = |column: &str| row.number(column).unwrap();
        let (n, s, f) = (value("launches"), value("successes"), value("failures"));
        assert_eq!(n, s + f, "{}", row.key());
        assert!((value("success_fraction") - s / n).abs() < 1e-6);
        assert!((value("bayes_mean") - (s + 1.0) / (n + 2.0)).abs() < 1e-6);
        assert!(row.text("first_launch") <= row.text("last_launch"));
        totals = [totals[0] + n, totals[1] + s, totals[2] + f];
    }
    assert_eq!(totals, [5954.0, 5509.0, 445.0]);
}

#[test]
fn slips_follow_from_the_observations() {
    let observations = of("launch-slip-observations");
    let missions: std::collections::BTreeSet<_> = observations
        .rows()
        .filter_map(|row| row.text("mission"))
        .collect();
    assert_eq!(missions.len(), 20);
    let fits = of("launch-slip").rows();
    for fit in fits.filter(|row| row.text("data") == Some("fpip")) {
        let value = |column: &str| fit.number(column).unwrap();
        let lead = value("lead_min_d")..value("lead_max_d");
        let of_lead = observations
            .rows()
            .filter(|row| lead.contains(&row.number("lead_d").unwrap()));
        let mut sample: Vec<f64> = of_lead.filter_map(|row| row.number("delay_d")).collect();
        assert_eq!(sample.len() as f64, value("observations"));
        assert!((quantile(&mut sample, 0.5) - value("median_d")).abs() < 1e-4);
        assert!((quantile(&mut sample, 0.9) - value("p90_d")).abs() < 1e-4);
        let (on_time, scale, shape) = (
            value("on_time"),
            value("weibull_scale_d"),
            value("weibull_shape"),
        );
        // The fit stays within a quarter of the sample's distribution (Kolmogorov's distance).
        for (rank, slip) in sample.iter().enumerate() {
            let slip = slip.max(0.0);
            let fitted = on_time + (1.0 - on_time) * (1.0 - (-(slip / scale).powf(shape)).exp());
            let reached = sample.iter().filter(|other| **other <= slip).count();
            let below = rank as f64 / sample.len() as f64;
            let upper = reached as f64 / sample.len() as f64;
            assert!(
                fitted > below - 0.25 && fitted < upper + 0.25,
                "{} {slip}",
                fit.key()
            );
        }
    }
}

#[test]
fn tankers_follow_from_boil_off() {
    let computed = of("propellant-transfer").rows();
    let computed: Vec<_> = computed
        .filter(|row| row.number("needed_kg").is_some())
        .collect();
    assert_eq!(computed.len(), 7);
    for row in computed {
        let value = |column: &str| row.number(column).unwrap();
        let kept = (1.0 - value("loss_per_d")).powf(value("cadence_d"));
        let (mut depot, mut tankers) = (0.0, 0.0);
        while depot < value("needed_kg") {
            depot = depot * kept + value("delivered_kg");
            tankers += 1.0;
        }
        assert_eq!(tankers, value("tankers"), "{}", row.key());
    }
}

#[test]
fn prices_masses_and_sizes_agree() {
    for id in ["crs-1", "crs-2"] {
        let value = |column| number("cargo-cost-history", id, column);
        let computed = value("price_musd") * 1000.0 / value("mass_kg");
        assert!(
            (computed - value("price_kusd_kg")).abs() < 0.05,
            "{id} {computed}"
        );
    }
    for row in of("stowage").rows() {
        let Some(stated) = row.number("external_volume_m3") else {
            continue;
        };
        let side = |column: &str| row.number(column).unwrap() / 100.0;
        let computed = side("length_cm") * side("width_cm") * side("height_cm");
        assert!(
            (computed - stated).abs() < 0.001,
            "{} {computed}",
            row.key()
        );
    }
    // 237.1 kJ/mol over 18.015 g/mol, in kWh/kg.
    let energy = number("in-situ-production", "water-electrolysis", "energy_kwh_kg");
    assert!((energy - 237.1 / 18.015 / 3.6).abs() < 0.005, "{energy}");
    let launched = of("launch-vehicles").rows();
    for row in launched.filter(|row| row.number("successes").is_some()) {
        let value = |column: &str| row.number(column).unwrap_or_default();
        let counted = value("successes") + value("failures") + value("partial_failures");
        assert_eq!(counted, value("flights"), "{}", row.key());
    }
}

#[test]
fn places_point_at_sites_and_agree_with_them() {
    let sites = launch_sites();
    assert_eq!(sites.len(), of("launch-sites").len());
    for site in &sites {
        let letters = site.country_code.chars().all(|it| it.is_ascii_uppercase());
        assert!(letters && site.country_code.len() == 2, "{}", site.code);
    }
    let mut pointing = 0;
    for row in of("stations-and-bases").rows() {
        let Some(code) = row.text("site") else {
            continue;
        };
        let site = sites.iter().find(|site| site.code == code).unwrap();
        assert_eq!(row.number("latitude_deg"), Some(site.latitude_deg));
        assert_eq!(row.number("longitude_deg"), Some(site.longitude_deg));
        pointing += 1;
    }
    assert_eq!(pointing, 9);
    for row in of("pad-turnaround").rows() {
        assert!(sites.iter().any(|site| Some(site.code) == row.text("site")));
    }
}

#[test]
fn vehicles_have_prices_with_currency_and_year() {
    let vehicles = launch_vehicles();
    assert_eq!(vehicles.len(), of("launch-vehicles").len());
    let price = |id: &str| vehicles.iter().find(|it| it.id == id).unwrap().price;
    assert_eq!(
        price("falcon-9-droneship").unwrap().to_string(),
        "69850000.00 USD (2025)"
    );
    assert_eq!(
        price("falcon-heavy-reused"),
        None,
        "its source names no price year"
    );
}

const PAGE: &str = include_str!("../../../docs/book/src/reference-data.md");

#[test]
fn the_book_lists_every_set_as_it_is() {
    let rows = PAGE.lines().filter(|line| line.starts_with("| `"));
    let listed: Vec<[&str; 3]> = rows
        .map(|line| {
            let cells: Vec<&str> = line.split('|').map(str::trim).collect();
            [cells[1].trim_matches('`'), cells[3], cells[4]]
        })
        .collect();
    assert_eq!(listed.len(), sets().len());
    for (set, [name, rows, as_of]) in sets().iter().zip(listed) {
        assert_eq!(set.name(), name);
        assert_eq!(set.len().to_string(), rows, "{name}");
        assert_eq!(set.manifest().as_of, as_of, "{name}");
    }
}

#[test]
fn the_book_s_own_set_can_be_read() {
    let block = |kind: &str| {
        let start = PAGE.split(&format!("```{kind}\n")).nth(1).unwrap();
        start.split("```").next().unwrap().to_owned()
    };
    let (manifest, table) = (block("toml"), block("csv"));
    let read = |manifest: &str| {
        portolan_reference::read("my-sets/tanks", &mut |file, _most| match file {
            "tanks.csv" => Ok(table.clone().into_bytes()),
            _ => Ok(manifest.as_bytes().to_vec()),
        })
    };
    let found = read(&manifest).unwrap_err();
    assert_eq!(found.len(), 1, "the checksum alone: {found:#?}");
    let advice = found[0].advice.clone().unwrap();
    let sha256 = advice.split("write ").nth(1).unwrap();
    let set = read(&manifest.replace("sha256 = \"...\"", sha256)).unwrap();
    assert_eq!(set.row("big").unwrap().number("volume_m3"), Some(40.0));
    assert_eq!(set.row("small").unwrap().notes(), "missing: volume");
}
