//! Designs: is an element that is said to be made from a design like it, and is it as heavy as its sizing law
//! asks for?

use crate::codes;
use crate::state::State;
use portolan_model::{Element, MassRange, Sizing};
use portolan_vocabulary::{Finding, Findings, Mass};

/// Dry masses below what the law asks for by less than this share are rounding.
const RELATIVE: f64 = 1e-6;

/// Findings about an element of the plan that is made from a design.
pub(crate) fn findings(state: &State<'_>, element: &Element) -> Findings {
    let design = element.design.and_then(|at| state.campaign.designs.at(at));
    let Some(design) = design else {
        return Findings::new();
    };
    let mut findings = Findings::new();
    let other = differences(element, design);
    if !other.is_empty() {
        let (id, of, other) = (element.id.as_str(), design.id.as_str(), other.join(", "));
        let message = format!("\"{id}\" is not made as its design \"{of}\" says: {other} differ");
        findings.push(
            Finding::error(codes::DESIGN, "element", id, message)
                .text("design", of)
                .text("differing", other)
                .advice("make it as the design says, or without naming the design"),
        );
    }
    if let Some(law) = &design.sizing {
        findings.extend(by_law(element, law));
    }
    findings
}

/// What is other than in the design, though it must be the same.
fn differences(element: &Element, design: &Element) -> Vec<&'static str> {
    let made = alike(element, design);
    let (a, b) = (&made, design);
    let all = [
        ("kind", a.kind == b.kind),
        ("class", a.class == b.class),
        ("environment", a.environment == b.environment),
        ("mass", a.mass == b.mass),
        ("volume", a.volume == b.volume),
        ("size", a.size == b.size),
        ("cost", a.cost == b.cost),
        ("hold", a.hold == b.hold),
        ("stores", a.stores == b.stores),
        ("propulsion", a.propulsion == b.propulsion),
        ("drive", a.drive == b.drive),
        ("crew", a.crew == b.crew),
        ("states", a.states == b.states),
        ("initial state", a.initial_state == b.initial_state),
        ("parts", a.parts == b.parts),
        ("payload", a.max_payload == b.max_payload),
        ("ways", a.ways == b.ways),
        ("upkeep", a.upkeep == b.upkeep),
        ("plant", a.plant == b.plant),
        ("sizing", a.sizing == b.sizing),
        ("source", a.source == b.source),
    ];
    let different = all.into_iter().filter(|(_, same)| !same);
    let mut names: Vec<_> = different.map(|(name, _)| name).collect();
    // Whatever an element may have besides.
    if names.is_empty() && a != b {
        names.push("some of its figures");
    }
    names
}

/// The element with everything from the design that it may choose for itself.
fn alike(element: &Element, design: &Element) -> Element {
    let mut made = element.clone();
    made.id = design.id.clone();
    made.name.clone_from(&design.name);
    made.owner = design.owner;
    made.design = design.design;
    let sized = design.sizing.is_some();
    if sized {
        made.mass = design.mass;
        made.max_payload = design.max_payload;
    }
    for (at, (store, own)) in made.stores.iter_mut().zip(&design.stores).enumerate() {
        store.contents.clone_from(&own.contents);
        if sized && design.feeds_engine(at) {
            store.max_mass = own.max_mass;
        }
    }
    made
}

fn by_law(element: &Element, law: &Sizing) -> Findings {
    let mut findings = Findings::new();
    let capacities = [
        (
            "payload capacity",
            Ok(element.max_payload.map_or(f64::NAN, Mass::kg)),
            law.payload,
        ),
        (
            "propellant capacity",
            propellant_kg(element),
            law.propellant,
        ),
    ];
    let mut sizes = Vec::new();
    for (what, kg, range) in capacities {
        match kg {
            Ok(kg) if range.contains(Mass::new(kg)) => sizes.push(kg),
            Ok(kg) => findings.push(out_of_range(element, what, kg, range)),
            Err(finding) => findings.push(*finding),
        }
    }
    if let [payload_kg, propellant_kg] = sizes[..] {
        findings.extend(too_light(element, law, payload_kg, propellant_kg));
    }
    findings
}

fn odd(element: &Element, message: String) -> Finding {
    Finding::error(codes::SIZING_LAW, "element", element.id.as_str(), message)
}

/// The propellant capacity that every store that feeds an engine has its share of.
fn propellant_kg(element: &Element) -> Result<f64, Box<Finding>> {
    let feeds = element.propulsion.iter().flat_map(|it| &it.feeds);
    let mut whole: Option<f64> = None;
    for feed in feeds.filter(|feed| feed.share > 0.0) {
        let store = element.stores.get(feed.store);
        let most = store.and_then(|store| store.max_mass);
        let kg = most.map_or(f64::NAN, |most| most.kg() / feed.share);
        let first = *whole.get_or_insert(kg);
        // Not a number is not close to anything.
        let close = (kg - first).abs() <= RELATIVE * first.abs().max(1.0);
        if !close {
            let id = &element.id;
            let message = format!(
                "the tanks of \"{id}\" are for {first:.3} kg and for {kg:.3} kg of propellant, by their shares"
            );
            let finding = odd(element, message)
                .number("one", first, "kg")
                .number("other", kg, "kg")
                .advice("give each tank its share of one propellant capacity");
            return Err(Box::new(finding));
        }
    }
    Ok(whole.unwrap_or(0.0))
}

fn out_of_range(element: &Element, what: &'static str, kg: f64, range: MassRange) -> Finding {
    let (least, most) = (range.least.kg(), range.most.kg());
    let id = &element.id;
    let message = if kg.is_nan() {
        format!("\"{id}\" has no {what}, and its sizing law asks for one")
    } else {
        format!(
            "the {what} of \"{id}\" is {kg:.3} kg, and may be from {least:.3} kg to {most:.3} kg"
        )
    };
    odd(element, message)
        .text("quantity", what)
        .number("value", kg, "kg")
        .number("least", least, "kg")
        .number("most", most, "kg")
        .advice("choose a capacity in the range")
}

fn too_light(
    element: &Element,
    law: &Sizing,
    payload_kg: f64,
    propellant_kg: f64,
) -> Option<Finding> {
    let (id, kg) = (element.id.as_str(), element.mass.kg());
    let of = format!("for {payload_kg:.3} kg of payload and {propellant_kg:.3} kg of propellant");
    let finding = match law.dry_kg(payload_kg, propellant_kg) {
        Some(needed_kg) if kg >= needed_kg - RELATIVE * needed_kg => return None,
        Some(needed_kg) => {
            let short_kg = needed_kg - kg;
            let message = format!(
                "\"{id}\" has a dry mass of {kg:.3} kg, and needs {needed_kg:.3} kg {of}: {short_kg:.3} kg more"
            );
            odd(element, message)
                .number("needed", needed_kg, "kg")
                .number("difference", short_kg, "kg")
                .advice("make it heavier, or its capacities smaller")
        }
        None => {
            let message = format!("no dry mass of \"{id}\" satisfies its sizing law {of}");
            odd(element, message).advice("choose smaller capacities")
        }
    };
    let finding = finding
        .number("dry", kg, "kg")
        .number("payload", payload_kg, "kg")
        .number("propellant", propellant_kg, "kg");
    Some(finding)
}
