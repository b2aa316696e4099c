//! The earliest end, where trials of the bisection end without an answer.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

use portolan_model::{Campaign, Goal};
use portolan_optimise::{Aim, Found, Request, prepare, search};
use portolan_solver::{
    Abilities, Engine, EngineError, Options, Program, Ranging, Solution, Stop, Unwatched, Watch,
    engine,
};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The front of `campaigns/moon-to-l1/README.md`: no plan is done sooner than this, in d.
const EARLIEST_D: f64 = 41.0;

/// Reads from the disk.
struct Disk;

impl portolan_formats::campaign::Files for Disk {
    fn open<'a>(&'a self, name: &str) -> std::io::Result<Box<dyn std::io::Read + 'a>> {
        Ok(Box::new(std::fs::File::open(name)?))
    }
}

fn campaign() -> Campaign {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../campaigns/moon-to-l1/campaign.toml");
    portolan_formats::campaign::read(path.to_str().unwrap(), &Disk)
        .unwrap_or_else(|findings| panic!("{findings:#?}"))
        .campaign
}

/// An engine that ends without an answer on some programs with whole numbers, counted from the first.
struct Tired {
    inner: Box<dyn Engine>,
    from: usize,
    to: usize,
    why: Stop,
    asked: AtomicUsize,
}

impl Engine for Tired {
    fn name(&self) -> &'static str {
        "tired"
    }

    fn abilities(&self) -> Abilities {
        Abilities {
            bases: false,
            ..self.inner.abilities()
        }
    }

    fn solve(
        &self,
        program: &Program,
        options: &Options,
        watch: &mut dyn Watch,
    ) -> Result<Solution, EngineError> {
        if program.has_integers() {
            let asked = self.asked.fetch_add(1, Ordering::Relaxed);
            if (self.from..self.to).contains(&asked) {
                return Ok(Solution {
                    stop: self.why,
                    point: None,
                    bound: None,
                    nodes: 0,
                });
            }
        }
        self.inner.solve(program, options, watch)
    }

    fn ranging(&self, program: &Program, options: &Options) -> Result<Ranging, EngineError> {
        self.inner.ranging(program, options)
    }
}

fn earliest(from: usize, to: usize, why: Stop) -> Found {
    let campaign = campaign();
    let request = Request {
        aim: Aim::InOrder(vec![Goal::Time]),
        ..Request::of(&campaign)
    };
    let (network, _) = prepare(&campaign, &request).unwrap();
    let tired = Tired {
        inner: engine("highs").unwrap(),
        from,
        to,
        why,
        asked: AtomicUsize::new(0),
    };
    search(&network, &request, &tired, &mut Unwatched).unwrap()
}

#[test]
fn the_earliest_end_is_proved_where_every_trial_has_an_answer() {
    let found = earliest(0, 0, Stop::Nodes);
    assert_eq!(found.stop, Stop::Optimal);
    assert_eq!(found.reached[0].value, EARLIEST_D);
    assert_eq!(found.reached[0].bound, Some(EARLIEST_D));
}

/// The first program asks whether there is a plan at all; whichever trials after it have no answer, nothing is claimed of them.
#[test]
fn a_trial_without_an_answer_proves_nothing() {
    for why in [Stop::Nodes, Stop::Time, Stop::Cancelled, Stop::Numerical] {
        let found = earliest(1, usize::MAX, why);
        assert_eq!(found.stop, why);
        assert!(found.reached[0].value > EARLIEST_D, "{:?}", found.reached);
        assert_eq!(found.reached[0].bound, Some(0.0));
        assert!(found.gap.unwrap() > 0.5);
    }
}

#[test]
fn one_trial_without_an_answer_leaves_the_bound_below_it() {
    let mut open = 0;
    for trial in 1..4 {
        let found = earliest(trial, trial + 1, Stop::Nodes);
        let reached = found.reached[0];
        assert!(
            reached.value >= EARLIEST_D && reached.bound.unwrap() <= EARLIEST_D,
            "{reached:?}"
        );
        if found.stop == Stop::Optimal {
            assert_eq!(reached.bound, Some(EARLIEST_D));
        } else {
            assert_eq!(found.stop, Stop::Nodes);
            assert!(reached.bound.unwrap() < reached.value);
            open += 1;
        }
    }
    assert!(open > 0);
}
