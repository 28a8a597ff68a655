"""G4: a cache discount applied to the whole bill, output included, and factors that nobody explains."""

import ast
from pathlib import Path

import cost_plans as plans
import pytest
from shipped_plans import catalogue

import planner.cost
from planner.cost.binding import bind
from planner.plan.levers import Levers

CHARGES = ("plain_input_charge", "cache_read_charge", "cache_write_charge", "output_charge", "batch_output_charge")


def charges(levers):
    scenario = plans.api(levers=levers)
    values = bind(plans.plan(scenario), scenario, catalogue()).values()
    return {name: float(values[name][1]) for name in CHARGES} | {"share": float(values["cacheable_share"])}


def test_the_prompt_cache_leaves_output_and_new_input_alone():
    off = charges(Levers())
    on = charges(Levers(prompt_cache=True, prompt_cache_hits=1.0, shortest_prefix=0.0))
    assert on["output_charge"] == off["output_charge"]
    assert on["plain_input_charge"] == pytest.approx(off["plain_input_charge"] * (1.0 - on["share"]))
    assert on["cache_read_charge"] == pytest.approx(off["plain_input_charge"] * on["share"] * 0.3 / 1.4)


def test_compression_leaves_output_alone():
    off, on = charges(Levers()), charges(Levers(compression=True, compression_ratio=3.0))
    assert on["output_charge"] == off["output_charge"]
    assert on["plain_input_charge"] < off["plain_input_charge"]


def test_a_batch_discount_leaves_what_cannot_wait_at_its_price():
    off, on = charges(Levers()), charges(Levers(batch=True))
    assert on["output_charge"] == pytest.approx(0.75 * off["output_charge"])  # a quarter can wait
    assert on["batch_output_charge"] > 0.0


def test_every_factor_of_the_bill_has_a_name_and_a_source_or_a_field():
    """A leaf is a plan field, a catalogue figure, a convention, or says in its note why it stands there."""
    for scenario in (plans.api(levers=Levers(prompt_cache=True, batch=True)), plans.rented(), plans.owned()):
        for leaf in bind(plans.plan(scenario), scenario, catalogue()).leaves.values():
            assert leaf.label, leaf.name
            known = leaf.path or leaf.record or leaf.provenance or leaf.note
            assert known or leaf.name in STRUCTURE, leaf.name


STRUCTURE = {
    "month_index",
    "last_month",
    "age_at_end",
    "traffic_share",
    "kept_share",
    "accelerators_per_server",
    "hours_by_slot",
    "days_by_slot",
}
"""Counts of months, hours and GPUs that follow from the plan."""


HALVES = {"history_tokens": {2.0}, "cacheable_share": {2.0}, "starts_per_month": {2, 24}, "beyond_when_asked": {2.0}}
"""The mean of a rising count, two kinds of day of 24 hours, and a gap on both sides of a call."""


def test_no_formula_holds_a_number_that_nobody_named():
    """A ×1.25 or a discount of 0.5 must come in as an input, where it has a label and a source."""
    seen = 0
    for module in sorted(Path(planner.cost.__file__).parent.glob("*.py")):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.FunctionDef) or not any(map(is_quantity, node.decorator_list)):
                continue
            seen += 1
            numbers = {
                part.value
                for line in node.body
                for part in ast.walk(line)
                if isinstance(part, ast.Constant) and isinstance(part.value, int | float)
            }
            assert numbers - {0, 1} <= HALVES.get(node.name, set()), (module.name, node.name)
    assert seen > 100


def is_quantity(decorator):
    """Whether a decorator marks a formula."""
    return isinstance(decorator, ast.Call) and isinstance(decorator.func, ast.Name) and decorator.func.id == "quantity"
