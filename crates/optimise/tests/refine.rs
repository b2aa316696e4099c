//! The bound over all times and refinement: random missions of one ship, whose best is what trying every departure on a fine
//! grid finds, by arithmetic that shares nothing with the optimiser; and cases by hand whose gap closes.
//!
//! A ship launches, burns to a far place, lets a passenger stay there or leaves cargo, burns back and lands. Its propellant
//! evaporates, its passenger eats: whoever leaves at the first instant of a window waits at the next one.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on fails, and says what it measured"
)]

use portolan_model::Campaign;
use portolan_optimise::refine::{Refinement, refine, time_bound};
use portolan_optimise::{Boundless, Request, prepare, search};
use portolan_solver::{Engine, Stop, Unwatched, engine};
use portolan_testkit::Chance;
use portolan_vocabulary::Duration;
use std::fmt::Write as _;

const GRAVITY_M_S2: f64 = 9.806_65;
const SHIP_KG: f64 = 2000.0;
const PASSENGER_KG: f64 = 80.0;
const STEP_D: f64 = 0.5;
const HORIZON_D: f64 = 60.0;

/// A launch, a way out, a way back, a landing.
#[derive(Clone, Debug)]
struct Mission {
    /// Windows of each leg from day to day; none where it is open always.
    windows_d: [Vec<(f64, f64)>; 4],
    /// How long each leg takes.
    days: [f64; 4],
    /// Velocity change at the beginning of each leg.
    dv_m_s: [f64; 4],
    isp_s: f64,
    boil_off_per_d: f64,
    eats_kg_per_d: f64,
    cargo_kg: f64,
    /// From when until when the passenger is at the far place.
    stay_d: (f64, f64),
}

impl Mission {
    fn random(seed: u64) -> Self {
        let mut chance = Chance::new(seed);
        let half = |value: f64| (value / STEP_D).round() * STEP_D;
        let mut windows = |from: f64| {
            if chance.chance(0.25) {
                return Vec::new();
            }
            let mut at = from + half(chance.between(0.0, 3.0));
            let mut windows = Vec::new();
            for _ in 0..1 + chance.below(2) {
                let to = at + half(chance.between(0.5, 6.0));
                windows.push((at, to));
                at = to + half(chance.between(1.0, 4.0));
            }
            windows
        };
        let windows_d = [windows(0.0), windows(5.0), windows(26.0), windows(32.0)];
        let stay = half(chance.between(16.0, 20.0));
        Self {
            windows_d,
            days: [1.0, 2.0, 2.0, 0.5],
            dv_m_s: [
                0.0,
                chance.between(500.0, 2500.0),
                chance.between(300.0, 1500.0),
                0.0,
            ],
            isp_s: chance.between(300.0, 450.0),
            boil_off_per_d: if chance.chance(0.3) {
                0.0
            } else {
                chance.between(0.002, 0.02)
            },
            eats_kg_per_d: if chance.chance(0.3) {
                0.0
            } else {
                chance.between(1.0, 30.0)
            },
            cargo_kg: chance.between(0.0, 800.0).round(),
            stay_d: (stay, stay + half(chance.between(1.0, 6.0))),
        }
    }

    fn text(&self) -> String {
        let mut text = format!(
            "format = \"portolan-campaign/1\"\nid = \"mission\"\nstart = \"2030-01-01T00:00:00Z\"\nhorizon = \"{HORIZON_D} d\"\n\
             [[node]]\nid = \"n0\"\nkind = \"surface\"\nbody = \"earth\"\nlatitude = \"0 deg\"\nlongitude = \"0 deg\"\n"
        );
        for (node, km) in [("n1", 400), ("n2", 9000)] {
            let _ = write!(
                text,
                "[[node]]\nid = \"{node}\"\nkind = \"orbit\"\nbody = \"earth\"\nperiapsis = \"{km} km\"\ninclination = \"0 deg\"\n"
            );
        }
        let ends = [("n0", "n1"), ("n1", "n2"), ("n2", "n1"), ("n1", "n0")];
        for (leg, (from, to)) in ends.into_iter().enumerate() {
            let windows: Vec<String> = self.windows_d[leg]
                .iter()
                .map(|(from, to)| format!("{{ from = \"{from} d\", to = \"{to} d\" }}"))
                .collect();
            let calendar = if windows.is_empty() {
                String::new()
            } else {
                format!("windows = [{}]\n", windows.join(", "))
            };
            let dv = self.dv_m_s[leg];
            let burns = if dv > 0.0 {
                format!("burns = [{{ after = \"0 s\", dv = \"{dv} m/s\" }}]\n")
            } else {
                "burns = []\n".to_owned()
            };
            let way = if leg == 0 { "launch" } else { "impulsive" };
            let _ = write!(
                text,
                "[[edge]]\nid = \"e{leg}\"\nfrom = \"{from}\"\nto = \"{to}\"\nway = \"{way}\"\nduration = \"{} d\"\n{burns}{calendar}",
                self.days[leg]
            );
        }
        for (good, class) in [("propellant", 1), ("food", 2), ("cargo", 6)] {
            let _ = write!(
                text,
                "[[resource]]\nid = \"{good}\"\nname = \"{good}\"\nclass = {class}\n[[offer]]\nid = \"{good}\"\ngood = \"{good}\"\nnode = \"n0\"\n"
            );
        }
        let _ = write!(
            text,
            "[[design]]\nid = \"ship\"\nkind = \"propulsive-vehicle\"\nclass = 9022\nmass = \"{SHIP_KG} kg\"\nhold = {{ max_crew = 1 }}\n\
             [[design.store]]\nname = \"tank\"\nresource = \"propellant\"\nmax_mass = \"400 t\"\nboil_off_per_d = {}\n\
             [[design.store]]\nname = \"hold\"\nclasses = [2, 6]\nmax_mass = \"100 t\"\nserves_demands = true\n\
             [[design.propulsion]]\nisp = \"{} s\"\nfeeds = [{{ store = \"tank\" }}]\n\
             [[offer]]\nid = \"ship\"\ndesign = \"ship\"\nnode = \"n0\"\nlimit = 1\n\
             [[design]]\nid = \"passenger\"\nkind = \"crew-member\"\ncrew = {{}}\nclass = 0\nmass = \"{PASSENGER_KG} kg\"\n\
             [[design.state]]\nname = \"active\"\nkind = \"active\"\n\
             models = [{{ model = \"rated\", rates = [{{ good = \"food\", per_day = {} }}] }}]\n\
             [[offer]]\nid = \"passenger\"\ndesign = \"passenger\"\nnode = \"n0\"\nlimit = 1\n",
            self.boil_off_per_d, self.isp_s, self.eats_kg_per_d
        );
        let (from, until) = self.stay_d;
        let _ = write!(
            text,
            "[[demand]]\nid = \"cargo\"\nnode = \"n2\"\nlots = [{{ good = \"cargo\", amount = {} }}]\ndue = \"{from} d\"\n\
             [[demand]]\nid = \"stay\"\nnode = \"n2\"\npieces = [{{ design = \"passenger\" }}]\nfrom = \"{from} d\"\nuntil = \"{until} d\"\n\
             [[demand]]\nid = \"return\"\nnode = \"n0\"\npieces = [{{ design = \"passenger\" }}]\ndue = \"{HORIZON_D} d\"\n",
            self.cargo_kg
        );
        text
    }

    fn campaign(&self) -> Campaign {
        let text = self.text();
        portolan_formats::campaign::read_text("mission.toml", &text)
            .unwrap_or_else(|findings| panic!("{findings:#?}\n{text}"))
            .campaign
    }

    fn departures_d(&self, leg: usize) -> Vec<f64> {
        let steps = (HORIZON_D / STEP_D) as usize;
        let days = (0..=steps).map(|step| step as f64 * STEP_D);
        let open = |day: &f64| {
            self.windows_d[leg].is_empty()
                || self.windows_d[leg]
                    .iter()
                    .any(|(from, to)| from <= day && day < to)
        };
        // And just before each window closes.
        let last = self.windows_d[leg].iter().map(|(_, to)| to - 1e-9);
        let mut all: Vec<f64> = days.filter(open).chain(last).collect();
        all.sort_by(f64::total_cmp);
        all
    }

    /// What is launched where the legs leave at these days: food and propellant backwards from the landing.
    fn launched_kg(&self, departs_d: [f64; 4]) -> f64 {
        let mut food = 0.0;
        let mut propellant = 0.0;
        let mut arrives = departs_d[3] + self.days[3];
        for leg in (0..4).rev() {
            if leg == 1 {
                arrives = departs_d[2];
            }
            let days = arrives - departs_d[leg];
            food += self.eats_kg_per_d * days;
            propellant /= (1.0 - self.boil_off_per_d).powf(days);
            let cargo = if leg < 2 { self.cargo_kg } else { 0.0 };
            let mass = SHIP_KG + PASSENGER_KG + cargo + food + propellant;
            propellant += mass * ((self.dv_m_s[leg] / (self.isp_s * GRAVITY_M_S2)).exp() - 1.0);
            arrives = departs_d[leg];
        }
        SHIP_KG + PASSENGER_KG + self.cargo_kg + food + propellant
    }

    /// The least launch mass over all departures on the grid; `None` where none serves.
    fn least_by_trial(&self) -> Option<f64> {
        let (begins, ends) = self.stay_d;
        let all: Vec<Vec<f64>> = (0..4).map(|leg| self.departures_d(leg)).collect();
        let mut least: Option<f64> = None;
        // What leaves as soon as it has come may leave between the steps.
        let relayed = all[0].iter().map(|at| at + self.days[0]);
        let open = |day: &f64| {
            let mut windows = self.windows_d[1].iter();
            self.windows_d[1].is_empty() || windows.any(|(from, to)| from <= day && day < to)
        };
        let outs = all[1].iter().copied().chain(relayed.filter(open));
        for out in outs.filter(|out| out + self.days[1] <= begins) {
            // The latest launch and the earliest landing are best, whatever the rest is like.
            let exact =
                Some(out - self.days[0]).filter(|at| self.windows_d[0].is_empty() && *at >= 0.0);
            let mut launches = all[0].iter().copied().filter(|at| at + self.days[0] <= out);
            let Some(launch) = exact.or(launches.next_back()) else {
                continue;
            };
            for back in all[2].iter().filter(|back| **back >= ends) {
                let exact = Some(back + self.days[2]).filter(|_| self.windows_d[3].is_empty());
                let homes = || all[3].iter().copied().find(|at| *at >= back + self.days[2]);
                let Some(home) = exact.or_else(homes) else {
                    continue;
                };
                if home + self.days[3] <= HORIZON_D {
                    let mass = self.launched_kg([launch, out, *back, home]);
                    least = Some(least.map_or(mass, |least| least.min(mass)));
                }
            }
        }
        least
    }
}

fn highs() -> Box<dyn Engine> {
    engine("highs").unwrap()
}

fn refined(campaign: &Campaign, request: &Request, rounds: u32) -> Refinement {
    refine(campaign, request, rounds, &*highs(), &mut Unwatched).unwrap()
}

/// A bit more than rounding.
fn near(value: f64) -> f64 {
    1e-5 * value.abs()
}

#[test]
fn the_bound_holds_for_random_missions_and_refinement_only_helps() {
    let seeds = std::env::var("PORTOLAN_SEEDS")
        .ok()
        .and_then(|it| it.parse().ok())
        .unwrap_or(6);
    let (mut planned, mut closed, mut open) = (0_u64, 0_u64, 0_u64);
    for seed in 0..seeds {
        let mission = Mission::random(seed);
        let campaign = mission.campaign();
        let refinement = refined(&campaign, &Request::of(&campaign), 3);
        assert_eq!(refinement.boundless, None, "seed {seed}");
        let bound = refinement.bound.unwrap();
        let first = &refinement.rounds[0];
        let Some(least) = mission.least_by_trial() else {
            assert_eq!(refinement.value, None, "seed {seed}: {mission:#?}");
            continue;
        };
        planned += 1;
        println!(
            "seed {seed}: {bound:.3} <= {least:.3} <= {:?}, first {:?} {:?}",
            refinement.value, first.value, first.bound
        );
        for round in &refinement.rounds {
            let bound = round.bound.unwrap();
            assert!(
                bound <= least + near(least),
                "seed {seed}: {bound} above {least}\n{}",
                mission.text()
            );
        }
        let value = refinement.value.unwrap();
        assert!(
            first.value.is_none_or(|first| value <= first),
            "seed {seed}"
        );
        // All data lie on the grid, so that the best plan does too, or just before a window closes.
        assert!(
            least <= value + near(value),
            "seed {seed}: {least} above {value}"
        );
        open += u64::from(first.value.is_none_or(|value| value > least + near(least)));
        let halved = match (first.value, first.bound) {
            (Some(value), Some(bound)) => (value - bound) / 2.0,
            _ => 0.01 * value,
        };
        closed += u64::from(value - bound <= halved);
    }
    println!("{planned} planned, {open} better at other instants, {closed} closed");
    assert!(planned * 2 > seeds && closed * 2 > planned && open > 0);
}

#[test]
fn propellant_that_evaporates_leaves_later() {
    let mission = Mission {
        windows_d: [
            vec![(0.0, 11.0)],
            vec![(12.0, 13.0)],
            Vec::new(),
            Vec::new(),
        ],
        days: [1.0, 2.0, 2.0, 0.5],
        dv_m_s: [0.0, 2000.0, 500.0, 0.0],
        isp_s: 400.0,
        boil_off_per_d: 0.01,
        eats_kg_per_d: 0.0,
        cargo_kg: 500.0,
        stay_d: (16.0, 17.0),
    };
    let campaign = mission.campaign();
    let request = Request::of(&campaign);
    let before = refined(&campaign, &request, 0);
    let after = refined(&campaign, &request, 4);
    // The last launch is just before the window closes, a day before the way out opens.
    let best = mission.launched_kg([10.999_999, 12.0, 17.0, 19.0]);
    println!("{:#?} {best}", after.rounds);
    assert!(before.gap().unwrap() > 1e-3);
    assert!(after.gap().unwrap() < before.gap().unwrap() / 500.0);
    assert!(after.bound.unwrap() <= best + near(best) && best <= after.value.unwrap() + near(best));
}

#[test]
fn whoever_eats_stays_no_longer_than_asked() {
    let mission = Mission {
        windows_d: [
            vec![(0.0, 11.0)],
            vec![(2.0, 12.0)],
            vec![(18.0, 25.0)],
            Vec::new(),
        ],
        days: [1.0, 2.0, 2.0, 0.5],
        dv_m_s: [0.0, 1500.0, 800.0, 0.0],
        isp_s: 350.0,
        boil_off_per_d: 0.0,
        eats_kg_per_d: 20.0,
        cargo_kg: 0.0,
        stay_d: (14.0, 20.0),
    };
    let campaign = mission.campaign();
    let request = Request::of(&campaign);
    let before = refined(&campaign, &request, 0);
    let after = refined(&campaign, &request, 4);
    // Out on day 11.999 999, there before day 14; back as soon as the stay is over.
    let best = mission.launched_kg([10.999_99, 11.999_99, 20.0, 22.0]);
    println!("{:#?} {best}", after.rounds);
    // Only the first instant of the window back is looked at, and the stay is not over then.
    assert_eq!(before.value, None);
    assert!(after.gap().unwrap() < 1e-4);
    assert!(after.bound.unwrap() <= best + near(best) && best <= after.value.unwrap() + near(best));
}

#[test]
fn where_no_time_serves_the_bound_says_so() {
    let mut mission = Mission::random(1);
    mission.windows_d[1] = vec![(30.0, 31.0)];
    let campaign = mission.campaign();
    let bound = time_bound(
        &campaign,
        &Request::of(&campaign),
        &*highs(),
        &mut Unwatched,
    )
    .unwrap();
    assert_eq!(bound.unwrap().bound, f64::INFINITY);
}

#[test]
fn what_cannot_be_bounded_is_named() {
    let campaign = Mission::random(1).campaign();
    let mut request = Request::of(&campaign);
    request.may_drop = true;
    let bound =
        |request: &Request| time_bound(&campaign, request, &*highs(), &mut Unwatched).unwrap();
    assert_eq!(bound(&request).unwrap_err(), Boundless::Drops);
    request.may_drop = false;
    request.aim = portolan_optimise::Aim::InOrder(vec![portolan_model::Goal::Time]);
    assert_eq!(bound(&request).unwrap_err(), Boundless::Time);
    assert!(Boundless::Time.sentence(&campaign).contains("first goal"));
}

#[test]
fn instants_asked_for_are_departures() {
    let mission = Mission::random(3);
    let campaign = mission.campaign();
    let mut request = Request::of(&campaign);
    let node = campaign.nodes.indices().next().unwrap();
    let value = |request: &Request| {
        let (network, _) = prepare(&campaign, request).unwrap();
        let found = search(&network, request, &*highs(), &mut Unwatched).unwrap();
        assert_eq!(found.stop, Stop::Optimal);
        found.reached[0].value
    };
    let before = value(&request);
    request.unrolling.also = (0..100)
        .map(|step| (node, Duration::from_days(f64::from(step) * STEP_D)))
        .collect();
    let after = value(&request);
    assert!(after <= before + near(before));
}
