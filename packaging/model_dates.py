"""Days on which vendors' models went on sale and end, where the price package does not say, each with where it is from.

A day without an address was written down without one: the catalogue marks what rests on it as estimated. A model that
is not listed is dated by its own name or by the day its price was seen.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Dated:
    """A day and the page that gives it; `read` is the day on which the page said so."""

    day: str
    page: str = ""
    read: str = "2026-11-29"

    @property
    def source(self) -> str:
        """The page and when it was read, as the note of a record says it; 'estimated' without a page."""
        return f"{self.page}, read {self.read}" if self.page else "estimated"


CLAUDE_NEWS = "platform.claude.com/docs/en/release-notes/overview"
CLAUDE_ENDS = "platform.claude.com/docs/en/about-claude/model-deprecations"
OPENAI_ENDS = "developers.openai.com/api/docs/deprecations"
AZURE_ENDS = "learn.microsoft.com/azure/ai-foundry/openai/concepts/legacy-models"
GEMINI_ENDS = "ai.google.dev/gemini-api/docs/deprecations"
XAI_ENDS = "docs.x.ai/developers/migration/may-15-retirement"
DEEPSEEK_ENDS = "api-docs.deepseek.com"
LITELLM = "price map of LiteLLM 1.106.2"
# Copies of OpenAI's, Google's and Anthropic's lists, each with the day on which it was made.
OPENAI_ENDS_COPIED = (
    "dev.to/max_bob/openai-api-deprecations-2026-2027-every-shutdown-date-and-recommended-replacement-gpt-4o-2ffm"
)
OPENAI_ENDS_OF_OCTOBER = (
    "dev.to/importstatic/every-openai-model-shutdown-date-until-january-2027-and-what-replaces-it-1dfk"
)
GEMINI_ENDS_COPIED = (
    "dev.to/aideprecations/what-to-do-before-gemini-25-pro-and-25-flash-are-retired-on-december-1-2026-5gg9"
)
SONNET_37_ENDS = "github.com/thevibeworks/claude-code-docs/pull/417"
OPUS_41_ENDS = "github.com/multidotdev/cli/releases/tag/v0.0.135"
SNAPSHOT = "the day in the name of its snapshot"


def _litellm(day: str) -> Dated:
    return Dated(day, LITELLM, "2026-11-23")


def _named(day: str) -> Dated:
    """Return the day that the vendor puts into the name of a model's snapshot, which is the day of its sale."""
    return Dated(day, SNAPSHOT)


RELEASED = {
    "anthropic/claude-3-opus": Dated("2024-03-04"),
    "anthropic/claude-3-sonnet": Dated("2024-03-04"),
    "anthropic/claude-3-haiku": Dated("2024-03-13"),
    "anthropic/claude-3-5-sonnet": _named("2024-06-20"),
    "anthropic/claude-3-5-haiku": Dated("2024-11-04"),
    "anthropic/claude-3-7-sonnet": Dated("2025-02-24"),
    "anthropic/claude-sonnet-4-0": Dated("2025-05-22"),
    "anthropic/claude-opus-4-0": Dated("2025-05-22"),
    "anthropic/claude-opus-4-1": _named("2025-08-05"),
    "anthropic/claude-sonnet-4-5": Dated("2025-09-29", CLAUDE_NEWS),
    "anthropic/claude-haiku-4-5": Dated("2025-10-15", CLAUDE_NEWS),
    "anthropic/claude-opus-4-5": Dated("2025-11-24"),
    "openai/o1": _named("2024-12-17"),
    "openai/o1-preview": Dated("2024-09-12"),
    "openai/o3-mini": _named("2025-01-31"),
    "openai/o4-mini": _named("2025-04-16"),
    "openai/gpt-4.1": Dated("2025-04-14", AZURE_ENDS),
    "openai/gpt-4.1-mini": Dated("2025-04-14", AZURE_ENDS),
    "openai/gpt-4.1-nano": _named("2025-04-14"),
    "openai/gpt-4.5-preview": _named("2025-02-27"),
    "openai/gpt-4o-mini": _named("2024-07-18"),
    "openai/gpt-5": _named("2025-08-07"),
    "openai/gpt-5-mini": _named("2025-08-07"),
    "openai/gpt-5-nano": _named("2025-08-07"),
    "google/gemini-2.5-pro": Dated("2025-06-17", GEMINI_ENDS),
    "google/gemini-2.5-flash": Dated("2025-06-17", GEMINI_ENDS),
    "xai/grok-3": Dated("2025-04-09"),
    "xai/grok-4-0709": _named("2025-07-09"),
}
"""Model → first day of sale."""

RETIRED = {
    "anthropic/claude-3-sonnet": Dated("2025-07-21", CLAUDE_ENDS),
    "anthropic/claude-3-opus": Dated("2026-01-05", CLAUDE_ENDS),
    "anthropic/claude-3-5-sonnet": Dated("2025-10-28", CLAUDE_NEWS),
    "anthropic/claude-3-7-sonnet": Dated("2026-02-19", SONNET_37_ENDS),
    "anthropic/claude-sonnet-4-0": Dated("2026-06-15", CLAUDE_NEWS),
    "anthropic/claude-opus-4-0": Dated("2026-06-15", CLAUDE_NEWS),
    "anthropic/claude-opus-4-1": Dated("2026-08-05", OPUS_41_ENDS),
    "anthropic/claude-sonnet-4-5": _litellm("2026-11-30"),
    "deepseek/deepseek-chat": Dated("2026-07-24", DEEPSEEK_ENDS),
    "deepseek/deepseek-reasoner": Dated("2026-07-24", DEEPSEEK_ENDS),
    "google/gemini-1.5-pro": Dated("2025-09-24"),
    "google/gemini-1.5-flash": Dated("2025-09-24"),
    "google/gemini-2.5-pro": Dated("2026-12-01", GEMINI_ENDS_COPIED),
    "google/gemini-2.5-flash": Dated("2026-12-01", GEMINI_ENDS_COPIED),
    "openai/gpt-4.5-preview": Dated("2025-07-14", AZURE_ENDS),
    "openai/gpt-5": Dated("2026-12-11", OPENAI_ENDS),
    "openai/gpt-5-mini": Dated("2026-12-11", OPENAI_ENDS),
    "openai/gpt-5-nano": Dated("2026-12-11", OPENAI_ENDS),
    "openai/gpt-5-pro": Dated("2026-12-11", OPENAI_ENDS_COPIED),
    "openai/gpt-5.1": Dated("2027-04-01", OPENAI_ENDS_COPIED),
    "openai/gpt-5.1-codex-mini": _litellm("2026-07-23"),
    "openai/gpt-5.3-codex": _litellm("2027-04-01"),
    "openai/gpt-5.4-nano": _litellm("2027-04-01"),
    "openai/o1": Dated("2026-10-23", OPENAI_ENDS_OF_OCTOBER),
    "openai/o1-mini": Dated("2025-10-27"),
    "openai/o1-preview": Dated("2025-07-28", AZURE_ENDS),
    "openai/o1-pro": Dated("2026-10-23", OPENAI_ENDS_OF_OCTOBER),
    "openai/o3": Dated("2026-12-11", OPENAI_ENDS_COPIED),
    "openai/o3-mini": Dated("2026-10-23", OPENAI_ENDS_OF_OCTOBER),
    "openai/o3-pro": Dated("2026-12-11", OPENAI_ENDS_COPIED),
    "openai/text-davinci-002": Dated("2024-01-04"),
    "xai/grok-3": Dated("2026-05-15", XAI_ENDS),
    "xai/grok-4-0709": Dated("2026-05-15", XAI_ENDS),
    "xai/grok-4-fast-reasoning": Dated("2026-05-15", XAI_ENDS),
    "xai/grok-4-fast-non-reasoning": Dated("2026-05-15", XAI_ENDS),
    "xai/grok-4-1-fast-reasoning": Dated("2026-05-15", XAI_ENDS),
    "xai/grok-4-1-fast-non-reasoning": Dated("2026-05-15", XAI_ENDS),
    "xai/grok-code-fast-1": Dated("2026-05-15", XAI_ENDS),
}
"""Model → day from which its vendor no longer answers, past and announced."""
