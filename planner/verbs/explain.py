"""`explain`: the working of a figure, down to plan fields and catalogue figures."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

from planner.analysis.break_even_working import BREAK_EVEN, explain_break_even
from planner.cost.bindings.infeasible import Infeasible
from planner.cost.derivation import Derivation, Identity
from planner.cost.evaluation import explain, quantities
from planner.plan.wording import N_, PlannerError
from planner.verbs.reading import Opened, language_of, open_plan, scenario_named


def run(options: argparse.Namespace) -> int:
    """Print the derivation tree; 1 when the scenario has no answer."""
    opened = open_plan(options.plan)
    scenario = scenario_named(opened.plan, options.scenario)
    try:
        known = quantities(opened.plan, opened.catalogue, scenario.id)
        if options.quantity not in (*known, *BREAK_EVEN):
            raise PlannerError(
                N_("There is no quantity '{quantity}' in this scenario. There are: {known}."),
                quantity=options.quantity,
                known=", ".join(sorted(known)),
            )
        tree = _tree(opened, scenario.id, options.quantity)
    except Infeasible as refusal:
        for reason in refusal.reasons:
            print(reason.text(), file=sys.stderr)
        return 1
    if options.format == "json":
        json.dump(_document(tree), sys.stdout, indent=2, ensure_ascii=False, allow_nan=False)
        print()
        return 0
    translate = language_of(options.lang).translate
    for depth, node, again in tree.walk():
        print("  " * depth + _line(node, translate) + (" …" if again else ""))
    return 0


def _tree(opened: Opened, scenario_id: str, quantity: str) -> Derivation:
    if quantity not in BREAK_EVEN:
        return explain(opened.plan, opened.catalogue, scenario_id, quantity)
    try:
        return explain_break_even(opened.plan, opened.catalogue, scenario_id, quantity)
    except KeyError:
        raise PlannerError(N_("This scenario and the baseline do not cross.")) from None


def _line(node: Derivation, translate: Any) -> str:
    unit = "" if node.unit == "1" else f" {node.unit}"
    value = "" if node.value is None else f" = {node.value:.6g}{unit}"
    text = f"{translate(node.label)} [{node.name}]{value}"
    if node.formula:
        return f"{text}: {translate(node.formula)}"
    if node.provenance is not None:
        source = node.provenance
        return f"{text} ({source.evidence}; {source.title}, {source.date.isoformat()}; {source.address})"
    if node.path:
        return f"{text} ({'/'.join(node.path)})"
    return f"{text} {translate(node.note)}".rstrip()


def _document(node: Derivation, seen: set[Identity] | None = None) -> dict[str, Any]:
    """Return a node; a quantity that occurs again is named without its inputs."""
    done: set[Identity] = set() if seen is None else seen
    again = node.identity in done
    done.add(node.identity)
    shown: dict[str, Any] = {"name": node.name, "label": node.label, "unit": node.unit, "value": _finite(node.value)}
    if node.formula:
        shown |= {"formula": node.formula, "expression": node.expression}
    if node.path:
        shown["path"] = ".".join(node.path)
    if node.record:
        shown["record"] = node.record
    if node.provenance is not None:
        shown["source"] = {
            "title": node.provenance.title,
            "address": node.provenance.address,
            "date": node.provenance.date.isoformat(),
            "checked": node.provenance.checked.isoformat(),
        }
    if node.evidence is not None and not node.inputs:
        shown["evidence"] = str(node.evidence)
    if node.note:
        shown["note"] = node.note
    if node.inputs and not again:
        shown["inputs"] = [_document(each, done) for each in node.inputs]
    return shown


def _finite(value: float | None) -> float | None:
    return value if value is not None and abs(value) != float("inf") and value == value else None
