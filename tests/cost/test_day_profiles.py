"""Day profiles: a mean of one over the week, the measured ones from the catalogue, stretched to a wanted peak."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shipped_plans import catalogue

from planner.cost.day_profiles import day_profile, normalised, scaled_to_peak, with_weekend
from planner.plan.fields import fields_of
from planner.plan.workload import HOUR_SHAPES, Timing

SHARE = np.repeat([5.0 / 7.0, 2.0 / 7.0], 24) / 24.0
SHAPES = [name for name, _ in HOUR_SHAPES]


def mean(weights):
    return float(np.sum(weights * SHARE))


@pytest.mark.parametrize("shape", SHAPES)
def test_every_profile_that_a_plan_can_name_has_a_mean_of_one(shape):
    profile = day_profile(shape, catalogue())
    assert profile.weights.shape == (48,)
    assert mean(profile.weights) == pytest.approx(1.0)
    assert np.all(profile.weights >= 0.0)


def test_the_choices_of_the_plan_are_the_profiles_that_are_known():
    choices = next(spec.ui.choices for spec in fields_of(Timing) if spec.name == "shape")
    assert [name for name, _ in choices] == SHAPES


@pytest.mark.parametrize(
    ("shape", "record"), [("azure24-chat", "hours/azure24-conv"), ("azure24-coding", "hours/azure24-coding")]
)
def test_a_measured_profile_is_the_record_of_the_catalogue_with_its_source(shape, record):
    profile = day_profile(shape, catalogue())
    found = catalogue().record(record)
    assert profile.provenance == found.provenance
    assert profile.weights == pytest.approx(normalised(found.weekday, found.weekend))
    assert not np.allclose(profile.weights, day_profile("office", catalogue()).weights)


def test_the_peaks_are_ordered_as_the_names_promise():
    peaks = {shape: day_profile(shape, catalogue()).weights.max() for shape in SHAPES}
    assert peaks["flat"] == pytest.approx(1.0)
    assert peaks["flat"] < peaks["azure24-chat"] < peaks["consumer"] < peaks["office"]


@given(shape=st.sampled_from([s for s in SHAPES if s != "flat"]), peak=st.floats(1.0, 8.0))
def test_a_stretched_profile_has_the_wanted_peak_and_keeps_its_mean(shape, peak):
    weights = scaled_to_peak(day_profile(shape, catalogue()).weights, peak)
    assert weights.max() == pytest.approx(peak)
    assert mean(weights) == pytest.approx(1.0)
    assert np.all(weights >= -1e-12)


@given(shape=st.sampled_from(SHAPES), weekend=st.floats(0.0, 10.0), peak=st.floats(1.0, 24.0))
def test_a_profile_keeps_its_mean_whatever_its_weekend_and_peak(shape, weekend, peak):
    """Hours that share the highest rate may be too many to take the peak together: the volume must not grow."""
    weights = scaled_to_peak(with_weekend(day_profile(shape, catalogue()).weights, weekend), peak)
    assert mean(weights) == pytest.approx(1.0)
    assert weights.max() == pytest.approx(peak)
    assert np.all(weights >= 0.0)


@given(peak=st.floats(1.0, 24.0))
def test_a_flat_day_gets_one_busy_hour(peak):
    weights = scaled_to_peak(np.ones(48), peak)
    assert weights.max() == pytest.approx(max(peak, 1.0))
    assert mean(weights) == pytest.approx(1.0)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("share", [0.0, 0.3, 1.5])
def test_a_weekend_day_brings_the_share_that_is_asked_for(shape, share):
    weights = with_weekend(day_profile(shape, catalogue()).weights, share)
    assert mean(weights) == pytest.approx(1.0)
    assert weights[24:].sum() == pytest.approx(share * weights[:24].sum())
