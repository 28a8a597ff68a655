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
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QTimer, QTranslator
from PySide6.QtWidgets import QApplication, QMenu

from planner import __version__
from planner.catalog.loader import load_catalogue
from planner.catalog.locations import resource_path
from planner.plan.language import Language, load_language, system_language
from planner.storage.application_log import catch_unexpected, start_log, stop_log
from planner.storage.directories import Directories, user_directories
from planner.storage.errors import StorageError
from planner.storage.preferences import Preferences, load_preferences, save_preferences
from planner.ui.analyses.opening import QuestionActions
from planner.ui.analyst import Analyst
from planner.ui.catalogue.opening import CatalogueActions
from planner.ui.catalogue.own_records import FILE_NAME, OwnRecords
from planner.ui.dialogs.unexpected import UnexpectedDialog, UnexpectedErrors, what_is_safe
from planner.ui.documents import Documents
from planner.ui.ending import save_before_the_end
from planner.ui.evaluator import CostModel
from planner.ui.file_safety import FileSafety
from planner.ui.menus import LANGUAGES, THEMES, build_menus, choices
from planner.ui.store import Store
from planner.ui.summaries import Summaries
from planner.ui.templates import first_plan
from planner.ui.theme import Theme, apply_theme
from planner.ui.window import MainWindow
from planner.ui.wiring import ScenarioActions, wire_views

if TYPE_CHECKING:
    from planner.analysis.answers import Findings

TEXT_SIZES = (1.0, 1.15, 1.3, 1.5, 1.75, 2.0)


class Application:
    """One run of the program with one window."""

    def __init__(self, qt: QApplication, directories: Directories) -> None:
        self.qt = qt
        preferences, problems = load_preferences(directories.preferences_file)
        self.directories = directories = directories.with_data_folder(
            Path(preferences.data_folder) if preferences.data_folder else None
        )
        self.theme = Theme(preferences.theme)
        self.text_size = preferences.text_size_percent / 100.0
        self.language = language_of(preferences)
        self._qt_words = QTranslator(qt)
        self._speak_qt()
        apply_theme(qt, self.theme, self.text_size)
        self.store = Store(first_plan(self.language), CostModel(load_catalogue()))
        self.documents = Documents(self.store, directories, preferences)
        self.safety = FileSafety(self.documents)
        self.summaries = Summaries(self.documents)
        self.unexpected = UnexpectedErrors(self._unexpected_dialog)
        self.own = OwnRecords(self.store, self.store.evaluator.catalogue, directories.data / FILE_NAME)
        self.window = MainWindow(self.store, self.documents, self.language, self.wire)
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
        from planner.ui.charts import create_charts
        from planner.ui.theme import tokens_of

        charts = create_charts(self.language, tokens_of(self.qt.palette()))
        self.window.panels.deck.show_charts(charts)
        # Garbage was not collected during the start; what is there now stays, and need not be looked at again.
        gc.freeze()
        gc.enable()

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
        ScenarioActions(window).wire()
        wire_views(window)
        window.files.wire()
        window.dialogs.wire()
        QuestionActions(window).wire()
        self.catalogue = CatalogueActions(window, self.own)
        self.catalogue.wire()
        self.own.noticed.connect(window.panels.notices.show_notice)
        self.documents.status_changed.connect(window.panels.status.show_saving)
        window.panels.status.show_saving(*self.documents.status)
        self.documents.noticed.connect(window.panels.notices.show_notice)
        self.safety.wire(window)
        self.summaries.window = window
        window.action_table.connect(
            larger=lambda: self.resize_text(1), smaller=lambda: self.resize_text(-1), usual=lambda: self.resize_text(0)
        )
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
        self.theme = theme
        apply_theme(self.qt, theme, self.text_size)
        self._rebuild()

    def choose_language(self, code: str) -> None:
        """Say everything in another language, at once."""
        self.documents.preferences = replace(self.documents.preferences, language=code)
        self.language = language_of(self.documents.preferences)
        self._speak_qt()
        self._rebuild()

    def resize_text(self, step: int) -> None:
        """Take the next larger (1) or smaller (-1) text size, or the usual one (0)."""
        place = min(range(len(TEXT_SIZES)), key=lambda number: abs(TEXT_SIZES[number] - self.text_size))
        wanted = 1.0 if step == 0 else TEXT_SIZES[max(0, min(place + step, len(TEXT_SIZES) - 1))]
        if wanted != self.text_size:
            self.text_size = wanted
            apply_theme(self.qt, self.theme, wanted)
            self._rebuild()

    def save_preferences(self) -> None:
        """Keep what the user chose."""
        preferences = replace(
            self.documents.preferences, theme=self.theme.value, text_size_percent=round(100.0 * self.text_size)
        )
        try:
            save_preferences(self.directories.preferences_file, preferences)
        except StorageError as error:
            logging.getLogger(__name__).warning("preferences not saved: %s", error)

    def leave(self) -> None:
        """Close the window, everything being saved."""
        self.window.close()

    def _unexpected_dialog(self) -> UnexpectedDialog:
        window = self.window
        return UnexpectedDialog(what_is_safe(self.documents), window.dialogs.copy_diagnostics, window.language, window)

    def _rebuild(self) -> None:
        charts_are_loaded = bool(self.window.panels.deck.charts)
        self.window.speak(self.language)
        self.analyst.language = self.language
        if charts_are_loaded:
            self.load_charts()
        if self.analyst.findings is not None:
            self.show_findings(self.analyst.findings)

    def _speak_qt(self) -> None:
        self.qt.removeTranslator(self._qt_words)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if self.language.code != "en" and self._qt_words.load(f"qtbase_{self.language.code}", folder):
            self.qt.installTranslator(self._qt_words)

    def _add_themes(self, menu: QMenu) -> None:
        _ = self.language.translate
        offered = [(theme, _(text)) for theme, text in THEMES]
        choices(menu, _("&Theme"), offered, self.theme, lambda theme: self.choose_theme(Theme(str(theme))))

    def _add_languages(self, menu: QMenu) -> None:
        _ = self.language.translate
        choices(menu, _("&Language"), LANGUAGES, self.language.code, lambda code: self.choose_language(str(code)))


def language_of(preferences: Preferences) -> Language:
    """Return the language that the user chose, else the system's where we speak it, else English."""
    code = system_language() if preferences.language == "system" else preferences.language
    mark = {"point": ".", "comma": ","}.get(preferences.number_format, "")
    return load_language(code, resource_path("translations"), mark)


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
