"""What strains or escapes a scenario: lengths beyond the model, floors and prices that hold nothing, late answers."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from planner.analysis.findings import Finding, Severity, about
from planner.catalog.catalogue import Catalogue
from planner.cost.bindings.lengths import likely_lengths, share_too_long, too_long
from planner.cost.composites import JOINED_KINDS
from planner.cost.results import ScenarioResult
from planner.plan.amounts import likely
from planner.plan.plan import Plan, Scenario
from planner.plan.wording import N_, Message, Number

OFTEN = 0.05
"""Share of prompts from which on their cutting is worth a word."""
RESERVED_MONTHS = {"reserved_1y": 12, "reserved_3y": 36}
MS_PER_SECOND = 1e3


def no_answer(scenario: Scenario, result: ScenarioResult) -> Iterator[Finding]:
    """Say in how many cases nothing can serve what the ranges of the plan bring: its range leaves them out."""
    totals = result.total_draws
    share = 0.0 if totals is None else 1.0 - float(np.mean(np.isfinite(totals)))
    if share > 0.0:
        message = Message(
            N_(
                "In {share} % of the cases no server keeps the targets or holds the prompts; the ranges leave them out."
            ),
            {"share": Number(max(share * 100.0, 1.0), 0)},
        )
        yield about(scenario, "no_answer_at_times", Severity.WRONG, message, "hosting.kind")


def late_answer(plan: Plan, scenario: Scenario, result: ScenarioResult) -> Iterator[Finding]:
    """Say when the reasoning, which nobody sees, keeps the answer back beyond the target for the first token."""
    target, reasoning = plan.workload.timing.ttft_target, likely(plan.workload.lengths.reasoning)
    first, further = result.figures.get("ttft_p95_ms"), result.figures.get("tpot_ms")
    if target is None or first is None or further is None or reasoning == 0.0:
        return
    seen = first.value + reasoning * further.value
    if seen > likely(target):
        message = Message(
            N_("The answer begins after about {seconds} s: the target of {target} s is for the first thinking token."),
            {"seconds": Number(seen / MS_PER_SECOND, 0), "target": Number(likely(target) / MS_PER_SECOND, 1)},
        )
        yield about(scenario, "late_answer", Severity.NOTE, message, "plan.workload.timing.ttft_target")


def success_and_revenue(plan: Plan, scenario: Scenario) -> Iterator[Finding]:
    """Say where more is tried again than can fail, and where a share is owed of a value that nobody named."""
    success = scenario.success
    failing = 1.0 - min(likely(success.rate) + _lift(scenario), 1.0)
    most = failing / (1.0 - failing) if failing < 1.0 else np.inf
    if scenario.hosting.kind not in JOINED_KINDS and likely(success.retries) > most + 1e-9:
        message = Message(
            N_("More is tried again than fails: {most} % of further calls would do."),
            {"most": Number(most * 100.0, 0)},
        )
        yield about(scenario, "needless_retries", Severity.WRONG, message, "success.retries")
    worth = likely(plan.value.value_per_success) or likely(plan.value.value_per_user)
    if likely(scenario.operations.revenue_share) and not worth:
        message = Message(N_("A share of revenue is owed, but the plan names no value of an answer or user."))
        yield about(scenario, "no_revenue", Severity.MISSING, message, "plan.value.value_per_success")


def _lift(scenario: Scenario) -> float:
    return 0.0 if scenario.tuning.kind == "none" else likely(scenario.tuning.quality_lift)


def floor(plan: Plan, scenario: Scenario, catalogue: Catalogue, result: ScenarioResult) -> Iterator[Finding]:
    """Say where a floor is set that nobody can hold the scenario against."""
    quality, model = plan.workload.quality, catalogue.find_model(scenario.model.model)
    if quality.floor is None or "quality" in result.figures or not result.figures:
        return
    if not quality.benchmark:
        message = Message(N_("The quality floor names no benchmark: nothing is held against it."))
        yield about(scenario, "floor_without_benchmark", Severity.WRONG, message, "plan.workload.quality.benchmark")
        return
    message = Message(
        N_("No score of {model} on {benchmark} is published: whether it reaches the floor is not known."),
        {
            "model": model.name if model is not None and scenario.hosting.kind not in JOINED_KINDS else scenario.name,
            "benchmark": quality.benchmark,
        },
    )
    yield about(scenario, "no_score", Severity.MISSING, message, "plan.workload.quality.benchmark")


def api_calls(plan: Plan, scenario: Scenario, catalogue: Catalogue) -> Iterator[Finding]:
    """Say where provisioned units do nothing or cost nothing, and where a prefix is too short to be cached."""
    api = scenario.hosting.api
    if api.provisioned_units and likely(api.provisioned_throughput) == 0.0:
        message = Message(N_("Provisioned units carry nothing: type the output tokens of a unit."))
        yield about(scenario, "idle_units", Severity.WRONG, message, "hosting.api.provisioned_throughput")
    elif api.provisioned_units and likely(api.provisioned_price) == 0.0:
        message = Message(N_("Provisioned units have no price: what they carry is free."))
        yield about(scenario, "free_units", Severity.MISSING, message, "hosting.api.provisioned_price")
    lengths = likely_lengths(plan, scenario, catalogue)
    repeated = lengths["prefix_tokens"] + 2.0 * lengths["history_tokens"]  # of the last turn
    shortest = likely(scenario.levers.shortest_prefix)
    if scenario.levers.prompt_cache and repeated < shortest:
        message = Message(
            N_("At most {tokens} tokens repeat; the provider caches from {shortest} on, so nothing is cached."),
            {"tokens": Number(repeated, 0), "shortest": Number(shortest, 0)},
        )
        yield about(scenario, "short_prefix", Severity.NOTE, message, "levers.prompt_cache")


def reserved_offer(plan: Plan, scenario: Scenario, catalogue: Catalogue) -> Iterator[Finding]:
    """Say where an offer that is reserved for a term is not paid around the clock, or not to its end."""
    rented = scenario.hosting.rented
    offer = catalogue.rental_offer(rented.offer) if catalogue.has(rented.offer) else None
    if offer is None or not offer.terms.startswith("reserved"):
        return
    if rented.scaling != "fixed":
        message = Message(N_("A reserved server is paid around the clock: keep it on, or take an offer on demand."))
        yield about(scenario, "reserved_hours", Severity.WRONG, message, "hosting.rented.scaling")
    months = RESERVED_MONTHS.get(offer.terms, 0)
    if months > plan.money.horizon - scenario.wait_months:
        message = Message(
            N_("The offer is reserved for {term} months, more than are compared: the rest is owed too."),
            {"term": months},
        )
        yield about(scenario, "reserved_term", Severity.WRONG, message, "hosting.rented.offer")


def context(plan: Plan, scenario: Scenario, catalogue: Catalogue) -> Iterator[Finding]:
    """Say where the lengths of the plan exceed what the model reads: always, or in the long tail."""
    reasons = too_long(plan, scenario, catalogue)
    for message in reasons:
        yield about(scenario, "context_too_long", Severity.WRONG, message, "model.model")
    if reasons:
        return
    share = share_too_long(plan, scenario, catalogue)
    if share > OFTEN:
        message = Message(
            N_("{share} % of the prompts are longer than the model reads: they must be cut."),
            {"share": Number(share * 100.0, 0)},
        )
        yield about(scenario, "context_too_long", Severity.NOTE, message, "model.model")
