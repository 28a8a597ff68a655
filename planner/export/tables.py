"""Tables as text: CSV for spreadsheets, tab-separated for the clipboard.

A spreadsheet runs a cell that begins like a formula. Texts that do are written with an apostrophe before them; numbers
are numbers and stay as they are.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from planner.analysis.charts.marks import Cell, Table
from planner.analysis.charts.words import Words

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class CsvForm:
    """How a CSV file is written: what separates its cells and marks decimals, and whether it starts with a BOM.

    Excel takes a file for UTF-8 only if it starts with a byte order mark.
    """

    separator: str = ","
    decimal_mark: str = "."
    with_bom: bool = False

    @classmethod
    def of(cls, words: Words, setting: str = "system", *, with_bom: bool = False) -> CsvForm:
        """Return the form that a setting asks for: `point`, `comma`, or the custom of the language.

        A comma as decimal mark needs another separator.
        """
        mark = {"point": ".", "comma": ","}.get(setting, words.language.decimal_mark)
        return cls(";", ",", with_bom) if mark == "," else cls(with_bom=with_bom)


def harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    stripped = text.lstrip(" \u00a0\u200b\ufeff")
    return "'" + text if stripped.startswith(DANGEROUS) or text.startswith(DANGEROUS) else text


def harmless_value(value: object) -> object:
    """Return a value of a table for programs: a text that is no number is made harmless, all else stays."""
    if not isinstance(value, str):
        return value
    try:
        float(value)
    except ValueError:
        return harmless(value)
    return value


def number_text(value: float, decimal_mark: str = ".") -> str:
    """Return a number in full, shortest form that reads back the same, without exponent or grouping."""
    if value != value or value in (float("inf"), float("-inf")):
        return ""
    text = repr(float(value))
    if "e" in text:
        text = f"{value:.17f}".rstrip("0") if abs(value) < 1 else f"{value:.0f}"
    text = text.removesuffix(".0").removesuffix(".")
    return ("0" if text in ("-0", "") else text).replace(".", decimal_mark)


def cell_text(cell: Cell, decimal_mark: str) -> str:
    """Return a cell for a file: nothing stays nothing, never 0."""
    if cell is None:
        return ""
    return harmless(cell) if isinstance(cell, str) else number_text(cell, decimal_mark)


def headings(table: Table) -> list[str]:
    """Return the headings with their units."""
    return [harmless(f"{column.label} ({column.unit})" if column.unit else column.label) for column in table.columns]


def csv_text(table: Table, form: CsvForm = CsvForm()) -> str:
    """Return a table as CSV with CR LF line ends, as RFC 4180 has them."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=form.separator, lineterminator="\r\n")
    writer.writerow(headings(table))
    for row in table.rows:
        writer.writerow([cell_text(cell, form.decimal_mark) for cell in row])
    return (BYTE_ORDER_MARK if form.with_bom else "") + written.getvalue()


def tabbed(table: Table, words: Words) -> str:
    """Return a table for the clipboard, where a spreadsheet splits it at tabs."""
    mark = words.language.decimal_mark
    lines = ["\t".join(headings(table))]
    for row in table.rows:
        texts = (cell_text(cell, mark) for cell in row)
        lines += ["\t".join(text.replace("\t", " ").replace("\n", " ") for text in texts)]
    return "\n".join(lines) + "\n"
