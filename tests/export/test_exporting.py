import csv
import subprocess
import sys
from pathlib import Path

import pytest

from planner.export.exporting import export_plan
from planner.export.files import ExportError
from planner.plan.language import Language


def exported(view, folder, formats, **options):
    paths = export_plan(view.plan, view.result, folder, formats, analyses=view.analyses, **options)
    return {path.name: path for path in paths}


def test_csv_has_the_comparison_the_cash_flow_and_every_chart(view, tmp_path):
    files = exported(view, tmp_path, ["csv"])

    assert "Support-bot-comparison.csv" in files
    assert "Support-bot-cash-flow.csv" in files
    assert sum(name.startswith("Support-bot-chart-") for name in files) == 10


def test_exported_amounts_equal_the_result(view, tmp_path):
    path = exported(view, tmp_path, ["csv"])["Support-bot-comparison.csv"]

    with path.open(encoding="utf-8", newline="") as file:
        rows = {row["Id"]: row for row in csv.DictReader(file)}
    for result in view.answering:
        assert float(rows[result.id]["Total cost (USD)"]) == result.total_cost


def test_a_spanish_file_has_decimal_commas(view, tmp_path):
    path = exported(view, tmp_path, ["csv"], charts=["cost"], language=Language("es", ","))[
        "Support-bot-comparison.csv"
    ]

    with path.open(encoding="utf-8", newline="") as file:
        rows = {row[0]: row for row in csv.reader(file, delimiter=";")}
    assert "0,16666666666666666" in rows["rent"]


def test_a_scenario_with_the_name_of_a_formula_is_harmless(view, tmp_path):
    from dataclasses import replace

    scenarios = tuple(
        each.model_copy(update={"name": "=HYPERLINK(1)"}) if each.id == "rent" else each for each in view.plan.scenarios
    )
    changed = replace(view, plan=view.plan.model_copy(update={"scenarios": scenarios}))

    for path in exported(changed, tmp_path, ["csv"]).values():
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.reader(file):
                assert not any(cell.startswith("=") for cell in row)


@pytest.mark.usefixtures("qapp")
def test_pictures_are_one_a_chart_and_one_of_all(view, tmp_path):
    files = exported(view, tmp_path, ["png", "svg", "pdf"], charts=["cost", "cumulative"], dpi=72)

    assert sorted(files) == sorted(
        f"Support-bot-{name}.{kind}" for name in ("cost", "cumulative", "comparison") for kind in ("png", "svg", "pdf")
    )


def test_nothing_is_overwritten_unless_forced(view, tmp_path):
    exported(view, tmp_path, ["csv"])

    with pytest.raises(ExportError, match="there already"):
        exported(view, tmp_path, ["csv"])
    assert exported(view, tmp_path, ["csv"], force=True)


@pytest.mark.parametrize(
    ("formats", "options", "named"),
    [(["docx"], {}, "docx"), (["csv"], {"charts": ["pie"]}, "pie"), (["csv"], {"dpi": 5}, "5")],
)
def test_what_cannot_be_exported_is_refused_before_anything_is_written(view, tmp_path, formats, options, named):
    with pytest.raises(ExportError, match=named):
        exported(view, tmp_path, formats, **options)
    assert list(tmp_path.iterdir()) == [tmp_path / "home"]


def test_tables_are_exported_without_importing_qt(tmp_path):
    example = Path(__file__).parents[1] / "chart_examples.py"
    code = (
        "import importlib.util, pathlib, sys\n"
        f"spec = importlib.util.spec_from_file_location('example', {str(example)!r})\n"
        "example = importlib.util.module_from_spec(spec); spec.loader.exec_module(example)\n"
        "from planner.export.exporting import export_plan\n"
        f"export_plan(example.example_plan(), example.example_result(), pathlib.Path({str(tmp_path)!r}), ['csv'])\n"
        "assert not any(name.startswith(('PySide6', 'pyqtgraph')) for name in sys.modules)\n"
    )
    root = Path(__file__).parents[2]

    ran = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=False)

    assert ran.returncode == 0, ran.stderr
