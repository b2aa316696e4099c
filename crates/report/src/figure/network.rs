//! The network: nodes and ways.

mod ground;
mod tables;

use super::canvas::{
    Area, Drawn, Head, Key, LEGEND_LINE, Side, WIDTH, draw, ink, legend, legend_height, text_width,
    write, write_in, write_over,
};
use super::palette::{INK, PAPER, choice};
use super::placing::{MARKER, Placed, Point, Wanted, place};
use super::{Figure, order};
use crate::markup::shortened;
use crate::report::Report;
use ground::Map;
use plotters::element::{Circle, PathElement, Polygon};
use plotters::style::{Color, RGBColor};
use portolan_model::{Campaign, Edge, Node, Place, Way};
use portolan_vocabulary::Index;
use std::collections::BTreeMap;

const LAUNCH: RGBColor = choice(1);
const SPACE: RGBColor = choice(0);
const GROUND: RGBColor = choice(2);
const TOP: i32 = 60;
const MARGIN: i32 = 24;
/// Left of the map, for the names of latitudes.
const MAP_LEFT: i32 = 58;
/// From the map to the room of the columns.
const BESIDE: i32 = 60;
/// Below map and columns, for the names of longitudes.
const FOOT: i32 = 28;
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
        "{} nodes and {} ways. On the left, places on the surface of the Earth, west to east and south to \
         north, with empty distances shortened and near neighbours moved apart; to the right, one column \
         for each body, surfaces lowest. Wide lines carried more mass; faint lines were not travelled.",
        campaign.nodes.len(),
        campaign.edges.len()
    );
    let keys = picture.keys();
    let head = Head {
        name: "network",
        title: &title,
        description: &description,
    };
    let height = picture.bottom() + FOOT + picture.list_height();
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
        tables: vec![
            tables::nodes_table(campaign),
            tables::edges_table(report, &picture.carried),
        ],
    })
}

struct Picture<'a> {
    campaign: &'a Campaign,
    map: Option<Map>,
    columns: Vec<Column>,
    places: BTreeMap<Index<Node>, Point>,
    /// The names that have a place; the other nodes have numbers, in this order.
    names: BTreeMap<Index<Node>, Placed>,
    numbered: Vec<Index<Node>>,
    /// Height of map and columns in pixels.
    height: i32,
    /// Mass carried along each way, in kg.
    carried: BTreeMap<Index<Edge>, f64>,
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
            names: BTreeMap::new(),
            numbered: Vec::new(),
            height: 0,
            carried,
        };
        let nodes = order::sorted(campaign, |_| true);
        let ground = |index: &Index<Node>| campaign.nodes[*index].is_earth_surface();
        let (ground, space): (Vec<_>, Vec<_>) = nodes.into_iter().partition(ground);
        let (height, right) = map_size(ground.len(), space.is_empty());
        picture.height = height;
        picture.lay_out_ground(&ground, right);
        picture.lay_out_space(&space, right + BESIDE);
        picture.name_nodes();
        picture
    }

    fn bottom(&self) -> i32 {
        TOP + self.height
    }

    fn lay_out_ground(&mut self, ground: &[Index<Node>], right: i32) {
        if ground.is_empty() {
            return;
        }
        let spots = ground
            .iter()
            .filter_map(|node| Some((*node, spot(&self.campaign.nodes[*node])?)));
        let (nodes, spots): (Vec<_>, Vec<_>) = spots.unzip();
        let map = Map::new((MAP_LEFT, TOP, right, self.bottom()), &spots);
        self.places
            .extend(nodes.into_iter().zip(map.dots.iter().copied()));
        self.map = Some(map);
    }

    fn lay_out_space(&mut self, space: &[Index<Node>], left: i32) {
        let body = |node: &Index<Node>| order::column_body(&self.campaign.nodes[*node]).as_str();
        let groups: Vec<&[Index<Node>]> = space.chunk_by(|a, b| body(a) == body(b)).collect();
        let step = (WIDTH as i32 - MARGIN - left) / groups.len().max(1) as i32;
        for (at, group) in groups.iter().enumerate() {
            let x = left + step * at as i32 + step / 4;
            self.columns.push(Column {
                name: column_name(body(&group[0])),
                x,
            });
            for (node, y) in heights(self.campaign, group, self.height) {
                self.places.insert(node, (x, y));
            }
        }
    }

    /// Finds a place for every name, or a number where there is none.
    fn name_nodes(&mut self) {
        let right = WIDTH as i32 - 4;
        let wanted = self.places.iter().map(|(node, dot)| {
            let node = &self.campaign.nodes[*node];
            let map = self.map.as_ref().filter(|_| node.is_earth_surface());
            let frame = map.map(|map| map.frame);
            Wanted {
                text: &node.name,
                dot: *dot,
                bounds: frame.unwrap_or((4, TOP - 2, right, self.bottom() + FOOT)),
            }
        });
        let edges = self.campaign.edges.iter().take(MOST_AVOIDED);
        let mut ways: Vec<_> = edges.filter_map(|edge| self.line(edge)).collect();
        // The heads of the arrows count again: without them a way has no direction.
        let heads = ways.iter().filter_map(|line| line.get(7..=10));
        let heads: Vec<_> = heads.map(<[Point]>::to_vec).collect();
        ways.extend(heads);
        let placed = place(&wanted.collect::<Vec<_>>(), &ways);
        for (node, name) in self.places.keys().zip(placed) {
            match name {
                Some(name) => {
                    self.names.insert(*node, name);
                }
                None => self.numbered.push(*node),
            }
        }
    }

    /// The line of a way.
    fn line(&self, edge: &Edge) -> Option<Vec<Point>> {
        let from = self.places.get(&edge.origin)?;
        Some(bent(*from, *self.places.get(&edge.destination)?))
    }

    /// How many columns the list of numbered names has, and how wide each is.
    fn list_columns(&self) -> (usize, i32) {
        let names = self.numbered.iter();
        let widest = names.map(|node| text_width(&listed(&self.campaign.nodes[*node])));
        let width = widest.max().unwrap_or(0) + 2 * MARKER + 30;
        let columns = (WIDTH as i32 - 2 * MARGIN) / width;
        (columns.max(1) as usize, width)
    }

    fn list_height(&self) -> i32 {
        match self.numbered.len() {
            0 => 0,
            count => count.div_ceil(self.list_columns().0) as i32 * LEGEND_LINE + 12,
        }
    }

    /// The names that found no place, under map and columns.
    fn list(&self, area: &Area<'_>) -> Drawn {
        let (columns, width) = self.list_columns();
        let rows = self.numbered.len().div_ceil(columns).max(1);
        for (at, node) in self.numbered.iter().enumerate() {
            let x = MARGIN + MARKER + (at / rows) as i32 * width;
            let y = self.bottom() + FOOT + LEGEND_LINE / 2 + (at % rows) as i32 * LEGEND_LINE;
            marker(area, at + 1, (x, y))?;
            let name = listed(&self.campaign.nodes[*node]);
            write(area, &name, (x + MARKER + 6, y), Side::Right)?;
        }
        Ok(())
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
            let line = vec![(column.x, TOP), (column.x, self.bottom())];
            area.draw(&PathElement::new(line, ink(0.12)))?;
        }
        for (index, edge) in self.campaign.edges.indexed().take(MOST_EDGES) {
            self.way(area, index, edge)?;
        }
        for place in self.places.values() {
            area.draw(&Circle::new(*place, 6, PAPER.filled()))?;
            area.draw(&Circle::new(*place, 5, INK.filled()))?;
        }
        for (at, node) in self.numbered.iter().enumerate() {
            if let Some(place) = self.places.get(node) {
                marker(area, at + 1, *place)?;
            }
        }
        for (line, at, side) in self.names.values().flat_map(Placed::lines) {
            write_over(area, line, at, side)?;
        }
        self.list(area)
    }

    /// A way as an arrow that bends to the right of its direction, so that ways there and back part.
    fn way(&self, area: &Area<'_>, index: Index<Edge>, edge: &Edge) -> Drawn {
        let Some(line) = self.line(edge) else {
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
}

/// A name as the list has it.
fn listed(node: &Node) -> String {
    shortened(&node.name, 110)
}

/// A dot with a number.
fn marker(area: &Area<'_>, number: usize, at: Point) -> Drawn {
    area.draw(&Circle::new(at, MARKER, PAPER.filled()))?;
    area.draw(&Circle::new(at, MARKER - 1, INK.filled()))?;
    write_in(area, &number.to_string(), at, Side::Middle, PAPER)
}

/// The height of map and columns, and the right edge of a map of so many nodes, in pixels; without nodes
/// there is no map.
fn map_size(nodes: usize, alone: bool) -> (i32, i32) {
    let height = (360 + 12 * nodes.min(MOST_NODES) as i32).clamp(400, 720);
    let right = match (nodes, alone) {
        (0, _) => MARGIN - BESIDE,
        (_, true) => WIDTH as i32 - MARGIN,
        (1..=8, _) => 460,
        _ => 590,
    };
    (height, right)
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
fn heights(campaign: &Campaign, group: &[Index<Node>], height_px: i32) -> Vec<(Index<Node>, i32)> {
    let height = |node: &Index<Node>| match campaign.nodes[*node].place {
        Place::Surface { .. } => (0, 0.0),
        Place::Orbit {
            periapsis,
            apoapsis,
            ..
        } => (1, periapsis.m() + apoapsis.m()),
        Place::Libration { point, .. } => (2, f64::from(point)),
    };
    let mut nodes: Vec<_> = group.iter().map(|node| (height(node), *node)).collect();
    nodes.sort_by(|(a, _), (b, _)| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let on_ground = nodes.first().is_some_and(|(height, _)| height.0 == 0);
    let (low, step) = spread(nodes.len(), on_ground, height_px);
    let nodes = nodes.into_iter().enumerate();
    nodes
        .map(|(at, (_, node))| (node, low - step * at as i32))
        .collect()
}

/// The height of the lowest of so many nodes, and from each to the next.
fn spread(count: usize, on_ground: bool, height: i32) -> (i32, i32) {
    let low = TOP + height - if on_ground { 30 } else { height / 3 };
    let room = low - TOP - 20;
    (low, (room / count.max(1) as i32).min(140))
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
