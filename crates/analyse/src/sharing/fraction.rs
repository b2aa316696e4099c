//! Fractions: exact numbers in and out of floating point.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{Signed as _, ToPrimitive as _, Zero as _};

/// An exact fraction of whole numbers of any length.
pub type Fraction = BigRational;

/// The decimal number that a floating-point number is printed as: 0.1 is one tenth, and not the binary
/// fraction nearest to it. `None` where it is no number, or infinite.
///
/// ```
/// use portolan_analyse::sharing::fraction;
/// assert_eq!(fraction(3.6).map(|it| it.to_string()), Some("18/5".to_owned()));
/// assert_eq!(fraction(f64::NAN), None);
/// ```
pub fn fraction(number: f64) -> Option<Fraction> {
    if !number.is_finite() {
        return None;
    }
    let text = format!("{number:e}");
    let (digits, exponent) = text.split_once('e')?;
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let numerator: BigInt = format!("{whole}{part}").parse().ok()?;
    let shift = exponent.parse::<i64>().ok()? - i64::try_from(part.len()).ok()?;
    let power = BigInt::from(10).pow(u32::try_from(shift.unsigned_abs()).ok()?);
    Some(if shift < 0 {
        Fraction::new(numerator, power)
    } else {
        Fraction::from_integer(numerator * power)
    })
}

/// The floating-point number nearest to a fraction; infinite beyond the largest.
pub fn nearest_number(fraction: &Fraction) -> f64 {
    let beyond = if fraction.is_negative() {
        f64::NEG_INFINITY
    } else {
        f64::INFINITY
    };
    fraction.to_f64().unwrap_or(beyond)
}

/// The quotient of two whole numbers as a floating-point number, right to the last bits, without a
/// common divisor being looked for; 0 where the divisor is 0.
pub(super) fn quotient(number: &BigInt, divisor: &BigInt) -> f64 {
    if number.is_zero() || divisor.is_zero() {
        return 0.0;
    }
    let ((above, up), (below, down)) = (leading(number), leading(divisor));
    // In two steps, as a power of two may leave the range though the quotient does not.
    let shift = (up - down).clamp(-4000, 4000);
    above / below * 2_f64.powi(shift / 2) * 2_f64.powi(shift - shift / 2)
}

/// The leading bits of a whole number, and how many follow them.
fn leading(number: &BigInt) -> (f64, i32) {
    let drop = number.bits().saturating_sub(100);
    let lead = (number >> drop).to_f64().unwrap_or_default();
    (lead, i32::try_from(drop).unwrap_or(i32::MAX / 2))
}

/// A number as people read it: whole numbers whole, others with two decimals, small ones with four
/// significant digits.
pub(super) fn amount_in_words(number: &Fraction) -> String {
    if number.is_integer() {
        return number.to_string();
    }
    let value = nearest_number(number);
    let decimals = match value.abs() {
        small if small >= 1.0 => 2,
        small if small >= 1e-12 => (3 - small.log10().floor() as i32).clamp(2, 16) as usize,
        _ => return format!("{value:e}"),
    };
    let text = format!("{value:.decimals$}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_taken_as_they_are_printed() {
        for (number, text) in [
            (0.0, "0"),
            (-0.0, "0"),
            (0.1, "1/10"),
            (5812.5, "11625/2"),
            (-2.5e-3, "-1/400"),
            (1e21, "1000000000000000000000"),
            (1.5e300, &format!("15{}", "0".repeat(299))),
        ] {
            assert_eq!(fraction(number).unwrap().to_string(), text);
            assert_eq!(nearest_number(&fraction(number).unwrap()), number);
        }
        assert_eq!(fraction(f64::INFINITY), None);
    }

    #[test]
    fn quotients_of_long_numbers_are_numbers() {
        let long = BigInt::from(10).pow(400);
        assert_eq!(quotient(&long, &(&long * 4)), 0.25);
        assert_eq!(quotient(&BigInt::from(1), &long), 0.0);
        let many = BigInt::from(10).pow(300);
        assert!((quotient(&BigInt::from(-3), &many) / -3e-300 - 1.0).abs() < 1e-15);
        let near = quotient(&(&long * 3), &(&long / &many)) / 3e300;
        assert!((near - 1.0).abs() < 1e-15);
        assert_eq!(quotient(&(&long * &long), &BigInt::from(7)), f64::INFINITY);
        assert_eq!(quotient(&BigInt::from(1), &BigInt::from(0)), 0.0);
    }

    #[test]
    fn amounts_are_short() {
        let written = |number: f64| amount_in_words(&fraction(number).unwrap());
        assert_eq!(written(100.0), "100");
        assert_eq!(written(133.333_333), "133.33");
        assert_eq!(written(12.5), "12.5");
        assert_eq!(written(0.012_345_67), "0.01235");
    }
}
