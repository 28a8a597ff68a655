"""What is said about a vendor's quote: whether it follows, and what is left of it."""

from __future__ import annotations

from planner.analysis.amount_text import FieldText
from planner.analysis.quote import Challenge, Verdict
from planner.analysis.verdict import FigureLink
from planner.plan.units import Unit
from planner.plan.wording import N_, Message

MONTHS = Unit("month", N_("months"), decimals=1)


def claim_messages(found: Challenge) -> tuple[Message, ...]:
    """Return a sentence on each claim of the quote: the month, the saving."""
    messages = []
    if found.quote.month is not None:
        messages.append(_month_message(found, found.quote.month))
    if found.quote.saving is not None:
        messages.append(_saving_message(found, found.quote.saving))
    return tuple(messages)


def _month_message(found: Challenge, claimed: float) -> Message:
    parts = {
        "vendor": found.quote.vendor,
        "claimed": FieldText(claimed, MONTHS),
        "quoted": spoken_month(found.quoted),
        "planned": spoken_month(found.planned),
    }
    if not found.month_follows:
        return Message(
            N_(
                "{vendor} claims break-even within {claimed}, which does not follow from its own figures: without all "
                "that the quote leaves out it is {quoted}."
            ),
            parts,
        )
    return Message(
        N_(
            "{vendor} claims break-even within {claimed}. Without all that the quote leaves out it is {quoted}; with "
            "what the plan counts it is {planned}."
        ),
        parts,
    )


def _saving_message(found: Challenge, claimed: float) -> Message:
    def spoken(value: float) -> FigureLink:
        return FigureLink(found.scenario, "monthly_cost", value, "USD/month")

    return Message(
        N_(
            "{vendor} claims a saving of {claimed}. Without all that the quote leaves out it is {quoted}; with what "
            "the plan counts it is {planned}."
        ),
        {
            "vendor": found.quote.vendor,
            "claimed": spoken(claimed),
            "quoted": spoken(found.quoted.saving),
            "planned": spoken(found.planned.saving),
        },
    )


def spoken_month(verdict: Verdict) -> Message:
    """Return when a verdict breaks even: 'after 3.6 months', or never within the horizon."""
    if verdict.month is None:
        return Message(N_("never within the horizon"))
    return Message(N_("after {months}"), {"months": FieldText(verdict.month, MONTHS)})
