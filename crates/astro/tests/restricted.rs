//! The restricted three-body problem: against its own laws, and against orbits that others computed.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use portolan_astro::{
    ApsisKind, AstroError, DVec3, Halo, HaloClass, HaloOrbit, LibrationPoint, MEAN_SYNODIC_MONTH_S,
    Primary, Region, RestrictedSystem, RotatingState, Tdb, access_windows,
};
use std::sync::LazyLock;

const DAY_S: f64 = 86_400.0;

/// The orbit planned for the Gateway.
fn gateway() -> HaloOrbit {
    static ORBIT: LazyLock<HaloOrbit> = LazyLock::new(|| {
        let which = Halo::Synodic(9, 2, MEAN_SYNODIC_MONTH_S);
        let system = RestrictedSystem::earth_moon();
        HaloOrbit::find(system, LibrationPoint::L2, HaloClass::South, which).unwrap()
    });
    ORBIT.clone()
}

/// How far apart, without dimension.
fn apart(a: RotatingState, b: RotatingState) -> f64 {
    a.position
        .distance(b.position)
        .max(a.velocity.distance(b.velocity))
}

fn components(state: RotatingState) -> [f64; 6] {
    let (r, v) = (state.position, state.velocity);
    [r.x, r.y, r.z, v.x, v.y, v.z]
}

#[test]
fn what_rests_at_a_libration_point_stays() {
    let systems = [
        RestrictedSystem::earth_moon(),
        RestrictedSystem::new(1.327e20, 4.035e14, 1.496e11).unwrap(),
        RestrictedSystem::with_units(0.5, 1.0, 1.0).unwrap(),
        RestrictedSystem::with_units(1e-12, 1.0, 1.0).unwrap(),
    ];
    for system in systems {
        for point in [
            LibrationPoint::L1,
            LibrationPoint::L2,
            LibrationPoint::L3,
            LibrationPoint::L4,
            LibrationPoint::L5,
        ] {
            let position = system.libration_point(point).unwrap();
            let rest = RotatingState {
                position,
                velocity: DVec3::ZERO,
            };
            let later = system.propagate(rest, 0.5 * system.time_s()).unwrap();
            assert!(
                apart(rest, later) < 1e-10,
                "{point:?} of {}",
                system.mass_ratio()
            );
        }
    }
}

#[test]
fn libration_points_of_equal_masses_are_where_symmetry_puts_them() {
    let system = RestrictedSystem::with_units(0.5, 1.0, 1.0).unwrap();
    let at = |point| system.libration_point(point).unwrap().x;
    assert!(at(LibrationPoint::L1).abs() < 1e-15);
    assert!((at(LibrationPoint::L2) + at(LibrationPoint::L3)).abs() < 1e-14);
    assert!(at(LibrationPoint::L4).abs() < 1e-15);
}

#[test]
fn the_jacobi_constant_stays() {
    let system = RestrictedSystem::earth_moon();
    // Out of a low orbit of the Moon, along a path that is neither bound nor periodic.
    let mut state = system.circular(Primary::Smaller, 9000e3, 0.4).unwrap();
    state.velocity *= 1.3;
    let before = system.jacobi(state);
    for days in [1.0, 5.0, 20.0] {
        let later = system.propagate(state, days * DAY_S).unwrap();
        assert!((system.jacobi(later) - before).abs() < 1e-11, "{days} d");
    }
}

#[test]
fn low_circles_are_nearly_circles() {
    let system = RestrictedSystem::earth_moon();
    for (body, radius_m, mass) in [
        (Primary::Smaller, 1_837.4e3, system.mass_ratio()),
        (Primary::Larger, 6_778e3, 1.0 - system.mass_ratio()),
    ] {
        for inclination_rad in [0.0_f64, 0.9, 1.57] {
            let start = system.circular(body, radius_m, inclination_rad).unwrap();
            let away = start.position - system.place_of(body);
            // The speed against the stars: that of the frame added.
            let speed = (start.velocity + DVec3::Z.cross(away)).length();
            let radius = radius_m / system.length_m();
            assert!((speed * speed * radius / mass - 1.0).abs() < 1e-12);
            let later = system.propagate(start, 3_600.0).unwrap();
            let distance_m = (later.position - system.place_of(body)).length() * system.length_m();
            assert!((distance_m / radius_m - 1.0).abs() < 1e-3, "{distance_m}");
        }
    }
}

#[test]
fn the_transition_matrix_is_what_differences_give() {
    let system = RestrictedSystem::earth_moon();
    let start = RotatingState {
        position: DVec3::new(1.05, 0.02, -0.15),
        velocity: DVec3::new(0.01, -0.12, 0.03),
    };
    let span_s = 1.0 * DAY_S;
    let (_, matrix) = system.transition(start, span_s).unwrap();
    let step = 1e-5;
    for j in 0..6 {
        let nudged = |sign: f64| {
            let mut offsets = [0.0; 6];
            offsets[j] = sign * step;
            let [x, y, z, vx, vy, vz] = offsets;
            let moved = RotatingState {
                position: start.position + DVec3::new(x, y, z),
                velocity: start.velocity + DVec3::new(vx, vy, vz),
            };
            components(system.propagate(moved, span_s).unwrap())
        };
        let (above, below) = (nudged(1.0), nudged(-1.0));
        for i in 0..6 {
            let slope = (above[i] - below[i]) / (2.0 * step);
            assert!(
                (slope - matrix[i][j]).abs() < 1e-7 * (1.0 + slope.abs()),
                "{i} {j}"
            );
        }
    }
}

/// W14: mass ratio 0.012150584394709708, distance 384 400 km, computed with SciPy's DOP853 at 1e-13 and
/// fsolve: x0 = 1.02202821, z0 = -0.18210139, vy0 = -0.10327095, T = 1.5111994195 = 6.562353 d, apolune 71
/// 222.08 km, perilune 3 249.32 km, Jacobi constant 3.0464937504.
#[test]
fn the_gateway_orbit_is_that_of_others() {
    let orbit = gateway();
    let agrees = [
        (orbit.x0, 1.022_028_21, 6e-9),
        (orbit.z0, -0.182_101_39, 6e-9),
        (orbit.vy0, -0.103_270_95, 6e-9),
        (orbit.period_s / DAY_S, 6.562_353, 5e-7),
        (
            orbit.period_s / orbit.system.time_s(),
            1.511_199_419_5,
            1e-8,
        ),
        (orbit.apoapsis_m() / 1e3, 71_222.08, 0.005),
        (orbit.periapsis_m() / 1e3, 3_249.32, 0.005),
        (orbit.jacobi, 3.046_493_750_4, 1e-9),
    ];
    for (got, want, within) in agrees {
        assert!((got - want).abs() < within, "{got} for {want}");
    }
    // The eigenvalues of SciPy's integral of the same orbit at 1e-13: greatest size 2.1892456.
    assert!(
        (orbit.stability_index - 1.323_011_978).abs() < 1e-8,
        "{}",
        orbit.stability_index
    );
    assert_eq!(orbit.apsides.len(), 2);
    assert_eq!(orbit.apsides[0].kind, ApsisKind::Apoapsis);
}

#[test]
fn halo_orbits_close() {
    let system = RestrictedSystem::earth_moon();
    for (point, class, which) in [
        (
            LibrationPoint::L2,
            HaloClass::South,
            Halo::Periapsis(3_249.32e3),
        ),
        (
            LibrationPoint::L2,
            HaloClass::North,
            Halo::Period(14.0 * DAY_S),
        ),
        (
            LibrationPoint::L1,
            HaloClass::North,
            Halo::Period(11.0 * DAY_S),
        ),
        (
            LibrationPoint::L1,
            HaloClass::South,
            Halo::Periapsis(5_000e3),
        ),
    ] {
        let orbit = HaloOrbit::find(system, point, class, which).unwrap();
        let round = system.propagate(orbit.start(), orbit.period_s).unwrap();
        let grown = 1e-12 * orbit.stability_index.max(10.0);
        assert!(
            apart(round, orbit.start()) < grown,
            "{which:?}: {}",
            apart(round, orbit.start())
        );
        assert_eq!(orbit.z0 > 0.0, class == HaloClass::North);
        match which {
            Halo::Period(s) => assert!((orbit.period_s / s - 1.0).abs() < 1e-12),
            Halo::Periapsis(m) => assert!((orbit.periapsis_m() - m).abs() < 1.0),
            Halo::Synodic(..) => unreachable!(),
        }
        // Half a revolution on, it is on the other side of the plane, nearer to the body.
        let half = orbit.state_after(1.5 * orbit.period_s).unwrap();
        assert!(half.position.z * orbit.z0 < 0.0 && half.position.y.abs() < 1e-9);
    }
}

#[test]
fn classes_mirror_each_other() {
    let system = RestrictedSystem::earth_moon();
    let find = |class| {
        let which = Halo::Synodic(4, 1, MEAN_SYNODIC_MONTH_S);
        HaloOrbit::find(system, LibrationPoint::L2, class, which).unwrap()
    };
    let (north, south) = (find(HaloClass::North), find(HaloClass::South));
    assert_eq!(
        (north.x0, north.vy0, north.z0),
        (south.x0, south.vy0, -south.z0)
    );
    assert_eq!(north.apsides, south.apsides);
    assert!((north.stability_index - south.stability_index).abs() < 1e-9);
}

#[test]
fn halo_orbits_of_the_sun_and_the_earth_take_half_a_year() {
    // Half a year is the usual length about L1, a hundredth of the way to the Sun.
    let system =
        RestrictedSystem::new(1.327_124_400_4e20, 4.035_032_356e14, 1.495_978_707e11).unwrap();
    let which = Halo::Period(177.7 * DAY_S);
    let orbit = HaloOrbit::find(system, LibrationPoint::L1, HaloClass::North, which).unwrap();
    assert!(orbit.stability_index > 100.0);
    let distance_m = (1.0 - system.mass_ratio() - orbit.x0) * system.length_m();
    assert!((1.4e9..1.8e9).contains(&distance_m), "{distance_m}");
}

#[test]
fn a_calendar_of_passages_keeps_the_resonance() {
    let orbit = gateway();
    let anchor = Tdb::from_jd(2_461_800.5);
    let until = anchor.plus_seconds(4.0 * MEAN_SYNODIC_MONTH_S + 1.0);
    let calendar = orbit
        .passages((ApsisKind::Periapsis, anchor), anchor, until)
        .unwrap();
    let near: Vec<_> = calendar
        .iter()
        .filter(|p| p.kind == ApsisKind::Periapsis)
        .collect();
    let far: Vec<_> = calendar
        .iter()
        .filter(|p| p.kind == ApsisKind::Apoapsis)
        .collect();
    assert_eq!((near.len(), far.len()), (19, 18));
    assert!((near[0].at.seconds() - anchor.seconds()).abs() < 1e-3);
    let two_months_s = near[9].at.seconds() - near[0].at.seconds();
    assert!((two_months_s - 2.0 * MEAN_SYNODIC_MONTH_S).abs() < 1e-3);
    let half_s = far[0].at.seconds() - near[0].at.seconds();
    assert!((half_s - 0.5 * orbit.period_s).abs() < 1e-3);
    assert!(calendar.windows(2).all(|pair| pair[0].at < pair[1].at));
    // The far end as anchor: the same, shifted by half a revolution.
    let other = orbit
        .passages((ApsisKind::Apoapsis, anchor), anchor, until)
        .unwrap();
    assert_eq!(other[0].kind, ApsisKind::Apoapsis);
    // A span that begins long after the anchor.
    let late = orbit
        .passages((ApsisKind::Periapsis, anchor), until, until.plus_days(7.0))
        .unwrap();
    assert_eq!(late.len(), 2);
    assert!(late[0].at >= until);
}

#[test]
fn windows_of_access_join_where_they_overlap() {
    let orbit = gateway();
    let anchor = Tdb::from_jd(2_461_800.5);
    let until = anchor.plus_days(30.0);
    let calendar = orbit
        .passages((ApsisKind::Periapsis, anchor), anchor, until)
        .unwrap();
    let apart = access_windows(&calendar, ApsisKind::Periapsis, 3_600.0, 7_200.0).unwrap();
    assert_eq!(apart.len(), 5);
    let (from, to) = apart[1];
    assert!((to.seconds() - from.seconds() - 10_800.0).abs() < 1e-3);
    let joined =
        access_windows(&calendar, ApsisKind::Periapsis, 0.0, orbit.period_s + 1.0).unwrap();
    assert_eq!(joined.len(), 1);
    assert!(access_windows(&calendar, ApsisKind::Periapsis, -1.0, 0.0).is_err());
    assert!(access_windows(&calendar, ApsisKind::Periapsis, f64::NAN, 0.0).is_err());
}

#[test]
fn no_transfer_is_cheaper_than_the_jacobi_constant_allows() {
    let orbit = gateway();
    let system = orbit.system;
    let low = system
        .circular(Primary::Smaller, 1_837.4e3, std::f64::consts::FRAC_PI_2)
        .unwrap();
    let near_the_moon = Region {
        least_to_larger_m: 100_000e3,
        least_to_smaller_m: 1_837.4e3,
        most_to_centre_m: 500_000e3,
    };
    let bound = system
        .least_dv_m_s(orbit.jacobi, system.jacobi(low), near_the_moon)
        .unwrap();
    // Flown transfers cost 730 m/s (Whitley and Martinez 2016, as quoted) and 740 m/s (Acta Astronautica
    // 177:351).
    assert!((600.0..730.0).contains(&bound), "{bound}");
    // Both ways cost the same, nothing costs nothing, and deeper impulses change more.
    let back = system
        .least_dv_m_s(system.jacobi(low), orbit.jacobi, near_the_moon)
        .unwrap();
    assert_eq!(back, bound);
    assert_eq!(system.least_dv_m_s(3.0, 3.0, near_the_moon), Ok(0.0));
    let deep = Region {
        least_to_larger_m: 6_600e3,
        ..near_the_moon
    };
    assert!(
        system
            .least_dv_m_s(orbit.jacobi, system.jacobi(low), deep)
            .unwrap()
            < bound
    );
    // One impulse at the periapsis, along the velocity: never less than the bound.
    let near = orbit.state_after(0.5 * orbit.period_s).unwrap();
    for dv in [-0.3, -0.05, 0.05, 0.3] {
        let speed = near.velocity.length();
        let after = RotatingState {
            velocity: near.velocity * (1.0 + dv / speed),
            ..near
        };
        let least = system
            .least_dv_m_s(orbit.jacobi, system.jacobi(after), near_the_moon)
            .unwrap();
        assert!(least <= dv.abs() * system.speed_m_s());
    }
}

#[test]
fn nonsense_is_refused() {
    let system = RestrictedSystem::earth_moon();
    for (a, b, d) in [
        (f64::NAN, 1.0, 1.0),
        (1.0, -1.0, 1.0),
        (1.0, 2.0, 1.0),
        (1.0, 0.5, 0.0),
        (1.0, 0.5, f64::INFINITY),
    ] {
        assert!(
            matches!(RestrictedSystem::new(a, b, d), Err(AstroError::BadInput(_))),
            "{a} {b} {d}"
        );
    }
    let find = |point, which| HaloOrbit::find(system, point, HaloClass::North, which);
    for which in [
        Halo::Period(f64::NAN),
        Halo::Period(-1.0),
        Halo::Periapsis(0.0),
        Halo::Periapsis(f64::INFINITY),
        Halo::Synodic(0, 2, MEAN_SYNODIC_MONTH_S),
        Halo::Synodic(9, 0, MEAN_SYNODIC_MONTH_S),
    ] {
        let refused = find(LibrationPoint::L2, which);
        assert!(
            matches!(refused, Err(AstroError::BadInput(_))),
            "{which:?}: {refused:?}"
        );
    }
    let equal = RestrictedSystem::with_units(0.5, 384.4e6, 375_190.0).unwrap();
    for (system, point, which) in [
        (system, LibrationPoint::L4, Halo::Period(10.0 * DAY_S)),
        (system, LibrationPoint::L3, Halo::Period(10.0 * DAY_S)),
        // The family of two equal bodies comes nowhere near one of them before it has left the other.
        (equal, LibrationPoint::L1, Halo::Periapsis(10e3)),
    ] {
        let refused = HaloOrbit::find(system, point, HaloClass::North, which);
        assert!(
            matches!(refused, Err(AstroError::NoSolution(_))),
            "{which:?}: {refused:?}"
        );
    }
    assert!(system.circular(Primary::Larger, -1.0, 0.0).is_err());
    assert!(system.circular(Primary::Larger, 7e6, f64::NAN).is_err());
    let region = Region {
        least_to_larger_m: 7e6,
        least_to_smaller_m: 2e6,
        most_to_centre_m: 5e8,
    };
    assert!(system.least_dv_m_s(f64::NAN, 3.0, region).is_err());
    assert!(system.least_dv_m_s(3.0, 1e9, region).is_err());
    for region in [
        Region {
            least_to_larger_m: 0.0,
            ..region
        },
        Region {
            least_to_smaller_m: f64::NAN,
            ..region
        },
        Region {
            most_to_centre_m: 1e8,
            ..region
        },
    ] {
        assert!(matches!(
            system.least_dv_m_s(3.0, 3.1, region),
            Err(AstroError::BadInput(_))
        ));
    }
    let still = RotatingState {
        position: DVec3::X * f64::NAN,
        velocity: DVec3::ZERO,
    };
    assert!(system.propagate(still, 1.0).is_err());
    assert!(system.transition(still, 1.0).is_err());
    let orbit = gateway();
    let nowhere = Tdb::from_seconds(f64::NAN);
    let anchor = (ApsisKind::Periapsis, Tdb::from_seconds(0.0));
    assert!(orbit.passages(anchor, nowhere, nowhere).is_err());
    assert!(
        orbit
            .passages((anchor.0, nowhere), anchor.1, anchor.1)
            .is_err()
    );
    assert!(
        orbit
            .passages(anchor, anchor.1, Tdb::from_seconds(-1.0))
            .is_err()
    );
    assert!(
        orbit
            .passages(anchor, anchor.1, Tdb::from_seconds(1e15))
            .is_err()
    );
    assert!(orbit.state_after(f64::NAN).is_err());
}
