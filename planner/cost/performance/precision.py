"""Number formats of weights and KV cache: bytes a value takes, and the unit that multiplies it.

A peak is a peak *of a precision*: there is no single "compute" of an accelerator and no FP32 rate here. A format that
the accelerator has no unit for is stored small and multiplied at 16 bits (weight-only quantization).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

ComputeUnit = Literal["16-bit", "8-bit float", "8-bit integer", "4-bit float"]


@dataclass(frozen=True, slots=True)
class WeightFormat:
    """A format of stored weights: bytes per weight with its scales, and the unit that multiplies it if there is one.

    `experts_only`: in mixture-of-experts models only the experts are stored so; the rest stays at `other_bytes`.
    """

    name: str
    bytes_per_weight: float
    unit: ComputeUnit
    experts_only: bool = False
    other_bytes: float = 2.0


# Bytes include the scales: groups of 128 for int4 (4.25 bit), 32 for MXFP4 (4.25 bit), 16 for NVFP4 (4.5 bit);
# the k-quants and q8_0 of llama.cpp by their block layout (4.85 bit and 8.5 bit).
WEIGHT_FORMATS: tuple[WeightFormat, ...] = (
    WeightFormat("fp16", 2.0, "16-bit"),
    WeightFormat("fp8", 1.0, "8-bit float"),
    WeightFormat("int8", 1.0, "8-bit integer"),
    WeightFormat("int4", 0.55, "16-bit"),
    WeightFormat("fp4", 0.5625, "4-bit float", experts_only=True, other_bytes=1.5),
    WeightFormat("mxfp4", 0.53125, "4-bit float", experts_only=True),
    WeightFormat("int8 weight-only", 1.0625, "16-bit"),
    WeightFormat("int4 k-quant", 0.606, "16-bit"),
    WeightFormat("fp32", 4.0, "16-bit"),
    WeightFormat("int3", 0.43, "16-bit"),
    WeightFormat("int2", 0.34, "16-bit"),
    WeightFormat("int5", 0.70, "16-bit"),
    WeightFormat("int6", 0.82, "16-bit"),
)
_INDEX = {item.name: index for index, item in enumerate(WEIGHT_FORMATS)}
_EXACT = {
    "fp16": "fp16", "bf16": "fp16", "f16": "fp16", "float16": "fp16", "bfloat16": "fp16", "bf16fp16": "fp16",
    "fp16bf16": "fp16", "half": "fp16", "16bit": "fp16", "16": "fp16",
    "fp8": "fp8", "float8": "fp8", "w8a8fp8": "fp8", "fp8e4m3": "fp8", "e4m3": "fp8", "mxfp8": "fp8",
    "int8": "int8", "w8a8": "int8", "smoothquant": "int8", "w8a8int8": "int8",
    "int8wo": "int8 weight-only", "w8a16": "int8 weight-only", "8bit": "int8 weight-only",
    "mlx8bit": "int8 weight-only",
    "int4": "int4", "uint4": "int4", "w4a16": "int4", "awq": "int4", "gptq": "int4", "nf4": "int4", "4bit": "int4",
    "int4awq": "int4", "int4gptq": "int4", "int4wo": "int4", "mlx4bit": "int4", "w4": "int4",
    "fp4": "fp4", "nvfp4": "fp4", "w4a4": "fp4", "mxfp4": "mxfp4", "w4a8": "int4",
    "fp32": "fp32", "float32": "fp32", "f32": "fp32", "tf32": "fp32", "32bit": "fp32",
}  # fmt: skip
_KQUANT = {"2": "int2", "3": "int3", "4": "int4 k-quant", "5": "int5", "6": "int6", "8": "int8 weight-only"}


@lru_cache(maxsize=1024)
def weight_format(name: str) -> int | None:
    """Return the index in `WEIGHT_FORMATS` of a precision name ('fp8', 'q4_k_m', 'exl2-4.0bpw'), None if unknown."""
    plain = re.sub(r"[^a-z0-9.]", "", name.casefold())
    if plain in _EXACT:
        return _INDEX[_EXACT[plain]]
    quant = re.fullmatch(r"i?q([2-8])[a-z0-9.]*", plain)
    if quant and quant[1] in _KQUANT:
        return _INDEX[_KQUANT[quant[1]]]
    bits = re.search(r"(\d+(?:\.\d+)?) ?bpw", name.casefold())
    if bits:
        nearest = min(
            (abs(float(bits[1]) / 8 - f.bytes_per_weight), i)
            for i, f in enumerate(WEIGHT_FORMATS)
            if f.name.startswith("int")
        )
        return nearest[1]
    return None


@lru_cache(maxsize=1024)
def kv_bytes(name: str) -> float | None:
    """Return the bytes that a value in the KV cache takes at the named precision, None if the name is unknown."""
    plain = re.sub(r"[^a-z0-9]", "", name.casefold())
    if plain in {"fp16", "bf16", "f16", "float16", "bfloat16", "auto", "16bit", "bf16fp16"}:
        return 2.0
    if plain in {"fp8", "int8", "fp8e4m3", "fp8e5m2", "q80", "8bit", "float8"}:
        return 1.0
    if plain in {"fp4", "int4", "nvfp4", "q40", "4bit"}:
        return 0.5625
    return {"fp32": 4.0, "f32": 4.0}.get(plain)
