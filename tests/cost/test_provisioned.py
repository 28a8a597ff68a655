"""Provisioned throughput against hand calculations."""

import numpy as np
import pytest

from planner.cost import provisioned
from planner.plan.units import DAYS_PER_MONTH


def test_units_are_paid_around_the_clock():
    charge = provisioned.provisioned_charge(
        provisioned_units=3.0,
        provisioned_price=2.0,
        hours_per_month=730.0,
        api_price_factor=np.array([1.0, 0.8]),
        active=1.0,
    )
    assert list(charge) == pytest.approx([3.0 * 2.0 * 730.0, 0.8 * 3.0 * 2.0 * 730.0])


HOURS = np.repeat([5.0 / 7.0, 2.0 / 7.0], 24) * DAYS_PER_MONTH
BUSY = np.array([0.5] * 12 + [1.5] * 12 + [1.0] * 24)


def metered(units):
    rate = np.array([0.0, 2.0])
    wanted = provisioned.output_by_hour(mean_rate=rate, hour_weights=BUSY, output_tokens=100.0)
    assert wanted[1, 0] == 100.0
    with np.errstate(all="ignore"):
        found = provisioned.metered_share(
            provisioned_units=units,
            provisioned_throughput=75.0,
            output_by_hour=wanted,
            hours_by_slot=HOURS,
            mean_rate=rate,
        )
    assert found[0] == 0.0
    return found[1]


def test_only_what_the_units_cannot_carry_in_an_hour_is_metered():
    # Two units carry 150 a second: half of a weekday wants 100, the other half 300, a weekend day 200.
    beyond = (150.0 * 12.0 * 5.0 + 50.0 * 24.0 * 2.0) / (200.0 * 24.0 * 7.0)
    assert metered(2.0) == pytest.approx(beyond)


def test_enough_units_leave_nothing_to_meter_and_none_leave_all():
    assert metered(4.0) == 0.0
    assert metered(0.0) == pytest.approx(1.0)
