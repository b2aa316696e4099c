//! When and where needs went unmet.

use crate::scene::Scene;
use portolan_model::{NeedRecord, Site};
use portolan_vocabulary::Duration;

/// The times at one site during which at least one need was not met.
#[derive(Clone, Debug, PartialEq)]
pub struct Shortage {
    /// Where.
    pub site: Site,
    /// The first instant at which something was short.
    pub first: Duration,
    /// How long something was short, overlaps counted once. Needs of an instant add none.
    pub total: Duration,
    /// The times, in order, without overlap.
    pub times: Vec<(Duration, Duration)>,
}

/// The shortages of every site that had any, in the order of the sites.
///
/// A need over a time is taken to be met from its beginning for as long as what was had lasts, and
/// unmet for the rest. A need of an instant is unmet at that instant.
pub fn shortages(scene: &Scene<'_>) -> Vec<Shortage> {
    let mut unmet: Vec<(Site, Duration, Duration)> =
        scene.outcome.needs.iter().filter_map(gap).collect();
    unmet.sort_unstable();
    unmet.chunk_by(|a, b| a.0 == b.0).map(merged).collect()
}

/// Relative size of a gap that is rounding.
const ROUNDING: f64 = 1e-9;

fn gap(need: &NeedRecord) -> Option<(Site, Duration, Duration)> {
    let short = need.amount > 0.0 && need.amount - need.met > ROUNDING * need.amount;
    let (true, Some(site)) = (short, need.site) else {
        return None;
    };
    let had = (need.met / need.amount).clamp(0.0, 1.0);
    let from = need.from + Duration::from_days((need.to - need.from).days() * had);
    Some((site, from.min(need.to), need.to))
}

fn merged(unmet: &[(Site, Duration, Duration)]) -> Shortage {
    let mut times: Vec<(Duration, Duration)> = Vec::new();
    for &(_, from, to) in unmet {
        match times.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            _ => times.push((from, to)),
        }
    }
    let spans = times.iter().map(|(from, to)| *to - *from);
    Shortage {
        site: unmet[0].0,
        first: unmet[0].1,
        total: spans.fold(Duration::ZERO, |sum, span| sum + span),
        times,
    }
}
