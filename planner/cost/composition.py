"""Which formulas make up the graph of a scenario: modules chosen by hosting, tuning approach and levers.

Every hosting kind defines the same downstream names, so that key figures do not ask who hosts the model.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from planner.cost import (
    api,
    capital,
    energy,
    key_figures,
    operations,
    owned,
    pilot,
    provisioned,
    quality,
    rented,
    returns,
    serving,
    traffic,
    tuning,
)
from planner.cost.graph import Formula, Graph, compose, formulas_of, total_of
from planner.plan.amounts import numbers
from planner.plan.plan import Plan, Scenario
from planner.plan.tuning import TAXED, TRAINED, TRAINED_HERE
from planner.plan.wording import N_

TUNING_PARTS = ("tuning_labour", "tuning_data", "tuning_compute", "tuning_evaluation", "retuning", "tuned_hosting")
PROMPT_TAX = (api.prompt_tax_charge, api.prompt_tax, api.api_charge_beside_tax)
GROWTH = {
    "compound": traffic.compound_growth_factor,
    "linear": traffic.linear_growth_factor,
    "s_curve": traffic.s_curve_growth_factor,
}
ON_DEMAND_HOURS: dict[str, tuple[Formula, ...]] = {
    "fixed": (rented.beyond_around_the_clock,),
    "hours": (rented.beyond_fixed_hours,),
    "autoscale": (
        rented.servers_by_hour,
        rented.beyond_by_hour,
        rented.starts_per_month,
        rented.work_hours,
        rented.beyond_as_the_day_needs,
    ),
    "scale_to_zero": (rented.separate_starts, rented.starting_share, rented.beyond_when_asked, rented.cold_start_share),
}
_TRAFFIC_ALTERNATIVES = frozenset({traffic.base_requests_of_users, *GROWTH.values()})
_RENTED_ALTERNATIVES = frozenset(
    {
        rented.servers_for_all_work_in_hours,
        rented.peak_rate_in_hours,
        *(formula for chosen in ON_DEMAND_HOURS.values() for formula in chosen),
    }
)


class Shape(NamedTuple):
    """What decides the formulas of a scenario; scenarios of one shape share one compiled graph."""

    hosting: str
    tuning: str
    by_users: bool
    growth: str
    scaling: str = ""
    answer_cache: bool = False
    cache_hits_computed: bool = False
    provisioned: bool = False
    power_known: bool = True
    fixed_servers: bool = False
    speculative: bool = False
    pilot: bool = False
    valued: bool = False
    prompt_taxed: bool = False

    @property
    def in_hours(self) -> bool:
        """Whether all calls of the month are answered in some of its hours."""
        return self.scaling == "hours" and not self.fixed_servers


def shape_of(plan: Plan, scenario: Scenario, *, power_known: bool, fixed_servers: bool = False) -> Shape:
    """Return the shape of a scenario that is hosted in one place."""
    hosting, levers = scenario.hosting, scenario.levers
    return Shape(
        hosting=hosting.kind,
        tuning=scenario.tuning.kind,
        by_users=plan.workload.volume.basis == "users",
        growth=plan.workload.volume.growth_path,
        scaling=hosting.rented.scaling if hosting.kind == "rented" else "",
        answer_cache=levers.semantic_cache,
        cache_hits_computed=hosting.kind == "api" and levers.prompt_cache and levers.prompt_cache_hits is None,
        provisioned=hosting.kind == "api" and hosting.api.provisioned_units > 0,
        power_known=power_known,
        fixed_servers=fixed_servers,
        speculative=hosting.kind in ("rented", "owned") and levers.speculative,
        pilot=starts_with_a_pilot(plan),
        prompt_taxed=hosting.kind == "api"
        and scenario.tuning.kind in TAXED
        and max(numbers(scenario.tuning.extra_prompt_tokens)) > 0.0,
        valued=is_valued(plan),
    )


def starts_with_a_pilot(plan: Plan) -> bool:
    """Say whether the plan has months at the volume of a pilot."""
    return plan.workload.volume.pilot_months > 0.0


def is_valued(plan: Plan) -> bool:
    """Say whether the answers are worth anything in the plan."""
    return plan.value.value_per_success != 0.0 or plan.value.value_per_user != 0.0


def formulas_for(shape: Shape) -> list[Formula]:
    """Return the formulas of a shape, the totals included."""
    chosen = [formula for formula in formulas_of(traffic) if formula not in _TRAFFIC_ALTERNATIVES]
    if shape.in_hours:
        chosen.remove(traffic.peak_rate)
    chosen.append(GROWTH[shape.growth])
    if shape.by_users:
        chosen.append(traffic.base_requests_of_users)
    chosen += {"api": _api, "rented": _rented, "owned": _owned}[shape.hosting](shape)
    chosen += _tuning(shape)
    chosen += _operations(shape)
    chosen += [*formulas_of(quality), *formulas_of(key_figures)]
    chosen += formulas_of(pilot) if shape.pilot else ()
    chosen += formulas_of(returns) if shape.valued else ()
    parts = [formula for formula in chosen if formula.part]
    tuned = [formula for formula in parts if formula.part in TUNING_PARTS]
    if tuned:
        words = N_("Work, data, compute, evaluation and hosting of the tuning.")
        chosen += [total_of("tuning_flow", "USD/month", N_("Tuning of each month"), words, tuned), tuning.tuning_cost]
    chosen.append(
        total_of(
            "nominal_cost_flow", "USD/month", N_("Bill of each month"), N_("All parts of the bill together."), parts
        )
    )
    return chosen


def _api(shape: Shape) -> list[Formula]:
    chosen = [*formulas_of(api), capital.opex_without_purchases]
    for formula in (api.api_charge,) if shape.prompt_taxed else PROMPT_TAX:
        chosen.remove(formula)
    if not shape.cache_hits_computed:
        chosen.remove(api.prompt_cache_hits_by_rate)
    if shape.provisioned:
        chosen += formulas_of(provisioned)
    return chosen


def _rented(shape: Shape) -> list[Formula]:
    chosen = [*_serving(shape), *ON_DEMAND_HOURS["fixed" if shape.fixed_servers else shape.scaling]]
    chosen.append(capital.opex_without_purchases)
    chosen += [formula for formula in formulas_of(rented) if formula not in _RENTED_ALTERNATIVES]
    return chosen + (list(formulas_of(energy)) if shape.power_known else [])


def _owned(shape: Shape) -> list[Formula]:
    bought = (capital.capex, capital.opex, capital.depreciation_cost)
    return [*_serving(shape), *formulas_of(owned), *bought, *formulas_of(energy)]


def _serving(shape: Shape) -> list[Formula]:
    by_load = (
        serving.servers_for_peak,
        serving.servers_for_all_work,
        serving.fewest_servers,
        serving.servers_in_use,
    )
    unused: tuple[Formula, ...] = by_load if shape.fixed_servers else (serving.fixed_servers_in_use,)
    unused += (serving.service if shape.speculative else serving.speculative_service,)
    if not shape.in_hours:
        return [formula for formula in formulas_of(serving) if formula not in unused]
    chosen = [formula for formula in formulas_of(serving) if formula not in (*unused, serving.servers_for_all_work)]
    return [*chosen, rented.servers_for_all_work_in_hours, rented.peak_rate_in_hours]


def _tuning(shape: Shape) -> list[Formula]:
    if shape.tuning == "none":
        return []
    labour = [tuning.tuning_labour, tuning.tuning_labour_flow, tuning.versions]
    evaluation = [tuning.tuning_evaluation, tuning.tuning_evaluation_flow]
    if shape.tuning not in TRAINED:
        return [*labour, *evaluation, tuning.first_version_of_prompts, tuning.retuning_of_prompts]
    data = [tuning.training_tokens, tuning.tuning_data, tuning.tuning_data_flow, tuning.tuning_compute_flow]
    chosen = [*labour, *evaluation, *data, tuning.first_version, tuning.retuning_flow]
    if shape.tuning in TRAINED_HERE:
        return [
            *chosen,
            tuning.training_flops,
            tuning.training_hours,
            tuning.training_accelerators,
            tuning.trained_compute,
            tuning.rented_training_factor,
        ]
    return [*chosen, tuning.hosted_compute, tuning.hosted_training_factor, tuning.tuned_hosting]


def _operations(shape: Shape) -> list[Formula]:
    chosen = [*operations.WHOEVER_HOSTS, operations.review_cost]
    if shape.hosting == "api":
        chosen.append(operations.licence_cost)
    else:
        chosen += [operations.accelerator_licence, operations.licence_cost_with_accelerators]
    if shape.answer_cache:
        chosen.append(operations.answer_cache_cost)
    return chosen


_GRAPHS: dict[Shape, Graph] = {}


def graph_of(shape: Shape, available: Iterable[str]) -> Graph:
    """Return the compiled graph of a shape; what is available is looked at when the shape is first met.

    Raises `GraphError` when a leaf is missing: a defect of the program.
    """
    graph = _GRAPHS.get(shape)
    if graph is None:
        graph = _GRAPHS[shape] = compose(formulas_for(shape), available)
    return graph
