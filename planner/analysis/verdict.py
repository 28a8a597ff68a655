"""The answer in a sentence: which scenario is cheapest, how sure that is, and what would change it.

Sentences are messages whose parameters are scenarios and figures, so that a window can make each of them a link to
its working, and a list or a memo can write the same sentence as plain text.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.analysis.amount_text import FieldText, FigureText, figure, range_text
from planner.analysis.charts.words import Words
from planner.plan.amounts import likely
from planner.plan.plan import Plan
from planner.plan.units import MONTHS_PER_YEAR
from planner.plan.wording import N_, P_, Message, Number

if TYPE_CHECKING:  # numpy is not needed for the first paint
    from planner.analysis.input_fields import InputField
    from planner.analysis.sensitivity import Flip
    from planner.cost.results import PlanResult, ScenarioResult

ONE_COST = P_("{months}-month cost {amount}.", "{months}-month cost {amount}.", "months")
TOO_CLOSE = 0.6
"""Below these odds the two cheapest are too close to call."""


@dataclass(frozen=True, slots=True)
class ScenarioName:
    """A scenario named in a sentence."""

    id: str
    name: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class FigureLink:
    """A figure named in a sentence: it opens its working."""

    scenario_id: str
    quantity: str
    value: float
    unit: str
    low: float | None = None
    high: float | None = None

    def text(self, words: Words) -> str:
        """Return the figure, with its range where there is one."""
        text = figure(self.value, self.unit, words)
        if self.low is None or self.high is None or self.low == self.high:
            return text
        return f"{text} ({range_text(self.low, self.high, self.unit, words)})"


@dataclass(frozen=True, slots=True)
class InputLink(FigureLink):
    """An input named in a sentence, written as its field writes it."""

    field: InputField | None = None

    def text(self, words: Words) -> str:
        """Return the value with the unit of the field."""
        return figure(self.value, self.unit, words) if self.field is None else self.field.text(self.value, words)


@dataclass(frozen=True, slots=True)
class Share:
    """A share named in a sentence, shown as per cent."""

    value: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer: a headline, the amounts behind it, and what would flip it."""

    headline: Message
    facts: tuple[Message, ...] = ()
    flips: tuple[Message, ...] = ()
    best: str = ""
    """Id of the cheapest scenario that meets every limit; '' when none does."""


def verdict(plan: Plan, result: PlanResult, flips: Sequence[Message] = (), helps: Sequence[Message] = ()) -> Verdict:
    """Return the answer that a result gives.

    `flips` are the conditions that the sensitivity analysis has found; until it has, the break-even volume stands in.
    `helps` are the changes of limits that would help where nothing meets them all (see `constraints.relaxations`).
    """
    if not result.scenarios:
        return Verdict(Message(N_("Add a scenario to get an answer.")))
    able = result.feasible
    if not able:
        return _nothing_feasible(result, helps)
    best = able[0]
    facts = [] if len(plan.scenarios) == 1 else [_cost_fact(plan, best, able[1] if len(able) > 1 else None)]
    break_even = _break_even_fact(plan, result, best, is_open=odds(able).get(best.id, 1.0) < TOO_CLOSE)
    if break_even is not None:
        facts.append(break_even)
    weak = _too_weak(plan, result, best)
    if weak is not None:
        facts.append(weak)
    return Verdict(
        _headline(plan, result, able),
        tuple(facts),
        tuple(flips)[:3] or _volume_flip(plan, result, best),
        best.id,
    )


def flip_messages(plan: Plan, flips: Sequence[Flip]) -> tuple[Message, ...]:
    """Return the conditions under which another scenario would be cheapest, nearest first."""
    names = {scenario.id: scenario.name or scenario.id for scenario in plan.scenarios}
    return tuple(
        Message(
            N_("{input} above {value}") if flip.above else N_("{input} below {value}"),
            {
                "input": _input_named(flip.input, names),
                "value": InputLink(
                    flip.input.scenario, flip.input.quantity, flip.value, flip.input.unit, field=flip.input
                ),
            },
        )
        for flip in flips
    )


def _input_named(field: InputField, names: Mapping[str, str]) -> Message:
    """Return the name of an input, with its scenario where each has one of its own."""
    label = Message(field.label)
    if field.path[:1] != ("scenarios",):
        return label
    owner = ScenarioName(field.path[1], names.get(field.path[1], field.path[1]))
    return Message(N_("{label} of {scenario}"), {"label": label, "scenario": owner})


def odds(able: Sequence[ScenarioResult]) -> dict[str, float]:
    """Return in which share of the draws each scenario is cheapest, ties split; empty before there are draws."""
    draws = [result.total_draws for result in able]
    if len(draws) < 2 or any(one is None or one.size == 0 for one in draws):
        return {}
    import numpy as np

    from planner.analysis.uncertainty import odds_of

    shares = odds_of(np.vstack([one for one in draws if one is not None]))
    return {result.id: float(share) for result, share in zip(able, shares, strict=True)}


def plain_text(message: Message, words: Words) -> str:
    """Return a sentence of a verdict as plain text in the language of `words`."""
    return render(message, words, lambda _part, text: text)


def render(message: Message, words: Words, mark: Callable[[object, str], str]) -> str:
    """Return a sentence with its parts written in `words`; `mark(part, text)` may dress them up."""
    parts: dict[str, object] = {}
    for name, part in message.parameters.items():
        if isinstance(part, (FigureLink, FieldText, FigureText)):
            parts[name] = mark(part, part.text(words))
        elif isinstance(part, ScenarioName):
            parts[name] = mark(part, part.name)
        elif isinstance(part, Share):
            parts[name] = mark(part, words.percent(part.value))
        elif isinstance(part, Message):
            parts[name] = render(part, words, mark)
        elif isinstance(part, Number):
            parts[name] = part.text(words.language.translate)
        elif isinstance(part, dt.date):
            parts[name] = words.date(part)
        elif isinstance(part, float):
            parts[name] = words.cell(part)
        else:
            parts[name] = part
    return words.language.translate.form(message.msgid, message.parameters).format(**parts)


def _too_weak(plan: Plan, result: PlanResult, best: ScenarioResult) -> Message | None:
    """Name the cheapest scenario that costs less than the answer and is below the quality floor (F9)."""
    floor, most = plan.workload.quality.floor, best.total_cost or 0.0
    if floor is None:
        return None
    weak = [
        each
        for each in result.scenarios
        if not each.feasible and "quality" in each.figures and each.figures["quality"].value < floor
    ]
    cheaper = [each for each in weak if each.total_cost is not None and each.total_cost < most]
    if not cheaper:
        return None
    cheapest = min(cheaper, key=lambda each: each.total_cost or 0.0)
    return Message(N_("{scenario} costs less but is not good enough."), {"scenario": _name(cheapest)})


def _name(result: ScenarioResult) -> ScenarioName:
    return ScenarioName(result.id, result.name or result.id)


def _link(result: ScenarioResult, quantity: str) -> FigureLink | None:
    found = result.figures.get(quantity)
    if found is None:
        return None
    return FigureLink(result.id, quantity, found.value, found.unit, found.low, found.high)


def _headline(plan: Plan, result: PlanResult, able: Sequence[ScenarioResult]) -> Message:
    best = able[0]
    if len(able) == 1:
        if len(plan.scenarios) == 1:
            return Message(
                P_(
                    "{scenario} costs {amount} over {months} month.",
                    "{scenario} costs {amount} over {months} months.",
                    "months",
                ),
                {"scenario": _name(best), "amount": _link(best, "total_cost"), "months": round(plan.money.horizon)},
            )
        others = [each for each in result.scenarios if each.id != best.id]
        if all(each.total_cost is None for each in others):
            return Message(N_("Only {scenario} has an answer."), {"scenario": _name(best)})
        return Message(N_("Only {scenario} meets the limits."), {"scenario": _name(best)})
    chances = odds(able)
    if not chances:
        return Message(N_("{scenario} is cheapest."), {"scenario": _name(best)})
    chance = Share(chances[best.id])
    rival = max(able[1:], key=lambda result: chances[result.id])
    leads = chances[rival.id] > chance.value
    if leads and chances[rival.id] >= TOO_CLOSE:
        return Message(
            N_("{other} is cheapest in {other_odds} of cases, but {scenario} is at the likely values."),
            {"scenario": _name(best), "other": _name(rival), "other_odds": Share(chances[rival.id])},
        )
    if chance.value < TOO_CLOSE:
        first, second = (rival, best) if leads else (best, rival)
        return Message(
            N_("Too close to call: {scenario} is cheapest in {odds} of cases, {other} in {other_odds}."),
            {
                "scenario": _name(first),
                "odds": Share(chances[first.id]),
                "other": _name(second),
                "other_odds": Share(chances[second.id]),
            },
        )
    return Message(N_("{scenario} is cheapest in {odds} of cases."), {"scenario": _name(best), "odds": chance})


def _cost_fact(plan: Plan, best: ScenarioResult, second: ScenarioResult | None) -> Message:
    months = round(plan.money.horizon)
    amount = _link(best, "total_cost")
    if second is None:
        return Message(
            ONE_COST,
            {"months": months, "amount": amount},
        )
    return Message(
        P_(
            "{months}-month cost {amount} for {best}, {other_amount} for {other}.",
            "{months}-month cost {amount} for {best}, {other_amount} for {other}.",
            "months",
        ),
        {
            "months": months,
            "amount": amount,
            "best": _name(best),
            "other": _name(second),
            "other_amount": _link(second, "total_cost"),
        },
    )


def _break_even_fact(plan: Plan, result: PlanResult, best: ScenarioResult, *, is_open: bool) -> Message | None:
    """Say when the best scenario overtakes the baseline; at the likely values, where the odds leave it open."""
    baseline = plan.baseline_scenario
    if baseline is None:
        return None
    if baseline.id == best.id:
        return _never_fact(plan, result, best, is_open=is_open)
    month = _link(best, "break_even_month")
    reference = result.scenario(baseline.id)
    if month is None:
        return None
    if month.value <= 1.0:
        return Message(
            N_("At the likely values {best} is cheaper than {baseline} from the first month.")
            if is_open
            else N_("{best} is cheaper than {baseline} from the first month."),
            {"best": _name(best), "baseline": _name(reference)},
        )
    return Message(
        N_("At the likely values break-even with {baseline} in month {month}.")
        if is_open
        else N_("Break-even with {baseline} in month {month}."),
        {"baseline": _name(reference), "month": FigureLink(best.id, "break_even_month", month.value, "1")},
    )


def _never_fact(plan: Plan, result: PlanResult, best: ScenarioResult, *, is_open: bool) -> Message | None:
    """Say that the cheapest rival of the baseline lays money out first and does not earn it back in time.

    A plan of less than a year is too short to say so.
    """
    rival = next((each for each in result.feasible if each.id != best.id), None)
    if rival is None or rival.cumulative is None or best.cumulative is None:
        return None
    behind = rival.cumulative - best.cumulative
    if plan.money.horizon < MONTHS_PER_YEAR or (behind <= 0.0).any():
        return None
    forms = (
        P_(
            "At the likely values {other} never pays back within {months} month.",
            "At the likely values {other} never pays back within {months} months.",
            "months",
        )
        if is_open
        else P_(
            "{other} never pays back within {months} month.",
            "{other} never pays back within {months} months.",
            "months",
        )
    )
    return Message(forms, {"other": _name(rival), "months": round(plan.money.horizon)})


def _volume_flip(plan: Plan, result: PlanResult, best: ScenarioResult) -> tuple[Message, ...]:
    """Say at which volume the baseline and its cheapest rival change places."""
    baseline = plan.baseline_scenario
    if baseline is None:
        return ()
    rivals = [one for one in result.feasible if one.id != baseline.id]
    if not rivals:
        return ()
    rival = best if best.id != baseline.id else rivals[0]
    volume = _link(rival, "break_even_requests_per_month")
    if volume is None:
        return ()
    now = plan.workload.volume
    current = likely(now.requests) if now.basis == "requests" else likely(now.users) * likely(now.requests_per_user)
    bare = FigureLink(rival.id, volume.quantity, volume.value, "request/month")
    if volume.value > current:
        return (Message(N_("volume rises above {volume}"), {"volume": bare}),)
    return (Message(N_("volume falls below {volume}"), {"volume": bare}),)


def _nothing_feasible(result: PlanResult, helps: Sequence[Message]) -> Verdict:
    reasons = tuple(
        Message(N_("{scenario}: {reason}"), {"scenario": _name(one), "reason": one.reasons[0]})
        for one in result.scenarios
        if one.reasons
    )
    return Verdict(Message(N_("No scenario meets the limits.")), (*reasons[:3], *helps[:1]))
