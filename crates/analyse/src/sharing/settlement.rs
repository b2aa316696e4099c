//! Settlement: who pays whom so that every balance is even.

use super::barter::{BalanceSheet, BarterError, Unit, hundredths, round_to_sum};
use super::fraction::Fraction;
use num_traits::ToPrimitive as _;
use portolan_model::Partner;
use portolan_vocabulary::{Id, Money};

/// Who pays or is paid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Party {
    /// A partner.
    Partner(Id<Partner>),
    /// The common account, out of which common costs that nobody covered are paid.
    Common,
}

/// One payment.
#[derive(Clone, Debug, PartialEq)]
pub struct Transfer {
    /// Who pays.
    pub from: Party,
    /// Who is paid.
    pub to: Party,
    /// How much, more than 0.
    pub amount: Money,
}

/// How balances are evened out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Settling {
    /// By as few transfers as can be.
    Fewest,
    /// Everybody who owes pays everybody who is owed, in proportion to what they are owed.
    Proportional,
}

/// Transfers that even out all balances.
#[derive(Clone, Debug, PartialEq)]
pub struct Settlement {
    /// The transfers, in order of who pays.
    pub transfers: Vec<Transfer>,
    /// No fewer transfers can do, which is proved.
    pub fewest: bool,
}

/// Up to this many parties with a balance the fewest transfers are searched for completely.
const SEARCHED: usize = 16;

/// Transfers that even out a balance sheet. The common account takes what is uncovered, and gives back
/// what partners gave beyond the common costs.
///
/// The fewest transfers are as many as parties less groups whose balances add up to nothing within the
/// group: finding the most such groups is hard (Verhoeff 2004, "Settling multiple debts efficiently",
/// Informatics in Education 3, 105–126), and is done completely up to 16 parties. Beyond, the greatest
/// debt is paid to the greatest credit, which takes at most one transfer less than parties.
///
/// # Errors
/// [`BarterError::TooLarge`] where amounts are.
pub fn settle(sheet: &BalanceSheet, how: Settling) -> Result<Settlement, BarterError> {
    let mut parties: Vec<(Party, i64)> = Vec::new();
    for line in &sheet.lines {
        parties.push((
            Party::Partner(line.partner.clone()),
            hundredths(line.balance)?,
        ));
    }
    parties.push((Party::Common, hundredths(sheet.uncovered)?));
    parties.retain(|(_, balance)| *balance != 0);
    let balances: Vec<i64> = parties.iter().map(|(_, balance)| *balance).collect();
    let searched = parties.len() <= SEARCHED;
    let mut payments = match how {
        Settling::Proportional => proportional(&balances),
        Settling::Fewest => fewest(&balances, searched),
    };
    payments.sort_unstable();
    let fewest = match how {
        Settling::Fewest => searched,
        Settling::Proportional => {
            searched && payments.len() == parties.len() - groups(&balances).len()
        }
    };
    let transfer = |(from, to, amount): (usize, usize, i64)| {
        let (from, to) = (parties[from].0.clone(), parties[to].0.clone());
        Ok(Transfer {
            from,
            to,
            amount: Unit(sheet.uncovered).money(amount)?,
        })
    };
    let transfers = payments
        .into_iter()
        .map(transfer)
        .collect::<Result<_, BarterError>>()?;
    Ok(Settlement { transfers, fewest })
}

/// A payment: from whom, to whom, how many hundredths.
type Payment = (usize, usize, i64);

/// The payments of each group by itself.
fn fewest(balances: &[i64], searched: bool) -> Vec<Payment> {
    let all = || vec![(0..balances.len()).collect()];
    let groups: Vec<Vec<usize>> = if searched { groups(balances) } else { all() };
    groups
        .iter()
        .flat_map(|group| within(group, balances))
        .collect()
}

/// The greatest debt is paid to the greatest credit until nothing is left.
fn within(group: &[usize], balances: &[i64]) -> Vec<Payment> {
    let mut left: Vec<(usize, i64)> = group
        .iter()
        .map(|party| (*party, balances[*party]))
        .collect();
    let mut payments = Vec::new();
    loop {
        let order =
            |(at, (_, balance)): &(usize, &(usize, i64))| (*balance, std::cmp::Reverse(*at));
        let most = left.iter().enumerate().max_by_key(order).map(|(at, _)| at);
        let owing = |(at, (_, balance)): &(usize, &(usize, i64))| (*balance, *at);
        let least = left.iter().enumerate().min_by_key(owing).map(|(at, _)| at);
        let (Some(most), Some(least)) = (most, least) else {
            return payments;
        };
        let amount = left[most].1.min(-left[least].1);
        if amount <= 0 {
            return payments;
        }
        payments.push((left[least].0, left[most].0, amount));
        left[most].1 -= amount;
        left[least].1 += amount;
    }
}

/// The most groups into which parties fall so that balances add up to nothing in each.
fn groups(balances: &[i64]) -> Vec<Vec<usize>> {
    let sets = 1_usize << balances.len();
    let mut sums = vec![0_i64; sets];
    // The most groups that close when the parties of a set line up, and who is the last in line.
    let mut most = vec![(0_u8, 0_usize); sets];
    for set in 1..sets {
        let first = set.trailing_zeros() as usize;
        sums[set] = sums[set & (set - 1)] + balances[first];
        let members = (0..balances.len()).filter(|party| set >> party & 1 == 1);
        let best = members.map(|party| (most[set & !(1 << party)].0, party));
        let (before, last) = best
            .max_by_key(|(count, party)| (*count, *party))
            .unwrap_or_default();
        most[set] = (before + u8::from(sums[set] == 0), last);
    }
    let mut found = Vec::new();
    let (mut set, mut group) = (sets - 1, Vec::new());
    while set != 0 {
        let last = most[set].1;
        group.push(last);
        set &= !(1 << last);
        if sums[set] == 0 {
            group.sort_unstable();
            found.push(std::mem::take(&mut group));
        }
    }
    found.reverse();
    found
}

/// Everybody who owes pays everybody who is owed, in proportion, to the hundredth.
fn proportional(balances: &[i64]) -> Vec<Payment> {
    let mut owed: Vec<(usize, i64)> = balances
        .iter()
        .copied()
        .enumerate()
        .filter(|(_, balance)| *balance > 0)
        .collect();
    let mut payments = Vec::new();
    for (from, balance) in balances
        .iter()
        .enumerate()
        .filter(|(_, balance)| **balance < 0)
    {
        let left: i64 = owed.iter().map(|(_, credit)| credit).sum();
        let part = |credit: i64| {
            Fraction::new(
                (i128::from(-balance) * i128::from(credit)).into(),
                left.into(),
            )
        };
        let exact: Vec<Fraction> = owed.iter().map(|(_, credit)| part(*credit)).collect();
        for ((to, credit), amount) in owed.iter_mut().zip(round_to_sum(&exact)) {
            let amount = amount.to_i64().unwrap_or_default();
            *credit -= amount;
            payments.push((from, *to, amount));
        }
    }
    payments.retain(|(_, _, amount)| *amount > 0);
    payments
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_close_within_themselves() {
        // 5 = 5, 3 + 4 = 7: two groups of two and three, three transfers instead of four.
        let balances = [5, -7, 3, -5, 4];
        assert_eq!(groups(&balances).len(), 2);
        let payments = fewest(&balances, true);
        assert_eq!(payments.len(), 3);
        assert_eq!(
            fewest(&balances, false).len(),
            4,
            "greedy alone pays 5 of the 7 to the 5"
        );
    }

    #[test]
    fn proportion_is_kept_to_the_hundredth() {
        let balances = [1, 1, 1, -2, -1];
        let payments = proportional(&balances);
        for (party, balance) in balances.iter().enumerate() {
            let paid: i64 = payments
                .iter()
                .filter(|it| it.0 == party)
                .map(|it| it.2)
                .sum();
            let got: i64 = payments
                .iter()
                .filter(|it| it.1 == party)
                .map(|it| it.2)
                .sum();
            assert_eq!(got - paid, *balance);
        }
    }
}
