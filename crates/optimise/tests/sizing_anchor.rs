//! The lunar campaign with spacecraft to be sized of M. Isaji, Y. Takubo and K. Ho (J. Spacecraft & Rockets 59(5), 2022,
//! doi 10.2514/1.A35284), as their released code states it (github.com/myamazum/space-logistics-optimization, MIT),
//! with copies of one design added up. Masses in t.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on fails"
)]

use portolan_model::{
    Auxiliary, MassRange, Sizing, SizingMesh, SizingQuantity, SizingTerm, Triangulation,
};
use portolan_optimise::sizing::{Designed, DesignedSolution, Product, Sized, solve};
use portolan_solver::{Column, ColumnKind, Engine, Options, Program, Stop, Unwatched, engine};
use portolan_vocabulary::Mass;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

const UNIT_KG: f64 = 1000.0;
const CREW: f64 = 4.0;
const CREW_MASS: f64 = 0.1;
const EATEN: f64 = 0.008_655;
const STAY_D: f64 = 3.0;
const UPKEEP: f64 = 0.01;
const EXHAUST_M_S: f64 = 420.0 * 9.8;
const CARGO: [&str; 4] = ["maintenance", "consumables", "habitat", "sample"];
/// The names are those of the published code; what it calls oxygen is the fuel's share.
const PROPELLANT: [(&str, f64); 2] = [("oxygen", 1.0 / 6.5), ("hydrogen", 5.5 / 6.5)];

type Place = (&'static str, usize);

struct Campaign {
    hold_at: &'static [&'static str],
    habitat: Vec<f64>,
    sample: Vec<f64>,
    designs: usize,
    copies: f64,
}

impl Campaign {
    fn plain(designs: usize, copies: f64) -> Self {
        let (habitat, sample) = (vec![2.0; 2], vec![1.0; 2]);
        Self {
            hold_at: &["LLO", "LS"],
            habitat,
            sample,
            designs,
            copies,
        }
    }

    fn growing() -> Self {
        let (habitat, sample) = (vec![2.0, 3.0], vec![1.0, 1.1]);
        Self {
            hold_at: &["LEO", "LLO", "LS"],
            habitat,
            sample,
            designs: 2,
            copies: 3.0,
        }
    }
}

#[derive(Clone)]
struct Way {
    from: Place,
    to: Place,
    dv_m_s: f64,
    days: f64,
}

impl Way {
    fn is_hold(&self) -> bool {
        self.from.0 == self.to.0
    }

    fn is_launch(&self) -> bool {
        self.from.0 == "Earth"
    }
}

fn ways(campaign: &Campaign) -> Vec<Way> {
    let legs = [
        ("Earth", "LEO", 0.0, 1.0),
        ("LEO", "LLO", 4040.0, 3.0),
        ("LLO", "LS", 1870.0, 1.0),
    ];
    let mut ways = Vec::new();
    for mission in 0..campaign.habitat.len() {
        let (out, back) = (2 * mission, 2 * mission + 1);
        for (near, far, dv_m_s, days) in legs {
            ways.push(Way {
                from: (near, out),
                to: (far, out),
                dv_m_s,
                days,
            });
            ways.push(Way {
                from: (far, back),
                to: (near, back),
                dv_m_s,
                days,
            });
        }
        for node in campaign.hold_at {
            let days = BTreeMap::from([("LS", 3.0), ("LLO", 5.0), ("LEO", 11.0)])[node];
            for instant in [out, back] {
                let to = (*node, instant + 1);
                ways.push(Way {
                    from: (*node, instant),
                    to,
                    dv_m_s: 0.0,
                    days,
                });
            }
        }
    }
    ways
}

/// What a place gives, negative where it wants; infinite where it gives freely.
fn given(campaign: &Campaign, (node, instant): Place, good: &str) -> f64 {
    let (mission, back) = (instant / 2, instant % 2 == 1);
    match (good, node, back) {
        ("crew", "Earth", false) | ("crew", "LS", true) => CREW,
        ("crew", "LS", false) | ("crew", "Earth", true) => -CREW,
        ("sample", "LS", true) => f64::INFINITY,
        ("sample", "Earth", true) => -campaign.sample[mission],
        ("habitat", "LS", false) => -campaign.habitat[mission],
        ("consumables", "LS", true) => -CREW * STAY_D * EATEN,
        ("crew" | "sample", ..) => 0.0,
        (_, "Earth", false) => f64::INFINITY,
        _ => 0.0,
    }
}

fn term(coefficient: f64, of: SizingQuantity, exponent: f64) -> SizingTerm {
    SizingTerm {
        coefficient,
        of,
        exponent,
    }
}

fn range(least: f64, most: f64) -> MassRange {
    MassRange {
        least: Mass::new(least),
        most: Mass::new(most),
    }
}

fn lander() -> Sizing {
    use SizingQuantity::{Auxiliary as Aux, Dry, One, Payload, Propellant};
    let power = vec![term(7.277e-8, Dry, 2.443), term(137.0, One, 1.0)];
    Sizing {
        payload: range(500.0, 10_000.0),
        propellant: range(1000.0, 300_000.0),
        dry: range(4000.0, 100_000.0),
        auxiliaries: vec![Auxiliary {
            name: "power".to_owned(),
            terms: power,
        }],
        terms: vec![
            term(0.3238, Dry, 1.0),
            term(693.7, Payload, 0.0459),
            term(0.1648, Dry, 1.0),
            term(0.1648, Payload, 1.0),
            term(20.26 / 360.0, Propellant, 1.0),
            term(1.0, Aux(0), 1.0),
            term(1.014, Aux(0), 0.8423),
            term(22.33 * STAY_D + 434.7, One, 1.0),
            term(0.004_190 * CREW * STAY_D, Dry, 0.9061),
            term(0.05, Dry, 1.0),
        ],
        mesh: None,
    }
}

/// The flow model under construction.
struct Flow<'a> {
    campaign: &'a Campaign,
    program: Program,
    out: BTreeMap<(usize, &'static str), Column>,
    into: BTreeMap<(usize, &'static str), Column>,
    crew: Vec<Column>,
    fleet: BTreeMap<(usize, usize), [Column; 4]>,
    sized: Vec<Sized>,
}

fn goods() -> impl Iterator<Item = &'static str> {
    CARGO.into_iter().chain(PROPELLANT.map(|(name, _)| name))
}

const INF: f64 = f64::INFINITY;

fn lunar(campaign: &Campaign) -> Designed {
    let program = Program::new("lunar campaign");
    let empty = BTreeMap::new;
    let mut flow = Flow {
        campaign,
        program,
        out: empty(),
        into: empty(),
        crew: vec![],
        fleet: BTreeMap::new(),
        sized: vec![],
    };
    for design in 0..campaign.designs {
        let mut column = |what: &str| {
            flow.program.column(
                &format!("{what} {design}"),
                0.0,
                300.0,
                0.0,
                ColumnKind::Continuous,
            )
        };
        let (payload, propellant, dry) = (column("payload"), column("propellant"), column("dry"));
        flow.sized.push(Sized {
            law: lander(),
            payload,
            propellant,
            dry,
        });
    }
    let ways = ways(campaign);
    for (at, way) in ways.iter().enumerate() {
        flow.way(at, way);
    }
    for instant in 0..2 * campaign.habitat.len() {
        for node in ["Earth", "LEO", "LLO", "LS"] {
            flow.balances(&ways, (node, instant));
        }
    }
    let mut products = Vec::new();
    for ((_, design), [count, payload, propellant, dry]) in &flow.fleet {
        let sized = &flow.sized[*design];
        products.push(Product {
            count: *count,
            factor: sized.payload,
            product: *payload,
        });
        products.push(Product {
            count: *count,
            factor: sized.propellant,
            product: *propellant,
        });
        products.push(Product {
            count: *count,
            factor: sized.dry,
            product: *dry,
        });
    }
    Designed {
        program: flow.program,
        sized: flow.sized,
        products,
        unit_kg: UNIT_KG,
    }
}

impl Flow<'_> {
    fn way(&mut self, at: usize, way: &Way) {
        let cost = if way.is_launch() { 1.0 } else { 0.0 };
        let real = ColumnKind::Continuous;
        for good in goods() {
            self.out
                .insert((at, good), self.program.column(good, 0.0, INF, cost, real));
            self.into
                .insert((at, good), self.program.column(good, 0.0, INF, 0.0, real));
        }
        self.crew.push(self.program.column(
            "crew",
            0.0,
            CREW,
            cost * CREW_MASS,
            ColumnKind::Integer,
        ));
        for design in 0..self.campaign.designs {
            let copies = self.campaign.copies;
            let count = self.program.column(
                &format!("fleet {at} {design}"),
                0.0,
                copies,
                0.0,
                ColumnKind::Integer,
            );
            let product = |cost| (0.0, INF, cost, real);
            let mut column = |(lower, upper, cost, kind)| {
                self.program.column("product", lower, upper, cost, kind)
            };
            let hulls = [
                count,
                column(product(0.0)),
                column(product(0.0)),
                column(product(cost)),
            ];
            self.fleet.insert((at, design), hulls);
        }
        self.changes(at, way);
        if !way.is_launch() {
            self.capacity(at);
        }
    }

    fn hulls(&self, at: usize, which: usize, factor: f64) -> Vec<(Column, f64)> {
        (0..self.campaign.designs)
            .map(|design| (self.fleet[&(at, design)][which], factor))
            .collect()
    }

    fn changes(&mut self, at: usize, way: &Way) {
        let crew = self.crew[at];
        for good in CARGO {
            let mut entries = vec![(self.into[&(at, good)], 1.0), (self.out[&(at, good)], -1.0)];
            match good {
                "consumables" => entries.push((crew, EATEN * way.days)),
                "maintenance" if !way.is_hold() => entries.extend(self.hulls(at, 3, UPKEEP)),
                _ => {}
            }
            self.program.row(good, 0.0, 0.0, &entries);
        }
        let burnt = 1.0 - (-way.dv_m_s / EXHAUST_M_S).exp();
        for (good, share) in PROPELLANT {
            let mut entries = vec![(self.into[&(at, good)], 1.0), (self.out[&(at, good)], -1.0)];
            let part = share * burnt;
            entries.extend(goods().map(|other| (self.out[&(at, other)], part)));
            entries.push((crew, part * CREW_MASS));
            entries.extend(self.hulls(at, 3, part));
            self.program.row(good, -INF, 0.0, &entries);
        }
    }

    fn capacity(&mut self, at: usize) {
        let mut entries: Vec<_> = CARGO
            .into_iter()
            .map(|good| (self.out[&(at, good)], 1.0))
            .collect();
        entries.push((self.crew[at], CREW_MASS));
        entries.extend(self.hulls(at, 1, -1.0));
        self.program.row("room", -INF, 0.0, &entries);
        for (good, share) in PROPELLANT {
            let mut entries = vec![(self.out[&(at, good)], 1.0)];
            entries.extend(self.hulls(at, 2, -share));
            self.program.row("tank", -INF, 0.0, &entries);
        }
    }

    fn balances(&mut self, ways: &[Way], place: Place) {
        for good in goods() {
            let most = given(self.campaign, place, good);
            let (out, into) = (&self.out, &self.into);
            let entries = ends(ways, place, |at| out[&(at, good)], |at| into[&(at, good)]);
            self.balance(most, &entries);
        }
        let crew = given(self.campaign, place, "crew");
        let entries = ends(ways, place, |at| self.crew[at], |at| self.crew[at]);
        self.balance(crew, &entries);
        for design in 0..self.campaign.designs {
            let most = if place.0 == "Earth" {
                self.campaign.copies
            } else {
                0.0
            };
            let count = |at| self.fleet[&(at, design)][0];
            let entries = ends(ways, place, count, count);
            self.balance(most, &entries);
        }
    }

    fn balance(&mut self, most: f64, entries: &[(Column, f64)]) {
        if most.is_finite() && !entries.is_empty() {
            self.program.row("balance", -INF, most, entries);
        }
    }
}

fn ends(
    ways: &[Way],
    place: Place,
    out: impl Fn(usize) -> Column,
    into: impl Fn(usize) -> Column,
) -> Vec<(Column, f64)> {
    let mut entries = Vec::new();
    for (at, way) in ways.iter().enumerate() {
        if way.from == place {
            entries.push((out(at), 1.0));
        }
        if way.to == place {
            entries.push((into(at), -1.0));
        }
    }
    entries
}

fn highs() -> Box<dyn Engine> {
    engine("highs").expect("the engine is built in")
}

fn options() -> Options {
    Options {
        relative_gap: 1e-6,
        feasibility: 1e-9,
        absolute_gap: 1e-9,
        ..Options::default()
    }
}

/// The optimum is this much, in kg, proved to 1e-6.
fn assert_best(designed: &Designed, expected_kg: f64) -> DesignedSolution {
    let found = solve(designed, highs().as_ref(), &options(), &mut Unwatched).unwrap();
    assert_eq!(found.stop, Stop::Optimal);
    let point = found.point.as_ref().expect("there is a point");
    let objective = point.objective * UNIT_KG;
    assert!(
        (objective / expected_kg - 1.0).abs() < 1e-6,
        "{objective}, not {expected_kg}"
    );
    let bound = found.bound.expect("there is a bound") * UNIT_KG;
    assert!(
        bound <= objective && bound > objective * (1.0 - 1e-6),
        "{bound} to {objective}"
    );
    assert_holds(designed, &point.values);
    found
}

/// Rows hold to 1e-9, products and laws to 1e-12.
fn assert_holds(designed: &Designed, values: &[f64]) {
    assert_eq!(designed.program.violations(values, 1e-9), []);
    let at = |column: Column| values[column.at()];
    for Product {
        count,
        factor,
        product,
    } in &designed.products
    {
        assert!((at(*product) - at(*count) * at(*factor)).abs() <= 1e-12 * at(*product).abs());
    }
    for sized in &designed.sized {
        let dry = sized
            .law
            .dry_kg(at(sized.payload) * UNIT_KG, at(sized.propellant) * UNIT_KG)
            .unwrap();
        assert!(
            (at(sized.dry) * UNIT_KG / dry - 1.0).abs() < 1e-12,
            "{} {dry}",
            at(sized.dry)
        );
    }
}

/// Case 1 of the released code's tests: 694264.4171277 kg for a design that is given.
#[test]
fn a_given_design_has_the_published_optimum() {
    let given = [
        2_837.117_685_069_91,
        44_362.378_002_732_37,
        13_071.917_273_428_024,
    ];
    let objective = held(&lunar(&Campaign::plain(1, 6.0)), &[given]);
    assert!(
        (objective / 694_264.417_128 - 1.0).abs() < 1e-6,
        "{objective}"
    );
}

/// The piecewise linear law on a mesh of 2500 kg.
fn on(mesh: &SizingMesh, campaign: &Campaign) -> Designed {
    let mut designed = lunar(campaign);
    for sized in &mut designed.sized {
        sized.law.mesh = Some(mesh.clone());
    }
    designed
}

/// The mesh as Qhull triangulates its points, which the published code did by way of SciPy. Four corners of a square
/// lie on a circle, so that Delaunay's rule leaves each diagonal open, and Qhull decides (`benches/peers/lunar_pwl.py
/// 2 --print-mesh` wrote the file, SciPy 1.17.1).
fn as_published() -> SizingMesh {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(here.join("../../benches/peers/mesh_2500.txt")).unwrap();
    let lines = text.lines().filter(|line| !line.contains(':'));
    let rows: Vec<Vec<&str>> = lines.map(|line| line.split(' ').collect()).collect();
    let (points, triangles) = rows.split_at(rows.iter().position(|row| row.len() == 3).unwrap());
    let law = lander();
    let point = |row: &Vec<&str>| {
        let at = [row[1], row[2], row[3]].map(|word| word.parse::<f64>().unwrap());
        let dry_kg = law.dry_kg(at[0], at[1]).unwrap();
        assert!((dry_kg - at[2]).abs() < 1e-6, "{dry_kg}, not {}", at[2]);
        [Mass::new(at[0]), Mass::new(at[1])]
    };
    let triangle = |row: &Vec<&str>| [row[0], row[1], row[2]].map(|word| word.parse().unwrap());
    let mesh = Triangulation {
        points: points.iter().map(point).collect(),
        triangles: triangles.iter().map(triangle).collect(),
    };
    assert_eq!(
        (mesh.points.len(), mesh.triangles.len(), mesh.flaw()),
        (120, 184, None)
    );
    SizingMesh::Triangles(mesh)
}

/// The same with all squares cut from their lower left to their upper right corner.
fn rising() -> SizingMesh {
    let SizingMesh::Triangles(mut mesh) = as_published() else {
        unreachable!("it is a triangulation");
    };
    let number = |at: [f64; 2]| {
        let mut points = mesh.points.iter();
        points.position(|point| point.map(Mass::kg) == at)
    };
    let square = |corners: &[usize; 3]| {
        let [low, high] = [f64::min, f64::max].map(|fold: fn(f64, f64) -> f64| {
            [0, 1].map(|side| {
                let at = corners.map(|corner| mesh.points[corner][side].kg());
                at.into_iter().reduce(fold).unwrap()
            })
        });
        let is_square = [0, 1].iter().all(|side| high[*side] - low[*side] == 2500.0);
        let at = [low, [high[0], low[1]], [low[0], high[1]], high].map(number);
        let [Some(a), Some(b), Some(c), Some(d)] = at else {
            return None;
        };
        is_square.then_some([[a, b, d], [a, c, d]])
    };
    let (mut cut, mut kept) = (BTreeSet::new(), Vec::new());
    for corners in &mesh.triangles {
        match square(corners) {
            Some(two) => cut.extend(two),
            None => kept.push(*corners),
        }
    }
    mesh.triangles = kept.into_iter().chain(cut).collect();
    assert_eq!((mesh.triangles.len(), mesh.flaw()), (184, None));
    SizingMesh::Triangles(mesh)
}

/// All cut from the upper left to the lower right.
const fn falling() -> SizingMesh {
    SizingMesh::Squares(Mass::new(2500.0))
}

/// Case 2: the released code's tests have 677034.5575013 kg. The optimum lies in a square that Qhull cuts falling.
#[test]
fn one_design_on_the_mesh_has_the_published_optimum() {
    let one = Campaign::plain(1, 6.0);
    let found = assert_best(&on(&as_published(), &one), 677_034.557_501_3);
    let design = sizes(&on(&falling(), &one), &found)[0];
    // The published design, to all the digits that are recorded.
    let published = [2_827.615_033_57, 42_879.431_401_99, 12_725.751_678_36];
    for (own, other) in design.into_iter().zip(published) {
        assert!((own - other).abs() < 1e-2, "{design:?}, not {published:?}");
    }
    assert_best(&on(&falling(), &one), 677_034.557_501_3);
}

/// Case 3: the released code's tests have 401327.7125853 kg, which is not the best. On its own mesh that is
/// 401169.805422 kg, as the models in `benches/peers` find too, and with their design the released code's program does.
#[test]
#[ignore = "takes ten seconds and more"]
fn two_designs_on_the_mesh_are_better_than_published() {
    let two = Campaign::plain(2, 3.0);
    let found = assert_best(&on(&as_published(), &two), 401_169.805_422);
    assert!(found.bound.unwrap() * UNIT_KG < 401_327.7);
    assert_best(&on(&rising(), &two), 401_169.805_422);
    // Cut falling, the mesh is another law, with another optimum (`benches/peers/README.md`).
    assert_best(&on(&falling(), &two), 401_011.116_521);
}

/// The other diagonals make one design dearer (`benches/peers/README.md`).
#[test]
fn one_design_on_the_mesh_cut_otherwise_has_another_optimum() {
    assert_best(&on(&rising(), &Campaign::plain(1, 6.0)), 677_894.973_960);
}

/// The sizes of the designs at the solution, in kg.
fn sizes(designed: &Designed, found: &DesignedSolution) -> Vec<[f64; 3]> {
    let values = &found.point.as_ref().expect("there is a point").values;
    let of = |sized: &Sized| {
        [sized.payload, sized.propellant, sized.dry].map(|column| values[column.at()] * UNIT_KG)
    };
    designed.sized.iter().map(of).collect()
}

/// The published designs of case 3, held: their best plan is dearer than that of the designs that
/// `two_designs_on_the_mesh_are_better_than_published` finds, by the 158 kg that are to be gained from a tanker with the
/// least payload. Ours are given to all digits: each vehicle just holds what it must, and bears no rounding.
#[test]
fn the_published_designs_on_the_mesh_are_beaten() {
    let published = [
        [2_723.306_98, 15_349.056_83, 7_510.349_00],
        [507.530_94, 55_695.858_64, 13_829.067_81],
    ];
    let better = [
        [
            2_723.306_979_993_33,
            15_349.056_825_448_06,
            7_510.348_999_666_479,
        ],
        [500.0, 55_676.184_878_449_45, 13_817.393_627_300_125],
    ];
    let mesh = on(&as_published(), &Campaign::plain(2, 3.0));
    let least = |designs: &[[f64; 3]]| {
        for (sized, [payload, propellant, dry]) in mesh.sized.iter().zip(designs) {
            let law = sized.law.dry_kg(*payload, *propellant).unwrap();
            assert!((law - dry).abs() < 1e-4, "{law} kg, not {dry} kg");
        }
        held(&mesh, designs)
    };
    let (theirs, ours) = (least(&published), least(&better));
    assert!((theirs / 401_327.712_585_3 - 1.0).abs() < 1e-6, "{theirs}");
    assert!((ours / 401_169.805_422 - 1.0).abs() < 1e-6, "{ours}");
}

/// The least launch mass with designs that are given, in kg, proved to 1e-6.
fn held(designed: &Designed, designs: &[[f64; 3]]) -> f64 {
    let mut program = designed.program.clone();
    let given = designed
        .sized
        .iter()
        .zip(designs)
        .flat_map(|(sized, design)| {
            let columns = [sized.payload, sized.propellant, sized.dry];
            columns
                .into_iter()
                .zip(design.iter().map(|kg| kg / UNIT_KG))
        });
    let given: BTreeMap<Column, f64> = given.collect();
    for product in &designed.products {
        let entries = [
            (product.product, 1.0),
            (product.count, -given[&product.factor]),
        ];
        program.row("product", 0.0, 0.0, &entries);
    }
    let options = Options {
        relative_gap: 1e-8,
        ..options()
    };
    let found = highs().solve(&program, &options, &mut Unwatched).unwrap();
    let objective = found.point.unwrap().objective;
    let bound = found.bound.unwrap();
    assert!(bound > objective * (1.0 - 1e-6), "{bound} to {objective}");
    objective * UNIT_KG
}

#[test]
fn one_design_is_sized_to_the_known_optimum() {
    assert_best(&lunar(&Campaign::plain(1, 6.0)), 677_202.586_4);
}

#[test]
#[ignore = "takes ten seconds and more"]
fn two_designs_are_sized_to_the_known_optimum() {
    assert_best(&lunar(&Campaign::plain(2, 3.0)), 401_433.830_1);
}

#[test]
#[ignore = "takes ten seconds and more"]
fn two_designs_for_growing_missions_are_sized_to_the_known_optimum() {
    assert_best(&lunar(&Campaign::growing()), 434_094.958_0);
}
