"""The form of an own record, generated from the record's fields: label, unit, what it accepts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QFormLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from planner.catalog.catalogue import Catalogue
from planner.catalog.check import problems_of
from planner.catalog.names import slug
from planner.catalog.provenance import Evidence
from planner.catalog.records import Record
from planner.catalog.rows import FieldShape, kind_of, record_from_row, row_of, shape_of
from planner.plan.amounts import Range
from planner.plan.language import Language
from planner.plan.typed_values import parse_amount
from planner.plan.units import Unit
from planner.plan.wording import N_, Message, PlannerError
from planner.ui.catalogue.record_words import CHOICE_WORDS, FIELD_NAMES, field_title, unit_text, value_text
from planner.ui.forms.picker import PickerEdit
from planner.ui.forms.source_chip import EVIDENCE_WORDS
from planner.ui.search_list import Option

FORM_KINDS: dict[str, str] = {
    "accelerators": N_("Accelerator"),
    "purchase-offers": N_("Server (purchase)"),
    "rental-offers": N_("Rental offer"),
    "api-prices": N_("API price"),
    "models": N_("Model"),
}
"""The kinds that a user can define, and what one of them is called."""

UP_FRONT: dict[str, tuple[str, ...]] = {
    "accelerators": ("vendor", "family", "memory", "memory_bandwidth", "peak_fp16", "peak_fp8", "board_power", "link"),
    "purchase-offers": ("kind", "accelerator", "accelerators", "price", "power"),
    "rental-offers": ("provider", "region", "accelerator", "accelerators", "terms", "price"),
    "api-prices": ("provider", "model", "processing", "valid_from", "input_price", "output_price", "cache_read_price"),
    "models": (
        "vendor", "architecture", "attention", "total_parameters", "active_parameters", "layers", "hidden_size",
        "heads", "kv_heads", "head_size", "vocabulary", "context", "kv_bytes_per_token",
    ),
}  # fmt: skip
_NEVER = frozenset({"id", "name", "aliases", "private", "disagreement", "weekday", "weekend"})

Editor = QLineEdit | QComboBox | QCheckBox | QDateEdit | PickerEdit


@dataclass(slots=True)
class Choice:
    """What is chosen in a picker."""

    identity: str = ""


class OwnForm(QWidget):
    """Fields of one kind of record; `record()` reads them, or says which one is wrong."""

    def __init__(
        self,
        kind: str,
        catalogue: Catalogue,
        language: Language,
        today: dt.date,
        start: Record | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        _ = language.translate
        self.kind = kind
        self._catalogue, self._language, self._today = catalogue, language, today
        self._start = start
        self._choices: dict[str, Choice] = {}
        self.editors: dict[str, Editor] = {}
        self.name = QLineEdit(start.name if start is not None else "")
        known = start.provenance if start is not None else None
        self.source = QLineEdit(known.title if known is not None else "")
        self.source.setPlaceholderText(_("Quote, contract or measurement"))
        self.source_date = QDateEdit(_qdate(known.date if known is not None else today))
        self.source_date.setDisplayFormat("yyyy-MM-dd")
        self.evidence = QComboBox()
        for evidence in Evidence:
            self.evidence.addItem(_(EVIDENCE_WORDS[evidence]), evidence)
        self.evidence.setCurrentIndex(self.evidence.findData(known.evidence if known else Evidence.QUOTED))
        self.note = QLineEdit(known.note if known is not None else "")
        self._compose()

    def _compose(self) -> None:
        _ = self._language.translate
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 8, 0)
        first = _form()
        self._add(first, _("Name"), self.name)
        shapes = shape_of(self.kind)
        for name in UP_FRONT[self.kind]:
            self._add_field(first, shapes[name])
        column.addLayout(first)
        more = QToolButton()
        more.setText(_("More fields"))
        more.setCheckable(True)
        more.setProperty("role", "segment")
        column.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)
        rest = QWidget()
        further = _form()
        rest.setLayout(further)
        for name, shape in shapes.items():
            if name not in UP_FRONT[self.kind] and name not in _NEVER:
                self._add_field(further, shape)
        rest.hide()
        more.toggled.connect(rest.setVisible)
        column.addWidget(rest)
        last = _form()
        self._add(last, _("Source"), self.source)
        self._add(last, _("Date of the fact"), self.source_date)
        self._add(last, _("Evidence"), self.evidence)
        self._add(last, _("Note"), self.note)
        column.addLayout(last)
        column.addStretch(1)

    def _add_field(self, form: QFormLayout, shape: FieldShape) -> None:
        unit = unit_text(shape.unit, self._language)
        title = field_title(shape, self._language)
        editor = self._editor(shape)
        self.editors[shape.name] = editor
        self._add(form, f"{title} ({unit})" if unit else title, editor)

    @staticmethod
    def _add(form: QFormLayout, title: str, editor: QWidget) -> None:
        text = QLabel(title)
        text.setBuddy(editor)
        editor.setAccessibleName(title)
        form.addRow(text, editor)

    def _editor(self, shape: FieldShape) -> Editor:
        value = getattr(self._start, shape.name) if self._start is not None else shape.default
        _ = self._language.translate
        if bool in shape.types:
            box = QCheckBox()
            box.setChecked(bool(value))
            return box
        if dt.date in shape.types and type(None) not in shape.types:
            start = value if self._start is not None and isinstance(value, dt.date) else self._today.replace(day=1)
            edit = QDateEdit(_qdate(start))
            edit.setDisplayFormat("yyyy-MM-dd")
            return edit
        if shape.choices:
            choice = QComboBox()
            for each in shape.choices:
                choice.addItem(_(CHOICE_WORDS[each]) if each in CHOICE_WORDS else each, each)
            choice.setCurrentIndex(max(0, choice.findData(value)))
            return choice
        if shape.name in ("model", "accelerator"):
            return self._picker(shape.name, str(value or ""))
        line = QLineEdit("" if value is None else self._shown(shape, value))
        if float in shape.types or int in shape.types:
            line.setAlignment(Qt.AlignmentFlag.AlignRight)
        return line

    def _shown(self, shape: FieldShape, value: object) -> str:
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            text = f"{value:.12g}" if abs(value) < 1e15 else str(value)
            return text.replace(".", self._language.decimal_mark)
        return value.isoformat() if isinstance(value, dt.date) else value_text(shape, value, self._language)

    def _picker(self, name: str, identity: str) -> PickerEdit:
        kind = "models" if name == "model" else "accelerators"
        records = {record.id: record for record in self._catalogue.records(kind)}
        chosen = self._choices[name] = Choice(identity)
        picker = PickerEdit(
            lambda: [Option(each.id, each.name, getattr(each, "vendor", ""), "", each.id) for each in records.values()],
            lambda key: records[key].name if key in records else key,
            self._language,
        )
        picker.setPlaceholderText(self._language.translate("Choose…"))
        # In a form an editor that ignores its width has none.
        picker.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        picker.show_value(identity)

        def choose(key: str, _gesture: str) -> None:
            chosen.identity = key
            picker.show_value(key)

        picker.committed.connect(choose)
        return picker

    def choose(self, name: str, identity: str) -> None:
        """Choose a model or an accelerator, as the picker does."""
        picker = self.editors[name]
        if isinstance(picker, PickerEdit):
            picker.committed.emit(identity, "")

    def record(self) -> Record:
        """Return what the form says as a private record. Raises `PlannerError` that names the field."""
        name = self.name.text().strip()
        if not name:
            raise PlannerError(N_("Give it a name."))
        shapes = shape_of(self.kind)
        row: dict[str, Any] = row_of(self.kind, self._start) if self._start is not None else {}
        for field, editor in self.editors.items():
            value = self._value(shapes[field], editor)
            row.pop(field, None)
            if value is not None:
                row[field] = value
        day = _day(self.source_date)
        row |= {
            "id": self._start.id if self._start is not None else f"own/{self.kind}/{slug(name)}",
            "name": name,
            "private": True,
            "title": self.source.text().strip() or self._language.translate("Own figure"),
            "address": "" if self._start is None else self._start.provenance.address,
            "date": day.isoformat(),
            "checked": max(self._today, day).isoformat(),
            "evidence": Evidence(self.evidence.currentData()).value,
            "note": self.note.text().strip(),
        }
        if self._start is not None and not self._start.private:
            row |= {"address": "", "disagreement": ""}
        record = record_from_row(self.kind, row)
        problems = problems_of(record, self._catalogue)
        if problems:
            raise PlannerError(N_("{problem}"), problem=self._named(problems[0]))
        return record

    def _named(self, problem: Message) -> Message:
        """Return a problem with the field's label in the place of its name."""
        field = problem.parameters.get("field")
        if not isinstance(field, str) or field not in shape_of(self.kind):
            return problem
        shape = shape_of(self.kind)[field]
        label = Message(shape.label or FIELD_NAMES.get(field, field))
        return Message(problem.msgid, {**problem.parameters, "field": label})

    def _value(self, shape: FieldShape, editor: Editor) -> Any:
        if isinstance(editor, QCheckBox):
            return editor.isChecked()
        if isinstance(editor, QComboBox):
            return editor.currentData()
        if isinstance(editor, QDateEdit):
            return _day(editor).isoformat()
        if isinstance(editor, PickerEdit):
            return self._choices[shape.name].identity
        text = editor.text().strip()
        if not text:
            return None
        if float in shape.types or int in shape.types:
            return self._number(shape, text)
        return text

    def _number(self, shape: FieldShape, text: str) -> float | int:
        sign = unit_text(shape.unit, self._language)
        unit = Unit(shape.unit or "1", sign, spellings=tuple({shape.unit.lower(), sign.lower()} - {""}))
        try:
            amount = parse_amount(text, unit, self._language)
        except PlannerError as error:
            label = Message(shape.label or FIELD_NAMES.get(shape.name, shape.name))
            raise PlannerError(N_("{field}: {problem}"), field=label, problem=error.message) from error
        value = amount.likely if isinstance(amount, Range) else amount
        return int(value) if value == int(value) else value


def _form() -> QFormLayout:
    form = QFormLayout()
    form.setContentsMargins(0, 0, 0, 0)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
    form.setHorizontalSpacing(16)
    form.setVerticalSpacing(6)
    return form


def _qdate(day: dt.date) -> QDate:
    return QDate(day.year, day.month, day.day)


def _day(edit: QDateEdit) -> dt.date:
    chosen = edit.date()
    return dt.date(chosen.year(), chosen.month(), chosen.day())


def kind_of_form(record: Record) -> str:
    """Return the kind of a record where a form can edit it, else ''."""
    kind = kind_of(record)
    return kind if kind in FORM_KINDS else ""
