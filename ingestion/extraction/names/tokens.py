"""Tokens of a sentence as the name rules see them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from graph.text.normalise import unify_tones

_TOKEN = re.compile(r"[^\W_]+(?:(?:['’.&]|-(?=[a-zà-ỹđ]))[^\W_]+)*|[^\w\s]|_")
_DOTTED_I = str.maketrans({"İ": "I"})  # the only letter whose lower case is longer


@dataclass(frozen=True, slots=True)
class Tokens:
    """Tokens of one sentence.

    Attributes:
        words: As written.
        lows: Lower case with unified tone marks.
        starts: First code point of each in the document's text.
        ends: One past the last.
        capital: Whether each begins with a capital letter.
    """

    words: list[str]
    lows: list[str]
    starts: list[int]
    ends: list[int]
    capital: list[bool]

    def glued(self, index: int) -> bool:
        """Whether nothing stands between a token and the one before it."""
        return index > 0 and self.starts[index] == self.ends[index - 1]


def tokenise(text: str, start: int, end: int) -> Tokens:
    """Cuts ``text[start:end]`` into words and single marks."""
    matches = list(_TOKEN.finditer(text, start, end))
    words = [m[0] for m in matches]
    low = unify_tones(text[start:end].translate(_DOTTED_I)).lower()
    return Tokens(
        words,
        [low[m.start() - start : m.end() - start] for m in matches],
        [m.start() for m in matches],
        [m.end() for m in matches],
        [word[0].isupper() for word in words],
    )
