//! Lambert's problem: arcs a second on one core, beside other solvers on the same problems in the same run.
//!
//! The problems are those of kep3's own benchmark: both points uniform in a cube of ±2, times from 2 to 40, a
//! gravitational parameter of 1, both senses. A second set has every pair of points with every time, as
//! lambert-rs wants them. Peers are programs that `PORTOLAN_LAMBERT_PEERS` names, separated by `;`, run with the
//! problems' file and the number of revolutions; `validation/lambert/README.md` says what they print.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a benchmark measures time, reports to whoever runs it, and ends where it cannot go on"
)]

use portolan_astro::{Arc, DVec3, NoArc, Sense, all_arcs, direct_arc, direct_arcs};
use std::fmt::Write as _;
use std::hint::black_box;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

const PROBLEMS: usize = 50_000;
/// Of the second set: pairs of points, and times for each.
const PAIRS: usize = 250;
const TIMES: usize = 200;
const REVOLUTIONS: u32 = 20;
const MU: f64 = 1.0;
/// Each is measured so often, in turn with its peers, and the best time counts: the machine may be shared.
const ROUNDS: usize = 7;

struct Problem {
    r1: DVec3,
    r2: DVec3,
    tof: f64,
    sense: Sense,
}

/// What one solver did with one set: arcs, the best time, and a sum over the velocities that shows that two
/// solvers did the same.
struct Measured {
    what: String,
    arcs: usize,
    seconds: f64,
    sum: f64,
}

impl Measured {
    fn rate(&self) -> f64 {
        self.arcs as f64 / self.seconds
    }
}

/// Random numbers that are the same everywhere (SplitMix).
fn unit(seed: &mut u64) -> f64 {
    *seed = seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut z = *seed;
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
}

fn problems() -> Vec<Problem> {
    let mut seed = 20_261_122;
    let mut within = |low: f64, high: f64| low + (high - low) * unit(&mut seed);
    let mut vector = || DVec3::from_array([(); 3].map(|()| within(-2.0, 2.0)));
    let points: Vec<_> = (0..PROBLEMS).map(|_| (vector(), vector())).collect();
    let pair = points.into_iter();
    pair.map(|(r1, r2)| Problem {
        r1,
        r2,
        tof: within(2.0, 40.0),
        sense: if within(0.0, 1.0) < 0.5 {
            Sense::Prograde
        } else {
            Sense::Retrograde
        },
    })
    .collect()
}

/// One line each: mu, r1, r2, time, 1 for retrograde.
fn write(problems: &[Problem], path: &Path) {
    let mut text = String::new();
    for Problem { r1, r2, tof, sense } in problems {
        let [a, b, c] = r1.to_array();
        let [d, e, f] = r2.to_array();
        let retrograde = u8::from(*sense == Sense::Retrograde);
        let _ = writeln!(text, "{MU} {a} {b} {c} {d} {e} {f} {tof} {retrograde}");
    }
    std::fs::write(path, text).unwrap();
}

fn timed(what: &str, run: impl Fn() -> (usize, f64)) -> Measured {
    let start = Instant::now();
    let (arcs, sum) = black_box(run());
    Measured {
        what: what.to_owned(),
        arcs,
        seconds: start.elapsed().as_secs_f64(),
        sum,
    }
}

fn part(arc: &Arc) -> f64 {
    arc.v1.x + arc.v2.y
}

fn direct(problems: &[Problem]) -> (usize, f64) {
    let arc = |p: &Problem| direct_arc(MU, p.r1, p.r2, p.tof, p.sense).unwrap();
    let sum = problems.iter().map(|p| part(&arc(p))).sum();
    (problems.len(), sum)
}

fn all(problems: &[Problem]) -> (usize, f64) {
    let (mut arcs, mut sum, mut solutions) = (0, 0.0, Vec::new());
    for p in problems {
        all_arcs(MU, p.r1, p.r2, p.tof, p.sense, REVOLUTIONS, &mut solutions).unwrap();
        arcs += solutions.len();
        sum += solutions.iter().map(|s| part(&s.arc)).sum::<f64>();
    }
    (arcs, sum)
}

fn grid_direct(problems: &[Problem], tofs: &[f64]) -> (usize, f64) {
    let mut sum = 0.0;
    let mut arcs = vec![Err(NoArc::Collinear); tofs.len()];
    let mut targets = vec![DVec3::ZERO; tofs.len()];
    for p in &problems[..PAIRS] {
        targets.fill(p.r2);
        direct_arcs(MU, p.r1, &targets, tofs, Sense::Prograde, &mut arcs).unwrap();
        sum += arcs.iter().map(|arc| part(&arc.unwrap())).sum::<f64>();
    }
    (PAIRS * tofs.len(), sum)
}

fn grid_all(problems: &[Problem], tofs: &[f64]) -> (usize, f64) {
    let (mut arcs, mut sum, mut solutions) = (0, 0.0, Vec::new());
    for p in &problems[..PAIRS] {
        for &tof in tofs {
            all_arcs(
                MU,
                p.r1,
                p.r2,
                tof,
                Sense::Prograde,
                REVOLUTIONS,
                &mut solutions,
            )
            .unwrap();
            arcs += solutions.len();
            sum += solutions.iter().map(|s| part(&s.arc)).sum::<f64>();
        }
    }
    (arcs, sum)
}

fn ours(problems: &[Problem], tofs: &[f64]) -> Vec<Measured> {
    vec![
        timed("random-direct", || direct(problems)),
        timed("random-all", || all(problems)),
        timed("grid-direct", || grid_direct(problems, tofs)),
        timed("grid-all", || grid_all(problems, tofs)),
    ]
}

/// What a peer prints: a line for each set, with its name, arcs, seconds and sum.
fn peer(program: &str, file: &Path) -> Result<Vec<Measured>, String> {
    let mut words = program.split_whitespace();
    let output = Command::new(words.next().unwrap_or_default())
        .args(words)
        .arg(file)
        .arg(REVOLUTIONS.to_string())
        .env("RAYON_NUM_THREADS", "1")
        .env("OMP_NUM_THREADS", "1")
        .output()
        .map_err(|error| error.to_string())?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let measured = |line: &str| {
        let words: Vec<_> = line.split_whitespace().collect();
        let [what, arcs, seconds, sum] = words[..] else {
            return None;
        };
        Some(Measured {
            what: what.to_owned(),
            arcs: arcs.parse().ok()?,
            seconds: seconds.parse().ok()?,
            sum: sum.parse().ok()?,
        })
    };
    let found: Vec<_> = text.lines().filter_map(measured).collect();
    if found.is_empty() {
        Err(format!("it prints {text:?}"))
    } else {
        Ok(found)
    }
}

/// Keeps the best time of each.
fn keep(best: &mut Vec<Measured>, new: Vec<Measured>) {
    for one in new {
        match best.iter_mut().find(|old| old.what == one.what) {
            Some(old) if old.seconds <= one.seconds => {}
            Some(old) => *old = one,
            None => best.push(one),
        }
    }
}

fn table(ours: &[Measured], peers: &[(String, Vec<Measured>)]) -> String {
    let mut lines = "| set | solver | arcs | arcs a second | ratio | same sums |\n\
                     | --- | --- | --: | --: | --: | --- |\n"
        .to_owned();
    for own in ours {
        let (what, rate) = (&own.what, own.rate());
        let _ = writeln!(
            lines,
            "| {what} | Portolan | {} | {:.2} M | | |",
            own.arcs,
            rate / 1e6
        );
        for (name, measured) in peers {
            for other in measured.iter().filter(|other| other.what == own.what) {
                let is_same = other.arcs == own.arcs
                    && (other.sum - own.sum).abs() <= 1e-9 * own.sum.abs().max(1.0);
                let _ = writeln!(
                    lines,
                    "| {what} | {name} | {} | {:.2} M | {:.2} | {} |",
                    other.arcs,
                    other.rate() / 1e6,
                    rate / other.rate(),
                    if is_same { "yes" } else { "no" }
                );
            }
        }
    }
    lines
}

fn main() {
    if !portolan_benches::is_to_measure() {
        return;
    }
    let problems = problems();
    let tofs: Vec<f64> = problems[..TIMES].iter().map(|p| p.tof).collect();
    let file = std::env::temp_dir().join(format!("portolan-lambert-{}.txt", std::process::id()));
    write(&problems, &file);
    let programs = std::env::var("PORTOLAN_LAMBERT_PEERS").unwrap_or_default();
    let programs: Vec<_> = programs
        .split(';')
        .filter(|name| !name.is_empty())
        .collect();
    if programs.is_empty() {
        println!("SKIPPED: PORTOLAN_LAMBERT_PEERS names no other solver");
    }
    let mut own = Vec::new();
    let mut peers: Vec<_> = programs
        .iter()
        .map(|name| ((*name).to_owned(), Vec::new()))
        .collect();
    for round in 0..ROUNDS {
        keep(&mut own, ours(&problems, &tofs));
        for (name, best) in &mut peers {
            match peer(name, &file) {
                Ok(new) => keep(best, new),
                Err(why) if round == 0 => println!("SKIPPED: {name}: {why}"),
                Err(_) => {}
            }
        }
    }
    let _ = std::fs::remove_file(&file);
    println!("\n{}", table(&own, &peers));
}
