"""Winner map, tornado, odds and bridge by hand calculation."""

from dataclasses import replace

import numpy as np
import pytest

from planner.analysis.charts.bridge import bridge
from planner.analysis.charts.inputs import MapAxis, Saving, Tornado, TornadoBar
from planner.analysis.charts.marks import Bar, Cells, Marker, Text
from planner.analysis.charts.odds import odds, quantiles, whole_dots
from planner.analysis.charts.reading import reading
from planner.analysis.charts.tornado import tornado
from planner.analysis.charts.winner_map import edges, opacity, winner_map
from planner.analysis.verdict import plain_text, verdict


def test_cells_of_a_linear_axis_meet_half_way():
    axis = MapAxis("", np.array([1.0, 2.0, 4.0]), 1.0)

    assert edges(axis) == pytest.approx([0.5, 1.5, 3.0, 5.0])


def test_cells_of_a_logarithmic_axis_meet_at_the_geometric_mean():
    axis = MapAxis("", np.array([1.0, 100.0]), 1.0, logarithmic=True)

    assert edges(axis) == pytest.approx([0.1, 10.0, 1000.0])


def test_the_map_has_the_colour_of_the_winner_and_certainty_as_opacity(view):
    (cells,) = winner_map(view).of(Cells)

    found = view.analyses.winner_map
    assert cells.colours[0][0] == view.colour(found.winner[0][0])
    assert opacity(np.array([1.0])) > opacity(np.array([0.6])) > opacity(np.array([0.4]))
    assert opacity(np.array([0.0])) == opacity(np.array([0.4]))


def test_every_cell_of_the_map_is_a_row_of_its_table(view):
    chart = winner_map(view)

    assert len(chart.table.rows) == 24 * 20
    assert {row[2] for row in chart.table.rows} == {"API small", "Rent 70B", "Hybrid: own base, API overflow"}


def test_the_widest_bar_of_the_tornado_stands_on_top(view):
    assert tornado(view).y.ticks[0].label == "Output tokens per request"


def test_a_bar_of_the_tornado_runs_from_low_to_high_around_the_difference(view):
    bars = [bar for bar in tornado(view).of(Bar) if bar.part == "Server price"]

    assert min(bar.left for bar in bars) == 80_000
    assert max(bar.right for bar in bars) == 171_000
    assert all(bar.left == 130_000 or bar.right == 130_000 for bar in bars)


def test_only_an_input_that_reaches_zero_has_a_flip_mark(view):
    chart = tornado(view)

    flips = [mark for mark in chart.of(Marker) if mark.x == 0.0]
    assert [chart.y.ticks[round(mark.y)].label for mark in flips] == ["Output tokens per request"]


def test_both_ends_on_one_side_keep_the_longer_one_readable(view):
    one_sided = Tornado("api-s", "own", 100.0, (TornadoBar("x", "1", "2", 140.0, 160.0),))

    chart = tornado(replace(view, analyses=replace(view.analyses, tornado=one_sided)))

    assert [bar.right for bar in chart.of(Bar)] == [160.0, 140.0]
    assert "2" in [text.text for text in chart.of(Text)]


def test_fifty_dots_are_the_middles_of_fifty_equal_slices():
    draws = np.arange(1, 101, dtype=float)

    dots = quantiles(draws)

    assert len(dots) == 50
    assert dots == pytest.approx(1 + 99 * (np.arange(50) + 0.5) / 50)


def with_draws(view, totals):
    """The view with only these scenarios, each with its total by draw; the saving is that of the first two."""
    results = tuple(
        replace(view.result.scenario(identity), total_draws=np.asarray(draws, dtype=float))
        for identity, draws in totals.items()
    )
    (best, first), (other, second) = list(totals.items())[:2]
    saving = Saving(best, other, np.asarray(second, dtype=float) - np.asarray(first, dtype=float))
    scenarios = tuple(each for each in view.plan.scenarios if each.id in totals)
    return replace(
        view,
        plan=view.plan.model_copy(update={"scenarios": scenarios}),
        result=replace(view.result, scenarios=results),
        analyses=replace(view.analyses, saving=saving),
    )


def won(cases, of=2_000):
    """Draws of the two cheapest, of which the first costs less in so many."""
    ranks = np.arange(of, dtype=float)
    return {"api-s": np.full(of, 1_000.0), "hybrid": 1_000.0 + 10.0 * (ranks - (of - cases) + 0.5)}


def test_the_dots_of_each_winner_are_its_share_in_fiftieths(view):
    draws = np.concatenate([np.full(700, 50.0), np.full(300, -50.0)])
    chart = odds(replace(view, analyses=replace(view.analyses, saving=Saving("api-s", "own", draws))))

    dots = chart.of(Marker)
    assert len(dots) == 50
    assert sum(dot.scenario == "api-s" for dot in dots) == 35
    assert chart.legend[0].value.startswith("70")
    assert len({(dot.x, dot.y) for dot in dots}) == 50


@pytest.mark.parametrize("parts", [(0.468, 0.532), (0.471, 0.529), (0.5, 0.5), (0.29, 0.71), (1 / 3,) * 3, (0.0, 1.0)])
def test_dots_add_up_to_fifty_by_largest_remainder(parts):
    dots = whole_dots(parts)

    assert sum(dots) == 50
    assert all(abs(dot - 50 * part) < 1 for dot, part in zip(dots, parts, strict=True))


@pytest.mark.parametrize("cases", [936, 942, 1_063, 1_257])
def test_the_odds_are_those_of_the_verdict_wherever_they_are_said(view, cases):
    """936 of 2,000 draws are 47 %, and 23 of 50 dots would be 46 %."""
    view = with_draws(view, won(cases))
    chart, words = odds(view), view.words
    share, rest = words.percent(cases / 2_000), words.percent(1 - cases / 2_000)

    assert share in plain_text(verdict(view.plan, view.result).headline, words)
    assert [entry.value for entry in chart.legend] == [share, rest]
    assert [text.text for text in chart.of(Text)] == [share, rest]
    assert [row[1] for row in chart.table.rows[:2]] == [share, rest]
    assert f" {share} " in chart.description
    dot = next(mark for mark in chart.of(Marker) if mark.scenario == "api-s")
    assert reading(view, chart, dot.x, dot.y).startswith(f"API small · {share}\n")


@pytest.mark.parametrize("cases", [936, 942, 948, 963, 1_063])
def test_fifty_dots_stand_on_the_side_of_their_winner(view, cases):
    dots = odds(with_draws(view, won(cases))).of(Marker)

    assert len(dots) == 50
    assert all((dot.x > 0) == (dot.scenario == "api-s") for dot in dots)
    assert sum(dot.x > 0 for dot in dots) == round(50 * cases / 2_000)


def test_the_chart_says_that_its_dots_are_rounded(view):
    chart = odds(view)

    assert chart.description.endswith("The 50 dots are rounded.")
    assert chart.footer.startswith("difference in 50 rounded dots")


def test_odds_of_two_say_so_where_a_third_is_cheapest_in_some_cases(view):
    """The verdict speaks of all scenarios: another number for another thing."""
    totals = won(1_000) | {"rent": np.where(np.arange(2_000) % 4, 9_000.0, 1.0)}

    chart = odds(with_draws(view, totals))

    assert [entry.value for entry in chart.legend] == ["50\u202f% between the two"] * 2


def test_a_saving_without_doubt_is_one_column(view):
    chart = odds(replace(view, analyses=replace(view.analyses, saving=Saving("api-s", "own", np.full(10, 5.0)))))

    assert len({dot.x for dot in chart.of(Marker)}) == 1


def test_the_bridge_ends_where_its_steps_lead(view):
    chart = bridge(view)

    rows = chart.table.rows
    assert rows[0][1] + sum(row[1] for row in rows[1:-1]) == pytest.approx(rows[-1][1])
    last_step = next(bar for bar in chart.of(Bar) if bar.part == "People")
    assert last_step.right == pytest.approx(492_000)


def test_the_amount_of_a_loss_stands_right_of_its_bar(view):
    """A saving that is none: its bar lies left of nothing, and the amount would lie upon it."""
    losing = replace(view.analyses.bridge, start=-100.0, end=-100.0, steps=())
    chart = bridge(replace(view, analyses=replace(view.analyses, bridge=losing)))

    assert [(bar.left, bar.right) for bar in chart.of(Bar)] == [(-100.0, 0.0)] * 2
    assert [text.x for text in chart.of(Text)] == [0.0, 0.0]


def test_a_step_of_the_bridge_says_its_sign(view):
    texts = [text.text for text in bridge(view).of(Text)]

    assert "+$240k" in texts
    assert "−$624k" in texts
