"""How many parameters a transformer has, from its sizes. Norms and biases (under 0.1 %) are left out."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Architecture:
    """The sizes of a decoder. 0 where a part does not exist."""

    layers: int
    hidden_size: int
    heads: int
    kv_heads: int
    head_size: int
    ffn_size: int
    vocabulary: int
    tied_embeddings: bool = False
    gated: bool = True  # three matrices in the feed-forward part (SwiGLU), not two
    experts: int = 0
    experts_per_token: int = 0
    shared_experts: int = 0
    expert_size: int = 0
    dense_layers: int = 0
    latent_rank: int = 0  # multi-head latent attention: width of the compressed keys and values
    query_rank: int = 0
    rotary_head_size: int = 0
    plain_head_size: int = 0
    value_head_size: int = 0
    learned_positions: int = 0

    @property
    def query_head_size(self) -> int:
        """Width of a query head: with latent attention its plain and rotary parts together."""
        return self.plain_head_size + self.rotary_head_size if self.latent_rank else self.head_size


def attention_parameters(shape: Architecture) -> int:
    """Return the parameters of one layer's attention: projections of queries, keys, values and the output.

    With latent attention (DeepSeek-V2, arXiv 2405.04434) queries and keys-values pass through low-rank matrices.
    """
    hidden = shape.hidden_size
    if not shape.latent_rank:
        queries_and_output = 2 * hidden * shape.heads * shape.head_size
        return queries_and_output + 2 * hidden * shape.kv_heads * shape.head_size
    query_width = shape.heads * shape.query_head_size
    queries = hidden * shape.query_rank + shape.query_rank * query_width if shape.query_rank else hidden * query_width
    compressed = hidden * (shape.latent_rank + shape.rotary_head_size)
    expanded = shape.latent_rank * shape.heads * (shape.plain_head_size + shape.value_head_size)
    output = shape.heads * shape.value_head_size * hidden
    return queries + compressed + expanded + output


def ffn_parameters(shape: Architecture, width: int) -> int:
    """Return the parameters of one feed-forward block of this width: three matrices when gated, else two."""
    return (3 if shape.gated else 2) * shape.hidden_size * width


def embedding_parameters(shape: Architecture) -> int:
    """Return the parameters of the embedding and the output layer (once when they are tied)."""
    tables = (1 if shape.tied_embeddings else 2) * shape.vocabulary
    return (tables + shape.learned_positions) * shape.hidden_size


def _parameters(shape: Architecture, experts_counted: int) -> int:
    dense_layers = shape.dense_layers if shape.experts else shape.layers
    expert_layers = shape.layers - dense_layers
    router = shape.hidden_size * shape.experts
    expert_block = ffn_parameters(shape, shape.expert_size) * (experts_counted + shape.shared_experts) + router
    return (
        shape.layers * attention_parameters(shape)
        + dense_layers * ffn_parameters(shape, shape.ffn_size)
        + expert_layers * expert_block
        + embedding_parameters(shape)
    )


def total_parameters(shape: Architecture) -> float:
    """Return all parameters: attention, feed-forward blocks or experts with their router, embeddings."""
    return float(_parameters(shape, shape.experts))


def active_parameters(shape: Architecture) -> float:
    """Return the parameters that one token passes: of the experts only those it is sent to, and the shared ones."""
    return float(_parameters(shape, shape.experts_per_token))
