"""Leaves of own servers: the purchase, its life, and what the site costs."""

from __future__ import annotations

import numpy as np

from planner.catalog.catalogue import Catalogue
from planner.catalog.provenance import Evidence
from planner.catalog.records import PurchaseOffer
from planner.cost.bindings.infeasible import Infeasible
from planner.cost.bindings.plan_fields import OWNED_FIELDS, Row
from planner.cost.bindings.rented import server_power
from planner.cost.bindings.site import electricity_leaf, grid_leaf, pue_leaf, space_leaf
from planner.cost.leaves import Leaf
from planner.plan.amounts import scaled
from planner.plan.plan import Plan, Scenario
from planner.plan.wording import N_, Message, PlannerError


def owned_leaves(plan: Plan, scenario: Scenario, catalogue: Catalogue) -> list[Leaf | Row]:
    """Return the leaves of owning. Raises `Infeasible` when no server is chosen or it has no price."""
    owned = scenario.hosting.owned
    offer = chosen_server(scenario, catalogue)
    path = ("scenarios", scenario.id, "hosting", "owned")
    horizon = int(plan.money.horizon)
    delivered = (np.arange(horizon + 1) > owned.lead_months + scenario.wait_months).astype(float)
    return [
        *OWNED_FIELDS,
        _bridge_price(scenario),
        _price(scenario, offer),
        Leaf("life_months", scaled(owned.life, 12.0), "month", N_("Useful life"), path=(*path, "life")),
        Leaf("delivered", delivered, "1", N_("Delivered"), path=(*path, "lead_months")),
        _power(scenario, offer, catalogue),
        electricity_leaf(plan, catalogue, owned.electricity_price, (*path, "electricity_price")),
        pue_leaf(plan, catalogue, owned.pue, (*path, "pue")),
        space_leaf(plan, catalogue, owned.space_price, (*path, "space_price")),
        grid_leaf(plan, catalogue),
    ]


def _bridge_price(scenario: Scenario) -> Leaf | Row:
    if scenario.hosting.owned.bridge:
        note = N_("Another scenario answers until delivery; its bill is added.")
        return Leaf("bridge_price", 0.0, "USD/request", N_("Bridge"), note=note)
    return ("bridge_price", "hosting.owned.bridge_price", "USD/request")


def chosen_server(scenario: Scenario, catalogue: Catalogue) -> PurchaseOffer:
    """Return the server that a scenario buys. Raises `Infeasible` when none is chosen or it is unknown."""
    try:
        return catalogue.purchase_offer(scenario.hosting.owned.offer)
    except PlannerError:
        raise Infeasible(Message(N_("Choose the server to buy."))) from None


def _price(scenario: Scenario, offer: PurchaseOffer) -> Leaf:
    own = scenario.hosting.owned.price
    path = ("scenarios", scenario.id, "hosting", "owned", "price")
    label, unit = N_("Price of a server"), "USD/server"
    if own is not None:
        return Leaf("server_purchase_price", own, unit, label, path=path)
    if offer.price is None:
        raise Infeasible(Message(N_("The server has no price: type one.")))
    return Leaf(
        "server_purchase_price", offer.price, unit, label, path=path, record=offer.id, provenance=offer.provenance
    )


def _power(scenario: Scenario, offer: PurchaseOffer, catalogue: Catalogue) -> Leaf:
    own = scenario.hosting.owned.power
    path = ("scenarios", scenario.id, "hosting", "owned", "power")
    label = N_("Power of a server, busy")
    if own is not None:
        return Leaf("busy_power", own, "W", label, path=path)
    if offer.power is not None:
        return Leaf("busy_power", offer.power, "W", label, path=path, record=offer.id, provenance=offer.provenance)
    accelerator = catalogue.find_accelerator(offer.accelerator)
    board = accelerator.board_power if accelerator else None
    if accelerator is None or board is None:
        raise Infeasible(Message(N_("The catalogue does not know the power of this server: type it.")))
    return Leaf(
        "busy_power",
        server_power(board * offer.accelerators),
        "W",
        label,
        path=path,
        record=accelerator.id,
        provenance=accelerator.provenance,
        own_evidence=Evidence.ESTIMATED,
        note=N_("Board power of the GPUs times an assumed share for the host."),
    )
