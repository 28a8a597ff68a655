"""A plan and a result made by hand, with figures that can be checked in the head."""

import numpy as np

from planner.analysis.charts.inputs import (
    Analyses,
    Bridge,
    BridgeStep,
    Crossing,
    DayProfile,
    GpuMemory,
    MapAxis,
    Saving,
    Tornado,
    TornadoBar,
    VolumeCurves,
    WinnerMap,
)
from planner.cost.results import Figure, PlanResult, ScenarioResult
from planner.plan.plan import Plan, Scenario
from planner.plan.wording import Message

HORIZON = 24
REQUESTS_PER_MONTH = 120_000
TOKENS_PER_REQUEST = 2_000
USERS = 4_000

SCENARIOS = (
    # id, name, hosting, once (USD), per month by part (USD), one-off parts, quality, p95
    ("api-s", "API small", "api", {}, {"api": 9_000, "staff": 2_000}, 61.0, 700),
    ("api-l", "API large", "api", {"tuning_labour": 4_000}, {"api": 26_000, "staff": 2_000}, 84.0, 1_100),
    ("rent", "Rent 70B", "rented", {"tuning_labour": 12_000}, {"rent": 13_500, "staff": 6_000}, 79.0, 900),
    (
        "own",
        "Own 70B",
        "owned",
        {"hardware": 240_000, "tuning_labour": 12_000},
        {"power": 1_400, "space": 900, "support": 1_700, "staff": 6_000},
        79.0,
        850,
    ),
    (
        "hybrid",
        "Hybrid: own base, API overflow",
        "hybrid",
        {"hardware": 130_000, "tuning_labour": 12_000},
        {"api": 3_000, "power": 800, "space": 500, "support": 900, "staff": 6_500},
        80.0,
        950,
    ),
)


def scenario_result(identity, name, hosting, once, monthly, quality, ttft, *, doubt=True):
    """The result of a scenario whose costs are the same every month."""
    parts = {**dict.fromkeys(once, 0.0), **dict.fromkeys(monthly, 0.0)}
    flow = {}
    for part in parts:
        months = np.full(HORIZON + 1, float(monthly.get(part, 0.0)))
        months[0] = float(once.get(part, 0.0))
        flow[part] = months
    breakdown = {part: float(months.sum()) for part, months in flow.items()}
    total = sum(breakdown.values())
    cumulative = np.cumsum(sum(flow.values()))
    low, high = (0.85, 1.2) if doubt else (None, None)

    def figure(value, unit):
        return Figure(value, unit, value * low, value * high) if doubt else Figure(value, unit)

    requests = REQUESTS_PER_MONTH * HORIZON
    figures = {
        "total_cost": figure(total, "USD"),
        "monthly_cost": figure(total / HORIZON, "USD/month"),
        "cost_per_request": figure(total / requests, "USD/request"),
        "cost_per_million_tokens": figure(total / (requests * TOKENS_PER_REQUEST / 1e6), "USD/Mtoken"),
        "cost_per_successful_task": figure(total / (requests * 0.9), "USD/task"),
        "cost_per_user": figure(total / (USERS * HORIZON), "USD/user/month"),
        "quality": Figure(quality, "1"),
        "ttft_p95_ms": Figure(float(ttft), "ms"),
    }
    return ScenarioResult(
        id=identity,
        name=name,
        hosting=hosting,
        feasible=True,
        figures=figures,
        breakdown=breakdown,
        cash_flow=flow,
        cumulative=cumulative,
        cumulative_low=cumulative * low if doubt else None,
        cumulative_high=cumulative * high if doubt else None,
        total_draws=None,
    )


def with_break_even(result, baseline):
    """The result with the month from which it has cost less than the baseline."""
    gap = result.cumulative - baseline.cumulative
    below = np.flatnonzero(gap < 0)
    if not len(below) or below[0] == 0:
        return result
    after = below[0]
    month = after - 1 + gap[after - 1] / (gap[after - 1] - gap[after])
    figures = {**result.figures, "break_even_month": Figure(float(month), "month", month * 0.8, month * 1.3)}
    return ScenarioResult(
        **{name: getattr(result, name) for name in ScenarioResult.__slots__ if name != "figures"}, figures=figures
    )


def example_plan(**money):
    """The plan of the example: five scenarios that answer and one that does not fit."""
    scenarios = [Scenario(id=row[0], name=row[1], colour=number) for number, row in enumerate(SCENARIOS)]
    scenarios.append(Scenario(id="tiny", name="Own 70B on one small card", colour=5))
    plan = Plan(id="support", name="Support bot", scenarios=tuple(scenarios), baseline="api-l")
    return plan.model_copy(update={"money": plan.money.model_copy(update={"horizon": float(HORIZON), **money})})


def example_result(*, doubt=True):
    """The result of the example plan."""
    results = [scenario_result(*row, doubt=doubt) for row in SCENARIOS]
    baseline = results[1]
    results = [with_break_even(result, baseline) for result in results]
    tiny = ScenarioResult(
        "tiny",
        "Own 70B on one small card",
        "owned",
        feasible=False,
        reasons=(Message("Does not fit: {gb} GB short", {"gb": 93}),),
    )
    return PlanResult((*results, tiny), "api-l")


def example_volumes():
    """Cost against volume of the example: APIs are proportional, servers come whole."""
    volumes = np.geomspace(1e3, 1e7, 240)
    servers = np.ceil(volumes / 400_000)
    monthly = {
        "api-s": 2_000 + 0.075 * volumes,
        "api-l": 2_000 + 0.2167 * volumes,
        "rent": 6_500 + 13_500 * servers,
        "own": 6_500 + 14_000 * servers,
        "hybrid": 7_000 + 7_600 * np.ceil(volumes / 300_000) + 0.02 * volumes,
        "tiny": np.full(len(volumes), np.nan),
    }
    crossings = (
        Crossing(168_000, 14_600, "api-s", "hybrid"),
        Crossing(1_090_000, 50_000, "hybrid", "rent"),
    )
    return VolumeCurves(volumes, monthly, (90_000, 120_000, 170_000), crossings)


def example_analyses():
    """Every analysis of the example."""
    volumes = np.geomspace(2e4, 2e6, 24)
    prices = np.linspace(0.5, 2.0, 20)
    winner, odds = [], np.empty((len(prices), len(volumes)))
    for row, price in enumerate(prices):
        line = []
        for column, requests in enumerate(volumes):
            costs = {"api-s": 2_000 + 0.075 * requests * price, "hybrid": 14_600.0, "rent": 20_000.0}
            if requests > 400_000:
                costs["hybrid"] = 30_000.0
            ranked = sorted(costs, key=costs.get)
            line.append(ranked[0])
            gap = costs[ranked[1]] / costs[ranked[0]] - 1
            odds[row, column] = min(1.0, 0.5 + gap)
        winner.append(tuple(line))
    hours = np.arange(24)
    demand = 0.04 + 0.26 * np.exp(-(((hours - 14) / 4.0) ** 2))
    random = np.random.default_rng(42)
    return Analyses(
        volume=example_volumes(),
        winner_map=WinnerMap(
            MapAxis("Requests per month", volumes, 120_000, "requests/month", logarithmic=True),
            MapAxis("API price against today", prices, 1.0, "×"),
            tuple(winner),
            odds,
        ),
        tornado=Tornado(
            "api-s",
            "hybrid",
            130_000.0,
            (
                TornadoBar("Output tokens per request", "220", "900", 205_000.0, -60_000.0, "690"),
                TornadoBar("API price change per year", "−30 %", "+5 %", 180_000.0, 95_000.0),
                TornadoBar("Server price", "$190k", "$290k", 80_000.0, 171_000.0),
                TornadoBar("Requests per month", "90k", "170k", 160_000.0, 52_000.0, "242k"),
                TornadoBar("Staff for own servers", "0.3 FTE", "0.8 FTE", 98_000.0, 152_000.0),
                TornadoBar("Energy price", "$0.09", "$0.16", 124_000.0, 137_000.0),
            ),
        ),
        saving=Saving("api-s", "hybrid", random.normal(130_000, 110_000, 2_000)),
        bridge=Bridge(
            "API large",
            676_000.0,
            "Own 70B",
            492_000.0,
            (
                BridgeStep("API charges", -624_000.0),
                BridgeStep("Hardware", 240_000.0),
                BridgeStep("Tuning", 8_000.0),
                BridgeStep("Energy, space and support", 96_000.0),
                BridgeStep("People", 96_000.0),
            ),
            "api-l",
            "own",
        ),
        day=DayProfile(
            "rent",
            demand,
            np.where(demand > 0.11, 0.34, 0.17),
            np.full(24, 0.17),
            np.where(demand > 0.11, 3.0, 2.0),
        ),
        memory=(
            GpuMemory("rent", "H100 80 GB × 2", 80.0, 35.3, 28.0, 2.4, 3.1, 96.0),
            GpuMemory("own", "H200 141 GB × 2", 141.0, 70.6, 55.0, 2.4, 3.4, 180.0),
            GpuMemory("tiny", "L4 24 GB", 24.0, 112.0, 0.6, 1.2, 3.2, None),
        ),
    )
