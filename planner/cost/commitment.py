"""The cheapest commitment: how many rented servers to commit to, found over the whole horizon."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from planner.cost.graph import Graph

SIZES = 64
"""Numbers of servers that are tried: all of them in fleets up to this size, evenly spaced ones in larger fleets."""


def cheapest_commitment(graph: Graph, likely: Mapping[str, Any]) -> Any:
    """Return the number of committed servers with the lowest total at the best guesses; the smallest of equals.

    For a column of base loads a column: the servers of a base load do not hang on the traffic, so that the number
    hangs on their size alone.
    """
    given = {name: _one_row(value) for name, value in likely.items()}
    base = likely.get("base_servers", 0.0)
    if not np.ndim(base):
        return _cheapest(totals_of_sizes(graph, given))
    sizes, places = np.unique(np.ravel(base), return_inverse=True)
    found = [_cheapest(totals_of_sizes(graph, given | {"base_servers": float(size)})) for size in sizes]
    return np.array(found)[np.ravel(places)].reshape(np.shape(base))


def _one_row(value: Any) -> Any:
    """Return the mean of the rows of draws or variants: what is committed to is decided before they are known."""
    return value.mean(axis=0, keepdims=True) if isinstance(value, np.ndarray) and value.ndim == 2 else value


def _cheapest(totals: tuple[tuple[int, float], ...]) -> float:
    return float(min(totals, key=lambda each: (each[1], each[0]))[0]) if totals else 0.0


def totals_of_sizes(graph: Graph, given: Mapping[str, Any]) -> tuple[tuple[int, float], ...]:
    """Return the total in USD of each number that is tried, at given values of the leaves.

    Nothing where no number of servers keeps the targets.
    """
    most = float(np.max(graph.values(given)["servers"]))
    if not np.isfinite(most):
        return ()
    sizes = np.unique(np.floor(np.linspace(0.0, most, min(int(most), SIZES) + 1)))
    totals = np.ravel(graph.values({**given, "committed_servers": sizes[:, None]})["total_cost"])
    return tuple((int(size), float(total)) for size, total in zip(sizes, totals, strict=True))
