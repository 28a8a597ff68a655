"""Current prices on which a second source states another value; both are shown.

From a comparison of 104 price lists with the price map of LiteLLM 1.106.2 (file of 2026-10-21), of which 93 agree:
(provider, model) → what the other source says, in USD per million tokens in / out.
"""

from __future__ import annotations

DISAGREEMENTS = {
    ("DeepSeek", "deepseek-v3.2"): "0.28 / 0.40",
    ("DeepSeek", "deepseek-v4-flash"): "0.30 / 1.20",
    ("DeepSeek", "deepseek-v4-pro"): "1.32 / 3.96",
    ("DeepSeek", "deepseek/deepseek-chat"): "0.28 / 0.42",
    ("DeepSeek", "deepseek/deepseek-flash"): "0.30 / 1.20",
    ("DeepSeek", "deepseek/deepseek-reasoner"): "0.28 / 0.42",
    ("Mistral AI", "mistral-ai/mistral-large-4"): "0.68 / 2.09",
    ("Mistral AI", "mistral-ai/mistral-medium-3-1"): "1.50 / 7.50",
    ("Mistral AI", "mistral-ai/mistral-small"): "0.10 / 0.30",
    ("xAI", "xai/grok-code-fast-1"): "1.00 / 2.00",
}


def disagreement(provider: str, model: str, processing: str) -> str:
    """Return what another source says about a standard price list, or an empty text."""
    if processing != "standard" or (provider, model) not in DISAGREEMENTS:
        return ""
    return f"{DISAGREEMENTS[provider, model]} by LiteLLM 1.106.2 (2026-10-21)"
