"""Enter a vendor's quote for a scenario on servers: what is claimed, by whom, where and when, and what it counts."""

from __future__ import annotations

import datetime as dt
from typing import Any

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QFormLayout,
    QFrame,
    QGridLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from planner.analysis.left_out import HOSTED, parts_of_bill
from planner.plan.amounts import Range
from planner.plan.edits import evolve, value_at
from planner.plan.fields import FieldSpec, Path, fields_of
from planner.plan.language import Language
from planner.plan.plan import Plan
from planner.plan.quote import Quote
from planner.plan.typed_values import format_amount, parse_amount
from planner.plan.wording import N_, Message, PlannerError
from planner.ui.dialogs.frame import Frame
from planner.ui.text import paragraph

Editor = QLineEdit | QComboBox | QDateEdit
NO_SERVERS = N_("A quote belongs to a scenario on rented or own servers: add one first.")
COLUMNS = 2


class QuoteDialog(Frame):
    """Asks for a quote; keeping or removing it is one edit."""

    changed = Signal(object, object, str)
    """(Plan, Message, scenario id): the plan with the quote, or without it, and what was done."""

    def __init__(
        self, plan: Plan, selection: str, language: Language, today: dt.date, parent: QWidget | None = None
    ) -> None:
        _ = language.translate
        super().__init__(
            _("A vendor's quote"),
            _("What somebody claims, as it was said. It changes no result; the checks hold the plan against it."),
            parent,
        )
        self._plan, self._language, self._today = plan, language, today
        self.editors: dict[str, Editor] = {}
        self.counts: dict[str, QCheckBox] = {}
        self.scenario = QComboBox()
        for each in plan.scenarios:
            if each.hosting.kind in HOSTED:
                self.scenario.addItem(each.name or each.id, each.id)
        self.scenario.setCurrentIndex(max(self.scenario.findData(selection), 0))
        self._boxes = QGridLayout()
        self._boxes.setContentsMargins(0, 0, 0, 0)
        self.problem = paragraph(tone="error")
        self.problem.hide()
        self._lay_out()
        self.remove_button = self.add_button(_("Remove the quote"))
        self.remove_button.clicked.connect(self._remove)
        self.add_button(_("Cancel")).clicked.connect(self.reject)
        self.keep_button = self.add_button(_("Keep"), is_primary=True)
        self.keep_button.clicked.connect(self._keep)
        self.scenario.currentIndexChanged.connect(self._show)
        self.widen(76, 40)
        self._show()

    def _lay_out(self) -> None:
        _ = self._language.translate
        form = QFormLayout()
        form.setContentsMargins(0, 0, 0, 0)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(6)
        self._add(form, _("Scenario"), self.scenario, "")
        for spec in fields_of(Quote):
            sign = _(spec.ui.unit.sign)
            title = _(spec.ui.label)
            editor = self.editors[spec.name] = self._editor(spec)
            self._add(form, f"{title} ({sign})" if sign else title, editor, _(spec.ui.help))
        content = QFrame()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 8, 0)
        column.addLayout(form)
        column.addSpacing(8)
        column.addWidget(paragraph(_("The quote counts (everything else it leaves out):"), tone=""))
        column.addLayout(self._boxes)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(content)
        self.body.addWidget(area, 1)
        self.body.addWidget(self.problem)

    @staticmethod
    def _add(form: QFormLayout, title: str, editor: QWidget, help_text: str) -> None:
        text = QLabel(title)
        text.setBuddy(editor)
        editor.setAccessibleName(title)
        text.setToolTip(help_text)
        editor.setToolTip(help_text)
        editor.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        form.addRow(text, editor)

    @staticmethod
    def _editor(spec: FieldSpec) -> Editor:
        if spec.name == "against":
            return QComboBox()
        if spec.name == "date":
            edit = QDateEdit()
            edit.setDisplayFormat("yyyy-MM-dd")
            edit.setCalendarPopup(True)
            return edit
        line = QLineEdit()
        if spec.may_be_default:
            line.setAlignment(Qt.AlignmentFlag.AlignRight)
        return line

    def _show(self, *_ignored: object) -> None:
        """Show the quote of the chosen scenario, or an empty form."""
        identity = self.scenario.currentData()
        self.keep_button.setEnabled(identity is not None)
        if identity is None:
            self.remove_button.hide()
            self._complain(Message(NO_SERVERS))
            return
        self.problem.hide()  # it was about what another scenario's quote says
        scenario = self._plan.scenario(identity)
        quote = scenario.quote
        self.remove_button.setVisible(quote is not None)
        for spec in fields_of(Quote):
            self._show_value(spec, None if quote is None else getattr(quote, spec.name))
        for box in self.counts.values():
            self._boxes.removeWidget(box)
            box.hide()
            box.deleteLater()
        self.counts = {}
        for number, part in enumerate(parts_of_bill(scenario.hosting.kind)):
            box = self.counts[part.name] = QCheckBox(self._language.translate(part.label))
            box.setChecked(quote is not None and part.name in quote.counts)
            self._boxes.addWidget(box, number // COLUMNS, number % COLUMNS)

    def _show_value(self, spec: FieldSpec, value: Any) -> None:
        editor = self.editors[spec.name]
        if isinstance(editor, QDateEdit):
            day = value or self._today
            editor.setDate(QDate(day.year, day.month, day.day))
        elif isinstance(editor, QComboBox):
            editor.clear()
            editor.addItem(self._language.translate("The baseline"), "")
            for each in self._plan.scenarios:
                if each.id != self.scenario.currentData():
                    editor.addItem(each.name or each.id, each.id)
            editor.setCurrentIndex(max(editor.findData(value or ""), 0))
        elif spec.may_be_default:
            editor.setText("" if value is None else format_amount(value, spec.ui.unit, self._language))
        else:
            editor.setText(value or "")

    def quote(self) -> Quote:
        """Return what the form says. Raises `PlannerError` that names the field."""
        values = {spec.name: self._value(spec) for spec in fields_of(Quote)}
        if not values["vendor"]:
            raise PlannerError(N_("Say who makes the claim."))
        if values["month"] is None and values["saving"] is None:
            raise PlannerError(N_("Type what is claimed: a break-even month or a saving."))
        quote = Quote(vendor=values["vendor"], date=values["date"])
        for name, value in values.items():
            quote = evolve(quote, (name,), value)
        counted = tuple(name for name, box in self.counts.items() if box.isChecked())
        return evolve(quote, ("counts",), counted)

    def _value(self, spec: FieldSpec) -> Any:
        editor = self.editors[spec.name]
        if isinstance(editor, QDateEdit):
            chosen = editor.date()
            return dt.date(chosen.year(), chosen.month(), chosen.day())
        if isinstance(editor, QComboBox):
            return editor.currentData()
        text = editor.text().strip()
        if not spec.may_be_default:
            return text
        if not text:
            return None
        label = Message(spec.ui.label)
        try:
            amount = parse_amount(text, spec.ui.unit, self._language, self._plan.money.rates)
        except PlannerError as error:
            raise PlannerError(N_("{field}: {problem}"), field=label, problem=error.message) from error
        if isinstance(amount, Range):
            raise PlannerError(N_("{field}: a quote names one figure, not a range."), field=label)
        return amount

    def _keep(self) -> None:
        try:
            quote = self.quote()
        except PlannerError as error:
            self._complain(error.message)
            return
        identity = self.scenario.currentData()
        self.changed.emit(
            with_quote(self._plan, identity, quote, self._language),
            Message(N_("Quote of {vendor}"), {"vendor": quote.vendor}),
            identity,
        )
        self.accept()

    def _remove(self) -> None:
        identity = self.scenario.currentData()
        self.changed.emit(without_quote(self._plan, identity), Message(N_("Remove a quote")), "")
        self.accept()

    def _complain(self, message: Message) -> None:
        self.problem.setText(message.text(self._language.translate))
        self.problem.show()


def with_quote(plan: Plan, scenario_id: str, quote: Quote, language: Language) -> Plan:
    """Return the plan with a quote; the price that it names becomes the scenario's, with the quote as its source."""
    plan = evolve(without_quote(plan, scenario_id), ("scenarios", scenario_id, "quote"), quote)
    if quote.price is None:
        return plan
    path = _price_path(plan, scenario_id)
    note = Message(
        N_("Quote of {vendor}, {date}. {source}"),
        {"vendor": quote.vendor, "date": quote.date, "source": quote.source},
    )
    notes = {**plan.field_notes, ".".join(path): note.text(language.translate).strip()}
    return evolve(evolve(plan, path, quote.price), ("field_notes",), notes)


def without_quote(plan: Plan, scenario_id: str) -> Plan:
    """Return the plan without a scenario's quote: a price that came from it goes back to the catalogue's."""
    quote, path = plan.scenario(scenario_id).quote, _price_path(plan, scenario_id)
    plan = evolve(plan, ("scenarios", scenario_id, "quote"), None)
    if quote is None or quote.price is None or value_at(plan, path) != quote.price:
        return plan
    notes = {where: note for where, note in plan.field_notes.items() if where != ".".join(path)}
    return evolve(evolve(plan, path, None), ("field_notes",), notes)


def _price_path(plan: Plan, scenario_id: str) -> Path:
    return ("scenarios", scenario_id, "hosting", plan.scenario(scenario_id).hosting.kind, "price")
