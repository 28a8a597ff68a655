"""Leaves of a site: electricity, PUE, space and grid carbon, from the catalogue's figures or assumed."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import NamedTuple

from planner.catalog.catalogue import Catalogue
from planner.catalog.records import SiteFigure
from planner.catalog.site import Category, usual_figure
from planner.cost.leaves import Leaf
from planner.plan.amounts import Amount, Range
from planner.plan.fields import Path
from planner.plan.plan import Plan
from planner.plan.wording import N_

USUAL_SITE = "US Virginia"
"""The largest market for data centres stands for a site that the plan does not name."""


PUE = Range(low=1.2, likely=1.4, high=1.6)
ELECTRICITY = Range(low=0.07, likely=0.1, high=0.18)  # USD/kWh
SPACE = Range(low=120.0, likely=180.0, high=250.0)  # USD/kW/month
GRID_CARBON = Range(low=0.2, likely=0.4, high=0.7)  # kg/kWh
"""Assumed where neither the plan nor the catalogue names a figure."""


class Usual(NamedTuple):
    """What the catalogue has for a place that the plan does not describe; `figure` is the record that it is from."""

    figure: SiteFigure | None
    amount: Amount | None


@lru_cache(maxsize=256)
def usual(catalogue: Catalogue, category: Category, on: dt.date, region: str = "", factor: float = 1.0) -> Usual:
    """Return the usual figure of a category on a day, times a factor between units."""
    figure = usual_figure(catalogue, category, on, region)
    return Usual(figure, None if figure is None else amount_of(figure, factor))


def site_leaf(name: str, own: Amount | None, unit: str, label: str, path: Path, listed: Usual, assumed: Amount) -> Leaf:
    """Return a figure of the site: the typed one, else the catalogue's, else an assumed one."""
    if own is not None:
        return Leaf(name, own, unit, label, path=path)
    if listed.figure is not None and listed.amount is not None:
        return Leaf(
            name, listed.amount, unit, label, path=path, record=listed.figure.id, provenance=listed.figure.provenance
        )
    return Leaf(name, assumed, unit, label, path=path, note=N_("Assumed."))


def amount_of(figure: SiteFigure, factor: float = 1.0) -> Amount | None:
    """Return a site figure as an amount: a range where the source gives one."""
    middle = figure.typical
    if figure.low is not None and figure.high is not None:
        likely = middle if middle is not None else (figure.low + figure.high) / 2.0
        if figure.low <= likely <= figure.high and figure.low < figure.high:
            return Range(low=figure.low * factor, likely=likely * factor, high=figure.high * factor)
    return None if middle is None else middle * factor


def pue_leaf(plan: Plan, catalogue: Catalogue, own: Amount | None, path: Path) -> Leaf:
    """Return the PUE of the site: the industry's average unless the plan says otherwise."""
    listed = usual(catalogue, Category.PUE, plan.money.price_date)
    return site_leaf("pue", own, "1", N_("PUE"), path, listed, PUE)


def electricity_leaf(plan: Plan, catalogue: Catalogue, own: Amount | None, path: Path) -> Leaf:
    """Return the price of electricity: an industrial rate in Virginia unless the plan says otherwise."""
    listed = usual(catalogue, Category.ELECTRICITY, plan.money.price_date, USUAL_SITE)
    return site_leaf("electricity_price", own, "USD/kWh", N_("Electricity"), path, listed, ELECTRICITY)


def space_leaf(plan: Plan, catalogue: Catalogue, own: Amount | None, path: Path) -> Leaf:
    """Return the price of rack space and cooling by power: the asking rate in primary markets."""
    listed = usual(catalogue, Category.SPACE, plan.money.price_date)
    return site_leaf("space_price", own, "USD/kW/month", N_("Space"), path, listed, SPACE)


def grid_leaf(plan: Plan, catalogue: Catalogue) -> Leaf:
    """Return the typed carbon of the electricity, else the mean of the grid region, which the source has in grams."""
    listed = usual(catalogue, Category.GRID_CARBON, plan.money.price_date, plan.money.grid, factor=1e-3)
    path = ("money", "grid_carbon")
    return site_leaf("grid_carbon", plan.money.grid_carbon, "kg/kWh", N_("Grid carbon"), path, listed, GRID_CARBON)
