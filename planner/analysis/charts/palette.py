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
        "#4f7cac", "#7da3cc", "#a9c1dc", "#7fb069", "#b5cf9f", "#5e8c4a",
        "#b56576", "#d098a4", "#8c4a58", "#c98f5a", "#e0b04f", "#efd08a",
        "#9a8c5c", "#c4b98f", "#6d7f93", "#98a6b5", "#b9c3cd", "#8d86c9",
        "#b0aadd", "#6a62a8", "#c9c5ea", "#5fb3b3", "#35618f", "#c3c8d0",
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
        "#6990b8", "#7093b8", "#98aec6", "#729e5e", "#a3ba8f", "#769d65",
        "#c07c8b", "#bb8994", "#9d6571", "#b58151", "#ca9e47", "#d7bb7c",
        "#8b7e53", "#b0a681", "#8392a3", "#8995a3", "#a6b0b8", "#7f79b5",
        "#9e99c7", "#807ab5", "#b5b1d3", "#56a1a1", "#5379a0", "#b0b4bb",
    ),
)  # fmt: skip
