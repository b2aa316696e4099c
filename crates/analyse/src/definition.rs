//! What each measure means, and where its definition comes from.

use portolan_model::Measure;

/// What a measure means. Where it is taken per thing, the key of a measure is the definition's key, a
/// full stop and the thing's id: `delivered_mass_kg.lunar-base`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Definition {
    /// The key, with the unit last.
    pub key: &'static str,
    /// The name for people.
    pub name: &'static str,
    /// The unit's symbol; empty for a pure number, `money` for the campaign's currency and price year.
    pub unit: &'static str,
    /// What kinds of thing it is taken of besides (or instead of) the whole; empty for the whole only.
    pub per: &'static str,
    /// What it means, in one sentence.
    pub definition: &'static str,
    /// Where the definition comes from, and what differs from there.
    pub source: &'static str,
}

/// Every definition, in the order in which measures are listed.
///
/// ```
/// let first = portolan_analyse::definitions()[0];
/// assert_eq!((first.key, first.unit), ("launch_mass_kg", "kg"));
/// ```
pub fn definitions() -> &'static [Definition] {
    ALL
}

impl Definition {
    /// The measure of the whole.
    pub(crate) fn measure(&self, value: impl Into<Option<f64>>) -> Measure {
        self.build(self.key.to_owned(), self.name.to_owned(), value.into())
    }

    /// The measure of one thing, by its id and its name.
    pub(crate) fn of(&self, id: &str, name: &str, value: impl Into<Option<f64>>) -> Measure {
        let key = format!("{}.{id}", self.key);
        self.build(key, format!("{}: {name}", self.name), value.into())
    }

    fn build(&self, key: String, name: String, value: Option<f64>) -> Measure {
        Measure {
            key,
            name,
            definition: self.definition,
            unit: self.unit.to_owned(),
            // Adding zero turns the negative zero of an empty sum into a plain one.
            value: value
                .filter(|value| value.is_finite())
                .map(|value| value + 0.0),
        }
    }
}

/// The unit of amounts of money, which the campaign's currency and price year stand in for.
pub(crate) const MONEY: &str = "money";

macro_rules! definitions {
    ($($id:ident: $key:literal, $name:literal, $unit:expr, $per:literal,
       $definition:literal, $source:literal;)+) => {
        $(pub(crate) const $id: Definition = Definition {
            key: $key, name: $name, unit: $unit, per: $per, definition: $definition, source: $source,
        };)+
        const ALL: &[Definition] = &[$($id),+];
    };
}

definitions! {
    LAUNCH_MASS: "launch_mass_kg", "Launch mass", "kg", "",
        "Total mass, at departure, of everything that left the surface of the Earth through space.",
        "SpaceNet 2.5, launch mass; launches that were refused do not count here.";
    LAUNCHED: "launched_kg", "Launch mass by owner", "kg", "partner",
        "Mass launched from the surface of the Earth that the partner owns.",
        "";
    DELIVERED: "delivered_mass_kg", "Delivered mass", "kg", "node",
        "Cargo that arrived at the node (what is in holds and in stores that feed no engine), crew members not counted; every arrival counts.",
        "";
    GEAR_RATIO: "gear_ratio", "Gear ratio", "kg/kg", "node",
        "Launch mass of the campaign per kilogram of cargo delivered to the node.",
        "Usual in the field; here over all launches of the campaign.";
    MASS_TO_DESTINATION: "mass_to_destination_ratio", "Mass to destination", "kg/kg", "mission",
        "Cargo that the mission brought to its destination over the mass that it launched.",
        "";
    PROPELLANT_USED: "propellant_used_kg", "Propellant used", "kg", "vehicle",
        "Propellant burned by vehicles in burns that were carried out.",
        "";
    PROPELLANT_MARGIN: "propellant_margin_kg", "Least propellant left", "kg", "vehicle",
        "The least usable propellant that the vehicle had left after one of its burns, at its mixture ratio.",
        "";
    DV_MARGIN: "dv_margin_m_s", "Least velocity change left", "m/s", "vehicle",
        "The least velocity change that the propellant left after one of its burns would still give the stack; negative where a burn fell short.",
        "Rocket equation (Tsiolkovsky 1903) with the campaign's gravity constant.";
    UP_UTILISATION: "up_mass_utilisation", "Up-mass utilisation", "", "",
        "Cargo over cargo capacity, summed over trips from the surface of the Earth through space; capacity is what holds take and what the way's limit leaves after everything else aboard, crew included.",
        "SpaceNet 2.5, up-mass capacity utilisation, which sets total mass with propellant against cargo capacity; corrected.";
    DOWN_UTILISATION: "down_mass_utilisation", "Down-mass utilisation", "", "",
        "Cargo over cargo capacity, summed over trips from space to the surface of the Earth.",
        "SpaceNet 2.5, down-mass capacity utilisation; corrected as up-mass is.";
    UTILISATION: "utilisation", "Utilisation", "", "carrier",
        "Cargo over cargo capacity, summed over the trips of the carrier; carriers that travel together share their trip's figures.",
        "";
    CARRIED: "carried_kg", "Mass carried", "kg", "owner.operator",
        "Mass of the owner at departure, summed over the trips on ways that the operator runs.",
        "";
    CREW_SURFACE: "crew_surface_days", "Crew surface days", "d", "",
        "Crew members times days at surfaces other than the Earth's, on ways over them, or in orbits around the Sun.",
        "SpaceNet 2.5, crew surface days.";
    CREW_TIME: "crew_time_h", "Crew time", "h", "",
        "Hours of crew members away from the surface of the Earth.",
        "SpaceNet 2.5, crew time.";
    CREW_EXPLORATION: "crew_time_exploration_h", "Crew time for exploration", "h", "",
        "Hours free for the mission's work at destinations, EVA and repair taken off.",
        "SpaceNet 2.5, crew time of type exploration, which counts transits too and does not take off EVA; corrected.";
    CREW_TRANSIT: "crew_time_transit_h", "Crew time in transit", "h", "",
        "Hours free for the mission's work elsewhere than at destinations, EVA and repair taken off.",
        "Part of SpaceNet 2.5's crew time of type exploration.";
    CREW_EVA: "crew_time_eva_h", "Crew time in EVA", "h", "",
        "Hours of crew members outside their vehicle.",
        "";
    CREW_MAINTENANCE: "crew_time_maintenance_h", "Crew time in repair", "h", "",
        "Hours of crew members spent on repairs.",
        "SpaceNet 2.5, crew time of type corrective maintenance.";
    CREW_UNAVAILABLE: "crew_time_unavailable_h", "Crew time not available", "h", "",
        "Hours of crew members that are not free for the mission's work.",
        "SpaceNet 2.5, crew time of type unavailable.";
    EXPLORATION_DELIVERED: "exploration_mass_delivered_kg", "Exploration mass delivered", "kg", "",
        "Mass of classes 6 and 8 that arrived through space at surfaces other than the Earth's or orbits around the Sun.",
        "SpaceNet 2.5, exploration mass delivered, which counts at departure, and again from destination to destination; corrected.";
    EXPLORATION_CAPABILITY: "exploration_capability_kg_d", "Exploration capability", "kg d", "",
        "Integral over time of the crew members at each destination times the mass of classes 6 and 8 there.",
        "SpaceNet 2.5, exploration capability, without the rounding of its time steps.";
    RELATIVE_CAPABILITY: "relative_exploration_capability", "Relative exploration capability", "", "",
        "Exploration capability over 2594 kg d, divided by launch mass over 2 930 000 kg: as a multiple of Apollo 17.",
        "SpaceNet 2.5, relative exploration capability.";
    DEMAND: "demand_kg", "Demand", "kg", "class",
        "Mass of all goods that were needed, met or not.",
        "SpaceNet 2.5, demand simulation, without the rounding of its time steps.";
    UNMET: "unmet_demand_kg", "Unmet demand", "kg", "class",
        "Mass of goods that were needed and not had.",
        "SpaceNet 2.5, unsatisfied demands.";
    MISSING_PIECES: "missing_pieces", "Missing pieces", "", "demand",
        "Elements that a demand wanted at a node and that were not there, at worst; for the whole, the demands' pieces added.",
        "";
    STOCK_OUT: "stock_out_d", "Time short of supplies", "d", "site",
        "How long at least one need was unmet, overlaps counted once; a need of an instant adds no time. For the whole, the sites' times added.",
        "";
    FIRST_STOCK_OUT: "first_stock_out_d", "First short of supplies", "d", "site",
        "When, since the campaign's start, a need was first unmet.",
        "";
    MISSION_DURATION: "mission_duration_d", "Duration", "d", "mission",
        "From the mission's start to the next mission's start or to the end of its last event, whichever is later.",
        "SpaceNet 2.5, mission duration, which ends with the next mission's start in any case; corrected.";
    MISSION_TRANSIT: "mission_transit_d", "Transit", "d", "mission",
        "From the mission's start to the first arrival at its destination.",
        "SpaceNet 2.5, transit duration.";
    MISSION_STAY: "mission_stay_d", "Stay at the destination", "d", "mission",
        "From the first arrival at the destination to the last departure of the return, or to the mission's end.",
        "SpaceNet 2.5, destination duration.";
    MISSION_RETURN: "mission_return_d", "Return transit", "d", "mission",
        "From the last departure of the return to its last arrival.",
        "SpaceNet 2.5, return transit duration.";
    MISSION_DORMANT: "mission_dormant_d", "Dormant", "d", "mission",
        "What is left of the duration after transit, stay and return.",
        "SpaceNet 2.5, dormant duration.";
    MISSION_CREW: "mission_crew", "Crew", "", "mission",
        "Crew members that the mission created, or the most that it carried at once, whichever is more.",
        "SpaceNet 2.5, crew size: those created; a crew that stays over counts here too.";
    MISSION_EVAS: "mission_evas", "EVAs", "", "mission",
        "EVAs that took place.",
        "SpaceNet 2.5, number of EVAs, which counts planned ones.";
    MISSION_EVA_H: "mission_eva_crew_h", "EVA crew-hours", "h", "mission",
        "Hours of EVA summed over the crew members outside.",
        "SpaceNet 2.5, EVA crew time, which counts planned ones.";
    COST: "cost_total", "Cost", MONEY, "partner",
        "All costs, in the campaign's currency and price year; for a partner, what it pays.",
        "";
    COST_PER_KG: "cost_per_kg", "Cost per kilogram delivered", MONEY, "node",
        "All costs of the campaign over the cargo delivered to the node; for nodes away from the surface of the Earth and destinations of missions.",
        "";
    EMISSIONS: "emissions_kg", "Emissions", "kg", "",
        "Greenhouse gases of the trips that departed, for each trip and for each kilogram as the tariff of its way says, as carbon dioxide of the same effect over a hundred years.",
        "";
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn keys_are_unique_and_units_stand_last() {
        let keys: BTreeSet<&str> = definitions().iter().map(|d| d.key).collect();
        assert_eq!(keys.len(), definitions().len());
        for (unit, suffix) in [
            ("kg", "_kg"),
            ("h", "_h"),
            ("m/s", "_m_s"),
            ("kg d", "_kg_d"),
        ] {
            for definition in definitions().iter().filter(|d| d.unit == unit) {
                assert!(definition.key.ends_with(suffix), "{}", definition.key);
            }
        }
    }

    #[test]
    fn every_definition_is_one_sentence_or_two() {
        for definition in definitions() {
            assert!(definition.definition.ends_with('.'), "{}", definition.key);
            assert!(!definition.name.is_empty());
        }
    }

    #[test]
    fn a_number_that_is_none_is_no_value() {
        assert_eq!(LAUNCH_MASS.measure(f64::NAN).value, None);
        assert_eq!(
            LAUNCH_MASS.of("moon", "Moon", 2.0).key,
            "launch_mass_kg.moon"
        );
    }
}
