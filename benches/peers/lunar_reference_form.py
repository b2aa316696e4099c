"""The lunar campaign with one binary per spacecraft copy, as the published codes state it.

Each copy has its own commodities and crew on each arc; the hulls on an arc (payload, propellant, dry mass flown)
are variables tied to the copy's binary by big-M rows. Arcs outside their time window are there too, with rows that
keep them empty. Only given designs are handled.
"""

import math
from itertools import product

from lunar import (
    COMMODITIES,
    CONSUMABLES_KG_PERSON_D,
    CREW_MASS_KG,
    LEGS,
    MAINTENANCE_PER_FLIGHT,
    NODES,
    PAYLOAD,
    PROPELLANT_SHARE,
    Arc,
    arcs_of,
    burnt_share,
    new_solver,
    outcome,
    supply,
)

BIG_M_KG = 300000.0
UPPER = {"payload": 10000.0, "propellant": 300000.0, "mass": 100000.0}
OUT, IN = 0, 1


def add_copy(h, a, ship, design):
    """The variables of one copy on one arc, for outflow and inflow."""
    v = {}
    for io in (OUT, IN):
        for c in COMMODITIES + ["plant"]:
            v[a, ship, io, c] = h.addVariable(lb=0)
        v[a, ship, io, "crew"] = h.addIntegral(lb=0)
        flies = v[a, ship, io, "flies"] = h.addBinary()
        for part, size in zip(UPPER, design):
            flown = v[a, ship, io, part] = h.addVariable(lb=0)
            h.addConstr(flown <= BIG_M_KG * flies)
            h.addConstr(flown <= size)
            h.addConstr(flown >= size - UPPER[part] * (1 - flies))
    h.addConstr(v[a, ship, IN, "flies"] == v[a, ship, OUT, "flies"])
    return v


def solve(campaign, designs, time_limit_s=math.inf, gap=1e-9, log=False):
    """The least mass launched with given designs: (status, mass, bound, solver)."""
    h = new_solver(time_limit_s, gap, tolerance=1e-9, log=log)
    arcs = arcs_of(campaign) + closed_arcs(campaign)
    opened = len(arcs_of(campaign))
    ships = list(product(range(campaign.designs), range(campaign.copies)))
    v, launched = {}, []
    for a, arc in enumerate(arcs):
        for ship in ships:
            copy = add_copy(h, a, ship, designs[ship[0]])
            v.update(copy)
            if a >= opened:
                close(h, copy)
        total = add_change(h, campaign, arc, a, ships, v)
        if arc.is_launch:
            launched.append(total)
        else:
            add_capacity(h, a, ships, v)
    add_balances(h, campaign, arcs, ships, v)
    h.minimize(h.qsum(launched))
    return outcome(h)


def closed_arcs(campaign):
    """The transport arcs at the instants at which nothing may use them: out at the return, back at the start."""
    arcs = []
    for k, ((i, j), (dv, tof_d)) in product(range(campaign.missions), LEGS.items()):
        arcs.append(Arc((j, 2 * k), (i, 2 * k), dv, tof_d))
        arcs.append(Arc((i, 2 * k + 1), (j, 2 * k + 1), dv, tof_d))
    return arcs


def close(h, copy):
    """Nothing flies on an arc outside its time window."""
    for (_, _, _, what), variable in copy.items():
        if what not in UPPER:
            h.addConstr(variable == 0)


def add_change(h, campaign, arc, a, ships, v):
    """What enters an arc and what leaves it, summed over the copies."""

    def all_ships(io, what):
        return h.qsum([v[a, ship, io, what] for ship in ships])

    mass = all_ships(OUT, "mass")
    crew = all_ships(OUT, "crew")
    total = h.qsum([all_ships(OUT, c) for c in COMMODITIES + ["plant"]]) + CREW_MASS_KG * crew + mass
    for c in ("habitat", "sample", "plant"):
        h.addConstr(all_ships(IN, c) == all_ships(OUT, c))
    h.addConstr(all_ships(IN, "crew") == crew)
    eaten = CONSUMABLES_KG_PERSON_D * arc.tof_d
    h.addConstr(all_ships(IN, "consumables") == all_ships(OUT, "consumables") - eaten * crew)
    used = MAINTENANCE_PER_FLIGHT if arc.is_transport else 0.0
    h.addConstr(all_ships(IN, "maintenance") == all_ships(OUT, "maintenance") - used * mass)
    for c, share in PROPELLANT_SHARE.items():
        burnt = share * burnt_share(arc.dv, campaign.isp_s)
        h.addConstr(all_ships(IN, c) <= all_ships(OUT, c) - burnt * total)
    return total


def add_capacity(h, a, ships, v):
    """What a copy carries has room in that copy."""
    for ship in ships:
        cargo = h.qsum([v[a, ship, OUT, c] for c in PAYLOAD + ["plant"]]) + CREW_MASS_KG * v[a, ship, OUT, "crew"]
        h.addConstr(cargo <= v[a, ship, OUT, "payload"])
        for c, share in PROPELLANT_SHARE.items():
            h.addConstr(v[a, ship, OUT, c] <= share * v[a, ship, OUT, "propellant"])


def add_balances(h, campaign, arcs, ships, v):
    """At every node and instant, no more leaves than arrives and is supplied."""
    for instant, node in product(range(2 * campaign.missions), NODES):
        leaving = [a for a, arc in enumerate(arcs) if arc.tail == (node, instant)]
        arriving = [a for a, arc in enumerate(arcs) if arc.head == (node, instant)]
        if not leaving and not arriving:
            continue
        for c in COMMODITIES + ["plant", "crew"]:
            given = supply(campaign, node, instant, c)
            if given == math.inf:
                continue
            out = h.qsum([v[a, ship, OUT, c] for a in leaving for ship in ships])
            into = h.qsum([v[a, ship, IN, c] for a in arriving for ship in ships])
            h.addConstr(out - into <= given)
        for ship in ships:
            out = h.qsum([v[a, ship, OUT, "flies"] for a in leaving])
            into = h.qsum([v[a, ship, IN, "flies"] for a in arriving])
            h.addConstr(out - into <= (1 if node == "Earth" else 0))
