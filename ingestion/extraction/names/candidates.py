"""Possible names, and where in a sentence they stand."""

from __future__ import annotations

from dataclasses import dataclass

from ingestion.extraction.names.heads import Head
from ingestion.extraction.names.tokens import Tokens

CLOSING = {'"': '"', "“": "”", "‘": "’", "«": "»"}
"""Closing marks by the marks that open a quotation."""
_OPENING = frozenset("\"“‘(['«")
_BREAKS = frozenset(".:;!?…•*+")
_JOINED = frozenset({",", "và", "hoặc", ";"})
_MOST_CAPITALS = 0.6


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible name.

    Attributes:
        first: Index of its first token.
        end: One past its last token.
        type: Entity type where the rules know it; None and sure means that it is no name.
        cue: Class of the head word before it or in it.
        sure: Whether type and extent are plain; unsure types are for the tagger to judge.
    """

    first: int
    end: int
    type: str | None
    cue: Head | None = None
    sure: bool = True


def joined(tokens: Tokens, previous: Candidate, candidate: Candidate) -> bool:
    """Whether only a comma or ``và`` stands between two candidates."""
    return candidate.first - previous.end == 1 and tokens.lows[previous.end] in _JOINED


def before_quote(tokens: Tokens, index: int) -> int:
    """Index of the opening mark right before a token, or the token's own."""
    return index - 1 if index and tokens.words[index - 1] in CLOSING else index


def opens_sentence(tokens: Tokens, index: int) -> bool:
    """Whether the capital is due to the place in the sentence."""
    if index == 0:
        return True
    before = tokens.words[index - 1]
    return before in _BREAKS or before in _OPENING or (before in "-–)" and not tokens.glued(index) and index <= 3)


def is_headline(tokens: Tokens) -> bool:
    """Whether most words are written in capitals only."""
    words = [word for word in tokens.words if word.isalpha() and len(word) > 1]
    return len(words) > 3 and sum(word.isupper() for word in words) > _MOST_CAPITALS * len(words)
