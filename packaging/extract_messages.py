"""Collects every text for people, keeps the Spanish translations in step, and compiles them.

    python packaging/extract_messages.py            update resources/translations/es.po and compile es.mo
    python packaging/extract_messages.py --check    only say what is missing or stale; exit 1 if anything is

Texts are those marked with `N_()` or `P_()` or translated with `_()`, the formulas in words, and the names and notes of
the shipped plans. Babel is needed (a development tool, not shipped).
"""

from __future__ import annotations

import argparse
import datetime as dt
import io
import pkgutil
import sys
from importlib import import_module
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
TRANSLATIONS = ROOT / "resources" / "translations"
KEYWORDS = {"_": None, "N_": None, "translate": None, "_translate": None, "P_": (1, 2)}
FORMS = "nplurals=2; plural=(n != 1);"
"""How Spanish counts, as gettext writes it."""

LOCALE = "es"
NO_DAY = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
"""Stands in the compiled file for the day of its making, so that the same texts give the same bytes."""


def extracted() -> Catalog:
    """Return every text of the program, without places: a moved line is no change of a translation."""
    catalog = Catalog(project="LLM Cost Planner", charset="utf-8")
    for _file, _line, message, _comments, _context in extract_from_dir(
        ROOT / "planner", method_map=[("**.py", "python")], keywords=KEYWORDS, comment_tags=()
    ):
        if message and (isinstance(message, str) or all(message)):
            catalog.add(message)
    for text in (*formulas_in_words(), *words_of_shipped_plans()):
        catalog.add(text)
    return catalog


def formulas_in_words() -> list[str]:
    """Return the formulas in words: the first paragraph of each formula's docstring, which the working shows."""
    sys.path.insert(0, str(ROOT))
    from planner import cost
    from planner.cost.graph import formulas_of

    rooms = [module.name for module in pkgutil.iter_modules(cost.__path__) if not module.ispkg]
    modules = [import_module(f"planner.cost.{name}") for name in rooms]
    return sorted({formula.words for module in modules for formula in formulas_of(module) if formula.words})


def words_of_shipped_plans() -> list[str]:
    """Return the names and notes of the worked examples and templates: what opening one of them asks a language for."""
    sys.path.insert(0, str(ROOT))
    from planner.plan.language import Language
    from planner.ui.templates import read_starter, starters

    texts: set[str] = set()
    listening = Language(texts=lambda text: texts.add(text) or text)
    for folder in ("examples", "templates"):
        for starter in starters(folder):
            read_starter(starter.path, listening)
    return sorted(texts - {""})


def translated(path: Path) -> Catalog:
    """Return the translations at `path`."""
    with path.open("rb") as file:
        return read_po(file, locale=LOCALE)


def updated(known: Catalog, template: Catalog) -> Catalog:
    """Return the translations with new texts added (empty) and texts that are gone dropped, in order of the text."""
    fresh = Catalog(locale=LOCALE, project="LLM Cost Planner", charset="utf-8")
    for message in in_order(template):
        old = known.get(message.id)
        same_kind = old is not None and isinstance(old.id, str) == isinstance(message.id, str)
        fresh.add(message.id, string=old.string if same_kind else "" if isinstance(message.id, str) else ("", ""))
    return fresh


def in_order(catalog: Catalog) -> list[Message]:
    """Return the texts of a catalog by their first form."""
    return sorted((one for one in catalog if one.id), key=lambda one: (forms_of(one.id)[0], len(forms_of(one.id))))


def forms_of(text: str | tuple[str, ...]) -> tuple[str, ...]:
    """Return the forms of a text: one, or one for each way to count."""
    return (text,) if isinstance(text, str) else tuple(text)


def po_bytes(catalog: Catalog) -> bytes:
    """Return a catalog as text, the same bytes for the same content."""
    written = io.BytesIO()
    write_po(written, catalog, width=110, omit_header=True, no_location=True)
    header = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Language: es\\n"\n'
    header += f'"Plural-Forms: {FORMS}\\n"\n\n'
    return header.encode() + written.getvalue().lstrip()


def mo_bytes(catalog: Catalog) -> bytes:
    """Return a catalog compiled; nothing in it depends on the day."""
    plain = Catalog(locale=LOCALE, charset="utf-8", header_comment="", creation_date=NO_DAY, revision_date=NO_DAY)
    for message in in_order(catalog):
        if is_translated(message):
            plain.add(message.id, string=message.string)
    plain.mime_headers = [("Content-Type", "text/plain; charset=utf-8"), ("Language", LOCALE), ("Plural-Forms", FORMS)]
    written = io.BytesIO()
    write_mo(written, plain)
    return written.getvalue()


def is_translated(message: Message) -> bool:
    """Say whether every form of a text has its translation."""
    return bool(message.string) and all(forms_of(message.string))


def missing(catalog: Catalog) -> list[str]:
    """Return the texts without a translation."""
    return [forms_of(message.id)[0] for message in catalog if message.id and not is_translated(message)]


def _differs(path: Path, content: bytes) -> bool:
    return not path.exists() or path.read_bytes() != content


def main() -> int:
    """Update or check; return the exit status."""
    parser = argparse.ArgumentParser(description="Keep the translations in step with the texts of the program.")
    parser.add_argument("--check", action="store_true", help="change nothing, say what is missing")
    arguments = parser.parse_args()
    po, mo = TRANSLATIONS / f"{LOCALE}.po", TRANSLATIONS / f"{LOCALE}.mo"
    known = translated(po) if po.exists() else Catalog(locale=LOCALE)
    fresh = updated(known, extracted())
    for text in missing(fresh):
        sys.stdout.write(f"not translated: {text}\n")
    stale = (
        not po.exists() or po.read_bytes() != po_bytes(fresh) or not mo.exists() or mo.read_bytes() != mo_bytes(fresh)
    )
    if arguments.check:
        if stale:
            sys.stdout.write("run packaging/extract_messages.py: the files are not in step with the program\n")
        return 1 if stale or missing(fresh) else 0
    TRANSLATIONS.mkdir(parents=True, exist_ok=True)
    po.write_bytes(po_bytes(fresh))
    mo.write_bytes(mo_bytes(fresh))
    return 0


if __name__ == "__main__":
    sys.exit(main())
