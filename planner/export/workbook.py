"""The workbook for finance: prices as cells, cash flow and totals as formulas that follow them, native charts.

Every amount is the sum over prices of price × quantity; a changed price cell changes the totals as it would in the
planner. Texts are written as texts, so that none can act as a formula.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from typing import Any

import numpy as np
import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from planner.analysis.charts.marks import Cell, Table
from planner.analysis.charts.palette import LIGHT
from planner.analysis.charts.parts import part_colour
from planner.analysis.charts.view import View
from planner.analysis.charts.words import HORIZON, MONEY_BASES
from planner.cost.results import ScenarioResult
from planner.export.comparison import comparison_table
from planner.export.pricing import Bill
from planner.export.workbook_sheets import (
    Layout,
    Sheet,
    Styles,
    layout_of,
    write_cash_flow,
    write_prices,
    write_quantities,
)
from planner.plan.wording import N_

TIMES = (
    ("cost_per_request", N_("Requests"), N_("Per request")),
    ("cost_per_successful_task", N_("Successful tasks"), N_("Per successful task")),
    ("cost_per_million_tokens", N_("M tokens"), N_("Per million tokens")),
    ("cost_per_user", N_("User months"), N_("Per user and month")),
)
"""Key figures that are the total over a count: figure, name of the count, heading."""


def workbook(view: View, bill: Bill) -> bytes:
    """Return the workbook as an XLSX file; the same view and bill give the same bytes."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(
        target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    dated = view.plan.money.price_date
    book.set_properties(
        {
            "title": view.plan.name or view.plan.id,
            "comments": view.footer(view.words.text(N_("total"))),
            "created": dt.datetime(dated.year, dated.month, dated.day, tzinfo=dt.UTC),
        }
    )
    book.set_calc_mode("auto")
    styles = Styles.of(book, view.words)
    layout = layout_of(view, bill)
    sheets = {name: Sheet(book.add_worksheet(layout.sheet_names[name]), styles) for name in layout.sheet_names}
    for sheet in sheets.values():
        sheet.on_paper()
    _summary(book, sheets["summary"], view, layout)
    write_prices(sheets["prices"], view, layout)
    _assumptions(sheets["assumptions"], view, layout)
    write_cash_flow(sheets["cash_flow"], view, layout)
    _cumulative(book, sheets["cumulative"], view, layout)
    write_quantities(sheets["quantities"], view, layout)
    _key_figures(sheets["figures"], view)
    book.close()
    return target.getvalue()


def _total(layout: Layout, result: ScenarioResult) -> str:
    """Return the formula of a scenario's total over all months."""
    row = layout.total_rows[result.id]
    return f"SUM({layout.cash_flow_range(row)})"


def _summary(book: xlsxwriter.Workbook, sheet: Sheet, view: View, layout: Layout) -> None:
    words = view.words
    sheet.text(0, 0, view.plan.name or view.plan.id, sheet.styles.title)
    sheet.text(
        1,
        0,
        view.footer(words.text(HORIZON, months=view.horizon)),
        sheet.styles.muted,
    )
    follows = N_("Yellow cells on the sheet of prices may be changed: every total follows.")
    if layout.bill.unmoved:
        follows = N_("Yellow cells on the sheet of prices may be changed: totals follow, but for those it names there.")
    sheet.text(2, 0, words.text(follows))
    headings = [N_("Id"), N_("Scenario"), N_("Hosting"), N_("Meets every limit"), N_("Total cost")]
    headings += [N_("Cost per month"), N_("Value today of the cost"), *(heading for _, _, heading in TIMES)]
    first = 4
    sheet.headings(first, [words.text(heading) for heading in headings])
    for line, result in enumerate(view.shown, start=first + 1):
        sheet.text(line, 0, result.id)
        sheet.text(line, 1, view.name(result.id), sheet.styles.strong)
        sheet.text(line, 2, result.hosting)
        broken = "; ".join(words.say(reason) for reason in result.reasons)
        sheet.text(line, 3, words.text(N_("yes")) if result.feasible else broken or words.text(N_("no")))
        if result.id in layout.total_rows:
            _live_figures(sheet, view, layout, result, line)
    last = first + len(view.shown)
    _parts_of_the_total(book, sheet, view, layout, last + 2)
    sheet.widths([14, 34, 10, 18, 14, 14, 16, 14, 16, 16, 16])
    sheet.freeze(first + 1, 2)


def _live_figures(sheet: Sheet, view: View, layout: Layout, result: ScenarioResult, line: int) -> None:
    total = view.words.amount(result.total_cost or 0.0)
    row = layout.total_rows[result.id]
    cell = xl_rowcol_to_cell(line, 4, col_abs=True)
    sheet.formula(line, 4, _total(layout, result), total, sheet.styles.money)
    sheet.formula(line, 5, f"{cell}/{layout.horizon_cell}", total / view.horizon, sheet.styles.money)
    today = float(np.sum(layout.totals[result.id] * layout.discount_factors))
    discounted = f"SUMPRODUCT({layout.cash_flow_range(row)},{layout.cash_flow_range(layout.discount_row)})"
    sheet.formula(line, 6, discounted, today, sheet.styles.money)
    for place, (name, _, _) in enumerate(TIMES):
        count_cell = layout.count_cells.get((result.id, name))
        figure = result.figures.get(name)
        if count_cell is not None and figure is not None:
            value = view.words.amount(figure.value)
            sheet.formula(line, 7 + place, f"{cell}/{count_cell}", value, sheet.styles.unit_price)


def _parts_of_the_total(book: xlsxwriter.Workbook, sheet: Sheet, view: View, layout: Layout, top: int) -> None:
    """Write the total by part, and the stacked bars that show it."""
    words, parts = view.words, layout.parts
    sheet.headings(
        top, [words.text(N_("Id")), words.text(N_("Scenario")), *(layout.part_names[part] for part in parts)]
    )
    drawn = [result for result in view.shown if result.id in layout.total_rows]
    for line, result in enumerate(drawn, start=top + 1):
        sheet.text(line, 0, result.id)
        sheet.text(line, 1, view.name(result.id))
        for column, part in enumerate(parts, start=2):
            row = layout.part_rows.get((result.id, part))
            if row is not None:
                amount = float(np.sum(layout.flows[result.id, part]))
                sheet.formula(line, column, f"SUM({layout.cash_flow_range(row)})", amount, sheet.styles.money)
    if not drawn or not parts:
        return
    name = layout.sheet_names["summary"]
    chart: Any = book.add_chart({"type": "bar", "subtype": "stacked"})
    for column in range(2, 2 + len(parts)):
        chart.add_series(
            {
                "name": [name, top, column],
                "categories": [name, top + 1, 1, top + len(drawn), 1],
                "values": [name, top + 1, column, top + len(drawn), column],
                "gap": 60,
                "fill": {"color": LIGHT.hex(part_colour(parts[column - 2]))},
            }
        )
    chart.set_title({"name": words.text(N_("Cost by scenario")), "name_font": {"size": 12}})
    chart.set_y_axis({"reverse": True, "crossing": "max"})
    chart.set_x_axis({"num_format": "#,##0", "name": words.currency, "major_gridlines": {"visible": True}})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 760, "height": 140 + 42 * len(drawn)})
    sheet.sheet.insert_chart(top + len(drawn) + 2, 0, chart)


def _assumptions(sheet: Sheet, view: View, layout: Layout) -> None:
    """Write what the formulas need beside prices: horizon, rates, and what totals are counted over."""
    words, money = view.words, view.plan.money
    sheet.text(0, 0, words.text(N_("Assumptions")), sheet.styles.title)
    lines: list[tuple[str, float | str, object]] = [
        (N_("Months that are compared"), float(view.horizon), sheet.styles.plain_number),
        (N_("Discount rate per year"), layout.discount_rate, sheet.styles.input_percent),
        (N_("{currency} for one US dollar"), words.rate, sheet.styles.input_number),
        (N_("Currency"), words.currency, None),
        (N_("Amounts are"), words.text(MONEY_BASES[money.basis]), None),
        (N_("Price date"), money.price_date.isoformat(), None),
    ]
    for line, (label, value, style) in enumerate(lines, start=1):
        sheet.text(line, 0, words.text(label, currency=words.currency))
        if isinstance(value, str):
            sheet.text(line, 1, value)
        else:
            sheet.number(line, 1, value, style)
    top = layout.counts_top
    sheet.headings(
        top, [words.text(N_("Id")), words.text(N_("Scenario")), *(words.text(label) for _, label, _ in TIMES)]
    )
    for line, result in enumerate(layout.counted, start=top + 1):
        sheet.text(line, 0, result.id)
        sheet.text(line, 1, view.name(result.id))
        for column, (name, _, _) in enumerate(TIMES, start=2):
            if (result.id, name) in layout.counts:
                sheet.number(line, column, layout.counts[result.id, name], sheet.styles.plain_number)
    sheet.widths([32, 34, 16, 18, 16, 16])


def _cumulative(book: xlsxwriter.Workbook, sheet: Sheet, view: View, layout: Layout) -> None:
    """Write what has been paid until the end of each month, and the lines that show it."""
    words = view.words
    drawn = [result for result in view.shown if result.id in layout.total_rows]
    sheet.headings(0, [words.text(N_("Month")), *(view.name(result.id) for result in drawn)])
    for month in range(layout.months):
        sheet.number(month + 1, 0, float(month), sheet.styles.plain_number)
        for column, result in enumerate(drawn, start=1):
            paid = layout.cash_flow_cell(layout.total_rows[result.id], month)
            before = f"{xl_rowcol_to_cell(month, column)}+" if month else ""
            value = float(np.sum(layout.totals[result.id][: month + 1]))
            sheet.formula(month + 1, column, f"{before}{paid}", value, sheet.styles.money)
    sheet.widths([10, *[22] * len(drawn)])
    sheet.freeze(1, 1)
    if not drawn:
        return
    name = layout.sheet_names["cumulative"]
    chart: Any = book.add_chart({"type": "line"})
    for column in range(1, len(drawn) + 1):
        chart.add_series(
            {
                "name": [name, 0, column],
                "categories": [name, 1, 0, layout.months, 0],
                "values": [name, 1, column, layout.months, column],
                "line": {"width": 1.75, "color": LIGHT.hex(view.colour(drawn[column - 1].id))},
            }
        )
    chart.set_title({"name": words.text(N_("Cumulative cost")), "name_font": {"size": 12}})
    chart.set_x_axis({"name": words.text(N_("Month")), "interval_unit": 6, "interval_tick": 6})
    chart.set_y_axis({"num_format": "#,##0", "name": words.currency})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 760, "height": 400})
    sheet.sheet.insert_chart(1, len(drawn) + 2, chart)


def _key_figures(sheet: Sheet, view: View) -> None:
    """Write every key figure as exported, with its range; these do not follow the prices."""
    table = comparison_table(view)
    sheet.text(0, 0, view.words.text(N_("As exported. These figures do not follow changes on the sheet of prices.")))
    _static(sheet, table, 2)
    sheet.freeze(3, 2)
    sheet.widths([14, 34, 10, 14, 24, *[16] * (len(table.columns) - 5)])


def _static(sheet: Sheet, table: Table, top: int) -> None:
    titles = [f"{column.label} ({column.unit})" if column.unit else column.label for column in table.columns]
    sheet.headings(top, titles)
    rows: Sequence[tuple[Cell, ...]] = table.rows
    for line, row in enumerate(rows, start=top + 1):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.text(line, column, cell)
            elif cell is not None:
                sheet.number(line, column, float(cell), sheet.styles.number)
