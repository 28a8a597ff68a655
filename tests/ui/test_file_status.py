"""What is said of the plan's file: the last word, a trouble once for as long as it lasts, and everything again."""

from planner.plan.wording import Message
from planner.ui.file_status import FileStatus
from planner.ui.troubles import TroubleKind, changed_on_disk

SAVED, FULL = Message("Saved"), Message("The disk is full.")


def listened(status):
    heard = []
    status.said.connect(lambda message, is_safe: heard.append((message.msgid, is_safe)))
    status.trouble_changed.connect(lambda trouble: heard.append(trouble and trouble.kind))
    return heard


def test_a_failure_is_a_trouble_and_no_longer_safe(qapp):
    status = FileStatus()
    heard = listened(status)

    status.fail(FULL)

    assert status.has_failed
    assert status.trouble.message == FULL
    assert heard == [TroubleKind.SAVE_FAILED, ("Not saved", False)]


def test_the_same_trouble_is_told_once_and_its_end_too(qapp):
    status = FileStatus()
    heard = listened(status)

    for _ in range(2):
        status.report(changed_on_disk("chat.plan.json"))
    for _ in range(2):
        status.report(None)

    assert heard == [TroubleKind.CHANGED_ON_DISK, None]
    assert not status.has_failed


def test_who_comes_late_hears_everything_again(qapp):
    status = FileStatus()
    status.say(SAVED)
    status.report(changed_on_disk("chat.plan.json"))
    heard = listened(status)

    status.repeat()

    assert heard == [("Saved", True), TroubleKind.CHANGED_ON_DISK]
