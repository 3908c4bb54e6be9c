"""Does a text read as Vietnamese? By the shape of its syllables, with marks or without."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_TONES = str.maketrans("", "", "\u0300\u0301\u0303\u0309\u0323")
_BARE = str.maketrans("", "", "\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323")
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx])?"
    r"[aăâeêioôơuưy]{1,3}(?:ch|ng|nh|[cmnpt])?"
)
_WORD = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=20_000)
def is_syllable(word: str) -> bool:
    """Whether a lower-case word has the shape of a Vietnamese syllable."""
    toneless = unicodedata.normalize("NFD", word).translate(_TONES)
    return _SYLLABLE.fullmatch(unicodedata.normalize("NFC", toneless)) is not None


@lru_cache(maxsize=20_000)
def is_marked(word: str) -> bool:
    """Whether a word carries a Vietnamese letter or tone."""
    return "đ" in word or unicodedata.normalize("NFD", word).translate(_BARE) != unicodedata.normalize("NFD", word)


def words_of(text: str) -> list[str]:
    """Lower-case words of letters only."""
    return _WORD.findall(text.lower())


def marked_share(words: list[str]) -> float:
    """Share of the words that are marked Vietnamese syllables, 0 to 1."""
    return sum(is_marked(word) and is_syllable(word) for word in words) / max(1, len(words))


def syllable_share(words: list[str]) -> float:
    """Share of the words that have the shape of a Vietnamese syllable, 0 to 1."""
    return sum(map(is_syllable, words)) / max(1, len(words))
