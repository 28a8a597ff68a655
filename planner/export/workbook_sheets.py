"""Where everything stands in the workbook, and the sheets of prices, quantities and cash flow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import xlsxwriter
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from planner.analysis.charts.marks import Floats
from planner.analysis.charts.parts import part_label
from planner.analysis.charts.view import View
from planner.analysis.charts.words import Words
from planner.cost.results import ScenarioResult
from planner.export.comparison import parts_in
from planner.export.pricing import Bill, Key, Price, PriceId
from planner.plan.amounts import likely
from planner.plan.units import MONTHS_PER_YEAR
from planner.plan.wording import N_

SHEETS = {
    "summary": N_("Summary"),
    "prices": N_("Prices"),
    "assumptions": N_("Assumptions"),
    "cash_flow": N_("Cash flow"),
    "cumulative": N_("Cumulative"),
    "quantities": N_("Quantities"),
    "figures": N_("Key figures"),
}
UNMOVED = N_(
    "The last column names totals that keep a price as exported, because they do not move in proportion to it: a free "
    "credit that runs out, for example. Change such a price in the planner."
)
FIRST_PRICE_ROW = 3
VALUE_COLUMN = 3
LABELS_BEFORE_MONTHS = 3
QUANTITY_LABELS = 5
COUNTED = ("cost_per_request", "cost_per_successful_task", "cost_per_million_tokens", "cost_per_user")
COUNTS_TOP = 9


@dataclass(frozen=True, slots=True)
class Styles:
    """The formats of cells."""

    title: Any
    muted: Any
    strong: Any
    heading: Any
    money: Any
    unit_price: Any
    number: Any
    plain_number: Any
    input_number: Any
    input_percent: Any
    total: Any

    @classmethod
    def of(cls, book: xlsxwriter.Workbook, _words: Words) -> Styles:
        """Return the formats of a workbook."""
        entered = {"bg_color": "#FFF8DC", "font_color": "#1F3FA8", "border": 1, "border_color": "#E0D9B8"}
        return cls(
            title=book.add_format({"bold": True, "font_size": 14}),
            muted=book.add_format({"font_color": "#596273"}),
            strong=book.add_format({"bold": True}),
            heading=book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"}),
            money=book.add_format({"num_format": "#,##0;[Red]-#,##0"}),
            unit_price=book.add_format({"num_format": "#,##0.00####"}),
            number=book.add_format({"num_format": "#,##0.######"}),
            plain_number=book.add_format({"num_format": "#,##0"}),
            input_number=book.add_format({**entered, "num_format": "#,##0.00######"}),
            input_percent=book.add_format({**entered, "num_format": "0.0%"}),
            total=book.add_format({"bold": True, "top": 1, "num_format": "#,##0;[Red]-#,##0"}),
        )


@dataclass(frozen=True, slots=True)
class Sheet:
    """A worksheet that is told for every cell whether it is a text, a number or a formula."""

    sheet: Any
    styles: Styles

    def text(self, row: int, column: int, text: str, style: Any = None) -> None:
        """Write a text, whatever it begins with."""
        self.sheet.write_string(row, column, text, style)

    def number(self, row: int, column: int, value: float, style: Any = None) -> None:
        """Write a number."""
        self.sheet.write_number(row, column, value, style)

    def formula(self, row: int, column: int, formula: str, value: float, style: Any = None) -> None:
        """Write a formula with the value that it has now."""
        self.sheet.write_formula(row, column, f"={formula}", style, value)

    def headings(self, row: int, texts: list[str]) -> None:
        """Write a line of headings."""
        for column, text in enumerate(texts):
            self.text(row, column, text, self.styles.heading)

    def widths(self, widths: list[float]) -> None:
        """Set the widths of the first columns, in letters."""
        for column, width in enumerate(widths):
            self.sheet.set_column(column, column, width)

    def on_paper(self) -> None:
        """Print on A4 across, all columns on one page's width."""
        self.sheet.set_landscape()
        self.sheet.set_paper(9)
        self.sheet.fit_to_pages(1, 0)

    def freeze(self, row: int, column: int) -> None:
        """Keep the lines above and the columns to the left in view."""
        self.sheet.freeze_panes(row, column)


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """Rows and cells by what stands in them, and the amounts of now in the plan's currency."""

    sheet_names: dict[str, str]
    prices: tuple[Price, ...]
    price_rows: dict[PriceId, int]
    months: int
    parts: tuple[str, ...]
    part_names: dict[str, str]
    flows: dict[Key, Floats]
    totals: dict[str, Floats]
    part_rows: dict[Key, int]
    total_rows: dict[str, int]
    quantity_rows: dict[Key, tuple[tuple[PriceId | None, int], ...]]
    bill: Bill
    discount_rate: float
    counted: tuple[ScenarioResult, ...]
    counts: dict[tuple[str, str], float]

    discount_row: int = 1
    counts_top: int = COUNTS_TOP

    @property
    def live_prices(self) -> frozenset[PriceId]:
        """The prices that at least one total follows."""
        lines = (line for rows in self.quantity_rows.values() for line, _ in rows)
        return frozenset(identity for identity in lines if identity is not None)

    @property
    def discount_factors(self) -> Floats:
        """What a unit paid in each month is worth today; compounded monthly."""
        factors: Floats = (1.0 + self.discount_rate) ** (-np.arange(self.months) / MONTHS_PER_YEAR)
        return factors

    @property
    def horizon_cell(self) -> str:
        """The cell of the months that are compared."""
        return self._assumption(1)

    @property
    def discount_cell(self) -> str:
        """The cell of the discount rate."""
        return self._assumption(2)

    @property
    def rate_cell(self) -> str:
        """The cell of the exchange rate."""
        return self._assumption(3)

    @property
    def count_cells(self) -> dict[tuple[str, str], str]:
        """The cell of every count that a total is divided by."""
        rows = {result.id: COUNTS_TOP + 1 + place for place, result in enumerate(self.counted)}
        return {
            (identity, name): self._in("assumptions", rows[identity], 2 + COUNTED.index(name))
            for identity, name in self.counts
        }

    def cash_flow_range(self, row: int) -> str:
        """Return the months of a row of the cash flow."""
        first, last = (
            xl_rowcol_to_cell(row, LABELS_BEFORE_MONTHS + month, row_abs=True, col_abs=True)
            for month in (0, self.months - 1)
        )
        return f"{self._name('cash_flow')}!{first}:{last}"

    def cash_flow_cell(self, row: int, month: int) -> str:
        """Return one month of a row of the cash flow."""
        return self._in("cash_flow", row, LABELS_BEFORE_MONTHS + month)

    def price_cell(self, identity: PriceId) -> str:
        """Return the cell of a price."""
        return self._in("prices", self.price_rows[identity], VALUE_COLUMN)

    def quantity_range(self, rows: tuple[int, int], column: int) -> str:
        """Return one column of the lines that a part of a scenario has on the sheet of quantities."""
        name = xl_col_to_name(column, col_abs=column == QUANTITY_LABELS - 1)
        return f"{self._name('quantities')}!{name}{rows[0] + 1}:{name}{rows[1] + 1}"

    def _assumption(self, row: int) -> str:
        return self._in("assumptions", row, 1)

    def _in(self, sheet: str, row: int, column: int) -> str:
        return f"{self._name(sheet)}!{xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True)}"

    def _name(self, sheet: str) -> str:
        return "'" + self.sheet_names[sheet].replace("'", "''") + "'"


def layout_of(view: View, bill: Bill) -> Layout:
    """Return where everything stands for a view and its bill."""
    words, parts = view.words, tuple(parts_in(view))
    drawn = tuple(result for result in view.shown if result.cash_flow)
    flows = {
        (result.id, part): np.asarray(flow, dtype=np.float64) * words.rate
        for result in drawn
        for part, flow in result.cash_flow.items()
    }
    part_rows: dict[Key, int] = {}
    total_rows: dict[str, int] = {}
    quantity_rows: dict[Key, tuple[tuple[PriceId | None, int], ...]] = {}
    row, quantity_row = 2, 1
    for result in drawn:
        for part in parts:
            key = result.id, part
            if key not in flows:
                continue
            part_rows[key] = row
            row += 1
            lines: list[PriceId | None] = [*bill.quantities.get(key, {})]
            if not lines or np.any(bill.fixed[key]):
                lines.append(None)
            quantity_rows[key] = tuple((line, quantity_row + place) for place, line in enumerate(lines))
            quantity_row += len(lines)
        total_rows[result.id] = row
        row += 2
    lines_of_prices = {identity for lines in quantity_rows.values() for identity, _ in lines if identity is not None}
    stuck = {identity for identity, paying in bill.unmoved.items() if not total_rows.keys().isdisjoint(paying)}
    prices = tuple(price for price in bill.prices if price.id in lines_of_prices | stuck)
    counts = {
        (result.id, name): result.total_cost / result.figures[name].value
        for result in drawn
        for name in COUNTED
        if name in result.figures and result.figures[name].value and result.total_cost
    }
    return Layout(
        sheet_names={name: words.text(label)[:31] for name, label in SHEETS.items()},
        prices=prices,
        price_rows={price.id: FIRST_PRICE_ROW + place for place, price in enumerate(prices)},
        months=view.horizon + 1,
        parts=parts,
        part_names={part: part_label(part, words) for part in parts},
        flows=flows,
        totals={
            result.id: np.asarray(sum(flows[result.id, part] for part in result.cash_flow), dtype=np.float64)
            for result in drawn
        },
        part_rows=part_rows,
        total_rows=total_rows,
        quantity_rows=quantity_rows,
        bill=bill,
        discount_rate=float(likely(view.plan.money.discount_rate)),
        counted=drawn,
        counts=counts,
    )


def price_label(price: Price, words: Words) -> str:
    """Return what a price is called; a provider may have another one for long prompts."""
    label = words.text(price.label)
    return words.text(N_("{label}, long prompts"), label=label) if price.id[-1].startswith("long_") else label


def write_prices(sheet: Sheet, view: View, layout: Layout) -> None:
    """Write the prices: the cells that may be changed, each with its source."""
    words, styles = view.words, sheet.styles
    shown, live = layout.total_rows, layout.live_prices
    sheet.text(0, 0, words.text(N_("Prices in US dollars. Change a yellow cell: cash flow and totals follow.")))
    titles = [
        N_("Id"),
        N_("Scenario"),
        N_("Price"),
        N_("Value"),
        N_("Unit"),
        N_("Evidence"),
        N_("Source"),
        N_("Address"),
    ]
    titles += [N_("Date"), N_("Totals that do not follow")]
    if any(not shown.keys().isdisjoint(paying) for paying in layout.bill.unmoved.values()):
        sheet.text(1, 0, words.text(UNMOVED), sheet.styles.strong)
    sheet.headings(FIRST_PRICE_ROW - 1, [words.text(title) for title in titles])
    for price in layout.prices:
        row = layout.price_rows[price.id]
        sheet.text(row, 0, price.scenario)
        sheet.text(row, 1, view.name(price.scenario))
        sheet.text(row, 2, price_label(price, words))
        sheet.number(row, VALUE_COLUMN, price.value, styles.input_number if price.id in live else styles.number)
        sheet.text(row, 4, price.unit)
        sheet.text(row, 5, words.text(str(price.evidence)))
        if price.source is not None:
            sheet.text(row, 6, price.source.title)
            sheet.text(row, 7, price.source.address)
            sheet.text(row, 8, price.source.date.isoformat())
        unmoved = [view.name(identity) for identity in layout.bill.unmoved.get(price.id, ()) if identity in shown]
        if unmoved:
            sheet.text(row, 9, "; ".join(unmoved), styles.strong)
    last = FIRST_PRICE_ROW + max(len(layout.prices), 1) - 1
    rule = {"validate": "decimal", "criteria": ">=", "value": 0, "error_title": words.text(N_("Price"))}
    sheet.sheet.data_validation(FIRST_PRICE_ROW, VALUE_COLUMN, last, VALUE_COLUMN, rule)
    sheet.widths([14, 34, 30, 14, 20, 12, 44, 44, 12, 44])
    sheet.freeze(FIRST_PRICE_ROW, 3)


def write_quantities(sheet: Sheet, view: View, layout: Layout) -> None:
    """Write how much is paid at each price in each month; what has no price is an amount at a price of one."""
    words = view.words
    titles = [N_("Id"), N_("Scenario"), N_("Part"), N_("Price"), N_("Value")]
    months = [words.text(N_("Month {month}"), month=month) for month in range(layout.months)]
    sheet.headings(0, [*(words.text(title) for title in titles), *months])
    labels = {price.id: price for price in layout.prices}
    for (identity, part), lines in layout.quantity_rows.items():
        for price_id, row in lines:
            sheet.text(row, 0, identity)
            sheet.text(row, 1, view.name(identity))
            sheet.text(row, 2, layout.part_names[part])
            if price_id is None:
                sheet.text(row, 3, words.text(N_("fixed amounts")))
                sheet.number(row, 4, 1.0, sheet.styles.number)
                amounts = layout.bill.fixed[identity, part]
            else:
                price = labels[price_id]
                sheet.text(row, 3, price_label(price, words))
                sheet.formula(row, 4, layout.price_cell(price_id), price.value, sheet.styles.number)
                amounts = layout.bill.quantities[identity, part][price_id]
            for month, amount in enumerate(amounts.tolist()):
                sheet.number(row, QUANTITY_LABELS + month, amount, sheet.styles.number)
    sheet.widths([14, 30, 22, 28, 12])
    sheet.freeze(1, QUANTITY_LABELS)


def write_cash_flow(sheet: Sheet, view: View, layout: Layout) -> None:
    """Write what each scenario pays in each month by part: prices times quantities, in the plan's currency."""
    words = view.words
    months = [words.text(N_("Month {month}"), month=month) for month in range(layout.months)]
    labels = [words.text(title) for title in (N_("Id"), N_("Scenario"), N_("Part"))]
    sheet.headings(0, [*labels, *months, words.text(N_("Sum"))])
    sheet.text(layout.discount_row, 2, words.text(N_("Value of money over time")), sheet.styles.muted)
    for month, factor in enumerate(layout.discount_factors.tolist()):
        formula = f"(1+{layout.discount_cell})^(-{month}/{MONTHS_PER_YEAR:g})"
        sheet.formula(layout.discount_row, LABELS_BEFORE_MONTHS + month, formula, factor, sheet.styles.unit_price)
    for result in layout.counted:
        for part in result.cash_flow:
            _part_line(sheet, view, layout, result, part)
        row, styles = layout.total_rows[result.id], sheet.styles
        first = min(layout.part_rows[result.id, part] for part in result.cash_flow)
        sheet.text(row, 0, result.id, styles.total)
        sheet.text(row, 1, view.name(result.id), styles.total)
        sheet.text(row, 2, words.text(N_("Sum")), styles.total)
        for month, amount in enumerate(layout.totals[result.id].tolist()):
            column = LABELS_BEFORE_MONTHS + month
            letters = xl_col_to_name(column)
            sheet.formula(row, column, f"SUM({letters}{first + 1}:{letters}{row})", amount, styles.total)
        _sum(sheet, layout, row, float(layout.totals[result.id].sum()), styles.total)
    sheet.widths([14, 34, 24, *[11] * layout.months, 14])
    sheet.freeze(1, LABELS_BEFORE_MONTHS)


def _part_line(sheet: Sheet, view: View, layout: Layout, result: ScenarioResult, part: str) -> None:
    key = result.id, part
    row, lines = layout.part_rows[key], layout.quantity_rows[key]
    rows = lines[0][1], lines[-1][1]
    prices = layout.quantity_range(rows, QUANTITY_LABELS - 1)
    sheet.text(row, 0, result.id)
    sheet.text(row, 1, view.name(result.id))
    sheet.text(row, 2, layout.part_names[part])
    for month, amount in enumerate(layout.flows[key].tolist()):
        quantities = layout.quantity_range(rows, QUANTITY_LABELS + month)
        formula = f"{layout.rate_cell}*SUMPRODUCT({prices},{quantities})"
        sheet.formula(row, LABELS_BEFORE_MONTHS + month, formula, amount, sheet.styles.money)
    _sum(sheet, layout, row, float(layout.flows[key].sum()), sheet.styles.money)


def _sum(sheet: Sheet, layout: Layout, row: int, amount: float, style: Any) -> None:
    first, last = (xl_rowcol_to_cell(row, LABELS_BEFORE_MONTHS + month) for month in (0, layout.months - 1))
    sheet.formula(row, LABELS_BEFORE_MONTHS + layout.months, f"SUM({first}:{last})", amount, style)
