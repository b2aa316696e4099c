//! The games that the tests of sharing play.
#![allow(
    dead_code,
    clippy::unwrap_used,
    reason = "each test crate that includes this fixture uses another part of it"
)]

use portolan_analyse::sharing::{
    Allocation, Claims, Coalition, Fraction, Game, Sense, airport_game, fraction, lift_game,
};
use portolan_solver::{Engine, engine};
use portolan_testkit::Chance;

/// The engine that the tests use.
pub(crate) fn highs() -> Box<dyn Engine> {
    engine("highs").unwrap()
}

/// The names 1 to `count`.
pub(crate) fn names(count: usize) -> Vec<String> {
    (1..=count).map(|player| player.to_string()).collect()
}

/// The decimals that numbers are printed as.
pub(crate) fn fractions(numbers: &[f64]) -> Vec<Fraction> {
    numbers
        .iter()
        .map(|number| fraction(*number).unwrap())
        .collect()
}

/// A game from numbers in the order in which they are published: 1, 2, 3, 12, 13, 23, 123.
pub(crate) fn published(sense: Sense, numbers: &[f64]) -> Game {
    let players = (numbers.len() + 1).ilog2() as usize;
    let mut order: Vec<Coalition> = (1..1 << players).map(Coalition::from_bits).collect();
    order.sort_by_key(|set| (set.len(), set.members().collect::<Vec<_>>()));
    let number = |set: Coalition| Some(numbers[order.iter().position(|it| *it == set)?]);
    Game::from_numbers(names(players), sense, number).unwrap()
}

/// The glove game: a pair is worth 1; the players of `left` have a left glove each.
pub(crate) fn gloves(players: usize, left: &[usize]) -> Game {
    let left = Coalition::of(left);
    let pairs = |set: Coalition| {
        let lefts = set.members().filter(|player| left.has(*player)).count();
        Some(lefts.min(set.len() - lefts) as f64)
    };
    Game::from_numbers(names(players), Sense::Value, pairs).unwrap()
}

/// The game in which the coalitions that hold `carrier` are worth 1.
pub(crate) fn unanimity(players: usize, carrier: &[usize]) -> Game {
    let all = |set: Coalition| Some(f64::from(u8::from(carrier.iter().all(|it| set.has(*it)))));
    Game::from_numbers(names(players), Sense::Value, all).unwrap()
}

/// The game in which more than half of the players are worth 1.
pub(crate) fn majority(players: usize) -> Game {
    let wins = |set: Coalition| Some(f64::from(u8::from(2 * set.len() > players)));
    Game::from_numbers(names(players), Sense::Value, wins).unwrap()
}

/// Claims of 100, 200 and 300 on an estate (Talmud, Kethubot 93a).
pub(crate) fn talmud(estate: f64) -> Claims {
    let claims = fractions(&[100.0, 200.0, 300.0]);
    Claims::new(names(3), fraction(estate).unwrap(), claims).unwrap()
}

/// The game of those claims.
pub(crate) fn talmud_game(estate: f64) -> Game {
    talmud(estate).game().unwrap()
}

/// An airport game with these needs.
pub(crate) fn airport(needs: &[f64]) -> Game {
    airport_game(names(needs.len()), &fractions(needs)).unwrap()
}

/// The Tennessee Valley Authority: navigation, flood control and power, in thousands of dollars
/// (Straffin and Heaney 1981).
pub(crate) fn tennessee() -> Game {
    let costs = [
        163_520.0, 140_826.0, 250_096.0, 301_607.0, 378_821.0, 367_370.0, 412_584.0,
    ];
    published(Sense::Cost, &costs)
}

/// The amounts as texts of fractions.
pub(crate) fn written(allocation: &Allocation) -> Vec<String> {
    allocation.exact().iter().map(ToString::to_string).collect()
}

/// A random game: whole numbers, hundredths, or numbers with all their digits.
pub(crate) fn random(chance: &mut Chance, players: usize, sense: Sense) -> Game {
    let (least, most) = (chance.between(-20.0, 10.0), chance.between(20.0, 200.0));
    let digits = *chance.pick(&[1.0, 100.0, 1e12]);
    let number = |set: Coalition| {
        let number = chance.between(least, most) * (set.len() as f64).sqrt();
        Some((number * digits).round() / digits)
    };
    Game::from_numbers(names(players), sense, number).unwrap()
}

/// The same game with the players in another order: the player at `order[k]` stands at k.
pub(crate) fn reordered(game: &Game, order: &[usize]) -> Game {
    let number = |set: Coalition| {
        let players: Vec<usize> = set.members().map(|at| order[at]).collect();
        game.number(Coalition::of(&players))
    };
    Game::from_numbers(names(order.len()), game.sense(), number).unwrap()
}

/// Four agencies that fill launchers of capacity 5, at 100 a launch.
pub(crate) fn launchers() -> Game {
    let names = ["A", "B", "C", "D"].map(str::to_owned).to_vec();
    lift_game(names, &[3.6, 2.3, 1.7, 0.9], 5.0, 100.0).unwrap()
}

/// Sees that amounts are those of a reference, within a part of each or of 1.
pub(crate) fn close(found: &Allocation, numbers: &serde_json::Value, within: f64, name: &str) {
    let numbers = numbers.as_array().unwrap();
    assert_eq!(found.amounts().len(), numbers.len(), "{name}");
    for (found, number) in found.amounts().iter().zip(numbers) {
        let number = number.as_f64().unwrap();
        assert!(
            (found - number).abs() <= within * number.abs().max(1.0),
            "{name}: {found} {number}"
        );
    }
}
