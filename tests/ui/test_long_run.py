import importlib.util
import sys
from pathlib import Path

import pytest

SPEC = importlib.util.spec_from_file_location("long_run", Path(__file__).with_name("long_run.py"))
long_run = importlib.util.module_from_spec(SPEC)
sys.modules["long_run"] = long_run  # its dataclass looks itself up there
SPEC.loader.exec_module(long_run)


@pytest.mark.parametrize("seed", [1, 2])
def test_thousands_of_edits_with_undo_and_redo_equal_a_simple_model(store, seed):
    outcome = long_run.run(store, 1_500, seed)

    assert outcome.edits == 1_500
    assert outcome.undone > 100
    assert outcome.redone > 100
    assert outcome.differences == 0


def test_the_undo_limit_drops_the_oldest_steps_and_nothing_else(store):
    store.undo_stack.setUndoLimit(50)

    outcome = long_run.run(store, 600, limit=50)

    assert outcome.differences == 0
    assert store.undo_stack.count() <= 50
