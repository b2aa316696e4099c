//! The Shapley value by sampling, where the coalitions are too many to ask.

use super::allocation::Allocation;
use super::coalition::Coalition;
use super::error::SharingError;
use super::game::{Game, Sense, named, named_members};
use super::shapley::shapley;
use rand_pcg::Pcg32;
use rand_pcg::rand_core::{Rng as _, SeedableRng as _};
use std::collections::BTreeMap;

/// How many players are asked about completely; beyond, orders are sampled.
pub const ASKED_PLAYERS: usize = 12;

/// How orders of the players are sampled.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sampling {
    /// How many pairs of an order and its reverse, at least 2.
    pub pairs: u32,
    /// Where the orders are drawn from; the same seed gives the same orders.
    pub seed: u64,
    /// The most that what a player adds can differ from one order to another, where that is known: gives
    /// the guaranteed bound.
    pub range: Option<f64>,
}

impl Default for Sampling {
    fn default() -> Self {
        Self {
            pairs: 1000,
            seed: 0,
            range: None,
        }
    }
}

/// An estimate of the Shapley value.
#[derive(Clone, Debug, PartialEq)]
pub struct SampledShapley {
    /// What each player pays, or gets. The amounts add up to what everybody comes to, to rounding.
    pub amounts: Vec<f64>,
    /// The standard error of each amount: the standard deviation over the pairs, divided by the square
    /// root of their number.
    pub standard_errors: Vec<f64>,
    /// The true amount lies within this of the estimate in 95 of 100 samplings, by the central limit
    /// theorem: 1.96 standard errors.
    pub within_95: Vec<f64>,
    /// The same without any assumption, by Hoeffding's inequality (1963), for each player by itself;
    /// where the range is known.
    pub guaranteed_95: Option<f64>,
    /// How many pairs were drawn.
    pub pairs: u32,
    /// How many different coalitions were asked.
    pub coalitions: usize,
}

/// The 97.5 % quantile of the normal distribution.
const NORMAL_97_5: f64 = 1.959_963_984_540_054;

/// The Shapley value estimated from seeded random orders of up to 64 players, each order together with
/// its reverse: where joining late costs less, an order and its reverse err to opposite sides.
///
/// A coalition is asked once, and only when an order comes to it. `ask` gives what it comes to.
///
/// Source: Castro, Gómez and Tejada (2009), "Polynomial calculation of the Shapley value based on
/// sampling", Computers & Operations Research 36, 1726–1730; pairs as antithetic variates, Hammersley
/// and Morton (1956).
///
/// # Errors
/// [`SharingError`] as for [`Game::ask`]; where a coalition that an order comes to cannot do it; where
/// there are fewer than 2 pairs; and the first failure of `ask`.
pub fn sampled_shapley<E: From<SharingError>>(
    names: &[String],
    sampling: &Sampling,
    ask: impl FnMut(Coalition) -> Result<Option<f64>, E>,
) -> Result<SampledShapley, E> {
    named(names, Coalition::PLAYERS)?;
    if sampling.pairs < 2 {
        let (found, expected) = (sampling.pairs as usize, 2);
        return Err(SharingError::Length {
            what: "the pairs of orders",
            found,
            expected,
        }
        .into());
    }
    let mut answers = Answers {
        names,
        ask,
        known: BTreeMap::from([(0, 0.0)]),
    };
    let mut chance = Pcg32::seed_from_u64(sampling.seed);
    let mut spread = vec![Spread::default(); names.len()];
    let mut order: Vec<usize> = (0..names.len()).collect();
    for _ in 0..sampling.pairs {
        shuffle(&mut order, &mut chance);
        let mut added = vec![0.0; names.len()];
        answers.join(order.iter().copied(), &mut added)?;
        answers.join(order.iter().rev().copied(), &mut added)?;
        for (spread, added) in spread.iter_mut().zip(&added) {
            spread.add(added / 2.0);
        }
    }
    Ok(estimate(&spread, sampling, answers.known.len() - 1))
}

/// The Shapley value of players whose coalitions are asked: exactly, by the game of all coalitions, up to
/// [`ASKED_PLAYERS`]; by [`sampled_shapley`] beyond.
#[derive(Clone, Debug, PartialEq)]
pub enum AskedShapley {
    /// Every coalition was asked.
    Exact {
        /// What they answered.
        game: Game,
        /// The value.
        allocation: Allocation,
    },
    /// Orders were sampled.
    Sampled(SampledShapley),
}

/// The Shapley value of up to 64 players whose coalitions are asked.
///
/// # Errors
/// As for [`Game::ask`], [`shapley`] and [`sampled_shapley`].
pub fn ask_shapley<E: From<SharingError>>(
    names: &[String],
    sense: Sense,
    sampling: &Sampling,
    ask: impl FnMut(Coalition) -> Result<Option<f64>, E>,
) -> Result<AskedShapley, E> {
    if names.len() > ASKED_PLAYERS {
        return sampled_shapley(names, sampling, ask).map(AskedShapley::Sampled);
    }
    let game = Game::ask(names.to_vec(), sense, ask)?;
    let allocation = shapley(&game)?;
    Ok(AskedShapley::Exact { game, allocation })
}

/// Who is asked, with what was answered.
struct Answers<'a, A> {
    names: &'a [String],
    ask: A,
    known: BTreeMap<u64, f64>,
}

impl<E: From<SharingError>, A: FnMut(Coalition) -> Result<Option<f64>, E>> Answers<'_, A> {
    /// Adds what each player adds when all join in an order.
    fn join(&mut self, order: impl Iterator<Item = usize>, added: &mut [f64]) -> Result<(), E> {
        let (mut coalition, mut before) = (Coalition::default(), 0.0);
        for player in order {
            coalition = coalition.with(player);
            let after = self.comes_to(coalition)?;
            added[player] += after - before;
            before = after;
        }
        Ok(())
    }

    fn comes_to(&mut self, coalition: Coalition) -> Result<f64, E> {
        if let Some(known) = self.known.get(&coalition.bits()) {
            return Ok(*known);
        }
        let members = || named_members(self.names, coalition);
        let method = "the sampled Shapley value";
        let infeasible = || SharingError::Infeasible {
            method,
            members: members(),
        };
        let answer = (self.ask)(coalition)?.ok_or_else(infeasible)?;
        if !answer.is_finite() {
            return Err(SharingError::NoNumber(members()).into());
        }
        self.known.insert(coalition.bits(), answer);
        Ok(answer)
    }
}

/// Mean and scatter of a series, as it comes (Welford 1962).
#[derive(Clone, Copy, Default)]
struct Spread {
    count: f64,
    mean: f64,
    squares: f64,
}

impl Spread {
    fn add(&mut self, number: f64) {
        self.count += 1.0;
        let off = number - self.mean;
        self.mean += off / self.count;
        self.squares += off * (number - self.mean);
    }

    fn standard_error(&self) -> f64 {
        (self.squares / (self.count - 1.0) / self.count).sqrt()
    }
}

fn estimate(spread: &[Spread], sampling: &Sampling, coalitions: usize) -> SampledShapley {
    let standard_errors: Vec<f64> = spread.iter().map(Spread::standard_error).collect();
    let hoeffding = |range: f64| range * (40_f64.ln() / (2.0 * f64::from(sampling.pairs))).sqrt();
    SampledShapley {
        amounts: spread.iter().map(|it| it.mean).collect(),
        within_95: standard_errors
            .iter()
            .map(|error| NORMAL_97_5 * error)
            .collect(),
        standard_errors,
        guaranteed_95: sampling.range.map(hoeffding),
        pairs: sampling.pairs,
        coalitions,
    }
}

/// Puts players into a random order (Fisher and Yates 1938, Durstenfeld 1964).
fn shuffle(order: &mut [usize], chance: &mut Pcg32) {
    for last in (1..order.len()).rev() {
        // The high half of a product: each position is as likely as any other to 2^-58 or better.
        let draw = u128::from(chance.next_u64()) * (last as u128 + 1);
        order.swap(last, (draw >> 64) as usize);
    }
}
