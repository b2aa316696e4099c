"""The lunar campaign with spacecraft sized by the exact law: least mass launched, to a certified gap.

    python lunar_exact.py 4

The law is K(M) = s(P, Q) with K concave and s = 693.7 P^0.0459 + linear terms, so only y = P^0.0459 is not convex.
Each round solves a MILP that bounds from below (tangents to K, secants to y with a binary per segment, products of
fleet and size by McCormick's rows on unary binaries), then improves the plan it found with the fleet held (tangents
to y, by successive LPs), sizes the spacecraft exactly and solves the flow once more for a bound from above. The
tangents and breakpoints at the points found make the next round's bound tighter.
"""

import argparse
import math
import time
from dataclasses import dataclass, field

import lunar
from lunar import EXPONENT, MASS_MAX, MASS_MIN, PAYLOAD_BOUNDS, PROPELLANT_MAX, PROPELLANT_MIN, Campaign, Hulls

CSV_CAMPAIGN = Campaign(
    hold_at=("LEO", "LLO", "LS"), habitat=(2000.0, 3000.0), sample=(1000.0, 1100.0), designs=2, copies=3
)
CASES = {
    "4": Campaign.alike(designs=1, copies=6),
    "5": Campaign.alike(designs=2, copies=3),
    "7": CSV_CAMPAIGN,
    "15": Campaign.alike(designs=2, copies=6),
}
FIRST_BREAKPOINTS = 7
FIRST_TANGENTS = 20
MARGIN_KG = 1e-6  # the sizes found by LPs keep this off the law, so that they hold when it is applied exactly


def spread_masses():
    """Dry masses over the whole range, short of the end, where K is flat."""
    return [MASS_MIN + (MASS_MAX - MASS_MIN) * i / FIRST_TANGENTS for i in range(FIRST_TANGENTS)]


@dataclass
class Approximation:
    """Where the law is linearised."""

    tangents: list = field(default_factory=list)
    breakpoints: list = field(default_factory=list)

    @staticmethod
    def first():
        low, high = PAYLOAD_BOUNDS
        step = (high / low) ** (1 / (FIRST_BREAKPOINTS - 1))
        return Approximation(spread_masses(), [low * step**i for i in range(FIRST_BREAKPOINTS - 1)] + [high])

    def refine(self, designs):
        """Add the points of the given designs (P, Q, M), unless they are there."""
        for payload, _, mass in designs:
            if all(abs(mass - m) > 1e-3 for m in self.tangents):
                self.tangents.append(mass)
            if all(abs(payload - p) > 1e-2 for p in self.breakpoints):
                self.breakpoints = sorted([*self.breakpoints, payload])


@dataclass
class Craft:
    """The size variables of a design."""

    payload: object
    propellant: object
    mass: object
    power: object  # P^0.0459


def add_craft(h):
    low, high = PAYLOAD_BOUNDS
    return Craft(
        h.addVariable(lb=low, ub=high),
        h.addVariable(lb=PROPELLANT_MIN, ub=PROPELLANT_MAX),
        h.addVariable(lb=MASS_MIN, ub=MASS_MAX),
        h.addVariable(lb=low**EXPONENT, ub=high**EXPONENT),
    )


def add_tangents(h, craft, masses, margin=0.0):
    """K is concave, so s <= K holds where s is below all tangents: a bound on M from below."""
    size = (
        lunar.STRUCTURE * craft.power + lunar.PER_PAYLOAD * craft.payload + lunar.PER_PROPELLANT * craft.propellant
    )
    for m in masses:
        h.addConstr(size <= lunar.size_from_mass(m) - margin + lunar.size_slope(m) * (craft.mass - m))


def add_secants(h, craft, breakpoints):
    """y lies on or above the secant of the segment in which P lies."""
    payload, power, chosen = [], [], []
    for low, high in zip(breakpoints, breakpoints[1:]):
        binary = h.addBinary()
        part = h.addVariable(lb=0)  # P - low, if this segment is the chosen one
        h.addConstr(part <= (high - low) * binary)
        slope = (high**EXPONENT - low**EXPONENT) / (high - low)
        payload.append(low * binary + part)
        power.append(low**EXPONENT * binary + slope * part)
        chosen.append(binary)
    h.addConstr(h.qsum(chosen) == 1)
    h.addConstr(craft.payload == h.qsum(payload))
    h.addConstr(craft.power >= h.qsum(power))


def unary_hulls(h, campaign, crafts):
    """`add_hulls` with a binary per spacecraft on an arc and the products by McCormick's rows (1976).

    Capacities only help and mass only hurts, so each product needs the rows of one side.
    """

    def add_hulls(_arc, q):
        craft = crafts[q]
        flies = [h.addBinary() for _ in range(campaign.copies)]
        for earlier, later in zip(flies, flies[1:]):
            h.addConstr(later <= earlier)

        def at_most(size, low, high):
            parts = [h.addVariable(lb=0) for _ in flies]
            for part, z in zip(parts, flies):
                h.addConstr(part <= high * z)
                h.addConstr(part <= size - low * (1 - z))
            return h.qsum(parts)

        def at_least(size, low, high):
            parts = [h.addVariable(lb=0) for _ in flies]
            for part, z in zip(parts, flies):
                h.addConstr(part >= low * z)
                h.addConstr(part >= size - high * (1 - z))
            return h.qsum(parts)

        return Hulls(
            h.qsum(flies),
            at_most(craft.payload, *PAYLOAD_BOUNDS),
            at_most(craft.propellant, PROPELLANT_MIN, PROPELLANT_MAX),
            at_least(craft.mass, MASS_MIN, MASS_MAX),
        )

    return add_hulls


def bound_below(campaign, approximation, time_limit_s, gap, log, say):
    """The relaxation: (status, bound, designs, fleet per arc and design)."""
    h = lunar.new_solver(time_limit_s, gap, log=log)
    crafts = [add_craft(h) for _ in range(campaign.designs)]
    for craft in crafts:
        add_tangents(h, craft, approximation.tangents)
        add_secants(h, craft, approximation.breakpoints)
    for first, second in zip(crafts, crafts[1:]):
        h.addConstr(first.payload >= second.payload)  # designs may be swapped
    flow = lunar.add_flow(h, campaign, unary_hulls(h, campaign, crafts))
    h.minimize(flow.launched)
    status = h.modelStatusToString(h.getModelStatus())
    info = h.getInfo()
    if info.primal_solution_status != 2:
        return status, info.mip_dual_bound, None, None
    designs = [(h.val(c.payload), h.val(c.propellant), h.val(c.mass)) for c in crafts]
    fleet = {key: round(h.val(count)) for key, count in flow.fleet.items()}
    integers = sum(str(kind).endswith("kInteger") for kind in h.getLp().integrality_)
    size = f"{h.getNumCol()} columns, {integers} integers, {h.getNumRow()} rows, {info.mip_node_count} nodes"
    say(f"  relaxation: {status}, {size}, best {h.getObjectiveValue():.6f}")
    return status, info.mip_dual_bound, designs, fleet


def held_hulls(h, fleet, sizes):
    """`add_hulls` for a fleet that is held; a size is a number or a variable."""

    def add_hulls(a, q):
        n = fleet[a, q]
        count = h.addVariable(lb=n, ub=n)
        return Hulls(1 * count, *[size * count if isinstance(size, float) else n * size for size in sizes[q]])

    return add_hulls


def improve(campaign, designs, fleet):
    """The best sizes for a fleet that is held, by successive LPs; the tangent to y overrates it, so P may be had."""
    payloads = [p for p, _, _ in designs]
    masses = [[*spread_masses(), m] for _, _, m in designs]
    for _ in range(30):
        h = lunar.new_solver(tolerance=1e-9)
        crafts = [add_craft(h) for _ in range(campaign.designs)]
        for craft, at, tangents in zip(crafts, payloads, masses):
            slope = EXPONENT * at ** (EXPONENT - 1)
            h.addConstr(craft.power >= at**EXPONENT + slope * (craft.payload - at))
            add_tangents(h, craft, tangents, MARGIN_KG)
        flow = lunar.add_flow(h, campaign, held_hulls(h, fleet, [(c.payload, c.propellant, c.mass) for c in crafts]))
        h.minimize(flow.launched)
        if h.modelStatusToString(h.getModelStatus()) != "Optimal":
            return None
        found = [(h.val(c.payload), h.val(c.propellant), h.val(c.mass)) for c in crafts]
        exact = [lunar.dry_mass(p, q) or MASS_MAX for p, q, _ in found]
        short = max(e - m for (_, _, m), e in zip(found, exact))
        moved = max(abs(p - at) for (p, _, _), at in zip(found, payloads))
        payloads = [p for p, _, _ in found]
        for tangents, mass in zip(masses, exact):
            tangents.append(mass)
        if short < 0 and moved < 1e-4:
            break
    return found


def bound_above(campaign, designs, fleet):
    """Size the designs by the law, a trace larger, and solve the flow with that fleet: (mass launched, designs)."""
    exact = [(p + MARGIN_KG, q + MARGIN_KG, lunar.dry_mass(p + MARGIN_KG, q + MARGIN_KG)) for p, q, _ in designs]
    if any(m is None for _, _, m in exact):
        return math.inf, designs
    h = lunar.new_solver(tolerance=1e-9)
    flow = lunar.add_flow(h, campaign, held_hulls(h, fleet, exact))
    h.minimize(flow.launched)
    optimal = h.modelStatusToString(h.getModelStatus()) == "Optimal"
    return (h.getObjectiveValue() if optimal else math.inf), exact


def solve(campaign, gap=1e-6, time_limit_s=1500.0, log=False, say=lambda _line: None):
    """Rounds of bounds until they meet: dict of lower, upper, gap, designs, rounds, seconds."""
    start = time.perf_counter()
    approximation = Approximation.first()
    lower, upper, best, rounds = 0.0, math.inf, None, 0
    while time.perf_counter() - start < time_limit_s and rounds < 20:
        rounds += 1
        left_s = time_limit_s - (time.perf_counter() - start)
        status, bound, designs, fleet = bound_below(campaign, approximation, left_s, gap / 5, log, say)
        lower = max(lower, bound)
        if designs is None:
            break
        improved = improve(campaign, designs, fleet) or designs
        mass, exact = bound_above(campaign, improved, fleet)
        if mass < upper:
            upper, best = mass, exact
        wall_s = time.perf_counter() - start
        relative = (upper - lower) / upper
        say(f"round {rounds}: lower {lower:.6f} upper {upper:.6f} gap {relative:.2e}, {wall_s:.1f} s")
        if relative <= gap or status != "Optimal":
            break
        approximation.refine(designs + exact)
    return {
        "lower": lower,
        "upper": upper,
        "gap": (upper - lower) / upper,
        "designs": best,
        "rounds": rounds,
        "seconds": time.perf_counter() - start,
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("case", choices=CASES)
    parser.add_argument("--gap", type=float, default=1e-6)
    parser.add_argument("--time-limit", type=float, default=1500.0)
    parser.add_argument("--log", action="store_true")
    args = parser.parse_args()
    result = solve(CASES[args.case], args.gap, args.time_limit, args.log, lambda line: print(line, flush=True))
    line = "lower {lower:.6f} kg, upper {upper:.6f} kg, gap {gap:.1e}, {rounds} rounds, {seconds:.1f} s"
    print(line.format(**result))
    for payload, propellant, mass in result["designs"] or []:
        print(f"  payload {payload:.7f} kg, propellant {propellant:.7f} kg, dry mass {mass:.7f} kg")


if __name__ == "__main__":
    main()
