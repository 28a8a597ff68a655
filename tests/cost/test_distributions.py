"""Lognormal shares against scipy."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from planner.cost.distributions import normal_cdf, share_above, tokens_share_above


def lognormal(mean, variation):
    """The lognormal of this mean and coefficient of variation."""
    sigma = np.sqrt(np.log1p(variation**2))
    return stats.lognorm(s=sigma, scale=mean / np.exp(sigma**2 / 2.0))


def test_the_normal_distribution_function_is_within_its_stated_error():
    x = np.linspace(-6.0, 6.0, 1_201)
    assert np.max(np.abs(normal_cdf(x) - stats.norm.cdf(x))) < 1.5e-7


@given(limit=st.floats(10.0, 1e6), mean=st.floats(10.0, 1e6), variation=st.floats(0.05, 3.0))
def test_the_share_of_long_requests_is_the_lognormal_tail(limit, mean, variation):
    assert share_above(limit, mean, variation) == pytest.approx(lognormal(mean, variation).sf(limit), abs=2e-7)


@pytest.mark.parametrize(("limit", "mean", "variation"), [(1e3, 8e2, 0.8), (5e3, 8e2, 1.5), (2e2, 8e2, 0.3)])
def test_the_share_of_their_tokens_is_the_partial_mean(limit, mean, variation):
    distribution = lognormal(mean, variation)
    partial = distribution.expect(lambda x: x, lb=limit) / mean
    assert tokens_share_above(limit, mean, variation) == pytest.approx(partial, abs=1e-6)


def test_lengths_without_spread_are_all_above_or_all_below():
    assert share_above(100.0, 101.0, 0.0) == 1.0
    assert share_above(100.0, 100.0, 0.0) == 0.0
    assert tokens_share_above(100.0, 101.0, 0.0) == 1.0
