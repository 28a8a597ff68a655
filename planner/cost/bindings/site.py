"""Leaves of a site: electricity, PUE, space and grid carbon, from the catalogue's figures or assumed."""

from __future__ import annotations

from planner.catalog.catalogue import Catalogue
from planner.catalog.records import Evidence, SiteFigure
from planner.cost.leaves import Leaf
from planner.plan.amounts import Amount, Range
from planner.plan.fields import Path
from planner.plan.plan import Plan
from planner.plan.wording import N_


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
    return Leaf(name, assumed, unit, label, path=path, evidence=Evidence.ASSUMED, note=N_("Assumed."))


def amount_of(figure: SiteFigure, factor: float = 1.0) -> Amount | None:
    """Return a site figure as an amount: a range where the source gives one."""
    middle = figure.typical
    if figure.low is not None and figure.high is not None:
        likely = middle if middle is not None else (figure.low + figure.high) / 2.0
        if figure.low <= likely <= figure.high and figure.low < figure.high:
            return Range(low=figure.low * factor, likely=likely * factor, high=figure.high * factor)
    return None if middle is None else middle * factor


def pue_leaf(plan: Plan, catalogue: Catalogue, own: Amount | None, path: Path) -> Leaf:
    """Return the PUE of the site."""
    figure = _first(catalogue, "pue", plan)
    return site_leaf("pue", own, "1", N_("PUE"), path, figure, Range(low=1.2, likely=1.4, high=1.6))


def electricity_leaf(plan: Plan, catalogue: Catalogue, own: Amount | None, path: Path) -> Leaf:
    """Return the price of electricity: the US commercial rate unless the plan says otherwise."""
    figure = _first(catalogue, "electricity", plan, "US Virginia")
    assumed = Range(low=0.07, likely=0.1, high=0.18)
    return site_leaf("electricity_price", own, "USD/kWh", N_("Electricity"), path, figure, assumed)


def space_leaf(plan: Plan, catalogue: Catalogue, own: Amount | None, path: Path) -> Leaf:
    """Return the price of rack space and cooling by power."""
    figure = _first(catalogue, "colocation", plan)
    if figure is not None and figure.unit != "USD/kW-month":
        figure = None
    assumed = Range(low=120.0, likely=180.0, high=250.0)
    return site_leaf("space_price", own, "USD/kW/month", N_("Space"), path, figure, assumed)


def grid_leaf(plan: Plan, catalogue: Catalogue) -> Leaf:
    """Return the carbon of the plan's grid region; the source counts grams."""
    path = ("money", "grid")
    wanted = plan.money.grid.lower()
    found = None
    for figure in catalogue.site_figures("grid_carbon"):
        if figure.region.lower() == wanted or figure.id.lower() == wanted:
            found = figure
            break
    return site_leaf("grid_carbon", None, "kg/kWh", N_("Grid carbon"), path, found, 0.4, factor=1e-3)


def _first(catalogue: Catalogue, category: str, plan: Plan, region: str | None = None) -> SiteFigure | None:
    figures = catalogue.site_figures(category, region, plan.money.price_date) or catalogue.site_figures(category)
    for figure in figures:
        if amount_of(figure) is not None:
            return figure
    return None
