//! Figures as PNG.

use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::{self, ImageHrefResolver, Options, Tree, fontdb};
use std::fmt;
use std::sync::Arc;

/// The widest picture, in pixels.
const WIDEST: u32 = 8192;
/// The most pixels of a picture: 256 MiB while it is drawn.
const MOST_PIXELS: u64 = 64 << 20;
/// What a figure's style says of dark surroundings.
const DARK: &str = "@media screen and (prefers-color-scheme:dark){";

/// Why a figure cannot be turned into a PNG.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PngError {
    /// The text is no SVG that can be drawn.
    Svg {
        /// What is wrong with it.
        reason: String,
    },
    /// The picture would be empty or too large.
    Size {
        /// The width asked for, in pixels.
        width_px: u32,
    },
    /// The picture cannot be written as a PNG.
    Encoding {
        /// What is wrong.
        reason: String,
    },
}

impl fmt::Display for PngError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Svg { reason } => write!(f, "this is no SVG that can be drawn: {reason}"),
            Self::Size { width_px } => write!(
                f,
                "a picture {width_px} pixels wide is empty or too large; the widest has {WIDEST}"
            ),
            Self::Encoding { reason } => write!(f, "the picture cannot be written: {reason}"),
        }
    }
}

impl std::error::Error for PngError {}

/// A figure as a PNG of this width in pixels, on white paper; its height follows.
///
/// Letters are drawn in Noto Sans, which is part of the program, so that the bytes do not depend on the
/// fonts of the machine. Letters that it lacks (it has Latin, Greek and Cyrillic) are left out.
///
/// # Errors
/// - The text is no SVG.
/// - The width is zero or above 8192, or the picture would have more than 64 Mi pixels.
pub fn png(svg: &str, width_px: u32) -> Result<Vec<u8>, PngError> {
    drawn(svg, width_px, Color::WHITE)
}

/// A figure as a PNG of this width in pixels, on the dark paper of its own style.
///
/// # Errors
/// As for [`png`].
pub fn png_on_dark(svg: &str, width_px: u32) -> Result<Vec<u8>, PngError> {
    drawn(
        &in_the_dark(svg),
        width_px,
        Color::from_rgba8(0x0D, 0x11, 0x17, 0xFF),
    )
}

fn drawn(svg: &str, width_px: u32, paper: Color) -> Result<Vec<u8>, PngError> {
    let tree = Tree::from_str(svg, &options()).map_err(|error| PngError::Svg {
        reason: error.to_string(),
    })?;
    let too_large = PngError::Size { width_px };
    if !(1..=WIDEST).contains(&width_px) {
        return Err(too_large);
    }
    let scale = width_px as f32 / tree.size().width();
    let height = (tree.size().height() * scale).round().max(1.0);
    if f64::from(height) * f64::from(width_px) > MOST_PIXELS as f64 {
        return Err(too_large);
    }
    let mut picture = Pixmap::new(width_px, height as u32).ok_or(too_large)?;
    picture.fill(paper);
    let size = Transform::from_scale(scale, scale);
    resvg::render(&tree, size, &mut picture.as_mut());
    picture.encode_png().map_err(|error| PngError::Encoding {
        reason: error.to_string(),
    })
}

/// One font, whatever it is asked for, and nothing from outside the SVG.
fn options() -> Options<'static> {
    let mut fonts = fontdb::Database::new();
    fonts.load_font_source(fontdb::Source::Binary(Arc::new(ttf_noto_sans::REGULAR)));
    let family = "Noto Sans";
    fonts.set_sans_serif_family(family);
    Options {
        font_family: family.to_owned(),
        image_href_resolver: ImageHrefResolver {
            resolve_data: Box::new(|_, _, _| None),
            resolve_string: Box::new(|_, _| None),
        },
        fontdb: Arc::new(fonts),
        ..usvg::Options::default()
    }
}

/// The SVG with what its style says of dark surroundings in force everywhere.
fn in_the_dark(svg: &str) -> String {
    let mut out = String::with_capacity(svg.len());
    let mut rest = svg;
    while let Some((before, after)) = rest.split_once(DARK) {
        out += before;
        let end = closing(after).unwrap_or(after.len());
        out += &after[..end];
        rest = after.get(end + 1..).unwrap_or("");
    }
    out + rest
}

/// Where the brace that was opened before a text is closed.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 1;
    text.bytes().position(|byte| {
        depth += match byte {
            b'{' => 1,
            b'}' => -1,
            _ => 0,
        };
        depth == 0
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_of_the_dark_comes_into_force() {
        let style = format!("a{{x:1}}{DARK}a{{x:2}}b{{y:3}}}}c{{z:4}}{DARK}d{{}}}}");
        assert_eq!(in_the_dark(&style), "a{x:1}a{x:2}b{y:3}c{z:4}d{}");
        assert_eq!(in_the_dark("<svg/>"), "<svg/>");
    }

    #[test]
    fn sizes_and_texts_are_refused() {
        let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"10\" height=\"20\"/>";
        assert!(png(svg, 4).is_ok());
        for width_px in [0, WIDEST + 1] {
            assert_eq!(png(svg, width_px), Err(PngError::Size { width_px }));
        }
        let tall = svg.replace("\"20\"", "\"2000000\"");
        assert_eq!(png(&tall, 400), Err(PngError::Size { width_px: 400 }));
        assert!(matches!(
            png("<p>no figure</p>", 4),
            Err(PngError::Svg { .. })
        ));
    }
}
