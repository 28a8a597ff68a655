"""What this program is, in which version, on whose shoulders."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from planner import __version__
from planner.catalog.catalogue import Catalogue
from planner.plan.language import Language
from planner.ui.dialogs.frame import Frame
from planner.ui.fonts import Type
from planner.ui.text import label, paragraph

LIBRARIES = (
    ("PySide6-Essentials", "LGPL-3.0"),
    ("pyqtgraph", "MIT"),
    ("numpy", "BSD-3-Clause"),
    ("pydantic", "MIT"),
    ("platformdirs", "MIT"),
    ("XlsxWriter", "BSD-2-Clause"),
    ("numpy-financial", "BSD-3-Clause"),
)


class AboutDialog(Frame):
    """Version, catalogue, licences."""

    def __init__(self, catalogue: Catalogue | None, language: Language, parent: QWidget | None = None) -> None:
        _ = language.translate
        super().__init__(
            "LLM Cost Planner",
            _("What to run, on whose hardware, tuned how, at what cost, and how sure we are. Works offline."),
            parent,
        )
        lines = [_("Version {version}").format(version=__version__)]
        if catalogue is not None:
            lines.append(_("Catalogue {version}, {hash}").format(version=catalogue.version, hash=catalogue.hash))
        self.body.addWidget(_selectable("\n".join(lines)))
        self.body.addWidget(label(_("Libraries and fonts"), Type.STRONG))
        rows = [f"{name} {_installed(name)} · {licence}" for name, licence in LIBRARIES]
        self.body.addWidget(_selectable("\n".join([*rows, "Inter · SIL OFL 1.1"])))
        self.body.addStretch(1)
        self.add_button(_("Close"), is_primary=True).clicked.connect(self.accept)
        self.widen(64, 24)


def _selectable(text: str) -> QLabel:
    made = paragraph(text, Type.SMALL)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


def _installed(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
