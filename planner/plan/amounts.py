"""Amounts: a number, or a range of low, likely and high."""

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]


class Range(BaseModel):
    """A figure in doubt: `low` and `high` are the 10th and 90th percentile, `likely` the best single guess."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    low: Number
    likely: Number
    high: Number

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if not self.low <= self.likely <= self.high:
            raise ValueError("range_order")
        return self


Amount = Number | Range


def likely(amount: Amount) -> float:
    """Return the single best guess of an amount."""
    return amount.likely if isinstance(amount, Range) else float(amount)


def numbers(amount: Amount) -> tuple[float, ...]:
    """Return every number that an amount consists of."""
    return (amount.low, amount.likely, amount.high) if isinstance(amount, Range) else (float(amount),)


def scaled(amount: Amount, factor: float) -> Amount:
    """Return the amount times a positive factor."""
    if isinstance(amount, Range):
        return Range(low=amount.low * factor, likely=amount.likely * factor, high=amount.high * factor)
    return amount * factor
