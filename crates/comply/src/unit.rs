//! Units of facts and values.

use portolan_vocabulary::{Dimension, parse_quantity};

/// What a number of a rule counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Nothing: a pure number.
    One,
    /// A physical quantity, held in its base unit.
    Of(Dimension),
    /// A unit of the trade that is only compared with itself.
    Exact(&'static str),
}

/// Units of the trade: per cent, standard gravity, kelvins an hour, degrees Celsius, classes of ISO 14644-1.
const EXACT: [&str; 6] = ["%", "g0", "K/h", "degC", "EUR", "USD"];

impl Unit {
    /// The unit of a name: the base unit of a dimension, one of the trade's, or none for an empty text.
    ///
    /// ```
    /// use portolan_comply::Unit;
    /// assert_eq!(Unit::named("%"), Some(Unit::Exact("%")));
    /// assert_eq!(Unit::named("kg").map(|unit| unit.symbol()), Some("kg"));
    /// assert_eq!(Unit::named("stone"), None);
    /// ```
    pub fn named(name: &str) -> Option<Self> {
        if name.is_empty() {
            return Some(Self::One);
        }
        if let Some(symbol) = EXACT.into_iter().find(|symbol| *symbol == name) {
            return Some(Self::Exact(symbol));
        }
        // Seconds are durations here; no rule speaks of specific impulse.
        Dimension::ALL
            .into_iter()
            .find(|dimension| dimension.base_unit() == name)
            .map(Self::Of)
    }

    /// Every name that [`Unit::named`] knows, but the empty one.
    pub fn names() -> impl Iterator<Item = &'static str> {
        let base = Dimension::ALL.into_iter().map(Dimension::base_unit);
        EXACT.into_iter().chain(base)
    }

    /// The symbol; empty for a pure number.
    pub const fn symbol(self) -> &'static str {
        match self {
            Self::One => "",
            Self::Of(dimension) => dimension.base_unit(),
            Self::Exact(symbol) => symbol,
        }
    }

    /// The number of a text in this unit, or why there is none.
    ///
    /// # Errors
    /// In words: where the text does not begin with a finite number, or its unit is another.
    pub fn parse(self, text: &str) -> Result<f64, String> {
        match self {
            Self::One => number(text).ok_or_else(|| format!("\"{text}\" is no number")),
            Self::Of(dimension) => {
                parse_quantity(text, dimension).map_err(|error| format!("\"{text}\": {error}"))
            }
            Self::Exact(symbol) => {
                let end = text.trim_end().strip_suffix(symbol);
                end.and_then(number)
                    .ok_or_else(|| format!("\"{text}\" is no number of {symbol}"))
            }
        }
    }
}

fn number(text: &str) -> Option<f64> {
    let number: f64 = text.trim().parse().ok()?;
    number.is_finite().then_some(number)
}
