"""Words that people read: marked where they are written, translated at the edge.

`N_` marks an English msgid for extraction and returns it unchanged. `Message` carries a msgid with its
parameters, so that a room without a language can say what went wrong and the window or the command line
can say it in the user's language.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


def N_(msgid: str) -> str:  # noqa: N802 - the gettext convention
    """Mark an English text for translation and return it unchanged."""
    return msgid


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence for the user: an English msgid with named parameters.

    A parameter that is itself a `Message` is translated too.
    """

    msgid: str
    parameters: Mapping[str, object] = field(default_factory=dict)

    def text(self, translate: Callable[[str], str] = N_) -> str:
        """Return the sentence in the language of `translate` (English by default)."""
        values = {
            name: value.text(translate) if isinstance(value, Message) else value
            for name, value in self.parameters.items()
        }
        return translate(self.msgid).format(**values)

    def __str__(self) -> str:
        return self.text()


class PlannerError(Exception):
    """An error that a user can act on: what, where, what to do."""

    def __init__(self, msgid: str, **parameters: object) -> None:
        self.message = Message(msgid, parameters)
        super().__init__(self.message.text())
