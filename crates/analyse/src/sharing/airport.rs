//! Airport games: the dearest need of a group serves them all.

use super::allocation::Allocation;
use super::error::SharingError;
use super::fraction::{Fraction, fraction};
use super::game::{Game, Sense};
use num_traits::{Signed, Zero as _};

/// The game in which a coalition pays for the dearest of its members' needs: one runway, one launcher,
/// one ship that serves them all.
///
/// # Errors
/// As for [`Game::new`]; where a need is negative.
pub fn airport_game(names: Vec<String>, needs: &[Fraction]) -> Result<Game, SharingError> {
    checked(&names, needs)?;
    let dearest = |bits: usize| {
        let members = needs
            .iter()
            .enumerate()
            .filter(|(player, _)| bits >> player & 1 == 1);
        Some(
            members
                .map(|(_, need)| need.clone())
                .max()
                .unwrap_or_else(Fraction::zero),
        )
    };
    super::game::named(&names, Game::PLAYERS)?;
    let table: Vec<_> = (0..1_usize << names.len()).map(dearest).collect();
    Game::new(names, Sense::Cost, &table)
}

/// The Shapley value of an airport game in closed form, for any number of players: each step from one
/// need to the next is shared equally by those who need it.
///
/// Source: Littlechild and Owen (1973), "A simple expression for the Shapley value in a special case",
/// Management Science 20, 370–372.
///
/// # Errors
/// Where there is not one need for each name, or one is negative.
pub fn airport_shapley(names: &[String], needs: &[Fraction]) -> Result<Allocation, SharingError> {
    checked(names, needs)?;
    let mut order: Vec<usize> = (0..needs.len()).collect();
    order.sort_by(|a, b| needs[*a].cmp(&needs[*b]));
    let mut amounts = vec![Fraction::zero(); needs.len()];
    let (mut paid, mut served) = (Fraction::zero(), Fraction::zero());
    for (before, player) in order.into_iter().enumerate() {
        let sharers = Fraction::from_integer((needs.len() - before).into());
        paid += (&needs[player] - &served) / sharers;
        served.clone_from(&needs[player]);
        amounts[player].clone_from(&paid);
    }
    Ok(Allocation::new(amounts))
}

/// The game in which a coalition pays for whole lifts: the price of one, times the number of lifts of a
/// capacity that carry the sum of its members' loads, if loads can be divided.
///
/// # Errors
/// As for [`Game::new`]; where a load is negative, the price is, or the capacity is not positive.
pub fn lift_game(
    names: Vec<String>,
    loads: &[f64],
    capacity: f64,
    price: f64,
) -> Result<Game, SharingError> {
    let no_weight = |what, found: f64| {
        let (who, found) = ("a lift".to_owned(), found.to_string());
        SharingError::BadWeight { what, who, found }
    };
    let room = fraction(capacity).filter(Signed::is_positive);
    let room = room.ok_or_else(|| no_weight("the capacity", capacity))?;
    let each = fraction(price).filter(|it| !it.is_negative());
    let each = each.ok_or_else(|| no_weight("the price", price))?;
    let loads = Allocation::from_numbers(loads)?;
    checked(&names, loads.exact())?;
    super::game::named(&names, Game::PLAYERS)?;
    let cost = |bits: usize| {
        let members = loads
            .exact()
            .iter()
            .enumerate()
            .filter(|(at, _)| bits >> at & 1 == 1);
        let load: Fraction = members.map(|(_, load)| load).sum();
        Some((load / &room).ceil() * &each)
    };
    let table: Vec<_> = (0..1_usize << names.len()).map(cost).collect();
    Game::new(names, Sense::Cost, &table)
}

/// Sees that there is one need for each player, and none negative.
fn checked(names: &[String], needs: &[Fraction]) -> Result<(), SharingError> {
    let (found, expected) = (needs.len(), names.len());
    if found != expected {
        return Err(SharingError::Length {
            what: "the needs",
            found,
            expected,
        });
    }
    match names.iter().zip(needs).find(|(_, need)| need.is_negative()) {
        Some((name, need)) => {
            let (who, found) = (name.clone(), need.to_string());
            Err(SharingError::BadWeight {
                what: "the need",
                who,
                found,
            })
        }
        None => Ok(()),
    }
}
