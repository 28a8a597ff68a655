"""Export: which files, how fine, where. The same files as the command line writes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QPushButton, QWidget

from planner.plan.language import Language
from planner.plan.wording import N_, P_, PlannerError
from planner.ui.dialogs.frame import Frame
from planner.ui.fonts import Type
from planner.ui.prompts import Prompts
from planner.ui.text import label, paragraph, say

FORMATS = (
    ("csv", N_("Tables as CSV")),
    ("png", N_("Charts as pictures (PNG)")),
    ("svg", N_("Charts as vector drawings (SVG)")),
    ("pdf", N_("Charts as pages (PDF)")),
    ("xlsx", N_("Workbook with live formulas (XLSX)")),
    ("memo", N_("Decision memo (PDF)")),
)
FINENESS = (96, 150, 300, 600)
SIZES_MM = ((160.0, 95.0), (80.0, 60.0), (254.0, 143.0), (267.0, 180.0))
"""Width and height of a chart: a text column, half of one, a slide, a page on its side."""


@dataclass(frozen=True, slots=True)
class Order:
    """What the user wants to have exported."""

    folder: Path
    formats: tuple[str, ...]
    dpi: int
    force: bool
    charts: tuple[str, ...] = ()
    size_mm: tuple[float, float] = SIZES_MM[0]


class ExportDialog(Frame):
    """Asks for formats, resolution and folder, and exports on the spot."""

    def __init__(
        self,
        export: Callable[[Order], list[Path]],
        offered: tuple[str, ...],
        prompts: Prompts,
        language: Language,
        charts: tuple[str, ...] = (),
        parent: QWidget | None = None,
    ) -> None:
        _ = language.translate
        super().__init__(
            _("Export"),
            _("The comparison as files that anybody can open. All amounts equal the screen."),
            parent,
        )
        self._export = export
        self._prompts = prompts
        self._language = language
        self._charts = charts
        self.boxes = {key: QCheckBox(_(text)) for key, text in FORMATS if key in offered}
        for key, box in self.boxes.items():
            box.setChecked(key in ("csv", "png"))
            self.body.addWidget(box)
        self.fineness = QComboBox()
        for dpi in FINENESS:
            self.fineness.addItem(_("{dpi} dots per inch").format(dpi=dpi), dpi)
        self.fineness.setCurrentIndex(FINENESS.index(300))
        self.fineness.setAccessibleName(_("Resolution"))
        self._add_heading(_("Resolution"))
        self.body.addWidget(self.fineness)
        self.size_mm = QComboBox()
        for width, height in SIZES_MM:
            self.size_mm.addItem(f"{width:.0f} × {height:.0f} mm", (width, height))
        self.size_mm.setAccessibleName(_("Size of a chart"))
        self._add_heading(_("Size of a chart"))
        self.body.addWidget(self.size_mm)
        self.folder = QLineEdit(str(Path.home()))
        self.folder.setAccessibleName(_("Folder"))
        choose = QPushButton(_("Choose…"))
        choose.clicked.connect(self._choose_folder)
        row = QHBoxLayout()
        row.addWidget(self.folder, 1)
        row.addWidget(choose)
        self._add_heading(_("Folder"))
        self.body.addLayout(row)
        self.overwrite = QCheckBox(_("Replace files of the same name"))
        self.body.addWidget(self.overwrite)
        self.outcome = paragraph()
        self.body.addWidget(self.outcome)
        self.body.addStretch(1)
        self.close_button = self.add_button(_("Close"))
        self.close_button.clicked.connect(self.reject)
        self.export_button = self.add_button(_("Export"), is_primary=True)
        self.export_button.clicked.connect(self.run_export)
        self.widen(64, 30)

    def _add_heading(self, text: str) -> None:
        """Add a heading that stands nearer to what is below it than to what is above."""
        heading = label(text, Type.STRONG)
        heading.setContentsMargins(0, 8, 0, 0)
        self.body.addWidget(heading)

    def run_export(self) -> None:
        """Export and say what was written, or what went wrong."""
        _ = self._language.translate
        formats = tuple(key for key, box in self.boxes.items() if box.isChecked())
        if not formats:
            say(self.outcome, _("Choose at least one kind of file."), "error")
            return
        order = Order(
            Path(self.folder.text()).expanduser(),
            formats,
            int(self.fineness.currentData()),
            self.overwrite.isChecked(),
            self._charts,
            SIZES_MM[self.size_mm.currentIndex()],
        )
        try:
            written = self._export(order)
        except PlannerError as error:
            say(self.outcome, error.message.text(_), "error")
            return
        except OSError as error:
            say(
                self.outcome,
                _("Cannot write to {folder}: {reason}").format(folder=order.folder, reason=error.strerror),
                "error",
            )
            return
        told = P_("{count} file written to {folder}.", "{count} files written to {folder}.")
        say(self.outcome, _.counted(told, len(written), folder=order.folder), "muted")

    def _choose_folder(self) -> None:
        chosen = self._prompts.folder(self._language.translate("Folder for the files"))
        if chosen is not None:
            self.folder.setText(str(chosen))
