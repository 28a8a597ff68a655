"""The charts come without the classes of Qt that they do not use, and Qt is as it was."""

import subprocess
import sys

SCRIPT = """
from PySide6 import QtCore, QtGui, QtWidgets

before = [{*dir(module)} for module in (QtCore, QtGui, QtWidgets)]
import planner.ui.charts

import pyqtgraph
from pyqtgraph.Qt import QtWidgets as theirs

assert [{*dir(module)} for module in (QtCore, QtGui, QtWidgets)] == before
assert theirs.QWidget is QtWidgets.QWidget and pyqtgraph.QtCore.Signal is QtCore.Signal
assert "QCalendarWidget" in dir(QtWidgets)
assert "QCalendarWidget" not in vars(theirs), "pyqtgraph copied every class"
"""


def test_a_chart_creates_only_the_classes_of_qt_that_it_uses():
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
