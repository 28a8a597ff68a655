"""How long the catalogue takes to open and to read in full: under 100 ms on a warm machine."""

from __future__ import annotations

from typing import Any

from planner.catalog.loader import load_catalogue


def test_reading_every_record(benchmark: Any) -> None:
    counts = benchmark(lambda: load_catalogue().counts())

    assert sum(counts.values()) > 5000


def test_opening_and_finding_one_price(benchmark: Any) -> None:
    offer = benchmark(lambda: load_catalogue().rental_offer("aws/g5.xlarge/us-east-1/on_demand/2026-07"))

    assert offer.price
