"""The lunar campaign with given spacecraft: least mass launched, as a MILP with integer fleets.

    python lunar_fixed.py 1
    python lunar_fixed.py 1 --missions 10
    python lunar_fixed.py 1 --reference-form
"""

import argparse
import dataclasses
import time

import highspy

import lunar
from lunar import Campaign

DESIGN_1 = (2837.11768506991, 44362.37800273237, 13071.917273428024)
CASES = {
    "1": (Campaign.alike(), [DESIGN_1]),
    "6": (
        Campaign(
            hold_at=("LEO", "LLO", "LS"), habitat=(2000.0, 3000.0), sample=(1000.0, 1100.0), designs=2, copies=3
        ),
        [
            (2167.5930796538623, 14871.284878373288, 7131.5847792317145),
            (500.0, 57325.31844683159, 14236.423242779972),
        ],
    ),
    "8": (Campaign.alike(missions=3), [DESIGN_1]),
    "10": (Campaign.alike(habitat=3000.0, sample=1500.0, copies=8), [(4500.0, 50000.0, 15000.0)]),
}


def with_missions(campaign, missions):
    """The same campaign with another number of missions, each like the first."""
    return dataclasses.replace(
        campaign,
        missions=missions,
        habitat=campaign.habitat[:1] * missions,
        sample=campaign.sample[:1] * missions,
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("case", choices=CASES)
    parser.add_argument("--missions", type=int)
    parser.add_argument("--reference-form", action="store_true", help="one binary per spacecraft copy")
    parser.add_argument("--time-limit", type=float, default=1500.0)
    parser.add_argument("--log", action="store_true")
    args = parser.parse_args()
    campaign, designs = CASES[args.case]
    if args.missions:
        campaign = with_missions(campaign, args.missions)
    start = time.perf_counter()
    if args.reference_form:
        import lunar_reference_form

        solve = lunar_reference_form.solve
    else:
        solve = lunar.solve_fixed
    status, mass, bound, h = solve(campaign, designs, time_limit_s=args.time_limit, log=args.log)
    wall_s = time.perf_counter() - start
    integers = sum(kind == highspy.HighsVarType.kInteger for kind in h.getLp().integrality_)
    nodes = h.getInfo().mip_node_count
    print(f"columns {h.getNumCol()} integers {integers} rows {h.getNumRow()} nodes {nodes}")
    print(f"{status}: launched {mass:.6f} kg, bound {bound:.6f} kg, {wall_s:.4f} s in all")


if __name__ == "__main__":
    main()
