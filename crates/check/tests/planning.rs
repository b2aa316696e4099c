//! What a planner may take and may not, how it may size what it makes, and what plants and pumps can do.

mod small;

use portolan_check::codes;
use portolan_model::{
    Action, Auxiliary, Cap, Element, Good, Holder, MassRange, Most, Offer, Offered, Partner, Parts,
    Plan, Plant, Rate, Sizing, SizingQuantity, SizingTerm,
};
use portolan_vocabulary::{Currency, Duration, Finding, Index, Mass, Money, Severity};
use small::*;

fn day(days: f64) -> Duration {
    Duration::from_days(days)
}

fn good(at: usize) -> Good {
    Good::Specific(Index::new(at))
}

// Offers.

fn offer(what: Offered, node: usize, limit: Option<f64>, from: f64, until: Option<f64>) -> Offer {
    Offer {
        id: format!("{what:?}-{node}-{from}").as_str().into(),
        what,
        node: Index::new(node),
        limit,
        from: day(from),
        until: until.map(day),
        owner: None,
        lent: false,
    }
}

fn bag_design() -> Index<Element> {
    Index::new(0)
}

/// The first element of the plan: the campaign has seven.
const MADE: usize = 7;

/// A design like the bag, with 60 kg of water in it.
fn with_design(parts: &mut Parts) {
    let mut design = parts.elements[e(BAG)].clone();
    design.id = "bag-design".into();
    parts.designs.add(design);
}

/// A plan that makes so many elements from the design of the bag.
fn made(steps: Vec<(f64, Action)>, count: usize, change: impl Fn(&mut Element)) -> Plan {
    let mut plan = plan(steps);
    let mut parts = parts();
    with_design(&mut parts);
    for number in 0..count {
        let mut element = parts.designs[bag_design()].clone();
        element.id = format!("made-{number}").as_str().into();
        element.name = "one of many".to_owned();
        element.design = Some(bag_design());
        change(&mut element);
        plan.elements.add(element);
    }
    plan
}

fn judged_with(offers: Vec<Offer>, plan: &Plan) -> Vec<Finding> {
    let mut parts = parts();
    with_design(&mut parts);
    parts.offers = offers.into();
    judged(parts, plan)
}

fn of_bags(node: usize, limit: Option<f64>) -> Offer {
    offer(Offered::Design(bag_design()), node, limit, 0.0, None)
}

#[test]
fn what_is_created_is_on_offer() {
    let create_made = || vec![(1.0, create(&[MADE], at(PAD)))];
    let plan_of = |count| made(create_made(), count, |_| {});
    fine(&judged_with(vec![of_bags(PAD, None)], &plan_of(1)));
    // Without any offer, anything may be made.
    fine(&judged_with(vec![], &plan_of(1)));
    let elsewhere = error(
        &judged_with(vec![of_bags(PORT, None)], &plan_of(1)),
        codes::NOT_ON_OFFER,
    );
    assert_eq!(elsewhere.advice.as_deref(), Some("take it at port"));
    let late = offer(Offered::Design(bag_design()), PAD, None, 2.0, None);
    let early = error(&judged_with(vec![late], &plan_of(1)), codes::NOT_ON_OFFER);
    assert_eq!(
        early.advice.as_deref(),
        Some("take it from 2.000 d on"),
        "{}",
        early.message
    );
    // An element of the campaign is offered as itself; the holder says where.
    let cabin = || {
        vec![
            (0.0, create(&[CABIN], at(PAD))),
            (1.0, create(&[MADE], within(CABIN))),
        ]
    };
    let own = offer(Offered::Element(e(CABIN)), PAD, None, 0.0, None);
    fine(&judged_with(
        vec![of_bags(PAD, None), own],
        &made(cabin(), 1, |_| {}),
    ));
    let neither = judged_with(vec![of_bags(PAD, None)], &made(cabin(), 1, |_| {}));
    assert_eq!(neither[0].code, codes::NOT_ON_OFFER, "{neither:#?}");
}

#[test]
fn what_is_made_from_no_design_is_not_on_offer() {
    let nameless = made(vec![(1.0, create(&[MADE], at(PAD)))], 1, |it| {
        it.design = None;
    });
    error(
        &judged_with(vec![of_bags(PAD, None)], &nameless),
        codes::NOT_ON_OFFER,
    );
}

#[test]
fn what_is_lent_comes_back() {
    let lent = |node| Offer {
        id: format!("lent-{node}").as_str().into(),
        lent: true,
        ..of_bags(node, None)
    };
    let both = || vec![lent(PAD), lent(PORT)];
    let ferry = |number| trip(FERRY, &[MADE + number], Vec::new());
    let makes = |node| create(&[MADE], at(node));
    // It stays, or goes and another one comes: count for count.
    let stays = made(vec![(0.0, makes(PAD))], 1, |_| {});
    fine(&judged_with(both(), &stays));
    let swapped = vec![
        (0.0, makes(PAD)),
        (0.0, create(&[MADE + 1], at(PORT))),
        (1.0, ferry(0)),
        (1.0, ferry(1)),
    ];
    fine(&judged_with(both(), &made(swapped, 2, |_| {})));
    // Given, not lent, it may go; lent, it may not.
    let goes = made(vec![(0.0, makes(PAD)), (1.0, ferry(0))], 1, |_| {});
    fine(&judged_with(vec![of_bags(PAD, None)], &goes));
    let gone = error(&judged_with(both(), &goes), codes::NOT_RETURNED);
    assert_eq!(gone.subject.kind, "offer");
    assert!(gone.message.contains("lends 1 at pad, and 0"), "{gone:?}");
    // What is removed is not back.
    let elements = all(&[MADE]);
    let removed = vec![(0.0, makes(PAD)), (1.0, Action::Remove { elements })];
    let removed = made(removed, 1, |_| {});
    error(&judged_with(both(), &removed), codes::NOT_RETURNED);
    // Of what is on offer both ways, what need not come back is taken first.
    let either = vec![lent(PAD), of_bags(PAD, Some(1.0))];
    fine(&judged_with(either, &goes));
}

#[test]
fn what_an_element_brings_along_is_on_offer_too() {
    let filled = |kg: f64| {
        made(vec![(1.0, create(&[MADE], at(PAD)))], 1, move |it| {
            it.stores[0].contents[0].amount = kg;
        })
    };
    let water = |most| offer(Offered::Good(good(WATER)), PAD, Some(most), 0.0, None);
    fine(&judged_with(vec![of_bags(PAD, None)], &filled(60.0)));
    fine(&judged_with(vec![of_bags(PAD, None)], &filled(0.0)));
    error(
        &judged_with(vec![of_bags(PAD, None)], &filled(61.0)),
        codes::NOT_ON_OFFER,
    );
    let with_water = |most| vec![of_bags(PAD, None), water(most)];
    fine(&judged_with(with_water(20.0), &filled(80.0)));
    let much = error(
        &judged_with(with_water(19.0), &filled(80.0)),
        codes::OFFER_LIMIT,
    );
    let over = much.fact_number("over");
    assert_eq!(over, Some(1.0));
}

#[test]
fn the_owner_is_the_one_that_the_offer_gives() {
    let judge = |owner: Option<usize>, offered: Option<usize>| {
        let mut parts = parts();
        with_design(&mut parts);
        for id in ["north", "south"] {
            parts.partners.add(Partner {
                id: id.into(),
                name: id.to_owned(),
                country: None,
                share: None,
                contributions: vec![],
            });
        }
        let owner_of = |it: Option<usize>| it.map(Index::new);
        let mut offer = of_bags(PAD, None);
        offer.owner = owner_of(offered);
        parts.offers = vec![offer].into();
        let plan = made(vec![(1.0, create(&[MADE], at(PAD)))], 1, |it| {
            it.owner = owner_of(owner);
        });
        judged(parts, &plan)
    };
    fine(&judge(None, None));
    fine(&judge(Some(1), Some(1)));
    for (owner, offered) in [(None, Some(1)), (Some(0), Some(1)), (Some(0), None)] {
        error(&judge(owner, offered), codes::NOT_ON_OFFER);
    }
}

#[test]
fn offers_are_divided_among_what_is_taken_in_the_best_way() {
    // Two pieces for good, and two until day 10: whoever takes early leaves the lasting ones to the late.
    let design = Offered::Design(bag_design());
    let offers = || {
        vec![
            offer(design, PAD, Some(2.0), 0.0, None),
            offer(design, PAD, Some(2.0), 5.0, Some(10.0)),
        ]
    };
    let take = |times: &[f64]| {
        let steps = times.iter().enumerate();
        let steps = steps.map(|(at_, time)| (*time, create(&[MADE + at_], at(PAD))));
        made(steps.collect(), times.len(), |_| {})
    };
    fine(&judged_with(offers(), &take(&[6.0, 7.0, 20.0, 21.0])));
    fine(&judged_with(offers(), &take(&[1.0, 6.0, 7.0, 20.0])));
    for (times, over) in [
        (&[6.0, 20.0, 21.0, 22.0][..], 3),
        (&[1.0, 2.0, 3.0], 2),
        (&[6.0, 6.0, 6.0, 6.0, 6.0], 4),
    ] {
        let finding = error(&judged_with(offers(), &take(times)), codes::OFFER_LIMIT);
        assert_eq!(finding.subject.id, format!("step-{over}"));
    }
}

#[test]
fn what_is_added_is_on_offer() {
    let steps = |first: f64, second: f64| {
        plan(vec![
            (0.0, create(&[BAG], at(PAD))),
            (1.0, add(WATER, first, BAG)),
            (2.0, add(WATER, second, BAG)),
        ])
    };
    let offers = || {
        vec![
            offer(Offered::Element(e(BAG)), PAD, None, 0.0, None),
            offer(Offered::Good(good(WATER)), PAD, Some(25.0), 0.0, Some(1.5)),
            offer(Offered::Good(good(WATER)), PAD, Some(10.0), 1.0, None),
        ]
    };
    fine(&judged_with(offers(), &steps(25.0, 10.0)));
    fine(&judged_with(offers(), &steps(30.0, 5.0)));
    // Rounding is not held against anyone.
    fine(&judged_with(offers(), &steps(25.0, 10.0 + 5e-9)));
    let finding = error(
        &judged_with(offers(), &steps(30.0, 6.0)),
        codes::OFFER_LIMIT,
    );
    assert_eq!(finding.fact_number("over"), Some(1.0));
    let other = plan(vec![
        (0.0, create(&[BAG], at(PAD))),
        (1.0, add(FUEL, 1.0, BAG)),
    ]);
    error(&judged_with(offers(), &other), codes::NOT_ON_OFFER);
    // What could not be created has taken nothing: three bags in all, one of them twice.
    let twice = made(
        vec![
            (1.0, create(&[MADE], at(PAD))),
            (2.0, create(&[MADE], at(PAD))),
            (3.0, create(&[MADE + 1], at(PAD))),
        ],
        2,
        |_| {},
    );
    error(
        &judged_with(vec![of_bags(PAD, Some(2.0))], &twice),
        codes::CREATED_TWICE,
    );
}

// Designs and sizing laws.

#[test]
fn what_is_made_from_a_design_is_like_it() {
    let create_made = vec![(1.0, create(&[MADE], at(PAD)))];
    let light = made(create_made, 1, |it| {
        it.mass = Mass::new(9.0);
        it.stores[0].max_mass = Some(Mass::new(200.0));
    });
    let finding = error(&judged_with(vec![], &light), codes::DESIGN);
    assert!(
        finding.message.contains("mass, stores"),
        "{}",
        finding.message
    );
}

/// The lunar lander's law of Isaji, Takubo and Ho (J. Spacecraft & Rockets 59(5), 2022), stay of 3 d, crew of 4.
fn law() -> Sizing {
    use SizingQuantity::{Auxiliary as Aux, Dry, One, Payload, Propellant};
    let term = |coefficient, of, exponent| SizingTerm {
        coefficient,
        of,
        exponent,
    };
    let range = |least, most| MassRange {
        least: Mass::new(least),
        most: Mass::new(most),
    };
    Sizing {
        payload: range(500.0, 10_000.0),
        propellant: range(1000.0, 300_000.0),
        dry: range(4000.0, 100_000.0),
        auxiliaries: vec![Auxiliary {
            name: "power".to_owned(),
            terms: vec![term(7.277e-8, Dry, 2.443), term(137.0, One, 1.0)],
        }],
        terms: vec![
            term(0.3238 + 0.1648 + 0.05, Dry, 1.0),
            term(693.7, Payload, 0.0459),
            term(0.1648, Payload, 1.0),
            term(20.26 / 360.0, Propellant, 1.0),
            term(1.0, Aux(0), 1.0),
            term(1.014, Aux(0), 0.8423),
            term(22.33 * 3.0 + 434.7, One, 1.0),
            term(0.004_190 * 12.0, Dry, 0.9061),
        ],
        mesh: None,
    }
}

/// A lander of these capacities and dry mass, made from a design with the law.
fn sized(payload_kg: f64, propellant_kg: f64, dry_kg: f64) -> Vec<Finding> {
    let mut parts = parts();
    let mut design = parts.elements[e(ROCKET)].clone();
    design.id = "lander-design".into();
    design.stores[0].contents.clear();
    design.hold = Some(portolan_model::Hold::default());
    design.sizing = Some(law());
    let design = parts.designs.add(design);
    let mut lander = parts.designs[design].clone();
    lander.id = "lander".into();
    lander.design = Some(design);
    lander.mass = Mass::new(dry_kg);
    lander.max_payload = Some(Mass::new(payload_kg));
    lander.stores[0].max_mass = Some(Mass::new(propellant_kg));
    let mut plan = plan(vec![(1.0, create(&[MADE], at(PAD)))]);
    plan.elements.add(lander);
    judged(parts, &plan)
}

#[test]
fn what_is_sized_is_as_heavy_as_the_law_asks_for() {
    // The published dry mass for 2 t of payload and 20 t of propellant.
    let dry_kg = 7_887.739_195;
    fine(&sized(2000.0, 20_000.0, dry_kg));
    fine(&sized(2000.0, 20_000.0, dry_kg + 500.0));
    fine(&sized(2000.0, 20_000.0, dry_kg - 0.005));
    let light = error(&sized(2000.0, 20_000.0, dry_kg - 10.0), codes::SIZING_LAW);
    let needed = light.fact_number("needed").unwrap_or_default();
    let difference = light.fact_number("difference").unwrap_or_default();
    assert!((needed - dry_kg).abs() < 1e-6, "{needed}");
    assert!((difference - 10.0).abs() < 1e-6, "{difference}");
    let wide = error(&sized(499.0, 20_000.0, 1e5), codes::SIZING_LAW);
    assert_eq!(wide.fact_number("least"), Some(500.0));
    error(&sized(2000.0, 300_001.0, 1e5), codes::SIZING_LAW);
    let none = error(&sized(10_000.0, 300_000.0, 1e5), codes::SIZING_LAW);
    assert!(none.message.starts_with("no dry mass"), "{}", none.message);
}

// Caps.

fn cap(most: Most) -> Cap {
    Cap {
        id: "cap".into(),
        most,
        edges: vec![],
        owner: None,
        good: None,
        from: Duration::ZERO,
        until: None,
        partner: None,
    }
}

/// A cabin with a bag of water and a box of the first partner crosses on days 1, 2 and 3: 570 kg each time.
fn crossed(cap: Cap) -> Vec<Finding> {
    let usd = |amount| Some(Money::new(amount, Currency::USD, 2026));
    let mut parts = parts();
    for id in ["north", "south", "east"] {
        parts.partners.add(Partner {
            id: id.into(),
            name: id.to_owned(),
            country: None,
            share: None,
            contributions: vec![],
        });
    }
    let ferry = &mut parts.edges[Index::new(FERRY)];
    ferry.tariff.per_trip = usd(100.0);
    ferry.tariff.per_kg = usd(2.0);
    parts.elements[e(CABIN)].owner = Some(Index::new(1));
    parts.elements[e(BAG)].owner = Some(Index::new(0));
    parts.elements[e(BAG)].cost = usd(30.0);
    parts.resources[Index::new(WATER)].price = usd(5.0);
    parts.caps = vec![cap].into();
    let mut steps = vec![
        (0.0, create(&[CABIN], at(PAD))),
        (0.0, create(&[BOX, BAG], within(CABIN))),
    ];
    for days in [1.0, 2.0, 3.0] {
        steps.push((days, trip(FERRY, &[CABIN], vec![])));
    }
    judged(parts, &plan(steps))
}

/// The sum is within the cap, and not within one that is a little lower.
fn sums_to(sum: f64, most: impl Fn(f64) -> Most, change: impl Fn(&mut Cap)) {
    let capped = |most| {
        let mut cap = cap(most);
        change(&mut cap);
        crossed(cap)
    };
    fine(&capped(most(sum)));
    let finding = error(&capped(most(sum - 1.0)), codes::CAP);
    let (found, excess) = (finding.fact_number("sum"), finding.fact_number("excess"));
    assert_eq!(
        (found, excess),
        (Some(sum), Some(1.0)),
        "{}",
        finding.message
    );
    assert_eq!(finding.subject.kind, "cap");
}

#[test]
fn mass_is_capped_by_way_owner_good_and_time() {
    let kg = |most| Most::Mass(Mass::new(most));
    sums_to(3.0 * 570.0, kg, |_| {});
    sums_to(2.0 * 570.0, kg, |cap| cap.from = day(2.0));
    sums_to(570.0, kg, |cap| cap.until = Some(day(2.0)));
    sums_to(3.0 * 70.0, kg, |cap| cap.owner = Some(Index::new(0)));
    sums_to(3.0 * 60.0, kg, |cap| cap.good = Some(good(WATER)));
    sums_to(3.0 * 570.0, kg, |cap| cap.edges = vec![Index::new(FERRY)]);
    let mut elsewhere = cap(kg(0.0));
    elsewhere.edges = vec![Index::new(ROAD)];
    fine(&crossed(elsewhere));
}

#[test]
fn trips_are_capped() {
    let trips = |most: f64| Most::Trips(most as u32);
    sums_to(3.0, trips, |_| {});
    sums_to(3.0, trips, |cap| cap.owner = Some(Index::new(0)));
    let mut of_nobody_aboard = cap(trips(0.0));
    of_nobody_aboard.owner = Some(Index::new(2));
    fine(&crossed(of_nobody_aboard));
}

#[test]
fn cost_is_capped_by_who_pays() {
    let usd = |most| Most::Cost(Money::new(most, Currency::USD, 2026));
    let trips = 3.0 * (100.0 + 2.0 * 570.0);
    // A bag for 30 and 60 kg of water for 300.
    sums_to(trips + 330.0, usd, |_| {});
    sums_to(330.0, usd, |cap| cap.owner = Some(Index::new(0)));
    sums_to(trips, usd, |cap| cap.owner = Some(Index::new(1)));
    sums_to(trips, usd, |cap| cap.edges = vec![Index::new(FERRY)]);
    // What cannot be counted is said.
    let mut parts = parts();
    parts.elements[e(BOX)].cost = Some(Money::new(1.0, Currency::EUR, 2026));
    parts.caps = vec![cap(usd(9.0))].into();
    let left_out = judged(parts, &plan(vec![(0.0, create(&[BOX], at(PAD)))]));
    one(&left_out, codes::CAP, Severity::Warning);
}

// Losses and plants.

#[test]
fn as_much_is_lost_as_the_good_loses() {
    let pumped = |loss: f64, all_of_it: bool| {
        let (from, to) = (e(ROCKET), e(TRUCK));
        let pump = if all_of_it {
            Action::Refuel {
                from,
                to,
                good: good(FUEL),
                amount: None,
                loss,
                duration: day(0.0),
            }
        } else {
            Action::Transfer {
                lots: lots(FUEL, 20.0),
                from,
                to,
                loss,
            }
        };
        found_with(
            |parts| parts.resources[Index::new(FUEL)].transfer_loss = 0.05,
            vec![(0.0, create(&[ROCKET, TRUCK], at(PAD))), (1.0, pump)],
        )
    };
    for all_of_it in [true, false] {
        fine(&pumped(0.05, all_of_it));
        fine(&pumped(0.1, all_of_it));
        let finding = error(&pumped(0.04, all_of_it), codes::TRANSFER_LOSS);
        assert_eq!(finding.fact_number("least"), Some(0.05));
    }
}

#[test]
fn a_plant_makes_what_it_can_at_its_age() {
    let produced = |water: f64, fuel: f64| {
        let rate = |good_at, per_day| Rate {
            good: good(good_at),
            per_day,
        };
        let produce = Action::Produce {
            plant: e(BOX),
            inputs: vec![rate(WATER, water)],
            outputs: vec![rate(FUEL, fuel)],
            duration: day(100.0),
        };
        found_with(
            |parts| {
                parts.settings.days_per_year = 100.0;
                parts.elements[e(BOX)].plant = Some(Plant {
                    inputs: vec![rate(WATER, 24.0)],
                    outputs: vec![rate(FUEL, 12.0)],
                    decay_per_y: 0.1,
                });
            },
            vec![(0.0, create(&[BOX], at(PAD))), (100.0, produce)],
        )
    };
    // The mean of 0.9^a over the second year: (0.9 - 0.81) / ln(1/0.9).
    let share = 0.09 / (1.0_f64 / 0.9).ln();
    fine(&produced(24.0 * share, 12.0 * share));
    fine(&produced(20.0, 10.0));
    fine(&produced(20.0, 5.0));
    // Even with all the inputs in proportion, which are too much themselves.
    let much = produced(24.1 * share, 12.05 * share);
    let possible: Vec<_> = much
        .iter()
        .map(|it| (it.code, it.fact_number("possible").unwrap_or_default()))
        .collect();
    let capacity = codes::PLANT_CAPACITY;
    assert_eq!(possible.len(), 2, "{much:#?}");
    for ((code, found), wanted) in possible.into_iter().zip([24.0 * share, 12.0 * share]) {
        assert_eq!(code, capacity);
        assert!((found - wanted).abs() < 1e-9, "{found}");
    }
    let starved = error(&produced(19.0, 10.0), codes::PLANT_CAPACITY);
    assert_eq!(starved.fact_number("needed"), Some(20.0));
    // An element that is no plant by its figures makes anything, as before.
    let anything = Action::Produce {
        plant: e(BOX),
        inputs: vec![],
        outputs: vec![],
        duration: day(1.0),
    };
    fine(&found(vec![
        (0.0, create(&[BOX], Holder::Node(Index::new(PAD)))),
        (1.0, anything),
    ]));
}
