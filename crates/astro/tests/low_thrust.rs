//! Weak thrust: closed forms against published figures, and against motions followed step by step.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use portolan_astro::{
    AstroError, Craft, DVec3, Dop853, Edelbaum, Elements, Ellipse, Point, Power, SpiralEnd, State,
    constants, escape_spiral_dv_m_s, fly_spiral, node_drift, node_rate_rad_s,
};
use std::f64::consts::FRAC_PI_2;

const MU: f64 = 398_600.441_8e9;
const RADIUS_M: f64 = 6_378_137.0;
const LOW_M: f64 = RADIUS_M + 400e3;
const GEO_M: f64 = 42_164e3;
const DAY_S: f64 = 86_400.0;

fn dv(from_m: f64, to_m: f64, turn_deg: f64) -> f64 {
    Edelbaum::new(MU, from_m, to_m, turn_deg.to_radians())
        .unwrap()
        .dv_m_s()
}

/// The rows of the velocity-change table that are marked as Edelbaum's, to their printed digits.
#[test]
fn the_rows_of_the_table_are_met() {
    let agrees = |got_m_s: f64, want_km_s: f64| {
        assert!(
            (got_m_s / 1e3 - want_km_s).abs() <= 0.5e-4,
            "{got_m_s} for {want_km_s}"
        );
    };
    agrees(dv(LOW_M, GEO_M, 28.5), 5.8975);
    agrees(dv(LOW_M, GEO_M, 0.0), 4.5939);
    agrees(dv(LOW_M, LOW_M, 51.6 - 28.5), 4.7757);
    // Escape, in the limit of no thrust: the circular speed.
    agrees(
        Ellipse::circle(MU, LOW_M).unwrap().periapsis_speed_m_s(),
        7.6686,
    );
    let feeble = Craft::new(1.0, 1e-40, 1e6).unwrap();
    agrees(escape_spiral_dv_m_s(MU, LOW_M, &feeble).unwrap(), 7.6686);
}

#[test]
fn transfers_begin_and_end_where_they_should() {
    for (from, to, turn) in [
        (LOW_M, GEO_M, 0.5),
        (GEO_M, LOW_M, 0.5),
        (LOW_M, GEO_M, 0.0),
        (GEO_M, LOW_M, 0.0),
        (LOW_M, LOW_M, 1.9),
    ] {
        let transfer = Edelbaum::new(MU, from, to, turn).unwrap();
        let (start, end) = (
            transfer.after(0.0).unwrap(),
            transfer.after(transfer.dv_m_s()).unwrap(),
        );
        assert!((start.radius_m / from - 1.0).abs() < 1e-12 && start.turned_rad.abs() < 1e-12);
        assert!((end.radius_m / to - 1.0).abs() < 1e-12 && (end.turned_rad - turn).abs() < 1e-12);
        // There and back costs the same.
        let back = Edelbaum::new(MU, to, from, turn).unwrap();
        assert!((back.dv_m_s() / transfer.dv_m_s() - 1.0).abs() < 1e-14);
    }
}

/// The closed form against the motion itself: the weaker the thrust, the closer.
#[test]
fn a_flown_spiral_costs_what_the_closed_form_says() {
    let closed_m_s = dv(LOW_M, GEO_M, 0.0);
    let mut last = f64::INFINITY;
    for (acceleration, within) in [(1e-2, 3e-3), (3e-3, 1e-3), (1e-3, 2e-4)] {
        let craft = Craft::new(1_000.0, 1_000.0 * acceleration, 1e7).unwrap();
        let flown = fly_spiral(MU, LOW_M, &craft, SpiralEnd::SemiMajorAxis(GEO_M)).unwrap();
        let off = (flown.dv_m_s / closed_m_s - 1.0).abs();
        assert!(off < within && off < last, "{acceleration}: {off}");
        assert!(flown.e < 20.0 * acceleration, "{}", flown.e);
        last = off;
    }
    // Down again.
    let craft = Craft::new(1_000.0, 1.0, 1e7).unwrap();
    let down = fly_spiral(MU, GEO_M, &craft, SpiralEnd::SemiMajorAxis(LOW_M)).unwrap();
    assert!(
        (down.dv_m_s / closed_m_s - 1.0).abs() < 1e-3,
        "{}",
        down.dv_m_s
    );
    // With the mass that is left, time and propellant are those of the rocket equation.
    let craft = Craft::new(1_000.0, 2.0, 2_000.0).unwrap();
    let flown = fly_spiral(MU, LOW_M, &craft, SpiralEnd::SemiMajorAxis(GEO_M)).unwrap();
    let closed = craft.burn(closed_m_s).unwrap();
    assert!((flown.duration_s / closed.duration_s - 1.0).abs() < 1e-3);
    assert!((flown.dv_m_s / closed_m_s - 1.0).abs() < 1e-3);
}

/// The turning transfer, flown: thrust yawed by the closed form, to the other side after each quarter off the
/// node.
#[test]
fn a_flown_turn_ends_where_the_closed_form_says() {
    let turn = 28.5_f64.to_radians();
    let transfer = Edelbaum::new(MU, LOW_M, GEO_M, turn).unwrap();
    let acceleration = 2e-3;
    let rates = |at: f64, [x, y, z, vx, vy, vz]: &[f64; 6]| {
        let (r, v) = (DVec3::new(*x, *y, *z), DVec3::new(*vx, *vy, *vz));
        let spent = (acceleration * at).min(transfer.dv_m_s());
        let yaw = transfer.after(spent).unwrap().yaw_rad;
        let momentum = r.cross(v).normalize();
        // The node stays on the x axis; where the motion climbs through it, thrust to the south tilts the
        // plane down.
        let side = if x.signum() > 0.0 { -1.0 } else { 1.0 };
        let ahead = momentum.cross(r).normalize();
        let push = (ahead * yaw.cos() + momentum * (side * yaw.sin())) * acceleration;
        let pull = -r * (MU / r.length().powi(3)) + push;
        [*vx, *vy, *vz, pull.x, pull.y, pull.z]
    };
    let speed = (MU / LOW_M).sqrt();
    let start = [LOW_M, 0.0, 0.0, 0.0, speed * turn.cos(), speed * turn.sin()];
    let method = Dop853::new(1e-8, 1e-3).unwrap();
    let end = method
        .follow(rates, 0.0, start, transfer.dv_m_s() / acceleration)
        .unwrap();
    let [x, y, z, vx, vy, vz] = end;
    let state = State {
        position: DVec3::new(x, y, z),
        velocity: DVec3::new(vx, vy, vz),
    };
    let elements = Elements::of_state(MU, state).unwrap();
    assert!(
        elements.i_rad.to_degrees() < 0.5,
        "{}",
        elements.i_rad.to_degrees()
    );
    assert!(
        (elements.a_m() / GEO_M - 1.0).abs() < 0.02,
        "{}",
        elements.a_m()
    );
    assert!(elements.e < 0.02, "{}", elements.e);
}

#[test]
fn spirals_escape_sooner_under_stronger_thrust() {
    let speed_m_s = (MU / LOW_M).sqrt();
    let gravity = MU / (LOW_M * LOW_M);
    // Space Exploration Stack Exchange, question 29456: thrust over gravity, velocity change over circular
    // speed.
    for (share, published) in [(0.999e-2, 0.745), (1e-3, 0.856)] {
        let craft = Craft::new(1.0, share * gravity, 1e9).unwrap();
        let flown = fly_spiral(MU, LOW_M, &craft, SpiralEnd::Escape).unwrap();
        assert!(
            (flown.dv_m_s / speed_m_s - published).abs() < 6e-4,
            "{}",
            flown.dv_m_s / speed_m_s
        );
        let closed_m_s = escape_spiral_dv_m_s(MU, LOW_M, &craft).unwrap();
        assert!((closed_m_s - flown.dv_m_s).abs() < 1e-3 * speed_m_s);
        assert!((flown.e - 1.0).abs() < 1e-6);
    }
    // With the loss of mass: 3000 s, a tenth of a millimetre per second squared times ten.
    let craft = Craft::new(1_000.0, 1.0, 3_000.0).unwrap();
    let flown = fly_spiral(MU, LOW_M, &craft, SpiralEnd::Escape).unwrap();
    let closed_m_s = escape_spiral_dv_m_s(MU, LOW_M, &craft).unwrap();
    assert!(
        (closed_m_s - flown.dv_m_s).abs() < 1e-3 * speed_m_s,
        "{closed_m_s} {}",
        flown.dv_m_s
    );
    let strong = Craft::new(1.0, 0.02 * gravity, 1e9).unwrap();
    assert!(matches!(
        escape_spiral_dv_m_s(MU, LOW_M, &strong),
        Err(AstroError::NoSolution(_))
    ));
}

#[test]
fn time_and_propellant_follow_from_thrust_and_light() {
    let transfer = Edelbaum::new(MU, LOW_M, GEO_M, 28.5_f64.to_radians()).unwrap();
    // By hand: exhaust 19 613.3 m/s, so that 1 - exp(-5897.52/19613.3) = 0.259 72 of the mass is burned.
    let craft = Craft::new(10_000.0, 2.0, 2_000.0).unwrap();
    let steady = transfer.flight(&craft, Power::Steady, RADIUS_M).unwrap();
    assert!(
        (steady.propellant_kg - 2_597.2).abs() < 0.5,
        "{}",
        steady.propellant_kg
    );
    let by_hand_s = steady.propellant_kg * 19_613.3 / 2.0;
    assert!((steady.duration_s / by_hand_s - 1.0).abs() < 1e-9);
    assert_eq!(
        craft.burn(transfer.dv_m_s()).unwrap().propellant_kg,
        steady.propellant_kg
    );
    let lit = |power| transfer.flight(&craft, power, RADIUS_M).unwrap();
    let (in_plane, across, anywhere) = (
        lit(Power::SunAt(0.0)),
        lit(Power::SunAt(FRAC_PI_2)),
        lit(Power::SunAnywhere),
    );
    assert_eq!(across.duration_s, steady.duration_s);
    assert_eq!(in_plane.thrusting_s, steady.thrusting_s);
    // The shadow takes 38 % of a low orbit and 5 % of a geostationary one.
    let factor = in_plane.duration_s / steady.duration_s;
    assert!((1.1..1.6).contains(&factor), "{factor}");
    assert!(anywhere.duration_s > across.duration_s && anywhere.duration_s < in_plane.duration_s);
    // Less thrust: longer, for the same propellant.
    let weak = Craft::new(10_000.0, 1.0, 2_000.0).unwrap();
    let longer = transfer.flight(&weak, Power::SunAt(0.3), RADIUS_M).unwrap();
    let shorter = lit(Power::SunAt(0.3));
    assert!((longer.duration_s / shorter.duration_s - 2.0).abs() < 1e-9);
    assert_eq!(longer.propellant_kg, shorter.propellant_kg);
}

#[test]
fn nodes_turn_as_they_are_seen_to() {
    let earth = constants(Point::Earth).unwrap();
    let rate = |altitude_m: f64, inclination_deg: f64| {
        let orbit =
            Ellipse::circle(earth.gm_m3_s2, earth.equatorial_radius_m + altitude_m).unwrap();
        node_rate_rad_s(earth, &orbit, inclination_deg.to_radians()).unwrap() * DAY_S
    };
    // From 51.64 deg and 420 km the plane of a translunar departure turns by -4.947 deg a day, from 28.5 deg
    // and 400 km by -7.077 (reference table of departure planes).
    assert!(
        (rate(420e3, 51.64).to_degrees() + 4.947).abs() < 0.05,
        "{}",
        rate(420e3, 51.64).to_degrees()
    );
    assert!(
        (rate(400e3, 28.5).to_degrees() + 7.077).abs() < 0.01,
        "{}",
        rate(400e3, 28.5).to_degrees()
    );
    assert!(rate(700e3, 90.0).abs() < 1e-15);
}

#[test]
fn waiting_turns_the_node_for_less() {
    let earth = constants(Point::Earth).unwrap();
    let radius_m = earth.equatorial_radius_m + 800e3;
    let (inclination, turn) = (1.2, 0.5);
    let mut last = f64::INFINITY;
    for days in [120.0, 240.0, 480.0] {
        let drift = node_drift(earth, radius_m, inclination, turn, days * DAY_S).unwrap();
        let rate = |radius: f64| {
            let orbit = Ellipse::circle(earth.gm_m3_s2, radius).unwrap();
            node_rate_rad_s(earth, &orbit, inclination).unwrap()
        };
        let turned = (rate(drift.waiting_m) - rate(radius_m)) * days * DAY_S;
        assert!((turned / turn - 1.0).abs() < 1e-9, "{turned}");
        // Eastwards, against a westward drift: a higher orbit, which lags less.
        assert!(drift.waiting_m > radius_m);
        assert!(drift.impulsive_m_s < last && drift.impulsive_m_s < drift.direct_m_s);
        assert!((drift.low_thrust_m_s / drift.impulsive_m_s - 1.0).abs() < 0.05);
        last = drift.impulsive_m_s;
    }
    // cos θ = cos² i + sin² i cos 0.5.
    let drift = node_drift(earth, radius_m, inclination, turn, 1e7).unwrap();
    let (sine, cosine) = f64::sin_cos(inclination);
    let angle = (cosine * cosine + sine * sine * turn.cos()).acos();
    let direct = 2.0 * (earth.gm_m3_s2 / radius_m).sqrt() * (0.5 * angle).sin();
    assert!((drift.direct_m_s / direct - 1.0).abs() < 1e-12);
    assert_eq!(
        node_drift(earth, radius_m, inclination, 0.0, 1e7)
            .unwrap()
            .impulsive_m_s,
        0.0
    );
    for (inclination, turn, time_s) in [
        (FRAC_PI_2, 0.5, 1e7),
        (inclination, -3.0, 1e6),
        (inclination, 3.0, 1e5),
    ] {
        let refused = node_drift(earth, radius_m, inclination, turn, time_s);
        assert!(
            matches!(refused, Err(AstroError::NoSolution(_))),
            "{refused:?}"
        );
    }
}

#[test]
fn nonsense_is_refused() {
    for (mass, thrust, impulse) in [
        (0.0, 1.0, 1.0),
        (1.0, 0.0, 1.0),
        (1.0, -1.0, 1.0),
        (1.0, f64::NAN, 1.0),
        (1.0, 1.0, 0.0),
        (f64::INFINITY, 1.0, 1.0),
        (1e300, 1e-300, 1e10),
    ] {
        assert!(
            matches!(
                Craft::new(mass, thrust, impulse),
                Err(AstroError::BadInput(_))
            ),
            "{mass}"
        );
    }
    for (mu, from, to, turn) in [
        (f64::NAN, 1.0, 2.0, 0.0),
        (1.0, -1.0, 2.0, 0.0),
        (1.0, 1.0, 0.0, 0.0),
        (1.0, 1.0, 2.0, -0.1),
        (1.0, 1.0, 2.0, f64::NAN),
    ] {
        assert!(matches!(
            Edelbaum::new(mu, from, to, turn),
            Err(AstroError::BadInput(_))
        ));
    }
    assert!(matches!(
        Edelbaum::new(1.0, 1.0, 2.0, 2.0),
        Err(AstroError::NoSolution(_))
    ));
    let transfer = Edelbaum::new(MU, LOW_M, GEO_M, 0.3).unwrap();
    assert!(transfer.after(-1.0).is_err() && transfer.after(1e5).is_err());
    assert!(transfer.after(f64::NAN).is_err());
    let craft = Craft::new(1_000.0, 0.5, 1_500.0).unwrap();
    assert!(transfer.flight(&craft, Power::Steady, 0.0).is_err());
    assert!(
        transfer
            .flight(&craft, Power::SunAt(2.0), RADIUS_M)
            .is_err()
    );
    assert!(transfer.flight(&craft, Power::SunAt(0.0), 7e6).is_err());
    assert!(craft.burn(-1.0).is_err() && craft.burn(f64::NAN).is_err());
    for end in [
        SpiralEnd::SemiMajorAxis(0.0),
        SpiralEnd::SemiMajorAxis(f64::NAN),
    ] {
        assert!(matches!(
            fly_spiral(MU, LOW_M, &craft, end),
            Err(AstroError::BadInput(_))
        ));
    }
    // A craft of which little is left before it arrives.
    let heavy = Craft::new(1_000.0, 20.0, 30.0).unwrap();
    let spent = fly_spiral(MU, LOW_M, &heavy, SpiralEnd::SemiMajorAxis(GEO_M));
    assert!(matches!(spent, Err(AstroError::NoSolution(_))), "{spent:?}");
    let earth = constants(Point::Earth).unwrap();
    let orbit = Ellipse::circle(MU, LOW_M).unwrap();
    assert!(node_rate_rad_s(earth, &orbit, 4.0).is_err());
    assert!(node_rate_rad_s(earth, &orbit, f64::NAN).is_err());
    for (radius, inclination, turn, time) in [
        (1e6, 1.0, 0.1, 1e7),
        (7e6, f64::NAN, 0.1, 1e7),
        (7e6, 1.0, f64::NAN, 1e7),
        (7e6, 1.0, 0.1, 0.0),
        (7e6, 1.0, 7.0, 1e9),
    ] {
        let refused = node_drift(earth, radius, inclination, turn, time);
        assert!(
            matches!(refused, Err(AstroError::BadInput(_))),
            "{refused:?}"
        );
    }
    // What is already there needs nothing.
    let there = fly_spiral(MU, LOW_M, &craft, SpiralEnd::SemiMajorAxis(LOW_M)).unwrap();
    assert_eq!((there.dv_m_s, there.duration_s), (0.0, 0.0));
}
