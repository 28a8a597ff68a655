"""The cheapest commitment: how many rented servers to commit to, found over the whole horizon."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from planner.cost.graph import Graph
from planner.cost.leaves import Leaf

SIZES = 64
"""Numbers of servers that are tried: all of them in fleets up to this size, evenly spaced ones in larger fleets."""


def cheapest_commitment(graph: Graph, leaves: Mapping[str, Leaf]) -> float:
    """Return the number of committed servers with the lowest total at the best guesses; the smallest of equals."""
    given = {name: leaf.value for name, leaf in leaves.items()}
    most = float(np.max(graph.values(given)["servers"]))
    if not np.isfinite(most):
        return 0.0
    sizes = np.unique(np.floor(np.linspace(0.0, most, min(int(most), SIZES) + 1)))
    totals = graph.values(given | {"committed_servers": sizes[:, None]})["total_cost"]
    return float(sizes[int(np.argmin(np.ravel(totals)))])
