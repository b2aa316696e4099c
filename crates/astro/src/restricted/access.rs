//! When an orbit can be reached: its passages as a calendar.

use super::{ApsisKind, HaloOrbit, bad};
use crate::{AstroError, Tdb};

/// An orbit's passage of an apsis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Passage {
    /// When.
    pub at: Tdb,
    /// Of which kind of apsis.
    pub kind: ApsisKind,
    /// Distance from the body's centre, m.
    pub distance_m: f64,
}

/// Latest instant of a calendar, either way from J2000, s: thirty thousand years.
const LATEST_S: f64 = 1e12;
/// Most passages of one calendar.
const MOST_PASSAGES: f64 = 1e6;

impl HaloOrbit {
    /// All passages of apsides from `from` to `to`, in order, when the orbit passes its nearest periapsis (or
    /// its farthest apoapsis, as `anchor` says) at one known instant.
    ///
    /// The calendar is that of the model, in which every revolution takes as long: near-rectilinear halo
    /// orbits that are kept up near the Moon stray from it by hours, not days, as they are kept in resonance.
    ///
    /// # Errors
    /// [`AstroError::BadInput`] for instants that are not finite or not in order, and for more than a million
    /// passages.
    pub fn passages(
        &self,
        anchor: (ApsisKind, Tdb),
        from: Tdb,
        to: Tdb,
    ) -> Result<Vec<Passage>, AstroError> {
        let (kind, anchored) = anchor;
        let (first_s, last_s) = (from.seconds(), to.seconds());
        let is_instant = |s: f64| s.abs() <= LATEST_S;
        let is_span = is_instant(anchored.seconds()) && is_instant(first_s) && first_s <= last_s;
        let revolutions = (last_s - first_s) / self.period_s;
        if !(is_span
            && is_instant(last_s)
            && revolutions * self.apsides.len() as f64 <= MOST_PASSAGES)
        {
            return Err(bad(
                "a calendar needs finite instants in order, and no more than a million passages",
            ));
        }
        let begin_s = anchored.seconds() - self.phase_of_extreme_s(kind);
        let mut found = Vec::new();
        for apsis in &self.apsides {
            let phase_s = begin_s + apsis.phase_s;
            let mut turn = ((first_s - phase_s) / self.period_s).ceil();
            while phase_s + turn * self.period_s <= last_s {
                found.push(Passage {
                    at: Tdb::from_seconds(phase_s + turn * self.period_s),
                    kind: apsis.kind,
                    distance_m: apsis.distance_m,
                });
                turn += 1.0;
            }
        }
        found.sort_by(|a, b| a.at.seconds().total_cmp(&b.at.seconds()));
        Ok(found)
    }

    /// When, after the first crossing, the nearest or the farthest apsis is passed, s.
    fn phase_of_extreme_s(&self, kind: ApsisKind) -> f64 {
        let sign = if kind == ApsisKind::Periapsis {
            1.0
        } else {
            -1.0
        };
        let extreme = self
            .apsides
            .iter()
            .min_by(|a, b| (sign * a.distance_m).total_cmp(&(sign * b.distance_m)));
        extreme.map_or(0.0, |apsis| apsis.phase_s)
    }
}

/// Windows around the passages of one kind: from so long before to so long after, joined where they overlap.
///
/// # Errors
/// [`AstroError::BadInput`] for times that are not finite or negative.
pub fn access_windows(
    passages: &[Passage],
    kind: ApsisKind,
    before_s: f64,
    after_s: f64,
) -> Result<Vec<(Tdb, Tdb)>, AstroError> {
    let is_time = |time: f64| time >= 0.0 && time.is_finite();
    if !(is_time(before_s) && is_time(after_s)) {
        return Err(bad(
            "the times around a passage must be finite and not negative",
        ));
    }
    let mut windows: Vec<(Tdb, Tdb)> = Vec::new();
    for passage in passages.iter().filter(|passage| passage.kind == kind) {
        let window = (
            passage.at.plus_seconds(-before_s),
            passage.at.plus_seconds(after_s),
        );
        match windows.last_mut() {
            Some(last) if window.0 <= last.1 => last.1 = window.1,
            _ => windows.push(window),
        }
    }
    Ok(windows)
}
