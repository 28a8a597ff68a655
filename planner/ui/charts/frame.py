"""A chart in its frame: title, basis, plot with legend, footer, table twin, copy, export, enlarge."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QHideEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from planner.analysis.charts.axes import steady
from planner.analysis.charts.inputs import NOTHING_YET, Analyses
from planner.analysis.charts.marks import Band, Bar, Chart, Line, Whisker
from planner.analysis.charts.reading import reading
from planner.analysis.charts.registry import ChartKind
from planner.analysis.charts.view import View
from planner.analysis.charts.words import Words
from planner.cost.results import PlanResult
from planner.plan.language import Language
from planner.plan.plan import Plan
from planner.plan.wording import N_
from planner.ui.charts.clipboard import mime_data
from planner.ui.charts.elided import ElidedLabel
from planner.ui.charts.legend import Legend
from planner.ui.charts.palette import palette_of
from planner.ui.charts.plot import ChartPlot
from planner.ui.charts.table import TwinModel, TwinView
from planner.ui.fonts import Type
from planner.ui.icons import icon
from planner.ui.text import label
from planner.ui.theme import Tokens

REST_MS = 150
LEGEND_SHARE = 0.38
COMPACT_LEGEND_SHARE = 0.3
BELOW_LEGEND_SHARE = 0.41
FEW = 6
TITLE_SHARE = 0.42
LEAST_BASIS_LETTERS = 9
COMPACT = 40.0
"""Below this width, in widths of an M, the legend takes less of it."""
NARROW = 26.0
"""Below this width, in widths of an M, the legend stands under the plot."""
UPRIGHT, ROOMY = 0.9, 56.0
"""A tile higher than this share of its width, and narrower than so many widths of an M, has more room for the legend
under the plot than beside it."""


class ChartFrame(QFrame):
    """One chart of the results deck. It draws what it is shown and changes nothing."""

    export_asked = Signal(str, str)
    """(chart id, basis): save this chart to a file."""
    enlarge_asked = Signal(str)
    """(chart id): give this chart the whole deck, or put it back."""
    scenario_clicked = Signal(str)
    """(scenario id): its entry in the legend was clicked."""
    basis_changed = Signal(str, str)
    """(chart id, basis): the user counts per something else."""

    def __init__(self, kind: ChartKind, language: Language, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = kind
        self.chart: Chart | None = None
        self._language = language
        self._words = Words(language)
        self._tokens = tokens
        self._view: View | None = None
        self._analyses = NOTHING_YET
        self._is_stale = False
        self._is_enlarged = False
        self.setProperty("role", "card")
        palette = palette_of(tokens)
        self._title = ElidedLabel(Type.STRONG, "")
        self._title.show_text(language.translate(kind.title))
        self._basis = QComboBox()
        self._axis_title = ElidedLabel()
        self._plot = ChartPlot(palette)
        self._legend = Legend(palette)
        self._nothing = label("", Type.BODY, "muted")
        self._table = TwinView()
        self._footer = ElidedLabel()
        self._pages = QStackedWidget()
        self._buttons: dict[str, QToolButton] = {}
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._come_to_rest)
        self._plot.read = self._read
        self._compose()
        self._name_for_everybody()
        self._legend.scenario_clicked.connect(self.scenario_clicked)

    @property
    def title(self) -> str:
        """The title of the chart in the window's language."""
        return self._title.whole_text

    @property
    def basis(self) -> str:
        """The basis that is chosen, empty for a chart that has one only."""
        return str(self._basis.currentData() or "")

    @property
    def is_moving(self) -> bool:
        """Whether the chart is drawn in hairlines because it changed a moment ago."""
        return self._plot.is_moving

    @property
    def message(self) -> str:
        """What stands in the place of a plot that has nothing to draw."""
        return self._nothing.text() if self.chart is not None and self.chart.nothing else ""

    @property
    def plot(self) -> ChartPlot:
        """The plot."""
        return self._plot

    @property
    def legend(self) -> Legend:
        """The legend beside the plot."""
        return self._legend

    @property
    def table_model(self) -> TwinModel:
        """The figures of the table twin."""
        return self._table.twin

    def button(self, name: str) -> QToolButton:
        """Return a button: table, copy, export or enlarge."""
        return self._buttons[name]

    @property
    def shows_table(self) -> bool:
        """Whether the table twin stands in the place of the plot."""
        return self._buttons["table"].isChecked()

    def show_results(self, plan: Plan, result: PlanResult, analyses: Analyses | None = None) -> None:
        """Show a result, with the last analyses until new ones come. A frame that nobody sees waits."""
        if analyses is not None:
            self._analyses = analyses
        self._words = Words.of(self._language, plan)
        if self._view is not None and self._view.plan.id != plan.id:
            self.chart = None  # another document: nothing to keep steady
        self._view = View(plan, result, self._words, self._analyses)
        self._is_stale = True
        if self.isVisible():
            self._draw()

    def set_tokens(self, tokens: Tokens) -> None:
        """Show the chart in another theme."""
        self._tokens = tokens
        palette = palette_of(tokens)
        self._plot.set_palette(palette)
        self._legend.set_palette(palette)
        self._paint_icons()

    def set_basis(self, basis: str) -> None:
        """Choose a basis by its id."""
        place = self._basis.findData(basis)
        if place >= 0:
            self._basis.setCurrentIndex(place)

    def show_table(self, shown: bool) -> None:
        """Put the table twin in the place of the plot, or back."""
        self._buttons["table"].setChecked(shown)

    def show_enlarged(self, enlarged: bool) -> None:
        """Offer to put the chart back while it has all the room, else to enlarge it."""
        button, text = self._buttons["enlarge"], self._language.translate(N_("Put back") if enlarged else N_("Enlarge"))
        self._is_enlarged = enlarged
        button.setToolTip(text)
        button.setAccessibleName(text)
        self._paint_icons()

    def copy(self) -> None:
        """Copy the chart as a picture and as a table at once."""
        if self.chart is not None:
            QGuiApplication.clipboard().setMimeData(mime_data(self.chart, self._words))

    def _draw(self) -> None:
        if self._view is None:
            return
        self._is_stale = False
        before, now = self.chart, self.kind.draw(self._view, self.basis)
        if before is not None and not now.nothing and not before.nothing:
            now = _steadied(before, now)
        self.chart = now
        # The first change is drawn in full; only what follows at once is a drag.
        self._plot.set_moving(self._rest.isActive())
        self._rest.start()
        if now.nothing:
            self._nothing.setText(now.nothing)
        else:
            self._plot.show_chart(now)
        self._axis_title.show_text(now.y.title)
        self._axis_title.setVisible(bool(now.y.title))
        self._legend.show_entries(now.legend)
        self._fit_legend()
        self._show_page()
        if self.shows_table:
            self._table.show_table(now.table, self._words)

    def _read(self, x: float, y: float) -> str:
        """Return what stands at a place of the chart, the chart's sentence where nothing does."""
        if self._view is None or self.chart is None:
            return ""
        return reading(self._view, self.chart, x, y) or self.chart.description

    def _come_to_rest(self) -> None:
        """Draw in full and tell assistive tools, once nothing has changed for a moment."""
        self._plot.set_moving(False)
        if self.chart is not None:
            self._footer.show_text(self.chart.footer)
            self._plot.setAccessibleDescription(self.chart.description)
            self.setAccessibleDescription(self.chart.description)

    def _show_page(self) -> None:
        is_empty = self.chart is not None and bool(self.chart.nothing)
        self._pages.setCurrentIndex(2 if is_empty else 1 if self.shows_table else 0)

    def _toggle_table(self) -> None:
        if self.chart is not None and self.shows_table:
            self._table.show_table(self.chart.table, self._words)
        self._show_page()

    def _choose_basis(self) -> None:
        self._draw()
        self.basis_changed.emit(self.kind.id, self.basis)

    def _compose(self) -> None:
        translate = self._language.translate
        for identity, text in self.kind.bases:
            self._basis.addItem(translate(text), identity)
        # As wide as its widest choice where there is room; in a small tile the title goes first.
        self._basis.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._basis.setMinimumWidth(self._basis.fontMetrics().averageCharWidth() * LEAST_BASIS_LETTERS)
        self._basis.view().setMinimumWidth(self._basis.fontMetrics().averageCharWidth() * 24)
        if len(self.kind.bases) < 2:
            self._basis.hide()  # to show it here, without a parent, would open a window that takes the focus
        self._basis.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._basis.currentIndexChanged.connect(self._choose_basis)
        head = QHBoxLayout()
        head.setSpacing(2)
        head.addWidget(self._title, 1)
        head.addWidget(self._basis)
        for name, text in BUTTONS:
            button = QToolButton()
            button.setToolTip(translate(text))
            button.setAccessibleName(translate(text))
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            head.addWidget(button)
            self._buttons[name] = button
        self._paint_icons()
        self._buttons["table"].setCheckable(True)
        self._buttons["table"].toggled.connect(self._toggle_table)
        self._buttons["copy"].clicked.connect(self.copy)
        self._buttons["export"].clicked.connect(lambda: self.export_asked.emit(self.kind.id, self.basis))
        self._buttons["enlarge"].clicked.connect(lambda: self.enlarge_asked.emit(self.kind.id))
        shortcut = QShortcut(QKeySequence("Alt+T"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self._buttons["table"].toggle)
        picture = QWidget()
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight, picture)
        self._sides.setContentsMargins(0, 0, 0, 0)
        self._sides.setSpacing(8)
        plot = QVBoxLayout()
        plot.setSpacing(0)
        plot.addWidget(self._axis_title)
        plot.addWidget(self._plot, 1)
        self._sides.addLayout(plot, 1)
        self._sides.addWidget(self._legend)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._nothing.setWordWrap(True)
        for page in (picture, self._table, self._nothing):
            self._pages.addWidget(page)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(12, 8, 12, 8)
        outer.setSpacing(4)
        outer.addLayout(head)
        outer.addWidget(self._pages, 1)
        outer.addWidget(self._footer)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _name_for_everybody(self) -> None:
        title = self._language.translate(self.kind.title)
        self.setAccessibleName(title)
        self._plot.setAccessibleName(title)
        self._table.setAccessibleName(title)
        self._basis.setAccessibleName(self._language.translate(N_("Count cost per")))
        self.setObjectName(f"chart-{self.kind.id}")

    def _paint_icons(self) -> None:
        for name, button in self._buttons.items():
            shown = "shrink" if name == "enlarge" and self._is_enlarged else name
            button.setIcon(icon(shown, self._tokens.muted))
            button.setIconSize(QSize(self.fontMetrics().height(), self.fontMetrics().height()))

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what came while nobody looked."""
        super().showEvent(event)
        if self._is_stale:
            self._draw()

    def hideEvent(self, event: QHideEvent) -> None:
        """Leave no timer running behind a hidden chart."""
        super().hideEvent(event)
        if self._rest.isActive():
            self._rest.stop()
            self._come_to_rest()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the legend under the plot where the frame is narrow."""
        super().resizeEvent(event)
        letters = self.width() / self.fontMetrics().horizontalAdvance("M")
        upright = letters < ROOMY and self.height() > UPRIGHT * self.width()
        narrow = letters < NARROW or upright
        direction = QBoxLayout.Direction
        self._sides.setDirection(direction.TopToBottom if narrow else direction.LeftToRight)
        self._legend.set_below(narrow)
        self._title.setMinimumWidth(min(self._title.sizeHint().width(), round(self.width() * TITLE_SHARE)))
        self._fit_legend()

    def _fit_legend(self) -> None:
        """Give the legend a share of the width: less in a small tile, more where it has figures."""
        is_small = self.width() < COMPACT * self.fontMetrics().horizontalAdvance("M")
        has_figures = self.chart is not None and any(entry.value for entry in self.chart.legend)
        share = COMPACT_LEGEND_SHARE if is_small and not has_figures else LEGEND_SHARE
        if self._legend.is_below:
            # Few figures stand in one column with their whole names; all else in two.
            few = has_figures and self.chart is not None and len(self.chart.legend) <= FEW
            share = 1.0 if few else BELOW_LEGEND_SHARE
        self._legend.set_most_width(self.width() * share)


BUTTONS = (
    ("table", N_("Show as a table (Alt+T)")),
    ("copy", N_("Copy picture and table")),
    ("export", N_("Export this chart …")),
    ("enlarge", N_("Enlarge")),
)


def _steadied(before: Chart, now: Chart) -> Chart:
    """Return the chart on its earlier axes while the data still fill them."""
    from dataclasses import replace

    ends_x = [mark.right for mark in now.marks if isinstance(mark, Bar)]
    ends_x += [mark.high for mark in now.marks if isinstance(mark, Whisker) and mark.horizontal]
    ends_y = [float(mark.y.max()) for mark in now.marks if isinstance(mark, Line)]
    ends_y += [float(mark.high.max()) for mark in now.marks if isinstance(mark, Band)]
    x = steady(before.x, now.x, max(ends_x)) if ends_x and now.y.scale == "category" else now.x
    y = steady(before.y, now.y, max(ends_y)) if ends_y else now.y
    return replace(now, x=x, y=y)
