"""The working of a figure: key figures of the scenario at the left, the derivation of the chosen one at the right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QSplitter,
    QStackedLayout,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from planner.analysis.amount_text import figure, money, number, share
from planner.analysis.charts.words import Words
from planner.analysis.key_figures import BY_NAME, KEY_FIGURES, KeyFigure
from planner.plan.language import Language
from planner.plan.wording import PlannerError
from planner.ui.fonts import Type, font_for
from planner.ui.forms.source_chip import EVIDENCE_WORDS
from planner.ui.store import Store
from planner.ui.text import paragraph

if TYPE_CHECKING:
    from planner.cost.derivation import Derivation, Identity
    from planner.cost.results import Figure, PlanResult, ScenarioResult

NODE = Qt.ItemDataRole.UserRole
SETTLE_MS = 120
"""Pause after the last edit before the working is derived anew."""

DEEPEST_UNFOLDED = 2
FIGURES_LETTERS, DERIVATION_LETTERS = 32, 42
SOURCE = 2
LETTERS_WITH_SOURCE = 50
"""Width of the derivation, in average letters, from which on its rows have a column for their sources."""


class WorkingTab(QWidget):
    """Shows how a figure came about, down to plan fields and catalogue figures."""

    field_asked = Signal(object)
    """(Path): the user wants to see the field behind a leaf."""

    def __init__(self, store: Store, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._language = language
        self._scenario_id = ""
        self._quantity = "total_cost"
        _ = language.translate
        self._rows: dict[str, QTreeWidgetItem] = {}
        self._figures = _tree(_("Key figures"), (_("Key figure"), _("Value")))
        self._derivation = _tree(_("Derivation"), (_("Quantity"), _("Value"), _("Source")))
        self._derivation.installEventFilter(self)
        self._detail = paragraph(role=Type.SMALL)
        self._detail.setContentsMargins(12, 8, 12, 8)
        self._detail.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._empty = paragraph()
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._derivation, 1)
        column.addWidget(self._detail)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.addWidget(self._figures)
        self._split.addWidget(right)
        letter = self.fontMetrics().averageCharWidth()
        self._split.setSizes([letter * FIGURES_LETTERS, letter * DERIVATION_LETTERS])
        self._split.setStretchFactor(1, 1)
        self._split.setHandleWidth(1)
        self._split.setChildrenCollapsible(False)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._split)
        self._figures.currentItemChanged.connect(self._choose_figure)
        self._derivation.currentItemChanged.connect(self._show_detail)
        self._derivation.itemActivated.connect(self._follow)
        self._settled = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settled.timeout.connect(self._derive_newest)
        store.results_ready.connect(self._follow_results)
        store.selection_changed.connect(self.show_scenario)
        self.show_scenario(store.selection)

    def show_scenario(self, scenario_id: str) -> None:
        """Show the figures of a scenario; for the plan itself those of the cheapest."""
        self._scenario_id = scenario_id
        self.refresh()

    def show_figure(self, scenario_id: str, quantity: str) -> None:
        """Show the working of a figure."""
        self._scenario_id, self._quantity = scenario_id, quantity
        self.refresh()
        self._derivation.setFocus()

    def refresh(self) -> None:
        """Show the newest results."""
        self._follow_results()
        self._settled.stop()
        self._derive_newest()

    def _follow_results(self, *_ignored: object) -> None:
        """Show the newest figures at once, and their working when a drag comes to rest: it is many rows."""
        if not self.isVisible():
            return
        result = self._result()
        if result is not None and result.figures:
            self._stack.setCurrentIndex(1)
            self._list_figures(result)
            self._settled.start()
        else:
            self._stack.setCurrentIndex(0)
            self._empty.setText(self._why_empty(result))

    def _why_empty(self, result: ScenarioResult | None) -> str:
        _ = self._language.translate
        if result is None or not result.reasons:
            return _("Select a scenario to see how its figures come about.")
        return "\n".join(
            (
                _("{scenario} has no figures yet.").format(scenario=result.name),
                *(reason.text(_) for reason in result.reasons),
            )
        )

    def _derive_newest(self) -> None:
        result = self._result()
        if self.isVisible() and result is not None and result.figures:
            self._derive(result)

    def showEvent(self, event: object) -> None:
        """Catch up with what came while nobody looked."""
        super().showEvent(event)  # type: ignore[arg-type]
        self.refresh()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave the sources to the text below where quantities and values would have no room beside them."""
        if watched is self._derivation and event.type() == QEvent.Type.Resize:
            letter = self.fontMetrics().averageCharWidth()
            self._derivation.setColumnHidden(SOURCE, self._derivation.width() < letter * LETTERS_WITH_SOURCE)
        return super().eventFilter(watched, event)

    def _result(self) -> ScenarioResult | None:
        results: PlanResult | None = self._store.result
        if results is None or not results.scenarios:
            return None
        for result in results.scenarios:
            if result.id == self._scenario_id:
                return result
        return results.feasible[0] if results.feasible else results.scenarios[0]

    def _words(self) -> Words:
        return Words.of(self._language, self._store.plan)

    def _list_figures(self, result: ScenarioResult) -> None:
        words = self._words()
        listed = [key for key in KEY_FIGURES if key.name in result.figures]
        self._figures.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        if [key.name for key in listed] != list(self._rows):
            self._rows = self._list_anew(listed)
        # One signal for all of them: each would measure the whole column anew.
        model = self._figures.model()
        model.blockSignals(True)  # noqa: FBT003
        for key in listed:
            found, row = result.figures[key.name], self._rows[key.name]
            row.setText(1, _value_text(found.value, found.unit, words, is_share=key.is_share))
            row.setToolTip(1, self._band(found, words, key))
        model.blockSignals(False)  # noqa: FBT003
        if listed:
            model.dataChanged.emit(model.index(0, 1), model.index(model.rowCount() - 1, 1))
        if (chosen := self._rows.get(self._quantity)) is not None and self._figures.currentItem() is not chosen:
            self._figures.setCurrentItem(chosen)
        self._figures.blockSignals(False)  # noqa: FBT003

    def _band(self, found: Figure, words: Words, key: KeyFigure) -> str:
        if found.low is None or found.high is None or found.low == found.high:
            return ""
        low, high = (_value_text(end, found.unit, words, is_share=key.is_share) for end in (found.low, found.high))
        return self._language.translate("P10 {low}, P90 {high}").format(low=low, high=high)

    def _list_anew(self, listed: Sequence[KeyFigure]) -> dict[str, QTreeWidgetItem]:
        """Return a row for each figure, in groups; in a drag the rows stay and only their values change."""
        _ = self._language.translate
        self._figures.clear()
        rows = {}
        group = ""
        for key in listed:
            if key.group != group:
                group = key.group
                heading = QTreeWidgetItem(self._figures, [_(group)])
                heading.setFont(0, font_for(Type.CAPTION))
                heading.setFlags(Qt.ItemFlag.ItemIsEnabled)
                heading.setFirstColumnSpanned(True)
                heading.setForeground(0, self.palette().placeholderText())
            item = rows[key.name] = QTreeWidgetItem(self._figures, [_(key.label), ""])
            item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            item.setData(0, NODE, key.name)
            item.setToolTip(0, _(key.help))
        return rows

    def _derive(self, result: ScenarioResult) -> None:
        self._derivation.clear()
        try:
            derivation = self._store.evaluator.explain(self._store.plan, result.id, self._quantity)
        except PlannerError as error:
            self._detail.setText(error.message.text(self._language.translate))
            return
        except KeyError:
            self._detail.setText(self._language.translate("There is no working for this figure here."))
            return
        self._add(derivation, self._derivation, 0, set())
        self._derivation.setCurrentIndex(self._derivation.model().index(0, 0))

    def _add(self, node: Derivation, parent: QTreeWidget | QTreeWidgetItem, depth: int, seen: set[Identity]) -> None:
        _ = self._language.translate
        again = node.identity in seen and bool(node.inputs)
        seen.add(node.identity)
        label = _(BY_NAME[node.name].label) if depth == 0 and node.name in BY_NAME else _(node.label)
        item = QTreeWidgetItem(parent, [label, self._value(node), self._source(node, again=again)])
        item.setToolTip(0, label)
        item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        item.setForeground(2, self.palette().placeholderText())
        item.setFont(2, font_for(Type.SMALL))
        item.setData(0, NODE, node)
        if depth == 0:
            item.setFont(0, font_for(Type.STRONG))
            item.setFont(1, font_for(Type.STRONG))
        if not again:
            for child in node.inputs:
                self._add(child, item, depth + 1, seen)
        item.setExpanded(depth < DEEPEST_UNFOLDED)

    def _value(self, node: Derivation) -> str:
        if node.value is None:
            return ""
        if not node.inputs and node.path:
            from planner.analysis.input_fields import written

            return written(self._store.plan, node, self._words())
        unit = node.unit.removesuffix("/month") if node.summary == "sum" else node.unit
        return figure(node.value, unit, self._words())

    def _source(self, node: Derivation, *, again: bool) -> str:
        _ = self._language.translate
        if again:
            return _("see above")
        if node.inputs:
            return {"sum": _("summed"), "mean": _("on average")}.get(node.summary, "")
        if node.provenance is not None:
            return f"{_(EVIDENCE_WORDS[node.provenance.evidence])} · {node.provenance.date:%Y-%m}"
        return _(EVIDENCE_WORDS[node.evidence]) if node.evidence is not None else ""

    def _choose_figure(self, item: QTreeWidgetItem | None, _before: object = None) -> None:
        name = item.data(0, NODE) if item is not None else None
        result = self._result()
        if name and result is not None:
            self._quantity = str(name)
            self._derive(result)

    def _show_detail(self, item: QTreeWidgetItem | None, _before: object = None) -> None:
        if item is None:
            self._detail.setText("")
            return
        node: Derivation = item.data(0, NODE)
        _ = self._language.translate
        lines = [_(node.formula), self._in_labels(node)] if node.formula else []
        if node.provenance is not None:
            source = f"{self._source(node, again=False)} · {node.provenance.title}"
            lines += [source, node.provenance.address, node.provenance.note]
        lines.append(_(node.note))
        self._detail.setText("\n".join(line for line in lines if line))

    def _in_labels(self, node: Derivation) -> str:
        """Return the formula of a node, its inputs named as the rows below it."""
        from planner.cost.notation import notation

        _ = self._language.translate
        return notation(node.expression, {each.name: _(each.label) for each in node.inputs}, _)

    def _follow(self, item: QTreeWidgetItem) -> None:
        node: Derivation = item.data(0, NODE)
        if node.path:
            self.field_asked.emit(node.path)


def _value_text(value: float, unit: str, words: Words, *, is_share: bool) -> str:
    """Return a figure whose label says per what it is."""
    if is_share:
        return share(value, words)
    if unit.startswith("USD"):
        return money(value, words)
    return number(value, words) if unit == "request/month" else figure(value, unit.removesuffix("/krequest"), words)


def _tree(name: str, headers: tuple[str, ...]) -> QTreeWidget:
    tree = QTreeWidget()
    tree.setAccessibleName(name)
    tree.setFrameShape(QFrame.Shape.NoFrame)
    tree.setHeaderLabels(list(headers))
    tree.setColumnCount(len(headers))
    tree.setUniformRowHeights(True)
    tree.setRootIsDecorated(len(headers) > 2)
    tree.setIndentation(12 if len(headers) > 2 else 0)
    tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    tree.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    header = tree.header()
    header.setStretchLastSection(False)
    header.setSectionsMovable(False)
    header.setResizeContentsPrecision(0)  # as wide as what is in sight: a long unit far below takes no room
    header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    for column in range(1, len(headers)):
        header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
    tree.headerItem().setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return tree
