"""The questions of the Analyse menu, each answered by the analysis room and put into words here."""

from __future__ import annotations

from collections.abc import Mapping

from planner.analysis.amount_text import money, share
from planner.analysis.bridge import bridge_between_scenarios
from planner.analysis.charts.words import Words
from planner.analysis.constraints import constraint_prices, relaxations
from planner.analysis.goal_seek import NoSolution, solve_odds
from planner.analysis.input_fields import InputField, input_fields
from planner.analysis.uncertainty import uncertainty
from planner.analysis.verdict import plain_text
from planner.plan.fields import Path
from planner.plan.plan import Plan
from planner.plan.wording import N_, PlannerError
from planner.ui.analyses.question import Answer, Asked, Choice, Edit, Question
from planner.ui.analyses.quote_question import QUOTE_QUESTION
from planner.ui.analyses.scenario_questions import SCENARIO_QUESTIONS

ODDS = (0.5, 0.8, 0.9, 0.95)
NEEDS_TWO = N_("This needs two scenarios that have an answer.")


def _two(asked: Asked) -> list[str]:
    ids = [identity for identity, _ in asked.named()]
    if len(ids) < 2:
        raise PlannerError(NEEDS_TWO)
    return ids


def _pair(asked: Asked) -> tuple[Choice, ...]:
    named = asked.named()
    first = asked.selection if asked.selection in dict(named) else next((each for each, _ in named), "")
    second = next((each for each, _ in named if each != first), "")
    say = asked.words.text
    return (
        Choice("scenario", say(N_("Scenario")), named, first),
        Choice("against", say(N_("Compared with")), named, second),
    )


def _fields(asked: Asked) -> list[InputField]:
    """Return the plan's own numbers that can be solved for, one of each path."""
    ids = [identity for identity, _ in asked.named()]
    found = {field.path: field for field in input_fields(asked.plan, asked.catalogue, ids) if field.path}
    volume = ("workload", "volume", asked.plan.workload.volume.basis)
    return sorted(found.values(), key=lambda field: field.path != volume)


def _solve_choices(asked: Asked) -> tuple[Choice, ...]:
    say = asked.words.text
    named = asked.named()
    fields = tuple((".".join(each.path), _place(each, asked.plan, asked.words)) for each in _fields(asked))
    odds = tuple((str(each), share(each, asked.words)) for each in ODDS)
    first = asked.selection if asked.selection in dict(named) else ""
    return (
        Choice("scenario", say(N_("Cheapest should be")), named, first),
        Choice("odds", say(N_("In at least")), odds, "0.8"),
        Choice("field", say(N_("By changing")), fields),
    )


def _place(field: InputField, plan: Plan, words: Words) -> str:
    label = words.text(field.label)
    if field.path[0] != "scenarios":
        return label
    name = next((each.name for each in plan.scenarios if each.id == field.path[1]), "")
    return words.text(N_("{label} of {scenario}"), label=label, scenario=name)


def _solve(asked: Asked, chosen: Mapping[str, str]) -> Answer:
    ids, words = _two(asked), asked.words
    path: Path = tuple(chosen["field"].split("."))
    field = next(each for each in _fields(asked) if each.path == path)
    name = dict(asked.named())[chosen["scenario"]]
    try:
        found = solve_odds(asked.plan, asked.catalogue, chosen["scenario"], ids, path, float(chosen["odds"]))
    except NoSolution as refusal:
        return Answer(words.say(refusal.message))
    value = field.text(found.value * field.per_field, words)
    sentence = words.text(
        N_("{scenario} is cheapest in {odds} of cases when '{field}' is {value}."),
        scenario=name,
        odds=share(found.reached, words),
        field=words.text(field.label),
        value=value,
    )
    return Answer(sentence, proposal=Edit(words.text(N_("Set it to {value}"), value=value), path, found.value))


def _compare(asked: Asked, chosen: Mapping[str, str]) -> Answer:
    words = asked.words
    if chosen["scenario"] == chosen["against"]:
        return Answer(words.text(N_("Choose two different scenarios.")))
    bridge = bridge_between_scenarios(asked.plan, asked.catalogue, chosen["scenario"], chosen["against"])
    chart = bridge.as_chart(words)
    rows = tuple((step.label, money(step.amount, words)) for step in chart.steps)
    ends = ((bridge.start_label, money(chart.start, words)), *rows, (bridge.end_label, money(chart.end, words)))
    sentence = words.text(
        N_("From {first} to {second} the total changes by {amount}; each line is the part of one change."),
        first=bridge.start_label,
        second=bridge.end_label,
        amount=money(chart.end - chart.start, words),
    )
    return Answer(sentence, (words.text(N_("Change")), words.text(N_("Contribution"))), ends)


def _nothing_to_choose(_asked: Asked) -> tuple[Choice, ...]:
    return ()


def _limits(asked: Asked, _chosen: Mapping[str, str]) -> Answer:
    words = asked.words
    heads = (words.text(N_("Limit")), words.text(N_("What it costs")), words.text(N_("Cheapest without it")))
    names = {each.id: each.name for each in asked.plan.scenarios}
    rows = tuple(
        (
            words.text(each.label),
            "–" if each.price is None else money(each.price, words),
            names.get(each.cheapest_without, "–"),
        )
        for each in constraint_prices(asked.plan, asked.catalogue, asked.result)
    )
    if not rows:
        return Answer(words.text(N_("The plan has no hard limit: none costs anything.")))
    if not asked.named():
        helps = " ".join(plain_text(each.message, words) for each in relaxations(asked.plan, asked.catalogue)[:3])
        return Answer(helps or words.text(N_("No scenario meets the limits.")), heads, rows)
    return Answer(words.text(N_("Money that each limit costs over the horizon, taken away alone.")), heads, rows)


def _doubt(asked: Asked, _chosen: Mapping[str, str]) -> Answer:
    words = asked.words
    found = uncertainty(asked.plan, asked.catalogue, _two(asked))
    if found is None or not found.measure:
        return Answer(words.text(N_("No input is in doubt: give ranges to the figures that you are unsure of.")))
    rows = tuple(
        (words.text(each.label), share(each.narrows, words), money(each.gain, words)) for each in found.measure
    )
    heads = (words.text(N_("Input")), words.text(N_("Narrows the doubt by")), words.text(N_("Worth knowing")))
    if any(each.gain > 0.0 for each in found.measure):
        return Answer(words.text(N_("What to measure next, so that the choice gets surer.")), heads, rows)
    return Answer(words.text(N_("Measuring narrows the amounts; it would not change the choice.")), heads, rows)


QUESTIONS: tuple[Question, ...] = (
    *SCENARIO_QUESTIONS,
    QUOTE_QUESTION,
    Question(
        "solve",
        N_("Solve for a value"),
        N_("Finds the value of an input at which a scenario is cheapest as surely as you ask."),
        _solve_choices,
        _solve,
    ),
    Question(
        "compare",
        N_("Compare two scenarios"),
        N_("Splits the difference into what each changed input contributes, whatever the order."),
        _pair,
        _compare,
    ),
    Question(
        "limits",
        N_("What limits cost"),
        N_("Every hard limit has a price: what the cheapest scenario without it would save."),
        _nothing_to_choose,
        _limits,
    ),
    Question(
        "doubt",
        N_("What to measure next"),
        N_("Inputs in doubt, by how much knowing them would narrow the difference."),
        _nothing_to_choose,
        _doubt,
    ),
)
