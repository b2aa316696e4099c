//! The words of the files: every enumeration in its JSON and its XML spelling.

use super::scenario::{Body, BurnStep, BurnSystem, Environment, ScenarioKind, StateKind};
use super::settings::ItemDiscretization;

/// An enumeration that the files spell with a word.
pub(super) trait Word: Copy + PartialEq + 'static {
    /// What the word says, for messages.
    const WHAT: &'static str;
    /// Every value with its JSON and its XML spelling.
    const ALL: &'static [(Self, &'static str, &'static str)];

    /// The value spelt so in either format, without regard to case.
    fn from_word(text: &str) -> Option<Self> {
        let text = text.trim();
        let is = |word: &str| word.eq_ignore_ascii_case(text);
        let found = Self::ALL.iter().find(|(_, json, xml)| is(json) || is(xml));
        found.map(|(value, _, _)| *value)
    }

    /// The JSON spellings, for messages.
    fn spellings() -> String {
        let words: Vec<&str> = Self::ALL.iter().map(|(_, json, _)| *json).collect();
        words.join(", ")
    }

    /// The JSON spelling of the value.
    fn word(self) -> &'static str {
        let found = Self::ALL.iter().find(|(value, _, _)| *value == self);
        found.map_or("", |(_, json, _)| *json)
    }
}

impl Word for Environment {
    const WHAT: &'static str = "environment";
    const ALL: &'static [(Self, &'static str, &'static str)] = &[
        (Self::Pressurized, "Pressurized", "PRESSURIZED"),
        (Self::Unpressurized, "Unpressurized", "UNPRESSURIZED"),
    ];
}

impl Word for Body {
    const WHAT: &'static str = "body";
    const ALL: &'static [(Self, &'static str, &'static str)] = &[
        (Self::Sun, "Sun", "SUN"),
        (Self::Venus, "Venus", "VENUS"),
        (Self::Earth, "Earth", "EARTH"),
        (Self::Moon, "Moon", "MOON"),
        (Self::Mars, "Mars", "MARS"),
        (Self::Phobos, "Phobos", "PHOBOS"),
        (Self::Deimos, "Deimos", "DEIMOS"),
        (Self::Jupiter, "Jupiter", "JUPITER"),
    ];
}

impl Word for ScenarioKind {
    const WHAT: &'static str = "scenario type";
    const ALL: &'static [(Self, &'static str, &'static str)] = &[
        (Self::EarthOnly, "Earth Only", "ISS"),
        (Self::Lunar, "Lunar", "LUNAR"),
        (Self::MoonOnly, "Moon Only", "MOON_ONLY"),
        (Self::Martian, "Martian", "MARTIAN"),
        (Self::MarsOnly, "Mars Only", "MARS_ONLY"),
        (Self::SolarSystem, "Solar System", "SOLAR_SYSTEM"),
    ];
}

impl Word for StateKind {
    const WHAT: &'static str = "state type";
    const ALL: &'static [(Self, &'static str, &'static str)] = &[
        (Self::Active, "Active", "ACTIVE"),
        (Self::Special, "Special", "SPECIAL"),
        (Self::Quiescent, "Quiescent", "QUIESCENT"),
        (Self::Dormant, "Dormant", "DORMANT"),
        (Self::Decommissioned, "Decommissioned", "DECOMMISSIONED"),
    ];
}

impl Word for BurnSystem {
    const WHAT: &'static str = "burn type";
    const ALL: &'static [(Self, &'static str, &'static str)] =
        &[(Self::Oms, "OMS", "OMS"), (Self::Rcs, "RCS", "RCS")];
}

impl Word for BurnStep {
    const WHAT: &'static str = "burn or stage";
    const ALL: &'static [(Self, &'static str, &'static str)] = &[
        (Self::Burn, "Burn", "Burn"),
        (Self::Stage, "Stage", "Stage"),
    ];
}

impl Word for ItemDiscretization {
    const WHAT: &'static str = "item discretisation";
    const ALL: &'static [(Self, &'static str, &'static str)] = &[
        (Self::None, "None", "NONE"),
        (Self::Element, "Element", "BY_ELEMENT"),
        (Self::Location, "Location", "BY_LOCATION"),
        (Self::Scenario, "Scenario", "BY_SCENARIO"),
    ];
}

/// SpaceNet's classes of supply.
pub(super) const CLASSES_OF_SUPPLY: &[u16] = &[
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 101, 102, 103, 104, 105, 106, 201, 202, 203, 204, 205, 206,
    301, 302, 303, 304, 305, 306, 401, 402, 403, 404, 405, 501, 502, 601, 602, 603, 701, 702, 703,
    801, 802, 803, 804, 805, 806, 901, 902, 4011, 4012, 8041, 8042, 9021, 9022, 9023, 9024,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_spellings_mean_the_same() {
        assert_eq!(
            ScenarioKind::from_word("ISS"),
            Some(ScenarioKind::EarthOnly)
        );
        assert_eq!(
            ScenarioKind::from_word("earth only"),
            Some(ScenarioKind::EarthOnly)
        );
        assert_eq!(
            ItemDiscretization::from_word("BY_ELEMENT"),
            Some(ItemDiscretization::Element)
        );
        assert_eq!(Body::from_word("Pluto"), None);
        assert_eq!(Environment::Pressurized.word(), "Pressurized");
    }

    #[test]
    fn the_classes_of_supply_are_58() {
        assert_eq!(CLASSES_OF_SUPPLY.len(), 58);
    }
}
