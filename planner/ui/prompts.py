"""Every question the window asks in a dialog, behind one door, so that tests can answer them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtWidgets import QFileDialog, QInputDialog, QLineEdit, QMessageBox, QWidget

from planner.storage.file_names import safe_stem
from planner.storage.plan_file import SUFFIX


class Prompts(Protocol):
    """What the window may ask."""

    def file_to_open(self, title: str, kinds: str) -> Path | None:
        """Ask for a file; None when the user changes their mind."""

    def file_to_save(self, title: str, kinds: str, name: str) -> Path | None:
        """Ask where to save."""

    def folder(self, title: str) -> Path | None:
        """Ask for a folder."""

    def text(self, title: str, label: str, text: str) -> str | None:
        """Ask for a line of text."""

    def agrees(self, title: str, question: str, yes: str) -> bool:
        """Ask before something that cannot be taken back."""

    def choice(self, title: str, question: str, options: Sequence[str]) -> int | None:
        """Ask which of a few ways to go; None when the user changes their mind."""

    def tell(self, title: str, text: str) -> None:
        """Say something that must be read."""


def plan_file_to_save(prompts: Prompts, translate: Callable[[str], str], title: str, name: str) -> Path | None:
    """Ask where to save a plan called `name`; None when the user changes their mind.

    The dialog asks before it names an existing file. It knows nothing of the ending that is added to a name without
    one, so that is asked about here.
    """
    _ = translate
    chosen = prompts.file_to_save(title, plan_kinds(translate), safe_stem(name) + SUFFIX)
    if chosen is None or chosen.name.endswith(SUFFIX):
        return chosen
    path = chosen.with_name(chosen.name.removesuffix(".json") + SUFFIX)
    question = _("{file} is there already. Replace it?").format(file=path.name)
    if path.exists() and not prompts.agrees(title, question, _("Replace")):
        return None
    return path


def plan_kinds(translate: Callable[[str], str]) -> str:
    """Return the kinds of file that hold a plan, as file dialogs want them."""
    return f"{translate('Plans')} (*{SUFFIX} *.json)"


class Dialogs:
    """The prompts as dialogs over a window."""

    def __init__(self, parent: QWidget, translate: Callable[[str], str]) -> None:
        self._parent = parent
        self._translate = translate

    def file_to_open(self, title: str, kinds: str) -> Path | None:
        """Ask for a file."""
        name, _kind = QFileDialog.getOpenFileName(self._parent, title, "", kinds)
        return Path(name) if name else None

    def file_to_save(self, title: str, kinds: str, name: str) -> Path | None:
        """Ask where to save; the dialog itself asks before it names an existing file."""
        chosen, _kind = QFileDialog.getSaveFileName(self._parent, title, name, kinds)
        return Path(chosen) if chosen else None

    def folder(self, title: str) -> Path | None:
        """Ask for a folder."""
        name = QFileDialog.getExistingDirectory(self._parent, title)
        return Path(name) if name else None

    def text(self, title: str, label: str, text: str) -> str | None:
        """Ask for a line of text."""
        answer, accepted = QInputDialog.getText(self._parent, title, label, QLineEdit.EchoMode.Normal, text)
        return answer.strip() if accepted and answer.strip() else None

    def agrees(self, title: str, question: str, yes: str) -> bool:
        """Ask; 'no' is the default."""
        box = QMessageBox(QMessageBox.Icon.Question, title, question, parent=self._parent)
        agree = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
        box.exec()
        return box.clickedButton() is agree

    def choice(self, title: str, question: str, options: Sequence[str]) -> int | None:
        """Ask which way to go; the first is the default."""
        box = QMessageBox(QMessageBox.Icon.Question, title, question, parent=self._parent)
        buttons = [box.addButton(option, QMessageBox.ButtonRole.AcceptRole) for option in options]
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(buttons[0])
        box.exec()
        return next((number for number, button in enumerate(buttons) if box.clickedButton() is button), None)

    def tell(self, title: str, text: str) -> None:
        """Say something that must be read."""
        QMessageBox.information(self._parent, title, text)
