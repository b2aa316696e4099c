//! What a way through space costs: by every method that applies, and as sources say.

use crate::place::{place, satellite};
use crate::save::{in_memory, provenance};
use crate::sky::Sky;
use crate::windows::{Asked, windows_between};
use portolan_astro::{
    Craft, Edelbaum, Ellipse, Point, Power, bi_elliptic, constants, gm_m3_s2, patched_hohmann,
};
use portolan_formats::outcome::transfer::{TransferRow, write_transfer, write_transfer_csv};
use portolan_model::{Node, Place, Transfer, Way};
use portolan_reference::{Leg, Thrust};
use portolan_report::Table;
use portolan_vocabulary::{Code, Duration, Epoch, Finding, Findings};
use std::fmt::Write as _;
use std::path::PathBuf;

/// Nothing is known of what a transfer costs.
pub(crate) const NO_PRICE: Code = Code::new("transfer.no-price");

/// How far from the given date an opportunity is looked for: a synodic period of Earth and Mars.
const LOOK_AHEAD: Duration = Duration::from_micros(800 * 86_400_000_000);
/// A far point for transfers of three burns, in radii of the outer orbit.
const FAR: f64 = 5.0;

/// The craft that flies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AskedCraft {
    /// Mass at the beginning, propellant included, kg.
    pub mass_kg: f64,
    /// Specific impulse, s.
    pub specific_impulse_s: f64,
    /// Thrust, N; needed for how long a spiral takes.
    pub thrust_n: Option<f64>,
}

/// What is asked of a transfer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AskedTransfer {
    /// The date from which the next opportunity is looked for.
    pub on: Option<Epoch>,
    /// The craft, for propellant.
    pub craft: Option<AskedCraft>,
    /// A file with the two lines of a satellite, whose orbit the word `tle` then means.
    pub tle: Option<PathBuf>,
}

/// One way to do it.
#[derive(Clone, Debug, PartialEq)]
pub struct Price {
    /// How.
    pub method: String,
    /// The whole velocity change, m/s.
    pub dv_m_s: f64,
    /// The burns in their order, m/s; one where the source knows no more.
    pub burns_m_s: Vec<f64>,
    /// How long it takes, where that is known.
    pub duration_d: Option<f64>,
    /// The propellant of the craft, kg, where one is given.
    pub propellant_kg: Option<f64>,
    /// What it depends on.
    pub note: String,
    /// Where the figure comes from: the method's source, or the row's.
    pub source: String,
}

/// What a transfer costs.
///
/// # Errors
/// Findings where a place is not known, or nothing is known of the transfer.
pub fn transfer_prices(
    from: &str,
    to: &str,
    asked: &AskedTransfer,
) -> Result<Vec<Price>, Findings> {
    let satellite = asked.tle.as_deref().map(satellite).transpose()?;
    let start = asked.on.unwrap_or(Sky::new(&[])?.first());
    let nodes = (
        place(from, satellite.as_ref(), start)?,
        place(to, satellite.as_ref(), start)?,
    );
    let craft = asked.craft.as_ref();
    let mut prices = Vec::new();
    let mut wrong = Findings::new();
    if let Some(found) = orbits(&nodes.0, &nodes.1) {
        let asked = Asked {
            from: Some(start),
            tle: asked.tle.clone(),
            ..Asked::default()
        };
        prices.extend(around(&found, &asked).map_err(|error| failed(from, to, &error))?);
        prices.extend(spiral(&found, craft));
    }
    prices.extend(estimate(&nodes.0, &nodes.1));
    if let Some(on) = asked.on {
        match next_opportunity(from, to, on, asked) {
            Ok(found) => prices.extend(found),
            Err(why) => wrong.extend(why),
        }
    }
    prices.extend(sourced(&nodes.0, &nodes.1));
    for price in &mut prices {
        price.propellant_kg = price.propellant_kg.or(propellant(price, craft));
    }
    if prices.is_empty() {
        return Err(if wrong.is_empty() {
            nothing(from, to)
        } else {
            wrong
        });
    }
    Ok(prices)
}

fn nothing(from: &str, to: &str) -> Findings {
    let message = format!("nothing is known of what the way from \"{from}\" to \"{to}\" costs");
    let finding = Finding::error(NO_PRICE, "transfer", format!("{from} to {to}"), message);
    vec![finding.advice(
        "give a date (--on) for flights that depend on it; portolan data show delta-v lists the known legs",
    )]
}

fn failed(from: &str, to: &str, error: &portolan_astro::AstroError) -> Findings {
    let subject = format!("{from} to {to}");
    vec![Finding::error(
        NO_PRICE,
        "transfer",
        subject,
        error.to_string(),
    )]
}

/// By the rocket equation (Tsiolkovsky 1903).
fn propellant(price: &Price, craft: Option<&AskedCraft>) -> Option<f64> {
    let craft = craft?;
    let exhaust_m_s = craft.specific_impulse_s * portolan_model::STANDARD_GRAVITY_M_S2;
    let burnt = -(-price.dv_m_s / exhaust_m_s).exp_m1();
    (craft.mass_kg > 0.0 && exhaust_m_s > 0.0).then_some(craft.mass_kg * burnt)
}

/// Two orbits around one body.
struct Orbits {
    body: &'static portolan_astro::Constants,
    from: (f64, f64),
    to: (f64, f64),
    turn_rad: f64,
    words: (String, String),
}

impl Orbits {
    fn are_circles(&self) -> bool {
        let circle = |radii: (f64, f64)| (radii.1 - radii.0) / radii.0 < 1e-3;
        circle(self.from) && circle(self.to)
    }
}

fn orbits(from: &Node, to: &Node) -> Option<Orbits> {
    let body = constants(Point::from_word(from.body.as_str()).ok()?).ok()?;
    let orbit = |node: &Node| match node.place {
        Place::Orbit {
            periapsis,
            apoapsis,
            inclination,
            ..
        } => {
            let radii = (
                body.mean_radius_m + periapsis.m(),
                body.mean_radius_m + apoapsis.m(),
            );
            Some((radii, inclination.deg().to_radians()))
        }
        _ => None,
    };
    let ((one, one_rad), (two, two_rad)) = (orbit(from)?, orbit(to)?);
    (from.body == to.body).then(|| Orbits {
        body,
        from: one,
        to: two,
        turn_rad: (one_rad - two_rad).abs(),
        words: (from.id.to_string(), to.id.to_string()),
    })
}

/// By two burns, and by three where that is cheaper.
fn around(orbits: &Orbits, asked: &Asked) -> Result<Vec<Price>, portolan_astro::AstroError> {
    let mut prices = Vec::new();
    let (from, to) = (orbits.words.0.as_str(), orbits.words.1.as_str());
    let costs = Transfer {
        costs: true,
        ..Transfer::default()
    };
    let turn_deg = orbits.turn_rad.to_degrees();
    if let Ok(found) = windows_between(from, to, costs, asked) {
        let ways = found
            .each()
            .into_iter()
            .flat_map(|(_, all)| all.iter().take(1));
        for way in ways.map(|it| &it.way) {
            let note = format!("plane turned by {turn_deg:.2} deg");
            let source = "Hohmann 1925; the turn shared for the least cost";
            prices.push(priced("two burns", way, note, source));
        }
    }
    let (outer_m, radii) = (orbits.from.1.max(orbits.to.1), (orbits.from.0, orbits.to.0));
    let far_m = outer_m * FAR;
    let three = bi_elliptic(
        orbits.body.gm_m3_s2,
        radii.0,
        radii.1,
        far_m,
        orbits.turn_rad,
    )?;
    let two_m_s = prices.first().map_or(f64::INFINITY, |price| price.dv_m_s);
    if orbits.are_circles() && three.total_m_s() < two_m_s {
        prices.push(Price {
            method: "three burns".to_owned(),
            dv_m_s: three.total_m_s(),
            burns_m_s: three.burns_m_s.to_vec(),
            duration_d: Some(three.tof_s() / 86_400.0),
            propellant_kg: None,
            note: format!("by way of a point {:.0} km from the centre", far_m / 1e3),
            source: "Sternfeld 1934; Hoelker and Silber 1959".to_owned(),
        });
    }
    Ok(prices)
}

fn priced(method: &str, way: &Way, note: String, source: &str) -> Price {
    Price {
        method: method.to_owned(),
        dv_m_s: way.dv_m_s(),
        burns_m_s: way.burns().iter().map(|burn| burn.dv.m_s()).collect(),
        duration_d: way.duration().map(Duration::days),
        propellant_kg: None,
        note,
        source: source.to_owned(),
    }
}

/// By a spiral of weak thrust between circles.
fn spiral(orbits: &Orbits, craft: Option<&AskedCraft>) -> Option<Price> {
    if !orbits.are_circles() {
        return None;
    }
    let (from_m, to_m) = (orbits.from.0, orbits.to.0);
    let spiral = Edelbaum::new(orbits.body.gm_m3_s2, from_m, to_m, orbits.turn_rad).ok()?;
    let flight = craft.and_then(|it| {
        let craft = Craft::new(it.mass_kg, it.thrust_n?, it.specific_impulse_s).ok()?;
        let power = Power::SunAnywhere;
        spiral.flight(&craft, power, orbits.body.mean_radius_m).ok()
    });
    Some(Price {
        method: "spiral of weak thrust".to_owned(),
        dv_m_s: spiral.dv_m_s(),
        burns_m_s: vec![spiral.dv_m_s()],
        duration_d: flight.map(|it| it.duration_s / 86_400.0),
        propellant_kg: flight.map(|it| it.propellant_kg),
        note: match flight {
            Some(_) => "no thrust in shadow, the Sun anywhere".to_owned(),
            None => "give --mass, --isp and --thrust for how long it takes".to_owned(),
        },
        source: "Edelbaum 1961; Kluever 2011".to_owned(),
    })
}

/// Between planets without a date: half an ellipse between circles.
fn estimate(from: &Node, to: &Node) -> Option<Price> {
    let ellipse = |node: &Node| {
        let body = constants(Point::from_word(node.body.as_str()).ok()?).ok()?;
        let orbit = body.orbit.filter(|orbit| orbit.about == Point::Sun)?;
        let Place::Orbit {
            periapsis,
            apoapsis,
            ..
        } = node.place
        else {
            return None;
        };
        let (low_m, high_m) = (
            body.mean_radius_m + periapsis.m(),
            body.mean_radius_m + apoapsis.m(),
        );
        Some((
            orbit.semi_major_axis_m,
            Ellipse::new(body.gm_m3_s2, low_m, high_m).ok()?,
        ))
    };
    let ((one_m, departure), (two_m, arrival)) = (ellipse(from)?, ellipse(to)?);
    if from.body == to.body {
        return None;
    }
    let transfer =
        patched_hohmann(gm_m3_s2(Point::Sun), (one_m, two_m), &departure, &arrival).ok()?;
    Some(Price {
        method: "half an ellipse, any year".to_owned(),
        dv_m_s: transfer.departure_m_s + transfer.arrival_m_s,
        burns_m_s: vec![transfer.departure_m_s, transfer.arrival_m_s],
        duration_d: Some(transfer.tof_s / 86_400.0),
        propellant_kg: None,
        note: "circular orbits in one plane: an estimate before a date is known".to_owned(),
        source: "Bate, Mueller and White 1971, section 8.3".to_owned(),
    })
}

/// The cheapest departure of the next opportunity after a date.
fn next_opportunity(
    from: &str,
    to: &str,
    on: Epoch,
    asked: &AskedTransfer,
) -> Result<Option<Price>, Findings> {
    let windows = Asked {
        from: Some(on),
        to: Some(on + LOOK_AHEAD),
        tle: asked.tle.clone(),
        ..Asked::default()
    };
    let costs = Transfer {
        costs: true,
        ..Transfer::default()
    };
    let found = windows_between(from, to, costs, &windows)?;
    let each = found.each();
    let all = each.first().map_or(&[][..], |(_, all)| all);
    if all.len() == 1 && all[0].window.from == found.span.from {
        // Open at any time: the methods above say it already.
        return Ok(None);
    }
    let cheapest = all
        .iter()
        .min_by(|a, b| a.way.dv_m_s().total_cmp(&b.way.dv_m_s()));
    Ok(cheapest.map(|it| {
        let leaves = (on + it.best).to_string();
        let note = format!("leaving {}", leaves.get(..16).unwrap_or(&leaves));
        priced("next opportunity", &it.way, note, &found.ephemeris)
    }))
}

/// The legs of the reference set that lead from the one place to the other, and the cheapest ways of up
/// to three legs joined.
fn sourced(from: &Node, to: &Node) -> Vec<Price> {
    let (from, to) = (known_as(from), known_as(to));
    let legs = portolan_reference::delta_v_legs();
    let mut direct = Vec::new();
    let mut joined: Vec<Vec<&Leg>> = Vec::new();
    let mut open: Vec<Vec<&Leg>> = vec![Vec::new()];
    while let Some(path) = open.pop() {
        let at = path.last().map_or(from, |leg| leg.to);
        let passed = |place: &str| place == from || path.iter().any(|leg| leg.to == place);
        for leg in legs
            .iter()
            .filter(|leg| leg.from == at && leg.thrust == Thrust::High)
        {
            let longer = [path.as_slice(), &[leg]].concat();
            if leg.to == to && longer.len() == 1 {
                direct.push(longer);
            } else if leg.to == to {
                joined.push(longer);
            } else if longer.len() < MOST_LEGS && !passed(leg.to) {
                open.push(longer);
            }
        }
    }
    let slow = |leg: &&Leg| leg.from == from && leg.to == to && leg.thrust == Thrust::Low;
    direct.extend(legs.iter().filter(slow).map(|leg| vec![leg]));
    let dv = |path: &Vec<&Leg>| path.iter().map(|leg| leg.dv_m_s).sum::<f64>();
    joined.sort_by(|a, b| dv(a).total_cmp(&dv(b)));
    joined.truncate(MOST_JOINED);
    direct
        .iter()
        .chain(&joined)
        .map(|path| of_legs(path))
        .collect()
}

/// Ways of the reference set have at most so many legs.
const MOST_LEGS: usize = 3;
/// Of ways with several legs, so many are shown.
const MOST_JOINED: usize = 3;

fn of_legs(path: &[&Leg]) -> Price {
    let words = |of: fn(&Leg) -> String| {
        let each: Vec<String> = path.iter().map(|leg| of(leg)).collect();
        each
    };
    let durations: Option<Vec<f64>> = path.iter().map(|leg| leg.duration_s).collect();
    let mut sources = words(|leg| leg.source.to_string());
    sources.dedup();
    let mut notes = words(reserve);
    notes.dedup();
    notes.retain(|note| !note.is_empty());
    Price {
        method: format!("reference: {}", words(|leg| leg.id.to_owned()).join(" + ")),
        dv_m_s: path.iter().map(|leg| leg.dv_m_s).sum(),
        burns_m_s: path.iter().map(|leg| leg.dv_m_s).collect(),
        duration_d: durations.map(|all| all.iter().sum::<f64>() / 86_400.0),
        propellant_kg: None,
        note: notes.join("; "),
        source: sources.join("; "),
    }
}

fn reserve(leg: &Leg) -> String {
    match (leg.margin_included, leg.reserve) {
        (Some(true), Some(reserve)) => format!("with {:.0} % reserve", reserve * 100.0),
        (Some(true), None) => "with reserve".to_owned(),
        (Some(false), _) => "without reserve".to_owned(),
        (None, _) => String::new(),
    }
}

/// The word of the reference set for a place.
fn known_as(node: &Node) -> &str {
    match (node.body.as_str(), node.place) {
        ("earth", Place::Orbit { apoapsis, .. }) if apoapsis.m() < 2e6 => "leo",
        ("earth", Place::Orbit { periapsis, .. }) if periapsis.m() > 35e6 => "geo",
        ("earth", Place::Orbit { .. }) => "gto",
        ("moon", Place::Orbit { .. }) => "llo",
        ("mars", Place::Orbit { apoapsis, .. }) if apoapsis.m() < 2e6 => "lmo",
        _ => node.id.as_str(),
    }
}

fn rows(prices: &[Price]) -> Vec<TransferRow> {
    let row = |price: &Price| TransferRow {
        method: price.method.clone(),
        dv_m_s: price.dv_m_s,
        burns_m_s: price.burns_m_s.clone(),
        duration_d: price.duration_d,
        propellant_kg: price.propellant_kg,
        note: price.note.clone(),
        source: price.source.clone(),
    };
    prices.iter().map(row).collect()
}

/// What a transfer costs, as JSON: `portolan-transfer/1`.
pub fn transfer_json(from: &str, to: &str, prices: &[Price]) -> String {
    in_memory(|out| write_transfer(out, (from, to), &rows(prices), &provenance(&[])))
}

/// What a transfer costs, as comma-separated values.
pub fn transfer_csv(prices: &[Price]) -> String {
    in_memory(|out| write_transfer_csv(out, &rows(prices)))
}

/// What a transfer costs, as a table for a terminal with the sources below it.
pub fn transfer_text(from: &str, to: &str, prices: &[Price]) -> String {
    let propellant = prices.iter().any(|price| price.propellant_kg.is_some());
    let mut heads = vec!["", "method", ">dv m/s", ">takes d"];
    heads.extend(propellant.then_some(">propellant kg"));
    heads.push("note");
    let mut table = Table::new(format!("From {from} to {to}"), &heads);
    for (number, price) in prices.iter().enumerate() {
        let days = price
            .duration_d
            .map_or_else(String::new, |it| format!("{it:.2}"));
        let mut cells = vec![
            format!("[{}]", number + 1),
            price.method.clone(),
            format!("{:.1}", price.dv_m_s),
            days,
        ];
        let kg = price
            .propellant_kg
            .map_or_else(String::new, |it| format!("{it:.1}"));
        cells.extend(propellant.then_some(kg));
        cells.push(price.note.clone());
        table.row(cells);
    }
    let mut text = table.text(usize::MAX);
    text.push_str("\nSources\n");
    for (number, price) in prices.iter().enumerate() {
        let _ = writeln!(text, "  [{}] {}", number + 1, price.source);
    }
    text
}
