"""Constraints and the quality floor: why a scenario that can be computed is still no answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from planner.catalog.catalogue import Catalogue
from planner.catalog.records import PurchaseOffer, RentalOffer
from planner.cost.bindings.lengths import too_long
from planner.cost.cold_starts import cold_starts
from planner.cost.outcome import Outcome
from planner.cost.placement import SELF_SUFFICIENT
from planner.cost.quality_scores import quality_of
from planner.cost.remembering import Remembered
from planner.cost.residency import residency_reasons
from planner.plan.plan import Plan, Scenario
from planner.plan.wording import N_, Message, Number, PlannerError


def ineligible(plan: Plan, scenario: Scenario, catalogue: Catalogue, outcome: Outcome) -> tuple[Message, ...]:
    """Return the reasons for which hard limits rule a scenario out."""
    rest_on = (plan.constraints, plan.workload.quality, plan.money, *plan.scenarios, scenario, catalogue)
    parts, sites, floor = _WHATEVER_THE_LOAD.recall(
        rest_on, plan.baseline, lambda: _whatever_the_load(plan, scenario, catalogue)
    )
    lengths = [reason for part in parts for reason in too_long(plan, part, catalogue)]
    return (*sites, *_budget(plan, outcome), *lengths, *cold_starts(plan, outcome), *floor)


Reasons = tuple[Message, ...]
_WHATEVER_THE_LOAD: Remembered[tuple[tuple[Scenario, ...], Reasons, Reasons]] = Remembered(256)


def _whatever_the_load(
    plan: Plan, scenario: Scenario, catalogue: Catalogue
) -> tuple[tuple[Scenario, ...], Reasons, Reasons]:
    """Return who answers, and the reasons that rest on the plan alone: who and where they are, and their quality."""
    parts = _parts(plan, scenario)
    sites = (
        *residency_reasons(plan, parts, catalogue),
        *_vendors(plan, parts, catalogue),
        *_licence(plan, parts, catalogue),
    )
    return parts, sites, tuple(_floor(plan, scenario, catalogue))


def _parts(plan: Plan, scenario: Scenario) -> tuple[Scenario, ...]:
    """Return the scenarios that really serve: itself, those that it is made of, its bridge, and what it waits on."""
    if not scenario.leans_on and not scenario.wait_months:
        return (scenario,)
    return tuple(each for each in plan.needed_for(scenario.id) if each.hosting.kind in SELF_SUFFICIENT)


def _vendors(plan: Plan, parts: Iterable[Scenario], catalogue: Catalogue) -> list[Message]:
    banned = [name.strip().lower() for name in plan.constraints.banned_vendors.split(",") if name.strip()]
    if not banned:
        return []
    names = dict.fromkeys(name for part in parts for name in _names(plan, part, catalogue))
    return [
        Message(N_("{vendor} is banned."), {"vendor": name})
        for name in names
        if any(word in name.lower() for word in banned)
    ]


def _names(plan: Plan, part: Scenario, catalogue: Catalogue) -> Iterator[str]:
    """Yield who makes the model and the GPUs, and who sells the calls or the servers."""
    model = catalogue.find_model(part.model.model)
    if model is not None:
        yield model.vendor
    if part.hosting.kind == "api":
        yield _seller(plan, part, catalogue, model.id if model is not None else part.model.model)
        return
    offer = _offer(part, catalogue)
    if offer is None:
        return
    yield offer.provider if isinstance(offer, RentalOffer) else offer.name
    if offer.accelerator:
        yield catalogue.accelerator(offer.accelerator).vendor


def _seller(plan: Plan, part: Scenario, catalogue: Catalogue, model: str) -> str:
    """Return the named provider, else the one whose price list applies; "" where both prices are typed."""
    api = part.hosting.api
    if api.provider or (api.input_price is not None and api.output_price is not None):
        return api.provider
    lines = catalogue.api_prices(model, plan.money.price_date, None, api.processing)
    return lines[0].provider if lines else ""


def _offer(part: Scenario, catalogue: Catalogue) -> RentalOffer | PurchaseOffer | None:
    hosting = part.hosting
    try:
        if hosting.kind == "rented":
            return catalogue.rental_offer(hosting.rented.offer)
        return catalogue.purchase_offer(hosting.owned.offer)
    except PlannerError:
        return None


def _licence(plan: Plan, parts: Iterable[Scenario], catalogue: Catalogue) -> list[Message]:
    if not plan.constraints.commercial_licence:
        return []
    reasons = []
    for part in parts:
        model = catalogue.find_model(part.model.model)
        if model is not None and model.open_weights and model.commercial_use == "no":
            reasons.append(
                Message(
                    N_("The licence of {model} forbids commercial use: {licence}."),
                    {"model": model.name, "licence": model.licence},
                )
            )
    return reasons


def _budget(plan: Plan, outcome: Outcome) -> list[Message]:
    limit, money = plan.constraints.budget_per_month, plan.money
    if limit is None or (cost := outcome.number("monthly_cost")) <= limit:
        return []
    return [
        Message(
            N_("It costs {cost} {currency} a month, {over} {currency} over the highest allowed."),
            {
                "cost": Number(cost * money.per_dollar, 0),
                "over": Number((cost - limit) * money.per_dollar, 0),
                "currency": money.currency,
            },
        )
    ]


def _floor(plan: Plan, scenario: Scenario, catalogue: Catalogue) -> list[Message]:
    floor = plan.workload.quality.floor
    if floor is None or not plan.workload.quality.benchmark:
        return []
    score = quality_of(plan, scenario, catalogue)
    if score is None or score.value >= floor:
        return []
    return [
        Message(
            N_("Quality {score} is below the floor of {floor} on {benchmark}."),
            {
                "score": Number(round(score.value, 1)),
                "floor": Number(floor),
                "benchmark": plan.workload.quality.benchmark,
            },
        )
    ]
