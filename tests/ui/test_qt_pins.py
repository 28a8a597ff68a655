"""Why pyproject.toml holds Qt back: lift the pin only when these pass on the newer version too."""

import sys

import pyqtgraph
from pyqtgraph.exporters import SVGExporter
from PySide6.QtCore import QObject, Signal

EMITS = 1000


class Sender(QObject):
    """Something that emits."""

    changed = Signal(object)


def test_signal_emit_keeps_true_alive():
    """PySide6 6.12.0 drops one reference to True on every emit, until Python 3.11 aborts."""
    sender = Sender()
    received = []
    sender.changed.connect(received.append)
    alive = True
    before = sys.getrefcount(alive)

    for number in range(EMITS):
        sender.changed.emit(number)

    assert len(received) == EMITS
    assert sys.getrefcount(alive) > before - EMITS / 10


def test_a_chart_can_be_exported_as_svg(qtbot, tmp_path):
    """Qt 6.11 writes path data that pyqtgraph 0.14's exporter cannot read."""
    chart = pyqtgraph.PlotWidget()
    qtbot.addWidget(chart)
    chart.addItem(pyqtgraph.PlotCurveItem([0, 1, 2], [3, 1, 2], fillLevel=0, brush="b"))
    chart.addItem(pyqtgraph.BarGraphItem(x=[0, 1], height=[1, 2], width=0.5))
    file = tmp_path / "chart.svg"

    SVGExporter(chart.plotItem).export(str(file))

    assert file.read_text(encoding="utf-8").count("<path") > 2
