"""Dialogs that make an own record: from a form, or from the config.json of a model."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFormLayout, QLabel, QLineEdit, QScrollArea, QWidget

from planner.analysis.charts.words import Words
from planner.catalog.catalogue import Catalogue
from planner.catalog.huggingface_config import ImportedModel, import_model, read_config
from planner.catalog.records import Record
from planner.plan.amounts import likely
from planner.plan.language import Language
from planner.plan.typed_values import parse_amount
from planner.plan.units import NONE
from planner.plan.wording import PlannerError
from planner.ui.catalogue.own_form import FORM_KINDS, OwnForm
from planner.ui.catalogue.record_words import figures_of_record
from planner.ui.dialogs.frame import Frame
from planner.ui.text import paragraph


class OwnRecordDialog(Frame):
    """Defines an own record, or edits one; a shipped one is overridden by an own version of it."""

    def __init__(
        self,
        kind: str,
        catalogue: Catalogue,
        keep: Callable[[Record], object],
        language: Language,
        today: dt.date,
        start: Record | None = None,
        parent: QWidget | None = None,
    ) -> None:
        _ = language.translate
        if start is None:
            sentence = _("Kept in your own file, marked as yours, never sent anywhere.")
        elif start.private:
            sentence = _("Your own record.")
        else:
            sentence = _("Your own version stands before the shipped record. Delete it and the shipped one answers.")
        super().__init__(_(FORM_KINDS[kind]), sentence, parent)
        self._language, self._keep_record = language, keep
        self.form = OwnForm(kind, catalogue, language, today, start)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(self.form)
        self.body.addWidget(area, 1)
        self.outcome = paragraph(tone="error")
        self.outcome.hide()
        self.body.addWidget(self.outcome)
        self.add_button(_("Cancel")).clicked.connect(self.reject)
        self.keep_button = self.add_button(_("Keep"), is_primary=True)
        self.keep_button.clicked.connect(self._keep)
        self.widen(76, 40)

    def _keep(self) -> None:
        try:
            self._keep_record(self.form.record())
        except PlannerError as error:
            self.show_problem(error)
            return
        self.accept()

    def show_problem(self, error: PlannerError) -> None:
        """Say what is wrong under the form."""
        self.outcome.setText(error.message.text(self._language.translate))
        self.outcome.show()


class ModelImportDialog(Frame):
    """Reads a model's architecture from its config.json and shows the computed count before it is accepted."""

    def __init__(
        self,
        path: Path,
        keep: Callable[[Record], object],
        language: Language,
        today: dt.date,
        parent: QWidget | None = None,
    ) -> None:
        _ = language.translate
        super().__init__(
            _("Import a model"), _("Parameters are computed from the configuration. Nothing is fetched."), parent
        )
        self._language, self._today, self._keep_record = language, today, keep
        self._config = read_config(path)
        self.imported: ImportedModel | None = None
        self.name = QLineEdit(_name_in(self._config, path))
        self.published = QLineEdit()
        self.published.setPlaceholderText(_("as computed"))
        form = QFormLayout()
        for title, editor in ((_("Name"), self.name), (_("Published parameters, if known"), self.published)):
            text = QLabel(title)
            text.setBuddy(editor)
            editor.setAccessibleName(title)
            editor.textChanged.connect(self.refresh)
            form.addRow(text, editor)
        self.count = paragraph(tone="")
        self.warnings = paragraph(tone="error")
        self.figures = paragraph()
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(self.figures)
        self.body.addLayout(form)
        self.body.addWidget(self.count)
        self.body.addWidget(self.warnings)
        self.body.addWidget(area, 1)
        self.add_button(_("Cancel")).clicked.connect(self.reject)
        self.keep_button = self.add_button(_("Keep"), is_primary=True)
        self.keep_button.clicked.connect(self._keep)
        self.widen(70, 36)
        self.refresh()

    def refresh(self, *_ignored: object) -> None:
        """Compute the model anew and say what it is."""
        _ = self._language.translate
        words = Words(self._language)
        try:
            typed = self.published.text().strip()
            amount = parse_amount(typed, NONE, self._language) if typed else None
            published = None if amount is None else likely(amount)
            self.imported = import_model(
                self._config, self.name.text(), today=self._today, published_parameters=published
            )
        except PlannerError as error:
            self.imported = None
            self.count.setText("")
            self.figures.setText("")
            self.warnings.setText(error.message.text(_))
        else:
            model = self.imported.model
            self.count.setText(
                _("Computed: {total} parameters, {active} of them active for a token.").format(
                    total=words.short(self.imported.computed_parameters, 4),
                    active=words.short(model.active_parameters or 0.0, 4),
                )
            )
            self.warnings.setText("\n".join(warning.text(_) for warning in self.imported.warnings))
            lines = [f"{each.title}: {each.value} {each.unit}" for each in figures_of_record(model, self._language)]
            self.figures.setText("\n".join(line.rstrip() for line in lines))
        self.warnings.setVisible(bool(self.warnings.text()))
        self.keep_button.setEnabled(self.imported is not None)

    def _keep(self) -> None:
        if self.imported is None:
            return
        try:
            self._keep_record(self.imported.model)
        except PlannerError as error:
            self.warnings.setText(error.message.text(self._language.translate))
            self.warnings.show()
            return
        self.accept()


def _name_in(config: dict[str, object], path: Path) -> str:
    named = config.get("_name_or_path")
    if isinstance(named, str) and named.strip():
        return named.strip().rsplit("/", maxsplit=1)[-1]
    return path.parent.name if path.stem == "config" else path.stem
