"""Keys of names, and words for the full-text indexes."""

from __future__ import annotations

import re
from functools import lru_cache

from graph.text.normalise import name_key, strip_diacritics

_WORD = re.compile(r"[^\W_]+")
_KNOWN_NAMES = 50_000


@lru_cache(maxsize=_KNOWN_NAMES)
def keys_of(name: str) -> tuple[str, str]:
    """Key of a name, with and without diacritics; the same names come again and again."""
    key = name_key(name)
    return key, strip_diacritics(key)


def search_words(name: str) -> str:
    """What the full-text index holds of a name: its words with and without diacritics.

    A word typed with diacritics then finds that word only, a bare one finds all.
    """
    key, folded = keys_of(name)
    return key if key == folded else f"{key} {folded}"


def match_expression(text: str) -> str | None:
    """An FTS5 query for texts that hold all words; None where there is no word."""
    words = dict.fromkeys(_WORD.findall(name_key(text)))
    return " ".join(f'"{word}"' for word in words) or None
