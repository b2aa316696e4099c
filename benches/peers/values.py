"""Solve further cases of the lunar campaign, one row of `values.csv` each; rows that are there are kept.

    python values.py values.csv
"""

import csv
import dataclasses
import math
import os
import sys
import time

import lunar
import lunar_exact
import lunar_fixed
import lunar_pwl
from lunar import Campaign

ALL = ("LEO", "LLO", "LS")
ONE, TWO = dict(designs=1, copies=6), dict(designs=2, copies=3)
DESIGN_1 = [lunar_fixed.DESIGN_1]
# Given designs with more room than the law grants; and two that go together.
DESIGN_2, DESIGN_3, DESIGN_4 = [(3000.0, 46000.0, 13500.0)], [(4500.0, 50000.0, 15000.0)], [(4000.0, 60000.0, 17000.0)]
PAIR = [(3000.0, 17000.0, 8100.0), (600.0, 57000.0, 14300.0)]
UNLIKE = dict(habitat=(2000.0, 3000.0), sample=(1000.0, 1100.0))

# name, campaign, how sized: given designs, "exact" or the step of the mesh in kg
CASES = [
    ("fixed-leo-stock", Campaign.alike(hold_at=ALL), DESIGN_1),
    ("fixed-no-surface-stock", Campaign.alike(hold_at=("LLO",)), DESIGN_1),
    ("fixed-habitat-2500-sample-800", Campaign.alike(habitat=2500.0, sample=800.0), DESIGN_1),
    ("fixed-copies-5", Campaign.alike(copies=5), DESIGN_1),
    ("fixed-isp-460", Campaign.alike(isp_s=460.0), DESIGN_1),
    ("fixed-missions-1", Campaign.alike(missions=1), DESIGN_1),
    ("fixed-missions-3", Campaign.alike(missions=3), DESIGN_1),
    ("fixed-missions-4", Campaign.alike(missions=4), DESIGN_1),
    ("fixed-missions-5", Campaign.alike(missions=5), DESIGN_1),
    ("fixed-missions-9", Campaign.alike(missions=9), DESIGN_1),
    ("fixed-missions-10", Campaign.alike(missions=10), DESIGN_1),
    ("fixed-missions-20", Campaign.alike(missions=20), DESIGN_1),
    ("fixed-missions-4-leo-stock", Campaign.alike(missions=4, hold_at=ALL), DESIGN_1),
    ("fixed-2", Campaign.alike(), DESIGN_2),
    ("fixed-3-habitat-2500-sample-800", Campaign.alike(habitat=2500.0, sample=800.0, copies=8), DESIGN_3),
    ("fixed-3-unlike-missions", Campaign(**UNLIKE, copies=8), DESIGN_3),
    ("fixed-4", Campaign.alike(), DESIGN_4),
    ("fixed-4-isp-380-copies-9", Campaign.alike(isp_s=380.0, copies=9), DESIGN_4),
    ("fixed-pair", Campaign.alike(**TWO), PAIR),
    ("fixed-pair-missions-3", Campaign.alike(missions=3, **TWO), PAIR),
    ("fixed-pair-missions-4", Campaign.alike(missions=4, **TWO), PAIR),
    ("fixed-pair-missions-6", Campaign.alike(missions=6, **TWO), PAIR),
    ("fixed-pair-leo-stock", Campaign.alike(hold_at=ALL, **TWO), PAIR),
    ("fixed-pair-habitat-2500-sample-800", Campaign.alike(habitat=2500.0, sample=800.0, **TWO), PAIR),
    ("fixed-pair-unlike-missions-copies-4", Campaign(**UNLIKE, designs=2, copies=4), PAIR),
    ("fixed-pair-isp-460", Campaign.alike(isp_s=460.0, **TWO), PAIR),
    ("exact-isp-460", Campaign.alike(isp_s=460.0, **ONE), "exact"),
    ("exact-isp-440", Campaign.alike(isp_s=440.0, **ONE), "exact"),
    ("exact-leo-stock", Campaign.alike(hold_at=ALL, **ONE), "exact"),
    ("exact-habitat-2500-sample-800", Campaign.alike(habitat=2500.0, sample=800.0, **ONE), "exact"),
    ("exact-unlike-missions", Campaign(**UNLIKE, **ONE), "exact"),
    ("exact-copies-4", Campaign.alike(designs=1, copies=4), "exact"),
    ("exact-copies-8", Campaign.alike(designs=1, copies=8), "exact"),
    ("exact-missions-1", Campaign.alike(missions=1, **ONE), "exact"),
    ("exact-missions-3", Campaign.alike(missions=3, **ONE), "exact"),
    ("exact-missions-4", Campaign.alike(missions=4, **ONE), "exact"),
    ("exact-missions-5", Campaign.alike(missions=5, **ONE), "exact"),
    ("exact-two-designs-isp-460", Campaign.alike(isp_s=460.0, **TWO), "exact"),
    ("exact-two-designs-leo-stock", Campaign.alike(hold_at=ALL, **TWO), "exact"),
    ("exact-two-designs-habitat-2500-sample-800", Campaign.alike(habitat=2500.0, sample=800.0, **TWO), "exact"),
    ("exact-two-designs-missions-1", Campaign.alike(missions=1, **TWO), "exact"),
    ("exact-two-designs-missions-3", Campaign.alike(missions=3, **TWO), "exact"),
    ("mesh-2500-habitat-2500-sample-800", Campaign.alike(habitat=2500.0, sample=800.0, **ONE), 2500.0),
    ("mesh-2500-isp-460", Campaign.alike(isp_s=460.0, **ONE), 2500.0),
    ("mesh-5000", Campaign.alike(**ONE), 5000.0),
    ("mesh-5000-two-designs", Campaign.alike(**TWO), 5000.0),
    ("mesh-2500-two-designs-csv", lunar_exact.CSV_CAMPAIGN, 2500.0),
    ("mesh-2500-two-designs-leo-stock", Campaign.alike(hold_at=ALL, **TWO), 2500.0),
    ("exact-three-designs", Campaign.alike(designs=3, copies=2), "exact"),
]
COLUMNS = [
    "name", "missions", "hold_at", "habitat_kg", "sample_kg", "isp_s", "designs", "copies", "sizing",
    "lower_kg", "upper_kg", "payload_propellant_dry_kg", "seconds", "state",
]  # fmt: skip


def numbers(values, digits=10):
    return " ".join(f"{v:.{digits}g}" for v in values)


def solve(campaign, sizing, time_limit_s):
    """(lower, upper, designs, state)."""
    if isinstance(sizing, list):
        status, mass, bound, _ = lunar.solve_fixed(campaign, sizing, time_limit_s)
        return bound, mass, sizing, status
    if sizing == "exact":
        found = lunar_exact.solve(campaign, 1e-6, time_limit_s)
        state = "Optimal" if found["gap"] <= 1e-6 else "Infeasible" if found["lower"] == math.inf else "open"
        return found["lower"], found["upper"], found["designs"] or [], state
    status, mass, bound, designs, _ = lunar_pwl.solve(campaign, sizing, time_limit_s=time_limit_s)
    return bound, mass, designs, status


def main():
    path, limit_s = sys.argv[1], float(sys.argv[2]) if len(sys.argv) > 2 else 1500.0
    there = set()
    if os.path.exists(path):
        with open(path, newline="") as file:
            there = {row["name"] for row in csv.DictReader(file)}
    else:
        with open(path, "w", newline="") as file:
            csv.writer(file, lineterminator="\n").writerow(COLUMNS)
    for name, campaign, sizing in CASES:
        if name in there:
            continue
        print(name, flush=True)
        start = time.perf_counter()
        lower, upper, designs, state = solve(campaign, sizing, limit_s)
        seconds = time.perf_counter() - start
        facts = dataclasses.asdict(campaign)
        how = "given" if isinstance(sizing, list) else sizing if sizing == "exact" else f"mesh {sizing:g}"
        row = [
            name, facts["missions"], " ".join(campaign.hold_at), numbers(campaign.habitat), numbers(campaign.sample),
            campaign.isp_s, campaign.designs, campaign.copies, how, "" if abs(lower) == math.inf else f"{lower:.6f}",
            "" if upper == math.inf else f"{upper:.6f}",
            "; ".join(numbers(d, 17 if how == "given" else 12) for d in designs), f"{seconds:.1f}", state,
        ]  # fmt: skip
        with open(path, "a", newline="") as file:
            csv.writer(file, lineterminator="\n").writerow(row)


if __name__ == "__main__":
    main()
