"""The figures that moved since the plan was saved: old, new, and what each would do; taken over one by one or all."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from planner.analysis.amount_text import money
from planner.analysis.charts.words import Words
from planner.analysis.price_update import (
    MovedFigure,
    PriceUpdate,
    answered,
    bridge_of_update,
    price_update,
)
from planner.catalog.rows import kind_of, shape_of
from planner.catalog.snapshot import Moved
from planner.plan.language import Language
from planner.plan.plan import Plan
from planner.plan.wording import MINUS, N_, P_, Message, PlannerError
from planner.ui.catalogue.record_words import unit_text, value_text
from planner.ui.dialogs.frame import Frame
from planner.ui.fonts import Type
from planner.ui.store import Store
from planner.ui.text import label, paragraph

FIGURE = Qt.ItemDataRole.UserRole


class MovedPricesDialog(Frame):
    """Lists the moved figures with a check box each; what is ticked is taken over as one undoable edit."""

    def __init__(self, store: Store, language: Language, parent: QWidget | None = None) -> None:
        _ = language.translate
        super().__init__(
            _("Moved prices"),
            _("The plan keeps the figures it was saved with. Take over those you want; the others stay as they are."),
            parent,
        )
        self._store, self._language = store, language
        self._opened_with: Plan = store.plan
        self.update_found: PriceUpdate | None = None
        self.figures = _tree(_("Moved figures"), (_("Record"), _("Figure"), _("In the plan"), _("Catalogue"), ""))
        self.totals = _tree(_("Totals"), (_("Scenario"), _("Now"), _("With all"), _("Difference")))
        self.bridge = _tree(_("What was taken over did"), (_("Change"), _("Difference")))
        self.bridge_title = label(_("What was taken over did"), Type.CAPTION, "muted")
        self.outcome = paragraph()
        self.body.addWidget(self.figures, 3)
        self.totals_title = label(_("If all are taken over"), Type.CAPTION, "muted")
        self.body.addWidget(self.totals_title)
        self.body.addWidget(self.totals, 2)
        self.body.addWidget(self.bridge_title)
        self.body.addWidget(self.bridge, 2)
        self.body.addWidget(self.outcome)
        self.body.addStretch(0)
        self.pin_button = self.add_button(_("Keep the plan's figures"))
        self.take_button = self.add_button(_("Take over the ticked"))
        self.all_button = self.add_button(_("Take over all"), is_primary=True)
        self.close_button = self.add_button(_("Close"))
        self.pin_button.clicked.connect(self._pin)
        self.take_button.clicked.connect(lambda: self.take(self._ticked()))
        self.all_button.clicked.connect(lambda: self.take([each.moved for each in self._found()]))
        self.close_button.clicked.connect(self.accept)
        self.figures.itemChanged.connect(self._update_buttons)
        store.changed.connect(self.refresh)
        self.widen(104, 44)
        self.refresh()

    def refresh(self, *_ignored: object) -> None:
        """Compare the plan with the catalogue anew."""
        _ = self._language.translate
        try:
            self.update_found = price_update(self._store.plan, self._store.evaluator.catalogue, again=True)
        except PlannerError as error:
            self.outcome.setText(error.message.text(_))
            self.update_found = None
        words = Words.of(self._language, self._store.plan)
        self.figures.blockSignals(True)  # noqa: FBT003 - Qt's signature
        self.figures.clear()
        for figure in self._found():
            self._add(figure, words)
        self.figures.blockSignals(False)  # noqa: FBT003 - Qt's signature
        self.totals.clear()
        for each in self.update_found.totals if self.update_found is not None else ():
            cells = [each.name, _money(each.before, words), _money(each.after, words), _change(each.difference, words)]
            _numbers(QTreeWidgetItem(self.totals, cells))
        for part in (self.figures, self.totals_title, self.totals):
            part.setVisible(bool(self._found()))
        if not self._found():
            self.outcome.setText(_("Every figure of the plan is that of the catalogue."))
        elif self.update_found is not None:
            self.outcome.setText(
                _("Catalogue of the plan: {before}; installed: {after}.").format(
                    before=self.update_found.version_before, after=self.update_found.version_after
                )
            )
        self._show_bridge(words)
        self._update_buttons()

    def take(self, moved: list[Moved]) -> None:
        """Take figures over as one undoable edit; all others stay as the plan has them."""
        if not moved:
            return
        after = answered(self._store.plan, self._store.evaluator.catalogue, moved)
        self._store.replace(
            after, Message(P_("Take over {count} figure", "Take over {count} figures"), {"count": len(moved)})
        )

    def _pin(self) -> None:
        after = answered(self._store.plan, self._store.evaluator.catalogue, [])
        self._store.replace(after, Message(N_("Keep the plan's figures")))
        self.accept()

    def _found(self) -> tuple[MovedFigure, ...]:
        return self.update_found.figures if self.update_found is not None else ()

    def _ticked(self) -> list[Moved]:
        items = [self.figures.topLevelItem(row) for row in range(self.figures.topLevelItemCount())]
        return [item.data(0, FIGURE) for item in items if item and item.checkState(0) is Qt.CheckState.Checked]

    def _add(self, figure: MovedFigure, words: Words) -> None:
        moved = figure.moved
        catalogue = self._store.evaluator.answering(self._store.plan)
        record = catalogue.record(moved.record_id)
        shape = shape_of(kind_of(record)).get(moved.field)
        translate = self._language.translate
        unit = unit_text(moved.unit, self._language)
        old, new = (
            (value_text(shape, moved.old, self._language), value_text(shape, moved.new, self._language))
            if shape is not None and moved.field != "id"
            else ("", translate("gone"))
        )
        title = translate(moved.label or moved.field.replace("_", " "))
        effects = ", ".join(
            f"{each.name} {_change(each.difference, words)}" for each in figure.effects if each.difference
        )
        item = QTreeWidgetItem(
            self.figures, [record.name, f"{title} ({unit})" if unit else title, old, new or "–", effects]
        )
        item.setData(0, FIGURE, moved)
        item.setCheckState(0, Qt.CheckState.Unchecked)
        item.setToolTip(0, moved.record_id)
        item.setToolTip(4, effects)
        for column in (2, 3):
            item.setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def _show_bridge(self, words: Words) -> None:
        """Show why each total moved since the panel was opened; the parts sum to the difference."""
        self.bridge.clear()
        before, after = self._opened_with, self._store.plan
        moved = before.snapshot.get("records") != after.snapshot.get("records")
        for scenario in after.scenarios if moved else ():
            if all(scenario.id != other.id for other in before.scenarios):
                continue
            bridge = bridge_of_update(before, after, self._store.evaluator.catalogue, scenario.id)
            if bridge is None or bridge.start == bridge.end:
                continue
            head = QTreeWidgetItem(self.bridge, [scenario.name, _change(bridge.end - bridge.start, words)])
            _numbers(head)
            for part in bridge.contributions:
                _numbers(QTreeWidgetItem(head, [self._language.translate(part.label), _change(part.amount, words)]))
            head.setExpanded(True)
        shown = self.bridge.topLevelItemCount() > 0
        self.bridge.setVisible(shown)
        self.bridge_title.setVisible(shown)

    def _update_buttons(self, *_ignored: object) -> None:
        writable = not self._store.is_read_only
        self.all_button.setEnabled(bool(self._found()) and writable)
        self.pin_button.setEnabled(bool(self._found()) and writable)
        self.take_button.setEnabled(bool(self._ticked()) and writable)


def _tree(name: str, headers: tuple[str, ...]) -> QTreeWidget:
    tree = QTreeWidget()
    tree.setAccessibleName(name)
    tree.setHeaderLabels(list(headers))
    tree.setRootIsDecorated(False)
    tree.setFrameShape(QFrame.Shape.NoFrame)
    tree.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    header = tree.header()
    header.setStretchLastSection(False)
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    if len(headers) > 4:
        header.setSectionResizeMode(4, QHeaderView.ResizeMode.Stretch)
    return tree


def _numbers(item: QTreeWidgetItem) -> None:
    for column in range(1, item.columnCount()):
        item.setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


def _money(usd: float | None, words: Words) -> str:
    return "–" if usd is None else money(usd, words)


def _change(usd: float | None, words: Words) -> str:
    if usd is None:
        return "–"
    text = money(usd, words)
    return text if text.startswith(MINUS) or not usd else f"+{text}"
