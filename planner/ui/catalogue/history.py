"""The history of a price as a chart with its table."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from planner.analysis.charts.price_history import history_chart
from planner.analysis.charts.words import Words
from planner.catalog.catalogue import Catalogue
from planner.catalog.records import Record
from planner.plan.language import Language
from planner.ui.charts.clipboard import mime_data
from planner.ui.charts.legend import Legend
from planner.ui.charts.palette import palette_of
from planner.ui.charts.plot import ChartPlot
from planner.ui.charts.table import TwinView
from planner.ui.dialogs.frame import Frame
from planner.ui.text import label, paragraph
from planner.ui.theme import tokens_of


class HistoryDialog(Frame):
    """Shows what a price was from when on; copies picture and table."""

    def __init__(
        self, catalogue: Catalogue, record: Record, today: dt.date, language: Language, parent: QWidget | None = None
    ) -> None:
        _ = language.translate
        words = Words(language)
        self.chart = history_chart(catalogue, record, today, words)
        super().__init__(_("History of a price"), record.name, parent)
        if self.chart.nothing:
            self.body.addWidget(paragraph(self.chart.nothing), 1, Qt.AlignmentFlag.AlignCenter)
        else:
            palette = palette_of(tokens_of(self.palette()))
            self.plot = ChartPlot(palette)
            self.plot.setAccessibleName(self.chart.title)
            self.plot.setAccessibleDescription(self.chart.description)
            self.plot.show_chart(self.chart)
            legend = Legend(palette)
            legend.set_below(below=True)
            legend.show_entries(self.chart.legend)
            self.table = TwinView()
            self.table.setAccessibleName(_("History of a price"))
            self.table.show_table(self.chart.table, words)
            self.body.addWidget(label(self.chart.y.title, tone="muted"))
            self.body.addWidget(self.plot, 3)
            self.body.addWidget(legend)
            self.body.addWidget(self.table, 2)
            self.add_button(_("Copy picture and table")).clicked.connect(
                lambda: QGuiApplication.clipboard().setMimeData(mime_data(self.chart, words))
            )
        self.add_button(_("Close"), is_primary=True).clicked.connect(self.accept)
        self.widen(84, 36)
