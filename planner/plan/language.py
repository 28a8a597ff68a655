"""A language: translated texts, the decimal mark, and dates as people write them. Passed in, never global."""

from __future__ import annotations

import datetime as dt
import gettext
import locale
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from planner.plan.wording import Speech, english_form

LANGUAGES = ("en", "es")


def unchanged(msgid: str) -> str:
    """Return an English text as it is."""
    return msgid


@dataclass(frozen=True, slots=True)
class Language:
    """What a language decides: its code, its mark between whole and fraction, its texts, its forms for counts."""

    code: str = "en"
    decimal_mark: str = "."
    texts: Callable[[str], str] = unchanged
    forms: Callable[[str, str, int], str] = english_form

    @property
    def translate(self) -> Speech:
        """What turns a msgid, a message or a count into a sentence of this language."""
        return Speech(self.texts, self.forms, self.decimal_mark)

    def date(self, day: dt.date) -> str:
        """Return a date as people write it: 23 Nov 2026."""
        return self.translate.date(day)

    def minute(self, at: dt.datetime) -> str:
        """Return a moment to the minute, in local time: 23 Nov 2026, 14:05."""
        return self.translate.moment(at.replace(second=0))


ENGLISH = Language()


def load_language(code: str, translations: Path, decimal_mark: str = "") -> Language:
    """Return the language of a code from the folder of translations; English needs no file.

    `decimal_mark` is "." or ","; without one, the language's custom decides.
    """
    if code not in LANGUAGES or code == "en":
        return Language("en", decimal_mark or ".")
    mark = decimal_mark or ","
    try:
        with (translations / f"{code}.mo").open("rb") as file:
            texts = gettext.GNUTranslations(file)
    except OSError:
        return Language(code, mark)
    # gettext answers the empty text with the header of its file.
    return Language(code, mark, lambda msgid: texts.gettext(msgid) if msgid else "", texts.ngettext)


def system_language() -> str:
    """Return the code of the user's language: Spanish where the system speaks it, else English."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANGUAGE", "LANG"):
        if value := os.environ.get(name):
            return "es" if value.lower().startswith("es") else "en"
    code = locale.getlocale()[0] or ""
    return "es" if code.lower().startswith(("es", "spanish")) else "en"
