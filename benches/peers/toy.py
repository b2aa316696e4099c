"""A household, a power station and diesel: the smallest network whose edges change what flows.

The demand is 5 kWh; a kWh takes 3 kWh of diesel at 0.20 each, and its distribution costs 0.01.
"""

import highspy

DEMAND_KWH, DIESEL_PER_KWH, DIESEL_PRICE, DISTRIBUTION_PRICE = 5.0, 3.0, 0.20, 0.01


def solve():
    """(cost, diesel kWh, electricity kWh)."""
    h = highspy.Highs()
    h.setOptionValue("output_flag", False)
    h.setOptionValue("threads", 2)  # HiGHS refuses a later solve with another number
    diesel = h.addVariable(lb=0)
    burnt = h.addVariable(lb=0)
    electricity = h.addVariable(lb=0)
    h.addConstr(burnt <= diesel)
    h.addConstr(DIESEL_PER_KWH * electricity <= burnt)
    h.addConstr(electricity >= DEMAND_KWH)
    h.minimize(DIESEL_PRICE * diesel + DISTRIBUTION_PRICE * electricity)
    return h.getObjectiveValue(), h.val(diesel), h.val(electricity)


if __name__ == "__main__":
    print("cost {:.6f}, diesel {:.3f} kWh, electricity {:.3f} kWh".format(*solve()))
