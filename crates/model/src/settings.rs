//! Settings of a campaign: conventions that change results. Defaults are physical truth.

use portolan_vocabulary::{Currency, Duration, Money};

/// Standard gravity, which turns a specific impulse in seconds into an exhaust velocity; exact by
/// definition (3rd General Conference on Weights and Measures, 1901).
pub const STANDARD_GRAVITY_M_S2: f64 = 9.806_65;

/// What makes one plan better than another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Goal {
    /// Less mass that leaves the surface of the Earth through space.
    LaunchMass,
    /// Less money for what is taken, trips and refurbishment.
    Cost,
    /// An earlier end: the last arrival that a demand waits for.
    Time,
    /// Less greenhouse gas.
    Emissions,
}

impl Goal {
    /// All goals.
    pub const ALL: [Self; 4] = [Self::LaunchMass, Self::Cost, Self::Time, Self::Emissions];

    /// The word, as in files.
    pub const fn word(self) -> &'static str {
        match self {
            Self::LaunchMass => "launch-mass",
            Self::Cost => "cost",
            Self::Time => "time",
            Self::Emissions => "emissions",
        }
    }
}

/// Conventions that change results.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// The acceleration that turns specific impulse into exhaust velocity, in m/s². SpaceNet uses 9.81.
    pub gravity_m_s2: f64,
    /// Whether hold and store volumes are limits.
    pub volume_limits: bool,
    /// Whether environments are limits.
    pub environment_limits: bool,
    /// Whether parts of decommissioned elements serve demands for the same spare.
    pub scavenge: bool,
    /// Whether EVAs are simulated one by one (crew leave and re-enter the vehicle).
    pub detailed_eva: bool,
    /// Whether any departure from a mission's destination ends its stay there, as in SpaceNet, where a
    /// drive into the surroundings does; otherwise only the way back does.
    pub any_departure_ends_stay: bool,
    /// Whether stock of a named resource serves needs for anything of its class. SpaceNet holds that it
    /// does in tanks and does not in containers.
    pub named_serves_generic: bool,
    /// Days in the year that yearly rates refer to.
    pub days_per_year: f64,
    /// Exchange rates: one unit of the first money costs this many of the second, whose currency and
    /// price year are the campaign's.
    pub exchange: Vec<(Currency, i16, f64)>,
    /// The currency and price year that costs are summed in.
    pub money: (Currency, i16),
    /// How long the campaign goes on after its last event, where no horizon is given.
    pub tail: Duration,
    /// What a plan is to be best in: the first goal, then the second among the best, and so on. Empty for launch mass.
    pub objective: Vec<Goal>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            gravity_m_s2: STANDARD_GRAVITY_M_S2,
            volume_limits: true,
            environment_limits: true,
            scavenge: false,
            detailed_eva: true,
            any_departure_ends_stay: false,
            named_serves_generic: true,
            days_per_year: 365.25,
            exchange: Vec::new(),
            money: (Currency::USD, 2026),
            tail: Duration::ZERO,
            objective: Vec::new(),
        }
    }
}

impl Settings {
    /// An amount in the campaign's currency and price year, or `None` where no rate is given for it.
    pub fn exchanged(&self, money: Money) -> Option<Money> {
        if (money.currency(), money.price_year()) == self.money {
            return Some(money);
        }
        let rate = self.exchange.iter().find(|(currency, year, _)| {
            (*currency, *year) == (money.currency(), money.price_year())
        });
        rate.map(|(_, _, factor)| Money::new(money.amount() * factor, self.money.0, self.money.1))
    }
}
