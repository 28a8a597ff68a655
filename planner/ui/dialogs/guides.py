"""The guides that ship with the program: pages to read, in the user's language where there is one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListWidget, QListWidgetItem, QTextBrowser, QWidget

from planner.catalog.locations import resource_path
from planner.plan.language import Language
from planner.ui.dialogs.frame import Frame

LIST_LETTERS = 26
PATH = Qt.ItemDataRole.UserRole


def guide_pages(language: Language) -> tuple[Path, ...]:
    """Return the page of every guide: the one in the language, else the English one."""
    folder = resource_path("help")
    translated = folder / language.code
    return tuple(
        translated / page.name if (translated / page.name).is_file() else page for page in sorted(folder.glob("*.md"))
    )


class GuidesDialog(Frame):
    """The titles of the guides, and the chosen one beside them."""

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        _ = language.translate
        super().__init__(_("Guides"), _("They ship with the program: nothing is fetched."), parent)
        self.listed = QListWidget()
        self.listed.setAccessibleName(_("Guides"))
        self.listed.setFrameShape(QFrame.Shape.NoFrame)
        self.listed.setWordWrap(True)
        self.listed.setFixedWidth(self.fontMetrics().averageCharWidth() * LIST_LETTERS)
        self.page = QTextBrowser()
        self.page.setAccessibleName(_("Text of the guide"))
        self.page.setFrameShape(QFrame.Shape.NoFrame)
        self.page.setOpenLinks(False)
        self.page.document().setDocumentMargin(16)
        for path in guide_pages(language):
            title = path.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ")
            item = QListWidgetItem(title, self.listed)
            item.setData(PATH, path)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.listed)
        row.addWidget(self.page, 1)
        self.body.addLayout(row, 1)
        self.add_button(_("Close"), is_primary=True).clicked.connect(self.accept)
        self.listed.currentItemChanged.connect(self._show)
        self.listed.setCurrentRow(0)
        self.widen(120, 38)

    def _show(self, item: QListWidgetItem | None, _before: object = None) -> None:
        if item is not None:
            self.page.setMarkdown(item.data(PATH).read_text(encoding="utf-8"))
