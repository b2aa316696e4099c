//! An efficient set, as a person and as a program see it.

use crate::PROGRAM;
use crate::checked::Flown;
use crate::efficient::Efficient;
use crate::open::Source;
use crate::optimise_shown::{stop_word, unit};
use crate::save::{Form, in_memory, plan_text, provenance};
use portolan_formats::outcome::efficient::{self, EfficientGoal, EfficientRow, write_efficient};
use portolan_model::{Campaign, Goal};
use portolan_optimise::efficient::{EfficientPoint, Unsearched};
use portolan_report::{
    EfficientAxis, EfficientBox, EfficientChart, EfficientMark, Figure, Provenance, Table,
    efficient_figure, efficient_table, figure_page,
};
use portolan_solver::Stop;
use std::fmt::Write as _;

/// An efficient set as JSON: `portolan-efficient/1`, with the plan of each point.
pub fn efficient_json(campaign: &Campaign, found: &Efficient, sources: &[Source]) -> String {
    let front = &found.front;
    let goals = front.goals.iter().zip(&front.tolerances);
    let content = efficient::Efficient {
        campaign: campaign.id.to_string(),
        stop: stop_word(front.stop),
        complete: found.is_complete(),
        goals: goals
            .map(|(goal, tolerance)| EfficientGoal {
                goal: goal.word(),
                unit: unit(campaign, *goal),
                tolerance: *tolerance,
            })
            .collect(),
        points: rows(found),
        unsearched: front.unsearched.iter().map(open).collect(),
        nodes: front.nodes,
    };
    let text = |flown: &Option<Flown>| {
        let plan = flown.as_ref().map(|flown| flown.checked.plan());
        plan.and_then(|plan| plan_text(campaign, plan, Form::Json).ok())
    };
    let plans: Vec<Option<String>> = found.flown.iter().map(text).collect();
    let own = found.flown.iter().flatten().flat_map(Flown::findings);
    let findings: Vec<_> = found.findings.iter().chain(own).cloned().collect();
    in_memory(|out| write_efficient(out, &content, &plans, &findings, &provenance(sources)))
}

fn rows(found: &Efficient) -> Vec<EfficientRow> {
    let row = |(point, flown): (&EfficientPoint, &Option<Flown>)| EfficientRow {
        values: point.values.clone(),
        bounds: point.bounds.clone(),
        proved: point.proved,
        supported: point.supported,
        exchange: point.exchange.clone(),
        feasible: flown.as_ref().is_some_and(Flown::is_feasible),
    };
    found
        .front
        .points
        .iter()
        .zip(&found.flown)
        .map(row)
        .collect()
}

fn open(own: &Unsearched) -> efficient::Unsearched {
    let finite = |values: &[f64]| {
        let values = values
            .iter()
            .map(|value| Some(*value).filter(|it| it.is_finite()));
        values.collect()
    };
    efficient::Unsearched {
        from: finite(&own.from),
        to: finite(&own.to),
    }
}

/// An efficient set as tables for a terminal.
pub fn efficient_text(campaign: &Campaign, found: &Efficient) -> String {
    let front = &found.front;
    let words: Vec<&str> = front.goals.iter().map(|goal| goal.word()).collect();
    let mut text = format!(
        "{}: efficient plans in {}\n",
        campaign.name,
        words.join(", ")
    );
    if front.points.is_empty() {
        let _ = writeln!(text, "none ({})", stop_word(front.stop));
        return text;
    }
    text.push('\n');
    let chart = chart(campaign, found);
    text.push_str(&efficient_table(&chart).text(usize::MAX));
    let _ = writeln!(text, "\n{}", verdict(campaign, found));
    if let Some(table) = unsearched_table(&chart) {
        text.push('\n');
        text.push_str(&table.text(MOST_BOXES));
    }
    let feasible = found
        .flown
        .iter()
        .flatten()
        .filter(|flown| flown.is_feasible())
        .count();
    let _ = writeln!(
        text,
        "\n{feasible} of {} plans are accepted by the judge and carried out without error.",
        front.points.len()
    );
    text
}

/// More boxes than a person reads; all stand in the JSON.
const MOST_BOXES: usize = 20;

/// What is proved, in words.
fn verdict(campaign: &Campaign, found: &Efficient) -> String {
    let front = &found.front;
    let tolerances = front
        .goals
        .iter()
        .zip(&front.tolerances)
        .map(|(goal, tolerance)| {
            let (scale, unit) = shown_in(campaign, *goal);
            format!("{} {unit}", portolan_report::sensible(tolerance / scale))
        });
    let tolerances = tolerances.collect::<Vec<_>>().join(", ");
    let end = match front.stop {
        Stop::Optimal => String::new(),
        stop => format!(" The search ended early ({}).", stop_word(stop)),
    };
    let what = if found.is_complete() {
        "These are all efficient plans there are".to_owned()
    } else if front.goals.len() == 2 {
        format!(
            "Any other efficient plan lies in one of {} boxes; outside them there is proved to be none",
            front.unsearched.len()
        )
    } else {
        format!(
            "A grid of ceilings was searched. Any other efficient plan lies in one of {} boxes between its lines",
            front.unsearched.len()
        )
    };
    format!("{what} (plans that differ by less than {tolerances} count as the same).{end}")
}

fn unsearched_table(chart: &EfficientChart) -> Option<Table> {
    let heads: Vec<String> = chart
        .axes
        .iter()
        .map(|axis| format!(">{} [{}]", axis.label, axis.unit))
        .collect();
    let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
    let mut table = Table::new("Where there may be more", &heads);
    for it in &chart.boxes {
        let range = |(from, to): (&f64, &f64)| match (from.is_finite(), to.is_finite()) {
            (true, true) => format!(
                "{} to {}",
                portolan_report::sensible(*from),
                portolan_report::sensible(*to)
            ),
            (true, false) => format!("from {}", portolan_report::sensible(*from)),
            (false, true) => format!("to {}", portolan_report::sensible(*to)),
            (false, false) => "any".to_owned(),
        };
        table.row(it.from.iter().zip(&it.to).map(range));
    }
    (!table.rows.is_empty()).then_some(table)
}

/// A unit that people read, and how much of the goal's own it is.
fn shown_in(campaign: &Campaign, goal: Goal) -> (f64, String) {
    match goal {
        Goal::LaunchMass => (1000.0, "t".to_owned()),
        Goal::Emissions => (1000.0, "t CO2e".to_owned()),
        Goal::Time => (1.0, "d".to_owned()),
        Goal::Cost => (1e6, format!("M{}", campaign.settings.money.0)),
    }
}

fn label(campaign: &Campaign, goal: Goal) -> String {
    match goal {
        Goal::LaunchMass => "launch mass".to_owned(),
        Goal::Emissions => "emissions".to_owned(),
        Goal::Time => "time".to_owned(),
        Goal::Cost => format!("cost ({})", campaign.settings.money.1),
    }
}

fn chart(campaign: &Campaign, found: &Efficient) -> EfficientChart {
    let front = &found.front;
    let shown: Vec<(f64, String)> = front
        .goals
        .iter()
        .map(|goal| shown_in(campaign, *goal))
        .collect();
    let scaled = |values: &[f64]| -> Vec<f64> {
        values
            .iter()
            .zip(&shown)
            .map(|(value, (scale, _))| value / scale)
            .collect()
    };
    let mark = |point: &EfficientPoint| EfficientMark {
        values: scaled(&point.values),
        proved: point.proved,
        supported: point.supported,
        exchange: point.exchange.as_ref().map(|rates| {
            let rates = rates.iter().zip(&shown[1..]);
            rates
                .map(|(rate, (scale, _))| rate * shown[0].0 / scale)
                .collect()
        }),
    };
    let axis = |(goal, (_, unit)): (&Goal, &(f64, String))| EfficientAxis {
        label: label(campaign, *goal),
        unit: unit.clone(),
    };
    EfficientChart {
        name: campaign.id.to_string(),
        title: format!("Efficient plans of {}", campaign.name),
        axes: front.goals.iter().zip(&shown).map(axis).collect(),
        marks: front.points.iter().map(mark).collect(),
        boxes: front
            .unsearched
            .iter()
            .map(|it| EfficientBox {
                from: scaled(&it.from),
                to: scaled(&it.to),
            })
            .collect(),
    }
}

fn figure(campaign: &Campaign, found: &Efficient) -> Result<Figure, String> {
    efficient_figure(&chart(campaign, found)).map_err(|error| error.to_string())
}

/// The front as a picture (SVG).
///
/// # Errors
/// Why it cannot be drawn, in words.
pub fn efficient_plot(campaign: &Campaign, found: &Efficient) -> Result<String, String> {
    figure(campaign, found).map(|figure| figure.svg)
}

/// The front as one HTML page that needs nothing besides itself: the picture, and the numbers behind it beside it.
///
/// # Errors
/// Why it cannot be drawn, in words.
pub fn efficient_html(
    campaign: &Campaign,
    found: &Efficient,
    sources: &[Source],
) -> Result<String, String> {
    let mut figure = figure(campaign, found)?;
    figure
        .tables
        .extend(unsearched_table(&chart(campaign, found)));
    let mut entries = vec![
        ("Campaign".to_owned(), campaign.id.to_string()),
        ("made by".to_owned(), PROGRAM.to_owned()),
    ];
    let file = |source: &Source| (source.name.clone(), format!("sha256 {}", source.sha256));
    entries.extend(sources.iter().map(file));
    Ok(figure_page(
        &figure,
        &verdict(campaign, found),
        &Provenance { entries },
    ))
}
