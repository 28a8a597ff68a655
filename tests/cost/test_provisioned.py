"""Provisioned throughput against hand calculations."""

import pytest

from planner.cost import provisioned


def test_units_are_paid_around_the_clock():
    charge = provisioned.provisioned_charge(
        provisioned_units=3.0, provisioned_price=2.0, hours_per_month=730.0, active=1.0
    )
    assert charge == pytest.approx(3.0 * 2.0 * 730.0)


def test_only_what_the_units_cannot_carry_is_metered():
    peak = provisioned.peak_output_rate(mean_rate=2.0, peak_factor=3.0, output_tokens=100.0)
    assert peak == pytest.approx(600.0)
    share = provisioned.metered_share(provisioned_units=2.0, provisioned_throughput=150.0, peak_output_rate=peak)
    assert share == pytest.approx(0.5)


def test_enough_units_leave_nothing_to_meter():
    assert provisioned.metered_share(10.0, 150.0, 600.0) == 0.0
