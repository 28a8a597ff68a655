"""The lattice of model × precision × hosting × tuning: filtered by the plan's limits, ranked by cost, with quality."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from planner.analysis.withdrawals import withdrawal_within
from planner.catalog.catalogue import Catalogue
from planner.catalog.records import Model, QualityScore
from planner.cost.evaluation import evaluate
from planner.cost.results import ScenarioResult
from planner.plan.plan import Plan, Scenario
from planner.plan.wording import Message

ACCELERATORS = ("l4", "l40s", "a100-sxm-80gb", "h100-sxm", "h200-sxm", "mi300x")
PRECISIONS = ("fp16", "fp8", "int4")
MOST = 400
"""Candidates that are evaluated: about two seconds."""


@dataclass(frozen=True, slots=True)
class Space:
    """What is tried: ids of models, precisions, accelerators to rent, and tuning approaches."""

    models: tuple[str, ...]
    precisions: tuple[str, ...] = PRECISIONS
    accelerators: tuple[str, ...] = ACCELERATORS
    tunings: tuple[str, ...] = ("none",)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One point of the lattice: the scenario that it would be, its total over the horizon, and its quality.

    `total` is in USD, None where it has no answer; `best` says that nothing cheaper is as good.
    """

    scenario: Scenario
    total: float | None
    quality: float | None
    ttft_p95_ms: float | None
    reasons: tuple[Message, ...] = ()
    best: bool = False

    @property
    def feasible(self) -> bool:
        """Whether it meets every limit."""
        return not self.reasons and self.total is not None


@dataclass(frozen=True, slots=True)
class Exploration:
    """Every candidate: those that meet the limits first, cheapest on top; `left_out` were not evaluated."""

    candidates: tuple[Candidate, ...]
    left_out: int = 0

    @property
    def cheapest_adequate(self) -> Candidate | None:
        """Return the cheapest that meets every limit, the quality floor included (F9)."""
        return next((each for each in self.candidates if each.feasible), None)


def explore(plan: Plan, catalogue: Catalogue, like: str, space: Space, most: int = MOST) -> Exploration:
    """Evaluate every combination that makes sense; operations, levers and success are those of the scenario `like`."""
    tried = list(_combinations(plan, catalogue, plan.scenario(like), space))
    chosen = tried[:most]
    lattice = plan.model_copy(update={"scenarios": tuple(chosen), "baseline": chosen[0].id if chosen else ""})
    results = evaluate(lattice, catalogue)
    found = [_candidate(plan, catalogue, each, results.scenario(each.id)) for each in chosen]
    marked = _with_frontier(found)
    ranked = sorted(marked, key=lambda each: (not each.feasible, each.total is None, each.total or 0.0))
    return Exploration(tuple(ranked), len(tried) - len(chosen))


def published_models(plan: Plan, catalogue: Catalogue) -> tuple[str, ...]:
    """Return the models that were out on the price date and have a published score (on the plan's benchmark)."""
    benchmark = plan.workload.quality.benchmark
    scored = {
        score.model
        for score in catalogue.records("quality-scores")
        if isinstance(score, QualityScore) and (not benchmark or score.benchmark == benchmark)
    }
    day = plan.money.price_date.strftime("%Y-%m")
    models = (model for model in catalogue.records("models") if isinstance(model, Model))
    return tuple(model.id for model in models if model.id in scored and model.released and model.released <= day)


def _combinations(plan: Plan, catalogue: Catalogue, like: Scenario, space: Space) -> Iterator[Scenario]:
    on = plan.money.price_date
    for identity, tuning in product(space.models, space.tunings):
        model = catalogue.find_model(identity)
        if model is None:
            continue
        own = like.model_copy(update={"tuning": like.tuning.model_copy(update={"kind": tuning})})
        if catalogue.api_prices(model.id, on) and tuning in ("none", "prompt_engineering", "hosted_fine_tuning"):
            yield _api(own, model)
        if model.open_weights and tuning != "hosted_fine_tuning":
            for accelerator, weights in product(space.accelerators, space.precisions):
                known = catalogue.find_accelerator(accelerator)
                offer = catalogue.default_rental_offer(known.id, on) if known else None
                if offer is not None:
                    yield _rented(own, model, offer.id, offer.name, weights)


def _api(like: Scenario, model: Model) -> Scenario:
    hosting = like.hosting.model_copy(update={"kind": "api", "api": type(like.hosting.api)()})
    return _named(like, model, "fp16", hosting, f"{model.name} · API")


def _rented(like: Scenario, model: Model, offer: str, offer_name: str, weights: str) -> Scenario:
    rented = like.hosting.rented.model_copy(update={"offer": offer, "price": None})
    serving = like.hosting.serving.model_copy(update={"tensor_parallel": None})
    hosting = like.hosting.model_copy(update={"kind": "rented", "rented": rented, "serving": serving})
    return _named(like, model, weights, hosting, f"{model.name} · {weights} · {offer_name}")


def _named(like: Scenario, model: Model, weights: str, hosting: object, name: str) -> Scenario:
    choice = like.model.model_copy(update={"model": model.id, "weights": weights})
    tuning = "" if like.tuning.kind == "none" else f" · {like.tuning.kind}"
    identity = f"{model.id}/{weights}/{name}{tuning}"[:64]
    return like.model_copy(
        update={"id": identity, "name": name + tuning, "model": choice, "hosting": hosting, "wait_months": 0.0}
    )


def _candidate(plan: Plan, catalogue: Catalogue, scenario: Scenario, result: ScenarioResult) -> Candidate:
    """Return a point of the lattice; an API model that will be withdrawn is no answer, and says so."""
    model = catalogue.find_model(scenario.model.model) if scenario.hosting.kind == "api" else None
    withdrawal = withdrawal_within(model, plan) if model is not None else None
    quality, first = result.figures.get("quality"), result.figures.get("ttft_p95_ms")
    return Candidate(
        scenario,
        result.total_cost,
        None if quality is None else quality.value,
        None if first is None else first.value,
        result.reasons if withdrawal is None else (*result.reasons, withdrawal),
    )


def _with_frontier(found: Sequence[Candidate]) -> list[Candidate]:
    """Mark every feasible candidate than which none is both cheaper and at least as good (Pareto)."""
    able = [each for each in found if each.feasible]

    def beaten(each: Candidate) -> bool:
        cost, score = each.total or 0.0, each.quality if each.quality is not None else float("-inf")
        for other in able:
            its_cost, its_score = other.total or 0.0, other.quality if other.quality is not None else float("-inf")
            if its_cost <= cost and its_score >= score and (its_cost < cost or its_score > score):
                return True
        return False

    return [
        Candidate(each.scenario, each.total, each.quality, each.ttft_p95_ms, each.reasons, best=not beaten(each))
        if each.feasible
        else each
        for each in found
    ]
