"""The menu bar, from the table of actions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QMenu, QMenuBar, QToolButton, QWidget

from planner.plan.wording import N_
from planner.ui.icons import icon
from planner.ui.theme import Theme, tokens_of

if TYPE_CHECKING:
    from planner.ui.window import MainWindow

Choice = tuple[object, str]

MENUS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        "file",
        N_("&File"),
        ("new", "@templates", "open", "@examples", "@recent", "", "library", "history", "",
         "save_copy", "share", "export", "",
         "usage_log", "", "quit"),
    ),
    ("edit", N_("&Edit"), ("undo", "redo", "", "reset_field", "note_field", "", "search", "", "settings")),
    ("plan", N_("&Plan"), ("rename_plan", "note_plan", "", "go_workload", "go_money", "",
                            "catalogue", "moved_prices", "measurements")),
    (
        "scenario",
        N_("&Scenario"),
        ("add", "duplicate", "rename", "delete", "", "show", "baseline", "", "quote", "", "up", "down"),
    ),
    (
        "analyse",
        N_("&Analyse"),
        ("working", "data", "checks", "matters", "", "solve", "compare", "challenge", "limits", "doubt", "",
         "ladder", "tuning_costs", "waiting", "sizes", "explore", "",
         "next_page", "previous_page"),
    ),
    ("view", N_("&View"), ("@theme", "@language", "", "larger", "smaller", "usual")),
    ("help", N_("&Help"), ("explain", "guides", "keys", "", "accuracy", "diagnostics", "about")),
)  # fmt: skip


def build_menus(window: MainWindow, submenus: dict[str, Callable[[QMenu], None]]) -> None:
    """Fill the menu bar. `submenus` fill the entries with an @; they are asked each time they open."""
    bar = QMenuBar()
    _ = window.language.translate
    for name, title, keys in MENUS:
        menu = bar.addMenu(_(title))
        menu.setObjectName(name)
        for key in keys:
            if not key:
                menu.addSeparator()
            elif key.startswith("@"):
                submenus[key](menu)
            else:
                menu.addAction(window.action_table[key])
    search = QToolButton()
    search.setProperty("role", "search")
    search.setObjectName("search")
    shortcut = window.action_table["search"].shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    search.setText(_("Search anything…") + f"   {shortcut}")
    search.setIcon(icon("search", tokens_of(window.palette()).muted))
    search.setToolButtonStyle(search.toolButtonStyle().ToolButtonTextBesideIcon)
    search.setAccessibleName(_("Search anything"))
    search.clicked.connect(window.action_table["search"].trigger)
    head = QWidget()
    row = QHBoxLayout(head)
    row.setContentsMargins(8, 4, 16, 4)
    row.addWidget(bar, 1)
    row.addWidget(search)
    window.setMenuWidget(head)


def lazy_menu(parent: QMenu, title: str, fill: Callable[[QMenu], None]) -> None:
    """Add a submenu that is filled each time it opens."""
    menu = parent.addMenu(title)

    def refill() -> None:
        menu.clear()
        fill(menu)

    menu.aboutToShow.connect(refill)


def file_entries(menu: QMenu, files: Sequence[tuple[Path, str]], open_file: Callable[[Path], None], none: str) -> None:
    """Add an entry for each file, or say that there is none."""
    menu.setToolTipsVisible(True)  # plans of one name are told apart by their folders
    for path, name in files:
        action = menu.addAction(name.replace("&", "&&"))
        action.setToolTip(str(path))
        action.triggered.connect(lambda _checked=False, path=path: open_file(path))
    if not files:
        menu.addAction(none).setEnabled(False)


def choices(
    parent: QMenu, title: str, offered: Sequence[Choice], current: object, choose: Callable[[object], None]
) -> None:
    """Add a submenu of which one entry is on."""
    menu = parent.addMenu(title)
    group = QActionGroup(menu)
    for value, text in offered:
        action: QAction = menu.addAction(text)
        action.setCheckable(True)
        action.setChecked(value == current)
        action.triggered.connect(lambda _checked=False, value=value: choose(value))
        group.addAction(action)


THEMES: tuple[tuple[Theme, str], ...] = (
    (Theme.LIGHT, N_("Light")),
    (Theme.DARK, N_("Dark")),
    (Theme.SYSTEM, N_("As the system")),
)
LANGUAGES: tuple[tuple[str, str], ...] = (("en", "English"), ("es", "Español"))
