"""Computes the few formulas that the workbook is made of, from its cells alone, as a spreadsheet would."""

import re

from openpyxl.utils import range_boundaries

REFERENCE = r"(?:'((?:[^']|'')+)'!)?\$?([A-Z]+)\$?(\d+)"
RANGE = re.compile(rf"^{REFERENCE}(?::\$?([A-Z]+)\$?(\d+))?$")


class Calculator:
    """The values of a workbook's cells, formulas computed when asked for."""

    def __init__(self, book):
        self.book = book
        self.known = {}

    def value(self, sheet, cell):
        """Return the value of a cell: its formula computed, an empty one as 0."""
        key = sheet, cell
        if key not in self.known:
            found = self.book[sheet][cell].value
            is_formula = isinstance(found, str) and self.book[sheet][cell].data_type == "f"
            self.known[key] = self.computed(sheet, found[1:]) if is_formula else (0.0 if found is None else found)
        return self.known[key]

    def computed(self, sheet, formula):
        """Return the value of a formula: a sum, a sum of products, a power of time, or arithmetic of two cells."""
        if match := re.fullmatch(r"SUM\((.+)\)", formula):
            return sum(self.values(sheet, match[1]))
        if match := re.fullmatch(r"(?:(.+)\*)?SUMPRODUCT\((.+),(.+)\)", formula):
            factor = self.single(sheet, match[1]) if match[1] else 1.0
            pairs = zip(self.values(sheet, match[2]), self.values(sheet, match[3]), strict=True)
            return factor * sum(a * b for a, b in pairs)
        if match := re.fullmatch(r"\(1\+(.+)\)\^\(-(\d+)/(\d+)\)", formula):
            return (1 + self.single(sheet, match[1])) ** (-int(match[2]) / int(match[3]))
        if match := re.fullmatch(rf"({REFERENCE})([+/])({REFERENCE})", formula):
            left, right = self.single(sheet, match[1]), self.single(sheet, match[6])
            return left + right if match[5] == "+" else left / right
        return self.single(sheet, formula)

    def single(self, sheet, reference):
        """Return the value of a reference to one cell."""
        (found,) = self.values(sheet, reference)
        return found

    def values(self, sheet, reference):
        """Return the values of a range, row by row."""
        match = RANGE.match(reference)
        assert match, reference
        place = (match[1] or sheet).replace("''", "'")
        last = f"{match[4]}{match[5]}" if match[4] else f"{match[2]}{match[3]}"
        left, top, right, bottom = range_boundaries(f"{match[2]}{match[3]}:{last}")
        cells = self.book[place]
        return [
            self.value(place, cells.cell(row, column).coordinate)
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
        ]
