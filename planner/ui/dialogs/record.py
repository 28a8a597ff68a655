"""A catalogue record in a window of its own: every figure with its unit, and where they come from."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from planner.catalog.records import Record
from planner.plan.language import Language
from planner.ui.catalogue.detail import RecordDetail
from planner.ui.catalogue.record_words import local_today
from planner.ui.dialogs.frame import Frame


class RecordDialog(Frame):
    """Shows one record; copies it as text."""

    def __init__(self, record: Record, language: Language, parent: QWidget | None = None) -> None:
        _ = language.translate
        super().__init__(record.name, "", parent)
        self.detail = RecordDetail(language, local_today())
        self.detail.show_record(record)
        self.detail.title.hide()
        self.body.addWidget(self.detail, 1)
        self.add_button(_("Copy")).clicked.connect(self.detail.copy)
        self.add_button(_("Close"), is_primary=True).clicked.connect(self.accept)
        self.widen(76, 36)
