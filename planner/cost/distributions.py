"""Shares of lognormal lengths: how many requests, and how many of their tokens, exceed a limit."""

from __future__ import annotations

from typing import Any

import numpy as np


def normal_cdf(x: Any) -> Any:
    """Return the standard normal distribution function, within 1.5e-7.

    Source: Abramowitz and Stegun, Handbook of Mathematical Functions (1964), 7.1.26.
    """
    z = np.abs(x) / np.sqrt(2.0)
    t = 1.0 / (1.0 + 0.3275911 * z)
    poly = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
    tail = 0.5 * poly * np.exp(-z * z)
    return np.where(np.asarray(x) >= 0.0, 1.0 - tail, tail)


def share_above(limit: Any, mean: Any, variation: Any) -> Any:
    """Return the share of lengths above a limit (lognormal with this mean and coefficient of variation)."""
    return _share(limit, mean, variation, shift=-0.5)


def tokens_share_above(limit: Any, mean: Any, variation: Any) -> Any:
    """Return the share of all tokens that stands in lengths above a limit (lognormal)."""
    return _share(limit, mean, variation, shift=0.5)


def _share(limit: Any, mean: Any, variation: Any, shift: float) -> Any:
    spread = np.sqrt(np.log1p(np.square(variation)))
    certain = np.asarray(spread) < 1e-9
    safe = np.where(certain, 1.0, spread)
    ratio = np.log(np.maximum(mean, 1e-12) / np.maximum(limit, 1e-12))
    return np.where(certain, np.where(np.asarray(mean) > limit, 1.0, 0.0), normal_cdf(ratio / safe + shift * safe))
