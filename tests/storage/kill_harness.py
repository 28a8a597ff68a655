"""Kill an editing process at random moments, again and again, and look at what is left.

    python tests/storage/kill_harness.py --kills 1000

Each child opens the plan that the one before it left, edits and saves it, and is killed (SIGKILL; TerminateProcess
on Windows) at a random moment. It runs in one of three ways:

- `saving`: every edit is flushed at once, so that the kill nearly always meets a save; an edit whose save was
  reported must be in the file;
- `editing`: edits at typing speed with the delays of the real program; what is lost must be younger than two seconds;
- `failing`: the plan's folder is gone, so that every edit goes to the recovery journal; an edit whose journal was
  reported must be recoverable.

After each kill the next start must find a whole plan, must not be locked out, and must say what it recovered.
The exit status is 0 when nothing was lost beyond the rule and no file was damaged.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from planner.storage.directories import Directories
from planner.storage.errors import StorageError
from planner.storage.journal import recoverable
from planner.storage.plan_file import create_plan_file, read_plan_file
from planner.storage.session import PlanSession, SaveStatus

WAYS = ("saving", "editing", "failing")
WEIGHTS = (7, 2, 1)
LONGEST_LIFE_S = {"saving": 0.4, "editing": 5.0, "failing": 0.4}


def document(edit: int) -> dict[str, Any]:
    """A document that proves itself: its text follows from its number. 1 kB to 1 MB."""
    unit = hashlib.sha256(str(edit).encode()).hexdigest()
    return {"id": "killed", "name": "Killed", "edit": edit, "text": unit * (1 << (edit * 7 % 11) + 4)}


def number_of(found: dict[str, Any]) -> int:
    """The edit that a document holds; ValueError when it is damaged."""
    if found != document(found["edit"]):
        raise ValueError("damaged")
    edit: int = found["edit"]
    return edit


def directories_in(folder: Path) -> Directories:
    return Directories(data=folder, config=folder / "config", state=folder / "state", log=folder / "log")


def child(folder: Path, way: str) -> None:
    """Edit until killed, and report each edit and each save on standard output."""

    def say(*words: object) -> None:
        sys.stdout.write(" ".join(map(str, words)) + "\n")
        sys.stdout.flush()

    generations: dict[int, int] = {}

    def on_status(status: SaveStatus) -> None:
        if status.failure is None or status.is_in_journal:
            say("safe", generations[status.generation])

    directories = directories_in(folder)
    session = PlanSession.open(folder / "plans" / "killed.plan.json", directories, on_status=on_status)
    if session.read_only_reason is not None:
        say("locked-out", session.read_only_reason)
        return
    edit = number_of(session.file.document)
    if way == "failing":
        (folder / "plans").rename(folder / "away")
    say("ready", edit)
    submitting = threading.Lock()
    while True:
        edit += 1
        made = document(edit)
        with submitting:
            say("edit", edit, time.monotonic())
            generations[len(generations) + 1] = edit
            session.submit(lambda made=made: made)
        if way == "editing":
            time.sleep(0.05)
        else:
            session.flush()


@dataclass
class Result:
    """What the kills have shown."""

    kills: int = 0
    ways: Counter[str] = field(default_factory=Counter)
    with_a_save_under_way: int = 0
    recovered_from_journal: int = 0
    temporary_files_left: int = 0
    longest_loss_s: float = 0.0
    violations: list[str] = field(default_factory=list)

    def __add__(self, other: Result) -> Result:
        return Result(
            self.kills + other.kills,
            self.ways + other.ways,
            self.with_a_save_under_way + other.with_a_save_under_way,
            self.recovered_from_journal + other.recovered_from_journal,
            self.temporary_files_left + other.temporary_files_left,
            max(self.longest_loss_s, other.longest_loss_s),
            self.violations + other.violations,
        )

    def text(self) -> str:
        ways = ", ".join(f"{way} {self.ways[way]}" for way in WAYS)
        lines = [
            f"kills: {self.kills} ({ways})",
            f"with a save under way: {self.with_a_save_under_way}",
            f"recovered from a journal: {self.recovered_from_journal}",
            f"oldest edit lost in any kill: {self.longest_loss_s:.2f} s before the kill",
            f"temporary files left behind: {self.temporary_files_left}",
            f"violations (damaged, lost or locked out): {len(self.violations)}",
        ]
        return "\n".join([*lines, *self.violations])


def kill_once(folder: Path, choose: random.Random, longest_loss_s: float, result: Result) -> None:
    way = choose.choices(WAYS, WEIGHTS)[0]
    command = [sys.executable, __file__, "--child", way, "--folder", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        if not first.startswith("ready"):
            process.kill()
            result.violations.append(f"no start: {first!r}")
            return
        time.sleep(choose.uniform(0.0, LONGEST_LIFE_S[way]))
        killed_at = time.monotonic()
        process.kill()
        lines = [line.split() for line in process.stdout if line.endswith("\n")]

    edits = {int(words[1]): float(words[2]) for words in lines if words[0] == "edit"}
    safe = max([int(words[1]) for words in lines if words[0] == "safe"], default=0)
    found = look(folder, way, result)
    result.kills += 1
    result.ways[way] += 1
    result.with_a_save_under_way += any(edit > safe for edit in edits)
    if found < safe:
        result.violations.append(f"{way}: edit {safe} was reported safe, found {found}")
    lost = [killed_at - at for edit, at in edits.items() if edit > found]
    result.longest_loss_s = max([result.longest_loss_s, *lost])
    if lost and max(lost) > longest_loss_s:
        result.violations.append(f"{way}: an edit {max(lost):.2f} s old was lost")


def look(folder: Path, way: str, result: Result) -> int:
    """Return the newest edit that a start after the kill finds, and leave it in the plan's file for the next child."""
    if (folder / "away").exists():
        (folder / "away").rename(folder / "plans")
    path = folder / "plans" / "killed.plan.json"
    try:
        found = number_of(read_plan_file(path).document)
        for entry in recoverable(folder / "state" / "recovery"):
            recovered = number_of(entry.document)
            if recovered > found:
                found = recovered
                result.recovered_from_journal += 1
                restore(path, folder, entry.document)
            entry.discard()
    except (StorageError, ValueError, KeyError, OSError) as error:
        result.violations.append(f"{way}: {error!r}")
        path.unlink(missing_ok=True)
        create_plan_file(path, document(1))
        return 0
    unreadable = list((folder / "state" / "recovery").glob("*.unreadable"))
    result.violations.extend(f"{way}: damaged journal {journal.name}" for journal in unreadable)
    return found


def restore(path: Path, folder: Path, recovered: dict[str, Any]) -> None:
    session = PlanSession.open(path, directories_in(folder))
    session.submit(lambda: recovered)
    failure = session.close()
    if failure is not None:
        raise failure.error


def run(kills: int, seed: int, parallel: int, longest_loss_s: float) -> Result:
    """Kill `kills` children, `parallel` at a time, each line of descent in a folder of its own."""
    results = [Result() for _number in range(parallel)]

    def descend(number: int) -> None:
        result = results[number]
        choose = random.Random(seed * 1000 + number)  # noqa: S311 - when to kill, not a secret
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            directories_in(folder).create()
            create_plan_file(folder / "plans" / "killed.plan.json", document(1))
            for _kill in range(kills // parallel + (number < kills % parallel)):
                kill_once(folder, choose, longest_loss_s, result)
            result.temporary_files_left += len(list(folder.rglob(".planner-*.tmp")))

    threads = [threading.Thread(target=descend, args=(number,)) for number in range(parallel)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    result = sum(results, Result())
    if result.kills != kills:
        result.violations.append(f"only {result.kills} of {kills} kills took place")
    return result


def main() -> int:
    parser = argparse.ArgumentParser(description="Kill an editing process at random moments and look at what is left.")
    parser.add_argument("--kills", type=int, default=25)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--parallel", type=int, default=4)
    parser.add_argument("--longest-loss-s", type=float, default=2.0)
    parser.add_argument("--child", choices=WAYS, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child:
        child(arguments.folder, arguments.child)
        return 2
    result = run(arguments.kills, arguments.seed, arguments.parallel, arguments.longest_loss_s)
    print(result.text())
    return 1 if result.violations else 0


if __name__ == "__main__":
    raise SystemExit(main())
