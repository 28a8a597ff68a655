"""Figures of a place: which categories there are, and the usual figure of each where a plan names none."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from functools import lru_cache

from planner.catalog.catalogue import Catalogue
from planner.catalog.records import SiteFigure


class Category(StrEnum):
    """The categories of site figures."""

    ELECTRICITY = "electricity"
    PUE = "pue"
    SPACE = "colocation"
    SUPPORT = "support"
    CAPEX_ADDON = "capex_addon"
    DEPRECIATION = "depreciation"
    STAFF = "staff"
    EGRESS = "network"
    STORAGE = "storage"
    SCARCITY = "scarcity"
    SPOT_INTERRUPTION = "spot"
    GRID_CARBON = "grid_carbon"
    RENTAL_AVERAGE = "rental_average"
    CREDIT = "credit"
    PRESS = "press"


# Which series of a category stands for it where nothing else is chosen, the first choice first.
USUAL_SERIES: dict[Category, tuple[tuple[str, str], ...]] = {
    Category.ELECTRICITY: (
        ("", "Industrial rate, month"),
        ("", "Industrial rate, full year"),
        ("", "Non-household average"),
        ("US", "TCO practice"),
    ),
    Category.PUE: (("World", "Survey weighted average"), ("World", "Survey average")),
    Category.SPACE: (("North America primary markets", "Wholesale asking rate 250-500 kW"),),
    Category.SUPPORT: (("World", "Annual maintenance, share of initial AI-system cost"),),
    Category.CAPEX_ADDON: (("World", "Network, cabling, switches"),),
    Category.DEPRECIATION: (("World", "Range in debate for AI GPUs"),),
    Category.STAFF: (("US", "MLOps engineer base salary"), ("US", "Software developer median wage")),
    Category.EGRESS: (("AWS first 10 TB", "Internet egress"),),
    Category.STORAGE: (("AWS EBS gp3", "Storage"),),
    Category.GRID_CARBON: (("", "Grid carbon of the country, life cycle"), ("", "Grid carbon intensity, cloud region")),
}


@lru_cache(maxsize=512)
def usual_figure(catalogue: Catalogue, category: Category, on: dt.date, region: str = "") -> SiteFigure | None:
    """Return the figure that stands for a category on a day, in a region where the category knows regions.

    A region is matched without regard to case ('us virginia', 'ESP'). Of one series the newest figure that is not
    younger than the day counts; where all are younger, the oldest. One that a plan carries stands before newer ones.
    """
    figures = catalogue.site_figures(category)
    for wanted_region, series in USUAL_SERIES.get(category, ()):
        place = (region or wanted_region).casefold()
        same = [
            figure for figure in figures if figure.name == series and (not place or figure.region.casefold() == place)
        ]
        if same:
            known = [figure for figure in same if figure.provenance.date <= on]
            carried = [figure for figure in known or same if catalogue.carries(figure)]
            return (carried or known or same[-1:])[0]
    return None


def middle(figure: SiteFigure) -> float | None:
    """Return a figure's typical value, else the middle of its range, else the end that it states."""
    if figure.typical is not None:
        return figure.typical
    if figure.low is not None and figure.high is not None:
        return (figure.low + figure.high) / 2
    return figure.low if figure.high is None else figure.high
