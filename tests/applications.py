"""The program in the process of a test: opened, and put away without a trace for the tests after it."""

from contextlib import contextmanager


@contextmanager
def put_away(qapp):
    """Yield a list; put away every application that is in it at the end, and give Qt back its own looks."""
    looks = qapp.font(), qapp.palette(), qapp.styleSheet()
    applications = []
    yield applications
    for application in applications:
        application.window.close()
        for part in (application.window, application.documents, application.store):
            part.deleteLater()
    finish_deletions()  # before the looks change: what is gone need not be painted anew
    qapp.setFont(looks[0])
    qapp.setPalette(looks[1])
    qapp.setStyleSheet(looks[2])


def finish_deletions():
    """Carry out every `deleteLater`, which otherwise waits for an event loop."""
    from PySide6.QtCore import QCoreApplication, QEvent

    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
