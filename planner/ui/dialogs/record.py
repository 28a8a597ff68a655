"""A catalogue record: every figure that it holds, with unit, and where they come from."""

from __future__ import annotations

from dataclasses import fields

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from planner.analysis.amount_text import number
from planner.analysis.charts.words import Words
from planner.catalog.records import Record
from planner.plan.language import Language
from planner.ui.dialogs.frame import Frame
from planner.ui.fonts import Type
from planner.ui.forms.source_chip import EVIDENCE_WORDS
from planner.ui.text import paragraph

HIDDEN = ("id", "name", "provenance", "aliases", "private", "disagreement")


class RecordDialog(Frame):
    """Shows one record; copies it as text."""

    def __init__(self, record: Record, language: Language, parent: QWidget | None = None) -> None:
        _ = language.translate
        known = record.provenance
        super().__init__(record.name, ", ".join((record.id, *record.aliases[:4])), parent)
        words = Words(language)
        self._rows: list[tuple[str, str, str]] = []
        table = QTreeWidget()
        table.setHeaderLabels([_("Figure"), _("Value"), _("Unit")])
        table.setAccessibleName(record.name)
        table.setRootIsDecorated(False)
        table.setFrameShape(QFrame.Shape.NoFrame)
        for declared in fields(record):
            value = getattr(record, declared.name)
            if declared.name in HIDDEN or value is None or value in ("", ()):
                continue
            title = _(declared.metadata.get("label") or declared.name.replace("_", " ").capitalize())
            unit = declared.metadata.get("unit", "")
            is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
            text = number(float(value), words) if is_number else str(value)
            row = (title, text, "" if unit == "1" else unit)
            self._rows.append(row)
            item = QTreeWidgetItem(table, list(row))
            item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        header = table.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in (1, 2):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self.body.addWidget(table, 1)
        dates = _("{evidence}, {date}, read {checked}").format(
            evidence=_(EVIDENCE_WORDS[known.evidence]),
            date=language.date(known.date),
            checked=language.date(known.checked),
        )
        self._source = "\n".join(part for part in (known.title, known.address, dates, known.note) if part)
        source = paragraph(self._source, Type.SMALL)
        source.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.body.addWidget(source)
        if record.disagreement:
            self.body.addWidget(paragraph(record.disagreement, Type.SMALL, "error"))
        self.add_button(_("Copy")).clicked.connect(self._copy)
        self.add_button(_("Close"), is_primary=True).clicked.connect(self.accept)
        self.widen(76, 32)

    def _copy(self) -> None:
        lines = [self.windowTitle(), *("\t".join(row) for row in self._rows), self._source]
        QGuiApplication.clipboard().setText("\n".join(lines))
