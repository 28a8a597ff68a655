"""G11: results move on refresh."""

import subprocess
import sys

import pytest
from shipped_plans import names, shipped

from planner.cost.evaluation import evaluate_with_doubt

DIGEST = """
import hashlib, sys
from planner.catalog.loader import load_catalogue
from planner.cost.evaluation import evaluate_with_doubt
from planner.storage.documents import opened_plan
from planner.storage.plan_file import parse_plan
plan = opened_plan(parse_plan(sys.stdin.buffer.read(), "plan")).plan
result = evaluate_with_doubt(plan, load_catalogue().with_snapshot(plan.snapshot), 50)
digest = hashlib.sha256()
for scenario in result.scenarios:
    digest.update(scenario.total_draws.tobytes() + scenario.cumulative_low.tobytes() + repr(scenario.figures).encode())
print(digest.hexdigest())
"""


def run(data, seed):
    """The digest of a plan's results in a process of its own, with another order of its sets and dictionaries."""
    done = subprocess.run(
        [sys.executable, "-c", DIGEST], input=data, capture_output=True, check=True, env=environment(seed)
    )
    return done.stdout


def environment(seed):
    import os

    return {**os.environ, "PYTHONHASHSEED": seed}


def test_two_processes_compute_the_same_bytes():
    from planner.catalog.locations import resource_path

    data = resource_path("examples", "startup-chatbot-2023.plan.json").read_bytes()
    assert run(data, "1") == run(data, "2")


@pytest.mark.parametrize("name", names("templates"))
def test_a_second_look_shows_the_same(name):
    plan, catalogue = shipped("templates", name)
    copy = type(plan).model_validate_json(plan.model_dump_json())
    first, again = (evaluate_with_doubt(each, catalogue, 40) for each in (plan, copy))
    for old, new in zip(first.scenarios, again.scenarios, strict=True):
        assert old.total_draws.tobytes() == new.total_draws.tobytes()
        assert old.figures == new.figures


def test_another_seed_gives_other_draws():
    plan, catalogue = shipped("templates", "support-chat")
    other = plan.model_copy(update={"seed": plan.seed + 1})
    first, second = (evaluate_with_doubt(each, catalogue, 40).scenarios[0] for each in (plan, other))
    assert first.total_draws.tobytes() != second.total_draws.tobytes()
