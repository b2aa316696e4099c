//! The classes of supply: ten functional classes of everything that a campaign carries.
//!
//! The scheme is that of Shull, Gralla, Silver and de Weck ("Logistics Information Systems for Human
//! Space Exploration", AIAA 2006-5733) as used in the field since: a class is a number whose leading
//! digits name its parents (4011 is within 401, within 4; 10 stands alone).

use std::fmt;

/// A class of supply, `0` to `10` or a subclass such as `201` (water and support equipment).
///
/// ```
/// use portolan_model::SupplyClass;
/// let water: SupplyClass = SupplyClass::new(201)?;
/// assert!(water.is_within(SupplyClass::CREW_PROVISIONS));
/// assert_eq!(water.name(), "water and support equipment");
/// # Ok::<(), portolan_model::ClassError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SupplyClass(u16);

/// A number that is no class of supply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClassError(pub u16);

impl fmt::Display for ClassError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} is no class of supply (0 to 10, or a listed subclass such as 201)",
            self.0
        )
    }
}

impl std::error::Error for ClassError {}

const NAMES: &[(u16, &str)] = &[
    (0, "none"),
    (1, "propellants and fuels"),
    (2, "crew provisions"),
    (3, "crew operations"),
    (4, "maintenance and upkeep"),
    (5, "stowage and restraint"),
    (6, "exploration and research"),
    (7, "waste and disposal"),
    (8, "habitation and infrastructure"),
    (9, "transportation and carriers"),
    (10, "miscellaneous"),
    (101, "cryogens"),
    (102, "hypergols"),
    (103, "nuclear fuel"),
    (104, "petroleum fuels"),
    (105, "other fuels"),
    (106, "green propellants"),
    (201, "water and support equipment"),
    (202, "food and support equipment"),
    (203, "gases"),
    (204, "hygiene items"),
    (205, "clothing"),
    (206, "personal items"),
    (301, "office equipment and supplies"),
    (302, "EVA equipment and consumables"),
    (303, "health equipment and consumables"),
    (304, "safety equipment"),
    (305, "communications equipment"),
    (306, "computers and support equipment"),
    (401, "spares and repair parts"),
    (402, "maintenance tools"),
    (403, "lubricants and bulk chemicals"),
    (404, "batteries"),
    (405, "cleaning equipment and consumables"),
    (501, "cargo containers and restraints"),
    (502, "inventory management equipment"),
    (601, "science payloads and instruments"),
    (602, "field equipment"),
    (603, "samples"),
    (701, "waste"),
    (702, "waste management equipment"),
    (703, "failed parts"),
    (801, "habitation facilities"),
    (802, "surface mobility systems"),
    (803, "power systems"),
    (804, "robotic systems"),
    (805, "resource utilisation systems"),
    (806, "orbiting service systems"),
    (901, "carriers, non-propulsive elements"),
    (902, "propulsive elements"),
    (4011, "spares"),
    (4012, "repair parts"),
    (8041, "science robotics"),
    (8042, "construction and maintenance robotics"),
    (9021, "launch vehicles"),
    (9022, "upper stages and in-space propulsion systems"),
    (9023, "descent stages"),
    (9024, "ascent stages"),
];

impl SupplyClass {
    /// 0: none; the class of crew members and of things that are no supply.
    pub const NONE: Self = Self(0);
    /// 1: propellants and fuels.
    pub const PROPELLANTS: Self = Self(1);
    /// 2: crew provisions.
    pub const CREW_PROVISIONS: Self = Self(2);
    /// 3: crew operations.
    pub const CREW_OPERATIONS: Self = Self(3);
    /// 4: maintenance and upkeep.
    pub const MAINTENANCE: Self = Self(4);
    /// 5: stowage and restraint.
    pub const STOWAGE: Self = Self(5);
    /// 6: exploration and research.
    pub const EXPLORATION: Self = Self(6);
    /// 7: waste and disposal.
    pub const WASTE: Self = Self(7);
    /// 8: habitation and infrastructure.
    pub const HABITATION: Self = Self(8);
    /// 9: transportation and carriers.
    pub const TRANSPORTATION: Self = Self(9);

    /// The class with this number.
    ///
    /// # Errors
    /// [`ClassError`] where the scheme has no such class.
    pub fn new(number: u16) -> Result<Self, ClassError> {
        let known = NAMES.iter().any(|(class, _)| *class == number);
        if known {
            Ok(Self(number))
        } else {
            Err(ClassError(number))
        }
    }

    /// The number.
    pub const fn number(self) -> u16 {
        self.0
    }

    /// The name in the field.
    pub fn name(self) -> &'static str {
        NAMES
            .iter()
            .find(|(class, _)| *class == self.0)
            .map_or("", |(_, name)| name)
    }

    /// All classes with their names, parents before the subclasses.
    pub fn all() -> impl Iterator<Item = Self> {
        NAMES.iter().map(|(class, _)| Self(*class))
    }

    /// The class that this one is a subclass of, or `None` for the top classes.
    pub const fn parent(self) -> Option<Self> {
        match self.0 {
            0..=10 => None,
            // 101 is a subclass of 1: the two leading digits are no class of their own.
            11..=999 => Some(Self(self.0 / 100)),
            _ => Some(Self(self.0 / 10)),
        }
    }

    /// The top class, 0 to 10.
    pub const fn top(self) -> Self {
        let mut class = self;
        while let Some(parent) = class.parent() {
            class = parent;
        }
        class
    }

    /// True where this class is `other` or one of its subclasses.
    pub const fn is_within(self, other: Self) -> bool {
        let mut class = self;
        loop {
            if class.0 == other.0 {
                return true;
            }
            match class.parent() {
                Some(parent) => class = parent,
                None => return false,
            }
        }
    }
}

impl fmt::Display for SupplyClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nesting_follows_the_digits() {
        let class = |n| SupplyClass::new(n).unwrap();
        assert!(class(4011).is_within(class(401)));
        assert!(class(4011).is_within(class(4)));
        assert!(!class(401).is_within(class(4011)));
        assert!(!class(10).is_within(class(1)), "ten stands alone");
        assert!(
            !class(101).is_within(class(10)),
            "101 is a propellant, no miscellany"
        );
        assert_eq!(class(9024).top(), SupplyClass::TRANSPORTATION);
        assert_eq!(class(10).top(), class(10));
        assert_eq!(SupplyClass::new(11), Err(ClassError(11)));
    }
}
