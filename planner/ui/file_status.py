"""What is said about the plan's file: whether every edit is in it, and what stands between the two."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from planner.plan.wording import N_, Message
from planner.ui.troubles import Trouble, TroubleKind


class FileStatus(QObject):
    """The last word on saving, and the trouble for as long as there is one."""

    said = Signal(object, bool)
    """(Message, is safe): what the status bar says about saving."""
    trouble_changed = Signal(object)
    """(Trouble or None): what stands between the plan and its file."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.last: tuple[Message, bool] = (Message(N_("Example, not changed")), True)
        self.trouble: Trouble | None = None

    @property
    def has_failed(self) -> bool:
        """Whether the plan could not be saved."""
        return self.trouble is not None and self.trouble.kind is TroubleKind.SAVE_FAILED

    def say(self, message: Message, *, is_safe: bool = True) -> None:
        """Say how saving stands."""
        self.last = (message, is_safe)
        self.said.emit(message, is_safe)

    def report(self, trouble: Trouble | None) -> None:
        """Say what stands between the plan and its file, or that nothing does any more."""
        if trouble != self.trouble:
            self.trouble = trouble
            self.trouble_changed.emit(trouble)

    def fail(self, reason: Message) -> None:
        """Say that the plan could not be saved, and why."""
        self.report(Trouble(TroubleKind.SAVE_FAILED, reason))
        self.say(Message(N_("Not saved")), is_safe=False)

    def repeat(self) -> None:
        """Say everything again, for those who came late."""
        self.said.emit(*self.last)
        self.trouble_changed.emit(self.trouble)
