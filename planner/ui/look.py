"""How the program looks and speaks, as the settings say: language, colours, size of text."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QTranslator
from PySide6.QtWidgets import QApplication

from planner.catalog.locations import resource_path
from planner.plan.language import Language, load_language, system_language
from planner.storage.preferences import Preferences
from planner.ui.theme import Theme, apply_theme

TEXT_SIZES_PERCENT = (100, 115, 130, 150, 175, 200)


class Look:
    """The language, theme and text size of the whole application."""

    def __init__(self, qt: QApplication, preferences: Preferences) -> None:
        self._qt = qt
        self._qt_words = QTranslator(qt)
        self._of = preferences
        self.language = language_of(preferences)
        self._speak_qt()
        self._colour()

    def follow(self, preferences: Preferences) -> bool:
        """Look as the settings say; True where words, colours or sizes are others, so that views are made anew."""
        before, self._of = self._of, preferences
        speaks_anew = (before.language, before.number_format) != (preferences.language, preferences.number_format)
        looks_anew = (before.theme, before.text_size_percent) != (preferences.theme, preferences.text_size_percent)
        if speaks_anew:
            self.language = language_of(preferences)
            self._speak_qt()
        if looks_anew:
            self._colour()
        return speaks_anew or looks_anew

    def _colour(self) -> None:
        apply_theme(self._qt, Theme(self._of.theme), self._of.text_size_percent / 100.0)

    def _speak_qt(self) -> None:
        """Let Qt's own buttons and menus speak the language too."""
        self._qt.removeTranslator(self._qt_words)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if self.language.code != "en" and self._qt_words.load(f"qtbase_{self.language.code}", folder):
            self._qt.installTranslator(self._qt_words)


def next_text_size(percent: int, step: int) -> int:
    """Return the next larger (1) or smaller (-1) text size, or the usual one (0)."""
    if step == 0:
        return 100
    place = min(range(len(TEXT_SIZES_PERCENT)), key=lambda number: abs(TEXT_SIZES_PERCENT[number] - percent))
    return TEXT_SIZES_PERCENT[max(0, min(place + step, len(TEXT_SIZES_PERCENT) - 1))]


def language_of(preferences: Preferences) -> Language:
    """Return the language that the user chose, else the system's where we speak it, else English."""
    code = system_language() if preferences.language == "system" else preferences.language
    mark = {"point": ".", "comma": ","}.get(preferences.number_format, "")
    return load_language(code, resource_path("translations"), mark)
