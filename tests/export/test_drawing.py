"""What is written stands inside the plot and on nothing else."""

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from planner.analysis.charts.marks import Axis, Line, Text
from planner.analysis.charts.palette import LIGHT
from planner.analysis.charts.registry import KINDS
from planner.export.drawing import Stage, draw_marks, measuring_stage, symbol_path
from planner.export.figure import at_most_two, wrapped

pytestmark = pytest.mark.usefixtures("qapp")


class Writing(Stage):
    """A stage that notes what is written where."""

    def __init__(self, painter, area, x, y, point):
        super().__init__(painter, area, x, y, LIGHT, point)
        self.written = []

    def write(self, place, text, font, colour, *, halo=False):
        self.written.append((text, place))
        super().write(place, text, font, colour, halo=halo)


def drawn(marks, x, y, width=400.0, height=250.0):
    image = QImage(600, 400, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    stage = Writing(painter, QRectF(50, 50, width, height), x, y, 1.4)
    draw_marks(stage, marks)
    painter.end()
    return stage


@pytest.mark.parametrize("each", KINDS, ids=lambda each: each.id)
@pytest.mark.parametrize(("width", "height"), [(400.0, 250.0), (160.0, 110.0)])
def test_no_word_of_a_chart_begins_outside_its_plot(each, view, width, height):
    chart = each.draw(view)

    stage = drawn(chart.marks, chart.x, chart.y, width, height)

    for text, place in stage.written:
        assert stage.area.left() - 1 <= place.x() <= stage.area.right() + 14, text
        assert stage.area.top() <= place.y() <= stage.area.bottom() + 8, text


def test_two_annotations_at_one_place_do_not_stand_on_each_other():
    axis = Axis("", 0.0, 1.0)

    stage = drawn([Text(0.5, 0.5, "first", halo=True), Text(0.5, 0.5, "second", halo=True)], axis, axis)

    heights = [place.y() for _, place in stage.written]
    assert len(heights) == 2
    assert abs(heights[0] - heights[1]) > 8


def test_in_a_chart_of_rows_a_figure_never_moves_to_another_row():
    x, y = Axis("", 0.0, 1.0), Axis("", -0.5, 19.5, "category")

    stage = drawn([Text(0.5, float(row), f"row {row}", whole=True) for row in range(20)], x, y, height=100.0)

    for text, place in stage.written:
        row = int(text.split()[1])
        assert abs(place.y() - stage.up(row)) < 8


def test_a_brief_text_takes_the_place_of_one_that_does_not_fit():
    axis = Axis("", 0.0, 1.0)

    stage = drawn([Text(0.9, 0.5, "240 000 requests a month", brief="240 000")], axis, axis)

    assert [text for text, _ in stage.written] == ["240 000"]


def test_a_line_is_interrupted_where_it_is_not_known():
    import numpy as np

    axis = Axis("", 0.0, 1.0)
    line = Line(np.array([0.0, 0.4, 0.5, 0.6, 1.0]), np.array([0.5, 0.5, np.nan, 0.5, 0.5]), LIGHT_INK, width=4.0)

    image = QImage(600, 400, QImage.Format.Format_RGB32)
    image.fill("white")
    painter = QPainter(image)
    draw_marks(Stage(painter, QRectF(50, 50, 400, 250), axis, axis, LIGHT, 1.4), [line])
    painter.end()

    middle = 50 + 125
    assert image.pixelColor(50 + 80, middle).name() != "#ffffff"
    assert image.pixelColor(50 + 200, middle).name() == "#ffffff"


LIGHT_INK = Text(0, 0, "").colour


def test_twelve_symbols_are_twelve_shapes():
    boxes = {str(symbol_path(symbol, 20.0).toFillPolygon().toList()) for symbol in range(12)}

    assert len(boxes) == 12


def test_a_space_that_must_not_break_keeps_a_figure_together():
    from PySide6.QtGui import QFontMetricsF

    metrics = QFontMetricsF(measuring_stage(LIGHT, 10.0).font())

    lines = wrapped("costs 2,6\u00a0k$ in all", metrics, metrics.horizontalAdvance("costs 2,6"))

    assert any("2,6\u00a0k$" in line for line in lines)
    assert len(at_most_two("a long name of a scenario " * 9, metrics, 1500.0)) == 2


def test_a_map_of_one_winner_has_neither_seams_nor_doubled_edges():
    import numpy as np

    from planner.analysis.charts.marks import Cells, Colour

    axis = Axis("", 0.0, 1.0)
    edges = np.linspace(0.0, 1.0, 8)
    scenario = Colour("scenario", 0)
    cells = Cells(edges, edges, tuple([(scenario,) * 7] * 7), np.full((7, 7), 0.5))
    image = QImage(600, 400, QImage.Format.Format_RGB32)
    image.fill("white")
    painter = QPainter(image)

    draw_marks(Stage(painter, QRectF(50, 50, 401, 251), axis, axis, LIGHT, 1.4), [cells])
    painter.end()

    inside = {image.pixelColor(x, y).name() for x in range(55, 445) for y in range(55, 295)}
    assert len(inside) == 1
    # Half of #2f6fb7 on white.
    assert inside == {"#97b7db"}
