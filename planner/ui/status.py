"""The foot of the window: is it saved, how many steps back, which money, which catalogue, which draws."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from planner.analysis.charts.words import HORIZON, MONEY_BASES, Words
from planner.plan.amounts import likely
from planner.plan.language import Language
from planner.plan.wording import P_, Message
from planner.ui.fonts import Type
from planner.ui.icons import pixmap
from planner.ui.store import Store
from planner.ui.text import elided, label, set_tone
from planner.ui.theme import tokens_of

if TYPE_CHECKING:
    from planner.cost.results import PlanResult


class StatusLine(QFrame):
    """One line of facts that never asks for anything."""

    def __init__(self, store: Store, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._language = language
        self._mark = QLabel()
        self._saved = elided("", Type.SMALL, "muted")
        self._saved.setAccessibleName(language.translate("Saved"))
        self._steps = label("", Type.SMALL, "muted")
        self._basis = elided("", Type.SMALL, "muted")
        self._basis.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setProperty("role", "status")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 16, 6)
        row.setSpacing(8)
        row.addWidget(self._mark)
        row.addWidget(self._saved)
        row.addWidget(self._steps)
        row.addSpacing(16)
        row.addWidget(self._basis, 1)
        store.changed.connect(self.refresh)
        store.results_ready.connect(self.refresh)
        self.refresh()

    @property
    def saved_text(self) -> str:
        """What the line says about saving."""
        return self._saved.text()

    def show_saving(self, message: Message, is_safe: bool) -> None:
        """Say whether the plan is saved."""
        text = message.text(self._language.translate)
        self._saved.setText(text)
        set_tone(self._saved, "muted" if is_safe else "error")
        tokens = tokens_of(self.palette())
        name, colour = ("check", tokens.good) if is_safe else ("warning", tokens.error)
        self._mark.setPixmap(pixmap(name, colour, 14, self.devicePixelRatioF()))

    def refresh(self, *_ignored: object) -> None:
        """Show the facts of the plan."""
        _ = self._language.translate
        plan = self._store.plan
        words = Words.of(self._language, plan)
        steps = self._store.undo_stack.index()
        self._steps.setText(_("undo {count}").format(count=steps) if steps else "")
        money = plan.money
        parts = [
            money.currency,
            _(MONEY_BASES[money.basis]),
            _.counted(HORIZON, round(money.horizon)),
            words.percent(likely(money.discount_rate), 0) + " " + _("discount"),
            _("prices of {date}").format(date=self._language.date(money.price_date)),
        ]
        catalogue = self._store.catalogue
        if catalogue is not None:
            parts.append(_("catalogue {version}").format(version=catalogue.version))
        parts.append(_("seed {seed}").format(seed=plan.seed))
        result: PlanResult | None = self._store.result
        draws = (
            max((one.total_draws.size for one in result.scenarios if one.total_draws is not None), default=0)
            if (result is not None)
            else 0
        )
        if draws:
            parts.append(_.counted(P_("{count} draw", "{count} draws"), draws))
        self._basis.setText(" · ".join(parts))
