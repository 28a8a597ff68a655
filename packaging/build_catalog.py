"""Bring the shipped catalogue files into their one form and write the manifest (version, hash, counts).

The files in resources/catalog are the data; people and packaging/refresh_api_prices.py edit them. This script
sorts the records, orders their fields, drops empty ones and sources that nothing names, so that a change of one
figure is a change of one line. Run it after every edit:

    python packaging/build_catalog.py [--version YYYY-MM] [--check]

`--check` writes nothing and answers 1 when a file is not in that form (for the continuous checks).
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from planner.catalog.locations import resource_path
from planner.catalog.rows import shape_of
from planner.catalog.shipped import FILES, MANIFEST, SOURCES, content_hash, read_lines

PROVENANCE_ORDER = ("source", "date", "checked", "evidence", "note")


def ordered(kind: str, row: dict[str, Any]) -> dict[str, Any]:
    """Return a record with its fields in the order of the record class, provenance last."""
    names = (*shape_of(kind), *PROVENANCE_ORDER)
    unknown = set(row) - set(names)
    if unknown:
        raise SystemExit(f"{row.get('id')}: no field {min(unknown)!r} in kind {kind!r}")
    return {name: row[name] for name in names if name in row and row[name] not in (None, "", [])}


def lines(rows: list[dict[str, Any]]) -> str:
    """Write records one a line."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def canonical_files(folder: Path) -> tuple[dict[str, str], dict[str, int]]:
    """Return the text of every catalogue file in its one form, and the number of records per kind."""
    texts: dict[str, str] = {}
    counts: dict[str, int] = {}
    used: set[str] = set()
    for kind, names in FILES.items():
        for name in names:
            rows = sorted((ordered(kind, row) for row in read_lines(folder / name)), key=lambda row: str(row["id"]))
            used.update(row["source"] for row in rows)
            counts[kind] = counts.get(kind, 0) + len(rows)
            texts[name] = lines(rows)
    sources = [row for row in read_lines(folder / SOURCES) if row["key"] in used]
    texts[SOURCES] = lines(sorted(sources, key=lambda row: str(row["key"])))
    return texts, counts


def main() -> int:
    """Rewrite the catalogue files, or check that they are in their one form."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--version", help="the catalogue's version, YYYY-MM; kept when left out")
    parser.add_argument("--check", action="store_true", help="write nothing; 1 when a file is not in its one form")
    parser.add_argument("--folder", type=Path, default=resource_path("catalog"))
    options = parser.parse_args()
    folder: Path = options.folder
    texts, counts = canonical_files(folder)
    stale = [name for name, text in texts.items() if (folder / name).read_text(encoding="utf-8") != text]
    if options.check:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if manifest["hash"] != content_hash(folder, texts) or manifest["counts"] != counts:
            stale.append(MANIFEST)
        for name in stale:
            sys.stderr.write(f"{name} is not in its one form: run packaging/build_catalog.py\n")
        return 1 if stale else 0
    for name in stale:
        (folder / name).write_text(texts[name], encoding="utf-8", newline="\n")
    path = folder / MANIFEST
    version = options.version or json.loads(path.read_text(encoding="utf-8"))["version"]
    manifest = {"version": version, "hash": content_hash(folder, texts), "counts": counts}
    path.write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8", newline="\n")
    for kind, count in counts.items():
        sys.stdout.write(f"{kind:20} {count:6}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
