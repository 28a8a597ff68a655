"""How a chart says a figure: short, in the reader's language and in the plan's currency."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass

from planner.plan.language import Language
from planner.plan.plan import Plan
from planner.plan.wording import MINUS, N_, NARROW_SPACE, P_, Message, Number, Plural, grouped

THOUSANDS = ("", N_("k"), N_("M"), N_("B"), N_("T"))
HORIZON = P_("{months} month", "{months} months", "months")
SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "MXN": "MX$"}

MONEY_BASES = {"nominal": N_("nominal, before tax"), "real": N_("real, before tax")}
"""What amounts are, by `Money.basis`: said wherever amounts stand, because no tax is in them."""


@dataclass(frozen=True, slots=True)
class Words:
    """Turns figures in US dollars and plain numbers into words of one language and one currency."""

    language: Language
    currency: str = "USD"
    rate: float = 1.0

    @classmethod
    def of(cls, language: Language, plan: Plan) -> Words:
        """Return the words for a plan: its currency at its exchange rate."""
        return cls(language, plan.money.currency, plan.money.per_dollar)

    def text(self, msgid: str | Plural, **parameters: object) -> str:
        """Return a sentence in the language; parameters go into its `{name}` places."""
        return Message(msgid, parameters).text(self.language.translate)

    def counted(self, forms: Plural, count: float, **parameters: object) -> str:
        """Return a sentence about a count, in the form that it asks for."""
        return Message(forms, {forms.by: Number(count), **parameters}).text(self.language.translate)

    def say(self, message: Message) -> str:
        """Return a message in the language."""
        return message.text(self.language.translate)

    def amount(self, usd: float) -> float:
        """Return US dollars in the plan's currency."""
        return usd * self.rate

    def short(self, value: float, digits: int = 3) -> str:
        """Return a number in at most `digits` significant digits with k, M or B: 1 234 567 → 1.23M."""
        if not math.isfinite(value):
            return "–"
        power, scaled = _thousands(value, digits)
        return self._signed(value, self._abbreviated(self._trimmed(abs(scaled), digits), power))

    def short_money(self, value: float, digits: int = 3) -> str:
        """Return an amount that is already in the plan's currency: $1.23M, and 1,23 M$ where that is the custom."""
        if not math.isfinite(value):
            return "–"
        power, scaled = _thousands(value, digits)
        return self._priced(value, self._trimmed(abs(scaled), digits), power)

    def tick(self, value: float, step: float) -> str:
        """Return a tick of a linear axis, with as many decimals as its step needs."""
        power, decimals = _tick_form(value, step)
        number = self._marked(f"{abs(value) / 1000.0**power:.{decimals}f}")
        return self._signed(value, self._abbreviated(number, power))

    def tick_money(self, value: float, step: float) -> str:
        """Return a tick of a linear axis of money."""
        power, decimals = _tick_form(value, step)
        return self._priced(value, self._marked(f"{abs(value) / 1000.0**power:.{decimals}f}"), power)

    def log_tick(self, value: float, _step: float) -> str:
        """Return a tick of a logarithmic axis."""
        return self.short(value, 2)

    def log_tick_money(self, value: float, _step: float) -> str:
        """Return a tick of a logarithmic axis of money."""
        return self.short_money(value, 2)

    def percent(self, share: float, decimals: int = 0) -> str:
        """Return a share as per cent: 0.713 → 71 %."""
        return self._signed(share, self._marked(f"{abs(share) * 100:.{decimals}f}")) + NARROW_SPACE + "%"

    def exact(self, value: float, decimals: int) -> str:
        """Return a number in full with grouped thousands: 1 234 567.8."""
        return grouped(value, decimals, self.language.decimal_mark)

    def cell(self, value: float) -> str:
        """Return a number for a table: in full, with the decimals that its size needs."""
        size = abs(value)
        decimals = 0 if size >= 1000 or value == round(value) else 2 if size >= 1 else 4 if size >= 0.01 else 7
        return self.exact(value, decimals)

    def column_decimals(self, values: Iterable[float]) -> int:
        """Return the decimals that the smallest figure of a column needs: figures above each other line up."""
        known = [abs(value) for value in values if math.isfinite(value)]
        least = min((size for size in known if size), default=0.0)
        most = 0 if least >= 1000 else 2 if least >= 1 else 3 if least >= 0.1 else 4 if least >= 0.01 else 7
        return next((n for n in range(most) if all(round(v, n) == round(v, most) for v in known)), most)

    def date(self, day: dt.date) -> str:
        """Return a date as people write it."""
        return self.language.date(day)

    @property
    def money_first(self) -> bool:
        """Whether the sign of the currency stands before the number."""
        return self.language.decimal_mark == "."

    def _priced(self, value: float, number: str, power: int) -> str:
        sign = SIGNS.get(self.currency, self.currency)
        suffix = self._suffix(power)
        if self.money_first:
            return self._signed(value, sign + number + suffix)
        return self._signed(value, number + "\u00a0" + suffix + sign)

    def _abbreviated(self, number: str, power: int) -> str:
        suffix = self._suffix(power)
        # A letter stands close; words such as the Spanish "mil M" stand apart.
        return number + (suffix if len(suffix) <= 1 else NARROW_SPACE + suffix)

    def _suffix(self, power: int) -> str:
        return self.language.translate(THOUSANDS[power]) if power else ""

    def _trimmed(self, size: float, digits: int) -> str:
        if size == 0:
            return "0"
        decimals = max(0, digits - 1 - math.floor(math.log10(size)))
        number = f"{size:.{decimals}f}"
        return self._marked(number.rstrip("0").rstrip(".") if "." in number else number)

    def _marked(self, number: str) -> str:
        return number.replace(".", self.language.decimal_mark)

    @staticmethod
    def _signed(value: float, text: str) -> str:
        return MINUS + text if value < 0 and any(digit in text for digit in "123456789") else text


def _thousands(value: float, digits: int) -> tuple[int, float]:
    """Return the power of 1,000 to write a number in and the number in it, after rounding to its digits."""
    size = abs(value)
    if size == 0:
        return 0, 0.0
    rounded = float(f"{size:.{digits - 1}e}")
    power = min(max(math.floor(math.log10(rounded) / 3 + 1e-12), 0), len(THOUSANDS) - 1)
    return power, rounded / 1000.0**power


def _tick_form(value: float, step: float) -> tuple[int, int]:
    """Return the power of 1,000 and the decimals that tell a tick from its neighbours."""
    power = 0 if value == 0 else min(max(math.floor(math.log10(abs(value)) / 3 + 1e-9), 0), len(THOUSANDS) - 1)
    if value == 0:
        return 0, 0
    fraction = step / 1000.0**power
    decimals = 0
    while decimals < 8 and abs(round(value / 1000.0**power, decimals) - value / 1000.0**power) > fraction * 1e-6:
        decimals += 1
    return power, decimals
