"""Marked sentences: lower-case text in which each name or value is one private-use character.

Patterns then read as plain sentences (``P sinh ngày D tại L``) and cannot stop in the middle of a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

Item = TypeVar("Item")
_PRIVATE_USE = re.compile("[\ue000-\uf8ff]")


@dataclass(frozen=True, slots=True)
class Marked(Generic[Item]):
    """A marked sentence.

    Attributes:
        text: Lower case; one private-use character for each item.
        items: The item at each of these places of ``text``.
    """

    text: str
    items: Mapping[int, Item]


def mark(text: str, start: int, end: int, items: Iterable[tuple[int, int, str, Item]]) -> Marked[Item]:
    """Marks ``text[start:end]``.

    Args:
        text: A document's text.
        start: First code point of the sentence.
        end: One past its last.
        items: (start, end, symbol, item) by start; one that overlaps an earlier one is left out.
    """
    pieces: list[str] = []
    places: dict[int, Item] = {}
    length, done = 0, start
    for first, last, symbol, item in items:
        if first < done or last > end:
            continue
        gap = _unmarked(text[done:first])
        pieces += (gap, symbol)
        length += len(gap)
        places[length] = item
        length += 1
        done = last
    pieces.append(_unmarked(text[done:end]))
    return Marked("".join(pieces), places)


def _unmarked(gap: str) -> str:
    """Lower case; a private-use character that the text holds itself must not pass for a mark."""
    return _PRIVATE_USE.sub("\ufffd", gap.lower())
