//! The planned figures of missions, on which crew consumables rest.

mod yard;

use portolan_model::*;
use yard::*;

/// Out by two legs and back by two, with ten days at the base.
fn mission(transit_counts: bool) -> Yard {
    let mut yard = Yard::new();
    let flight = |days| Way::Flight {
        duration: day(days),
    };
    let legs = [
        yard.edge("up", PAD, ORBIT, flight(1.0)),
        yard.edge("out", ORBIT, BASE, flight(3.0)),
        yard.edge("in", BASE, ORBIT, flight(3.0)),
        yard.edge("down", ORBIT, PAD, flight(1.0)),
    ];
    let ship = yard.carrier("ship", 1000.0, 1e4);
    let crew = yard.element("crew", 80.0);
    let person = CrewMember {
        available_fraction: 0.66,
        person: None,
    };
    yard.parts.elements[crew].crew = Some(person);
    let terms = CrewConsumables {
        omit_transit: !transit_counts,
        ..CrewConsumables::default()
    };
    let mission = yard.parts.missions.add(Mission {
        id: "sortie".into(),
        name: "sortie".into(),
        start: day(0.0),
        origin: Some(node(PAD)),
        destination: Some(node(BASE)),
        return_origin: Some(node(BASE)),
        return_destination: Some(node(PAD)),
        models: vec![DemandModel::CrewConsumables(Box::new(terms))],
    });
    yard.create(0.0, &[ship], Holder::Node(node(PAD)));
    yard.create(0.0, &[crew], Holder::Element(ship));
    for (leg, start) in legs.into_iter().zip([0.0, 2.0, 15.0, 20.0]) {
        yard.go(start, leg, &[ship], vec![]);
    }
    for activity in yard.activities.iter_mut() {
        activity.mission = Some(mission);
    }
    yard
}

#[test]
fn transits_and_stay_come_from_the_plan() {
    let (campaign, plan) = mission(true).both();
    let profile = portolan_simulate::mission_profiles(&campaign, &plan)[0];
    assert_eq!(
        (profile.transit, profile.stay, profile.return_transit),
        (day(5.0), day(10.0), day(6.0))
    );
    assert_eq!(profile.crew, 1);
}

#[test]
fn consumables_are_due_at_arrival_for_the_days_that_count() {
    let clothing = |yard: Yard| {
        let outcome = yard.run();
        let need = outcome
            .needs
            .iter()
            .find(|need| matches!(need.good, Good::Generic { class, .. } if class.number() == 205))
            .copied()
            .unwrap();
        assert_eq!(
            (need.from, need.site),
            (day(5.0), Some(Site::Node(node(BASE))))
        );
        need.amount
    };
    // 2.3 kg of clothing every four days, for ten days or for ten, five and six.
    assert!((clothing(mission(false)) - 2.3 * 10.0 / 4.0).abs() < 1e-9);
    assert!((clothing(mission(true)) - 2.3 * 21.0 / 4.0).abs() < 1e-9);
}
