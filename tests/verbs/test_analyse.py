"""`analyse`: every question answers as JSON and as CSV, the same on every run."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from planner.verbs.analyse import QUESTIONS
from tests.verbs.conftest import Run


@pytest.mark.parametrize("question", [name for name in QUESTIONS if name not in ("goal-seek", "quote")])
def test_every_question_answers_alike_in_both_formats(question: str, plan_path: Path, run: Run) -> None:
    status, raw, _ = run("analyse", plan_path, question, "--draws", "200")
    again = run("analyse", plan_path, question, "--draws", "200")[1]
    _, text, _ = run("analyse", plan_path, question, "--format", "csv", "--draws", "200")

    assert status == 0
    assert raw == again
    assert json.loads(raw)
    assert len(list(csv.DictReader(io.StringIO(text)))) >= 1


def test_the_break_even_volume_is_where_both_cost_the_same(plan_path: Path, run: Run) -> None:
    _, raw, _ = run("analyse", plan_path, "break-even")
    rent = next(each for each in json.loads(raw)["scenarios"] if each["scenario"] == "rent")

    # 12 $/h × 730 h = (900 × 1.50 + 210 × 2.00) / 1,000,000 $ a request × volume
    assert rent["break_even_requests_per_month"] == pytest.approx(12 * 730 / 0.00177, rel=1e-3)


def test_the_bridge_sums_to_the_difference(plan_path: Path, run: Run) -> None:
    _, raw, _ = run("analyse", plan_path, "bridge", "--scenario", "API", "--against", "Rented 70B")
    bridge = json.loads(raw)

    assert sum(each["amount"] for each in bridge["contributions"]) == pytest.approx(bridge["end"] - bridge["start"])


def test_without_doubt_the_volume_for_any_odds_is_the_break_even(plan_path: Path, run: Run) -> None:
    status, raw, _ = run(
        *("analyse", plan_path, "goal-seek", "--scenario", "API", "--field", "workload.volume.requests"),
        *("--odds", "0.8"),
    )
    found = json.loads(raw)

    assert status == 0
    assert found["value"] == pytest.approx(12 * 730 / 0.00177, rel=1e-3)
    assert found["odds"] >= 0.8


def test_a_question_with_one_answer_says_what_it_lacks(plan_path: Path, run: Run, tmp_path: Path) -> None:
    document = json.loads(plan_path.read_text())
    document["scenarios"] = document["scenarios"][:1]
    alone = tmp_path / "alone.plan.json"
    alone.write_text(json.dumps(document))

    status, _, complaint = run("analyse", alone, "uncertainty")

    assert status == 2
    assert "two scenarios" in complaint


def test_a_quote_is_challenged_and_its_bridge_is_the_table(plan_path: Path, run: Run, tmp_path: Path) -> None:
    document = json.loads(plan_path.read_text())
    quote = {"vendor": "Cloud Ltd.", "saving": 500.0, "date": "2023-10-01", "source": "Their page"}
    document["scenarios"][1]["quote"] = quote
    quoted = tmp_path / "quoted.plan.json"
    quoted.write_text(json.dumps(document))

    status, raw, _ = run("analyse", quoted, "quote")
    _, text, _ = run("analyse", quoted, "quote", "--format", "csv")
    found = json.loads(raw)

    assert status == 0
    assert (found["scenario"], found["against"], found["claim"]["saving"]) == ("rent", "api", 500.0)
    assert {"staff", "on_call", "idle_hours", "spare"} <= {each["part"] for each in found["left_out"]}
    steps = found["bridge"]["contributions"]
    assert sum(each["amount"] for each in steps) == pytest.approx(found["bridge"]["end"] - found["bridge"]["start"])
    assert [row["label"] for row in csv.DictReader(io.StringIO(text))] == [each["label"] for each in steps]


def test_a_plan_without_a_quote_has_nothing_to_challenge(plan_path: Path, run: Run) -> None:
    status, raw, _ = run("analyse", plan_path, "quote")

    assert status == 1
    assert json.loads(raw)["reason"] == "No scenario of the plan has a vendor's quote."


def test_an_answer_that_is_no_says_why_in_both_formats(plan_path: Path, run: Run) -> None:
    asked = ("analyse", plan_path, "goal-seek", "--scenario", "Rented 70B", "--odds", "0.9", "--draws", "50")
    field = ("--field", "workload.lengths.spread")

    status, out, _ = run(*asked, *field)
    assert status == 1
    reason = json.loads(out)["reason"]
    assert reason
    status, _, complaint = run(*asked, *field, "--format", "csv")
    assert status == 1
    assert complaint == f"llm-cost-planner: {reason}\n"
