//! Random small campaigns: the optimum is what trying every fleet finds, the judge accepts every plan, and the
//! simulator flies it to the same mass.
//!
//! A campaign is a chain: a launch, then one or two burns, each at one of two instants; vehicles carry cargo and
//! propellant, wait, refuel one another and boil off. The trial goes through all numbers of vehicles on every trip, and for
//! each solves a linear program of its own with another engine.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

use portolan_model::Campaign;
use portolan_optimise::{Request, prepare, search, write};
use portolan_solver::{ColumnKind, Engine, Options, Program, Stop, Unwatched, engine};
use portolan_testkit::Chance;
use portolan_vocabulary::Severity;
use std::fmt::Write as _;

const GRAVITY_M_S2: f64 = 9.806_65;
const TRIP_D: f64 = 3.0;

#[derive(Clone, Debug)]
struct Design {
    dry_kg: f64,
    payload_kg: f64,
    tank_kg: f64,
    copies: u32,
}

#[derive(Clone, Debug)]
struct Story {
    designs: Vec<Design>,
    /// Velocity change of each leg, the launch first; zero there.
    dv_m_s: Vec<f64>,
    isp_s: f64,
    boil_off_per_d: f64,
    cargo_kg: f64,
    /// Departures of each leg, in days.
    departures_d: Vec<Vec<f64>>,
}

impl Story {
    fn random(seed: u64) -> Self {
        let mut chance = Chance::new(seed);
        let legs = 2 + chance.below(2);
        let two = chance.chance(0.3);
        let copies = if two { 1 } else { 1 + chance.below(2) as u32 };
        let design = |chance: &mut Chance| Design {
            dry_kg: chance.between(500.0, 3000.0).round(),
            payload_kg: chance.between(500.0, 4000.0).round(),
            tank_kg: chance.between(2000.0, 20_000.0).round(),
            copies,
        };
        let windows = if legs == 3 { 1 + chance.below(2) } else { 2 };
        Self {
            designs: (0..1 + usize::from(two))
                .map(|_| design(&mut chance))
                .collect(),
            dv_m_s: (0..legs)
                .map(|leg| {
                    if leg == 0 {
                        0.0
                    } else {
                        chance.between(500.0, 3500.0).round()
                    }
                })
                .collect(),
            isp_s: chance.between(280.0, 460.0).round(),
            boil_off_per_d: if chance.chance(0.5) {
                0.0
            } else {
                chance.between(0.001, 0.01)
            },
            cargo_kg: chance.between(200.0, 5000.0).round(),
            departures_d: (0..legs)
                .map(|leg| {
                    (0..windows)
                        .map(|window| {
                            30.0 * window as f64 + 6.0 * leg as f64 + chance.below(3) as f64
                        })
                        .collect()
                })
                .collect(),
        }
    }

    fn text(&self) -> String {
        let mut text = "format = \"portolan-campaign/1\"\nid = \"random\"\nname = \"Random\"\nstart = \"2030-01-01T00:00:00Z\"\nhorizon = \"80 d\"\n".to_owned();
        text.push_str("[[node]]\nid = \"n0\"\nkind = \"surface\"\nbody = \"earth\"\nlatitude = \"0 deg\"\nlongitude = \"0 deg\"\n");
        for leg in 0..self.dv_m_s.len() {
            let _ = write!(
                text,
                "[[node]]\nid = \"n{}\"\nkind = \"orbit\"\nbody = \"earth\"\nperiapsis = \"{} km\"\ninclination = \"0 deg\"\n",
                leg + 1,
                400 + 1000 * leg
            );
            let windows: Vec<String> = self.departures_d[leg]
                .iter()
                .map(|at| format!("{{ from = \"{at} d\", to = \"{} d\" }}", at + 0.01))
                .collect();
            let burns = if leg == 0 {
                String::new()
            } else {
                format!("{{ after = \"0 s\", dv = \"{} m/s\" }}", self.dv_m_s[leg])
            };
            let way = if leg == 0 { "launch" } else { "impulsive" };
            let _ = write!(
                text,
                "[[edge]]\nid = \"e{leg}\"\nfrom = \"n{leg}\"\nto = \"n{}\"\nway = \"{way}\"\nduration = \"{TRIP_D} d\"\nburns = [{burns}]\nwindows = [{}]\n",
                leg + 1,
                windows.join(", ")
            );
        }
        for (good, class) in [("propellant", 1), ("cargo", 6)] {
            let _ = write!(
                text,
                "[[resource]]\nid = \"{good}\"\nname = \"{good}\"\nclass = {class}\n[[offer]]\nid = \"{good}\"\ngood = \"{good}\"\nnode = \"n0\"\n"
            );
        }
        for (at, design) in self.designs.iter().enumerate() {
            let _ = write!(
                text,
                "[[design]]\nid = \"d{at}\"\nkind = \"propulsive-vehicle\"\nclass = 9022\nmass = \"{} kg\"\nmax_payload = \"{} kg\"\n\
                 [[design.store]]\nname = \"tank\"\nresource = \"propellant\"\nmax_mass = \"{} kg\"\nboil_off_per_d = {}\n\
                 [[design.store]]\nname = \"hold\"\nclasses = [6]\nserves_demands = true\n\
                 [[design.propulsion]]\nisp = \"{} s\"\nfeeds = [{{ store = \"tank\" }}]\n\
                 [[offer]]\nid = \"d{at}\"\ndesign = \"d{at}\"\nnode = \"n0\"\nlimit = {}\n",
                design.dry_kg,
                design.payload_kg,
                design.tank_kg,
                self.boil_off_per_d,
                self.isp_s,
                design.copies
            );
        }
        let _ = write!(
            text,
            "[[demand]]\nid = \"cargo\"\nnode = \"n{}\"\nlots = [{{ good = \"cargo\", amount = {} }}]\ndue = \"79 d\"\n",
            self.dv_m_s.len(),
            self.cargo_kg
        );
        text
    }

    fn campaign(&self) -> Campaign {
        let text = self.text();
        let opened = portolan_formats::campaign::read_text("random.toml", &text);
        opened
            .unwrap_or_else(|findings| panic!("{findings:#?}\n{text}"))
            .campaign
    }

    /// The least launch mass over all fleets, in kg; `None` where no fleet brings the cargo.
    fn least_by_trial(&self, engine: &dyn Engine) -> Option<f64> {
        let windows = self.departures_d[0].len();
        let trips = self.dv_m_s.len() * windows;
        let mut fleet = vec![vec![0_u32; self.designs.len()]; trips];
        let mut least: Option<f64> = None;
        self.try_from(0, &mut fleet, engine, &mut least);
        least
    }

    /// Goes through the numbers on the trips from this one on; trips are numbered leg by leg.
    fn try_from(
        &self,
        place: usize,
        fleet: &mut Vec<Vec<u32>>,
        engine: &dyn Engine,
        least: &mut Option<f64>,
    ) {
        let (trip, design) = (place / self.designs.len(), place % self.designs.len());
        if trip == fleet.len() {
            if let Some(mass) = self.launch_mass(fleet, engine, least.unwrap_or(f64::INFINITY)) {
                *least = Some(least.map_or(mass, |least| least.min(mass)));
            }
            return;
        }
        for count in 0..=self.designs[design].copies {
            fleet[trip][design] = count;
            if self.present(trip, design, fleet) {
                self.try_from(place + 1, fleet, engine, least);
            }
        }
        fleet[trip][design] = 0;
    }

    /// True where as many vehicles have come to where a trip begins as have left it by then.
    fn present(&self, trip: usize, design: usize, fleet: &[Vec<u32>]) -> bool {
        let windows = self.departures_d[0].len();
        let (leg, window) = (trip / windows, trip % windows);
        let gone: u32 = (0..=window)
            .map(|at| fleet[leg * windows + at][design])
            .sum();
        if leg == 0 {
            return gone <= self.designs[design].copies;
        }
        let now = self.departures_d[leg][window];
        let come = (0..windows).filter(|at| self.departures_d[leg - 1][*at] + TRIP_D <= now);
        gone <= come.map(|at| fleet[(leg - 1) * windows + at][design]).sum()
    }

    fn sum(&self, numbers: &[u32], of: impl Fn(&Design) -> f64) -> f64 {
        self.designs
            .iter()
            .zip(numbers)
            .map(|(design, count)| of(design) * f64::from(*count))
            .sum()
    }

    /// The least launch mass with these numbers of vehicles: a linear program in tonnes over cargo and propellant of each
    /// trip and of each wait.
    fn launch_mass(&self, fleet: &[Vec<u32>], engine: &dyn Engine, beat_kg: f64) -> Option<f64> {
        let windows = self.departures_d[0].len();
        let dry: f64 = (0..windows)
            .map(|at| self.sum(&fleet[at], |design| design.dry_kg))
            .sum();
        if dry + self.cargo_kg >= beat_kg {
            return None;
        }
        let mut program = Program::new("trial");
        let infinite = f64::INFINITY;
        let mut column = |cost: f64, most: f64| {
            program.column("c", 0.0, most / 1000.0, cost, ColumnKind::Continuous)
        };
        let trips: Vec<_> = (0..fleet.len())
            .map(|trip| {
                let cost = if trip < windows { 1.0 } else { 0.0 };
                let cargo = column(cost, self.sum(&fleet[trip], |design| design.payload_kg));
                let propellant = column(cost, self.sum(&fleet[trip], |design| design.tank_kg));
                (cargo, propellant, column(0.0, infinite))
            })
            .collect();
        let keeps = |days: f64| (1.0 - self.boil_off_per_d).powf(days);
        for (trip, (cargo, propellant, arrives)) in trips.iter().enumerate() {
            let dv = self.dv_m_s[trip / windows];
            let burned = 1.0 - (-dv / (self.isp_s * GRAVITY_M_S2)).exp();
            let left = keeps(TRIP_D);
            let dry = self.sum(&fleet[trip], |design| design.dry_kg) / 1000.0;
            let entries = [
                (*arrives, 1.0),
                (*propellant, -(1.0 - burned) * left),
                (*cargo, burned * left),
            ];
            program.row("burn", -burned * left * dry, -burned * left * dry, &entries);
        }
        for leg in 1..self.dv_m_s.len() {
            self.add_waits(&mut program, fleet, &trips, leg);
        }
        let last = (self.dv_m_s.len() - 1) * windows;
        let delivered: Vec<_> = trips[last..]
            .iter()
            .map(|(cargo, ..)| (*cargo, 1.0))
            .collect();
        program.row("demand", self.cargo_kg / 1000.0, infinite, &delivered);
        let solution = engine
            .solve(&program, &Options::default(), &mut Unwatched)
            .unwrap();
        match solution.stop {
            Stop::Optimal => Some(dry + 1000.0 * solution.point.unwrap().objective),
            _ => None,
        }
    }

    /// At the node where a leg begins, event by event: what is there is what was there, less what left, plus what came.
    fn add_waits(
        &self,
        program: &mut Program,
        fleet: &[Vec<u32>],
        trips: &[(
            portolan_solver::Column,
            portolan_solver::Column,
            portolan_solver::Column,
        )],
        leg: usize,
    ) {
        let windows = self.departures_d[0].len();
        let mut events: Vec<(f64, bool, usize)> = Vec::new();
        for at in 0..windows {
            events.push((
                self.departures_d[leg - 1][at] + TRIP_D,
                false,
                (leg - 1) * windows + at,
            ));
            events.push((self.departures_d[leg][at], true, leg * windows + at));
        }
        events.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let mut waiting: Vec<i64> = vec![0; self.designs.len()];
        let mut stock: Option<(portolan_solver::Column, portolan_solver::Column)> = None;
        let mut before_d = events[0].0;
        for (now, leaves, trip) in events {
            let keep = (1.0 - self.boil_off_per_d).powf(now - before_d);
            let sign = if leaves { -1 } else { 1 };
            for (waiting, count) in waiting.iter_mut().zip(&fleet[trip]) {
                *waiting += sign * i64::from(*count);
            }
            let room = |of: fn(&Design) -> f64| -> f64 {
                self.designs
                    .iter()
                    .zip(&waiting)
                    .map(|(design, count)| of(design) * *count as f64)
                    .sum::<f64>()
                    / 1000.0
            };
            // An instant where nothing waits only hands on: another event at the same time has room of its own.
            let cargo = program.column(
                "cargo",
                0.0,
                room(|design| design.payload_kg),
                0.0,
                ColumnKind::Continuous,
            );
            let propellant = program.column(
                "propellant",
                0.0,
                room(|design| design.tank_kg),
                0.0,
                ColumnKind::Continuous,
            );
            let (on_trip, fuel) = if leaves {
                (trips[trip].0, trips[trip].1)
            } else {
                (trips[trip].0, trips[trip].2)
            };
            let change = if leaves { 1.0 } else { -1.0 };
            let mut cargo_row = vec![(cargo, 1.0), (on_trip, change)];
            let mut fuel_row = vec![(propellant, 1.0), (fuel, change)];
            if let Some((old_cargo, old_fuel)) = stock {
                cargo_row.push((old_cargo, -1.0));
                fuel_row.push((old_fuel, -keep));
            }
            program.row("cargo", f64::NEG_INFINITY, 0.0, &cargo_row);
            program.row("propellant", f64::NEG_INFINITY, 0.0, &fuel_row);
            (stock, before_d) = (Some((cargo, propellant)), now);
        }
    }
}

/// What leaves the Earth: searched, and flown by the plan, in kg; `None` where there is no plan.
fn planned(story: &Story, engine: &dyn Engine) -> Option<(f64, f64)> {
    let campaign = story.campaign();
    let request = Request {
        options: Options {
            relative_gap: 1e-9,
            ..Options::default()
        },
        ..Request::of(&campaign)
    };
    let (network, _) = prepare(&campaign, &request).unwrap();
    let found = search(&network, &request, engine, &mut Unwatched).unwrap();
    let Some(flows) = &found.flows else {
        assert_eq!(found.stop, Stop::Infeasible, "{story:?}");
        return None;
    };
    let plan = write(&network, flows).unwrap_or_else(|why| panic!("{why}: {story:?}"));
    let verdict = portolan_check::check(&campaign, &plan);
    let outcome = portolan_simulate::simulate(&campaign, &plan);
    let error = |finding: &&portolan_vocabulary::Finding| finding.severity == Severity::Error;
    let errors: Vec<_> = verdict
        .findings
        .iter()
        .chain(&outcome.findings)
        .filter(error)
        .collect();
    assert!(errors.is_empty(), "{errors:#?}\n{story:?}");
    let launches = outcome
        .movements
        .iter()
        .filter(|trip| campaign.edges[trip.edge].id.as_str() == "e0");
    Some((
        found.reached[0].value,
        launches.map(|trip| trip.mass_kg).sum(),
    ))
}

fn agree(seed: u64) -> bool {
    let story = Story::random(seed);
    let (highs, microlp) = (engine("highs").unwrap(), engine("microlp").unwrap());
    let tried = story.least_by_trial(&*microlp);
    let planned = planned(&story, &*highs);
    match (tried, planned) {
        (None, None) => false,
        (Some(tried), Some((searched, flown))) => {
            assert!(
                (searched - tried).abs() < 1e-6 * tried,
                "seed {seed}: searched {searched}, tried {tried}\n{story:?}"
            );
            assert!(
                (searched - flown).abs() < 1e-6 * flown,
                "seed {seed}: searched {searched}, flown {flown}\n{story:?}"
            );
            true
        }
        other => panic!("seed {seed}: trial and search {other:?}\n{story:?}"),
    }
}

fn all(seeds: std::ops::Range<u64>) {
    let count = seeds.end - seeds.start;
    let feasible = seeds.filter(|seed| agree(*seed)).count() as u64;
    assert!(
        feasible * 5 > count && feasible < count,
        "{feasible} of {count} can be planned"
    );
}

// A thousand in four parts, which run side by side.
#[test]
fn first_quarter() {
    all(0..250);
}
#[test]
fn second_quarter() {
    all(250..500);
}
#[test]
fn third_quarter() {
    all(500..750);
}
#[test]
fn fourth_quarter() {
    all(750..1000);
}
