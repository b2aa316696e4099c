//! Barter: contributions in kind set against the partners' shares of common costs.
//!
//! Agencies avoid to pay each other: a partner covers its share of the costs of operating what all use by
//! goods and services that the others would have to provide otherwise (ESA, "ESA's International Space
//! Station barter agreements"). The balance sheet says who has given more than its share, and a settlement
//! what evens it out.

use super::fraction::{Fraction, fraction};
use num_bigint::BigInt;
use num_integer::Integer as _;
use num_traits::{Signed as _, ToPrimitive as _, Zero as _};
use portolan_model::Partner;
use portolan_vocabulary::{Currency, Id, Money, MoneyError};

/// What a partner gives in kind.
#[derive(Clone, Debug, PartialEq)]
pub struct InKind {
    /// What it is, in words.
    pub what: String,
    /// What it is worth, as agreed.
    pub value: Money,
    /// How much of it was delivered, 0 to 1.
    pub delivered: f64,
}

/// A contribution that nobody has put a value on.
#[derive(Clone, Debug, PartialEq)]
pub struct Unvalued {
    /// Whose.
    pub partner: Id<Partner>,
    /// What it is, in words.
    pub what: String,
}

/// What a partner owes and gives.
#[derive(Clone, Debug, PartialEq)]
pub struct Account {
    /// Who.
    pub partner: Id<Partner>,
    /// The share of the common costs that is allocated to it.
    pub allocated: Money,
    /// What it has paid of the common costs itself.
    pub paid: Option<Money>,
    /// What it gives in kind.
    pub in_kind: Vec<InKind>,
}

/// One partner's line of a balance sheet. All amounts are of one currency and price year.
#[derive(Clone, Debug, PartialEq)]
pub struct BalanceLine {
    /// Who.
    pub partner: Id<Partner>,
    /// Its share of the common costs.
    pub allocated: Money,
    /// What it has paid.
    pub paid: Money,
    /// What it promised in kind.
    pub promised: Money,
    /// What it delivered of that.
    pub delivered: Money,
    /// What it has yet to deliver.
    pub outstanding: Money,
    /// What it paid and delivered less what is allocated to it: above 0 the others owe it, below 0 it owes.
    pub balance: Money,
}

/// Who has given more than its share of common costs, and who less.
#[derive(Clone, Debug, PartialEq)]
pub struct BalanceSheet {
    /// A line for each partner, in their order.
    pub lines: Vec<BalanceLine>,
    /// Common costs that nobody has covered yet: what is allocated less what was paid and delivered. Below 0,
    /// partners have given more than the common costs.
    pub uncovered: Money,
}

/// Why there is no balance.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum BarterError {
    /// Nobody is there.
    #[error("a balance needs at least one partner")]
    NoPartner,
    /// Two accounts are of one partner.
    #[error("partner {} has two accounts", .0.as_str())]
    TwoAccounts(Id<Partner>),
    /// Amounts of different currencies or price years.
    #[error("partner {}: {source}", .partner.as_str())]
    Mixed {
        /// Whose amounts.
        partner: Id<Partner>,
        /// Which amounts.
        source: MoneyError,
    },
    /// A part delivered lies outside 0 to 1, or is no number.
    #[error("partner {}: {what} is delivered by {delivered}, which lies outside 0 to 1", .partner.as_str())]
    Delivered {
        /// Whose.
        partner: Id<Partner>,
        /// What is delivered.
        what: String,
        /// How much.
        delivered: f64,
    },
    /// An amount is too large to be kept to the hundredth, or the amounts together are.
    #[error("{0} is too large to be computed with")]
    TooLarge(Money),
    /// There are not as many shares as partners.
    #[error("{found} shares for {expected} partners")]
    Length {
        /// How many there are.
        found: usize,
        /// How many are needed.
        expected: usize,
    },
    /// Shares add up to nothing, and cannot divide anything.
    #[error("the shares add up to 0")]
    NoShare,
}

/// Amounts beyond this many hundredths are refused: doubles count every hundredth up to 2^53, and a
/// hundred partners' sums must still do so.
const MOST_HUNDREDTHS: i64 = 1 << 46;

/// The accounts of a campaign's partners, with what each gave in kind as it is valued in the campaign.
/// `delivered` says what part, 0 to 1, of a partner's contribution at a position was delivered.
///
/// A contribution without a value counts as nothing; the second list names those, so that nobody is
/// surprised.
///
/// # Errors
/// [`BarterError::Length`] where there is not one allocated amount for each partner.
pub fn accounts(
    partners: &[Partner],
    allocated: &[Money],
    mut delivered: impl FnMut(&Partner, usize) -> f64,
) -> Result<(Vec<Account>, Vec<Unvalued>), BarterError> {
    let (found, expected) = (allocated.len(), partners.len());
    if found != expected {
        return Err(BarterError::Length { found, expected });
    }
    let mut unvalued = Vec::new();
    let mut list = Vec::with_capacity(expected);
    for (partner, allocated) in partners.iter().zip(allocated) {
        let mut in_kind = Vec::new();
        for (at, contribution) in partner.contributions.iter().enumerate() {
            let what = contribution.what.clone();
            match contribution.value {
                Some(value) => {
                    in_kind.push(InKind {
                        what,
                        value,
                        delivered: delivered(partner, at),
                    });
                }
                None => unvalued.push(Unvalued {
                    partner: partner.id.clone(),
                    what,
                }),
            }
        }
        let (partner, allocated) = (partner.id.clone(), *allocated);
        list.push(Account {
            partner,
            allocated,
            paid: None,
            in_kind,
        });
    }
    Ok((list, unvalued))
}

/// The balance sheet of partners' accounts. What is delivered counts, not what is promised.
///
/// # Errors
/// [`BarterError`] where amounts differ in currency or price year, a part delivered lies outside 0 to 1,
/// an amount is too large, a partner has two accounts, or there is no partner.
pub fn balance_sheet(accounts: &[Account]) -> Result<BalanceSheet, BarterError> {
    let first = accounts.first().ok_or(BarterError::NoPartner)?.allocated;
    let mut lines: Vec<BalanceLine> = Vec::with_capacity(accounts.len());
    let mut uncovered = 0;
    for account in accounts {
        if lines.iter().any(|line| line.partner == account.partner) {
            return Err(BarterError::TwoAccounts(account.partner.clone()));
        }
        let line = Unit(first).line(account)?;
        uncovered -= hundredths(line.balance)?;
        lines.push(line);
    }
    Ok(BalanceSheet {
        lines,
        uncovered: Unit(first).money(uncovered)?,
    })
}

/// The currency and price year that everything is in: those of an amount.
#[derive(Clone, Copy)]
pub(super) struct Unit(pub(super) Money);

impl Unit {
    fn line(self, account: &Account) -> Result<BalanceLine, BarterError> {
        let whole = |amount| self.hundredths(amount, &account.partner);
        let allocated = whole(account.allocated)?;
        let paid = account.paid.map_or(Ok(0), whole)?;
        let (mut promised, mut delivered) = (0, 0);
        for given in &account.in_kind {
            if !(0.0..=1.0).contains(&given.delivered) {
                return Err(BarterError::Delivered {
                    partner: account.partner.clone(),
                    what: given.what.clone(),
                    delivered: given.delivered,
                });
            }
            let value = whole(given.value)?;
            promised += value;
            delivered += (value as f64 * given.delivered).round() as i64;
            self.money(promised)?;
        }
        Ok(BalanceLine {
            partner: account.partner.clone(),
            allocated: self.money(allocated)?,
            paid: self.money(paid)?,
            promised: self.money(promised)?,
            delivered: self.money(delivered)?,
            outstanding: self.money(promised - delivered)?,
            balance: self.money(paid + delivered - allocated)?,
        })
    }

    /// An amount in hundredths, if it is of this unit.
    fn hundredths(self, amount: Money, partner: &Id<Partner>) -> Result<i64, BarterError> {
        let mixed = |source| BarterError::Mixed {
            partner: partner.clone(),
            source,
        };
        self.0
            .times(0.0)
            .plus(amount)
            .map_err(mixed)
            .and_then(hundredths)
    }

    /// An amount of this unit.
    pub(super) fn money(self, hundredths: i64) -> Result<Money, BarterError> {
        let (currency, year): (Currency, i16) = (self.0.currency(), self.0.price_year());
        let money = Money::new(hundredths as f64 / 100.0, currency, year);
        match hundredths.unsigned_abs() < MOST_HUNDREDTHS.unsigned_abs() {
            true => Ok(money),
            false => Err(BarterError::TooLarge(money)),
        }
    }
}

/// An amount in hundredths.
pub(super) fn hundredths(money: Money) -> Result<i64, BarterError> {
    let whole = (money.amount() * 100.0).round();
    if whole.abs() < MOST_HUNDREDTHS as f64 {
        Ok(whole as i64)
    } else {
        Err(BarterError::TooLarge(money))
    }
}

/// An amount of money divided in proportion to shares, to the hundredth: the parts add up to it. What
/// rounding down leaves goes, a hundredth each, to those that lost most by it (largest remainders,
/// Hamilton), of equal ones to those that come first.
///
/// # Errors
/// Where the shares add up to 0, or the amount is too large.
pub fn divide(total: Money, shares: &[Fraction]) -> Result<Vec<Money>, BarterError> {
    let whole = fraction(hundredths(total)? as f64).unwrap_or_default();
    let sum: Fraction = shares.iter().sum();
    if sum.is_zero() {
        return Err(BarterError::NoShare);
    }
    let exact: Vec<Fraction> = shares.iter().map(|share| share * &whole / &sum).collect();
    let parts = round_to_sum(&exact);
    let part = |part: &BigInt| {
        let part = part.to_i64().ok_or(BarterError::TooLarge(total))?;
        Unit(total).money(part)
    };
    parts.iter().map(part).collect()
}

/// Whole numbers next to exact ones that add up to the same whole sum, by largest remainders.
pub(super) fn round_to_sum(exact: &[Fraction]) -> Vec<BigInt> {
    let mut parts: Vec<BigInt> = exact.iter().map(|it| it.floor().to_integer()).collect();
    let sum: Fraction = exact.iter().sum();
    let left = sum.to_integer() - parts.iter().sum::<BigInt>();
    let mut order: Vec<usize> = (0..exact.len()).collect();
    let lost: Vec<BigInt> = exact
        .iter()
        .map(|it| it.numer().mod_floor(it.denom()))
        .collect();
    let remainder = |at: usize| Fraction::new(lost[at].clone(), exact[at].denom().clone());
    order.sort_by(|a, b| remainder(*b).cmp(&remainder(*a)).then(a.cmp(b)));
    let count = if left.is_positive() {
        left.to_usize().unwrap_or_default()
    } else {
        0
    };
    for at in order.into_iter().take(count) {
        parts[at] += 1;
    }
    parts
}
