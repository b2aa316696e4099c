//! Where things were, when: the rows of a bat chart.

use crate::scene::Scene;
use portolan_model::{Element, Site};
use portolan_vocabulary::{Duration, Index};

/// A time that one element spent at one site, whatever held it there and in whatever state.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Location {
    /// Which element.
    pub element: Index<Element>,
    /// Where.
    pub site: Site,
    /// From.
    pub from: Duration,
    /// Until.
    pub to: Duration,
}

/// Where every element was, ordered by element and time: stays that follow each other at one site are
/// one.
pub fn locations(scene: &Scene<'_>) -> Vec<Location> {
    let mut locations: Vec<Location> = Vec::new();
    for stay in &scene.outcome.stays {
        match locations.last_mut() {
            Some(last)
                if last.element == stay.element
                    && last.site == stay.site
                    && last.to == stay.from =>
            {
                last.to = stay.to;
            }
            _ => locations.push(Location {
                element: stay.element,
                site: stay.site,
                from: stay.from,
                to: stay.to,
            }),
        }
    }
    locations
}

/// A time during which the same number of elements and crew members, above zero, was at a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Presence {
    /// Where.
    pub site: Site,
    /// From.
    pub from: Duration,
    /// Until.
    pub to: Duration,
    /// How many elements, crew members not counted.
    pub elements: usize,
    /// How many crew members.
    pub crew: usize,
}

/// How many elements and crew members were where, ordered by site and time.
pub fn presences(scene: &Scene<'_>) -> Vec<Presence> {
    let mut changes: Vec<(Site, Duration, isize, isize)> = Vec::new();
    for location in locations(scene) {
        let crew = isize::from(scene.is_crew(location.element));
        let other = 1 - crew;
        changes.push((location.site, location.from, other, crew));
        changes.push((location.site, location.to, -other, -crew));
    }
    changes.sort_unstable();
    let mut presences: Vec<Presence> = Vec::new();
    for site in changes.chunk_by(|a, b| a.0 == b.0) {
        sweep(site, &mut presences);
    }
    presences
}

fn sweep(changes: &[(Site, Duration, isize, isize)], presences: &mut Vec<Presence>) {
    let (mut elements, mut crew) = (0_isize, 0_isize);
    let mut now = changes[0].1;
    for &(site, time, more, more_crew) in changes {
        if time > now && elements + crew > 0 {
            let (elements, crew) = (elements.unsigned_abs(), crew.unsigned_abs());
            extend(
                presences,
                Presence {
                    site,
                    from: now,
                    to: time,
                    elements,
                    crew,
                },
            );
        }
        now = time;
        elements += more;
        crew += more_crew;
    }
}

/// Appends a presence, or lengthens the last one where nothing but the time differs.
fn extend(presences: &mut Vec<Presence>, next: Presence) {
    match presences.last_mut() {
        Some(last)
            if (last.site, last.elements, last.crew, last.to)
                == (next.site, next.elements, next.crew, next.from) =>
        {
            last.to = next.to;
        }
        _ => presences.push(next),
    }
}
