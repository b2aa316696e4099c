//! Layers of SVG below and above what a painter drew, with coordinates finer than a pixel.

use super::contour::Spot;
use super::palette::{self, INK};
use super::shade;
use crate::markup::escape_into;
use plotters::style::RGBColor;
use std::fmt::Write as _;

/// The size of letters on a map.
pub(super) const SMALL: f64 = 11.0;
/// The width of an average letter of that size, on the wide side.
const SMALL_WIDTH: f64 = 6.3;
/// Points nearer to the one before are left out.
const FINEST: f64 = 0.4;

/// Puts layers below and above a drawing, and the style of the shades into it.
pub(super) fn with_layers(svg: &str, below: &str, above: &str) -> String {
    let Some((head, drawn)) = svg.split_once("</style>\n") else {
        return svg.to_owned();
    };
    let Some((drawn, end)) = drawn.rsplit_once("</svg>") else {
        return svg.to_owned();
    };
    let style = shade::style();
    format!("{head}{style}</style>\n{below}{drawn}{above}</svg>{end}")
}

/// How a line looks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stroke {
    pub(super) colour: RGBColor,
    pub(super) width: f64,
    pub(super) strength: f64,
    /// The dash pattern; empty for a whole line.
    pub(super) dashes: &'static str,
}

impl Stroke {
    /// The attributes of a line.
    pub(super) fn attributes(self) -> String {
        let mut out = format!(
            "{} fill=\"none\" stroke-width=\"{}\" stroke-opacity=\"{}\" stroke-linejoin=\"round\"",
            paint(&[("stroke", self.colour)]),
            self.width,
            self.strength
        );
        if !self.dashes.is_empty() {
            let _ = write!(out, " stroke-dasharray=\"{}\"", self.dashes);
        }
        out
    }
}

/// Colours as attributes that follow the surroundings: what is coloured, and how.
pub(super) fn paint(colours: &[(&str, RGBColor)]) -> String {
    let (mut classes, mut attributes) = (Vec::new(), String::new());
    for (attribute, colour) in colours {
        let (r, g, b) = (colour.0, colour.1, colour.2);
        let plain = format!("{attribute}=\"#{r:02X}{g:02X}{b:02X}\"");
        let painted = palette::follow_surroundings(&plain);
        let class = painted.strip_prefix("class=\"");
        let rest = match class.and_then(|text| text.split_once("\" ")) {
            Some((class, rest)) => {
                classes.push(class.to_owned());
                rest
            }
            None => &painted,
        };
        attributes += &format!(" {rest}");
    }
    if classes.is_empty() {
        return attributes.trim_start().to_owned();
    }
    format!("class=\"{}\"{attributes}", classes.join(" "))
}

/// The way of a path through points, closed where asked.
pub(super) fn path_data(chains: &[Vec<Spot>], close: bool) -> String {
    let mut out = String::new();
    for chain in chains {
        let mut last: Option<Spot> = None;
        for (at, spot) in chain.iter().enumerate() {
            let near = last.is_some_and(|last| (last.0 - spot.0).hypot(last.1 - spot.1) < FINEST);
            if near && at + 1 < chain.len() {
                continue;
            }
            out.push(if last.is_none() { 'M' } else { 'L' });
            let _ = write!(out, "{:.1} {:.1}", spot.0, spot.1);
            last = Some(*spot);
        }
        if close {
            out.push('Z');
        }
    }
    out
}

/// A line through points.
pub(super) fn line(out: &mut String, chains: &[Vec<Spot>], stroke: Stroke) {
    if !chains.is_empty() {
        let data = path_data(chains, false);
        let _ = writeln!(out, "<path {} d=\"{data}\"/>", stroke.attributes());
    }
}

/// Small letters on a map, their middle at a point, with a rim of paper.
pub(super) fn label(out: &mut String, text: &str, at: Spot, anchor: &str, colour: RGBColor) {
    let _ = write!(
        out,
        "<text x=\"{:.1}\" y=\"{:.1}\" dy=\"0.35em\" text-anchor=\"{anchor}\" \
         font-family=\"sans-serif\" font-size=\"{SMALL}\" {}>",
        at.0,
        at.1,
        rimmed(colour)
    );
    escape_into(out, text);
    out.push_str("</text>\n");
}

/// A colour of letters with a rim of paper.
fn rimmed(colour: RGBColor) -> String {
    let plain = paint(&[("fill", colour)]);
    match plain.strip_prefix("class=\"") {
        Some(rest) => format!("class=\"over {rest}"),
        None => format!("class=\"over\" {plain}"),
    }
}

/// Small letters in ink.
pub(super) fn ink_label(out: &mut String, text: &str, at: Spot, anchor: &str) {
    label(out, text, at, anchor, INK);
}

/// How wide small letters are, at a guess, in pixels.
pub(super) fn small_width(text: &str) -> f64 {
    text.chars().count() as f64 * SMALL_WIDTH
}
