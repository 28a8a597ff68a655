"""Ctrl+K: search over commands, fields, scenarios, charts, shipped plans and the catalogue."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QKeySequence

from planner.ui.search_list import Option, SearchList
from planner.ui.templates import starters

if TYPE_CHECKING:
    from planner.catalog.records import Accelerator, Model, Record
    from planner.ui.window import MainWindow

Does = Callable[[], object]


def open_palette(window: MainWindow, show_record: Callable[[Record], object]) -> SearchList:
    """Open the palette over the window and return it."""
    _ = window.language.translate
    search = SearchList(
        _("Search commands, fields, scenarios, charts, catalogue"), _("Nothing found. Try fewer words."), window
    )
    search.show_options(list(entries(window, show_record)))
    search.chosen.connect(lambda does: does())
    letter = window.fontMetrics().averageCharWidth()
    size = QSize(min(window.width() - 32, letter * 90), min(window.height() - 120, window.fontMetrics().height() * 28))
    at = window.mapToGlobal(QPoint((window.width() - size.width()) // 2, 56))
    search.setGeometry(QRect(at, size))
    search.show()
    search.setFocus()
    return search


def entries(window: MainWindow, show_record: Callable[[Record], object]) -> Iterator[Option]:
    """Yield everything that can be searched, the nearest first. An option's key is what it does."""
    yield from _commands(window)
    yield from _scenarios(window)
    yield from _fields(window)
    yield from _charts(window)
    yield from _starters(window)
    yield from _records(window, show_record)


def _commands(window: MainWindow) -> Iterator[Option]:
    _ = window.language.translate
    for action in window.action_table.all():
        if action.isEnabled() and action.objectName() != "search":
            name = action.text().replace("&", "").rstrip("…")
            keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            yield Option(action.trigger, name, action.statusTip(), keys or _("command"))


def _scenarios(window: MainWindow) -> Iterator[Option]:
    _ = window.language.translate
    store = window.store
    for scenario in store.plan.scenarios:
        yield Option(lambda identity=scenario.id: store.select(identity), scenario.name, "", _("scenario"))


def _fields(window: MainWindow) -> Iterator[Option]:
    """Yield the fields of what is selected; while that is the plan, those of its baseline too."""
    _ = window.language.translate
    inputs = window.panels.inputs
    baseline = window.store.plan.baseline_scenario
    for box in inputs.every_box():
        section = _(box.section.title)
        for path, spec in box.specs(baseline.id if baseline is not None else ""):
            yield Option(
                lambda path=path: inputs.show_field(path),
                _(spec.ui.label),
                f"{section} · {_(spec.ui.help)}",
                _("field"),
            )


def _charts(window: MainWindow) -> Iterator[Option]:
    _ = window.language.translate
    deck = window.panels.deck
    for kind in deck.kinds:
        yield Option(lambda identity=kind.id: deck.show_chart(identity), _(kind.title), "", _("chart"))


def _starters(window: MainWindow) -> Iterator[Option]:
    _ = window.language.translate
    for folder, kind in (("templates", _("template")), ("examples", _("example"))):
        for starter in starters(folder):
            yield Option(lambda path=starter.path: window.files.open_starter(path), _(starter.name), "", kind)


def _records(window: MainWindow, show_record: Callable[[Record], object]) -> Iterator[Option]:
    _ = window.language.translate
    catalogue = window.store.catalogue
    if catalogue is None:
        return
    models = cast("tuple[Model, ...]", catalogue.records("models"))
    accelerators = cast("tuple[Accelerator, ...]", catalogue.records("accelerators"))
    for record, kind in [(one, _("model")) for one in models] + [(one, _("accelerator")) for one in accelerators]:
        words = " ".join((record.id, *record.aliases))
        yield Option(lambda record=record: show_record(record), record.name, record.vendor, kind, words)
