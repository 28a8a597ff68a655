"""Leaves of a site: electricity, PUE, space and grid carbon, from the catalogue's figures or assumed."""

from __future__ import annotations

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


def site_leaf(
    name: str,
    own: Amount | None,
    unit: str,
    label: str,
    path: Path,
    figure: SiteFigure | None,
    assumed: Amount,
    factor: float = 1.0,
) -> Leaf:
    """Return a figure of the site: the typed one, else the catalogue's, else an assumed one."""
    if own is not None:
        return Leaf(name, own, unit, label, path=path)
    if figure is not None and (amount := amount_of(figure, factor)) is not None:
        return Leaf(name, amount, unit, label, path=path, record=figure.id, provenance=figure.provenance)
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
    figure = usual_figure(catalogue, Category.PUE, plan.money.price_date)
    return site_leaf("pue", own, "1", N_("PUE"), path, figure, Range(low=1.2, likely=1.4, high=1.6))


def electricity_leaf(plan: Plan, catalogue: Catalogue, own: Amount | None, path: Path) -> Leaf:
    """Return the price of electricity: an industrial rate in Virginia unless the plan says otherwise."""
    figure = usual_figure(catalogue, Category.ELECTRICITY, plan.money.price_date, USUAL_SITE)
    assumed = Range(low=0.07, likely=0.1, high=0.18)
    return site_leaf("electricity_price", own, "USD/kWh", N_("Electricity"), path, figure, assumed)


def space_leaf(plan: Plan, catalogue: Catalogue, own: Amount | None, path: Path) -> Leaf:
    """Return the price of rack space and cooling by power: the asking rate in primary markets."""
    figure = usual_figure(catalogue, Category.SPACE, plan.money.price_date)
    assumed = Range(low=120.0, likely=180.0, high=250.0)
    return site_leaf("space_price", own, "USD/kW/month", N_("Space"), path, figure, assumed)


def grid_leaf(plan: Plan, catalogue: Catalogue) -> Leaf:
    """Return the typed carbon of the electricity, else the mean of the grid region, which the source has in grams."""
    figure = usual_figure(catalogue, Category.GRID_CARBON, plan.money.price_date, plan.money.grid)
    assumed = Range(low=0.2, likely=0.4, high=0.7)
    own, path = plan.money.grid_carbon, ("money", "grid_carbon")
    return site_leaf("grid_carbon", own, "kg/kWh", N_("Grid carbon"), path, figure, assumed, factor=1e-3)
