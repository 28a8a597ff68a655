"""The system libraries that Qt's wheels load on Linux but do not carry.

Windows and macOS have all of them. Debian and its relatives get the missing ones installed, other systems are told.
The list was found by starting Qt, offscreen and under X11, on a Debian 12 that had nothing but Python.
"""

from __future__ import annotations

import ctypes
import shutil
import sys

import debian_packages
from failure import SetupError

# Library -> the Debian package that has it. Without these Qt does not start at all.
NEEDED = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libxkbcommon.so.0": "libxkbcommon0",
}

# Without these Qt opens no window under X11; Wayland and tests do without.
NEEDED_FOR_X11 = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}


def can_load(library: str) -> bool:
    """Say whether the system finds a library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def missing(libraries: dict[str, str]) -> dict[str, str]:
    """Return those libraries, with their packages, that the system does not find."""
    return {library: package for library, package in libraries.items() if not can_load(library)}


def provide() -> None:
    """Install the libraries that are missing, or say which they are; stop where Qt could not start without them."""
    without_start, without_window = missing(NEEDED), missing(NEEDED_FOR_X11)
    packages = sorted({*without_start.values(), *without_window.values()})
    if not packages:
        return
    reason = "Qt needs system libraries that are missing here"
    try:
        if shutil.which("apt-get") is None:
            names = ", ".join(sorted({**without_start, **without_window}))
            raise SetupError(f"{reason}: {names}. Install the packages that have them; on Debian: {' '.join(packages)}")
        debian_packages.install(packages, reason)
    except SetupError as error:
        if without_start:
            raise
        print(f"{error}\nGoing on without them: only windows under X11 need them.", file=sys.stderr)
