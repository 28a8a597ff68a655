"""How a value is typed and shown: `1.2M`, `1,2 M`, `800k..1.5M`, `4..6..11`, `30% ± 10`, `0.12 €/kWh`, `12 EUR`.

Both decimal marks are read in both languages: where both occur the last one is decimal, a single mark is always
decimal, a repeated mark groups, and spaces group. Shown numbers group with a narrow space, so that a text is never
ambiguous. A unit that is not the field's is refused with the expected one. A currency is read by its sign or its code,
wherever in the text it stands, and counts for all of it: money is stored in US dollars.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from planner.plan.amounts import Amount, Range, scaled
from planner.plan.units import Unit
from planner.plan.wording import N_, Message, PlannerError

NARROW_SPACE = "\u202f"
LONGEST = 200
"""More characters than anybody types for a number; longer texts are refused unread."""

_LEADING_SIGN = re.compile(r"([+-]?)\$(.*)")
_SPACES = re.compile(r"[\s\u00a0\u202f\u2009']+")
_NUMBER = re.compile(r"[+\-\u2212]?(?:\d[\d.,]*|[.,]\d+)(?:[eE][+\-]?\d{1,3})?")
_FACTORS = {"k": 1e3, "K": 1e3, "M": 1e6, "m": 1e6, "G": 1e9, "B": 1e9, "b": 1e9, "T": 1e12, "t": 1e12}
_MILLIONS = ("mm", "mn", "mill", "mill.", "millones")
_CURRENCY = re.compile(r"us\$|mx\$|usd|eur(?:os?)?|gbp|mxn|jpy|[$€£¥]", re.IGNORECASE)
_CODES = {"$": "USD", "us$": "USD", "€": "EUR", "euro": "EUR", "euros": "EUR", "£": "GBP", "mx$": "MXN", "¥": "JPY"}


class Marked(Protocol):
    """What reading and showing a number needs of a language."""

    @property
    def decimal_mark(self) -> str:
        """Return "." or ","."""

    def translate(self, msgid: str) -> str:
        """Return a text in this language."""


class TypedValueError(PlannerError):
    """A text that is not a value of the field."""


@dataclass(frozen=True, slots=True)
class _Reader:
    unit: Unit
    language: Marked
    typed: str

    def accepts(self, tail: str) -> bool:
        """Say whether what stands after a number is nothing or the field's own unit; money may leave it at `$`."""
        names = (self.unit.sign, self.language.translate(self.unit.sign), *self.unit.spellings)
        known = {_SPACES.sub("", name).lower() for name in names if name}
        return not tail or tail.lower() in known or (self.unit.money and tail == "$")

    def no_number(self) -> TypedValueError:
        """Return the refusal of what is no number."""
        return TypedValueError(N_("'{text}' is not a number."), text=self.typed.strip())

    def wrong_unit(self) -> TypedValueError:
        """Return the refusal of a foreign unit, with the expected one."""
        if not self.unit.sign:
            return TypedValueError(N_("'{text}': type a plain number without a unit."), text=self.typed.strip())
        return TypedValueError(
            N_("'{text}': the unit here is {unit}."), text=self.typed.strip(), unit=Message(self.unit.sign)
        )


def parse_amount(text: str, unit: Unit, language: Marked, rates: Mapping[str, float] | None = None) -> Amount:
    """Return the amount that a text stands for, in stored units. Raises `TypedValueError`.

    `rates` names the foreign currencies that may be typed and what one US dollar is in them.
    """
    reader = _Reader(unit, language, text)
    if len(text) > LONGEST:
        raise TypedValueError(N_("This is too long for a number."))
    cleaned = unicodedata.normalize("NFKC", text).replace("\u2212", "-").replace("…", "..").strip()
    if not cleaned:
        raise TypedValueError(N_("Type a number, for example 1.2M or 800k..1.5M."))
    per_dollar = _per_dollar(cleaned, reader, rates or {})
    amount = _amount(_CURRENCY.sub("$", cleaned), reader)
    return amount if per_dollar == 1.0 else scaled(amount, 1.0 / per_dollar)


def _per_dollar(text: str, reader: _Reader, rates: Mapping[str, float]) -> float:
    """Return what one US dollar is in the currency that a text names. Raises for one that the field does not take."""
    codes = {_CODES.get(name.lower(), name.upper()) for name in _CURRENCY.findall(text)}
    if not codes:
        return 1.0
    known = {**rates, "USD": 1.0}
    if not reader.unit.money or len(codes) > 1 or not codes <= known.keys():
        raise reader.wrong_unit()
    return known[codes.pop()]


def _amount(cleaned: str, reader: _Reader) -> Amount:
    for mark in ("±", "+/-", "+-"):
        if mark in cleaned:
            middle, spread = cleaned.split(mark, 1)
            return _around(middle, spread, reader)
    pieces = re.split(r"\.\.+", cleaned)
    if len(pieces) == 1:
        return _number(pieces[0], reader)
    if len(pieces) > 3 or not all(piece.strip() for piece in pieces):
        raise TypedValueError(N_("Type a range as low..high or low..likely..high, for example 4..6..11."))
    return _range(_with_common_unit(pieces), reader)


def _with_common_unit(pieces: list[str]) -> list[str]:
    """Give a unit that is written once, at the end of a range, to every number of it."""
    last = _SPACES.sub("", pieces[-1])
    match = _NUMBER.match(last)
    tail = last[match.end() :] if match else ""
    completed = []
    for piece in pieces[:-1]:
        tight = _SPACES.sub("", piece)
        match = _NUMBER.match(tight)
        bare = match is not None and match.end() == len(tight)
        # A magnitude letter is not carried over: in 800..1.5k nobody can know what was meant, so 800 is 800.
        carried = tail[1:] if tail[:1] in _FACTORS and not _is_spelling(tail) else tail
        completed.append(tight + carried if bare else piece)
    return [*completed, pieces[-1]]


def _is_spelling(tail: str) -> bool:
    return tail.lower().startswith(("mo", "ms", "min", "m ", "mes", "tok", "kw", "kg", "gb"))


def _range(pieces: list[str], reader: _Reader) -> Amount:
    values = [_number(piece, reader) for piece in pieces]
    if len(values) == 2:
        low, high = values
        middle = math.sqrt(low * high) if low > 0.0 and high / low > 4.0 else (low + high) / 2.0
        values = [low, _rounded(middle), high]
    if not values[0] <= values[1] <= values[2]:
        raise TypedValueError(N_("Low, likely and high must rise: {text}."), text=" .. ".join(pieces))
    if values[0] == values[2]:
        return values[0]
    return Range(low=values[0], likely=values[1], high=values[2])


def _around(middle: str, spread: str, reader: _Reader) -> Amount:
    likely = _number(middle, reader)
    around = _number(spread, reader)
    if around < 0.0:
        raise TypedValueError(N_("The spread after ± cannot be negative."))
    return (
        likely if around == 0.0 else Range(low=_rounded(likely - around), likely=likely, high=_rounded(likely + around))
    )


def _rounded(value: float) -> float:
    """Drop the rounding noise of binary fractions: 0.3 − 0.1 is 0.2."""
    return float(f"{value:.12g}")


def _number(text: str, reader: _Reader) -> float:
    leading = _LEADING_SIGN.match(_SPACES.sub("", text))
    currency, tight = ("$", leading[1] + leading[2]) if leading else ("", _SPACES.sub("", text))
    match = _NUMBER.match(tight)
    if match is None:
        raise reader.no_number()
    value = _rounded(_decimal(match.group(), reader) * _factor(tight[match.end() :], currency, reader))
    if not math.isfinite(value):
        raise TypedValueError(N_("'{text}' is too large."), text=text.strip())
    return value


def _factor(tail: str, currency: str, reader: _Reader) -> float:
    """Return what a number is multiplied by for its magnitude letter and unit. Raises for a foreign unit."""
    if reader.accepts(tail) or (currency and reader.accepts(currency + tail)):
        return reader.unit.scale
    if tail[:1] in _FACTORS and reader.accepts(tail[1:]):
        return _FACTORS[tail[0]] * reader.unit.scale
    if tail.lower().removesuffix("$") in _MILLIONS:
        return 1e6 * reader.unit.scale
    raise reader.wrong_unit()


def _decimal(digits: str, reader: _Reader) -> float:
    points, commas = digits.count("."), digits.count(",")
    if points and commas:
        mark = "." if digits.rindex(".") > digits.rindex(",") else ","
        group = "," if mark == "." else "."
        digits = digits.replace(group, "")
        if digits.count(mark) > 1:
            raise reader.no_number()
        digits = digits.replace(mark, ".")
    elif points > 1 or commas > 1:
        groups = re.split(r"[.,]", digits)
        if any(len(group) != 3 for group in groups[1:]):
            raise reader.no_number()
        digits = "".join(groups)
    else:
        digits = digits.replace(",", ".")
    try:
        return float(digits)
    except ValueError:
        raise reader.no_number() from None


def format_number(value: float, unit: Unit, language: Marked) -> str:
    """Return a stored number as text in shown units, without the unit, so that reading it gives the same number."""
    shown = value / unit.scale
    if shown == 0.0:
        return "0"
    digits = f"{shown:.12g}"
    if "e" in digits:
        digits = f"{shown:.15f}".rstrip("0").rstrip(".") if abs(shown) < 1 else f"{shown:.0f}"
    whole, _, fraction = digits.partition(".")
    sign, whole = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    if len(whole) > 4:
        start = len(whole) % 3
        groups = ([whole[:start]] if start else []) + [whole[i : i + 3] for i in range(start, len(whole), 3)]
        whole = NARROW_SPACE.join(groups)
    return sign + whole + (language.decimal_mark + fraction if fraction else "")


def format_amount(amount: Amount, unit: Unit, language: Marked) -> str:
    """Return an amount as a person would type it, without the unit: 4..6..11 for a range."""
    if isinstance(amount, Range):
        return " .. ".join(format_number(value, unit, language) for value in (amount.low, amount.likely, amount.high))
    return format_number(float(amount), unit, language)
