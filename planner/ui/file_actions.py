"""What the File menu does."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from planner.plan.wording import Message, PlannerError
from planner.storage.file_names import safe_stem
from planner.storage.plan_file import SUFFIX
from planner.ui.menus import file_entries, lazy_menu
from planner.ui.templates import empty_plan, read_starter, starters

if TYPE_CHECKING:
    from planner.ui.window import MainWindow


class FileActions:
    """Opens, copies and closes plans for one window; what goes wrong is said in a notice."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._documents = window.documents

    def wire(self) -> None:
        """Connect the actions."""
        self._window.action_table.connect(
            new=self.new, open=self.ask_and_open, save_copy=self.save_copy, quit=self._window.close
        )

    def submenus(self, key: str, menu: QMenu) -> None:
        """Add the submenu of shipped plans or of recent ones."""
        _ = self._window.language.translate
        none = _("Nothing here yet")
        if key == "@recent":
            lazy_menu(menu, _("Open &recent"), lambda sub: file_entries(sub, self._recent(), self.open, none))
        else:
            folder, title = (
                ("templates", _("New from &template"))
                if key == "@templates"
                else (
                    "examples",
                    _("Open e&xample"),
                )
            )
            lazy_menu(
                menu,
                title,
                lambda sub: file_entries(
                    sub, [(starter.path, starter.name) for starter in starters(folder)], self.open_starter, none
                ),
            )

    def new(self) -> None:
        """Start from scratch."""
        self._documents.show(empty_plan(self._window.language))

    def open_starter(self, path: Path) -> None:
        """Open a shipped plan as one's own."""
        try:
            self._documents.show(read_starter(path))
        except PlannerError as error:
            self._say(error.message)

    def open(self, path: Path) -> None:
        """Open a plan of the user's."""
        try:
            self._documents.open(path)
        except PlannerError as error:
            self._say(error.message)

    def ask_and_open(self) -> None:
        """Ask for a file and open it."""
        _ = self._window.language.translate
        path = self._window.prompts.file_to_open(_("Open a plan"), self._kinds())
        if path is not None:
            self.open(path)

    def save_copy(self) -> None:
        """Ask where and go on editing there."""
        _ = self._window.language.translate
        name = safe_stem(self._window.store.plan.name) + SUFFIX
        path = self._window.prompts.file_to_save(_("Save a copy"), self._kinds(), name)
        if path is None:
            return
        if not path.name.endswith(SUFFIX):
            path = path.with_name(path.name.removesuffix(".json") + SUFFIX)
        try:
            self._documents.save_copy(path)
        except PlannerError as error:
            self._say(error.message)

    def may_close(self) -> bool:
        """Save everything; when that fails ask whether to close anyway."""
        if self._documents.close_file():
            return True
        _ = self._window.language.translate
        discard = self._window.prompts.agrees(
            _("Not saved"),
            _("The plan could not be saved. If you close now, edits that are not saved are lost."),
            _("Close without saving"),
        )
        return discard and self._documents.close_file(discard=True)

    def _kinds(self) -> str:
        _ = self._window.language.translate
        return f"{_('Plans')} (*{SUFFIX} *.json)"

    def _recent(self) -> list[tuple[Path, str]]:
        paths = [Path(item) for item in self._documents.preferences.recent]
        return [(path, path.name.removesuffix(SUFFIX)) for path in paths if path.exists()]

    def _say(self, message: Message) -> None:
        self._window.panels.notices.show_notice(message)
