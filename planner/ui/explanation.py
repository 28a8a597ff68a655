"""F1: what the field in focus means, what it may hold, and where its value comes from."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from planner.plan.language import Language
from planner.ui.fonts import Type
from planner.ui.forms.editors import AmountEdit, shown_text
from planner.ui.forms.field import FieldRow
from planner.ui.text import label, paragraph


class Explanation(QFrame):
    """A small sheet beside the field; any key or click closes it."""

    def __init__(self, row: FieldRow, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("role", "card")
        _ = language.translate
        ui = row.spec.ui
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(8)
        layout.addWidget(label(row.label_text, Type.TITLE))
        layout.addWidget(paragraph(_(ui.help), tone=""))
        if isinstance(row.editor, AmountEdit):
            if ui.maximum is not None and ui.minimum is not None:
                low, high = (shown_text(bound, ui.unit, language) for bound in (ui.minimum, ui.maximum))
                layout.addWidget(
                    paragraph(_("From {low} to {high} {unit}.").format(low=low, high=high, unit=_(ui.unit.sign)))
                )
            layout.addWidget(paragraph(_("Type a number, 1.2M, or a range: 800k..1.5M, 4..6..11, 30 ± 10.")))
        if row.source_text:
            layout.addWidget(paragraph(_("Source: {source}").format(source=row.source_text), Type.SMALL))
        self.setFixedWidth(self.fontMetrics().averageCharWidth() * 48)
        self.setAccessibleName(row.label_text)
        self.setAccessibleDescription(_(ui.help))

    def show_beside(self, row: FieldRow) -> None:
        """Show the sheet under a field."""
        self.adjustSize()
        at = row.editor.mapToGlobal(QPoint(0, row.editor.height() + 4))
        screen = row.screen().availableGeometry()
        at.setX(min(at.x(), screen.right() - self.width()))
        at.setY(min(at.y(), screen.bottom() - self.height()))
        self.move(at)
        self.show()

    def keyPressEvent(self, event: object) -> None:  # noqa: ARG002 - Qt's signature
        """Close on any key."""
        self.close()
