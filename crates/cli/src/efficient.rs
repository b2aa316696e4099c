//! What `optimise --efficient` does.

use crate::arguments::{Format, OptimiseArguments};
use crate::optimise::{Shown, goal, wanted};
use crate::verbs::{Done, Failure, Outcome, print, say, write, write_all};
use portolan::model::{Campaign, Goal};
use portolan::vocabulary::Findings;
use portolan::{Efficient, EfficientAsked, Source};
use std::path::Path;

/// The goals of an efficient set.
#[derive(Clone, Debug)]
pub(crate) struct Goals(Vec<Goal>);

/// Two or three different goals with commas between them.
pub(crate) fn goals(text: &str) -> Result<Goals, String> {
    let goals: Vec<Goal> = text
        .split(',')
        .map(|word| goal(word.trim()))
        .collect::<Result<_, _>>()?;
    let twice = (1..goals.len()).any(|at| goals[..at].contains(&goals[at]));
    if !(2..=3).contains(&goals.len()) || twice {
        return Err("name two or three different goals, such as \"launch-mass,cost\"".to_owned());
    }
    Ok(Goals(goals))
}

/// Finds efficient plans between goals.
pub(crate) fn efficient(arguments: &OptimiseArguments, goals: &Goals) -> Outcome {
    let wrong = |findings: Findings| Failure::Findings(findings, arguments.format);
    let opened = portolan::open(&arguments.campaign).map_err(wrong)?;
    let asked = EfficientAsked {
        goals: goals.0.clone(),
        points: arguments.points,
        wanted: wanted(arguments),
    };
    let mut watch = Shown::new();
    let found = portolan::efficient(&opened.campaign, &asked, &mut watch).map_err(wrong)?;
    watch.bar.finish_and_clear();
    if let Some(folder) = &arguments.out {
        write_points(folder, &opened.campaign, &found, &opened.sources)?;
    }
    if let Some(path) = arguments
        .html
        .as_deref()
        .filter(|_| !found.front.points.is_empty())
    {
        draw(path, &opened.campaign, &found, &opened.sources)?;
    }
    match arguments.format {
        Format::Json => print(&portolan::efficient_json(
            &opened.campaign,
            &found,
            &opened.sources,
        ))?,
        Format::Text => {
            print(&portolan::efficient_text(&opened.campaign, &found))?;
            say(&portolan::findings_text(&found.findings));
            for flown in found
                .flown
                .iter()
                .flatten()
                .filter(|flown| !flown.is_feasible())
            {
                say(&portolan::findings_text(flown.findings()));
            }
        }
    }
    Ok(Done::feasible(found.is_feasible()))
}

/// The plan of each point in a folder of its own.
fn write_points(
    folder: &Path,
    campaign: &Campaign,
    found: &Efficient,
    sources: &[Source],
) -> Result<(), Failure> {
    for (at, flown) in found.flown.iter().enumerate() {
        if let Some(flown) = flown {
            write_all(
                &folder.join(format!("point-{}", at + 1)),
                campaign,
                flown,
                sources,
            )?;
        }
    }
    Ok(())
}

/// A page, or the picture alone where the file's name ends so.
fn draw(
    path: &Path,
    campaign: &Campaign,
    found: &Efficient,
    sources: &[Source],
) -> Result<(), Failure> {
    let is_picture = path
        .extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("svg"));
    let text = if is_picture {
        portolan::efficient_plot(campaign, found)
    } else {
        portolan::efficient_html(campaign, found, sources)
    };
    write(path, &text.map_err(Failure::Message)?)
}
