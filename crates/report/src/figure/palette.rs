//! Colours.

use plotters::style::RGBColor;

/// Stands for the ink of the surroundings; no colour of its own.
pub(super) const INK: RGBColor = RGBColor(1, 2, 3);
/// Stands for the ink of the surroundings with a rim of their paper, for letters over lines.
pub(super) const INK_OVER: RGBColor = RGBColor(2, 3, 4);
/// Stands for the paper of the surroundings.
pub(super) const PAPER: RGBColor = RGBColor(254, 253, 252);
/// What is wrong.
pub(super) const WRONG: RGBColor = RGBColor(0xC1, 0x12, 0x1F);

/// The colour of a series on light paper and on dark, by number.
const SERIES: [(RGBColor, RGBColor); 11] = [
    (RGBColor(0x6E, 0x6E, 0x6E), RGBColor(0xA8, 0xA8, 0xA8)),
    (RGBColor(0x00, 0x72, 0xB2), RGBColor(0x56, 0xB4, 0xE9)),
    (RGBColor(0x00, 0x9E, 0x73), RGBColor(0x3C, 0xC9, 0xA0)),
    (RGBColor(0xCC, 0x79, 0xA7), RGBColor(0xE5, 0xA5, 0xC8)),
    (RGBColor(0xD5, 0x5E, 0x00), RGBColor(0xFF, 0x8A, 0x3D)),
    (RGBColor(0x8C, 0x6D, 0x31), RGBColor(0xC9, 0xA6, 0x6B)),
    (RGBColor(0x7B, 0x4F, 0xA3), RGBColor(0xB4, 0x93, 0xDB)),
    (RGBColor(0x3D, 0x3D, 0x3D), RGBColor(0xD0, 0xD0, 0xD0)),
    (RGBColor(0xC7, 0x94, 0x00), RGBColor(0xF0, 0xC9, 0x4A)),
    (RGBColor(0x3F, 0xA7, 0xD6), RGBColor(0x2F, 0x7F, 0xB0)),
    (RGBColor(0xA0, 0x52, 0x2D), RGBColor(0xD0, 0x8A, 0x6A)),
];
const WRONG_ON_DARK: RGBColor = RGBColor(0xFF, 0x6B, 0x6B);

/// The colour of the series with this number; classes of supply have their own number.
pub(super) const fn series(number: usize) -> RGBColor {
    SERIES[number % SERIES.len()].0
}

/// The order in which things without a number of their own take colours, the most different first.
const CHOICE: [usize; 10] = [1, 4, 2, 6, 8, 3, 9, 5, 10, 0];

/// The colour of the nth thing without a number of its own.
pub(super) const fn choice(nth: usize) -> RGBColor {
    series(CHOICE[nth % CHOICE.len()])
}

fn hex(colour: RGBColor) -> String {
    format!("#{:02X}{:02X}{:02X}", colour.0, colour.1, colour.2)
}

/// Light and dark of every colour that is drawn.
fn pairs() -> impl Iterator<Item = (RGBColor, RGBColor)> {
    SERIES.into_iter().chain([(WRONG, WRONG_ON_DARK)])
}

/// Turns the colours of a drawing into ones that follow the surroundings: ink becomes `currentColor`,
/// every other colour gets a class, which the style of [`style`] recolours on dark paper.
pub(super) fn follow_surroundings(svg: &str) -> String {
    let mut out = svg.replace(&format!("\"{}\"", hex(INK)), "\"currentColor\"");
    let over = format!("fill=\"{}\"", hex(INK_OVER));
    out = out.replace(&over, "class=\"over\" fill=\"currentColor\"");
    let paper = hex(PAPER);
    for attribute in ["fill", "stroke"] {
        let plain = format!("{attribute}=\"{paper}\"");
        out = out.replace(&plain, &format!("class=\"{attribute}-p\" {plain}"));
        for (at, (light, _)) in pairs().enumerate() {
            let plain = format!("{attribute}=\"{}\"", hex(light));
            out = out.replace(&plain, &format!("class=\"{attribute}-{at}\" {plain}"));
        }
    }
    out
}

/// The style that a drawing carries.
pub(super) fn style() -> String {
    let mut dark = String::new();
    for attribute in ["fill", "stroke"] {
        for (at, (_, on_dark)) in pairs().enumerate() {
            dark += &format!(
                ".portolan .{attribute}-{at}{{{attribute}:{}}}",
                hex(on_dark)
            );
        }
    }
    format!(
        ".portolan{{color:#1f2328}}.portolan .fill-p{{fill:#fff}}.portolan .stroke-p{{stroke:#fff}}\
         .portolan .over{{stroke:#fff;stroke-width:4px;stroke-linejoin:round;paint-order:stroke}}\
         @media screen and (prefers-color-scheme:dark){{.portolan{{color:#e6edf3}}\
         .portolan .fill-p{{fill:#0d1117}}.portolan .stroke-p,.portolan .over{{stroke:#0d1117}}{dark}}}"
    )
}
