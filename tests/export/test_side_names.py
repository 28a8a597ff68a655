"""Names beside the rows of a chart: whole where there is any room for them, in two lines or in a wider column."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF, QImage, QPainter

from planner.analysis.charts.axes import category_axis
from planner.analysis.charts.bridge import bridge
from planner.analysis.charts.inputs import BridgeStep
from planner.analysis.charts.marks import Tick
from planner.analysis.charts.palette import LIGHT
from planner.analysis.charts.words import Words
from planner.export.drawing import UNUSED, Stage, measuring_stage
from planner.export.figure import MOST_TICK_SHARE, draw_side_ticks, side_lines, side_room
from planner.plan.language import load_language

pytestmark = pytest.mark.usefixtures("qapp")

POINT = 13 / 9
"""Pixels of a point at the usual size of letters on the screen."""
SPANISH = (
    "Modelo y alojamiento: Cargos de la API",
    "Modelo y alojamiento: Servidores alquilados",
    "Alojamiento: Alojamiento del modelo ajustado",
    "Dinero y horizonte: Ajuste: prompts más largos",
)


class Names(Stage):
    """A stage that notes every line that is written and how wide it is."""

    lines: list[tuple[str, float, float]]

    def write(self, place, text, font, colour, *, halo=False):
        self.lines.append((text, place.x(), QFontMetricsF(font).horizontalAdvance(text)))
        super().write(place, text, font, colour, halo=halo)


def written(axis, width, height):
    """The lines beside a plot, as (text, start, width), and where the plot begins in a figure of this size."""
    left = side_room(measuring_stage(LIGHT, POINT), axis, width, height)
    image = QImage(round(width), round(height), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    stage = Names(painter, QRectF(left, 0, width - left, height), UNUSED, axis, LIGHT, POINT)
    stage.lines = []
    draw_side_ticks(stage, 0.0)
    painter.end()
    return stage.lines, left


def rows(*labels):
    return category_axis("", tuple(Tick(row, label) for row, label in enumerate(labels)))


@pytest.mark.parametrize(
    ("width", "height"),
    [(506.0, 420.0), (506.0, 190.0), (395.0, 230.0)],
    ids=["enlarged at 1280 × 800", "flat", "beside a legend"],
)
def test_no_name_in_spanish_is_cut_or_wider_than_its_room(width, height):
    lines, left = written(rows(*SPANISH), width, height)

    assert " ".join(text for text, _, _ in lines) == " ".join(SPANISH)
    for text, start, wide in lines:
        assert start >= -POINT, text
        assert start + wide <= left, text
    assert left <= MOST_TICK_SHARE * width + 6 * POINT


@pytest.mark.parametrize(("width", "height"), [(150.0, 420.0), (150.0, 60.0), (90.0, 60.0)])
def test_a_name_without_room_stays_inside_its_column_and_keeps_its_ends(width, height):
    lines, left = written(rows(*SPANISH), width, height)

    assert lines
    for text, start, wide in lines:
        assert start >= -POINT, text
        assert start + wide <= left, text
        assert not text.endswith("…"), text


def test_many_rows_take_smaller_letters_rather_than_cut_a_name():
    labels = SPANISH + SPANISH[:2] + ("Modelo y alojamiento: Cargos de los servidores de reserva alquilados",)

    lines, _ = written(rows(*labels), 480.0, 200.0)

    assert " ".join(text for text, _, _ in lines) == " ".join(labels)


def test_two_lines_are_of_much_the_same_length():
    metrics = QFontMetricsF(measuring_stage(LIGHT, POINT).font(7.5))

    room = metrics.horizontalAdvance(SPANISH[0]) - 1

    assert side_lines(SPANISH[0], metrics, room, 100.0) == ["Modelo y alojamiento:", "Cargos de la API"]


def test_short_names_take_no_more_than_they_need():
    _, left = written(rows("API", "Own"), 506.0, 300.0)

    assert left < 0.15 * 506.0


def test_the_bridge_hands_on_whole_names_in_spanish(view):
    spanish = load_language("es", Path(__file__).parents[2] / "resources" / "translations")
    steps = tuple(BridgeStep(label, -1_000.0) for label in SPANISH)
    found = replace(view.analyses.bridge, steps=steps)
    words = Words.of(spanish, view.plan)

    chart = bridge(replace(view, words=words, analyses=replace(view.analyses, bridge=found)))

    assert tuple(tick.label for tick in chart.y.ticks[1:-1]) == SPANISH
