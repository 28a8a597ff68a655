"""`evaluate`: every key figure of every scenario, and the monthly cash flow."""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from planner.analysis.break_even import with_break_even
from planner.analysis.charts.view import View
from planner.analysis.charts.words import Words
from planner.catalog.catalogue import Catalogue
from planner.cost.evaluation import evaluate, evaluate_with_doubt
from planner.cost.results import Figure, PlanResult, ScenarioResult
from planner.export.comparison import figure_label, figure_names, is_money, shown_unit, shown_value, unit_of
from planner.export.tables import harmless
from planner.plan.plan import Plan
from planner.verbs.reading import language_of, open_plan, scenario_named


def run(options: argparse.Namespace) -> int:
    """Print the figures; 1 when a scenario that was asked for has no answer."""
    opened = open_plan(options.plan)
    plan = opened.plan
    result = (
        evaluate_with_doubt(plan, opened.catalogue, options.draws)
        if options.draws
        else evaluate(plan, opened.catalogue)
    )
    result = with_break_even(plan, opened.catalogue, result)
    if options.scenario:
        wanted = scenario_named(plan, options.scenario).id
        result = replace(result, scenarios=tuple(each for each in result.scenarios if each.id == wanted))
    if options.format == "json":
        json.dump(document(plan, opened.catalogue, result), sys.stdout, indent=2, allow_nan=False)
        print()
    elif options.format == "csv":
        _write_csv(plan, result)
    else:
        _print_table(plan, result, options.lang)
    answered = [each.feasible for each in result.scenarios]
    return 0 if any(answered) or not answered else 1


def _figure(plan: Plan, figure: Figure) -> dict[str, Any]:
    factor = plan.money.per_dollar if is_money(figure.unit) else 1.0
    unit = figure.unit.replace("USD", plan.money.currency, 1)
    shown = {"value": figure.value * factor, "unit": unit}
    if figure.low is not None and figure.high is not None:
        shown |= {"low": figure.low * factor, "high": figure.high * factor}
    return shown


def _scenario(plan: Plan, result: ScenarioResult) -> dict[str, Any]:
    rate = plan.money.per_dollar
    months = range(int(plan.money.horizon) + 1)
    flows = [
        {"month": month} | {part: float(flow[month]) * rate for part, flow in result.cash_flow.items()}
        for month in months
    ]
    return {
        "id": result.id,
        "name": result.name,
        "hosting": result.hosting,
        "feasible": result.feasible,
        "reasons": [reason.text() for reason in result.reasons],
        "figures": {name: _figure(plan, figure) for name, figure in result.figures.items()},
        "breakdown": {part: amount * rate for part, amount in result.breakdown.items()},
        "cash_flow": flows if result.cash_flow else [],
    }


def document(plan: Plan, catalogue: Catalogue, result: PlanResult) -> dict[str, Any]:
    """Return the results as the command line contract lays them down."""
    return {
        "plan": {"id": plan.id, "name": plan.name, "baseline": result.baseline, "currency": plan.money.currency},
        "catalogue": {"version": catalogue.version, "hash": catalogue.hash},
        "scenarios": [_scenario(plan, each) for each in result.scenarios],
    }


def _write_csv(plan: Plan, result: PlanResult) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(("scenario", "id", "hosting", "feasible", "figure", "value", "unit", "low", "high"))
    for each in result.scenarios:
        head = (harmless(each.name), harmless(each.id), each.hosting, "yes" if each.feasible else "no")
        rows: Mapping[str, dict[str, Any]] = {name: _figure(plan, figure) for name, figure in each.figures.items()}
        for name, shown in rows.items():
            writer.writerow((*head, name, shown["value"], shown["unit"], shown.get("low", ""), shown.get("high", "")))


def _print_table(plan: Plan, result: PlanResult, code: str) -> None:
    words = Words.of(language_of(code), plan)
    view = View(plan, result, words)
    print(plan.name)
    heads = ["", *(each.name for each in result.scenarios), ""]
    rows = [_row(name, view, words) for name in figure_names(view)]
    widths = [max(len(row[column]) for row in (heads, *rows)) for column in range(len(heads))]
    for row in (heads, *rows):
        cells = [
            row[0].ljust(widths[0]),
            *(text.rjust(width) for text, width in zip(row[1:-1], widths[1:-1], strict=True)),
        ]
        print("  ".join([*cells, row[-1]]).rstrip())
    for each in result.scenarios:
        for reason in each.reasons:
            print(f"{each.name}: {words.say(reason)}")


def _row(name: str, view: View, words: Words) -> list[str]:
    cells = []
    for each in view.result.scenarios:
        figure = each.figures.get(name)
        value = shown_value(figure, figure.value, words) if figure else None
        cells.append("" if value is None else words.cell(value))
    return [figure_label(name, words), *cells, shown_unit(unit_of(view, name), words)]
