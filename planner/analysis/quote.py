"""Hold a vendor's quote against the plan: does its month follow, what does it leave out, and what is left of it.

The quote is reproduced on the same model as everything else, with every part that it leaves out counted as nothing.
Putting the parts back is one bridge of the saving; its steps do not depend on an order and sum exactly.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from planner.analysis.break_even import months_of
from planner.analysis.bridge import MOST_STEPS, NO_MIXTURE, BridgeError, Change, PlanBridge, split, with_changes
from planner.analysis.left_out import HOSTED, BillPart, parts_of_bill
from planner.analysis.usual_parts import with_usual_parts
from planner.analysis.variants import requests_now, totals, unchanged
from planner.catalog.catalogue import Catalogue
from planner.cost.evaluation import evaluate
from planner.cost.results import ScenarioResult
from planner.plan.edits import value_at
from planner.plan.fields import Path
from planner.plan.language import ENGLISH, Language
from planner.plan.plan import Plan, Scenario
from planner.plan.quote import Quote
from planner.plan.wording import N_, Message

TOLERANCE = 0.01
"""A claim follows when the model comes within this share of it."""
MOST_VOLUME = 1_000.0
"""Factor over the plan's own volume up to which a volume is looked for at which a claim would hold."""
GRID = 49
CLOSE_ENOUGH = 1e-3
OWN_TERMS = N_("Price and volume of the plan")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a quoted scenario brings against the one it would replace.

    `month` is the break-even month, None where it never pays back; `saving` the running saving in USD a month
    without the purchase; `total` the saving over the horizon in USD, the purchase included.
    """

    month: float | None
    saving: float
    total: float


@dataclass(frozen=True, slots=True)
class LeftOutPart:
    """A part that a quote leaves out, and whether the plan counts it."""

    part: BillPart
    in_plan: bool


@dataclass(frozen=True, slots=True)
class Challenge:
    """A quote beside the model's own answers.

    `quoted` is the answer with everything left out that the quote leaves out, `planned` that of the plan as it stands,
    `completed` that of `after`: the plan with what is missing added at usual values.
    """

    quote: Quote
    scenario: str
    against: str
    left_out: tuple[LeftOutPart, ...]
    quoted: Verdict
    planned: Verdict
    completed: Verdict
    after: Plan

    @property
    def month_follows(self) -> bool:
        """Whether the month follows from the quote's assumptions: 'within four months' does from three and a half."""
        claimed, found = self.quote.month, self.quoted.month
        return claimed is None or (found is not None and found <= claimed * (1.0 + TOLERANCE))

    @property
    def follows(self) -> bool:
        """Whether the month and the saving follow from the quote's assumptions."""
        claimed = self.quote.saving
        return self.month_follows and (claimed is None or self.quoted.saving >= claimed * (1.0 - TOLERANCE))

    @property
    def missing(self) -> tuple[BillPart, ...]:
        """The parts that neither the quote nor the plan counts."""
        return tuple(each.part for each in self.left_out if not each.in_plan)


class QuoteError(BridgeError):
    """The quote cannot be held against the plan."""


def quoted_scenarios(plan: Plan) -> tuple[Scenario, ...]:
    """Return the scenarios that carry a quote which can be held against the plan."""
    return tuple(each for each in plan.scenarios if each.quote is not None and each.hosting.kind in HOSTED)


def replaced_by(plan: Plan, scenario: Scenario) -> Scenario | None:
    """Return the scenario that a quoted one would replace: the named one, else the baseline, else the first other."""
    others = {each.id: each for each in plan.scenarios if each.id != scenario.id}
    named = scenario.quote.against if scenario.quote is not None else ""
    return others.get(named) or others.get(plan.baseline) or next(iter(others.values()), None)


def left_out(plan: Plan, scenario: Scenario) -> tuple[LeftOutPart, ...]:
    """Return the parts that the quote of a scenario leaves out and that the plan counts, or should."""
    if scenario.quote is None:
        return ()
    parts = [part for part in parts_of_bill(scenario.hosting.kind) if part.name not in scenario.quote.counts]
    found = [LeftOutPart(part, in_plan=part.missing(scenario) is None) for part in parts]
    return tuple(each for each in found if not each.in_plan or _as_nothing(plan, scenario, each.part))


def challenge(plan: Plan, catalogue: Catalogue, scenario_id: str, language: Language = ENGLISH) -> Challenge:
    """Hold the quote of a scenario against the plan. Raises `QuoteError` where there is no quote, or no answer."""
    scenario, quote, against = _quoted(plan, scenario_id)
    after = with_usual_parts(plan, catalogue, scenario_id, against.id, language)
    quoted, planned, completed = (
        _verdict(state, catalogue, scenario_id, against.id) for state in (as_quoted(plan, scenario_id), plan, after)
    )
    return Challenge(quote, scenario_id, against.id, left_out(plan, scenario), quoted, planned, completed, after)


def as_quoted(plan: Plan, scenario_id: str) -> Plan:
    """Return the plan as the vendor sees it: at the quote's price and volume, without what the quote leaves out."""
    return with_changes(plan, _vendors_changes(plan, scenario_id))


def quote_bridge(plan: Plan, catalogue: Catalogue, scenario_id: str, language: Language = ENGLISH) -> PlanBridge:
    """Return the saving over the horizon from the quote's view to the plan's, part by part, in USD."""
    _, quote, against = _quoted(plan, scenario_id)
    start = as_quoted(plan, scenario_id)
    changes = tuple(
        Change(each.label, tuple((path, value_at(plan, path)) for path, _ in each.fields))
        for each in _vendors_changes(plan, scenario_id)
    )

    def saving(kept: Sequence[Change], every: bool) -> Mapping[str, float]:
        state = plan if every else with_changes(start, kept)
        bought, replaced = totals(state, catalogue, (scenario_id, against.id), unchanged, 1)[:, 0]
        if not np.isfinite(replaced - bought):
            raise QuoteError(N_("The difference cannot be split: {reason}"), reason=Message(NO_MIXTURE))
        return {"saving": float(replaced - bought)}

    first = Message(N_("As {vendor} quotes it"), {"vendor": quote.vendor}).text(language.translate)
    return split(first, language.translate(N_("As the plan counts")), changes, saving)


def volume_it_takes(plan: Plan, catalogue: Catalogue, scenario_id: str) -> float | None:
    """Return the requests a month from which the claimed month holds, None where no volume makes it hold."""
    scenario, quote, against = _quoted(plan, scenario_id)

    def holds(requests: float) -> bool:
        asked = quote.model_copy(update={"requests": requests})
        changed = with_changes(plan, [Change("", ((("scenarios", scenario.id, "quote"), asked),))])
        try:
            found = _verdict(as_quoted(changed, scenario.id), catalogue, scenario.id, against.id).month
        except QuoteError:
            return False
        return found is not None and quote.month is not None and found <= quote.month

    own = max(requests_now(as_quoted(plan, scenario_id))[1], 1.0)
    grid = np.geomspace(own, own * MOST_VOLUME, GRID)
    first = next((number for number, requests in enumerate(grid) if holds(float(requests))), None)
    if first is None or first == 0:
        return None if first is None else own
    low, high = float(grid[first - 1]), float(grid[first])
    while high / low > 1.0 + CLOSE_ENOUGH:
        middle = float(np.sqrt(low * high))
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high


def _vendors_changes(plan: Plan, scenario_id: str) -> tuple[Change, ...]:
    """Return what turns the plan into the vendor's view of it: one change a part, grouped where they are too many."""
    scenario, quote, _ = _quoted(plan, scenario_id)
    changes: list[tuple[str, Change]] = []
    for each in left_out(plan, scenario):
        fields = _as_nothing(plan, scenario, each.part)
        if fields:
            changes.append((each.part.group, Change(each.part.label, fields)))
    own_terms = _moved(plan, {**_price(scenario, quote), **_volume(quote)})
    if own_terms:
        changes.append((OWN_TERMS, Change(OWN_TERMS, own_terms)))
    if len(changes) <= MOST_STEPS:
        return tuple(change for _, change in changes)
    joined: dict[str, tuple[tuple[Path, Any], ...]] = {}
    for group, change in changes:
        joined[group] = (*joined.get(group, ()), *change.fields)
    return tuple(Change(group, fields) for group, fields in joined.items())


def _as_nothing(plan: Plan, scenario: Scenario, part: BillPart) -> tuple[tuple[Path, Any], ...]:
    """Return the fields of a part that the plan counts, with the values that count nothing."""
    return _moved(plan, {_path_of(dotted, scenario.id): value for dotted, value in part.nothing.items()})


def _moved(plan: Plan, fields: Mapping[Path, Any]) -> tuple[tuple[Path, Any], ...]:
    return tuple((path, value) for path, value in fields.items() if value_at(plan, path) != value)


def _path_of(dotted: str, scenario_id: str) -> Path:
    if dotted.startswith("plan."):
        return tuple(dotted.split(".")[1:])
    return ("scenarios", scenario_id, *dotted.split("."))


def _price(scenario: Scenario, quote: Quote) -> dict[Path, Any]:
    if quote.price is None:
        return {}
    path: Path = ("scenarios", scenario.id, "hosting", scenario.hosting.kind)
    premium: dict[Path, Any] = {(*path, "scarcity_premium"): 0.0} if scenario.hosting.kind == "owned" else {}
    return {(*path, "price"): quote.price, **premium}


def _volume(quote: Quote) -> dict[Path, Any]:
    """Return the volume that a quote reckons with: the same in every month, from the first."""
    if quote.requests is None:
        return {}
    volume: Path = ("workload", "volume")
    steady = {"basis": "requests", "requests": quote.requests, "growth": 0.0, "pilot_months": 0.0}
    return {(*volume, name): value for name, value in steady.items()}


def _verdict(plan: Plan, catalogue: Catalogue, scenario_id: str, against_id: str) -> Verdict:
    result = evaluate(plan.with_only(scenario_id, against_id), catalogue)
    bought, replaced = result.scenario(scenario_id), result.scenario(against_id)
    for each in (bought, replaced):
        if each.cumulative is None:
            reason = each.reasons[0] if each.reasons else Message(N_("it has no answer."))
            raise QuoteError(N_("{scenario} has no answer: {reason}"), scenario=each.name or each.id, reason=reason)
    return _compared(bought, replaced)


def _compared(bought: ScenarioResult, replaced: ScenarioResult) -> Verdict:
    if bought.cumulative is None or replaced.cumulative is None:
        raise ValueError("both scenarios must have an answer")
    month = float(months_of(bought.cumulative[None, :], replaced.cumulative[None, :])[0])
    total = float(replaced.cumulative[-1] - bought.cumulative[-1])
    purchase = bought.figures["capex"].value if "capex" in bought.figures else 0.0
    months = len(bought.cumulative) - 1
    return Verdict(month if np.isfinite(month) else None, (total + purchase) / months, total)


def _quoted(plan: Plan, scenario_id: str) -> tuple[Scenario, Quote, Scenario]:
    scenario = plan.scenario(scenario_id)
    if scenario.quote is None or scenario.hosting.kind not in HOSTED:
        raise QuoteError(N_("This scenario has no vendor's quote: enter one in the Scenario menu."))
    against = replaced_by(plan, scenario)
    if against is None:
        raise QuoteError(N_("A quote is held against what it would replace: add another scenario."))
    return scenario, scenario.quote, against
