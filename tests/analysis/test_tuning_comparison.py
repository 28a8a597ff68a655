"""Two estimates of a tuning approach side by side (F16), with what explains the difference."""

import pytest

from planner.analysis.charts.words import Words
from planner.analysis.tuning_comparison import tuning_comparison
from planner.analysis.verdict import plain_text
from planner.plan.language import ENGLISH


def tuned(build, plan, kind, model="llama-3.1-8b-instruct"):
    path = ("scenarios", "rent")
    return build.edited(
        plan,
        ((*path, "model", "model"), model),
        ((*path, "tuning", "kind"), kind),
        ((*path, "tuning", "efficiency"), 0.4),
        ((*path, "tuning", "runs"), 1.0),
        ((*path, "tuning", "labour_hours"), 80.0),
    )


def test_first_principles_are_the_arithmetic_of_the_work(build, plan, catalogue):
    """6 operations x 8.03e9 parameters x 6 million tokens at 40 % of 312 TFLOP/s; 4,000 examples at 1.20."""
    found = tuning_comparison(tuned(build, plan, "full_fine_tuning"), catalogue, "rent")
    parameters = catalogue.find_model("llama-3.1-8b-instruct").total_parameters
    assert found.gpu_hours == pytest.approx(6 * parameters * 6e6 / (0.4 * 312e12) / 3600)
    assert found.parts["tuning_data"] == pytest.approx(4_800.0)
    assert found.parts["tuning_labour"] == pytest.approx(8_000.0)
    assert found.total == pytest.approx(sum(found.parts.values()))


def test_the_published_amount_is_turned_into_the_tokens_that_it_would_buy(build, plan, catalogue):
    found = tuning_comparison(tuned(build, plan, "full_fine_tuning"), catalogue, "rent")
    assert found.low == 1_000_000.0  # larger than 5 billion parameters
    assert found.high is None
    assert found.tokens_for_published > 1e9
    assert "below the published range" in str(found.explanation[0])


def test_hosted_tuning_says_how_many_tokens_the_published_amount_would_buy(build, plan, catalogue):
    """At 25 dollars a million tokens, a million dollars buys 40 billion: 6,667 times the 6 million of three epochs."""
    priced = build.edited(
        tuned(build, plan, "hosted_fine_tuning"), (("scenarios", "rent", "tuning", "training_token_price"), 25.0)
    )
    found = tuning_comparison(priced, catalogue, "rent")
    assert found.tokens_for_published == pytest.approx(40e9)
    assert "6\u202f667 times the training tokens" in found.explanation[-1].text()


def test_amounts_are_said_in_the_plans_currency(build, plan, catalogue):
    """At 0.90 euro a dollar, as the table beside the sentence has it."""
    found = tuning_comparison(tuned(build, plan, "full_fine_tuning"), catalogue, "rent")
    said = plain_text(found.explanation[0], Words(ENGLISH, "EUR", 0.9))
    assert f"€{0.9 * found.total:,.0f}".replace(",", "\u202f") in said
    assert "$" not in said


def test_the_range_of_instruction_tuning_leaves_the_work_of_people_out(build, plan, catalogue):
    found = tuning_comparison(tuned(build, plan, "instruction_tuning"), catalogue, "rent")
    assert (found.low, found.high) == (100.0, 10_000.0)
    assert found.total > 10_000.0 > found.total - found.parts["tuning_labour"]
    assert "leaves it out" in str(found.explanation[-1])


def test_what_is_not_trained_has_nothing_to_compare(build, plan, catalogue):
    assert tuning_comparison(plan, catalogue, "rent") is None
    assert tuning_comparison(tuned(build, plan, "prompt_engineering"), catalogue, "rent") is None


def test_memory_decides_how_many_gpus_a_run_takes_by_approach(build, plan, catalogue):
    """16 bytes a parameter where all are trained, 2 for a frozen base, on 80 GB of which 90 % can be used."""
    full, lora, qlora = (
        tuning_comparison(tuned(build, plan, kind), catalogue, "rent") for kind in ("full_fine_tuning", "lora", "qlora")
    )
    parameters = catalogue.find_model("llama-3.1-8b-instruct").total_parameters
    assert full.gpus == -(-16 * parameters // (0.9 * 80e9))
    assert (lora.gpus, qlora.gpus) == (1.0, 1.0)
    assert full.run_hours == pytest.approx(full.gpu_hours / full.gpus)
