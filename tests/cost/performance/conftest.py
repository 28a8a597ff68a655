from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from planner.catalog.provenance import Evidence, Provenance
from planner.catalog.records import Accelerator, Model

PROVENANCE = Provenance(
    title="made for the test",
    address="https://example.org",
    date=dt.date(2026, 1, 1),
    checked=dt.date(2026, 1, 1),
    evidence=Evidence.ASSUMED,
)


@pytest.fixture
def dense_model() -> Model:
    """Eight thousand million parameters in round numbers, 8 KV heads of 32."""
    return Model(
        id="dense-8b",
        name="Dense 8B",
        provenance=PROVENANCE,
        architecture="dense",
        attention="GQA",
        total_parameters=8e9,
        active_parameters=8e9,
        layers=32,
        hidden_size=4096,
        heads=32,
        kv_heads=8,
        head_size=128,
        vocabulary=0,
        full_attention_layers=32,
        kv_bytes_per_token=131072,
        kv_bytes_per_token_growing=131072,
        native_precision="bf16",
    )


@pytest.fixture
def expert_model(dense_model: Model) -> Model:
    """A hundred thousand million parameters of which ten thousand million work: 64 experts, 4 used."""
    return replace(
        dense_model,
        id="experts-100b",
        name="Experts 100B",
        architecture="moe",
        total_parameters=100e9,
        active_parameters=10e9,
        experts=64,
        experts_per_token=4,
    )


@pytest.fixture
def accelerator() -> Accelerator:
    """A round-numbered accelerator of the Hopper family."""
    return Accelerator(
        id="h100-round",
        name="H100 round",
        provenance=PROVENANCE,
        vendor="NVIDIA",
        family="Hopper",
        form_factor="SXM",
        memory=80,
        memory_bandwidth=3000,
        peak_fp16=1000,
        peak_fp8=2000,
        link="NVLink 4",
        link_bandwidth=900,
    )
