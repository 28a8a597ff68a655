"""The question that a vendor's quote raises: does it follow, what does it leave out, what is left of the saving."""

from __future__ import annotations

from collections.abc import Mapping

from planner.analysis.amount_text import FieldText, money
from planner.analysis.quote import challenge, quote_bridge, quoted_scenarios, volume_it_takes
from planner.analysis.quote_words import MONTHS, claim_messages, spoken_month
from planner.analysis.verdict import plain_text
from planner.plan.units import REQUESTS_PER_MONTH
from planner.plan.wording import N_, Message
from planner.ui.analyses.question import Answer, Asked, Choice, Completion, Question


def _choices(asked: Asked) -> tuple[Choice, ...]:
    quoted = tuple((each.id, each.name or each.id) for each in quoted_scenarios(asked.plan))
    return (Choice("scenario", asked.words.text(N_("Scenario")), quoted, asked.selection),)


def _challenge(asked: Asked, chosen: Mapping[str, str]) -> Answer:
    words = asked.words
    if not chosen["scenario"]:
        return Answer(words.text(N_("No scenario has a vendor's quote yet: enter one in the Scenario menu.")))
    identity = chosen["scenario"]
    found = challenge(asked.plan, asked.catalogue, identity, words.language)
    source = {"vendor": found.quote.vendor, "date": found.quote.date, "source": found.quote.source}
    said = [plain_text(Message(N_("Quote of {vendor}, {date}. {source}"), source), words).strip()]
    said += [plain_text(each, words) for each in claim_messages(found)]
    if not found.month_follows and (volume := volume_it_takes(asked.plan, asked.catalogue, identity)):
        needed = {
            "claimed": FieldText(found.quote.month or 0.0, MONTHS),
            "volume": FieldText(volume, REQUESTS_PER_MONTH),
        }
        said.append(plain_text(Message(N_("Break-even within {claimed} would take {volume}."), needed), words))
    bridge = quote_bridge(found.after, asked.catalogue, identity, words.language)
    chart = bridge.as_chart(words)
    rows = tuple((step.label, money(step.amount, words)) for step in chart.steps)
    ends = ((bridge.start_label, money(chart.start, words)), *rows, (bridge.end_label, money(chart.end, words)))
    proposal = None
    if found.missing:
        missing = ", ".join(words.text(part.label) for part in found.missing)
        added = Message(
            N_("Neither the quote nor the plan counts {parts}; with them it is {month}."),
            {"parts": missing, "month": spoken_month(found.completed)},
        )
        said.append(plain_text(added, words))
        proposal = Completion(words.text(N_("Add what is missing")), found.after, identity)
    against = next(each.name or each.id for each in asked.plan.scenarios if each.id == found.against)
    heads = (words.text(N_("Part that the quote leaves out")), words.text(N_("Saving over {other}"), other=against))
    return Answer("\n".join(said), heads, ends, proposal)


QUOTE_QUESTION = Question(
    "challenge",
    N_("Challenge a quote"),
    N_("Holds a vendor's quote against the plan: what it leaves out, and what each part takes off the saving."),
    _choices,
    _challenge,
)
