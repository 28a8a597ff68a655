"""What the File menu does."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from planner.plan.wording import Message, PlannerError
from planner.storage.plan_file import SUFFIX
from planner.ui.documents import NotSavedError
from planner.ui.menus import file_entries, lazy_menu
from planner.ui.prompts import plan_file_to_save, plan_kinds
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
                    sub, [(starter.path, _(starter.name)) for starter in starters(folder)], self.open_starter, none
                ),
            )

    def new(self) -> None:
        """Start from scratch, with the currency and the horizon of the settings."""
        chosen = self._documents.preferences
        plan = empty_plan(self._window.language, chosen.currency, chosen.horizon_months, chosen.exchange_rate)
        self._try(lambda: self._documents.show(plan))

    def open_starter(self, path: Path) -> None:
        """Open a shipped plan as one's own."""
        self._try(lambda: self._documents.show(read_starter(path, self._window.language), path))

    def open(self, path: Path) -> None:
        """Open a plan of the user's where it is."""
        self._try(lambda: self._documents.open(path))

    def take(self, path: Path) -> None:
        """Open a file from anywhere: where it is, or as a copy in the library; the user decides."""
        path = path.absolute()
        if self._documents.is_open(path) or path.is_relative_to(self._documents.directories.plans):
            self.open(path)
            return
        _ = self._window.language.translate
        choice = self._window.prompts.choice(
            _("Open a plan"),
            _("“{file}” is not in your library. Edit it where it is, or copy it into the library?").format(
                file=path.name
            ),
            (_("Edit it there"), _("Copy into the library")),
        )
        if choice == 0:
            self.open(path)
        elif choice == 1:
            self._try(lambda: self._documents.import_file(path))

    def ask_and_open(self) -> None:
        """Ask for a file and open it."""
        _ = self._window.language.translate
        path = self._window.prompts.file_to_open(_("Open a plan"), plan_kinds(_))
        if path is not None:
            self.take(path)

    def save_copy(self) -> None:
        """Ask where and go on editing there."""
        self._save_at(self._window.language.translate("Save a copy"))

    def save_elsewhere(self) -> None:
        """Ask where to save what cannot be saved in its place."""
        self._save_at(self._window.language.translate("Save elsewhere"))

    def _save_at(self, title: str) -> None:
        window = self._window
        path = plan_file_to_save(window.prompts, window.language.translate, title, window.store.plan.name)
        if path is not None:
            self._try(lambda: self._documents.save_copy(path))

    def may_close(self) -> bool:
        """Save everything; when that fails ask whether to close anyway."""
        return self._documents.close_file() or self._discards()

    def _discards(self) -> bool:
        _ = self._window.language.translate
        trouble = self._documents.status.trouble
        reason = trouble.message.text(_) if trouble is not None else ""
        discard = self._window.prompts.agrees(
            _("Not saved"),
            _("The plan could not be saved. If you close it now, edits that are not saved are lost.") + f"\n\n{reason}",
            _("Discard the edits"),
        )
        return discard and self._documents.close_file(discard=True)

    def _try(self, act: Callable[[], object]) -> None:
        """Act; where the open plan cannot be saved, only once the user has discarded its edits."""
        try:
            act()
        except NotSavedError as error:
            if self._discards():
                self._try(act)
            else:
                self._say(error.message)
        except PlannerError as error:
            self._say(error.message)

    def _recent(self) -> list[tuple[Path, str]]:
        paths = [Path(item) for item in self._documents.preferences.recent]
        return [(path, path.name.removesuffix(SUFFIX)) for path in paths if path.exists()]

    def _say(self, message: Message) -> None:
        self._window.panels.notices.show_notice(message)
