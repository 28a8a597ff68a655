"""Any plan: hosting × tuning × levers × growth drawn at random, with the scenarios that joined ones are made of."""

import cost_plans as plans
from hypothesis import strategies as st

from planner.plan.hosting import Serving
from planner.plan.levers import Levers
from planner.plan.tuning import TRAINED_HERE
from planner.plan.workload import Timing, Volume

SCALINGS = ("fixed", "hours", "autoscale", "scale_to_zero")
TUNED_HERE = ("none", "prompt_engineering", *TRAINED_HERE)
TUNED_THERE = ("none", "prompt_engineering", "hosted_fine_tuning")

levers = st.builds(
    Levers,
    semantic_cache=st.booleans(),
    cache_hits=st.floats(0.0, 0.6),
    cache_cost=st.floats(0.0, 500.0),
    stale_answers=st.floats(0.0, 0.2),
    compression=st.booleans(),
    compression_ratio=st.floats(1.0, 4.0),
    prompt_cache=st.booleans(),
    prompt_cache_hits=st.none() | st.floats(0.0, 1.0),
    shortest_prefix=st.sampled_from([0.0, 500.0, 1_024.0]),
    batch=st.booleans(),
    speculative=st.booleans(),
    speculative_gain=st.floats(1.0, 2.5),
    speculative_loss=st.floats(0.5, 1.2),
)
servings = st.builds(
    Serving,
    spare_servers=st.integers(0, 2).map(float),
    batch_limit=st.sampled_from([None, 1.0, 16.0]),
    prefix_caching=st.booleans(),
)


def tuned(kinds):
    return st.builds(plans.tuning, st.sampled_from(kinds), adapters=st.integers(1, 4).map(float))


def apis(identity="api"):
    bought = st.sampled_from([{}, plans.PROVISIONED])
    return st.builds(
        lambda changes, **others: plans.api(identity, **others, **changes),
        bought,
        levers=levers,
        tuned=tuned(TUNED_THERE),
        credits=st.floats(0.0, 3_000.0),
        price_held_months=st.integers(0, 20).map(float),
    )


def rents(identity="rented"):
    return st.builds(
        plans.rented,
        st.just(identity),
        levers=levers,
        tuned=tuned(TUNED_HERE),
        serving=servings,
        scaling=st.sampled_from(SCALINGS),
        offer=st.sampled_from([plans.RENTAL, plans.SPOT]),
        hours=st.floats(50.0, 730.0),
        start_minutes=st.floats(0.0, 60.0),
        minimum_servers=st.integers(0, 3).map(float),
        committed_servers=st.none() | st.integers(0, 4).map(float),
        commitment_months=st.integers(1, 36).map(float),
        after_commitment=st.sampled_from(["on_demand", "renewed"]),
    )


def owns(identity="owned", bridges=("",)):
    return st.builds(
        plans.owned,
        st.just(identity),
        levers=levers,
        tuned=tuned(TUNED_HERE),
        serving=servings,
        lead_months=st.integers(0, 5).map(float),
        bridge=st.sampled_from(bridges),
        financed_share=st.floats(0.0, 1.0),
        residual=st.floats(0.0, 0.9),
        life=st.floats(0.5, 4.0),
    )


volumes = st.builds(
    Volume,
    requests=st.floats(3.0, 7.3).map(lambda power: 10.0**power),
    users=st.just(9_000.0),
    growth=st.floats(-0.5, 2.0),
    growth_path=st.sampled_from(["compound", "linear", "s_curve"]),
    pilot_months=st.integers(0, 4).map(float),
    pilot_share=st.floats(0.05, 1.0),
)
timings = st.builds(
    Timing,
    shape=st.sampled_from(["flat", "office", "consumer"]),
    ttft_target=st.sampled_from([None, 4_000.0]),
    tpot_target=st.sampled_from([None, 150.0]),
    deferrable=st.floats(0.0, 0.9),
)


@st.composite
def any_plan(draw):
    """A plan with one scenario of every kind of hosting, each with a tuning and levers of its own."""
    wait = float(draw(st.integers(0, 4)))
    scenarios = [
        draw(apis()),
        draw(rents()),
        draw(owns(bridges=("", "api", "rented"))),
        plans.hybrid(
            base=draw(st.sampled_from(["rented", "owned"])),
            overflow="api",
            servers=draw(st.none() | st.integers(1, 3).map(float)),
            wait=wait,
        ),
        plans.routed(
            small=draw(st.sampled_from(["rented", "owned"])),
            large="api",
            share=draw(st.floats(0.0, 1.0)),
            escalated=draw(st.floats(0.0, 0.6)),
            wait=wait,
        ),
    ]
    workload = plans.workload(volume=draw(volumes), timing=draw(timings))
    trends = {name: draw(st.floats(-0.4, 0.4)) for name in ("api_price_trend", "rental_price_trend")}
    return plans.plan(*scenarios, workload=workload, money=plans.money(**trends), baseline="api")
