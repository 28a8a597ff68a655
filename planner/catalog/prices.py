"""Which API price holds: by day, by length of the prompt, by processing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from planner.catalog.records import ApiPrice
from planner.plan.wording import N_, PlannerError


def holds_on(price: ApiPrice, day: dt.date) -> bool:
    """Say whether a price line holds on a day: from `valid_from`, up to but not on `valid_to`."""
    return price.valid_from <= day and (price.valid_to is None or day < price.valid_to)


def tiers_on(prices: Iterable[ApiPrice], day: dt.date) -> list[ApiPrice]:
    """Return the tiers that hold on a day, the shortest prompts first.

    Where two lines of one tier hold on that day, the one that began last is meant: an alias moved to a newer
    snapshot while the older one was still sold under its own name.
    """
    latest: dict[int | None, ApiPrice] = {}
    for price in prices:
        if not holds_on(price, day):
            continue
        rival = latest.get(price.tier_above)
        if rival is None or (price.valid_from, price.id) > (rival.valid_from, rival.id):
            latest[price.tier_above] = price
    if None not in latest:
        return []
    base = latest[None]
    # A long-prompt tier of an older price list does not outlive the list that it belonged to.
    kept = [price for price in latest.values() if price.valid_from >= base.valid_from]
    return sorted(kept, key=lambda price: -1 if price.tier_above is None else price.tier_above)


def tier_for(tiers: Sequence[ApiPrice], prompt_tokens: float) -> ApiPrice:
    """Return the tier that a prompt of so many tokens pays.

    The published rule is 'prompts longer than the threshold': a prompt of exactly the threshold still pays the
    lower tier, one token more pays the higher tier for all of its tokens.
    """
    if not tiers:
        raise PlannerError(N_("There is no API price to choose from on this date."))
    chosen = tiers[0]
    for tier in tiers:
        if tier.tier_above is None or prompt_tokens > tier.tier_above:
            chosen = tier
    return chosen
