"""`analyse`: questions put to the model, answered as JSON or CSV."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from planner.analysis.break_even import with_break_even
from planner.analysis.charts.words import Words
from planner.analysis.verdict import plain_text
from planner.analysis.volume import volume_curves
from planner.cost.evaluation import evaluate
from planner.cost.results import PlanResult
from planner.plan.fields import Path
from planner.plan.language import ENGLISH
from planner.plan.wording import N_, Message, PlannerError
from planner.verbs.plain import plain, write_csv, write_json
from planner.verbs.reading import Opened, open_plan, scenario_named


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its plan and results."""

    opened: Opened
    result: PlanResult
    options: argparse.Namespace

    @property
    def able(self) -> list[str]:
        """The ids of the scenarios that answer, cheapest first. Raises where there are fewer than two."""
        ids = [each.id for each in self.result.feasible]
        if len(ids) < 2:
            raise PlannerError(N_("This question needs two scenarios that have an answer."))
        return ids

    def pair(self) -> tuple[str, str]:
        """Return the two scenarios in question: the named ones, else the cheapest two."""
        plan = self.opened.plan
        first = scenario_named(plan, self.options.scenario).id if self.options.scenario else self.able[0]
        if self.options.against:
            return first, scenario_named(plan, self.options.against).id
        return first, next(each for each in self.able if each != first)

    def field(self, name: str, usual: str) -> Path:
        """Return the path of an option, or the usual one."""
        return tuple((getattr(self.options, name) or usual).split("."))


Answer = tuple[Any, Sequence[Mapping[str, Any]]]
"""The answer whole, and as rows of a table."""


def run(options: argparse.Namespace) -> int:
    """Answer one question; 1 when there is no answer."""
    opened = open_plan(options.plan)
    asked = Asked(opened, evaluate(opened.plan, opened.catalogue), options)
    whole, rows = QUESTIONS[options.question](asked)
    currency = opened.plan.money.currency
    if currency != "USD":
        told = Message(N_("Amounts are in US dollars; the plan counts in {currency}."), {"currency": currency})
        print(f"llm-cost-planner: {told.text()}", file=sys.stderr)
    if options.format == "csv":
        write_csv(rows)
        reason = whole.get("reason") if isinstance(whole, Mapping) else None
        if reason:
            print(f"llm-cost-planner: {reason}", file=sys.stderr)
    else:
        write_json(whole)
    return 0 if rows else 1


def _break_even(asked: Asked) -> Answer:
    plan, catalogue = asked.opened.plan, asked.opened.catalogue
    result = with_break_even(plan, catalogue, asked.result)
    names = ("break_even_month", "break_even_requests_per_month")
    rows = [
        {"scenario": each.id, "name": each.name, "against": result.baseline}
        | {name: each.figures[name].value for name in names if name in each.figures}
        for each in result.scenarios
        if each.id != result.baseline
    ]
    curves = volume_curves(plan, catalogue, answering=[each.id for each in result.feasible])
    return {"baseline": result.baseline, "scenarios": rows, "volume": curves}, rows


def _uncertainty(asked: Asked) -> Answer:
    from planner.analysis.uncertainty import uncertainty

    found = uncertainty(asked.opened.plan, asked.opened.catalogue, asked.able, asked.options.draws)
    if found is None:
        return None, []
    rows = [{"scenario": each, "odds": found.odds[each]} | plain(found.totals[each]) for each in found.odds]
    return found, rows


def _sensitivity(asked: Asked) -> Answer:
    from planner.analysis.sensitivity import sensitivity

    found = sensitivity(asked.opened.plan, asked.opened.catalogue, *asked.pair())
    rows = [
        {
            "input": ".".join(effect.input.path) or effect.input.quantity,
            "label": effect.input.label,
            "low": effect.input.low,
            "high": effect.input.high,
            "unit": effect.input.unit,
            "difference_at_low": effect.difference_at_low,
            "difference_at_high": effect.difference_at_high,
            "flip": effect.flip,
        }
        for effect in found.effects
    ]
    return {"best": found.best, "other": found.other, "difference": found.difference, "inputs": rows}, rows


def _winner_map(asked: Asked) -> Answer:
    from planner.analysis.winner_map import AxisChoice, winner_map

    plan = asked.opened.plan
    volume = f"workload.volume.{plan.workload.volume.basis}"
    x, y = asked.field("field", volume), asked.field("second_field", "workload.lengths.answer")
    found = winner_map(plan, asked.opened.catalogue, asked.able, AxisChoice(x), AxisChoice(y))
    rows = [
        {".".join(x): across, ".".join(y): upward, "winner": found.winner[row][column], "odds": found.odds[row, column]}
        for row, upward in enumerate(found.y.values)
        for column, across in enumerate(found.x.values)
    ]
    return found, rows


def _goal_seek(asked: Asked) -> Answer:
    from planner.analysis.goal_seek import NoSolution, solve_odds

    plan = asked.opened.plan
    wanted, _ = asked.pair()
    path = asked.field("field", f"workload.volume.{plan.workload.volume.basis}")
    try:
        found = solve_odds(plan, asked.opened.catalogue, wanted, asked.able, path, asked.options.odds)
    except NoSolution as refusal:
        return {"scenario": wanted, "reason": refusal.message}, []
    row = {"scenario": wanted, "field": ".".join(path), "value": found.value, "odds": found.reached}
    return row | {"target": found.target}, [row]


def _bridge(asked: Asked) -> Answer:
    from planner.analysis.bridge import bridge_between_scenarios

    found = bridge_between_scenarios(asked.opened.plan, asked.opened.catalogue, *asked.pair())
    whole = plain(found)
    return whole, list(whole["contributions"])


def _checks(asked: Asked) -> Answer:
    from planner.analysis.checks import checks

    found = checks(asked.opened.plan, asked.opened.catalogue, asked.result)
    rows = [
        {
            "check": each.check,
            "severity": each.severity.value,
            "scenario": each.scenario,
            "message": plain_text(each.message, Words(ENGLISH)),
            "path": ".".join(each.path),
            "waiver": each.waiver or "",
        }
        for each in found
    ]
    return rows, rows or [{"check": "", "message": "nothing found"}]


def _quote(asked: Asked) -> Answer:
    from planner.analysis.quote import challenge, quote_bridge, quoted_scenarios, volume_it_takes
    from planner.analysis.quote_words import claim_messages

    plan, catalogue = asked.opened.plan, asked.opened.catalogue
    quoted = quoted_scenarios(plan)
    if asked.options.scenario:
        one = scenario_named(plan, asked.options.scenario).id
    elif quoted:
        one = quoted[0].id
    else:
        return {"reason": N_("No scenario of the plan has a vendor's quote.")}, []
    found = challenge(plan, catalogue, one)
    bridge = quote_bridge(found.after, catalogue, one)
    whole = {
        "scenario": one,
        "against": found.against,
        "claim": {"vendor": found.quote.vendor, "month": found.quote.month, "saving": found.quote.saving},
        "follows": found.follows,
        "messages": [plain_text(each, Words(ENGLISH)) for each in claim_messages(found)],
        "requests_per_month_it_takes": None if found.month_follows else volume_it_takes(plan, catalogue, one),
        "as_quoted": plain(found.quoted),
        "as_planned": plain(found.planned),
        "with_what_is_missing": plain(found.completed),
        "left_out": [{"part": each.part.name, "in_plan": each.in_plan} for each in found.left_out],
        "bridge": plain(bridge),
    }
    return whole, list(whole["bridge"]["contributions"])


def _ladder(asked: Asked) -> Answer:
    from planner.analysis.ladder import lever_ladder

    plan = asked.opened.plan
    one = scenario_named(plan, asked.options.scenario).id if asked.options.scenario else asked.able[0]
    found = lever_ladder(plan, asked.opened.catalogue, one)
    return found, [] if found is None else [plain(step) for step in found.steps]


def _explore(asked: Asked) -> Answer:
    from planner.analysis.explore import Space, explore, published_models

    plan, catalogue = asked.opened.plan, asked.opened.catalogue
    like = scenario_named(plan, asked.options.scenario).id if asked.options.scenario else plan.scenarios[0].id
    found = explore(plan, catalogue, like, Space(published_models(plan, catalogue)))
    rows = [
        {
            "option": each.scenario.name,
            "total_cost": each.total,
            "quality": each.quality,
            "ttft_p95_ms": each.ttft_p95_ms,
            "best": each.best,
            "feasible": each.feasible,
            "reasons": "; ".join(reason.text() for reason in each.reasons),
        }
        for each in found.candidates
    ]
    return {"candidates": rows, "left_out": found.left_out}, rows


QUESTIONS: dict[str, Callable[[Asked], Answer]] = {
    "break-even": _break_even,
    "uncertainty": _uncertainty,
    "sensitivity": _sensitivity,
    "winner-map": _winner_map,
    "goal-seek": _goal_seek,
    "bridge": _bridge,
    "checks": _checks,
    "quote": _quote,
    "ladder": _ladder,
    "explore": _explore,
}
