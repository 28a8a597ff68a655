"""The composition root: builds the application and wires its parts. The story of a start:

1. Preferences are read, the theme is applied, the window is built. Edits that a crash left behind are put back into
   their files before the plan that was open last is read, and the user is told. The window is shown. Nothing that
   only computes or draws charts has been imported yet: no numpy, no pyqtgraph, no catalogue kind.
2. With the first paint done, the store starts: the cost model is imported, the plan is evaluated, the answer appears.
3. One turn later the charts are imported and take the place of their skeletons.

Everything is a constructor argument; nothing here is looked up from elsewhere.
"""

from __future__ import annotations

import gc
import logging
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMenu

from planner import __version__
from planner.catalog.loader import load_catalogue
from planner.plan.language import Language
from planner.plan.wording import N_, Message
from planner.storage.application_log import catch_unexpected, start_log, stop_log
from planner.storage.directories import Directories, user_directories
from planner.storage.errors import StorageError
from planner.storage.preferences import load_preferences, save_preferences
from planner.ui.analyses.opening import QuestionActions
from planner.ui.analyst import Analyst
from planner.ui.catalogue.opening import CatalogueActions
from planner.ui.catalogue.own_records import OwnRecords
from planner.ui.dialogs.unexpected import UnexpectedDialog, UnexpectedErrors, what_is_safe
from planner.ui.documents import Documents
from planner.ui.ending import save_before_the_end
from planner.ui.evaluator import CostModel
from planner.ui.file_safety import FileSafety
from planner.ui.look import Look
from planner.ui.menus import LANGUAGES, THEMES, build_menus, choices
from planner.ui.quotes.actions import QuoteActions
from planner.ui.settings import SettingsActions
from planner.ui.store import Store
from planner.ui.summaries import Summaries
from planner.ui.templates import first_plan, first_starter, read_starter
from planner.ui.theme import Theme
from planner.ui.window import MainWindow
from planner.ui.wiring import ScenarioActions, wire_views

if TYPE_CHECKING:
    from planner.analysis.answers import Findings


class Application:
    """One run of the program with one window."""

    def __init__(self, qt: QApplication, directories: Directories) -> None:
        self.qt = qt
        preferences, problems = load_preferences(directories.preferences_file)
        usual = directories
        directories = usual.with_data_folder(Path(preferences.data_folder) if preferences.data_folder else None)
        self.look = Look(qt, preferences)
        self.store = Store(first_plan(self.language), CostModel(load_catalogue))
        self.documents = Documents(self.store, directories, preferences)
        self.documents.note_starter(first_starter())
        self.safety = FileSafety(self.documents)
        self.summaries = Summaries(self.documents)
        self.unexpected = UnexpectedErrors(self._unexpected_dialog)
        self.own = OwnRecords(self.store, directories.own_records)
        self.settings = SettingsActions(self.documents, self.look, self.own, usual, look_has_changed=self._rebuild)
        self.window = MainWindow(self.store, self.documents, self.language, self.wire)
        if directories.data_is_gone:
            text = N_("Your data folder {path} is not there. Connect its drive, or choose another in Edit ▸ Settings.")
            problems = (*problems, Message(text, {"path": str(directories.data)}))
        for problem in problems:
            self.window.panels.notices.show_notice(problem)
        self.analyst = Analyst(self.store, self.language)
        self.analyst.found.connect(self.show_findings)
        self.window.shown.connect(self.start_computing)
        self.store.opened.connect(self.compare_prices)
        self.own.changed.connect(self.compare_prices)
        self.window.closed.connect(self.analyst.close)
        self.window.closed.connect(self.save_preferences)
        self.window.closed.connect(self.summaries.close)
        self.documents.preferences_changed.connect(self.save_preferences)

    @property
    def language(self) -> Language:
        """The language that the window speaks."""
        return self.look.language

    @property
    def directories(self) -> Directories:
        """Where the user's files are."""
        return self.documents.directories

    def show(self, path: Path | None = None) -> None:
        """Show the window on a plan: the one named, else one recovered, else the one open last, else an example."""
        recovered = [found.path for found in self.documents.recover().recovered]
        recent = [Path(item) for item in self.documents.preferences.recent]
        wanted = path or next((item for item in [*recovered, *recent] if item.exists()), None)
        if wanted is not None:
            self.window.files.open(wanted)
        self.documents.announce()
        self.window.show()

    def start_computing(self) -> None:
        """Evaluate the plan, then load the charts: the second and third part of the start."""
        self.own.load()
        self.store.start()
        self.catalogue.notice_moved_prices()
        QTimer.singleShot(0, self.load_charts)

    def compare_prices(self, *_: object) -> None:
        """Say where the installed figures are no longer those of the plan."""
        self.catalogue.notice_moved_prices()

    def load_charts(self) -> None:
        """Put the charts in the place of their skeletons."""
        from planner.ui.charts import KINDS, ChartFrame
        from planner.ui.theme import tokens_of

        language = self.language
        self.window.panels.deck.show_charts(
            KINDS, lambda kind, deck: ChartFrame(kind, language, tokens_of(self.qt.palette()), deck)
        )
        # Garbage was not collected during the start; what is there now stays, and need not be looked at again.
        gc.freeze()
        gc.enable()
        self.analyst.wait()

    def show_findings(self, findings: Findings) -> None:
        """Show what the analyses found."""
        panels = self.window.panels
        panels.deck.show_analyses(findings.analyses)
        panels.answer.show_flips(findings.flips, findings.helps)
        panels.inputs.show_material(findings.material)
        panels.inspector.checks.show_findings(findings.checks)

    def wire(self, window: MainWindow) -> None:
        """Connect a fresh set of panels and actions."""
        self.window = window
        self.settings.wire(window)
        ScenarioActions(window).wire()
        wire_views(window)
        window.files.wire()
        window.dialogs.wire()
        QuestionActions(window).wire()
        QuoteActions(window).wire()
        self.catalogue = CatalogueActions(window, self.own)
        self.catalogue.wire()
        self.own.noticed.connect(window.panels.notices.show_notice)
        self.documents.status.said.connect(window.panels.status.show_saving)
        window.panels.status.show_saving(*self.documents.status.last)
        self.documents.noticed.connect(window.panels.notices.show_notice)
        self.safety.wire(window)
        self.summaries.window = window
        build_menus(
            window,
            {
                "@templates": lambda menu: window.files.submenus("@templates", menu),
                "@examples": lambda menu: window.files.submenus("@examples", menu),
                "@recent": lambda menu: window.files.submenus("@recent", menu),
                "@theme": self._add_themes,
                "@language": self._add_languages,
            },
        )

    def choose_theme(self, theme: Theme) -> None:
        """Change the colours of everything."""
        self.settings.change(theme=theme.value)

    def choose_language(self, code: str) -> None:
        """Say everything in another language, at once."""
        self.settings.change(language=code)

    def resize_text(self, step: int) -> None:
        """Take the next larger (1) or smaller (-1) text size, or the usual one (0)."""
        self.settings.resize_text(step)

    def save_preferences(self) -> None:
        """Keep what the user chose."""
        try:
            save_preferences(self.directories.preferences_file, self.documents.preferences)
        except StorageError as error:
            logging.getLogger(__name__).warning("preferences not saved: %s", error)
            self.window.panels.notices.show_notice(
                Message(N_("The settings are not kept for the next start. {reason}"), {"reason": error.message})
            )

    def leave(self) -> None:
        """Close the window, everything being saved."""
        self.window.close()

    def _unexpected_dialog(self) -> UnexpectedDialog:
        window = self.window
        return UnexpectedDialog(what_is_safe(self.documents), window.dialogs.copy_diagnostics, window.language, window)

    def _rebuild(self) -> None:
        charts_are_loaded = bool(self.window.panels.deck.kinds)
        spoken = self.window.language.code
        self.window.speak(self.language)
        starter = self.documents.untouched_starter
        if starter is not None and spoken != self.language.code:
            # Nobody has made it their own yet: its names follow the language too.
            self.documents.show(read_starter(starter, self.language), starter)
        self.analyst.language = self.language
        if charts_are_loaded:
            self.load_charts()
        if self.analyst.findings is not None:
            self.show_findings(self.analyst.findings)

    def _add_themes(self, menu: QMenu) -> None:
        _ = self.language.translate
        offered = [(each, _(text)) for each, text in THEMES]
        theme = Theme(self.documents.preferences.theme)
        choices(menu, _("&Theme"), offered, theme, lambda chosen: self.choose_theme(Theme(str(chosen))))

    def _add_languages(self, menu: QMenu) -> None:
        _ = self.language.translate
        choices(menu, _("&Language"), LANGUAGES, self.language.code, lambda code: self.choose_language(str(code)))


def main(arguments: Sequence[str]) -> int:
    """Open the window and return the exit status. `--smoke` opens, computes, draws and leaves."""
    smoke = "--smoke" in arguments
    paths = [Path(argument) for argument in arguments if not argument.startswith("-")]
    qt = QApplication([sys.argv[0]])
    qt.setApplicationName("LLM Cost Planner")
    qt.setApplicationVersion(__version__)
    directories = user_directories(application_folder=Path(sys.argv[0]).resolve().parent)
    log = start_log(directories)
    application = Application(qt, directories)
    forget = catch_unexpected(application.unexpected.tell)
    save_before_the_end(qt, application.documents.save_now, application.leave)
    application.show(paths[0] if paths else None)
    if smoke:
        from planner.ui.smoke import leave_when_drawn

        leave_when_drawn(application.window)
    status = qt.exec()
    forget()
    stop_log(log)
    return status
