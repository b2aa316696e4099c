//! What has flown may have been lightened by demands, for good: no later trip fails for goods that were drawn long before.

mod small;

use portolan_check::codes;
use portolan_model::{BurnStep, Demand, Need, Parts, Recipient};
use portolan_vocabulary::{Duration, Index, Mass, Severity};
use small::*;

/// 900 kg of water in the bag, all of which is drawn in orbit.
fn delivery(parts: &mut Parts) {
    let bag = &mut parts.elements[e(BAG)].stores[0];
    bag.max_mass = Some(Mass::new(1000.0));
    bag.contents = lots(WATER, 900.0);
    bag.serves_demands = true;
    parts.elements[e(ROCKET)].stores[0].contents = lots(FUEL, 105.0);
    parts.demands.add(Demand {
        id: "water".into(),
        recipient: Recipient::Node(Index::new(ORBIT)),
        need: Need::Once {
            lots: lots(WATER, 900.0),
            due: Duration::from_days(2.0),
        },
        partner: None,
    });
}

/// 100 m/s at 300 s of specific impulse burn 3.34 % of all that flies: 67 kg up with the water, 35 kg down without it, and
/// 35 kg up again of 2.6 kg left and 33 kg added.
#[test]
fn a_rocket_that_has_delivered_flies_again() {
    let flies = |day: f64| {
        (
            day,
            trip(UP, &[ROCKET, BAG], vec![vec![BurnStep::Burn(e(ROCKET))]]),
        )
    };
    let steps = vec![
        (0.0, create(&[ROCKET, BAG], at(PAD))),
        flies(0.0),
        flies(3.0),
        (4.0, add(FUEL, 33.0, ROCKET)),
        flies(5.0),
    ];
    let found = found_with(delivery, steps);
    assert!(!found.is_empty());
    for finding in &found {
        assert_eq!(
            (finding.code, finding.severity),
            (codes::DELTA_V, Severity::Warning),
            "{finding:#?}"
        );
    }
}
