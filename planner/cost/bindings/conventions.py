"""Conventions: the calendar and unit conversions, given to formulas as leaves so that units can be checked."""

from __future__ import annotations

from planner.cost.leaves import Leaf, Leaves
from planner.plan import units
from planner.plan.wording import N_

_DEFINITION = N_("A definition.")


def _convention(name: str, value: float, unit: str, label: str, note: str = _DEFINITION) -> Leaf:
    return Leaf(name, value, unit, label, note=note)


CONVENTIONS = Leaves.of(
    (
        _convention(
            "hours_per_month",
            units.HOURS_PER_MONTH,
            "hour/month",
            N_("Hours in a month"),
            N_("365 days of 24 hours over twelve, the clouds' convention, used for everything."),
        ),
        _convention("months_per_year", units.MONTHS_PER_YEAR, "month/year", N_("Months in a year")),
        _convention("seconds_per_hour", units.SECONDS_PER_HOUR, "second/hour", N_("Seconds in an hour")),
        _convention("seconds_per_minute", 60.0, "second/minute", N_("Seconds in a minute")),
        _convention("hours_per_minute", 1.0 / 60.0, "hour/minute", N_("Hours in a minute")),
        _convention("mtok_per_token", 1e-6, "Mtoken/token", N_("Millions in one")),
        _convention("krequest_per_request", 1e-3, "krequest/request", N_("Thousands in one")),
        _convention("kw_per_w", 1e-3, "kW/W", N_("Kilowatts in a watt")),
        _convention("kwh_per_kw_hour", 1.0, "kWh/kW/hour", N_("Energy of one kilowatt in one hour")),
        _convention("ms_per_second", 1e3, "ms/second", N_("Milliseconds in a second")),
        _convention("one_second", 1.0, "second", N_("One second")),
        _convention("one_month", 1.0, "month", N_("One month")),
        _convention("one_year", 1.0, "year", N_("One year")),
        _convention("one_call", 1.0, "request", N_("One call")),
        _convention("one_server", 1.0, "server", N_("One server")),
        _convention("accelerator_unit", 1.0, "accelerator", N_("One GPU")),
    )
)
