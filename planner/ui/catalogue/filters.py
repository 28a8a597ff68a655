"""Which records of a kind the catalogue browser lists: a search and three filters."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QSignalBlocker, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from planner.catalog.browsing import search
from planner.catalog.catalogue import Catalogue
from planner.catalog.figures import Age, age_of
from planner.catalog.records import Record
from planner.plan.language import Language
from planner.ui.catalogue.record_words import AGE_NAMES

PAUSE_MS = 120


class RecordFilters(QWidget):
    """A search field over an age, those of one's own, and those about which sources differ."""

    changed = Signal()
    """Other records pass. While somebody types it waits for a pause."""

    def __init__(self, language: Language, today: dt.date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        _ = language.translate
        self.text = QLineEdit()
        self.text.setPlaceholderText(_("Search names, makers, places"))
        self.text.setAccessibleName(self.text.placeholderText())
        self.text.setClearButtonEnabled(True)
        self.ages = QComboBox()
        self.ages.setAccessibleName(_("Age"))
        self.ages.addItem(_("Any age"), "")
        for age in Age:
            self.ages.addItem(_(AGE_NAMES[age]), age.value)
        self.only_own = QCheckBox(_("Only yours"))
        self.only_disputed = QCheckBox(_("Sources differ"))
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        row = QHBoxLayout()
        row.setSpacing(12)
        for widget in (self.ages, self.only_own, self.only_disputed):
            row.addWidget(widget)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.text)
        column.addLayout(row)
        self._connect()

    def clear(self) -> None:
        """Let every record pass, without a word of it."""
        blocked = QSignalBlocker(self)
        self.text.clear()
        self.ages.setCurrentIndex(0)
        self.only_own.setChecked(False)
        self.only_disputed.setChecked(False)
        self._pause.stop()
        blocked.unblock()

    def passing(self, catalogue: Catalogue, kind: str) -> list[Record]:
        """Return the records of a kind that pass, the best matches of the search first."""
        text = self.text.text()
        found = search(catalogue, text, kind) if text.strip() else catalogue.records(kind)
        return [record for record in found if self._passes(record)]

    def _passes(self, record: Record) -> bool:
        age = str(self.ages.currentData())
        return (
            (not self.only_own.isChecked() or record.private)
            and (not self.only_disputed.isChecked() or bool(record.disagreement))
            and (not age or age_of(record, self._today).value == age)
        )

    def _connect(self) -> None:
        self._pause.timeout.connect(self.changed)
        self.text.textChanged.connect(lambda _text: self._pause.start())
        self.text.returnPressed.connect(self._apply)
        self.ages.currentIndexChanged.connect(self._apply)
        self.only_own.toggled.connect(self._apply)
        self.only_disputed.toggled.connect(self._apply)

    def _apply(self, *_ignored: object) -> None:
        self._pause.stop()
        self.changed.emit()
