"""One record in full: every figure with its unit, the source, its address as text, its age, and who says otherwise."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from planner.catalog.figures import Age, age_of
from planner.catalog.records import Record
from planner.plan.language import Language
from planner.ui.catalogue.record_words import figures_of_record, record_text, source_lines
from planner.ui.fonts import Type
from planner.ui.text import label, paragraph, set_tone


class RecordDetail(QWidget):
    """Shows one record; copies it, or its source's address, as text. Nothing is fetched."""

    def __init__(self, language: Language, today: dt.date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        _ = language.translate
        self._language, self._today = language, today
        self.record: Record | None = None
        self.title = paragraph(role=Type.TITLE, tone="")
        self.identity = paragraph(role=Type.SMALL)
        self.figures = QTreeWidget()
        self.figures.setHeaderLabels([_("Figure"), _("Value"), _("Unit")])
        self.figures.setAccessibleName(_("Figures of the record"))
        self.figures.setRootIsDecorated(False)
        self.figures.setFrameShape(QFrame.Shape.NoFrame)
        self.figures.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.figures.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        header = self.figures.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        header.resizeSection(0, self.fontMetrics().averageCharWidth() * 27)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.ResizeToContents)
        self.source = paragraph(role=Type.SMALL)
        self.source.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.address = QLineEdit()
        self.address.setReadOnly(True)
        self.address.setAccessibleName(_("Address of the source"))
        self.copy_address = QPushButton(_("Copy address"))
        self.copy_address.setAutoDefault(False)
        self.copy_address.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.address.text()))
        self.disagreement = paragraph(role=Type.SMALL, tone="error")
        self.disagreement.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        where = QHBoxLayout()
        where.addWidget(self.address, 1)
        where.addWidget(self.copy_address)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.title)
        column.addWidget(self.identity)
        column.addWidget(self.figures, 1)
        column.addWidget(label(_("Source"), Type.CAPTION, "muted"))
        column.addWidget(self.source)
        column.addWidget(self.disagreement)
        column.addLayout(where)

    def show_record(self, record: Record | None) -> None:
        """Show a record, or nothing."""
        self.record = record
        self.figures.clear()
        for widget in (self.figures, self.source, self.address, self.copy_address):
            widget.setEnabled(record is not None)
        if record is None:
            for text in (self.title, self.identity, self.source, self.disagreement):
                text.setText("")
            self.address.clear()
            self.disagreement.hide()
            return
        self.title.setText(record.name)
        self.identity.setText(", ".join((record.id, *record.aliases[:3])))
        self.identity.setToolTip(", ".join(record.aliases))
        for figure in figures_of_record(record, self._language):
            item = QTreeWidgetItem(self.figures, [figure.title, figure.value, figure.unit])
            item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            item.setToolTip(0, figure.title)
            item.setToolTip(1, figure.value)
        self.source.setText("\n".join(source_lines(record, self._today, self._language)))
        set_tone(self.source, "error" if age_of(record, self._today) is Age.STALE else "muted")
        self.address.setText(record.provenance.address)
        self.address.setCursorPosition(0)
        self.copy_address.setEnabled(bool(record.provenance.address))
        self.disagreement.setText(record.disagreement)
        self.disagreement.setVisible(bool(record.disagreement))

    def copy(self) -> None:
        """Copy the whole record as text."""
        if self.record is not None:
            QGuiApplication.clipboard().setText(record_text(self.record, self._today, self._language))
