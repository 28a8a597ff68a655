"""Walk W7, its end: the program is killed in the middle of an edit and started again."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from planner.storage.plan_file import digest_on_disk, read_plan_file

CHILD = Path(__file__).parents[1] / "editing_child.py"
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

    before = qapp.font(), qapp.palette(), qapp.styleSheet()
    made = []

    def start():
        application = Application(qapp, user_directories())
        made.append(application)
        application.show()
        return application

    yield start
    for application in made:
        application.window.close()
        application.window.deleteLater()
        application.documents.deleteLater()
        application.store.deleteLater()
    qapp.setFont(before[0])
    qapp.setPalette(before[1])
    qapp.setStyleSheet(before[2])


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
