"""Which model a price line means: the names under which providers sell models.

A provider's name is reduced step by step (region prefix, version suffix, 'p' for a decimal point) until it is a
name that the catalogue or the model's own vendor knows. What is still unknown becomes a model of its own, so
that no price is booked on the wrong model.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

# Provider of the price list → (name shown, vendor's part of an id, sells its own models).
PROVIDERS = {
    "openai": ("OpenAI", "openai", True),
    "anthropic": ("Anthropic", "anthropic", True),
    "google": ("Google", "google", True),
    "zai": ("Z.ai", "z.ai", True),
    "mistral": ("Mistral AI", "mistral-ai", True),
    "deepseek": ("DeepSeek", "deepseek", True),
    "cohere": ("Cohere", "cohere", True),
    "x-ai": ("xAI", "xai", True),
    "meta": ("Meta", "meta", True),
    "moonshotai": ("Moonshot AI", "moonshot-ai", True),
    "minimax": ("MiniMax", "minimax", True),
    "aws": ("AWS Bedrock", "aws-bedrock", False),
    "azure": ("Azure", "azure", False),
    "groq": ("Groq", "groq", False),
    "together": ("Together AI", "together-ai", False),
    "fireworks": ("Fireworks AI", "fireworks-ai", False),
    "cerebras": ("Cerebras", "cerebras", False),
    "openrouter": ("OpenRouter", "openrouter", False),
}

# How a name begins → the provider whose own model it is.
VENDOR_OF_NAME = (
    ("claude", "anthropic"),
    ("gpt-oss", ""),
    ("gpt", "openai"),
    ("chatgpt", "openai"),
    ("o1", "openai"),
    ("o3", "openai"),
    ("o4", "openai"),
    ("gemini", "google"),
    ("grok", "x-ai"),
    ("command", "cohere"),
    ("muse", "meta"),
    ("kimi", "moonshotai"),
    ("minimax", "minimax"),
    ("glm", "zai"),
    ("deepseek", "deepseek"),
    ("mistral", "mistral"),
    ("ministral", "mistral"),
    ("magistral", "mistral"),
    ("codestral", "mistral"),
    ("devstral", "mistral"),
    ("pixtral", "mistral"),
)

# Names that no rule reduces to the model they mean.
SPECIAL_NAMES = {
    "deepseek.r1-v1:0": "deepseek-r1",
    "openai.gpt-oss-120b-1:0": "gpt-oss-120b",
    "openai.gpt-oss-20b-1:0": "gpt-oss-20b",
    "nvidia.nemotron-nano-9b-v2:0": "nemotron-nano-9b-v2",
    "nvidia.nemotron-nano-3-30b:0": "nemotron-3-nano-30b-a3b",
    "nvidia.nemotron-super-3-120b:0": "nemotron-3-super-120b-a12b",
    "nemotron-3-ultra-nvfp4": "nemotron-3-ultra-550b-a55b-bf16",
    "meta.llama4-maverick-17b-instruct-v1:0": "llama-4-maverick",
    "meta.llama4-scout-17b-instruct-v1:0": "llama-4-scout",
    "llama4-maverick-instruct-basic": "llama-4-maverick",
    "llama-3.1-405b-reasoning": "llama-3.1-405b-instruct",
    "meta-llama/Llama-3-70b-chat-hf": "llama-3-70b-instruct",
    "meta-llama/Llama-3-8b-chat-hf": "llama-3-8b-instruct",
    "meta-llama/Llama-3.3-70B-Instruct-Turbo": "llama-3.3-70b-instruct",
    "meta-llama/Meta-Llama-3.1-405B-Instruct-Turbo": "llama-3.1-405b-instruct",
    "meta-llama/Meta-Llama-3.1-70B-Instruct-Turbo": "llama-3.1-70b-instruct",
    "meta-llama/Meta-Llama-3.1-8B-Instruct-Turbo": "llama-3.1-8b-instruct",
    "gpt-3.5-0301": "gpt-3.5-turbo",
    "mistral.mistral-large-3-675b-instruct": "mistral-large-2512",
}

OPEN_FAMILIES = re.compile(
    r"(code)?llama|gemma|mixtral|mistral-(7b|nemo|small)|ministral-8b|devstral|magistral-small|qwq|gpt-oss|phi-|wizardlm"
    r"|qwen(?!.*(max|plus|turbo|flash))|deepseek|kimi-k|glm-|minimax-m|nemotron|olmo|vicuna|alpaca|mythomax"
    r"|hermes|openchat|redpajama|solar|stripedhyena|yi-|muse-spark-open|muse-glimmer|inkling|aya-|falcon|chronos"
)
NOT_TEXT = re.compile(
    r"audio|realtime|live|tts|whisper|transcribe|transcription|image|embed|moderation|ocr|sonic|orpheus|speech|voice"
    r"|guard|rerank|banana|robotics|omni|vision-001|computer-use|search|deep-research|:free|-free|translate"
)
_SUFFIXES = re.compile(
    r"(-v\d+(:\d+)?|:\d+|-maas|-latest|-preview|-hf|-\d{8}|-\d{4}-\d{2}-\d{2}|-instant|-versatile|-\d+-?k?(?<=(8192|4096|2768)))$"
)


def is_text_model(name: str) -> bool:
    """Say whether a model of this name answers in text and is paid for."""
    return not NOT_TEXT.search(name.lower())


def bare_name(name: str) -> str:
    """Drop region and vendor: 'global.anthropic.claude-opus-5' and 'openai/gpt-5' → 'claude-opus-5', 'gpt-5'."""
    name = name.lower().rsplit("/", 1)[-1]
    name = re.sub(r"^(global|regional|us|eu)\.", "", name)
    name = re.sub(
        r"^(amazon|anthropic|openai|meta|mistral|google|qwen|nvidia|zai|moonshotai|deepseek|writer)\.", "", name
    )
    return name.removeprefix("zai-")


def spellings(name: str) -> Iterator[str]:
    """Yield the names under which a sold model may be known, the most telling first."""
    yield SPECIAL_NAMES.get(name, name)
    yield name
    bare = bare_name(name)
    forms = [bare, bare.replace("llama-v", "llama-"), re.sub(r"^meta-", "", bare)]
    forms += [re.sub(r"(?<=\d)p(?=\d)", ".", form) for form in forms]
    for form in forms:
        yield form
        while (shorter := _SUFFIXES.sub("", form)) != form:
            form = shorter
            yield form


def own_vendor(names: Iterable[str]) -> str:
    """Return the provider whose own model one of these names begins like, or an empty text."""
    for name in names:
        for start, vendor in VENDOR_OF_NAME:
            if name.startswith(start):
                return vendor
    return ""
