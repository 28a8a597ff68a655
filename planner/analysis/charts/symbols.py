"""The twelve symbols of scenarios: outlines in a square from −1 to 1, upwards positive.

A scenario is told apart by colour and by symbol, because colour alone fails some readers and every grey printer.
"""

from __future__ import annotations

import math

Outline = tuple[tuple[float, float], ...]


def _regular(corners: int, turn: float = 0.0, radius: float = 1.0) -> Outline:
    """Return a regular polygon, its first corner upwards and then turned by `turn` of a full circle."""
    angles = (math.tau * (index / corners + turn) + math.pi / 2 for index in range(corners))
    return tuple((radius * math.cos(angle), radius * math.sin(angle)) for angle in angles)


def _star(points: int, inner: float) -> Outline:
    outer, between = _regular(points, radius=1.1), _regular(points, turn=0.5 / points, radius=inner)
    return tuple(corner for pair in zip(outer, between, strict=True) for corner in pair)


def _cross(turn: float) -> Outline:
    arm, width = 1.05, 0.36
    upright = (
        (-width, arm), (width, arm), (width, width), (arm, width), (arm, -width), (width, -width),
        (width, -arm), (-width, -arm), (-width, -width), (-arm, -width), (-arm, width), (-width, width),
    )  # fmt: skip
    cosine, sine = math.cos(math.tau * turn), math.sin(math.tau * turn)
    return tuple((x * cosine - y * sine, x * sine + y * cosine) for x, y in upright)


OUTLINES: tuple[Outline, ...] = (
    _regular(32, radius=0.95),
    _regular(4, turn=0.125, radius=1.2),
    _regular(3, radius=1.2),
    _regular(4, radius=1.2),
    _regular(3, turn=0.5, radius=1.2),
    _regular(5, radius=1.1),
    _regular(6, radius=1.05),
    _star(5, 0.5),
    _regular(3, turn=0.75, radius=1.2),
    _regular(3, turn=0.25, radius=1.2),
    _cross(0.0),
    _cross(0.125),
)


def outline(symbol: int) -> Outline:
    """Return the outline of a symbol; numbers beyond the last start again."""
    return OUTLINES[symbol % len(OUTLINES)]
