"""Words that people read: marked where they are written, said in a language at the edge.

`N_` marks an English msgid for extraction and returns it unchanged; `P_` marks the two forms of a sentence that counts.
`Message` carries one of them with its parameters, so that a room without a language can say what went wrong and the
window or the command line can say it in the user's language, with the user's decimal mark and dates.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

NARROW_SPACE = "\u202f"
MINUS = "\u2212"
MOST_DECIMALS = 6


def N_(msgid: str) -> str:  # noqa: N802 - the gettext convention
    """Mark an English text for translation and return it unchanged."""
    return msgid


@dataclass(frozen=True, slots=True)
class Plural:
    """A sentence that counts: for one, and for any other number; `by` names the parameter that is counted."""

    one: str
    many: str
    by: str = "count"


def P_(one: str, many: str, by: str = "count") -> Plural:  # noqa: N802 - as N_
    """Mark the two forms of a sentence for translation: P_("{count} server", "{count} servers")."""
    return Plural(one, many, by)


def english_form(one: str, many: str, count: int) -> str:
    """Return the English form for a count."""
    return one if count == 1 else many


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


@dataclass(frozen=True, slots=True)
class Speech:
    """What a sentence needs of a language: texts, forms for counts, and the mark between whole and fraction."""

    texts: Callable[[str], str] = N_
    forms: Callable[[str, str, int], str] = english_form
    decimal_mark: str = "."

    def __call__(self, msgid: str) -> str:
        """Return a text in this language."""
        return self.texts(msgid)

    def form(self, msgid: str | Plural, parameters: Mapping[str, object]) -> str:
        """Return a sentence with its places still open, in the form that its count asks for."""
        if isinstance(msgid, str):
            return self.texts(msgid)
        return self.forms(msgid.one, msgid.many, _whole(parameters.get(msgid.by)))

    def counted(self, forms: Plural, count: float, **parameters: object) -> str:
        """Return a sentence about a count: "1 server", "1 200 servers"."""
        return Message(forms, {forms.by: Number(count), **parameters}).text(self)

    def date(self, day: dt.date) -> str:
        """Return a date as people write it: 23 Nov 2026."""
        return f"{day.day} {self.texts(MONTHS[day.month - 1])} {day.year}"

    def moment(self, at: dt.datetime) -> str:
        """Return a moment in local time as people write it: 23 Nov 2026, 14:05, and the seconds where there are any."""
        local = at.astimezone()
        return f"{self.date(local)}, {local:%H:%M:%S}" if local.second else f"{self.date(local)}, {local:%H:%M}"


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a sentence: so many decimals, or as many as it has (up to six)."""

    value: float
    decimals: int | None = None

    def text(self, translate: Callable[[str], str] = N_) -> str:
        """Return the number in full, its thousands apart."""
        return grouped(self.value, self.decimals, _speech(translate).decimal_mark)


def grouped(value: float, decimals: int | None, mark: str) -> str:
    """Return a number in full with its thousands apart: 1 234 567.8."""
    if not math.isfinite(value):
        return "–"
    text = f"{abs(value):,.{MOST_DECIMALS if decimals is None else decimals}f}"
    if decimals is None:
        text = text.rstrip("0").rstrip(".")
    text = text.replace(",", NARROW_SPACE).replace(".", mark)
    return MINUS + text if value < 0 and any(digit in text for digit in "123456789") else text


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence for the user: an English msgid with named parameters.

    A parameter that is itself a `Message`, a `Number`, a float, a date or a moment is said in the language too.
    """

    msgid: str | Plural
    parameters: Mapping[str, object] = field(default_factory=dict)

    def text(self, translate: Callable[[str], str] = N_) -> str:
        """Return the sentence in a language (English by default); a bare translation writes numbers as English does."""
        speech = _speech(translate)
        values = {name: _said(value, speech) for name, value in self.parameters.items()}
        return speech.form(self.msgid, self.parameters).format(**values)

    def __str__(self) -> str:
        return self.text()


def _speech(translate: Callable[[str], str]) -> Speech:
    return translate if isinstance(translate, Speech) else Speech(translate)


def _said(value: object, speech: Speech) -> object:
    if isinstance(value, float):
        value = Number(value)
    if isinstance(value, dt.datetime):
        return speech.moment(value)
    if isinstance(value, dt.date):
        return speech.date(value)
    return value.text(speech) if isinstance(value, Message | Number) else value


def _whole(count: object) -> int:
    """Return a count as gettext takes it; what is no whole number takes the form for many."""
    value = count.value if isinstance(count, Number) else count
    return int(value) if isinstance(value, int | float) and value == int(value) else 0


class PlannerError(Exception):
    """An error that a user can act on: what, where, what to do."""

    def __init__(self, msgid: str | Plural, **parameters: object) -> None:
        self.message = Message(msgid, parameters)
        super().__init__(self.message.text())
