"""Formulas as people write them, from the code that computes them."""

import pkgutil
from importlib import import_module

import pytest

from planner import cost
from planner.cost.graph import formulas_of
from planner.cost.notation import notation
from planner.plan.wording import Speech

LABELS = {"cost_flow": "Cost of each month", "one_month": "One month", "idle_share": "Idle", "busy": "Busy"}


@pytest.mark.parametrize(
    ("code", "formula"),
    [
        ("over_months(cost_flow) * one_month", "sum(Cost of each month) × One month"),
        ("busy * (idle_share + (1.0 - idle_share) * 0.5)", "Busy × (Idle + (1 − Idle) × 0.5)"),
        ("a - (b - c)", "a − (b − c)"),
        ("a - b - c", "a − b − c"),
        ("a / (b * c)", "a / (b × c)"),
        ("(a + b) ** 2", "(a + b)^2"),
        ("-over_months(sold) * last_month", "−sum(sold) × last month"),
        ("np.where(possible > 0.0, calls / possible, 0.0)", "if(possible > 0; calls / possible; 0)"),
        ("np.maximum.accumulate(servers, axis=-1)", "highest so far(servers)"),
        ("a - (b + c) * (d - e) / (f * g) - (h - i)", "a − (b + c) × (d − e) / (f × g) − (h − i)"),
        ("before[..., start] * rate", "before × rate"),
        ("(a + b) * by_slot(servers)", "(a + b) × servers"),
        ("latency[0] * 1000.0", "latency × 1\u202f000"),
    ],
)
def test_code_reads_as_a_formula(code, formula):
    assert notation(code, LABELS) == formula


def test_no_formula_of_the_model_shows_the_library_or_an_axis():
    rooms = [
        import_module(f"planner.cost.{each.name}") for each in pkgutil.iter_modules(cost.__path__) if not each.ispkg
    ]
    formulas = [formula for room in rooms for formula in formulas_of(room) if formula.expression]
    assert len(formulas) > 100
    for formula in formulas:
        shown = notation(formula.expression, {})
        assert not [sign for sign in ("np.", "axis", "keepdims", "_", "[", "*") if sign in shown], shown


def test_numbers_in_a_formula_follow_the_decimal_mark():
    assert notation("0.5 * a", {}, Speech(decimal_mark=",")) == "0,5 × a"
