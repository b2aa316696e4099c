//! Efficient sets of campaigns of the repository, against what can be counted by hand.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

use portolan_model::{Campaign, Goal};
use portolan_optimise::efficient::{EfficientError, Front, efficient};
use portolan_optimise::{Request, prepare};
use portolan_solver::{Progress, Stop, Unwatched, Watch, engine};
use std::ops::ControlFlow;
use std::path::Path;

/// Reads from the disk.
struct Disk;

impl portolan_formats::campaign::Files for Disk {
    fn open<'a>(&'a self, name: &str) -> std::io::Result<Box<dyn std::io::Read + 'a>> {
        Ok(Box::new(std::fs::File::open(name)?))
    }
}

/// A campaign of the repository.
fn campaign(folder: &str) -> Campaign {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../campaigns")
        .join(folder)
        .join("campaign.toml");
    portolan_formats::campaign::read(path.to_str().unwrap(), &Disk)
        .unwrap_or_else(|findings| panic!("{findings:#?}"))
        .campaign
}

fn drawn(
    folder: &str,
    goals: &[Goal],
    points: usize,
    watch: &mut dyn Watch,
) -> Result<Front, EfficientError> {
    let campaign = campaign(folder);
    let request = Request::of(&campaign);
    let (network, _) = prepare(&campaign, &request).unwrap();
    let engine = engine("highs").unwrap();
    efficient(&network, &request, goals, points, &*engine, watch)
}

// Water from the pole.

/// A tonne of water, an electrolyser, a tanker, in MUSD; what an electrolyser takes a day, in t.
const PRICES_MUSD: [f64; 3] = [0.5, 50.0, 400.0];
const RATE_T_PER_D: f64 = 0.9;
/// Departures from the pole, and what a tanker's tanks take, in t.
const DEPARTURES_D: [f64; 6] = [28.0, 84.0, 140.0, 196.0, 252.0, 308.0];
const TANKS_T: f64 = 130.0;

/// The cheapest way to be done with so many departures: the fewest tankers that make four flights, and the fewest plants whose
/// water is there in time. A flight burns by the rocket equation what brings its load up and the tanker back. The first flights take as little as leaves the last
/// ones full.
fn cheapest_musd(departures: usize) -> f64 {
    let exhaust = 450.0 * 9.80665;
    let up = f64::exp((1968.0 + 750.0) / exhaust);
    let down = f64::exp((750.0 + 2180.0) / exhaust);
    let fixed_t = 12.0 * (down * up - 1.0);
    let most_t = (TANKS_T - fixed_t) / up;
    let flights = (200.0 / most_t).ceil();
    assert_eq!(flights, 4.0);
    let water_t = |propellant_t: f64| propellant_t * 9.0 / 6.5;
    let total_t = water_t(flights * fixed_t + 200.0 * up);
    let tankers = (flights / departures as f64).ceil();
    // Flights as late as can be, as full as can be.
    let mut left = (flights, 200.0);
    let mut plants: f64 = (total_t / (RATE_T_PER_D * DEPARTURES_D[departures - 1])).ceil();
    for at in (0..departures).rev() {
        let now = tankers.min(left.0);
        let load_t = (now * most_t).min(left.1);
        let until_now_t = water_t(left.0 * fixed_t + left.1 * up);
        plants = plants.max((until_now_t / (RATE_T_PER_D * DEPARTURES_D[at]) - 1e-9).ceil());
        left = (left.0 - now, left.1 - load_t);
    }
    assert!(left.1 < 1e-9);
    total_t * PRICES_MUSD[0] + plants * PRICES_MUSD[1] + tankers * PRICES_MUSD[2]
}

/// The front of `campaigns/moon-to-l1/README.md`: each number of departures has its cheapest fleet.
#[test]
fn propellant_at_l1_costs_more_the_sooner_it_is_wanted() {
    let front = drawn("moon-to-l1", &[Goal::Cost, Goal::Time], 9, &mut Unwatched).unwrap();
    assert!(front.unsearched.is_empty() && front.stop == Stop::Optimal);
    assert_eq!(front.points.len(), 6);
    for (point, departures) in front.points.iter().zip((1..=6).rev()) {
        // The last tanker is back 13 days after it has left.
        let wanted = [
            cheapest_musd(departures) * 1e6,
            DEPARTURES_D[departures - 1] + 13.0,
        ];
        for (value, wanted) in point.values.iter().zip(wanted) {
            assert!(
                (value - wanted).abs() < 1e-6 * wanted,
                "{value}, not {wanted}"
            );
        }
        assert!(point.proved);
    }
    let values: Vec<[f64; 2]> = front
        .points
        .iter()
        .map(|it| [it.values[0] / 1e6, it.values[1]])
        .collect();
    let published = [
        [892.61, 321.0],
        [942.61, 265.0],
        [1042.61, 209.0],
        [1442.61, 153.0],
        [1792.61, 97.0],
        [3342.61, 41.0],
    ];
    for (value, published) in values.iter().zip(published) {
        assert!((value[0] - published[0]).abs() < 0.005 && value[1] == published[1]);
    }
    // The fourth lies behind the line from the third to the fifth: (1442.61 - 1042.61) / 750 of 112 days before day 209.
    let supported: Vec<_> = front
        .points
        .iter()
        .map(|point| point.supported.unwrap())
        .collect();
    assert_eq!(supported, [true, true, true, false, true, true]);
    let rate = front.points[0].exchange.as_ref().unwrap()[0] * 1e6;
    assert!(
        (rate - 56.0 / 50.0).abs() < 1e-6,
        "{rate} days for each MUSD"
    );
}

// A telescope that is put together in orbit.

/// The front of `campaigns/telescope-assembly/README.md`. What is launched is 25.1 t of parts and pallets, and 960 kg of spares on as few
/// pallets of 120 kg as take them, or one more.
#[test]
fn a_telescope_is_lighter_cheaper_or_sooner() {
    let goals = [Goal::LaunchMass, Goal::Cost, Goal::Time];
    let front = drawn("telescope-assembly", &goals, 16, &mut Unwatched).unwrap();
    let found: Vec<[f64; 3]> = front
        .points
        .iter()
        .map(|it| {
            [it.values[0], it.values[1] / 1e6, it.values[2]]
                .map(|value| (value * 10.0).round() / 10.0)
        })
        .collect();
    let wanted = [
        [25_700.0, 350.0, 332.0],
        [25_700.0, 370.0, 302.0],
        [25_820.0, 340.0, 332.0],
        [25_820.0, 360.0, 302.0],
    ];
    assert_eq!(found, wanted);
    assert!(front.points.iter().all(|point| point.proved));
}

// How a search ends.

/// Says stop once so many points are found.
struct Patience {
    stages: Vec<String>,
    most: usize,
}

impl Watch for Patience {
    fn progress(&mut self, _: &Progress) -> ControlFlow<()> {
        if self.stages.len() > self.most {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    }

    fn stage(&mut self, stage: &str) {
        self.stages.push(stage.to_owned());
    }
}

#[test]
fn who_watches_hears_of_points_and_keeps_them_when_it_stops() {
    let goals = [Goal::Cost, Goal::Time];
    let mut patient = Patience {
        stages: Vec::new(),
        most: usize::MAX,
    };
    let all = drawn("telescope-assembly", &goals, 9, &mut patient).unwrap();
    assert_eq!(patient.stages.last().unwrap(), "2 of 9 points");
    assert_eq!(patient.stages[0], "1 of 9 points");
    // The same again, to the bit.
    assert_eq!(
        drawn("telescope-assembly", &goals, 9, &mut Unwatched).unwrap(),
        all
    );
    let mut hasty = Patience {
        stages: Vec::new(),
        most: 1,
    };
    let some = drawn("moon-to-l1", &goals, 9, &mut hasty).unwrap();
    assert_eq!(some.stop, Stop::Cancelled);
    assert!(!some.points.is_empty() && some.points.len() < 6);
    assert!(!some.unsearched.is_empty());
}

#[test]
fn goals_and_points_that_make_no_front_are_refused() {
    let refused = |goals: &[Goal], points| {
        drawn("telescope-assembly", goals, points, &mut Unwatched).unwrap_err()
    };
    assert_eq!(refused(&[Goal::Cost], 9), EfficientError::Goals);
    assert_eq!(refused(&[Goal::Cost, Goal::Cost], 9), EfficientError::Goals);
    assert_eq!(refused(&Goal::ALL, 9), EfficientError::Goals);
    for points in [0, 1, 1001] {
        assert_eq!(
            refused(&[Goal::Cost, Goal::Time], points),
            EfficientError::Points(points)
        );
    }
}

#[test]
fn goals_without_conflict_have_one_point() {
    let goals = [Goal::LaunchMass, Goal::Emissions];
    let front = drawn("telescope-assembly", &goals, 9, &mut Unwatched).unwrap();
    assert_eq!(front.points.len(), 1);
    assert!(front.unsearched.is_empty() && front.points[0].supported == Some(true));
    assert_eq!(front.points[0].exchange, None);
}
