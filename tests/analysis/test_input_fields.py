"""Inputs as people read them: as their fields write them, with units in words."""

import pytest
from shipped_plans import names, shipped

from planner.analysis.amount_text import UNIT_WORDS
from planner.analysis.charts.words import Words
from planner.analysis.input_fields import written
from planner.analysis.variants import leaves_of, outcome_with, unchanged
from planner.cost.leaves import Leaf
from planner.plan.language import ENGLISH

WORDS = Words(ENGLISH)
SCENARIO = ("scenarios", "rent")
SIGNS = {"1", "USD", "W", "kW", "kWh", "GB", "ms"}
"""Units that are read as the model has them."""


@pytest.mark.parametrize(
    ("name", "value", "unit", "path", "text"),
    [
        ("discount_rate", 0.08, "1", ("money", "discount_rate"), "8\u00a0%/yr"),
        ("idle_share", 0.3, "1", (*SCENARIO, "hosting", "owned", "idle_power"), "30\u00a0%"),
        ("life_months", 48.0, "month", (*SCENARIO, "hosting", "owned", "life"), "4\u00a0years"),
        ("prefix_caching", 1.0, "1", (*SCENARIO, "hosting", "serving", "prefix_caching"), "yes"),
        ("context_tokens", 500.0, "token/request", ("workload", "lengths", "context"), "500\u00a0tokens/request"),
        ("server_price", 3.0, "USD/server/hour", (*SCENARIO, "hosting", "rented", "price"), "$3.00/server and hour"),
        ("batch_limit", float("inf"), "1", (*SCENARIO, "hosting", "serving", "batch_limit"), "–"),
        (
            "months_committed_after",
            0.0,
            "month",
            (*SCENARIO, "hosting", "rented", "commitment_months"),
            "0\u00a0months",
        ),
        ("one_month", 1.0, "month", (), "1\u00a0month"),
    ],
)
def test_an_input_reads_as_its_field(plan, name, value, unit, path, text):
    assert written(plan, Leaf(name, value, unit, "", path=path), WORDS) == text


@pytest.mark.parametrize(
    ("folder", "name"), [(each, name) for each in ("examples", "templates") for name in names(each)]
)
def test_every_unit_of_an_input_has_words(folder, name):
    plan, its_catalogue = shipped(folder, name)
    units = set()
    for scenario in plan.scenarios:
        outcome = outcome_with(plan, its_catalogue, scenario.id, unchanged)
        units |= {leaf.unit for leaf in leaves_of(outcome) if is_number(leaf.value) and leaf.path}
        assert all(written(plan, leaf, WORDS) for leaf in leaves_of(outcome) if is_number(leaf.value))
    assert units - SIGNS <= set(UNIT_WORDS)


def is_number(value):
    return isinstance(value, (int, float))
