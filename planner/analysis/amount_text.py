"""Figures as text, in full where they are read and compared: the answer, the tree, the tables."""

from __future__ import annotations

import math
from dataclasses import dataclass

from planner.analysis.charts.words import SIGNS, Words
from planner.plan.typed_values import format_amount
from planner.plan.units import Unit
from planner.plan.wording import MINUS, N_, NARROW_SPACE

UNIT_WORDS = {
    "USD/month": N_("/month"),
    "USD/year": N_("/year"),
    "USD/hour": N_("/hour"),
    "USD/server/hour": N_("/server and hour"),
    "USD/hour/server": N_("/server and hour"),
    "USD/server": N_("/server"),
    "USD/example": N_("/example"),
    "USD/accelerator/hour": N_("/GPU and hour"),
    "USD/request": N_("/request"),
    "USD/user/month": N_("/user and month"),
    "USD/user": N_("/user"),
    "USD/Mtoken": N_("/M tokens"),
    "USD/token": N_("/token"),
    "USD/accelerator/year": N_("/GPU and year"),
    "USD/kWh": N_("/kWh"),
    "USD/kW/month": N_("/kW and month"),
    "USD/FTE/year": N_("/FTE and year"),
    "request": N_("requests"),
    "request/month": N_("requests/month"),
    "request/second": N_("requests/s"),
    "request/second/server": N_("requests/s and server"),
    "request/user/month": N_("per user and month"),
    "token": N_("tokens"),
    "token/request": N_("tokens/request"),
    "token/month": N_("tokens/month"),
    "token/second": N_("tokens/s"),
    "token/example": N_("tokens/example"),
    "example": N_("examples"),
    "Mtoken": N_("M tokens"),
    "Mtoken/month": N_("M tokens/month"),
    "month": N_("months"),
    "hour/month": N_("h/month"),
    "hour": N_("h"),
    "minute": N_("min"),
    "second": N_("s"),
    "month/year": N_("months/year"),
    "hour/minute": N_("h/min"),
    "second/hour": N_("s/h"),
    "second/minute": N_("s/min"),
    "server": N_("servers"),
    "server/month": N_("servers/month"),
    "hour*server/month": N_("server h/month"),
    "accelerator": N_("GPUs"),
    "accelerator*hour": N_("GPU hours"),
    "FLOP/second/accelerator": N_("FLOP/s and GPU"),
    "accelerator/server": N_("GPUs/server"),
    "user": N_("users"),
    "year": N_("years"),
    "1/year": N_("per year"),
    "1/month": N_("per month"),
    "FTE": N_("FTE"),
    "kWh/month": N_("kWh/month"),
    "kg": N_("kg CO₂e"),
    "kg/kWh": N_("kg CO₂e/kWh"),
    "kWh/krequest": N_("kWh/1,000 answers"),
    "kg/krequest": N_("kg CO₂e/1,000 answers"),
}
"""Unit as the cost model writes it → as people read it, where the two differ."""


@dataclass(frozen=True, slots=True)
class FieldText:
    """A value of a plan field in stored units, written as the field writes it, in so many significant digits."""

    value: float
    unit: Unit
    digits: int = 3

    def text(self, words: Words) -> str:
        """Return the value with the sign of the unit."""
        typed = format_amount(float(f"{self.value:.{self.digits}g}"), self.unit, words.language)
        return f"{typed}\u00a0{words.language.translate(self.unit.sign)}" if self.unit.sign else typed


@dataclass(frozen=True, slots=True)
class FigureText:
    """A figure of the cost model named in a sentence: money is said in the plan's currency."""

    value: float
    unit: str

    def text(self, words: Words) -> str:
        """Return the figure with its unit."""
        return figure(self.value, self.unit, words)


SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
SINGULAR = {
    "month": N_("month"),
    "server": N_("server"),
    "accelerator": N_("GPU"),
    "year": N_("year"),
    "user": N_("user"),
    "request": N_("request"),
    "token": N_("token"),
}


def money(usd: float, words: Words) -> str:
    """Return an amount of US dollars in the plan's currency, in full up to a million: $12,345 or 12 345 $."""
    amount = words.amount(usd)
    size = abs(amount)
    if size >= 1e7:
        return words.short_money(amount, 4)
    decimals = 0 if size >= 100 or size == 0 else 2 if size >= 1 else _digits(size, 3)
    number = words.exact(size, decimals)
    sign = SIGNS.get(words.currency, words.currency)
    text = f"{sign}{number}" if words.money_first else f"{number}\u00a0{sign}"
    return MINUS + text if amount < 0 and any(digit in text for digit in "123456789") else text


def figure(value: float, unit: str, words: Words) -> str:
    """Return a figure with its unit: money in the plan's currency, a bare share as per cent."""
    if unit.startswith("USD"):
        behind = words.language.translate(UNIT_WORDS[unit]) if unit in UNIT_WORDS else unit.removeprefix("USD")
        return money(value, words) + behind
    text = number(value, words)
    if unit in ("", "1"):
        return text
    word = SINGULAR[unit] if value == 1.0 and unit in SINGULAR else UNIT_WORDS.get(unit, unit)
    return f"{text}\u00a0{words.language.translate(word)}"


def number(value: float, words: Words) -> str:
    """Return a number with the digits that its size deserves."""
    size = abs(value)
    if not math.isfinite(value):
        return "–"
    if size >= 1e15:
        power = math.floor(math.log10(size))
        return f"{words.exact(value / 10.0**power, 2)}\u00a0×\u00a010{str(power).translate(SUPERSCRIPT)}"
    if size >= 1e9:
        return words.short(value, 4)
    decimals = (
        0 if size >= 1_000 or value == round(value) else 1 if size >= 100 else 2 if size >= 1 else _digits(size, 3)
    )
    return words.exact(value, decimals)


def share(value: float, words: Words) -> str:
    """Return a share as per cent with at most one decimal."""
    return words.percent(value, 0 if value >= 0.1 or value == 0 else 1)


def range_text(low: float, high: float, unit: str, words: Words) -> str:
    """Return a range as `low–high` in one unit."""
    return f"{figure(low, unit, words)}{NARROW_SPACE}–{NARROW_SPACE}{figure(high, unit, words)}"


def _digits(size: float, significant: int) -> int:
    if size == 0:
        return 0
    return min(9, max(0, significant - 1 - math.floor(math.log10(size))))
