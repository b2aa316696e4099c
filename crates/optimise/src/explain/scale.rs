//! Numbers that look as if they were in the wrong unit: a thousand times away from their kind.
//!
//! Each rule compares a number with what physics allows or with the numbers beside it, and speaks only where a factor
//! of a thousand would bring it into line.

use super::statement::{element, pieces};
use super::words::number;
use crate::codes;
use crate::network::{Kind, Network};
use portolan_model::{
    Campaign, Demand, Edge, Element, ElementKind, Good, Lot, Need, Place, Resource, StoreKind,
};
use portolan_solver::Program;
use portolan_vocabulary::{Finding, Findings, Index};

/// From the weakest cold gas to the fastest ions, in s, with room on either side (G. Sutton and O. Biblarz, Rocket
/// Propulsion Elements, table 2-1).
const IMPULSES_S: [f64; 2] = [20.0, 30_000.0];
/// No way of a campaign asks for more in one burn, in m/s.
const MOST_DV_M_S: f64 = 50_000.0;
/// From a body to another, or between surface and orbit, no way asks for less, in m/s.
const LEAST_DV_M_S: f64 = 50.0;
/// A person, suited or not, in kg.
const PERSON_KG: [f64; 2] = [20.0, 500.0];
/// What a person needs of one good, in kg a day.
const NEED_KG_PER_D: [f64; 2] = [0.02, 200.0];
/// From here on a number is as good as a thousand times away.
const FAR: f64 = 300.0;
/// Masses of one vehicle are not this far from their median, as powers of ten.
const ODD: f64 = 1.7;
/// Coefficients that span more than this leave a solver no digits.
const SPAN: f64 = 1e10;

/// Numbers that look as if they were in the wrong unit, as warnings; each names the thing and the number.
pub fn mis_scaled(network: &Network<'_>, program: Option<&Program>) -> Findings {
    let campaign = network.campaign;
    let mut findings = Findings::new();
    for piece in pieces(campaign) {
        if let Some(element) = element(campaign, piece) {
            of_engines(element, &mut findings);
            findings.extend(of_masses(element));
        }
    }
    let person = |kind: &&Kind| kind.crew || kind.element.kind == ElementKind::CrewMember;
    for kind in network.kinds.iter().filter(person) {
        of_person(network, kind, &mut findings);
    }
    let dvs = dvs(campaign);
    for (_, edge) in campaign.edges.indexed() {
        findings.extend(of_edge(campaign, edge, &dvs));
    }
    // Beside a vehicle that is wrong, every demand looks wrong.
    if findings.is_empty() {
        findings.extend(
            campaign
                .demands
                .iter()
                .filter_map(|demand| of_demand(network, demand)),
        );
    }
    if let (Some(program), true) = (program, findings.is_empty()) {
        findings.extend(of_program(campaign, program));
    }
    findings
}

/// The finding about a number; the advice is the number a thousand times larger or smaller.
fn odd(kind: &'static str, id: &str, what: &str, value: f64, unit: &str, why: &str) -> Finding {
    let message = format!("{what} of \"{id}\" is {} {unit}: {why}", number(value));
    Finding::warning(codes::MIS_SCALED, kind, id, message).number("value", value, unit.to_owned())
}

fn meant(finding: Finding, value: f64, unit: &str) -> Finding {
    finding.advice(format!("is it {} {unit}?", number(value)))
}

fn of_engines(element: &Element, findings: &mut Findings) {
    let [least, most] = IMPULSES_S;
    for propulsion in &element.propulsion {
        let isp = propulsion.isp.s();
        if isp > 0.0 && !(least..=most).contains(&isp) {
            let corrected = if isp < least { isp * 1e3 } else { isp / 1e3 };
            let why = "no engine has that";
            let id = element.id.as_str();
            let finding = odd("element", id, "the specific impulse", isp, "s", why);
            findings.push(meant(finding, corrected, "s"));
        }
    }
}

/// Dry mass, tanks and payload of a vehicle are of one order: the one that is far from the others stands out.
fn of_masses(element: &Element) -> Option<Finding> {
    if element.sizing.is_some() || element.propulsion.is_empty() {
        return None;
    }
    let mut masses: Vec<(String, f64, f64)> = vec![same("the dry mass", element.mass.kg())];
    for feed in element
        .propulsion
        .iter()
        .flat_map(|propulsion| &propulsion.feeds)
    {
        let store = element.stores.get(feed.store)?;
        if let Some(most) = store.max_mass {
            // As much propellant as the tank lets burn, so that tanks of unlike shares compare.
            let name = format!("the store \"{}\"", store.name);
            masses.push((name, most.kg(), most.kg() / feed.share));
        }
    }
    masses.extend(
        element
            .max_payload
            .map(|most| same("the payload", most.kg())),
    );
    masses.retain(|(_, mass, _)| *mass > 0.0);
    if masses.len() < 3 {
        return None;
    }
    let mut logs: Vec<f64> = masses.iter().map(|(_, _, mass)| mass.log10()).collect();
    logs.sort_by(f64::total_cmp);
    let (low, high) = (logs[(logs.len() - 1) / 2], logs[logs.len() / 2]);
    let median = f64::midpoint(low, high);
    let away = |mass: f64| mass.log10() - median;
    let (name, mass, compared) = masses
        .into_iter()
        .max_by(|(_, _, a), (_, _, b)| away(*a).abs().total_cmp(&away(*b).abs()))?;
    if away(compared).abs() <= ODD {
        return None;
    }
    let why = "far from its other masses";
    let finding = odd("element", element.id.as_str(), &name, mass, "kg", why);
    let corrected = if away(compared) > 0.0 {
        mass / 1e3
    } else {
        mass * 1e3
    };
    Some(meant(finding, corrected, "kg"))
}

fn same(name: &str, mass: f64) -> (String, f64, f64) {
    (name.to_owned(), mass, mass)
}

fn of_person(network: &Network<'_>, kind: &Kind, findings: &mut Findings) {
    let id = kind.element.id.as_str();
    let mass = kind.element.mass.kg();
    let corrected = |value: f64, least: f64| {
        if value < least {
            value * 1e3
        } else {
            value / 1e3
        }
    };
    if mass > 0.0 && !(PERSON_KG[0]..=PERSON_KG[1]).contains(&mass) {
        let finding = odd(
            "element",
            id,
            "the mass",
            mass,
            "kg",
            "no person weighs that",
        );
        findings.push(meant(finding, corrected(mass, PERSON_KG[0]), "kg"));
    }
    for (goods, kg_per_d) in &kind.needs {
        if *kg_per_d > 0.0 && !(NEED_KG_PER_D[0]..=NEED_KG_PER_D[1]).contains(kg_per_d) {
            let good = goods
                .first()
                .map_or_else(String::new, |good| network.good_name(*good));
            let what = format!("the need for {good}");
            let why = "no person needs that";
            let finding = odd("element", id, &what, *kg_per_d, "kg/d", why);
            findings.push(meant(
                finding,
                corrected(*kg_per_d, NEED_KG_PER_D[0]),
                "kg/d",
            ));
        }
    }
}

/// The velocity changes of all edges that have any, in order of size.
fn dvs(campaign: &Campaign) -> Vec<f64> {
    let mut dvs: Vec<f64> = campaign
        .edges
        .iter()
        .map(|edge| edge.way.dv_m_s())
        .collect();
    dvs.retain(|dv| *dv > 0.0);
    dvs.sort_by(f64::total_cmp);
    dvs
}

fn of_edge(campaign: &Campaign, edge: &Edge, dvs: &[f64]) -> Option<Finding> {
    let id = edge.id.as_str();
    let most = edge
        .way
        .burns()
        .iter()
        .map(|burn| burn.dv.m_s())
        .fold(0.0, f64::max);
    if most > MOST_DV_M_S {
        let why = "no way through space asks for that";
        let finding = odd("edge", id, "the delta-v", most, "m/s", why);
        return Some(meant(finding, most / 1e3, "m/s"));
    }
    let dv = edge.way.dv_m_s();
    let usual = dvs.get(dvs.len() / 2).copied().unwrap_or(0.0);
    if dv <= 0.0 || dv >= LEAST_DV_M_S || usual < FAR * dv || !is_far(campaign, edge) {
        return None;
    }
    let why = "too little for where it leads, and far from the other edges";
    let finding = odd("edge", id, "the delta-v", dv, "m/s", why);
    Some(meant(finding, dv * 1e3, "m/s"))
}

/// True for a way between large bodies, or between the surface and an orbit of one.
fn is_far(campaign: &Campaign, edge: &Edge) -> bool {
    let ends = [edge.origin, edge.destination].map(|node| &campaign.nodes[node]);
    let small = ends.iter().any(|node| {
        let body = node.body.as_str();
        campaign
            .bodies
            .iter()
            .any(|small| small.id.as_str() == body)
            || ["phobos", "deimos", "ceres", "vesta", "bennu", "ryugu"].contains(&body)
    });
    let surface = |place: &Place| matches!(place, Place::Surface { .. });
    let lifts = surface(&ends[0].place) != surface(&ends[1].place);
    !small && (ends[0].body != ends[1].body || lifts)
}

fn of_demand(network: &Network<'_>, demand: &Demand) -> Option<Finding> {
    let Need::Once { lots, .. } = &demand.need else {
        return None;
    };
    lots.iter().find_map(|lot| of_lot(network, demand, lot))
}

fn of_lot(network: &Network<'_>, demand: &Demand, lot: &Lot) -> Option<Finding> {
    let campaign = network.campaign;
    let mass = campaign.lot_mass_kg(lot);
    let carrier = largest_carrier(network, lot.good)?;
    if mass <= 0.0 {
        return None;
    }
    let id = demand.id.as_str();
    let what = format!("the amount of {}", campaign.good_id(lot.good));
    if mass > FAR * carrier {
        let why = format!(
            "the largest store or payload on offer takes {} kg",
            number(carrier)
        );
        let finding = odd("demand", id, &what, mass, "kg", &why);
        return Some(meant(finding, mass / 1e3, "kg"));
    }
    // Too small only beside a demand of the same good that is near to what vehicles carry.
    let others = campaign
        .demands
        .iter()
        .filter(|other| other.id != demand.id);
    let others = others.flat_map(|other| match &other.need {
        Need::Once { lots, .. } => lots.as_slice(),
        _ => &[],
    });
    let others = others.filter(|other| other.good == lot.good);
    let mut masses: Vec<f64> = others.map(|other| campaign.lot_mass_kg(other)).collect();
    masses.sort_by(f64::total_cmp);
    let usual = masses.get(masses.len() / 2).copied()?;
    if usual < FAR * mass || usual > FAR * carrier {
        return None;
    }
    let why = format!("other demands ask for {} kg", number(usual));
    let finding = odd("demand", id, &what, mass, "kg", &why);
    Some(meant(finding, mass * 1e3, "kg"))
}

/// The largest limited payload or store that takes a good.
fn largest_carrier(network: &Network<'_>, good: Good) -> Option<f64> {
    let resource: Option<Index<Resource>> = match good {
        Good::Specific(resource) => Some(resource),
        Good::Generic { .. } => None,
    };
    let mut largest: Option<f64> = None;
    for kind in network.kinds.iter().filter(|kind| !kind.sized) {
        let stores = kind.element.stores.iter().filter(|store| match store.kind {
            StoreKind::Tank(own) => resource == Some(own),
            StoreKind::Any => true,
        });
        let stores = stores.filter_map(|store| store.max_mass);
        for most in stores.chain(kind.element.max_payload) {
            largest = Some(largest.unwrap_or(0.0).max(most.kg()));
        }
    }
    largest.filter(|largest| *largest > 0.0)
}

/// Coefficients too far apart for a solver, where nothing else stands out.
fn of_program(campaign: &Campaign, program: &Program) -> Option<Finding> {
    let span = program.scale_report().coefficients?;
    if span.ratio() < SPAN {
        return None;
    }
    let name = |extreme: &portolan_solver::Extreme| {
        let (row, column) = extreme.names(program);
        format!(
            "{} in {}",
            column.unwrap_or_default(),
            row.unwrap_or_default()
        )
    };
    let message = format!(
        "the numbers of the program span {:e}: from {} to {}",
        span.ratio(),
        name(&span.smallest),
        name(&span.largest)
    );
    let finding = Finding::warning(codes::MIS_SCALED, "campaign", campaign.id.as_str(), message);
    Some(finding.advice("look for a number in the wrong unit in what these name"))
}

/// Prices and tariffs below nothing: what a cost that falls without end comes from.
pub fn negative_prices(campaign: &Campaign) -> Findings {
    let mut findings = Findings::new();
    let mut note =
        |kind: &'static str, id: &str, what: &str, money: Option<portolan_vocabulary::Money>| {
            if let Some(money) = money.filter(|money| money.amount() < 0.0) {
                let message = format!(
                    "{what} of \"{id}\" is {money}: the more of it, the less the plan costs"
                );
                let finding = Finding::warning(codes::UNBOUNDED, kind, id, message);
                findings.push(finding.advice("correct the sign, or limit how much of it there is"));
            }
        };
    for resource in &campaign.resources {
        note(
            "resource",
            resource.id.as_str(),
            "the price",
            resource.price,
        );
    }
    for piece in pieces(campaign) {
        if let Some(element) = element(campaign, piece) {
            note("element", element.id.as_str(), "the cost", element.cost);
        }
    }
    for edge in &campaign.edges {
        note(
            "edge",
            edge.id.as_str(),
            "the tariff per trip",
            edge.tariff.per_trip,
        );
        note(
            "edge",
            edge.id.as_str(),
            "the tariff per kilogram",
            edge.tariff.per_kg,
        );
    }
    findings
}
