//! Efficient sets of random small campaigns: exactly the plans that trying every fleet leaves, between any two goals.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod story;

use portolan_model::Goal;
use portolan_optimise::efficient::{Front, efficient};
use portolan_optimise::{Request, prepare, write};
use portolan_solver::{Options, Stop, Unwatched, engine};
use portolan_vocabulary::{Finding, Severity};
use story::Story;

/// Values that differ by less are the same, of their size.
const SAME: f64 = 1e-6;

const GOALS: [Goal; 3] = [Goal::LaunchMass, Goal::Cost, Goal::Time];

/// Launch mass, cost and end of the best plan of each fleet.
fn by_trial(story: &Story) -> Vec<[f64; 3]> {
    let engine = engine("microlp").unwrap();
    let mut points = Vec::new();
    story.fleets(&mut |fleet| {
        if let Some(mass) = story.launch_mass(fleet, &*engine, f64::INFINITY) {
            points.push([mass, story.cost(fleet), story.end_d(fleet)]);
        }
    });
    points
}

fn no_worse(one: &[f64], other: &[f64]) -> bool {
    let pairs = one.iter().zip(other);
    pairs
        .into_iter()
        .all(|(one, other)| *one <= other + SAME * other.abs().max(1.0))
}

fn same(one: &[f64], other: &[f64]) -> bool {
    no_worse(one, other) && no_worse(other, one)
}

/// Those to which no other is better in one of the goals and no worse in the others, the best in the first first.
fn front(points: &[[f64; 3]], goals: &[usize]) -> Vec<Vec<f64>> {
    let shown: Vec<Vec<f64>> = points
        .iter()
        .map(|it| goals.iter().map(|goal| it[*goal]).collect())
        .collect();
    let beaten = |point: &Vec<f64>| {
        shown
            .iter()
            .any(|other| no_worse(other, point) && !same(other, point))
    };
    let mut front: Vec<Vec<f64>> = shown
        .iter()
        .filter(|point| !beaten(point))
        .cloned()
        .collect();
    front.sort_by(|a, b| a.partial_cmp(b).unwrap());
    front.dedup_by(|a, b| same(a, b));
    front
}

/// The efficient set; each plan is accepted by the judge, and flown to the mass that was searched.
fn searched(story: &Story, goals: &[usize], points: usize) -> Front {
    let campaign = story.campaign();
    let request = Request {
        options: Options {
            relative_gap: 1e-9,
            ..Options::default()
        },
        ..Request::of(&campaign)
    };
    let (network, _) = prepare(&campaign, &request).unwrap();
    let goals: Vec<Goal> = goals.iter().map(|goal| GOALS[*goal]).collect();
    let highs = engine("highs").unwrap();
    let front = efficient(&network, &request, &goals, points, &*highs, &mut Unwatched).unwrap();
    for point in &front.points {
        assert!(point.proved);
        let plan = write(&network, point.found.flows.as_ref().unwrap()).unwrap();
        let verdict = portolan_check::check(&campaign, &plan);
        let outcome = portolan_simulate::simulate(&campaign, &plan);
        let error = |finding: &&Finding| finding.severity == Severity::Error;
        let errors: Vec<_> = verdict
            .findings
            .iter()
            .chain(&outcome.findings)
            .filter(error)
            .collect();
        assert!(errors.is_empty(), "{errors:#?}");
        let trips = || outcome.movements.iter();
        let launches = trips().filter(|trip| campaign.edges[trip.edge].id.as_str() == "e0");
        let flown: f64 = launches.map(|trip| trip.mass_kg).sum();
        let end = trips().filter_map(|trip| trip.arrive).max().unwrap().days();
        for (goal, value) in goals.iter().zip(&point.values) {
            match goal {
                Goal::LaunchMass => {
                    assert!(same(&[*value], &[flown]), "{value} searched, {flown} flown");
                }
                Goal::Time => assert!(same(&[*value], &[end]), "{value} searched, {end} flown"),
                _ => {}
            }
        }
    }
    front
}

#[test]
fn between_two_goals_the_front_is_what_trial_leaves() {
    let (mut several, mut none) = (0, 0);
    for seed in 0..24 {
        let story = Story::priced(seed);
        let points = by_trial(&story);
        for goals in [[0, 1], [0, 2], [2, 1]] {
            let wanted = front(&points, &goals);
            let found = searched(&story, &goals, 100);
            let values: Vec<&Vec<f64>> = found.points.iter().map(|point| &point.values).collect();
            assert_eq!(
                values.len(),
                wanted.len(),
                "seed {seed}, {goals:?}: {values:?}, not {wanted:?}"
            );
            for (own, wanted) in values.iter().zip(&wanted) {
                assert!(
                    same(own, wanted),
                    "seed {seed}, {goals:?}: {own:?}, not {wanted:?}"
                );
            }
            assert!(
                found.unsearched.is_empty(),
                "seed {seed}: {:?}",
                found.unsearched
            );
            assert_eq!(found.stop == Stop::Infeasible, wanted.is_empty());
            several += usize::from(wanted.len() > 1);
            none += usize::from(wanted.is_empty());
        }
    }
    println!("{several} with several points, {none} without any");
    assert!(
        several > 10 && none < 36,
        "{several} with several points, {none} without any"
    );
}

/// Of three goals each point is efficient, and what a grid leaves out lies in its boxes.
#[test]
fn among_three_goals_what_is_left_out_lies_in_boxes() {
    let (mut listed, mut left) = (0, 0);
    for seed in 0..12 {
        let story = Story::priced(seed);
        let wanted = front(&by_trial(&story), &[0, 1, 2]);
        let found = searched(&story, &[0, 1, 2], 4);
        for point in &found.points {
            assert!(
                wanted.iter().any(|it| same(it, &point.values)),
                "seed {seed}: {:?} is not efficient",
                point.values
            );
        }
        listed += found.points.len();
        for point in &wanted {
            if found.points.iter().any(|own| same(&own.values, point)) {
                continue;
            }
            let within = |it: &portolan_optimise::efficient::Unsearched| {
                no_worse(&it.from, point) && no_worse(point, &it.to)
            };
            assert!(
                found.unsearched.iter().any(within),
                "seed {seed}: {point:?} in none of {:?}",
                found.unsearched
            );
            left += 1;
        }
    }
    println!("{listed} points, {left} left out");
    assert!(listed > 12, "{listed}");
}
