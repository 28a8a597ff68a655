"""A language: translated texts, the decimal mark, and dates as people write them. Passed in, never global."""

from __future__ import annotations

import datetime as dt
import gettext
import locale
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from planner.plan.wording import N_

LANGUAGES = ("en", "es")
MONTHS = (
    N_("Jan"),
    N_("Feb"),
    N_("Mar"),
    N_("Apr"),
    N_("May"),
    N_("Jun"),
    N_("Jul"),
    N_("Aug"),
    N_("Sep"),
    N_("Oct"),
    N_("Nov"),
    N_("Dec"),
)


def unchanged(msgid: str) -> str:
    """Return an English text as it is."""
    return msgid


@dataclass(frozen=True, slots=True)
class Language:
    """What a language decides: its code, its texts, and its mark between whole and fraction."""

    code: str = "en"
    decimal_mark: str = "."
    translate: Callable[[str], str] = unchanged

    def date(self, day: dt.date) -> str:
        """Return a date as people write it: 23 Nov 2026."""
        return f"{day.day} {self.translate(MONTHS[day.month - 1])} {day.year}"


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
    return Language(code, mark, lambda msgid: texts.gettext(msgid) if msgid else "")


def system_language() -> str:
    """Return the code of the user's language: Spanish where the system speaks it, else English."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANGUAGE", "LANG"):
        if value := os.environ.get(name):
            return "es" if value.lower().startswith("es") else "en"
    code = locale.getlocale()[0] or ""
    return "es" if code.lower().startswith(("es", "spanish")) else "en"
