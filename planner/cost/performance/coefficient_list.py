"""What the model's coefficients are: meaning, unit, bounds, and the value that operator measurements give."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Specification:
    """One coefficient. `spread` is how far, in natural logarithms, a fit may reasonably move it from its prior."""

    name: str
    unit: str
    prior: float
    low: float
    high: float
    spread: float
    meaning: str


def _s(name: str, unit: str, prior: float, low: float, high: float, spread: float, meaning: str) -> Specification:
    return Specification(name, unit, prior, low, high, spread, meaning)


_BANDWIDTH = "Share of the memory bandwidth that reading weights reaches"
_COMPUTE = "Share of the dense 16-bit peak that large matrix products reach"
_STEP = "Time that the engine adds to a step in mid-2025"
_LATENCY = "Time of a request outside the steps: API, tokenizing, scheduling"
_REQUEST = "Time that each running request adds to a step in mid-2025"

SPECIFICATIONS: tuple[Specification, ...] = (
    _s("bandwidth_efficiency.nvidia", "1", 0.82, 0.5, 1.0, 0.15, _BANDWIDTH),
    _s("bandwidth_efficiency.blackwell", "1", 0.82, 0.5, 1.0, 0.15, _BANDWIDTH),
    _s("bandwidth_efficiency.amd", "1", 0.65, 0.3, 1.0, 0.25, _BANDWIDTH),
    _s("bandwidth_efficiency.gaudi", "1", 0.70, 0.3, 1.0, 0.25, _BANDWIDTH),
    _s("bandwidth_efficiency.intel", "1", 0.60, 0.05, 1.0, 0.25, _BANDWIDTH),
    _s("bandwidth_efficiency.consumer", "1", 0.78, 0.4, 1.0, 0.15, _BANDWIDTH + " (Apple and Radeon)"),
    _s("bandwidth_efficiency.asic", "1", 0.65, 0.2, 1.0, 0.25, _BANDWIDTH),
    _s("local_kernel_bandwidth", "GB/s", 1200.0, 300.0, 10000.0, 0.3, "Bandwidth where local engines level off"),
    _s("compute_efficiency.ampere", "1", 0.80, 0.4, 0.95, 0.15, _COMPUTE),
    _s("compute_efficiency.hopper", "1", 0.75, 0.4, 0.95, 0.15, _COMPUTE),
    _s("compute_efficiency.blackwell", "1", 0.70, 0.3, 0.95, 0.15, _COMPUTE),
    _s("compute_efficiency.amd", "1", 0.45, 0.2, 0.95, 0.3, _COMPUTE),
    _s("compute_efficiency.gaudi", "1", 0.60, 0.2, 0.95, 0.3, _COMPUTE),
    _s("compute_efficiency.others", "1", 0.50, 0.1, 0.95, 0.3, _COMPUTE + " (all others)"),
    _s("compute_ratio.card", "1", 0.80, 0.4, 1.1, 0.15, "Share of peak of PCIe cards over that of modules"),
    _s("compute_ratio.8-bit", "1", 0.75, 0.3, 1.2, 0.2, "8-bit share of peak over the 16-bit share"),
    _s("compute_ratio.fp4", "1", 0.60, 0.2, 1.2, 0.2, "FP4 share of peak over the 16-bit share"),
    _s("compute_ratio.weight_only", "1", 0.85, 0.3, 1.1, 0.2, "16-bit share of peak when weights are unpacked first"),
    _s("bandwidth_ratio.weight_only", "1", 0.90, 0.4, 1.1, 0.2, "Bandwidth share when weights are unpacked first"),
    _s("prefill_attention_efficiency", "1", 0.45, 0.1, 0.9, 0.2, "Share of the 16-bit peak in attention to prompts"),
    _s("moe_compute_ratio", "1", 0.60, 0.1, 1.1, 0.3, "Compute share in experts over that of dense layers"),
    _s("bandwidth_ratio.local_elsewhere", "1", 0.7, 0.1, 1.0, 0.3, "Bandwidth of local engines on CDNA, Intel"),
    _s("spread_experts_ratio", "1", 0.7, 0.1, 1.2, 0.3, "Rates in experts spread over replicas over those in one"),
    _s("expert_skew", "1", 0.75, 0.3, 1.0, 0.2, "Experts that routing really spreads tokens over, as a share of all"),
    _s("allreduce_latency", "us", 6.0, 2.0, 30.0, 0.3, "Latency of an all-reduce between two accelerators"),
    _s("allreduce_growth", "1", 0.4, 0.05, 2.0, 0.4, "Growth of that latency per doubling of accelerators"),
    _s("link_efficiency.fast", "1", 0.62, 0.2, 1.0, 0.2, "Share of the link reached by all-reduce: NVLink, xGMI, RoCE"),
    _s("link_efficiency.pcie", "1", 0.55, 0.1, 1.0, 0.2, "Share of PCIe reached by all-reduce between two"),
    _s("pcie_crowding", "1", 0.9, 0.2, 2.5, 0.3, "Power by which that share falls with the number of accelerators"),
    _s("layer_overhead", "us", 35.0, 5.0, 150.0, 0.4, "Launches and element-wise kernels of a layer in mid-2025"),
    _s("moe_layer_overhead", "us", 20.0, 1.0, 300.0, 0.7, "What routing tokens to experts adds to a layer"),
    _s("block_scale_overhead", "us", 20.0, 1.0, 300.0, 0.7, "What FP8 scaled in blocks adds to such a layer"),
    _s("step_overhead.vllm", "ms", 1.0, 0.1, 12.0, 0.7, _STEP),
    _s("step_overhead.sglang", "ms", 0.8, 0.1, 12.0, 0.7, _STEP),
    _s("step_overhead.tensorrt-llm", "ms", 0.6, 0.1, 12.0, 0.7, _STEP),
    _s("step_overhead.tgi", "ms", 2.0, 0.1, 20.0, 0.7, _STEP),
    _s("step_overhead.fastertransformer", "ms", 0.5, 0.05, 12.0, 0.7, _STEP),
    _s("step_overhead.local", "ms", 0.6, 0.05, 12.0, 0.7, _STEP),
    _s("step_overhead.eager", "ms", 8.0, 0.5, 60.0, 0.7, _STEP),
    _s("step_overhead.compiled", "ms", 2.0, 0.1, 30.0, 0.7, _STEP + " (Habana, Neuron)"),
    _s("request_overhead.vllm", "us", 15.0, 1.0, 200.0, 0.7, _REQUEST),
    _s("request_overhead.vllm before 0.6", "us", 250.0, 20.0, 1000.0, 0.5, "The same, HTTP server in the same process"),
    _s("request_overhead.sglang", "us", 12.0, 1.0, 200.0, 0.7, _REQUEST),
    _s("request_overhead.tensorrt-llm", "us", 8.0, 1.0, 200.0, 0.7, _REQUEST),
    _s("request_overhead.offline", "us", 8.0, 1.0, 200.0, 0.7, "The same without a server, all handed over at once"),
    _s("request_overhead.others", "us", 20.0, 1.0, 500.0, 0.7, _REQUEST),
    _s("immaturity.amd", "1/year", 0.3, 0.0001, 1.0, 0.4, "Yearly gain of ROCm engines over CUDA engines until 2026"),
    _s("immaturity.intel", "1/year", 0.7, 0.0001, 3.0, 0.4, "Yearly gain of engines on Intel GPUs until 2026"),
    _s("untuned_decode_compute.amd", "1", 8.0, 1.0, 40.0, 0.7, "Decode compute time on CDNA3 untuned over tuned"),
    _s("overhead_factor.blackwell", "1", 0.9, 0.4, 2.0, 0.3, "Overheads on Blackwell over those on Hopper"),
    _s("overhead_factor.amd", "1", 1.3, 0.7, 4.0, 0.3, "Overheads with ROCm over those with CUDA"),
    _s("overhead_decline", "1/year", 0.7, 0.05, 1.5, 0.4, "Rate at which engine overheads fell until 2026"),
    _s("request_latency.vllm", "ms", 20.0, 1.0, 300.0, 0.7, _LATENCY),
    _s("request_latency.sglang", "ms", 20.0, 1.0, 300.0, 0.7, _LATENCY),
    _s("request_latency.tensorrt-llm", "ms", 20.0, 1.0, 300.0, 0.7, _LATENCY),
    _s("request_latency.others", "ms", 10.0, 1.0, 300.0, 0.7, _LATENCY),
    _s("prefill_interference", "1", 0.9, 0.3, 1.5, 0.2, "Share of others' prefill time that a request waits for"),
    _s("wait_before_first_token", "1", 0.13, 0.01, 0.9, 0.5, "Part of that wait that falls before the first token"),
    _s("tuning_gain", "1", 1.15, 1.0, 1.5, 0.0, "Throughput, expert over usual tuning and usual over none"),
)  # fmt: skip
