//! Two-body motion of random states, beside the same with twice the digits of doubles.

#[path = "lambert_survey/twofold.rs"]
#[allow(dead_code, reason = "shared with the survey of Lambert's problem")]
mod twofold;

use portolan_astro::{DVec3, State, propagate};

/// Random numbers that are the same everywhere (Steele, Lea and Flood 2014, SplitMix).
struct Chance(u64);

impl Chance {
    fn within(&mut self, low: f64, high: f64) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        let unit = ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64;
        low + (high - low) * unit
    }

    fn vector(&mut self) -> DVec3 {
        DVec3::from_array([(); 3].map(|()| self.within(-1.0, 1.0)))
    }
}

/// Ellipses, hyperbolas and what is nearly a parabola; times of a millionth of the local unit to a hundred thousand.
fn random(chance: &mut Chance) -> (State, f64) {
    let position = chance.vector() * 10.0_f64.powf(chance.within(-2.0, 2.0));
    let escape = (2.0 / position.length()).sqrt();
    let speed = escape
        * match chance.within(0.0, 1.0) {
            x if x < 0.5 => chance.within(0.01, 1.0),
            x if x < 0.7 => {
                1.0 + chance.within(-1.0, 1.0) * 10.0_f64.powf(chance.within(-12.0, -1.0))
            }
            _ => 10.0_f64.powf(chance.within(0.0, 1.5)),
        };
    let velocity = chance.vector().normalize() * speed;
    let unit = position.length().powf(1.5);
    let dt = unit * 10.0_f64.powf(chance.within(-6.0, 5.0)) * chance.within(-1.0, 1.0).signum();
    (State { position, velocity }, dt)
}

#[test]
fn random_states_go_where_twice_the_digits_lead() {
    let mut chance = Chance(11);
    let mut worst: f64 = 0.0;
    for _ in 0..500 {
        let (state, dt) = random(&mut chance);
        // The reference runs forwards: the mirrored motion, for times past.
        let forwards = if dt > 0.0 {
            state.velocity
        } else {
            -state.velocity
        };
        let later = propagate(1.0, state, dt).unwrap();
        let off = twofold::residual(
            1.0,
            state.position,
            &twofold::vector(forwards),
            dt.abs(),
            later.position,
        );
        let rounding = twofold::rounding(1.0, state.position, forwards, dt.abs());
        let allowed = 2e-15 + 8.0 * rounding;
        assert!(
            off <= allowed,
            "{state:?} {dt}: {off:e}, of {rounding:e} by rounding"
        );
        worst = worst.max(off / (2e-16 + rounding));
        // And back again.
        let back = propagate(1.0, later, -dt).unwrap();
        let home = (back.position - state.position).length() / state.position.length();
        let rounding = rounding
            + twofold::rounding(
                1.0,
                later.position,
                if dt > 0.0 {
                    -later.velocity
                } else {
                    later.velocity
                },
                dt.abs(),
            );
        assert!(home <= 1e-14 + 1e3 * rounding, "{state:?} {dt}: {home:e}");
    }
    println!("at most {worst:.1} units in the last place of velocity and time");
}

#[test]
fn energy_and_momentum_stay_for_a_million_revolutions() {
    let start = State {
        position: DVec3::new(1.0, 0.1, 0.0),
        velocity: DVec3::new(0.0, 1.0, 0.4),
    };
    let energy =
        |state: &State| 0.5 * state.velocity.length_squared() - 1.0 / state.position.length();
    let momentum = |state: &State| state.position.cross(state.velocity);
    for power in -6..8 {
        let later = propagate(1.0, start, 10.0_f64.powi(power)).unwrap();
        assert!((energy(&later) / energy(&start) - 1.0).abs() < 2e-15);
        assert!((momentum(&later) - momentum(&start)).length() < 1e-15);
    }
}
