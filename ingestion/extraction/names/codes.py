"""Model numbers and numbers of papers (``SM-200``, ``07/2022/QC-SM``): their letters name nothing by themselves."""

from __future__ import annotations

from ingestion.extraction.names.tokens import Tokens
from ingestion.extraction.names.words import STOP

_JOINTS = frozenset("-/–")
_MOST_LETTERS = 6
_MACHINES = frozenset({"máy", "model", "xe", "tủ", "bơm", "bị", "robot", "đèn", "tàu"})
"""Last syllables of nouns for what has a model number (``thiết bị``)."""
_REACH = 3


def code_span(tokens: Tokens, index: int) -> tuple[int, int] | None:
    """First token and end of the code that a token in capitals belongs to; None where it stands in none.

    A code is a chain of numbers and of words in capitals, without spaces, at least one of each.
    """
    if not tokens.words[index].isupper():
        return None
    first, end = index, index + 1
    while first >= 2 and tokens.words[first - 1] in _JOINTS and _chained(tokens, first - 1, first - 2):
        first -= 2
    while end + 1 < len(tokens.words) and tokens.words[end] in _JOINTS and _chained(tokens, end, end + 1):
        end += 2
    chain = tokens.words[first:end:2]
    if len(chain) < 2 or not any(word[0].isdigit() for word in chain):
        return None
    return first, end


def names_a_model(tokens: Tokens, first: int, end: int) -> bool:
    """Whether the code is that of a machine, by the words before it (``máy đo SM-200``)."""
    if "/" in tokens.words[first:end]:
        return False
    for at in range(first - 1, max(-1, first - 1 - _REACH), -1):
        if tokens.lows[at] in _MACHINES:
            return True
        if not tokens.words[at].isalpha() or tokens.lows[at] in STOP:
            return False
    return False


def _chained(tokens: Tokens, joint: int, at: int) -> bool:
    """Whether a token is part of a code on the other side of a joint without spaces."""
    word = tokens.words[at]
    is_part = word[0].isdigit() or (word.isupper() and word.isalnum() and len(word) <= _MOST_LETTERS)
    return is_part and tokens.glued(joint) and tokens.glued(joint + 1)
