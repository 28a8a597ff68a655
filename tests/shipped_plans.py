"""The plans that ship with the program, opened as a user opens them."""

from functools import cache

from planner.catalog.loader import load_catalogue
from planner.catalog.locations import resource_path
from planner.cost.evaluation import evaluate
from planner.storage.documents import opened_plan
from planner.storage.plan_file import SUFFIX, read_plan_file


@cache
def catalogue():
    return load_catalogue()


def names(folder):
    return sorted(path.name.removesuffix(SUFFIX) for path in resource_path(folder).glob(f"*{SUFFIX}"))


@cache
def shipped(folder, name):
    """The plan and the catalogue that answers from the plan's own records first."""
    opened = opened_plan(read_plan_file(resource_path(folder, f"{name}{SUFFIX}")))
    assert not opened.unknown
    return opened.plan, catalogue().with_snapshot(opened.plan.snapshot)


def example(name):
    return shipped("examples", name)


@cache
def results(folder, name):
    """The results of a shipped plan by the id of their scenario."""
    plan, its_catalogue = shipped(folder, name)
    return {result.id: result for result in evaluate(plan, its_catalogue).scenarios}


def example_results(name):
    return results("examples", name)
