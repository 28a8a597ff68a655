"""Import of a usage log: what it says of the workload beside what the plan says, taken over as one edit."""

from __future__ import annotations

from pathlib import Path as FilePath
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from planner.plan.amounts import Range
from planner.plan.edits import evolve, label_at, value_at
from planner.plan.fields import Path, fields_of
from planner.plan.language import Language
from planner.plan.plan import Plan
from planner.plan.typed_values import format_amount
from planner.plan.wording import N_, P_, Message, PlannerError
from planner.plan.workload import HOUR_SHAPES
from planner.storage.measured_workload import MeasuredWorkload, measured_workload
from planner.storage.usage_log import read_usage_log
from planner.ui.dialogs.frame import Frame
from planner.ui.fonts import Type
from planner.ui.store import Store
from planner.ui.text import paragraph

CHANGE = Qt.ItemDataRole.UserRole


def measured_changes(
    measured: MeasuredWorkload, plan: Plan, profiles: dict[str, tuple[float, ...]]
) -> list[tuple[Path, Any]]:
    """Return the fields of the workload that a log fills.

    The prompt's parts keep their proportions, because a log only tells their sum; the day profile is the one whose
    hours lie nearest, and the peak is the log's own busiest hour.
    """
    lengths = plan.workload.lengths
    changes: list[tuple[Path, Any]] = []
    if measured.requests_per_month is not None:
        changes += [
            (("workload", "volume", "basis"), "requests"),
            (("workload", "volume", "requests"), float(round(measured.requests_per_month))),
        ]
    parts = {name: _likely(getattr(lengths, name)) for name in ("system", "context", "question")}
    known = sum(parts.values())
    mean = round(measured.input_tokens.mean)
    placed = {name: round(mean * tokens / known) if known else 0 for name, tokens in parts.items()}
    placed["question"] = max(0, mean - placed["system"] - placed["context"])
    changes += [(("workload", "lengths", name), float(tokens)) for name, tokens in placed.items()]
    changes.append((("workload", "lengths", "answer"), float(max(1, round(measured.output_tokens.mean)))))
    changes.append((("workload", "lengths", "reasoning"), 0.0))
    if measured.hour_factors is not None:
        nearest = min(profiles, key=lambda name: _distance(profiles[name], measured.hour_factors or ()), default="")
        if nearest:
            changes.append((("workload", "timing", "shape"), nearest))
        changes.append((("workload", "timing", "peak_factor"), round(min(max(*measured.hour_factors, 1.0), 24.0), 2)))
    return [(path, value) for path, value in changes if value_at(plan, path) != value]


def _likely(amount: float | Range) -> float:
    return amount.likely if isinstance(amount, Range) else amount


def _distance(first: tuple[float, ...], second: tuple[float, ...]) -> float:
    return sum((one - other) ** 2 for one, other in zip(first, second, strict=True))


class UsageLogDialog(Frame):
    """Previews what a log would change; each field can be left as it is."""

    def __init__(self, path: FilePath, store: Store, language: Language, parent: QWidget | None = None) -> None:
        _ = language.translate
        self.measured = measured_workload(read_usage_log(path))
        measured = self.measured
        sentence = _.counted(
            P_("{count} request from {first} to {last}.", "{count} requests from {first} to {last}."),
            measured.requests,
            first=language.date(measured.first.date()),
            last=language.date(measured.last.date()),
        )
        super().__init__(_("Import a usage log"), sentence, parent)
        self._store, self._language = store, language
        self.fields = QTreeWidget()
        self.fields.setAccessibleName(_("What the log says"))
        self.fields.setHeaderLabels([_("Field"), _("In the plan"), _("In the log")])
        self.fields.setRootIsDecorated(False)
        self.fields.setFrameShape(QFrame.Shape.NoFrame)
        header = self.fields.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.changes = measured_changes(measured, store.plan, self._profiles())
        for change in self.changes:
            self._add(*change)
        self.body.addWidget(self.fields, 1)
        notes = [note.text(_) for note in measured.notes]
        if measured.cached_input_share is not None:
            share = f"{measured.cached_input_share * 100:.0f}"
            notes.append(_("{share} % of the prompt tokens came from a cache.").format(share=share))
        notes.append(_("A log tells whole prompts: the parts of the prompt keep their proportions."))
        self.body.addWidget(paragraph("\n".join(notes), Type.SMALL))
        self.outcome = paragraph(tone="error")
        self.outcome.hide()
        self.body.addWidget(self.outcome)
        self.add_button(_("Cancel")).clicked.connect(self.reject)
        self.take_button = self.add_button(_("Take over"), is_primary=True)
        self.take_button.setEnabled(bool(self.changes) and not store.is_read_only)
        self.take_button.clicked.connect(self.take)
        self.widen(70, 32)

    def take(self) -> None:
        """Put the ticked fields into the plan as one undoable edit."""
        plan = self._store.plan
        try:
            for row in range(self.fields.topLevelItemCount()):
                item = self.fields.topLevelItem(row)
                if item is not None and item.checkState(0) is Qt.CheckState.Checked:
                    plan = evolve(plan, *item.data(0, CHANGE))
        except PlannerError as error:
            self.outcome.setText(error.message.text(self._language.translate))
            self.outcome.show()
            return
        self._store.replace(plan, Message(N_("Import a usage log")))
        self.accept()

    def _profiles(self) -> dict[str, tuple[float, ...]]:
        """Return the weekdays of the day profiles to choose from, each over its mean."""
        from planner.cost.day_profiles import day_profile

        found = {}
        for name, _title in HOUR_SHAPES:
            hours = day_profile(name, self._store.evaluator.catalogue).weights[:24]
            found[name] = tuple(float(rate) for rate in hours / hours.mean())
        return found

    def _add(self, path: Path, value: Any) -> None:
        _ = self._language.translate
        before = value_at(self._store.plan, path)
        item = QTreeWidgetItem(
            self.fields, [_(label_at(self._store.plan, path)), self._text(path, before), self._text(path, value)]
        )
        item.setData(0, CHANGE, (path, value))
        item.setCheckState(0, Qt.CheckState.Checked)
        for column in (1, 2):
            item.setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def _text(self, path: Path, value: Any) -> str:
        _ = self._language.translate
        part = value_at(self._store.plan, path[:-1])
        ui = next(spec.ui for spec in fields_of(part.__class__) if spec.name == path[-1])
        if value is None:
            return _("usual")
        if isinstance(value, str):
            return _(dict(ui.choices).get(value, value))
        text = format_amount(value, ui.unit, self._language)
        return f"{text} {_(ui.unit.sign)}" if ui.unit.sign else text
