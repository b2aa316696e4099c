//! Porkchop plots: against DE440 and another solver, against half an ellipse, and at the edges of sense.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::f64::consts::{PI, TAU};
use std::num::NonZeroUsize;
use std::ops::ControlFlow;

use portolan_astro::{
    ASTRONOMICAL_UNIT_M, Absence, Absences, AstroError, Branch, BuiltIn, Criterion, DVec3, Dates,
    ElementsAt, Ephemeris, Frame, Heliocentric, Kind, Leg, Planet, Point, Porkchop, State, Tdb,
    Terminal, gm_m3_s2,
};

const DAY_S: f64 = 86_400.0;
const MU_SUN: f64 = gm_m3_s2(Point::Sun);
const AU: f64 = ASTRONOMICAL_UNIT_M;

fn planet(point: Point) -> Planet<'static> {
    let ephemeris = BuiltIn::load().unwrap();
    Planet { ephemeris, point }
}

fn dates(jd: f64, step_d: f64, count: usize) -> Dates {
    Dates::new(Tdb::from_jd(jd), step_d * DAY_S, count).unwrap()
}

/// A circular orbit in the plane z = 0 with a place at J2000.
fn circle(radius_m: f64, angle_at_j2000: f64) -> impl Fn(Tdb) -> Result<State, AstroError> + Sync {
    let rate = (MU_SUN / radius_m.powi(3)).sqrt();
    move |at: Tdb| {
        let (sine, cosine) = (angle_at_j2000 + rate * at.seconds()).sin_cos();
        Ok(State {
            position: DVec3::new(cosine, sine, 0.0) * radius_m,
            velocity: DVec3::new(-sine, cosine, 0.0) * radius_m * rate,
        })
    }
}

/// What stays where it is, but is about to move along y.
fn fixed(position: DVec3) -> impl Fn(Tdb) -> Result<State, AstroError> + Sync {
    move |_| {
        Ok(State {
            position,
            velocity: DVec3::Y * 30e3,
        })
    }
}

#[test]
fn the_reference_plot_from_the_earth_to_mars() {
    let (earth, mars) = (planet(Point::Earth), planet(Point::Mars));
    let leg = Leg::new(&earth, &mars, MU_SUN);
    let plot = Porkchop::new(
        &leg,
        dates(2_461_253.5, 1.0, 300),
        dates(2_461_465.5, 1.5, 300),
    )
    .unwrap();
    // 87 389 cells, 9.1835 km²/s² and 2.5641 km/s: pykep 3.0.1 and hapsira 0.18.0 with DE440, made for this
    // project, CC0; validation/porkchop repeats them.
    assert_eq!(plot.present(), 87_389);
    let not_after = Absences {
        not_after: 2_611,
        ..Absences::default()
    };
    assert_eq!(plot.absences(), not_after);
    let (_, _, c3) = plot.least(Criterion::C3).unwrap();
    let (_, _, speed) = plot.least(Criterion::ArrivalSpeed).unwrap();
    assert_eq!((c3 / 100.0).round(), 91_835.0);
    assert_eq!((speed * 10.0).round(), 25_641.0);
}

#[test]
fn cells_are_flights() {
    let (earth, venus) = (planet(Point::Earth), planet(Point::Venus));
    let mut leg = Leg::new(&earth, &venus, MU_SUN);
    leg.departure = Terminal::Orbit {
        mu: gm_m3_s2(Point::Earth),
        periapsis_m: 6_778e3,
        apoapsis_m: 6_778e3,
    };
    leg.arrival = Terminal::MatchVelocity;
    let (departures, arrivals) = (dates(2_461_800.5, 9.0, 12), dates(2_461_880.5, 11.0, 14));
    let plot = Porkchop::new(&leg, departures, arrivals).unwrap();
    let mut kinds = [0, 0];
    for row in 0..12 {
        for column in 0..14 {
            let (departure, arrival) = (departures.at(row), arrivals.at(column));
            let Some(cell) = plot.cell(row, column) else {
                assert!(arrival <= departure);
                assert_eq!(plot.absence(row, column), Some(Absence::NotAfter));
                continue;
            };
            let flight = leg.flight(departure, arrival).unwrap();
            assert_eq!(cell.kind, flight.kind);
            assert_eq!(cell.c3_m2_s2, flight.c3_m2_s2());
            assert_eq!(cell.tof_s, flight.tof_s());
            assert!((cell.declination_rad - flight.declination_rad()).abs() < 1e-14);
            assert_eq!(cell.right_ascension_rad, flight.right_ascension_rad());
            for criterion in Criterion::ALL {
                assert_eq!(cell.cost(criterion), flight.cost(criterion));
                assert_eq!(
                    plot.cost(criterion, row, column),
                    Some(flight.cost(criterion))
                );
            }
            assert_eq!(
                flight.angle_rad > PI,
                flight.kind.is_long,
                "{}",
                flight.angle_rad
            );
            kinds[usize::from(flight.kind.is_long)] += 1;
        }
    }
    assert!(kinds[0] > 20 && kinds[1] > 20, "{kinds:?}");
    assert_eq!(plot.cell(12, 0), None);
    assert_eq!(plot.absence(0, 14), None);
}

#[test]
fn the_velocities_lead_from_the_one_body_to_the_other() {
    let (earth, mars) = (planet(Point::Earth), planet(Point::Mars));
    let leg = Leg::new(&earth, &mars, MU_SUN);
    let (departure, arrival) = (Tdb::from_jd(2_463_700.5), Tdb::from_jd(2_463_900.5));
    let flight = leg.flight(departure, arrival).unwrap();
    let (start, end) = (
        earth.state(departure).unwrap(),
        mars.state(arrival).unwrap(),
    );
    let left = State {
        position: start.position,
        velocity: start.velocity + flight.v_inf_departure,
    };
    let there = portolan_astro::propagate(MU_SUN, left, flight.tof_s()).unwrap();
    assert!((there.position - end.position).length() < 10.0);
    assert!((there.velocity - end.velocity - flight.v_inf_arrival).length() < 1e-6);
}

#[test]
fn half_an_ellipse_between_circles() {
    let (a, b) = (AU, 1.5 * AU);
    let tof_s = PI * ((0.5 * (a + b)).powi(3) / MU_SUN).sqrt();
    let behind = PI - (MU_SUN / b.powi(3)).sqrt() * tof_s;
    let (from, to) = (circle(a, 0.0), circle(b, behind));
    let leg = Leg::new(&from, &to, MU_SUN);
    let flight = leg
        .flight(Tdb::from_seconds(0.0), Tdb::from_seconds(tof_s))
        .unwrap();
    // Half an ellipse touches both circles: the speed at departure is that of the circle times the square
    // root of 2 b / (a + b).
    let leaving = (MU_SUN / a).sqrt() * ((2.0 * b / (a + b)).sqrt() - 1.0);
    let arriving = (MU_SUN / b).sqrt() * (1.0 - (2.0 * a / (a + b)).sqrt());
    assert!((flight.v_inf_departure - DVec3::Y * leaving).length() < 1e-6);
    assert!((flight.v_inf_arrival - DVec3::Y * arriving).length() < 1e-6);
    assert!((flight.angle_rad - PI).abs() < 1e-12);
    assert!(flight.declination_rad().abs() < 1e-9);
    assert!((flight.right_ascension_rad() - 0.5 * PI).abs() < 1e-9);
}

#[test]
fn burns_at_the_ends() {
    let circle = Terminal::Orbit {
        mu: 4.0e14,
        periapsis_m: 8.0e6,
        apoapsis_m: 8.0e6,
    };
    // On the circle at sqrt(5e7) m/s, to escape at sqrt(1e8) m/s, or at sqrt(1e8 + 4.4e7) for more.
    assert!((circle.dv_m_s(0.0) - (1e4 - 5e7_f64.sqrt())).abs() < 1e-9);
    assert!((circle.dv_m_s(4.4e7_f64.sqrt()) - (1.2e4 - 5e7_f64.sqrt())).abs() < 1e-9);
    // The ellipse to 32 000 km has sqrt(2 mu (1/8 - 1/40) 1e-6) = sqrt(8e7) m/s at its periapsis.
    let ellipse = Terminal::Orbit {
        mu: 4.0e14,
        periapsis_m: 8.0e6,
        apoapsis_m: 32.0e6,
    };
    assert!((ellipse.dv_m_s(0.0) - (1e4 - 8e7_f64.sqrt())).abs() < 1e-9);
    assert_eq!(Terminal::MatchVelocity.dv_m_s(1234.5), 1234.5);
    assert_eq!(Terminal::Free.dv_m_s(1234.5), 0.0);
}

#[test]
fn types_have_numbers() {
    let all = [
        (Kind::I, "type I"),
        (Kind::II, "type II"),
        (
            Kind {
                revolutions: 1,
                is_long: false,
            },
            "type III",
        ),
        (
            Kind {
                revolutions: 1,
                is_long: true,
            },
            "type IV",
        ),
        (
            Kind {
                revolutions: 4,
                is_long: false,
            },
            "type 9",
        ),
    ];
    for (kind, words) in all {
        assert_eq!(kind.to_string(), words);
    }
}

#[test]
fn the_same_bytes_on_any_number_of_threads() {
    let (mars, earth) = (planet(Point::Mars), planet(Point::Earth));
    let leg = Leg::new(&mars, &earth, MU_SUN);
    let (departures, arrivals) = (dates(2_462_000.5, 3.0, 61), dates(2_462_190.5, 0.37, 403));
    let alone = Porkchop::new(&leg, departures, arrivals).unwrap();
    for threads in [2, 3, 7] {
        let mut go_on = |_, _| ControlFlow::Continue(());
        let threads = NonZeroUsize::new(threads).unwrap();
        let together = Porkchop::watched(&leg, departures, arrivals, threads, &mut go_on).unwrap();
        assert_eq!(together.unwrap(), alone);
    }
}

#[test]
fn progress_is_told_and_can_end_it() {
    let (earth, mars) = (planet(Point::Earth), planet(Point::Mars));
    let leg = Leg::new(&earth, &mars, MU_SUN);
    let (departures, arrivals) = (dates(2_462_000.5, 1.0, 90), dates(2_462_200.5, 0.5, 700));
    let mut seen = Vec::new();
    let mut listen = |done, all| {
        seen.push((done, all));
        ControlFlow::Continue(())
    };
    let one = NonZeroUsize::MIN;
    let plot = Porkchop::watched(&leg, departures, arrivals, one, &mut listen).unwrap();
    assert!(plot.is_some());
    assert_eq!((seen[0], seen[seen.len() - 1]), ((0, 90), (90, 90)));
    assert!(seen.windows(2).all(|pair| pair[0].0 < pair[1].0) && seen.len() > 3);
    let mut asked = 0;
    let mut stop = |_, _| {
        asked += 1;
        if asked == 2 {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    };
    let plot = Porkchop::watched(&leg, departures, arrivals, one, &mut stop).unwrap();
    assert!(plot.is_none() && asked == 2);
}

#[test]
fn empty_cells_say_why() {
    let from = fixed(DVec3::X * AU);
    let (same, square, far) = (
        fixed(DVec3::X * 2.0 * AU),
        fixed(DVec3::Y * AU),
        fixed(DVec3::Y * 1e60),
    );
    let (one, later) = (dates(2_462_000.5, 1.0, 1), dates(2_462_100.5, 1.0, 1));
    let absence = |leg: &Leg<'_>| {
        let plot = Porkchop::new(leg, one, later).unwrap();
        assert_eq!((plot.present(), plot.cell(0, 0)), (0, None));
        assert_eq!(plot.least(Criterion::C3), None);
        assert_eq!(plot.cost(Criterion::C3, 0, 0), None);
        plot.absence(0, 0)
    };
    assert_eq!(
        absence(&Leg::new(&from, &same, MU_SUN)),
        Some(Absence::Collinear)
    );
    assert_eq!(
        absence(&Leg::new(&from, &far, MU_SUN)),
        Some(Absence::Unsolved)
    );
    let mut twice_round = Leg::new(&from, &square, MU_SUN);
    (twice_round.revolutions, twice_round.branch) = (2, Branch::Left);
    assert_eq!(absence(&twice_round), Some(Absence::TooShort));
}

#[test]
fn full_revolutions_have_types_of_their_own() {
    let (earth, mars) = (planet(Point::Earth), planet(Point::Mars));
    let mut leg = Leg::new(&earth, &mars, MU_SUN);
    (leg.revolutions, leg.branch) = (1, Branch::Right);
    let flight = leg
        .flight(Tdb::from_jd(2_462_000.5), Tdb::from_jd(2_462_950.5))
        .unwrap();
    assert!(flight.kind.revolutions == 1 && flight.angle_rad > TAU);
    let (departures, arrivals) = (dates(2_462_000.5, 20.0, 5), dates(2_462_800.5, 20.0, 10));
    let plot = Porkchop::new(&leg, departures, arrivals).unwrap();
    assert!(plot.present() > 20);
    assert!((0..10).all(|column| {
        plot.cell(1, column)
            .is_none_or(|cell| cell.kind.number() > 2)
    }));
}

#[test]
fn an_asteroid_is_reached_by_its_elements() {
    // The Earth-Moon barycentre's mean orbit serves as an asteroid: the flight from Mars to either differs by
    // what elements leave out.
    let asteroid = ElementsAt {
        mu: MU_SUN,
        epoch: Tdb::from_jd(2_451_545.0),
        a_m: 1.000_002_61 * AU,
        e: 0.016_711_23,
        i_rad: 0.0,
        raan_rad: 0.0,
        argp_rad: 102.937_681_93_f64.to_radians(),
        mean_anomaly_rad: (100.464_571_66_f64 - 102.937_681_93).to_radians(),
        frame: Frame::EclipticJ2000,
    };
    let (mars, earth) = (planet(Point::Mars), planet(Point::EarthMoonBarycentre));
    let (departure, arrival) = (Tdb::from_jd(2_462_020.5), Tdb::from_jd(2_462_360.5));
    let to_elements = Leg::new(&mars, &asteroid, MU_SUN)
        .flight(departure, arrival)
        .unwrap();
    let to_earth = Leg::new(&mars, &earth, MU_SUN)
        .flight(departure, arrival)
        .unwrap();
    let apart = (to_elements.v_inf_arrival - to_earth.v_inf_arrival).length();
    assert!(apart > 0.1 && apart < 60.0, "{apart}");
}

#[test]
fn what_makes_no_sense_is_refused() {
    let (earth, mars) = (planet(Point::Earth), planet(Point::Mars));
    let good = Leg::new(&earth, &mars, MU_SUN);
    let day = dates(2_462_000.5, 1.0, 1);
    let bad = |leg: Leg<'_>| {
        let refused = Porkchop::new(&leg, day, day);
        assert!(
            matches!(refused, Err(AstroError::BadInput(_))),
            "{refused:?}"
        );
        assert!(leg.flight(day.at(0), day.at(200)).is_err());
    };
    for mu_sun in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        bad(Leg { mu_sun, ..good });
    }
    for (periapsis_m, apoapsis_m) in [
        (0.0, 1e7),
        (2e7, 1e7),
        (f64::NAN, 1e7),
        (1e7, f64::INFINITY),
    ] {
        let orbit = Terminal::Orbit {
            mu: 4e14,
            periapsis_m,
            apoapsis_m,
        };
        bad(Leg {
            departure: orbit,
            ..good
        });
        bad(Leg {
            arrival: orbit,
            ..good
        });
    }
    bad(Leg {
        revolutions: 1,
        ..good
    });
    bad(Leg {
        branch: Branch::Left,
        ..good
    });
    let at = Tdb::from_jd(2_462_000.5);
    assert!(matches!(good.flight(at, at), Err(AstroError::BadInput(_))));
    for (first, step_s, count) in [
        (at, 0.0, 5),
        (at, -1.0, 5),
        (at, f64::NAN, 5),
        (at, 1.0, 0),
        (at, 1.0, 5_000_000),
        (at, f64::MAX, 5),
        (Tdb::from_seconds(f64::NAN), 1.0, 5),
    ] {
        let refused = Dates::new(first, step_s, count);
        assert!(
            matches!(refused, Err(AstroError::BadInput(_))),
            "{step_s} {count}"
        );
    }
    for (last, step_s) in [
        (at, 1.0),
        (at.plus_days(1.0), 0.0),
        (at.plus_days(1.0), f64::NAN),
    ] {
        assert!(Dates::between(at, last, step_s).is_err(), "{step_s}");
    }
}

#[test]
fn too_many_cells_and_unknown_dates_are_refused() {
    let (earth, mars) = (planet(Point::Earth), planet(Point::Mars));
    let leg = Leg::new(&earth, &mars, MU_SUN);
    let many = dates(2_462_000.5, 0.01, 2_001);
    let refused = Porkchop::new(&leg, many, many);
    assert!(matches!(refused, Err(AstroError::BadInput(_))));
    let (_, last) = BuiltIn::load().unwrap().span();
    let beyond = Dates::new(last, DAY_S, 2).unwrap();
    let refused = Porkchop::new(&leg, dates(2_462_000.5, 1.0, 1), beyond);
    assert!(matches!(refused, Err(AstroError::OutOfSpan { .. })));
}

#[test]
fn dates_between_end_where_they_should() {
    let (first, last) = (Tdb::from_jd(2_462_000.5), Tdb::from_jd(2_462_010.5));
    let dates = Dates::between(first, last, 3.0 * DAY_S).unwrap();
    assert_eq!((dates.count(), dates.step_s()), (5, 2.5 * DAY_S));
    assert_eq!(dates.at(4), last);
}
