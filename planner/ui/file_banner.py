"""The bar that stays while something stands between the plan and its file, with every way on as a button."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from planner.plan.language import Language
from planner.plan.wording import N_
from planner.ui.icons import pixmap
from planner.ui.text import paragraph, set_tone
from planner.ui.theme import tokens_of
from planner.ui.troubles import REFUSED, Trouble, TroubleKind
from planner.ui.workspace import NARROW

WAYS_ON = {
    TroubleKind.SAVE_FAILED: (("elsewhere", N_("Save elsewhere…")), ("again", N_("Try again"))),
    TroubleKind.CHANGED_ON_DISK: (
        ("compare", N_("Compare…")),
        ("keep", N_("Keep mine")),
        ("theirs", N_("Take theirs")),
    ),
    TroubleKind.READ_ONLY: (("copy", N_("Open a copy")), ("reopen", N_("Try again"))),
    TroubleKind.LEFT_LOCKED: (
        ("copy", N_("Open a copy")),
        ("reopen", N_("Try again")),
        ("take_over", N_("Take over…")),
    ),
}


class FileBanner(QFrame):
    """Shows one trouble; hidden when there is none."""

    chosen = Signal(str)
    """Key of the way on that the user wants, one of WAYS_ON."""

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "notice")
        self._language = language
        self._trouble: Trouble | None = None
        self._mark = QLabel()
        self._text = paragraph(tone="")
        self.buttons: dict[str, QPushButton] = {}
        said = QHBoxLayout()
        said.setSpacing(8)
        said.addWidget(self._mark)
        said.addWidget(self._text, 1)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        self._parts = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._parts.setContentsMargins(24, 8, 16, 8)
        self._parts.setSpacing(8)
        self._parts.addLayout(said, 1)
        self._parts.addLayout(row)
        for key, text in dict(pair for pairs in WAYS_ON.values() for pair in pairs).items():
            button = QPushButton(language.translate(text))
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked=False, key=key: self.chosen.emit(key))
            self.buttons[key] = button
            row.addWidget(button)
        self.hide()

    @property
    def text(self) -> str:
        """What the bar says; empty when it is hidden."""
        return self._text.text() if self._trouble is not None else ""

    def show_trouble(self, trouble: Trouble | None) -> None:
        """Show a trouble, or nothing."""
        self._trouble = trouble
        if trouble is not None:
            offered = [key for key, _text in WAYS_ON[trouble.kind]]
            for key, button in self.buttons.items():
                button.setVisible(key in offered)
            tokens = tokens_of(self.palette())
            is_lock = trouble.kind in (TroubleKind.READ_ONLY, TroubleKind.LEFT_LOCKED)
            name, colour = ("lock", tokens.accent) if is_lock else ("warning", tokens.error)
            self._mark.setPixmap(pixmap(name, colour, self.fontMetrics().height(), self.devicePixelRatioF()))
            set_tone(self._text, "")
            self._text.setText(trouble.message.text(self._language.translate))
        self.setVisible(trouble is not None)

    def show_refused(self) -> None:
        """Say that an edit was not taken, loudly enough to be noticed."""
        if self._trouble is None:
            return
        reason = self._trouble.message.text(self._language.translate)
        set_tone(self._text, "error")
        self._text.setText(f"{REFUSED.text(self._language.translate)} {reason}")
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self._text.text()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the buttons under the text where both would not fit side by side."""
        super().resizeEvent(event)
        narrow = self.width() < self.fontMetrics().averageCharWidth() * NARROW
        directions = QBoxLayout.Direction
        self._parts.setDirection(directions.TopToBottom if narrow else directions.LeftToRight)
