"""A model's architecture is read from its config.json; the parameters are computed and compared."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.catalog.huggingface_config import import_model, read_config
from planner.plan.wording import PlannerError

TODAY = dt.date(2026, 11, 23)


def config(model_type: str, hidden: int, layers: int, heads: int, vocabulary: int, **more: Any) -> dict[str, Any]:
    return {
        "model_type": model_type,
        "hidden_size": hidden,
        "num_hidden_layers": layers,
        "num_attention_heads": heads,
        "vocab_size": vocabulary,
        **more,
    }


DEEPSEEK_V3 = config(
    "deepseek_v3",
    7168,
    61,
    128,
    129280,
    num_key_value_heads=128,
    intermediate_size=18432,
    moe_intermediate_size=2048,
    n_routed_experts=256,
    n_shared_experts=1,
    num_experts_per_tok=8,
    first_k_dense_replace=3,
    kv_lora_rank=512,
    q_lora_rank=1536,
    qk_nope_head_dim=128,
    qk_rope_head_dim=64,
    v_head_dim=128,
)
GEMMA_3_27B = {
    "model_type": "gemma3",
    "text_config": config(
        "gemma3_text",
        5376,
        62,
        32,
        262208,
        num_key_value_heads=16,
        head_dim=128,
        intermediate_size=21504,
        sliding_window=1024,
        sliding_window_pattern=6,
    ),
}
LLAMA_2_70B = config(
    "llama", 8192, 80, 64, 32000, num_key_value_heads=8, intermediate_size=28672, max_position_embeddings=4096
)

# Published counts in billions, total and active.
PUBLISHED = [
    pytest.param(config("llama", 4096, 32, 32, 32000, intermediate_size=11008), 6.738, 6.738, id="llama-2-7b"),
    pytest.param(LLAMA_2_70B, 68.977, 68.977, id="llama-2-70b"),
    pytest.param(
        config("mistral", 4096, 32, 32, 32000, num_key_value_heads=8, intermediate_size=14336),
        7.242,
        7.242,
        id="mistral",
    ),
    pytest.param(
        config(
            "mixtral",
            4096,
            32,
            32,
            32000,
            num_key_value_heads=8,
            intermediate_size=14336,
            num_local_experts=8,
            num_experts_per_tok=2,
        ),
        46.703,
        12.879,
        id="mixtral-8x7b",
    ),
    pytest.param(
        config(
            "qwen2",
            896,
            24,
            14,
            151936,
            num_key_value_heads=2,
            intermediate_size=4864,
            tie_word_embeddings=True,
        ),
        0.494,
        0.494,
        id="qwen2.5-0.5b",
    ),
    pytest.param(
        config(
            "qwen3_moe",
            2048,
            48,
            32,
            151936,
            num_key_value_heads=4,
            head_dim=128,
            intermediate_size=6144,
            moe_intermediate_size=768,
            num_experts=128,
            num_experts_per_tok=8,
            decoder_sparse_step=1,
            mlp_only_layers=[],
        ),
        30.53,
        3.35,
        id="qwen3-30b-a3b",
    ),
    pytest.param(
        config("gemma2", 3584, 42, 16, 256000, num_key_value_heads=8, head_dim=256, intermediate_size=14336),
        9.242,
        9.242,
        id="gemma-2-9b",
    ),
    pytest.param(GEMMA_3_27B, 27.009, 27.009, id="gemma-3-27b"),
    pytest.param(config("phi", 2048, 24, 32, 51200, intermediate_size=8192), 1.418, 1.418, id="phi-1.5"),
    pytest.param(config("gpt_neox", 2048, 16, 8, 50304, intermediate_size=8192), 1.012, 1.012, id="pythia-1b"),
    pytest.param(
        config("falcon", 8192, 60, 128, 65024, num_kv_heads=8, new_decoder_architecture=True, multi_query=True),
        41.303,
        41.303,
        id="falcon-40b",
    ),
    pytest.param(
        config(
            "starcoder2",
            3072,
            30,
            24,
            49152,
            num_key_value_heads=2,
            intermediate_size=12288,
            tie_word_embeddings=True,
        ),
        3.03,
        3.03,
        id="starcoder2-3b",
    ),
    pytest.param(DEEPSEEK_V3, 671.03, 37.55, id="deepseek-v3"),
    pytest.param(
        config(
            "gpt_oss",
            2880,
            36,
            64,
            201088,
            num_key_value_heads=8,
            head_dim=64,
            intermediate_size=2880,
            num_local_experts=128,
            num_experts_per_tok=4,
            sliding_window=128,
        ),
        116.8,
        5.71,
        id="gpt-oss-120b",
    ),
    pytest.param(
        config("opt", 4096, 32, 32, 50272, ffn_dim=16384, max_position_embeddings=2048), 6.66, 6.66, id="opt-6.7b"
    ),
    pytest.param(
        {"model_type": "gptj", "n_embd": 4096, "n_layer": 28, "n_head": 16, "vocab_size": 50400, "n_inner": None},
        6.05,
        6.05,
        id="gpt-j-6b",
    ),
    pytest.param(
        {"model_type": "bloom", "hidden_size": 14336, "n_layer": 70, "n_head": 112, "vocab_size": 250880},
        176.25,
        176.25,
        id="bloom-176b",
    ),
]


@pytest.mark.parametrize(("source", "total", "active"), PUBLISHED)
def test_computed_parameters_equal_the_published_count(source: dict[str, Any], total: float, active: float) -> None:
    imported = import_model(source, "m", today=TODAY)

    assert imported.model.total_parameters == pytest.approx(total * 1e9, rel=0.003)
    assert imported.model.active_parameters == pytest.approx(active * 1e9, rel=0.01)


@pytest.mark.parametrize(
    ("source", "attention", "bytes_per_token"),
    [
        (config("llama", 4096, 32, 32, 32000, intermediate_size=11008), "MHA", 524_288),
        (LLAMA_2_70B, "GQA", 327_680),
        (
            config("gemma", 2048, 18, 8, 256000, num_key_value_heads=1, head_dim=256, intermediate_size=16384),
            "MQA",
            18_432,
        ),
        (DEEPSEEK_V3, "MLA", 70_272),
    ],
)
def test_the_cache_per_token_follows_the_kind_of_attention(
    source: dict[str, Any], attention: str, bytes_per_token: int
) -> None:
    model = import_model(source, "m", today=TODAY).model

    assert model.attention == attention
    assert model.kv_bytes_per_token == bytes_per_token
    assert model.kv_bytes_per_token_growing == bytes_per_token


def test_only_layers_that_see_everything_keep_a_growing_cache() -> None:
    model = import_model(GEMMA_3_27B, "m", today=TODAY).model

    assert (model.sliding_window, model.full_attention_layers) == (1024, 10)
    assert model.kv_bytes_per_token == 507_904
    assert model.kv_bytes_per_token_growing == 81_920


def test_named_layers_say_which_ones_slide() -> None:
    source = LLAMA_2_70B | {
        "sliding_window": 4096,
        "layer_types": ["sliding_attention", "full_attention"] * 40,
    }

    assert import_model(source, "m", today=TODAY).model.full_attention_layers == 40


def test_a_window_that_is_switched_off_is_none() -> None:
    model = import_model(LLAMA_2_70B | {"sliding_window": 4096, "use_sliding_window": False}, "m", today=TODAY).model

    assert (model.sliding_window, model.full_attention_layers) == (None, 80)


def test_a_published_count_that_differs_is_told() -> None:
    agreeing = import_model(LLAMA_2_70B, "m", today=TODAY, published_parameters=69e9)
    differing = import_model(LLAMA_2_70B, "m", today=TODAY, published_parameters=34e9)

    assert agreeing.warnings == ()
    assert "34" in str(differing.warnings[0])
    assert differing.model.total_parameters == 34e9


def test_an_imported_model_is_private_and_named_by_the_user() -> None:
    model = import_model(LLAMA_2_70B | {"torch_dtype": "bfloat16"}, " Our Model 70B ", today=TODAY).model

    assert (model.id, model.name, model.private, model.native_precision) == (
        "own/our-model-70b",
        "Our Model 70B",
        True,
        "bf16",
    )


@pytest.mark.parametrize(
    "change",
    [
        {"hidden_size": None},
        {"hidden_size": "8192"},
        {"hidden_size": -1},
        {"hidden_size": 10**12},
        {"hidden_size": True},
        {"num_hidden_layers": 0},
        {"num_hidden_layers": 1e300},
        {"num_attention_heads": [64, 32]},
        {"num_key_value_heads": 65},
        {"vocab_size": {}},
        {"text_config": []},
        {"num_local_experts": float("nan")},
    ],
)
def test_a_configuration_of_nonsense_is_refused_with_a_reason(change: dict[str, Any]) -> None:
    with pytest.raises(PlannerError, match="configuration"):
        import_model(LLAMA_2_70B | change, "m", today=TODAY)


@pytest.mark.parametrize("content", [b"", b"[1]", b"\xff\xfe", b"{", b"[" * 200_000])
def test_a_file_that_is_no_configuration_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "config.json"
    path.write_bytes(content)

    with pytest.raises(PlannerError, match=r"config\.json"):
        read_config(path)


def test_a_file_is_read_as_it_is_published(tmp_path: Path) -> None:
    path = tmp_path / "config.json"
    path.write_text(json.dumps(LLAMA_2_70B), encoding="utf-8")

    assert import_model(read_config(path), "m", today=TODAY).model.layers == 80


values = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 10**7) | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
fields = st.sampled_from(
    sorted({*DEEPSEEK_V3, *GEMMA_3_27B["text_config"], "text_config", "layer_types", "multi_query"})
)


@given(change=st.dictionaries(fields, values, max_size=6), base=st.sampled_from([LLAMA_2_70B, DEEPSEEK_V3, {}]))
def test_any_configuration_is_either_refused_or_gives_sane_sizes(change: dict[str, Any], base: dict[str, Any]) -> None:
    try:
        model = import_model(base | change, "m", today=TODAY).model
    except PlannerError:
        return

    assert model.total_parameters is not None
    assert model.active_parameters is not None
    assert 0 < model.active_parameters <= model.total_parameters
    assert model.kv_bytes_per_token is not None
    assert 0 <= (model.kv_bytes_per_token_growing or 0) <= model.kv_bytes_per_token
    assert 0 <= (model.full_attention_layers or 0) <= (model.layers or 0)
