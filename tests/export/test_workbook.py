import io
from dataclasses import replace

import openpyxl
import pytest

from planner.analysis.charts.view import View
from planner.analysis.charts.words import Words
from planner.cost.evaluation import evaluate
from planner.export.pricing import bill, bill_without_prices
from planner.export.workbook import workbook
from planner.plan.edits import evolve
from planner.plan.language import ENGLISH

FIRST_SCENARIO, ID, TOTAL, MONTH, PER_REQUEST = 6, 1, 5, 6, 8


@pytest.fixture(scope="module")
def made(support_chat):
    plan, catalogue, result = support_chat
    view = View(plan, result, Words.of(ENGLISH, plan))
    return view, workbook(view, bill(plan, catalogue, result))


def rows_of(book, values):
    """The lines of the summary by scenario id: a function of the column."""
    sheet = book["Summary"]
    lines = range(FIRST_SCENARIO, FIRST_SCENARIO + 6)
    return {
        sheet.cell(line, ID).value: lambda column, line=line: values("Summary", sheet.cell(line, column).coordinate)
        for line in lines
    }


def test_the_totals_that_are_shown_are_those_of_the_result(made):
    view, data = made
    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)

    rows = rows_of(book, lambda sheet, cell: book[sheet][cell].value)

    for result in view.shown:
        assert rows[result.id](TOTAL) == pytest.approx(result.total_cost)
        assert rows[result.id](PER_REQUEST) == pytest.approx(result.figures["cost_per_request"].value)


def test_the_formulas_give_what_is_shown(made, calculator):
    view, data = made
    book = openpyxl.load_workbook(io.BytesIO(data))

    rows = rows_of(book, calculator(book).value)

    for result in view.shown:
        assert rows[result.id](TOTAL) == pytest.approx(result.total_cost, rel=1e-9)
        assert rows[result.id](MONTH) == pytest.approx(result.total_cost / view.horizon, rel=1e-9)


def test_every_formula_gives_the_value_that_is_stored_with_it(made, calculator):
    _, data = made
    formulas, values = (openpyxl.load_workbook(io.BytesIO(data), data_only=shown) for shown in (False, True))
    computed = calculator(formulas)
    seen = 0

    for sheet in formulas:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    stored = values[sheet.title][cell.coordinate].value
                    assert computed.value(sheet.title, cell.coordinate) == pytest.approx(stored, rel=1e-6, abs=1e-9)
                    seen += 1
    assert seen > 500


def test_a_changed_price_cell_moves_the_totals_as_it_moves_the_planner(made, support_chat, calculator):
    plan, catalogue, _ = support_chat
    view, data = made
    book = openpyxl.load_workbook(io.BytesIO(data))
    prices = book["Prices"]
    row = next(
        row
        for row in range(4, prices.max_row + 1)
        if (prices.cell(row, 1).value, prices.cell(row, 3).value) == ("small-rented", "Price of a server")
    )
    field = ("scenarios", "small-rented", "hosting", "rented", "price")

    prices.cell(row, 4).value *= 1.5
    rows = rows_of(book, calculator(book).value)

    changed = evaluate(evolve(plan, field, view.words.rate * prices.cell(row, 4).value), catalogue)
    for result in changed.scenarios:
        assert rows[result.id](TOTAL) == pytest.approx(result.total_cost, rel=1e-4)
    assert changed.scenario("small-rented").total_cost > view.result.scenario("small-rented").total_cost


def test_the_sheet_of_prices_names_the_totals_that_do_not_follow_a_price(support_chat, calculator):
    plan, catalogue, _ = support_chat
    credited = evolve(plan, ("scenarios", "large-api", "hosting", "api", "credits"), 700.0)
    result = evaluate(credited, catalogue)
    view = View(credited, result, Words.of(ENGLISH, credited))
    book = openpyxl.load_workbook(io.BytesIO(workbook(view, bill(credited, catalogue, result))))
    prices = book["Prices"]

    (row,) = [
        row
        for row in range(4, prices.max_row + 1)
        if (prices.cell(row, 1).value, prices.cell(row, 3).value) == ("large-api", "Price of output")
    ]
    assert prices.cell(row, 10).value == "Smallest API model first, large for the rest"
    assert "a free credit that runs out" in prices["A2"].value
    assert "but for those" in book["Summary"]["A3"].value
    before = {name: cell(TOTAL) for name, cell in rows_of(book, calculator(book).value).items()}
    prices.cell(row, 4).value *= 1.5
    after = {name: cell(TOTAL) for name, cell in rows_of(book, calculator(book).value).items()}
    assert {name for name in before if after[name] != pytest.approx(before[name])} == {"large-api"}


def test_where_every_total_follows_no_column_says_otherwise(made):
    _, data = made
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book["Prices"]["A2"].value is None
    assert "every total follows" in book["Summary"]["A3"].value


def test_amounts_are_in_the_currency_of_the_plan(support_chat, calculator):
    plan, catalogue, result = support_chat
    money = plan.money.model_copy(update={"currency": "EUR", "exchange_rate": 0.8})
    plan = plan.model_copy(update={"money": money})
    view = View(plan, result, Words.of(ENGLISH, plan))

    book = openpyxl.load_workbook(io.BytesIO(workbook(view, bill(plan, catalogue, result))))
    rows = rows_of(book, calculator(book).value)

    for each in view.shown:
        assert rows[each.id](TOTAL) == pytest.approx(each.total_cost * 0.8, rel=1e-9)


def test_a_text_that_looks_like_a_formula_stays_a_text(view):
    scenarios = tuple(
        each.model_copy(update={"name": "=1+1"}) if each.id == "rent" else each for each in view.plan.scenarios
    )
    changed = replace(view, plan=view.plan.model_copy(update={"scenarios": scenarios}))

    book = openpyxl.load_workbook(io.BytesIO(workbook(changed, bill_without_prices(changed.result))))

    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value == "=1+1"]
    assert cells
    assert {cell.data_type for cell in cells} == {"s"}


def test_the_same_view_gives_the_same_bytes(made, support_chat):
    view, data = made

    assert workbook(view, bill(*support_chat)) == data


def test_an_infeasible_scenario_is_listed_with_its_reason_and_without_amounts(view):
    book = openpyxl.load_workbook(io.BytesIO(workbook(view, bill_without_prices(view.result))))

    sheet = book["Summary"]
    row = next(row for row in range(6, 13) if sheet.cell(row, 1).value == "tiny")
    assert sheet.cell(row, 4).value == "Does not fit: 93 GB short"
    assert sheet.cell(row, TOTAL).value is None


def test_there_are_two_native_charts(made):
    _, data = made

    book = openpyxl.load_workbook(io.BytesIO(data))

    assert [len(book[name]._charts) for name in ("Summary", "Cumulative")] == [1, 1]
