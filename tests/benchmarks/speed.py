"""What the program takes, as a table: start, edit to repaint, evaluation, memory.

    python tests/benchmarks/speed.py [--starts 7] [--edits 200]

Starts are whole processes on a warm machine, from spawn to the first painted window and to painted charts; edits are
changes of the volume with twelve scenarios on screen, from the edit to the end of the repaint it causes. Run it on a
quiet machine: the figures are of the clock, so they are no tests. The best of many is shown beside the usual one: it
is what the program takes where nothing else runs.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

AIMS = {
    "spawn to first paint": ("s", 0.3),
    "spawn to painted charts": ("s", 0.65),
    "memory after the start": ("MB", 150.0),
    "edit to repaint, p50": ("ms", None),
    "edit to repaint, p95": ("ms", 16.0),
    "edit and evaluate 12 scenarios": ("ms", 5.0),
    "evaluate 12 just read from a file": ("ms", 5.0),
    "100,000 variants of a scenario": ("s", 1.0),
}
VARIANTS = 100_000


def started_once() -> tuple[float, float, float]:
    """Start the program in a process of its own; return seconds to paint, to charts, and megabytes."""
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "LLM_COST_PLANNER_HOME": home}
        # Users have compiled modules; a developer's wish to have none must not be measured.
        if environment.pop("PYTHONDONTWRITEBYTECODE", ""):
            environment["PYTHONPYCACHEPREFIX"] = str(Path(tempfile.gettempdir()) / "planner-compiled")
        environment["PLANNER_SPAWNED"] = repr(time.time())
        done = subprocess.run(
            [sys.executable, __file__, "--child"], env=environment, capture_output=True, text=True, check=True
        )
    first, charts, memory = done.stdout.split()[-3:]
    return float(first), float(charts), float(memory)


def child() -> None:
    """Open the window as the program does, report when it painted, and leave."""
    spawned = float(os.environ["PLANNER_SPAWNED"])
    from planner.__main__ import prepare_start

    prepare_start()
    from PySide6.QtCore import QEvent, QObject, QTimer
    from PySide6.QtWidgets import QApplication, QWidget

    from planner.app import Application
    from planner.storage.directories import user_directories

    qt = QApplication([sys.argv[0]])
    application = Application(qt, user_directories())
    painted: dict[str, float] = {}

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() is QEvent.Type.Paint:
                painted.setdefault("window", time.time())
                deck = application.window.panels.deck
                if deck.charts and application.store.result is not None and _inside(watched, deck.charts):
                    painted.setdefault("charts", time.time())
                    QTimer.singleShot(0, qt.quit)
            return False

    def _inside(watched: QObject, charts: Sequence[QWidget]) -> bool:
        return isinstance(watched, QWidget) and any(chart.isAncestorOf(watched) for chart in charts)

    watch = Watch()
    application.show()
    # Not before: the thousands of events of the building of the window must not be counted through Python.
    qt.installEventFilter(watch)
    QTimer.singleShot(20_000, qt.quit)
    qt.exec()
    qt.removeEventFilter(watch)
    print(painted["window"] - spawned, painted["charts"] - spawned, resident_megabytes())
    application.window.close()


def resident_megabytes() -> float:
    """Return the memory that this process holds, in megabytes; 0 where the system does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def repaints(edits: int) -> Iterator[float]:
    """Yield the milliseconds of each edit, from the call to the end of the repaint, with twelve scenarios shown."""
    from PySide6.QtCore import QEventLoop, QTimer
    from PySide6.QtWidgets import QApplication

    from planner.app import Application
    from planner.storage.directories import user_directories

    qt = QApplication.instance() or QApplication([sys.argv[0]])
    assert isinstance(qt, QApplication)
    application = Application(qt, user_directories())
    application.store.open(twelve_scenarios())
    application.window.resize(1280, 800)
    application.window.show()
    settle = QEventLoop()
    QTimer.singleShot(6_000, settle.quit)
    settle.exec()
    path = ("workload", "volume", "requests")
    for number in range(edits):
        before = time.perf_counter()
        application.store.edit(path, 500_000.0 + 1_000.0 * number, gesture="drag")
        shown = application.store.result
        while application.store.result is shown:
            qt.processEvents()
        qt.processEvents()
        yield (time.perf_counter() - before) * 1e3
    application.window.close()


def twelve_scenarios():
    """Return the worked example doubled to twelve scenarios over 36 months."""
    from planner.catalog.locations import resource_path
    from planner.plan.edits import evolve
    from planner.storage.documents import opened_plan
    from planner.storage.plan_file import read_plan_file

    path = resource_path("examples", "startup-chatbot-2023.plan.json")
    plan = evolve(opened_plan(read_plan_file(path)).plan, ("money", "horizon"), 36.0)
    plan = evolve(plan, ("workload", "volume", "basis"), "requests")
    again = tuple(one.model_copy(update={"id": f"{one.id}-2", "name": f"{one.name} 2"}) for one in plan.scenarios)
    return plan.model_copy(update={"scenarios": (*plan.scenarios, *again)[:12]})


def evaluations(times: int = 60, *, just_read: bool = False) -> list[float]:
    """Return the milliseconds of evaluations of twelve scenarios over 36 months, each with another volume.

    Where they are just read, no part of the plan was ever seen, so that nothing of it is remembered.
    """
    from planner.catalog.loader import load_catalogue
    from planner.cost.evaluation import evaluate
    from planner.plan.edits import evolve
    from planner.plan.plan import Plan

    plan, catalogue = twelve_scenarios(), load_catalogue()
    evaluate(plan, catalogue)
    taken = []
    for number in range(times):
        known = Plan.model_validate_json(plan.model_dump_json()) if just_read else plan
        edited = evolve(known, ("workload", "volume", "requests"), 400_000.0 + number)
        before = time.perf_counter()
        evaluate(edited, catalogue)
        taken.append((time.perf_counter() - before) * 1e3)
    return taken


def variants(times: int = 5) -> list[float]:
    """Return the seconds of 100,000 totals of a rented scenario, each at another volume, as the analyses ask."""
    import numpy as np

    from planner.analysis.variants import totals_over
    from planner.catalog.loader import load_catalogue

    plan, catalogue = twelve_scenarios(), load_catalogue()
    rented = next(scenario.id for scenario in plan.scenarios if scenario.hosting.kind == "rented")
    volumes = np.geomspace(1e4, 1e7, VARIANTS)
    taken = []
    for _ in range(times):
        before = time.perf_counter()
        totals_over(plan, catalogue, [rented], {("workload", "volume", "requests"): volumes})
        taken.append(time.perf_counter() - before)
    return taken


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--starts", type=int, default=7)
    parser.add_argument("--edits", type=int, default=200)
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        child()
        return
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    started_once()  # the first start reads files from disk
    starts = [started_once() for _ in range(options.starts)]
    with tempfile.TemporaryDirectory() as home:
        os.environ["LLM_COST_PLANNER_HOME"] = home
        frames = sorted(repaints(options.edits))
    first, charts, memory = zip(*starts, strict=True)
    measured: dict[str, Sequence[float]] = {
        "spawn to first paint": first,
        "spawn to painted charts": charts,
        "memory after the start": memory,
        "edit to repaint, p50": frames,
        "edit to repaint, p95": frames,
        "edit and evaluate 12 scenarios": evaluations(),
        "evaluate 12 just read from a file": evaluations(just_read=True),
        "100,000 variants of a scenario": variants(),
    }
    print(f"{'':34s} {'usual':>8s} {'best':>8s}")
    for name, taken in measured.items():
        unit, aim = AIMS[name]
        usual, best = statistics.median(taken), f"{min(taken):8.2f}"
        if name.endswith("p95"):
            usual, best = frames[int(len(frames) * 0.95)], ""
        print(f"{name:34s} {usual:8.2f} {best:8s} {unit:3s} {'' if aim is None else f'aim {aim:g}'}".rstrip())


if __name__ == "__main__":
    main()
