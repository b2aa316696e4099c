//! The campaign `asteroid-return`, whose ways are computed: the least launch mass against every choice of flights and engines.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use portolan::Wanted;
use portolan_model::{Campaign, Way};
use portolan_solver::{Stop, Unwatched};
use std::path::Path;

/// The velocity changes of each departure of an edge, with the days on which it leaves and arrives.
fn flights(campaign: &Campaign, id: &str) -> Vec<(f64, f64, Vec<f64>)> {
    let found = campaign.edges.iter().find(|edge| edge.id.as_str() == id);
    let of = |opportunity: &portolan_model::Opportunity| {
        let burns = opportunity.way.burns().iter();
        let leaves = opportunity.window.from.days();
        let takes = opportunity.way.duration().map_or(0.0, |it| it.days());
        (
            leaves,
            leaves + takes,
            burns.map(|burn| burn.dv.m_s()).collect(),
        )
    };
    let edge = found.unwrap();
    assert!(matches!(edge.way, Way::Impulsive { .. }));
    edge.departures.opportunities.iter().map(of).collect()
}

/// Dry mass and tank in kg, specific impulse in s.
type Stage = (f64, f64, f64);
const SPACECRAFT: Stage = (600.0, 1500.0, 320.0);
const STORABLE: Stage = (450.0, 4000.0, 325.0);
const CRYOGENIC: Stage = (900.0, 8000.0, 450.0);
/// The capsule, and with its samples.
const CAPSULE_KG: (f64, f64) = (50.0, 52.0);

/// What a burn uses.
fn burned(after_kg: f64, dv_m_s: f64, stage: Stage) -> f64 {
    after_kg * ((dv_m_s / (stage.2 * 9.80665)).exp() - 1.0)
}

/// The least mass on the pad with the first burn by one of the stages, the second by the spacecraft or a storable stage, and the
/// flight home by the spacecraft or that stage; a stage that has done its part stays behind.
fn least_kg(out: &[f64], home_m_s: f64, coast_d: f64) -> f64 {
    let mut least = f64::INFINITY;
    for (first, second, third) in [
        (CRYOGENIC, STORABLE, STORABLE),
        (CRYOGENIC, STORABLE, SPACECRAFT),
        (CRYOGENIC, SPACECRAFT, SPACECRAFT),
        (CRYOGENIC, SPACECRAFT, STORABLE),
        (STORABLE, STORABLE, STORABLE),
        (STORABLE, STORABLE, SPACECRAFT),
        (STORABLE, SPACECRAFT, SPACECRAFT),
        (STORABLE, SPACECRAFT, STORABLE),
        (SPACECRAFT, SPACECRAFT, SPACECRAFT),
    ] {
        for stages in [1.0, 2.0] {
            least = least.min(mass_kg(
                [first, second, third],
                stages,
                out,
                home_m_s,
                coast_d,
            ));
        }
    }
    least
}

/// The mass on the pad for one choice; infinite where it does not fit the tanks. Of two storable stages one is left behind after
/// the first burn, and burns as much of it as its tank holds.
fn mass_kg(by: [Stage; 3], stages: f64, out: &[f64], home_m_s: f64, coast_d: f64) -> f64 {
    let [first, second, third] = by;
    let storables = by.contains(&STORABLE);
    if stages == 2.0 && first != STORABLE {
        return f64::INFINITY;
    }
    let home = burned(third.0 + CAPSULE_KG.1, home_m_s, third);
    // At Bennu: the spacecraft, and the storable stage where the way home or the arrival needs it.
    let kept = storables && (second == STORABLE || third == STORABLE);
    let dry = SPACECRAFT.0 + CAPSULE_KG.0 + if kept { STORABLE.0 } else { 0.0 };
    let arriving = burned(dry + home, out[1], second);
    let coasting = dry + home + arriving;
    // What is dropped after the first burn.
    let dropped = match first {
        CRYOGENIC => CRYOGENIC.0,
        STORABLE if kept => (stages - 1.0) * STORABLE.0,
        STORABLE => stages * STORABLE.0,
        _ => 0.0,
    };
    let leaving = burned(coasting + dropped, out[0], first);
    let mut tanks = [
        (SPACECRAFT, 0.0, 1.0),
        (STORABLE, 0.0, stages),
        (CRYOGENIC, 0.0, 1.0),
    ];
    for (stage, used) in [(first, leaving), (second, arriving), (third, home)] {
        for (own, sum, _) in &mut tanks {
            if *own == stage {
                *sum += used;
            }
        }
    }
    let fits = tanks
        .iter()
        .all(|(stage, sum, count)| *sum <= stage.1 * count);
    if fits {
        let lost = if first == CRYOGENIC {
            leaving * (0.97_f64.powf(-coast_d) - 1.0)
        } else {
            0.0
        };
        coasting + dropped + leaving + lost
    } else {
        f64::INFINITY
    }
}

#[test]
fn samples_come_home_with_the_least_launch_mass() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../campaigns/asteroid-return");
    let opened = portolan::open(&folder).unwrap();
    let campaign = &opened.campaign;
    let mut least = f64::INFINITY;
    for (_, arrives, out) in flights(campaign, "outward") {
        for (leaves, _, home) in flights(campaign, "homeward") {
            if arrives <= 2200.0 && leaves >= 3500.0 {
                // The launch takes half an hour.
                least = least.min(least_kg(&out, home[0], 0.5 / 24.0));
            }
        }
    }
    let best = portolan::optimise(campaign, &Wanted::default(), &mut Unwatched).unwrap();
    assert!(best.is_feasible(), "{:#?}", best.findings);
    assert_eq!(best.found.stop, Stop::Optimal);
    let found = best.found.reached[0].value;
    assert!(
        (found - least).abs() < 1e-5 * least,
        "{found} kg, not {least} kg"
    );
}
