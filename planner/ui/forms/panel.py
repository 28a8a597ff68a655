"""The inputs of what is selected: heading, filter, and the sections."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QScrollArea, QToolButton, QVBoxLayout, QWidget

from planner.plan.fields import Path
from planner.plan.language import Language
from planner.plan.plan import Plan
from planner.plan.wording import N_, Message
from planner.ui.fonts import Type
from planner.ui.forms.field import FieldRow
from planner.ui.forms.section import Filter, SectionBox
from planner.ui.forms.sections import SECTIONS, sections_for
from planner.ui.store import Store
from planner.ui.text import elided, separator

FILTERS = (
    (Filter.ALL, N_("All")),
    (Filter.CHANGED, N_("Changed")),
    (Filter.UNSURE, N_("Unsure")),
    (Filter.MATTERS, N_("Matters")),
)

PAUSE_MS = 100
SCENARIO_UNFOLDED = ("model", "hosting")
"""What is unfolded when a scenario is first selected."""


class InputsPanel(QFrame):
    """Every field of the selected scenario, or of the plan."""

    explanation_asked = Signal(object)
    """(FieldRow): the user wants the field explained."""
    note_asked = Signal(object)
    """(Path): the user wants to write a note on the field."""
    record_asked = Signal(str)
    """(record id): the user wants to see the catalogue record behind a field's value."""
    asked = Signal()
    """A field here is to be seen."""

    def __init__(self, store: Store, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "surface")
        self._store = store
        self._language = language
        self._filter = Filter.ALL
        self._material: frozenset[Path] = frozenset()
        self._title = elided(role=Type.TITLE)
        self._buttons = QButtonGroup(self)
        self._boxes = {section.key: SectionBox(section, store, language) for section in SECTIONS}
        self._is_on_scenario = False
        self._other_folds: tuple[str, ...] = SCENARIO_UNFOLDED
        self._wanted: tuple[SectionBox, ...] = ()
        self._scroll = QScrollArea()
        self._lay_out()
        for box in self._boxes.values():
            box.row_made.connect(self._adopt)
        self._late = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._late.timeout.connect(self.refresh_sources)
        store.changed.connect(self._take_plan)
        store.selection_changed.connect(self.show_selection)
        store.results_ready.connect(self._refresh_late)
        store.rejected.connect(self._show_rejection)
        self.show_selection(store.selection)

    def show_selection(self, scenario_id: str) -> None:
        """Show the inputs of a scenario, or of the plan for ''."""
        plan = self._store.plan
        wanted = {section.key for section in sections_for(scenario_id)}
        self._wanted = tuple(box for key, box in self._boxes.items() if key in wanted)
        self._title.setText(plan.scenario(scenario_id).name if scenario_id else plan.name)
        for key, box in self._boxes.items():
            if key in wanted:
                box.bind(scenario_id)
                box.show_filter(self._filter, self._material)
            else:
                box.bind("")
                box.hide()
        self._take_folds(of_scenario=bool(scenario_id))
        self._late.start()

    def _take_folds(self, *, of_scenario: bool) -> None:
        """Give the sections the folds of the plan or of a scenario: each remembers its own."""
        if of_scenario == self._is_on_scenario:
            return
        self._other_folds, folds = self.unfolded(), self._other_folds
        self._is_on_scenario = of_scenario
        for key, box in self._boxes.items():
            box.unfold(unfolded=key in folds)

    def unfold(self, *keys: str) -> None:
        """Unfold these sections."""
        for key in keys:
            self._boxes[key].unfold()

    def unfolded(self) -> tuple[str, ...]:
        """Return the keys of the unfolded sections."""
        return tuple(key for key, box in self._boxes.items() if box.heading.isChecked())

    def show_field(self, path: Path) -> FieldRow | None:
        """Bring a field into view and put the cursor into it."""
        self._store.select(path[1] if path[:1] == ("scenarios",) else self._store.selection)
        for box in self.boxes():
            row = box.row_at(path)
            if row is not None:
                self.asked.emit()
                self._choose(Filter.ALL)
                row.show()
                row.editor.setFocus(Qt.FocusReason.TabFocusReason)
                self._scroll.ensureWidgetVisible(row, 0, 80)
                return row
        return None

    def field_in_focus(self) -> FieldRow | None:
        """Return the row that the cursor is in."""
        focused = self.window().focusWidget()
        for box in self._boxes.values():
            for row in box.rows():
                if row.editor is focused:
                    return row
        return None

    def boxes(self) -> tuple[SectionBox, ...]:
        """Return the sections of what is selected."""
        return self._wanted

    def every_box(self) -> tuple[SectionBox, ...]:
        """The sections of the plan and of a scenario."""
        return tuple(self._boxes.values())

    def show_what_matters(self) -> None:
        """Show only the fields that move the result."""
        self._choose(Filter.MATTERS)

    def show_material(self, paths: frozenset[Path]) -> None:
        """Take the fields that move the result."""
        self._material = paths
        self._show_filter()

    def refresh_sources(self) -> None:
        """Show where values come from, once results are there."""
        for box in self.boxes():
            if box.heading.isChecked():
                box.refresh_sources()

    def _refresh_late(self, *_: object) -> None:
        self._late.start()

    def _lay_out(self) -> None:
        _ = self._language.translate
        head = QVBoxLayout()
        head.setContentsMargins(16, 12, 16, 8)
        head.setSpacing(8)
        head.addWidget(self._title)
        segments = QHBoxLayout()
        segments.setSpacing(4)
        for key, text in FILTERS:
            button = QToolButton()
            button.setText(_(text))
            button.setCheckable(True)
            button.setChecked(key is Filter.ALL)
            button.setProperty("role", "segment")
            button.setProperty("filter", key.value)
            button.setAccessibleName(_("Show fields: {filter}").format(filter=_(text)))
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self._buttons.addButton(button)
            segments.addWidget(button)
        segments.addStretch(1)
        self._buttons.buttonClicked.connect(lambda button: self._choose(Filter(button.property("filter"))))
        head.addLayout(segments)
        content = QFrame()
        content.setProperty("role", "surface")
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 16)
        column.setSpacing(0)
        for box in self._boxes.values():
            column.addWidget(box)
        column.addStretch(1)
        self._scroll.setWidget(content)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(separator())
        layout.addWidget(self._scroll, 1)
        leave = QShortcut(QKeySequence("Ctrl+Shift+A"), self)
        leave.activated.connect(lambda: self._choose(Filter.ALL))

    def _adopt(self, row: FieldRow) -> None:
        row.explanation_asked.connect(self.explanation_asked)
        row.note_asked.connect(self.note_asked)
        row.record_asked.connect(self.record_asked)

    def _take_plan(self, plan: Plan, _path: Path) -> None:
        scenario_id = self._store.selection
        self._title.setText(plan.scenario(scenario_id).name if scenario_id else plan.name)
        for box in self.boxes():
            box.refresh()

    def _choose(self, shown: Filter) -> None:
        if shown is self._filter:
            return
        self._filter = shown
        for button in self._buttons.buttons():
            button.setChecked(button.property("filter") == shown.value)
        if shown is not Filter.ALL:
            self.unfold(*self._boxes)
        self._show_filter()

    def _show_filter(self) -> None:
        for box in self.boxes():
            box.show_filter(self._filter, self._material)
        self.refresh_sources()

    def _show_rejection(self, path: Path, message: Message) -> None:
        for box in self.boxes():
            for row in box.rows():
                if row.path == path:
                    row.show_error(message)
