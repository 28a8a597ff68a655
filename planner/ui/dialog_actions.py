"""Opens the dialogs of one window and does what they ask for. Each is imported when it is first opened."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from planner.plan.wording import N_, Message, PlannerError
from planner.storage.documents import plan_document
from planner.ui.forms.field import FieldRow

if TYPE_CHECKING:
    from planner.catalog.records import Record
    from planner.ui.dialogs.export import Order
    from planner.ui.window import MainWindow


class DialogActions:
    """The dialogs of a window, each opened by an action."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def wire(self) -> None:
        """Connect the actions and the panels."""
        window = self._window
        window.action_table.connect(
            search=self.search,
            library=self.library,
            history=self.versions,
            export=self.export,
            guides=self.guides,
            keys=self.keyboard,
            about=self.about,
            diagnostics=self.copy_diagnostics,
            explain=self.explain,
        )
        window.panels.inputs.explanation_asked.connect(self.show_explanation)
        window.panels.deck.export_asked.connect(lambda chart, _basis: self.export((chart,)))

    def search(self) -> None:
        """Open the command palette."""
        from planner.ui.command_palette import open_palette

        open_palette(self._window, self.show_record)

    def show_record(self, record: Record) -> None:
        """Show a catalogue record."""
        from planner.ui.dialogs.record import RecordDialog

        RecordDialog(record, self._window.language, self._window).open()

    def explain(self) -> None:
        """Explain the field in focus."""
        row = self._window.panels.inputs.field_in_focus()
        if row is not None:
            self.show_explanation(row)

    def show_explanation(self, row: FieldRow) -> None:
        """Explain a field."""
        from planner.ui.explanation import Explanation

        Explanation(row, self._window.language, self._window).show_beside(row)

    def guides(self) -> None:
        """Show the guides."""
        from planner.ui.dialogs.guides import GuidesDialog

        GuidesDialog(self._window.language, self._window).open()

    def keyboard(self) -> None:
        """Show every shortcut."""
        from planner.ui.dialogs.keyboard import KeyboardDialog

        KeyboardDialog(self._window.action_table.all(), self._window.language, self._window).open()

    def about(self) -> None:
        """Show version and licences."""
        from planner.ui.dialogs.about import AboutDialog

        AboutDialog(self._window.store.catalogue, self._window.language, self._window).open()

    def copy_diagnostics(self) -> None:
        """Put what a bug report needs on the clipboard: the system and the log, nothing of a plan."""
        from planner.storage.diagnostics import diagnostics

        window = self._window
        screen = window.screen()
        more = {
            "Screen": f"{screen.size().width()} × {screen.size().height()} at {screen.devicePixelRatio()}",
            "Platform": QGuiApplication.platformName(),
            "Language": window.language.code,
        }
        QGuiApplication.clipboard().setText(diagnostics(window.documents.directories, more))
        window.panels.notices.show_notice(Message(N_("The diagnostics are on the clipboard.")))

    def library(self) -> None:
        """Show the user's plans."""
        from planner.storage.bin import Bin
        from planner.ui.dialogs.library import LibraryDialog

        documents = self._window.documents
        documents.save_now()
        try:
            documents.directories.create()
        except PlannerError as error:
            self._window.panels.notices.show_notice(error.message)
            return
        dialog = LibraryDialog(
            documents.library,
            Bin(documents.directories),
            self._window.prompts,
            self._window.language,
            documents.path,
            self._window,
        )
        dialog.opened.connect(self._window.files.open)
        dialog.open()

    def versions(self) -> None:
        """Show the earlier versions of this plan."""
        from planner.ui.dialogs.versions import VersionsDialog

        session = self._window.documents.session
        if session is None:
            self._window.panels.notices.show_notice(Message(N_("No earlier version is kept yet.")))
            return
        store = self._window.store
        dialog = VersionsDialog(
            session.history,
            store,
            lambda: plan_document(store.plan),
            self._window.prompts,
            self._window.language,
            self._window,
        )
        dialog.restored.connect(self._window.documents.restore)
        dialog.open()

    def export(self, charts: tuple[str, ...] = ()) -> None:
        """Export the comparison, or the charts named."""
        from planner.export.exporting import FORMATS
        from planner.ui.dialogs.export import ExportDialog

        ExportDialog(
            self.export_to, tuple(FORMATS), self._window.prompts, self._window.language, charts, self._window
        ).open()

    def export_to(self, order: Order) -> list[Path]:
        """Write the files of an order and return their paths."""
        from planner.analysis.charts.inputs import NOTHING_YET
        from planner.export.exporting import export_plan

        window = self._window
        result = window.store.result
        if result is None:
            return []
        deck = window.panels.deck
        return export_plan(
            window.store.plan,
            result,
            order.folder,
            order.formats,
            order.charts or None,
            language=window.language,
            dpi=order.dpi,
            size_mm=order.size_mm,
            force=order.force,
            analyses=deck.analyses or NOTHING_YET,
            bases=[(chart.kind.id, chart.basis) for chart in deck.charts],
            catalogue=window.store.catalogue,
            csv_format=window.documents.preferences.csv_format,
        )
