"""Draws of leaves in doubt: a range's low, likely and high are its 10th, 50th and 90th percentile.

Draws are Latin hypercube samples, the same for one seed on every machine. A figure that several scenarios share (a
field of the plan, a record of the catalogue) has the same draws in all of them, so that differences between
scenarios are not blurred by doubt that they share.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from statistics import NormalDist
from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.cost.leaves import Leaf
from planner.plan.amounts import Range

P90 = NormalDist().inv_cdf(0.9)


def draws_of(leaves: Mapping[str, Leaf], seed: int, count: int) -> dict[str, NDArray[np.float64]]:
    """Return a column of draws (count, 1) for every leaf that is in doubt."""
    return {
        name: np.clip(sample(leaf.amount, key_of(leaf), seed, count), leaf.least, leaf.most)[:, None]
        for name, leaf in leaves.items()
        if isinstance(leaf.amount, Range) and leaf.amount.low < leaf.amount.high
    }


def key_of(leaf: Leaf) -> str:
    """Return what decides whether two leaves share their draws: the record, else the plan field."""
    return f"record:{leaf.record}:{leaf.name}" if leaf.record else "/".join(leaf.path) or leaf.name


def sample(amount: Range, key: str, seed: int, count: int) -> NDArray[np.float64]:
    """Return draws of a range whose P10, P50 and P90 are its low, likely and high.

    Positive ranges are lognormal on either side of `likely`, since figures in doubt err by factors; ranges that
    reach nothing or less are normal on either side.
    """
    digest = hashlib.sha256(f"{seed}:{key}".encode()).digest()
    generator = np.random.Generator(np.random.PCG64(int.from_bytes(digest[:16], "big")))
    strata = (generator.permutation(count) + generator.random(count)) / count
    z = _normal_quantile(strata)
    if amount.low > 0.0:
        ratio: Any = np.where(z < 0.0, np.log(amount.likely / amount.low), np.log(amount.high / amount.likely))
        return np.asarray(amount.likely * np.exp(z / P90 * ratio))
    side: Any = np.where(z < 0.0, amount.likely - amount.low, amount.high - amount.likely)
    drawn = amount.likely + z / P90 * side
    return np.asarray(np.maximum(drawn, 0.0) if amount.low == 0.0 else drawn)


def _normal_quantile(p: NDArray[np.float64]) -> Any:
    """Return the standard normal quantile within 1.2e-9 (Acklam's rational approximation, 2003)."""
    a = (
        -3.969683028665376e1,
        2.209460984245205e2,
        -2.759285104469687e2,
        1.383577518672690e2,
        -3.066479806614716e1,
        2.506628277459239,
    )
    b = (-5.447609879822406e1, 1.615858368580409e2, -1.556989798598866e2, 6.680131188771972e1, -1.328068155288572e1)
    c = (
        -7.784894002430293e-3,
        -3.223964580411365e-1,
        -2.400758277161838,
        -2.549732539343734,
        4.374664141464968,
        2.938163982698783,
    )
    d = (7.784695709041462e-3, 3.224671290700398e-1, 2.445134137142996, 3.754408661907416)
    q = p - 0.5
    r = q * q
    centre = np.polyval(a, r) * q / (np.polyval(b, r) * r + 1.0)
    distance = np.sqrt(-2.0 * np.log(np.minimum(p, 1.0 - p)))
    tail = np.polyval(c, distance) / (np.polyval(d, distance) * distance + 1.0)
    return np.where(np.abs(q) <= 0.47575, centre, np.where(q < 0.0, tail, -tail))
