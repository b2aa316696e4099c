//! The options of a scenario and the constants by which its demands are packed.

/// How items are made whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemDiscretization {
    /// Items are amounts like any other.
    None,
    /// Fractions are collected for each element.
    Element,
    /// Fractions are collected for each location.
    Location,
    /// Fractions are collected for the whole scenario.
    Scenario,
}

/// The options of a scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Configuration {
    /// Whether cargo volumes are checked.
    pub volume_constrained: bool,
    /// Whether environments are checked.
    pub environment_constrained: bool,
    /// How items are made whole.
    pub item_discretization: ItemDiscretization,
    /// Whether parts of decommissioned elements serve demands.
    pub scavenge_spares: bool,
    /// Whether extravehicular activities are carried out step by step.
    pub detailed_eva: bool,
    /// Stored by SpaceNet and never read.
    pub detailed_exploration: bool,
    /// The numbers.
    pub numbers: Numbers,
}

impl Default for Configuration {
    /// The values that SpaceNet gives a new scenario.
    fn default() -> Self {
        Self {
            volume_constrained: false,
            environment_constrained: true,
            item_discretization: ItemDiscretization::None,
            scavenge_spares: false,
            detailed_eva: true,
            detailed_exploration: true,
            numbers: Numbers::default(),
        }
    }
}

/// One number of the configuration.
#[derive(Clone, Copy, Debug)]
pub struct NumberField {
    /// The key in the files.
    pub key: &'static str,
    /// A misspelling of the key that the Python line writes and reads; empty where there is none.
    pub misspelt: &'static str,
    /// The unit.
    pub unit: &'static str,
    /// Reads it.
    pub get: fn(&Numbers) -> f64,
    set: fn(&mut Numbers, f64),
}

impl NumberField {
    /// Sets the field of `numbers`.
    pub fn set(&self, numbers: &mut Numbers, value: f64) {
        (self.set)(numbers, value);
    }
}

macro_rules! numbers {
    ($($field:ident $key:literal $misspelt:literal $unit:literal $default:literal;)*) => {
        /// The numbers of the configuration: rounding steps of SpaceNet's clock and amounts, and its
        /// packing constants.
        #[derive(Clone, Debug, PartialEq)]
        pub struct Numbers {
            $(#[doc = concat!("The files' `", $key, "`.")] pub $field: f64),*
        }

        /// Every number of the configuration, in the order of the files.
        pub const NUMBERS: &[NumberField] = &[$(NumberField {
            key: $key,
            misspelt: $misspelt,
            unit: $unit,
            get: |numbers| numbers.$field,
            set: |numbers, value| numbers.$field = value,
        }),*];

        impl Default for Numbers {
            /// The values that SpaceNet gives a new scenario.
            fn default() -> Self {
                Self { $($field: $default),* }
            }
        }
    };
}

numbers! {
    time_precision_d "timePrecision" "" "d" 0.05;
    demand_precision "demandPrecision" "" "" 0.01;
    mass_precision_kg "massPrecision" "" "kg" 0.01;
    volume_precision_m3 "volumePrecision" "" "m3" 0.000_001;
    item_aggregation "itemAggregation" "" "" 0.0;
    packing_factor_gas "genericPackingFactorGas" "" "" 1.0;
    packing_factor_liquid "genericPackingFactorLiquid" "" "" 0.5;
    packing_factor_pressurized "genericPackingFactorPressurized" "" "" 0.2;
    packing_factor_unpressurized "genericPackingFactorUnpressurized" "" "" 0.6;
    small_gas_tank_mass_kg "smallGasTankMass" "" "kg" 10.8;
    small_gas_tank_volume_m3 "smallGasTankVolume" "" "m3" 0.275;
    small_gas_tank_max_mass_kg "smallGasTankMaxMass" "" "kg" 10.0;
    small_gas_tank_max_volume_m3 "smallGasTankMaxVolume" "smallGasTTankMaxVolume" "m3" 0.275;
    large_gas_tank_mass_kg "largeGasTankMass" "" "kg" 108.0;
    large_gas_tank_volume_m3 "largeGasTankVolume" "" "m3" 2.75;
    large_gas_tank_max_mass_kg "largeGasTankMaxMass" "" "kg" 100.0;
    large_gas_tank_max_volume_m3 "largeGasTankMaxVolume" "" "m3" 2.75;
    small_liquid_tank_mass_kg "smallLiquidTankMass" "smallLiquidTTankMass" "kg" 11.4567;
    small_liquid_tank_volume_m3 "smallLiquidTankVolume" "" "m3" 0.0249;
    small_liquid_tank_max_mass_kg "smallLiquidTankMaxMass" "" "kg" 24.9333;
    small_liquid_tank_max_volume_m3 "smallLiquidTankMaxVolume" "" "m3" 0.0249;
    large_liquid_tank_mass_kg "largeLiquidTankMass" "" "kg" 34.37;
    large_liquid_tank_volume_m3 "largeLiquidTankVolume" "" "m3" 0.0748;
    large_liquid_tank_max_mass_kg "largeLiquidTankMaxMass" "" "kg" 74.8;
    large_liquid_tank_max_volume_m3 "largeLiquidTankMaxVolume" "" "m3" 0.0748;
    cargo_transfer_bag_mass_kg "cargoTransferBagMass" "" "kg" 0.83;
    cargo_transfer_bag_volume_m3 "cargoTransferBagVolume" "" "m3" 0.053;
    cargo_transfer_bag_max_mass_kg "cargoTransferBagMaxMass" "" "kg" 26.8;
    cargo_transfer_bag_max_volume_m3 "cargoTransferBagMaxVolume" "" "m3" 0.049;
}
