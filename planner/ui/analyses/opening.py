"""Opens the question dialogs of one window; what they need is imported when the first one opens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.ui.quotes.actions import QuoteActions

if TYPE_CHECKING:
    from planner.ui.analyses.question import Completion, Edit
    from planner.ui.window import MainWindow

KEYS = ("solve", "compare", "challenge", "limits", "doubt", "ladder", "tuning_costs", "waiting", "sizes", "explore")
"""The actions that open a question, in the order of the menu."""


class QuestionActions:
    """The questions of a window, each opened by an action of the same key."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def wire(self) -> None:
        """Connect the actions."""
        self._window.action_table.connect(**{key: lambda key=key: self.open(key) for key in KEYS})

    def open(self, key: str) -> None:
        """Open the dialog of a question on the present plan."""
        from planner.analysis.charts.words import Words
        from planner.ui.analyses.dialog import QuestionDialog
        from planner.ui.analyses.question import Asked
        from planner.ui.analyses.questions import QUESTIONS

        window, store = self._window, self._window.store
        result = store.current_result
        if result is None or store.catalogue is None:
            return
        asked = Asked(store.plan, store.catalogue, result, Words.of(window.language, store.plan), store.selection)
        question = next(each for each in QUESTIONS if each.key == key)
        dialog = QuestionDialog(question, asked, window)
        dialog.edited.connect(self._take)
        dialog.open()

    def _take(self, proposal: Edit | Completion) -> None:
        from planner.ui.analyses.question import Edit

        if isinstance(proposal, Edit):
            self._window.store.edit(proposal.path, proposal.value)
        else:
            QuoteActions(self._window).show_completed(proposal.after, proposal.scenario)
