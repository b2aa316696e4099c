//! Goods, demands and the models that derive them.

use crate::text::QInstant;
use portolan_model as model;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An amount of a good.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Lot {
    /// A resource, or anything of a class of supply: `class-201`, `class-201-pressurised`.
    pub good: String,
    /// How much, in the resource's unit; in kilograms for a class.
    pub amount: f64,
}

/// An amount of a good per day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rate {
    /// A resource, or anything of a class of supply: `class-201`, `class-201-pressurised`.
    pub good: String,
    /// How much per day, in the resource's unit; in kilograms for a class. Negative: it is made.
    pub per_day: f64,
}

/// How needs arise.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "model", rename_all = "kebab-case")]
pub enum Model {
    /// The consumables of a mission's crew, as one lump at first arrival at the destination.
    CrewConsumables(Box<CrewConsumables>),
    /// A steady rate while the state, or the mission, lasts.
    Rated {
        /// What and how much per day.
        rates: Vec<Rate>,
    },
    /// Once, when the state is first entered or the mission begins.
    Impulse {
        /// What and how much.
        lots: Vec<Lot>,
    },
    /// Spares as a fraction of dry mass per year.
    SparingByMass(SparingByMass),
    /// Spares as the expected failures of the listed parts.
    SparingByParts {},
    /// Makes outputs from inputs at steady rates while every input is to be had.
    Conversion(Conversion),
}

/// Spares as a fraction of dry mass per year.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SparingByMass {
    /// Fraction of dry mass per year, of what needs no pressure; by default none.
    #[serde(default)]
    pub unpressurised_per_y: f64,
    /// Fraction of dry mass per year, of what needs pressure; by default none.
    #[serde(default)]
    pub pressurised_per_y: f64,
    /// Whether the element's listed parts are demanded as such, the rest as generic maintenance
    /// mass; by default all is generic.
    #[serde(default)]
    pub parts_listed: bool,
}

/// Makes outputs from inputs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Conversion {
    /// What is used up.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub inputs: Vec<Rate>,
    /// What is made.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub outputs: Vec<Rate>,
}

/// The crew-consumables model with the field's name and default for every term.
macro_rules! crew_consumables {
    ($($(#[$doc:meta])* $name:ident: $kind:ty,)*) => {
        /// The terms of the crew-consumables model: masses in kg, times in days (`_d`), EVA terms per
        /// crew-hour (`_h`). Every term has a default.
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
        #[serde(default)]
        pub struct CrewConsumables {
            $($(#[$doc])* pub $name: $kind,)*
        }

        impl From<&model::CrewConsumables> for CrewConsumables {
            fn from(terms: &model::CrewConsumables) -> Self {
                Self { $($name: terms.$name,)* }
            }
        }

        impl From<&CrewConsumables> for model::CrewConsumables {
            fn from(terms: &CrewConsumables) -> Self {
                Self { $($name: terms.$name,)* }
            }
        }
    };
}

crew_consumables!(
    /// Days of reserve.
    reserves_d: f64,
    /// The share of water that is recovered, 0 to 1.
    water_recovery: f64,
    /// Days that a change of clothes lasts.
    clothing_lifetime_d: f64,
    /// Whether both transits are left out of the time that is provided for.
    omit_transit: bool,
    /// Water per crew member and day.
    water_per_d: f64,
    /// Water per EVA crew-hour.
    eva_water_per_h: f64,
    /// Equipment for food per crew member and day.
    food_support_per_d: f64,
    /// Food kept at ambient temperature per crew member and day.
    ambient_food_per_d: f64,
    /// Frozen and chilled food per crew member and day.
    frozen_food_per_d: f64,
    /// Oxygen per crew member and day.
    oxygen_per_d: f64,
    /// Oxygen per EVA crew-hour.
    eva_oxygen_per_h: f64,
    /// Nitrogen per crew member and day.
    nitrogen_per_d: f64,
    /// Hygiene items per crew member and day.
    hygiene_per_d: f64,
    /// A hygiene kit per crew member.
    hygiene_kit: f64,
    /// A change of clothes per crew member.
    clothing_per_change: f64,
    /// Personal items per crew member.
    personal_items: f64,
    /// Office equipment per crew member.
    office_equipment: f64,
    /// An EVA suit per crew member.
    eva_suit: f64,
    /// Lithium hydroxide per EVA crew-hour.
    eva_lithium_hydroxide_per_h: f64,
    /// Health equipment.
    health_equipment: f64,
    /// Health consumables per crew member, and day where `health_per_day` is set.
    health_consumables: f64,
    /// Whether health consumables count per day.
    health_per_day: bool,
    /// Safety equipment.
    safety_equipment: f64,
    /// Communications equipment.
    comm_equipment: f64,
    /// Computers per crew member.
    computer_equipment: f64,
    /// Bags for waste per crew member and day.
    trash_bags_per_d: f64,
    /// Containment of waste per crew member and day.
    waste_containment_per_d: f64,
);

impl Default for CrewConsumables {
    fn default() -> Self {
        Self::from(&model::CrewConsumables::default())
    }
}

/// So many elements.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Piece {
    /// Any element that is made from this design.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub design: Option<String>,
    /// This element.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub element: Option<String>,
    /// How many; by default one. An element is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1))]
    pub count: Option<u32>,
}

/// A demand that stands on its own: `lots` that are `due`, `rates` `from` and `until`, or `pieces` that must be
/// there when they are `due`, or `from` and `until`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Demand {
    /// The word for it in this file.
    #[schemars(length(min = 1))]
    pub id: String,
    /// The node that receives, whatever is there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub node: Option<String>,
    /// The element that receives, wherever it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub element: Option<String>,
    /// What is needed at once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lots: Option<Vec<Lot>>,
    /// When: an instant, or the time since the campaign's start.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<QInstant>,
    /// What is needed per day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rates: Option<Vec<Rate>>,
    /// What elements must be at the node.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1))]
    pub pieces: Option<Vec<Piece>>,
    /// From when; by default from the campaign's start.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<QInstant>,
    /// Until when; pieces must still be there then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<QInstant>,
    /// The partner on whose behalf.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub partner: Option<String>,
}
