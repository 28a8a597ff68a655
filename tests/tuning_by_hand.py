"""The plan of walk W2 and what its parts cost, computed a second time by hand from prices and parameters alone."""

import cost_plans as plans

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
