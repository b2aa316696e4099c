"""The maritime network of Ozawa (2018): cars carried by ships that burn what they load, as a MILP.

    python ships.py EU,JP lng,hfo
    python ships.py - mgo            (no base)
    python ships.py all
"""

import argparse
import math
import time

import highspy

PORTS = ["JP", "ME", "SE", "AU", "EU", "AW", "AE"]
KM = {
    ("JP", "ME"): 11400, ("JP", "SE"): 5200, ("JP", "AU"): 5400, ("JP", "AW"): 7800, ("ME", "SE"): 6200,
    ("ME", "EU"): 5000, ("SE", "AU"): 3300, ("SE", "EU"): 10000, ("AU", "AW"): 12300, ("EU", "AE"): 5900,
    ("AW", "AE"): 9400,
}
KM |= {(j, i): km for (i, j), km in KM.items()}
CARS = {
    "jp": {"JP": 9999, "ME": -14, "SE": -13, "AU": -8, "EU": -17, "AW": -37},
    "am": {"AW": 9999, "AE": 9999, "JP": -12, "ME": -8, "EU": -21},
}
FUELS = {"lng": (0.099, 1500), "hfo": (0.124, 3000), "mgo": (0.112, 3500)}  # t/km of a ship, tank t
FUEL_SUPPLY_T = 99999999
PRICE = {  # $/t: lng, hfo, mgo
    "JP": (345, 335, 500), "ME": (125, 330, 550), "SE": (140, 330, 440), "AU": (140, 400, 500),
    "EU": (300, 310, 430), "AW": (155, 310, 450), "AE": (155, 350, 490),
}
LOAD = 10

# bases, fuels, optimum in $ as the repository's result files have it (None: infeasible)
ROWS = [
    ("EU", "mgo", 14017920.0),
    ("EU", "hfo", 10826564.0),
    ("EU", "hfo,mgo", 10826564.0),
    ("EU", "lng", None),
    ("EU", "lng,hfo", 9492482.5),
    ("EU", "lng,hfo,mgo", 9492482.5),
    ("EU", "lng,mgo", 11748534.5),
    ("EU,JP", "mgo", 14017920.0),
    ("EU,JP", "hfo", 10826564.0),
    ("EU,JP", "lng", None),
    ("EU,JP", "lng,hfo", 7600054.5),
    ("EU,JP", "lng,hfo,mgo", 7600054.5),
    ("EU,JP", "lng,mgo", 8836510.5),
    ("EU,SE", "lng", None),
    ("EU,SE", "lng,hfo", 7295926.5),
    ("EU,SE", "lng,hfo,mgo", 7295926.5),
    ("EU,SE", "lng,mgo", 8371356.0),
    ("EU,JP,SE", "lng", None),
    ("EU,JP,SE", "lng,hfo", 7288204.5),
    ("EU,JP,SE", "lng,hfo,mgo", 7288204.5),
    ("EU,JP,SE", "lng,mgo", 8363634.0),
]


def solve(bases, fuels, time_limit_s=math.inf, gap=0.0, log=False):
    """The least fuel cost: (status, cost in $, bound, ship-km per fuel, solver)."""
    h = highspy.Highs()
    h.setOptionValue("output_flag", log)
    h.setOptionValue("threads", 2)
    h.setOptionValue("time_limit", time_limit_s)
    h.setOptionValue("mip_rel_gap", gap)
    edges = list(KM)
    ships = {(e, f, c): h.addIntegral(lb=0) for e in edges for f in FUELS for c in CARS}
    cars = {(e, c): h.addIntegral(lb=0) for e in edges for c in CARS}
    loaded = {(e, f): h.addVariable(lb=0) for e in edges for f in FUELS}
    landed = {(e, f): h.addVariable(lb=0) for e in edges for f in FUELS}
    for e in edges:
        for f, (rate, tank) in FUELS.items():
            fleet = h.qsum([ships[e, f, c] for c in CARS])
            h.addConstr(landed[e, f] == loaded[e, f] - rate * KM[e] * fleet)
            h.addConstr(loaded[e, f] <= tank * fleet)
        for c in CARS:
            h.addConstr(cars[e, c] <= LOAD * h.qsum([ships[e, f, c] for f in FUELS]))
    for port in PORTS:
        leaving = [e for e in edges if e[0] == port]
        arriving = [e for e in edges if e[1] == port]
        for c in CARS:
            given = CARS[c].get(port, 0)
            h.addConstr(h.qsum([cars[e, c] for e in leaving]) - h.qsum([cars[e, c] for e in arriving]) <= given)
            for f in FUELS:
                out = h.qsum([ships[e, f, c] for e in leaving])
                h.addConstr(out - h.qsum([ships[e, f, c] for e in arriving]) <= 0)
        for f in FUELS:
            given = FUEL_SUPPLY_T if f in fuels and (f != "lng" or port in bases) else 0
            out = h.qsum([loaded[e, f] for e in leaving])
            h.addConstr(out - h.qsum([landed[e, f] for e in arriving]) <= given)
    cost = []
    for (e, f, _c), n in ships.items():
        price = PRICE[e[0]][list(FUELS).index(f)]
        cost.append(price * FUELS[f][0] * KM[e] * n)
    h.minimize(h.qsum(cost))
    status = h.modelStatusToString(h.getModelStatus())
    if status != "Optimal":
        return status, math.nan, math.nan, {}, h
    x = h.getSolution().col_value
    ship_km = {f: sum(KM[e] * x[n.index] for (e, g, _c), n in ships.items() if g == f) for f in FUELS}
    return status, h.getObjectiveValue(), h.getInfo().mip_dual_bound, ship_km, h


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bases", help="ports with an LNG base, by commas; '-' for none; 'all' for every known row")
    parser.add_argument("fuels", nargs="?", default="", help="lng, hfo, mgo, by commas")
    parser.add_argument("--time-limit", type=float, default=1500.0)
    parser.add_argument("--log", action="store_true")
    args = parser.parse_args()
    rows = ROWS if args.bases == "all" else [(args.bases, args.fuels, None)]
    for bases, fuels, _ in rows:
        start = time.perf_counter()
        status, cost, bound, ship_km, h = solve(bases.split(","), fuels.split(","), args.time_limit, log=args.log)
        wall_s = time.perf_counter() - start
        km = "/".join(f"{value:.0f}" for value in ship_km.values())
        size = f"columns {h.getNumCol()} rows {h.getNumRow()} nodes {h.getInfo().mip_node_count}"
        line = f"{bases} {fuels}: {status} {cost:.1f} $, bound {bound:.1f}, ship-km {km}; {size}; {wall_s:.2f} s"
        print(line, flush=True)


if __name__ == "__main__":
    main()
