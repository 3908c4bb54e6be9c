"""Whether a short answer follows from sentences that are already proved."""

from __future__ import annotations

import re
from collections.abc import Sequence

from agents.reading.tables.model import units_in
from graph.text.normalise import name_key

_ITEMS = re.compile(r"[;,]\s+|\s+và\s+|\s+and\s+")
_YES_NO = frozenset(("có", "không", "đúng", "sai", "phải", "yes", "no"))


def stands_in(short_answer: str, sentences: Sequence[str]) -> bool:
    """Whether each item of the short answer is written in one of the sentences.

    ``Có`` and ``Không`` are conclusions, not words of a source: any proved sentence carries them. A number in
    a table is written without the unit that stands in the header.
    """
    written = [name_key(sentence) for sentence in sentences]
    items = [key for item in _ITEMS.split(short_answer) if (key := name_key(item))]
    units = {name_key(unit) for sentence in sentences for unit in units_in(sentence)}
    return bool(sentences) and all(
        _written(item, written) or item in _YES_NO or _with_unit(item, written, units) for item in items
    )


def _with_unit(item: str, texts: Sequence[str], units: set[str]) -> bool:
    """Whether an item is a number that is written, with a unit that the head of a column gives."""
    number, _, unit = item.partition(" ")
    return number[:1].isdigit() and unit in units and _written(number, texts)


def _written(item: str, texts: Sequence[str]) -> bool:
    """Whether one of the texts holds the item; one that only runs over from one to the next does not stand there."""
    whole = re.compile(rf"(?<!\w){re.escape(item)}(?!\w)")
    return any(whole.search(text) for text in texts)
