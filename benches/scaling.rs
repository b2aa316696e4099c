//! How the time of a run grows with the size of the campaign, as a table and a figure.
//!
//! Two series are measured: synthetic campaigns of up to a million events, and the missions of
//! SpaceNet's Quick Start 2 repeated, for which SpaceNet's own times are known. With `PORTOLAN_BLESS=1`
//! the table and the figure are written into the book.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark reports to whoever runs it, and ends where it cannot go on"
)]

use plotters::prelude::*;
use portolan_benches::{
    REPEATED, book, is_to_write, median, ms, publish, quick_start, ratio, shown,
};
use portolan_formats::spacenet::{self, Clock, ImportOptions, Imported};
use portolan_model::{Campaign, Plan};
use portolan_simulate::simulate;
use portolan_testkit::synthetic;
use portolan_vocabulary::{Duration as Span, Epoch};
use serde_json::Value;
use std::fmt::Write as _;

/// Activities, and how many runs the median is taken of.
const SIZES: [(usize, usize); 7] = [
    (1_000, 101),
    (3_000, 51),
    (10_000, 31),
    (30_000, 15),
    (100_000, 9),
    (300_000, 5),
    (1_000_000, 5),
];

/// The quick start whose missions are repeated, in its JSON form.
const REPEATED_FILE: &str = "completed_quick_start_2_w_db.json";
/// The distance between repetitions.
const APART_D: f64 = 400.0;

/// One size: what it was, and the times of its steps in milliseconds.
struct Measured {
    activities: usize,
    elements: usize,
    check_ms: f64,
    run_ms: f64,
}

fn whole_run(campaign: &Campaign, plan: &Plan) -> usize {
    let outcome = simulate(campaign, plan);
    portolan_analyse::measures(campaign, plan, &outcome).len()
}

fn measured(activities: usize, runs: usize) -> Measured {
    let elements = (activities / 100).max(10);
    let (campaign, plan) = synthetic(activities, elements, 1);
    Measured {
        activities,
        elements,
        check_ms: ms(median(runs, || portolan_check::check(&campaign, &plan))),
        run_ms: ms(median(runs, || whole_run(&campaign, &plan))),
    }
}

fn time(in_ms: f64) -> String {
    shown(std::time::Duration::from_secs_f64(in_ms / 1e3))
}

fn synthetic_table(all: &[Measured]) -> String {
    let mut lines =
        "| activities | elements | check | simulate, all measures | for each activity |\n\
                     | --: | --: | --: | --: | --: |\n"
            .to_owned();
    for one in all {
        let _ = writeln!(
            lines,
            "| {} | {} | {} | {} | {} |",
            one.activities,
            one.elements,
            time(one.check_ms),
            time(one.run_ms),
            time(one.run_ms / one.activities as f64),
        );
    }
    let (first, last) = (&all[0], &all[all.len() - 1]);
    let times = last.run_ms / first.run_ms;
    let size = last.activities as f64 / first.activities as f64;
    let _ = writeln!(
        lines,
        "\nFrom the first row to the last the time grows as the power {:.2} of the number of activities.",
        times.ln() / size.ln()
    );
    lines
}

/// The scenario with its missions repeated, each time with instances of their own.
fn repeated(scenario: &Value, times: usize) -> Value {
    let mut whole = scenario.clone();
    let (mut missions, mut instances) = (Vec::new(), Vec::new());
    let originals = scenario["instantiatedElements"].as_array().unwrap();
    let ids: Vec<&str> = originals
        .iter()
        .filter_map(|it| it["id"].as_str())
        .collect();
    for number in 0..times {
        let renamed = |value: &Value| {
            let text = ids.iter().fold(value.to_string(), |text, id| {
                // The last digits of an identifier count the repetition.
                text.replace(id, &format!("{}{number:06}", &id[..id.len() - 6]))
            });
            serde_json::from_str::<Vec<Value>>(&text).unwrap()
        };
        instances.extend(renamed(&scenario["instantiatedElements"]));
        for mut mission in renamed(&scenario["missionList"]) {
            let start: Epoch = mission["startDate"].as_str().unwrap().parse().unwrap();
            let later = start + Span::from_days(APART_D * number as f64);
            mission["startDate"] = later.to_string().into();
            missions.push(mission);
        }
    }
    whole["instantiatedElements"] = instances.into();
    whole["missionList"] = missions.into();
    whole
}

fn import(scenario: &Value) -> (Campaign, Plan) {
    let bytes = serde_json::to_vec(scenario).unwrap();
    let (scenario, _) = spacenet::read(&bytes, REPEATED_FILE).unwrap();
    let options = ImportOptions {
        clock: Clock::AsSpaceNet,
    };
    let Imported { campaign, plan, .. } = spacenet::import(&scenario, &options).unwrap();
    (campaign, plan)
}

/// SpaceNet's count of events, our time and SpaceNet's, in milliseconds.
fn repeated_times() -> Vec<(usize, f64, f64, f64)> {
    let Some(path) = quick_start(REPEATED_FILE) else {
        return Vec::new();
    };
    let scenario: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    REPEATED
        .into_iter()
        .map(|(times, events, theirs_s)| {
            let (campaign, plan) = import(&repeated(&scenario, times));
            let ours = median(201, || whole_run(&campaign, &plan));
            (times, events, ms(ours), theirs_s * 1e3)
        })
        .collect()
}

fn repeated_table(all: &[(usize, f64, f64, f64)]) -> String {
    let mut lines = "| missions | events in SpaceNet | Portolan | SpaceNet 2.5 | ratio |\n\
                     | --: | --: | --: | --: | --: |\n"
        .to_owned();
    for (times, events, ours_ms, theirs_ms) in all {
        let ours = std::time::Duration::from_secs_f64(ours_ms / 1e3);
        let _ = writeln!(
            lines,
            "| {} | {events} | {} | {} | {} |",
            times * 4,
            shown(ours),
            time(*theirs_ms),
            ratio(*theirs_ms, ours),
        );
    }
    lines
}

const WIDTH: u32 = 860;
const HEIGHT: u32 = 480;
const SYNTHETIC: RGBColor = RGBColor(0x00, 0x72, 0xB2);
const JUDGE: RGBColor = RGBColor(0x00, 0x9E, 0x73);
const REPETITION: RGBColor = RGBColor(0x8C, 0x6D, 0x31);
const PEER: RGBColor = RGBColor(0xD5, 0x5E, 0x00);

/// One line of the figure.
struct Series<'a> {
    name: &'a str,
    colour: RGBColor,
    points: Vec<(f64, f64)>,
}

fn figure(series: &[Series<'_>]) -> Result<String, Box<dyn std::error::Error>> {
    let mut svg = String::new();
    {
        let area = SVGBackend::with_string(&mut svg, (WIDTH, HEIGHT)).into_drawing_area();
        area.fill(&WHITE)?;
        let mut chart = ChartBuilder::on(&area)
            .caption(
                "Time of a whole run: simulation with all measures",
                ("sans-serif", 20),
            )
            .margin(16)
            .x_label_area_size(48)
            .y_label_area_size(72)
            .build_cartesian_2d((10.0..2e6).log_scale(), (1e-5..100.0).log_scale())?;
        chart
            .configure_mesh()
            .x_desc("activities of the plan; events for SpaceNet and its scenario")
            .y_desc("seconds")
            .x_label_formatter(&|x| format!("{x:.0}"))
            .y_label_formatter(&|y| format!("{y}"))
            .light_line_style(WHITE)
            .label_style(("sans-serif", 14))
            .draw()?;
        for one in series.iter().filter(|one| !one.points.is_empty()) {
            let colour = one.colour;
            chart
                .draw_series([PathElement::new(one.points.clone(), colour.stroke_width(2))])?
                .label(one.name)
                .legend(move |(x, y)| {
                    PathElement::new([(x, y), (x + 18, y)], colour.stroke_width(2))
                });
            let dots = one
                .points
                .iter()
                .map(|at| Circle::new(*at, 4, colour.filled()));
            chart.draw_series(dots)?;
        }
        chart
            .configure_series_labels()
            .position(SeriesLabelPosition::LowerRight)
            .background_style(WHITE)
            .border_style(BLACK)
            .label_font(("sans-serif", 14))
            .draw()?;
        area.present()?;
    }
    Ok(titled(&svg))
}

/// The drawing with a title and a description for those who cannot see it.
fn titled(svg: &str) -> String {
    let description = "Both axes are logarithmic. Portolan's times lie on nearly straight lines of a slope \
                       a little above one from a thousand to a million activities; SpaceNet's lie more \
                       than three powers of ten above those for the same scenario.";
    let text = format!("<title>Time of a whole run</title>\n<desc>{description}</desc>\n");
    match svg.find(">\n") {
        Some(at) => format!("{}{text}{}", &svg[..at + 2], &svg[at + 2..]),
        None => svg.to_owned(),
    }
}

fn main() {
    if !portolan_benches::is_to_measure() {
        return;
    }
    let all: Vec<Measured> = SIZES
        .iter()
        .map(|(size, runs)| measured(*size, *runs))
        .collect();
    publish("synthetic", &synthetic_table(&all)).unwrap();
    let repeats = repeated_times();
    if !repeats.is_empty() {
        publish("repeated", &repeated_table(&repeats)).unwrap();
    }
    let points = |value: fn(&Measured) -> f64| {
        all.iter()
            .map(|one| (one.activities as f64, value(one) / 1e3))
            .collect()
    };
    let of_repeats = |value: fn(&(usize, f64, f64, f64)) -> f64| {
        repeats
            .iter()
            .map(|one| (one.1, value(one) / 1e3))
            .collect()
    };
    let series = [
        Series {
            name: "SpaceNet 2.5, Quick Start 2 repeated",
            colour: PEER,
            points: of_repeats(|one| one.3),
        },
        Series {
            name: "Portolan, Quick Start 2 repeated",
            colour: REPETITION,
            points: of_repeats(|one| one.2),
        },
        Series {
            name: "Portolan, synthetic campaigns",
            colour: SYNTHETIC,
            points: points(|one| one.run_ms),
        },
        Series {
            name: "Portolan, the judge alone",
            colour: JUDGE,
            points: points(|one| one.check_ms),
        },
    ];
    if is_to_write() && !repeats.is_empty() {
        let path = book("figures/scaling.svg");
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, figure(&series).unwrap()).unwrap();
    }
}
