"""Every formula is homogeneous in its units: whoever counts in cents, days or thousands gets the same bill.

Each base unit is scaled by a power of two of its own, all leaves are converted by the unit that they declare, the
graph runs, and each quantity must have scaled exactly as the unit that it declares says. Adding dollars to hours,
forgetting the hours of a month or dividing where one multiplies fails at once, over every composition of hosting,
tuning, levers, growth and scaling. Powers of two make the arithmetic exact, so that no rounding to whole servers moves.

Two things do not scale. Servers and accelerators are whole: a count of them has no other unit to be counted in. And
the performance model lives in tokens and seconds; it stands behind `planner.cost.replica`, whose functions are wrapped
here: what enters is converted to tokens and seconds, what leaves is converted back.
"""

import itertools
from functools import partial

import cost_plans as plans
import numpy as np
import pytest
from every_formula import EVERY_FORMULA
from shipped_plans import catalogue

from planner.cost import (
    replica,
)
from planner.cost.binding import bind
from planner.cost.composites import outcome_of
from planner.cost.graph import quantity
from planner.plan.levers import Levers
from planner.plan.tuning import TRAINED_HERE
from planner.plan.workload import Timing, Volume

WHOLE = {"server", "accelerator"}
OPAQUE = {"deployment", "service", "latency"}
GROWTH = ("compound", "linear", "s_curve")
SCALINGS = ("fixed", "hours", "autoscale", "scale_to_zero")
ALL_LEVERS = Levers(
    semantic_cache=True,
    cache_hits=0.3,
    cache_cost=120.0,
    stale_answers=0.02,
    compression=True,
    compression_ratio=2.5,
    prompt_cache=True,
    shortest_prefix=400.0,
    batch=True,
    speculative=True,
    speculative_loss=0.7,
)


def exponents(unit):
    """The base units of a unit and their powers: 'USD/hour/server' is USD·hour⁻¹·server⁻¹."""
    found = {}
    numerator, *denominators = unit.split("/")
    for part, power in ((numerator, 1), *((name, -1) for name in denominators)):
        for name in part.split("*"):
            if name != "1":
                found[name] = found.get(name, 0) + power
    return {name: power for name, power in found.items() if power}


class Scales:
    """A power of two for every base unit, as units are met; each seed deals them out in another order."""

    def __init__(self, seed):
        self._free = np.random.default_rng(seed).permutation([power for power in range(-20, 21) if power]).tolist()
        self._powers = {}

    def of_base(self, name):
        if name in WHOLE:
            return 0
        if name not in self._powers:
            self._powers[name] = self._free.pop()
        return self._powers[name]

    def of(self, unit):
        """What a number of this unit is multiplied by."""
        return 2.0 ** sum(power * self.of_base(name) for name, power in exponents(unit).items())


@pytest.fixture
def converted_performance(monkeypatch):
    """Let the performance model work in tokens and seconds whatever the plan counts in."""

    def install(scales):
        tokens, rate, time = scales.of("token/request"), scales.of("request/second"), scales.of("second")
        speed, speculating, limit = REAL["speed"], REAL["speculating"], REAL["limit"]
        capacity, at_load = REAL["capacity"], REAL["at_load"]

        for name, function in {
            "speed": lambda deployment, a, b, c, most: speed(deployment, a / tokens, b / tokens, c / tokens, most),
            "speculating": lambda curve, gain, loss, out: speculating(curve, gain, loss, out / tokens),
            "limit": lambda curve: limit(curve) * rate,
            "capacity": lambda curve, first, each, burst, spread: (
                capacity(curve, first / time, each / time, burst, spread) * rate
            ),
            # The latencies are plain numbers of seconds; `one_second` gives them their unit in the formula.
            "at_load": lambda curve, load, burst, spread: at_load(curve, load / rate, burst, spread),
        }.items():
            monkeypatch.setattr(replica, name, function)

    return install


REAL = {name: getattr(replica, name) for name in ("speed", "speculating", "limit", "capacity", "at_load")}


def check(graph, leaves, install, seeds=(1, 2)):
    """Run a graph as it is and with every unit scaled, and compare each quantity."""
    with np.errstate(all="ignore"):
        plain = graph.evaluate({name: leaf.value for name, leaf in leaves.items()})
        for seed in seeds:
            scales = Scales(seed)
            install(scales)
            given = {name: converted(leaf.value, scales.of(leaf.unit)) for name, leaf in leaves.items()}
            scaled = graph.evaluate(given)
            install(NO_SCALES)
            for formula in graph.formulas:
                if formula.name in OPAQUE:
                    continue
                expected = np.asarray(plain[formula.name], dtype=float) * scales.of(formula.unit)
                found = np.asarray(scaled[formula.name], dtype=float)
                assert np.allclose(found, expected, rtol=1e-9, atol=0.0, equal_nan=True), formula.name


class _NoScales(Scales):
    def of(self, unit):
        return 1.0


NO_SCALES = _NoScales(0)


def converted(value, factor):
    return value * factor if isinstance(value, (float, int, np.ndarray)) else value


def volume(growth, basis):
    return Volume(
        basis=basis,
        requests=400_000.0,
        users=9_000.0,
        requests_per_user=45.0,
        growth=0.3,
        growth_path=growth,
        saturation=3.0,
        pilot_months=2.0,
        pilot_share=0.2,
    )


def plan_of(scenario, growth="compound", basis="requests"):
    return plans.plan(scenario, workload=plans.workload(volume=volume(growth, basis)))


HOSTS = {
    "api": plans.api,
    "api-open": partial(plans.api, model=plans.OPEN_MODEL),
    "api-provisioned": partial(plans.api, **plans.PROVISIONED),
    **{f"rented-{way}": partial(plans.rented, scaling=way) for way in SCALINGS},
    "rented-spot": partial(plans.rented, offer=plans.SPOT, price=0.7),
    "owned": plans.owned,
}
LEVERS = {
    "none": Levers(),
    "all": ALL_LEVERS,
    "cache hits given": ALL_LEVERS.model_copy(update={"prompt_cache_hits": 0.6, "speculative": False}),
}


def tunings_of(host):
    """The tuning approaches that a host allows: a closed model is tuned by its provider only."""
    here = ("none", "prompt_engineering", *TRAINED_HERE)
    return ("none", "prompt_engineering", "hosted_fine_tuning") if host in ("api", "api-provisioned") else here


COMPOSED = [(host, levers) for host in HOSTS for levers in LEVERS if levers != "cache hits given" or "api" in host]


@pytest.mark.parametrize(("host", "levers"), COMPOSED)
def test_every_composition_is_homogeneous_in_every_unit(host, levers, converted_performance):
    ways = itertools.product(tunings_of(host), GROWTH, ("requests", "users"))
    for seed, (kind, growth, basis) in enumerate(ways):
        scenario = HOSTS[host](levers=LEVERS[levers], tuned=plans.tuning(kind))
        bound = bind(plan_of(scenario, growth, basis), scenario, catalogue())
        check(bound.graph, bound.leaves, converted_performance, seeds=(seed,))


@pytest.mark.parametrize("host", ["rented-fixed", "owned"])
def test_a_fixed_base_load_is_homogeneous(host, converted_performance):
    scenario = HOSTS[host]()
    bound = bind(plan_of(scenario), scenario, catalogue(), base_servers=2.0)
    check(bound.graph, bound.leaves, converted_performance)


@pytest.mark.parametrize("joined", ["hybrid", "routed", "waiting", "bridged"])
def test_a_joined_scenario_is_homogeneous(joined, converted_performance):
    parts = (plans.api(), plans.rented())
    own = {
        "hybrid": plans.hybrid(servers=1.0),
        "routed": plans.routed(),
        "waiting": plans.owned(wait=3.0),
        "bridged": plans.owned(lead_months=3.0, bridge="api"),
    }[joined]
    plan = plans.plan(*parts, own, baseline="api")
    outcome = outcome_of(plan, own, catalogue(), 0)
    for each in (outcome, *(host for _, host in outcome.hosts)):
        check(each.graph, each.leaves, converted_performance)


def test_a_formula_that_mixes_units_is_caught(converted_performance):
    @quantity("USD/month", "Wrong")
    def wrong(integration, hours_per_month):
        """Dollars and hours."""
        return integration + hours_per_month

    from planner.cost.graph import compose

    scenario = plans.api()
    leaves = bind(plan_of(scenario), scenario, catalogue()).leaves
    used = {name: leaves[name] for name in ("integration", "hours_per_month")}
    with pytest.raises(AssertionError, match="wrong"):
        check(compose([wrong], used), used, converted_performance)


@pytest.mark.parametrize("formula", EVERY_FORMULA, ids=lambda formula: formula.function.__name__)
def test_every_formula_has_a_unit_a_label_and_words(formula):
    assert formula.unit
    assert formula.label
    assert formula.words.endswith(".")
    assert formula.expression


def test_every_formula_is_reached_by_some_composition():
    reached = set()
    for host, levers in COMPOSED:
        for kind, growth in zip(tunings_of(host), itertools.cycle(GROWTH), strict=False):
            scenario = HOSTS[host](levers=LEVERS[levers], tuned=plans.tuning(kind))
            bound = bind(plan_of(scenario, growth, "users"), scenario, catalogue())
            reached.update(id(formula.function) for formula in bound.graph.formulas)
    fixed = HOSTS["owned"]()
    reached.update(
        id(formula.function) for formula in bind(plan_of(fixed), fixed, catalogue(), base_servers=1.0).graph.formulas
    )
    missing = [formula.function.__name__ for formula in EVERY_FORMULA if id(formula.function) not in reached]
    assert not missing


def declared_units():
    """Every unit that a formula, a leaf or a plan field declares."""
    from planner.plan.fields import walk

    units = {formula.unit for formula in EVERY_FORMULA}
    for host, make in HOSTS.items():
        scenario = make(levers=ALL_LEVERS, tuned=plans.tuning(tunings_of(host)[-1]))
        plan = plan_of(scenario)
        units |= {leaf.unit for leaf in bind(plan, scenario, catalogue()).leaves.values()}
        units |= {spec.ui.unit.stored for _, spec, _ in walk(plan)}
    return units


def test_every_declared_unit_is_one_that_pint_reads():
    import pint

    registry = pint.UnitRegistry()
    for name in ("USD", "request", "user", "token", "example", "server", "accelerator", "FTE", "FLOP"):
        registry.define(f"{name} = [{name}]")
    registry.define("Mtoken = 1e6 token")
    registry.define("krequest = 1e3 request")
    for unit in declared_units():
        parsed = registry.parse_units(unit) if unit != "1" else registry.dimensionless
        ours = registry.dimensionless
        for name, power in exponents(unit).items():
            ours = ours * registry.parse_units(name) ** power
        assert parsed == ours, unit


def test_timing_without_targets_is_homogeneous_too(converted_performance):
    scenario = plans.rented()
    timing = Timing(shape="office", ttft_target=None, tpot_target=None)
    plan = plans.plan(scenario, workload=plans.workload(timing=timing))
    bound = bind(plan, scenario, catalogue())
    check(bound.graph, bound.leaves, converted_performance)
