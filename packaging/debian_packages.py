"""Install packages of Debian, Ubuntu and their relatives, as root or with sudo."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from failure import SetupError


def prefix() -> list[str] | None:
    """Return what goes before `apt-get`: nothing for root, sudo for others; None where neither will do."""
    if shutil.which("apt-get") is None:
        return None
    if sys.platform != "win32" and os.geteuid() == 0:
        return []
    if shutil.which("sudo") is None:
        return None
    # Without a terminal nobody can type a password, so sudo must not wait for one.
    return ["sudo"] if sys.stdin.isatty() else ["sudo", "-n"]


def install(packages: list[str], reason: str) -> None:
    """Install packages and say so, or stop and say what to type."""
    names = " ".join(packages)
    before = prefix()
    if before is None:
        raise SetupError(f"{reason}. As an administrator, run: apt-get install {names}")
    print(f"{reason}.\nInstalling with {' '.join([*before, 'apt-get'])}: {names}", flush=True)
    # sudo drops the caller's variables, so the one that keeps apt from asking goes behind it.
    command = [*before, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    # A package list that is partly out of reach may still know these packages: only the install itself decides.
    run([*command, "-q", "update"])
    options = ["-q", "-y", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=120"]
    status, text = run([*command, "install", *options, *packages])
    if status != 0:
        last_lines = "\n".join(text.strip().splitlines()[-4:])
        raise SetupError(
            f"apt-get did not install them:\n{last_lines}\nAs an administrator, run: apt-get install {names}"
        )


def run(command: list[str]) -> tuple[int, str]:
    """Run a command quietly; return its exit status and everything that it wrote."""
    done = subprocess.run(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    return done.returncode, done.stdout
