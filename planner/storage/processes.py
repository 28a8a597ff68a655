"""Who holds a lock or wrote a journal, and whether that process can still be alive."""

from __future__ import annotations

import getpass
import os
import socket
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Process:
    """A process, told apart from a later one that got the same number."""

    pid: int
    host: str
    user: str
    started: str
    """What the system says about its start: boot and start time on Linux, start time on Windows, else empty."""

    @property
    def is_this_one(self) -> bool:
        """Whether it is the process that asks."""
        return self == this_process()

    @property
    def is_elsewhere(self) -> bool:
        """Whether it runs on another computer, so that nothing can be said about its life."""
        return self.host != _host()

    @property
    def may_be_running(self) -> bool:
        """False only when the process is certainly gone."""
        if self.is_elsewhere:
            return True
        if not 0 < self.pid < 2**31 or not _exists(self.pid):
            return False
        started = start_of(self.pid)
        return not (self.started and started and self.started != started)

    def as_json(self) -> dict[str, Any]:
        """Return it for a JSON file."""
        return {"pid": self.pid, "host": self.host, "user": self.user, "started": self.started}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Process:
        """Read what `as_json` wrote; TypeError, KeyError or ValueError for anything else."""
        pid = value["pid"]
        if not isinstance(pid, int):
            raise TypeError(pid)
        return cls(pid, str(value["host"]), str(value["user"]), str(value["started"]))


def this_process() -> Process:
    """Return the process that asks."""
    return _described(os.getpid())


@cache
def _described(pid: int) -> Process:
    return Process(pid, _host(), _user(), start_of(pid))


@cache
def _host() -> str:
    # gethostname() asks the kernel; it opens no connection.
    return socket.gethostname()


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # no such user in a container
        return ""


def start_of(pid: int) -> str:
    """Return what tells the process from an earlier or later one of the same number; empty where unknown."""
    if sys.platform == "win32":
        return _windows_creation_time(pid)
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        status = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    # The command, in parentheses, may hold spaces; the start time is field 22, the 20th after it.
    return f"{boot}/{status.rpartition(')')[2].split()[19]}"


def _exists(pid: int) -> bool:
    if sys.platform == "win32":
        # os.kill(pid, 0) would send Ctrl+C there.
        return _windows_creation_time(pid) != ""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return not _is_zombie(pid)


def _is_zombie(pid: int) -> bool:
    try:
        status = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] == "Z"


if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    def _windows_creation_time(pid: int) -> str:
        query_limited_information = 0x1000
        still_active = 259
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.OpenProcess.restype = wintypes.HANDLE
        handle = kernel.OpenProcess(query_limited_information, 0, pid)
        if not handle:
            return ""
        try:
            code = wintypes.DWORD()
            if kernel.GetExitCodeProcess(handle, ctypes.byref(code)) and code.value != still_active:
                return ""
            times = [wintypes.FILETIME() for _ in range(4)]
            if not kernel.GetProcessTimes(handle, *(ctypes.byref(time) for time in times)):
                return ""
            return f"{times[0].dwHighDateTime}.{times[0].dwLowDateTime}"
        finally:
            kernel.CloseHandle(handle)
