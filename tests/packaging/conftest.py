"""The set-up scripts import one another as neighbours in their folder, as Python runs them."""

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "packaging"))


@pytest.fixture
def root():
    """The checkout under test."""
    return ROOT
