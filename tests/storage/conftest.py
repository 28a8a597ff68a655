"""What the tests of this room need from the system."""

import sys

# Real faults are made with POSIX means: mounts, limits, other users.
collect_ignore = ["test_faults.py"] if sys.platform == "win32" else []
