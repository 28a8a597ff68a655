"""What a tuning approach costs: the published range beside first principles, with what explains the difference."""

from __future__ import annotations

from dataclasses import dataclass

from planner.analysis.amount_text import FigureText
from planner.analysis.variants import outcome_with, unchanged
from planner.catalog.catalogue import Catalogue
from planner.catalog.provenance import Provenance
from planner.catalog.records import TuningFigure
from planner.cost.outcome import Outcome
from planner.plan.plan import Plan, Scenario
from planner.plan.wording import N_, Message, Number

PUBLISHED = {
    "prompt_tuning": "press/prompt-tuning-2023",
    "instruction_tuning": "press/instruction-tuning-2023",
    "lora": "press/fine-tuning-1-5b-2023",
    "qlora": "press/fine-tuning-1-5b-2023",
    "full_fine_tuning": "press/fine-tuning-1-5b-2023",
    "hosted_fine_tuning": "press/fine-tuning-1-5b-2023",
    "continued_pretraining": "press/fine-tuning-larger-2023",
}
LARGER = "press/fine-tuning-larger-2023"
SMALL_PARAMETERS = 5e9
"""The published figure for fine-tuning is for models of one to five billion parameters."""
PARTS = ("tuning_compute", "tuning_data", "tuning_evaluation", "tuning_labour")


@dataclass(frozen=True, slots=True)
class TuningComparison:
    """One version of the tuning in USD by part, beside the published range (None where it has no such end).

    `gpu_hours` are those of all runs, `gpus` how many the memory of one run takes at once and `run_hours` how long it
    lasts on them; `tokens_for_published` the training tokens that the lower published amount
    would buy if all of it were compute.
    """

    scenario: str
    low: float | None
    high: float | None
    source: Provenance
    parts: dict[str, float]
    gpu_hours: float | None
    gpus: float | None
    run_hours: float | None
    tokens_for_published: float | None
    explanation: tuple[Message, ...]

    @property
    def total(self) -> float:
        """Return the cost of one version from first principles, in USD."""
        return sum(self.parts.values())


def tuning_comparison(plan: Plan, catalogue: Catalogue, scenario_id: str) -> TuningComparison | None:
    """Return both estimates of a scenario's tuning (F16); None where nothing is trained or nothing is published."""
    scenario = plan.scenario(scenario_id)
    record = _published(scenario, catalogue)
    outcome = outcome_with(plan, catalogue, scenario_id, unchanged)
    if record is None or outcome is None or "tuning_compute" not in outcome.values:
        return None
    parts = {name: outcome.number(name) for name in PARTS if name in outcome.values}
    low, high = record.low, record.high
    hours = gpus = run_hours = None
    if "training_hours" in outcome.values:
        runs = outcome.leaves["runs"].value * outcome.leaves["adapters"].value
        one_run = outcome.number("training_hours")
        gpus = outcome.number("training_accelerators")
        hours, run_hours = one_run * float(runs), one_run / gpus
    tokens = _tokens_for(low, outcome)
    return TuningComparison(
        scenario_id,
        low,
        high,
        record.provenance,
        parts,
        hours,
        gpus,
        run_hours,
        tokens,
        tuple(_explained(parts, low, high, tokens, outcome)),
    )


def _published(scenario: Scenario, catalogue: Catalogue) -> TuningFigure | None:
    identity = PUBLISHED.get(scenario.tuning.kind)
    if identity is None:
        return None
    model = catalogue.find_model(scenario.model.model)
    if identity.startswith("press/fine-tuning") and model is not None:
        identity = LARGER if (model.total_parameters or 0.0) > SMALL_PARAMETERS else identity
    found = catalogue.record(identity) if catalogue.has(identity) else None
    return found if isinstance(found, TuningFigure) else None


def _tokens_for(amount: float | None, outcome: Outcome) -> float | None:
    """Return the training tokens that an amount buys as compute alone, in one run."""
    if amount is not None and "training_token_price" in outcome.leaves:
        price_per_million = float(outcome.leaves["training_token_price"].value)
        return amount / price_per_million * 1e6 if price_per_million > 0.0 else None
    if amount is None or "training_hours" not in outcome.values:
        return None
    price = float(outcome.leaves["training_price"].value)
    hours = outcome.number("training_hours")
    tokens = outcome.number("training_tokens") * 1e6
    return amount / price * tokens / hours if price > 0.0 and hours > 0.0 else None


def _explained(
    parts: dict[str, float], low: float | None, high: float | None, tokens: float | None, outcome: Outcome
) -> list[Message]:
    total, compute, labour = sum(parts.values()), parts["tuning_compute"], parts.get("tuning_labour", 0.0)
    amounts = {
        name: FigureText(usd, "USD") for name, usd in (("total", total), ("compute", compute), ("labour", labour))
    }
    said = []
    if high is not None and total > high:
        said.append(Message(N_("First principles give {total}, above the published range."), amounts))
        if total - labour <= high:
            said.append(
                Message(N_("Without the work of people ({labour}) it lies inside: the range leaves it out."), amounts)
            )
        else:
            said.append(Message(N_("Compute is {compute} of it; data, tests and work make up the rest."), amounts))
    elif low is not None and total < low:
        said.append(Message(N_("First principles give {total}, below the published range."), amounts))
        if tokens is not None:
            used = outcome.number("training_tokens") * 1e6
            said.append(
                Message(
                    N_(
                        "The published amount would buy {times} times the training tokens: it covers far more data, "
                        "more runs, or people."
                    ),
                    {"times": Number(tokens / max(used, 1.0), 0)},
                )
            )
    else:
        said.append(Message(N_("First principles give {total}, inside the published range."), amounts))
    return said
