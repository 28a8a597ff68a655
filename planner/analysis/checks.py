"""What a plan leaves out or strains: each finding names the field to go to, and can be waived with a note."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from planner.analysis import scenario_checks
from planner.analysis.findings import Finding, Severity, about
from planner.analysis.left_out import HOSTED, parts_of_bill
from planner.analysis.quote import QuoteError, challenge
from planner.analysis.quote_words import claim_messages
from planner.analysis.variants import leaves_of, outcome_with, unchanged
from planner.analysis.withdrawals import withdrawal_within
from planner.catalog.catalogue import Catalogue
from planner.catalog.figures import Age, is_price
from planner.cost.composites import JOINED_KINDS
from planner.cost.leaves import Leaf
from planner.cost.outcome import Outcome
from planner.cost.results import PlanResult, ScenarioResult
from planner.plan.amounts import Amount, Range, likely
from planner.plan.fields import walk
from planner.plan.plan import Plan, Scenario
from planner.plan.tuning import TRAINED_HERE
from planner.plan.wording import N_, Message, Number, PlannerError

BUSY = 0.9
"""Utilisation above which a peak or a failure has nowhere to go."""


def checks(plan: Plan, catalogue: Catalogue, result: PlanResult, today: dt.date | None = None) -> tuple[Finding, ...]:
    """Return every finding, open ones first and the worst of them on top.

    Prices are aged as of `today`, the plan's price date unless it is named.
    """
    found = list(_of_plan(plan, result))
    for scenario in plan.scenarios:
        found += _of_scenario(plan, scenario, catalogue, result.scenario(scenario.id), today or plan.money.price_date)
    order = list(Severity)
    waived = [_waived(plan, finding) for finding in found]
    return tuple(sorted(waived, key=lambda each: (each.waiver is not None, order.index(each.severity))))


def _waived(plan: Plan, finding: Finding) -> Finding:
    for waiver in plan.waivers:
        if waiver.check == finding.check and waiver.scenario in ("", finding.scenario):
            return replace(finding, waiver=waiver.note)
    return finding


def _of_plan(plan: Plan, result: PlanResult) -> Iterator[Finding]:
    volume = plan.workload.volume
    factors = ("requests",) if volume.basis == "requests" else ("users", "requests_per_user")
    for name in factors:
        if max(_numbers(getattr(volume, name))) == 0.0:
            message = Message(N_("The workload has no requests."))
            yield Finding("no_volume", Severity.WRONG, message, ("workload", "volume", name))
    if plan.scenarios and not any(isinstance(value, Range) for _, _, value in walk(plan)):
        yield Finding(
            "no_ranges",
            Severity.NOTE,
            Message(N_("No input is a range: type 'low..likely..high' where you are not sure.")),
            ("workload", "volume", "requests"),
        )
    baseline = plan.baseline_scenario
    if baseline is not None and baseline.wait_months:
        message = Message(N_("The baseline waits, and nothing answers until then."))
        yield about(baseline, "waiting_baseline", Severity.WRONG, message, "wait_months")
    targets = (plan.workload.timing.ttft_target, plan.workload.timing.tpot_target)
    if targets != (None, None) and any(each.hosting.kind == "api" for each in plan.scenarios):
        message = Message(
            N_("How fast an API answers is not known: the latency targets are held against servers only.")
        )
        yield Finding("api_latency", Severity.NOTE, message, ("workload", "timing", "ttft_target"))
    if len(result.scenarios) == 1:
        yield Finding(
            "one_scenario",
            Severity.NOTE,
            Message(N_("There is nothing to compare with: add a scenario.")),
            ("scenarios",),
        )


def _of_scenario(
    plan: Plan, scenario: Scenario, catalogue: Catalogue, result: ScenarioResult, today: dt.date
) -> Iterator[Finding]:
    if scenario.hosting.kind in HOSTED:
        yield from _left_out(scenario)
        yield from _quote(plan, scenario, catalogue)
    yield from _tuning(scenario)
    yield from _model(plan, scenario, catalogue)
    yield from scenario_checks.floor(plan, scenario, catalogue, result)
    if scenario.hosting.kind == "api":
        yield from scenario_checks.api_calls(plan, scenario, catalogue)
    if scenario.hosting.kind == "rented":
        yield from scenario_checks.reserved_offer(plan, scenario, catalogue)
    used = result.figures.get("utilisation")
    if used is not None and used.value > BUSY:
        yield about(
            scenario,
            "busy",
            Severity.WRONG,
            Message(
                N_("Utilisation is {share} %: a peak or a failed server has nowhere to go."),
                {"share": Number(used.value * 100, 0)},
            ),
            "hosting.serving.spare_servers",
        )
    yield from scenario_checks.late_answer(plan, scenario, result)
    yield from scenario_checks.success_and_revenue(plan, scenario)
    yield from scenario_checks.no_answer(scenario, result)
    outcome = outcome_with(plan, catalogue, scenario.id, unchanged)
    if outcome is not None:
        yield from _prices(plan, scenario, catalogue, outcome, today)
        yield from _roofline(scenario, catalogue, outcome)


def _numbers(amount: Amount) -> tuple[float, ...]:
    return (amount.low, amount.likely, amount.high) if isinstance(amount, Range) else (float(amount),)


def _left_out(scenario: Scenario) -> Iterator[Finding]:
    """Say what the bill for servers leaves out, and whose quote did."""
    quote = scenario.quote
    for part in parts_of_bill(scenario.hosting.kind):
        message = part.missing(scenario)
        if message is None:
            continue
        if quote is not None and part.name not in quote.counts:
            message = Message(
                N_("The quote of {vendor} leaves out {part}. {missing}"),
                {"vendor": quote.vendor, "part": Message(part.label), "missing": message},
            )
        yield replace(about(scenario, part.check, Severity.MISSING, message, part.field), can_be_added=True)


def _quote(plan: Plan, scenario: Scenario, catalogue: Catalogue) -> Iterator[Finding]:
    """Hold the quote of a scenario against the plan: does it follow, and what does it leave out."""
    quote = scenario.quote
    if quote is None:
        return
    try:
        found = challenge(plan, catalogue, scenario.id)
    except QuoteError:
        return
    field = f"hosting.{scenario.hosting.kind}.price"
    for message in claim_messages(found):
        severity = Severity.NOTE if found.follows else Severity.WRONG
        yield about(scenario, "quote", severity, message, field)
    for each in found.left_out:
        if each.in_plan:
            message = Message(
                N_("The quote of {vendor} leaves out {part}; the plan counts it."),
                {"vendor": quote.vendor, "part": Message(each.part.label)},
            )
            yield about(scenario, f"quote_{each.part.name}", Severity.NOTE, message, each.part.field)


def _tuning(scenario: Scenario) -> Iterator[Finding]:
    if scenario.tuning.kind != "none" and likely(scenario.tuning.evaluation) == 0.0:
        yield about(
            scenario,
            "no_evaluation",
            Severity.MISSING,
            Message(N_("No evaluation set: nobody would know whether the tuning helped.")),
            "tuning.evaluation",
        )
    if scenario.hosting.kind == "api" and scenario.tuning.kind in TRAINED_HERE:
        yield about(
            scenario,
            "tuned_on_api",
            Severity.NOTE,
            Message(N_("The API's price is for the vendor's own weights: ask whether it serves yours at that price.")),
            "hosting.kind",
        )


def _model(plan: Plan, scenario: Scenario, catalogue: Catalogue) -> Iterator[Finding]:
    model = catalogue.find_model(scenario.model.model)
    if model is None or scenario.hosting.kind in JOINED_KINDS:
        return
    if model.retired is not None and model.retired <= plan.money.price_date:
        message = Message(N_("{model} was retired on {date}."), {"model": model.name, "date": model.retired})
        yield about(scenario, "retired_model", Severity.WRONG, message, "model.model")
    withdrawal = withdrawal_within(model, plan) if scenario.hosting.kind == "api" else None
    if withdrawal is not None:
        yield about(scenario, "retiring_model", Severity.NOTE, withdrawal, "model.model")
    if model.open_weights and model.commercial_use == "no":
        message = Message(
            N_("The licence of {model} forbids commercial use: {licence}."),
            {"model": model.name, "licence": model.licence},
        )
        yield about(scenario, "research_licence", Severity.WRONG, message, "model.model")
    yield from scenario_checks.context(plan, scenario, catalogue)


def _prices(
    plan: Plan, scenario: Scenario, catalogue: Catalogue, outcome: Outcome, today: dt.date
) -> Iterator[Finding]:
    for record_id, leaf in _used_records(outcome).items():
        try:
            record = catalogue.record(record_id)
        except PlannerError:
            continue
        path = leaf.path or ("scenarios", scenario.id, "hosting", "kind")
        if record.disagreement:
            message = Message(
                N_("Sources disagree on {record}: {other}."), {"record": record.name, "other": record.disagreement}
            )
            yield Finding("sources_disagree", Severity.NOTE, message, path, scenario.id)
        if is_price(record) and catalogue.age(record, today) is not Age.FRESH:
            message = Message(
                N_("The price of {record} is of {date}: older than three months."),
                {"record": record.name, "date": record.provenance.date},
            )
            yield Finding("old_price", Severity.NOTE, message, path, scenario.id)
    for leaf in leaves_of(outcome):
        typed = leaf.path and leaf.path[0] == "scenarios" and not leaf.record and leaf.name in PRICES
        if typed and not plan.field_notes.get(".".join(leaf.path)):
            message = Message(N_("'{field}' was typed without a source."), {"field": Message(leaf.label)})
            yield Finding("no_source", Severity.NOTE, message, leaf.path, scenario.id)


PRICES = frozenset({"input_price", "output_price", "server_price", "server_purchase_price"})


def _used_records(outcome: Outcome) -> dict[str, Leaf]:
    found: dict[str, Leaf] = {}
    for leaf in leaves_of(outcome):
        if leaf.record and leaf.provenance is not None:
            found.setdefault(leaf.record, leaf)
    return found


def _roofline(scenario: Scenario, catalogue: Catalogue, outcome: Outcome) -> Iterator[Finding]:
    """Say where a server would have to compute more than its peak: two operations a parameter and token."""
    leaf = outcome.leaves.get("deployment")
    model = catalogue.find_model(scenario.model.model)
    if leaf is None or model is None or "server_limit" not in outcome.values:
        return
    accelerator = catalogue.find_accelerator(leaf.label.split(" · ")[-1])
    active = model.active_parameters or model.total_parameters
    if accelerator is None or active is None:
        return
    peaks = {"fp8": accelerator.peak_fp8, "int8": accelerator.peak_int8, "fp4": accelerator.peak_fp4}
    peak = (peaks.get(scenario.model.weights) or accelerator.peak_fp16 or 0.0) * 1e12
    values = outcome.values
    tokens = values["input_tokens"] - values["shared_tokens"] + values["output_tokens"]
    wanted = float(np.max(2.0 * active * tokens * values["server_limit"]))
    able = peak * float(outcome.leaves["accelerators_per_server"].value)
    if 0.0 < able < wanted:
        message = Message(
            N_("Throughput is {times} times what the GPUs can compute at their peak."),
            {"times": Number(wanted / able, 1)},
        )
        yield about(scenario, "above_roofline", Severity.WRONG, message, "levers.speculative_loss")
