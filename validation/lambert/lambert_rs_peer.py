"""lambert-rs (from PyPI) as a peer of benches/lambert.rs: solves the second set, every pair of points with every
time, by its vector function on one thread. The time includes the orbital elements that it always computes.

    pip install lambert-rs numpy
    python lambert_rs_peer.py PROBLEMS MAX_REVOLUTIONS
"""
import os
import sys
import time

os.environ["RAYON_NUM_THREADS"] = "1"

import lambert_rs
import numpy as np

PAIRS, TIMES = 250, 200

data = np.loadtxt(sys.argv[1], max_rows=max(PAIRS, TIMES))
r1, r2, tof = data[:PAIRS, 1:4].copy(), data[:PAIRS, 4:7].copy(), data[:TIMES, 7].copy()
for name, revolutions in (("grid-direct", 0), ("grid-all", int(sys.argv[2]))):
    start = time.perf_counter()
    found = lambert_rs.lambert_izzo_vec(r1, r2, tof, revolutions, False, mu=1.0, tol=1e-12)
    seconds = time.perf_counter() - start
    v1, v2 = found.v1[..., 0], found.v2[..., 1]
    print(name, int(np.isfinite(v1).sum()), seconds, repr(float(np.nansum(v1) + np.nansum(v2))))
