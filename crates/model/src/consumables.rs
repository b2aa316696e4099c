//! The crew-consumables model: every term of the model used by SpaceNet 2.5.
//!
//! The demand is one lump, due when the mission first reaches its destination. With `T` the days of
//! the stay (plus both transits unless they are left out), `R` the days of reserve, `N` the crew and
//! `E` the EVA crew-hours, the terms are those of the *SpaceNet 2.5 User's Guide* (MIT, 2010), section
//! on crew consumables. The constants below are the guide's; they are settings, not physics: its gas
//! rates include leakage, and measured rates differ (NASA BVAD Rev. 2, Table 3-31).

use crate::supply_class::SupplyClass;

/// The constants of the model. Masses in kg, times in days, EVA terms per crew-hour.
#[derive(Clone, Debug, PartialEq)]
#[allow(
    missing_docs,
    reason = "each name says its term; the formulas in `needs` say its unit"
)]
pub struct CrewConsumables {
    pub reserves_d: f64,
    /// The share of water that is recovered, 0 to 1.
    pub water_recovery: f64,
    pub clothing_lifetime_d: f64,
    /// Leave both transits out of `T`.
    pub omit_transit: bool,
    pub water_per_d: f64,
    pub eva_water_per_h: f64,
    pub food_support_per_d: f64,
    pub ambient_food_per_d: f64,
    pub frozen_food_per_d: f64,
    pub oxygen_per_d: f64,
    pub eva_oxygen_per_h: f64,
    pub nitrogen_per_d: f64,
    pub hygiene_per_d: f64,
    pub hygiene_kit: f64,
    pub clothing_per_change: f64,
    pub personal_items: f64,
    pub office_equipment: f64,
    pub eva_suit: f64,
    pub eva_lithium_hydroxide_per_h: f64,
    pub health_equipment: f64,
    /// Per crew member and day where `health_per_day` is set, else per crew member.
    pub health_consumables: f64,
    /// SpaceNet multiplies by crew only; the rate is meant per day as well.
    pub health_per_day: bool,
    pub safety_equipment: f64,
    pub comm_equipment: f64,
    pub computer_equipment: f64,
    pub trash_bags_per_d: f64,
    pub waste_containment_per_d: f64,
}

impl Default for CrewConsumables {
    fn default() -> Self {
        Self {
            reserves_d: 0.0,
            water_recovery: 0.42,
            clothing_lifetime_d: 4.0,
            omit_transit: false,
            water_per_d: 3.6,
            eva_water_per_h: 0.6875,
            food_support_per_d: 0.05556,
            ambient_food_per_d: 0.76389,
            frozen_food_per_d: 1.61667,
            oxygen_per_d: 3.85714,
            eva_oxygen_per_h: 0.07875,
            nitrogen_per_d: 2.21429,
            hygiene_per_d: 0.27778,
            hygiene_kit: 1.8,
            clothing_per_change: 2.3,
            personal_items: 10.0,
            office_equipment: 5.0,
            eva_suit: 107.0,
            eva_lithium_hydroxide_per_h: 0.3625,
            health_equipment: 20.0,
            health_consumables: 0.1,
            health_per_day: true,
            safety_equipment: 25.0,
            comm_equipment: 20.0,
            computer_equipment: 5.0,
            trash_bags_per_d: 0.05,
            waste_containment_per_d: 0.05,
        }
    }
}

/// What a mission's crew does, as far as consumables go.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CrewUse {
    /// Crew members created in the mission.
    pub crew: f64,
    /// Days at the destination.
    pub stay_d: f64,
    /// Days of both transits.
    pub transit_d: f64,
    /// EVA crew-hours.
    pub eva_crew_h: f64,
}

/// One term: a mass of a class of supply.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ConsumableNeed {
    /// The class, a subclass of 2, 3 or 7.
    pub class: SupplyClass,
    /// The mass in kg.
    pub mass_kg: f64,
}

impl CrewConsumables {
    /// The masses by class, for a mission with this use. Classes without need are left out.
    ///
    /// ```
    /// use portolan_model::{CrewConsumables, CrewUse};
    /// let model = CrewConsumables { omit_transit: true, ..CrewConsumables::default() };
    /// let use_ = CrewUse { crew: 4.0, stay_d: 7.0, transit_d: 13.0, eva_crew_h: 80.0 };
    /// let water = model.needs(use_)[0];
    /// // 7 d · 3.6 kg · 4 · (1 - 0.42) + 0.6875 kg · 80 h
    /// assert!((water.mass_kg - 113.464).abs() < 1e-9);
    /// ```
    pub fn needs(&self, crew_use: CrewUse) -> Vec<ConsumableNeed> {
        let CrewUse {
            crew: n,
            stay_d,
            transit_d,
            eva_crew_h: e,
        } = crew_use;
        if n <= 0.0 {
            return Vec::new();
        }
        let t = if self.omit_transit {
            stay_d
        } else {
            stay_d + transit_d
        };
        let tr = t + self.reserves_d;
        let health_days = if self.health_per_day { t } else { 1.0 };
        let food_per_d = self.food_support_per_d + self.ambient_food_per_d + self.frozen_food_per_d;
        let terms = [
            (
                201,
                tr * self.water_per_d * n * (1.0 - self.water_recovery) + self.eva_water_per_h * e,
            ),
            (202, tr * food_per_d * n),
            (
                203,
                tr * (self.oxygen_per_d + self.nitrogen_per_d) * n + self.eva_oxygen_per_h * e,
            ),
            (204, tr * self.hygiene_per_d * n + self.hygiene_kit * n),
            (
                205,
                t * self.clothing_per_change * n / self.clothing_lifetime_d,
            ),
            (206, self.personal_items * n),
            (301, self.office_equipment * n),
            (
                302,
                self.eva_suit * n + self.eva_lithium_hydroxide_per_h * e,
            ),
            (
                303,
                self.health_equipment + self.health_consumables * n * health_days,
            ),
            (304, self.safety_equipment),
            (305, self.comm_equipment),
            (306, self.computer_equipment * n),
            (701, t * self.trash_bags_per_d * n),
            (702, tr * self.waste_containment_per_d * n),
        ];
        terms
            .iter()
            .filter(|(_, mass_kg)| *mass_kg > 0.0)
            .filter_map(|&(class, mass_kg)| {
                SupplyClass::new(class)
                    .ok()
                    .map(|class| ConsumableNeed { class, mass_kg })
            })
            .collect()
    }
}
