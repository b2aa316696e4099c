//! The network: nodes and ways.

use super::canvas::{
    Area, Drawn, Head, Key, Side, WIDTH, draw, ink, legend, legend_height, text_width, write,
};
use super::palette::{INK, PAPER, choice};
use super::placing::{Taken, label_space};
use super::{Figure, order};
use crate::markup::shortened;
use crate::number::{grouped, or_dash, sensible};
use crate::report::Report;
use crate::table::Table;
use plotters::element::{Circle, PathElement, Polygon, Rectangle};
use plotters::style::{Color, RGBColor};
use portolan_model::{Campaign, Edge, Node, Place, Way};
use portolan_vocabulary::Index;
use std::collections::BTreeMap;

const LAUNCH: RGBColor = choice(1);
const SPACE: RGBColor = choice(0);
const GROUND: RGBColor = choice(2);
const TOP: i32 = 60;
const HEIGHT: i32 = 400;
const MARGIN: i32 = 24;
/// More nodes than a picture can hold.
const MOST_NODES: usize = 150;
/// More ways than can be told apart.
const MOST_EDGES: usize = 1000;
/// More ways than names can be kept clear of in a moment.
const MOST_AVOIDED: usize = 200;

/// The figure, where the campaign has nodes and not too many.
pub(super) fn figure(report: &Report<'_>) -> Option<Figure> {
    let campaign = report.campaign;
    if campaign.nodes.is_empty() || campaign.nodes.len() > MOST_NODES {
        return None;
    }
    let picture = Picture::new(report);
    let title = "The network".to_owned();
    let description = format!(
        "{} nodes and {} ways. On the left, places on the surface of the Earth by longitude and latitude; \
         to the right, one column for each body, surfaces lowest. Wide lines carried more mass; faint \
         lines were not travelled.",
        campaign.nodes.len(),
        campaign.edges.len()
    );
    let keys = picture.keys();
    let head = Head {
        name: "network",
        title: &title,
        description: &description,
    };
    let height = TOP + HEIGHT + 16;
    let svg = draw(&head, height as u32, |area| {
        legend(area, &keys, (12, 4))?;
        picture.paint(area)
    });
    debug_assert!(legend_height(&keys, 12) <= TOP);
    Some(Figure {
        name: "network",
        title,
        description,
        svg,
        tables: vec![nodes_table(campaign), edges_table(report, &picture.carried)],
    })
}

struct Picture<'a> {
    campaign: &'a Campaign,
    map: Option<Map>,
    columns: Vec<Column>,
    places: BTreeMap<Index<Node>, (i32, i32)>,
    /// Mass carried along each way, in kg.
    carried: BTreeMap<Index<Edge>, f64>,
}

/// Left, top, right and bottom in pixels.
type Frame = (i32, i32, i32, i32);

/// The strip with places on the Earth.
struct Map {
    frame: Frame,
    /// West, south, east, north in degrees.
    bounds: (f64, f64, f64, f64),
}

/// A body and what is around it.
struct Column {
    name: String,
    x: i32,
}

impl<'a> Picture<'a> {
    fn new(report: &Report<'a>) -> Self {
        let campaign = report.campaign;
        let mut carried = BTreeMap::new();
        for trip in &report.outcome.movements {
            *carried.entry(trip.edge).or_insert(0.0) += trip.mass_kg;
        }
        let mut picture = Self {
            campaign,
            map: None,
            columns: Vec::new(),
            places: BTreeMap::new(),
            carried,
        };
        let nodes = order::sorted(campaign, |_| true);
        let ground = |index: &Index<Node>| campaign.nodes[*index].is_earth_surface();
        let (ground, space): (Vec<_>, Vec<_>) = nodes.into_iter().partition(ground);
        picture.lay_out_ground(&ground, space.is_empty());
        picture.lay_out_space(&space, ground.is_empty());
        picture
    }

    fn lay_out_ground(&mut self, ground: &[Index<Node>], alone: bool) {
        if ground.is_empty() {
            return;
        }
        let right = if alone { WIDTH as i32 - MARGIN } else { 430 };
        let frame = (MARGIN, TOP, right, TOP + HEIGHT);
        let spots = ground
            .iter()
            .filter_map(|node| spot(&self.campaign.nodes[*node]));
        let map = Map::around(frame, &spots.collect::<Vec<_>>());
        for node in ground {
            if let Some((longitude, latitude)) = spot(&self.campaign.nodes[*node]) {
                self.places.insert(*node, map.pixel(longitude, latitude));
            }
        }
        self.map = Some(map);
    }

    fn lay_out_space(&mut self, space: &[Index<Node>], alone: bool) {
        let left = if alone { MARGIN } else { 500 };
        let body = |node: &Index<Node>| order::column_body(&self.campaign.nodes[*node]).as_str();
        let groups: Vec<&[Index<Node>]> = space.chunk_by(|a, b| body(a) == body(b)).collect();
        let step = (WIDTH as i32 - MARGIN - left) / groups.len().max(1) as i32;
        for (at, group) in groups.iter().enumerate() {
            let x = left + step * at as i32 + step / 4;
            self.columns.push(Column {
                name: column_name(body(&group[0])),
                x,
            });
            for (node, y) in heights(self.campaign, group) {
                self.places.insert(node, (x, y));
            }
        }
    }

    fn keys(&self) -> Vec<Key> {
        let any = |wanted: fn(&Way) -> bool| {
            let mut edges = self.campaign.edges.iter();
            edges.any(|edge| wanted(&edge.way))
        };
        let mut keys = Vec::new();
        let mut add = |shown: bool, label: &str, colour| {
            if shown {
                let label = label.to_owned();
                keys.push(Key { label, colour });
            }
        };
        add(
            any(|way| matches!(way, Way::Launch { .. })),
            "launch",
            LAUNCH,
        );
        let flight = |way: &Way| way.is_space() && !matches!(way, Way::Launch { .. });
        add(any(flight), "flight", SPACE);
        add(any(|way| !way.is_space()), "over ground", GROUND);
        keys
    }

    fn paint(&self, area: &Area<'_>) -> Drawn {
        if let Some(map) = &self.map {
            map.paint(area)?;
        }
        for column in &self.columns {
            write(area, &column.name, (column.x, TOP - 12), Side::Middle)?;
            let line = vec![(column.x, TOP), (column.x, TOP + HEIGHT)];
            area.draw(&PathElement::new(line, ink(0.12)))?;
        }
        for (index, edge) in self.campaign.edges.indexed().take(MOST_EDGES) {
            self.way(area, index, edge)?;
        }
        for place in self.places.values() {
            area.draw(&Circle::new(*place, 6, PAPER.filled()))?;
            area.draw(&Circle::new(*place, 5, INK.filled()))?;
        }
        self.names(area)
    }

    /// A way as an arrow that bends to the right of its direction, so that ways there and back part.
    fn way(&self, area: &Area<'_>, index: Index<Edge>, edge: &Edge) -> Drawn {
        let ends = (
            self.places.get(&edge.origin),
            self.places.get(&edge.destination),
        );
        let (Some(from), Some(to)) = ends else {
            return Ok(());
        };
        let carried_kg = self.carried.get(&index).copied();
        let colour = match edge.way {
            Way::Launch { .. } => LAUNCH,
            _ if edge.way.is_space() => SPACE,
            _ => GROUND,
        };
        let (strength, width) = match carried_kg {
            Some(mass_kg) => (0.95, self.line_width(mass_kg)),
            None => (0.4, 1),
        };
        let line = bent(*from, *to);
        let Some((tip, tail)) = line.get(line.len() / 2 + 1).zip(line.get(line.len() / 2)) else {
            return Ok(());
        };
        let head = arrow_head(*tail, *tip, 5.0 + f64::from(width));
        let style = colour.mix(strength).stroke_width(width);
        area.draw(&PathElement::new(line.clone(), style))?;
        area.draw(&Polygon::new(head, colour.mix(strength)))
    }

    /// One to six pixels, by the root of the share of the most that any way carried.
    fn line_width(&self, mass_kg: f64) -> u32 {
        let most = self.carried.values().copied().fold(0.0, f64::max);
        let share = if most > 0.0 { mass_kg / most } else { 0.0 };
        1 + (share.sqrt() * 5.0).round() as u32
    }

    fn names(&self, area: &Area<'_>) -> Drawn {
        let mut taken = Taken::default();
        for place in self.places.values() {
            taken.point(*place, 6);
        }
        for edge in self.campaign.edges.iter().take(MOST_AVOIDED) {
            let ends = (
                self.places.get(&edge.origin),
                self.places.get(&edge.destination),
            );
            if let (Some(from), Some(to)) = ends {
                taken.line(&bent(*from, *to));
            }
        }
        let right = WIDTH as i32 - 4;
        for (node, place) in &self.places {
            let ground = self.campaign.nodes[*node].is_earth_surface();
            let frame = self.map.as_ref().filter(|_| ground).map(|map| map.frame);
            let bounds = frame.unwrap_or((4, TOP - 4, right, TOP + HEIGHT + 12));
            let name = shortened(&self.campaign.nodes[*node].name, 26);
            let (at, side) = taken.label(&name, *place, bounds);
            // A veil lets the name be read where lines run behind it.
            let (left, top, right, bottom) = label_space(at, side, text_width(&name));
            let veil = [(left, top), (right, bottom)];
            area.draw(&Rectangle::new(veil, PAPER.mix(0.75).filled()))?;
            write(area, &name, at, side)?;
        }
        Ok(())
    }
}

/// Longitude and latitude of a node on a surface, in degrees.
fn spot(node: &Node) -> Option<(f64, f64)> {
    match node.place {
        Place::Surface {
            latitude,
            longitude,
        } => Some((longitude.deg(), latitude.deg())),
        _ => None,
    }
}

/// The nodes of a column with their heights in pixels: surfaces lowest, then upwards by altitude,
/// libration points highest, evenly apart.
fn heights(campaign: &Campaign, group: &[Index<Node>]) -> Vec<(Index<Node>, i32)> {
    let height = |node: &Index<Node>| match campaign.nodes[*node].place {
        Place::Surface { .. } => (0, 0.0),
        Place::Orbit {
            periapsis,
            apoapsis,
            ..
        } => (1, periapsis.m() + apoapsis.m()),
        Place::Libration { point } => (2, f64::from(point)),
    };
    let mut nodes: Vec<_> = group.iter().map(|node| (height(node), *node)).collect();
    nodes.sort_by(|(a, _), (b, _)| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let on_ground = nodes.first().is_some_and(|(height, _)| height.0 == 0);
    let (low, step) = spread(nodes.len(), on_ground);
    let nodes = nodes.into_iter().enumerate();
    nodes
        .map(|(at, (_, node))| (node, low - step * at as i32))
        .collect()
}

/// The height of the lowest of so many nodes, and from each to the next.
fn spread(count: usize, on_ground: bool) -> (i32, i32) {
    let low = TOP + HEIGHT - if on_ground { 30 } else { HEIGHT / 3 };
    let room = low - TOP - 20;
    (low, (room / count.max(1) as i32).min(110))
}

/// The head of a body's column; the surface of the Earth has a map of its own.
fn column_name(body: &str) -> String {
    if body == "earth" {
        "Earth, orbits".to_owned()
    } else {
        capitalised(body)
    }
}

fn capitalised(name: &str) -> String {
    let mut letters = name.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

impl Map {
    /// A map of these spots with a margin, a degree as wide as it is high, no higher than the world.
    fn around(frame: Frame, spots: &[(f64, f64)]) -> Self {
        let range = |values: &mut dyn Iterator<Item = f64>| {
            values.fold((f64::MAX, f64::MIN), |(low, high), value| {
                (low.min(value), high.max(value))
            })
        };
        let (west, east) = range(&mut spots.iter().map(|spot| spot.0));
        let (south, north) = range(&mut spots.iter().map(|spot| spot.1));
        let (width, height) = (f64::from(frame.2 - frame.0), f64::from(frame.3 - frame.1));
        let wide = ((east - west) * 1.35).max((north - south) * 1.35 * width / height);
        let wide = wide.clamp(0.2, 400.0);
        let degrees_per_pixel = wide / width;
        let high = (height * degrees_per_pixel).min(180.0);
        let (x, y) = (f64::midpoint(west, east), f64::midpoint(south, north));
        let y = y.clamp(high / 2.0 - 90.0, 90.0 - high / 2.0);
        let spare = ((height - high / degrees_per_pixel) / 2.0) as i32;
        Self {
            frame: (frame.0, frame.1 + spare, frame.2, frame.3 - spare),
            bounds: (
                x - wide / 2.0,
                y - high / 2.0,
                x + wide / 2.0,
                y + high / 2.0,
            ),
        }
    }

    fn pixel(&self, longitude: f64, latitude: f64) -> (i32, i32) {
        let (frame, bounds) = (self.frame, self.bounds);
        let across = (longitude - bounds.0) / (bounds.2 - bounds.0);
        let down = (bounds.3 - latitude) / (bounds.3 - bounds.1);
        let at = |from: i32, to: i32, share: f64| from + (f64::from(to - from) * share) as i32;
        (at(frame.0, frame.2, across), at(frame.1, frame.3, down))
    }

    fn paint(&self, area: &Area<'_>) -> Drawn {
        let (left, top, right, bottom) = self.frame;
        area.draw(&Rectangle::new([(left, top), (right, bottom)], ink(0.25)))?;
        write(area, "Earth, surface", (left, top - 12), Side::Right)?;
        let (west, south, east, north) = self.bounds;
        for longitude in lines(west, east, 180.0) {
            let (x, _) = self.pixel(longitude, south);
            area.draw(&PathElement::new(vec![(x, top), (x, bottom)], ink(0.1)))?;
        }
        for latitude in lines(south, north, 90.0) {
            let (_, y) = self.pixel(west, latitude);
            area.draw(&PathElement::new(vec![(left, y), (right, y)], ink(0.1)))?;
        }
        Ok(())
    }
}

/// Round degrees between two, some four of them, none beyond the end of the world.
fn lines(low: f64, high: f64, end: f64) -> impl Iterator<Item = f64> {
    const STEPS: [f64; 8] = [0.1, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 45.0];
    let enough = |step: &f64| (high - low) / step <= 6.0;
    let step = STEPS.into_iter().find(enough).unwrap_or(90.0);
    let first = (low.max(-end) / step).ceil() as i64;
    let last = (high.min(end) / step).floor() as i64;
    (first..=last).map(move |number| number as f64 * step)
}

/// How many pieces a bent line is drawn with.
const PIECES: i32 = 16;

/// A line that bends to the right of its direction by a tenth of its length (a quadratic Bézier curve).
fn bent(from: (i32, i32), to: (i32, i32)) -> Vec<(i32, i32)> {
    let (x0, y0) = (f64::from(from.0), f64::from(from.1));
    let (x1, y1) = (f64::from(to.0), f64::from(to.1));
    let (across, down) = (x1 - x0, y1 - y0);
    let (cx, cy) = (
        f64::midpoint(x0, x1) - down * 0.18,
        f64::midpoint(y0, y1) + across * 0.18,
    );
    let point = |number: i32| {
        let t = f64::from(number) / f64::from(PIECES);
        let (a, b, c) = ((1.0 - t) * (1.0 - t), 2.0 * t * (1.0 - t), t * t);
        let x = a * x0 + b * cx + c * x1;
        let y = a * y0 + b * cy + c * y1;
        (x.round() as i32, y.round() as i32)
    };
    (0..=PIECES).map(point).collect()
}

/// A triangle of this size that points from `tail` to `tip`.
fn arrow_head(tail: (i32, i32), tip: (i32, i32), size: f64) -> Vec<(i32, i32)> {
    let (x, y) = (f64::from(tip.0 - tail.0), f64::from(tip.1 - tail.1));
    let length = x.hypot(y).max(1.0);
    let (x, y) = (x / length * size, y / length * size);
    let at = |dx: f64, dy: f64| (tip.0 + dx.round() as i32, tip.1 + dy.round() as i32);
    vec![
        at(x, y),
        at(-x - y * 0.8, -y + x * 0.8),
        at(-x + y * 0.8, -y - x * 0.8),
    ]
}

fn nodes_table(campaign: &Campaign) -> Table {
    let mut table = Table::new("Nodes", &["node", "body", "place", "country"]);
    for node in order::sorted(campaign, |_| true) {
        let node = &campaign.nodes[node];
        table.row([
            node.name.clone(),
            capitalised(node.body.as_str()),
            place_text(node),
            node.country.clone().unwrap_or_default(),
        ]);
    }
    table.without_empty_columns()
}

fn place_text(node: &Node) -> String {
    match node.place {
        Place::Surface {
            latitude,
            longitude,
        } => format!(
            "{}°, {}°",
            sensible(latitude.deg()),
            sensible(longitude.deg())
        ),
        Place::Orbit {
            periapsis,
            apoapsis,
            inclination,
        } => format!(
            "orbit {} × {} km, {}°",
            sensible(periapsis.m() / 1e3),
            sensible(apoapsis.m() / 1e3),
            sensible(inclination.deg())
        ),
        Place::Libration { point } => {
            let second = node.second_body.as_ref();
            let second = second.map_or_else(String::new, |body| capitalised(body.as_str()));
            format!("{second} L{point}")
        }
    }
}

fn edges_table(report: &Report<'_>, carried: &BTreeMap<Index<Edge>, f64>) -> Table {
    let heads = [
        "way",
        "from",
        "to",
        "kind",
        ">takes [d]",
        ">dv [m/s]",
        ">carried [kg]",
    ];
    let mut table = Table::new("Ways", &heads);
    let campaign = report.campaign;
    for (index, edge) in campaign.edges.indexed() {
        let burns = edge.way.burns().iter();
        let dv_m_s: f64 = match edge.way {
            Way::LowThrust { dv, .. } => dv.m_s(),
            _ => burns.map(|burn| burn.dv.m_s()).sum(),
        };
        table.row([
            edge.name.clone(),
            campaign.nodes[edge.origin].name.clone(),
            campaign.nodes[edge.destination].name.clone(),
            edge.way.word().to_owned(),
            or_dash(takes_d(&edge.way), 2),
            or_dash((dv_m_s > 0.0).then_some(dv_m_s), 1),
            carried
                .get(&index)
                .map_or_else(|| "-".to_owned(), |kg| grouped(*kg, 1)),
        ]);
    }
    table.without_empty_columns()
}

/// How long a way takes, where the way says so itself.
fn takes_d(way: &Way) -> Option<f64> {
    match way {
        Way::Launch { duration, .. }
        | Way::Impulsive { duration, .. }
        | Way::LowThrust { duration, .. }
        | Way::Flight { duration } => Some(duration.days()),
        Way::Ground { duration, .. } => duration.map(|duration| duration.days()),
        Way::Surface { .. } | Way::Pipe { .. } => None,
    }
}
