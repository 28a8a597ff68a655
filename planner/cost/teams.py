"""Who runs a scenario that is made of others: one team for all of its parts, or one for each."""

from __future__ import annotations

from functools import reduce
from typing import Any

import numpy as np

from planner.cost.joining import Hosts, Weight, Weights
from planner.plan.plan import Scenario
from planner.plan.wording import N_

PEOPLE = ("staff", "on_call")
"""Parts of the bill that one team for all saves."""
DEAREST = N_("One team runs all parts: in each month the dearest counts.")


def of_one_team(scenario: Scenario, hosts: Hosts) -> Weights:
    """Return how much of what people cost counts: all of the host that pays the most for them in a month, no other.

    Nothing is weighted where every host has a team of its own, or only one pays for people.
    """
    weights: dict[str, dict[str, Weight]] = {}
    if scenario.operations.teams == "apart":
        return weights
    for part in PEOPLE:
        flows = [(role, outcome.parts[part], outcome.flow(part)) for role, outcome in hosts if part in outcome.parts]
        paying = [each for each in flows if np.count_nonzero(each[2])]
        if len(paying) < 2:
            continue
        left: Any = 1.0
        most = reduce(np.maximum, (flow for _, _, flow in paying))
        for role, names, flow in paying:
            counted = left * (flow >= most)
            left = left - counted
            weights.setdefault(role, {}).update(dict.fromkeys(names, Weight(counted, DEAREST)))
    return weights
