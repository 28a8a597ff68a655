"""An error that nobody expected: the log has it, the user learns what is safe, and the program goes on."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from planner.plan.language import Language
from planner.plan.wording import N_, Message
from planner.ui.dialogs.frame import Frame
from planner.ui.documents import Documents
from planner.ui.text import paragraph


def what_is_safe(documents: Documents) -> Message:
    """Say how much of the open plan is in its file."""
    if documents.session is None and documents.is_safe:
        return Message(N_("The plan on screen has no changes of yours."))
    if documents.saved_at is None or not documents.is_safe:
        return Message(N_("Your newest edits are not in the file yet. They are kept, and saving goes on."))
    return Message(N_("Your plan is saved up to {time}."), {"time": documents.saved_at})


class UnexpectedDialog(Frame):
    """Says what is safe and offers the diagnostics."""

    def __init__(
        self, safe: Message, copy_diagnostics: Callable[[], object], language: Language, parent: QWidget | None = None
    ) -> None:
        _ = language.translate
        super().__init__(_("Something went wrong"), safe.text(_), parent)
        self.body.addWidget(
            paragraph(
                _(
                    "The program met an error that it did not expect and goes on. If something looks wrong, close the "
                    "window and open it again. For a bug report, copy the diagnostics: they hold nothing of your plans."
                )
            )
        )
        self.copy_button = self.add_button(_("Copy diagnostics"))
        self.copy_button.clicked.connect(copy_diagnostics)
        self.add_button(_("Go on"), is_primary=True).clicked.connect(self.accept)
        self.widen(64, 14)


class UnexpectedErrors(QObject):
    """Takes errors from any thread and shows one dialog at a time."""

    _told = Signal()

    def __init__(self, show: Callable[[], UnexpectedDialog], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._show = show
        self._is_open = False
        self._told.connect(self._open, Qt.ConnectionType.QueuedConnection)

    def tell(self, _error: BaseException) -> None:
        """Take an error; on any thread."""
        self._told.emit()

    def _open(self) -> None:
        if self._is_open:
            return
        self._is_open = True
        dialog = self._show()
        dialog.finished.connect(self._close)
        dialog.open()

    def _close(self, _result: int) -> None:
        self._is_open = False
