"""Why no number of servers keeps the latency targets: which target binds, what can be reached, and what would help."""

from __future__ import annotations

import math

from planner.cost import replica
from planner.cost.outcome import Outcome, one_number
from planner.plan.wording import N_, Message, Number


def unreachable(outcome: Outcome) -> Message:
    """Return the reason for a total that is not finite, of the host whose total it is."""
    for _, host in outcome.hosts:
        if "total_cost" in host.values and not math.isfinite(host.number("total_cost")):
            return unreachable(host)
    if "service" not in outcome.values:
        return Message(N_("There are no requests: give the workload a volume."))
    if "rented_hours" in outcome.leaves and outcome.leaves["rented_hours"].value == 0.0:
        return Message(N_("The servers are kept on for no hours: type the hours of a month."))
    return _missed_target(outcome)


def _missed_target(outcome: Outcome) -> Message:
    values, leaves = outcome.values, outcome.leaves
    first, each = replica.quickest(values["service"], leaves["burstiness"].value, values["work_spread"])
    soonest, fastest = one_number(first) * 1e3, one_number(each) * 1e3
    target = leaves["tpot_target"].value
    if fastest > target:
        return Message(
            N_("No server meets {target} ms per token: the fastest is {best} ms. Allow more, or take faster GPUs."),
            {"target": Number(target), "best": Number(math.ceil(fastest * 10.0) / 10.0)},
        )
    return Message(
        N_(
            "No server shows the first token within {target} ms: the fastest takes {best} ms. Allow more, shorten the "
            "prompt, or take faster GPUs."
        ),
        {"target": Number(leaves["ttft_target"].value), "best": Number(math.ceil(soonest))},
    )
