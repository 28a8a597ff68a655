"""`python -m planner`: no arguments or a path open the window, a verb runs headless."""

import sys


def main() -> int:
    """Hand over to the window or to the command line; neither loads what the other needs."""
    arguments = sys.argv[1:]
    if not arguments or arguments[0] == "--smoke" or arguments[0].endswith(".json"):
        prepare_start()
        from planner.app import main as open_window

        return open_window(arguments)
    from planner.cli import main as run_verb

    return run_verb(arguments)


def prepare_start() -> None:
    """Make the window's start quick; measured with tests/benchmarks/speed.py.

    Once PySide6 is imported it reads the source of every module that is imported after it, so the modules without Qt
    go first. Collecting garbage among modules that all stay costs time and frees nothing: the application switches it
    on again when its charts are there.
    """
    import gc
    import os
    from importlib import import_module

    gc.disable()
    # The search for plugins of pydantic reads the metadata of every installed package; we use none.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    for module in (
        "planner.plan.plan",
        "planner.plan.edits",
        "planner.plan.typed_values",
        "planner.storage.session",
        "planner.storage.recovery",
        "planner.storage.library",
        "planner.storage.documents",
        "planner.storage.preferences",
        "planner.storage.application_log",
        "planner.storage.data_folder",
        "planner.storage.undo_file",
        "planner.catalog.loader",
        "planner.catalog.overlay",
        "planner.analysis.amount_text",
        "concurrent.futures.thread",
        "html",
    ):
        import_module(module)


if __name__ == "__main__":
    sys.exit(main())
