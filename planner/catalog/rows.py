"""Records as rows of text: one JSON object a line, empty fields left out, dates as YYYY-MM-DD.

The same form serves the shipped files, a user's overlay and the snapshot inside a plan. Sources are kept apart
in the shipped files (many rows share one); a row elsewhere carries its own title and address.
"""

from __future__ import annotations

import datetime as dt
import typing
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from functools import cache
from typing import Any

from planner.catalog.provenance import Evidence, Provenance
from planner.catalog.records import KINDS, Record
from planner.plan.wording import N_, PlannerError

Row = dict[str, Any]
Sources = Mapping[str, tuple[str, str]]

_PROVENANCE_KEYS = frozenset({"source", "title", "address", "date", "checked", "evidence", "note"})


@dataclass(frozen=True, slots=True)
class FieldShape:
    """What a field of a record accepts: its plain types, its allowed words, its default, its unit."""

    name: str
    types: tuple[type, ...]
    choices: tuple[str, ...]
    default: object
    unit: str
    label: str


@cache
def shape_of(kind: str) -> dict[str, FieldShape]:
    """Return the fields of a kind of record in their order, without provenance."""
    record_class = KINDS[kind]
    hints = typing.get_type_hints(record_class)
    shapes = {}
    for item in fields(record_class):
        if item.name == "provenance":
            continue
        types, choices = _accepted(hints[item.name])
        default = None if item.default is MISSING else item.default
        shapes[item.name] = FieldShape(
            item.name, types, choices, default, str(item.metadata.get("unit", "")), str(item.metadata.get("label", ""))
        )
    return shapes


def _accepted(hint: Any) -> tuple[tuple[type, ...], tuple[str, ...]]:
    origin = typing.get_origin(hint)
    if origin is typing.Literal:
        return (str,), tuple(typing.get_args(hint))
    if origin is tuple:
        return (tuple,), ()
    return typing.get_args(hint) or (hint,), ()


@cache
def _special_fields(kind: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    shapes = shape_of(kind)
    dates = tuple(name for name, shape in shapes.items() if dt.date in shape.types)
    tuples = tuple(name for name, shape in shapes.items() if tuple in shape.types)
    return dates, tuples


def record_from_trusted_row(kind: str, row: Row, sources: Sources) -> Record:
    """Build a record from a row of a shipped file, which `catalog check` has validated."""
    title, address = sources[row.pop("source")]
    evidence = Evidence(row.pop("evidence"))
    provenance = Provenance(
        title=title,
        address=address,
        date=dt.date.fromisoformat(row.pop("date")),
        checked=dt.date.fromisoformat(row.pop("checked")),
        evidence=evidence,
        note=row.pop("note", ""),
    )
    dates, tuples = _special_fields(kind)
    for name in dates:
        if name in row:
            row[name] = dt.date.fromisoformat(row[name])
    for name in tuples:
        if name in row:
            row[name] = tuple(row[name])
    return KINDS[kind](provenance=provenance, **row)


def record_from_row(kind: str, row: object) -> Record:
    """Build a record from a row that anybody may have written; refuse what does not fit, naming the field."""
    if kind not in KINDS:
        raise PlannerError(N_("'{kind}' is not a kind of catalogue record."), kind=kind)
    if not isinstance(row, dict):
        raise PlannerError(N_("A catalogue record must be a JSON object."))
    shapes = shape_of(kind)
    unknown = sorted(set(map(str, row)) - set(shapes) - _PROVENANCE_KEYS)
    if unknown:
        raise PlannerError(N_("A record of kind '{kind}' has no field '{field}'."), kind=kind, field=unknown[0][:80])
    for required in ("id", "name"):
        if not isinstance(row.get(required), str) or not row[required].strip():
            raise PlannerError(N_("A record of kind '{kind}' needs a text in '{field}'."), kind=kind, field=required)
    values: dict[str, Any] = {
        name: _checked_value(shape, row[name])
        for name, shape in shapes.items()
        if name in row and not (row[name] is None and shape.default is None)
    }
    return KINDS[kind](provenance=_provenance(row), **values)


def _provenance(row: Row) -> Provenance:
    texts = {}
    for name in ("title", "address", "note"):
        value = row.get(name, "")
        if not isinstance(value, str):
            raise PlannerError(N_("Field '{field}' must be a text."), field=name)
        texts[name] = value
    days = {}
    for name in ("date", "checked"):
        if name not in row:
            raise PlannerError(N_("A record needs the date of its figures in '{field}' (YYYY-MM-DD)."), field=name)
        days[name] = _date(name, row[name])
    try:
        evidence = Evidence(row.get("evidence", Evidence.QUOTED.value))
    except ValueError:
        choices = ", ".join(Evidence)
        raise PlannerError(N_("Field 'evidence' must be one of: {choices}."), choices=choices) from None
    return Provenance(
        title=texts["title"],
        address=texts["address"],
        date=days["date"],
        checked=days["checked"],
        evidence=evidence,
        note=texts["note"],
    )


def _date(name: str, value: object) -> dt.date:
    try:
        return dt.date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        raise PlannerError(N_("Field '{field}' must be a date written YYYY-MM-DD."), field=name) from None


def _checked_value(shape: FieldShape, value: object) -> object:
    if dt.date in shape.types:
        return _date(shape.name, value)
    if tuple in shape.types:
        return _checked_list(shape, value)
    if shape.choices and value not in shape.choices:
        choices = ", ".join(choice for choice in shape.choices if choice)
        raise PlannerError(N_("Field '{field}' must be one of: {choices}."), field=shape.name, choices=choices)
    if bool in shape.types or isinstance(value, bool):
        if bool in shape.types and isinstance(value, bool):
            return value
        raise PlannerError(N_("Field '{field}' has a value of the wrong type."), field=shape.name)
    if float in shape.types or int in shape.types:
        return _checked_number(shape, value)
    if not isinstance(value, str):
        raise PlannerError(N_("Field '{field}' must be a text."), field=shape.name)
    return value


def _checked_number(shape: FieldShape, value: object) -> int | float:
    whole = float not in shape.types
    if isinstance(value, float) and whole and value.is_integer():
        value = int(value)
    if not isinstance(value, int if whole else (int, float)):
        raise PlannerError(N_("Field '{field}' must be a number."), field=shape.name)
    # Also refuses infinities and 'not a number', which JSON readers let through.
    if not isinstance(value, int | float) or not -1e18 < value < 1e18:
        raise PlannerError(N_("Field '{field}' is out of all bounds."), field=shape.name)
    return value


def _checked_list(shape: FieldShape, value: object) -> tuple[object, ...]:
    wanted = str if shape.name == "aliases" else (int, float)
    if not isinstance(value, list | tuple) or not all(
        isinstance(item, wanted) and not isinstance(item, bool) for item in value
    ):
        raise PlannerError(N_("Field '{field}' has a value of the wrong type."), field=shape.name)
    return tuple(value)


def row_of(kind: str, record: Record) -> Row:
    """Return a record as a row that carries its own source; what equals its default is left out."""
    row: Row = {}
    for name, shape in shape_of(kind).items():
        value = getattr(record, name)
        if value == shape.default and name not in ("id", "name"):
            continue
        if isinstance(value, dt.date):
            value = value.isoformat()
        elif isinstance(value, tuple):
            value = list(value)
        row[name] = value
    provenance = record.provenance
    row["title"] = provenance.title
    row["address"] = provenance.address
    row["date"] = provenance.date.isoformat()
    row["checked"] = provenance.checked.isoformat()
    row["evidence"] = provenance.evidence.value
    if provenance.note:
        row["note"] = provenance.note
    return row


def kind_of(record: Record) -> str:
    """Return the name of a record's kind."""
    for kind, record_class in KINDS.items():
        if type(record) is record_class:
            return kind
    raise TypeError(type(record).__name__)
