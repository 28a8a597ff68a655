"""Lays out a whole chart for paper: title, sentence, axes, plot, legend beside it, footer."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen

from planner.analysis.charts.marks import FAINT, INK, MUTED, SURFACE, Axis, Chart, LegendEntry
from planner.analysis.charts.palette import LIGHT, Palette
from planner.export.drawing import Stage, draw_marks, draw_symbol

MARGIN = 10.0
TITLE = 11.0
SENTENCE = 8.0
AXIS = 7.5
SMALLER_AXIS = (7.0, 6.5, 6.0)
LEAST_AXIS = SMALLER_AXIS[-1]
LEGEND = 8.0
FOOTER = 6.5
LEGEND_SHARE = 0.4
KEY = 12.0
TICK_SHARE = 0.32
"""Share of the width that names beside the plot take without need."""
MOST_TICK_SHARE = 0.42
"""Share of the width that they take at most, where two lines of less would cut a name."""


def draw_figure(
    painter: QPainter,
    chart: Chart,
    area: QRectF,
    point: float,
    *,
    palette: Palette = LIGHT,
    as_outlines: bool = False,
    footer: bool = True,
) -> None:
    """Draw a chart into an area of the painter; one point of type is `point` units."""
    stage = Stage(painter, area, chart.x, chart.y, palette, point, as_outlines)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    painter.fillRect(area, stage.colour(SURFACE))
    margin = MARGIN * point
    inner = area.adjusted(margin, margin, -margin, -margin)
    top = _heading(stage, chart, inner)
    bottom = _footer(stage, chart.footer, inner) if footer else inner.bottom()
    body = QRectF(QPointF(inner.left(), top), QPointF(inner.right(), bottom))
    if chart.nothing:
        stage.painter.setFont(stage.font(9))
        stage.painter.setPen(stage.colour(MUTED))
        stage.painter.drawText(body, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, chart.nothing)
        return
    body = _legend(stage, chart.legend, body)
    stage.area = _plot_area(stage, chart, body)
    draw_axes(stage, body)
    draw_marks(stage, chart.marks)


def _heading(stage: Stage, chart: Chart, inner: QRectF) -> float:
    """Write title and sentence; return where they end."""
    font = stage.font(TITLE, bold=True)
    baseline = inner.top() + QFontMetricsF(font).capHeight()
    stage.write(QPointF(inner.left(), baseline), chart.title, font, stage.colour(INK))
    top = baseline + 5 * stage.point
    font = stage.font(SENTENCE)
    metrics = QFontMetricsF(font)
    for line in _at_most_two(wrapped(chart.description if not chart.nothing else "", metrics, inner.width())):
        top += metrics.ascent()
        stage.write(QPointF(inner.left(), top), line, font, stage.colour(MUTED))
        top += metrics.descent() + 1 * stage.point
    return top + 5 * stage.point


def _at_most_two(lines: list[str]) -> list[str]:
    """Return two lines; dots tell that there were more."""
    return [lines[0], lines[1].rstrip(" .;,") + " …"] if len(lines) > 2 else lines


def wrapped(text: str, metrics: QFontMetricsF, width: float) -> list[str]:
    """Return a text broken into lines that fit a width."""
    lines: list[str] = []
    for word in text.split(" "):  # a space that must not break keeps a figure and its unit together
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and metrics.horizontalAdvance(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _footer(stage: Stage, text: str, inner: QRectF) -> float:
    """Write the footer under a hairline; return where the space above it ends."""
    font = stage.font(FOOTER)
    metrics = QFontMetricsF(font)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
    stage.write(QPointF(inner.left(), inner.bottom()), shown, font, stage.colour(MUTED))
    line = inner.bottom() - metrics.ascent() - 3 * stage.point
    stage.painter.setPen(QPen(stage.colour(FAINT), 0.7 * stage.point))
    stage.painter.drawLine(QPointF(inner.left(), line), QPointF(inner.right(), line))
    return line - 5 * stage.point


def _legend(stage: Stage, entries: tuple[LegendEntry, ...], body: QRectF) -> QRectF:
    """Draw the legend at the right; return the space that is left."""
    if not entries:
        return body
    point = stage.point
    plain, bold = QFontMetricsF(stage.font(LEGEND)), QFontMetricsF(stage.font(LEGEND, bold=True))
    sign, gap = 14 * point, 8 * point
    values = max(bold.horizontalAdvance(entry.value) for entry in entries)
    labels = max(plain.horizontalAdvance(entry.label) for entry in entries)
    spacing = gap if values else 0.0
    width = min(sign + labels + spacing + values, body.width() * LEGEND_SHARE)
    left = body.right() - width
    room = width - sign - spacing - values
    names = [at_most_two(entry.label, plain, room + 0.5 * point) for entry in entries]
    line = 10.5 * point
    if sum(len(lines) for lines in names) * line + len(names) * 3 * point > body.height():
        names = [[plain.elidedText(entry.label, Qt.TextElideMode.ElideRight, room + 0.5 * point)] for entry in entries]
    top = body.top()
    for entry, lines in zip(entries, names, strict=True):
        middle = top + line / 2 + 1.5 * point
        draw_key(stage, QPointF(left + 4.5 * point, middle), entry)
        baseline = middle + plain.capHeight() / 2
        for place, text in enumerate(lines):
            start = QPointF(left + sign, baseline + place * line)
            stage.write(start, text, stage.font(LEGEND), stage.colour(INK))
        if entry.value:
            start = QPointF(body.right() - bold.horizontalAdvance(entry.value), baseline)
            stage.write(start, entry.value, stage.font(LEGEND, bold=True), stage.colour(INK))
        top += min(len(lines) * line + 3 * point, body.height() / len(entries))
    return QRectF(body.topLeft(), QPointF(left - 14 * point, body.bottom()))


def draw_key(stage: Stage, at: QPointF, entry: LegendEntry) -> None:
    """Draw the colour and the symbol of a legend entry around a point."""
    painter, point = stage.painter, stage.point
    if entry.shape == "patch":
        painter.fillRect(
            QRectF(at.x() - 4 * point, at.y() - 4 * point, 8 * point, 8 * point), stage.colour(entry.colour)
        )
        return
    if entry.shape == "line":
        painter.setPen(stage.pen(entry.colour, 1.5))
        painter.drawLine(QPointF(at.x() - 6 * point, at.y()), QPointF(at.x() + 6 * point, at.y()))
    if entry.symbol is not None:
        draw_symbol(stage, at, entry.symbol, entry.colour, 7)


def _plot_area(stage: Stage, chart: Chart, body: QRectF) -> QRectF:
    """Return the rectangle of the plot: the body less ticks and axis titles."""
    point, metrics = stage.point, QFontMetricsF(stage.font(AXIS))
    top = body.top() + (metrics.height() + 7 * point if chart.y.title else 2 * point)
    below = (metrics.height() + 5 * point if chart.x.ticks else 0.0) + (metrics.height() if chart.x.title else 0.0)
    bottom = body.bottom() - below
    left = body.left() + side_room(stage, chart.y, body.width(), bottom - top)
    return QRectF(QPointF(left, top), QPointF(body.right() - 4 * point, bottom))


def draw_axes(stage: Stage, body: QRectF) -> None:
    """Draw grid, ticks and titles of both axes around the stage's area."""
    font = stage.font(AXIS)
    metrics = QFontMetricsF(font)
    draw_grid(stage)
    draw_side_ticks(stage, body.left())
    line = draw_bottom_ticks(stage)
    draw_bottom_title(stage, line, body.left())
    if stage.y.title:
        stage.write(QPointF(body.left(), body.top() + metrics.ascent()), stage.y.title, font, stage.colour(MUTED))


def draw_side_ticks(stage: Stage, left: float) -> None:
    """Write the ticks of the vertical axis between `left` and the plot, scenarios with their symbols."""
    area, point = stage.area, stage.point
    row = _row(stage.y, area.height())
    font = _side_font(stage, stage.y, area.left() - 5.5 * point - left - _keys_room(stage, stage.y), row)
    metrics = QFontMetricsF(font)
    is_crowded = 0.0 < row < metrics.capHeight() + point
    for tick in stage.y.ticks:
        place = stage.up(tick.position)
        keys = KEY * point if tick.symbol is not None else 0.0
        right = area.left() - 6 * point - keys
        lines = [] if is_crowded else side_lines(tick.label, metrics, right - left + 0.5 * point, row)
        baseline = place + metrics.capHeight() / 2 - (len(lines) - 1) * metrics.height() / 2
        for line in lines:
            start = QPointF(right - metrics.horizontalAdvance(line), baseline)
            stage.write(start, line, font, stage.colour(INK if keys else MUTED))
            baseline += metrics.height()
        if tick.symbol is not None and tick.colour is not None:
            draw_symbol(
                stage,
                QPointF(area.left() - 9 * point, place),
                tick.symbol,
                tick.colour,
                min(7.0, max(row / point - 1.0, 4.0)) if row else 7.0,
            )


def _row(axis: Axis, height: float) -> float:
    """Return how high the row of a category is in a plot of a height; 0 where the axis has no rows."""
    return height / (axis.high - axis.low) if axis.scale == "category" else 0.0


def _side_font(stage: Stage, axis: Axis, room: float, row: float) -> QFont:
    """Return the letters of the names of rows: smaller, down to a limit, where rows are low or names need two lines."""
    plain = stage.font(min(AXIS, max(row / stage.point, LEAST_AXIS)) if row else AXIS)
    metrics = QFontMetricsF(plain)
    if all(_least_width(tick.label, metrics, row) <= room for tick in axis.ticks):
        return plain
    smaller = (stage.font(size) for size in SMALLER_AXIS)
    return next((font for font in smaller if row >= 2.0 * QFontMetricsF(font).height()), plain)


def _keys_room(stage: Stage, axis: Axis) -> float:
    """Return the room between names and plot for the symbols of scenarios, where an axis has any."""
    return KEY * stage.point if any(tick.symbol is not None for tick in axis.ticks) else 0.0


def side_lines(label: str, metrics: QFontMetricsF, room: float, row: float) -> list[str]:
    """Return a label as one line, or as two of much the same length where it is long and its row is high enough.

    What finds no room goes from the middle: names often begin alike and differ in their last words.
    """
    fits = metrics.horizontalAdvance(label) <= room
    lines = [label] if fits or row < 2.0 * metrics.height() else _halves(label, metrics)
    return [metrics.elidedText(line, Qt.TextElideMode.ElideMiddle, room) for line in lines]


def _halves(label: str, metrics: QFontMetricsF) -> list[str]:
    """Return a label broken in two where the longer line is shortest; a single word stays whole."""
    words = label.split(" ")  # a space that must not break keeps a figure and its unit together
    breaks = [[" ".join(words[:place]), " ".join(words[place:])] for place in range(1, len(words))]
    return min(breaks, key=lambda lines: max(map(metrics.horizontalAdvance, lines)), default=[label])


def at_most_two(label: str, metrics: QFontMetricsF, room: float) -> list[str]:
    """Return a label broken into one or two lines that fit a width, the rest as dots."""
    mode = Qt.TextElideMode.ElideRight
    lines = wrapped(label, metrics, room) or [""]
    return [metrics.elidedText(line, mode, room) for line in (lines[0], " ".join(lines[1:])) if line] or [""]


def side_room(stage: Stage, axis: Axis, width: float, height: float) -> float:
    """Return how wide the ticks of a vertical axis are, beside a plot of a height in a figure of a width.

    Names that are longer than their usual share stand in two lines where rows are high enough for it, and get more of
    the width, up to a limit, where that does not do. In low rows two lines stand close: there the width goes first.
    """
    row, point = _row(axis, height), stage.point
    most = width * MOST_TICK_SHARE
    usual = width * TICK_SHARE if row >= 2.0 * QFontMetricsF(stage.font(AXIS)).height() else most
    metrics = QFontMetricsF(_side_font(stage, axis, most, row))
    widest = 0.0
    for tick in axis.ticks:
        whole = metrics.horizontalAdvance(tick.label)
        widest = max(widest, whole if whole <= usual else max(_least_width(tick.label, metrics, row), usual))
    # Without words there is still room for the half of the first tick below that stands out.
    return max(min(widest, most) + _keys_room(stage, axis) + 6 * point, 16 * point)


def _least_width(label: str, metrics: QFontMetricsF, row: float) -> float:
    """Return the width without which a label is cut: that of two lines where its row is high enough."""
    lines = [label] if row < 2.0 * metrics.height() else _halves(label, metrics)
    return max(map(metrics.horizontalAdvance, lines))


def draw_bottom_ticks(stage: Stage) -> float:
    """Write the ticks of the horizontal axis and return their baseline; one that would touch another is left out."""
    font, colour = stage.font(AXIS), stage.colour(MUTED)
    metrics = QFontMetricsF(font)
    baseline = stage.area.bottom() + 3 * stage.point + metrics.ascent()
    slot = stage.area.width() / max(len(stage.x.ticks), 1)
    is_named = stage.x.scale == "category"
    mode = Qt.TextElideMode.ElideRight
    labels = [metrics.elidedText(t.label, mode, slot - 2 * stage.point) if is_named else t.label for t in stage.x.ticks]
    widths = [metrics.horizontalAdvance(text) for text in labels]
    starts = [stage.across(tick.position) - width / 2 for tick, width in zip(stage.x.ticks, widths, strict=True)]
    every = _every(starts, widths, 5 * stage.point)
    for start, text in list(zip(starts, labels, strict=True))[::every]:
        stage.write(QPointF(start, baseline), text, font, colour)
    return baseline


def _every(starts: list[float], widths: list[float], gap: float) -> int:
    """Return 1 if every label finds room, 2 if every second does, and so on."""
    for every in range(1, len(starts) + 1):
        kept = list(range(0, len(starts), every))
        if all(starts[a] + widths[a] + gap <= starts[b] for a, b in pairwise(kept)):
            return every
    return 1


def draw_bottom_title(stage: Stage, ticks: float, left: float) -> None:
    """Write the title of the horizontal axis below its ticks, whose baseline is given, to the right of `left`."""
    if not stage.x.title:
        return
    font = stage.font(AXIS)
    metrics = QFontMetricsF(font)
    baseline = ticks + (metrics.height() + stage.point if stage.x.ticks else 0.0)
    room = stage.area.right() - left
    title = stage.x.title
    if stage.x.brief and metrics.horizontalAdvance(title) > room:
        title = stage.x.brief
    title = metrics.elidedText(title, Qt.TextElideMode.ElideRight, room)
    width = metrics.horizontalAdvance(title)
    start = min(stage.area.center().x() - width / 2, stage.area.right() - width)
    stage.write(QPointF(start, baseline), title, font, stage.colour(MUTED))


def draw_grid(stage: Stage) -> None:
    """Draw the grid lines and the line of zero."""
    painter, area = stage.painter, stage.area
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.setPen(QPen(stage.colour(FAINT), 0.7 * stage.point))
    if stage.y.grid:
        for tick in stage.y.ticks:
            place = stage.up(tick.position)
            painter.drawLine(QPointF(area.left(), place), QPointF(area.right(), place))
    if stage.x.grid:
        for tick in stage.x.ticks:
            place = stage.across(tick.position)
            painter.drawLine(QPointF(place, area.top()), QPointF(place, area.bottom()))
    painter.setPen(QPen(stage.colour(MUTED), 0.8 * stage.point))
    for axis, vertical in ((stage.x, True), (stage.y, False)):
        base = axis_base(axis)
        if base is None:
            continue
        if vertical and stage.y.scale == "category":
            place = stage.across(base)
            painter.drawLine(QPointF(place, area.top()), QPointF(place, area.bottom()))
        elif not vertical:
            place = stage.up(base)
            painter.drawLine(QPointF(area.left(), place), QPointF(area.right(), place))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)


def axis_base(axis: Axis) -> float | None:
    """Return the value whose line stands out: zero where the axis has it, else its low end; none for categories."""
    if axis.scale == "category":
        return None
    return 0.0 if axis.scale == "linear" and axis.low <= 0 <= axis.high else axis.low
