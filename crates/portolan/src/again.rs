//! Searching again where what was found cannot be written as a plan.

use portolan_model::Campaign;
use portolan_optimise::{Found, Network, Request, codes, search_again};
use portolan_solver::{Engine, EngineError, Watch};
use portolan_vocabulary::Finding;

/// So often is searched again.
const MOST: u32 = 5;

/// What can be written, where searching again finds it; the request then excludes what could not.
pub(crate) fn writable(
    network: &Network<'_>,
    request: &mut Request,
    found: Found,
    engine: &dyn Engine,
    watch: &mut dyn Watch,
) -> Result<(Found, Option<Finding>), EngineError> {
    let again = search_again(network, request, found, MOST, engine, watch)?;
    request.excluded = again.excluded;
    let finding = (again.times > 0).then(|| excluded(network.campaign, again.times));
    Ok((again.found, finding))
}

fn excluded(campaign: &Campaign, times: u32) -> Finding {
    let often = if times == 1 {
        "once".to_owned()
    } else {
        format!("{times} times")
    };
    let message = format!(
        "what was found could not be written as a plan, as where a lump fits into no single hold: it was searched again {often}"
    );
    Finding::warning(codes::EXCLUDED, "campaign", campaign.id.as_str(), message)
        .advice("the bound is that of the sums over all holds: no plan is better, and the plan may be better than the gap says")
}

#[cfg(test)]
mod tests {
    use super::*;
    use portolan_model::Parts;
    use portolan_vocabulary::Epoch;

    #[test]
    fn searching_again_is_said() {
        let parts = Parts::new("lumps", Epoch::from_unix_micros(0));
        let (campaign, _) = Campaign::new(parts).unwrap();
        let finding = excluded(&campaign, 2);
        assert_eq!(finding.code, codes::EXCLUDED);
        assert!(finding.message.contains("2 times") && finding.advice.is_some());
    }
}
