"""Leaves of rented GPUs: the offer, its price, and how the servers are kept."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from planner.catalog.catalogue import Catalogue
from planner.catalog.provenance import Evidence
from planner.catalog.records import RentalOffer
from planner.cost.bindings.infeasible import Infeasible
from planner.cost.bindings.plan_fields import RENTED_FIELDS, Row, field_leaf
from planner.cost.bindings.site import grid_leaf, pue_leaf
from planner.cost.leaves import Leaf
from planner.plan.amounts import Amount, Range, scaled
from planner.plan.plan import Plan, Scenario
from planner.plan.wording import N_, Message, PlannerError

USUAL_DISCOUNT = Range(low=0.2, likely=0.35, high=0.5)
"""Off the price on demand for one year. Assumed from the providers that list both, 2026-11."""
THREE_YEARS = 36.0
HOST_POWER = Range(low=1.25, likely=1.4, high=1.7)
"""Power of a server over that of its accelerators: DGX boxes draw 1.6–2.0 × their GPUs' board power at most and
less in use. Assumed from the boxes of the catalogue, 2026-11."""


@lru_cache(maxsize=256)
def server_power(boards: float) -> Amount:
    """Return the power of a server in watts by that of its accelerators' boards together."""
    return scaled(HOST_POWER, boards)


def rented_leaves(plan: Plan, scenario: Scenario, catalogue: Catalogue) -> list[Leaf | Row]:
    """Return the leaves of renting. Raises `Infeasible` when no offer is chosen or it has no price."""
    rented = scenario.hosting.rented
    offer = chosen_offer(scenario, catalogue)
    spot = offer.terms == "spot"
    path = ("scenarios", scenario.id, "hosting", "rented")
    leaves: list[Leaf | Row] = [
        *RENTED_FIELDS,
        _price(scenario, offer),
        _committed(plan, scenario),
        _discount(plan, scenario, offer, catalogue),
        ("spot_overhead", "hosting.rented.interruption_overhead", "1")
        if spot
        else Leaf("spot_overhead", 0.0, "1", N_("Spot overhead"), note=N_("Not a spot offer.")),
        *_power(plan, catalogue, offer),
    ]
    if rented.scaling == "hours":
        leaves.append(("rented_hours", "hosting.rented.hours", "hour/month"))
    if rented.scaling in ("autoscale", "scale_to_zero"):
        leaves.append(
            Leaf(
                "start_time",
                scaled(rented.start_minutes, 1.0 / 60.0),
                "hour",
                N_("Time to start a server"),
                path=(*path, "start_minutes"),
            )
        )
    if rented.scaling == "scale_to_zero":
        leaves += _only_when_asked(scenario)
    return leaves


def _only_when_asked(scenario: Scenario) -> list[Leaf]:
    """Return how long a server is kept after a call, and that none is kept otherwise."""
    rented = scenario.hosting.rented
    path = ("scenarios", scenario.id, "hosting", "rented")
    assumed = rented.idle_minutes is None
    minutes = rented.start_minutes if rented.idle_minutes is None else rented.idle_minutes
    note = N_("Assumed: as long as a start takes.") if assumed else ""
    never = N_("Servers that run only when asked have no least number.")
    return [
        Leaf("kept_minutes", minutes, "minute", N_("Kept on after a call"), path=(*path, "idle_minutes"), note=note),
        Leaf("minimum_servers", 0.0, "server", N_("Servers, at least"), note=never),
    ]


def _committed(plan: Plan, scenario: Scenario) -> Leaf | Row:
    rented = scenario.hosting.rented
    row = ("committed_servers", "hosting.rented.committed_servers", "server")
    if rented.scaling == "scale_to_zero":
        never = N_("Servers that run only when asked are not committed to.")
        return field_leaf(scenario, *row, plan.field_notes)._replace(amount=0.0, note=never)
    if rented.committed_servers is None:
        return field_leaf(scenario, *row, plan.field_notes)._replace(amount=0.0)
    return row


def _discount(plan: Plan, scenario: Scenario, offer: RentalOffer, catalogue: Catalogue) -> Leaf | Row:
    """Return the discount of a commitment: the typed one, else what the provider lists, else an assumed one."""
    row = ("commitment_discount", "hosting.rented.commitment_discount", "1")
    if scenario.hosting.rented.commitment_discount is not None:
        return row
    leaf = field_leaf(scenario, *row, plan.field_notes)
    if scenario.hosting.rented.committed_servers == 0.0:
        return leaf._replace(amount=USUAL_DISCOUNT.likely, note=N_("No servers are committed."))
    years = 3 if scenario.hosting.rented.commitment_months >= THREE_YEARS else 1
    listed = committed_offer(offer, years, plan.money.price_date, catalogue)
    if listed is not None and listed.price and offer.price:
        saved = max(1.0 - listed.price / offer.price, 0.0)
        return leaf._replace(amount=saved, record=listed.id, provenance=listed.provenance)
    return leaf._replace(amount=USUAL_DISCOUNT, note=N_("Assumed."))


@lru_cache(maxsize=256)
def committed_offer(offer: RentalOffer, years: int, on: dt.date, catalogue: Catalogue) -> RentalOffer | None:
    """Return what the provider lists on a day for the same server under a commitment of one or of three years."""
    listed = catalogue.rental_offers(accelerator=offer.accelerator, on=on, terms=f"reserved_{years}y")
    same = (offer.provider, offer.name, offer.region, offer.accelerators)
    alike = (other for other in listed if (other.provider, other.name, other.region, other.accelerators) == same)
    return next(alike, None)


def chosen_offer(scenario: Scenario, catalogue: Catalogue) -> RentalOffer:
    """Return the rental offer of a scenario. Raises `Infeasible` when none is chosen or it is unknown."""
    try:
        return catalogue.rental_offer(scenario.hosting.rented.offer)
    except PlannerError:
        raise Infeasible(Message(N_("Choose the server to rent."))) from None


def _price(scenario: Scenario, offer: RentalOffer) -> Leaf:
    own = scenario.hosting.rented.price
    path = ("scenarios", scenario.id, "hosting", "rented", "price")
    label, unit = N_("Price of a server"), "USD/hour/server"
    if own is not None:
        return Leaf("server_price", own, unit, label, path=path)
    if offer.price is None:
        raise Infeasible(Message(N_("The offer has no price: type one.")))
    return Leaf("server_price", offer.price, unit, label, path=path, record=offer.id, provenance=offer.provenance)


def _power(plan: Plan, catalogue: Catalogue, offer: RentalOffer) -> list[Leaf]:
    accelerator = catalogue.find_accelerator(offer.accelerator)
    board = accelerator.board_power if accelerator else None
    if board is None or accelerator is None:
        return []
    return [
        Leaf(
            "busy_power",
            server_power(board * offer.accelerators),
            "W",
            N_("Power of a server, busy"),
            record=accelerator.id,
            provenance=accelerator.provenance,
            own_evidence=Evidence.ESTIMATED,
            note=N_("Board power of the GPUs times an assumed share for the host."),
        ),
        Leaf("idle_share", 0.3, "1", N_("Idle power"), note=N_("Assumed.")),
        pue_leaf(plan, catalogue, None, ()),
        grid_leaf(plan, catalogue),
    ]
