"""The command line contract: what each verb answers, its exit status, and one clear line for what is wrong."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from planner.cli import main
from tests.verbs.conftest import OFFER, Run

HOURS = 730.0


def test_evaluate_gives_every_scenario_with_figures_parts_and_months(plan_path: Path, run: Run) -> None:
    status, out, _ = run("evaluate", plan_path, "--format", "json", "--draws", "200")
    document = json.loads(out)
    api, rent, closed = document["scenarios"]

    assert status == 0
    assert set(document) == {"plan", "catalogue", "scenarios"}
    assert [each["id"] for each in document["scenarios"]] == ["api", "rent", "closed"]
    # 120,000 × (900 × 1.50 + 210 × 2.00) / 1,000,000 × 12 months
    assert api["figures"]["total_cost"]["value"] == pytest.approx(2548.8)
    assert api["figures"]["total_cost"]["low"] < 2548.8 < api["figures"]["total_cost"]["high"]
    # One server of 8 GPUs at 12 $/h around the clock, however idle.
    assert rent["figures"]["total_cost"]["value"] == pytest.approx(12.0 * HOURS * 12)
    assert rent["figures"]["utilisation"]["value"] < 0.05
    assert sum(rent["breakdown"].values()) == pytest.approx(rent["figures"]["total_cost"]["value"])
    assert [flow["month"] for flow in rent["cash_flow"]] == list(range(13))
    assert rent["cash_flow"][0].get("rent", 0.0) == 0.0
    assert closed["feasible"] is False
    assert "not published" in closed["reasons"][0]
    assert closed["figures"] == {}
    assert "capex" not in api["figures"]


def test_one_scenario_can_be_asked_for_and_an_infeasible_one_answers_no(plan_path: Path, run: Run) -> None:
    status, out, _ = run("evaluate", plan_path, "--format", "json", "--scenario", "Rented 70B", "--draws", "0")
    assert status == 0
    assert [each["id"] for each in json.loads(out)["scenarios"]] == ["rent"]

    status, out, _ = run("evaluate", plan_path, "--format", "json", "--scenario", "Closed", "--draws", "0")
    assert status == 1


def test_the_table_and_the_csv_say_what_the_json_says(plan_path: Path, run: Run) -> None:
    _, table, _ = run("evaluate", plan_path, "--draws", "0")
    _, text, _ = run("evaluate", plan_path, "--format", "csv", "--draws", "0")
    rows = [row for row in csv.DictReader(io.StringIO(text)) if row["id"] == "api" and row["figure"] == "total_cost"]

    assert "2\u202f549" in table
    assert float(rows[0]["value"]) == pytest.approx(2548.8)
    assert rows[0]["unit"] == "USD"


def test_the_table_names_the_currency_that_its_amounts_are_in(plan_path: Path, run: Run) -> None:
    document = json.loads(plan_path.read_text())
    document["money"] |= {"currency": "EUR", "exchange_rate": 0.5}
    plan_path.write_text(json.dumps(document))

    _, table, _ = run("evaluate", plan_path, "--draws", "0")
    (total,) = [line for line in table.splitlines() if line.startswith("Total cost")]
    (request,) = [line for line in table.splitlines() if line.startswith("Per request")]

    assert "1\u202f274" in total  # half of 2,548.80
    assert total.endswith("EUR")
    assert request.endswith("EUR/request")
    assert "USD" not in table


def test_analyses_say_that_their_amounts_are_in_dollars(plan_path: Path, run: Run) -> None:
    document = json.loads(plan_path.read_text())
    assert run("analyse", plan_path, "uncertainty", "--draws", "50")[2] == ""
    document["money"] |= {"currency": "EUR", "exchange_rate": 0.5}
    plan_path.write_text(json.dumps(document))

    status, _, said = run("analyse", plan_path, "uncertainty", "--draws", "50")

    assert status == 0
    assert said == "llm-cost-planner: Amounts are in US dollars; the plan counts in EUR.\n"


def test_the_same_plan_gives_the_same_bytes(plan_path: Path, run: Run) -> None:
    _, first, _ = run("evaluate", plan_path, "--format", "json", "--draws", "300")
    _, second, _ = run("evaluate", plan_path, "--format", "json", "--draws", "300")

    assert first == second


def test_explain_goes_down_to_the_source(plan_path: Path, run: Run) -> None:
    status, text, _ = run("explain", plan_path, "--scenario", "rent", "--quantity", "total_cost")
    _, raw, _ = run("explain", plan_path, "--scenario", "rent", "--quantity", "total_cost", "--format", "json")

    def leaves(node: dict[str, object]) -> list[dict[str, object]]:
        inputs = node.get("inputs", [])
        assert isinstance(inputs, list)
        return [leaf for each in inputs for leaf in leaves(each)] if inputs else [node]

    price = next(leaf for leaf in leaves(json.loads(raw)) if leaf["name"] == "server_price")

    assert status == 0
    assert text.splitlines()[0].startswith("Total cost [total_cost] = 105120 USD")
    assert price["value"] == 12.0
    assert price["record"] == OFFER
    assert price["source"]["date"].startswith("2023")  # type: ignore[index]


def test_explain_names_the_quantities_when_one_is_unknown(plan_path: Path, run: Run) -> None:
    status, _, complaint = run("explain", plan_path, "--scenario", "rent", "--quantity", "happiness")

    assert status == 2
    assert "happiness" in complaint
    assert "total_cost" in complaint


def test_predict_answers_for_one_deployment(run: Run) -> None:
    status, out, _ = run(
        *("predict", "--model", "llama-3.1-8b-instruct", "--accelerator", "H100 SXM5", "--weights", "bf16"),
        *("--input", 512, "--output", 256, "--concurrency", 16, "--engine", "vllm", "--format", "json"),
    )
    answer = json.loads(out)

    assert status == 0
    assert answer["pred_fits"] in (True, "true")
    assert answer["pred_low_output_tok_s"] < answer["pred_output_tok_s"] < answer["pred_high_output_tok_s"]
    # Little's law: 16 in flight over the time that one takes.
    end_to_end = (answer["pred_ttft_ms"] + 255 * answer["pred_tpot_ms"]) / 1000
    assert answer["pred_output_tok_s"] == pytest.approx(16 * 256 / end_to_end, rel=0.02)


def test_predict_says_no_when_the_model_does_not_fit(run: Run) -> None:
    status, out, _ = run(
        *("predict", "--model", "llama-2-70b", "--accelerator", "T4", "--input", 512, "--output", 128),
        *("--concurrency", 1, "--format", "json"),
    )
    answer = json.loads(out)

    assert status == 1
    assert answer["pred_output_tok_s"] is None
    assert answer["pred_fits"] in (False, "false")


def test_predict_a_table_keeps_unknown_columns_and_notes_what_is_wrong(tmp_path: Path, run: Run) -> None:
    table = tmp_path / "in.csv"
    table.write_text(
        "site,model,accelerator,n_accelerators,tp,weight_precision,kv_precision,input_tokens,output_tokens,concurrency\n"
        "A,Llama-3.1-8B-Instruct,H100 SXM5,1,,bf16,fp16,512,256,8\n"
        "B,no-such-model,H100 SXM5,1,,bf16,fp16,512,256,8\n"
        "C,Llama-3.1-8B-Instruct,H100 SXM5,1,,bf16,fp16,-5,256,8\n"
        "D,Llama-3.1-8B-Instruct,H100 SXM5,1,,bf16,fp16,512,256,max\n"
    )
    out = tmp_path / "out.csv"

    status, _, _ = run("predict", "--table", table, "--out", out)
    rows = {row["site"]: row for row in csv.DictReader(out.read_text().splitlines())}

    assert status == 0
    assert float(rows["A"]["pred_output_tok_s"]) > 0
    assert rows["B"]["pred_output_tok_s"] == ""
    assert "no-such-model" in rows["B"]["pred_note"]
    assert rows["C"]["pred_output_tok_s"] == ""
    assert rows["C"]["pred_note"]
    assert float(rows["D"]["pred_output_tok_s"]) > float(rows["A"]["pred_output_tok_s"])


def test_predict_does_not_overwrite_unless_told(tmp_path: Path, run: Run) -> None:
    table, out = tmp_path / "in.csv", tmp_path / "out.csv"
    table.write_text("model,accelerator\n")
    out.write_text("precious")

    status, _, complaint = run("predict", "--table", table, "--out", out)

    assert (status, out.read_text()) == (2, "precious")
    assert "--force" in complaint
    status, _, _ = run("predict", "--table", table, "--out", table)
    assert (status, table.read_text()) == (2, "model,accelerator\n")


def test_no_table_on_the_command_line_holds_a_formula(plan_path: Path, tmp_path: Path, run: Run) -> None:
    evil = "=cmd|' /C calc'!A0"
    document = json.loads(plan_path.read_text(encoding="utf-8"))
    document["scenarios"][0]["name"] = evil
    plan_path.write_text(json.dumps(document), encoding="utf-8")
    table = tmp_path / "in.csv"
    table.write_text(f"{evil},model,accelerator,input_tokens\n+SUM(A1),no-such-model,h100,-5\n", encoding="utf-8")

    _, evaluated, _ = run("evaluate", plan_path, "--format", "csv", "--draws", "0")
    _, analysed, _ = run("analyse", plan_path, "ladder", "--scenario", evil, "--format", "csv")
    run("predict", "--table", table, "--out", tmp_path / "out.csv")
    predicted = (tmp_path / "out.csv").read_text(encoding="utf-8")

    cells = [cell for text in (evaluated, analysed, predicted) for row in csv.reader(io.StringIO(text)) for cell in row]
    assert f"'{evil}" in cells
    assert "'+SUM(A1)" in cells
    assert "-5" in cells  # a number stays a number
    assert [cell for cell in cells if cell[:1] in ("=", "+", "@")] == []


def test_csv_files_follow_the_setting_of_the_window_unless_told_otherwise(
    plan_path: Path, tmp_path: Path, run: Run, planner_home: Path
) -> None:
    settings = planner_home / "config" / "preferences.json"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text('{"csv_format": "comma"}', encoding="utf-8")

    def head(name: str, *options: str) -> str:
        run("export", plan_path, "--to", tmp_path / name, "--formats", "csv", *options)
        return next((tmp_path / name).glob("*-cash-flow.csv")).read_text(encoding="utf-8").splitlines()[2]

    assert head("as set").count(";") > 3
    assert "," in head("as set")
    assert head("as told", "--csv-format", "point").count(",") > 3
    assert ";" not in head("as told", "--csv-format", "point")


def test_export_writes_the_comparison_and_refuses_to_overwrite(plan_path: Path, tmp_path: Path, run: Run) -> None:
    target = tmp_path / "out"
    status, out, _ = run("export", plan_path, "--to", target, "--formats", "csv")
    again, _, complaint = run("export", plan_path, "--to", target, "--formats", "csv")

    assert status == 0
    assert all(Path(line).is_file() for line in out.splitlines())
    assert any("comparison.csv" in line for line in out.splitlines())
    assert again == 2
    assert complaint.count("\n") == 1


def test_validate_tells_plans_from_broken_files(plan_path: Path, tmp_path: Path, run: Run) -> None:
    broken = tmp_path / "broken.plan.json"
    broken.write_bytes(plan_path.read_bytes()[:200])

    assert run("validate", plan_path)[0] == 0
    status, _, complaint = run("validate", broken)
    assert status == 1
    assert str(broken) in complaint
    assert run("validate", tmp_path / "absent.plan.json")[0] == 2


def test_catalog_lists_shows_and_checks(run: Run) -> None:
    status, out, _ = run("catalog", "list")
    assert status == 0
    assert "accelerators" in out

    status, out, _ = run("catalog", "show", OFFER)
    assert status == 0
    assert "price: 12" in out
    assert "source:" in out

    assert run("catalog", "show", "nothing/like/this")[0] == 2
    assert run("catalog", "check")[0] == 0


def test_unreadable_input_is_one_line_and_status_two(tmp_path: Path, run: Run) -> None:
    status, _, complaint = run("evaluate", tmp_path / "absent.plan.json")

    assert status == 2
    assert complaint.count("\n") == 1
    assert "Traceback" not in complaint


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("evaluate",), "required: plan"),
        (("evaluate", "PLAN", "--format", "yaml"), "'yaml'"),
        (("evaluate", "PLAN", "--draws", "-3"), "-3 is outside 0 to 100000"),
        (("evaluate", "PLAN", "--draws", "many"), "'many'"),
        (("analyse", "PLAN", "uncertainty", "--draws", "0"), "1 or more"),
        (("analyse", "PLAN", "goal-seek", "--odds", "7"), "7 is not between 0 and 1"),
        (("frobnicate",), "'frobnicate'"),
    ],
)
def test_usage_errors_are_one_line_and_status_two(
    arguments: tuple[str, ...], said: str, plan_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main([str(plan_path) if word == "PLAN" else word for word in arguments])

    complaint = capsys.readouterr().err
    assert left.value.code == 2
    assert said in complaint
    assert complaint.count("\n") == 1
    assert complaint.endswith("--help\n")


@pytest.mark.parametrize(
    "arguments",
    [("--version",), ("--help",), ("catalog", "list"), ("validate", "PLAN"), ("evaluate", "PLAN", "--draws", "0")],
)
def test_verbs_that_draw_nothing_never_import_qt(arguments: tuple[str, ...], plan_path: Path) -> None:
    named = [str(plan_path) if word == "PLAN" else word for word in arguments]
    code = (
        "import sys, runpy\n"
        f"sys.argv = ['planner', *{named!r}]\n"
        "try:\n    runpy.run_module('planner', run_name='__main__')\n"
        "except SystemExit:\n    pass\n"
        "assert not [name for name in sys.modules if name.startswith(('PySide6', 'pyqtgraph'))]\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr


@pytest.mark.usefixtures("qapp")
def test_a_chart_leaves_at_the_size_that_was_chosen(plan_path: Path, tmp_path: Path, run: Run) -> None:
    target = tmp_path / "out"
    status, _, _ = run(
        *(
            "export",
            plan_path,
            "--to",
            target,
            "--formats",
            "png",
            "--charts",
            "cost",
            "--size",
            "80x60",
            "--dpi",
            "254",
        )
    )
    header = (target / "A-small-plan-cost.png").read_bytes()[16:24]

    assert status == 0
    # 80 × 60 mm at 254 dots per inch, that is ten per millimetre.
    assert (int.from_bytes(header[:4], "big"), int.from_bytes(header[4:], "big")) == (800, 600)

    refused, _, complaint = run("export", plan_path, "--to", target, "--formats", "png", "--size", "big")
    assert refused == 2
    assert "160x95" in complaint
