//! Money: an amount in a currency at the prices of one year.
//!
//! Amounts of different currencies or price years never add up silently: a campaign that mixes them
//! must say at what rate they are exchanged.

use std::fmt;

/// An ISO 4217 currency code: three capital letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency([u8; 3]);

impl Currency {
    /// The euro.
    pub const EUR: Self = Self(*b"EUR");
    /// The United States dollar.
    pub const USD: Self = Self(*b"USD");

    /// The three letters.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("???")
    }
}

impl std::str::FromStr for Currency {
    type Err = MoneyError;
    fn from_str(text: &str) -> Result<Self, MoneyError> {
        match text.as_bytes() {
            [a, b, c] if [a, b, c].iter().all(|letter| letter.is_ascii_uppercase()) => {
                Ok(Self([*a, *b, *c]))
            }
            _ => Err(MoneyError::NoCurrency(text.to_owned())),
        }
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// An amount of money: whole hundredths of a currency unit, at the prices of a year.
///
/// ```
/// use portolan_vocabulary::{Currency, Money};
/// let launch = Money::new(97_000_000.0, Currency::USD, 2026);
/// let range = Money::new(500_000.5, Currency::USD, 2026);
/// assert_eq!(launch.plus(range)?.to_string(), "97500000.50 USD (2026)");
/// # Ok::<(), portolan_vocabulary::MoneyError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Money {
    hundredths: i64,
    currency: Currency,
    price_year: i16,
}

/// Why a text is no money, or two amounts do not add up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MoneyError {
    /// The text is no three-letter currency code.
    NoCurrency(String),
    /// The text is not of the form `12.5 MEUR (2026)` or `12500000 EUR (2026)`.
    NoAmount(String),
    /// The amounts have different currencies or price years.
    Mixed(Money, Money),
}

impl fmt::Display for MoneyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoCurrency(text) => {
                write!(f, "\"{text}\" is no ISO 4217 currency code such as EUR")
            }
            Self::NoAmount(text) => write!(
                f,
                "\"{text}\" is no amount of money; write for example \"1200000 EUR (2026)\""
            ),
            Self::Mixed(a, b) => write!(
                f,
                "{a} and {b} differ in currency or price year; give an exchange rate"
            ),
        }
    }
}

impl std::error::Error for MoneyError {}

impl Money {
    /// The amount nearest to `amount` currency units, at the prices of `price_year`.
    pub fn new(amount: f64, currency: Currency, price_year: i16) -> Self {
        Self {
            hundredths: (amount * 100.0).round() as i64,
            currency,
            price_year,
        }
    }

    /// The amount in currency units.
    pub fn amount(&self) -> f64 {
        self.hundredths as f64 / 100.0
    }

    /// The currency.
    pub const fn currency(&self) -> Currency {
        self.currency
    }

    /// The year whose prices these are.
    pub const fn price_year(&self) -> i16 {
        self.price_year
    }

    /// The sum of two amounts of one currency and price year.
    ///
    /// # Errors
    /// [`MoneyError::Mixed`] where currency or price year differ.
    pub fn plus(self, other: Self) -> Result<Self, MoneyError> {
        if self.currency != other.currency || self.price_year != other.price_year {
            return Err(MoneyError::Mixed(self, other));
        }
        Ok(Self {
            hundredths: self.hundredths.saturating_add(other.hundredths),
            ..self
        })
    }

    /// The amount times a factor, rounded to the nearest hundredth.
    #[must_use]
    pub fn times(self, factor: f64) -> Self {
        Self {
            hundredths: (self.hundredths as f64 * factor).round() as i64,
            ..self
        }
    }
}

impl std::str::FromStr for Money {
    type Err = MoneyError;

    /// Reads `1200000 EUR (2026)`; thousands and millions of a currency as `kEUR` and `MEUR`.
    fn from_str(text: &str) -> Result<Self, MoneyError> {
        let wrong = || MoneyError::NoAmount(text.to_owned());
        let mut words = text.split_whitespace();
        let number = words.next().ok_or_else(wrong)?.replace('_', "");
        let amount: f64 = number.parse().map_err(|_| wrong())?;
        let unit = words.next().ok_or_else(wrong)?;
        let year = words
            .next()
            .and_then(|w| w.strip_prefix('(')?.strip_suffix(')'))
            .ok_or_else(wrong)?;
        let price_year: i16 = year.parse().map_err(|_| wrong())?;
        let (factor, code) = match unit.as_bytes() {
            [b'k', ..] if unit.len() == 4 => (1e3, &unit[1..]),
            [b'M', ..] if unit.len() == 4 => (1e6, &unit[1..]),
            _ => (1.0, unit),
        };
        if !amount.is_finite() || words.next().is_some() {
            return Err(wrong());
        }
        Ok(Self::new(amount * factor, code.parse()?, price_year))
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.hundredths < 0 { "-" } else { "" };
        let (whole, part) = (
            self.hundredths.unsigned_abs() / 100,
            self.hundredths.unsigned_abs() % 100,
        );
        write!(
            f,
            "{sign}{whole}.{part:02} {} ({})",
            self.currency, self.price_year
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_round_trips() {
        let money: Money = "1.25 MEUR (2026)".parse().unwrap();
        assert_eq!(money.to_string(), "1250000.00 EUR (2026)");
        assert_eq!(money.to_string().parse::<Money>().unwrap(), money);
        assert!("12 eur (2026)".parse::<Money>().is_err());
        assert!(
            "12 EUR".parse::<Money>().is_err(),
            "no price year, no money"
        );
        assert_eq!(
            "-0.05 USD (2020)".parse::<Money>().unwrap().to_string(),
            "-0.05 USD (2020)"
        );
        assert!("1 MÜR (2026)".parse::<Money>().is_err());
    }

    #[test]
    fn mixed_amounts_do_not_add() {
        let a = Money::new(1.0, Currency::EUR, 2026);
        assert!(a.plus(Money::new(1.0, Currency::USD, 2026)).is_err());
        assert!(a.plus(Money::new(1.0, Currency::EUR, 2025)).is_err());
        assert_eq!(a.times(3.0).amount(), 3.0);
    }
}
