//! When can it fly, and what does it cost: ephemerides, transfers and windows through space.
//!
//! Everything inside is in SI units: metres, metres per second, seconds, radians; vectors are in the
//! ICRF unless a name says otherwise. Instants are barycentric dynamical time ([`Tdb`]). Bad input is an
//! [`AstroError`], never a wrong number.

mod arrival;
mod ascent;
mod asteroid;
mod body;
mod chain;
mod conic;
mod ephemeris;
mod error;
mod frames;
mod integrator;
mod interplanetary;
mod kepler;
mod lambert;
mod light;
mod low_thrust;
mod moon;
mod plane;
mod porkchop;
mod restricted;
pub mod roots;
mod shadow;
mod space;
mod state;
mod station;
mod time;
mod tle;
mod tli;
mod windows;

pub use arrival::{
    Aerobraking, Aerocapture, FLOWN_AEROBRAKING, FlownAerobraking, delivered_share,
    entry_speed_m_s, shield_share,
};
pub use ascent::{Ascent, AscentLosses, FLOWN_ASCENTS, FlownAscent};
pub use asteroid::{Screening, SmallBodyElements, screen_rendezvous};
pub use body::{ASTRONOMICAL_UNIT_M, Constants, Orbit, Point, constants, gm_m3_s2};
pub use chain::{Chain, ChainLeg, Flown};
pub use conic::{
    AsymptoteBurn, Ellipse, PatchedTransfer, Phasing, ThreeBurns, TwoBurns, bi_elliptic,
    burn_to_asymptote, hohmann, hohmann_departures, hohmann_turned, off_plane_rad, patched_hohmann,
    phasing, synodic_period_s, turned_dv_m_s,
};
#[cfg(feature = "kernels")]
pub use ephemeris::Kernels;
pub use ephemeris::{BuiltIn, Ephemeris, Fit, Misfit, Packed};
pub use error::AstroError;
pub use frames::{EarthSite, Equator, icrf_from_mean_of_date, moon_fixed_from_icrf};
pub use glam::DVec3;
pub use integrator::{Dop853, Moment, Passing};
pub use interplanetary::{
    Allowance, DepartureSlice, Optimum, ReturnTerms, RoundTrip, Search, Season, StayClass, Survey,
    opportunities, round_trips,
};
pub use kepler::{Elements, ElementsAt, Frame, eccentric_anomaly_rad, propagate, true_anomaly_rad};
pub use lambert::{
    Arc, Branch, MOST_REVOLUTIONS, NoArc, Sense, Solution, all_arcs, arc_on_branch, direct_arc,
    direct_arcs, lambert, lambert_on_branch, lambert_revolutions, least_tof_s,
};
pub use light::{MoonSite, lunar_elevation_rad, lunar_sight_windows};
pub use low_thrust::{
    Craft, Edelbaum, FlownSpiral, NodeDrift, Power, PoweredFlight, SpiralEnd, Underway,
    escape_spiral_dv_m_s, fly_spiral, node_drift, node_rate_rad_s,
};
pub use moon::{LunarExtreme, LunarQuantity, lunar_extremes};
pub use plane::{Heading, LaunchWindow, OrbitPlane, PlaneAccess, PlanePass, turn_dv_m_s};
pub use porkchop::{
    Absence, Absences, Cell, Criterion, Dates, Flight, Heliocentric, Kind, Leg, Planet, Porkchop,
    Progress, Terminal,
};
pub use restricted::{
    Apsis, ApsisKind, Halo, HaloClass, HaloOrbit, LibrationPoint, MEAN_SYNODIC_MONTH_S, Passage,
    Primary, Region, RestrictedSystem, RotatingState, Transition, access_windows,
};
pub use shadow::{
    Depth, EclipseKind, LunarEclipse, LunarPlace, OrbitShade, beta_angle_rad, earth_shadow_windows,
    full_sun_windows, lunar_eclipses, orbit_eclipses, orbit_shade, plane_beta_rad,
};
pub use space::{PorkchopMap, Space, ThroughTrip, codes, through};
pub use state::State;
pub use station::{RendezvousClass, StationAccess, StationOrbit, StationWindow};
pub use time::{Tdb, gmst_rad};
pub use tle::Tle;
pub use tli::{
    LunarReturn, LunarTransfer, LunarWindow, injection_dv_m_s, lunar_capture_dv_m_s,
    lunar_departures, lunar_return, lunar_transfer, lunar_windows, moon_off_plane_rad,
};
pub use windows::{Clock, Windows};
