"""Counts over a corpus that tell ordinary words from names: the case of syllables and which two make a word."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from graph.text.normalise import unify_tones
from graph.text.sentences import sentences
from ingestion.extraction.names.words import is_vietnamese_syllable

_LEAST_IN_LOWER_CASE = 3
_TOKEN = re.compile(r"[^\W\d_]+|[^\w\s]|\d+")


@dataclass(slots=True)
class CorpusCounts:
    """Counts of syllables in the middle of sentences, where a capital is the writer's choice.

    The first token is left out: its capital says nothing.

    Attributes:
        lower: How often a syllable was written in lower case.
        capital: How often it had a capital (by its lower-case form).
        pairs: Neighbours both in lower case.
        half_capital: A capitalised syllable with its lower-case neighbour (``Giáo dục``).
    """

    lower: Counter[str] = field(default_factory=Counter)
    capital: Counter[str] = field(default_factory=Counter)
    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)
    half_capital: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, text: str) -> None:
        """Counts one text."""
        for sentence in sentences(text):
            tokens = _TOKEN.findall(unify_tones(sentence))
            for previous, token in pairwise(tokens[1:]):
                self._add_pair(previous, token)

    def _add_pair(self, previous: str, token: str) -> None:
        if not token[0].isalpha():
            return
        if token.islower():
            self.lower[token] += 1
            if previous.islower():
                self.pairs[previous, token] += 1
            elif previous[0].isalpha():
                self.half_capital[previous.lower(), token] += 1
        elif previous[0].isalnum() or previous == ",":
            self.capital[token.lower()] += 1


def count_corpus(texts: Iterable[str]) -> CorpusCounts:
    """Counts all texts."""
    counts = CorpusCounts()
    for text in texts:
        counts.add(text)
    return counts


def ordinary_syllables(counts: CorpusCounts, min_count: int = 4, ratio: float = 3.0) -> list[str]:
    """Syllables that are written in lower case ``ratio`` times as often as with a capital."""
    return sorted(
        word for word, n in counts.lower.items() if n >= min_count and n >= ratio * counts.capital.get(word, 0)
    )


def compound_words(counts: CorpusCounts, min_count: int = 12, min_npmi: float = 0.3) -> list[str]:
    """Two-syllable words: neighbours with a normalised pointwise mutual information of at least ``min_npmi``.

    The first may have a capital (``Giáo dục``): names of organisations are made of such words.
    """
    total = counts.lower.total() + counts.capital.total()
    words = []
    for (first, second), lower in counts.pairs.items():
        n = lower + counts.half_capital[first, second]
        if n < min_count or lower < _LEAST_IN_LOWER_CASE or not is_vietnamese_syllable(first):
            continue
        joint = n / total
        singles = max(1, counts.lower[first] + counts.capital[first]) * counts.lower[second]
        pmi = math.log(joint * total * total / singles)
        if pmi / -math.log(joint) >= min_npmi:
            words.append(f"{first} {second}")
    return sorted(words)
