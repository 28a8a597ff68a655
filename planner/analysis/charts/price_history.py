"""The history of a price: what one price list, offer or series said over time, as steps from change to change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from planner.analysis.charts.axes import linear_axis
from planner.analysis.charts.marks import Axis, Chart, Colour, Column, LegendEntry, Line, Mark, Marker, Table, Tick
from planner.analysis.charts.words import Words
from planner.catalog.browsing import api_price_history, rental_history
from planner.catalog.catalogue import Catalogue
from planner.catalog.offers import purchase_identity
from planner.catalog.records import ApiPrice, PurchaseOffer, Record, RentalOffer, SiteFigure
from planner.catalog.site import middle
from planner.plan.wording import N_, P_


@dataclass(frozen=True, slots=True)
class Series:
    """One price over time: its name and what was said from each day on; None ends it."""

    label: str
    points: tuple[tuple[dt.date, float | None], ...]


def price_series(catalogue: Catalogue, record: Record) -> tuple[tuple[Series, ...], str]:
    """Return the history that a record belongs to and its unit; empty where its kind has none."""
    match record:
        case ApiPrice():
            lines = [
                line
                for line in api_price_history(catalogue, record.model, record.provider, record.processing, record.tuned)
                if line.tier_above is None
            ]
            series = (
                Series(N_("Input tokens"), _steps([(line, line.input_price) for line in lines])),
                Series(N_("Output tokens"), _steps([(line, line.output_price) for line in lines])),
                Series(N_("Cached input tokens"), _steps([(line, line.cache_read_price) for line in lines])),
            )
            return tuple(each for each in series if any(value is not None for _, value in each.points)), "USD/Mtoken"
        case RentalOffer():
            seen = rental_history(catalogue, record)
            return (_sightings([(one.provenance.date, one.price) for one in seen]),), "USD/hour"
        case PurchaseOffer():
            items = [
                other
                for other in catalogue.records("purchase-offers")
                if isinstance(other, PurchaseOffer) and purchase_identity(other) == purchase_identity(record)
            ]
            return (_sightings([(one.provenance.date, one.price) for one in items]),), "USD"
        case SiteFigure():
            figures = [
                other for other in catalogue.site_figures(record.category, record.region) if other.name == record.name
            ]
            return (_sightings([(one.provenance.date, middle(one)) for one in figures]),), record.unit
        case _:
            return (), ""


def _steps(lines: Sequence[tuple[ApiPrice, float | None]]) -> tuple[tuple[dt.date, float | None], ...]:
    points: list[tuple[dt.date, float | None]] = []
    for line, price in lines:
        if points and points[-1][1] is None and points[-1][0] >= line.valid_from:
            points.pop()
        points.append((line.valid_from, price))
        if line.valid_to is not None:
            points.append((line.valid_to, None))
    return tuple(points)


def _sightings(seen: Sequence[tuple[dt.date, float | None]]) -> Series:
    return Series(N_("Price"), tuple(sorted((day, price) for day, price in seen if price is not None)))


def history_chart(catalogue: Catalogue, record: Record, today: dt.date, words: Words) -> Chart:
    """Return the history of a record's price as a chart of steps; `nothing` says why there is none."""
    _ = words.language.translate
    series, unit = price_series(catalogue, record)
    title = words.text(N_("History: {record}"), record=record.name)
    days = [day for each in series for day, _price in each.points]
    prices = [price for each in series for _day, price in each.points if price is not None]
    if not prices:
        blank = Axis("", 0.0, 1.0)
        return Chart("price-history", title, blank, blank, nothing=_("The catalogue knows no earlier price of this."))
    first, last = min(days), max(today, *days)
    marks: list[Mark] = []
    for number, each in enumerate(series):
        colour = Colour("scenario", number)
        marks.append(_line(each, last, colour))
        marks += [Marker(_at(day), price, number, colour) for day, price in each.points if price is not None]
    rows = tuple(
        (_(each.label), f"{day:%Y-%m-%d}", price) for each in series for day, price in each.points if price is not None
    )
    sign = {"USD/Mtoken": N_("$/M tokens"), "USD/hour": "$/h", "USD": "$"}.get(unit, unit)
    return Chart(
        "price-history",
        title,
        _day_axis(first, last),
        linear_axis(_(sign), 0.0, max(prices) * 1.05, words.tick),
        tuple(marks),
        tuple(
            LegendEntry(_(each.label), Colour("scenario", number), number, "line", _last_price(each, words))
            for number, each in enumerate(series)
        ),
        Table((Column(_("Price")), Column(_("From")), Column(_("Value"), _(sign))), rows),
        words.text(
            P_("{record}: {count} price from {first} to {last}.", "{record}: {count} prices from {first} to {last}."),
            record=record.name,
            count=len(rows),
            first=words.date(first),
            last=words.date(max(days)),
        ),
    )


def _last_price(series: Series, words: Words) -> str:
    known = [price for _day, price in series.points if price is not None]
    return words.cell(known[-1]) if known else ""


def _line(series: Series, last: dt.date, colour: Colour) -> Line:
    """Return steps: a price holds until the next one; where it ended the line is interrupted."""
    x: list[float] = []
    y: list[float] = []
    for place, (day, price) in enumerate(series.points):
        following = series.points[place + 1][0] if place + 1 < len(series.points) else max(last, day)
        value = float("nan") if price is None else price
        x += [_at(day), _at(following)]
        y += [value, value]
    return Line(np.array(x), np.array(y), colour, width=2.0)


def _at(day: dt.date) -> float:
    """Return a day as a year with a fraction, the position on the axis."""
    return day.year + (day.timetuple().tm_yday - 1) / 365.25


def _day_axis(first: dt.date, last: dt.date) -> Axis:
    """Return an axis of years, with quarters where there are less than two."""
    low, high = _at(first), max(_at(last), _at(first) + 0.25)
    if high - low > 2:
        ticks = tuple(Tick(float(year), str(year)) for year in range(first.year, last.year + 2) if low <= year <= high)
    else:
        quarters = [dt.date(year, month, 1) for year in range(first.year, last.year + 2) for month in (1, 4, 7, 10)]
        ticks = tuple(Tick(_at(day), f"{day:%Y-%m}") for day in quarters if low <= _at(day) <= high)
    margin = 0.02 * (high - low)
    return Axis("", low - margin, high + margin, "linear", ticks, grid=False)
