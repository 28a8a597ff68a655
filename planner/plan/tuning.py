"""The tuning approach: how the model is made to fit the task, and what that costs once and again."""

from typing import Annotated, Literal

from planner.plan import units as u
from planner.plan.amounts import Amount, Number, Range
from planner.plan.fields import Part, Ui
from planner.plan.wording import N_

TUNING_KINDS = (
    ("none", N_("none")),
    ("prompt_engineering", N_("prompt engineering")),
    ("prompt_tuning", N_("prompt tuning")),
    ("lora", N_("LoRA")),
    ("qlora", N_("QLoRA")),
    ("instruction_tuning", N_("instruction tuning")),
    ("full_fine_tuning", N_("full fine-tuning")),
    ("continued_pretraining", N_("continued pre-training")),
    ("hosted_fine_tuning", N_("hosted fine-tuning")),
)
TRAINED = (
    "prompt_tuning",
    "lora",
    "qlora",
    "instruction_tuning",
    "full_fine_tuning",
    "continued_pretraining",
    "hosted_fine_tuning",
)
TRAINED_HERE = TRAINED[:-1]
OWN_WEIGHTS = ("instruction_tuning", "full_fine_tuning", "continued_pretraining")
"""Approaches that train every weight, so that each variant is a model of its own to serve."""
TAXED = ("none", "prompt_engineering")
"""Approaches whose prompt may carry extra tokens on every request."""
TUNED = ("prompt_engineering", *TRAINED)


class Tuning(Part):
    """One tuning approach with its data, runs and people. Fields that the approach does not use are kept."""

    kind: Annotated[
        Literal[
            "none",
            "prompt_engineering",
            "prompt_tuning",
            "lora",
            "qlora",
            "instruction_tuning",
            "full_fine_tuning",
            "continued_pretraining",
            "hosted_fine_tuning",
        ],
        Ui(N_("Approach"), choices=TUNING_KINDS, help=N_("How the model is fitted to the task."), basic=True),
    ] = "none"
    extra_prompt_tokens: Annotated[
        Amount,
        Ui(
            N_("Extra prompt tokens"),
            u.TOKENS,
            maximum=1e6,
            soft_maximum=4_000,
            when=("kind", TAXED),
            help=N_("Instructions and examples that the prompt carries on every request: the prompt-token tax."),
            basic=True,
        ),
    ] = 0.0
    labour_hours: Annotated[
        Amount,
        Ui(
            N_("Work to build it"),
            u.HOURS,
            maximum=1e6,
            soft_maximum=1_000,
            when=("kind", TUNED),
            help=N_("Hours of engineers for the first version."),
            basic=True,
        ),
    ] = Range(low=30.0, likely=80.0, high=160.0)
    labour_rate: Annotated[
        Amount,
        Ui(N_("Rate"), u.USD_PER_HOUR, maximum=5_000, when=("kind", TUNED), help=N_("Cost of an engineer's hour.")),
    ] = 100.0
    examples: Annotated[
        Amount,
        Ui(
            N_("Examples"),
            u.EXAMPLES,
            maximum=1e10,
            soft_maximum=100_000,
            when=("kind", TRAINED),
            help=N_("Training examples."),
            basic=True,
        ),
    ] = 4_000.0
    example_tokens: Annotated[
        Amount,
        Ui(
            N_("Tokens per example"),
            u.Unit("token/example", N_("tokens"), decimals=0, spellings=("tokens",)),
            minimum=1,
            maximum=1e7,
            when=("kind", TRAINED),
            help=N_("Prompt and answer together."),
        ),
    ] = 500.0
    example_price: Annotated[
        Amount,
        Ui(
            N_("Price of an example"),
            u.USD_PER_EXAMPLE,
            maximum=10_000,
            when=("kind", TRAINED),
            help=N_("Labelled by people."),
            basic=True,
        ),
    ] = 1.2
    synthetic_share: Annotated[
        Amount,
        Ui(
            N_("Made by a model"),
            u.PERCENT,
            maximum=1.0,
            when=("kind", TRAINED),
            help=N_("Share of the examples that a model writes instead of people."),
        ),
    ] = 0.0
    synthetic_price: Annotated[
        Amount,
        Ui(
            N_("Price of a synthetic example"),
            u.USD_PER_EXAMPLE,
            maximum=1_000,
            when=("kind", TRAINED),
            help=N_("Tokens of the model that writes it, and what sifting costs."),
        ),
    ] = 0.02
    data_bought: Annotated[
        Amount,
        Ui(
            N_("Data bought"),
            u.USD,
            maximum=1e9,
            soft_maximum=100_000,
            when=("kind", TRAINED),
            help=N_("Licence of data sets, for all variants together."),
        ),
    ] = 0.0
    epochs: Annotated[
        Amount,
        Ui(N_("Epochs"), minimum=0.01, maximum=1_000, when=("kind", TRAINED), help=N_("Passes over the data.")),
    ] = 3.0
    runs: Annotated[
        Amount,
        Ui(
            N_("Runs"),
            minimum=1,
            maximum=1_000,
            when=("kind", TRAINED),
            help=N_("Training runs until one is good enough to ship."),
        ),
    ] = Range(low=3.0, likely=8.0, high=20.0)
    training_accelerator: Annotated[
        str,
        Ui(
            N_("Trained on"),
            when=("kind", TRAINED_HERE),
            help=N_("Accelerator used for training."),
            catalogue="accelerator",
        ),
    ] = "a100-sxm-80gb"
    training_price: Annotated[
        Amount | None,
        Ui(
            N_("Price of a training GPU"),
            u.Unit("USD/accelerator/hour", N_("$/GPU·h"), decimals=2, spellings=("$/h", "$"), money=True),
            maximum=1_000,
            when=("kind", TRAINED_HERE),
            help=N_("Per GPU and hour."),
        ),
    ] = None
    efficiency: Annotated[
        Amount | None,
        Ui(
            N_("Achieved compute (MFU)"),
            u.PERCENT,
            minimum=0.01,
            maximum=0.9,
            when=("kind", TRAINED_HERE),
            help=N_("Share of the peak that training reaches. Measured: 20–45 % in real jobs, up to 62 % at best."),
        ),
    ] = None
    training_token_price: Annotated[
        Amount | None,
        Ui(
            N_("Training tokens"),
            u.USD_PER_MTOK,
            maximum=1e5,
            when=("kind", ("hosted_fine_tuning",)),
            help=N_("Price of a million training tokens at the provider."),
        ),
    ] = None
    hosting_price: Annotated[
        Amount,
        Ui(
            N_("Hosting of the tuned model"),
            u.USD_PER_HOUR,
            maximum=1e4,
            when=("kind", ("hosted_fine_tuning",)),
            help=N_("Paid around the clock by some providers."),
        ),
    ] = 0.0
    evaluation: Annotated[
        Amount,
        Ui(
            N_("Evaluation"),
            u.USD,
            maximum=1e8,
            soft_maximum=50_000,
            when=("kind", TUNED),
            help=N_("Cost of testing one version: judges, test set, people."),
            basic=True,
        ),
    ] = 500.0
    retunes_per_year: Annotated[
        Amount,
        Ui(
            N_("Re-tunes a year"),
            u.Unit("1/year", N_("per year"), decimals=1, spellings=("/yr", "per year", "al año")),
            maximum=365,
            soft_maximum=12,
            when=("kind", TUNED),
            help=N_("How often it is done again."),
            basic=True,
        ),
    ] = 2.0
    retune_share: Annotated[
        Amount,
        Ui(
            N_("Work of a re-tune"),
            u.PERCENT,
            maximum=2.0,
            when=("kind", TUNED),
            help=N_("Share of the first version's work and data that each re-tune takes again."),
        ),
    ] = 0.3
    adapters: Annotated[
        Number,
        Ui(
            N_("Variants"),
            u.COUNT,
            minimum=1,
            maximum=10_000,
            whole=True,
            when=("kind", TRAINED),
            help=N_("Tuned variants of one base. Adapters share the servers; fully trained ones need a copy each."),
        ),
    ] = 1.0
    quality_lift: Annotated[
        Amount,
        Ui(
            N_("Gain in success"),
            u.Unit("1", N_("points"), scale=0.01, decimals=1, spellings=("%", "points", "puntos")),
            minimum=-1.0,
            maximum=1.0,
            when=("kind", TUNED),
            help=N_("Points added to the share of tasks done right. Measure it: nothing published transfers."),
        ),
    ] = 0.0
