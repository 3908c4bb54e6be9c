"""Cells that hold ``key: value`` themselves: ``Giá: 250.000 đồng/kg; bao bì: túi 1 kg``."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet

from agents.reading.lexicon import FUNCTION_WORDS, QUESTION_WORDS
from agents.reading.tokens import tokenise

_EMPTY = FUNCTION_WORDS | QUESTION_WORDS
_KEY = r"[^\W\d_]+(?: [^\W\d_]+){0,3}: (?=\S)"
_CUT = re.compile(rf"[;,]\s+(?={_KEY})|\s+(?=(?-i:[A-ZĐÀ-Ỹ]){_KEY})", re.IGNORECASE)
_PART = re.compile(rf"(?P<key>{_KEY})(?P<value>.+)")


def inner_value(text: str, asked: AbstractSet[str]) -> str:
    """The value that a cell gives under the key that is asked for; the whole cell where it has no keys, or none is.

    An amount before the first key is the cell's own value: ``25.000 đồng/kg Đóng gói: túi 500 g``.

    Args:
        text: The cell.
        asked: Terms of the question.
    """
    parts = _CUT.split(text)
    keyed = [found for part in parts if (found := _PART.fullmatch(part))]
    if not keyed:
        return text
    meant = [found for found in keyed if asked & (frozenset(tokenise(found["key"]).terms) - _EMPTY)]
    if len(meant) == 1:
        return meant[0]["value"].strip(" .;,")
    first = parts[0] if _PART.fullmatch(parts[0]) is None else ""
    return first.strip(" .;,") if any(map(str.isdigit, first)) else text
