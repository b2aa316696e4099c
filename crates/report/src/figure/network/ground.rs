//! The map of places on the surface of the Earth.
//!
//! Works, ports and launch sites stand in clusters a few kilometres wide, with oceans between them: at one
//! scale the clusters would be dots. So a gap between neighbouring longitudes, or latitudes, is drawn by the
//! root of its size, and what is still too close is moved apart.

use super::super::canvas::{Area, Drawn, Side, ink, text_width, write};
use super::super::placing::{Point, Space};
use plotters::element::{PathElement, Rectangle};

/// From the frame to the outermost dots.
const INSET: i32 = 44;
/// Dots are at least so far apart, where the map has room.
const APART: f64 = 34.0;
/// How often dots that are too close push each other.
const PUSHES: usize = 400;

/// The map: a frame, two scales, and the dots in the order of the places.
pub(super) struct Map {
    pub(super) frame: Space,
    pub(super) dots: Vec<Point>,
    longitudes: Scale,
    latitudes: Scale,
}

impl Map {
    /// A map of places by longitude and latitude in degrees.
    pub(super) fn new(frame: Space, places: &[(f64, f64)]) -> Self {
        let inner = (
            frame.0 + INSET,
            frame.1 + INSET,
            frame.2 - INSET,
            frame.3 - INSET,
        );
        let longitudes = places.iter().map(|place| turned(place.0)).collect();
        let longitudes = Scale::new(longitudes, (inner.0, inner.2));
        let latitudes = places.iter().map(|place| place.1).collect();
        let latitudes = Scale::new(latitudes, (inner.3, inner.1));
        let pixel = |place: &(f64, f64)| {
            let x = longitudes.pixel(turned(place.0));
            (x, latitudes.pixel(place.1))
        };
        let mut dots: Vec<_> = places.iter().map(pixel).collect();
        push_apart(&mut dots, inner);
        let rounded = |dot: &(f64, f64)| (dot.0.round() as i32, dot.1.round() as i32);
        Self {
            frame,
            dots: dots.iter().map(rounded).collect(),
            longitudes,
            latitudes,
        }
    }

    /// Paints the frame, and round degrees as a grid.
    pub(super) fn paint(&self, area: &Area<'_>) -> Drawn {
        let (left, top, right, bottom) = self.frame;
        area.draw(&Rectangle::new([(left, top), (right, bottom)], ink(0.25)))?;
        let head = "Earth, surface (empty distances shortened)";
        write(area, head, (left, top - 12), Side::Right)?;
        let mut free = i32::MIN;
        for (x, name) in self.longitudes.grid(['W', 'E']) {
            area.draw(&PathElement::new(vec![(x, top), (x, bottom)], ink(0.1)))?;
            if x - text_width(&name) / 2 > free {
                write(area, &name, (x, bottom + 12), Side::Middle)?;
                free = x + text_width(&name) / 2 + 6;
            }
        }
        let mut free = i32::MAX;
        for (y, name) in self.latitudes.grid(['S', 'N']) {
            area.draw(&PathElement::new(vec![(left, y), (right, y)], ink(0.1)))?;
            if y < free {
                write(area, &name, (left - 5, y), Side::Left)?;
                free = y - 18;
            }
        }
        Ok(())
    }
}

/// A longitude from -180 to 180 degrees.
fn turned(longitude: f64) -> f64 {
    if (-180.0..=180.0).contains(&longitude) {
        return longitude;
    }
    (longitude + 180.0).rem_euclid(360.0) - 180.0
}

/// From degrees to pixels, straight between the degrees of neighbouring places.
struct Scale {
    /// Degrees, upwards, with their pixels.
    knots: Vec<(f64, f64)>,
}

impl Scale {
    /// A scale that puts the lowest and the highest of the degrees at the ends.
    fn new(mut degrees: Vec<f64>, ends: (i32, i32)) -> Self {
        degrees.sort_by(f64::total_cmp);
        degrees.dedup();
        let gaps = degrees.windows(2).map(|pair| (pair[1] - pair[0]).sqrt());
        let whole: f64 = gaps.clone().sum();
        let (from, to) = (f64::from(ends.0), f64::from(ends.1));
        let Some(first) = degrees.first().filter(|_| whole > 0.0) else {
            let middle = f64::midpoint(from, to);
            let knots = degrees.iter().map(|degree| (*degree, middle));
            return Self {
                knots: knots.collect(),
            };
        };
        let mut knots = vec![(*first, from)];
        let mut along = 0.0;
        for (gap, degree) in gaps.zip(&degrees[1..]) {
            along += gap;
            knots.push((*degree, from + (to - from) * along / whole));
        }
        Self { knots }
    }

    /// Where a degree is; beyond the ends, the end.
    fn pixel(&self, degree: f64) -> f64 {
        let above = self.knots.partition_point(|knot| knot.0 < degree);
        let last = self.knots.len().saturating_sub(1);
        let high = self.knots.get(above.min(last));
        let low = self.knots.get(above.saturating_sub(1));
        let (Some(low), Some(high)) = (low, high) else {
            return 0.0;
        };
        if high.0 <= low.0 {
            return high.1;
        }
        low.1 + (high.1 - low.1) * (degree - low.0) / (high.0 - low.0)
    }

    /// Round degrees between the ends with their pixels and names; the signs are those of less and of more
    /// than nothing.
    fn grid(&self, [less, more]: [char; 2]) -> Vec<(i32, String)> {
        let ends = self.knots.first().zip(self.knots.last());
        let Some(((low, _), (high, _))) = ends else {
            return Vec::new();
        };
        let steps = [1.0, 2.0, 5.0, 10.0, 30.0];
        let step = steps.into_iter().find(|step| (high - low) / step <= 8.0);
        let step = step.unwrap_or(45.0);
        let numbers = (low / step).ceil() as i64..=(high / step).floor() as i64;
        let line = |number: i64| {
            let degree = number as f64 * step;
            let name = match number {
                0 => "0°".to_owned(),
                1.. => format!("{degree}° {more}"),
                _ => format!("{}° {less}", -degree),
            };
            (self.pixel(degree).round() as i32, name)
        };
        numbers.map(line).collect()
    }
}

/// Moves dots that are too close apart, each pair along the line through it, and keeps them inside.
fn push_apart(dots: &mut [(f64, f64)], inner: Space) {
    let (left, top) = (f64::from(inner.0), f64::from(inner.1));
    let (right, bottom) = (f64::from(inner.2), f64::from(inner.3));
    for _ in 0..PUSHES {
        let mut calm = true;
        for a in 0..dots.len() {
            for b in a + 1..dots.len() {
                let Some((x, y)) = push(dots[a], dots[b]) else {
                    continue;
                };
                calm = false;
                let clamped = |x: f64, y: f64| (x.clamp(left, right), y.clamp(top, bottom));
                dots[a] = clamped(dots[a].0 - x, dots[a].1 - y);
                dots[b] = clamped(dots[b].0 + x, dots[b].1 + y);
            }
        }
        if calm {
            return;
        }
    }
}

/// How far the second of two dots that are too close is to move; the first moves as far the other way.
fn push(a: (f64, f64), b: (f64, f64)) -> Option<(f64, f64)> {
    let (x, y) = (b.0 - a.0, b.1 - a.1);
    let length = (x * x + y * y).sqrt();
    if length >= APART {
        return None;
    }
    // Half of what is missing, and a little more, so that the pushing ends.
    let by = (APART - length) / 2.0 + 0.5;
    if length < 1e-6 {
        return Some((by * 0.8, by * 0.6));
    }
    Some((x / length * by, y / length * by))
}

#[cfg(test)]
mod tests {
    use super::super::super::placing::{Wanted, place};
    use super::*;

    const FRAME: Space = (60, 60, 560, 560);

    /// Works, airports, ports and launch sites on three continents, as a campaign of partners has them.
    const PARTNERS: [(&str, f64, f64); 16] = [
        ("Module works, Turin", 7.61, 45.08),
        ("Turin-Caselle airport", 7.6496, 45.2008),
        ("Stage works and food store, Toulouse", 1.48, 43.565),
        ("Toulouse-Blagnac airport", 1.3638, 43.6293),
        ("Port of Pauillac, Bordeaux", -0.75, 45.20),
        ("Port of Pariacabo, Kourou", -52.628, 5.147),
        ("Cayenne airport", -52.3604, 4.8198),
        ("Guiana Space Centre", -52.7517, 5.2333),
        ("Space centre and works, Tsukuba", 140.128, 36.065),
        ("Port of Hitachinaka", 140.60, 36.41),
        ("Port of Shimama, Tanegashima", 130.86, 30.47),
        ("Tanegashima Space Center", 130.97, 30.40),
        ("Works and river dock, Huntsville", -86.61, 34.60),
        ("Robotics works, Brampton", -79.76, 43.69),
        ("Kennedy Space Center, with its dock", -80.6041, 28.6083),
        ("Splash-down area off Baja California", -117.8, 31.0),
    ];

    fn partners() -> Map {
        let places: Vec<_> = PARTNERS.iter().map(|place| (place.1, place.2)).collect();
        Map::new(FRAME, &places)
    }

    #[test]
    fn dots_of_clusters_are_apart_and_inside() {
        let dots = partners().dots;
        for (at, a) in dots.iter().enumerate() {
            assert!(a.0 > FRAME.0 && a.0 < FRAME.2 && a.1 > FRAME.1 && a.1 < FRAME.3);
            for b in &dots[at + 1..] {
                let (x, y) = (a.0 - b.0, a.1 - b.1);
                assert!(x * x + y * y >= 30 * 30, "{a:?} {b:?}");
            }
        }
    }

    #[test]
    fn west_is_left_and_north_is_up() {
        let dots = partners().dots;
        let (guiana, brampton, baja, tsukuba) = (dots[7], dots[13], dots[15], dots[8]);
        assert!(baja.0 < brampton.0 && brampton.0 < guiana.0 && guiana.0 < tsukuba.0);
        assert!(brampton.1 < tsukuba.1 && tsukuba.1 < guiana.1);
    }

    #[test]
    fn labels_of_clusters_overlap_neither_each_other_nor_dots() {
        let map = partners();
        let wanted: Vec<_> = PARTNERS
            .iter()
            .zip(&map.dots)
            .map(|((text, ..), dot)| Wanted {
                text,
                dot: *dot,
                bounds: FRAME,
            })
            .collect();
        let placed = place(&wanted, &[]);
        let spaces: Vec<Space> = placed.iter().flatten().map(|label| label.space).collect();
        assert!(spaces.len() >= 12, "{} have a place", spaces.len());
        for (at, a) in spaces.iter().enumerate() {
            for b in &spaces[at + 1..] {
                let apart = a.2 <= b.0 || b.2 <= a.0 || a.3 <= b.1 || b.3 <= a.1;
                assert!(apart, "{a:?} {b:?}");
            }
            for (x, y) in &map.dots {
                let inside = a.0 < x + 6 && x - 6 < a.2 && a.1 < y + 6 && y - 6 < a.3;
                assert!(!inside, "{a:?} covers a dot at {x}, {y}");
            }
        }
    }

    #[test]
    fn a_gap_counts_by_its_root() {
        let scale = Scale::new(vec![0.0, 1.0, 10.0], (0, 400));
        // Gaps of 1 and 9 degrees: one part and three parts of 400 pixels.
        let pixels: Vec<f64> = scale.knots.iter().map(|knot| knot.1).collect();
        assert_eq!(pixels, [0.0, 100.0, 400.0]);
        assert_eq!(scale.pixel(0.5).round() as i32, 50);
        assert_eq!(scale.pixel(12.0).round() as i32, 400);
    }

    #[test]
    fn places_at_one_spot_are_told_apart() {
        let map = Map::new(FRAME, &[(2.0, 48.0), (2.0, 48.0), (362.0, 48.0)]);
        assert_ne!(map.dots[0], map.dots[1]);
        assert_ne!(map.dots[1], map.dots[2]);
    }
}
