"""Leaves of tuning: what the approach trains, on what, and at which price."""

from __future__ import annotations

import datetime as dt

from planner.catalog.catalogue import Catalogue
from planner.catalog.provenance import Evidence, Provenance
from planner.catalog.records import Accelerator
from planner.cost.bindings.contracts import pricing_leaf
from planner.cost.bindings.infeasible import Infeasible
from planner.cost.bindings.plan_fields import TRAINING_FIELDS, TUNING_FIELDS, Row, field_leaf
from planner.cost.leaves import Leaf
from planner.plan.amounts import Range
from planner.plan.plan import Plan, Scenario
from planner.plan.tuning import TRAINED, TRAINED_HERE
from planner.plan.wording import N_, Message

FLOPS_PER_PARAMETER_TOKEN = {
    "prompt_tuning": 4.0,
    "lora": 4.0,
    "qlora": 4.0,
    "instruction_tuning": 6.0,
    "full_fine_tuning": 6.0,
    "continued_pretraining": 6.0,
}
BYTES_PER_PARAMETER = {
    "prompt_tuning": 2.0,
    "lora": 2.0,
    "qlora": 0.516,
    "instruction_tuning": 16.0,
    "full_fine_tuning": 16.0,
    "continued_pretraining": 16.0,
}
# Share of the dense 16-bit peak in measured jobs: what is usual, what slow real jobs reach, and the best.
_OF_A100 = (Range(low=0.27, likely=0.5, high=0.62), "throughput-tok-s-gpu/full/mpt-30b/a100-40x32")
_OF_H100 = (Range(low=0.29, likely=0.4, high=0.46), "throughput-tok-s-gpu/full/mpt-13b/h100-80x8")
_OF_4090 = (
    Range(low=0.3, likely=0.48, high=0.6),
    "throughput-tok-s/full/training-tokens-s-all-gpus/llama-3.1-8b/rtx-4090x1",
)
MEASURED_EFFICIENCY = {
    "a100": _OF_A100,
    "h100": _OF_H100,
    "h200": _OF_H100,
    "gh200": _OF_H100,
    "rtx-4090": _OF_4090,
}
PLANNED_EFFICIENCY = (Range(low=0.2, likely=0.35, high=0.45), "mfu/planning-default-sft-small-cluster")
_FLOPS_SOURCE = Provenance(
    title="Scaling laws for neural language models: 2N forward, 4N backward per token",
    address="arxiv.org/abs/2001.08361",
    date=dt.date(2020, 1, 23),
    checked=dt.date(2026, 11, 23),
    evidence=Evidence.PUBLISHED,
    note="A frozen base needs no weight gradients: 2N forward and 2N for activations.",
)
_MEMORY_SOURCE = Provenance(
    title="Mixed-precision Adam: 16 bytes a parameter (ZeRO); frozen 16-bit base 2; 4-bit base 0.516 (QLoRA)",
    address="arxiv.org/abs/1910.02054 ; arxiv.org/abs/2305.14314",
    date=dt.date(2023, 5, 23),
    checked=dt.date(2026, 11, 23),
    evidence=Evidence.PUBLISHED,
)


def tuning_leaves(plan: Plan, scenario: Scenario, catalogue: Catalogue) -> list[Leaf | Row]:
    """Return the leaves that the tuning formulas of a scenario need."""
    kind = scenario.tuning.kind
    if kind == "none":
        return []
    leaves: list[Leaf | Row] = list(TUNING_FIELDS)
    if kind in TRAINED:
        leaves += TRAINING_FIELDS
    if kind in TRAINED_HERE:
        leaves += _training_here(plan, scenario, catalogue)
    if kind == "hosted_fine_tuning":
        leaves += _hosted(plan, scenario, catalogue)
    return leaves


def _training_here(plan: Plan, scenario: Scenario, catalogue: Catalogue) -> list[Leaf]:
    tuning = scenario.tuning
    model = catalogue.find_model(scenario.model.model)
    if model is None or not model.open_weights or model.total_parameters is None:
        raise Infeasible(
            Message(
                N_("{model} cannot be trained on your own GPUs: choose hosted fine-tuning or an open model."),
                {"model": model.name if model else scenario.model.model},
            )
        )
    accelerator = catalogue.find_accelerator(tuning.training_accelerator)
    if accelerator is None or accelerator.peak_fp16 is None or accelerator.memory is None:
        raise Infeasible(Message(N_("Choose a training accelerator whose 16-bit peak and memory are known.")))
    path = ("scenarios", scenario.id, "tuning")
    parameters = model.active_parameters or model.total_parameters
    return [
        Leaf(
            "trained_parameters",
            parameters,
            "FLOP/token",
            N_("Parameters that a token uses"),
            record=model.id,
            provenance=model.provenance,
        ),
        Leaf(
            "flops_per_parameter_token",
            FLOPS_PER_PARAMETER_TOKEN[tuning.kind],
            "1",
            N_("Operations per parameter and token"),
            path=(*path, "kind"),
            provenance=_FLOPS_SOURCE,
        ),
        Leaf(
            "training_memory",
            model.total_parameters * BYTES_PER_PARAMETER[tuning.kind] / 1e9,
            "GB",
            N_("Memory for weights, gradients and optimiser"),
            record=model.id,
            provenance=_MEMORY_SOURCE,
        ),
        Leaf(
            "training_accelerator_memory",
            accelerator.memory,
            "GB",
            N_("Memory of a GPU"),
            record=accelerator.id,
            provenance=accelerator.provenance,
        ),
        Leaf("usable_memory_share", 0.9, "1", N_("Usable memory"), note=N_("Assumed.")),
        Leaf(
            "training_peak",
            accelerator.peak_fp16 * 1e12,
            "FLOP/second/accelerator",
            N_("16-bit peak, dense"),
            record=accelerator.id,
            provenance=accelerator.provenance,
        ),
        _efficiency(plan, scenario, catalogue, accelerator),
        _training_price(plan, scenario, catalogue, accelerator.id),
    ]


def _efficiency(plan: Plan, scenario: Scenario, catalogue: Catalogue, accelerator: Accelerator) -> Leaf:
    leaf = field_leaf(scenario, "efficiency", "tuning.efficiency", "1", plan.field_notes)
    if scenario.tuning.efficiency is not None:
        return leaf
    named = (name for name in MEASURED_EFFICIENCY if accelerator.id.startswith(name))
    amount, record = MEASURED_EFFICIENCY.get(next(named, ""), PLANNED_EFFICIENCY)
    return leaf._replace(amount=amount, record=record, provenance=catalogue.record(record).provenance)


def _training_price(plan: Plan, scenario: Scenario, catalogue: Catalogue, accelerator: str) -> Leaf:
    own = scenario.tuning.training_price
    path = ("scenarios", scenario.id, "tuning", "training_price")
    label, unit = N_("Price of a training GPU"), "USD/accelerator/hour"
    if own is not None:
        return Leaf("training_price", own, unit, label, path=path)
    offer = catalogue.default_rental_offer(accelerator, plan.money.price_date)
    if offer is None or offer.price is None:
        raise Infeasible(Message(N_("No rental price of the training GPU is known on that day: type one.")))
    return Leaf(
        "training_price",
        offer.price / offer.accelerators,
        unit,
        label,
        path=path,
        record=offer.id,
        provenance=offer.provenance,
    )


def _hosted(plan: Plan, scenario: Scenario, catalogue: Catalogue) -> list[Leaf | Row]:
    own = scenario.tuning.training_token_price
    path = ("scenarios", scenario.id, "tuning", "training_token_price")
    label, unit = N_("Price of training tokens"), "USD/Mtoken"
    beside: list[Leaf | Row] = [("hosting_price", "tuning.hosting_price", "USD/hour"), pricing_leaf(plan, scenario)]
    if own is not None:
        return [*beside, Leaf("training_token_price", own, unit, label, path=path)]
    model = catalogue.find_model(scenario.model.model)
    provider = scenario.hosting.api.provider or None
    lines = catalogue.api_prices(model.id, plan.money.price_date, provider, tuned=True) if model else []
    lines += catalogue.api_prices(model.id, plan.money.price_date, provider) if model else []
    for line in lines:
        if line.training_price is not None:
            leaf = Leaf(
                "training_token_price",
                line.training_price,
                unit,
                label,
                path=path,
                record=line.id,
                provenance=line.provenance,
            )
            return [*beside, leaf]
    raise Infeasible(
        Message(
            N_("No price for fine-tuning {model} at its provider is known on that day: type one."),
            {"model": model.name if model else scenario.model.model},
        )
    )
