"""Every control that the window shows for a kind of hosting changes a result of a scenario of that kind."""

import datetime as dt
from functools import cache

import cost_plans as plans
import numpy as np
import pytest
from shipped_plans import catalogue

from planner.analysis.variants import is_number, moves_in_columns
from planner.cost.binding import bind
from planner.cost.evaluation import evaluate
from planner.plan.amounts import Range, likely
from planner.plan.edits import EditError, evolve, value_at
from planner.plan.hosting import Serving
from planner.plan.levers import Levers
from planner.plan.people import Operations
from planner.plan.workload import QualityFloor, Timing, Volume
from planner.ui.forms.sections import SECTIONS, SELF_SUFFICIENT

LEVERS = Levers(
    semantic_cache=True,
    cache_hits=0.3,
    cache_cost=120.0,
    stale_answers=0.02,
    compression=True,
    compression_ratio=2.0,
    batch=True,
    speculative=True,
    speculative_loss=0.7,
)
PEOPLE = Operations(
    engineers=0.3,
    operators=0.2,
    data_staff=0.1,
    on_call=700.0,
    support_per_year=2_000.0,
    licence_per_year=9_000.0,
    revenue_share=0.03,
    contract_months=6.0,
    contract_change=0.1,
    integration=11_000.0,
)
GROWING = Volume(
    requests=6e6,
    users=9_000.0,
    growth=0.3,
    growth_path="s_curve",
    saturation=3.0,
    pilot_months=2.0,
    pilot_share=0.2,
)
CHAT = Timing(shape="consumer", ttft_target=4_000.0, tpot_target=60.0, deferrable=0.3)
CACHED = Levers(prompt_cache=True, prompt_cache_minutes=0.1, shortest_prefix=400.0, batch=True)
HALF_CACHED = CACHED.model_copy(update={"prompt_cache_hits": 0.5})
VARIANTS = {
    "api": (
        plans.api("own", levers=CACHED, price_held_months=4.0),
        plans.api("own", model="openai/gpt-5.5", provider="OpenAI", input_price=None, output_price=None),
        plans.api(
            "own", levers=LEVERS, tuned=plans.tuning("hosted_fine_tuning", synthetic_share=0.4), **plans.PROVISIONED
        ),
        plans.api("own", tuned=plans.tuning("prompt_engineering"), levers=HALF_CACHED),
    ),
    "rented": (
        plans.rented("own", committed_servers=2.0, tuned=plans.tuning("lora", efficiency=None, synthetic_share=0.4)),
        plans.rented("own", scaling="autoscale", levers=LEVERS, offer=plans.SPOT, price=None),
        plans.rented("own", scaling="hours"),
        plans.rented("own", scaling="scale_to_zero"),
    ),
    "owned": (
        plans.owned("own", levers=LEVERS, tuned=plans.tuning("full_fine_tuning", synthetic_share=0.4)),
        plans.owned("own", serving=Serving(batch_limit=1.0)),
    ),
    "hybrid": (plans.hybrid("own", base="rented", overflow="api", servers=1.0),),
    "routed": (plans.routed("own", small="rented", large="api"),),
}
NOT_TRIED = {
    "currency": "shown, never computed with",
    "exchange_rate": "shown, never computed with",
    "name": "a name",
    "banned_vendors": "tested with the limits",
    "floor": "tested with the reasons that it gives",
    "commercial_licence": "tested with a research licence",
    "no_egress": "tested with the limits",
    "grid_carbon": "tested with the energy: an API in front of every scenario here publishes none",
    "residency": "tested with the limits",
    "data_place": "tested with the limits",
}


def plan_of(own):
    workload = plans.workload(volume=GROWING, timing=CHAT, quality=QualityFloor(benchmark="MMLU", floor=1.0))
    own = own.model_copy(update={"operations": PEOPLE, "wait_months": 2.0})
    date = dt.date(2026, 11, 1) if own.model.model == "openai/gpt-5.5" else dt.date(2023, 10, 31)
    money = plans.money(price_date=date, inflation=0.03)
    return plans.plan(plans.api("api"), plans.rented("rented"), own, baseline="api", workload=workload, money=money)


def said(plan):
    result = evaluate(plan, catalogue()).scenario("own")
    figures = {name: figure.value for name, figure in result.figures.items()}
    return figures, tuple(reason.text() for reason in result.reasons)


def others(spec, value):
    """Other values that a person might choose."""
    if isinstance(value, bool):
        return [not value]
    if spec.ui.choices:
        return [choice for choice, _ in spec.ui.choices if choice != value]
    if isinstance(value, dt.date):
        return [value + dt.timedelta(days=30)]
    if isinstance(value, (int, float, Range)):
        tried = [2.0 * likely(value) + 1.0, 1.5 * likely(value), 0.5 * likely(value), 0.2 * likely(value)]
        return [float(round(each)) for each in tried] if spec.ui.whole else tried
    return [1.0, 2.0, 0.5, 0.3, 9.0, 40.0, 3_000.0] if value is None else []


def changes_something(plan, path, spec):
    before = said(plan)
    for other in others(spec, value_at(plan, path)):
        try:
            changed = evolve(plan, path, other)
        except EditError:
            continue
        if said(changed) != before:
            return True
    return False


@cache
def shown(kind):
    """Every field that the window shows for some variant of a kind: path, description, and the plans it is in."""
    found = {}
    for own in VARIANTS[kind]:
        plan = plan_of(own)
        for section in SECTIONS:
            for group in section.groups:
                if group.matters_to(plan, "own"):
                    for name, spec in group.fields(plan, "own"):
                        found.setdefault((*group.root("own"), name), (spec, []))[1].append(plan)
    return found


def is_tried(path, spec):
    return not spec.ui.catalogue and path[-1] not in NOT_TRIED


@pytest.mark.parametrize("kind", VARIANTS)
def test_every_control_that_is_shown_changes_a_result(kind):
    own = {path: found for path, found in shown(kind).items() if path[0] == "scenarios" and is_tried(path, found[0])}
    dead = [
        ".".join(path)
        for path, (spec, where) in own.items()
        if not any(changes_something(plan, path, spec) for plan in where)
    ]
    assert len(own) >= 18
    assert not dead


SHARED = sorted(
    {
        path
        for kind in VARIANTS
        for path, found in shown(kind).items()
        if path[0] != "scenarios" and is_tried(path, found[0])
    }
)


@pytest.mark.parametrize("path", SHARED, ids=".".join)
def test_every_control_of_the_plan_changes_a_result_of_some_kind(path):
    kinds = [shown(kind)[path] for kind in VARIANTS if path in shown(kind)]
    assert any(changes_something(plan, path, spec) for spec, where in kinds for plan in where)


def test_what_does_not_concern_a_kind_of_hosting_is_not_shown():
    names = {kind: {path[-1] for path in shown(kind)} for kind in VARIANTS}
    assert {"weights", "kv_cache", "licence_per_accelerator", "speculative"}.isdisjoint(names["api"])
    assert "prompt_cache" not in names["rented"]
    assert {"licence_per_accelerator", "rate", "reviewed"}.isdisjoint(names["routed"] | names["hybrid"])
    assert {"prompt_cache", "price_held_months"} <= names["api"]
    assert {"weights", "speculative", "committed_servers"} <= names["rented"]


@pytest.mark.parametrize(
    ("kind", "number"), [(kind, n) for kind in SELF_SUFFICIENT for n in range(len(VARIANTS[kind]))]
)
def test_inputs_that_move_in_columns_give_the_totals_of_single_values(kind, number):
    plan = plan_of(VARIANTS[kind][number])
    bound = bind(plan, plan.scenario("own"), catalogue())
    moved = [
        leaf for leaf in bound.leaves.values() if leaf.path and is_number(leaf) and moves_in_columns(plan, leaf.path)
    ]
    assert len(moved) > 20
    for leaf in moved:
        tried = [float(leaf.value), 1.1 * float(leaf.value), 0.5 * float(leaf.value)]
        alone = [float(np.ravel(bound.values({leaf.name: value})["total_cost"])[0]) for value in tried]
        column = bound.values({leaf.name: np.array(tried)[:, None]})["total_cost"]
        together = np.broadcast_to(np.ravel(column), (3,)) if np.size(column) == 1 else np.ravel(column)
        assert together == pytest.approx(alone, rel=1e-9), leaf.name
