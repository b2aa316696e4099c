//! What `optimise` does.

use crate::arguments::{Format, OptimiseArguments, ShareArguments, WhatIfArguments, time};
use crate::verbs::{Done, Failure, Outcome, open, print, say, write, write_all};
use indicatif::{ProgressBar, ProgressStyle};
use portolan::model::{Campaign, Goal};
use portolan::vocabulary::{Findings, nearest};
use portolan::{
    Aim, Flown, Horizon, Progress, ShareAsked, Unwatched, Wanted, Watch, WhatIfAsked, Windows,
};
use std::ops::ControlFlow;
use std::time::Duration;

/// Goals in order of weight, or with weights.
pub(crate) fn aim(text: &str) -> Result<Aim, String> {
    let words: Vec<&str> = text.split(',').map(str::trim).collect();
    let weighted = words.iter().any(|word| word.contains(':'));
    if !weighted {
        return words
            .into_iter()
            .map(goal)
            .collect::<Result<_, _>>()
            .map(Aim::InOrder);
    }
    let pair = |word: &str| {
        let (name, weight) = word
            .split_once(':')
            .ok_or_else(|| format!("\"{word}\" has no weight"))?;
        let weight: f64 = weight
            .trim()
            .parse()
            .map_err(|_| format!("\"{weight}\" is no number"))?;
        match goal(name.trim())? {
            Goal::Time => {
                Err("time has no weight: ask for goals in order, such as \"time,cost\"".to_owned())
            }
            goal if weight.is_finite() && weight >= 0.0 => Ok((goal, weight)),
            _ => Err(format!("a weight of {weight} means nothing")),
        }
    };
    words
        .into_iter()
        .map(pair)
        .collect::<Result<_, _>>()
        .map(Aim::Weighted)
}

pub(crate) fn goal(word: &str) -> Result<Goal, String> {
    let found = Goal::ALL.into_iter().find(|goal| goal.word() == word);
    found.ok_or_else(|| {
        let words = Goal::ALL.iter().map(|goal| goal.word());
        match nearest(word, words.clone()) {
            Some(near) => format!("there is no goal \"{word}\"; did you mean \"{near}\"?"),
            None => format!(
                "there is no goal \"{word}\": known are {}",
                words.collect::<Vec<_>>().join(", ")
            ),
        }
    })
}

/// Finds the best plan.
pub(crate) fn optimise(arguments: &OptimiseArguments) -> Outcome {
    if let Some(goals) = &arguments.efficient {
        return crate::efficient::efficient(arguments, goals);
    }
    let wrong = |findings: Findings| Failure::Findings(findings, arguments.format);
    let opened = portolan::open(&arguments.campaign).map_err(wrong)?;
    let wanted = wanted(arguments);
    for (path, mps) in [(&arguments.export_mps, true), (&arguments.export_lp, false)] {
        if let Some(path) = path {
            write(
                path,
                &portolan::program_text(&opened.campaign, &wanted, mps).map_err(wrong)?,
            )?;
        }
    }
    if arguments.export_mps.is_some() || arguments.export_lp.is_some() {
        return Ok(Done::Well);
    }
    let mut watch = Shown::new();
    let optimised = portolan::optimise(&opened.campaign, &wanted, &mut watch).map_err(wrong)?;
    watch.bar.finish_and_clear();
    if let (Some(folder), Some(flown)) = (&arguments.out, &optimised.flown) {
        write_all(folder, &opened.campaign, flown, &opened.sources)?;
    }
    match arguments.format {
        Format::Json => print(&portolan::optimised_json(
            &opened.campaign,
            &optimised,
            &opened.sources,
        ))?,
        Format::Text => {
            print(&portolan::optimised_text(&opened.campaign, &optimised))?;
            say(&portolan::findings_text(&optimised.findings));
            if let Some(flown) = &optimised.flown {
                say(&portolan::findings_text(flown.findings()));
            }
        }
    }
    Ok(Done::feasible(optimised.is_feasible()))
}

pub(crate) fn wanted(arguments: &OptimiseArguments) -> Wanted {
    let limit = arguments
        .time_limit
        .map(|limit| Duration::from_secs_f64(limit.seconds().max(0.0)));
    let files = std::env::temp_dir();
    Wanted {
        aim: arguments.objective.clone(),
        gap: Some(arguments.gap),
        time_limit: limit,
        nodes: arguments.nodes,
        engine: arguments.engine.clone(),
        command: arguments.solver.clone().map(|command| (command, files)),
        hops: arguments.hops,
        slots: arguments.slots,
        refine: arguments.refine,
        time_prices: arguments.time_prices,
        windows: windows(arguments),
    }
}

fn windows(arguments: &OptimiseArguments) -> Windows {
    match (arguments.rolling, arguments.overlap) {
        (Some(horizon), None) => Windows::Of(horizon),
        (Some(horizon), Some(overlap)) => Windows::Of(horizon.with_overlap(overlap)),
        (None, _) if arguments.whole => Windows::Never,
        (None, _) => Windows::WhereLarge,
    }
}

/// Windows of a length.
pub(crate) fn windows_of(text: &str) -> Result<Horizon, String> {
    Horizon::with_window(time(text)?).map_err(|why| why.to_string())
}

/// A goal whose amounts can be shared.
pub(crate) fn shared_goal(word: &str) -> Result<Goal, String> {
    match goal(word)? {
        Goal::Time => {
            Err("time cannot be shared: ask for launch-mass, cost or emissions".to_owned())
        }
        goal => Ok(goal),
    }
}

/// Shares what the best plan comes to.
pub(crate) fn share(arguments: &ShareArguments) -> Outcome {
    let wrong = |findings: Findings| Failure::Findings(findings, arguments.format);
    let opened = portolan::open(&arguments.campaign).map_err(wrong)?;
    let asked = ShareAsked {
        goal: arguments.goal,
        partners: arguments.partner.clone(),
        wanted: Wanted {
            gap: Some(arguments.gap),
            ..Wanted::default()
        },
        sampling: Some((arguments.pairs, arguments.seed)),
    };
    let mut watch = Shown::new();
    let shared = portolan::share(&opened.campaign, &asked, &mut watch).map_err(wrong)?;
    watch.bar.finish_and_clear();
    match arguments.format {
        Format::Json => print(&portolan::shares_json(
            &opened.campaign,
            &shared,
            &opened.sources,
        ))?,
        Format::Text => print(&portolan::shares_text(&opened.campaign, &shared))?,
    }
    Ok(Done::Well)
}

/// Replans without a partner.
pub(crate) fn what_if(arguments: &WhatIfArguments) -> Outcome {
    let format = arguments.common.format;
    let wrong = |findings: Findings| Failure::Findings(findings, format);
    let opened = open(&arguments.common)?;
    let asked = WhatIfAsked {
        without: arguments.without.clone(),
        from: arguments.from - opened.campaign.start,
        notice: arguments.notice,
        wanted: Wanted {
            gap: Some(arguments.gap),
            nodes: arguments.nodes,
            ..Wanted::default()
        },
    };
    let mut watch = Shown::new();
    let found =
        portolan::what_if(&opened.campaign, &opened.plan, &asked, &mut watch).map_err(wrong)?;
    watch.bar.finish_and_clear();
    match format {
        Format::Json => print(&portolan::what_if_json(
            &opened.campaign,
            &asked,
            &found,
            &opened.sources,
        ))?,
        Format::Text => {
            print(&portolan::what_if_text(&opened.campaign, &asked, &found))?;
            for exit in &found.exits {
                if let Some(flown) = &exit.replanned {
                    say(&portolan::findings_text(flown.findings()));
                }
            }
        }
    }
    Ok(Done::feasible(
        found.exits.iter().all(portolan::Exit::is_survivable),
    ))
}

/// The best plan of a campaign that has none of its own, carried out.
pub(crate) fn planned(campaign: &Campaign, format: Format) -> Result<Flown, Failure> {
    let wanted = Wanted::default();
    let optimised = portolan::optimise(campaign, &wanted, &mut Unwatched)
        .map_err(|findings| Failure::Findings(findings, format))?;
    optimised
        .flown
        .ok_or(Failure::Findings(optimised.findings, format))
}

/// Shows on a terminal how far the search is.
pub(crate) struct Shown {
    pub(crate) bar: ProgressBar,
    /// What a search in stages is at, with what stands before it.
    stage: String,
}

impl Shown {
    pub(crate) fn new() -> Self {
        let bar = ProgressBar::new_spinner();
        if let Ok(style) = ProgressStyle::with_template("{spinner} {elapsed} {msg}") {
            bar.set_style(style);
        }
        bar.set_message("searching");
        bar.enable_steady_tick(Duration::from_millis(100));
        Self {
            bar,
            stage: String::new(),
        }
    }
}

impl Watch for Shown {
    fn progress(&mut self, progress: &Progress) -> ControlFlow<()> {
        let number = |value: Option<f64>| {
            value.map_or_else(|| "none yet".to_owned(), |value| format!("{value:.3}"))
        };
        let gap = progress
            .bound
            .zip(progress.incumbent)
            .map(|(bound, best)| (best - bound) / best.abs().max(1e-10));
        let gap = gap.map_or_else(String::new, |gap| format!(", gap {:.2} %", gap * 100.0));
        self.bar.set_message(format!(
            "best {}, none better than {}{gap}, {} nodes{}",
            number(progress.incumbent),
            number(progress.bound),
            progress.nodes,
            self.stage
        ));
        ControlFlow::Continue(())
    }

    fn stage(&mut self, stage: &str) {
        self.stage = format!(", {stage}");
    }
}
