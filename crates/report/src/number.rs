//! Numbers as people read them: fixed digits, thousands separated by commas, no locale.

/// The number with this many decimals and commas between thousands. What is no number is a dash.
///
/// ```
/// use portolan_report::grouped;
/// assert_eq!(grouped(4_559_400.0, 1), "4,559,400.0");
/// assert_eq!(grouped(-0.04, 1), "0.0");
/// assert_eq!(grouped(f64::NAN, 1), "-");
/// ```
pub fn grouped(value: f64, decimals: usize) -> String {
    if !value.is_finite() {
        return "-".to_owned();
    }
    let digits = format!("{:.decimals$}", value.abs());
    let (whole, fraction) = digits.split_at(digits.find('.').unwrap_or(digits.len()));
    let is_zero = digits.bytes().all(|byte| matches!(byte, b'0' | b'.'));
    let mut text = String::with_capacity(digits.len() + whole.len() / 3 + 1);
    if value < 0.0 && !is_zero {
        text.push('-');
    }
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text + fraction
}

/// The number with as many digits as say something: six significant ones and at most four decimals, below
/// one four significant ones, no zeros at the end.
///
/// ```
/// use portolan_report::sensible;
/// assert_eq!(sensible(4_559_400.0), "4,559,400");
/// assert_eq!(sensible(3.468_310_649), "3.4683");
/// assert_eq!(sensible(137_529.358), "137,529");
/// assert_eq!(sensible(0.000_012_3), "1.23e-5");
/// ```
pub fn sensible(value: f64) -> String {
    let size = value.abs();
    if size > 0.0 && size < 1e-4 {
        return short_exponent(value);
    }
    let decimals = match size {
        _ if size >= 1e5 => 0,
        _ if size >= 1e4 => 1,
        _ if size >= 1e3 => 2,
        _ if size >= 1e2 => 3,
        _ if size >= 1.0 || size == 0.0 => 4,
        _ => (3.0 - size.log10().floor()) as usize,
    };
    trimmed(grouped(value, decimals))
}

/// The number without digits that say nothing: no zeros after the last decimal.
fn trimmed(text: String) -> String {
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

fn short_exponent(value: f64) -> String {
    let text = format!("{value:.2e}");
    match text.split_once('e') {
        Some((digits, exponent)) => format!("{}e{exponent}", trimmed(digits.to_owned())),
        None => text,
    }
}

/// An optional number with this many decimals; a dash where there is none.
pub(crate) fn or_dash(value: Option<f64>, decimals: usize) -> String {
    value.map_or_else(|| "-".to_owned(), |value| grouped(value, decimals))
}

/// A fraction as a percentage with one decimal.
pub(crate) fn percent(fraction: f64) -> String {
    format!("{} %", grouped(fraction * 100.0, 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_of_three() {
        assert_eq!(grouped(999.0, 0), "999");
        assert_eq!(grouped(1000.0, 0), "1,000");
        assert_eq!(grouped(-1_234_567.891, 2), "-1,234,567.89");
        assert_eq!(grouped(f64::INFINITY, 0), "-");
    }

    #[test]
    fn digits_that_say_something() {
        assert_eq!(sensible(0.0), "0");
        assert_eq!(sensible(100.0), "100");
        assert_eq!(sensible(11_136.208), "11,136.2");
        assert_eq!(sensible(-0.25), "-0.25");
        assert_eq!(sensible(500.0 / 4_559_400.0), "0.0001097");
        assert_eq!(percent(0.954_62), "95.5 %");
    }
}
