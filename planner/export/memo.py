"""The decision memo: the answer, what it rests on, the charts, and where the prices come from, on A4."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from pydantic import BaseModel
from PySide6.QtCore import QRectF

from planner.analysis.charts.marks import BAD, MUTED, Chart
from planner.analysis.charts.view import View
from planner.analysis.charts.words import HORIZON
from planner.analysis.verdict import plain_text, verdict
from planner.catalog.provenance import Provenance
from planner.export.blocks import POINT, Block, Head, Picture, Row, Words, pages_of
from planner.export.chart_files import listed_figures, paper_label, spoken
from planner.export.comparison import shown_value, unit_of
from planner.export.pictures import Size, ensure_application, pdf
from planner.export.pricing import Bill
from planner.plan.amounts import Range
from planner.plan.fields import FieldSpec, matters, walk
from planner.plan.plan import Scenario
from planner.plan.typed_values import format_amount
from planner.plan.wording import N_

PAGE = Size(210.0, 297.0)
MARGIN = 52.0 * POINT
CHARTS = ("cost", "cumulative", "volume", "tornado", "odds", "quality")
"""The charts of a memo that names none."""


def memo_pdf(view: View, charts: list[Chart], bill: Bill) -> bytes:
    """Return the memo as a PDF."""
    application = ensure_application()
    words, name = view.words, view.plan.name or view.plan.id
    title = words.text(N_("Decision memo: {plan}"), plan=name)
    footer = view.footer(words.text(HORIZON, months=view.horizon))

    def foot(number: int, count: int) -> str:
        return words.text(N_("{footer} · page {number} of {count}"), footer=footer, number=number, count=count)

    page = QRectF(0, 0, PAGE.units.width(), PAGE.units.height())
    blocks = [
        Words(title, 16, bold=True, after=2),
        Words(footer, 8, colour=MUTED, after=14),
        *_blocks(view, charts, bill),
    ]
    made = pdf(pages_of(blocks, page, MARGIN, foot), PAGE, title, view.plan.money.price_date)
    del application
    return made


def _blocks(view: View, charts: list[Chart], bill: Bill) -> Iterator[Block]:
    yield from _answer(view)
    yield from _figures(view)
    for chart in charts:
        if not chart.nothing:
            yield Picture(chart)
    yield from _assumptions(view)
    yield from _scenarios(view)
    yield from _sources(view, bill)
    if view.plan.notes.strip():
        yield _heading(view, N_("Notes"))
        yield Words(view.plan.notes.strip())


def _heading(view: View, msgid: str) -> Words:
    return Words(view.words.text(msgid), 11, bold=True, before=12, after=4)


def _answer(view: View) -> Iterator[Block]:
    said, words = verdict(view.plan, view.result), view.words
    yield Words(plain_text(said.headline, words), 12, bold=True, after=6)
    for fact in said.facts:
        yield Words(plain_text(fact, words), 9.5)
    if said.flips:
        flips = "; ".join(plain_text(flip, words) for flip in said.flips)
        yield Words(words.text(N_("Flips if: {flips}"), flips=flips), 9.5)


def _figures(view: View) -> Iterator[Block]:
    words = view.words
    yield _heading(view, N_("Key figures"))
    shown = view.shown
    widths = (0.22, *[0.78 / max(len(shown), 1)] * len(shown))
    heads = (Head(""), *(Head(view.name(each.id), view.colour(each.id), view.symbol(each.id)) for each in shown))
    yield Row((), heads, widths, size=7.5)
    for name in listed_figures(view):
        cells = [paper_label(view, name)]
        for each in shown:
            figure = each.figures.get(name)
            value = None if figure is None else shown_value(figure, figure.value, words)
            cells.append(spoken(name, unit_of(view, name), value, words))
        yield Row(tuple(cells), (), widths)
    for each in shown:
        for reason in each.reasons:
            yield Words(f"{view.name(each.id)}: {words.say(reason)}", 8.5, colour=BAD, before=3, after=0)


def _assumptions(view: View) -> Iterator[Block]:
    yield _heading(view, N_("Assumptions"))
    for part in (view.plan.workload, view.plan.money, view.plan.constraints):
        for label, value in _stated(view, part):
            yield Row((label, value), (), (0.45, 0.55), figures=False)


def _scenarios(view: View) -> Iterator[Block]:
    """Yield what was decided for each scenario: the fields that differ from a new one."""
    for scenario in view.plan.scenarios:
        stated = [line for line in _stated(view, scenario, Scenario(id=scenario.id)) if line[0]]
        if stated:
            yield Words(view.name(scenario.id), 9.5, bold=True, before=8, after=3)
            for label, value in stated:
                yield Row((label, value), (), (0.45, 0.55), figures=False)


def _stated(view: View, part: BaseModel, usual: BaseModel | None = None) -> Iterator[tuple[str, str]]:
    """Yield label and value of the fields that matter and are set; with `usual`, only those that differ from it."""
    known = {path: value for path, _, value in walk(usual)} if usual is not None else {}
    for path, spec, value in walk(part):
        owner = part
        for step in path[:-1]:
            owner = getattr(owner, step)
        if value in (None, "", False) or not matters(spec, owner) or (usual is not None and known.get(path) == value):
            continue
        if path != ("name",):
            yield view.words.text(spec.ui.label), _said(view, spec, value)


def _said(view: View, spec: FieldSpec, value: object) -> str:
    """Return a field's value as people write it."""
    words = view.words
    for choice, label in spec.ui.choices:
        if choice == value:
            return words.text(label)
    if value is True:
        return words.text(N_("yes"))
    if isinstance(value, dt.date):
        return words.date(value)
    if isinstance(value, (int, float, Range)):
        amount = value if isinstance(value, Range) else float(value)
        sign = words.text(spec.ui.unit.sign) if spec.ui.unit.sign else ""
        return f"{format_amount(amount, spec.ui.unit, words.language)} {sign}".strip()
    return str(value)


def _sources(view: View, bill: Bill) -> Iterator[Block]:
    words = view.words
    sources: dict[tuple[str, str], Provenance] = {}
    for price in bill.prices:
        if price.source is not None:
            sources.setdefault((price.source.title, price.source.address), price.source)
    if not sources:
        return
    yield _heading(view, N_("Sources of the prices"))
    for source in sources.values():
        evidence = words.text(str(source.evidence))
        yield Words(
            f"{source.title}, {words.date(source.date)} ({evidence}). {source.address}", 8, colour=MUTED, after=3
        )
