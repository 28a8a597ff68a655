"""The hand-made plan and result for every test of this folder."""

import importlib.util
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def example():
    """The module of the hand-made plan, result and analyses."""
    place = Path(__file__).parents[1] / "chart_examples.py"
    spec = importlib.util.spec_from_file_location("chart_examples", place)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def view(example):
    """The example with every analysis, in English."""
    from planner.analysis.charts.view import View
    from planner.analysis.charts.words import Words
    from planner.plan.language import ENGLISH

    plan = example.example_plan()
    return View(plan, example.example_result(), Words.of(ENGLISH, plan), example.example_analyses())


@pytest.fixture(scope="session")
def calculator():
    """What computes a workbook's formulas."""
    place = Path(__file__).parent / "formulas.py"
    spec = importlib.util.spec_from_file_location("formulas", place)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.Calculator


@pytest.fixture(scope="session")
def support_chat():
    """A template of the product with its catalogue: plan, catalogue, result."""
    from planner.catalog.loader import load_catalogue
    from planner.catalog.locations import resource_path
    from planner.cost.evaluation import evaluate
    from planner.storage.documents import opened_plan
    from planner.storage.plan_file import read_plan_file

    plan = opened_plan(read_plan_file(resource_path("templates", "support-chat.plan.json"))).plan
    catalogue = load_catalogue()
    return plan, catalogue, evaluate(plan, catalogue)
