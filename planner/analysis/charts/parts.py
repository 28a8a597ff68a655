"""The parts of a cost in a fixed order, each with its own colour and label."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from planner.analysis.charts.marks import Colour
from planner.analysis.charts.words import Words
from planner.plan.wording import N_

LABELS: Mapping[str, str] = {
    "api": N_("API charges"),
    "tuned_hosting": N_("Hosting of the tuned model"),
    "answer_cache": N_("Answer cache"),
    "rent": N_("Rented servers"),
    "storage": N_("Storage and transfer"),
    "bridge": N_("Bridge until delivery"),
    "hardware": N_("Hardware"),
    "financing": N_("Financing"),
    "residual": N_("Resale value"),
    "support": N_("Support contracts"),
    "power": N_("Electricity"),
    "space": N_("Space and network"),
    "licence": N_("Licences"),
    "integration": N_("Integration"),
    "staff": N_("Staff"),
    "on_call": N_("On call"),
    "review": N_("Human review"),
    "tuning_labour": N_("Tuning: work"),
    "tuning_data": N_("Tuning: data"),
    "tuning_compute": N_("Tuning: compute"),
    "tuning_evaluation": N_("Tuning: evaluation"),
    "retuning": N_("Tuning: re-tunes"),
    "prompt_tax": N_("Tuning: longer prompts"),
}
MOST_SHOWN = 8
OTHER = "other"
REST = Colour("part", len(LABELS))
"""The colour of everything that has none of its own."""


def part_label(part: str, words: Words) -> str:
    """Return the name of a part of the cost for people."""
    return words.text(LABELS[part]) if part in LABELS else part.replace("_", " ").capitalize()


def part_colour(part: str) -> Colour:
    """Return the colour of a part, the same in every chart and plan."""
    names = list(LABELS)
    return Colour("part", names.index(part)) if part in LABELS else REST


def shown_parts(breakdowns: Iterable[Mapping[str, float]]) -> tuple[str, ...]:
    """Return the parts worth a colour of their own: the largest of all scenarios, in their fixed order."""
    sizes: dict[str, float] = {}
    for breakdown in breakdowns:
        for part, amount in breakdown.items():
            sizes[part] = max(sizes.get(part, 0.0), abs(amount))
    kept = [part for part, size in sizes.items() if size > 0]
    if len(kept) > MOST_SHOWN:
        largest = sorted(kept, key=lambda part: -sizes[part])[: MOST_SHOWN - 1]
        kept = [part for part in kept if part in largest]
    order = {part: place for place, part in enumerate(LABELS)}
    return tuple(sorted(kept, key=lambda part: order.get(part, len(order))))
