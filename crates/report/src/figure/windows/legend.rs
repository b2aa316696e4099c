//! The legend of a chart of windows.

use super::fold::Fold;
use super::rows::{CHAIN, CLOSED, GUIDE, NO_VALUE, OPEN, SHADES, Sheet, TICK};
use crate::figure::canvas::{Area, Drawn, Side, WIDTH, text_width, write};
use crate::figure::chart::{headed, short};
use crate::figure::contour::Spot;
use crate::figure::layer::paint as painted;
use crate::figure::palette::INK;
use crate::figure::shade;
use crate::markup::shortened;
use plotters::style::RGBColor;
use std::fmt::Write as _;

/// The height of a line of the legend.
const LINE: f64 = 20.0;
/// The width and height of a sample of colour.
const SAMPLE: (f64, f64) = (12.0, 14.0);
/// The width of one shade in the scale.
const SHADE: f64 = 12.0;
/// Where the legend begins on the left.
const LEFT: f64 = 12.0;
/// What is free after an entry.
const AFTER: f64 = 18.0;
/// The longest name of the values, in letters.
const LONGEST_NAME: usize = 40;

/// One entry: the colours of its sample, and what stands before and after them.
struct Key {
    before: String,
    fills: Vec<String>,
    width: f64,
    after: String,
}

impl Key {
    fn plain(colour: RGBColor, strength: f64, after: &str) -> Self {
        Self {
            before: String::new(),
            fills: vec![format!(
                "{} fill-opacity=\"{strength}\"",
                painted(&[("fill", colour)])
            )],
            width: SAMPLE.0,
            after: after.to_owned(),
        }
    }

    /// Where the sample begins, from the beginning of the entry.
    fn sample(&self) -> f64 {
        match text_width(&self.before) {
            0 => 0.0,
            width => f64::from(width) + 8.0,
        }
    }

    /// Where the text after the sample begins.
    fn text(&self) -> f64 {
        self.sample() + self.width * self.fills.len() as f64 + 6.0
    }

    fn length(&self) -> f64 {
        self.text() + f64::from(text_width(&self.after))
    }
}

/// What the drawing needs explained.
fn keys(sheet: &Sheet<'_>) -> Vec<Key> {
    let mut keys = Vec::new();
    if let Some((least, most)) = sheet.values {
        let name = shortened(&sheet.chart.value_label, LONGEST_NAME);
        keys.push(Key {
            before: format!(
                "{}  {}",
                headed(&name, &sheet.chart.value_unit),
                short(least)
            ),
            fills: (0..SHADES).map(shade::fill).collect(),
            width: SHADE,
            after: short(most),
        });
    }
    let lines = || sheet.lines.iter();
    let legs = || lines().filter(|line| !line.is_chain);
    let plain = legs().any(|line| line.marks.iter().any(|mark| mark.value.is_none()));
    match sheet.values {
        Some(_) if plain => keys.push(Key::plain(NO_VALUE, 1.0, "without value")),
        None if plain => keys.push(Key::plain(OPEN, 1.0, "open")),
        _ => {}
    }
    if lines().any(|line| line.marks.iter().any(|mark| mark.is_tick)) {
        let tick = Key::plain(INK, 1.0, "short, drawn wider than it lasts");
        keys.push(Key {
            width: TICK,
            ..tick
        });
    }
    if lines().any(|line| !line.row.closures.is_empty()) {
        keys.push(Key::plain(INK, CLOSED, "closed"));
    }
    let has_chain = lines().any(|line| line.is_chain && !line.marks.is_empty());
    if has_chain && sheet.fold == Fold::Whole {
        keys.push(Key::plain(CHAIN, 2.0 * GUIDE, "whole chain open"));
    }
    keys
}

/// Where the entries begin, one after the other from the left and then in further lines.
fn places(keys: &[Key]) -> Vec<Spot> {
    let (mut x, mut y) = (LEFT, LINE / 2.0 + 4.0);
    let mut places = Vec::with_capacity(keys.len());
    for key in keys {
        if x > LEFT && x + key.length() > f64::from(WIDTH) - 10.0 {
            (x, y) = (LEFT, y + LINE);
        }
        places.push((x, y));
        x += key.length() + AFTER;
    }
    places
}

/// How high the legend is.
pub(super) fn height(sheet: &Sheet<'_>) -> f64 {
    let places = places(&keys(sheet));
    places.last().map_or(0.0, |place| place.1 + LINE / 2.0)
}

/// Draws the legend; its colours go above everything else.
pub(super) fn paint(sheet: &Sheet<'_>, area: &Area<'_>, above: &mut String) -> Drawn {
    let keys = keys(sheet);
    for (key, (x, y)) in keys.iter().zip(places(&keys)) {
        for (at, fill) in key.fills.iter().enumerate() {
            let _ = writeln!(
                above,
                "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\" {fill}/>",
                x + key.sample() + at as f64 * key.width,
                y - SAMPLE.1 / 2.0,
                key.width,
                SAMPLE.1
            );
        }
        let text = |from: f64| ((x + from).round() as i32, y.round() as i32);
        write(area, &key.before, text(0.0), Side::Right)?;
        write(area, &key.after, text(key.text()), Side::Right)?;
    }
    Ok(())
}
