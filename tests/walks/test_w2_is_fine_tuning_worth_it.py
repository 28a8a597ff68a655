"""W2 in the model: a long prompt on every request against training an 8B model, to the tenth of a percent.

The walk's plan: one scenario, duplicated, in which only the tuning approach differs; 4,000 examples at 1.20 each, two
re-tunes a year. The crossover is computed here a second time, by hand, from prices and parameters alone.
"""

import cost_plans as plans
import pytest
from shipped_plans import catalogue

from planner.analysis.break_even import break_even_volumes
from planner.cost.evaluation import evaluate
from planner.plan.money import Money
from planner.plan.plan import Plan
from planner.plan.tuning import Tuning
from planner.plan.workload import Lengths, Timing, Volume, Workload

MODEL, PARAMETERS = "llama-3.1-8b-instruct", 8.03e9
PRICE = 0.18  # USD per million tokens of input and output
HORIZON = 24.0
TAX = 1_500.0
A100_PEAK, EFFICIENCY, GPU_PRICE = 312e12, 0.4, 2.0
EXAMPLES, EXAMPLE_TOKENS, EPOCHS, RUNS, EVALUATION, RATE = 4_000.0, 800.0, 3.0, 5.0, 300.0, 90.0
HOURS = {"prompt_engineering": 40.0, "prompt_tuning": 60.0, "lora": 120.0, "full_fine_tuning": 320.0}
RETUNES, RETUNE_SHARE = 2.0, 0.3
KINDS = ("prompt_tuning", "lora", "full_fine_tuning")


def scenario(kind, tax=TAX):
    found = plans.api(kind, model=MODEL, provider="", input_price=PRICE, output_price=PRICE, credits=0.0)
    tuning = Tuning(
        kind=kind,
        extra_prompt_tokens=tax,
        labour_hours=HOURS[kind],
        labour_rate=RATE,
        examples=EXAMPLES,
        example_tokens=EXAMPLE_TOKENS,
        example_price=1.2,
        epochs=EPOCHS,
        runs=RUNS,
        efficiency=EFFICIENCY,
        training_price=GPU_PRICE,
        evaluation=EVALUATION,
        retunes_per_year=RETUNES,
        retune_share=RETUNE_SHARE,
    )
    return type(found)(id=kind, name=kind, model=found.model, hosting=found.hosting, tuning=tuning)


def plan(tax=TAX, requests=1e5):
    return Plan(
        id="w2",
        workload=Workload(
            volume=Volume(requests=requests),
            lengths=Lengths(system=200.0, context=0.0, question=100.0, answer=150.0),
            timing=Timing(shape="flat"),
        ),
        money=Money(horizon=HORIZON),
        scenarios=tuple(scenario(kind, tax) for kind in ("prompt_engineering", *KINDS)),
        baseline="prompt_engineering",
    )


def by_part(kind):
    """USD over the horizon that an approach costs whatever the volume, by part and by hand."""
    operations = 6.0 if kind == "full_fine_tuning" else 4.0
    flops = operations * PARAMETERS * EXAMPLES * EXAMPLE_TOKENS * EPOCHS
    parts = {"tuning_labour": HOURS[kind] * RATE, "tuning_evaluation": EVALUATION}
    if kind != "prompt_engineering":
        parts["tuning_data"] = EXAMPLES * 1.2
        parts["tuning_compute"] = flops / (A100_PEAK * EFFICIENCY * 3_600.0) * GPU_PRICE * RUNS
    anew = (parts["tuning_labour"] + parts.get("tuning_data", 0.0)) * RETUNE_SHARE
    again = anew + parts.get("tuning_compute", 0.0) + EVALUATION
    return {**parts, "retuning": RETUNES * HORIZON / 12.0 * again}


def once_and_again(kind):
    return sum(by_part(kind).values())


@pytest.mark.parametrize("kind", KINDS)
def test_the_crossover_is_where_the_tax_has_paid_for_the_training(kind):
    tax_per_request = TAX * PRICE * 1e-6
    by_hand = (once_and_again(kind) - once_and_again("prompt_engineering")) / (HORIZON * tax_per_request)
    found = break_even_volumes(plan(), catalogue(), "prompt_engineering", [kind])
    assert found[kind] == pytest.approx(by_hand, rel=1e-3)
    for share, tuned_is_cheaper in ((0.99, False), (1.01, True)):
        totals = {r.id: r.total_cost for r in evaluate(plan(requests=by_hand * share), catalogue()).scenarios}
        assert (totals[kind] < totals["prompt_engineering"]) == tuned_is_cheaper


@pytest.mark.parametrize("kind", KINDS)
def test_without_a_tax_tuning_never_pays_back(kind):
    assert kind not in break_even_volumes(plan(tax=0.0), catalogue(), "prompt_engineering", [kind])
    for requests in (1e4, 1e7, 1e10):
        totals = {r.id: r.total_cost for r in evaluate(plan(tax=0.0, requests=requests), catalogue()).scenarios}
        assert totals[kind] > totals["prompt_engineering"]


@pytest.mark.parametrize("kind", ["prompt_engineering", *KINDS])
def test_tax_labelling_gpu_hours_evaluation_people_and_re_tunes_are_separate_parts_of_the_bar(kind):
    result = evaluate(plan(), catalogue()).scenario(kind)
    parts = {name: amount for name, amount in result.breakdown.items() if name not in ("api", "prompt_tax")}
    assert parts == pytest.approx(by_part(kind))
    assert ("prompt_tax" in result.breakdown) == (kind == "prompt_engineering")
    assert result.figures["tuning_cost"].value == pytest.approx(once_and_again(kind))


def test_the_prompt_token_tax_is_paid_on_every_request():
    taxed, free = (evaluate(plan(tax=tax), catalogue()).scenario("prompt_engineering") for tax in (TAX, 0.0))
    assert taxed.breakdown["prompt_tax"] == pytest.approx(1e5 * HORIZON * TAX * PRICE * 1e-6)
    assert taxed.breakdown["api"] == pytest.approx(free.breakdown["api"])
    assert "prompt_tax" not in free.breakdown
