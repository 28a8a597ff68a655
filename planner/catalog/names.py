"""Names as people write them: case and punctuation carry no meaning."""

from __future__ import annotations

import re
from functools import lru_cache

_NOT_LETTER_OR_DIGIT = re.compile(r"[^0-9a-z]+")


@lru_cache(maxsize=2048)
def plain_name(name: str) -> str:
    """Reduce a name to what tells it from others: 'Llama-2 70B (chat)' → 'llama270bchat'.

    A plus sign is a word ('Command R+' is not 'Command R'); everything else that is neither letter nor digit
    is dropped.
    """
    return _NOT_LETTER_OR_DIGIT.sub("", name.lower().replace("+", "plus"))


def slug(name: str) -> str:
    """Make a readable id part of a name: 'A100 SXM4 40GB' → 'a100-sxm4-40gb'; dots and underscores stay."""
    return re.sub(r"[^0-9a-z._+]+", "-", name.lower()).strip("-.")
