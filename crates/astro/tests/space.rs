//! Edges in time through space: the opportunities of the edges of a campaign against instants and costs that
//! others computed, and what is said where an edge cannot be computed.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

use portolan_astro::{BuiltIn, Space, codes};
use portolan_model::{
    Arrival, Body, Burn, BurnSystem, Calendar, Departures, Edge, EdgesInTime, Facility, Limits,
    Node, Opportunity, Parts, Pass, Place, Plane, SmallBody, Tariff, Transfer, Way, Window,
};
use portolan_vocabulary::{Angle, Code, Distance, Duration, Epoch, FactValue, Findings, Speed};

/// Launch instants for a TLE of the ISS, ours, from Skyfield's SGP4 (validation/plane).
const SGP4: &str = include_str!("data/iss_plane_sgp4.csv");
/// Injections into the Moon's direction, ours, from DE440 by another library.
const INJECTIONS: &str = include_str!("data/lunar_tli_plane_windows_2028.csv");

fn epoch(text: &str) -> Epoch {
    text.parse().unwrap()
}

fn days(d: f64) -> Duration {
    Duration::from_days(d)
}

fn node(id: &str, body: &str, place: Place) -> Node {
    Node {
        max_stay: None,
        id: id.into(),
        name: id.to_owned(),
        body: Body::new(body),
        second_body: None,
        place,
        facility: Facility::Site,
        country: None,
        operator: None,
        max_mass: None,
        calendar: Calendar::default(),
    }
}

fn orbit(low_km: f64, high_km: f64, inclination_deg: f64, node: Option<(f64, Duration)>) -> Place {
    Place::Orbit {
        periapsis: Distance::new(low_km * 1e3),
        apoapsis: Distance::new(high_km * 1e3),
        inclination: Angle::new(inclination_deg),
        plane: node.map(|(deg, at)| Plane {
            node: Angle::new(deg),
            at,
        }),
    }
}

const fn site(latitude_deg: f64, longitude_deg: f64) -> Place {
    Place::Surface {
        latitude: Angle::new(latitude_deg),
        longitude: Angle::new(longitude_deg),
    }
}

fn halo(period: Option<Duration>, passage: Option<Duration>) -> Node {
    let place = Place::Libration {
        point: 2,
        period,
        passage,
    };
    Node {
        second_body: Some(Body::new("moon")),
        ..node("halo", "earth", place)
    }
}

const fn impulsive() -> Way {
    Way::Impulsive {
        duration: Duration::ZERO,
        burns: Vec::new(),
    }
}

fn stated(takes_d: f64, dv_m_s: f64) -> Way {
    let burn = Burn {
        after: Duration::ZERO,
        dv: Speed::new(dv_m_s),
        system: BurnSystem::Main,
    };
    Way::Impulsive {
        duration: days(takes_d),
        burns: vec![burn],
    }
}

const fn costs() -> Transfer {
    Transfer {
        costs: true,
        ..plain()
    }
}

const fn plain() -> Transfer {
    Transfer {
        costs: false,
        pass: Pass::Both,
        half_width: Duration::from_micros(300_000_000),
        allowance: Speed::new(100.0),
        max_dv: None,
        min_duration: None,
        max_duration: None,
        arrival: Arrival::Capture,
        sun_above: None,
        step: Duration::from_micros(86_400_000_000),
    }
}

/// A campaign of two places and one way.
struct Trip {
    start: &'static str,
    from: Node,
    to: Node,
    way: Way,
    transfer: Transfer,
    span_d: (f64, f64),
    bodies: Vec<SmallBody>,
}

impl Trip {
    fn new(start: &'static str, from: Node, to: Node) -> Self {
        Self {
            start,
            from,
            to,
            way: impulsive(),
            transfer: costs(),
            span_d: (0.0, 30.0),
            bodies: Vec::new(),
        }
    }

    fn found(self) -> Result<Vec<Opportunity>, Findings> {
        let mut parts = Parts::new("trip", epoch(self.start));
        let origin = parts.nodes.add(self.from);
        let destination = parts.nodes.add(self.to);
        parts.bodies = self.bodies.into();
        let edge = parts.edges.add(Edge {
            id: "way".into(),
            name: "way".to_owned(),
            origin,
            destination,
            way: self.way,
            both_ways: false,
            limits: Limits::default(),
            calendar: Calendar::default(),
            departures: Departures {
                transfer: Some(self.transfer),
                opportunities: Vec::new(),
            },
            tariff: Tariff::default(),
            operator: None,
            jurisdictions: Vec::new(),
            source: None,
        });
        let span = Window {
            from: days(self.span_d.0),
            to: days(self.span_d.1),
        };
        let found = Space::new(BuiltIn::load().unwrap()).opportunities(&parts, edge, span)?;
        apart(&found, span);
        Ok(found)
    }

    fn refused(self) -> Code {
        let findings = self.found().unwrap_err();
        assert!(
            findings.iter().all(|finding| finding.advice.is_some()),
            "{findings:?}"
        );
        findings[0].code
    }
}

/// Whatever is found lies in the span, in order and apart from one another.
fn apart(found: &[Opportunity], span: Window) {
    for it in found {
        assert!(span.from <= it.window.from && it.window.from < it.window.to);
        assert!(it.window.to <= span.to && it.window.from <= it.best && it.best <= it.window.to);
    }
    assert!(
        found
            .windows(2)
            .all(|pair| pair[0].window.to <= pair[1].window.from)
    );
}

fn text<'a>(it: &'a Opportunity, name: &str) -> &'a str {
    let fact = it.facts.iter().find(|fact| fact.name == name).unwrap();
    match &fact.value {
        FactValue::Text(text) => text,
        FactValue::Number { .. } => panic!("{name} is a number"),
    }
}

fn rows(csv: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    csv.lines().skip(1).map(|line| line.split(',').collect())
}

/// The ISS of January 2014, as its TLE says (2014-01-20T22:23:04 UTC; mean motion 15.498 a day).
fn station(start: Epoch) -> Node {
    let at = epoch("2014-01-20T22:23:04.000Z") - start;
    node(
        "iss",
        "earth",
        orbit(422.1, 427.0, 51.6498, Some((109.4756, at))),
    )
}

#[test]
fn launch_windows_stand_where_sgp4_has_the_plane() {
    let start = "2014-01-21T00:00:00Z";
    for (name, latitude, longitude, steering_m_s) in [
        ("KSC LC-39A", 28.60839, -80.60433, 106.0),
        ("Kourou ELA-4", 5.256, -52.792, 132.0),
    ] {
        let pad = node("pad", "earth", site(latitude, longitude));
        let trip = Trip {
            way: Way::Launch {
                duration: Duration::from_hours(0.2),
                burns: vec![],
            },
            transfer: plain(),
            span_d: (0.0, 3.0),
            ..Trip::new(start, pad, station(epoch(start)))
        };
        let found = trip.found().unwrap();
        let references: Vec<_> = rows(SGP4).filter(|row| row[0] == name).collect();
        let mut compared = 0;
        for row in &references {
            let at = epoch(&format!("{}Z", row[4])) - epoch(start);
            if at >= days(3.0) {
                continue;
            }
            let apart = |it: &Opportunity| (it.best - at).seconds().abs();
            let nearest = found
                .iter()
                .min_by(|a, b| apart(a).total_cmp(&apart(b)))
                .unwrap();
            assert!(
                apart(nearest) <= 10.0,
                "{name} {}: {} s",
                row[4],
                apart(nearest)
            );
            assert_eq!(text(nearest, "pass").get(..3), Some(&row[3][..3]));
            compared += 1;
        }
        assert!(compared >= 4, "{name}: {compared} of {}", references.len());
        // Five minutes late, from Kennedy and Kourou: worked example W15 and the reference table.
        let steering = found[0].number("steering-dv").unwrap();
        assert!(
            (steering / steering_m_s - 1.0).abs() < 0.02,
            "{name}: {steering}"
        );
    }
}

#[test]
fn a_late_launch_pays_in_its_last_burn() {
    let start = "2014-01-21T00:00:00Z";
    let trip = |way| Trip {
        way,
        transfer: Transfer {
            pass: Pass::Ascending,
            ..plain()
        },
        span_d: (0.0, 2.0),
        ..Trip::new(
            start,
            node("pad", "earth", site(28.60839, -80.60433)),
            station(epoch(start)),
        )
    };
    let Way::Impulsive { duration, burns } = stated(0.01, 9400.0) else {
        panic!()
    };
    let found = trip(Way::Launch { duration, burns }).found().unwrap();
    assert_eq!(found.len(), 2);
    let steering_m_s = found[0].number("steering-dv").unwrap();
    assert!((found[0].way.dv_m_s() - 9400.0 - steering_m_s).abs() < 1e-9);
    // The window comes 23 min 22 s earlier each day.
    let day_s = (found[1].best - found[0].best).seconds();
    assert!((86_400.0 - day_s - 1402.0).abs() < 2.0, "{day_s}");
}

#[test]
fn injections_stand_where_the_moon_will_be_in_the_plane() {
    let start = "2027-12-31T23:58:50.816Z"; // 2028-01-01T00:00 TDB
    let parking = orbit(420.0 + 7.1, 420.0 + 7.1, 51.64, Some((0.0, Duration::ZERO)));
    let trip = Trip {
        span_d: (0.0, 121.0),
        ..Trip::new(
            start,
            node("parking", "earth", parking),
            node("llo", "moon", orbit(100.0, 100.0, 90.0, None)),
        )
    };
    let found = trip.found().unwrap();
    let references: Vec<f64> = rows(INJECTIONS)
        .filter(|row| row[0].starts_with("ISS-like"))
        .map(|row| row[4].parse::<f64>().unwrap() - 2_461_771.5)
        .collect();
    assert_eq!(found.len(), references.len());
    for (it, reference_d) in found.iter().zip(references) {
        // The reference counts the node from the equator of the ICRF, an edge from that of date: 0.36 degrees of
        // precession since 2000, which is up to an hour.
        let apart_h = (it.best.days() - reference_d).abs() * 24.0;
        assert!(apart_h < 2.0, "{reference_d} d: {apart_h} h");
        // 3276 m/s with 5 % reserve into the flight, and 952 m/s with 5 % into the lunar orbit: Acta Astronautica
        // 177 (2020) 351, Table 4.
        assert!((it.number("injection-dv").unwrap() - 3276.0 / 1.05).abs() < 60.0);
        assert!((it.number("capture-dv").unwrap() - 952.0 / 1.05).abs() < 100.0);
    }
}

#[test]
fn flights_between_planets_cost_what_the_best_of_their_season_and_the_allowance_say() {
    let trip = Trip {
        span_d: (0.0, 600.0),
        ..Trip::new(
            "2030-01-01T00:00:00Z",
            node("leo", "earth", orbit(400.0, 400.0, 28.5, None)),
            node("mars-orbit", "mars", orbit(250.0, 33_793.0, 0.0, None)),
        )
    };
    let found = trip.found().unwrap();
    let cheapest = found
        .iter()
        .min_by(|a, b| a.way.dv_m_s().total_cmp(&b.way.dv_m_s()))
        .unwrap();
    // The best sum of burns in the season of 2031, from earth_mars_opportunities.csv (type II, minSumDv).
    let row = include_str!("data/earth_mars_opportunities.csv")
        .lines()
        .map(|line| line.split(',').collect::<Vec<_>>())
        .find(|row| {
            row[0] == "earth-mars" && row[1] == "2031" && row[2] == "II" && row[3] == "minSumDv"
        })
        .unwrap();
    let best_m_s = 1e3 * (row[13].parse::<f64>().unwrap() + row[14].parse::<f64>().unwrap());
    let above_m_s = cheapest.way.dv_m_s() - best_m_s;
    // The dearest of a day is a little above the best instant; mean and equatorial radii differ by 7 km.
    assert!((-8.0..8.0).contains(&above_m_s), "{above_m_s}");
    assert!(found.iter().all(|it| it.way.dv_m_s() <= best_m_s + 108.0));
    assert!(found.iter().all(|it| it.way.burns().len() == 2));
    assert_eq!(text(cheapest, "type"), "II");
}

#[test]
fn an_asteroid_is_met_by_its_elements() {
    // 99942 Apophis: elements of JPL's Small-Body Database, rounded (epoch JD 2461000.5 TDB).
    let apophis = SmallBody {
        id: "apophis".into(),
        name: "Apophis".to_owned(),
        at: epoch("2025-11-21T00:00:00Z"),
        semi_major_axis: Distance::new(0.9224 * 149_597_870_700.0),
        eccentricity: 0.1911,
        inclination: Angle::new(3.34),
        ascending_node: Angle::new(203.9),
        perihelion: Angle::new(126.7),
        mean_anomaly: Angle::new(313.6),
        source: None,
    };
    // The Earth overtakes it once in eight years, so that a season is long.
    let trip = || Trip {
        span_d: (0.0, 700.0),
        transfer: Transfer {
            allowance: Speed::new(2000.0),
            step: days(5.0),
            ..costs()
        },
        ..Trip::new(
            "2027-01-01T00:00:00Z",
            node("leo", "earth", orbit(400.0, 400.0, 28.5, None)),
            node("rock", "apophis", orbit(0.0, 0.0, 0.0, None)),
        )
    };
    let found = Trip {
        bodies: vec![apophis],
        ..trip()
    };
    let found = found.found().unwrap();
    let least = found
        .iter()
        .map(|it| it.way.dv_m_s())
        .fold(f64::INFINITY, f64::min);
    // Of order 5 to 7 km/s, with the relative velocity matched at arrival: it crosses the Earth's path.
    assert!((4_000.0..8_000.0).contains(&least), "{least}");
    assert_eq!(trip().refused(), codes::UNKNOWN_BODY);
}

#[test]
fn a_halo_orbit_is_met_at_its_passages() {
    let moon = || node("llo", "moon", orbit(100.0, 100.0, 90.0, None));
    let period = days(6.562_353);
    let gateway = || halo(Some(period), Some(days(1.0)));
    let trip = |from, to| Trip {
        way: stated(0.5, 740.0),
        transfer: plain(),
        ..Trip::new("2030-01-01T00:00:00Z", from, to)
    };
    let down = trip(gateway(), moon()).found().unwrap();
    let up = trip(moon(), gateway()).found().unwrap();
    assert_eq!((down.len(), up.len()), (5, 5));
    for (number, (down, up)) in down.iter().zip(&up).enumerate() {
        let passage = days(1.0) + period * number as i64;
        assert_eq!((down.best + days(0.5), up.best), (passage, passage));
    }
    let unknown = trip(halo(Some(period), None), moon());
    assert_eq!(unknown.refused(), codes::LACKS);
    let no_cost = Trip {
        transfer: costs(),
        ..trip(gateway(), moon())
    };
    assert_eq!(no_cost.refused(), codes::NO_COST);
}

#[test]
fn orbits_of_one_body_are_joined_by_two_burns() {
    // 400 km to a transfer ellipse and on to the geostationary orbit: rows C of the table of delta-v.
    let trip = |from: Place, to: Place| {
        let ends = (node("a", "earth", from), node("b", "earth", to));
        let found = Trip::new("2030-01-01T00:00:00Z", ends.0, ends.1)
            .found()
            .unwrap();
        found[0].way.dv_m_s()
    };
    // The table's altitudes are above the equator, those of a campaign above the mean radius: 7.13 km less.
    let above_mean_km = 6_378.137 - 6_371.008_4;
    let (low, high) = (400.0 + above_mean_km, 35_786.0 + above_mean_km);
    let leo = |inclination| orbit(low, low, inclination, None);
    let (gto, geo) = (
        |inclination| orbit(low, high, inclination, None),
        orbit(high, high, 0.0, None),
    );
    assert!((trip(leo(0.0), gto(0.0)) - 2397.5).abs() < 0.5);
    assert!((trip(gto(0.0), geo) - 1456.5).abs() < 0.5);
    assert!((trip(gto(28.5), geo) - 1824.1).abs() < 0.5);
    assert!((trip(gto(6.0), geo) - 1475.1).abs() < 0.5);
}

#[test]
fn light_closes_what_the_plane_opens() {
    let pole = || node("base", "moon", site(-89.5, 0.0));
    let trip = |above: Option<f64>| Trip {
        way: stated(0.5, 2500.0),
        transfer: Transfer {
            sun_above: above.map(Angle::new),
            ..plain()
        },
        span_d: (0.0, 365.0),
        ..Trip::new(
            "2030-01-01T00:00:00Z",
            node("llo", "moon", orbit(100.0, 100.0, 90.0, None)),
            pole(),
        )
    };
    let length = |found: &[Opportunity]| {
        let each = found
            .iter()
            .map(|it| (it.window.to - it.window.from).days());
        each.sum::<f64>()
    };
    let always = length(&trip(None).found().unwrap());
    let lit = length(&trip(Some(0.0)).found().unwrap());
    let high = length(&trip(Some(1.0)).found().unwrap());
    assert!((always - 365.0).abs() < 1e-6);
    // Near the pole the Sun is up for about half a year, and never above 1.54 + 0.5 degrees.
    assert!(
        (140.0..230.0).contains(&lit) && high < lit && high > 0.0,
        "{lit} {high}"
    );
    let nowhere = Trip {
        to: node("b", "moon", orbit(200.0, 200.0, 90.0, None)),
        ..trip(Some(0.0))
    };
    assert_eq!(nowhere.refused(), codes::LACKS);
}

#[test]
fn returns_cost_what_the_moon_s_distance_makes_them() {
    let trip = Trip {
        transfer: Transfer {
            arrival: Arrival::Flyby,
            ..costs()
        },
        ..Trip::new(
            "2028-01-01T00:00:00Z",
            node("llo", "moon", orbit(100.0, 100.0, 90.0, None)),
            node("splashdown", "earth", site(0.0, -150.0)),
        )
    };
    let found = trip.found().unwrap();
    assert_eq!(found.len(), 30);
    for it in &found {
        // 0.8 to 1.0 km/s out of a lunar orbit, and 11 km/s at the Earth, as Apollo's flights met.
        assert!((780.0..1000.0).contains(&it.way.dv_m_s()));
        let perigee_km_s = it.number("perigee-speed").unwrap();
        assert!((10.9..11.2).contains(&perigee_km_s), "{perigee_km_s}");
    }
}

#[test]
fn what_cannot_be_computed_says_why() {
    let start = "2030-01-01T00:00:00Z";
    let pad = || node("pad", "earth", site(5.2, -52.8));
    let flat = || node("leo", "earth", orbit(400.0, 400.0, 28.5, None));
    let launch = |to| Trip {
        way: Way::Launch {
            duration: days(0.01),
            burns: vec![],
        },
        transfer: plain(),
        ..Trip::new(start, pad(), to)
    };
    assert_eq!(launch(flat()).refused(), codes::NO_PLANE);
    // A site further from the equator than the orbit reaches never lies in its plane.
    let low = node(
        "leo",
        "earth",
        orbit(400.0, 400.0, 2.0, Some((0.0, Duration::ZERO))),
    );
    assert_eq!(launch(low).refused(), codes::NO_SOLUTION);
    let nothing = node(
        "leo",
        "earth",
        orbit(-7000.0, 400.0, 51.6, Some((0.0, Duration::ZERO))),
    );
    assert_eq!(launch(nothing).refused(), codes::BAD_INPUT);
    let late = Trip {
        span_d: (0.0, 20_000.0),
        ..launch(node(
            "leo",
            "earth",
            orbit(400.0, 400.0, 51.6, Some((0.0, Duration::ZERO))),
        ))
    };
    assert_eq!(late.refused(), codes::OUT_OF_SPAN);
    let to_moon = Trip::new(
        start,
        pad(),
        node("llo", "moon", orbit(100.0, 100.0, 90.0, None)),
    );
    assert_eq!(to_moon.refused(), codes::NO_METHOD);
    let too_fast = Trip {
        transfer: Transfer {
            min_duration: Some(days(0.1)),
            max_duration: Some(days(0.1)),
            ..costs()
        },
        ..Trip::new(
            start,
            node(
                "leo",
                "earth",
                orbit(400.0, 400.0, 28.5, Some((0.0, Duration::ZERO))),
            ),
            node("llo", "moon", orbit(100.0, 100.0, 90.0, None)),
        )
    };
    assert_eq!(too_fast.refused(), codes::NO_SOLUTION);
}

#[test]
fn the_same_question_has_the_same_answer() {
    let ask = || {
        let trip = Trip {
            span_d: (0.0, 600.0),
            ..Trip::new(
                "2030-01-01T00:00:00Z",
                node("leo", "earth", orbit(400.0, 400.0, 28.5, None)),
                node("venus", "venus", orbit(300.0, 300.0, 0.0, None)),
            )
        };
        trip.found().unwrap()
    };
    let threads: Vec<_> = (0..4).map(|_| std::thread::spawn(ask)).collect();
    let first = ask();
    for thread in threads {
        assert_eq!(thread.join().unwrap(), first);
    }
    assert!(!first.is_empty());
}
