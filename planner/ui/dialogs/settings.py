"""The settings: each applies at once and can be reset, one by one or all together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QScrollArea, QToolButton, QWidget

from planner.plan.fields import fields_of
from planner.plan.language import Language
from planner.plan.money import Money
from planner.plan.units import MONTHS, NONE
from planner.plan.wording import N_, Message
from planner.storage.directories import Directories, Place
from planner.storage.preferences import LONGEST_HORIZON_MONTHS, Preferences
from planner.ui.dialogs.frame import Frame
from planner.ui.fonts import Type, set_type
from planner.ui.forms.editors import AmountEdit, ChoiceEdit
from planner.ui.icons import icon
from planner.ui.look import TEXT_SIZES_PERCENT
from planner.ui.menus import LANGUAGES, THEMES
from planner.ui.text import elided, label, paragraph, say
from planner.ui.theme import tokens_of

MARKS = (("system", N_("As the language has it")), ("point", "1.5"), ("comma", "1,5"))
CSV_FORMS = (
    ("system", N_("As numbers on screen")),
    ("point", N_("1.5, separated by commas")),
    ("comma", N_("1,5 separated by semicolons")),
)
PLACES = {
    Place.SYSTEM: N_("The usual folders of the system."),
    Place.VARIABLE: N_("Everything is in the folder that LLM_COST_PLANNER_HOME names."),
    Place.PORTABLE: N_("Portable: everything is in the folder “portable” beside the program."),
}
RESETTABLE = (
    "language", "theme", "text_size_percent", "number_format", "csv_format", "currency", "exchange_rate",
    "horizon_months",
)  # fmt: skip
"""What 'reset all' resets; the data folder is asked about first."""


class SettingsDialog(Frame):
    """Shows the settings and says what the user wants instead; whoever listens applies it and shows them again."""

    changed = Signal(object)
    """(Preferences): the user wants these."""
    folder_asked = Signal()
    """The user wants to choose another data folder."""
    folder_reset = Signal()
    """The user wants the usual data folder back."""

    def __init__(
        self, preferences: Preferences, directories: Directories, language: Language, parent: QWidget | None = None
    ) -> None:
        super().__init__("", "", parent)
        self.editors: dict[str, ChoiceEdit | AmountEdit] = {}
        self.resets: dict[str, QToolButton] = {}
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.body.addWidget(self._scroll, 1)
        self.outcome = paragraph()
        self.outcome.hide()
        self.body.addWidget(self.outcome)
        self.reset_all_button = self.add_button("")
        self.reset_all_button.clicked.connect(self._reset_all)
        # No default button: Enter in a number takes the number and does not close over what is wrong with it.
        self.close_button = self.add_button("")
        self.close_button.setProperty("role", "primary")
        self.close_button.clicked.connect(self.accept)
        self.show_settings(preferences, directories, language)

    def show_settings(self, preferences: Preferences, directories: Directories, language: Language) -> None:
        """Show the settings as they are now, in the language and size of now; the focus stays where it was."""
        focus = next((name for name, editor in self.editors.items() if editor.hasFocus()), "")
        self._preferences, self._language = preferences, language
        _ = language.translate
        self.retitle(_("Settings"), _("Every change applies at once. The arrow behind a changed one resets it."))
        self.reset_all_button.setText(_("Reset all"))
        self.close_button.setText(_("Close"))
        at = self._scroll.verticalScrollBar().value()
        before: QWidget | None = self._scroll.takeWidget()
        if before is not None:
            before.hide()
            before.deleteLater()  # not at once: one of its editors may be in the middle of the key that changed it
        self._scroll.setWidget(self._form(directories))
        self._scroll.verticalScrollBar().setValue(at)
        set_type(self.outcome, Type.BODY)
        self.widen(84, 41)
        self._put_in_order()
        self.editors.get(focus, self.editors["language"]).setFocus()

    def _put_in_order(self) -> None:
        """Let Tab walk down the form, which is younger than the buttons, and then to them."""
        order: list[QWidget] = []
        for name, reset in self.resets.items():
            order += [self.editors.get(name, self.choose_button), reset]
        order += [self.reset_all_button, self.close_button]
        for before, after in pairwise(order):
            self.setTabOrder(before, after)

    def say(self, message: Message, tone: str = "error") -> None:
        """Say what came of a wish."""
        say(self.outcome, message.text(self._language.translate), tone)

    def _form(self, directories: Directories) -> QWidget:
        _ = self._language.translate
        form = QWidget()
        self._grid = QGridLayout(form)
        self._grid.setContentsMargins(0, 0, 12, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(1, 1)
        self.editors.clear()
        self.resets.clear()
        system = ("system", _("As the system"))
        sizes = [(percent, f"{percent} %") for percent in TEXT_SIZES_PERCENT]
        if self._preferences.text_size_percent not in TEXT_SIZES_PERCENT:
            sizes.append((self._preferences.text_size_percent, f"{self._preferences.text_size_percent} %"))
        self._head(_("Window"))
        self._choice("language", _("Language"), [system, *LANGUAGES])
        self._choice("theme", _("Theme"), [(theme.value, _(text)) for theme, text in THEMES])
        self._choice("text_size_percent", _("Text size"), sizes)
        self._head(_("Numbers"))
        self._choice("number_format", _("Numbers on screen"), [(mark, _(text)) for mark, text in MARKS])
        self._choice("csv_format", _("Numbers in CSV files"), [(form, _(text)) for form, text in CSV_FORMS])
        self._head(_("New plans"))
        self._choice("currency", _("Currency"), _currencies(self._preferences.currency))
        if self._preferences.currency != "USD":
            self._number("exchange_rate", _("One US dollar is"), self._preferences.currency)
        self._number("horizon_months", _("Horizon"), _("months"))
        self._head(_("Files"))
        self._folder(directories)
        self._grid.setRowStretch(self._grid.rowCount(), 1)
        return form

    def _head(self, text: str) -> None:
        row = self._grid.rowCount()
        head = label(text, Type.STRONG)
        head.setContentsMargins(0, 8 if row > 1 else 0, 0, 0)
        self._grid.addWidget(head, row, 0, 1, 3)

    def _choice(self, name: str, title: str, offered: Sequence[tuple[Any, str]]) -> None:
        editor = ChoiceEdit(offered)
        editor.show_value(getattr(self._preferences, name))
        editor.committed.connect(lambda value, _gesture: self._want(name, value))
        self._row(name, title, editor)

    def _number(self, name: str, title: str, unit: str) -> None:
        is_whole = name == "horizon_months"
        editor = AmountEdit(MONTHS if is_whole else NONE, self._language, may_be_empty=False)
        editor.show_value(float(getattr(self._preferences, name)))
        editor.committed.connect(lambda value, _gesture: self._want_number(name, value))
        editor.refused.connect(lambda message: self.say(message) if message is not None else self.outcome.hide())
        self._row(name, title, editor, unit)

    def _row(self, name: str, title: str, editor: ChoiceEdit | AmountEdit, unit: str = "") -> None:
        row = self._grid.rowCount()
        caption = label(title)
        caption.setBuddy(editor)
        editor.setAccessibleName(title)
        self.editors[name] = editor
        self._grid.addWidget(caption, row, 0)
        if unit:
            beside = QHBoxLayout()
            beside.setSpacing(8)
            beside.addWidget(editor, 1)
            beside.addWidget(label(unit, tone="muted"))
            self._grid.addLayout(beside, row, 1)
        else:
            self._grid.addWidget(editor, row, 1)
        reset = self._reset_button(row, title)
        reset.clicked.connect(lambda: self.changed.emit(self._preferences.with_default(name)))
        reset.setVisible(not self._preferences.is_default(name))
        self.resets[name] = reset

    def _reset_button(self, row: int, title: str) -> QToolButton:
        """Return a button behind a row; its room stays free while it is hidden."""
        reset = QToolButton()
        reset.setIcon(icon("reset", tokens_of(self.palette()).accent))
        words = self._language.translate("Reset “{name}”").format(name=title)
        reset.setAccessibleName(words)
        reset.setToolTip(words)
        policy = reset.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        reset.setSizePolicy(policy)
        self._grid.addWidget(reset, row, 2)
        return reset

    def _folder(self, directories: Directories) -> None:
        _ = self._language.translate
        row = self._grid.rowCount()
        self.folder = elided(str(directories.data))
        self.choose_button = QPushButton(_("Move…"))
        self.choose_button.setAccessibleName(_("Choose another data folder"))
        self.choose_button.setAutoDefault(False)
        self.choose_button.clicked.connect(self.folder_asked)
        beside = QHBoxLayout()
        beside.addWidget(self.folder, 1)
        beside.addWidget(self.choose_button)
        self._grid.addWidget(label(_("Data folder")), row, 0)
        self._grid.addLayout(beside, row, 1)
        reset = self._reset_button(row, _("Data folder"))
        reset.clicked.connect(self.folder_reset)
        reset.setVisible(not self._preferences.is_default("data_folder"))
        self.resets["data_folder"] = reset
        settings = _("Settings are in {path}.").format(path=directories.config)
        self.place = paragraph(f"{_(PLACES[directories.place])} {settings}")
        self._grid.addWidget(self.place, row + 1, 1)

    def _want(self, name: str, value: Any) -> None:
        self.outcome.hide()
        self.changed.emit(replace(self._preferences, **{name: value}))

    def _want_number(self, name: str, value: Any) -> None:
        if name == "horizon_months" and isinstance(value, float) and value.is_integer():
            value = int(value)
        try:
            wanted = replace(self._preferences, **{name: value})
        except ValueError:
            editor = self.editors[name]
            if isinstance(editor, AmountEdit):
                editor.refuse()
            self.say(_bounds(name))
            return
        self.outcome.hide()
        self.changed.emit(wanted)

    def _reset_all(self) -> None:
        self.outcome.hide()
        moved = not self._preferences.is_default("data_folder")
        self.changed.emit(self._preferences.with_default(*RESETTABLE))
        if moved:
            self.folder_reset.emit()


def _bounds(name: str) -> Message:
    if name == "horizon_months":
        return Message(N_("The horizon is a whole number from 1 to {most} months."), {"most": LONGEST_HORIZON_MONTHS})
    return Message(N_("The exchange rate is one number above zero."))


def _currencies(current: str) -> list[tuple[str, str]]:
    """Return the currencies that plans know, and the one of a settings file that they do not."""
    known = next(spec.ui.choices for spec in fields_of(Money) if spec.name == "currency")
    codes = [code for code, _text in known]
    return [(code, code) for code in (*codes, *(() if current in codes else (current,)))]
