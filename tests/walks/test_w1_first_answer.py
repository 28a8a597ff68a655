"""W1: open, take a template, type the volume, read the verdict, open one working, export: at most twelve acts."""

import csv

import pytest
from PySide6.QtCore import Qt

from planner.analysis.charts.words import Words
from planner.analysis.key_figures import BY_NAME
from planner.analysis.verdict import plain_text
from planner.ui.dialogs.export import ExportDialog
from planner.ui.forms.field import FieldRow
from planner.ui.inspector.working import NODE, _value_text

REQUESTS = ("workload", "volume", "requests")
MOST_INTERACTIONS = 12


def test_the_verdict_is_on_screen_before_the_first_edit(opened):
    assert "is cheapest" in opened.window.panels.answer.headline
    assert opened.store.undo_stack.count() == 0


def test_from_the_first_look_to_exported_files_in_twelve_interactions(opened, hand, qtbot, tmp_path):
    window, store = opened.window, opened.store

    hand.choose(window, "File", "New from template", "Support chat")
    qtbot.waitUntil(lambda: store.plan.name == "Support chat" and store.result is not None)
    assert "is cheapest" in window.panels.answer.headline
    before = store.result

    row = next(each for each in window.panels.inputs.findChildren(FieldRow) if each.path == REQUESTS)
    assert row.editor.isVisible(), "the volume is on screen without a search"
    hand.click(row.editor)
    row.editor.selectAll()
    hand.type(row.editor, "120000")
    hand.press(row.editor, Qt.Key.Key_Return)
    assert store.plan.workload.volume.requests == 120_000.0
    qtbot.waitUntil(lambda: store.result is not before)
    qtbot.waitUntil(lambda: "of cases" in window.panels.answer.headline)

    answer = window.panels.answer
    best = store.result.feasible[0]
    assert answer.headline.startswith(f"{best.name} is cheapest in ")
    hand.click_link(answer._facts, f"figure:{best.id}/total_cost")
    working = window.panels.inspector.working
    qtbot.waitUntil(lambda: working.isVisible() and working._derivation.topLevelItemCount() == 1)
    root = working._derivation.topLevelItem(0)
    assert root.text(0) == "Total cost"
    assert ("Requests", "120\u202f000\u00a0requests/month") in shown_rows(root)

    hand.choose(window, "File", "Export…")
    dialog = window.findChild(ExportDialog)
    hand.click(dialog.folder)
    dialog.folder.selectAll()
    hand.type(dialog.folder, str(tmp_path / "handed-over"))
    hand.click(dialog.export_button)
    qtbot.waitUntil(lambda: "files written" in dialog.outcome.text())
    dialog.close()

    assert hand.interactions <= MOST_INTERACTIONS
    written = tmp_path / "handed-over"
    assert (written / "Support-chat-comparison.png").read_bytes().startswith(b"\x89PNG")
    assert every_amount_compared(window, written / "Support-chat-comparison.csv") >= 6 * 10
    assert every_chart_compared(window, written) >= 1


def shown_rows(item):
    """Every row of the derivation as (label, value)."""
    rows = [(item.text(0), item.text(1))]
    for number in range(item.childCount()):
        rows += shown_rows(item.child(number))
    return rows


def every_amount_compared(window, path):
    """Compare each figure that the window lists for each scenario with the exported cell; return how many."""
    words = Words.of(window.language, window.store.plan)
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    result = window.store.result
    assert [row[0] for row in rows] == [each.id for each in result.scenarios]
    answer = window.panels.answer
    facts = plain_text(answer._verdict.facts[0], words)
    compared = 0
    for row in rows:
        exported = {title.partition(" (")[0]: cell for title, cell in zip(header, row, strict=True)}
        window.store.ask_figure(row[0], "total_cost")
        figures = window.panels.inspector.working._figures
        for item in (figures.topLevelItem(number) for number in range(figures.topLevelItemCount())):
            name = item.data(0, NODE)
            if name is None:
                continue
            found = result.scenario(row[0]).figures[name]
            cell = float(exported[column_of(item.text(0), exported)])
            assert item.text(1) == _value_text(cell, found.unit, words, is_share=BY_NAME[name].is_share)
            compared += 1
        if row[0] == result.feasible[0].id:
            assert _value_text(float(exported["Total cost"]), "USD", words, is_share=False) in facts
    return compared


def column_of(label, exported):
    assert label in exported, f"'{label}' of the window is not a column of {sorted(exported)}"
    return label


def every_chart_compared(window, folder):
    """Compare the table twin of each chart on screen with its exported file; return how many charts."""
    compared = 0
    for chart in window.panels.deck.charts:
        path = folder / f"Support-chat-chart-{chart.kind.id}.csv"
        if not path.exists() or chart.chart is None:
            continue  # a chart that nobody has turned to is not drawn
        window.panels.deck.show_chart(chart.kind.id)  # a chart is drawn when it is seen
        table = chart.chart.table
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))[1:]
        assert len(rows) == len(table.rows)
        for row, cells in zip(rows, table.rows, strict=True):
            for text, cell in zip(row, cells, strict=True):
                if isinstance(cell, float):
                    assert float(text) == pytest.approx(cell, rel=1e-12)
        compared += 1
    return compared
