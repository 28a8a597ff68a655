"""A slim bar for what the user should know but need not answer: recovery, migration, read-only."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QWidget

from planner.plan.language import Language
from planner.plan.wording import Message
from planner.ui.icons import icon
from planner.ui.text import paragraph
from planner.ui.theme import tokens_of

MOST_NOTICES = 4


class NoticeBar(QFrame):
    """The newest notices, until they are dismissed."""

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "notice")
        self._language = language
        self.messages: tuple[Message, ...] = ()
        """What is shown, oldest first."""
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
        lines = [message.text(self._language.translate) for message in self.messages]
        return "\n".join(dict.fromkeys(lines))

    def show_notice(self, message: Message) -> None:
        """Show one more notice."""
        if message not in self.messages:
            self.messages = (*self.messages[-(MOST_NOTICES - 1) :], message)
        self._text.setText(self.text)
        self.show()

    def clear(self) -> None:
        """Dismiss everything."""
        self.messages = ()
        self.hide()
