"""Leaves of API hosting: the price list of the plan's price date, tier by tier, with the user's own prices on top."""

from __future__ import annotations

from planner.catalog.catalogue import Catalogue
from planner.catalog.provenance import Provenance
from planner.catalog.records import ApiPrice
from planner.cost.bindings.contracts import pricing_leaf
from planner.cost.bindings.infeasible import Infeasible
from planner.cost.bindings.plan_fields import API_FIELDS, PROVISIONED_FIELDS, Row
from planner.cost.leaves import Leaf
from planner.plan.amounts import Amount, scaled
from planner.plan.plan import Plan, Scenario
from planner.plan.wording import N_, Message

NEVER = 1e12
"""A prompt length that no prompt reaches: stands for 'no long-context tier' and for 'no prompt cache'."""


def api_leaves(plan: Plan, scenario: Scenario, catalogue: Catalogue) -> list[Leaf | Row]:
    """Return the leaves that API formulas need. Raises `Infeasible` when nothing is sold on the price date."""
    tiers = _tiers(plan, scenario, catalogue)
    base = tiers[0] if tiers else None
    long = tiers[1] if len(tiers) > 1 else None
    leaves: list[Leaf | Row] = [
        *_prices(scenario, base, long),
        *_batch_prices(plan, scenario, base, long, catalogue),
        *_prompt_cache(scenario),
        *API_FIELDS,
        *_provisioned(scenario),
        pricing_leaf(plan, scenario),
    ]
    threshold = float(long.tier_above) if long is not None and long.tier_above else NEVER
    leaves.append(
        Leaf(
            "long_threshold",
            threshold,
            "token/request",
            N_("Long prompts start above"),
            record=long.id if long else "",
            provenance=long.provenance if long else None,
            note="" if long else N_("One price for prompts of any length."),
        )
    )
    return leaves


def _tiers(plan: Plan, scenario: Scenario, catalogue: Catalogue) -> list[ApiPrice]:
    api, on = scenario.hosting.api, plan.money.price_date
    tuned = scenario.tuning.kind == "hosted_fine_tuning"
    model = catalogue.find_model(scenario.model.model)
    identity = model.id if model else scenario.model.model
    provider = api.provider or None
    tiers = catalogue.api_prices(identity, on, provider, api.processing, tuned=tuned)
    if not tiers and tuned:
        tiers = catalogue.api_prices(identity, on, provider, api.processing)
    typed = api.input_price is not None and api.output_price is not None
    if not tiers and not typed:
        retired = model.retired if model else None
        name = model.name if model else scenario.model.model
        if retired and retired <= on:
            raise Infeasible(
                Message(
                    N_("{model} was retired on {date}; set an earlier price date."),
                    {"model": name, "date": retired},
                )
            )
        sellers = catalogue.api_providers(identity, on)
        if sellers:
            raise Infeasible(
                Message(
                    N_("No price of {model} for this provider and processing on {date}. It is sold by: {sellers}."),
                    {"model": name, "date": on, "sellers": ", ".join(sellers)},
                )
            )
        raise Infeasible(
            Message(
                N_("The catalogue has no API price of {model} on {date}. Choose another model or type the prices."),
                {"model": name, "date": on},
            )
        )
    return tiers


PRICES = {
    "input_price": N_("Price of input"),
    "output_price": N_("Price of output"),
    "cache_read_price": N_("Price of cached input"),
    "cache_write_price": N_("Price of cache writes"),
}


def _prices(scenario: Scenario, base: ApiPrice | None, long: ApiPrice | None) -> list[Leaf]:
    api, tuned = scenario.hosting.api, scenario.tuning.kind == "hosted_fine_tuning"
    leaves = []
    for name, label in PRICES.items():
        own, path = getattr(api, name), ("scenarios", scenario.id, "hosting", "api", name)
        leaves.append(_price(name, label, own, base, path, tuned))
        leaves.append(_price(name, label, own, long or base, path, tuned, prefix="long_"))
    return leaves


def _price(
    name: str,
    label: str,
    own: Amount | None,
    line: ApiPrice | None,
    path: tuple[str, ...],
    tuned: bool,
    prefix: str = "",
) -> Leaf:
    """Return one price: the typed one, else the catalogue's; cached input without a price costs what input costs."""
    unit = "USD/Mtoken"
    if own is not None:
        return Leaf(prefix + name, own, unit, label, path=path)
    amount = getattr(line, name) if line else None
    note = ""
    if amount is None and name.startswith("cache_"):
        amount = line.input_price if line else None
        note = N_("The provider names no price of its own; input costs the same.")
    elif line is not None and tuned and not line.tuned:
        note = N_("No price of the tuned model is known; the base model's is taken.")
    provenance: Provenance | None = line.provenance if line else None
    return Leaf(
        prefix + name,
        amount or 0.0,
        unit,
        label,
        path=path,
        record=line.id if line else "",
        provenance=provenance,
        note=note,
    )


def _batch_prices(
    plan: Plan, scenario: Scenario, base: ApiPrice | None, long: ApiPrice | None, catalogue: Catalogue
) -> list[Leaf]:
    """Return the batch prices: the catalogue's, else the standard ones; each tier apart.

    On a typed price the vendor's batch discount is taken: the list price of a batch belongs to another contract.
    """
    lines: list[ApiPrice] = []
    if base is not None and scenario.levers.batch:
        lines = catalogue.api_prices(base.model, plan.money.price_date, base.provider, "batch", tuned=base.tuned)
    tiers = {"": lines[0] if lines else None, "long_": lines[1] if len(lines) > 1 else lines[0] if lines else None}
    api = scenario.hosting.api
    leaves = []
    for name, label, own in (
        ("input_price", N_("Batch price of input"), api.input_price),
        ("output_price", N_("Batch price of output"), api.output_price),
    ):
        for prefix, line in tiers.items():
            listed = long if prefix and long else base
            source = line or listed
            note = "" if line else N_("No batch price is known; the standard price is taken.")
            amount = getattr(source, name) if source is not None else None
            path: tuple[str, ...] = ()
            if own is not None:
                amount, source, path = own, None, ("scenarios", scenario.id, "hosting", "api", name)
                if line is not None and (discount := _discount(name, line, listed)) is not None:
                    amount, note = scaled(own, discount), N_("The vendor's batch discount on the price typed.")
            leaves.append(
                Leaf(
                    f"{prefix}batch_{name}",
                    amount or 0.0,
                    "USD/Mtoken",
                    label,
                    path=path,
                    record=source.id if source else "",
                    provenance=source.provenance if source else None,
                    note=note,
                )
            )
    return leaves


def _discount(name: str, batch: ApiPrice, listed: ApiPrice | None) -> float | None:
    """Return the batch price over the list price (0.5: half of it); None where either is not known."""
    price, usual = getattr(batch, name), getattr(listed, name) if listed is not None else None
    return price / usual if price is not None and usual else None


def _prompt_cache(scenario: Scenario) -> list[Leaf | Row]:
    levers, label = scenario.levers, N_("Repeated prefix found in the cache")
    if not levers.prompt_cache:
        off = N_("The lever is off.")
        return [
            Leaf("prompt_cache_hit_share", 0.0, "1", label, note=off),
            Leaf("shortest_prefix", NEVER, "token/request", N_("Shortest prefix cached"), note=off),
        ]
    shortest = ("shortest_prefix", "levers.shortest_prefix", "token/request")
    if levers.prompt_cache_hits is not None:
        return [shortest, ("prompt_cache_hit_share", "levers.prompt_cache_hits", "1")]
    return [shortest, ("prompt_cache_minutes", "levers.prompt_cache_minutes", "minute")]


def _provisioned(scenario: Scenario) -> list[Leaf | Row]:
    if scenario.hosting.api.provisioned_units > 0:
        return list(PROVISIONED_FIELDS)
    none = N_("No provisioned units.")
    return [
        Leaf("metered_share", 1.0, "1", N_("Share paid by the token"), note=none),
        Leaf("provisioned_charge", 0.0, "USD/month", N_("Provisioned throughput"), note=none),
    ]
