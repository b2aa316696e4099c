//! Porkchop charts, charts of windows, and figures as PNG.
#![allow(
    clippy::unwrap_used,
    reason = "helpers of tests are not marked as tests"
)]

#[path = "../../analyse/tests/sortie/mod.rs"]
mod sortie;

use portolan_report::{
    ChartError, Figure, PngError, PorkchopChart, PorkchopField, PorkchopKind, PorkchopPoint,
    Provenance, Report, WindowsBar, WindowsChart, WindowsClosure, WindowsRow, figures, png,
    png_on_dark, porkchop_csv, porkchop_figure, windows_csv, windows_figure,
};
use portolan_vocabulary::{Duration, Epoch};
use resvg::tiny_skia::Pixmap;
use resvg::usvg::roxmltree::{Document, Node, ParsingOptions};
use std::collections::BTreeSet;

fn day(days: f64) -> Epoch {
    let start: Epoch = "2026-09-01".parse().unwrap();
    start + Duration::from_days(days)
}

fn parsed(svg: &str) -> Document<'_> {
    Document::parse_with_options(svg, ParsingOptions::default()).unwrap()
}

fn elements<'a, 'b>(document: &'a Document<'b>, tag: &'static str) -> Vec<Node<'a, 'b>> {
    let all = document.descendants();
    all.filter(|node| node.has_tag_name(tag)).collect()
}

fn number(node: &Node<'_, '_>, name: &str) -> f64 {
    node.attribute(name).unwrap().parse().unwrap()
}

// ---- porkchop ----

const DEPARTURES: usize = 41;
const ARRIVALS: usize = 51;

/// The departures of the tests: 120 days; the arrivals: 150 days, beginning 130 days later.
fn departure(share: f64) -> f64 {
    120.0 * share
}
fn arrival(share: f64) -> f64 {
    130.0 + 150.0 * share
}

fn dates(count: usize, date: fn(f64) -> f64) -> Vec<Epoch> {
    let share = |at: usize| at as f64 / (count - 1) as f64;
    (0..count).map(|at| day(date(share(at)))).collect()
}

/// A field over the shares of the two axes.
fn field(label: &str, unit: &str, value: impl Fn(f64, f64) -> Option<f64>) -> PorkchopField {
    let mut values = Vec::new();
    for column in 0..DEPARTURES {
        for row in 0..ARRIVALS {
            let across = column as f64 / (DEPARTURES - 1) as f64;
            values.push(value(across, row as f64 / (ARRIVALS - 1) as f64));
        }
    }
    PorkchopField {
        label: label.to_owned(),
        unit: unit.to_owned(),
        values,
        levels: Vec::new(),
        cap: None,
    }
}

fn point(kind: PorkchopKind, label: &str, x: f64, y: f64, value: f64) -> PorkchopPoint {
    PorkchopPoint {
        kind,
        label: label.to_owned(),
        departure: day(departure(x)),
        arrival: day(arrival(y)),
        values: vec![Some(value)],
    }
}

/// Two basins on either side of a ridge along y = x, like those of types I and II. The lower right basin has
/// its least value of 9.2 at (0.6, 0.3), the upper left one of 11.4 at (0.3, 0.7).
fn two_basins(x: f64, y: f64) -> Option<f64> {
    let bowl = |x0: f64, y0: f64| 60.0 * ((x - x0).powi(2) + (y - y0).powi(2));
    let ridge = 0.004 / ((x - y).powi(2) + 1e-6);
    let basin = if x > y {
        9.2 + bowl(0.6, 0.3)
    } else {
        11.4 + bowl(0.3, 0.7)
    };
    Some(basin + ridge)
}

fn chart(fields: Vec<PorkchopField>, points: Vec<PorkchopPoint>) -> PorkchopChart {
    PorkchopChart {
        name: "Earth to Mars".to_owned(),
        title: "Earth to <Mars> & \"back\"".to_owned(),
        departures: dates(DEPARTURES, departure),
        arrivals: dates(ARRIVALS, arrival),
        fields,
        tof_d: Vec::new(),
        points,
    }
}

fn mars() -> PorkchopChart {
    let fields = vec![
        field("C3", "km²/s²", two_basins),
        field("v∞ <arrival>", "km/s", |x, y| {
            Some(2.6 + 4.0 * (y - 0.4).abs() + x)
        }),
    ];
    let points = vec![
        point(PorkchopKind::TypeOne, "type I", 0.6, 0.3, 9.25),
        point(PorkchopKind::TypeTwo, "type II", 0.3, 0.7, 11.45),
        point(PorkchopKind::Chosen, "flight <1>", 0.65, 0.35, 9.6),
    ];
    chart(fields, points)
}

/// The small letters of a map in a colour: text and middle.
fn labels(document: &Document<'_>, fill: &str) -> Vec<(String, (f64, f64))> {
    let texts = elements(document, "text").into_iter();
    let small = texts.filter(|text| text.attribute("font-size") == Some("11"));
    let ours = small.filter(|text| text.attribute("fill") == Some(fill));
    ours.map(|text| {
        let at = (number(&text, "x"), number(&text, "y"));
        (text.text().unwrap().trim().to_owned(), at)
    })
    .collect()
}

/// The chains of a path of straight lines.
fn chains(path: &Node<'_, '_>) -> Vec<Vec<(f64, f64)>> {
    let data = path.attribute("d").unwrap().trim_end_matches('Z');
    let chains = data.split('M').filter(|chain| !chain.is_empty());
    let spot = |text: &str| {
        let (x, y) = text.trim_end_matches('Z').split_once(' ').unwrap();
        (x.parse().unwrap(), y.parse().unwrap())
    };
    chains
        .map(|chain| chain.split('L').map(spot).collect())
        .collect()
}

/// The corners of the map, from marks in two of them: lower left and upper right.
fn corners(document: &Document<'_>) -> [(f64, f64); 2] {
    let discs = elements(document, "circle").into_iter();
    let discs = discs.filter(|disc| disc.attribute("r") == Some("5"));
    let spots: Vec<_> = discs
        .map(|disc| (number(&disc, "cx"), number(&disc, "cy")))
        .collect();
    [spots[0], spots[1]]
}

#[test]
fn contours_lie_where_the_field_has_their_value() {
    // A cone around the middle: the contour of 10 + r is an ellipse in days and exact along the axes.
    let cone = |x: f64, y: f64| Some(10.0 + 40.0 * (x - 0.5).hypot(y - 0.5));
    let mut cone = field("C3", "km²/s²", cone);
    cone.levels = vec![14.0, 20.0];
    let marks = vec![
        point(PorkchopKind::TypeOne, "low", 0.0, 0.0, 1.0),
        point(PorkchopKind::TypeOne, "high", 1.0, 1.0, 1.0),
    ];
    let figure = porkchop_figure(&chart(vec![cone], marks)).unwrap();
    let document = parsed(&figure.svg);
    let [low, high] = corners(&document);
    let paths = elements(&document, "path").into_iter();
    let lines: Vec<_> = paths
        .filter(|path| path.attribute("stroke-width") == Some("1.1"))
        .filter(|path| chains(path)[0].len() > 2)
        .collect();
    assert_eq!(lines.len(), 2, "one path a level");
    for (line, radius) in lines.iter().zip([0.1, 0.25]) {
        let chains = chains(line);
        assert_eq!(chains.len(), 1);
        assert!(chains[0].len() > 20 && chains[0].first() == chains[0].last());
        for (x, y) in &chains[0] {
            let across = (x - low.0) / (high.0 - low.0) - 0.5;
            let up = (y - low.1) / (high.1 - low.1) - 0.5;
            // A cell is 1/40 wide and 1/50 high; a chord of it across the cone's side is off by at
            // most h²/(8 r), here 8e-4 of the width; coordinates are rounded to 0.1 of 770 pixels.
            let off = (across.hypot(up) - radius).abs();
            assert!(off < 1e-3, "{across} {up}: {off}");
        }
    }
}

#[test]
fn marks_stand_at_their_dates() {
    let marks = vec![
        point(PorkchopKind::TypeOne, "low", 0.0, 0.0, 1.0),
        point(PorkchopKind::TypeOne, "high", 1.0, 1.0, 1.0),
        point(PorkchopKind::Chosen, "chosen", 0.25, 0.6, 1.0),
        point(PorkchopKind::Chosen, "outside", 1.2, 0.5, 1.0),
    ];
    let figure = porkchop_figure(&chart(vec![field("C3", "", two_basins)], marks)).unwrap();
    let document = parsed(&figure.svg);
    let [low, high] = corners(&document);
    assert!(
        high.0 - low.0 > 700.0 && low.1 - high.1 > 500.0,
        "a map of some size"
    );
    let targets: Vec<_> = elements(&document, "circle")
        .into_iter()
        .filter(|circle| circle.attribute("r") == Some("5.5"))
        // The other one stands in the legend.
        .filter(|circle| number(circle, "cy") > high.1)
        .collect();
    assert_eq!(targets.len(), 1, "what lies outside is not drawn");
    let x = low.0 + 0.25 * (high.0 - low.0);
    let y = low.1 + 0.6 * (high.1 - low.1);
    assert!((number(&targets[0], "cx") - x).abs() <= 0.11);
    assert!((number(&targets[0], "cy") - y).abs() <= 0.11);
    assert_eq!(figure.tables[0].rows.len(), 4, "but it stands in the table");
    assert!(figure.svg.contains("departs 2026-10-01"));
    assert!(
        figure.svg.contains("flies 190 d"),
        "130 + 0.6·150 − 0.25·120 days"
    );
}

#[test]
fn every_level_is_labelled_on_its_line_and_in_the_scale() {
    let figure = porkchop_figure(&mars()).unwrap();
    let document = parsed(&figure.svg);
    let levels = [
        "10", "11", "12", "13", "14", "16", "18", "20", "25", "30", "35", "40",
    ];
    let on_lines: BTreeSet<String> = labels(&document, "currentColor")
        .into_iter()
        .map(|label| label.0)
        .filter(|text| text.parse::<f64>().is_ok())
        .collect();
    assert_eq!(
        on_lines,
        levels.iter().map(|level| (*level).to_owned()).collect()
    );
    let texts = elements(&document, "text");
    let text = |text: &Node<'_, '_>| text.text().unwrap().trim().to_owned();
    let large = texts
        .iter()
        .filter(|text| text.attribute("font-size") != Some("11"));
    let in_scale: Vec<String> = large.map(text).collect();
    for level in levels {
        assert!(in_scale.iter().any(|text| text == level), "{level}");
    }
    assert!(
        labels(&document, "currentColor")
            .iter()
            .any(|label| label.0 == "200 d")
    );
    let second = labels(&document, "#D55E00");
    let texts: BTreeSet<&str> = second.iter().map(|label| label.0.as_str()).collect();
    assert_eq!(texts, BTreeSet::from(["3", "3.5", "4", "4.5", "5"]));
    for word in [
        "C3 [km²/s²]",
        "v∞ <arrival> [km/s]",
        "time of flight [d]",
        "best of type II",
    ] {
        assert!(
            in_scale.iter().any(|text| text == word),
            "{word}: {in_scale:?}"
        );
    }
}

#[test]
fn labels_do_not_overlap() {
    let figure = porkchop_figure(&mars()).unwrap();
    let document = parsed(&figure.svg);
    let middles = elements(&document, "text").into_iter().filter(|text| {
        text.attribute("font-size") == Some("11") && text.attribute("text-anchor") == Some("middle")
    });
    let spaces: Vec<(String, f64, f64, f64)> = middles
        .map(|text| {
            let words = text.text().unwrap().trim().to_owned();
            // Digits of common faces are 0.55 of their size wide.
            let half = words.chars().count() as f64 * 11.0 * 0.55 / 2.0;
            (words, number(&text, "x"), number(&text, "y"), half)
        })
        .collect();
    assert!(spaces.len() > 25, "{}", spaces.len());
    for (at, a) in spaces.iter().enumerate() {
        for b in &spaces[at + 1..] {
            let apart = (a.1 - b.1).abs() >= a.3 + b.3 || (a.2 - b.2).abs() >= 11.0;
            assert!(apart, "{a:?} {b:?}");
        }
    }
}

#[test]
fn the_ridge_parts_two_lobes() {
    let marks = vec![
        point(PorkchopKind::TypeOne, "low", 0.0, 0.0, 1.0),
        point(PorkchopKind::TypeOne, "high", 1.0, 1.0, 1.0),
    ];
    let figure = porkchop_figure(&chart(vec![field("C3", "", two_basins)], marks)).unwrap();
    let document = parsed(&figure.svg);
    let [low, high] = corners(&document);
    let paths = elements(&document, "path").into_iter();
    let bands: Vec<_> = paths
        .filter(|path| path.attribute("fill-rule") == Some("evenodd"))
        .collect();
    assert_eq!(bands.len(), 12);
    for band in &bands {
        for chain in chains(band) {
            let side = |(x, y): &(f64, f64)| {
                (x - low.0) / (high.0 - low.0) > (y - low.1) / (high.1 - low.1)
            };
            assert!(
                chain.iter().all(|spot| side(spot) == side(&chain[0])),
                "a band crosses the ridge"
            );
        }
    }
    assert_eq!(
        chains(&bands[0]).len(),
        2,
        "both lobes reach the last level"
    );
    assert_eq!(chains(&bands[11]).len(), 1, "only one reaches the first");
}

#[test]
fn holes_stay_blank() {
    let holed = |x: f64, y: f64| (y > 0.5).then_some(10.0 + x);
    let mut field = field("C3", "", holed);
    field.values[7] = Some(f64::NAN);
    let marks = vec![
        point(PorkchopKind::TypeOne, "low", 0.0, 0.0, 1.0),
        point(PorkchopKind::TypeOne, "high", 1.0, 1.0, 1.0),
    ];
    let figure = porkchop_figure(&chart(vec![field], marks)).unwrap();
    let document = parsed(&figure.svg);
    let [low, high] = corners(&document);
    let middle = f64::midpoint(low.1, high.1);
    for path in elements(&document, "path") {
        if path.attribute("fill-rule").is_some() {
            assert!(
                chains(&path)
                    .iter()
                    .flatten()
                    .all(|spot| spot.1 < middle + 0.1)
            );
        }
    }
}

#[test]
fn every_series_of_a_porkchop_has_its_numbers() {
    let mut chart = mars();
    chart.fields[1].values[3] = None;
    let figure = porkchop_figure(&chart).unwrap();
    let heads: Vec<&str> = figure.tables[1]
        .columns
        .iter()
        .map(|c| c.head.as_str())
        .collect();
    let wanted = [
        "departs (UTC)",
        "arrives (UTC)",
        "time of flight [d]",
        "C3 [km²/s²]",
        "v∞ <arrival> [km/s]",
    ];
    assert_eq!(heads, wanted);
    assert_eq!(figure.tables[1].rows.len(), DEPARTURES);
    let chosen = figure.tables[0].rows.last().unwrap();
    assert_eq!(
        chosen[..4],
        ["flight <1>", "2026-11-18", "2027-03-02 12:00", "104.5"]
    );
    assert_eq!(chosen[4..], ["9.6", "-"]);

    let csv = porkchop_csv(&chart);
    let lines: Vec<&str> = csv.lines().collect();
    assert_eq!(lines.len(), 1 + 3 + DEPARTURES * ARRIVALS);
    assert_eq!(
        lines[0],
        "row,label,departure,arrival,tof_d,C3 [km²/s²],v∞ <arrival> [km/s]"
    );
    assert_eq!(
        lines[3],
        "chosen,flight <1>,2026-11-18T00:00:00Z,2027-03-02T12:00:00Z,104.5,9.6,"
    );
    assert!(lines[7].starts_with("grid,,2026-09-01T00:00:00Z,2027-01-18T00:00:00Z,139,"));
    assert!(lines[7].ends_with(','), "no value, no number: {}", lines[7]);
    let least = lines[4..]
        .iter()
        .map(|line| line.split(',').nth(5).unwrap().parse::<f64>().unwrap());
    let least = least.fold(f64::INFINITY, f64::min);
    assert!(
        figure
            .description
            .contains(&format!("The least C3 on the grid is {least:.3} km²/s²"))
    );
}

#[test]
fn what_cannot_be_drawn_is_refused() {
    let refused = |change: fn(&mut PorkchopChart)| {
        let mut chart = mars();
        change(&mut chart);
        porkchop_figure(&chart).unwrap_err()
    };
    let few = ChartError::FewDates { axis: "departures" };
    assert_eq!(refused(|chart| chart.departures.truncate(1)), few);
    let order = ChartError::Order {
        axis: "arrivals",
        at: 4,
    };
    assert_eq!(
        refused(|chart| chart.arrivals[4] = chart.arrivals[3]),
        order
    );
    let size = refused(|chart| chart.fields[1].values.truncate(10));
    assert!(matches!(
        size,
        ChartError::Size {
            wanted: 2091,
            found: 10,
            ..
        }
    ));
    assert_eq!(refused(|chart| chart.fields.clear()), ChartError::Empty);
    assert_eq!(
        refused(|chart| chart.fields[0].values.fill(Some(f64::NAN))),
        ChartError::Empty
    );
}

#[test]
fn odd_numbers_do_no_harm() {
    for value in [0.0, -5.0, 1e300, -1e300, f64::MIN_POSITIVE] {
        let flat = field("C3", "", |_, _| Some(value));
        let tilted = field("C3", "", |x, _| Some(value + x));
        for field in [flat, tilted] {
            let mut chart = chart(
                vec![field],
                vec![point(PorkchopKind::Chosen, "", 0.5, 0.5, value)],
            );
            chart.fields[0].levels = vec![f64::NAN, value, value];
            chart.tof_d = vec![f64::NAN, f64::INFINITY, -3.0, 1e9];
            let figure = porkchop_figure(&chart).unwrap();
            parsed(&figure.svg);
            chart.fields[0].levels.clear();
            chart.fields[0].cap = Some(f64::NEG_INFINITY);
            parsed(&porkchop_figure(&chart).unwrap().svg);
        }
    }
}

// ---- windows ----

fn bar(from: f64, to: f64, value: Option<f64>) -> WindowsBar {
    WindowsBar {
        from: day(from),
        to: day(to),
        value,
        label: String::new(),
    }
}

fn row(label: &str, windows: Vec<WindowsBar>) -> WindowsRow {
    WindowsRow {
        label: label.to_owned(),
        windows,
        closures: Vec::new(),
    }
}

fn windows(span_d: f64, rows: Vec<WindowsRow>) -> WindowsChart {
    WindowsChart {
        name: "chain".to_owned(),
        title: "Windows <& \"more\">".to_owned(),
        span: (day(0.0), day(span_d)),
        value_label: "Δv".to_owned(),
        value_unit: "m/s".to_owned(),
        rows,
        chain: None,
    }
}

fn is_shade(node: &Node<'_, '_>) -> bool {
    let class = node.attribute("class");
    class.is_some_and(|class| class.starts_with("shade-"))
}

/// The bars and ticks that are coloured by value: left, top, width and height. The legend stands above.
fn bars(document: &Document<'_>) -> Vec<(f64, f64, f64, f64)> {
    let rects = elements(document, "rect").into_iter();
    let bars = rects.filter(|rect| is_shade(rect) && number(rect, "y") > 30.0);
    bars.map(|rect| {
        let of = |name| number(&rect, name);
        (of("x"), of("y"), of("width"), of("height"))
    })
    .collect()
}

fn words(document: &Document<'_>) -> Vec<String> {
    let texts = elements(document, "text").into_iter();
    texts
        .filter_map(|text| Some(text.text()?.trim().to_owned()))
        .collect()
}

#[test]
fn wide_windows_are_bars_and_short_ones_ticks_that_can_be_seen() {
    let minutes = 10.0 / 1440.0;
    let windows = windows(
        1000.0,
        vec![row(
            "leg",
            vec![
                bar(250.0, 750.0, Some(10.0)),
                bar(900.0, 900.0 + minutes, Some(20.0)),
                bar(-50.0, 0.0, Some(12.0)),
                bar(-50.0, 100.0, Some(12.0)),
                bar(2000.0, 2100.0, Some(12.0)),
            ],
        )],
    );
    let figure = windows_figure(&windows).unwrap();
    let document = parsed(&figure.svg);
    let bars = bars(&document);
    assert_eq!(bars.len(), 4, "what lies beyond the span is not drawn");
    let (cut, wide, tick) = (bars[1], bars[2], bars[3]);
    // The first begins at the left end of the axis and ends at a tenth of it.
    let (left, length) = (cut.0, cut.2 * 10.0);
    assert!((wide.0 - (left + 0.25 * length)).abs() < 0.6, "{bars:?}");
    assert!((wide.2 - 0.5 * length).abs() < 0.6);
    assert!((tick.0 + tick.2 / 2.0 - (left + 0.9 * length)).abs() < 0.6);
    assert_eq!(tick.2, 2.0, "a short window is as wide as can be seen");
    assert!(tick.3 > wide.3, "and taller than a bar");
    let words = words(&document);
    for word in [
        "leg",
        "10",
        "20",
        "short, drawn wider than it lasts",
        "Δv [m/s]  10",
    ] {
        assert!(words.iter().any(|text| text == word), "{word}: {words:?}");
    }
}

#[test]
fn two_thousand_windows_of_one_leg_stand_apart() {
    let many = (0..2000).map(|at| {
        let day = f64::from(at) * 1.826;
        bar(day, day + 0.003, Some(100.0 + 40.0 * (day / 60.0).sin()))
    });
    let windows = windows(3652.0, vec![row("Kourou to the station", many.collect())]);
    let figure = windows_figure(&windows).unwrap();
    let document = parsed(&figure.svg);
    let bars = bars(&document);
    assert_eq!(bars.len(), 2000, "every window has its mark");
    let lines: BTreeSet<i64> = bars.iter().map(|bar| (bar.1 * 10.0) as i64).collect();
    assert_eq!(
        lines.len(),
        11,
        "one line a year, from September of one to August of another"
    );
    assert!(bars.iter().all(|bar| bar.2 >= 2.0 && bar.3 >= 12.0));
    let same_line = bars.windows(2).filter(|pair| pair[0].1 == pair[1].1);
    for pair in same_line {
        assert!(pair[1].0 - pair[0].0 >= 3.0, "{pair:?}");
    }
    let words = words(&document);
    for word in ["Kourou to the station  2026", "2031", "2036", "Jan", "Dec"] {
        assert!(words.iter().any(|text| text == word), "{word}: {words:?}");
    }
    assert!(figure.svg.len() < 250_000, "{}", figure.svg.len());
    assert!(figure.description.contains("2000 windows"));
    assert_eq!(
        figure.tables[0].rows.len() + figure.tables[0].left_out,
        2000
    );
    assert_eq!(windows_csv(&windows).lines().count(), 2001);
}

#[test]
fn thirty_legs_and_their_chain_fit_a_page() {
    let rows = (0..30).map(|leg| {
        let windows = (0..10).map(|at| {
            let from = f64::from(at * 365 + (leg * 37) % 300);
            let value = f64::from(3600 + (leg * 7 + at * 13) % 40 * 12);
            bar(from, from + 5.0 + f64::from(leg), Some(value))
        });
        row(&format!("leg {leg}"), windows.collect())
    });
    let mut chart = windows(3652.0, rows.collect());
    chart.chain = Some(row("whole chain", vec![bar(300.0, 330.0, None)]));
    let figure = windows_figure(&chart).unwrap();
    let document = parsed(&figure.svg);
    assert_eq!(bars(&document).len(), 300);
    let words = words(&document);
    for leg in 0..30 {
        assert!(words.contains(&format!("leg {leg}")));
    }
    assert!(words.contains(&"whole chain".to_owned()) && words.contains(&"3,600".to_owned()));
    assert!(number(&document.root_element(), "height") < 1000.0);
    let green = elements(&document, "rect").into_iter();
    let green = green.filter(|rect| rect.attribute("fill") == Some("#009E73"));
    assert_eq!(
        green.count(),
        3,
        "the chain, its shade over the legs, and the legend"
    );
    assert!(
        figure
            .description
            .contains("30 legs have 300 windows in all.")
    );
    assert!(
        figure
            .description
            .contains("whole chain: one window, the first from 2027-06-28")
    );
}

#[test]
fn windows_on_one_pixel_share_a_mark_in_the_best_colour() {
    let close = (0..50).map(|at| {
        bar(
            100.0 + f64::from(at) * 0.01,
            100.0 + f64::from(at) * 0.01,
            Some(f64::from(50 - at)),
        )
    });
    let windows = windows(3652.0, vec![row("leg", close.collect())]);
    let figure = windows_figure(&windows).unwrap();
    let document = parsed(&figure.svg);
    assert_eq!(bars(&document).len(), 1);
    assert!(figure.svg.contains("class=\"shade-0\""));
    assert!(
        figure
            .description
            .contains("49 windows stand so close to the one before")
    );
}

#[test]
fn closures_cover_and_have_their_table() {
    let mut chart = windows(100.0, vec![row("leg", vec![bar(10.0, 40.0, None)])]);
    chart.rows[0].closures.push(WindowsClosure {
        from: day(20.0),
        to: day(25.0),
        label: "a, \"b\"".to_owned(),
    });
    let figure = windows_figure(&chart).unwrap();
    assert_eq!(
        figure.tables[1].rows[0],
        ["leg", "2026-09-21", "2026-09-26", "5 d", "a, \"b\""]
    );
    let csv = windows_csv(&chart);
    assert!(
        csv.ends_with("closure,leg,2026-09-21T00:00:00Z,2026-09-26T00:00:00Z,,\"a, \"\"b\"\"\"\n"),
        "{csv}"
    );
    let document = parsed(&figure.svg);
    let words = words(&document);
    assert!(words.contains(&"closed".to_owned()) && words.contains(&"open".to_owned()));
    let open = figure.svg.find("fill=\"#0072B2\"").unwrap();
    let cover = figure.svg.find("fill-opacity=\"0.7\"").unwrap();
    assert!(open < cover, "a closure lies over the windows");
}

#[test]
fn windows_that_cannot_be_drawn_are_refused() {
    let backwards = windows(
        10.0,
        vec![row("leg", vec![bar(0.0, 1.0, None), bar(4.0, 3.0, None)])],
    );
    let order = ChartError::Order {
        axis: "windows",
        at: 1,
    };
    assert_eq!(windows_figure(&backwards).unwrap_err(), order);
    assert_eq!(
        windows_figure(&windows(0.0, vec![row("", vec![])])).unwrap_err(),
        ChartError::Span
    );
    assert_eq!(
        windows_figure(&windows(1.0, vec![])).unwrap_err(),
        ChartError::Empty
    );
    let nothing = windows_figure(&windows(1.0, vec![row("leg", vec![])])).unwrap();
    assert!(nothing.description.contains("leg: no window."));
    parsed(&nothing.svg);
}

// ---- what holds for every figure ----

fn all_figures() -> Vec<Figure> {
    let (campaign, plan, outcome) = (sortie::campaign(), sortie::plan(), sortie::outcome());
    let report = Report {
        campaign: &campaign,
        plan: &plan,
        outcome: &outcome,
        measures: &[],
        provenance: &Provenance {
            entries: Vec::new(),
        },
    };
    let mut figures = figures(&report);
    assert_eq!(figures.len(), 6);
    figures.push(porkchop_figure(&mars()).unwrap());
    let legs = vec![row(
        "a <leg>",
        vec![bar(1.0, 2.0, Some(3.0)), bar(5.0, 5.0, None)],
    )];
    figures.push(windows_figure(&windows(10.0, legs)).unwrap());
    figures
}

#[test]
fn every_figure_is_xml_with_words_for_those_who_cannot_see_it() {
    for figure in all_figures() {
        let document = parsed(&figure.svg);
        let root = document.root_element();
        assert_eq!(root.attribute("role"), Some("img"));
        let named = root.attribute("aria-labelledby").unwrap();
        for id in named.split(' ') {
            let mut all = document.descendants();
            let node = all.find(|node| node.attribute("id") == Some(id)).unwrap();
            assert!(!node.text().unwrap().is_empty());
        }
        assert!(!figure.svg.contains("url("), "a figure refers to nothing");
        for sentinel in ["#010203", "#020304"] {
            assert!(
                !figure.svg.contains(sentinel),
                "{}: ink without a home",
                figure.name
            );
        }
        assert!(figure.tables.iter().any(|table| !table.rows.is_empty()));
    }
}

#[test]
fn charts_of_one_page_have_anchors_of_their_own() {
    let (mut a, mut b) = (mars(), mars());
    (a.name, b.name) = ("2026".to_owned(), "2028".to_owned());
    let ids = |chart: &PorkchopChart| {
        let figure = porkchop_figure(chart).unwrap();
        let document = parsed(&figure.svg);
        let all = document.descendants();
        let ids = all.filter_map(|node| node.attribute("id").map(str::to_owned));
        ids.collect::<BTreeSet<String>>()
    };
    assert!(ids(&a).is_disjoint(&ids(&b)) && ids(&a).contains("porkchop-2026-title"));
}

#[test]
fn every_figure_becomes_a_png_of_the_width_asked_for() {
    for figure in all_figures() {
        let document = parsed(&figure.svg);
        let root = document.root_element();
        let height = number(&root, "height") / number(&root, "width") * 480.0;
        let picture = Pixmap::decode_png(&png(&figure.svg, 480).unwrap()).unwrap();
        assert_eq!(
            (picture.width(), f64::from(picture.height())),
            (480, height.round())
        );
        let colours: BTreeSet<[u8; 3]> = picture
            .pixels()
            .iter()
            .map(|pixel| [pixel.red(), pixel.green(), pixel.blue()])
            .collect();
        assert!(colours.len() > 20, "{} is blank", figure.name);
        assert!(
            colours.contains(&[255, 255, 255]),
            "{}: no white paper",
            figure.name
        );
        let ink = |colour: &[u8; 3]| colour.iter().all(|part| *part < 0x80);
        assert!(colours.iter().any(ink), "{} has no ink", figure.name);
    }
}

#[test]
fn letters_are_drawn_without_fonts_of_the_machine() {
    let svg = |text: &str| {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"200\" height=\"40\">\
             <text x=\"4\" y=\"28\" font-family=\"sans-serif\" font-size=\"24\">{text}</text></svg>"
        )
    };
    let ink = |text: &str| {
        let picture = Pixmap::decode_png(&png(&svg(text), 200).unwrap()).unwrap();
        picture
            .pixels()
            .iter()
            .filter(|pixel| pixel.red() < 128)
            .count()
    };
    assert_eq!(ink(""), 0);
    assert!(ink("i") > 10 && ink("Δv∞ km²") > 3 * ink("i"));
    for letter in "abzAZ09²³°Δ∞·…é–".chars() {
        assert!(ink(&letter.to_string()) > 0, "{letter}");
    }
}

#[test]
fn on_dark_paper_the_dark_colours_hold() {
    let svg = porkchop_figure(&mars()).unwrap().svg;
    let corner = |bytes: Vec<u8>| {
        let picture = Pixmap::decode_png(&bytes).unwrap();
        let pixel = picture.pixel(0, picture.height() - 1).unwrap();
        [pixel.red(), pixel.green(), pixel.blue()]
    };
    assert_eq!(corner(png(&svg, 240).unwrap()), [255, 255, 255]);
    assert_eq!(corner(png_on_dark(&svg, 240).unwrap()), [0x0D, 0x11, 0x17]);
    assert_ne!(png(&svg, 240).unwrap(), png_on_dark(&svg, 240).unwrap());
    assert_eq!(png(&svg, 0).unwrap_err(), PngError::Size { width_px: 0 });
}

#[test]
fn same_input_same_bytes() {
    let twice = [
        porkchop_figure(&mars()).unwrap(),
        porkchop_figure(&mars()).unwrap(),
    ];
    assert_eq!(twice[0], twice[1]);
    assert_eq!(
        png(&twice[0].svg, 300).unwrap(),
        png(&twice[1].svg, 300).unwrap()
    );
    assert_eq!(porkchop_csv(&mars()), porkchop_csv(&mars()));
}

/// Writes the charts where `PORTOLAN_REPORT_DIR` says, for people to look at.
#[test]
fn written_for_people_to_look_at() {
    let Some(folder) = std::env::var_os("PORTOLAN_REPORT_DIR") else {
        return;
    };
    let folder = std::path::PathBuf::from(folder);
    for figure in all_figures() {
        let write = |end: &str, bytes: &[u8]| {
            std::fs::write(folder.join(format!("{}{end}", figure.name)), bytes).unwrap();
        };
        write(".svg", figure.svg.as_bytes());
        write(".png", &png(&figure.svg, 960).unwrap());
        write("-dark.png", &png_on_dark(&figure.svg, 960).unwrap());
    }
}
