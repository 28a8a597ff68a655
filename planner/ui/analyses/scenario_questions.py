"""Questions about one scenario: its levers, its tuning, waiting, and what else could do the job."""

from __future__ import annotations

from collections.abc import Mapping

from planner.analysis.amount_text import money, number
from planner.analysis.charts.sizes import size_chart
from planner.analysis.explore import Candidate, Space, explore, published_models
from planner.analysis.ladder import lever_ladder, waiting
from planner.analysis.sizes import sizes
from planner.analysis.tuning_comparison import tuning_comparison
from planner.analysis.verdict import plain_text
from planner.plan.wording import N_, P_
from planner.ui.analyses.question import Answer, Asked, Choice, Edit, Question

MOST_OPTIONS = 40
MONTHS_TO_WAIT = (0, 3, 6, 9, 12, 18)
TUNING_PARTS = {
    "tuning_labour": N_("Work"),
    "tuning_data": N_("Data"),
    "tuning_compute": N_("Compute"),
    "tuning_evaluation": N_("Evaluation"),
}


def one_scenario(asked: Asked) -> tuple[Choice, ...]:
    """Return the choice of one scenario of the plan, the selected one first."""
    named = tuple((each.id, each.name or each.id) for each in asked.plan.scenarios)
    return (Choice("scenario", asked.words.text(N_("Scenario")), named, asked.selection),)


def _ladder(asked: Asked, chosen: Mapping[str, str]) -> Answer:
    words = asked.words
    found = lever_ladder(asked.plan, asked.catalogue, chosen["scenario"])
    if found is None or not found.steps:
        return Answer(words.text(N_("No lever applies to this scenario, or it has no answer without them.")))
    heads = (N_("Lever"), N_("Saves after those above"), N_("Saves alone"), N_("Overlap"), N_("Total after it"))
    rows = tuple(
        (
            words.text(N_("{lever} (in use)"), lever=words.text(step.label)) if step.in_use else words.text(step.label),
            money(step.marginal, words),
            money(step.alone, words),
            money(step.overlap, words),
            money(step.total, words),
        )
        for step in found.steps
    )
    sentence = words.text(N_("Without any lever it costs {total}. Levers in the order in which they work:"),
                          total=money(found.start, words))  # fmt: skip
    return Answer(sentence, tuple(words.text(head) for head in heads), rows)


def _tuning(asked: Asked, chosen: Mapping[str, str]) -> Answer:
    words = asked.words
    found = tuning_comparison(asked.plan, asked.catalogue, chosen["scenario"])
    if found is None:
        return Answer(words.text(N_("This scenario trains nothing, or nothing was published about its approach.")))
    rows = [(words.text(TUNING_PARTS[name]), money(amount, words)) for name, amount in found.parts.items()]
    rows.append((words.text(N_("One version, from first principles")), money(found.total, words)))
    low = "…" if found.low is None else money(found.low, words)
    high = "…" if found.high is None else money(found.high, words)
    published = low if low == high else f"{low} – {high}"
    rows.append((words.text(N_("Published, {date}"), date=words.date(found.source.date)), published))
    if found.gpu_hours is not None:
        rows.append((words.text(N_("GPU hours of all runs")), number(found.gpu_hours, words)))
    if found.gpus is not None and found.run_hours is not None:
        rows.append((words.text(N_("GPUs whose memory a run takes")), number(found.gpus, words)))
        rows.append((words.text(N_("Hours of a run on them")), number(found.run_hours, words)))
    heads = (words.text(N_("Part")), words.text(N_("Cost")))
    return Answer(" ".join(plain_text(each, words) for each in found.explanation), heads, tuple(rows))


def _wait(asked: Asked, chosen: Mapping[str, str]) -> Answer:
    words = asked.words
    baseline = asked.plan.baseline_scenario
    if baseline is None or baseline.id == chosen["scenario"]:
        return Answer(words.text(N_("This is the baseline: it is what carries on while others wait.")))
    horizon = int(asked.plan.money.horizon)
    months = [each for each in MONTHS_TO_WAIT if each < horizon]
    found = waiting(asked.plan, asked.catalogue, chosen["scenario"], months)
    if not found:
        return Answer(words.text(N_("This scenario has no answer.")))
    best = min(found, key=lambda wait: found[wait])
    waits = P_(
        "While it waits, {baseline} carries on. Waiting {months} month costs least.",
        "While it waits, {baseline} carries on. Waiting {months} months costs least.",
        "months",
    )
    at_once = N_("While it waits, {baseline} carries on. Starting at once costs least.")
    sentence = words.text(waits if best else at_once, baseline=baseline.name, months=best)
    rows = tuple((str(wait), money(total, words)) for wait, total in found.items())
    heads = (words.text(N_("Months to wait")), words.text(N_("Total")))
    if best == asked.plan.scenario(chosen["scenario"]).wait_months:
        return Answer(sentence, heads, rows)
    wait_best = P_("Wait {months} month", "Wait {months} months", "months")
    label = words.text(wait_best if best else N_("Start at once"), months=best)
    return Answer(sentence, heads, rows, Edit(label, ("scenarios", chosen["scenario"], "wait_months"), float(best)))


def _sizes(asked: Asked, chosen: Mapping[str, str]) -> Answer:
    words = asked.words
    found = sizes(asked.plan, asked.catalogue, chosen["scenario"])
    if found is None:
        return Answer(words.text(N_("Only a hybrid and servers that are rented all month have a size to choose.")))
    sentence = words.text(
        P_("{number} server costs least over the horizon.", "{number} servers cost least over the horizon.", "number"),
        number=found.best,
    )
    lowest = found.total(found.best)
    rows = tuple(
        (words.exact(number, 0), money(total, words), money(total - lowest, words)) for number, total in found.totals
    )
    heads = (words.text(found.label), words.text(N_("Total")), words.text(N_("More than the cheapest")))
    label = words.text(P_("Take {number} server", "Take {number} servers", "number"), number=found.best)
    return Answer(sentence, heads, rows, Edit(label, found.path, float(found.best)), chart=size_chart(found, words))


def _explore(asked: Asked, chosen: Mapping[str, str]) -> Answer:
    words = asked.words
    found = explore(
        asked.plan, asked.catalogue, chosen["scenario"], Space(published_models(asked.plan, asked.catalogue))
    )
    able = [each for each in found.candidates if each.feasible][:MOST_OPTIONS]
    cheapest = found.cheapest_adequate
    if cheapest is None:
        return Answer(words.text(N_("No model of the catalogue meets the limits on that day.")))
    heads = (N_("Option"), N_("Total"), N_("Quality"), N_("First token, p95"))
    sentence = words.text(
        N_("{option} is the cheapest that is good enough. ★: nothing cheaper is as good."),
        option=cheapest.scenario.name,
    )
    rows = tuple(_option_row(each, asked) for each in able)
    own = {each.id for each in asked.plan.scenarios}
    edit = None
    if cheapest.scenario.id not in own:
        added = (*asked.plan.scenarios, cheapest.scenario)
        edit = Edit(words.text(N_("Add it to the plan")), ("scenarios",), added)
    return Answer(sentence, tuple(words.text(head) for head in heads), rows, edit)


def _option_row(each: Candidate, asked: Asked) -> tuple[str, ...]:
    words = asked.words
    return (
        f"★ {each.scenario.name}" if each.best else each.scenario.name,
        "–" if each.total is None else money(each.total, words),
        "–" if each.quality is None else words.exact(each.quality, 1),
        "–" if each.ttft_p95_ms is None else f"{number(each.ttft_p95_ms, words)} ms",
    )


SCENARIO_QUESTIONS: tuple[Question, ...] = (
    Question(
        "ladder",
        N_("Lever ladder"),
        N_("Every lever in the order in which it works, with what it saves after the others and alone."),
        one_scenario,
        _ladder,
    ),
    Question(
        "tuning_costs",
        N_("What tuning costs"),
        N_("One version from first principles beside what was published, and what explains the difference."),
        one_scenario,
        _tuning,
    ),
    Question(
        "waiting",
        N_("Wait some months"),
        N_("The baseline carries on until this scenario starts; prices move meanwhile."),
        one_scenario,
        _wait,
    ),
    Question(
        "sizes",
        N_("How many servers"),
        N_("The base load of a hybrid, or the servers under a commitment: what each number costs in all."),
        one_scenario,
        _sizes,
    ),
    Question(
        "explore",
        N_("Look for options"),
        N_("Models of the catalogue × precision × host, for this workload and its limits, with their published score."),
        one_scenario,
        _explore,
    ),
)
