"""Which colour stands for what, on a light and on a dark ground.

Scenario colours stay apart for the common kinds of colour blindness and are the window's own; each has a lighter twin
for the dark ground. The colours of cost parts are greyer, so that a part is never taken for a scenario.
"""

from __future__ import annotations

from dataclasses import dataclass

from planner.analysis.charts.marks import Colour


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one theme as `#rrggbb`."""

    surface: str
    ink: str
    muted: str
    faint: str
    accent: str
    good: str
    bad: str
    scenarios: tuple[str, ...]
    parts: tuple[str, ...]

    def hex(self, colour: Colour) -> str:
        """Return the `#rrggbb` of a colour."""
        if colour.role == "scenario":
            return self.scenarios[colour.index % len(self.scenarios)]
        if colour.role == "part":
            return self.parts[colour.index % len(self.parts)]
        return str(getattr(self, colour.role))


LIGHT = Palette(
    surface="#ffffff",
    ink="#171b24",
    muted="#596273",
    faint="#e9ecf1",
    accent="#2456c9",
    good="#1f7a4d",
    bad="#b3261e",
    scenarios=(
        "#2f6fb7", "#d1622b", "#2a9175", "#8a59a8", "#b58409", "#c13f6c",
        "#3f9cc4", "#6d7b33", "#5a5ac2", "#94502a", "#2f7f86", "#757b86",
    ),
    parts=(
        "#4f7cac", "#e0a458", "#7fb069", "#b56576", "#8d86c9", "#5fb3b3",
        "#c9ada7", "#9a8c5c", "#6d7f93", "#d98f8f", "#a3b18a", "#b8bec8",
    ),
)  # fmt: skip

DARK = Palette(
    surface="#191d24",
    ink="#e7eaf0",
    muted="#9aa4b4",
    faint="#272d37",
    accent="#82a4ff",
    good="#5fc493",
    bad="#f28b82",
    scenarios=(
        "#6aa5e8", "#f0905c", "#55c2a3", "#b98bd8", "#dcb03f", "#ec7a9f",
        "#74c5e6", "#a6b660", "#9a9af0", "#cf8e66", "#62b4bb", "#a9b0bc",
    ),
    parts=(
        "#6b9bd0", "#e3ae67", "#8fc27a", "#cc7f90", "#a29be0", "#6fc6c6",
        "#cdb6b0", "#b5a672", "#8a9cb1", "#e2a3a3", "#b3c29a", "#878f9b",
    ),
)  # fmt: skip
