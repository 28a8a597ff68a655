"""The worked example of tuning: each approach from first principles, beside the range that the press gives."""

from __future__ import annotations

import datetime as dt
from typing import Any

from plan_parts import coloured
from planner.plan.amounts import Range
from planner.plan.hosting import ApiHosting, Hosting
from planner.plan.money import Money
from planner.plan.plan import ModelChoice, Plan, Scenario
from planner.plan.tuning import Tuning
from planner.plan.workload import Volume, Workload

_NOT_HOSTED = Hosting(kind="api", api=ApiHosting(input_price=0.0, output_price=0.0))
_ONCE: dict[str, Any] = {"retunes_per_year": 0.0, "training_accelerator": "a100-sxm-80gb"}
_WITHOUT_PEOPLE: dict[str, Any] = {"labour_hours": 0.0, "evaluation": 0.0, "example_price": 0.0}


def _tuned(identity: str, name: str, model: str, tuning: Tuning, notes: str) -> Scenario:
    return Scenario(
        id=identity, name=name, model=ModelChoice(model=model), hosting=_NOT_HOSTED, tuning=tuning, notes=notes
    )


def _tuning(**fields: Any) -> Tuning:
    return Tuning.model_validate({**_ONCE, **fields})


TUNING_RANGES = Plan(
    id="tuning-ranges",
    name="What tuning costs, 2023",
    baseline="prompt-tuning",
    workload=Workload(volume=Volume(requests=1.0, users=1.0)),
    money=Money(price_date=dt.date(2023, 10, 31), horizon=1.0, discount_rate=0.0),
    scenarios=coloured(
        _tuned(
            "prompt-tuning",
            "Prompt tuning of a 7B, GPU hours only",
            "llama-2-7b",
            _tuning(
                kind="prompt_tuning",
                examples=2_000.0,
                example_tokens=600.0,
                epochs=20.0,
                runs=Range(low=5.0, likely=20.0, high=60.0),
                **_WITHOUT_PEOPLE,
            ),
            "Press: $10 to $1,000. First principles: inside, as long as nobody's time is counted.",
        ),
        _tuned(
            "prompt-tuning-with-people",
            "Prompt tuning of a 7B, with people and evaluation",
            "llama-2-7b",
            _tuning(
                kind="prompt_tuning",
                examples=2_000.0,
                example_tokens=600.0,
                epochs=20.0,
                runs=Range(low=5.0, likely=20.0, high=60.0),
                labour_hours=Range(low=10.0, likely=30.0, high=80.0),
                evaluation=500.0,
                example_price=0.0,
            ),
            "Press: $10 to $1,000. Thirty hours of an engineer alone are three times the top of that range.",
        ),
        _tuned(
            "instruction-tuning",
            "Instruction tuning of a 7B, GPU hours and bought data",
            "llama-2-7b",
            _tuning(
                kind="instruction_tuning",
                examples=52_000.0,
                example_tokens=500.0,
                epochs=3.0,
                runs=Range(low=3.0, likely=8.0, high=30.0),
                labour_hours=0.0,
                evaluation=0.0,
                example_price=Range(low=0.005, likely=0.0096, high=0.02),
            ),
            "Press: $100 to $10,000. First principles: inside. 52,000 examples made by a model cost Stanford's Alpaca "
            "about $500 in 2023, more than the GPU hours.",
        ),
        _tuned(
            "full-3b",
            "Full fine-tuning of a 3B, GPU hours only",
            "openllama-3b",
            _tuning(
                kind="full_fine_tuning",
                examples=100_000.0,
                example_tokens=1_000.0,
                epochs=3.0,
                runs=Range(low=3.0, likely=8.0, high=30.0),
                **_WITHOUT_PEOPLE,
            ),
            "Press: about $100,000 for 1 to 5 B parameters. GPU hours alone are hundreds of times less.",
        ),
        _tuned(
            "full-3b-with-people",
            "Full fine-tuning of a 3B, with expert data and people",
            "openllama-3b",
            _tuning(
                kind="full_fine_tuning",
                examples=2_500.0,
                example_tokens=1_000.0,
                epochs=3.0,
                runs=Range(low=3.0, likely=8.0, high=30.0),
                labour_hours=Range(low=120.0, likely=320.0, high=960.0),
                evaluation=15_000.0,
                example_price=Range(low=10.0, likely=20.0, high=100.0),
            ),
            "Press: about $100,000. This mix of expert examples, engineers and evaluation makes about as much; the "
            "press does not say what its figure holds.",
        ),
        _tuned(
            "continued-70b",
            "Continued pre-training of a 70B",
            "llama-2-70b",
            _tuning(
                kind="continued_pretraining",
                examples=100_000_000.0,
                example_tokens=4_000.0,
                epochs=1.0,
                runs=Range(low=1.0, likely=2.0, high=5.0),
                labour_hours=Range(low=320.0, likely=960.0, high=3_000.0),
                evaluation=15_000.0,
                example_price=0.0,
            ),
            "Press: millions for larger models. 400 billion tokens through 70 B parameters make it so.",
        ),
    ),
    notes=(
        "The press: prompt tuning costs $10 to $1,000, instruction tuning $100 to $10,000, fine-tuning about $100,000 "
        "for 1 to 5 B parameters and millions for larger models.\n\n"
        "Each approach is computed here from tokens, operations per token, the achieved speed of an A100, its rent in "
        "2023, data and people; the notes of a scenario give the range of the press beside it. The ranges of the press "
        "do not count the same things: the two small ones hold only without anybody's time, the $100,000 only with "
        "it. So the plan has both, with and without people.\n\n"
        "Hosting is left out: the price per token is set to nothing, and one request is asked."
    ),
    field_notes={
        "workload.volume.requests": "One request: this plan compares tuning alone.",
        "scenarios.prompt-tuning.hosting.api.input_price": "Set to nothing: hosting is left out.",
        "scenarios.prompt-tuning.tuning.examples": "Assumed. Published sets go from 1,000 (LIMA) to 110,000 examples.",
        "scenarios.prompt-tuning.tuning.runs": "Estimated: 5 to 60 runs until one is good enough; nobody publishes it.",
        "scenarios.full-3b-with-people.tuning.example_price": "Estimated: an expert's worked example, $10 to $100.",
        "scenarios.continued-70b.tuning.examples": "100 million documents of 4,000 tokens: 400 billion tokens.",
    },
)

EXAMPLES_OF_TUNING = (TUNING_RANGES,)
