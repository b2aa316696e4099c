//! The constants of the crew-consumables demand model.

/// One number of the model.
#[derive(Clone, Copy, Debug)]
pub struct ConsumablesField {
    /// The key in the files.
    pub key: &'static str,
    /// The unit.
    pub unit: &'static str,
    /// What it is.
    pub meaning: &'static str,
    /// Reads it.
    pub get: fn(&CrewConsumables) -> f64,
    set: fn(&mut CrewConsumables, f64),
}

impl ConsumablesField {
    /// Sets the field of `model`.
    pub fn set(&self, model: &mut CrewConsumables, value: f64) {
        (self.set)(model, value);
    }
}

/// The key of the one switch of the model.
pub(super) const TRANSIT_KEY: &str = "transitDemandsOmitted";

macro_rules! fields {
    ($($field:ident $key:literal $unit:literal $default:literal $meaning:literal;)*) => {
        /// What a crew uses up: 25 numbers and one switch. Units are in [`FIELDS`].
        #[derive(Clone, Debug, PartialEq)]
        pub struct CrewConsumables {
            /// Whether the days of transit are left out.
            pub transit_demands_omitted: bool,
            $(#[doc = $meaning] pub $field: f64),*
        }

        /// Every number of the model, in the order of the files.
        pub const FIELDS: &[ConsumablesField] = &[$(ConsumablesField {
            key: $key,
            unit: $unit,
            meaning: $meaning,
            get: |model| model.$field,
            set: |model, value| model.$field = value,
        }),*];

        impl Default for CrewConsumables {
            /// The values that SpaceNet gives a new model.
            fn default() -> Self {
                Self { transit_demands_omitted: false, $($field: $default),* }
            }
        }
    };
}

fields! {
    reserves_duration_d "reservesDuration" "d" 0.0 "days of reserves";
    water_recovery_rate "waterRecoveryRate" "" 0.42 "share of the water that is recovered";
    clothing_lifetime_d "clothingLifetime" "d" 4.0 "days that one set of clothes is worn";
    water_rate "waterRate" "kg/person/d" 3.6 "water";
    eva_water_rate "evaWaterRate" "kg/person/h" 0.6875 "water in a space suit";
    food_support_rate "foodSupportRate" "kg/person/d" 0.05556 "equipment for preparing food";
    ambient_food_rate "ambientFoodRate" "kg/person/d" 0.76389 "food kept at cabin temperature";
    rf_food_rate "rfFoodRate" "kg/person/d" 1.61667 "refrigerated and frozen food";
    oxygen_rate "oxygenRate" "kg/person/d" 3.85714 "oxygen";
    eva_oxygen_rate "evaOxygenRate" "kg/person/h" 0.07875 "oxygen in a space suit";
    nitrogen_rate "nitrogenRate" "kg/person/d" 2.21429 "nitrogen";
    hygiene_rate "hygieneRate" "kg/person/d" 0.27778 "goods for hygiene";
    hygiene_kit "hygieneKit" "kg/person" 1.8 "hygiene kit";
    clothing_rate "clothingRate" "kg/person/set" 2.3 "one set of clothes";
    personal_items "personalItems" "kg/person" 10.0 "personal items";
    office_equipment "officeEquipment" "kg/person" 5.0 "office equipment";
    eva_suit "evaSuit" "kg/person" 107.0 "space suit";
    eva_lithium_hydroxide "evaLithiumHydroxide" "kg/person/h" 0.3625 "lithium hydroxide in a space suit";
    health_equipment "healthEquipment" "kg" 20.0 "health equipment";
    health_consumables "healthConsumables" "kg/person/d" 0.1 "health consumables";
    safety_equipment "safetyEquipment" "kg" 25.0 "safety equipment";
    comm_equipment "commEquipment" "kg" 20.0 "communication equipment";
    computer_equipment "computerEquipment" "kg/person" 5.0 "computers";
    trash_bag_rate "trashBagRate" "kg/person/d" 0.05 "rubbish bags";
    waste_containment_rate "wasteContainmentRate" "kg/person/d" 0.05 "waste containment";
}
