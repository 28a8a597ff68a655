"""The shapes that go with the series colours, for widgets that paint themselves."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPolygonF


def _polygon(corners: int, turn: float = -90.0, inner: float = 0.0) -> QPainterPath:
    points = []
    steps = corners * (2 if inner else 1)
    for step in range(steps):
        radius = inner if inner and step % 2 else 1.0
        angle = math.radians(turn + 360.0 * step / steps)
        points.append(QPointF(radius * math.cos(angle), radius * math.sin(angle)))
    path = QPainterPath()
    path.addPolygon(QPolygonF(points))
    path.closeSubpath()
    return path


def _round() -> QPainterPath:
    path = QPainterPath()
    path.addEllipse(QRectF(-0.9, -0.9, 1.8, 1.8))
    return path


def _square() -> QPainterPath:
    path = QPainterPath()
    path.addRect(QRectF(-0.8, -0.8, 1.6, 1.6))
    return path


def _cross(turn: float) -> QPainterPath:
    arm, reach = 0.3, 1.0
    corners = [(arm, reach), (arm, arm), (reach, arm), (reach, -arm), (arm, -arm), (arm, -reach)]
    corners += [(-x, -y) for x, y in corners]
    cosine, sine = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    path = QPainterPath()
    path.addPolygon(QPolygonF([QPointF(x * cosine - y * sine, x * sine + y * cosine) for x, y in corners]))
    path.closeSubpath()
    return path


_SHAPES = (
    _round(),
    _square(),
    _polygon(3),
    _polygon(4),
    _polygon(3, turn=90.0),
    _polygon(5),
    _polygon(6),
    _polygon(5, inner=0.45),
    _polygon(3, turn=0.0),
    _polygon(3, turn=180.0),
    _cross(0.0),
    _cross(45.0),
)
"""In the order of `theme.MARKERS`."""


def paint_marker(painter: QPainter, number: int, centre: QPointF, radius: float, colour: QColor) -> None:
    """Paint the marker of a colour number around a point."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(centre)
    painter.scale(radius, radius)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawPath(_SHAPES[number % len(_SHAPES)])
    painter.restore()
