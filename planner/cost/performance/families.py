"""What efficiencies are shared by: accelerator families and engine families, and how a name finds its family.

An accelerator or engine never measured takes the coefficients of its family, and a family never measured those of its
nearest relative; `Family.founded` tells which of the two it is.
"""

from __future__ import annotations

import re
from functools import lru_cache

from planner.catalog.records import Accelerator

ACCELERATOR_FAMILIES: tuple[str, ...] = (
    "volta", "ampere", "ada", "hopper", "blackwell", "blackwell workstation",
    "cdna2", "cdna3", "cdna4", "rdna", "gaudi", "intel gpu", "arc", "apple", "neuron", "tpu", "dataflow", "other",
)  # fmt: skip
ENGINE_FAMILIES: tuple[str, ...] = (
    "vllm", "sglang", "tensorrt-llm", "tgi", "fastertransformer", "local", "eager", "habana", "neuron",
)  # fmt: skip
DEFAULT_ENGINE_YEAR = 2026.0

_FAMILY_PATTERNS: tuple[tuple[str, str], ...] = (
    ("apple", r"\bapple\b|\bm[1-9] ?(ultra|max|pro)?\b(?!\w)"),
    ("blackwell workstation", r"rtx pro|rtx ?50[5-9]0|gb10|spark|\bblackwell (geforce|workstation|consumer)"),
    ("blackwell", r"\bg?b[123]00\b|blackwell|rubin"),
    ("hopper", r"\bg?h[12]00\b|\bh20\b|\bh800\b|hopper"),
    ("ada", r"\bl4\b|\bl40s?\b|\bl20\b|rtx ?40\d\d|ada\b|lovelace"),
    ("ampere", r"\ba(100|800|10g?|16|2|30|40)\b|rtx ?a\d{4}|rtx ?30\d\d|ampere|orin"),
    ("volta", r"\bv100\b|\bt4\b|titan|rtx ?20\d\d|turing|volta|pascal|\bp(4|40|100)\b|quadro"),
    ("cdna4", r"mi35\d|cdna ?4"),
    ("cdna3", r"mi3[0-2]\d|cdna ?3"),
    ("cdna2", r"mi2\d\d|mi100|cdna ?[12]?\b"),
    ("rdna", r"radeon|\brx ?\d{4}|w7\d00|rdna|strix"),
    ("gaudi", r"gaudi|habana"),
    ("intel gpu", r"\bmax ?1\d{3}|ponte|flex ?170|xe ?hpc"),
    ("arc", r"\barc\b|xe\b|xe2|battlemage|alchemist"),
    ("neuron", r"inferentia|trainium|\binf\d|\btrn\d|neuron"),
    ("tpu", r"\btpu"),
    ("dataflow", r"sn40|sambanova|cerebras|groq|wse"),
)
_ENGINE_PATTERNS: tuple[tuple[str, str], ...] = (
    ("neuron", r"neuron|sambaflow"),
    ("habana", r"habana|gaudi|optimum intel"),
    ("fastertransformer", r"fastertransformer|faster transformer|gpt-?fast"),
    ("tensorrt-llm", r"tensorrt|trt|\bnim\b|optimum nvidia"),
    ("sglang", r"sglang|lmdeploy|turbomind"),
    ("vllm", r"vllm|llmboost|mindie|aphrodite|ray serve"),
    ("tgi", r"\btgi\b|text.generation.inference|deepspeed|mii\b|lightllm|gptq|awq|onnx"),
    (
        "local",
        r"llama\.?cpp|ollama|lm studio|mlx|exllama|\bmlc|ctranslate|ctransformers|candle|koboldcpp|gguf",
    ),
    ("eager", r"transformers|accelerate|lightning|petals|flex|pytorch|bitsandbytes"),
)


def accelerator_family(accelerator: Accelerator) -> int:
    """Return the index in `ACCELERATOR_FAMILIES` by the accelerator's family, name and identifier, in that order."""
    for text in (accelerator.name, accelerator.id, accelerator.family, accelerator.vendor):
        plain = re.sub(r"[-_/]+", " ", text.casefold())
        for family, pattern in _FAMILY_PATTERNS:
            if re.search(pattern, plain):
                return ACCELERATOR_FAMILIES.index(family)
    return ACCELERATOR_FAMILIES.index("other")


@lru_cache(maxsize=1024)
def engine_family(name: str) -> int | None:
    """Return the index in `ENGINE_FAMILIES` for an engine's name, None if no family is known by it."""
    plain = name.casefold()
    for family, pattern in _ENGINE_PATTERNS:
        if re.search(pattern, plain):
            return ENGINE_FAMILIES.index(family)
    return None


def usual_engine(family: int) -> int:
    """Return the engine that people run on an accelerator family when nothing else is said."""
    engine = {"apple": "local", "rdna": "local", "neuron": "neuron", "dataflow": "eager"}.get(
        ACCELERATOR_FAMILIES[family], "vllm"
    )
    return ENGINE_FAMILIES.index(engine)


@lru_cache(maxsize=1024)
def engine_year(text: str) -> float | None:
    """Return a date 'YYYY-MM' (or 'YYYY', 'YYYY-MM-DD') as a year with decimals, None if it is not one."""
    match = re.match(r"\s*(20\d\d)(?:-(\d{1,2}))?", text)
    if not match:
        return None
    month = int(match[2] or 7)
    return int(match[1]) + (month - 0.5) / 12 if 1 <= month <= 12 else None
