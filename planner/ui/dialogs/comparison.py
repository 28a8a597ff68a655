"""Two states of one plan beside each other: the one on screen and another, with a decision at the foot."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from planner.plan.language import Language
from planner.ui.dialogs.frame import Frame
from planner.ui.differences import Difference
from planner.ui.text import paragraph


class DifferenceTable(QTreeWidget):
    """The differences, one per line; a long value shows in full in its tool tip."""

    def __init__(self, language: Language, other: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        _ = language.translate
        self._language = language
        self.setAccessibleName(_("Differences"))
        self.setHeaderLabels([_("Where"), _("Field"), _("On screen"), other])
        self.setRootIsDecorated(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        header = self.header()
        header.setStretchLastSection(False)
        for column in range(4):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)

    def show_differences(self, found: Sequence[Difference]) -> None:
        """List these."""
        self.clear()
        self.ensurePolished()  # rows are measured in the style, not before it
        plan = self._language.translate("Plan")
        for one in found:
            texts = [one.place or plan, one.label, one.mine, one.theirs]
            item = QTreeWidgetItem(self, [" ".join(text.split()) for text in texts])
            for column, text in enumerate(texts):
                item.setToolTip(column, text)


class ComparisonDialog(Frame):
    """Asks which state goes on; closing it decides nothing."""

    kept = Signal()
    """The user keeps what is on screen."""
    taken = Signal()
    """The user takes what is on disk."""

    def __init__(self, found: Sequence[Difference], language: Language, parent: QWidget | None = None) -> None:
        _ = language.translate
        super().__init__(
            _("Changed on disk"),
            _("The file holds something else than this window. What you do not take goes to the previous versions."),
            parent,
        )
        self.table = DifferenceTable(language, _("On disk"))
        self.table.show_differences(found)
        self.body.addWidget(self.table, 1)
        if not found:
            self.body.addWidget(paragraph(_("No field differs; only details that the form does not show.")))
        self.add_button(_("Decide later")).clicked.connect(self.reject)
        self.theirs_button = self.add_button(_("Take theirs"))
        self.theirs_button.clicked.connect(self._take)
        self.keep_button = self.add_button(_("Keep mine"), is_primary=True)
        self.keep_button.clicked.connect(self._keep)
        self.widen(96, 30)

    def _keep(self) -> None:
        self.kept.emit()
        self.accept()

    def _take(self) -> None:
        self.taken.emit()
        self.accept()
