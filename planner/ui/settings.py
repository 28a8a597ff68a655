"""Applies the settings at once, keeps them, and moves the data folder without deleting anything."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.plan.wording import N_, Message, PlannerError
from planner.storage.directories import Directories
from planner.storage.preferences import Preferences
from planner.ui.catalogue.own_records import OwnRecords
from planner.ui.documents import Documents
from planner.ui.look import Look, next_text_size

if TYPE_CHECKING:
    from planner.ui.dialogs.settings import SettingsDialog
    from planner.ui.window import MainWindow


class SettingsActions:
    """What the user sets, for the whole program; `wire` connects it to one window."""

    def __init__(
        self,
        documents: Documents,
        look: Look,
        own: OwnRecords,
        usual: Directories,
        *,
        look_has_changed: Callable[[], object],
    ) -> None:
        self._documents, self._look, self._own = documents, look, own
        self._usual = usual
        """Where everything is unless a data folder is set."""
        self._look_has_changed = look_has_changed
        self._window: MainWindow | None = None

    def wire(self, window: MainWindow) -> None:
        """Connect the actions."""
        self._window = window
        window.action_table.connect(
            settings=self.open,
            larger=lambda: self.resize_text(1),
            smaller=lambda: self.resize_text(-1),
            usual=lambda: self.resize_text(0),
        )

    def change(self, **changes: Any) -> None:
        """Set some settings, at once; ValueError for an impossible value."""
        before = self._documents.preferences
        after = replace(before, **changes)
        if after == before:
            return
        self._documents.preferences = after
        if self._look.follow(after):
            self._look_has_changed()
        self._documents.preferences_changed.emit()

    def resize_text(self, step: int) -> None:
        """Take the next larger (1) or smaller (-1) text size, or the usual one (0)."""
        self.change(text_size_percent=next_text_size(self._documents.preferences.text_size_percent, step))

    def open(self) -> None:
        """Show the settings."""
        from planner.ui.dialogs.settings import RESETTABLE, SettingsDialog

        window, documents = self._window, self._documents
        if window is None:
            return
        dialog = SettingsDialog(documents.preferences, documents.directories, self._look.language, window)

        def take(wanted: Preferences) -> None:
            self.change(**{name: getattr(wanted, name) for name in RESETTABLE})
            self._show(dialog)

        dialog.changed.connect(take)
        dialog.folder_asked.connect(lambda: self._choose_folder(dialog))
        dialog.folder_reset.connect(lambda: self.move(None, dialog))
        dialog.open()

    def move(self, folder: Path | None, dialog: SettingsDialog) -> None:
        """Keep plans in another folder (None: the usual one) if the user agrees, copied there or not."""
        if self._window is None:
            return
        _ = self._look.language.translate
        directories = self._usual.with_data_folder(folder)
        question = _(
            "Plans, versions and own records will be kept in {path}. Copy those you have there now? Nothing is "
            "deleted here or replaced there."
        ).format(path=directories.data)
        choice = self._window.prompts.choice(_("Data folder"), question, (_("Copy and move"), _("Move without a copy")))
        if choice is None:
            return
        try:
            self._documents.keep_plans_in(directories, copies=choice == 0)
        except PlannerError as error:
            dialog.say(error.message)
            return
        self._own.move(directories.own_records)
        self.change(data_folder="" if folder is None else str(folder))
        self._show(dialog)
        dialog.say(Message(N_("Plans are kept in {path} from now on."), {"path": str(directories.data)}), "muted")

    def _choose_folder(self, dialog: SettingsDialog) -> None:
        if self._window is None:
            return
        chosen = self._window.prompts.folder(self._look.language.translate("Data folder"))
        if chosen is not None:
            self.move(None if chosen == self._usual.data else chosen, dialog)

    def _show(self, dialog: SettingsDialog) -> None:
        documents = self._documents
        dialog.show_settings(documents.preferences, documents.directories, self._look.language)
