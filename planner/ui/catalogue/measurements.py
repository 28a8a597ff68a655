"""The user's own measurements: typed or imported from a CSV or a benchmark's JSON; predictions follow them."""

from __future__ import annotations

import math
import uuid
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFormLayout,
    QFrame,
    QHeaderView,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from planner.analysis.amount_text import number
from planner.analysis.charts.words import Words
from planner.catalog.catalogue import Catalogue
from planner.catalog.provenance import Evidence, Provenance
from planner.catalog.records import Measurement
from planner.cost.own_measurements import measured_runs, site_corrections, site_measurement
from planner.cost.performance.benchmark_files import LARGEST_FILE, read_measurements
from planner.cost.performance.site_measurements import Setup, SiteMeasurement, corrections
from planner.plan.amounts import likely
from planner.plan.hosting import ENGINES
from planner.plan.language import Language
from planner.plan.plan import PRECISIONS
from planner.plan.typed_values import parse_amount
from planner.plan.units import NONE
from planner.plan.wording import N_, P_, PlannerError
from planner.storage.json_text import read_limited
from planner.ui.catalogue.own_records import OwnRecords
from planner.ui.catalogue.record_words import local_today
from planner.ui.dialogs.frame import Frame
from planner.ui.fonts import Type
from planner.ui.forms.picker import PickerEdit
from planner.ui.prompts import Prompts
from planner.ui.search_list import Option
from planner.ui.store import Store
from planner.ui.text import label, paragraph, say

RUN = Qt.ItemDataRole.UserRole
NUMBERS = (
    ("accelerators", N_("GPUs"), "1"),
    ("input_tokens", N_("Input tokens"), ""),
    ("output_tokens", N_("Output tokens"), ""),
    ("concurrency", N_("Requests in flight"), ""),
    ("output_rate", N_("Output tokens/s"), ""),
    ("token_time", N_("Time per token (ms)"), ""),
)


def measurement_record(run: SiteMeasurement, title: str, catalogue: Catalogue) -> Measurement:
    """Return a measured run as a private record; names are brought to the catalogue's ids where it knows them."""
    setup, today = run.setup, local_today()
    model, accelerator = catalogue.find_model(setup.model), catalogue.find_accelerator(setup.accelerator)
    return Measurement(
        id=f"own/measurements/{uuid.uuid4().hex[:12]}",
        name=run.origin or title,
        provenance=Provenance(title=title, address="", date=today, checked=today, evidence=Evidence.MEASURED),
        private=True,
        model=model.id if model is not None else setup.model,
        accelerator=accelerator.id if accelerator is not None else setup.accelerator,
        accelerators=round(setup.n_accelerators),
        tensor_parallel=None if setup.tp is None else round(setup.tp),
        weight_precision=setup.weight_precision,
        kv_precision=setup.kv_precision,
        engine=setup.engine,
        engine_date=setup.engine_date,
        input_tokens=run.input_tokens,
        output_tokens=run.output_tokens,
        concurrency=run.concurrency,
        output_rate=_known(run.output_tok_s),
        token_time=_known(run.tpot_ms),
        first_token_time=_known(run.ttft_ms),
    )


def _known(value: float) -> float | None:
    return None if math.isnan(value) else value


class MeasurementsDialog(Frame):
    """Lists the runs, what they say of the predictions, and a form for one more or for what a file leaves out."""

    def __init__(
        self, store: Store, own: OwnRecords, prompts: Prompts, language: Language, parent: QWidget | None = None
    ) -> None:
        _ = language.translate
        super().__init__(
            _("Your measurements"),
            _("Type a run of your site, or import results. Predictions for that hardware follow them."),
            parent,
        )
        self._store, self._own, self._prompts, self._language = store, own, prompts, language
        self._chosen = {"model": "", "accelerator": ""}
        self.runs = QTreeWidget()
        self.runs.setAccessibleName(_("Your measurements"))
        self.runs.setHeaderLabels(
            [_("Run"), _("Model"), _("Accelerator"), _("In flight"), _("Tokens/s"), _("ms per token")]
        )
        self.runs.setRootIsDecorated(False)
        self.runs.setFrameShape(QFrame.Shape.NoFrame)
        self.runs.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.runs.header().setStretchLastSection(False)
        self.runs.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.runs.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.effects = paragraph(tone="")
        self.pickers = {name: self._picker(name) for name in self._chosen}
        self.weights, self.engine = QComboBox(), QComboBox()
        for value, text in PRECISIONS:
            self.weights.addItem(_(text), value)
        for value, text in ENGINES:
            self.engine.addItem(text, value)
        self.numbers = {name: QLineEdit(start) for name, _title, start in NUMBERS}
        self.outcome = paragraph()
        self._compose()
        self.refresh()

    def _compose(self) -> None:
        _ = self._language.translate
        self.body.addWidget(self.runs, 1)
        self.body.addWidget(self.effects)
        self.body.addWidget(label(_("One more run, or what an imported file does not say"), Type.CAPTION, "muted"))
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        rows: list[tuple[str, QWidget]] = [
            (_("Model"), self.pickers["model"]),
            (_("Accelerator"), self.pickers["accelerator"]),
            (_("Weights"), self.weights),
            (_("Engine"), self.engine),
            *((_(title), self.numbers[name]) for name, title, _start in NUMBERS),
        ]
        for title, editor in rows:
            text = QLabel(title)
            text.setBuddy(editor)
            editor.setAccessibleName(title)
            form.addRow(text, editor)
        self.body.addLayout(form)
        self.body.addWidget(self.outcome)
        self.delete_button = self.add_button(_("Delete"))
        self.import_button = self.add_button(_("Import…"))
        self.close_button = self.add_button(_("Close"))
        self.add_run_button = self.add_button(_("Add run"), is_primary=True)
        self.delete_button.clicked.connect(self._delete)
        self.import_button.clicked.connect(self._ask_and_import)
        self.add_run_button.clicked.connect(self._add)
        self.close_button.clicked.connect(self.accept)
        self.runs.itemSelectionChanged.connect(self._update_buttons)
        self.widen(88, 46)

    def refresh(self) -> None:
        """List the runs and what they say of the predictions."""
        _ = self._language.translate
        words, catalogue = Words(self._language), self._store.evaluator.catalogue
        self.runs.clear()
        for run in measured_runs(catalogue):
            figures = [
                "–" if value is None else number(value, words)
                for value in (run.concurrency, run.output_rate, run.token_time)
            ]
            item = QTreeWidgetItem(self.runs, [run.name, run.model, run.accelerator, *figures])
            item.setData(0, RUN, run.id)
            for column in (3, 4, 5):
                item.setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        lines = [
            _("{hardware}, {model}: {note}; measured over predicted {factor}").format(
                hardware=each.accelerator,
                model=each.model,
                note=each.note.text(_),
                factor=words.exact(each.factor, 2),
            )
            for each in site_corrections(catalogue)
        ]
        self.effects.setText("\n".join(lines) or _("No measurement yet: predictions rest on public runs."))
        self._update_buttons()

    def choose(self, name: str, identity: str) -> None:
        """Choose a model or an accelerator, as the picker does."""
        self.pickers[name].committed.emit(identity, "")

    def import_file(self, path: Path) -> None:
        """Import the runs of a file; what it leaves out is taken from the form."""
        catalogue = self._store.evaluator.catalogue
        try:
            content = read_limited(path, largest_bytes=LARGEST_FILE)
            found = read_measurements(content, path.name, self._setup())
            self._keep([measurement_record(run, path.name, catalogue) for run in found])
        except PlannerError as error:
            self._complain(error)

    def _ask_and_import(self) -> None:
        _ = self._language.translate
        path = self._prompts.file_to_open(_("Import results"), f"{_('Results')} (*.csv *.json *.jsonl)")
        if path is not None:
            self.import_file(path)

    def _add(self) -> None:
        _ = self._language.translate
        catalogue = self._store.evaluator.catalogue
        try:
            run = SiteMeasurement(
                setup=self._setup(),
                input_tokens=self._number("input_tokens", 256.0),
                output_tokens=self._number("output_tokens", 256.0),
                concurrency=self._number("concurrency", 1.0),
                output_tok_s=self._number("output_rate", math.nan),
                tpot_ms=self._number("token_time", math.nan),
            )
            if math.isnan(run.output_tok_s) and math.isnan(run.tpot_ms):
                raise PlannerError(N_("Type the output tokens per second or the time per token."))
            named = replace(run, origin=_("Typed run"))
            self._keep([measurement_record(named, _("Own measurement"), catalogue)])
        except PlannerError as error:
            self._complain(error)

    def _keep(self, records: list[Measurement]) -> None:
        """Save runs; those that cannot be compared with a prediction are refused, all together."""
        corrections([site_measurement(record) for record in records], self._store.evaluator.catalogue)
        self._own.put(*records)
        self.refresh()
        kept = self._language.translate.counted(P_("{count} run kept.", "{count} runs kept."), len(records))
        say(self.outcome, kept)

    def _delete(self) -> None:
        chosen = [str(item.data(0, RUN)) for item in self.runs.selectedItems()]
        try:
            self._own.remove(*chosen)
        except PlannerError as error:
            self._complain(error)
        self.refresh()

    def _setup(self) -> Setup:
        return Setup(
            model=self._chosen["model"],
            accelerator=self._chosen["accelerator"],
            n_accelerators=max(1.0, self._number("accelerators", 1.0)),
            weight_precision=str(self.weights.currentData()),
            engine=str(self.engine.currentData()),
        )

    def _number(self, name: str, otherwise: float) -> float:
        text = self.numbers[name].text().strip()
        return likely(parse_amount(text, NONE, self._language)) if text else otherwise

    def _picker(self, name: str) -> PickerEdit:
        kind = "models" if name == "model" else "accelerators"
        records = {record.id: record for record in self._store.evaluator.catalogue.records(kind)}
        picker = PickerEdit(
            lambda: [Option(each.id, each.name, getattr(each, "vendor", ""), "", each.id) for each in records.values()],
            lambda key: records[key].name if key in records else key,
            self._language,
        )
        picker.setPlaceholderText(self._language.translate("Choose…"))
        # In a form an editor that ignores its width has none.
        picker.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

        def choose(key: str, _gesture: str) -> None:
            self._chosen[name] = key
            picker.show_value(key)

        picker.committed.connect(choose)
        return picker

    def _update_buttons(self) -> None:
        self.delete_button.setEnabled(bool(self.runs.selectedItems()))

    def _complain(self, error: PlannerError) -> None:
        say(self.outcome, error.message.text(self._language.translate), "error")
