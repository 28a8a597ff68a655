"""W6: export the workbook, change a price cell, and the totals equal the planner's with the same change.

LibreOffice recomputes the workbook where it is installed; elsewhere the formulas are computed from its cells alone.
"""

import csv
import importlib.util
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest

from planner.catalog.loader import load_catalogue
from planner.catalog.locations import resource_path
from planner.cli import main
from planner.cost.evaluation import evaluate
from planner.plan.edits import evolve
from planner.storage.documents import opened_plan
from planner.storage.plan_file import read_plan_file

PLAN = resource_path("templates", "coding-agent.plan.json")
FIRST_SCENARIO, ID, TOTAL = 6, 1, 5
FACTOR = 1.3


@pytest.fixture(scope="module")
def handed_over(tmp_path_factory):
    """The folder that the command line exported to, in English and in Spanish."""
    folder = tmp_path_factory.mktemp("finance")
    assert main(["export", str(PLAN), "--to", str(folder / "en"), "--formats", "xlsx,csv"]) == 0
    assert main(["export", str(PLAN), "--to", str(folder / "es"), "--formats", "csv", "--lang", "es"]) == 0
    return folder


@pytest.fixture(scope="module")
def planned():
    """The same plan inside the planner: plan, catalogue."""
    return opened_plan(read_plan_file(PLAN)).plan, load_catalogue()


@pytest.fixture(scope="module")
def recomputed(tmp_path_factory):
    """Compute a workbook anew and return it with what tells the value of a cell, by sheet and place."""
    # A profile of its own: an office that is open already would take the file, and write none.
    profile = tmp_path_factory.mktemp("office").as_uri()
    return lambda path: _recomputed(path, profile)


def _recomputed(path, profile):
    office = shutil.which("soffice")
    if office is not None:
        computed = str(path.parent / "computed")
        command = [office, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "xlsx"]
        subprocess.run([*command, "--outdir", computed, str(path)], check=True, capture_output=True, timeout=120)
        book = openpyxl.load_workbook(path.parent / "computed" / path.name, data_only=True)
        return book, lambda sheet, cell: book[sheet][cell].value
    place = Path(__file__).parents[1] / "export" / "formulas.py"
    spec = importlib.util.spec_from_file_location("formulas", place)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    book = openpyxl.load_workbook(path)
    return book, module.Calculator(book).value


def totals(book, value):
    summary, found = book["Summary"], {}
    row = FIRST_SCENARIO
    while identity := summary.cell(row, ID).value:
        found[identity] = value("Summary", summary.cell(row, TOTAL).coordinate)
        row += 1
    return found


@pytest.mark.parametrize(
    ("scenario", "label", "field"),
    [
        ("large-rented", "Price of a server", ("hosting", "rented", "price")),
        ("large-owned", "Price of a server", ("hosting", "owned", "price")),
        ("large-open-api", "Price of output", ("hosting", "api", "output_price")),
    ],
)
def test_a_changed_price_cell_gives_the_totals_of_the_planner(
    handed_over, planned, recomputed, tmp_path, scenario, label, field
):
    plan, catalogue = planned
    book = openpyxl.load_workbook(handed_over / "en" / "Coding-agent.xlsx")
    prices = book["Prices"]
    row = next(
        row
        for row in range(1, prices.max_row + 1)
        if (prices.cell(row, 1).value, prices.cell(row, 3).value) == (scenario, label)
    )
    changed_price = prices.cell(row, 4).value * FACTOR
    prices.cell(row, 4).value = changed_price
    changed = tmp_path / "changed.xlsx"
    book.save(changed)

    found = totals(*recomputed(changed))

    expected = evaluate(evolve(plan, ("scenarios", scenario, *field), changed_price), catalogue)
    before = evaluate(plan, catalogue)
    assert found.keys() == {each.id for each in expected.scenarios}
    for each in expected.scenarios:
        assert found[each.id] == pytest.approx(each.total_cost, rel=1e-4)
    assert expected.scenario(scenario).total_cost > before.scenario(scenario).total_cost * 1.001


def test_no_cell_of_the_recomputed_workbook_is_an_error(handed_over, recomputed, tmp_path):
    copy = tmp_path / "copy.xlsx"
    openpyxl.load_workbook(handed_over / "en" / "Coding-agent.xlsx").save(copy)

    book, value = recomputed(copy)

    values = [value(sheet.title, cell.coordinate) for sheet in book for row in sheet.iter_rows() for cell in row]
    assert len(values) > 1000
    assert not [each for each in values if isinstance(each, str) and each.startswith(("#", "Err:"))]


def test_the_spanish_table_opens_with_decimal_commas_and_the_same_amounts(handed_over):
    english = read(handed_over / "en" / "Coding-agent-comparison.csv", ",")
    spanish = read(handed_over / "es" / "Coding-agent-comparison.csv", ";")

    assert len(spanish) == len(english) > 3
    compared = 0
    for ours, theirs in zip(english[1:], spanish[1:], strict=True):
        assert len(ours) == len(theirs)
        for english_cell, spanish_cell in zip(ours, theirs, strict=True):
            if english_cell.replace(".", "", 1).replace("-", "", 1).isdigit():
                assert spanish_cell == english_cell.replace(".", ",")
                compared += "," in spanish_cell
    assert compared > 20


def read(path, separator):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=separator))
