"""W4: tornado and winner map; the volume at which owning wins with 80 % odds, fed back; the same bytes twice.

Once through the window, as a person does, and once through the command line, in processes of its own.
"""

import json
import os
import subprocess
import sys

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor

from planner.analysis.uncertainty import uncertainty
from planner.analysis.verdict import odds
from planner.catalog.loader import load_catalogue
from planner.cost.evaluation import evaluate
from planner.plan.amounts import Range
from planner.plan.edits import evolve, value_at
from planner.plan.hosting import ApiHosting, Hosting
from planner.plan.owned import OwnedHosting
from planner.plan.people import Operations
from planner.plan.plan import ModelChoice, Plan, Scenario
from planner.plan.workload import Lengths, Volume, Workload
from planner.storage.documents import plan_document
from planner.storage.plan_file import plan_bytes
from planner.ui.analyses.dialog import QuestionDialog

REQUESTS = ("workload", "volume", "requests")
PRICE = ("scenarios", "own", "hosting", "owned", "price")
API_PRICES = ("scenarios", "api", "hosting", "api")
AXES = {
    "Requests": REQUESTS,
    "Answer": ("workload", "lengths", "answer"),
    "Input": (*API_PRICES, "input_price"),
    "Output": (*API_PRICES, "output_price"),
    "Price of a server": PRICE,
}
"""Fields that may stand at an axis of the map, by their labels."""


def plan():
    """An own box against an API, with the volume, the answers and both prices in doubt."""
    box = OwnedHosting(
        offer="buy/8x-h100-complete-node/2026-01", price=Range(low=240_000.0, likely=280_000.0, high=360_000.0)
    )
    api = ApiHosting(input_price=0.5, output_price=Range(low=1.5, likely=2.0, high=3.0))
    return Plan(
        id="w4",
        name="Own or call?",
        baseline="api",
        workload=Workload(
            volume=Volume(requests=Range(low=6e6, likely=1e7, high=1.6e7)),
            lengths=Lengths(answer=Range(low=150.0, likely=210.0, high=320.0)),
        ),
        scenarios=(
            Scenario(
                id="own",
                name="Own box",
                colour=0,
                model=ModelChoice(model="llama-3.1-8b-instruct"),
                hosting=Hosting(kind="owned", owned=box),
                operations=Operations(engineers=Range(low=0.25, likely=0.5, high=1.0)),
            ),
            Scenario(
                id="api",
                name="API",
                colour=1,
                model=ModelChoice(model="openai/gpt-4o"),
                hosting=Hosting(kind="api", api=api),
            ),
        ),
    )


@pytest.fixture
def window(opened, qtbot):
    """The window on the plan, with every analysis through."""
    with qtbot.waitSignal(opened.store.results_ready):
        opened.store.open(plan())
    wait_for_map(opened.window, qtbot)
    return opened.window


def wait_for_map(window, qtbot):
    deck = window.panels.deck
    qtbot.waitUntil(
        lambda: (
            deck.analyses is not None and deck.analyses.winner_map is not None and deck.analyses.tornado is not None
        ),
    )


def test_w4_tornado_and_map_on_screen_agree_with_direct_runs(window, qtbot):
    the_tornado_moves_each_input_over_its_own_range_and_ticks_the_flips(window)
    the_colour_of_the_map_is_that_of_the_cheapest_of_a_direct_run(window, qtbot)
    the_odds_of_a_cell_are_those_of_a_direct_run(window)


def the_tornado_moves_each_input_over_its_own_range_and_ticks_the_flips(window):
    tornado = window.panels.deck.analyses.tornado
    bars = {bar.label: bar for bar in tornado.bars}

    assert {"Requests", "Answer", "Price of a server", "Price of output"} <= set(bars)
    assert bars["Price of a server"].low_value.startswith("$240")
    assert bars["Price of a server"].high_value.startswith("$360")
    assert bars["Requests"].flip
    swings = [abs(bar.difference_at_high - bar.difference_at_low) for bar in tornado.bars]
    assert swings == sorted(swings, reverse=True)
    at_low, at_high = (
        difference(evolve(plan(), PRICE, price), tornado.best, tornado.other) for price in (240_000.0, 360_000.0)
    )
    assert bars["Price of a server"].difference_at_low == pytest.approx(at_low)
    assert bars["Price of a server"].difference_at_high == pytest.approx(at_high)


def difference(edited, best, other):
    """What `other` costs more than `best`, by a direct run."""
    result = evaluate(edited, load_catalogue())
    return result.scenario(other).total_cost - result.scenario(best).total_cost


def test_w4_the_solved_volume_fed_back_gives_80_percent(window, opened, hand, qtbot):
    store = opened.store
    hand.choose(window, "Analyse", "Solve for a value…")
    dialog = next(each for each in window.findChildren(QuestionDialog) if each.isVisible())
    for name, wanted in (("scenario", "own"), ("odds", "0.8"), ("field", ".".join(REQUESTS))):
        box = dialog.boxes[name]
        box.setCurrentIndex(box.findData(wanted))
    qtbot.waitUntil(lambda: "Own box is cheapest in 80" in dialog.outcome.text())

    earlier = store.result
    hand.click(dialog.use_button)
    qtbot.waitUntil(lambda: store.result is not earlier and len(odds(store.result.feasible)) == 2)

    assert isinstance(value_at(store.plan, REQUESTS), float)
    assert odds(store.result.feasible)["own"] == pytest.approx(0.80, abs=0.01)
    qtbot.waitUntil(lambda: "80" in window.panels.answer.headline)
    assert window.panels.answer.headline.startswith("Own box is cheapest in 80")


def the_colour_of_the_map_is_that_of_the_cheapest_of_a_direct_run(window, qtbot):
    deck = window.panels.deck
    deck.show_chart("winner")
    frame = deck.on_show()[0]
    qtbot.waitUntil(lambda: frame.chart is not None and not frame.chart.nothing)
    found = deck.analyses.winner_map
    x, y = AXES[found.x.label], AXES[found.y.label]
    picture = frame.plot.grab().toImage()
    ratio = picture.devicePixelRatio()
    winners = set()
    for row, column in ((1, 1), (1, 23), (19, 1), (19, 23), (5, 20), (15, 4), (3, 12), (17, 12)):
        across, upward = float(found.x.values[column]), float(found.y.values[row])
        direct = evaluate(evolve(evolve(plan(), x, across), y, upward), load_catalogue()).feasible[0].id
        assert found.winner[row][column] == direct
        place = frame.plot.view.mapViewToScene(QPointF(np.log10(across), np.log10(upward)))
        pixel = QColor(picture.pixel(round(place.x() * ratio), round(place.y() * ratio)))
        assert nearest(pixel, frame.plot.chart_palette) == direct
        winners.add(direct)
    assert winners == {"own", "api"}


def nearest(pixel, palette):
    """The scenario whose colour a pixel has, however faint: the hue tells."""
    colours = {"own": QColor(palette.scenarios[0]), "api": QColor(palette.scenarios[1])}
    return min(colours, key=lambda name: abs((colours[name].hue() - pixel.hue() + 180) % 360 - 180))


def the_odds_of_a_cell_are_those_of_a_direct_run(window):
    found = window.panels.deck.analyses.winner_map
    row = int(np.argmin(np.abs(found.y.values - found.y.here)))
    column = int(np.argmin(np.abs(found.x.values - found.x.here)))
    here = evolve(plan(), AXES[found.x.label], float(found.x.values[column]))
    here = evolve(here, AXES[found.y.label], float(found.y.values[row]))
    direct = uncertainty(here, load_catalogue(), ["own", "api"], 128, measure=0)
    assert found.odds[row, column] == pytest.approx(direct.odds[found.winner[row][column]])


def test_w4_a_second_look_in_the_window_is_the_same(window, opened, qtbot):
    first = opened.analyst.findings.analyses
    with qtbot.waitSignal(opened.store.results_ready):
        opened.store.answer_again()
    qtbot.waitUntil(lambda: opened.analyst.findings.analyses.winner_map not in (None, first.winner_map))
    second = opened.analyst.findings.analyses

    assert second.tornado == first.tornado
    assert second.winner_map.winner == first.winner_map.winner
    assert second.winner_map.odds.tobytes() == first.winner_map.odds.tobytes()
    assert second.saving.draws.tobytes() == first.saving.draws.tobytes()


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "w4.plan.json"
    path.write_bytes(plan_bytes(plan_document(plan())))
    return path


def analysed(path, *question, seed="1"):
    """What the command line prints, in a process with another order of its sets."""
    command = [sys.executable, "-m", "planner", "analyse", str(path), *question]
    return subprocess.run(command, capture_output=True, check=True, env={**os.environ, "PYTHONHASHSEED": seed}).stdout


@pytest.mark.parametrize("question", ["sensitivity", "winner-map", "uncertainty"])
def test_w4_a_second_run_of_the_command_line_is_byte_identical(path, question):
    assert analysed(path, question) == analysed(path, question, seed="2")


def test_w4_goal_seek_on_the_command_line_fed_back_gives_80_percent(path):
    options = ("goal-seek", "--scenario", "Own box", "--field", ".".join(REQUESTS), "--odds", "0.8")
    answer = analysed(path, *options)
    assert answer == analysed(path, *options, seed="2")
    found = json.loads(answer)
    path.write_bytes(plan_bytes(plan_document(evolve(plan(), REQUESTS, found["value"]))))

    fed_back = json.loads(analysed(path, "uncertainty"))

    assert fed_back["odds"]["own"] == pytest.approx(0.80, abs=0.01)
    assert found["odds"] == pytest.approx(fed_back["odds"]["own"])
