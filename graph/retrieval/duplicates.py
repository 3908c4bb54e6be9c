"""Removes passages that say what a better one says already."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from graph.results import ScoredPassage
from graph.text.syllables import syllables

_SHINGLE = 4
_SAME = 0.85
_KEPT = 512
"""Texts whose shingles are kept, some 16 KiB each: searches of one question find the same passages."""


@lru_cache(maxsize=_KEPT)
def shingles(text: str) -> frozenset[int]:
    """Hashes of the runs of four syllables of a text; of the whole where it is shorter."""
    terms = syllables(text)
    if len(terms) <= _SHINGLE:
        return frozenset({hash(tuple(terms))})
    return frozenset(hash(tuple(terms[i : i + _SHINGLE])) for i in range(len(terms) - _SHINGLE + 1))


def without_duplicates(passages: Iterable[ScoredPassage], limit: int) -> list[ScoredPassage]:
    """Keeps the first ``limit`` passages that no earlier one repeats.

    Two passages repeat each other when the Jaccard similarity of their shingles reaches .85, save when they
    are in force at different times: versions of a law stand side by side.
    """
    kept: list[tuple[ScoredPassage, frozenset[int]]] = []
    for candidate in passages if limit else ():
        own = shingles(candidate.passage.text)
        if not any(_repeats(candidate, own, other, theirs) for other, theirs in kept):
            kept.append((candidate, own))
        if len(kept) == limit:
            break
    return [candidate for candidate, _ in kept]


def _repeats(one: ScoredPassage, own: frozenset[int], other: ScoredPassage, theirs: frozenset[int]) -> bool:
    if one.passage.validity != other.passage.validity:
        return False
    if min(len(own), len(theirs)) < _SAME * max(len(own), len(theirs)):
        return False  # they cannot share as many
    shared = len(own & theirs)
    return shared >= _SAME * (len(own) + len(theirs) - shared)
