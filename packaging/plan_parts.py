"""Short ways to write scenarios down, shared by the worked examples and the templates."""

from __future__ import annotations

from typing import Any

from planner.plan.hosting import ApiHosting, Hosting, RoutedHosting, Serving
from planner.plan.owned import OwnedHosting
from planner.plan.plan import ModelChoice, Scenario
from planner.plan.rented import RentedHosting


def api(identity: str, name: str, model: str, provider: str, **others: Any) -> Scenario:
    """Return a scenario that calls a model at a provider."""
    hosting = Hosting(kind="api", api=ApiHosting(provider=provider, **others.pop("api", {})))
    return Scenario(id=identity, name=name, model=ModelChoice(model=model), hosting=hosting, **others)


def rented(identity: str, name: str, model: str, weights: str, offer: str, **others: Any) -> Scenario:
    """Return a scenario that hosts a model on rented servers."""
    hosting = Hosting(
        kind="rented",
        rented=RentedHosting(offer=offer, **others.pop("rented", {})),
        serving=Serving(**others.pop("serving", {})),
    )
    choice = ModelChoice.model_validate({"model": model, "weights": weights})
    return Scenario(id=identity, name=name, model=choice, hosting=hosting, **others)


def owned(identity: str, name: str, model: str, weights: str, offer: str, **others: Any) -> Scenario:
    """Return a scenario that hosts a model on servers that are bought."""
    hosting = Hosting(
        kind="owned",
        owned=OwnedHosting(offer=offer, **others.pop("owned", {})),
        serving=Serving(**others.pop("serving", {})),
    )
    choice = ModelChoice.model_validate({"model": model, "weights": weights})
    return Scenario(id=identity, name=name, model=choice, hosting=hosting, **others)


def routed(identity: str, name: str, routing: RoutedHosting, **others: Any) -> Scenario:
    """Return a scenario that asks a small model first."""
    return Scenario(id=identity, name=name, hosting=Hosting(kind="routed", routed=routing), **others)


def coloured(*scenarios: Scenario) -> tuple[Scenario, ...]:
    """Give each scenario its own colour, in the order in which they stand."""
    return tuple(scenario.model_copy(update={"colour": index % 12}) for index, scenario in enumerate(scenarios))
