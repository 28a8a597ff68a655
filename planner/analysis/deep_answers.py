"""The answers that take longer than a key stroke: what could flip the answer, how sure it is, and why they differ."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from planner.analysis.bridge import BridgeError, PlanBridge, bridge_between_scenarios
from planner.analysis.charts.inputs import NOTHING_YET, Analyses, WinnerMap
from planner.analysis.charts.words import Words
from planner.analysis.constraints import relaxations
from planner.analysis.sensitivity import Flip, Sensitivity, nearest_flips, sensitivity
from planner.analysis.uncertainty import Uncertainty, uncertainty
from planner.analysis.variants import moves_in_columns
from planner.analysis.verdict import flip_messages
from planner.analysis.winner_map import AxisChoice, winner_map
from planner.catalog.catalogue import Catalogue
from planner.cost.results import PlanResult
from planner.plan.fields import Path
from planner.plan.plan import Plan
from planner.plan.wording import Message, PlannerError

SECOND_INPUT: Path = ("money", "api_price_trend")
"""The second input of the winner map where no other is nearer to a flip."""
CONTENDERS = 6
"""Scenarios that take part in the winner map: the cheapest ones at the plan's own inputs, and the baseline."""


@dataclass(frozen=True, slots=True)
class DeepAnswers:
    """What the analyses found; `analyses` is ready for the charts, `flips` and `helps` for the verdict."""

    analyses: Analyses = NOTHING_YET
    flips: tuple[Message, ...] = ()
    helps: tuple[Message, ...] = ()
    uncertainty: Uncertainty | None = None
    sensitivity: Sensitivity | None = None
    bridge: PlanBridge | None = None


def deep_answers(
    plan: Plan,
    catalogue: Catalogue,
    result: PlanResult,
    words: Words,
    known: Analyses = NOTHING_YET,
    stop: Callable[[], bool] = lambda: False,
) -> DeepAnswers:
    """Return everything that a worker can find out about a plan, beside the `known` quick answers.

    `stop` is asked between analyses; where it says yes, what is known so far is returned.
    """
    ids = [one.id for one in result.feasible]
    if not ids:
        return DeepAnswers(known, helps=tuple(each.message for each in relaxations(plan, catalogue)))
    answers = DeepAnswers(known)
    if len(ids) < 2:
        return answers
    flips = nearest_flips(plan, catalogue, ids)
    answers = replace(answers, flips=flip_messages(flips))
    if stop():
        return answers
    moved = sensitivity(plan, catalogue, ids[0], ids[1])
    sure = uncertainty(plan, catalogue, ids)
    answers = replace(
        answers,
        sensitivity=moved,
        uncertainty=sure,
        analyses=replace(known, tornado=moved.as_chart(words), saving=None if sure is None else sure.as_chart()),
    )
    if stop():
        return answers
    bridge = _bridge(plan, catalogue, result, ids)
    if bridge is not None:
        answers = replace(answers, bridge=bridge, analyses=replace(answers.analyses, bridge=bridge.as_chart(words)))
    if stop():
        return answers
    return replace(
        answers, analyses=replace(answers.analyses, winner_map=_map(plan, catalogue, result, ids, flips, words))
    )


def _bridge(plan: Plan, catalogue: Catalogue, result: PlanResult, ids: list[str]) -> PlanBridge | None:
    start = result.baseline if result.baseline in ids and result.baseline != ids[0] else ids[1]
    try:
        return bridge_between_scenarios(plan, catalogue, start, ids[0])
    except BridgeError:
        return None


def _map(
    plan: Plan, catalogue: Catalogue, result: PlanResult, ids: list[str], flips: tuple[Flip, ...], words: Words
) -> WinnerMap | None:
    volume = ("workload", "volume", "requests" if plan.workload.volume.basis == "requests" else "users")
    other = next(
        (
            flip.input.path
            for flip in flips
            if flip.input.path != volume and moves_in_columns(plan, flip.input.path) and flip.input.likely
        ),
        SECOND_INPUT,
    )
    chosen = ids[:CONTENDERS] + [each for each in ids[CONTENDERS:] if each == result.baseline]
    try:
        return winner_map(
            plan, catalogue, chosen, AxisChoice(volume), AxisChoice(other), translate=words.language.translate
        )
    except PlannerError:
        return None
