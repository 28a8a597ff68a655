"""The inputs that scenarios rest on, as the analyses move them and as people read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from pydantic import BaseModel

from planner.analysis.amount_text import FieldText, figure
from planner.analysis.charts.words import Words
from planner.analysis.variants import FIELD_FACTORS, Floats, inputs_of, units_of_field
from planner.catalog.catalogue import Catalogue
from planner.cost.derivation import Derivation
from planner.cost.leaves import Leaf
from planner.plan.amounts import Range
from planner.plan.edits import EditError, value_at
from planner.plan.fields import FieldSpec, Path, fields_of
from planner.plan.plan import Plan
from planner.plan.units import Unit
from planner.plan.wording import N_


@dataclass(frozen=True, slots=True)
class InputField:
    """One number that scenarios rest on.

    Values are in the units of the cost model; `per_field` is how many of them make one of the plan field. `key` is
    what scenarios share it by, `quantity` the name of the leaf, `scenario` one that uses it.
    """

    key: str
    quantity: str
    scenario: str
    label: str
    low: float
    likely: float
    high: float
    unit: str
    path: Path = ()
    field_unit: Unit | None = None
    per_field: float = 1.0
    minimum: float = 0.0
    maximum: float = np.inf
    slider: float | None = None
    takes_ranges: bool = True

    @property
    def in_doubt(self) -> bool:
        """Whether the plan or the catalogue gives a range."""
        return self.low < self.high

    @property
    def is_trend(self) -> bool:
        """Whether the input is a change in per cent, which may fall below nothing."""
        return self.minimum < 0.0

    def text(self, value: float, words: Words) -> str:
        """Return a value as people read it, in three significant digits and with its unit."""
        if self.field_unit is None or self.field_unit.money:
            return figure(float(f"{value:.3g}"), self.unit, words)
        return FieldText(value / self.per_field, self.field_unit).text(words)

    def grid(self, points: int, farthest: float) -> Floats | None:
        """Return rising values around the best guess inside the bounds; None where no other value makes sense."""
        if self.is_trend:
            return _with(np.linspace(max(self.minimum, -0.9), min(self.maximum, 1.0), points), self.likely)
        if self.maximum <= 1.0:
            return _with(np.linspace(self.minimum, self.maximum, points), self.likely)
        if self.likely > 0.0:
            low, high = max(self.likely / farthest, self.minimum), min(self.likely * farthest, self.maximum)
            return _with(np.geomspace(low, high, points), self.likely) if high > low else None
        return None if self.slider is None else _with(np.linspace(0.0, self.slider, points), self.likely)


def _with(grid: Floats, likely: float) -> Floats:
    """Put the best guess in the place of the nearest value, so that the search starts at it."""
    place = int(np.argmin(np.abs(grid - likely)))
    grid[place] = likely
    return grid


def input_fields(plan: Plan, catalogue: Catalogue, scenario_ids: Sequence[str]) -> list[InputField]:
    """Return every number that the scenarios rest on, conventions left out, in the order of the scenarios."""
    found: dict[str, InputField] = {}
    for each in scenario_ids:
        for key, leaf in inputs_of(plan, catalogue, (each,)).items():
            if key not in found and (leaf.path or leaf.record or isinstance(leaf.amount, Range)):
                found[key] = _field(plan, key, leaf, each)
    return list(found.values())


def _field(plan: Plan, key: str, leaf: Leaf, scenario_id: str) -> InputField:
    amount = leaf.amount
    low, high = (amount.low, amount.high) if isinstance(amount, Range) else (leaf.value, leaf.value)
    plain = InputField(key, leaf.name, scenario_id, leaf.label, low, leaf.value, high, leaf.unit, maximum=leaf.most)
    spec = _field_at(plan, leaf.path)
    if spec is None:
        return plain
    ui, factor = spec.ui, units_of_field(plan, leaf)
    return InputField(
        key,
        leaf.name,
        scenario_id,
        leaf.label,
        low,
        leaf.value,
        high,
        leaf.unit,
        path=leaf.path,
        field_unit=ui.unit,
        per_field=factor,
        minimum=(0.0 if ui.minimum is None else ui.minimum) * factor,
        maximum=np.inf if ui.maximum is None else ui.maximum * factor,
        slider=None if ui.soft_maximum is None else ui.soft_maximum * factor,
        takes_ranges=takes_ranges(spec.declaration.annotation) and leaf.name not in NOT_ALONE,
    )


def _field_at(plan: Plan, path: Path) -> FieldSpec | None:
    """Return the declaration of the plan field at a path; None where there is none."""
    if not path:
        return None
    try:
        root, steps = (plan.scenario(path[1]), path[2:]) if path[0] == "scenarios" else (plan, path)
        part: BaseModel = value_at(root, steps[:-1])
    except (KeyError, EditError, AttributeError):
        return None
    return next((spec for spec in fields_of(part.__class__) if spec.name == steps[-1]), None)


def written(plan: Plan, given: Leaf | Derivation, words: Words) -> str:
    """Return the best guess of an input as its field writes it: 8 %/yr, 4 years, yes; a plain figure without one."""
    spec, value = _field_at(plan, given.path), float(given.value or 0.0)
    if spec is not None and spec.declaration.annotation is bool:
        return words.text(N_("yes")) if value else words.text(N_("no"))
    factor = FIELD_FACTORS.get(given.name, 1.0)
    if spec is None or spec.ui.unit.money or (spec.ui.unit.scale == factor == 1.0):
        return figure(value, given.unit, words)
    return FieldText(value / factor, spec.ui.unit, DIGITS).text(words)


DIGITS = 6
"""Significant digits of an input where it is listed: as typed."""


NOT_ALONE = ("peak_factor",)
"""Leaves that another leaf follows, so that they cannot be moved alone."""


def takes_ranges(annotation: object) -> bool:
    """Say whether a field's type allows a range, which is what formulas take columns of."""
    return Range in getattr(annotation, "__args__", ())
