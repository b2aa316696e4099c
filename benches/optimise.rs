//! The lunar campaign of Isaji, Takubo and Ho, optimised beside a plain Python model on the same engine (HiGHS), in the
//! same run: from the campaign to the values of the plan, whole time including the building of the model.
//!
//! First the growth with the number of missions, beside the peer's model of the same aggregated form and its model of the form
//! with a binary for each copy of a spacecraft, as table, CSV and figure; then the sized cases.
//!
//! `PORTOLAN_PEERS_PYTHON` names a Python that has `benches/peers/requirements.txt`; without it only ours is measured. A
//! peer's own time counts, without the start of Python and its imports.
#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::panic,
    unreachable_pub,
    dead_code,
    reason = "a benchmark measures time and reports to whoever runs it"
)]

#[path = "../crates/optimise/tests/lunar/mod.rs"]
mod lunar;

use lunar::{PUBLISHED, Variant};
use plotters::prelude::*;
use portolan_benches::{book, is_to_measure, is_to_write, publish};
use portolan_optimise::{Request, prepare, search};
use portolan_solver::{Unwatched, engine};
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

/// Each is measured so often, in turn with its peer, and the best time of each counts: the machine may be shared.
const ROUNDS: usize = 3;

/// How many missions.
const MISSIONS: [usize; 5] = [2, 3, 5, 10, 20];
/// A peer that takes longer than this, in s, is not asked for more missions.
const PATIENCE_S: f64 = 30.0;

/// One case: its name, ours, and the peer's script with its arguments.
struct Case {
    name: &'static str,
    variant: Variant,
    peer: &'static str,
}

/// The cases whose spacecraft are sized: minutes.
fn sized() -> [Case; 2] {
    let two = Variant {
        designs: vec![None, None],
        copies: 3,
        ..Variant::missions(2, None)
    };
    [
        Case {
            name: "case 4: one sized design",
            variant: Variant::missions(2, None),
            peer: "lunar_exact.py 4",
        },
        Case {
            name: "case 5: two sized designs",
            variant: two,
            peer: "lunar_exact.py 5",
        },
    ]
}

/// The times for one number of missions, in s; `None` where a peer was not asked or did not end.
struct Measured {
    missions: usize,
    launched_kg: f64,
    ours_s: f64,
    aggregated_s: Option<f64>,
    by_copy_s: Option<f64>,
}

/// Ours, from the campaign on: value in kg and time.
fn ours(variant: &Variant) -> (f64, Duration) {
    let campaign = variant.campaign();
    let start = Instant::now();
    let mut request = Request::of(&campaign);
    request.options.relative_gap = 9e-7;
    request.together = variant.designs.contains(&None).then_some(variant.copies);
    let (network, _) =
        prepare(&campaign, &request).unwrap_or_else(|findings| panic!("{findings:?}"));
    let engine = engine("highs").unwrap();
    let found = search(&network, &request, &*engine, &mut Unwatched).unwrap();
    (
        found
            .reached
            .first()
            .map_or(f64::NAN, |reached| reached.value),
        start.elapsed(),
    )
}

/// The peer's own figures: value in kg and time; `None` where there is no peer.
fn peers(script: &str) -> Option<(f64, f64)> {
    let python = std::env::var_os("PORTOLAN_PEERS_PYTHON")?;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("peers");
    let output = Command::new(python)
        .args(script.split(' '))
        .current_dir(folder)
        .output()
        .ok()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let number = |before: &str| {
        let end = text.rfind(before)?;
        text[..end]
            .split_whitespace()
            .next_back()?
            .parse::<f64>()
            .ok()
    };
    // The scripts for given designs end with "launched ... kg, bound ... kg, ... s in all", the others with "upper ... kg,
    // gap ..., ... s".
    let value = number(" kg, bound").or_else(|| number(" kg, gap"))?;
    Some((value, number(" s in all").or_else(|| number(" s\n"))?))
}

/// The best time of a peer over some rounds, where it finds what was found here.
fn of_peer(script: &str, rounds: usize, launched_kg: f64) -> Option<f64> {
    let mut best: Option<f64> = None;
    for _ in 0..rounds {
        let (mass, seconds) = peers(script)?;
        if !mass.is_finite() {
            return None;
        }
        assert!(
            (mass - launched_kg).abs() < 2e-6 * launched_kg,
            "{script}: {mass} and {launched_kg}"
        );
        best = Some(best.map_or(seconds, |best| best.min(seconds)));
    }
    best
}

fn growth() -> Vec<Measured> {
    let mut patient = true;
    let mut all: Vec<Measured> = Vec::new();
    for missions in MISSIONS {
        let variant = Variant::missions(missions, Some(PUBLISHED));
        let script = format!("lunar_fixed.py 1 --missions {missions}");
        let mut one = Measured {
            missions,
            launched_kg: 0.0,
            ours_s: f64::INFINITY,
            aggregated_s: None,
            by_copy_s: None,
        };
        for _ in 0..ROUNDS {
            let (mass, time) = ours(&variant);
            one.launched_kg = mass;
            one.ours_s = one.ours_s.min(time.as_secs_f64());
            let peer = of_peer(&script, 1, mass);
            one.aggregated_s = peer.map(|s| one.aggregated_s.map_or(s, |best| best.min(s)));
        }
        if patient {
            let by_copy = format!("{script} --reference-form");
            one.by_copy_s = of_peer(&by_copy, 1, one.launched_kg);
            patient = one.by_copy_s.is_some_and(|s| s < PATIENCE_S);
        }
        println!("{}", row(&one));
        all.push(one);
    }
    all
}

fn row(one: &Measured) -> String {
    let shown = |seconds: Option<f64>| {
        seconds.map_or("not run".to_owned(), |seconds| format!("{seconds:.3} s"))
    };
    let ratio = |seconds: Option<f64>| {
        seconds.map_or(String::new(), |seconds| {
            format!("{:.1}", seconds / one.ours_s)
        })
    };
    format!(
        "| {} | {:.1} kg | {:.3} s | {} | {} | {} | {} |",
        one.missions,
        one.launched_kg,
        one.ours_s,
        shown(one.aggregated_s),
        ratio(one.aggregated_s),
        shown(one.by_copy_s),
        ratio(one.by_copy_s),
    )
}

fn table(all: &[Measured]) -> String {
    let mut table = "| missions | launched | Portolan | Python, aggregated | ratio | Python, a binary a copy | ratio |\n\
                     | --: | --: | --: | --: | --: | --: | --: |\n"
        .to_owned();
    for one in all {
        let _ = writeln!(table, "{}", row(one));
    }
    table
}

fn csv(all: &[Measured]) -> String {
    let mut csv = "missions,launched_kg,portolan_s,aggregated_s,by_copy_s\n".to_owned();
    let shown = |seconds: Option<f64>| seconds.map_or(String::new(), |s| format!("{s:.4}"));
    for one in all {
        let _ = writeln!(
            csv,
            "{},{:.6},{:.4},{},{}",
            one.missions,
            one.launched_kg,
            one.ours_s,
            shown(one.aggregated_s),
            shown(one.by_copy_s)
        );
    }
    csv
}

const OURS: RGBColor = RGBColor(0x00, 0x72, 0xB2);
const AGGREGATED: RGBColor = RGBColor(0x00, 0x9E, 0x73);
const BY_COPY: RGBColor = RGBColor(0xD5, 0x5E, 0x00);

/// One curve: its name, its colour and its points.
type Curve<'a> = (&'a str, RGBColor, Vec<(f64, f64)>);

fn figure(curves: &[Curve<'_>]) -> Result<String, Box<dyn std::error::Error>> {
    let mut svg = String::new();
    {
        let area = SVGBackend::with_string(&mut svg, (860, 480)).into_drawing_area();
        area.fill(&WHITE)?;
        let mut chart = ChartBuilder::on(&area)
            .caption(
                "Time from the campaign to the proved optimum",
                ("sans-serif", 20),
            )
            .margin(16)
            .x_label_area_size(48)
            .y_label_area_size(72)
            .build_cartesian_2d((1.5..30.0).log_scale(), (1e-3..1000.0).log_scale())?;
        chart
            .configure_mesh()
            .x_desc("missions of the lunar campaign")
            .y_desc("seconds")
            .x_label_formatter(&|x| format!("{x:.0}"))
            .y_label_formatter(&|y| format!("{y}"))
            .light_line_style(WHITE)
            .label_style(("sans-serif", 14))
            .draw()?;
        for (name, colour, points) in curves.iter().filter(|(_, _, points)| !points.is_empty()) {
            let colour = *colour;
            chart
                .draw_series([PathElement::new(points.clone(), colour.stroke_width(2))])?
                .label(*name)
                .legend(move |(x, y)| {
                    PathElement::new([(x, y), (x + 18, y)], colour.stroke_width(2))
                });
            let dots = points.iter().map(|at| Circle::new(*at, 4, colour.filled()));
            chart.draw_series(dots)?;
        }
        chart
            .configure_series_labels()
            .position(SeriesLabelPosition::UpperLeft)
            .background_style(WHITE)
            .border_style(BLACK)
            .label_font(("sans-serif", 14))
            .draw()?;
        area.present()?;
    }
    Ok(titled(&svg))
}

/// The drawing with a title and a description for those who cannot see it, and with colours for dark pages.
fn titled(svg: &str) -> String {
    let text = "<title>Time to the proved optimum</title>\n\
                <desc>Both axes are logarithmic: seconds over the number of missions, for Portolan, for a Python model of the same \
                aggregated form, and for one with a binary for each copy of a spacecraft, as far as it was run.</desc>\n\
                <style>@media (prefers-color-scheme: dark) {\n\
                rect[fill=\"#FFFFFF\"] { fill: #1b1e24 }\n\
                text { fill: #e4e6ea }\n\
                line[stroke=\"#FFFFFF\"] { stroke: #1b1e24 }\n\
                [stroke=\"#000000\"] { stroke: #b9bec8 }\n\
                }</style>\n";
    match svg.find(">\n") {
        Some(at) => format!("{}{text}{}", &svg[..at + 2], &svg[at + 2..]),
        None => svg.to_owned(),
    }
}

fn write(all: &[Measured]) {
    let points = |of: fn(&Measured) -> Option<f64>| {
        let at = |one: &Measured| Some((one.missions as f64, of(one)?));
        all.iter().filter_map(at).collect()
    };
    let curves: [Curve<'_>; 3] = [
        (
            "Python and HiGHS, a binary a copy",
            BY_COPY,
            points(|one| one.by_copy_s),
        ),
        (
            "Python and HiGHS, aggregated",
            AGGREGATED,
            points(|one| one.aggregated_s),
        ),
        ("Portolan", OURS, points(|one| Some(one.ours_s))),
    ];
    std::fs::write(book("figures/missions.svg"), figure(&curves).unwrap()).unwrap();
    std::fs::write(book("figures/missions.csv"), csv(all)).unwrap();
}

fn main() {
    if !is_to_measure() {
        return;
    }
    let all = growth();
    publish("optimise", &table(&all)).unwrap();
    if is_to_write() && all.iter().all(|one| one.aggregated_s.is_some()) {
        write(&all);
    }
    if std::env::var_os("PORTOLAN_BENCH_SIZED").is_some() {
        for case in sized() {
            let (mass, time) = ours(&case.variant);
            let theirs = of_peer(case.peer, 1, mass);
            println!("{}: {mass:.1} kg, {time:?}, peer {theirs:?} s", case.name);
        }
    }
}
