"""Key figures of a scenario under the names of the command line contract; what does not apply is absent."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.catalog.catalogue import Catalogue
from planner.cost.outcome import Outcome, label_of, outcome_unit
from planner.cost.quality_scores import quality_of
from planner.cost.results import Figure
from planner.plan.plan import Plan, Scenario
from planner.plan.wording import N_

DIRECT = (
    "total_cost",
    "monthly_cost",
    "yearly_cost",
    "npv",
    "present_cost",
    "cost_per_request",
    "cost_per_successful_task",
    "cost_per_million_tokens",
    "cost_per_million_input_tokens",
    "cost_per_million_output_tokens",
    "cost_per_user",
    "energy_kwh",
    "co2e_kg",
    "energy_per_request",
    "co2e_per_request",
    "success_share",
)
TUNING_PARTS = ("tuning_labour", "tuning_data", "tuning_compute", "tuning_evaluation", "tuned_hosting")
READ_FROM = {
    "capex": "hardware_outlay",
    "servers": "servers",
    "accelerators": "accelerators",
    "utilisation": "utilisation",
}
"""Figures that condense a flow, and the quantity whose working explains them."""

EXTRA_LABELS = {
    "capex": N_("Hardware bought"),
    "opex": N_("Running cost"),
    "servers": N_("Servers, most"),
    "accelerators": N_("GPUs, most"),
    "utilisation": N_("Utilisation, mean"),
    "tuning_cost": N_("Tuning over the horizon"),
    "pilot_cost": N_("Cost of the pilot"),
    "roi": N_("Return on the cost"),
    "irr": N_("Internal rate of return"),
    "payback_month": N_("Payback"),
    "quality": N_("Quality"),
    "break_even_requests_per_month": N_("Break-even volume"),
    "break_even_month": N_("Break-even month"),
    "ttft_p95_ms": N_("First token, p95"),
    "tpot_ms": N_("Time per output token"),
}


def figures_of(
    plan: Plan, scenario: Scenario, catalogue: Catalogue, best: Outcome, drawn: Outcome | None
) -> dict[str, Figure]:
    """Return every key figure that applies, with P10 and P90 where draws are at hand."""
    figures: dict[str, Figure] = {}

    def add(name: str, unit: str, read: Callable[[Outcome], NDArray[np.float64] | None]) -> None:
        value = read(best)
        if value is None or not math.isfinite(first := _first(value)):
            return
        low = high = None
        if drawn is not None and (many := read(drawn)) is not None and np.size(many) > 1:
            low, high = (float(x) for x in np.percentile(np.ravel(many), [10.0, 90.0]))
        figures[name] = Figure(first, unit, low, high)

    for name in DIRECT:
        if name in best.values:
            add(name, outcome_unit(best, name), lambda outcome, name=name: outcome.values[name])  # type: ignore[misc]
    add("capex", "USD", lambda outcome: _summed(outcome, "hardware_outlay"))
    add("opex", "USD", _running)
    add("servers", "server", lambda outcome: _highest(outcome, "servers"))
    add("accelerators", "accelerator", lambda outcome: _highest(outcome, "accelerators"))
    add("utilisation", "1", _utilisation)
    add("tuning_cost", "USD", lambda outcome: _of_parts(outcome, TUNING_PARTS))
    if plan.workload.volume.pilot_months:
        add("pilot_cost", "USD", lambda outcome: _until(outcome, int(plan.workload.volume.pilot_months)))
    add("ttft_p95_ms", "ms", lambda outcome: outcome.values.get("ttft_p95"))
    add("tpot_ms", "ms", lambda outcome: outcome.values.get("tpot"))
    _add_return(figures, best)
    score = quality_of(plan, scenario, catalogue)
    if score is not None:
        figures["quality"] = score
    return figures


def label_of_figure(name: str, outcome: Outcome | None = None) -> str:
    """Return the label (msgid) of a key figure."""
    if name in EXTRA_LABELS or outcome is None:
        return EXTRA_LABELS.get(name, name)
    return label_of(outcome, name)


def _first(value: Any) -> float:
    """Return the first number of an array, or the number."""
    return float(value.item(0) if isinstance(value, np.ndarray) else value)


def _summed(outcome: Outcome, name: str) -> Any:
    found = outcome.everywhere(name)
    return sum(np.sum(flow, axis=-1) for flow in found) if found else None


def _highest(outcome: Outcome, name: str) -> Any:
    found = outcome.everywhere(name)
    return sum(np.max(flow, axis=-1) for flow in found) if found else None


def _running(outcome: Outcome) -> Any:
    found = outcome.everywhere("hardware_outlay")
    if not found:
        return None
    bought = sum(np.sum(flow / outcome.values["price_level"], axis=-1) for flow in found)
    return np.ravel(outcome.values["total_cost"]) - np.ravel(bought)


def _utilisation(outcome: Outcome) -> Any:
    busy, paid = 0.0, 0.0
    shares, hours = (outcome.everywhere(name) for name in ("utilisation", "paid_server_hours"))
    for share, kept in zip(shares, hours, strict=True):
        busy = busy + np.sum(share * kept, axis=-1)
        paid = paid + np.sum(kept, axis=-1)
    return busy / paid if np.any(paid) else None


def _of_parts(outcome: Outcome, parts: tuple[str, ...]) -> Any:
    found = [outcome.flow(part) for part in parts if part in outcome.parts]
    return sum(np.sum(flow, axis=-1) for flow in found) if found else None


def _until(outcome: Outcome, months: int) -> Any:
    return np.sum(outcome.values["cost_flow"][..., : months + 1], axis=-1)


def _add_return(figures: dict[str, Figure], outcome: Outcome) -> None:
    """Add return, internal rate and payback where the answers have a value."""
    value = np.ravel(outcome.values["value_flow"] / outcome.values["price_level"])
    if not np.any(value > 0.0):
        return
    cost = np.ravel(outcome.values["cost_flow"])
    value = np.broadcast_to(value, cost.shape)
    figures["roi"] = Figure(float((value.sum() - cost.sum()) / cost.sum()), "1")
    net = np.cumsum(value - cost)
    ahead = np.flatnonzero(net >= 0.0)
    if ahead.size and net[0] < 0.0:
        figures["payback_month"] = Figure(float(ahead[0]), "month")
    if net[0] < 0.0:
        import numpy_financial as npf

        monthly = float(npf.irr(value - cost))  # type: ignore[no-untyped-call]
        if np.isfinite(monthly):
            figures["irr"] = Figure((1.0 + monthly) ** 12 - 1.0, "1")
