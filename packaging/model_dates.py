"""Days on which vendors' models appeared and ended, where the price package does not say.

From the vendors' release notes and deprecation pages; first days of sale whose price is still the current one.
A model that is not listed is dated by its own name or by the day its price was seen.
"""

from __future__ import annotations

RELEASED = {
    "anthropic/claude-3-opus": "2024-03-04",
    "anthropic/claude-3-sonnet": "2024-03-04",
    "anthropic/claude-3-haiku": "2024-03-13",
    "anthropic/claude-3-5-sonnet": "2024-06-20",
    "anthropic/claude-3-5-haiku": "2024-11-04",
    "anthropic/claude-3-7-sonnet": "2025-02-24",
    "anthropic/claude-sonnet-4-0": "2025-05-22",
    "anthropic/claude-opus-4-0": "2025-05-22",
    "anthropic/claude-opus-4-1": "2025-08-05",
    "anthropic/claude-sonnet-4-5": "2025-09-29",
    "anthropic/claude-haiku-4-5": "2025-10-15",
    "anthropic/claude-opus-4-5": "2025-11-24",
    "openai/o1": "2024-12-17",
    "openai/o1-preview": "2024-09-12",
    "openai/o3-mini": "2025-01-31",
    "openai/o4-mini": "2025-04-16",
    "openai/gpt-4.1": "2025-04-14",
    "openai/gpt-4.1-mini": "2025-04-14",
    "openai/gpt-4.1-nano": "2025-04-14",
    "openai/gpt-4.5-preview": "2025-02-27",
    "openai/gpt-4o-mini": "2024-07-18",
    "openai/gpt-5": "2025-08-07",
    "openai/gpt-5-mini": "2025-08-07",
    "openai/gpt-5-nano": "2025-08-07",
    "google/gemini-2.5-pro": "2025-06-17",
    "google/gemini-2.5-flash": "2025-06-17",
    "xai/grok-3": "2025-04-09",
    "xai/grok-4-0709": "2025-07-09",
}

# Past and announced; those of 2026 and later from the price map of LiteLLM 1.106.2.
RETIRED = {
    "anthropic/claude-sonnet-4-5": "2026-11-30",
    "deepseek/deepseek-chat": "2026-07-24",
    "deepseek/deepseek-reasoner": "2026-07-24",
    "openai/gpt-5.1": "2027-04-01",
    "openai/gpt-5.1-codex-mini": "2026-07-23",
    "openai/gpt-5.3-codex": "2027-04-01",
    "openai/gpt-5.4-nano": "2027-04-01",
    "openai/o1": "2026-10-23",
    "openai/o1-pro": "2026-10-23",
    "openai/o3-mini": "2026-10-23",
    "anthropic/claude-3-opus": "2026-01-05",
    "anthropic/claude-3-sonnet": "2025-07-21",
    "anthropic/claude-3-5-sonnet": "2025-10-28",
    "openai/gpt-4.5-preview": "2025-07-14",
    "openai/o1-preview": "2025-07-28",
    "openai/o1-mini": "2025-10-27",
    "openai/text-davinci-002": "2024-01-04",
    "google/gemini-1.5-pro": "2025-09-24",
    "google/gemini-1.5-flash": "2025-09-24",
}
