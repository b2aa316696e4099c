//! Random small campaigns, and all their plans by trial.
//!
//! A campaign is a chain: a launch, then one or two burns, each at one of two instants; vehicles carry cargo and
//! propellant, wait, refuel one another and boil off. The trial goes through all numbers of vehicles on every trip, and for
//! each solves a linear program of its own with another engine.

use portolan_model::Campaign;
use portolan_solver::{ColumnKind, Engine, Options, Program, Stop, Unwatched};
use portolan_testkit::Chance;
use std::fmt::Write as _;

/// How many vehicles of each design are on each trip; trips are numbered leg by leg.
pub(crate) type Fleet = Vec<Vec<u32>>;

const GRAVITY_M_S2: f64 = 9.806_65;
const TRIP_D: f64 = 3.0;

#[derive(Clone, Debug)]
pub(crate) struct Design {
    dry_kg: f64,
    payload_kg: f64,
    tank_kg: f64,
    copies: u32,
    /// What a copy costs, in MUSD.
    price_musd: f64,
}

#[derive(Clone, Debug)]
pub(crate) struct Story {
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
    /// One design of one or two copies, or two designs, over two legs or three; nothing costs anything.
    pub(crate) fn random(seed: u64) -> Self {
        let mut chance = Chance::new(seed);
        let legs = 2 + chance.below(2);
        let two = chance.chance(0.3);
        let copies = if two { 1 } else { 1 + chance.below(2) as u32 };
        let design = |chance: &mut Chance| Design {
            dry_kg: chance.between(500.0, 3000.0).round(),
            payload_kg: chance.between(500.0, 4000.0).round(),
            tank_kg: chance.between(2000.0, 20_000.0).round(),
            copies,
            price_musd: 0.0,
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

    /// Two designs over two legs, a light one that is dear and a heavy one that is cheap, and boil-off: so that mass, cost and
    /// time may contradict each other.
    pub(crate) fn priced(seed: u64) -> Self {
        let mut chance = Chance::new(seed);
        let mut story = Self::random(seed);
        story.dv_m_s.truncate(2);
        story.departures_d = [0.0, 6.0]
            .map(|first| {
                [0.0, 30.0]
                    .map(|window| window + first + chance.below(3) as f64)
                    .to_vec()
            })
            .to_vec();
        let mut design = |dry_kg: (f64, f64), price_musd: (f64, f64)| Design {
            dry_kg: chance.between(dry_kg.0, dry_kg.1).round(),
            payload_kg: chance.between(1500.0, 4000.0).round(),
            tank_kg: chance.between(4000.0, 20_000.0).round(),
            copies: 1,
            price_musd: chance.between(price_musd.0, price_musd.1).round(),
        };
        story.designs = vec![
            design((500.0, 1500.0), (60.0, 90.0)),
            design((1500.0, 3500.0), (10.0, 50.0)),
        ];
        story.boil_off_per_d = chance.between(0.001, 0.01);
        story
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
                "[[design]]\nid = \"d{at}\"\nkind = \"propulsive-vehicle\"\nclass = 9022\nmass = \"{} kg\"\ncost = \"{} MUSD (2026)\"\nmax_payload = \"{} kg\"\n\
                 [[design.store]]\nname = \"tank\"\nresource = \"propellant\"\nmax_mass = \"{} kg\"\nboil_off_per_d = {}\n\
                 [[design.store]]\nname = \"hold\"\nclasses = [6]\nserves_demands = true\n\
                 [[design.propulsion]]\nisp = \"{} s\"\nfeeds = [{{ store = \"tank\" }}]\n\
                 [[offer]]\nid = \"d{at}\"\ndesign = \"d{at}\"\nnode = \"n0\"\nlimit = {}\n",
                design.dry_kg,
                design.price_musd,
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

    pub(crate) fn campaign(&self) -> Campaign {
        let text = self.text();
        let opened = portolan_formats::campaign::read_text("random.toml", &text);
        opened
            .unwrap_or_else(|findings| panic!("{findings:#?}\n{text}"))
            .campaign
    }

    /// Goes through all fleets.
    pub(crate) fn fleets(&self, visit: &mut dyn FnMut(&Fleet)) {
        let windows = self.departures_d[0].len();
        let trips = self.dv_m_s.len() * windows;
        let mut fleet = vec![vec![0_u32; self.designs.len()]; trips];
        self.fleets_from(0, &mut fleet, visit);
    }

    /// Goes through the numbers on the trips from this one on.
    fn fleets_from(&self, place: usize, fleet: &mut Fleet, visit: &mut dyn FnMut(&Fleet)) {
        let (trip, design) = (place / self.designs.len(), place % self.designs.len());
        if trip == fleet.len() {
            visit(fleet);
            return;
        }
        for count in 0..=self.designs[design].copies {
            fleet[trip][design] = count;
            if self.present(trip, design, fleet) {
                self.fleets_from(place + 1, fleet, visit);
            }
        }
        fleet[trip][design] = 0;
    }

    /// What the vehicles of a fleet cost, in USD.
    pub(crate) fn cost(&self, fleet: &Fleet) -> f64 {
        let launched = &fleet[..self.departures_d[0].len()];
        let prices = launched
            .iter()
            .map(|trip| self.sum(trip, |design| design.price_musd));
        1e6 * prices.sum::<f64>()
    }

    /// When the last vehicle of a fleet arrives, in days.
    pub(crate) fn end_d(&self, fleet: &Fleet) -> f64 {
        let departures = self.departures_d.iter().flatten().zip(fleet);
        let used = departures.filter(|(_, trip)| trip.iter().any(|count| *count > 0));
        used.map(|(at, _)| at + TRIP_D).fold(0.0, f64::max)
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

    /// The least launch mass with these numbers of vehicles, in kg, where it may be less than another: a linear program in tonnes over cargo and propellant of each
    /// trip and of each wait.
    pub(crate) fn launch_mass(
        &self,
        fleet: &[Vec<u32>],
        engine: &dyn Engine,
        beat_kg: f64,
    ) -> Option<f64> {
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
