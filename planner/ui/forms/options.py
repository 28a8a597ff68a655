"""What a catalogue picker offers: the records of a kind, each with what helps to choose between them.

Every source answers the same question, so that a field only names its kind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from planner.analysis.charts.words import Words
from planner.plan.language import Language
from planner.plan.plan import Plan, Scenario
from planner.plan.wording import N_, P_
from planner.ui.catalogue_names import record_name
from planner.ui.search_list import Option

if TYPE_CHECKING:
    from planner.catalog.catalogue import Catalogue
    from planner.catalog.records import Accelerator, ApiPrice, Model, QualityScore

TERMS = {
    "on_demand": N_("on demand"),
    "spot": N_("spot"),
    "reserved_1y": N_("reserved, 1 year"),
    "reserved_3y": N_("reserved, 3 years"),
    "reserved": N_("reserved"),
    "serverless": N_("serverless"),
    "managed": N_("managed"),
}


@dataclass(frozen=True, slots=True)
class Question:
    """Who asks for options: a plan, the scenario whose field it is, if any; and where to look."""

    plan: Plan
    scenario: Scenario | None
    catalogue: Catalogue
    language: Language


def _joined(parts: Iterable[str]) -> str:
    return " · ".join(part for part in parts if part)


def _accelerators(asked: Question, count: int, identity: str) -> str:
    return f"{count} × {record_name(asked.catalogue, 'accelerators', identity)}" if identity else ""


def models(asked: Question) -> list[Option]:
    """Every model, newest first; its size and licence."""
    _ = asked.language.translate
    records = cast("tuple[Model, ...]", asked.catalogue.records("models"))
    return [
        Option(
            model.id,
            model.name,
            _joined((model.vendor, model.licence if model.open_weights else _("closed"), model.released)),
            _("{billions} B").format(billions=Words(asked.language).exact(model.total_parameters / 1e9, 1))
            if model.total_parameters
            else "",
            " ".join((model.id, *model.aliases)),
        )
        for model in sorted(records, key=lambda record: (record.released, record.name), reverse=True)
    ]


def rental_offers(asked: Question) -> list[Option]:
    """Every offer for rent that was known on the plan's price date, cheapest per accelerator first."""
    _ = asked.language.translate
    return [
        Option(
            offer.id,
            offer.name,
            _joined(
                (
                    _accelerators(asked, offer.accelerators, offer.accelerator),
                    offer.provider,
                    offer.region,
                    _(TERMS[offer.terms]),
                    f"{offer.provenance.date:%Y-%m}",
                )
            ),
            _("{price} $/h").format(price=Words(asked.language).exact(offer.price, 2))
            if offer.price is not None
            else "",
            f"{offer.id} {offer.accelerator}",
        )
        for offer in asked.catalogue.rental_offers(on=asked.plan.money.price_date)
    ]


def purchase_offers(asked: Question) -> list[Option]:
    """Everything for sale that was known on the plan's price date, cheapest per accelerator first."""
    return [
        Option(
            offer.id,
            offer.name,
            _joined(
                (
                    _accelerators(asked, offer.accelerators, offer.accelerator),
                    offer.kind,
                    f"{offer.provenance.date:%Y-%m}",
                )
            ),
            f"{Words(asked.language).exact(offer.price, 0)} $" if offer.price is not None else "",
            offer.id,
        )
        for offer in asked.catalogue.purchase_offers(on=asked.plan.money.price_date)
    ]


def accelerators(asked: Question) -> list[Option]:
    """Every accelerator by vendor, newest first."""
    records = cast("tuple[Accelerator, ...]", asked.catalogue.records("accelerators"))
    return [
        Option(
            record.id,
            record.name,
            _joined((record.vendor, record.family, str(record.launched or ""))),
            f"{Words(asked.language).exact(record.memory, 0)} GB" if record.memory else "",
            " ".join((record.id, *record.aliases)),
        )
        for record in sorted(records, key=lambda record: (record.vendor, -(record.launched or 0), record.name))
    ]


def api_providers(asked: Question) -> list[Option]:
    """Who sells the scenario's model; everybody where nobody does."""
    prices = cast("tuple[ApiPrice, ...]", asked.catalogue.records("api-prices"))
    model = asked.scenario.model.model if asked.scenario is not None else ""
    for_model = {price.provider for price in prices if price.model == model}
    _ = asked.language.translate
    usual = Option("", _("Usual provider"), _("The model's own vendor, else the cheapest of the day"))
    return [usual, *(Option(name, name) for name in sorted(for_model or {price.provider for price in prices}))]


def benchmarks(asked: Question) -> list[Option]:
    """Every published benchmark, those with most scores first."""
    scores = cast("tuple[QualityScore, ...]", asked.catalogue.records("quality-scores"))
    counts: dict[str, int] = {}
    for score in scores:
        counts[score.benchmark] = counts.get(score.benchmark, 0) + 1
    _ = asked.language.translate
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [
        Option("", _("No floor")),
        *(Option(name, name, _.counted(P_("{count} model", "{count} models"), count)) for name, count in ordered),
    ]


def grids(asked: Question) -> list[Option]:
    """Every grid region with its carbon intensity."""
    figures = {figure.region: figure for figure in reversed(asked.catalogue.site_figures("grid_carbon"))}
    return [
        Option(
            region,
            region,
            figure.name,
            f"{Words(asked.language).exact(figure.typical, 3)} {figure.unit}" if figure.typical is not None else "",
        )
        for region, figure in sorted(figures.items())
    ]


def scenarios(asked: Question) -> list[Option]:
    """The other scenarios of the plan."""
    return [Option(other.id, other.name) for other in asked.plan.scenarios if other is not asked.scenario]


OptionSource = Callable[[Question], list[Option]]

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
