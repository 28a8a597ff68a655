"""Everything that the charts and the answer strip show beside the results, asked stage by stage, quickest first."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from planner.analysis.bridge import bridge_between_scenarios
from planner.analysis.charts.inputs import Analyses
from planner.analysis.charts.words import Words
from planner.analysis.checks import checks
from planner.analysis.constraints import relaxations
from planner.analysis.findings import Finding
from planner.analysis.quote import quote_bridge, quoted_scenarios, replaced_by
from planner.analysis.sensitivity import nearest_flips, sensitivity
from planner.analysis.serving_views import HOSTED, day_profile, gpu_memory
from planner.analysis.uncertainty import uncertainty
from planner.analysis.variants import moves_in_columns
from planner.analysis.verdict import flip_messages
from planner.analysis.volume import volume_curves
from planner.analysis.winner_map import AxisChoice, winner_map
from planner.catalog.catalogue import Catalogue
from planner.cost.results import PlanResult
from planner.plan.fields import Path
from planner.plan.language import Language
from planner.plan.plan import Plan
from planner.plan.wording import Message, PlannerError

SECOND_INPUT: Path = ("workload", "lengths", "answer")
"""The second input of the winner map where no other is nearer to a flip."""
CONTENDERS = 6
"""Scenarios that take part in the winner map: the cheapest ones at the plan's own inputs, and the baseline."""
MATERIAL_SHARE = 0.02
"""An input matters when its range moves the difference by this share of the strongest input's."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is analysed: a plan with its result, for the scenario that is selected."""

    plan: Plan
    result: PlanResult
    catalogue: Catalogue
    selection: str
    language: Language


@dataclass(frozen=True, slots=True)
class Findings:
    """What is known so far."""

    analyses: Analyses
    flips: tuple[Message, ...] = ()
    helps: tuple[Message, ...] = ()  # smallest relaxations, where nothing meets the limits
    material: frozenset[Path] = frozenset()
    checks: tuple[Finding, ...] = ()


def quick_analyses(plan: Plan, catalogue: Catalogue, result: PlanResult, scenario_id: str = "") -> Analyses:
    """Return the answers that keep pace with typing: cost against volume, memory, and a day of one scenario.

    The day is that of the named scenario, else of the cheapest one on servers.
    """
    hosted = [each.id for each in (*result.feasible, *result.scenarios) if each.hosting in HOSTED]
    shown = scenario_id if scenario_id in hosted else next(iter(hosted), "")
    return Analyses(
        volume=volume_curves(plan, catalogue, answering=[each.id for each in result.feasible]),
        day=day_profile(plan, catalogue, shown) if shown else None,
        memory=gpu_memory(plan, catalogue),
    )


def findings_of(question: Question) -> Iterator[Findings]:
    """Yield what is known after each stage, the quickest stage first."""
    plan, result, catalogue = question.plan, question.result, question.catalogue
    findings = Findings(
        quick_analyses(plan, catalogue, result, question.selection), checks=checks(plan, catalogue, result)
    )
    yield findings
    if not result.feasible:
        yield replace(findings, helps=tuple(each.message for each in relaxations(plan, catalogue)))
        return
    # The slow stages wait for the draws, which bring a result of their own.
    if all(one.total_draws is None for one in result.scenarios) or len(result.feasible) < 2:
        return
    for stage in (_with_saving, _with_flips, _with_tornado, _with_bridge, _with_map):
        findings = _tried(stage, findings, question)
        yield findings


def _tried(stage: Callable[[Findings, Question], Findings], findings: Findings, question: Question) -> Findings:
    try:
        return stage(findings, question)
    except PlannerError as error:
        logging.getLogger(__name__).info("%s has no answer: %s", stage.__name__, error)
        return findings


def _ids(question: Question) -> list[str]:
    return [one.id for one in question.result.feasible]


def _with_saving(findings: Findings, question: Question) -> Findings:
    found = uncertainty(question.plan, question.catalogue, _ids(question))
    return (
        findings if found is None else replace(findings, analyses=replace(findings.analyses, saving=found.as_chart()))
    )


def _with_flips(findings: Findings, question: Question) -> Findings:
    return replace(
        findings, flips=flip_messages(question.plan, nearest_flips(question.plan, question.catalogue, _ids(question)))
    )


def _with_tornado(findings: Findings, question: Question) -> Findings:
    found = sensitivity(question.plan, question.catalogue, *_ids(question)[:2])
    words = Words.of(question.language, question.plan)
    strongest = max((effect.swing for effect in found.effects), default=0.0)
    material = frozenset(
        effect.input.path
        for effect in found.effects
        if effect.input.path and effect.swing >= MATERIAL_SHARE * strongest
    )
    analyses = replace(findings.analyses, tornado=found.as_chart(words))
    return replace(findings, analyses=analyses, material=material)


def _with_bridge(findings: Findings, question: Question) -> Findings:
    if question.selection in {each.id for each in quoted_scenarios(question.plan)}:
        return _with_quote_bridge(findings, question)
    ids = _ids(question)
    start = question.result.baseline if question.result.baseline in ids[1:] else ids[1]
    found = bridge_between_scenarios(question.plan, question.catalogue, start, ids[0])
    chart = found.as_chart(Words.of(question.language, question.plan))
    chart = replace(chart, start_scenario=start, end_scenario=ids[0])
    return replace(findings, analyses=replace(findings.analyses, bridge=chart))


def _with_quote_bridge(findings: Findings, question: Question) -> Findings:
    """What a vendor's quote leaves out, part by part, while its scenario is selected."""
    identity = question.selection
    found = quote_bridge(question.plan, question.catalogue, identity, question.language)
    against = replaced_by(question.plan, question.plan.scenario(identity))
    chart = replace(
        found.as_chart(Words.of(question.language, question.plan)),
        start_scenario=identity,
        end_scenario=identity,
        saved_against=against.name if against is not None else "",
    )
    return replace(findings, analyses=replace(findings.analyses, bridge=chart))


def _with_map(findings: Findings, question: Question) -> Findings:
    plan, ids = question.plan, _ids(question)
    volume = ("workload", "volume", "requests" if plan.workload.volume.basis == "requests" else "users")
    nearest = (flip.input.path for flip in nearest_flips(plan, question.catalogue, ids) if flip.input.likely)
    other = next((path for path in nearest if path != volume and moves_in_columns(plan, path)), SECOND_INPUT)
    contenders = ids[:CONTENDERS] + [each for each in ids[CONTENDERS:] if each == question.result.baseline]
    found = winner_map(
        plan,
        question.catalogue,
        contenders,
        AxisChoice(volume),
        AxisChoice(other),
        translate=question.language.translate,
    )
    return replace(findings, analyses=replace(findings.analyses, winner_map=found))


def every_analysis(question: Question) -> Analyses:
    """Return the answers of all stages, for an export."""
    analyses = Analyses()
    for findings in findings_of(question):
        analyses = findings.analyses
    return analyses
