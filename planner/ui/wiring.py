"""Connects what the user can do to what does it: actions, menus, panels. The only place that knows both sides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu, QWidget

if TYPE_CHECKING:
    from planner.ui.window import MainWindow


def wire_editing(window: MainWindow) -> None:
    """Connect undo, redo and everything about scenarios and fields."""
    store, table, panels = window.store, window.action_table, window.panels
    _ = window.language.translate

    def duplicate() -> None:
        if store.selection:
            name = store.plan.scenario(store.selection).name
            store.duplicate_scenario(store.selection, _("{name} (copy)").format(name=name))

    def delete() -> None:
        if store.selection:
            store.remove_scenario(store.selection)

    def show() -> None:
        if store.selection:
            store.show_scenario(store.selection, not store.plan.scenario(store.selection).shown)

    def baseline() -> None:
        if store.selection:
            store.set_baseline(store.selection)

    def move(step: int) -> None:
        if store.selection:
            ids = [scenario.id for scenario in store.plan.scenarios]
            store.move_scenario(store.selection, max(0, ids.index(store.selection) + step))

    def rename_plan() -> None:
        store.select("")
        panels.tree.rename_selected()

    def reset_field() -> None:
        row = panels.inputs.field_in_focus()
        if row is not None:
            row.reset()

    def note_field() -> None:
        row = panels.inputs.field_in_focus()
        if row is not None:
            panels.inspector.show_note(row.path)

    def note_plan() -> None:
        store.select("")
        panels.inspector.tabs.setCurrentWidget(panels.inspector.notes)
        panels.inspector.notes.edit.setFocus()

    table.connect(
        undo=store.undo_stack.undo,
        redo=store.undo_stack.redo,
        add=lambda: store.add_scenario(_("New scenario")),
        duplicate=duplicate,
        rename=panels.tree.rename_selected,
        delete=delete,
        show=show,
        baseline=baseline,
        up=lambda: move(-1),
        down=lambda: move(1),
        rename_plan=rename_plan,
        reset_field=reset_field,
        note_field=note_field,
        note_plan=note_plan,
    )
    update_enabled(window)


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

    def show_data() -> None:
        inspector.tabs.setCurrentWidget(inspector.data)

    table.connect(
        go_workload=lambda: go("workload"),
        go_money=lambda: go("money"),
        working=lambda: store.ask_figure(store.selection, "total_cost"),
        data=show_data,
        next_page=lambda: panels.deck.turn_page(1),
        previous_page=lambda: panels.deck.turn_page(-1),
    )
    inspector.field_asked.connect(panels.inputs.show_field)
    panels.inputs.note_asked.connect(inspector.show_note)


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
