"""Models and accelerators are found under the names that people and sources use."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.catalog.catalogue import Catalogue
from planner.catalog.names import plain_name, slug

MEASUREMENTS = Path(__file__).resolve().parents[3] / "shared" / "data" / "calibration.csv"

NAMES_IN_MEASUREMENTS = {
    "model": {"llama-2-70b", "llama-3.1-8b", "mistral-7b", "qwen2-7b", "gpt-j-6b", "deepseek-r1", "glm-5", "opt-175b"},
    "accelerator": {
        "A100-SXM-40GB",
        "H100-SXM-80GB",
        "B200-SXM-180GB",
        "MI300X",
        "Gaudi2",
        "Intel-Max-1550",
        "TPU-v7x",
    },
    "accelerator_raw": {"NVIDIA H100 80GB HBM3", "AMD MI300X GPU", "b200-trt", "M2 Ultra 76-Core GPU 192GB"},
}


def measured_names() -> dict[str, set[str]]:
    """The names in the measurements, where they lie beside the project; a few of them everywhere else."""
    if not MEASUREMENTS.is_file():
        return NAMES_IN_MEASUREMENTS
    with MEASUREMENTS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {column: {row[column] for row in rows} for column in NAMES_IN_MEASUREMENTS}


def test_every_name_in_the_measurements_is_known(catalogue: Catalogue) -> None:
    names = measured_names()

    unknown = {name for name in names["model"] if catalogue.find_model(name) is None}
    unknown |= {
        name
        for column in ("accelerator", "accelerator_raw")
        for name in names[column]
        if catalogue.find_accelerator(name) is None
    }

    assert unknown == set()


def test_a_raw_accelerator_name_means_the_same_card_as_the_plain_one(catalogue: Catalogue) -> None:
    for raw, plain in (("NVIDIA H100 80GB HBM3", "H100-SXM-80GB"), ("Habana Gaudi2", "Gaudi2"), ("mi325x", "MI325X")):
        assert catalogue.find_accelerator(raw) is catalogue.find_accelerator(plain)


@pytest.mark.parametrize(
    ("name", "record_id"),
    [
        ("Llama 2 70B", "llama-2-70b"),
        ("meta-llama/Llama-2-70b-chat", "llama-2-70b-chat"),
        ("LLAMA_2_70B_CHAT", "llama-2-70b-chat"),
        ("gpt-3.5-turbo", "openai/gpt-3.5-turbo"),
        ("GPT-4 Turbo", "openai/gpt-4-turbo"),
        ("microsoft/phi-1_5", "phi-1.5"),
        ("Command-R+ 104B", "command-r-plus-104b"),
    ],
)
def test_case_and_punctuation_do_not_matter(catalogue: Catalogue, name: str, record_id: str) -> None:
    found = catalogue.find_model(name)

    assert found is not None
    assert found.id == record_id


def test_an_unknown_name_is_nothing_and_never_a_guess(catalogue: Catalogue) -> None:
    assert catalogue.find_model("llama-2-71b") is None
    assert catalogue.find_accelerator("H100 SXM6") is None


@pytest.mark.parametrize(
    "record_id",
    [
        "llama-2-7b",
        "llama-2-13b",
        "llama-2-70b",
        "llama-2-long-70b",
        "phi-1.5",
        "pythia-1b",
        "vicuna-13b-v1.5",
        "alpaca-7b",
        "openai/gpt-3.5-turbo",
        "openai/gpt-4",
        "openai/gpt-4-turbo",
    ],
)
def test_every_model_of_the_press_text_can_be_chosen(catalogue: Catalogue, record_id: str) -> None:
    model = catalogue.model(record_id)

    assert model.provenance.title
    assert model.open_weights is (record_id.startswith(("llama-2-7", "llama-2-1", "phi", "pythia", "vicuna", "alpaca")))


@given(st.text(max_size=60))
def test_a_plain_name_is_its_own_plain_name(name: str) -> None:
    assert plain_name(plain_name(name)) == plain_name(name)
    assert slug(slug(name)) == slug(name)
