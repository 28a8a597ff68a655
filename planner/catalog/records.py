"""The kinds of facts that the planner knows, one immutable class a kind.

A record is one row of a source: a model's architecture, a price line, a rental offer. Every record carries its
`Provenance`; a field that the source does not give is None (never zero). Units stand in each field's metadata,
declared once and shown by the window, the checks and the explanation alike.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any, Literal

from planner.catalog.provenance import Provenance
from planner.plan.wording import N_


def unit(symbol: str, label: str = "") -> Any:
    """Declare an optional figure with its unit (as pint reads it) and a label."""
    return field(default=None, metadata={"unit": symbol, "label": label})


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What every fact has: an identity, other names it goes by, and its provenance."""

    id: str
    name: str
    provenance: Provenance
    aliases: tuple[str, ...] = ()
    private: bool = False  # from the user's overlay
    disagreement: str = ""  # another source's value and who says so, where two sources differ


@dataclass(frozen=True, slots=True, kw_only=True)
class Model(Record):
    """A language model. Open models carry their architecture; closed ones leave it empty."""

    family: str = ""
    vendor: str = ""
    released: str = ""  # YYYY-MM
    retired: dt.date | None = None
    open_weights: bool = True
    architecture: Literal["dense", "moe", "hybrid", ""] = ""
    attention: Literal["MHA", "GQA", "MQA", "MLA", ""] = ""
    total_parameters: float | None = unit("parameter", N_("Parameters"))
    active_parameters: float | None = unit("parameter", N_("Active parameters"))
    layers: int | None = unit("1", N_("Layers"))
    hidden_size: int | None = unit("1", N_("Hidden size"))
    heads: int | None = unit("1", N_("Attention heads"))
    kv_heads: int | None = unit("1", N_("KV heads"))
    head_size: int | None = unit("1", N_("Head size"))
    ffn_size: int | None = unit("1", N_("Feed-forward size"))
    expert_size: int | None = unit("1", N_("Feed-forward size of an expert"))
    experts: int | None = unit("1", N_("Experts"))
    experts_per_token: int | None = unit("1", N_("Experts used by a token"))
    shared_experts: int | None = unit("1", N_("Shared experts"))
    vocabulary: int | None = unit("1", N_("Vocabulary"))
    context: int | None = unit("token", N_("Context window"))
    full_attention_layers: int | None = unit("1", N_("Layers with full attention"))
    sliding_window: int | None = unit("token", N_("Sliding window"))
    kv_bytes_per_token: float | None = unit("byte/token", N_("KV cache per token at 16 bits"))
    kv_bytes_per_token_growing: float | None = unit("byte/token", N_("KV cache that grows with the context"))
    native_precision: str = ""
    licence: str = ""
    commercial_use: Literal["yes", "yes-with-limits", "no", "check", ""] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Accelerator(Record):
    """A GPU or other accelerator. Peaks are dense (no sparsity), one field per precision."""

    vendor: str = ""
    family: str = ""  # Ampere, Hopper, Blackwell, CDNA3, … : what efficiencies are shared by
    form_factor: str = ""
    launched: int | None = unit("year", N_("Launch year"))
    memory: float | None = unit("GB", N_("Memory"))
    memory_bandwidth: float | None = unit("GB/s", N_("Memory bandwidth"))
    peak_fp16: float | None = unit("TFLOP/s", N_("Peak 16-bit compute, dense"))
    peak_fp8: float | None = unit("TFLOP/s", N_("Peak FP8 compute, dense"))
    peak_int8: float | None = unit("TOP/s", N_("Peak INT8 compute, dense"))
    peak_fp4: float | None = unit("TFLOP/s", N_("Peak FP4 compute, dense"))
    link: str = ""  # NVLink, xGMI, PCIe, …
    link_bandwidth: float | None = unit("GB/s", N_("Link bandwidth, both directions"))
    board_power: float | None = unit("W", N_("Board power"))


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiPrice(Record):
    """One dated price line of an API: USD per million tokens, by token kind, tier and processing."""

    provider: str = ""
    model: str = ""  # id of a Model record
    region: str = ""
    processing: Literal["standard", "batch", "flex", "priority", "provisioned"] = "standard"
    valid_from: dt.date = dt.date(2020, 1, 1)
    valid_to: dt.date | None = None  # first day on which it no longer holds
    tier_above: int | None = unit("token", N_("Applies to prompts longer than"))  # None: from the first token
    context: int | None = unit("token", N_("Context window"))
    input_price: float | None = unit("USD/Mtoken", N_("Input tokens"))
    output_price: float | None = unit("USD/Mtoken", N_("Output tokens"))
    cache_read_price: float | None = unit("USD/Mtoken", N_("Cached input tokens"))
    cache_write_price: float | None = unit("USD/Mtoken", N_("Cache writes"))
    training_price: float | None = unit("USD/Mtoken", N_("Training tokens"))
    hosting_price: float | None = unit("USD/hour", N_("Hosting of a tuned model"))
    tuned: bool = False  # a price for calling a fine-tuned variant of `model`


@dataclass(frozen=True, slots=True, kw_only=True)
class RentalOffer(Record):
    """A server or GPU for rent. `accelerators` are rented together: the smallest paid unit."""

    provider: str = ""
    region: str = ""
    accelerator: str = ""  # id of an Accelerator record, empty where it is not in the catalogue
    accelerators: int = 1
    terms: Literal["on_demand", "spot", "reserved_1y", "reserved_3y", "reserved", "serverless", "managed"] = "on_demand"
    price: float | None = unit("USD/hour", N_("Price of the server"))  # whole offer, not per accelerator
    vcpus: int | None = unit("1", N_("vCPUs"))
    host_memory: float | None = unit("GB", N_("Host memory"))


@dataclass(frozen=True, slots=True, kw_only=True)
class PurchaseOffer(Record):
    """A box, board, card or desktop for sale."""

    kind: Literal["system", "server", "baseboard", "card", "desktop"] = "system"
    accelerator: str = ""
    accelerators: int = 1
    price: float | None = unit("USD", N_("Purchase price"))  # whole item
    power: float | None = unit("W", N_("Highest power"))


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteFigure(Record):
    """A cost or physical figure of a place: electricity, PUE, space, staff, support, grid carbon, egress, …"""

    category: str = ""
    region: str = ""
    unit: str = ""
    low: float | None = None
    typical: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityScore(Record):
    """A published benchmark score of a model. Scores of different benchmarks are never converted."""

    model: str = ""
    benchmark: str = ""
    score: float | None = None
    scale: str = ""
    setting: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuantizationLoss(Record):
    """A measured change of quality by quantization."""

    model: str = ""
    model_size: float | None = unit("parameter", N_("Parameters"))
    method: str = ""
    bits: float | None = unit("bit", N_("Weight bits"))
    metric: str = ""
    baseline: float | None = None
    quantized: float | None = None
    relative_change: float | None = unit("1", N_("Relative change"))  # −0.015 = 1.5 % worse


@dataclass(frozen=True, slots=True, kw_only=True)
class TuningFigure(Record):
    """A figure of tuning: throughput, memory, data, labour, lift. Published ranges keep low and high."""

    category: str = ""
    method: str = ""
    model: str = ""
    model_size: float | None = unit("parameter", N_("Parameters"))
    hardware: str = ""
    accelerators: int | None = None
    unit: str = ""
    value: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkloadProfile(Record):
    """A token profile of a task or trace: lengths of prompts and answers, burstiness."""

    task: str = ""
    kind: str = ""
    input_mean: float | None = unit("token", N_("Mean input"))
    input_p50: float | None = unit("token", N_("Median input"))
    input_p95: float | None = unit("token", N_("95th percentile of input"))
    output_mean: float | None = unit("token", N_("Mean output"))
    output_p50: float | None = unit("token", N_("Median output"))
    output_p95: float | None = unit("token", N_("95th percentile of output"))
    cached_share: float | None = unit("1", N_("Share of input repeated from before"))
    turns: float | None = unit("1", N_("Turns per session"))
    peak_to_mean: float | None = unit("1", N_("Peak hour over mean hour"))
    arrival_variation: float | None = unit("1", N_("Variation of arrivals (CV)"))


@dataclass(frozen=True, slots=True, kw_only=True)
class HourShape(Record):
    """A day in 24 relative hourly rates, for weekdays and weekends."""

    weekday: tuple[float, ...] = ()
    weekend: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement(Record):
    """A serving run that a user measured at their site. None is shipped: predictions follow it where it was taken."""

    model: str = ""  # id of a Model record
    accelerator: str = ""  # id of an Accelerator record
    accelerators: int = 1
    tensor_parallel: int | None = unit("1", N_("Accelerators of one copy"))
    weight_precision: str = ""
    kv_precision: str = ""
    engine: str = ""
    engine_date: str = ""  # YYYY-MM
    input_tokens: float | None = unit("token", N_("Mean input"))
    output_tokens: float | None = unit("token", N_("Mean output"))
    concurrency: float | None = unit("1", N_("Requests in flight"))
    output_rate: float | None = unit("token/s", N_("Output tokens per second"))
    token_time: float | None = unit("ms", N_("Time per output token"))
    first_token_time: float | None = unit("ms", N_("Time to first token"))


KINDS: dict[str, type[Record]] = {
    "models": Model,
    "accelerators": Accelerator,
    "api-prices": ApiPrice,
    "rental-offers": RentalOffer,
    "purchase-offers": PurchaseOffer,
    "site-figures": SiteFigure,
    "quality-scores": QualityScore,
    "quantization-losses": QuantizationLoss,
    "tuning-figures": TuningFigure,
    "workload-profiles": WorkloadProfile,
    "hour-shapes": HourShape,
    "measurements": Measurement,
}
