//! The SPICE kernels that a user supplies.

mod daf;

use std::fmt;

use anise::naif::SPK;
use anise::naif::daf::datatypes::{Type2ChebyshevSet, Type3ChebyshevSet};
use anise::naif::daf::{DAFError, NAIFDataSet};
use glam::DVec3;

use super::{Ephemeris, covered};
use crate::{AstroError, Point, State, Tdb};
use daf::Described;

/// The J2000 frame of SPICE, which planetary kernels use for the ICRF.
const J2000_FRAME: i32 = 1;

/// From the Moon it is Earth-Moon barycentre, solar-system barycentre; no kernel goes deeper than this.
const DEEPEST: usize = 8;

/// An ephemeris over SPICE kernels (SPK files) of Chebyshev series: types 2 and 3, which the planetary
/// ephemerides of JPL (DE), IMCCE (INPOP) and their satellite ephemerides use.
///
/// Where several kernels know a point at an instant, the last one counts, as in SPICE.
pub struct Kernels {
    files: Vec<SPK>,
    /// In the order in which they count, the first one first.
    segments: Vec<Segment>,
    span: (Tdb, Tdb),
}

/// A path of one point about its centre, over part of a file's span.
struct Segment {
    file: usize,
    described: Described,
}

impl Kernels {
    /// The largest file that is read, bytes. DE440 has 120 million, DE441 3000 million in two parts.
    pub const LARGEST_BYTES: usize = 2_000_000_000;

    /// Reads kernels, each given by its name (for messages) and its bytes.
    ///
    /// # Errors
    /// [`AstroError::File`] with the name and what to do, where a file is no kernel, is cut off, too large or
    /// of a type that is not read, where no file is given, or where the points have no instant in common.
    pub fn from_files(files: &[(&str, &[u8])]) -> Result<Self, AstroError> {
        let mut kernels = Self {
            files: Vec::new(),
            segments: Vec::new(),
            span: (
                Tdb::from_seconds(f64::NEG_INFINITY),
                Tdb::from_seconds(f64::INFINITY),
            ),
        };
        for (name, bytes) in files {
            let added = kernels.add(bytes);
            added.map_err(|problem| AstroError::File(format!("the kernel {name} {problem}")))?;
        }
        kernels.segments.reverse();
        kernels.span = kernels.common_span()?;
        Ok(kernels)
    }

    fn add(&mut self, bytes: &[u8]) -> Result<(), String> {
        if bytes.len() > Self::LARGEST_BYTES {
            return Err(format!(
                "is larger than {} bytes: cut it to the years needed",
                Self::LARGEST_BYTES
            ));
        }
        let described = daf::segments(bytes)?;
        let spk = SPK::parse(bytes).map_err(|problem| format!("cannot be read: {problem}"))?;
        let known = described.into_iter().filter(is_known);
        for described in known {
            check_segment(&spk, &described)?;
            self.segments.push(Segment {
                file: self.files.len(),
                described,
            });
        }
        self.files.push(spk);
        Ok(())
    }

    /// The span in which every point that is known at all is known.
    fn common_span(&self) -> Result<(Tdb, Tdb), AstroError> {
        let spans = Point::ALL
            .into_iter()
            .filter_map(|point| self.span_of(point.naif()));
        let common = spans.reduce(|one, other| {
            let from = if one.0 < other.0 { other.0 } else { one.0 };
            let to = if one.1 < other.1 { one.1 } else { other.1 };
            (from, to)
        });
        common.filter(|(from, to)| from <= to).ok_or_else(|| {
            AstroError::File(
                "the kernels have no path, or no instant in common, of the bodies from the Sun to Jupiter; \
                 name a planetary kernel such as de440.bsp"
                    .to_owned(),
            )
        })
    }

    /// From the first to the last instant at which this point is known.
    fn span_of(&self, code: i32) -> Option<(Tdb, Tdb)> {
        let of_point = self
            .segments
            .iter()
            .map(|segment| segment.described.summary);
        let of_point = of_point.filter(|summary| summary.target_id == code);
        let span = of_point.map(|summary| (summary.start_epoch_et_s, summary.end_epoch_et_s));
        let span = span.reduce(|one, other| (one.0.min(other.0), one.1.max(other.1)));
        span.map(|(from, to)| (Tdb::from_seconds(from), Tdb::from_seconds(to)))
    }

    /// The segments from this point to where no further one leads, and the code of that end.
    fn path(&self, point: Point, at: Tdb) -> Result<(Vec<&Segment>, i32), AstroError> {
        let mut path = Vec::new();
        let mut code = point.naif();
        while let Some(span) = self.span_of(code) {
            let s = covered(at, span)?;
            let found = self.segments.iter().find(|segment| {
                let summary = segment.described.summary;
                let known = summary.start_epoch_et_s..=summary.end_epoch_et_s;
                summary.target_id == code && known.contains(&s)
            });
            let segment = found.ok_or_else(|| gap(point, at, span))?;
            path.push(segment);
            code = segment.described.summary.center_id;
            if path.len() > DEEPEST {
                return Err(AstroError::File(format!(
                    "the kernels lead from {} to no end; they are damaged or do not belong together",
                    point.word()
                )));
            }
        }
        Ok((path, code))
    }

    fn evaluate(&self, segment: &Segment, s: f64) -> Result<State, AstroError> {
        let Described {
            record,
            place,
            summary,
        } = segment.described;
        let state = self
            .files
            .get(segment.file)
            .map(|file| match summary.data_type_i {
                2 => file
                    .nth_data::<Type2ChebyshevSet<'_>>(Some(record), place)
                    .map_err(|problem| problem.to_string())
                    .and_then(|set| {
                        set.evaluate(s, &summary)
                            .map_err(|problem| problem.to_string())
                    }),
                _ => file
                    .nth_data::<Type3ChebyshevSet<'_>>(Some(record), place)
                    .map_err(|problem| problem.to_string())
                    .and_then(|set| {
                        set.evaluate(s, &summary)
                            .map_err(|problem| problem.to_string())
                    }),
            });
        let (km, km_s) = state
            .unwrap_or_else(|| Err("it is not loaded".to_owned()))
            .map_err(|problem| {
                AstroError::File(format!("a kernel cannot be evaluated: {problem}"))
            })?;
        Ok(State {
            position: DVec3::new(km.x, km.y, km.z) * 1e3,
            velocity: DVec3::new(km_s.x, km_s.y, km_s.z) * 1e3,
        })
    }
}

impl Ephemeris for Kernels {
    fn state(&self, target: Point, observer: Point, at: Tdb) -> Result<State, AstroError> {
        covered(at, self.span)?;
        let (mut to, to_end) = self.path(target, at)?;
        let (mut from, from_end) = self.path(observer, at)?;
        if to_end != from_end {
            let lost = if to_end == Point::SolarSystemBarycentre.naif() {
                observer
            } else {
                target
            };
            return Err(AstroError::UnknownBody {
                name: lost.word().to_owned(),
                nearest: None,
            });
        }
        // What both paths share, at their ends, cancels.
        while let (Some(one), Some(other)) = (to.last(), from.last())
            && std::ptr::eq(*one, *other)
        {
            to.pop();
            from.pop();
        }
        let mut state = State {
            position: DVec3::ZERO,
            velocity: DVec3::ZERO,
        };
        for (path, sign) in [(to, 1.0), (from, -1.0)] {
            for segment in path {
                let part = self.evaluate(segment, at.seconds())?;
                state.position += sign * part.position;
                state.velocity += sign * part.velocity;
            }
        }
        finite(state, target)
    }

    fn span(&self) -> (Tdb, Tdb) {
        self.span
    }
}

impl fmt::Debug for Kernels {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Kernels")
            .field("files", &self.files.len())
            .field("segments", &self.segments.len())
            .field("span", &self.span)
            .finish()
    }
}

/// True for a segment on the way from one of our points to the barycentre of the solar system.
fn is_known(described: &Described) -> bool {
    matches!(described.summary.target_id, 1..=10 | 301 | 399)
}

/// Checks once what would otherwise fail at every instant.
fn check_segment(spk: &SPK, described: &Described) -> Result<(), String> {
    let Described {
        record,
        place,
        summary,
    } = *described;
    if summary.frame_id != J2000_FRAME {
        return Err(format!(
            "gives body {} in SPICE frame {}; only J2000 is read",
            summary.target_id, summary.frame_id
        ));
    }
    match summary.data_type_i {
        2 => check_data(spk.nth_data::<Type2ChebyshevSet<'_>>(Some(record), place)),
        3 => check_data(spk.nth_data::<Type3ChebyshevSet<'_>>(Some(record), place)),
        other => Err(format!(
            "gives body {} as SPK type {other}; only the Chebyshev types 2 and 3 are read",
            summary.target_id
        )),
    }
}

fn check_data<'a, S: NAIFDataSet<'a>>(set: Result<S, DAFError>) -> Result<(), String> {
    let checked = set
        .map_err(|problem| problem.to_string())
        .and_then(|set| set.check_integrity().map_err(|problem| problem.to_string()));
    checked.map_err(|problem| format!("is damaged: {problem}; fetch it again"))
}

fn gap(point: Point, at: Tdb, (from, to): (Tdb, Tdb)) -> AstroError {
    AstroError::OutOfSpan {
        asked: format!("{} at {at}", point.word()),
        from: from.to_string(),
        to: format!("{to} with gaps"),
    }
}

/// The state, unless the file's numbers made it none.
fn finite(state: State, target: Point) -> Result<State, AstroError> {
    if state.position.is_finite() && state.velocity.is_finite() {
        return Ok(state);
    }
    Err(AstroError::File(format!(
        "the kernels' numbers for {} are damaged; fetch them again",
        target.word()
    )))
}
