from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QHelpEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolTip

from planner.analysis.charts.marks import Band, Whisker
from planner.analysis.charts.palette import DARK as DARK_PAPER
from planner.analysis.charts.palette import LIGHT as LIGHT_PAPER
from planner.analysis.charts.registry import KINDS, kind
from planner.plan.language import ENGLISH
from planner.ui.charts import ChartFrame
from planner.ui.theme import DARK, LIGHT


class Frames(dict):
    """Charts on the screen with the example's result, each made when it is asked for."""

    def __init__(self, qtbot, example):
        self.qtbot, self.example = qtbot, example

    def __missing__(self, identity):
        frame = ChartFrame(kind(identity), ENGLISH, LIGHT)
        self.qtbot.addWidget(frame)
        frame.resize(640, 380)
        frame.show()
        example = self.example
        frame.show_results(example.example_plan(), example.example_result(), example.example_analyses())
        self[identity] = frame
        return frame


@pytest.fixture
def frames(qtbot, example):
    """The frames that a test looks at."""
    made = Frames(qtbot, example)
    yield made
    for frame in made.values():
        frame.hide()


def test_there_is_a_frame_for_every_chart_and_each_button_has_a_name(qtbot):
    for each in KINDS:
        frame = ChartFrame(each, ENGLISH, LIGHT)
        qtbot.addWidget(frame)
        for name in ("table", "copy", "export", "enlarge"):
            assert frame.button(name).accessibleName()
            assert frame.button(name).focusPolicy() == Qt.FocusPolicy.StrongFocus


@pytest.mark.parametrize("identity", [each.id for each in KINDS])
def test_a_frame_shows_something_and_says_it_to_a_screen_reader(frames, identity, qtbot):
    frame = frames[identity]

    qtbot.waitUntil(lambda: frame.accessibleDescription() == frame.chart.description)

    assert frame.accessibleName() == frame.title
    colours = colours_of(frame.grab().toImage())
    assert len(colours) > 8


def colours_of(image: QImage):
    return {image.pixelColor(x, y).name() for x in range(0, image.width(), 2) for y in range(0, image.height(), 2)}


def test_the_colours_of_the_scenarios_are_those_of_paper():
    assert LIGHT_PAPER.scenarios == LIGHT.series
    assert DARK_PAPER.scenarios == DARK.series


def test_alt_t_puts_the_table_in_the_place_of_the_plot_and_back(frames, qtbot):
    frame = frames["cost"]
    frame.activateWindow()
    qtbot.waitUntil(frame.isActiveWindow)
    frame.button("copy").setFocus()

    QTest.keyClick(frame, Qt.Key.Key_T, Qt.KeyboardModifier.AltModifier)
    assert frame.shows_table
    QTest.keyClick(frame, Qt.Key.Key_T, Qt.KeyboardModifier.AltModifier)
    assert not frame.shows_table


def test_the_table_twin_has_the_figures_of_the_chart(frames):
    frame = frames["cost"]
    frame.show_table(True)  # noqa: FBT003

    model = frame.table_model
    headings = [model.headerData(column, Qt.Orientation.Horizontal) for column in range(model.columnCount())]
    sums = [model.index(row, headings.index("Sum (USD)")).data() for row in range(model.rowCount())]
    assert sums[:2] == ["264\u202f000", "422\u202f800"]
    assert sums[-1] == ""


def test_headings_of_the_table_stand_over_their_column(frames):
    frames["cost"].show_table(True)  # noqa: FBT003
    model = frames["cost"].table_model
    role, across = Qt.ItemDataRole.TextAlignmentRole, Qt.Orientation.Horizontal

    assert model.headerData(0, across, role) & Qt.AlignmentFlag.AlignLeft
    assert model.headerData(1, across, role) & Qt.AlignmentFlag.AlignRight


def test_another_basis_draws_another_axis_and_tells(frames, qtbot):
    frame = frames["cost"]

    with qtbot.waitSignal(frame.basis_changed) as told:
        frame.set_basis("request")

    assert told.args == ["cost", "request"]
    assert frame.chart.x.title == "Cost per request (USD)"


def test_copy_gives_picture_drawing_and_table_at_once(frames):
    frames["cumulative"].copy()

    data = QGuiApplication.clipboard().mimeData()
    assert data.hasImage()
    assert data.hasFormat("image/svg+xml")
    assert data.text().startswith("Month\tAPI small (USD)")
    QGuiApplication.clipboard().clear()


def test_buttons_ask_for_export_and_room(frames, qtbot):
    frame = frames["volume"]

    with qtbot.waitSignal(frame.export_asked) as asked:
        frame.button("export").click()
    assert asked.args == ["volume", "month"]
    with qtbot.waitSignal(frame.enlarge_asked):
        frame.button("enlarge").click()


def test_an_axis_does_not_jump_while_the_data_still_fill_it(frames, example):
    frame = frames["cumulative"]
    before = frame.chart.y
    result = example.example_result(doubt=False)

    frame.show_results(example.example_plan(), result)

    assert frame.chart.y == before


def doubtful(result):
    """Return a result whose highest amounts are four times as high as they were."""

    def higher(figure):
        return figure if figure.high is None else figure._replace(high=4.0 * figure.high)

    scenarios = tuple(
        replace(
            each,
            figures={name: higher(figure) for name, figure in each.figures.items()},
            cumulative_high=None if each.cumulative_high is None else 4.0 * each.cumulative_high,
        )
        for each in result.scenarios
    )
    return replace(result, scenarios=scenarios)


@pytest.mark.parametrize(("name", "axis", "mark"), [("cost", "x", Whisker), ("cumulative", "y", Band)])
def test_an_axis_that_stays_still_has_room_for_what_is_in_doubt(frames, example, name, axis, mark):
    """Amounts that fill the axis of before, with a P90 far beyond it, take an axis of their own."""
    frame = frames[name]
    frame.show_results(example.example_plan(), example.example_result())

    frame.show_results(example.example_plan(), doubtful(example.example_result()))

    reach = max(np.max(each.high) for each in frame.chart.of(mark))
    assert reach <= getattr(frame.chart, axis).high


def test_hairlines_are_drawn_only_until_the_chart_has_come_to_rest(frames, example, qtbot):
    frame = frames["volume"]
    qtbot.waitUntil(lambda: bool(frame.accessibleDescription()))  # said once the chart has come to rest

    frame.show_results(example.example_plan(), example.example_result())
    assert not frame.is_moving
    frame.show_results(example.example_plan(), example.example_result())

    assert frame.is_moving
    qtbot.waitUntil(lambda: not frame.is_moving)


def test_a_frame_that_nobody_sees_draws_when_it_is_seen(qtbot, example):
    frame = ChartFrame(kind("cost"), ENGLISH, LIGHT)
    qtbot.addWidget(frame)

    frame.show_results(example.example_plan(), example.example_result())
    assert frame.chart is None

    frame.show()
    assert frame.chart is not None
    frame.hide()


def test_a_chart_without_its_analysis_says_so_in_words(qtbot, example):
    frame = ChartFrame(kind("tornado"), ENGLISH, LIGHT)
    qtbot.addWidget(frame)
    frame.show()

    frame.show_results(example.example_plan(), example.example_result())

    assert frame.message == "The inputs are being varied."
    frame.hide()


def test_another_theme_changes_the_ground(frames):
    frame = frames["cost"]

    frame.set_tokens(DARK)

    assert DARK.surface in colours_of(frame.grab().toImage())


def test_the_pointer_over_a_bar_reads_its_amount(frames, qtbot):
    frame = frames["cost"]
    plot = frame.plot
    qtbot.waitUntil(lambda: plot.view.width() > 100)
    own = [tick.label for tick in frame.chart.y.ticks].index("Own 70B")
    place = plot.mapFromScene(plot.view.mapViewToScene(QPointF(100_000.0, own)))

    asked = QHelpEvent(QEvent.Type.ToolTip, place, plot.viewport().mapToGlobal(place))
    QGuiApplication.sendEvent(plot.viewport(), asked)

    assert QToolTip.text() == "Own 70B · Hardware: $240k"
    QToolTip.hideText()
    qtbot.waitUntil(lambda: not QToolTip.isVisible())


def test_a_click_on_a_legend_entry_names_its_scenario(frames, qtbot):
    frame = frames["cumulative"]
    legend = frame.legend
    qtbot.waitUntil(lambda: legend.width() > 60)

    with qtbot.waitSignal(frame.scenario_clicked) as clicked:
        QTest.mouseClick(legend, Qt.MouseButton.LeftButton, pos=QPointF(20, 6).toPoint())

    assert clicked.args == ["api-l"]


def test_a_narrow_frame_puts_the_legend_under_the_plot(frames, qtbot):
    frame = frames["cumulative"]
    frame.resize(250, 420)

    qtbot.waitUntil(lambda: frame.legend.y() > frame.legend.parentWidget().height() / 2)
