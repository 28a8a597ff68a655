"""What the window does when something stands between the plan and its file: says it, and offers every way on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QBoxLayout

from planner.plan.wording import PlannerError
from planner.ui.documents import Documents
from planner.ui.file_banner import FileBanner

if TYPE_CHECKING:
    from planner.ui.window import MainWindow


class FileSafety(QObject):
    """Watches over one window; `wire` gives each fresh set of panels its banner."""

    def __init__(self, documents: Documents, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._documents = documents
        self._window: MainWindow | None = None
        self.banner: FileBanner | None = None
        documents.status.trouble_changed.connect(self._show)
        documents.store.refused.connect(self._show_refused)

    def wire(self, window: MainWindow) -> None:
        """Put a banner under the notices of a window and look at the file whenever the window becomes active."""
        if self._window is not window:
            window.installEventFilter(self)
        self._window = window
        self.banner = FileBanner(window.language)
        self.banner.chosen.connect(self.go_on)
        layout = window.centralWidget().layout()
        if isinstance(layout, QBoxLayout):
            layout.insertWidget(layout.indexOf(window.panels.notices) + 1, self.banner)
        self.banner.show_trouble(self._documents.status.trouble)

    def go_on(self, key: str) -> None:
        """Take one of the ways on that the banner offers."""
        if self._window is None:
            return
        files = self._window.files
        ways = {
            "elsewhere": files.save_elsewhere,
            "again": self._documents.save_now,
            "compare": self.compare,
            "keep": self._documents.keep_mine,
            "theirs": self._documents.take_theirs,
            "copy": self._documents.open_copy,
            "reopen": self._reopen,
            "take_over": self._take_over,
        }
        try:
            ways[key]()
        except PlannerError as error:
            self._window.panels.notices.show_notice(error.message)

    def compare(self) -> None:
        """Show the plan on screen beside the one on disk."""
        from planner.ui.dialogs.comparison import ComparisonDialog
        from planner.ui.differences import differences

        window = self._window
        if window is None:
            return
        found = differences(window.store.plan, self._documents.theirs(), window.store, window.language)
        dialog = ComparisonDialog(found, window.language, window)
        dialog.kept.connect(lambda: self.go_on("keep"))
        dialog.taken.connect(lambda: self.go_on("theirs"))
        dialog.open()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look at the file when the window becomes active."""
        if event.type() is QEvent.Type.WindowActivate:
            self._documents.check_disk()
        return super().eventFilter(watched, event)

    def _reopen(self) -> None:
        path: Path | None = self._documents.path
        if path is not None:
            self._documents.open(path)

    def _take_over(self) -> None:
        window, path, trouble = self._window, self._documents.path, self._documents.status.trouble
        if window is None or path is None or trouble is None:
            return
        _ = window.language.translate
        warning = _(
            "Take the plan over only if it is not open there any more. If it is, that window notices it with its next "
            "edit, keeps the edit apart and offers to save it elsewhere."
        )
        if window.prompts.agrees(_("Take the plan over"), f"{trouble.message.text(_)}\n\n{warning}", _("Take it over")):
            self._documents.open(path, take_over=True)

    def _show(self, trouble: object) -> None:
        if self.banner is not None:
            self.banner.show_trouble(trouble)  # type: ignore[arg-type]

    def _show_refused(self) -> None:
        if self.banner is not None:
            self.banner.show_refused()
