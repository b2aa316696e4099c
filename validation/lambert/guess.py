"""Fits the constants of crates/astro/src/lambert/guess.rs: where the search for x begins.

x nearly fulfils alpha x² - 2 b x - u = 0, with alpha and b polynomials in k, u and 1/m whose leading terms are the
expansion of Lagrange's equation (see guess.rs); the seven constants are least-squares fits of x itself.

    pip install numpy scipy
    python guess.py
"""
import numpy as np
from scipy.optimize import least_squares

PI = np.pi


def time(x, l, turns):
    """Time of flight without dimension of an ellipse (Lancaster and Blanchard)."""
    y, e = np.sqrt(1 - l * l * (1 - x * x)), 1 - x * x
    psi = np.arctan2((y - l * x) * np.sqrt(e), x * y + l * e)
    return ((psi + turns * PI) / np.sqrt(e) - x + l * y) / e


def own(l):
    """The time at x = 0, without revolutions."""
    return np.arccos(l) + l * np.sqrt(1 - l * l)


def guess(p, rows):
    l, turns, t, side, _, _ = rows
    c, d, f, g, h, i, j = p
    m = own(l) + turns * PI
    w, k, r = (m / t) ** (2 / 3), PI / 2 - own(l), 1 / m
    u = 1 - w
    alpha = 1 + w * r * (k * (1 - d * u) + (h * k * k - 4 / 9 - f * u) * r)
    b = w * r * ((2 - c * u) / 3 + r * (k * (i + j * u) + g * u * r))
    return (b + side * np.sqrt(np.maximum(b * b + alpha * u, 0))) / alpha


def direct():
    rows = []
    for l in np.linspace(-0.95, 0.95, 39):
        x = -np.cos(np.linspace(0.12, PI / 2 - 0.01, 100))
        weight = (1 if abs(l) < 0.8 else 0.2) / (1 + x)
        rows += [(l, 0, t, -1, z, q) for t, z, q in zip(time(x, l, 0), x, weight)]
    return np.array(rows).T


def repeated():
    rows = []
    for turns in [1, 1, 2, 3, 4, 6, 9]:
        for l in np.linspace(-0.85, 0.85, 12):
            x = np.cos(np.linspace(0.2, PI - 0.2, 120))
            t = time(x, l, turns)
            bottom = x[t.argmin()]
            for side in (-1, 1):
                keep = (x - bottom) * side > 0.05
                rows += [(l, turns, a, side, z, 1 / (1 - z * z)) for a, z in zip(t[keep], x[keep])]
    return np.array(rows).T


for name, rows in (("DIRECT", direct()), ("REPEATED", repeated())):
    *_, x, weight = rows

    def off(p):
        return (guess(p, rows) - x) * weight

    fit = least_squares(off, [0.4, 0.3, 0, 0, 0, 0, 0], loss="soft_l1", f_scale=1e-3)
    print(name, np.round(fit.x, 3), "mean %.0e, greatest %.0e" % (abs(off(fit.x)).mean(), abs(off(fit.x)).max()))
