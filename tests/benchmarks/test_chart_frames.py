"""What one frame of a drag costs: twelve scenarios, from a new result to painted pixels. The aim is 16 ms at p95."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest

from planner.analysis.charts.inputs import Analyses, VolumeCurves
from planner.analysis.charts.registry import kind
from planner.cost.results import PlanResult
from planner.plan.language import ENGLISH
from planner.plan.plan import Plan, Scenario
from planner.ui.charts import ChartFrame
from planner.ui.theme import LIGHT

SCENARIOS = 12


@pytest.fixture(scope="module")
def twelve():
    """A plan of twelve scenarios over 36 months and a function that makes its result at a price level."""
    place = Path(__file__).parents[1] / "chart_examples.py"
    spec = importlib.util.spec_from_file_location("chart_examples", place)
    example = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(example)
    plan = Plan(
        id="x",
        name="Twelve",
        scenarios=tuple(Scenario(id=f"s{n}", name=f"Scenario {n}", colour=n) for n in range(SCENARIOS)),
        baseline="s0",
    )
    parts = ("api", "rent", "power", "space", "staff", "support")

    def result(level):
        return PlanResult(
            tuple(
                example.scenario_result(
                    f"s{n}",
                    f"Scenario {n}",
                    "owned",
                    {"hardware": 20_000.0 * n},
                    {part: level * (900.0 + 70.0 * n + 40.0 * place) for place, part in enumerate(parts)},
                    70.0,
                    800,
                )
                for n in range(SCENARIOS)
            ),
            "s0",
        )

    volumes = np.geomspace(1e3, 1e7, 240)
    curves = {f"s{n}": 5_000 + 3_000 * n + 14_000 * np.ceil(volumes / (1e5 * (n + 1))) for n in range(SCENARIOS)}
    return plan, result, Analyses(volume=VolumeCurves(volumes, curves, (9e4, 1.2e5, 1.7e5)))


@pytest.mark.parametrize("identity", ["cost", "cumulative", "volume"])
def test_a_frame_of_a_drag(identity, twelve, qtbot, benchmark):
    plan, result, analyses = twelve
    frame = ChartFrame(kind(identity), ENGLISH, LIGHT)
    qtbot.addWidget(frame)
    frame.resize(620, 380)
    frame.show()
    frame.show_results(plan, result(1.0), analyses)
    qtbot.wait(50)
    levels = iter(np.tile(np.linspace(1.0, 1.3, 40), 1000))

    def one_frame():
        frame.show_results(plan, prepared[float(next(levels))])
        frame.grab()

    prepared = {float(level): result(float(level)) for level in np.linspace(1.0, 1.3, 40)}
    benchmark.pedantic(one_frame, rounds=60, warmup_rounds=5)
    times = sorted(benchmark.stats.stats.data)
    benchmark.extra_info["p95_ms"] = round(times[int(0.95 * len(times))] * 1000, 2)
    assert frame.chart is not None
    frame.hide()
