"""Many random edits with undo and redo, compared with a simple model after each; memory is watched.

`python tests/ui/long_run.py --edits 100000` prints what it did and ends with 1 when something differs or memory grows.
"""

import argparse
import os
import random
import sys
import time
from dataclasses import dataclass
from pathlib import Path

sys.path.append(str(Path(__file__).parent))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

FIELDS = (
    ("workload", "lengths", "answer"),
    ("workload", "volume", "requests"),
    ("money", "horizon"),
    ("money", "discount_rate"),
)
MOST_GROWTH_MB = 40.0


@dataclass
class Outcome:
    edits: int = 0
    undone: int = 0
    redone: int = 0
    differences: int = 0
    grown_mb: float = 0.0
    seconds: float = 0.0


def seen(plan):
    """What the model knows of a plan: four values, the scenarios' names in order, and which are shown."""
    from planner.plan.edits import value_at

    values = tuple(value_at(plan, path) for path in FIELDS)
    return values, tuple((one.id, one.name, one.shown) for one in plan.scenarios), plan.baseline


class Model:
    """The same document as a list of states and a position."""

    def __init__(self, state, limit):
        self.states, self.position, self.limit = [state], 0, limit

    @property
    def state(self):
        return self.states[self.position]

    def edit(self, state):
        if state == self.state:
            return
        self.states = [*self.states[: self.position + 1], state][-self.limit - 1 :]
        self.position = len(self.states) - 1

    def undo(self):
        self.position = max(0, self.position - 1)

    def redo(self):
        self.position = min(len(self.states) - 1, self.position + 1)


def one_edit(choose, store, model):
    """Do the same edit in the store and in the model."""
    values, scenarios, baseline = model.state
    identities = [identity for identity, _name, _shown in scenarios]
    kind = choose.random()
    if kind < 0.6:
        number = choose.randrange(len(FIELDS))
        value = float(choose.randint(1, 99)) if number < 3 else choose.randint(0, 100) / 100
        store.edit(FIELDS[number], value)
        model.edit(((*values[:number], value, *values[number + 1 :]), scenarios, baseline))
    elif kind < 0.7:
        chosen, name = choose.choice(identities), f"Name {choose.randint(0, 50)}"
        store.rename_scenario(chosen, name)
        renamed = tuple((one, name if one == chosen else old, shown) for one, old, shown in scenarios)
        model.edit((values, renamed, baseline))
    elif kind < 0.8:
        chosen, is_shown = choose.choice(identities), choose.random() < 0.5
        store.show_scenario(chosen, is_shown)
        changed = tuple((one, name, is_shown if one == chosen else old) for one, name, old in scenarios)
        model.edit((values, changed, baseline))
    elif kind < 0.9:
        chosen = choose.choice(identities)
        store.set_baseline(chosen)
        model.edit((values, scenarios, chosen))
    else:
        chosen, position = choose.choice(identities), choose.randrange(len(identities))
        store.move_scenario(chosen, position)
        moving = next(one for one in scenarios if one[0] == chosen)
        others = [one for one in scenarios if one[0] != chosen]
        others.insert(position, moving)
        model.edit((values, tuple(others), baseline))


def run(store, edits, seed=1, limit=2_000):
    """Edit, undo and redo at random; return what was done and what was found."""
    choose = random.Random(seed)  # noqa: S311 - the same edits on every run, no secret
    model = Model(seen(store.plan), limit)
    outcome, began = Outcome(), time.monotonic()
    settled_mb = 0.0
    while outcome.edits < edits:
        kind = choose.random()
        if kind < 0.2:
            store.undo_stack.undo()
            model.undo()
            outcome.undone += 1
        elif kind < 0.35:
            store.undo_stack.redo()
            model.redo()
            outcome.redone += 1
        else:
            one_edit(choose, store, model)
            outcome.edits += 1
        outcome.differences += seen(store.plan) != model.state
        if not settled_mb and outcome.edits >= edits // 4:
            settled_mb = memory_mb()
    outcome.grown_mb = memory_mb() - settled_mb
    outcome.seconds = time.monotonic() - began
    return outcome


def memory_mb():
    """Resident memory of this process; 0 where the system does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--edits", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()

    from conftest import three_ways
    from PySide6.QtWidgets import QApplication

    from planner.catalog.loader import load_catalogue
    from planner.ui.evaluator import CostModel
    from planner.ui.store import Store

    application = QApplication([])
    outcome = run(Store(three_ways(), CostModel(load_catalogue)), arguments.edits, arguments.seed)
    print(outcome)
    application.quit()
    return 1 if outcome.differences or outcome.grown_mb > MOST_GROWTH_MB else 0


if __name__ == "__main__":
    raise SystemExit(main())
