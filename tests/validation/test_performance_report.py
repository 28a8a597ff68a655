"""The shipped accuracy report is what the shipped coefficients give on the shipped measurements, and good enough."""

from __future__ import annotations

import numpy as np
import pytest

from planner.catalog.loader import load_catalogue
from planner.catalog.locations import resource_path
from planner.cost.performance.accuracy import tables
from planner.cost.performance.calibrate import calibrate
from planner.cost.performance.coefficient_list import SPECIFICATIONS
from planner.cost.performance.coefficients import document, shipped
from planner.cost.performance.measurements import FOLDS, HELD_OUT_ACCELERATORS, Measurements, load_measurements
from planner.cost.performance.report import predicted_against_measured, shipped_report, text_of


@pytest.fixture(scope="module")
def measurements() -> Measurements:
    return load_measurements(load_catalogue())


def test_the_report_is_what_the_coefficients_give(measurements: Measurements) -> None:
    again = tables(measurements, shipped())
    report = shipped_report()["tables"]
    assert set(again) == set(report)
    for kind, groups in again.items():
        assert set(groups) == set(report[kind]), kind
        for name, errors in groups.items():
            assert errors == pytest.approx(report[kind][name], abs=2e-4), (kind, name)


def test_the_text_is_the_tables_in_words() -> None:
    text = resource_path("performance", "report.md").read_text(encoding="utf-8")
    assert text == text_of(shipped_report())


def test_the_calibration_gives_the_shipped_coefficients(measurements: Measurements) -> None:
    coefficients, _ = calibrate(measurements)
    for new, old in zip(coefficients["coefficients"], document()["coefficients"], strict=True):
        assert new["name"] == old["name"]
        assert new["value"] == pytest.approx(old["value"], rel=5e-3), new["name"]
    assert coefficients["band"] == pytest.approx(document()["band"], rel=0.02)


def test_every_run_can_be_shown_against_its_prediction(measurements: Measurements) -> None:
    compared = predicted_against_measured(load_catalogue())
    assert len(compared) == len(measurements.rows)
    errors = [
        abs(item.predicted_output_tok_s / item.measured_output_tok_s - 1) for item in compared if item.fold != "fitted"
    ]
    never = shipped_report()["tables"]["folds"]["never fitted"]
    assert float(np.median(errors)) == pytest.approx(never["throughput_median_of_runs"], abs=1e-3)
    assert all(item.low_output_tok_s < item.predicted_output_tok_s < item.high_output_tok_s for item in compared)


def test_coefficients_are_few_bounded_and_sourced() -> None:
    shipped_items = document()["coefficients"]
    assert len(shipped_items) == len(SPECIFICATIONS) < 60
    for item in shipped_items:
        assert item["low"] <= item["value"] <= item["high"], item["name"]
        assert item["unit"]
        assert item["source"]
        assert item["date"]
        assert item["error"] >= 0


def test_throughput_on_runs_never_fitted_is_within_the_bar(measurements: Measurements) -> None:
    never = shipped_report()["tables"]["folds"]["never fitted"]
    assert never["runs"] > 1000
    assert never["throughput_median"] < 0.15
    assert never["throughput_p90"] < 0.40
    assert never["throughput_median_of_runs"] < 0.15
    assert never["tpot_median"] < 0.15
    assert never["share_that_fits"] > 0.98
    assert 0.75 <= never["share_in_band"] <= 0.92
    known = shipped_report()["tables"]["folds"]["lengths known"]
    assert never["runs"] > known["runs"] > 1000
    assert known["tpot_median"] < 0.10
    assert known["tpot_p90"] < 0.40


def test_the_split_keeps_whole_accelerators_and_whole_models_from_the_fit(measurements: Measurements) -> None:
    fitted = measurements.fold == FOLDS[0]
    fitted_chips = {row["accelerator"] for row, own in zip(measurements.rows, fitted, strict=True) if own}
    fitted_models = {row["model"] for row, own in zip(measurements.rows, fitted, strict=True) if own}
    held_models = {
        row["model"] for row, own in zip(measurements.rows, measurements.fold, strict=True) if own == "model"
    }
    assert not fitted_chips & HELD_OUT_ACCELERATORS
    assert not fitted_models & held_models
    assert {"llama-3.3-70b", "qwen3-235b-a22b"} <= held_models


def test_every_shipped_measurement_is_understood_and_has_its_source(measurements: Measurements) -> None:
    assert len(measurements.rows) > 6000
    assert all(row["source"] and row["reference"] for row in measurements.rows)
    assert np.isfinite(measurements.output_tok_s).all()
