"""Every shortcut on one page."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QFrame, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from planner.plan.language import Language
from planner.ui.dialogs.frame import Frame


class KeyboardDialog(Frame):
    """A list of keys and what they do."""

    def __init__(self, actions: Sequence[QAction], language: Language, parent: QWidget | None = None) -> None:
        _ = language.translate
        super().__init__(_("Keyboard"), _("Everything can be reached without a mouse."), parent)
        more = (
            (_("Up / Down"), _("In a number field: one step up or down")),
            (_("Space"), _("In the plan tree: show or hide a scenario in the charts")),
            ("Alt+T", _("In a chart: its table instead of the picture")),
            (QKeySequence("Shift+F10").toString(QKeySequence.SequenceFormat.NativeText), _("In a field: its menu")),
        )
        listed = QTreeWidget()
        listed.setHeaderLabels([_("Command"), _("Keys")])
        listed.setAccessibleName(_("Keyboard"))
        listed.setRootIsDecorated(False)
        listed.setFrameShape(QFrame.Shape.NoFrame)
        for action in actions:
            keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            if keys:
                QTreeWidgetItem(listed, [action.text().replace("&", "").split(":")[0].rstrip("…"), keys])
        for keys, text in more:
            QTreeWidgetItem(listed, [text, keys])
        listed.header().setStretchLastSection(False)
        listed.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        listed.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.body.addWidget(listed)
        self.add_button(_("Close"), is_primary=True).clicked.connect(self.accept)
        self.widen(72, 36)
