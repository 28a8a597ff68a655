"""Walk W7: keyboard only, dark, Spanish, text at twice its size; then the program is killed and started again."""

import json
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from applications import put_away
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget
from walks.keyboard import clipped, spoken_name

from planner.storage.plan_file import digest_on_disk, read_plan_file
from planner.ui.theme import DARK, tokens_of

CHILD = Path(__file__).parents[1] / "editing_child.py"
WALK = Path(__file__).with_name("w7_child.py")
ANSWER = ("workload", "lengths", "answer")


def edit_until_killed(seconds, edits_per_second=10):
    """Edit in a process of its own, kill it, and return (typed value, age at the kill) of each edit, oldest first."""
    with subprocess.Popen(
        [sys.executable, str(CHILD), str(edits_per_second)], stdout=subprocess.PIPE, text=True
    ) as process:
        lines = [process.stdout.readline()]
        time.sleep(seconds)
        killed_at = time.monotonic()
        process.kill()
        lines += [line for line in process.stdout if line.endswith("\n")]
    return [(float(typed), killed_at - float(at)) for typed, at in (line.split() for line in lines)]


@pytest.fixture
def restarted(qapp, planner_home):
    """Start the program again in this process, with nothing of the killed one but its files."""
    from planner.app import Application
    from planner.storage.directories import user_directories

    with put_away(qapp) as started:

        def start():
            started.append(Application(qapp, user_directories()))
            started[-1].show()
            return started[-1]

        yield start


def walk_until_killed(seconds):
    """Let a process of its own do the walk, kill it some seconds after it has typed three times.

    Return what it said and when it was killed.
    """
    said = []
    with subprocess.Popen([sys.executable, str(WALK)], stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout:
            said.append(json.loads(line))
            if sum(fact["step"] == "typed" for fact in said) == 3:
                break
        time.sleep(seconds)
        killed_at = time.monotonic()
        process.kill()
        said += [json.loads(line) for line in process.stdout if line.endswith("\n")]
    return said, killed_at


def test_the_whole_walk_by_keyboard_in_the_dark_in_spanish_at_twice_the_size_and_after_a_kill(restarted):
    said, killed_at = walk_until_killed(3.0)
    steps = {fact["step"]: fact for fact in said}

    assert steps["look"] == {"step": "look", "language": "es", "dark": True}
    assert steps["built"]["name"] == "Año ñandú €"
    assert steps["built"]["model"] == "llama-2-13b-chat"
    assert steps["undone"] == {"step": "undone", "steps": 20, "differs": True}
    assert steps["redone"] == {"step": "redone", "same": True}
    looked_at = [fact for fact in said if fact["step"] in ("panel", "dialog")]
    assert [fact["title"] for fact in looked_at] == [
        "Plan", "Entradas", "Resultados", "Inspector", "Biblioteca de planes", "Exportar", "Ajustes",
    ]  # fmt: skip
    for fact in looked_at:
        assert fact["controls"] >= 7, fact
        assert (fact["missed"], fact["nameless"], fact["clipped"]) == ([], [], []), fact

    application = restarted()

    typed = [(fact["value"], killed_at - fact["at"]) for fact in said if fact["step"] == "typed"]
    # Half a second is allowed for a machine that is busy with other tests.
    assert application.store.plan.workload.lengths.answer >= max(
        (value for value, age in typed if age > 2.5), default=typed[0][0]
    )
    assert steps["built"]["name"] in {scenario.name for scenario in application.store.plan.scenarios}
    notice = application.window.panels.notices.text
    assert notice.startswith(f"El programa se detuvo con «{application.store.plan.name}» abierto.")
    assert re.search(r"\d+ \w+ \d{4}, \d\d:\d\d(:\d\d)?", notice)
    assert tokens_of(application.window.palette()) is DARK
    assert application.documents.preferences.text_size_percent == 200
    assert application.store.edit(ANSWER, 77.0)
    assert application.documents.save_now()


def test_a_text_that_does_not_fit_and_a_control_without_a_name_are_noticed(qapp):
    panel = QWidget()
    button = QPushButton("A text that is far too long", panel)
    button.resize(20, 20)
    label = QLabel("Beyond", panel)
    label.adjustSize()
    label.move(195, 50)
    panel.resize(200, 100)
    panel.show()

    found = clipped(panel)

    assert found == ["QPushButton 'A text that is far too long'", "QLabel 'Beyond' beyond its panel"]
    assert spoken_name(QLineEdit(panel)) == ""
    panel.close()
    panel.deleteLater()


@pytest.mark.parametrize("seconds", [2.5, 4.0])
def test_after_a_kill_everything_but_the_last_two_seconds_is_there_and_the_window_says_so(seconds, restarted):
    edits = edit_until_killed(seconds)

    application = restarted()

    found = application.store.plan.workload.lengths.answer
    # Half a second is allowed for a machine that is busy with other tests.
    assert found >= max(typed for typed, age in edits if age > 2.5)
    assert "The program stopped while “" in application.window.panels.notices.text
    assert "is here." in application.window.panels.notices.text
    assert application.store.is_read_only is False
    assert application.store.edit(ANSWER, 77.0)
    assert application.documents.save_now()


def test_edits_that_could_not_be_saved_before_the_kill_come_back_with_a_notice_before_the_plan_is_shown(
    restarted, planner_home
):
    edit_until_killed(1.5)
    path = next((planner_home / "plans").glob("*.plan.json"))
    document = read_plan_file(path).document
    document["workload"]["lengths"]["answer"] = 4321.0
    leave_a_journal_of_a_dead_process(planner_home, document, path)

    application = restarted()

    assert application.store.plan.workload.lengths.answer == 4321.0
    assert "Recovered unsaved edits of “" in application.window.panels.notices.text
    assert read_plan_file(path).document["workload"]["lengths"]["answer"] == 4321.0
    assert list((planner_home / "state" / "recovery").glob("*.recovery.json")) == []


def leave_a_journal_of_a_dead_process(planner_home, document, path):
    code = (
        "import json, sys\nfrom pathlib import Path\nfrom planner.storage.journal import RecoveryJournal\n"
        "document, folder, path, digest = json.load(sys.stdin)\n"
        "RecoveryJournal(Path(folder), path).write(document, plan_path=Path(path), base_digest=digest)\n"
    )

    handed = [document, str(planner_home / "state" / "recovery"), str(path), digest_on_disk(path)]
    subprocess.run([sys.executable, "-c", code], input=json.dumps(handed), text=True, check=True)


def test_the_notice_survives_another_theme(restarted):
    from planner.ui.theme import Theme

    edit_until_killed(1.5)
    application = restarted()
    said = application.window.panels.notices.text

    application.choose_theme(Theme.DARK)

    assert said
    assert application.window.panels.notices.text == said
