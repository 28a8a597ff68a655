"""Notes on the plan, on a scenario, and on single fields."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, QTimer
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QVBoxLayout, QWidget

from planner.plan.edits import EditError, label_at, value_at
from planner.plan.fields import Path
from planner.plan.language import Language
from planner.ui.fonts import Type
from planner.ui.store import Store
from planner.ui.text import label, paragraph

PAUSE_MS = 600


class NoteEdit(QPlainTextEdit):
    """A note; what is typed in one stay is one undo step."""

    def __init__(self, store: Store, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._path: Path = ("notes",)
        self._visit = 0
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.commit)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.textChanged.connect(self._pause.start)

    def show_note(self, path: Path) -> None:
        """Show the note at a path of the plan."""
        if path != self._path:
            self.commit()
            self._path = path
        text = self._text_in_plan() or ""
        if text != self.toPlainText():
            with QSignalBlocker(self):
                self.setPlainText(text)

    def commit(self) -> None:
        """Put what was typed into the plan."""
        self._pause.stop()
        if self._text_in_plan() in (None, self.toPlainText()):
            return
        if self._path[:1] == ("field_notes",):
            notes = dict(self._store.plan.field_notes)
            notes[self._path[1]] = self.toPlainText()
            self._store.edit(("field_notes",), {key: text for key, text in notes.items() if text}, self._gesture())
        else:
            self._store.edit(self._path, self.toPlainText(), self._gesture())

    def _gesture(self) -> str:
        return f"note {self._visit}"

    def _text_in_plan(self) -> str | None:
        """Return the note as the plan has it; None once its scenario is gone."""
        if self._path[:1] == ("field_notes",):
            return self._store.plan.field_notes.get(self._path[1], "")
        try:
            return str(value_at(self._store.plan, self._path))
        except EditError:
            return None

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin a stay."""
        self._visit += 1
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """End a stay."""
        self.commit()
        super().focusOutEvent(event)


class NotesTab(QWidget):
    """The note of what is selected, or of the field that was asked for."""

    def __init__(self, store: Store, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._language = language
        self._field: Path = ()
        self._title = label(role=Type.STRONG)
        self._hint = paragraph(
            language.translate("Notes are part of the plan: why a value was chosen, who said so, what is open."),
            Type.SMALL,
        )
        self.edit = NoteEdit(store)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(8)
        layout.addWidget(self._title)
        layout.addWidget(self.edit, 1)
        layout.addWidget(self._hint)
        store.changed.connect(self._show)
        store.selection_changed.connect(self.show_selection)
        self.show_selection(store.selection)

    def show_selection(self, _scenario_id: str) -> None:
        """Show the note of the selected scenario, or of the plan."""
        self._field = ()
        self._show()

    def show_field(self, path: Path) -> None:
        """Show the note of a field."""
        self._field = path
        self._show()
        self.edit.setFocus()

    def _show(self, *_ignored: object) -> None:
        _ = self._language.translate
        plan, scenario_id = self._store.plan, self._store.selection
        if self._field:
            field = _(label_at(plan, self._field))
            self._title.setText(_("Note on “{name}”").format(name=field))
            self.edit.show_note(("field_notes", ".".join(self._field)))
        elif scenario_id:
            self._title.setText(_("Note on “{name}”").format(name=plan.scenario(scenario_id).name))
            self.edit.show_note(("scenarios", scenario_id, "notes"))
        else:
            self._title.setText(_("Note on the plan"))
            self.edit.show_note(("notes",))
        self.edit.setAccessibleName(self._title.text())
        self.edit.setReadOnly(self._store.is_read_only)
