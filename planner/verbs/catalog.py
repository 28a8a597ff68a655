"""`catalog`: what is known, from where, how old."""

from __future__ import annotations

import argparse
import sys
from dataclasses import fields

from planner.catalog.catalogue import Catalogue
from planner.catalog.check import check
from planner.catalog.loader import load_catalogue
from planner.catalog.records import Record

HEAD = ("id", "name", "provenance", "aliases", "private", "disagreement")


def run(options: argparse.Namespace) -> int:
    """List, show or check records; 1 when the check finds something."""
    catalogue = load_catalogue()
    if options.action == "list":
        return _list(catalogue, options.kind)
    if options.action == "show":
        return _show(catalogue, options.id)
    findings = check(catalogue)
    for finding in findings:
        print(finding, file=sys.stderr)
    print(f"{sum(catalogue.counts().values())} records, {len(findings)} findings")
    return 1 if findings else 0


def _list(catalogue: Catalogue, kind: str) -> int:
    if kind:
        for record in catalogue.records(kind):
            print(f"{record.id}\t{record.name}\t{record.provenance.date.isoformat()}\t{record.provenance.evidence}")
        return 0
    print(f"catalogue {catalogue.version} {catalogue.hash}")
    for name, count in catalogue.counts().items():
        print(f"{count:6d}  {name}")
    return 0


def _show(catalogue: Catalogue, identity: str) -> int:
    record: Record = catalogue.record(identity)
    source = record.provenance
    print(f"{record.id}: {record.name}")
    for item in fields(record):
        value = getattr(record, item.name)
        if item.name in HEAD or value in (None, "", ()):
            continue
        unit = item.metadata.get("unit", "")
        print(f"  {item.name}: {value}{'' if unit in ('', '1') else ' ' + unit}")
    if record.aliases:
        print(f"  also: {', '.join(record.aliases)}")
    print(
        f"  source: {source.title} ({source.evidence}, {source.date.isoformat()}, checked {source.checked.isoformat()})"
    )
    print(f"  address: {source.address}")
    for text in (source.note, record.disagreement):
        if text:
            print(f"  note: {text}")
    return 0
