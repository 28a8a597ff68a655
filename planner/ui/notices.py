"""A slim bar for what the user should know but need not answer: recovery, migration, read-only."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QWidget

from planner.plan.language import Language
from planner.plan.wording import Message
from planner.ui.icons import icon
from planner.ui.text import paragraph
from planner.ui.theme import tokens_of


class NoticeBar(QFrame):
    """The newest notices, until they are dismissed."""

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "notice")
        self._language = language
        self._lines: list[str] = []
        self._text = paragraph(tone="")
        close = QToolButton()
        close.setIcon(icon("close", tokens_of(self.palette()).muted))
        close.setAccessibleName(language.translate("Dismiss notices"))
        close.setToolTip(close.accessibleName())
        close.clicked.connect(self.clear)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 8, 16, 8)
        row.addWidget(self._text, 1)
        row.addWidget(close)
        self.hide()

    @property
    def text(self) -> str:
        """What the bar says."""
        return "\n".join(self._lines)

    def show_notice(self, message: Message) -> None:
        """Show one more notice."""
        line = message.text(self._language.translate)
        if line not in self._lines:
            self._lines = [*self._lines[-2:], line]
        self._text.setText(self.text)
        self.show()

    def clear(self) -> None:
        """Dismiss everything."""
        self._lines = []
        self.hide()
