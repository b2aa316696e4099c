//! From a painter to an SVG element that follows its surroundings.

use super::palette::{self, INK, INK_OVER};
use crate::markup::{escape_into, escaped};
use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind, IntoDrawingArea};
use plotters::element::{Rectangle, Text};
use plotters::prelude::SVGBackend;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, IntoFont, RGBColor, ShapeStyle, TextStyle};

pub(super) type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;
pub(super) type Drawn = Result<(), DrawingAreaErrorKind<std::io::Error>>;

/// The width of every figure, in pixels of its own.
pub(super) const WIDTH: u32 = 960;
/// The size of letters; plotters divides by 1.24.
pub(super) const LETTER: f64 = 13.0 * 1.24;
/// The width of an average letter of that size in common sans-serif faces, on the wide side.
const LETTER_WIDTH: f64 = 7.4;

/// What a figure is called and says.
pub(super) struct Head<'a> {
    pub(super) name: &'a str,
    pub(super) title: &'a str,
    pub(super) description: &'a str,
}

/// Draws a figure of the usual width and this height.
pub(super) fn draw(head: &Head<'_>, height: u32, paint: impl FnOnce(&Area<'_>) -> Drawn) -> String {
    let mut drawn = String::new();
    let done = {
        let area = SVGBackend::with_string(&mut drawn, (WIDTH, height)).into_drawing_area();
        paint(&area).and_then(|()| area.present())
    };
    match done {
        Ok(()) => finish(head, height, &drawn),
        Err(error) => format!(
            "<p>This figure could not be drawn: {}</p>",
            escaped(&error.to_string())
        ),
    }
}

/// Puts the drawing into an element with a name, a description and a style.
fn finish(head: &Head<'_>, height: u32, drawn: &str) -> String {
    let name = head.name;
    let mut out = format!(
        "<svg class=\"portolan\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" \
         width=\"{WIDTH}\" height=\"{height}\" role=\"img\" \
         aria-labelledby=\"{name}-title {name}-desc\">\n<title id=\"{name}-title\">"
    );
    escape_into(&mut out, head.title);
    out += &format!("</title>\n<desc id=\"{name}-desc\">");
    escape_into(&mut out, head.description);
    out += "</desc>\n<style>";
    out += &palette::style();
    out += "</style>\n";
    let inside = drawn.split_once('>').map_or("", |(_, inside)| inside);
    out += palette::follow_surroundings(inside.trim_start()).trim_end();
    out.push('\n');
    out
}

/// Where a text stands against its point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// It begins at the point.
    Right,
    /// It ends at the point.
    Left,
    /// Its middle is at the point.
    Middle,
}

/// The style of a text beside its point, its middle at the point's height.
pub(super) fn letters(side: Side, colour: RGBColor) -> TextStyle<'static> {
    let across = match side {
        Side::Right => HPos::Left,
        Side::Left => HPos::Right,
        Side::Middle => HPos::Center,
    };
    let style: TextStyle<'static> = ("sans-serif", LETTER).into_font().into();
    TextStyle {
        color: colour.to_backend_color(),
        pos: Pos::new(across, VPos::Center),
        ..style
    }
}

/// Writes a text beside a point.
pub(super) fn write(area: &Area<'_>, text: &str, at: (i32, i32), side: Side) -> Drawn {
    write_in(area, text, at, side, INK)
}

/// Writes a text beside a point that stays legible over lines: with a rim of paper around each letter.
pub(super) fn write_over(area: &Area<'_>, text: &str, at: (i32, i32), side: Side) -> Drawn {
    write_in(area, text, at, side, INK_OVER)
}

/// Writes a text of this colour beside a point.
pub(super) fn write_in(
    area: &Area<'_>,
    text: &str,
    at: (i32, i32),
    side: Side,
    colour: RGBColor,
) -> Drawn {
    area.draw(&Text::new(text.to_owned(), at, letters(side, colour)))
}

/// How wide a text is, at a guess, in pixels.
pub(super) fn text_width(text: &str) -> i32 {
    (text.chars().count() as f64 * LETTER_WIDTH).ceil() as i32
}

/// A line of ink.
pub(super) fn ink(strength: f64) -> ShapeStyle {
    INK.mix(strength).stroke_width(1)
}

/// What the keys of a legend look like.
pub(super) struct Key {
    pub(super) label: String,
    pub(super) colour: RGBColor,
}

const KEY_SIZE: i32 = 12;
const KEY_GAP: i32 = 20;
/// The height of a line of a legend.
pub(super) const LEGEND_LINE: i32 = 20;

/// Where the keys of a legend stand between `left` and the right margin, and how many lines they take.
fn key_places(keys: &[Key], left: i32) -> (Vec<(i32, i32)>, i32) {
    let (mut x, mut line) = (left, 0);
    let mut places = Vec::with_capacity(keys.len());
    for key in keys {
        let width = KEY_SIZE + 6 + text_width(&key.label);
        if x > left && x + width > WIDTH as i32 - 10 {
            (x, line) = (left, line + 1);
        }
        places.push((x, line));
        x += width + KEY_GAP;
    }
    (places, line + 1)
}

/// The height of a legend.
pub(super) fn legend_height(keys: &[Key], left: i32) -> i32 {
    key_places(keys, left).1 * LEGEND_LINE
}

/// Draws a legend from this point to the right and down.
pub(super) fn legend(area: &Area<'_>, keys: &[Key], (left, top): (i32, i32)) -> Drawn {
    let (places, _) = key_places(keys, left);
    for (key, (x, line)) in keys.iter().zip(places) {
        let y = top + line * LEGEND_LINE + LEGEND_LINE / 2;
        let square = [(x, y - KEY_SIZE / 2), (x + KEY_SIZE, y + KEY_SIZE / 2)];
        area.draw(&Rectangle::new(square, key.colour.filled()))?;
        write(area, &key.label, (x + KEY_SIZE + 6, y), Side::Right)?;
    }
    Ok(())
}
