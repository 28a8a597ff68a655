"""A log for bug reports: small, rotating, and without anything from a plan.

Exceptions are written as their type and the lines of code they went through. Their texts are left out, since they
may quote what the user typed; only the operating system's own texts are kept. The home folder is written as `~`.
"""

from __future__ import annotations

import logging
import logging.handlers
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from planner.storage.directories import Directories

LOG_NAME = "planner.log"
_LARGEST_BYTES = 512 * 1024
_OLDER_FILES = 3
_PACKAGE = Path(__file__).resolve().parents[1]

ExceptionInformation = tuple[type[BaseException], BaseException, TracebackType | None]


class PrivateFormatter(logging.Formatter):
    """Writes one record without user data."""

    def __init__(self, home: Path | None = None) -> None:
        super().__init__("{asctime} {levelname} {name}: {message}", style="{")
        self._home = str(home or Path.home())

    def formatException(self, ei: object) -> str:  # noqa: N802 - logging's name
        """Return type and code lines of an exception and of those that led to it, without their texts."""
        if not isinstance(ei, tuple) or not isinstance(ei[1], BaseException):
            return ""
        return "\n".join(_described(ei[1]))

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, with the home folder shortened."""
        # A text cached by another handler would bring the exception's own words back.
        record.exc_text = None
        text = super().format(record)
        record.exc_text = None
        return text.replace(self._home, "~") if len(self._home) > 1 else text


class _QuietFileHandler(logging.handlers.RotatingFileHandler):
    """A log that cannot be written must not disturb the work that it reports on."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        del record


def start_log(directories: Directories, *, level: int = logging.INFO) -> logging.Handler:
    """Write the program's log records to the user's log folder; returns the handler for `stop_log`.

    Where the folder cannot be made there is no log, and no error.
    """
    handler: logging.Handler
    try:
        directories.log.mkdir(parents=True, exist_ok=True)
        handler = _QuietFileHandler(
            directories.log / LOG_NAME, maxBytes=_LARGEST_BYTES, backupCount=_OLDER_FILES, encoding="utf-8"
        )
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(PrivateFormatter())
    logger = logging.getLogger("planner")
    logger.addHandler(handler)
    logger.setLevel(level)
    return handler


def stop_log(handler: logging.Handler) -> None:
    """Close a log that `start_log` has started."""
    logging.getLogger("planner").removeHandler(handler)
    handler.close()


def catch_unexpected(tell: Callable[[BaseException], None]) -> Callable[[], None]:
    """Log every exception that nobody caught and hand it to `tell`; returns a function that undoes this.

    `tell` shows the dialog that says what is safe. It may be called on any thread.
    """
    logger = logging.getLogger("planner")
    earlier, earlier_of_threads = sys.excepthook, threading.excepthook

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            earlier(kind, error, trace)
            return
        logger.error("unexpected error", exc_info=(kind, error, trace))
        tell(error)

    def thread_hook(arguments: threading.ExceptHookArgs) -> None:
        if arguments.exc_value is not None and not issubclass(arguments.exc_type, SystemExit):
            hook(arguments.exc_type, arguments.exc_value, arguments.exc_traceback)

    def undo() -> None:
        sys.excepthook, threading.excepthook = earlier, earlier_of_threads

    sys.excepthook, threading.excepthook = hook, thread_hook
    return undo


def _described(error: BaseException) -> list[str]:
    lines = []
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None and cause is not error:
        lines = [*_described(cause)[-40:], "which led to"]
    lines.extend(f"  {_place(frame)}" for frame in traceback.extract_tb(error.__traceback__)[-30:])
    text = f": {error.strerror}" if isinstance(error, OSError) and error.strerror else ""
    return [*lines, f"{type(error).__module__}.{type(error).__qualname__}{text}"]


def _place(frame: traceback.FrameSummary) -> str:
    path = Path(frame.filename)
    shown = path.relative_to(_PACKAGE.parent) if path.is_relative_to(_PACKAGE) else Path(*path.parts[-2:])
    return f"{shown}:{frame.lineno} in {frame.name}"
