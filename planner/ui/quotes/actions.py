"""What the window does about quotes: enter one, and add to a scenario what its bill leaves out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.plan.plan import Plan
from planner.plan.wording import N_, Message

if TYPE_CHECKING:
    from planner.ui.window import MainWindow

ADDED = N_("Add what is missing")


class QuoteActions:
    """The quotes of one window."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def wire(self) -> None:
        """Connect the action and the checks."""
        self._window.action_table.connect(quote=self.enter)
        self._window.panels.inspector.checks.completion_asked.connect(self.complete)

    def enter(self) -> None:
        """Ask for a quote of the selected scenario."""
        from planner.ui.catalogue.record_words import local_today
        from planner.ui.quotes.dialog import QuoteDialog

        window = self._window
        dialog = QuoteDialog(window.store.plan, window.store.selection, window.language, local_today(), window)
        dialog.changed.connect(self._take)
        dialog.open()

    def complete(self, scenario_id: str) -> None:
        """Add to a scenario what its bill leaves out, as one edit, and show why its saving changes."""
        from planner.analysis.quote import replaced_by
        from planner.analysis.usual_parts import with_usual_parts

        window, store = self._window, self._window.store
        if store.catalogue is None:
            return
        against = replaced_by(store.plan, store.plan.scenario(scenario_id))
        other = against.id if against is not None else scenario_id
        after = with_usual_parts(store.plan, store.catalogue, scenario_id, other, window.language)
        self.show_completed(after, scenario_id)

    def show_completed(self, after: Plan, scenario_id: str) -> None:
        """Take over a completed plan and bring the bridge into view."""
        store = self._window.store
        store.replace(after, Message(ADDED))
        store.select(scenario_id)
        if store.plan.scenario(scenario_id).quote is not None and self._window.panels.deck.kinds:
            self._window.panels.deck.show_chart("bridge")

    def _take(self, after: Plan, done: Message, scenario_id: str) -> None:
        self._window.store.replace(after, done)
        if scenario_id:
            self._window.store.select(scenario_id)
            self._window.panels.inspector.show_tab(self._window.panels.inspector.checks)
