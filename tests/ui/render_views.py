"""Draws every view and every chart of the window to PNG files, so that anyone can look.

    python tests/ui/render_views.py --to DIR [--themes light,dark] [--languages en,es] [--scales 1,2] [--views …]

Each scale is a run of its own, because Qt reads it once at the start. Text at twice its size is drawn as well.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
WIDTH, HEIGHT = 1280, 800
CALM_MS = 400
PATIENCE_MS = 40_000
THEMES, LANGUAGES, SCALES = ("light", "dark"), ("en", "es"), ("1", "2")


def main() -> int:
    """Draw in this process for one scale; start one process a scale otherwise."""
    parser = argparse.ArgumentParser(description="Draw every view and chart of the window.")
    parser.add_argument("--to", type=Path, required=True)
    parser.add_argument("--themes", default=",".join(THEMES))
    parser.add_argument("--languages", default=",".join(LANGUAGES))
    parser.add_argument("--scales", default=",".join(SCALES))
    parser.add_argument("--views", default="", help="only views whose name has one of these words")
    parser.add_argument("--scale", default="", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if not arguments.scale:
        return max(run_at(scale) for scale in arguments.scales.split(","))
    arguments.to.mkdir(parents=True, exist_ok=True)
    words = [word for word in arguments.views.split(",") if word]
    return draw_all(arguments.to, arguments.themes.split(","), arguments.languages.split(","), arguments.scale, words)


def run_at(scale: str) -> int:
    """Run this script again at one scale; return its exit status."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": scale}
    with tempfile.TemporaryDirectory() as home:
        environment["LLM_COST_PLANNER_HOME"] = home
        command = [sys.executable, __file__, *sys.argv[1:], "--scale", scale]
        return subprocess.run(command, env=environment, check=False).returncode


def draw_all(folder: Path, themes: list[str], languages: list[str], scale: str, words: list[str]) -> int:
    """Draw every view in each theme and language; return the exit status."""
    from PySide6.QtWidgets import QApplication

    from planner.app import Application
    from planner.storage.directories import user_directories
    from planner.ui.theme import Theme

    qt = QApplication([sys.argv[0]])
    application = Application(qt, user_directories())
    application.window.resize(WIDTH, HEIGHT)
    application.show()
    settle(application)
    drawn = 0
    for language in languages:
        application.choose_language(language)
        for theme in themes:
            application.choose_theme(Theme(theme))
            settle(application)
            for name, prepare in views(application):
                if words and not any(word in name for word in words):
                    continue
                widget = prepare() or application.window
                wait(CALM_MS)
                picture = widget.grab()
                picture.save(str(folder / f"{name}-{theme}-{language}@{scale}.png"))
                drawn += 1
                if widget is not application.window and widget.isWindow():
                    widget.close()
            application.resize_text(0)
            application.window.resize(WIDTH, HEIGHT)
    application.window.close()
    sys.stdout.write(f"{drawn} pictures at scale {scale} in {folder}\n")
    return 0 if drawn else 1


def settle(application) -> None:
    """Wait until results with draws, charts and every analysis are there."""
    from PySide6.QtCore import QElapsedTimer

    timer = QElapsedTimer()
    timer.start()
    while timer.elapsed() < PATIENCE_MS:
        wait(100)
        findings = application.analyst.findings
        if application.window.panels.deck.charts and findings is not None and findings.analyses.winner_map is not None:
            wait(CALM_MS)
            return


def wait(milliseconds: int) -> None:
    """Let the event loop run."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def views(application) -> Iterator[tuple[str, Callable[[], object]]]:
    """Yield the name of each view and how to bring it about; what that returns is drawn, else the window."""
    window, store = application.window, application.store
    panels = window.panels
    first = store.plan.scenarios[0].id
    hosted = next((one.id for one in store.plan.scenarios if one.hosting.kind in ("rented", "owned")), first)

    def plan() -> None:
        window.resize(WIDTH, HEIGHT)
        store.select("")
        panels.deck.show_page(0)
        panels.inspector.show_tab(panels.inspector.working)

    def scenario() -> None:
        store.select(hosted)

    def section(key: str) -> None:
        for box in panels.inputs.boxes():
            box.unfold(unfolded=box.section.key == key)

    def tab(widget) -> None:
        panels.inspector.show_tab(widget)

    def wrong_input() -> None:
        row = panels.inputs.show_field(("workload", "lengths", "answer"))
        row.editor.setText("many")
        row.editor.setModified(True)
        row.editor.editingFinished.emit()

    def mended() -> None:
        row = panels.inputs.show_field(("workload", "lengths", "answer"))
        row.editor.restore()
        row.show_error(None)

    def dialog(action: str):
        window.action_table[action].trigger()
        from PySide6.QtWidgets import QApplication

        wait(CALM_MS)
        return next((w for w in QApplication.topLevelWidgets() if w.isVisible() and w is not window), None)

    yield "window", plan
    yield "scenario", scenario
    for box in panels.inputs.boxes():
        key = box.section.key
        yield f"inputs-{key}", lambda key=key: (scenario(), section(key), None)[-1]
    yield "inspector-changes", lambda: tab(panels.inspector.changes)
    yield "inspector-checks", lambda: tab(panels.inspector.checks)
    yield "inspector-notes", lambda: tab(panels.inspector.notes)
    yield "inspector-data", lambda: tab(panels.inspector.data)
    yield "wrong-input", wrong_input
    yield "mended-input", mended
    for identity in [kind.id for kind in panels.deck.kinds]:
        yield f"chart-{identity}", lambda identity=identity: enlarged(panels.deck, identity)
        yield f"table-{identity}", lambda identity=identity: as_table(panels.deck, identity, shown=True)
        yield f"back-{identity}", lambda identity=identity: put_back(panels.deck, identity)
    for action in (
        "search",
        "settings",
        "export",
        "library",
        "catalogue",
        "history",
        "quote",
        "challenge",
        "guides",
        "keys",
        "about",
    ):
        yield f"dialog-{action}", lambda action=action: dialog(action)
    yield "wide", lambda: (plan(), window.resize(1920, 1080), None)[-1]
    yield "usual", lambda: window.resize(1440, 900)
    yield "text-200", lambda: larger(application)
    yield "text-100", lambda: (application.resize_text(0), window.resize(WIDTH, HEIGHT), None)[-1]


def enlarged(deck, identity: str) -> None:
    """Give a chart the whole deck."""
    deck.show_chart(identity)
    deck.toggle_enlarged(identity)


def as_table(deck, identity: str, *, shown: bool) -> None:
    """Show a chart's figures in the place of its picture, or the picture again."""
    next(chart for chart in deck.charts if chart.kind.id == identity).show_table(shown)


def put_back(deck, identity: str) -> None:
    """Show the picture again, among the others."""
    as_table(deck, identity, shown=False)
    deck.show_page(0)


def larger(application) -> None:
    """Double the text."""
    application.window.resize(WIDTH, HEIGHT)
    for _ in range(8):
        application.resize_text(1)


if __name__ == "__main__":
    sys.exit(main())
