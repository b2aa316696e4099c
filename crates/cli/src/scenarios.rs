//! What `scenarios` does.

use crate::arguments::{Format, ScenariosArguments};
use crate::optimise::{Shown, goal};
use crate::verbs::{Done, Failure, Outcome, print, say};
use portolan::model::Goal;
use portolan::vocabulary::Findings;
use portolan::{ScenariosAsked, Wanted};

/// A goal that has a mean over scenarios.
pub(crate) fn linear_goal(word: &str) -> Result<Goal, String> {
    match goal(word)? {
        Goal::Time => Err("time has no mean: ask for launch-mass, cost or emissions".to_owned()),
        goal => Ok(goal),
    }
}

/// Plans for all scenarios.
pub(crate) fn scenarios(arguments: &ScenariosArguments) -> Outcome {
    let wrong = |findings: Findings| Failure::Findings(findings, arguments.format);
    let opened = portolan::open(&arguments.campaign).map_err(wrong)?;
    let asked = ScenariosAsked {
        goal: arguments.goal,
        robust: arguments.robust,
        margin: arguments.margin,
        scenario: arguments.scenario.clone(),
        wanted: Wanted {
            gap: Some(arguments.gap),
            nodes: arguments.nodes,
            ..Wanted::default()
        },
    };
    let mut watch = Shown::new();
    let found = portolan::scenarios(&opened.campaign, &asked, &mut watch).map_err(wrong)?;
    watch.bar.finish_and_clear();
    match arguments.format {
        Format::Json => print(&portolan::scenarios_json(
            &opened.campaign,
            &found,
            &opened.sources,
        ))?,
        Format::Text => {
            print(&portolan::scenarios_text(&opened.campaign, &found))?;
            say(&portolan::findings_text(&found.findings));
            if let Some(flown) = &found.flown {
                say(&portolan::findings_text(flown.findings()));
            }
        }
    }
    Ok(Done::feasible(found.is_feasible()))
}
