"""The shipped files: one JSON record a line, sources apart, a manifest with version, hash and counts."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from planner.catalog.locations import resource_path
from planner.catalog.records import KINDS, Record
from planner.catalog.rows import Sources, record_from_trusted_row
from planner.plan.wording import N_, PlannerError

MANIFEST = "manifest.json"
SOURCES = "sources.jsonl"

# API prices and the models that only have a price come in two files: what people gathered, and what
# packaging/refresh_api_prices.py generated. Measurements are only ever a user's own.
_GENERATED = ("models", "api-prices")
FILES: Mapping[str, tuple[str, ...]] = {
    kind: (f"{kind}.jsonl", *((f"{kind}-generated.jsonl",) if kind in _GENERATED else ()))
    for kind in KINDS
    if kind != "measurements"
}


def read_lines(path: Path) -> list[dict[str, Any]]:
    """Read a file of one JSON object a line, in one call of the parser (three times faster than a call a line)."""
    text = path.read_text(encoding="utf-8")
    try:
        rows: list[dict[str, Any]] = json.loads("[" + ",".join(text.splitlines()) + "]")
    except ValueError as error:
        raise PlannerError(
            N_("The catalogue file {path} is damaged. Install the program again."), path=str(path)
        ) from error
    return rows


def content_hash(folder: Path, names: Iterable[str]) -> str:
    """Return the first 16 hexadecimal digits of the SHA-256 of the files' contents, line ends made alike."""
    digest = hashlib.sha256()
    for name in sorted(names):
        digest.update(name.encode())
        digest.update(b"\0")
        digest.update((folder / name).read_bytes().replace(b"\r\n", b"\n"))
        digest.update(b"\0")
    return digest.hexdigest()[:16]


@dataclass(frozen=True)
class ShippedFiles:
    """The catalogue's files in a folder; each is read when it is first asked for."""

    folder: Path = field(default_factory=lambda: resource_path("catalog"))

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """Version, hash and number of records per kind."""
        path = self.folder / MANIFEST
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise PlannerError(
                N_("The catalogue file {path} is damaged. Install the program again."), path=str(path)
            ) from error
        return dict(content)

    @cached_property
    def sources(self) -> Sources:
        """Title and address of each source, by its key."""
        return {row["key"]: (row["title"], row["address"]) for row in read_lines(self.folder / SOURCES)}

    def records(self, kind: str) -> tuple[Record, ...]:
        """Read every record of a kind."""
        sources = self.sources
        rows = (row for name in FILES.get(kind, ()) for row in read_lines(self.folder / name))
        return tuple(record_from_trusted_row(kind, row, sources) for row in rows)
