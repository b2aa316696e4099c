//! The porkchop plot from the Earth to Mars, 300 departures by 300 arrivals with their ephemerides, on one thread,
//! beside other programs on the same plot in the same run; and the optima of twenty years.
//!
//! Peers are programs that `PORTOLAN_PORKCHOP_PEERS` names, parted by `;`, run in the repository's folder. Each prints
//! the number of cells, the seconds that it took, the least C3 in km²/s² and the least arrival speed in km/s;
//! `validation/porkchop` has two.
#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a benchmark measures time and reports to whoever runs it"
)]

use portolan_astro::{
    AstroError, BuiltIn, Criterion, Dates, Leg, Planet, Point, Porkchop, Search, Survey, Tdb,
    Terminal, constants, gm_m3_s2,
};
use std::fmt::Write as _;
use std::hint::black_box;
use std::process::Command;
use std::time::Instant;

/// Each is measured so often, in turn with its peers, and the best time counts: the machine may be shared.
const ROUNDS: usize = 3;
/// Plots of ours in one round.
const PLOTS: usize = 9;

/// What one program made of the plot.
struct Measured {
    cells: usize,
    seconds: f64,
    c3_km2_s2: f64,
    arrival_km_s: f64,
}

fn leg<'a>(earth: &'a Planet<'a>, mars: &'a Planet<'a>) -> Result<Leg<'a>, AstroError> {
    let mut leg = Leg::new(earth, mars, gm_m3_s2(Point::Sun));
    let (low, high) = (constants(Point::Earth)?, constants(Point::Mars)?);
    leg.departure = Terminal::Orbit {
        mu: low.gm_m3_s2,
        periapsis_m: low.equatorial_radius_m + 400e3,
        apoapsis_m: low.equatorial_radius_m + 400e3,
    };
    leg.arrival = Terminal::Orbit {
        mu: high.gm_m3_s2,
        periapsis_m: high.equatorial_radius_m + 250e3,
        apoapsis_m: high.equatorial_radius_m + 33_793e3,
    };
    Ok(leg)
}

fn plot(leg: &Leg<'_>) -> Result<Porkchop, AstroError> {
    let departures = Dates::new(Tdb::from_jd(2_461_253.5), 86_400.0, 300)?;
    let arrivals = Dates::new(Tdb::from_jd(2_461_465.5), 1.5 * 86_400.0, 300)?;
    Porkchop::new(leg, departures, arrivals)
}

fn ours(leg: &Leg<'_>) -> Result<Measured, AstroError> {
    let mut best = f64::INFINITY;
    let mut made = plot(leg)?;
    for _ in 0..PLOTS {
        let start = Instant::now();
        made = black_box(plot(leg)?);
        best = best.min(start.elapsed().as_secs_f64());
    }
    let least = |criterion| made.least(criterion).map_or(f64::NAN, |(_, _, cost)| cost);
    Ok(Measured {
        cells: made.present(),
        seconds: best,
        c3_km2_s2: least(Criterion::C3) / 1e6,
        arrival_km_s: least(Criterion::ArrivalSpeed) / 1e3,
    })
}

fn peer(program: &str) -> Result<Measured, String> {
    let mut words = program.split_whitespace();
    let output = Command::new(words.next().unwrap_or_default())
        .args(words)
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .output()
        .map_err(|error| error.to_string())?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let numbers: Option<Vec<f64>> = text.split_whitespace().map(|it| it.parse().ok()).collect();
    match numbers.as_deref() {
        Some(&[cells, seconds, c3_km2_s2, arrival_km_s]) => Ok(Measured {
            cells: cells as usize,
            seconds,
            c3_km2_s2,
            arrival_km_s,
        }),
        _ => Err(format!("it prints {text:?}")),
    }
}

fn keep(best: &mut Option<Measured>, new: Measured) {
    if best.as_ref().is_none_or(|best| new.seconds < best.seconds) {
        *best = Some(new);
    }
}

fn row(lines: &mut String, name: &str, measured: &Measured, ratio: f64) {
    let _ = writeln!(
        lines,
        "| {name} | {} | {:.1} ms | {ratio:.1} | {:.4} | {:.4} |",
        measured.cells,
        measured.seconds * 1e3,
        measured.c3_km2_s2,
        measured.arrival_km_s
    );
}

fn plots(leg: &Leg<'_>) -> Result<String, AstroError> {
    let programs = std::env::var("PORTOLAN_PORKCHOP_PEERS").unwrap_or_default();
    let names = programs.split(';').filter(|name| !name.trim().is_empty());
    let mut peers: Vec<(&str, Option<Measured>)> = names.map(|name| (name, None)).collect();
    if peers.is_empty() {
        println!("SKIPPED: PORTOLAN_PORKCHOP_PEERS names no other program");
    }
    let mut own = ours(leg)?;
    for round in 0..ROUNDS {
        let again = ours(leg)?;
        if again.seconds < own.seconds {
            own = again;
        }
        for (name, best) in &mut peers {
            match peer(name) {
                Ok(new) => keep(best, new),
                Err(why) if round == 0 => println!("SKIPPED: {name}: {why}"),
                Err(_) => {}
            }
        }
    }
    let mut lines = "| program | cells | time | ratio | least C3, km²/s² | least speed, km/s |\n\
                     | --- | --: | --: | --: | --: | --: |\n"
        .to_owned();
    row(&mut lines, "Portolan", &own, 1.0);
    for (name, measured) in &peers {
        if let Some(measured) = measured {
            let script = name.rsplit('/').next().unwrap_or(name);
            row(&mut lines, script, measured, measured.seconds / own.seconds);
        }
    }
    Ok(lines)
}

fn twenty_years(leg: Leg<'_>) -> Result<String, AstroError> {
    let (first, last) = (Tdb::from_jd(2_461_041.5), Tdb::from_jd(2_468_346.5));
    let search = Search::new(&leg, first, last)?;
    let mut best = (f64::INFINITY, 0, f64::INFINITY);
    for _ in 0..PLOTS {
        let start = Instant::now();
        let survey = Survey::new(leg, search)?;
        let sampled = start.elapsed().as_secs_f64();
        let seasons = black_box(survey.seasons(Criterion::TotalDv)?);
        let whole = start.elapsed().as_secs_f64();
        best = (best.0.min(whole), seasons.len(), best.2.min(sampled));
    }
    Ok(format!(
        "The best flights of {} seasons in twenty years: {:.1} ms, of which the samples take {:.1} ms.\n",
        best.1,
        best.0 * 1e3,
        best.2 * 1e3
    ))
}

fn main() -> Result<(), AstroError> {
    if !portolan_benches::is_to_measure() {
        return Ok(());
    }
    let ephemeris = BuiltIn::load()?;
    let planet = |point| Planet { ephemeris, point };
    let (earth, mars) = (planet(Point::Earth), planet(Point::Mars));
    let leg = leg(&earth, &mars)?;
    println!("\n{}\n{}", plots(&leg)?, twenty_years(leg)?);
    Ok(())
}
