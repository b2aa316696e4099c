"""The lunar campaign of Isaji, Takubo and Ho: data, sizing law and the network-flow rows.

The other `lunar_*.py` scripts add how the spacecraft are sized. Masses in kg, speeds in m/s, times in days.
"""

import math
from dataclasses import dataclass, field

import highspy

NODES = ["Earth", "LEO", "LLO", "LS"]
LEGS = {  # one way; the way back is the same: (delta-v m/s, time of flight d)
    ("Earth", "LEO"): (0.0, 1.0),
    ("LEO", "LLO"): (4040.0, 3.0),
    ("LLO", "LS"): (1870.0, 1.0),
}
HOLD_D = {"LS": 3.0, "LLO": 5.0, "LEO": 11.0}
G0_M_S2 = 9.8
CREW = 4
CREW_MASS_KG = 100.0
CONSUMABLES_KG_PERSON_D = 8.655
SURFACE_D = 3.0
MAINTENANCE_PER_FLIGHT = 0.01
# The reference code calls the fuel share "oxygen"; the anchor keeps its shares.
PROPELLANT_SHARE = {"oxygen": 1 / 6.5, "hydrogen": 5.5 / 6.5}
PAYLOAD = ["maintenance", "consumables", "habitat", "sample"]
COMMODITIES = PAYLOAD + list(PROPELLANT_SHARE)

PAYLOAD_BOUNDS = (500.0, 10000.0)
PROPELLANT_MIN = 1000.0


@dataclass(frozen=True)
class Campaign:
    """What is to be flown and with how many spacecraft of each design."""

    missions: int = 2
    hold_at: tuple = ("LLO", "LS")
    habitat: tuple = (2000.0, 2000.0)
    sample: tuple = (1000.0, 1000.0)
    isp_s: float = 420.0
    designs: int = 1
    copies: int = 6

    @staticmethod
    def alike(missions=2, habitat=2000.0, sample=1000.0, **rest):
        """A campaign whose missions are all the same."""
        return Campaign(missions, habitat=(habitat,) * missions, sample=(sample,) * missions, **rest)


@dataclass(frozen=True)
class Arc:
    """A way from a node at an instant to a node at an instant; instants are 2k (out) and 2k+1 (back)."""

    tail: tuple
    head: tuple
    dv: float
    tof_d: float

    @property
    def is_transport(self):
        return self.tail[0] != self.head[0]

    @property
    def is_launch(self):
        return self.tail[0] == "Earth"


def arcs_of(campaign):
    """The arcs of the time-expanded network."""
    arcs = []
    for k in range(campaign.missions):
        out, back = 2 * k, 2 * k + 1
        for (i, j), (dv, tof_d) in LEGS.items():
            arcs.append(Arc((i, out), (j, out), dv, tof_d))
            arcs.append(Arc((j, back), (i, back), dv, tof_d))
        for i in campaign.hold_at:
            arcs.append(Arc((i, out), (i, back), 0.0, HOLD_D[i]))
            arcs.append(Arc((i, back), (i, back + 1), 0.0, HOLD_D[i]))
    return arcs


def supply(campaign, node, instant, commodity):
    """What a node gives (positive) or wants (negative) at an instant; infinite where it gives freely."""
    k, is_back = divmod(instant, 2)
    if commodity == "crew":
        return {("Earth", 0): CREW, ("LS", 0): -CREW, ("LS", 1): CREW, ("Earth", 1): -CREW}.get((node, is_back), 0)
    if node == "Earth" and not is_back and commodity != "sample":
        return math.inf
    if node == "LS" and not is_back and commodity == "habitat":
        return -campaign.habitat[k]
    if node == "LS" and is_back and commodity == "consumables":
        return -CREW * SURFACE_D * CONSUMABLES_KG_PERSON_D
    if node == "LS" and is_back and commodity == "sample":
        return math.inf
    if node == "Earth" and is_back and commodity == "sample":
        return -campaign.sample[k]
    return 0


def burnt_share(dv, isp_s):
    """Propellant burnt per initial mass (Tsiolkovsky 1903)."""
    return 1 - math.exp(-dv / (isp_s * G0_M_S2))


# --- the sizing law --------------------------------------------------------------------------------------


def size_from_mass(m):
    """K(M): dry mass less the parts that depend on it alone; concave, rising up to `MASS_MAX`."""
    power = 7.277e-8 * m**2.443 + 137.0
    avionics = 1.014 * power**0.8423 + 22.33 * SURFACE_D
    eclss = 0.004190 * CREW * SURFACE_D * m**0.9061 + 434.7
    return m - (0.3238 + 0.1648 + 0.05) * m - power - avionics - eclss


def size_slope(m):
    """dK/dM."""
    power = 7.277e-8 * m**2.443 + 137.0
    power_slope = 7.277e-8 * 2.443 * m**1.443
    avionics_slope = 1.014 * 0.8423 * power ** (0.8423 - 1) * power_slope
    eclss_slope = 0.004190 * CREW * SURFACE_D * 0.9061 * m ** (0.9061 - 1)
    return 1 - (0.3238 + 0.1648 + 0.05) - power_slope - avionics_slope - eclss_slope


def size_from_capacities(payload, propellant):
    """s(P, Q): the parts of the dry mass that depend on the capacities; the law is K(M) = s(P, Q)."""
    return STRUCTURE * payload**EXPONENT + PER_PAYLOAD * payload + PER_PROPELLANT * propellant


STRUCTURE, EXPONENT, PER_PAYLOAD, PER_PROPELLANT = 693.7, 0.0459, 0.1648, 20.26 / 360


def bisect(f, low, high):
    """The root of a rising function between `low` and `high`, to the last bit."""
    while True:
        middle = 0.5 * (low + high)
        if middle in (low, high):
            return middle
        if f(middle) < 0:
            low = middle
        else:
            high = middle


MASS_MAX = bisect(lambda m: -size_slope(m), 10000.0, 40000.0)
PROPELLANT_MAX = (size_from_mass(MASS_MAX) - size_from_capacities(PAYLOAD_BOUNDS[0], 0.0)) / PER_PROPELLANT


def dry_mass(payload, propellant):
    """The smaller root of the sizing law, or None where there is none."""
    size = size_from_capacities(payload, propellant)
    if size > size_from_mass(MASS_MAX):
        return None
    return bisect(lambda m: size_from_mass(m) - size, 1000.0, MASS_MAX)


MASS_MIN = dry_mass(PAYLOAD_BOUNDS[0], PROPELLANT_MIN)


# --- the rows of the flow model --------------------------------------------------------------------------


@dataclass
class Flow:
    """The variables of the flow model."""

    arcs: list
    outflow: dict = field(default_factory=dict)
    inflow: dict = field(default_factory=dict)
    crew: dict = field(default_factory=dict)
    fleet: dict = field(default_factory=dict)
    launched: object = None


@dataclass
class Hulls:
    """What the fleet on an arc offers and weighs, as expressions in the solver's variables."""

    count: object
    payload: object
    propellant: object
    mass: object


def add_flow(h, campaign, add_hulls):
    """Add the aggregated flow model; `add_hulls(arc number, design)` gives the `Hulls` of a design on an arc."""
    flow = Flow(arcs_of(campaign))
    launched = []
    for a, arc in enumerate(flow.arcs):
        for c in COMMODITIES:
            flow.outflow[a, c] = h.addVariable(lb=0)
            flow.inflow[a, c] = h.addVariable(lb=0)
        flow.crew[a] = h.addIntegral(lb=0)
        hulls = [add_hulls(a, q) for q in range(campaign.designs)]
        for q, hull in enumerate(hulls):
            flow.fleet[a, q] = hull.count
        fleet_mass = h.qsum([hull.mass for hull in hulls])
        total = h.qsum([flow.outflow[a, c] for c in COMMODITIES]) + CREW_MASS_KG * flow.crew[a] + fleet_mass
        add_change(h, campaign, flow, a, fleet_mass, total)
        if arc.is_launch:
            launched.append(total)
        else:
            add_capacity(h, flow, a, hulls)
    add_balances(h, campaign, flow)
    flow.launched = h.qsum(launched)
    return flow


def add_change(h, campaign, flow, a, fleet_mass, total):
    """What enters an arc and what leaves it."""
    arc, out, into = flow.arcs[a], flow.outflow, flow.inflow
    for c in ("habitat", "sample"):
        h.addConstr(into[a, c] == out[a, c])
    eaten = CONSUMABLES_KG_PERSON_D * arc.tof_d
    h.addConstr(into[a, "consumables"] == out[a, "consumables"] - eaten * flow.crew[a])
    if arc.is_transport:
        h.addConstr(into[a, "maintenance"] == out[a, "maintenance"] - MAINTENANCE_PER_FLIGHT * fleet_mass)
    else:
        h.addConstr(into[a, "maintenance"] == out[a, "maintenance"])
    for c, share in PROPELLANT_SHARE.items():
        burnt = share * burnt_share(arc.dv, campaign.isp_s)
        h.addConstr(into[a, c] <= out[a, c] - burnt * total if burnt else into[a, c] <= out[a, c])


def add_capacity(h, flow, a, hulls):
    """What is on an arc has room in the spacecraft on it."""
    cargo = h.qsum([flow.outflow[a, c] for c in PAYLOAD]) + CREW_MASS_KG * flow.crew[a]
    h.addConstr(cargo <= h.qsum([hull.payload for hull in hulls]))
    for c, share in PROPELLANT_SHARE.items():
        h.addConstr(flow.outflow[a, c] <= share * h.qsum([hull.propellant for hull in hulls]))


def add_balances(h, campaign, flow):
    """At every node and instant, no more leaves than arrives and is supplied."""
    leaving, arriving = {}, {}
    for a, arc in enumerate(flow.arcs):
        leaving.setdefault(arc.tail, []).append(a)
        arriving.setdefault(arc.head, []).append(a)

    def balance(place, out, into, given):
        terms = [out[a] for a in leaving.get(place, [])] + [-1 * into[a] for a in arriving.get(place, [])]
        if terms and given != math.inf:
            h.addConstr(h.qsum(terms) <= given)

    for instant in range(2 * campaign.missions):
        for node in NODES:
            place = (node, instant)
            for c in COMMODITIES:
                out = {a: flow.outflow[a, c] for a in leaving.get(place, [])}
                into = {a: flow.inflow[a, c] for a in arriving.get(place, [])}
                balance(place, out, into, supply(campaign, node, instant, c))
            balance(place, flow.crew, flow.crew, supply(campaign, node, instant, "crew"))
            for q in range(campaign.designs):
                fleet = {a: flow.fleet[a, q] for a in range(len(flow.arcs))}
                balance(place, fleet, fleet, campaign.copies if node == "Earth" else 0)


# --- helpers of the scripts ------------------------------------------------------------------------------


def new_solver(time_limit_s=math.inf, gap=1e-9, tolerance=1e-7, log=False):
    """A quiet HiGHS."""
    h = highspy.Highs()
    h.setOptionValue("output_flag", log)
    h.setOptionValue("threads", 2)
    h.setOptionValue("time_limit", time_limit_s)
    h.setOptionValue("mip_rel_gap", gap)
    h.setOptionValue("mip_feasibility_tolerance", tolerance)
    h.setOptionValue("primal_feasibility_tolerance", tolerance)
    return h


def hold_integers(h):
    """The best objective with every integer held at its rounded value, by a tight LP; infinite where there is none.

    A fleet of 3 + 1e-7 spacecraft has room that 3 have not; where a design is cut to the gram that decides.
    """
    model, x = h.getLp(), h.getSolution().col_value
    lp = new_solver(tolerance=1e-9)
    lp.passModel(model)
    for column, kind in enumerate(model.integrality_):
        if kind == highspy.HighsVarType.kInteger:
            lp.changeColIntegrality(column, highspy.HighsVarType.kContinuous)
            lp.changeColBounds(column, round(x[column]), round(x[column]))
    lp.run()
    return lp.getObjectiveValue() if lp.getModelStatus() == highspy.HighsModelStatus.kOptimal else math.inf


def fixed_hulls(h, campaign, designs):
    """`add_hulls` for designs (P, Q, M) that are given."""

    def add_hulls(_arc, q):
        n = h.addIntegral(lb=0, ub=campaign.copies)
        payload, propellant, mass = designs[q]
        return Hulls(1 * n, payload * n, propellant * n, mass * n)

    return add_hulls


def solve_fixed(campaign, designs, time_limit_s=math.inf, gap=1e-9, log=False):
    """The least mass launched with given designs: (status, mass, bound, solver)."""
    h = new_solver(time_limit_s, gap, tolerance=1e-9, log=log)
    flow = add_flow(h, campaign, fixed_hulls(h, campaign, designs))
    h.minimize(flow.launched)
    return outcome(h)


def outcome(h):
    """(status, mass launched with whole spacecraft, bound, solver) of a solver that has run."""
    status = h.modelStatusToString(h.getModelStatus())
    found = h.getInfo().primal_solution_status == 2
    return status, hold_integers(h) if found else math.inf, h.getInfo().mip_dual_bound, h
