"""Answers remembered by the very objects that they rest on.

Plans share every part that an edit left alone and parts never change, so that identity tells, and telling costs
nothing. The objects are kept alive with the answer: no other object can take their identity.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


class Remembered(Generic[T]):
    """The last answers, at most `most` of them. A worker may ask at the same time."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._known: dict[tuple[Hashable, ...], tuple[T, *tuple[object, ...]]] = {}

    def recall(self, parts: tuple[object, ...], others: Hashable, compute: Callable[[], T]) -> T:
        """Return the answer that rests on these parts, told by identity, and on others, told by what they say."""
        key = (others, *map(id, parts))
        found = self._known.get(key)
        return self._keep(key, parts, compute()) if found is None else found[0]

    def find(self, parts: tuple[object, ...], others: Hashable) -> T | None:
        """Return the answer if it is remembered."""
        found = self._known.get((others, *map(id, parts)))
        return None if found is None else found[0]

    def keep(self, parts: tuple[object, ...], others: Hashable, answer: T) -> T:
        """Remember an answer, and return it."""
        return self._keep((others, *map(id, parts)), parts, answer)

    def _keep(self, key: tuple[Hashable, ...], parts: tuple[object, ...], answer: T) -> T:
        if len(self._known) >= self._most:
            self._known = {}
        self._known[key] = (answer, *parts)
        return answer
