"""Connects what the user can do to what does it: actions, menus, panels. The only place that knows both sides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu, QWidget

from planner.ui.scenario_edits import copied_name

if TYPE_CHECKING:
    from planner.ui.window import MainWindow


class ScenarioActions:
    """What the Edit, Plan and Scenario menus do to the selected scenario; nothing while the plan itself is selected."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._store = window.store

    def wire(self) -> None:
        """Connect the actions."""
        stack, panels = self._store.undo_stack, self._window.panels
        self._window.action_table.connect(
            undo=stack.undo,
            redo=stack.redo,
            add=lambda: self._store.add_scenario(self._window.language.translate("New scenario")),
            duplicate=self.duplicate,
            rename=panels.tree.rename_selected,
            delete=self.delete,
            show=self.show,
            baseline=self.set_baseline,
            up=lambda: self.move(-1),
            down=lambda: self.move(1),
            rename_plan=self.rename_plan,
            reset_field=self.reset_field,
            note_field=self.note_field,
            note_plan=self.note_plan,
        )
        update_enabled(self._window)

    def duplicate(self) -> None:
        """Copy the scenario."""
        if chosen := self._store.selection:
            form = self._window.language.translate("{name} (copy)")
            self._store.duplicate_scenario(chosen, copied_name(self._store.plan.scenario(chosen).name, form))

    def delete(self) -> None:
        """Delete the scenario."""
        if chosen := self._store.selection:
            self._store.remove_scenario(chosen)

    def show(self) -> None:
        """Show the scenario in the charts, or leave it out."""
        if chosen := self._store.selection:
            self._store.show_scenario(chosen, not self._store.plan.scenario(chosen).shown)

    def set_baseline(self) -> None:
        """Compare the others with the scenario."""
        if chosen := self._store.selection:
            self._store.set_baseline(chosen)

    def move(self, step: int) -> None:
        """Move the scenario up or down the list."""
        if chosen := self._store.selection:
            ids = [scenario.id for scenario in self._store.plan.scenarios]
            self._store.move_scenario(chosen, max(0, ids.index(chosen) + step))

    def rename_plan(self) -> None:
        """Let the user type another name for the plan."""
        self._store.select("")
        self._window.panels.tree.rename_selected()

    def reset_field(self) -> None:
        """Give the field in focus its default."""
        row = self._window.panels.inputs.field_in_focus()
        if row is not None:
            row.reset()

    def note_field(self) -> None:
        """Let the user write a note on the field in focus."""
        row = self._window.panels.inputs.field_in_focus()
        if row is not None:
            self._window.panels.inspector.show_note(row.path)

    def note_plan(self) -> None:
        """Let the user write a note on the plan."""
        self._store.select("")
        inspector = self._window.panels.inspector
        inspector.show_tab(inspector.notes)
        inspector.notes.edit.setFocus()


def update_enabled(window: MainWindow) -> None:
    """Enable what can be done now."""
    store, table = window.store, window.action_table
    writable = not store.is_read_only
    table["undo"].setEnabled(store.undo_stack.canUndo() and writable)
    table["redo"].setEnabled(store.undo_stack.canRedo() and writable)
    _ = window.language.translate
    for key, text in (("undo", store.undo_stack.undoText()), ("redo", store.undo_stack.redoText())):
        words = {"undo": _("&Undo"), "redo": _("&Redo")}[key]
        table[key].setText(f"{words}: {text}" if text else words)
    chosen = bool(store.selection)
    for key in ("duplicate", "delete", "baseline", "up", "down", "show"):
        table[key].setEnabled(chosen and writable)
    table["add"].setEnabled(writable)
    table["quote"].setEnabled(writable)
    table["rename"].setEnabled(writable)
    table["working"].setEnabled(chosen)
    shown = chosen and store.plan.scenario(store.selection).shown
    table["show"].setChecked(shown)


def wire_views(window: MainWindow) -> None:
    """Connect going places: sections, working, data, charts, notes, explanation."""
    store, table, panels = window.store, window.action_table, window.panels
    inspector = panels.inspector

    def go(key: str) -> None:
        store.select("")
        panels.inputs.unfold(key)

    def show_checks() -> None:
        inspector.show_tab(inspector.checks)

    def show_matters() -> None:
        panels.workspace.bring(panels.inputs)
        panels.inputs.show_what_matters()

    def show_data() -> None:
        inspector.show_tab(inspector.data)

    table.connect(
        go_workload=lambda: go("workload"),
        go_money=lambda: go("money"),
        working=lambda: store.ask_figure(store.selection, "total_cost"),
        data=show_data,
        checks=show_checks,
        matters=show_matters,
        next_page=lambda: panels.deck.turn_page(1),
        previous_page=lambda: panels.deck.turn_page(-1),
    )
    inspector.field_asked.connect(panels.inputs.show_field)
    panels.inputs.note_asked.connect(inspector.show_note)
    inspector.checks.prompts = lambda: window.prompts
    inspector.asked.connect(lambda: panels.workspace.bring(inspector))
    inspector.asked.connect(panels.deck.put_back)
    panels.deck.enlarged.connect(panels.workspace.give_room_to_results)
    panels.inputs.asked.connect(lambda: panels.workspace.bring(panels.inputs))
    panels.deck.asked.connect(lambda: panels.workspace.bring(panels.deck))


def scenario_menu(window: MainWindow, parent: QWidget) -> QMenu:
    """Return the menu of the selected row of the plan tree."""
    table = window.action_table
    menu = QMenu(parent)
    keys = (
        ("rename", "add")
        if not window.store.selection
        else (
            "rename",
            "duplicate",
            "delete",
            "",
            "show",
            "baseline",
            "",
            "quote",
            "",
            "up",
            "down",
            "",
            "working",
            "data",
        )
    )
    for key in keys:
        if key:
            menu.addAction(table[key])
        else:
            menu.addSeparator()
    return menu
