"""Import of a model's architecture from the `config.json` that is published beside its weights.

Understands the common decoder architectures: llama, mistral, mixtral, qwen2, qwen3 and their mixtures of experts,
gemma 1 to 3, phi, gpt-neox, gpt-j, gpt2, opt, bloom, falcon, starcoder2, deepseek v2 and v3, kimi, glm, gpt-oss and
whatever uses the same field names. The parameter count is computed (`planner.catalog.parameters`) and compared with
a published count where one is given.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from planner.catalog.names import slug
from planner.catalog.parameters import Architecture, active_parameters, total_parameters
from planner.catalog.provenance import Evidence, Provenance
from planner.catalog.records import Model
from planner.plan.wording import N_, Message, Number, PlannerError

LARGEST_FILE = 4 * 2**20
AGREEMENT = 0.03  # relative; counts that differ more are told to the user

_LARGEST = {"layers": 10_000, "size": 10_000_000, "vocabulary": 100_000_000, "experts": 100_000}


@dataclass(frozen=True, slots=True)
class ImportedModel:
    """A model read from a configuration, with what the user should know about it."""

    model: Model
    computed_parameters: float
    warnings: tuple[Message, ...] = ()


def read_config(path: Path) -> dict[str, Any]:
    """Read a config.json; refuse what is no such file."""
    try:
        if path.exists() and not path.is_file():  # a pipe or a device would never end
            raise PlannerError(N_("{path} is not a file."), path=str(path))
        if path.stat().st_size > LARGEST_FILE:
            raise PlannerError(N_("{path} is too large for a model configuration."), path=str(path))
        text = path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PlannerError(N_("{path} could not be read as a text file."), path=str(path)) from error
    try:
        config = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise PlannerError(N_("{path} is not valid JSON."), path=str(path)) from error
    if not isinstance(config, dict):
        raise PlannerError(N_("{path} is not a model configuration: it must hold a JSON object."), path=str(path))
    return config


def import_model(
    config: Mapping[str, Any],
    name: str,
    *,
    today: dt.date,
    address: str = "",
    published_parameters: float | None = None,
) -> ImportedModel:
    """Make a model record of a configuration. The user names it; sizes come from the configuration.

    A nested `text_config` (models that also see images) is used for the language part.
    """
    if not isinstance(config, Mapping):
        raise PlannerError(N_("A model configuration must be a JSON object."))
    if not name.strip():
        raise PlannerError(N_("Give the model a name."))
    language = config.get("text_config", config.get("llm_config", config))
    if not isinstance(language, Mapping):
        raise PlannerError(N_("The field '{field}' of the configuration has a wrong type."), field="text_config")
    shape = architecture_of(language)
    computed = total_parameters(shape)
    active = active_parameters(shape)
    warnings = []
    if published_parameters and abs(computed - published_parameters) > AGREEMENT * published_parameters:
        warnings.append(
            Message(
                N_(
                    "The configuration gives {computed} billion parameters, the published count is {published} billion."
                ),
                {"computed": Number(computed / 1e9, 2), "published": Number(published_parameters / 1e9, 2)},
            )
        )
    if language is not config:
        warnings.append(Message(N_("Only the language part was read; an image or audio part adds memory.")))
    total = published_parameters or computed
    model = Model(
        id=f"own/{slug(name)}",
        name=name.strip(),
        provenance=Provenance(
            title="config.json",
            address=address,
            date=today,
            checked=today,
            evidence=Evidence.PUBLISHED,
            note="parameters computed from the configuration" if published_parameters is None else "",
        ),
        private=True,
        family=_text(language, "model_type"),
        architecture="moe" if shape.experts else "dense",
        attention=_attention(shape),
        total_parameters=total,
        active_parameters=active * total / computed,
        layers=shape.layers,
        hidden_size=shape.hidden_size,
        heads=shape.heads,
        kv_heads=1 if shape.latent_rank else shape.kv_heads,
        head_size=shape.query_head_size,
        ffn_size=shape.ffn_size or None,
        expert_size=shape.expert_size or None,
        experts=shape.experts or None,
        experts_per_token=shape.experts_per_token or None,
        shared_experts=shape.shared_experts if shape.experts else None,
        vocabulary=shape.vocabulary,
        context=_context(language),
        native_precision=_precision(language, config),
    )
    return ImportedModel(_with_cache(model, shape, language), computed, tuple(warnings))


def _with_cache(model: Model, shape: Architecture, config: Mapping[str, Any]) -> Model:
    """Add the KV cache per token at 16 bits: two bytes for each key and value element of each layer."""
    elements = shape.latent_rank + shape.rotary_head_size if shape.latent_rank else 2 * shape.kv_heads * shape.head_size
    window, full_layers = _sliding_window(config, shape.layers)
    return replace(
        model,
        full_attention_layers=full_layers,
        sliding_window=window,
        kv_bytes_per_token=float(2 * elements * shape.layers),
        kv_bytes_per_token_growing=float(2 * elements * full_layers),
    )


def architecture_of(config: Mapping[str, Any]) -> Architecture:
    """Read the sizes of the network from a configuration, under the names that the families use."""
    hidden = _size(config, "hidden_size", "n_embd", "d_model")
    layers = _whole(config, _LARGEST["layers"], "num_hidden_layers", "n_layer", "n_layers", "num_layers")
    heads = _size(config, "num_attention_heads", "n_head", "n_heads")
    family = _text(config, "model_type")
    kv_heads = _kv_heads(config, family, heads)
    experts = _optional(
        config, _LARGEST["experts"], "n_routed_experts", "num_local_experts", "num_experts", "moe_num_experts"
    )
    latent = _optional(config, _LARGEST["size"], "kv_lora_rank")
    default_head = hidden // heads if hidden >= heads else 1
    ffn = _optional(config, _LARGEST["size"], "intermediate_size", "ffn_dim", "n_inner", "ffn_hidden_size")
    plain_ffn = (
        family in _UNGATED or bool(_text(config, "activation_function")) or "relu" in _text(config, "hidden_act")
    )
    expert_size = _optional(config, _LARGEST["size"], "moe_intermediate_size", "expert_intermediate_size") or ffn
    return Architecture(
        layers=layers,
        hidden_size=hidden,
        heads=heads,
        kv_heads=kv_heads,
        head_size=_optional(config, _LARGEST["size"], "head_dim", "kv_channels") or default_head,
        ffn_size=0 if experts and family in _ALL_EXPERTS else ffn or 4 * hidden,
        vocabulary=_whole(config, _LARGEST["vocabulary"], "vocab_size"),
        tied_embeddings=bool(config.get("tie_word_embeddings", family in _TIED)),
        gated=not plain_ffn,
        experts=experts,
        experts_per_token=min(experts, _optional(config, _LARGEST["experts"], *_TOP_K) or 1) if experts else 0,
        shared_experts=_shared_experts(config, expert_size) if experts else 0,
        expert_size=expert_size if experts else 0,
        dense_layers=_dense_layers(config, layers) if experts else layers,
        latent_rank=latent,
        query_rank=_optional(config, _LARGEST["size"], "q_lora_rank"),
        rotary_head_size=_optional(config, _LARGEST["size"], "qk_rope_head_dim") if latent else 0,
        plain_head_size=_optional(config, _LARGEST["size"], "qk_nope_head_dim") if latent else 0,
        value_head_size=_optional(config, _LARGEST["size"], "v_head_dim") if latent else 0,
        learned_positions=_whole(config, _LARGEST["size"], *_POSITIONS) if family in _LEARNED_POSITIONS else 0,
    )


_TOP_K = ("num_experts_per_tok", "num_experts_per_token", "moe_topk", "moe_k", "num_selected_experts", "top_k_experts")
_POSITIONS = ("max_position_embeddings", "n_positions", "n_ctx")
_UNGATED = frozenset(
    {"gpt_neox", "gptj", "gpt2", "opt", "bloom", "falcon", "refinedweb", "refinedwebmodel", "phi", "phi-msft"}
    | {"starcoder2", "gpt_bigcode", "mpt", "codegen"}
)
_ALL_EXPERTS = frozenset({"mixtral", "qwen3_moe", "gpt_oss", "phimoe", "olmoe", "minimax", "minimax_m2", "dbrx"})
_TIED = frozenset({"gemma", "gemma2", "gemma3", "gemma3_text", "gpt2", "opt", "bloom", "falcon", "mpt", "gpt_bigcode"})
_LEARNED_POSITIONS = frozenset({"gpt2", "opt", "gpt_bigcode"})


def _kv_heads(config: Mapping[str, Any], family: str, heads: int) -> int:
    if config.get("multi_query") is True and not config.get("new_decoder_architecture"):
        return 1
    return _optional(config, heads, "num_key_value_heads", "num_kv_heads", "n_head_kv", "multi_query_group_num") or (
        1 if family == "refinedwebmodel" else heads
    )


def _shared_experts(config: Mapping[str, Any], expert_size: int) -> int:
    shared = _optional(config, _LARGEST["experts"], "n_shared_experts", "num_shared_experts")
    size = _optional(config, _LARGEST["size"], "shared_expert_intermediate_size")
    return shared or (max(1, round(size / expert_size)) if size and expert_size else 0)


def _dense_layers(config: Mapping[str, Any], layers: int) -> int:
    first = _optional(config, layers, "first_k_dense_replace")
    only = config.get("mlp_only_layers")
    if isinstance(only, list):
        first = max(first, len({item for item in only if isinstance(item, int) and 0 <= item < layers}))
    step = _optional(config, layers, "decoder_sparse_step", "moe_layer_freq", "interleave_moe_layer_step") or 1
    return min(layers, first + (layers - first) * (step - 1) // step)


def _attention(shape: Architecture) -> Literal["MHA", "GQA", "MQA", "MLA"]:
    if shape.latent_rank:
        return "MLA"
    if shape.kv_heads == shape.heads:
        return "MHA"
    return "MQA" if shape.kv_heads == 1 else "GQA"


def _sliding_window(config: Mapping[str, Any], layers: int) -> tuple[int | None, int]:
    """Return the window in tokens and the number of layers that attend to everything."""
    window = _optional(config, 10**9, "sliding_window", "sliding_window_size", "attention_chunk_size")
    if not window or config.get("use_sliding_window") is False:
        return None, layers
    kinds = config.get("layer_types")
    if isinstance(kinds, list) and kinds:
        return window, min(layers, sum(kind == "full_attention" for kind in kinds))
    pattern = _optional(config, layers, "sliding_window_pattern", "_sliding_window_pattern")
    if not pattern:
        family = _text(config, "model_type")
        pattern = {"gemma2": 2, "gemma3": 6, "gemma3_text": 6, "gpt_oss": 2, "cohere2": 4}.get(family, 0)
    if pattern:
        # Gemma 2 alternates beginning with a window; Gemma 3 has one full layer after every five.
        return window, layers // pattern
    return window, 0


def _context(config: Mapping[str, Any]) -> int | None:
    return (
        _optional(config, 10**9, "max_position_embeddings", "n_positions", "seq_length", "max_seq_len", "n_ctx") or None
    )


def _precision(language: Mapping[str, Any], config: Mapping[str, Any]) -> str:
    quantization = config.get("quantization_config")
    if isinstance(quantization, Mapping) and isinstance(method := quantization.get("quant_method"), str):
        return method[:20]
    written = _text(language, "torch_dtype") or _text(config, "torch_dtype") or _text(language, "dtype")
    return {"bfloat16": "bf16", "float16": "fp16", "float32": "fp32"}.get(written, "")


def _text(config: Mapping[str, Any], name: str) -> str:
    value = config.get(name, "")
    return value[:80].lower() if isinstance(value, str) else ""


def _size(config: Mapping[str, Any], *names: str) -> int:
    return _whole(config, _LARGEST["size"], *names)


def _whole(config: Mapping[str, Any], largest: int, *names: str) -> int:
    value = _optional(config, largest, *names)
    if not value:
        raise PlannerError(
            N_("The configuration has no '{field}'. This kind of model is not known; enter its sizes by hand."),
            field=names[0],
        )
    return value


def _optional(config: Mapping[str, Any], largest: int, *names: str) -> int:
    """Return the first of these fields as a whole number, 0 when there is none; refuse nonsense."""
    for name in names:
        value = config.get(name)
        if value is None:
            continue
        if isinstance(value, list) and value and all(item == value[0] for item in value):
            value = value[0]
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            raise PlannerError(N_("The field '{field}' of the configuration has a wrong type."), field=name)
        if value > largest:
            raise PlannerError(N_("The field '{field}' of the configuration is out of all bounds."), field=name)
        return value
    return 0
