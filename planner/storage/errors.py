"""What can go wrong with files, in sentences that say what, where and what to do."""

from __future__ import annotations

import errno
from pathlib import Path

from planner.plan.wording import N_, Message, PlannerError


class StorageError(PlannerError):
    """Any failure of this room; the others derive from it."""


class UnreadableFileError(StorageError):
    """The system would not let the file be read: missing, no permission, a device error."""


class BrokenFileError(StorageError):
    """The file was read, but its content is not what it should be."""


class NewerVersionError(StorageError):
    """The file was written by a newer version of the program; it is left untouched."""


class SaveFailedError(StorageError):
    """The system would not let the file be written; the edits are still in memory."""


class ChangedOnDiskError(StorageError):
    """The file on disk is no longer the one that was read or saved last."""


class LockedError(StorageError):
    """Another window or process has the plan open for editing."""


class DiskNotAnsweringError(StorageError):
    """A save did not end in time: a drive hangs."""


class NameTakenError(StorageError):
    """A file of that name exists and nobody said that it may be overwritten."""


_REASONS: dict[int, str] = {
    errno.ENOSPC: N_("the disk is full"),
    errno.EDQUOT: N_("the disk quota is used up"),
    errno.EFBIG: N_("the file would be larger than the system allows"),
    errno.EACCES: N_("there is no permission to do this"),
    errno.EPERM: N_("there is no permission to do this"),
    errno.EROFS: N_("the folder is read-only"),
    errno.ENOENT: N_("the file or its folder is not there"),
    errno.ENOTDIR: N_("the path leads through something that is not a folder"),
    errno.EISDIR: N_("this is a folder, not a file"),
    errno.ENAMETOOLONG: N_("the name is too long"),
    errno.ELOOP: N_("the links in the path go round in a circle"),
    errno.EIO: N_("the device reports an error"),
    errno.ENODEV: N_("the drive is gone"),
    errno.ENXIO: N_("the drive is gone"),
    errno.EBUSY: N_("another program is using the file"),
    errno.EMFILE: N_("too many files are open"),
    errno.ENFILE: N_("too many files are open"),
}
# Names that Windows' errno module does not have.
for _name in ("ESTALE", "ENETDOWN", "ENETUNREACH", "EHOSTDOWN", "EHOSTUNREACH", "ETIMEDOUT", "ENOTCONN", "EREMOTEIO"):
    if hasattr(errno, _name):
        _REASONS[getattr(errno, _name)] = N_("the network drive does not answer")


def reason(error: OSError) -> Message:
    """Return why the system refused, in plain words; the system's own text where no better is known."""
    known = _REASONS.get(error.errno or 0)
    if known is not None:
        return Message(known)
    return Message(N_("the system says: {text}"), {"text": error.strerror or type(error).__name__})


def unreadable(path: Path, error: OSError) -> UnreadableFileError:
    """Return the error for a file that the system would not read."""
    return UnreadableFileError(N_("Cannot read {path}: {reason}."), path=str(path), reason=reason(error))


def save_failed(path: Path, error: OSError) -> SaveFailedError:
    """Return the error for a file that the system would not write, with the way on."""
    return SaveFailedError(
        N_("Cannot save {path}: {reason}. Nothing is lost: your edits are kept. Choose “Save elsewhere…” to go on."),
        path=str(path),
        reason=reason(error),
    )
