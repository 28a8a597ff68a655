"""Every action of the window, once: its words, its keys and its icon. Menus, tool bar and palette read this table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from planner.plan.language import Language
from planner.plan.wording import N_


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """What an action is called, how it is reached, what it does in a sentence."""

    key: str
    text: str
    keys: str = ""
    tip: str = ""
    is_checkable: bool = False
    role: QAction.MenuRole = QAction.MenuRole.NoRole
    """Where macOS puts it: its own menu has a place for quitting, settings and about."""


ACTIONS = (
    ActionSpec("new", N_("&New plan"), "Ctrl+N", N_("Start a plan from scratch.")),
    ActionSpec("open", N_("&Open…"), "Ctrl+O", N_("Open a plan from a file.")),
    ActionSpec("library", N_("Plan &library…"), "Ctrl+L", N_("All your plans: search, rename, delete, restore.")),
    ActionSpec("save_copy", N_("Save a &copy…"), "Ctrl+Shift+S", N_("Save this plan under another name.")),
    ActionSpec("history", N_("Previous &versions…"), "", N_("Go back to an earlier state of this plan.")),
    ActionSpec("export", N_("&Export…"), "Ctrl+E", N_("Charts, tables and the memo as files.")),
    ActionSpec("share", N_("Save a copy to s&hare…"), "", N_("Without your own records: others get the rest.")),
    ActionSpec("usage_log", N_("Import &usage log…"), "", N_("Take volume, lengths and hours from served requests.")),
    ActionSpec("quit", N_("&Quit"), "Ctrl+Q", N_("Everything is saved already."), role=QAction.MenuRole.QuitRole),
    ActionSpec("undo", N_("&Undo"), "Ctrl+Z"),
    ActionSpec("redo", N_("&Redo"), "Ctrl+Shift+Z"),
    ActionSpec("reset_field", N_("Reset &field"), "Ctrl+R", N_("Give the field in focus its default.")),
    ActionSpec("note_field", N_("&Note on field"), "Ctrl+M", N_("Write down why this value was chosen.")),
    ActionSpec("search", N_("&Search anything…"), "Ctrl+K", N_("Commands, fields, scenarios, charts, catalogue.")),
    ActionSpec(
        "settings",
        N_("Se&ttings…"),
        "Ctrl+,",
        N_("Language, numbers, new plans, data folder."),
        role=QAction.MenuRole.PreferencesRole,
    ),
    ActionSpec("go_workload", N_("&Workload"), "Alt+1", N_("Volume, tokens, load and latency.")),
    ActionSpec("go_money", N_("&Money and horizon"), "Alt+2", N_("Horizon, discounting, price trends, hard limits.")),
    ActionSpec("rename_plan", N_("&Rename plan"), "", N_("Give the plan another name.")),
    ActionSpec("note_plan", N_("&Note on the plan"), "", N_("Write down what the plan is for.")),
    ActionSpec("catalogue", N_("&Catalogue…"), "Ctrl+Shift+K", N_("Every record: search, compare, history, your own.")),
    ActionSpec("moved_prices", N_("Moved &prices…"), "", N_("What the catalogue says now that it did not say before.")),
    ActionSpec("measurements", N_("Your m&easurements…"), "", N_("Runs at your site that predictions follow.")),
    ActionSpec("add", N_("&Add scenario"), "Ctrl+Shift+N", N_("One more way to do it.")),
    ActionSpec("duplicate", N_("&Duplicate"), "Ctrl+D", N_("Copy the selected scenario, to change one thing.")),
    ActionSpec("rename", N_("&Rename"), "F2"),
    ActionSpec("delete", N_("De&lete"), "Del", N_("Can be undone.")),
    ActionSpec("show", N_("&Show in charts"), "Ctrl+H", "", is_checkable=True),
    ActionSpec("baseline", N_("Set as &baseline"), "Ctrl+B", N_("Compare the others with this one.")),
    ActionSpec("quote", N_("Vendor's &quote…"), "", N_("Enter what a vendor claims for this scenario.")),
    ActionSpec("up", N_("Move &up"), "Ctrl+Shift+Up"),
    ActionSpec("down", N_("Move do&wn"), "Ctrl+Shift+Down"),
    ActionSpec("working", N_("&Working of the total"), "Ctrl+W", N_("How the selected scenario's cost comes about.")),
    ActionSpec("data", N_("&Data used"), "", N_("Every figure behind the selected scenario, with its source.")),
    ActionSpec("checks", N_("&Checks"), "Ctrl+Shift+C", N_("What the plan leaves out or strains.")),
    ActionSpec("matters", N_("What &matters"), "Ctrl+Shift+M", N_("Show only the fields that move the result.")),
    ActionSpec("solve", N_("&Solve for a value…"), "", N_("At which value is a scenario cheapest?")),
    ActionSpec("compare", N_("C&ompare two scenarios…"), "", N_("The difference, split into its causes.")),
    ActionSpec("challenge", N_("C&hallenge a quote…"), "", N_("Does a vendor's claim hold, and what does it omit?")),
    ActionSpec("limits", N_("What &limits cost…"), "", N_("The price of every hard limit.")),
    ActionSpec("doubt", N_("What to measure ne&xt…"), "", N_("Which input in doubt is worth knowing.")),
    ActionSpec("ladder", N_("Lever l&adder…"), "", N_("What each saving brings after the others.")),
    ActionSpec("tuning_costs", N_("What &tuning costs…"), "", N_("Published and from first principles.")),
    ActionSpec("sizes", N_("How man&y servers…"), "", N_("The cheapest base load or commitment.")),
    ActionSpec("waiting", N_("Wa&it some months…"), "", N_("What it costs to start later.")),
    ActionSpec("explore", N_("Look &for options…"), "", N_("Models and hosts that the plan does not have yet.")),
    ActionSpec("next_page", N_("&Next charts"), "Ctrl+PgDown"),
    ActionSpec("previous_page", N_("&Previous charts"), "Ctrl+PgUp"),
    ActionSpec("larger", N_("Lar&ger text"), "Ctrl++"),
    ActionSpec("smaller", N_("&Smaller text"), "Ctrl+-"),
    ActionSpec("usual", N_("&Usual text size"), "Ctrl+0"),
    ActionSpec("explain", N_("&Explain this field"), "F1", N_("What the field in focus means.")),
    ActionSpec("guides", N_("&Guides…"), "", N_("Pages to read about quotes, files and recovery.")),
    ActionSpec("keys", N_("&Keyboard"), "", N_("Every shortcut.")),
    ActionSpec(
        "accuracy", N_("How good are the &predictions…"), "", N_("Predicted against measured, and what is unknown.")
    ),
    ActionSpec("diagnostics", N_("Copy &diagnostics"), "", N_("For a bug report; nothing of your plans.")),
    ActionSpec("about", N_("&About"), "", role=QAction.MenuRole.AboutRole),
)


class Actions:
    """The actions of one window, made in one language."""

    def __init__(self, owner: QWidget, language: Language) -> None:
        self._by_key: dict[str, QAction] = {}
        for spec in ACTIONS:
            action = QAction(language.translate(spec.text), owner)
            action.setObjectName(spec.key)
            action.setCheckable(spec.is_checkable)
            action.setMenuRole(spec.role)
            if spec.keys:
                action.setShortcut(QKeySequence(spec.keys))
            if spec.tip:
                action.setStatusTip(language.translate(spec.tip))
                action.setToolTip(language.translate(spec.tip))
            self._by_key[spec.key] = action

    def __getitem__(self, key: str) -> QAction:
        return self._by_key[key]

    def all(self) -> list[QAction]:
        """Return every action, in the order of the table."""
        return list(self._by_key.values())

    def connect(self, **does: Callable[[], object]) -> None:
        """Say what actions do: `connect(undo=stack.undo)`."""
        for key, call in does.items():
            self._by_key[key].triggered.connect(lambda _checked=False, call=call: call())
