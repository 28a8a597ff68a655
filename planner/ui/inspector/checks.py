"""The checks: what the plan leaves out or strains. Go to the field, or accept a finding with a note."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from planner.analysis.charts.words import Words
from planner.plan.language import Language
from planner.plan.plan import Waiver
from planner.plan.wording import N_, Message
from planner.ui.icons import icon
from planner.ui.prompts import Prompts
from planner.ui.store import Store
from planner.ui.text import paragraph
from planner.ui.theme import tokens_of

if TYPE_CHECKING:
    from planner.analysis.findings import Finding

ModelIndex = QModelIndex | QPersistentModelIndex
ROOM_FOR_ICON = 44
"""Pixels of the icon and the margins beside a finding."""
MOST_LINES = 3
FINDING = Qt.ItemDataRole.UserRole
SEVERITY_WORDS = {"wrong": N_("wrong"), "missing": N_("left out"), "note": N_("note")}


class WrappedText(QStyledItemDelegate):
    """Rows as high as their text needs at the width of the column."""

    def sizeHint(self, option: QStyleOptionViewItem, index: ModelIndex) -> QSize:
        """Return the size of the wrapped text, of three lines at most."""
        usual = super().sizeHint(option, index)
        view = self.parent()
        if not isinstance(view, QTreeWidget):
            return usual
        width = view.columnWidth(index.column()) - ROOM_FOR_ICON
        line = view.fontMetrics().height()
        room = QRect(0, 0, max(width, 1), MOST_LINES * line)
        needed = view.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap, index.data()).height()
        return QSize(usual.width(), usual.height() + min(needed, MOST_LINES * line) - line)


class ChecksTab(QWidget):
    """Open findings first, accepted ones below them."""

    field_asked = Signal(object)
    """(Path): the user wants to see the field that a finding is about."""
    completion_asked = Signal(str)
    """(scenario id): the user wants what its bill leaves out to be added."""
    counted = Signal(int)
    """(open findings)"""

    def __init__(self, store: Store, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._language = language
        self.prompts: Callable[[], Prompts] | None = None
        """Who asks the user for a note; set by the window."""
        _ = language.translate
        self._empty = paragraph(_("Nothing to remark on this plan."))
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.listed = QTreeWidget()
        self.listed.setAccessibleName(_("Checks"))
        self.listed.setHeaderLabels([_("Finding"), _("Scenario"), _("Kind")])
        self.listed.setRootIsDecorated(False)
        self.listed.setFrameShape(QFrame.Shape.NoFrame)
        self.listed.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.listed.setWordWrap(True)
        self.listed.setItemDelegateForColumn(0, WrappedText(self.listed))
        header = self.listed.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.sectionResized.connect(self.listed.scheduleDelayedItemsLayout)
        for column in (1, 2):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self.go_button = QPushButton(_("Go to the field"))
        self.add_button = QPushButton(_("Add what is missing"))
        self.add_button.setToolTip(_("Every part that the bill of this scenario leaves out, at its usual value."))
        self.accept_button = QPushButton(_("Accept with a note…"))
        self.reopen_button = QPushButton(_("Reopen"))
        buttons = QHBoxLayout()
        buttons.setContentsMargins(12, 8, 12, 8)
        buttons.addStretch(1)
        for button in (self.reopen_button, self.add_button, self.accept_button, self.go_button):
            buttons.addWidget(button)
        self._foot = QWidget()
        self._foot.setLayout(buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._empty, 1)
        layout.addWidget(self.listed, 1)
        layout.addWidget(self._foot)
        self.go_button.clicked.connect(self.go)
        self.add_button.clicked.connect(self.add_missing)
        self.accept_button.clicked.connect(self.accept)
        self.reopen_button.clicked.connect(self.reopen)
        self.listed.itemActivated.connect(self.go)
        self.listed.currentItemChanged.connect(self._update_buttons)
        self.show_findings(())

    def show_findings(self, findings: tuple[Finding, ...]) -> None:
        """Show what the checks found."""
        _ = self._language.translate
        tokens = tokens_of(self.palette())
        before = max(0, self.listed.currentIndex().row())
        words = Words.of(self._language, self._store.plan)
        names = {scenario.id: scenario.name for scenario in self._store.plan.scenarios}
        colours = {"wrong": tokens.error, "missing": tokens.warning, "note": tokens.muted}
        self.listed.clear()
        for finding in findings:
            kind = _("accepted") if finding.waiver is not None else _(SEVERITY_WORDS[finding.severity])
            text = _said(finding, words)
            item = QTreeWidgetItem(self.listed, [text, names.get(finding.scenario, ""), kind])
            symbol = "check" if finding.waiver is not None else "info" if finding.severity == "note" else "warning"
            item.setIcon(0, icon(symbol, tokens.good if finding.waiver is not None else colours[finding.severity]))
            item.setToolTip(0, f"{text}\n{finding.waiver}" if finding.waiver else text)
            item.setData(0, FINDING, finding)
            if finding.waiver is not None:
                item.setForeground(0, self.palette().placeholderText())
        has_any = bool(findings)
        self.listed.setCurrentIndex(self.listed.model().index(min(before, len(findings) - 1), 0))
        self.listed.setVisible(has_any)
        self._foot.setVisible(has_any)
        self._empty.setVisible(not has_any)
        self.counted.emit(sum(finding.waiver is None for finding in findings))
        self._update_buttons()

    def go(self, *_ignored: object) -> None:
        """Go to the field that the finding is about."""
        finding = self._chosen()
        if finding is not None:
            self.field_asked.emit(finding.path)

    def accept(self) -> None:
        """Accept the finding, with the reason; it stays in the plan."""
        finding = self._chosen()
        if finding is None or self.prompts is None:
            return
        _ = self._language.translate
        note = self.prompts().text(_("Accept a finding"), _("Why is it all right?"), "")
        if note:
            waiver = Waiver(check=finding.check, scenario=finding.scenario, note=note)
            after = self._store.plan.model_copy(update={"waivers": (*self._store.plan.waivers, waiver)})
            self._store.replace(after, Message(N_("Accept a finding")))

    def add_missing(self) -> None:
        """Ask for what the scenario of the finding leaves out."""
        finding = self._chosen()
        if finding is not None and finding.scenario:
            self.completion_asked.emit(finding.scenario)

    def reopen(self) -> None:
        """Take the acceptance back."""
        finding = self._chosen()
        if finding is None:
            return
        kept = tuple(
            waiver
            for waiver in self._store.plan.waivers
            if not (waiver.check == finding.check and waiver.scenario in ("", finding.scenario))
        )
        self._store.replace(self._store.plan.model_copy(update={"waivers": kept}), Message(N_("Reopen a finding")))

    def _chosen(self) -> Finding | None:
        chosen: list[Finding] = [item.data(0, FINDING) for item in self.listed.selectedItems()]
        return chosen[0] if chosen else None

    def _update_buttons(self, *_ignored: object) -> None:
        finding = self._chosen()
        writable = finding is not None and not self._store.is_read_only
        self.go_button.setEnabled(finding is not None)
        self.add_button.setEnabled(writable and finding is not None and finding.can_be_added)
        self.accept_button.setEnabled(writable and finding is not None and finding.waiver is None)
        self.reopen_button.setEnabled(writable and finding is not None and finding.waiver is not None)


def _said(finding: Finding, words: Words) -> str:
    from planner.analysis.verdict import plain_text  # no finding is there at the start

    return plain_text(finding.message, words)
