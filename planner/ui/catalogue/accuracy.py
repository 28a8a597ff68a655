"""How good the predictions are: predicted against measured, errors by kind, what was never fitted, what is unknown."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHeaderView, QTabWidget, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from planner.analysis.charts.accuracy import accuracy_chart
from planner.analysis.charts.words import Words
from planner.catalog.loader import load_catalogue
from planner.cost.performance.report import predicted_against_measured, shipped_report
from planner.plan.language import Language
from planner.plan.wording import N_
from planner.ui.charts.legend import Legend
from planner.ui.charts.palette import palette_of
from planner.ui.charts.plot import ChartPlot
from planner.ui.dialogs.frame import Frame
from planner.ui.text import label, paragraph
from planner.ui.theme import tokens_of

TABLES = (
    ("folds", N_("Overall")),
    ("accelerator", N_("By accelerator")),
    ("model", N_("By model")),
    ("precision", N_("By precision")),
    ("engine", N_("By engine")),
    ("source", N_("By source")),
)
FOLDS = {
    "fitted": N_("fitted"),
    "never fitted": N_("never fitted, all"),
    "accelerator": N_("never fitted: whole accelerators"),
    "model": N_("never fitted: whole models"),
    "random": N_("never fitted: at random"),
    "lengths known": N_("never fitted, lengths of requests published"),
}
FIGURES = (
    ("throughput_median", N_("Throughput, median error")),
    ("throughput_p90", N_("90th percentile")),
    ("tpot_median", N_("Time per token, median error")),
    ("ttft_median", N_("First token, median error")),
)


class AccuracyDialog(Frame):
    """The shipped accuracy report, from its figures."""

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        _ = language.translate
        self._language = language
        report = shipped_report()
        folds = report["tables"]["folds"]
        words = Words(language)
        sentence = _(
            "Calibrated on {fitted} public runs with {coefficients} coefficients; {unseen} more were never fitted. "
            "Half of those are predicted within {error}."
        ).format(
            fitted=words.exact(folds["fitted"]["runs"], 0),
            coefficients=report["coefficients"],
            unseen=words.exact(folds["never fitted"]["runs"], 0),
            error=words.percent(folds["never fitted"]["throughput_median"], 1),
        )
        super().__init__(_("How good are the predictions"), sentence, parent)
        self.tabs = QTabWidget()
        self.tables: dict[str, QTreeWidget] = {}
        self._scatter = QWidget()
        self._scatter_column = QVBoxLayout(self._scatter)
        self._waiting = paragraph(_("Every run is predicted anew; a moment, please."))
        self._scatter_column.addWidget(self._waiting)
        self.plot: ChartPlot | None = None
        self.tabs.addTab(self._scatter, _("Predicted and measured"))
        for key, title in TABLES:
            self.tables[key] = self._table(key, _(title), report["tables"][key])
            self.tabs.addTab(self.tables[key], _(title))
        limits = QWidget()
        column = QVBoxLayout(limits)
        for limit in report["limits"]:
            column.addWidget(paragraph(f"• {_(limit)}", tone=""))
        column.addStretch(1)
        self.tabs.addTab(limits, _("What it cannot do"))
        self.body.addWidget(self.tabs, 1)
        self.add_button(_("Close"), is_primary=True).clicked.connect(self.accept)
        self.widen(112, 42)
        self._soon = QTimer(self, singleShot=True, interval=30)
        self._soon.timeout.connect(self._draw)
        self._soon.start()

    def _draw(self) -> None:
        chart = accuracy_chart(predicted_against_measured(load_catalogue()), Words(self._language))
        palette = palette_of(tokens_of(self.palette()))
        self.plot = ChartPlot(palette)
        self.plot.setAccessibleName(chart.title)
        self.plot.setAccessibleDescription(chart.description)
        legend = Legend(palette)
        legend.set_below(below=True)
        legend.show_entries(chart.legend)
        self._waiting.setText(chart.description)
        self._scatter_column.addWidget(label(chart.y.title, tone="muted"))
        self._scatter_column.addWidget(self.plot, 1)
        self._scatter_column.addWidget(legend)
        self.plot.show_chart(chart)

    def _table(self, key: str, title: str, rows: dict[str, Any]) -> QTreeWidget:
        _ = self._language.translate
        words = Words(self._language)
        tree = QTreeWidget()
        tree.setAccessibleName(title)
        tree.setHeaderLabels([title, _("Runs"), *(_(text) for _key, text in FIGURES), ""])
        tree.setRootIsDecorated(False)
        tree.setFrameShape(QFrame.Shape.NoFrame)
        header = tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for name, row in sorted(rows.items(), key=lambda item: -item[1]["runs"]):
            figures = [words.percent(row[figure], 1) if figure in row else "–" for figure, _text in FIGURES]
            unseen = _("never fitted") if row.get("never_fitted") else ""
            shown = _(FOLDS[name]) if key == "folds" and name in FOLDS else name
            item = QTreeWidgetItem(tree, [shown, words.exact(row["runs"], 0), *figures, unseen])
            for column in range(1, 2 + len(FIGURES)):
                item.setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return tree
