//! Spacecraft that others have published for the lunar campaign, judged by the sizing law that they are said to obey.
//!
//! M. Isaji, Y. Takubo and K. Ho (J. Spacecraft and Rockets 59(5), 2022): the augmented Lagrangian coordination of their
//! released code ("ALC", `tests/test_cvx_ncvx_decomposition.py`) ends with masses that miss the law by what its tolerance
//! allows, and its piecewise linear law (the same file) and that of D. W. Boyce's fork (`src/run.py`) run straight between
//! the points of a mesh, below or above the law. Launch masses with such spacecraft are none of the law's.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod lunar;

use lunar::{PUBLISHED, Variant};
use portolan_check::check;
use portolan_model::{Action, Activity, Campaign, Element, Holder, Maker, MakerKind, Plan};
use portolan_vocabulary::{Duration, Finding, Index, Mass, Severity};

/// A spacecraft: payload, propellant and dry mass, in kg.
type Design = [f64; 3];

/// The lunar campaign whose spacecraft have a sizing law for so long a stay, in days, of so many.
fn campaign(designs: usize, stay_d: f64, crew: f64) -> Campaign {
    let variant = Variant {
        designs: vec![None; designs],
        copies: 3,
        ..Variant::missions(2, None)
    };
    let constant = 22.33f64.mul_add(stay_d, 434.7);
    let text = variant
        .text()
        .replace(
            "coefficient = 501.69 }",
            &format!("coefficient = {constant} }}"),
        )
        .replace("0.05028", &format!("{}", 0.004_190 * crew * stay_d));
    let mut parts = lunar::read(&text).into_parts();
    // Nothing is flown here.
    parts.demands = vec![].into();
    Campaign::new(parts).unwrap().0
}

/// The plan that brings a spacecraft of each design as it was published to the Earth's surface, and no more.
fn plan(campaign: &Campaign, designs: &[Design]) -> Plan {
    let made = designs.iter().enumerate().map(|(at, design)| {
        let id = format!("spacecraft-{at}");
        let mut known = campaign.designs.indexed();
        let (index, own) = known.find(|(_, own)| own.id.as_str() == id).unwrap();
        made(own, index, *design)
    });
    let elements: Vec<Element> = made.collect();
    let first = campaign.elements.len();
    let mut earth = campaign.nodes.indexed();
    let earth = earth
        .find(|(_, node)| node.id.as_str() == "earth")
        .unwrap()
        .0;
    let create = Activity {
        id: "arrive".into(),
        name: String::new(),
        mission: None,
        at: Duration::ZERO,
        priority: 0,
        site: None,
        action: Action::Create {
            elements: (0..elements.len())
                .map(|at| Index::new(first + at))
                .collect(),
            into: Holder::Node(earth),
        },
        cost: None,
        payer: None,
        staff: Vec::new(),
    };
    Plan {
        id: "published".into(),
        maker: Maker {
            kind: MakerKind::Person,
            name: "published".to_owned(),
        },
        elements: elements.into(),
        activities: vec![create].into(),
    }
}

fn made(own: &Element, design: Index<Element>, [payload, propellant, dry]: Design) -> Element {
    let mut made = own.clone();
    made.design = Some(design);
    made.id = format!("{}-made", own.id).as_str().into();
    made.mass = Mass::new(dry);
    made.max_payload = Some(Mass::new(payload));
    for feed in &own.propulsion[0].feeds {
        made.stores[feed.store].max_mass = Some(Mass::new(propellant * feed.share));
    }
    made
}

/// What the judge has against spacecraft, in a campaign whose law is for such a stay and crew.
fn errors(designs: &[Design], stay_d: f64, crew: f64) -> Vec<Finding> {
    let campaign = campaign(designs.len(), stay_d, crew);
    let verdict = check(&campaign, &plan(&campaign, designs));
    let errors = verdict.findings.into_iter();
    errors.filter(|it| it.severity == Severity::Error).collect()
}

/// Each spacecraft has a dry mass too small by so much, in kg, and the judge says so, and nothing else.
#[track_caller]
fn too_light(designs: &[(Design, f64)], stay_d: f64, crew: f64) {
    let all: Vec<Design> = designs.iter().map(|(design, _)| *design).collect();
    let found = errors(&all, stay_d, crew);
    assert_eq!(found.len(), designs.len(), "{found:#?}");
    for (finding, (design, short_kg)) in found.iter().zip(designs) {
        assert_eq!(finding.code.as_str(), "check.sizing-law");
        let apart = finding.fact_number("difference").unwrap() - short_kg;
        assert!(
            apart.abs() < 1e-3,
            "{apart} kg of {short_kg} kg: {design:?}"
        );
        let said = format!(": {short_kg:.3} kg more");
        assert!(finding.message.ends_with(&said), "{}", finding.message);
    }
}

/// The shortfalls here and below: the law solved in Python, by bisection (float64), for the published figures.
#[test]
fn what_the_coordination_ends_with_is_too_light() {
    let one = (
        [2_827.609_437_93, 42_879.700_930_57, 12_726.729_733_6],
        0.036_263,
    );
    too_light(&[one], 3.0, 4.0);
    let first = (
        [2_723.308_839_11, 15_350.109_292_83, 7_515.596_95],
        0.116_156,
    );
    let second = (
        [507.503_036_43, 55_696.601_626_96, 13_828.635_864_38],
        0.102_397,
    );
    too_light(&[first, second], 3.0, 4.0);
}

/// The plan of the piecewise linear law on its mesh of 2500 kg is not one of the law itself: the lander is too light,
/// the tanker half a kilogram heavier than it needs to be.
#[test]
fn what_a_mesh_ends_with_is_too_light_where_the_law_bends_down() {
    let one = (
        [2_827.615_033_57, 42_879.431_401_99, 12_725.751_678_36],
        0.957_764,
    );
    too_light(&[one], 3.0, 4.0);
    let lander = [2_723.306_979_99, 15_349.056_825_45, 7_510.348_999_67];
    let tanker = [507.530_940_29, 55_695.858_640_14, 13_829.067_814_59];
    let found = errors(&[lander, tanker], 3.0, 4.0);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0].subject.id, "spacecraft-0-made");
    too_light(&[(lander, 5.193_152)], 3.0, 4.0);
    assert_eq!(errors(&[tanker], 3.0, 4.0), []);
}

/// The vectors that the fork records, for two crewed missions, for two uncrewed ones (a stay of a day, nobody aboard) and
/// for those with depots.
#[test]
fn recorded_designs_of_a_fork_break_the_law_one_by_one() {
    let lander = [
        2_167.593_079_653_86,
        14_871.284_878_373_3,
        7_131.584_779_231_72,
    ];
    let tanker = [500.0, 57_554.071_899_6, 14_295.206_313_059_3];
    too_light(&[(lander, 17.378_971)], 3.0, 4.0);
    assert_eq!(
        errors(&[tanker], 3.0, 4.0),
        [],
        "4.786 kg more than it needs"
    );
    let carrier = [10_000.0, 23_157.315_920_289_4, 12_104.336_446_733_3];
    let lander = [
        2_596.277_236_363_57,
        48_813.830_734_209_1,
        12_653.807_748_04,
    ];
    too_light(&[(lander, 12.999_337)], 1.0, 0.0);
    assert_eq!(errors(&[carrier], 1.0, 0.0), [], "17.492 kg more");
    let carrier = [10_000.0, 36_332.361_359_339_5, 15_052.714_318_574_8];
    let tanker = [500.0, 53_768.065_304_451_2, 12_162.707_471_511_3];
    assert_eq!(
        errors(&[carrier, tanker], 1.0, 0.0),
        [],
        "16.169 and 0.902 kg more"
    );
    // A depot of 300 t of payload, no propellant and no mass is out of both ranges.
    let depot = errors(&[[300_000.0, 0.0, 0.0]], 1.0, 0.0);
    let said: Vec<_> = depot
        .iter()
        .map(|it| (it.code.as_str(), it.fact_number("value")))
        .collect();
    let odd = |value| ("check.sizing-law", Some(value));
    assert_eq!(said, [odd(300_000.0), odd(0.0)], "{depot:#?}");
}

/// What this project certifies for cases 4, 5 and 7, and the designs that were given to the law's exact root.
#[test]
fn certified_designs_obey_the_law() {
    let certified: [&[Design]; 4] = [
        &[[
            2_827.682_551_038_448,
            42_889.967_914_302_826,
            12_729.127_551_938_576,
        ]],
        &[
            [2_723.452_307_3, 15_361.423_609_6, 7_517.615_365_0],
            [500.0, 55_713.502_311_4, 13_824.707_215_6],
        ],
        &[
            [2_167.994_75, 14_912.301_50, 7_155.684_96],
            [500.0, 57_469.562_73, 14_268.571_02],
        ],
        &[PUBLISHED],
    ];
    for designs in certified {
        assert_eq!(errors(designs, 3.0, 4.0), [], "{designs:?}");
    }
    // A kilogram less is too light, so that the tests above say something.
    let [payload, propellant, dry] = PUBLISHED;
    too_light(&[([payload, propellant, dry - 1.0], 1.0)], 3.0, 4.0);
}
