"""What a bill for servers may leave out: each part by name, when a scenario lacks it, and what counts it as nothing.

Vendors' quotes and careless plans leave out the same things, so that both are read from this one table.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from planner.plan.amounts import likely
from planner.plan.owned import OwnedHosting
from planner.plan.plan import Scenario
from planner.plan.rented import RentedHosting
from planner.plan.wording import N_, Message, Number

HOSTED = ("rented", "owned")


@dataclass(frozen=True, slots=True)
class BillPart:
    """A part of the bill: its name in `Quote.counts`, its label, and the field (below the scenario) to go to.

    `missing` says what is missing from a scenario, None where it is counted. `nothing` holds the values, by the
    dotted name of the field, with which it costs nothing; names below "plan." stand in the plan itself.
    """

    name: str
    label: str
    field: str
    missing: Callable[[Scenario], Message | None]
    nothing: Mapping[str, Any]
    group: str

    @property
    def check(self) -> str:
        """The name of the finding."""
        return f"no_{self.name}"


def _when(lacks: Callable[[Scenario], bool], msgid: str) -> Callable[[Scenario], Message | None]:
    return lambda scenario: Message(msgid) if lacks(scenario) else None


def _owned(lacks: Callable[[OwnedHosting], bool], msgid: str) -> Callable[[Scenario], Message | None]:
    return _when(lambda scenario: lacks(scenario.hosting.owned), msgid)


def _never(_scenario: Scenario) -> Message | None:
    return None


def _no_staff(scenario: Scenario) -> bool:
    return likely(scenario.operations.engineers) + likely(scenario.operations.operators) == 0.0


def _no_spare(scenario: Scenario) -> bool:
    hosting = scenario.hosting
    scales = hosting.kind == "rented" and hosting.rented.scaling == "scale_to_zero"
    return hosting.serving.spare_servers == 0.0 and not scales


def _no_facility(owned: OwnedHosting) -> bool:
    free_space = owned.space_price is not None and likely(owned.space_price) == 0.0
    free_power = owned.electricity_price is not None and likely(owned.electricity_price) == 0.0
    return free_space or free_power or (owned.pue is not None and likely(owned.pue) == 1.0)


def _hours_missing(scenario: Scenario) -> Message | None:
    rented: RentedHosting = scenario.hosting.rented
    if rented.scaling != "hours":
        return None
    return Message(
        N_("Only {hours} of 730 hours a month are paid: outside them nothing answers."),
        {"hours": Number(likely(rented.hours), 0)},
    )


PEOPLE, SITE = N_("People and tuning"), N_("Site, servers and licences")
LOAD, TIME = N_("Idle hours and spare"), N_("Time and money")
"""What parts are joined to where there are too many to be told apart."""

_STAFF = BillPart(
    "staff",
    N_("staff"),
    "operations.engineers",
    _when(_no_staff, N_("Nobody is paid to run the servers.")),
    {"operations.engineers": 0.0, "operations.operators": 0.0, "operations.data_staff": 0.0},
    PEOPLE,
)
_ON_CALL = BillPart(
    "on_call",
    N_("on-call"),
    "operations.on_call",
    _when(lambda scenario: likely(scenario.operations.on_call) == 0.0, N_("No on-call cost: who answers at night?")),
    {"operations.on_call": 0.0},
    PEOPLE,
)
_TUNING = BillPart("tuning", N_("tuning and evaluation"), "tuning.kind", _never, {"tuning.kind": "none"}, PEOPLE)
_LICENCES = BillPart(
    "licences",
    N_("licences"),
    "operations.licence_per_year",
    _never,
    {
        "operations.licence_per_year": 0.0,
        "operations.licence_per_accelerator": 0.0,
        "operations.licence_per_user": 0.0,
        "operations.revenue_share": 0.0,
    },
    SITE,
)
_SPARE = BillPart(
    "spare",
    N_("spare servers"),
    "hosting.serving.spare_servers",
    _when(_no_spare, N_("No spare server: a failure stops the service or slows it down.")),
    {"hosting.serving.spare_servers": 0.0},
    LOAD,
)
_INSTALLED = {"operations.integration": 0.0, "switching_cost": 0.0}
_STEADY = {
    "plan.workload.timing.shape": "flat",
    "plan.workload.timing.weekend": None,
    "plan.workload.timing.peak_factor": None,
}
_PRICE_TREND = BillPart(
    "price_trend",
    N_("falling API prices"),
    "plan.money.api_price_trend",
    _never,
    {"plan.money.api_price_trend": 0.0},
    TIME,
)

_PARTS: Mapping[str, tuple[BillPart, ...]] = {
    "owned": (
        _STAFF,
        _ON_CALL,
        _TUNING,
        BillPart(
            "network",
            N_("network and installation"),
            "hosting.owned.network_and_installation",
            _owned(
                lambda owned: likely(owned.network_and_installation) == 0.0,
                N_("Network and installation are free of charge here."),
            ),
            {"hosting.owned.network_and_installation": 0.0, **_INSTALLED},
            SITE,
        ),
        BillPart(
            "facility",
            N_("power and space"),
            "hosting.owned.space_price",
            _owned(_no_facility, N_("The facility is missing: space, power and cooling cost something too.")),
            {"hosting.owned.space_price": 0.0, "hosting.owned.electricity_price": 0.0, "hosting.owned.pue": 1.0},
            SITE,
        ),
        BillPart(
            "idle_hours",
            N_("idle hours"),
            "hosting.owned.idle_power",
            _owned(
                lambda owned: likely(owned.idle_power) == 0.0,
                N_("Idle servers draw no power here; real ones draw a third of their full power."),
            ),
            {"hosting.owned.idle_power": 0.0, **_STEADY},
            LOAD,
        ),
        _SPARE,
        BillPart(
            "support",
            N_("hardware support"),
            "hosting.owned.support",
            _owned(lambda owned: likely(owned.support) == 0.0, N_("No hardware support contract.")),
            {"hosting.owned.support": 0.0, "operations.support_per_year": 0.0},
            SITE,
        ),
        _LICENCES,
        BillPart(
            "bridge",
            N_("the time until delivery"),
            "hosting.owned.bridge_price",
            _owned(
                lambda owned: owned.lead_months > 0 and not owned.bridge and likely(owned.bridge_price) == 0.0,
                N_("Until the servers are delivered something else must answer, and it has no price."),
            ),
            {"hosting.owned.lead_months": 0.0, "hosting.owned.bridge_price": 0.0, "wait_months": 0.0},
            TIME,
        ),
        BillPart(
            "financing",
            N_("financing"),
            "hosting.owned.financed_share",
            _never,
            {"hosting.owned.financed_share": 0.0},
            TIME,
        ),
        _PRICE_TREND,
    ),
    "rented": (
        _STAFF,
        _ON_CALL,
        _TUNING,
        BillPart(
            "network",
            N_("storage, network and integration"),
            "hosting.rented.storage",
            _never,
            {"hosting.rented.storage": 0.0, **_INSTALLED},
            SITE,
        ),
        BillPart(
            "idle_hours",
            N_("idle hours"),
            "hosting.rented.scaling",
            _hours_missing,
            {
                "hosting.rented.scaling": "scale_to_zero",
                "hosting.rented.start_minutes": 0.0,
                "hosting.rented.idle_minutes": None,
                **_STEADY,
            },
            LOAD,
        ),
        _SPARE,
        BillPart(
            "support",
            N_("support contracts"),
            "operations.support_per_year",
            _never,
            {"operations.support_per_year": 0.0},
            SITE,
        ),
        _LICENCES,
        _PRICE_TREND,
    ),
}


def parts_of_bill(kind: str) -> tuple[BillPart, ...]:
    """Return the parts that a bill for servers of this hosting kind has beside the servers; none for other kinds."""
    return _PARTS.get(kind, ())
