"""The code of a formula as people write formulas: × for *, − for -, labels for names, no library and no axes."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping

from planner.plan.wording import N_, Number

FUNCTIONS = {
    "over_months": N_("sum"),
    "over_hours": N_("sum"),
    "maximum": N_("max"),
    "highest_month": N_("max"),
    "minimum": N_("min"),
    "ceil": N_("round up"),
    "floor": N_("round down"),
    "accumulate": N_("highest so far"),
    "where": N_("if"),
    "argmax": N_("first"),
    "take_along_axis": N_("at"),
    "present_value": N_("present value"),
}
"""Function of the code → what it is called in a formula. A function that is not here keeps its name."""

_SIGNS: dict[type, tuple[str, int]] = {
    ast.Add: (" + ", 1),
    ast.Sub: (" − ", 1),
    ast.Mult: (" × ", 2),
    ast.Div: (" / ", 2),
    ast.Pow: ("^", 4),
}
_COMPARISONS: dict[type, str] = {ast.Gt: ">", ast.GtE: "≥", ast.Lt: "<", ast.LtE: "≤", ast.Eq: "=", ast.NotEq: "≠"}
_TIGHTEST = 9


def notation(expression: str, labels: Mapping[str, str], translate: Callable[[str], str] = N_) -> str:
    """Return an expression of the code as a formula; `labels` are the names of its inputs as people read them."""
    try:
        tree = ast.parse(expression, mode="eval").body
    except SyntaxError:
        return expression
    return _Writer(labels, translate).written(tree)


class _Writer:
    def __init__(self, labels: Mapping[str, str], translate: Callable[[str], str]) -> None:
        self._labels, self._translate = labels, translate

    def written(self, node: ast.expr, around: int = 0) -> str:
        """Return a part of a formula, in brackets where what stands around it binds tighter."""
        text, binding = self._part(node)
        return f"({text})" if binding < around else text

    def _part(self, node: ast.expr) -> tuple[str, int]:
        match node:
            case ast.Name(id=name):
                return self._labels.get(name, name.replace("_", " ").lower()), _TIGHTEST
            case ast.Constant(value=bool() | str() as value):
                return str(value), _TIGHTEST
            case ast.Constant(value=int() | float() as value):
                return Number(float(value)).text(self._translate), _TIGHTEST
            case ast.Attribute(attr="nan"):
                return self._translate(N_("none")), _TIGHTEST
            case ast.Attribute(attr=name):
                return name.replace("_", " "), _TIGHTEST
            case ast.Subscript(value=whole) | ast.Call(func=ast.Name(id="by_slot"), args=[whole]):
                return self._part(whole)  # an axis is no part of a formula
            case ast.Call():
                return self._call(node), _TIGHTEST
            case ast.BinOp(left=left, op=op, right=right) if type(op) in _SIGNS:
                sign, binding = _SIGNS[type(op)]
                tighter = binding + isinstance(op, ast.Sub | ast.Div | ast.Pow)
                return self.written(left, binding) + sign + self.written(right, tighter), binding
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return "−" + self.written(operand, 3), 3
            case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in _COMPARISONS:
                return f"{self.written(left, 1)} {_COMPARISONS[type(op)]} {self.written(right, 1)}", 0
        return ast.unparse(node), 0

    def _call(self, call: ast.Call) -> str:
        name = call.func.attr if isinstance(call.func, ast.Attribute) else ast.unparse(call.func)
        parts = "; ".join(self.written(part) for part in call.args)
        return f"{self._translate(FUNCTIONS.get(name, name.replace('_', ' ')))}({parts})"
