"""What two states of one plan cost, scenario by scenario; a scenario unfolds into what each change contributes."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from planner.analysis.amount_text import money
from planner.analysis.charts.words import Words
from planner.plan.language import Language
from planner.plan.plan import Plan
from planner.plan.wording import MINUS, PlannerError
from planner.ui.store import Store

IDENTITY = Qt.ItemDataRole.UserRole


class CostDifferences(QTreeWidget):
    """The total of each scenario in both states; why it differs is computed when a scenario is unfolded."""

    def __init__(self, store: Store, language: Language, other: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        _ = language.translate
        self._store, self._language = store, language
        self._pair: tuple[Plan, Plan] | None = None
        self.setAccessibleName(_("Total cost"))
        self.setHeaderLabels([_("Scenario"), _("On screen"), other, _("Difference")])
        self.setFrameShape(QFrame.Shape.NoFrame)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.itemExpanded.connect(self._explain)

    def show_costs(self, mine: Plan, theirs: Plan) -> None:
        """Compare the totals; a scenario without an answer, or that only one state has, shows a dash."""
        self.clear()
        self._pair = mine, theirs
        left, right = self._totals(mine), self._totals(theirs)
        names = {one.id: one.name for one in (*theirs.scenarios, *mine.scenarios)}
        for identity in dict.fromkeys(one.id for one in (*mine.scenarios, *theirs.scenarios)):
            before, after = left.get(identity), right.get(identity)
            difference = None if before is None or after is None else after - before
            item = self._row(None, names[identity], before, after, difference)
            item.setData(0, IDENTITY, identity)
            if difference:
                item.setChildIndicatorPolicy(QTreeWidgetItem.ChildIndicatorPolicy.ShowIndicator)

    def _totals(self, plan: Plan) -> dict[str, float]:
        try:
            result = self._store.evaluator.evaluate(plan)
        except PlannerError:
            return {}
        return {one.id: one.figures["total_cost"].value for one in result.scenarios if "total_cost" in one.figures}

    def _explain(self, item: QTreeWidgetItem) -> None:
        """Say what each change contributes; the contributions sum to the difference."""
        if item.childCount() or self._pair is None or item.parent() is not None:
            return
        from planner.analysis.bridge import bridge_between_plans

        sides = [(plan, self._store.evaluator.answering(plan)) for plan in self._pair]
        try:
            bridge = bridge_between_plans(sides[0], sides[1], item.data(0, IDENTITY), ("", ""))
        except PlannerError as error:
            QTreeWidgetItem(item, [error.message.text(self._language.translate)]).setFirstColumnSpanned(True)
            return
        smallest = 1e-9 * max(abs(bridge.start), abs(bridge.end))
        for part in (one for one in bridge.contributions if abs(one.amount) > smallest):
            self._row(item, self._language.translate(part.label), None, None, part.amount, is_part=True)

    def _row(
        self,
        above: QTreeWidgetItem | None,
        name: str,
        before: float | None,
        after: float | None,
        difference: float | None,
        *,
        is_part: bool = False,
    ) -> QTreeWidgetItem:
        words = Words.of(self._language, self._store.plan)
        nothing = "" if is_part else "–"
        texts = [name, *(nothing if usd is None else money(usd, words) for usd in (before, after))]
        texts.append(nothing if difference is None else _signed(money(difference, words), difference))
        item = QTreeWidgetItem(self, texts) if above is None else QTreeWidgetItem(above, texts)
        item.setToolTip(0, name)
        for column in (1, 2, 3):
            item.setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return item


def _signed(text: str, amount: float) -> str:
    return text if not amount or text.startswith(MINUS) else f"+{text}"
