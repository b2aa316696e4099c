"""The lunar campaign with spacecraft sized on a triangulated mesh: the dry mass is piecewise linear in P and Q.

    python lunar_pwl.py 2
    python lunar_pwl.py 3 --diagonals falling
    python lunar_pwl.py 2 --print-mesh

The mesh and its triangles are those of the published code: see README.md.
"""

import argparse
import time

import numpy as np
from scipy.spatial import Delaunay

import lunar
import lunar_exact
from lunar import MASS_MAX, MASS_MIN, PAYLOAD_BOUNDS, PROPELLANT_MAX, PROPELLANT_MIN, Campaign
from lunar_exact import Craft, unary_hulls

CASES = {
    "2": Campaign.alike(designs=1, copies=6),
    "3": Campaign.alike(designs=2, copies=3),
    "6": lunar_exact.CSV_CAMPAIGN,
}


def mesh_points(step):
    """The points (P, Q) at which there is a spacecraft, column by column, and its dry mass at each."""
    points, masses = [], []
    payload = PAYLOAD_BOUNDS[0]
    while payload < PAYLOAD_BOUNDS[1] + step:
        propellant = PROPELLANT_MIN
        while (mass := lunar.dry_mass(payload, propellant)) is not None:
            points.append((payload, propellant))
            masses.append(mass)
            propellant += step
        payload += step
    return np.array(points), np.array(masses)


def triangles_of(points, step, diagonals):
    """Triples of point numbers; `diagonals` says how the squares of the mesh are cut."""
    triangles = [tuple(sorted(int(i) for i in t)) for t in Delaunay(points).simplices]
    if diagonals == "qhull":
        return sorted(triangles)
    number = {tuple(p): i for i, p in enumerate(points.tolist())}
    squares, rest = set(), []
    for t in triangles:
        low, high = points[list(t)].min(axis=0), points[list(t)].max(axis=0)
        p, q = low.tolist()
        corners = [(p, q), (p + step, q), (p, q + step), (p + step, q + step)]
        if (high - low).tolist() == [step, step] and all(c in number for c in corners):
            squares.add(tuple(number[c] for c in corners))
        else:
            rest.append(t)
    for a, b, c, d in squares:  # a low-low, b high P, c high Q, d high-high
        rest += [(a, b, c), (b, c, d)] if diagonals == "falling" else [(a, b, d), (a, c, d)]
    return sorted(tuple(sorted(t)) for t in rest)


def print_mesh(points, masses, triangles):
    """The mesh as text: points with their dry mass, then triangles by point numbers."""
    print(f"{len(points)} points: number, payload kg, propellant kg, dry mass kg")
    for i, ((payload, propellant), mass) in enumerate(zip(points, masses)):
        print(f"{i} {payload:.0f} {propellant:.0f} {mass:.9f}")
    print(f"{len(triangles)} triangles: point numbers")
    for t in triangles:
        print(*t)


def add_meshed_craft(h, points, masses, triangles):
    """A design on the mesh: a convex combination of the points of one triangle."""
    craft = Craft(
        h.addVariable(lb=PAYLOAD_BOUNDS[0], ub=PAYLOAD_BOUNDS[1]),
        h.addVariable(lb=PROPELLANT_MIN, ub=PROPELLANT_MAX),
        h.addVariable(lb=MASS_MIN, ub=MASS_MAX),
        None,
    )
    weights = [h.addVariable(lb=0) for _ in points]
    chosen = [h.addBinary() for _ in triangles]
    at_point = [[] for _ in points]
    for z, triangle in zip(chosen, triangles):
        for i in triangle:
            at_point[i].append(z)
    for weight, around in zip(weights, at_point):
        h.addConstr(weight <= h.qsum(around))
    h.addConstr(h.qsum(chosen) == 1)
    h.addConstr(h.qsum(weights) == 1)
    h.addConstr(craft.payload == h.qsum([float(p) * w for (p, _), w in zip(points, weights)]))
    h.addConstr(craft.propellant == h.qsum([float(q) * w for (_, q), w in zip(points, weights)]))
    h.addConstr(craft.mass == h.qsum([float(m) * w for m, w in zip(masses, weights)]))
    return craft


def solve(campaign, step=2500.0, diagonals="qhull", gap=1e-7, time_limit_s=1500.0, log=False):
    """The least mass launched: (status, mass, bound, designs, solver)."""
    points, masses = mesh_points(step)
    triangles = triangles_of(points, step, diagonals)
    h = lunar.new_solver(time_limit_s, gap, log=log)
    crafts = [add_meshed_craft(h, points, masses, triangles) for _ in range(campaign.designs)]
    for first, second in zip(crafts, crafts[1:]):
        h.addConstr(first.payload >= second.payload)  # designs may be swapped
    flow = lunar.add_flow(h, campaign, unary_hulls(h, campaign, crafts))
    h.minimize(flow.launched)
    designs = [(h.val(c.payload), h.val(c.propellant), h.val(c.mass)) for c in crafts]
    status, mass, bound, _ = lunar.outcome(h)
    return status, mass, bound, designs, h


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("case", choices=CASES)
    parser.add_argument("--step", type=float, default=2500.0, help="width of the mesh, kg")
    parser.add_argument("--diagonals", choices=["qhull", "falling", "rising"], default="qhull")
    parser.add_argument("--print-mesh", action="store_true")
    parser.add_argument("--time-limit", type=float, default=1500.0)
    parser.add_argument("--log", action="store_true")
    args = parser.parse_args()
    if args.print_mesh:
        points, masses = mesh_points(args.step)
        print_mesh(points, masses, triangles_of(points, args.step, args.diagonals))
        return
    start = time.perf_counter()
    status, mass, bound, designs, h = solve(
        CASES[args.case], args.step, args.diagonals, time_limit_s=args.time_limit, log=args.log
    )
    wall_s = time.perf_counter() - start
    print(f"columns {h.getNumCol()} rows {h.getNumRow()} nodes {h.getInfo().mip_node_count}")
    print(f"{status}: launched {mass:.6f} kg, bound {bound:.6f} kg, {wall_s:.2f} s in all")
    for payload, propellant, dry in designs:
        print(f"  payload {payload:.7f} kg, propellant {propellant:.7f} kg, dry mass {dry:.7f} kg")


if __name__ == "__main__":
    main()
