from dataclasses import replace

from planner.analysis.charts.bridge import bridge
from planner.analysis.charts.cost_bars import cost_bars
from planner.analysis.charts.cumulative import cumulative
from planner.analysis.charts.inputs import BridgeStep
from planner.analysis.charts.quality import quality
from planner.analysis.charts.reading import reading


def test_a_bar_says_scenario_part_and_amount(view):
    chart = cost_bars(view)
    row = [tick.label for tick in chart.y.ticks].index("Own 70B")

    # Hardware comes first on this bar and is 240,000 wide.
    assert reading(view, chart, 100_000.0, float(row)) == "Own 70B · Hardware: $240k"


def test_a_line_says_what_it_is_at_the_nearest_value(view):
    chart = cumulative(view)

    # Own in month 20: 252,000 + 20 · 10,000.
    assert reading(view, chart, 20.0, 453_000.0) == "Own 70B\nMonth: 20\nCumulative cost (USD): $452k"


def test_a_symbol_says_both_of_its_values(view):
    text = reading(view, quality(view), 676_000.0, 84.0)

    assert text.startswith("API large\nTotal cost over 24 months (USD): $676k")
    assert text.endswith("Quality score: 84")


def test_where_nothing_is_near_nothing_is_said(view):
    assert reading(view, cumulative(view), 1.0, 900_000.0) == ""


def test_a_row_of_the_bridge_says_its_whole_name_and_amount(view):
    """Beside the plot a long name may be shortened: the tool tip over it, and over its bar, has it all."""
    name = "Model and hosting: hosting of the tuned model and its spare servers"
    found = replace(view.analyses.bridge, steps=(BridgeStep(name, -184_000.0),))
    chart = bridge(replace(view, analyses=replace(view.analyses, bridge=found)))

    assert reading(view, chart, chart.x.low - 1.0, 1.2) == f"{name}\n−$184k"
    assert reading(view, chart, 600_000.0, 1.0) == f"{name}\n−$184k"
    assert reading(view, chart, chart.x.low - 1.0, 9.0) == ""
