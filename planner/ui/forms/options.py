"""What a catalogue picker offers: the records of a kind, each with what helps to choose between them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import cast

from planner.analysis.charts.words import Words
from planner.catalog.catalogue import Catalogue
from planner.catalog.records import Accelerator, ApiPrice, Model, QualityScore
from planner.plan.language import Language
from planner.plan.plan import Plan, Scenario
from planner.plan.wording import N_
from planner.ui.search_list import Option

TERMS = {
    "on_demand": N_("on demand"),
    "spot": N_("spot"),
    "reserved_1y": N_("reserved, 1 year"),
    "reserved_3y": N_("reserved, 3 years"),
    "reserved": N_("reserved"),
    "serverless": N_("serverless"),
    "managed": N_("managed"),
}


def _joined(parts: Iterable[str]) -> str:
    return " · ".join(part for part in parts if part)


def models(plan: Plan, scenario: Scenario | None, catalogue: Catalogue, language: Language) -> list[Option]:
    """Every model, newest first; its size and licence."""
    _ = language.translate
    records = cast("tuple[Model, ...]", catalogue.records("models"))
    return [
        Option(
            model.id,
            model.name,
            _joined((model.vendor, model.licence if model.open_weights else _("closed"), model.released)),
            _("{billions} B").format(billions=Words(language).exact(model.total_parameters / 1e9, 1))
            if model.total_parameters
            else "",
            " ".join((model.id, *model.aliases)),
        )
        for model in sorted(records, key=lambda record: (record.released, record.name), reverse=True)
    ]


def rental_offers(plan: Plan, scenario: Scenario | None, catalogue: Catalogue, language: Language) -> list[Option]:
    """Every offer for rent that was known on the plan's price date, cheapest per accelerator first."""
    _ = language.translate
    return [
        Option(
            offer.id,
            offer.name,
            _joined((offer.provider, offer.region, _(TERMS[offer.terms]), f"{offer.provenance.date:%Y-%m}")),
            _("{price} $/h").format(price=Words(language).exact(offer.price, 2)) if offer.price is not None else "",
            f"{offer.id} {offer.accelerator}",
        )
        for offer in catalogue.rental_offers(on=plan.money.price_date)
    ]


def purchase_offers(plan: Plan, scenario: Scenario | None, catalogue: Catalogue, language: Language) -> list[Option]:
    """Everything for sale that was known on the plan's price date, cheapest per accelerator first."""
    return [
        Option(
            offer.id,
            offer.name,
            _joined((f"{offer.accelerators} × {offer.accelerator}", offer.kind, f"{offer.provenance.date:%Y-%m}")),
            f"{Words(language).exact(offer.price, 0)} $" if offer.price is not None else "",
            offer.id,
        )
        for offer in catalogue.purchase_offers(on=plan.money.price_date)
    ]


def accelerators(plan: Plan, scenario: Scenario | None, catalogue: Catalogue, language: Language) -> list[Option]:
    """Every accelerator by vendor, newest first."""
    records = cast("tuple[Accelerator, ...]", catalogue.records("accelerators"))
    return [
        Option(
            record.id,
            record.name,
            _joined((record.vendor, record.family, str(record.launched or ""))),
            f"{Words(language).exact(record.memory, 0)} GB" if record.memory else "",
            " ".join((record.id, *record.aliases)),
        )
        for record in sorted(records, key=lambda record: (record.vendor, -(record.launched or 0), record.name))
    ]


def api_providers(plan: Plan, scenario: Scenario | None, catalogue: Catalogue, language: Language) -> list[Option]:
    """Who sells the scenario's model; everybody where nobody does."""
    prices = cast("tuple[ApiPrice, ...]", catalogue.records("api-prices"))
    model = scenario.model.model if scenario is not None else ""
    for_model = {price.provider for price in prices if price.model == model}
    _ = language.translate
    usual = Option("", _("Usual provider"), _("The model's own vendor, else the cheapest of the day"))
    return [usual, *(Option(name, name) for name in sorted(for_model or {price.provider for price in prices}))]


def benchmarks(plan: Plan, scenario: Scenario | None, catalogue: Catalogue, language: Language) -> list[Option]:
    """Every published benchmark, those with most scores first."""
    scores = cast("tuple[QualityScore, ...]", catalogue.records("quality-scores"))
    counts: dict[str, int] = {}
    for score in scores:
        counts[score.benchmark] = counts.get(score.benchmark, 0) + 1
    _ = language.translate
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [
        Option("", _("No floor")),
        *(Option(name, name, _("{count} models").format(count=count)) for name, count in ordered),
    ]


def grids(plan: Plan, scenario: Scenario | None, catalogue: Catalogue, language: Language) -> list[Option]:
    """Every grid region with its carbon intensity."""
    figures = {figure.region: figure for figure in reversed(catalogue.site_figures("grid_carbon"))}
    return [
        Option(
            region,
            region,
            figure.name,
            f"{Words(language).exact(figure.typical, 3)} {figure.unit}" if figure.typical is not None else "",
        )
        for region, figure in sorted(figures.items())
    ]


def scenarios(plan: Plan, scenario: Scenario | None, catalogue: Catalogue, language: Language) -> list[Option]:
    """The other scenarios of the plan."""
    return [Option(other.id, other.name) for other in plan.scenarios if scenario is None or other.id != scenario.id]


OptionSource = Callable[[Plan, Scenario | None, Catalogue, Language], list[Option]]

SOURCES: dict[str, OptionSource] = {
    "model": models,
    "rental-offer": rental_offers,
    "purchase-offer": purchase_offers,
    "accelerator": accelerators,
    "api-provider": api_providers,
    "benchmark": benchmarks,
    "grid": grids,
    "scenario": scenarios,
}
