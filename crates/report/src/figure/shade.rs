//! The colours of values, from the least to the greatest.
//!
//! The scale is viridis (van der Walt and Smith, 2015, CC0), whose lightness grows evenly and which people
//! with any kind of colour vision can read. It is mixed with paper so that lines and letters stay legible
//! on it. On dark paper it runs the other way, so that on both papers the least value stands out and the
//! greatest fades.

use plotters::style::RGBColor;

/// How many colours the scale has.
const SHADES: usize = 16;

/// Viridis at even distances.
const VIRIDIS: [(u8, u8, u8); 9] = [
    (0x44, 0x01, 0x54),
    (0x47, 0x2D, 0x7B),
    (0x3B, 0x52, 0x8B),
    (0x2C, 0x72, 0x8E),
    (0x21, 0x91, 0x8C),
    (0x28, 0xAE, 0x80),
    (0x5E, 0xC9, 0x62),
    (0xAD, 0xDC, 0x30),
    (0xFD, 0xE7, 0x25),
];
/// A paper, how much of it is in a colour, and which part of viridis is used on it, from the least value to
/// the greatest: without the end on which lines and letters would be hard to see.
struct Paper {
    colour: (u8, u8, u8),
    much: f64,
    from: f64,
    to: f64,
}

const LIGHT: Paper = Paper {
    colour: (0xFF, 0xFF, 0xFF),
    much: 0.3,
    from: 0.08,
    to: 1.0,
};
const DARK: Paper = Paper {
    colour: (0x0D, 0x11, 0x17),
    much: 0.42,
    from: 0.95,
    to: 0.0,
};

/// The shade of the nth of `count` steps.
pub(super) fn of_step(nth: usize, count: usize) -> usize {
    let last = count.saturating_sub(1).max(1);
    (nth.min(last) * (SHADES - 1) + last / 2) / last
}

/// The shade of a value between two, among the first `count`.
pub(super) fn of_value(value: f64, least: f64, greatest: f64, count: usize) -> usize {
    let share = (value - least) / (greatest - least);
    let share = if share.is_finite() { share } else { 0.0 };
    let number = (share.clamp(0.0, 1.0) * count as f64).floor() as usize;
    number.min(count.saturating_sub(1))
}

/// The attributes of something filled with this shade.
pub(super) fn fill(shade: usize) -> String {
    format!("class=\"shade-{shade}\" fill=\"{}\"", hex(light(shade)))
}

/// The style that recolours the shades on dark paper.
pub(super) fn style() -> String {
    let rule = |shade| format!(".portolan .shade-{shade}{{fill:{}}}", hex(dark(shade)));
    let rules: String = (0..SHADES).map(rule).collect();
    format!("@media screen and (prefers-color-scheme:dark){{{rules}}}")
}

fn light(shade: usize) -> RGBColor {
    LIGHT.shade(shade)
}

fn dark(shade: usize) -> RGBColor {
    DARK.shade(shade)
}

fn mix(from: f64, to: f64, share: f64) -> f64 {
    from + (to - from) * share
}

impl Paper {
    fn shade(&self, shade: usize) -> RGBColor {
        let share = mix(self.from, self.to, shade as f64 / (SHADES - 1) as f64);
        let at = share.clamp(0.0, 1.0) * (VIRIDIS.len() - 1) as f64;
        let below = (at.floor() as usize).min(VIRIDIS.len() - 2);
        let (from, to, way) = (VIRIDIS[below], VIRIDIS[below + 1], at - below as f64);
        let part = |from: u8, to: u8, paper: u8| {
            let colour = mix(f64::from(from), f64::from(to), way);
            mix(colour, f64::from(paper), self.much).round() as u8
        };
        RGBColor(
            part(from.0, to.0, self.colour.0),
            part(from.1, to.1, self.colour.1),
            part(from.2, to.2, self.colour.2),
        )
    }
}

fn hex(colour: RGBColor) -> String {
    format!("#{:02X}{:02X}{:02X}", colour.0, colour.1, colour.2)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance (W3C, "Web Content Accessibility Guidelines 2.2", definition).
    fn luminance(colour: RGBColor) -> f64 {
        let part = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 {
                part / 12.92
            } else {
                ((part + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * part(colour.0) + 0.7152 * part(colour.1) + 0.0722 * part(colour.2)
    }

    fn contrast(a: RGBColor, b: RGBColor) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn every_shade_is_lighter_than_the_one_before_on_either_paper() {
        for shade in 1..SHADES {
            assert!(luminance(light(shade)) > luminance(light(shade - 1)));
            assert!(luminance(dark(shade)) < luminance(dark(shade - 1)));
        }
    }

    #[test]
    fn ink_is_legible_on_every_shade() {
        // Letters need 4.5 (WCAG 2.2, 1.4.3); they have a rim of paper, lines need 3 (1.4.11).
        for shade in 0..SHADES {
            let on_light = contrast(light(shade), RGBColor(0x1F, 0x23, 0x28));
            let on_dark = contrast(dark(shade), RGBColor(0xE6, 0xED, 0xF3));
            assert!(
                on_light >= 3.0 && on_dark >= 3.0,
                "{shade}: {on_light} {on_dark}"
            );
        }
    }

    #[test]
    fn steps_and_values_reach_both_ends() {
        assert_eq!([0, 4, 9].map(|nth| of_step(nth, 10)), [0, 7, 15]);
        assert_eq!((of_step(0, 1), of_step(7, 2)), (0, 15));
        assert_eq!(
            [1.0, 2.0, 3.0].map(|value| of_value(value, 1.0, 3.0, SHADES)),
            [0, 8, 15]
        );
        assert_eq!(of_value(2.0, 2.0, 2.0, SHADES), 0);
    }
}
