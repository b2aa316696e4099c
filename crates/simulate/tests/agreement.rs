//! Judge and simulator, written apart, agree on limits that are put on random stories: what vehicles may carry,
//! where they may travel, what that wears out, how long they may stay, and who must be where.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use portolan_check::check;
use portolan_model::{
    Campaign, Demand, Element, Good, Movement, Need, Outcome, Parts, Piece, PieceKind, Plan,
    Recipient, Requester, Site,
};
use portolan_simulate::simulate;
use portolan_testkit::{Size, feasible};
use portolan_vocabulary::{Duration, Finding, Index, Mass, Severity};

/// How many stories are told.
const SEEDS: u64 = 100;

/// Whole numbers without pattern, the same for a seed (SplitMix64, Steele, Lea and Flood 2014).
struct Draw(u64);

impl Draw {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn pick<T: Clone>(&mut self, list: &[T]) -> T {
        let at = self.next() % list.len() as u64;
        list[usize::try_from(at).unwrap()].clone()
    }
}

/// A story with what came of it, and with a limit put on it.
struct Told {
    campaign: Campaign,
    plan: Plan,
    before: Outcome,
    judged: Vec<Finding>,
    outcome: Outcome,
}

impl Told {
    /// Subjects of the findings of a code (of the judge, and of the simulator), with a number each.
    fn said(&self, word: &str, fact: &str) -> [Vec<(String, Option<f64>)>; 2] {
        let of = |findings: &[Finding], family: &str| {
            let code = format!("{family}.{word}");
            let mut said: Vec<_> = findings
                .iter()
                .filter(|it| it.code.as_str() == code && it.severity == Severity::Error)
                .map(|it| (it.subject.id.clone(), it.fact_number(fact)))
                .collect();
            said.sort_by(|a, b| format!("{a:?}").cmp(&format!("{b:?}")));
            said
        };
        [
            of(&self.judged, "check"),
            of(&self.outcome.findings, "simulate"),
        ]
    }

    fn agree_whether(&self, word: &str, seed: u64) -> bool {
        let [judge, simulator] = self.said(word, "");
        assert_eq!(
            judge.is_empty(),
            simulator.is_empty(),
            "seed {seed}: {judge:?} {simulator:?}"
        );
        !judge.is_empty()
    }

    fn warned(&self, word: &str) -> bool {
        let code = format!("check.{word}");
        self.judged.iter().any(|it| it.code.as_str() == code)
    }
}

fn element_mut<'p>(
    parts: &'p mut Parts,
    plan: &'p mut Plan,
    index: Index<Element>,
) -> &'p mut Element {
    match index.at().checked_sub(parts.elements.len()) {
        None => &mut parts.elements[index],
        Some(at) => &mut plan.elements[Index::new(at)],
    }
}

/// Tells a story and puts a limit on it; `None` where there is nothing to put it on.
fn told(
    seed: u64,
    limit: impl FnOnce(&mut Draw, &Outcome, &mut Parts, &mut Plan) -> Option<()>,
) -> Option<Told> {
    let (campaign, mut plan) = feasible(seed, Size::SMALL);
    let before = simulate(&campaign, &plan);
    let mut parts = campaign.into_parts();
    limit(&mut Draw(seed), &before, &mut parts, &mut plan)?;
    let (campaign, _) = Campaign::new(parts).unwrap();
    let judged = check(&campaign, &plan).findings;
    let outcome = simulate(&campaign, &plan);
    Some(Told {
        campaign,
        plan,
        before,
        judged,
        outcome,
    })
}

fn travelled(draw: &mut Draw, outcome: &Outcome) -> Option<Movement> {
    let trips = &outcome.movements;
    (!trips.is_empty()).then(|| draw.pick(trips))
}

/// Both kinds of verdict must occur often enough for the comparison to mean something.
#[track_caller]
fn assert_mixed(broken: u64, told: u64) {
    assert!(
        broken * 10 >= told && (told - broken) * 10 >= told,
        "{broken} of {told} are broken"
    );
}

#[test]
fn on_payload() {
    let (mut broken, mut all) = (0, 0);
    for seed in 0..SEEDS {
        let limited = told(seed, |draw, outcome, parts, plan| {
            let count = parts.elements.len() + plan.elements.len();
            let holds = |index: &Index<Element>| {
                let element = match index.at().checked_sub(parts.elements.len()) {
                    None => &parts.elements[*index],
                    Some(at) => &plan.elements[Index::new(at)],
                };
                element.hold.is_some() || !element.stores.is_empty()
            };
            let holders: Vec<_> = (0..count).map(Index::new).filter(holds).collect();
            travelled(draw, outcome)?;
            for _ in 0..3 {
                let most = draw.pick(&[100.0, 500.0, 1000.0, 2000.0, 5000.0, 1e5]);
                let element = element_mut(parts, plan, draw.pick(&holders));
                element.max_payload = Some(Mass::new(most));
            }
            Some(())
        });
        let Some(told) = limited else { continue };
        let [judge, simulator] = told.said("payload", "");
        let [_, over] = told.said("over-payload", "");
        assert!(simulator.is_empty());
        assert!(
            judge.is_empty() || !over.is_empty(),
            "seed {seed}: {:#?}",
            told.judged
        );
        // What is made is nothing that the judge knows of.
        let made = told.before.mass.made_kg > 0.0;
        let warned = told.warned("payload");
        assert!(over.is_empty() || warned || made, "seed {seed}: {over:?}");
        all += 1;
        broken += u64::from(!judge.is_empty());
    }
    assert_mixed(broken, all);
}

#[test]
fn on_ways() {
    let (mut broken, mut all) = (0, 0);
    for seed in 0..SEEDS {
        let limited = told(seed, |draw, outcome, parts, plan| {
            let trip = travelled(draw, outcome)?;
            let traveller = draw.pick(&trip.listed);
            let inside: Vec<_> = outcome
                .stays
                .iter()
                .filter(|stay| stay.site == Site::Edge(trip.edge) && stay.from >= trip.depart)
                .map(|stay| stay.element)
                .chain([traveller])
                .collect();
            let edges: Vec<_> = parts.edges.indices().collect();
            let mut ways = vec![draw.pick(&edges)];
            if draw.next() % 2 == 0 {
                let own = outcome.movements.iter().map(|trip| trip.edge);
                ways.extend(own);
            }
            element_mut(parts, plan, draw.pick(&inside)).ways = ways;
            Some(())
        });
        let Some(told) = limited else { continue };
        all += 1;
        broken += u64::from(told.agree_whether("wrong-way", seed));
    }
    assert_mixed(broken, all);
}

#[test]
fn on_bases() {
    let (mut broken, mut all) = (0, 0);
    for seed in 0..SEEDS {
        let limited = told(seed, |draw, outcome, parts, plan| {
            // Someone who comes back to where a trip of theirs ended, or leaves from there.
            let trip = travelled(draw, outcome)?;
            let upkeep = &mut element_mut(parts, plan, draw.pick(&trip.listed)).upkeep;
            upkeep.base = Some(draw.pick(&[trip.origin, trip.destination]));
            upkeep.turnaround = Duration::from_hours(draw.pick(&[1.0, 30.0, 2400.0]));
            upkeep.max_departures = draw.pick(&[None, Some(0), Some(1)]);
            Some(())
        });
        let Some(told) = limited else { continue };
        all += 1;
        // Where both forbid a trip, the judge says both, and the simulator the first.
        let [judge_late, late] = told.said("turnaround", "");
        let [judge_often, often] = told.said("max-departures", "");
        let judge = !judge_late.is_empty() || !judge_often.is_empty();
        let simulator = !late.is_empty() || !often.is_empty();
        assert_eq!(judge, simulator, "seed {seed}: {:#?}", told.judged);
        assert!(late.is_empty() || !judge_late.is_empty(), "seed {seed}");
        broken += u64::from(judge);
    }
    assert_mixed(broken, all);
}

#[test]
fn on_what_trips_wear_out() {
    let (mut broken, mut all) = (0, 0);
    for seed in 0..SEEDS {
        let mut worn = Good::Specific(Index::new(0));
        let limited = told(seed, |draw, outcome, parts, plan| {
            let trip = travelled(draw, outcome)?;
            let stores: Vec<_> = outcome
                .stock
                .iter()
                .filter(|point| point.level > 0.0)
                .map(|point| point.good)
                .collect();
            let goods = if stores.is_empty() {
                vec![worn]
            } else {
                stores
            };
            worn = draw.pick(&goods);
            let fraction = draw.pick(&[1e-6, 1e-3, 0.05]);
            for element in &trip.listed {
                element_mut(parts, plan, *element).upkeep.per_trip = vec![(worn, fraction)];
            }
            Some(())
        });
        let Some(told) = limited else { continue };
        all += 1;
        let [judge, simulator] = told.said("upkeep", "");
        // Who else had of the good, or made it, is nobody that the judge knows of.
        let of_it =
            |other: Good| told.campaign.serves(other, worn) || told.campaign.serves(worn, other);
        let others = told.before.needs.iter();
        let touched = others.clone().any(|it| it.met != 0.0 && of_it(it.good));
        if touched {
            continue;
        }
        // What may have been made is a warning.
        let missed = !judge.is_empty() || told.warned("upkeep");
        assert_eq!(
            missed,
            !simulator.is_empty(),
            "seed {seed}: {:#?} {simulator:?}",
            told.judged
        );
        let needs = told.outcome.needs.iter();
        let mut asked = needs.filter(|it| matches!(it.requester, Requester::Element(_)));
        assert!(asked.any(|it| it.good == worn && it.from == it.to));
        broken += u64::from(missed);
    }
    assert_mixed(broken, all);
}

#[test]
fn on_stays() {
    let (mut broken, mut all) = (0, 0);
    for seed in 0..SEEDS {
        let limited = told(seed, |draw, outcome, parts, _| {
            let trip = travelled(draw, outcome)?;
            let node = draw.pick(&[trip.origin, trip.destination]);
            let most_h = draw.pick(&[0.0, 1.0, 24.0, 240.0, 4800.0]);
            parts.nodes[node].max_stay = Some(Duration::from_hours(most_h));
            Some(())
        });
        let Some(told) = limited else { continue };
        all += 1;
        for fact in ["since", "until", "stayed"] {
            let [judge, simulator] = told.said("max-stay", fact);
            assert_eq!(judge, simulator, "seed {seed}, {fact}");
            broken += u64::from(fact == "until" && !judge.is_empty());
        }
    }
    assert_mixed(broken, all);
}

#[test]
fn on_presence() {
    let (mut broken, mut all) = (0, 0);
    for seed in 0..SEEDS {
        let limited = told(seed, |draw, outcome, parts, plan| {
            let trip = travelled(draw, outcome)?;
            let stays: Vec<_> = outcome
                .stays
                .iter()
                .filter(|stay| stay.element.at() < parts.elements.len())
                .collect();
            let stay = *stays.get(draw.next() as usize % stays.len().max(1))?;
            let Site::Node(node) = stay.site else {
                return None;
            };
            let hours = |draw: &mut Draw| Duration::from_hours(draw.pick(&[0.0, 2.0, 50.0]));
            let later = stay.from + hours(draw);
            let from = draw.pick(&[stay.from, stay.to, trip.depart, later]);
            // Some pieces are any of a design, some a certain element.
            let design = parts.designs.indices().next();
            let (kind, count) = match design.filter(|_| draw.next() % 2 == 0) {
                Some(design) => {
                    for index in [stay.element, trip.listed[0]] {
                        element_mut(parts, plan, index).design = Some(design);
                    }
                    let count = draw.pick(&[1, 1, 2]);
                    (PieceKind::Design(design), count)
                }
                None => (PieceKind::Element(stay.element), 1),
            };
            parts.demands.add(Demand {
                id: "pieces".into(),
                recipient: Recipient::Node(node),
                need: Need::Presence {
                    pieces: vec![Piece { kind, count }],
                    from,
                    until: from + hours(draw),
                },
                partner: None,
            });
            Some(())
        });
        let Some(told) = limited else { continue };
        all += 1;
        for fact in ["missing", "since"] {
            let [judge, simulator] = told.said("presence", fact);
            assert_eq!(judge, simulator, "seed {seed}, {fact}, {}", told.plan.id);
            broken += u64::from(fact == "since" && !judge.is_empty());
        }
    }
    assert_mixed(broken, all);
}
