"""The shipped catalogue, read once for all tests of this room."""

from __future__ import annotations

import pytest

from planner.catalog.catalogue import Catalogue
from planner.catalog.loader import load_catalogue


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue()
