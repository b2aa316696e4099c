//! Masses in whole milligrams, so that sums and comparisons are exact.

/// A mass in milligrams.
pub(crate) type Mg = i64;

/// No limit; far above every mass, and sums of many of them still fit.
pub(crate) const UNLIMITED: Mg = i64::MAX / 1024;

const MG_PER_KG: f64 = 1e6;

/// A thousandth of a milligram: what arithmetic in kilograms may be off.
const NOISE_MG: f64 = 1e-3;

/// The mass rounded up to a milligram, from zero to [`UNLIMITED`].
pub(crate) fn up(kg: f64) -> Mg {
    bounded((kg * MG_PER_KG - NOISE_MG).ceil())
}

/// The mass rounded down to a milligram, from zero to [`UNLIMITED`].
pub(crate) fn down(kg: f64) -> Mg {
    bounded((kg * MG_PER_KG + NOISE_MG).floor())
}

fn bounded(mg: f64) -> Mg {
    if mg.is_nan() {
        return 0;
    }
    (mg.max(0.0) as Mg).min(UNLIMITED)
}

/// The mass in kilograms.
pub(crate) fn kg(mg: Mg) -> f64 {
    mg as f64 / MG_PER_KG
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounding_keeps_whole_milligrams() {
        assert_eq!(up(0.1 + 0.2), 300_000, "noise does not round up");
        assert_eq!(down(0.3 - 1e-16), 300_000);
        assert_eq!((up(1.000_000_4), down(1.000_000_4)), (1_000_001, 1_000_000));
        assert_eq!((up(-1.0), up(f64::NAN), up(1e300)), (0, 0, UNLIMITED));
    }
}
