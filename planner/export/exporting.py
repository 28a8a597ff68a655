"""Exports a plan: the same files from the window and from the command line. Qt is imported only for a picture."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from planner.analysis.charts.inputs import NOTHING_YET, Analyses
from planner.analysis.charts.marks import Chart
from planner.analysis.charts.registry import KINDS, kind
from planner.analysis.charts.view import View
from planner.analysis.charts.words import Words
from planner.catalog.catalogue import Catalogue
from planner.cost.results import PlanResult
from planner.export.comparison import cash_flow_table, comparison_table
from planner.export.files import ExportError, safe_name, write_files
from planner.export.tables import CsvForm, csv_text
from planner.plan.language import ENGLISH, Language
from planner.plan.plan import Plan
from planner.plan.wording import N_

if TYPE_CHECKING:
    from planner.export.pricing import Bill

FORMATS = ("csv", "png", "svg", "pdf", "xlsx", "memo")
PICTURES = ("png", "svg", "pdf")
LEAST_DPI, MOST_DPI = 36, 1200
LEAST_MM, MOST_MM = 60.0, 600.0
USUAL_SIZE_MM = (160.0, 95.0)


@dataclass(frozen=True, slots=True)
class Options:
    """How to export: which charts (all that have something to show when none is named), resolution, basis, CSV."""

    charts: tuple[str, ...] = ()
    dpi: int = 300
    bases: tuple[tuple[str, str], ...] = ()  # (chart id, basis): what the window shows
    with_bom: bool = False
    catalogue: Catalogue | None = None
    size_mm: tuple[float, float] = USUAL_SIZE_MM  # width and height of a chart on paper
    csv_format: str = "system"  # decimal mark of CSV files: point, comma, or as the language has it


def export_plan(
    plan: Plan,
    result: PlanResult,
    target_dir: Path,
    formats: Sequence[str] = ("csv", "png"),
    charts: Sequence[str] | None = None,
    *,
    language: Language | None = None,
    dpi: int = 300,
    force: bool = False,
    analyses: Analyses = NOTHING_YET,
    bases: Iterable[tuple[str, str]] = (),
    with_bom: bool = False,
    catalogue: Catalogue | None = None,
    size_mm: tuple[float, float] = USUAL_SIZE_MM,
    csv_format: str = "system",
) -> list[Path]:
    """Write the files of a plan into a folder and return their paths.

    `formats` is any of csv, png, svg, pdf, xlsx and memo; `charts` names charts, None means all that have something
    to show.
    A chart is `size_mm` wide and high; the whole comparison takes the width of a page.
    `csv_format` (point, comma, system) marks decimals in CSV files; with a comma, semicolons separate.
    With `catalogue` the workbook's prices are live, without one it has fixed amounts.

    Raises `ExportError` for an unknown format or chart, and for a file that is there already unless `force`.
    """
    options = Options(tuple(charts or ()), dpi, tuple(bases), with_bom, catalogue, size_mm, csv_format)
    _check(formats, options)
    view = View(plan, result, Words.of(language or ENGLISH, plan), analyses)
    files: dict[str, bytes] = {}
    for each in dict.fromkeys(formats):
        writer: Callable[[View, Options, str], dict[str, bytes]] = WRITERS[each]
        files |= writer(view, options, each)
    return write_files(target_dir, files, force=force)


def _check(formats: Sequence[str], options: Options) -> None:
    known = {each.id for each in KINDS}
    for each in formats:
        if each not in FORMATS:
            raise ExportError(
                N_("'{format}' is no format to export to. There are: {known}."), format=each, known=", ".join(FORMATS)
            )
    for each in options.charts:
        if each not in known:
            raise ExportError(
                N_("There is no chart '{chart}'. There are: {known}."), chart=each, known=", ".join(sorted(known))
            )
    if not all(LEAST_MM <= side <= MOST_MM for side in options.size_mm):
        raise ExportError(
            N_("A chart of {width} × {height} mm is outside {low} to {high} mm a side."),
            width=options.size_mm[0],
            height=options.size_mm[1],
            low=LEAST_MM,
            high=MOST_MM,
        )
    if not LEAST_DPI <= options.dpi <= MOST_DPI:
        raise ExportError(
            N_("{dpi} dots per inch is outside {low} to {high}."), dpi=options.dpi, low=LEAST_DPI, high=MOST_DPI
        )


def drawn_charts(view: View, options: Options) -> list[Chart]:
    """Return the charts to export. One that was named appears even when it has nothing to show."""
    bases = dict(options.bases)
    wanted = [kind(each) for each in options.charts] or list(KINDS)
    charts = [each.draw(view, bases.get(each.id, "")) for each in wanted]
    return charts if options.charts else [chart for chart in charts if not chart.nothing]


def _base(view: View) -> str:
    return safe_name(view.plan.name or view.plan.id)


def _csv(view: View, options: Options, _format: str) -> dict[str, bytes]:
    base, form = _base(view), CsvForm.of(view.words, options.csv_format, with_bom=options.with_bom)
    tables = {"comparison": comparison_table(view), "cash-flow": cash_flow_table(view)}
    tables |= {f"chart-{chart.id}": chart.table for chart in drawn_charts(view, options) if chart.table.columns}
    return {f"{base}-{name}.csv": csv_text(table, form).encode() for name, table in tables.items()}


def _pictures(view: View, options: Options, picture: str) -> dict[str, bytes]:
    from planner.export.chart_files import chart_picture, page_picture
    from planner.export.pictures import Size

    base, charts, dated = _base(view), drawn_charts(view, options), view.plan.money.price_date
    files = {
        f"{base}-{chart.id}.{picture}": chart_picture(chart, picture, options.dpi, Size(*options.size_mm), dated)
        for chart in charts
    }
    if charts:
        files[f"{base}-comparison.{picture}"] = page_picture(view, charts, picture, options.dpi)
    return files


def _workbook(view: View, options: Options, _format: str) -> dict[str, bytes]:
    from planner.export.workbook import workbook

    return {f"{_base(view)}.xlsx": workbook(view, _bill(view, options))}


def _bill(view: View, options: Options) -> Bill:
    from planner.export.pricing import bill, bill_without_prices

    catalogue = options.catalogue
    return bill_without_prices(view.result) if catalogue is None else bill(view.plan, catalogue, view.result)


def _memo(view: View, options: Options, _format: str) -> dict[str, bytes]:
    from planner.export.memo import CHARTS, memo_pdf

    charts = drawn_charts(view, replace(options, charts=options.charts or CHARTS))
    return {f"{_base(view)}-memo.pdf": memo_pdf(view, charts, _bill(view, options))}


WRITERS: dict[str, Callable[[View, Options, str], dict[str, bytes]]] = {
    "csv": _csv,
    **dict.fromkeys(PICTURES, _pictures),
    "xlsx": _workbook,
    "memo": _memo,
}
