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
    totals = totals_by_commitment(graph, leaves)
    return float(min(totals, key=lambda each: (each[1], each[0]))[0]) if totals else 0.0


def totals_by_commitment(graph: Graph, leaves: Mapping[str, Leaf]) -> tuple[tuple[int, float], ...]:
    """Return the total in USD of each number that is tried; nothing where no number of servers keeps the targets."""
    given = {name: leaf.value for name, leaf in leaves.items()}
    most = float(np.max(graph.values(given)["servers"]))
    if not np.isfinite(most):
        return ()
    sizes = np.unique(np.floor(np.linspace(0.0, most, min(int(most), SIZES) + 1)))
    totals = np.ravel(graph.values(given | {"committed_servers": sizes[:, None]})["total_cost"])
    return tuple((int(size), float(total)) for size, total in zip(sizes, totals, strict=True))
