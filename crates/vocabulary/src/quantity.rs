//! Physical quantities as newtypes over `f64` in SI base units.
//!
//! A newtype stands at every public boundary, so that a mass cannot be passed for a volume. Inside a
//! formula the raw number is taken out by a method that names its unit (`mass.kg()`).

use crate::unit::Dimension;
use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Div, Mul, Neg, Sub, SubAssign};

/// A physical quantity: a number in the SI base unit of its dimension.
pub trait Quantity: Copy + PartialEq {
    /// The dimension that unit texts are checked against.
    const DIMENSION: Dimension;
    /// A quantity from its value in the SI base unit.
    fn from_si(value: f64) -> Self;
    /// The value in the SI base unit.
    fn si(self) -> f64;
}

macro_rules! quantity {
    ($(#[$doc:meta])* $name:ident, $get:ident, $dimension:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd)]
        pub struct $name(f64);

        impl $name {
            /// Nothing of it.
            pub const ZERO: Self = Self(0.0);

            /// The quantity with this value in the base unit that the method of the same name returns.
            pub const fn new(si: f64) -> Self {
                Self(si)
            }

            /// The value in the base unit that this method is named after.
            pub const fn $get(self) -> f64 {
                self.0
            }
        }

        impl Quantity for $name {
            const DIMENSION: Dimension = Dimension::$dimension;
            fn from_si(value: f64) -> Self {
                Self(value)
            }
            fn si(self) -> f64 {
                self.0
            }
        }

        impl Add for $name {
            type Output = Self;
            fn add(self, other: Self) -> Self {
                Self(self.0 + other.0)
            }
        }
        impl AddAssign for $name {
            fn add_assign(&mut self, other: Self) {
                self.0 += other.0;
            }
        }
        impl Sub for $name {
            type Output = Self;
            fn sub(self, other: Self) -> Self {
                Self(self.0 - other.0)
            }
        }
        impl SubAssign for $name {
            fn sub_assign(&mut self, other: Self) {
                self.0 -= other.0;
            }
        }
        impl Mul<f64> for $name {
            type Output = Self;
            fn mul(self, factor: f64) -> Self {
                Self(self.0 * factor)
            }
        }
        impl Div<f64> for $name {
            type Output = Self;
            fn div(self, divisor: f64) -> Self {
                Self(self.0 / divisor)
            }
        }
        impl Div for $name {
            type Output = f64;
            fn div(self, other: Self) -> f64 {
                self.0 / other.0
            }
        }
        impl Neg for $name {
            type Output = Self;
            fn neg(self) -> Self {
                Self(-self.0)
            }
        }
        impl Sum for $name {
            fn sum<I: Iterator<Item = Self>>(values: I) -> Self {
                Self(values.map(|value| value.0).sum())
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{} {}", self.0, Dimension::$dimension.base_unit())
            }
        }
    };
}

quantity!(
    /// A mass, in kilograms.
    ///
    /// ```
    /// use portolan_vocabulary::Mass;
    /// assert_eq!((Mass::new(1500.0) + Mass::new(500.0)).kg(), 2000.0);
    /// ```
    Mass, kg, Mass
);
quantity!(
    /// A volume, in cubic metres.
    Volume, m3, Volume
);
quantity!(
    /// A distance or a length, in metres.
    Distance, m, Length
);
quantity!(
    /// A speed or a change of velocity, in metres per second.
    Speed, m_s, Speed
);
quantity!(
    /// A specific impulse as a time, in seconds: exhaust velocity divided by standard gravity.
    SpecificImpulse, s, SpecificImpulse
);
quantity!(
    /// An angle, in degrees (the unit of every latitude, longitude and inclination in the field).
    Angle, deg, Angle
);
quantity!(
    /// A force, in newtons.
    Force, n, Force
);
quantity!(
    /// A power, in watts.
    Power, w, Power
);
quantity!(
    /// A pressure, in pascals.
    Pressure, pa, Pressure
);
quantity!(
    /// A thermodynamic temperature, in kelvins.
    Temperature, k, Temperature
);
