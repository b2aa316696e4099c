//! Costs of legs by impulses, by arriving through an atmosphere and by ascent: against published and
//! tabulated figures, and against what numerical motion makes of them.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use portolan_astro::{
    Aerobraking, Aerocapture, Ascent, AscentLosses, AstroError, DVec3, Elements, Ellipse,
    FLOWN_AEROBRAKING, FLOWN_ASCENTS, Point, State, Tdb, bi_elliptic, burn_to_asymptote, constants,
    delivered_share, entry_speed_m_s, hohmann, hohmann_departures, hohmann_turned, off_plane_rad,
    patched_hohmann, phasing, propagate, shield_share, synodic_period_s, turned_dv_m_s,
};
use std::f64::consts::{FRAC_PI_2, PI, TAU};

/// WGS 84 and EGM96, as the closed forms of the reference table use them: any of the usual constants give its
/// digits.
const MU_EARTH: f64 = 398_600.441_8e9;
const RADIUS_EARTH_M: f64 = 6_378_137.0;
const GEO_M: f64 = 42_164e3;

fn low_orbit() -> Ellipse {
    Ellipse::circle(MU_EARTH, RADIUS_EARTH_M + 400e3).unwrap()
}

fn agrees(got_m_s: f64, want_km_s: f64, digits: i32) {
    let unit = 10.0_f64.powi(-digits);
    let got = got_m_s / 1e3;
    assert!(
        (got - want_km_s).abs() <= 0.5 * unit,
        "{got} for {want_km_s}"
    );
}

/// The rows of the velocity-change table that are marked as computed in closed form, to their printed digits.
#[test]
fn the_closed_form_rows_of_the_table_are_met() {
    let low = low_orbit();
    let up = hohmann(MU_EARTH, low.periapsis_m(), GEO_M).unwrap();
    agrees(up.first_m_s, 2.3975, 4);
    agrees(up.second_m_s, 1.4565, 4);
    // 0.22 d.
    assert!((up.tof_s / 86_400.0 - 0.22).abs() < 0.005);
    let transfer = Ellipse::new(MU_EARTH, low.periapsis_m(), GEO_M).unwrap();
    let geo = Ellipse::circle(MU_EARTH, GEO_M).unwrap();
    let turned = |degrees: f64| {
        let (from, to) = (transfer.apoapsis_speed_m_s(), geo.periapsis_speed_m_s());
        turned_dv_m_s(from, to, degrees.to_radians()).unwrap()
    };
    agrees(turned(28.5), 1.8241, 4);
    agrees(turned(6.0), 1.4751, 4);
    agrees(low.dv_to_c3_m_s(0.0).unwrap(), 3.1764, 4);
    agrees(low.dv_to_c3_m_s(9.18e6).unwrap(), 3.5917, 4);
    agrees(low.dv_to_c3_m_s(-1.9e6).unwrap(), 3.0885, 4);
    let mars = constants(Point::Mars).unwrap();
    let orbit = |low_m: f64, high_m: f64| {
        let radius = mars.equatorial_radius_m;
        Ellipse::new(mars.gm_m3_s2, radius + low_m, radius + high_m).unwrap()
    };
    agrees(
        orbit(250e3, 33_793e3).dv_to_v_inf_m_s(2_700.0).unwrap(),
        0.9227,
        4,
    );
    agrees(
        orbit(400e3, 400e3).dv_to_v_inf_m_s(2_700.0).unwrap(),
        2.105,
        3,
    );
    // That orbit takes as long as Mars turns once against the stars.
    let turn_s = TAU / mars.rotation_rate_rad_s;
    assert!((orbit(250e3, 33_793e3).period_s() / turn_s - 1.0).abs() < 1e-3);
}

/// The same digits follow from the constants of DE440.
#[test]
fn the_rows_follow_from_the_constants_of_the_bodies_too() {
    let earth = constants(Point::Earth).unwrap();
    let low_m = earth.equatorial_radius_m + 400e3;
    let up = hohmann(earth.gm_m3_s2, low_m, GEO_M).unwrap();
    agrees(up.first_m_s, 2.3975, 4);
    agrees(up.second_m_s, 1.4565, 4);
    let low = Ellipse::circle(earth.gm_m3_s2, low_m).unwrap();
    agrees(low.dv_to_c3_m_s(9.18e6).unwrap(), 3.5917, 4);
}

#[test]
fn textbook_transfers_are_met() {
    // Vallado 2013, example 6-1: from 191.344 11 km to 35 781.348 57 km costs 3.935 224 km/s in 5.256 713 h.
    let (mu, radius) = (398_600.441_8e9, 6_378.137e3);
    let transfer = hohmann(mu, radius + 191.344_11e3, radius + 35_781.348_57e3).unwrap();
    assert!(
        (transfer.total_m_s() - 3_935.224).abs() < 0.01,
        "{}",
        transfer.total_m_s()
    );
    assert!((transfer.tof_s / 3_600.0 - 5.256_713).abs() < 1e-5);
    // Example 6-2: to 376 310 km by way of 503 873 km costs 3.904 057 km/s in 593.919 99 h.
    let (from, to, far) = (
        radius + 191.344_11e3,
        radius + 376_310e3,
        radius + 503_873e3,
    );
    let detour = bi_elliptic(mu, from, to, far, 0.0).unwrap();
    assert!(
        (detour.total_m_s() - 3_904.057).abs() < 0.01,
        "{}",
        detour.total_m_s()
    );
    assert!((detour.tof_s() / 3_600.0 - 593.92).abs() < 0.01);
    assert!(detour.total_m_s() < hohmann(mu, from, to).unwrap().total_m_s());
}

#[test]
fn a_detour_pays_beyond_a_ratio_of_15_58() {
    // Hoelker and Silber 1959; with an endless detour it pays from 11.94 on.
    let gain = |ratio: f64, far: f64| {
        let direct = hohmann(1.0, 1.0, ratio).unwrap().total_m_s();
        direct - bi_elliptic(1.0, 1.0, ratio, far, 0.0).unwrap().total_m_s()
    };
    assert!(gain(11.9, 1e9) < 0.0 && gain(11.98, 1e9) > 0.0);
    assert!(gain(15.5, 15.6) < 0.0 && gain(15.7, 15.8) > 0.0);
    // A detour to the far circle itself is Hohmann's transfer.
    assert!(gain(5.0, 5.0).abs() < 1e-15);
}

#[test]
fn turns_are_shared_out_where_that_saves() {
    // From a low orbit to a geostationary radius, a few degrees belong to the first burn.
    let radius = 6_378.137e3;
    let (from, to) = (radius + 191e3, radius + 35_780e3);
    let turn = 28.5_f64.to_radians();
    let shared = hohmann_turned(MU_EARTH, from, to, turn).unwrap();
    let first_deg = shared.first_turn_rad.to_degrees();
    assert!((1.5..4.0).contains(&first_deg), "{first_deg}");
    let split = |first: f64| {
        let ends = hohmann(MU_EARTH, from, to).unwrap();
        let low = Ellipse::circle(MU_EARTH, from)
            .unwrap()
            .periapsis_speed_m_s();
        let high = Ellipse::circle(MU_EARTH, to).unwrap().periapsis_speed_m_s();
        turned_dv_m_s(low, low + ends.first_m_s, first).unwrap()
            + turned_dv_m_s(high - ends.second_m_s, high, turn - first).unwrap()
    };
    for nudge in [-1e-3, 1e-3] {
        assert!(split(shared.first_turn_rad + nudge) > shared.total_m_s());
    }
    assert!((split(shared.first_turn_rad) - shared.total_m_s()).abs() < 1e-6);
    assert!(split(0.0) - shared.total_m_s() > 20.0);
    // Without a turn it is Hohmann's transfer; without a change of radius it is a pure turn.
    let plain = hohmann_turned(MU_EARTH, from, to, 0.0).unwrap();
    assert!((plain.total_m_s() - hohmann(MU_EARTH, from, to).unwrap().total_m_s()).abs() < 1e-9);
    let pure = hohmann_turned(1.0, 1.0, 1.0, 0.5).unwrap();
    assert!((pure.total_m_s() - 2.0 * 0.25_f64.sin()).abs() < 1e-12);
    // Downwards as upwards.
    let down = hohmann_turned(MU_EARTH, to, from, turn).unwrap();
    assert!((down.total_m_s() - shared.total_m_s()).abs() < 1e-6);
}

#[test]
fn phasing_meets_what_it_chases() {
    let radius_m = 6_778e3;
    let circle = Ellipse::circle(MU_EARTH, radius_m).unwrap();
    for (ahead_deg, revolutions) in [(20.0_f64, 3), (-20.0, 3), (90.0, 12), (-170.0, 1)] {
        let ahead = ahead_deg.to_radians();
        let met = phasing(MU_EARTH, radius_m, ahead, revolutions, 6_500e3).unwrap();
        // Both after the burn and later: the chaser by numbers, the chased by its angle.
        let sign = -ahead.signum();
        let speed = circle.periapsis_speed_m_s() + sign * met.burn_m_s;
        let start = State {
            position: DVec3::X * radius_m,
            velocity: DVec3::Y * speed,
        };
        let end = propagate(MU_EARTH, start, met.duration_s).unwrap();
        let angle = ahead + TAU * met.duration_s / circle.period_s();
        let there = DVec3::new(angle.cos(), angle.sin(), 0.0) * radius_m;
        assert!(
            end.position.distance(there) < 1.0,
            "{ahead_deg}: {}",
            end.position.distance(there)
        );
        assert!(met.other_apsis_m >= 6_500e3);
    }
    // Half a turn in one revolution would lead into the Earth.
    let deep = phasing(MU_EARTH, radius_m, PI, 1, 6_500e3);
    assert!(matches!(deep, Err(AstroError::NoSolution(_))));
    for (mu, radius, ahead, revolutions, least) in [
        (MU_EARTH, radius_m, f64::NAN, 1, 0.0),
        (MU_EARTH, radius_m, 0.1, 0, 0.0),
        (MU_EARTH, radius_m, 0.1, 1, 7e6),
        (MU_EARTH, -1.0, 0.1, 1, 0.0),
        (f64::NAN, radius_m, 0.1, 1, 0.0),
    ] {
        let refused = phasing(mu, radius, ahead, revolutions, least);
        assert!(
            matches!(refused, Err(AstroError::BadInput(_))),
            "{refused:?}"
        );
    }
}

#[test]
fn hohmann_departures_meet_their_target() {
    let (mu, near_m, far_m) = (1.327_124_4e20, 1.496e11, 2.279e11);
    let from = Tdb::from_jd(2_461_000.5);
    let until = from.plus_days(6.0 * 365.25);
    for (radii, ahead) in [
        ((near_m, far_m), 1.3),
        ((near_m, far_m), -2.0),
        ((far_m, near_m), 0.4),
    ] {
        let days = hohmann_departures(mu, radii, ahead, from, until).unwrap();
        assert!((2..=3).contains(&days.len()), "{}", days.len());
        let period = |radius: f64| Ellipse::circle(mu, radius).unwrap().period_s();
        let tof_s = hohmann(mu, radii.0, radii.1).unwrap().tof_s;
        for day in &days {
            let after_s = day.seconds() - from.seconds();
            let leaving = TAU * after_s / period(radii.0);
            let met = ahead + TAU * (after_s + tof_s) / period(radii.1);
            let off = (met - leaving - PI).rem_euclid(TAU);
            assert!(off.min(TAU - off) < 1e-9, "{off}");
        }
        let gap_s = days[1].seconds() - days[0].seconds();
        let synodic_s = synodic_period_s(period(near_m), period(far_m)).unwrap();
        assert!((gap_s / synodic_s - 1.0).abs() < 1e-9);
    }
    // NSSDCA, Mars fact sheet: 779.94 d between oppositions, 365.256 d and 686.98 d round the Sun.
    let mars_s = synodic_period_s(365.256 * 86_400.0, 686.98 * 86_400.0).unwrap();
    assert!((mars_s / 86_400.0 - 779.94).abs() < 0.02);
    assert!(hohmann_departures(mu, (near_m, near_m), 0.0, from, until).is_err());
    assert!(hohmann_departures(mu, (near_m, far_m), f64::NAN, from, until).is_err());
    assert!(hohmann_departures(mu, (near_m, far_m), 0.0, until, from).is_err());
    assert!(hohmann_departures(mu, (0.0, far_m), 0.0, from, until).is_err());
    assert!(synodic_period_s(1.0, 1.0).is_err());
    assert!(synodic_period_s(1.0, f64::NAN).is_err());
}

#[test]
fn a_departure_in_the_plane_is_tangent() {
    let low = low_orbit();
    for v_inf_m_s in [1.0, 100.0, 3_000.0, 12_000.0, 100_000.0] {
        let burn = burn_to_asymptote(MU_EARTH, low.periapsis_m(), v_inf_m_s, 0.0).unwrap();
        let tangent_m_s = low.dv_to_v_inf_m_s(v_inf_m_s).unwrap();
        assert!(
            (burn.dv_m_s - tangent_m_s).abs() < 1e-6,
            "{v_inf_m_s}: {}",
            burn.dv_m_s - tangent_m_s
        );
        assert!((burn.periapsis_m / low.periapsis_m() - 1.0).abs() < 1e-6);
    }
}

/// The burn is found again by search over all its places and directions, with the asymptote from the orbit's
/// elements.
#[test]
fn a_departure_off_the_plane_is_the_cheapest() {
    let (mu, radius, v_inf) = (MU_EARTH, 6_678e3, 3_500.0);
    let circular = (mu / radius).sqrt();
    for off_deg in [5.0_f64, 20.0, 60.0] {
        let off = off_deg.to_radians();
        let burn = burn_to_asymptote(mu, radius, v_inf, off).unwrap();
        let tangent = Ellipse::circle(mu, radius)
            .unwrap()
            .dv_to_v_inf_m_s(v_inf)
            .unwrap();
        assert!(burn.dv_m_s > tangent);
        assert!(burn.periapsis_m <= radius && burn.periapsis_m > 0.8 * radius);
        let speed = (v_inf * v_inf + 2.0 * mu / radius).sqrt();
        let mut least = f64::INFINITY;
        // Velocities of the right size at one place of the circle, by flight-path angle and turn of the
        // plane.
        for climb in -40..=40 {
            for turn in 0..=400 {
                let (climb, turn) = (f64::from(climb) * 0.02, f64::from(turn) * 0.005);
                let level = speed * climb.cos();
                let velocity =
                    DVec3::new(speed * climb.sin(), level * turn.cos(), level * turn.sin());
                let elements = Elements::of_state(
                    mu,
                    State {
                        position: DVec3::X * radius,
                        velocity,
                    },
                )
                .unwrap();
                // The direction in which it leaves: from the elements, at the true anomaly of the asymptote.
                let sine = (1.0 - elements.e.powi(-2)).sqrt();
                let argument = elements.argp_rad + (-1.0 / elements.e).acos().copysign(sine);
                let declination = (elements.i_rad.sin() * argument.sin()).asin();
                if declination.abs() >= off {
                    least = least.min((velocity - DVec3::Y * circular).length());
                }
            }
        }
        assert!(
            (least - burn.dv_m_s).abs() < 0.01 * burn.dv_m_s,
            "{off_deg}: {least} {}",
            burn.dv_m_s
        );
        assert!(least > burn.dv_m_s - 1e-6);
    }
}

#[test]
fn an_estimate_to_mars_is_of_the_usual_size() {
    let earth = Ellipse::circle(MU_EARTH, RADIUS_EARTH_M + 300e3).unwrap();
    let mars = Ellipse::circle(42_828.37e9, 3_396.19e3 + 400e3).unwrap();
    let (mu_sun, near_m, far_m) = (1.327_124_4e20, 1.496e11, 2.279e11);
    let leg = patched_hohmann(mu_sun, (near_m, far_m), &earth, &mars).unwrap();
    // By hand: 29.784 km/s (sqrt(2 far / (near + far)) - 1), and the energy it has at 6678 km.
    let v_inf = (mu_sun / near_m).sqrt() * ((2.0 * far_m / (near_m + far_m)).sqrt() - 1.0);
    assert!((leg.departure_v_inf_m_s - v_inf).abs() < 1e-6 && (v_inf - 2_943.0).abs() < 5.0);
    let escape_squared = 2.0 * MU_EARTH / (RADIUS_EARTH_M + 300e3);
    let burn = (v_inf * v_inf + escape_squared).sqrt() - (0.5 * escape_squared).sqrt();
    assert!(
        (leg.departure_m_s - burn).abs() < 1e-6,
        "{}",
        leg.departure_m_s
    );
    let axis_m = 0.5 * (near_m + far_m);
    assert!((leg.tof_s / (PI * (axis_m.powi(3) / mu_sun).sqrt()) - 1.0).abs() < 1e-12);
    assert!(patched_hohmann(f64::NAN, (1.0, 2.0), &earth, &mars).is_err());
}

fn about(point: Point, low_m: f64, high_m: f64) -> Ellipse {
    let body = constants(point).unwrap();
    let radius_m = body.equatorial_radius_m;
    Ellipse::new(body.gm_m3_s2, radius_m + low_m, radius_m + high_m).unwrap()
}

#[test]
fn aerobraking_takes_what_it_took() {
    let magellan = &FLOWN_AEROBRAKING[0];
    assert_eq!((magellan.craft, magellan.body), ("Magellan", Point::Venus));
    // Periapsis from 300 km down to 140 km (NASA release 93-144); the drag took 1200 m/s (NTRS 20060037931).
    let long = about(Point::Venus, 300e3, magellan.from_m);
    let orbit = about(Point::Venus, 180e3, magellan.to_m);
    let drag_m = constants(Point::Venus).unwrap().equatorial_radius_m + 140e3;
    let braking = Aerobraking::plan(3_000.0, &long, drag_m, &orbit).unwrap();
    assert!(
        (braking.drag_m_s / 1_200.0 - 1.0).abs() < 0.03,
        "{}",
        braking.drag_m_s
    );
    // Everything adds up: burns and drag together are the way from the hyperbola to the orbit.
    let at_once_m_s = orbit.dv_to_v_inf_m_s(3_000.0).unwrap();
    assert!((braking.saved_m_s + braking.total_m_s() - at_once_m_s).abs() < 1e-9);
    assert!(braking.walk_in_m_s > 0.0 && braking.walk_in_m_s < 50.0);
    assert!(braking.walk_out_m_s > 0.0 && braking.walk_out_m_s < 50.0);
    // The insertion of the Mars Reconnaissance Orbiter took 1.0 km/s (NTRS 20080012690); planets' excesses are about 3 km/s.
    let long = about(Point::Mars, 428e3, FLOWN_AEROBRAKING[1].from_m);
    let capture_m_s = long.dv_to_v_inf_m_s(3_000.0).unwrap();
    assert!((900.0..1_100.0).contains(&capture_m_s), "{capture_m_s}");
    for flown in FLOWN_AEROBRAKING {
        assert!(flown.from_m > flown.to_m && flown.duration_d > 0.0 && !flown.source.is_empty());
    }
}

#[test]
fn aerocapture_saves_all_but_a_correction() {
    let mars = constants(Point::Mars).unwrap();
    let orbit = about(Point::Mars, 400e3, 400e3);
    let lowest_m = mars.equatorial_radius_m + 50e3;
    let pass = Aerocapture::plan(2_700.0, lowest_m, &orbit).unwrap();
    // The table's capture by one burn, 2.105 km/s, less the correction.
    agrees(pass.saved_m_s + pass.correction_m_s, 2.105, 3);
    assert!(
        (70.0..100.0).contains(&pass.correction_m_s),
        "{}",
        pass.correction_m_s
    );
    let entry_m_s = entry_speed_m_s(mars.gm_m3_s2, lowest_m, 2_700.0).unwrap();
    assert!((pass.entry_m_s - entry_m_s).abs() < 1e-9);
    // Energy at the lowest point: what the drag left is the speed of the ellipse from there to the orbit.
    let after = Ellipse::new(mars.gm_m3_s2, lowest_m, orbit.apoapsis_m()).unwrap();
    assert!((pass.entry_m_s - pass.drag_m_s - after.periapsis_speed_m_s()).abs() < 1e-9);
    // Behind a shield of 30 % more arrives than by burning, with storable propellant (320 s) and with
    // hydrogen (450 s).
    let by_air = |isp: f64| delivered_share(0.3, pass.correction_m_s, isp * 9.806_65).unwrap();
    let by_burn = |isp: f64| delivered_share(0.0, 2_105.0, isp * 9.806_65).unwrap();
    assert!((by_burn(320.0) - 0.511_3).abs() < 1e-3 && (by_burn(450.0) - 0.620_6).abs() < 1e-3);
    assert!(by_air(320.0) > by_burn(320.0) && by_air(450.0) > by_burn(450.0));
}

#[test]
fn aids_of_arrival_refuse_nonsense() {
    let (long, orbit) = (
        about(Point::Mars, 250e3, 3e7),
        about(Point::Mars, 400e3, 400e3),
    );
    let other = about(Point::Venus, 250e3, 3e7);
    let drag_m = 3_500e3;
    for (v_inf, from, drag, to) in [
        (f64::NAN, &long, drag_m, &orbit),
        (-1.0, &long, drag_m, &orbit),
        (1e3, &other, drag_m, &orbit),
        (1e3, &long, 3_700e3, &orbit),
        (1e3, &long, f64::NAN, &orbit),
        (1e3, &orbit, drag_m, &long),
    ] {
        let refused = Aerobraking::plan(v_inf, from, drag, to);
        assert!(
            matches!(refused, Err(AstroError::BadInput(_))),
            "{refused:?}"
        );
    }
    assert!(Aerocapture::plan(1e3, 4e6, &orbit).is_err());
    assert!(Aerocapture::plan(f64::NAN, drag_m, &orbit).is_err());
    assert!(Aerocapture::plan(1e3, f64::NAN, &orbit).is_err());
    assert!(entry_speed_m_s(1.0, 0.0, 1.0).is_err() && entry_speed_m_s(1.0, 1.0, -1.0).is_err());
    for load in [0.0, 1e6, 1e10, f64::NAN] {
        assert!(shield_share(load).is_err(), "{load}");
    }
    for (share, dv, exhaust) in [
        (1.1, 1.0, 1.0),
        (f64::NAN, 1.0, 1.0),
        (0.1, -1.0, 1.0),
        (0.1, 1.0, 0.0),
    ] {
        assert!(delivered_share(share, dv, exhaust).is_err());
    }
}

#[test]
fn ascents_fly_where_windows_say() {
    let earth = constants(Point::Earth).unwrap();
    // 7669 m/s: the speed of the ISS in the reference table of launch windows.
    let orbit = Ellipse::circle(earth.gm_m3_s2, earth.equatorial_radius_m + 400e3).unwrap();
    // From there: azimuths to the plane of the ISS, against the stars and over ground, from Kennedy and
    // Kourou.
    for (latitude_deg, azimuth_deg, ground_deg) in
        [(28.608_f64, 44.88, 42.63), (5.239, 38.54, 35.73)]
    {
        let (latitude, inclination) = (latitude_deg.to_radians(), 51.65_f64.to_radians());
        let ascent = Ascent::plan(
            earth,
            latitude,
            &orbit,
            inclination,
            AscentLosses::default(),
        )
        .unwrap();
        assert!(
            (ascent.azimuth_rad.to_degrees() - azimuth_deg).abs() < 0.02,
            "{latitude_deg}"
        );
        assert!(
            (ascent.ground_azimuth_rad.to_degrees() - ground_deg).abs() < 0.05,
            "{latitude_deg}"
        );
    }
}

/// A worked example: the Shuttle's gravity and drag, due east into an orbit from 196 km to 278 km.
#[test]
fn an_ascent_adds_up() {
    let earth = constants(Point::Earth).unwrap();
    let shuttle = FLOWN_ASCENTS
        .iter()
        .find(|flown| flown.vehicle == "Space Shuttle")
        .unwrap();
    let losses = AscentLosses {
        gravity_m_s: shuttle.gravity_m_s,
        drag_m_s: shuttle.drag_m_s,
        steering_m_s: 0.0,
    };
    let orbit = about(Point::Earth, 196e3, 278e3);
    let site = 28.608_f64.to_radians();
    let ascent = Ascent::plan(earth, site, &orbit, 28.5_f64.to_radians(), losses).unwrap();
    // By hand: 7810 m/s on the orbit, 408 m/s of rotation due east, 1222 + 107 m/s lost.
    assert!(
        (ascent.orbital_m_s - 7_810.0).abs() < 5.0,
        "{}",
        ascent.orbital_m_s
    );
    assert!(
        (ascent.rotation_gain_m_s - 408.0).abs() < 3.0,
        "{}",
        ascent.rotation_gain_m_s
    );
    assert!(
        (ascent.total_m_s() - 8_731.0).abs() < 8.0,
        "{}",
        ascent.total_m_s()
    );
    // Over the poles, the rotation costs a little; against it, all of it twice.
    let plan = |inclination: f64| Ascent::plan(earth, 0.0, &orbit, inclination, losses).unwrap();
    let (east, polar, west) = (plan(0.0), plan(FRAC_PI_2), plan(PI));
    assert!((east.rotation_gain_m_s - 465.1).abs() < 0.1);
    assert!((west.rotation_gain_m_s + 465.1).abs() < 0.1);
    assert!(
        (-14.5..-13.0).contains(&polar.rotation_gain_m_s),
        "{}",
        polar.rotation_gain_m_s
    );
    assert!(polar.ground_azimuth_rad < 0.0);
}

#[test]
fn ascents_refuse_nonsense() {
    let earth = constants(Point::Earth).unwrap();
    let orbit = about(Point::Earth, 200e3, 200e3);
    let none = AscentLosses::default();
    for (latitude, inclination, losses) in [
        (2.0, 1.0, none),
        (f64::NAN, 1.0, none),
        (0.5, -0.1, none),
        (0.5, f64::NAN, none),
        (
            0.5,
            1.0,
            AscentLosses {
                drag_m_s: -1.0,
                ..none
            },
        ),
        (
            0.5,
            1.0,
            AscentLosses {
                steering_m_s: f64::NAN,
                ..none
            },
        ),
    ] {
        let refused = Ascent::plan(earth, latitude, &orbit, inclination, losses);
        assert!(
            matches!(refused, Err(AstroError::BadInput(_))),
            "{refused:?}"
        );
    }
    let too_low = Ascent::plan(earth, 0.5, &orbit, 0.3, none);
    assert!(
        matches!(too_low, Err(AstroError::NoSolution(_))),
        "{too_low:?}"
    );
}

#[test]
fn nonsense_is_refused() {
    for (mu, low, high) in [
        (f64::NAN, 1.0, 1.0),
        (-1.0, 1.0, 1.0),
        (1.0, 0.0, 1.0),
        (1.0, 2.0, 1.0),
        (1.0, 1.0, f64::INFINITY),
        (1.0, 1.0, f64::NAN),
    ] {
        assert!(
            matches!(Ellipse::new(mu, low, high), Err(AstroError::BadInput(_))),
            "{mu} {low} {high}"
        );
        assert!(hohmann(mu, low, high).is_err() || low > high);
        assert!(bi_elliptic(mu, low, low, high, 0.0).is_err());
    }
    let orbit = Ellipse::new(1.0, 1.0, 3.0).unwrap();
    for radius in [0.9, 3.1, f64::NAN] {
        assert!(matches!(
            orbit.speed_at_m_s(radius),
            Err(AstroError::NoSolution(_))
        ));
    }
    assert!(matches!(
        orbit.dv_to_c3_m_s(-0.9),
        Err(AstroError::NoSolution(_))
    ));
    assert!(matches!(
        orbit.dv_to_c3_m_s(-3.0),
        Err(AstroError::NoSolution(_))
    ));
    assert!(matches!(
        orbit.dv_to_c3_m_s(f64::NAN),
        Err(AstroError::BadInput(_))
    ));
    assert!(matches!(
        orbit.dv_to_v_inf_m_s(-1.0),
        Err(AstroError::BadInput(_))
    ));
    assert!(turned_dv_m_s(1.0, f64::NAN, 0.0).is_err() && turned_dv_m_s(-1.0, 1.0, 0.0).is_err());
    for turn in [-0.1, 3.2, f64::NAN] {
        assert!(hohmann_turned(1.0, 1.0, 2.0, turn).is_err());
        assert!(bi_elliptic(1.0, 1.0, 2.0, 3.0, turn).is_err());
    }
    assert!(bi_elliptic(1.0, 1.0, 2.0, 1.5, 0.0).is_err());
    for (v_inf, off) in [
        (0.0, 0.1),
        (f64::NAN, 0.1),
        (1.0, -0.1),
        (1.0, 2.0),
        (1.0, f64::NAN),
    ] {
        assert!(
            burn_to_asymptote(1.0, 1.0, v_inf, off).is_err(),
            "{v_inf} {off}"
        );
    }
    assert!(off_plane_rad(2.0, 1.0).is_err() && off_plane_rad(0.1, f64::NAN).is_err());
    assert_eq!(off_plane_rad(FRAC_PI_2, FRAC_PI_2), Ok(0.0));
    assert!((off_plane_rad(0.5, PI - 0.2).unwrap() - 0.3).abs() < 1e-15);
}

/// Numbers of all sizes, and what is none, from a fixed seed.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        let odd = [
            0.0,
            -1.0,
            f64::NAN,
            f64::INFINITY,
            -f64::INFINITY,
            1e300,
            f64::MIN_POSITIVE,
            PI,
        ];
        match self.0 % 4 {
            0 => odd[(self.0 / 4 % 8) as usize],
            1 => f64::from_bits(self.0),
            _ => 10.0_f64.powf((self.0 / 4 % 4_000) as f64 / 100.0 - 20.0),
        }
    }
}

#[test]
fn whatever_goes_in_an_error_or_numbers_come_out() {
    let mut numbers = Numbers(88_172_645_463_325_252);
    let earth = constants(Point::Earth).unwrap();
    let mut answers = 0;
    for _ in 0..3_000 {
        let [a, b, c, d, e] = [(); 5].map(|()| numbers.next());
        let mut found = Vec::new();
        found.extend(hohmann(a, b, c).map(|t| t.total_m_s() + t.tof_s));
        found.extend(hohmann_turned(a, b, c, d).map(|t| t.total_m_s() + t.first_turn_rad));
        found.extend(bi_elliptic(a, b, c, d, e).map(|t| t.total_m_s() + t.tof_s()));
        found.extend(turned_dv_m_s(a, b, c));
        found.extend(burn_to_asymptote(a, b, c, d).map(|t| t.dv_m_s + t.periapsis_m));
        found.extend(phasing(a, b, c, 3, d).map(|t| t.burn_m_s + t.duration_s));
        found.extend(synodic_period_s(a, b));
        found.extend(entry_speed_m_s(a, b, c));
        found.extend(delivered_share(a, b, c));
        if let Ok(orbit) = Ellipse::new(a, b, c) {
            found.extend([orbit.period_s(), orbit.apoapsis_speed_m_s()]);
            found.extend(orbit.dv_to_c3_m_s(d));
            found.extend(orbit.dv_to_v_inf_m_s(d));
            found.extend(
                Aerobraking::plan(d, &orbit, e, &orbit).map(|t| t.total_m_s() + t.saved_m_s),
            );
            found.extend(Aerocapture::plan(d, e, &orbit).map(|t| t.drag_m_s + t.saved_m_s));
            let ascent = Ascent::plan(earth, d, &orbit, e, AscentLosses::default());
            found.extend(ascent.map(|t| t.total_m_s() + t.ground_azimuth_rad));
        }
        answers += found.len();
        let is_sound = found.iter().all(|number| number.is_finite());
        assert!(is_sound, "{found:?} from {a} {b} {c} {d} {e}");
    }
    assert!(answers > 3_000, "{answers}");
}
