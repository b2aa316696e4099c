//! The containers that SpaceNet packs demands into, as designs of the campaign.
//!
//! SpaceNet packs propellants and water in liquid tanks, gases in gas tanks, crew provisions, crew
//! operations, maintenance and waste in cargo transfer bags, and everything else in containers made
//! to measure, whose tare is a share of the cargo. The last have no design here.

use super::Importing;
use crate::spacenet::settings::Numbers;
use portolan_model::{Element, ElementKind, Environment, Store, StoreKind, SupplyClass};
use portolan_vocabulary::{Mass, Volume};

/// One container of SpaceNet's packing constants.
struct Container {
    id: &'static str,
    name: &'static str,
    kind: ElementKind,
    /// Tare in kg, volume in m³, the most cargo in kg and in m³.
    figures: fn(&Numbers) -> [f64; 4],
    classes: &'static [u16],
}

const CONTAINERS: &[Container] = &[
    Container {
        id: "liquid-tank",
        name: "Liquid tank",
        kind: ElementKind::Tank,
        figures: |n| {
            [
                n.large_liquid_tank_mass_kg,
                n.large_liquid_tank_volume_m3,
                n.large_liquid_tank_max_mass_kg,
                n.large_liquid_tank_max_volume_m3,
            ]
        },
        classes: &[1, 201],
    },
    Container {
        id: "liquid-tank-derivative",
        name: "Liquid tank derivative",
        kind: ElementKind::Tank,
        figures: |n| {
            [
                n.small_liquid_tank_mass_kg,
                n.small_liquid_tank_volume_m3,
                n.small_liquid_tank_max_mass_kg,
                n.small_liquid_tank_max_volume_m3,
            ]
        },
        classes: &[1, 201],
    },
    Container {
        id: "gas-tank",
        name: "Gas tank",
        kind: ElementKind::Tank,
        figures: |n| {
            [
                n.large_gas_tank_mass_kg,
                n.large_gas_tank_volume_m3,
                n.large_gas_tank_max_mass_kg,
                n.large_gas_tank_max_volume_m3,
            ]
        },
        classes: &[203],
    },
    Container {
        id: "gas-tank-derivative",
        name: "Gas tank derivative",
        kind: ElementKind::Tank,
        figures: |n| {
            [
                n.small_gas_tank_mass_kg,
                n.small_gas_tank_volume_m3,
                n.small_gas_tank_max_mass_kg,
                n.small_gas_tank_max_volume_m3,
            ]
        },
        classes: &[203],
    },
    Container {
        id: "cargo-transfer-bag",
        name: "Cargo transfer bag",
        kind: ElementKind::Container,
        figures: |n| {
            [
                n.cargo_transfer_bag_mass_kg,
                n.cargo_transfer_bag_volume_m3,
                n.cargo_transfer_bag_max_mass_kg,
                n.cargo_transfer_bag_max_volume_m3,
            ]
        },
        classes: &[2, 3, 4, 7],
    },
];

impl Importing<'_> {
    /// Adds the containers to the campaign's designs.
    pub(super) fn packing(&mut self) {
        for design in designs(&self.scenario.configuration.numbers) {
            self.parts.designs.add(design);
        }
    }
}

/// The containers of these packing constants.
pub(in crate::spacenet) fn designs(numbers: &Numbers) -> impl Iterator<Item = Element> + use<'_> {
    CONTAINERS
        .iter()
        .map(|container| design(container, numbers))
}

fn design(container: &Container, numbers: &Numbers) -> Element {
    let [mass_kg, volume_m3, max_mass_kg, max_volume_m3] = (container.figures)(numbers);
    let class = SupplyClass::new(501).unwrap_or(SupplyClass::STOWAGE);
    let classes = container.classes.iter();
    let classes = classes.filter_map(|class| SupplyClass::new(*class).ok());
    Element {
        name: container.name.to_owned(),
        volume: Volume::new(volume_m3),
        stores: vec![Store {
            name: "contents".to_owned(),
            kind: StoreKind::Any,
            classes: classes.collect(),
            max_mass: Some(Mass::new(max_mass_kg)),
            max_volume: Some(Volume::new(max_volume_m3)),
            // SpaceNet makes the container for the environment of what is packed in it.
            environment: Environment::Pressurised,
            contents: Vec::new(),
            boil_off_per_d: 0.0,
            serves_demands: true,
        }],
        source: Some("SpaceNet scenario, packing constants".to_owned()),
        ..Element::new(container.id, container.kind, class, Mass::new(mass_kg))
    }
}
