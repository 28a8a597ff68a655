"""Where prompts and answers are processed, and whether that is where the plan lets them be."""

from __future__ import annotations

import re
from collections.abc import Iterable

from planner.catalog.catalogue import Catalogue
from planner.plan.plan import Plan, Scenario
from planner.plan.wording import N_, Message, PlannerError

_IN_EU = re.compile(
    r"(^|[^a-z])eu(rope)?([^a-z]|$)|(west|north)europe|austria|belgium|czech|denmark|finland|france|germany|greece|"
    r"ireland|italy|netherlands|poland|portugal|spain|sweden|amsterdam|dublin|frankfurt|helsinki|madrid|milan|paris|"
    r"stockholm|warsaw"
)
_OUTSIDE_EU = re.compile(r"london|zurich|(^|[^a-z])uk([^a-z]|$)|europe-west[26]([^0-9]|$)|eu-west-2|eu-central-2")
"""London and Zurich, also by their numbers in the region lists of Google Cloud and AWS (both read November 2026)."""
_IN_US = re.compile(r"(^|[^a-z])usa?([^a-z]|$)|(east|west|central)us|california|iowa|ohio|oregon|texas|virginia")


def residency_reasons(plan: Plan, parts: Iterable[Scenario], catalogue: Catalogue) -> list[Message]:
    """Return why data would leave the place that the plan asks for, one reason for every part that takes them there."""
    reasons = (_reason(plan, part, catalogue) for part in parts)
    return [reason for reason in reasons if reason is not None]


def _reason(plan: Plan, part: Scenario, catalogue: Catalogue) -> Message | None:
    wanted, kind = plan.constraints.residency, part.hosting.kind
    if kind == "api" and (plan.constraints.no_egress or wanted == "own"):
        return Message(N_("Prompts would go to a third party. Allow it, or host the model."))
    if kind == "rented" and wanted == "own":
        return Message(N_("Rented machines are not your own. Allow them, or buy."))
    if kind not in ("api", "rented") or wanted not in ("eu", "us"):
        return None
    region = _region(part, catalogue)
    place = place_of(region) if part.hosting.data_place == "as_listed" else part.hosting.data_place
    if place == wanted:
        return None
    if place:
        return Message(N_("Data would be processed in another place. Choose a provider or an offer in the wanted one."))
    if region:
        return Message(
            N_("The server stands in '{region}'. Choose an offer in the wanted region, or say where data go."),
            {"region": region},
        )
    return Message(N_("The catalogue does not say where data are processed. Say it where the hosting is chosen."))


def place_of(region: str) -> str:
    """Return "eu", "us" or "elsewhere" for the name of a region in lower case, "" for one that names no place."""
    if _IN_EU.search(region):
        return "elsewhere" if _OUTSIDE_EU.search(region) else "eu"
    return "us" if _IN_US.search(region) else ""


def _region(part: Scenario, catalogue: Catalogue) -> str:
    if part.hosting.kind != "rented":
        return ""
    try:
        return catalogue.rental_offer(part.hosting.rented.offer).region.lower()
    except PlannerError:
        return ""
