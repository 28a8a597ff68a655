"""Write a file so that a reader, a kill or a full disk never sees half of it.

The data goes to a temporary file beside the target, is forced to the device, and replaces the target in one
step. Qt's QSaveFile is not used: on a full disk it was seen to commit a truncated file and report success.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shutil
import time
from pathlib import Path

TEMPORARY_PREFIX = ".planner-"
TEMPORARY_SUFFIX = ".tmp"
_LEFTOVER_AGE_S = 3600.0
# Virus scanners and indexers on Windows hold a fresh file for a moment; together about one second.
_REPLACE_PAUSES_S = (0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4)
# Some network and FUSE file systems cannot force a folder; the file itself has been forced by then.
_FOLDER_SYNC_UNSUPPORTED = frozenset({errno.EINVAL, errno.ENOTSUP, errno.EACCES, errno.EPERM, errno.EBADF})


def write_atomically(path: Path, data: bytes) -> None:
    """Replace the file at `path` by `data`, or leave it exactly as it was and raise OSError.

    A symbolic link stays a link (its target is replaced) and the mode of an existing file is kept.
    """
    target = Path(os.path.realpath(path))
    temporary = _write_beside(target, data)
    try:
        if target.exists():
            shutil.copymode(target, temporary)
        _replace(temporary, target)
    except BaseException:
        _discard(temporary)
        raise
    _sync_folder(target.parent)


def create_exclusively(path: Path, data: bytes) -> None:
    """Create `path` with `data` in one step; FileExistsError when something is there already."""
    target = Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow a link that is in the way
    temporary = _write_beside(target, data)
    try:
        try:
            os.link(temporary, target)
        except FileExistsError:
            raise
        except OSError:
            # A file system without hard links (FAT, some network drives): reserve the name, then fill it.
            os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
            try:
                _replace(temporary, target)
            except BaseException:
                _discard(target)
                raise
    finally:
        _discard(temporary)
    _sync_folder(target.parent)


def move_without_replacing(source: Path, target: Path) -> None:
    """Move a file; FileExistsError when something is at `target` already. Data are never in neither place."""
    if not source.is_symlink():
        try:
            os.link(source, target)
        except FileExistsError:
            raise
        except OSError as error:
            if error.errno == errno.EXDEV:
                create_exclusively(target, source.read_bytes())
                source.unlink()
                return
        else:
            source.unlink()
            return
    # A link, or a file system without hard links: look, then move.
    if os.path.lexists(target):
        raise FileExistsError(errno.EEXIST, "exists", str(target))
    source.rename(target)


def remove_leftovers(folder: Path, *, older_than_s: float = _LEFTOVER_AGE_S) -> int:
    """Delete temporary files that a killed process left in `folder`; return how many.

    Young ones may belong to another process that is saving at this moment and are left alone.
    """
    removed = 0
    now = time.time()
    with contextlib.suppress(OSError):
        for leftover in folder.glob(f"{TEMPORARY_PREFIX}*{TEMPORARY_SUFFIX}"):
            with contextlib.suppress(OSError):
                if now - leftover.stat().st_mtime >= older_than_s:
                    leftover.unlink()
                    removed += 1
    return removed


def _write_beside(target: Path, data: bytes) -> Path:
    # The name does not contain the target's, which may already be as long as the file system allows.
    temporary = target.parent / f"{TEMPORARY_PREFIX}{secrets.token_hex(8)}{TEMPORARY_SUFFIX}"
    flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    descriptor = os.open(temporary, flags, 0o666)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            written = os.fstat(file.fileno()).st_size
            if written != len(data):
                raise OSError(errno.ENOSPC, f"only {written} of {len(data)} bytes were written", str(target))
            os.fsync(file.fileno())
    except BaseException:
        _discard(temporary)
        raise
    return temporary


def _replace(temporary: Path, target: Path) -> None:
    for pause_s in _REPLACE_PAUSES_S:
        try:
            temporary.replace(target)
        except PermissionError:
            if not _is_windows():
                raise
            time.sleep(pause_s)
        else:
            return
    temporary.replace(target)


def _sync_folder(folder: Path) -> None:
    if _is_windows():
        return
    descriptor = os.open(folder, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _FOLDER_SYNC_UNSUPPORTED:
            raise
    finally:
        os.close(descriptor)


def _is_windows() -> bool:
    return os.name == "nt"


def _discard(temporary: Path) -> None:
    with contextlib.suppress(OSError):
        temporary.unlink()
