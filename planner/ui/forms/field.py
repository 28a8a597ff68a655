"""One field, one anatomy: label over source chip · editor · unit · menu with range, reset, note and explanation."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QMenu, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from planner.plan.amounts import Amount, Range, likely
from planner.plan.edits import value_at
from planner.plan.fields import FieldSpec, Path
from planner.plan.language import Language
from planner.plan.typed_values import format_amount
from planner.plan.wording import N_, Message
from planner.ui.fonts import Type
from planner.ui.forms.editors import AmountEdit, ChoiceEdit, DateEdit, SwitchEdit, TextEdit, shown_text, widened
from planner.ui.forms.option_names import option_name
from planner.ui.forms.options import SOURCES, Question
from planner.ui.forms.picker import PickerEdit
from planner.ui.forms.scrub import Scrub, number_of
from planner.ui.forms.source_chip import SourceChip
from planner.ui.icons import icon
from planner.ui.store import Store
from planner.ui.text import label, paragraph
from planner.ui.theme import tokens_of

Editor = AmountEdit | ChoiceEdit | SwitchEdit | DateEdit | TextEdit | PickerEdit

WITHOUT_USUAL = frozenset({"scenario", "rental-offer", "purchase-offer"})
"""Kinds of what is picked that no default stands in for: the user must choose."""

AUTOMATIC, USUAL = N_("automatic"), N_("usual")
"""What an empty field says until what stands in for it is known: a number, a record."""


class FieldRow(QWidget):
    """A field of the plan. `bind` says which one: the same row serves every scenario."""

    explanation_asked = Signal(object)
    """(FieldRow): the user wants the field explained."""
    record_asked = Signal(str)
    """(record id): the user wants to see the catalogue record behind the value."""
    note_asked = Signal(object)
    """(Path): the user wants to write a note on the field."""

    def __init__(self, spec: FieldSpec, store: Store, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.spec = spec
        self.path: Path = ()
        self._store = store
        self._language = language
        _ = language.translate
        self._label = paragraph(_(spec.ui.label), tone="")
        self._label.setToolTip(_(spec.ui.help))
        self._chip = SourceChip(language)
        self._chip.clicked.connect(self.ask_record)
        self.editor = self._make_editor()
        self.editor.setAccessibleName(_(spec.ui.label))
        self.editor.setToolTip(_(spec.ui.help))
        self._label.setBuddy(self.editor)
        self._unit = self._make_unit()
        self._menu_button = QToolButton()
        self._error = paragraph(tone="error", role=Type.SMALL)
        self._error.hide()
        self._remark: QLabel | None = None
        self._lay_out()
        if isinstance(self.editor, AmountEdit):
            Scrub(self._label, spec, self._number_to_drag, self._drag)
        self.editor.committed.connect(self._commit)
        if isinstance(self.editor, AmountEdit):
            self.editor.refused.connect(self.show_error)
        self.editor.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.editor.customContextMenuRequested.connect(lambda at: self._show_menu(self.editor.mapToGlobal(at)))

    @property
    def label_text(self) -> str:
        """The label as the user reads it."""
        return self._label.text()

    @property
    def remark_text(self) -> str:
        """The remark under the field, '' where there is none."""
        return "" if self._remark is None or self._remark.isHidden() else self._remark.text()

    @property
    def error_text(self) -> str:
        """The sentence under the field, '' when nothing is wrong."""
        return "" if self._error.isHidden() else self._error.text()

    @property
    def source_text(self) -> str:
        """What the source chip says."""
        return self._chip.text()

    @property
    def default(self) -> Any:
        """The value of a new plan."""
        return self.spec.declaration.default

    @property
    def is_changed(self) -> bool:
        """Whether the value is another than a new plan's."""
        return bool(self.value != self.default)

    @property
    def value(self) -> Any:
        """The plan's value."""
        return value_at(self._store.plan, self.path)

    @property
    def is_unsure(self) -> bool:
        """Whether the value is a range, or rests on nothing better than an estimate."""
        leaf = self._store.inputs(self._scenario_id()).get(self.path)
        weak = leaf is not None and not self.is_changed and leaf.evidence in ("estimated", "assumed")
        return isinstance(self.value, Range) or weak

    def bind(self, path: Path) -> None:
        """Serve another field of the same kind: that of the scenario now selected."""
        if path != self.path:
            self.path = path
            self.show_error(None)
            if isinstance(self.editor, AmountEdit):
                self.editor.restore()
        self.refresh()

    def refresh(self) -> None:
        """Show the plan's value."""
        value = self.value
        self.editor.show_value(value)
        writable = not self._store.is_read_only
        if isinstance(self.editor, (AmountEdit, TextEdit, DateEdit)):
            self.editor.setReadOnly(not writable)
        else:
            self.editor.setEnabled(writable)
        if value is not None:
            self._give_room(isinstance(value, Range))
        changed = value != self.default
        noted = bool(self._note())
        name = "note" if noted else "reset" if changed else "more"
        if self._menu_button.property("shows") != name:
            self._menu_button.setProperty("shows", name)
            tokens = tokens_of(self.palette())
            self._menu_button.setIcon(icon(name, tokens.accent if noted else tokens.muted, 14))
        if not self._error.isHidden() and isinstance(self.editor, AmountEdit) and not self.editor.property("wrong"):
            self.show_error(None)

    def refresh_source(self) -> None:
        """Show where the value comes from, and the default in effect of an empty field."""
        leaf = self._store.inputs(self._scenario_id()).get(self.path)
        value = self.value
        in_effect = leaf.amount if leaf is not None else None
        is_range = isinstance(in_effect if value is None else value, Range)
        self._give_room(is_range)
        unit = self._language.translate(self.spec.ui.unit.sign) if is_range else ""
        if value != self.default:
            self._chip.show_own(unit)
        elif leaf is None:
            self._chip.clear()
        else:
            self._chip.show_source(leaf.evidence, leaf.provenance, unit)
        self._show_remark(leaf.follows if leaf is not None else None)
        if isinstance(self.editor, (AmountEdit, PickerEdit)):
            self.editor.setPlaceholderText(self._placeholder(in_effect))

    def _show_remark(self, message: Message | None) -> None:
        """Show what predictions that rest on the field are calibrated on; few fields ever need the line."""
        layout = self.layout()
        if self._remark is None and message is not None and isinstance(layout, QGridLayout):
            self._remark = paragraph(tone="muted", role=Type.SMALL)
            layout.addWidget(self._remark, 3, 0, 1, 4)
        if self._remark is not None:
            self._remark.setText("" if message is None else message.text(self._language.translate))
            self._remark.setVisible(message is not None)

    def show_error(self, message: Message | None) -> None:
        """Show a sentence under the field, or take it away."""
        self._error.setVisible(message is not None)
        if message is not None:
            text = message.text(self._language.translate)
            self._error.setText(text)
            self.editor.setAccessibleDescription(text)
            if isinstance(self.editor, AmountEdit):
                self.editor.refuse()
        else:
            self._error.setText("")
            self.editor.setAccessibleDescription("")

    def reset(self) -> None:
        """Go back to the default."""
        self._store.edit(self.path, self.default)

    @property
    def record_id(self) -> str:
        """The catalogue record that the value in effect comes from, '' for none."""
        leaf = self._store.inputs(self._scenario_id()).get(self.path)
        if leaf is None or (self.is_changed and not isinstance(self.editor, PickerEdit)):
            return ""
        catalogue = self._store.catalogue
        return leaf.record if catalogue is not None and leaf.record and catalogue.has(leaf.record) else ""

    def ask_record(self) -> None:
        """Ask to see the record behind the value, where there is one."""
        if identity := self.record_id:
            self.record_asked.emit(identity)

    def _placeholder(self, in_effect: Any) -> str:
        ui = self.spec.ui
        is_number = isinstance(in_effect, (int, float)) and not isinstance(in_effect, bool)
        if isinstance(in_effect, Range) or (is_number and math.isfinite(in_effect)):
            rounded = in_effect if isinstance(in_effect, Range) else float(f"{in_effect:.4g}")
            return shown_text(rounded, ui.unit, self._language)
        if isinstance(in_effect, str) and in_effect:
            return option_name(ui.catalogue, in_effect, self._store)
        if ui.basic and ui.catalogue in WITHOUT_USUAL:
            return self._language.translate("Choose…")
        return self._language.translate(ui.empty or (AUTOMATIC if self.spec.may_be_default else USUAL))

    def _scenario_id(self) -> str:
        if self.path[:1] == ("scenarios",):
            return self.path[1]
        baseline = self._store.plan.baseline_scenario
        return self._store.selection or (baseline.id if baseline is not None else "")

    def _note(self) -> str:
        return self._store.plan.field_notes.get(".".join(self.path), "")

    def _commit(self, value: Any, gesture: str) -> None:
        if self._store.edit(self.path, value, gesture):
            self.show_error(None)
        elif isinstance(self.editor, (ChoiceEdit, SwitchEdit, DateEdit)):
            self.editor.show_value(self.value)

    def _number_to_drag(self) -> float | None:
        return None if self._store.is_read_only else number_of(self.value)

    def _drag(self, value: float, gesture: str) -> None:
        self._store.edit(self.path, value, gesture)

    def _make_editor(self) -> Editor:
        ui, translate = self.spec.ui, self._language.translate
        if ui.choices:
            return ChoiceEdit([(value, translate(text)) for value, text in ui.choices])
        if ui.catalogue:
            return PickerEdit(self._options, lambda key: option_name(ui.catalogue, key, self._store), self._language)
        kind = self.spec.declaration.annotation
        if kind is bool:
            return SwitchEdit()
        if kind is dt.date:
            return DateEdit()
        if kind is str:
            return TextEdit()
        return AmountEdit(
            ui.unit,
            self._language,
            may_be_empty=self.spec.may_be_default,
            rates=lambda: self._store.plan.money.rates,
        )

    def _options(self) -> list[Any]:
        catalogue = self._store.catalogue
        if catalogue is None:
            return []
        plan = self._store.plan
        chosen = plan.scenario(self.path[1]) if self.path[:1] == ("scenarios",) else None
        return SOURCES[self.spec.ui.catalogue](Question(plan, chosen, catalogue, self._language))

    def _make_unit(self) -> QLabel | None:
        if not isinstance(self.editor, AmountEdit):
            return None
        made = label(self._language.translate(self.spec.ui.unit.sign), Type.SMALL, "muted")
        made.setWordWrap(True)
        return made

    def _lay_out(self) -> None:
        _ = self._language.translate
        self._menu_button.setIcon(icon("more", tokens_of(self.palette()).muted, 14))
        self._menu_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._menu_button.setAccessibleName(_("More on “{field}”").format(field=self._label.text()))
        self._menu_button.setToolTip(_("Range, reset, note, explanation"))
        self._menu_button.clicked.connect(
            lambda: self._show_menu(self._menu_button.mapToGlobal(QPoint(0, self._menu_button.height())))
        )
        unit_width = self.fontMetrics().averageCharWidth()
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 4, 0, 4)
        layout.setHorizontalSpacing(8)
        layout.setVerticalSpacing(0)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self._label)
        words.addWidget(self._chip)
        words.addStretch(1)
        layout.addLayout(words, 0, 0, 2, 1)
        # Sources come after the first answer: a row has their room before, so that none below it moves.
        layout.setRowMinimumHeight(0, self._label.sizeHint().height() + self._chip.sizeHint().height())
        if self._unit is None:
            layout.addWidget(self.editor, 0, 1, 2, 2)
        else:
            layout.addWidget(self.editor, 0, 1, 2, 1)
            layout.addWidget(self._unit, 0, 2, 2, 1)
        layout.addWidget(self._menu_button, 0, 3, 2, 1)
        layout.addWidget(self._error, 2, 0, 1, 4)
        layout.setColumnStretch(0, 1)
        layout.setColumnMinimumWidth(1, unit_width * 13)
        # Qt gives an empty column no spacing: without a unit the column is that much wider.
        layout.setColumnMinimumWidth(2, unit_width * 11 + (8 if self._unit is None else 0))
        self.editor.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        if self._unit is not None:
            self._unit.setFixedWidth(unit_width * 11)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def _give_room(self, wide: bool) -> None:
        """Let a range have the place of the unit, which then stands in the source chip."""
        if self._unit is None or self._unit.isHidden() == wide:
            return
        grid = self.layout()
        if not isinstance(grid, QGridLayout):
            return
        grid.removeWidget(self.editor)
        grid.addWidget(self.editor, 0, 1, 2, 2 if wide else 1)
        grid.setColumnMinimumWidth(2, self.fontMetrics().averageCharWidth() * 11 + (8 if wide else 0))
        self._unit.setVisible(not wide)

    def _show_menu(self, at: QPoint) -> None:
        menu = self.make_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(at)

    def make_menu(self) -> QMenu:
        """Return the field's menu."""
        _ = self._language.translate
        menu = QMenu(self)
        writable = not self._store.is_read_only
        if isinstance(self.editor, AmountEdit):
            self._add_amount_actions(menu)
        reset = menu.addAction(_("Reset to default"), self.reset)
        reset.setEnabled(writable and self.is_changed)
        menu.addSeparator()
        source = menu.addAction(_("Source…"), self.ask_record)
        source.setEnabled(bool(self.record_id))
        menu.addAction(_("Note…"), lambda: self.note_asked.emit(self.path))
        menu.addAction(_("Explain"), lambda: self.explanation_asked.emit(self))
        return menu

    def _add_amount_actions(self, menu: QMenu) -> None:
        _ = self._language.translate
        value: Amount | None = self.value
        if value is None:
            leaf = self._store.inputs(self._scenario_id()).get(self.path)
            value = leaf.amount if leaf is not None and isinstance(leaf.amount, (int, float, Range)) else None
        if value is None or self._store.is_read_only:
            return
        current = value
        if isinstance(current, Range):
            menu.addAction(
                _("Single value {value}").format(
                    value=format_amount(current.likely, self.spec.ui.unit, self._language)
                ),
                lambda: self._store.edit(self.path, likely(current)),
            )
        elif current:
            menu.addAction(_("Range ± 30 %"), lambda: self._store.edit(self.path, widened(current)))
        menu.addSeparator()
