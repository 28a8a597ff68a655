"""`python -m planner`: no arguments or a path open the window, a verb runs headless."""

import sys


def main() -> int:
    """Hand over to the window or to the command line; neither loads what the other needs."""
    arguments = sys.argv[1:]
    if not arguments or arguments[0] == "--smoke" or arguments[0].endswith(".json"):
        from planner.app import main as open_window

        return open_window(arguments)
    from planner.cli import main as run_verb

    return run_verb(arguments)


if __name__ == "__main__":
    sys.exit(main())
