"""How telling terms are, looked up once each."""

from __future__ import annotations

from collections.abc import Iterable

from agents.reading.lexicon import FUNCTION_WORDS
from agents.reading.tokens import is_number
from graph.text.idf import idf

_LARGEST_CACHE = 200_000
_FUNCTION_SHARE = 0.15
"""A function word keeps this share of its weight, so that word order still breaks ties."""
_VALUE_WEIGHT = 5.0
"""Weight of numbers: values are compared, not counted, so their rarity in other texts says little."""

_cache: dict[str, float] = {}


def weights_of(terms: Iterable[str]) -> dict[str, float]:
    """Weight by term: IDF, much reduced for function words; terms are those of `agents.reading.tokens`."""
    wanted = set(terms)
    weights = {term: _VALUE_WEIGHT for term in wanted if is_number(term) or term == "%"}
    words = wanted - weights.keys()
    if len(_cache) > _LARGEST_CACHE:
        _cache.clear()
    missing = [term for term in words if term not in _cache]
    if missing:
        for term, value in zip(missing, idf(missing), strict=True):
            _cache[term] = float(value) * (_FUNCTION_SHARE if term in FUNCTION_WORDS else 1.0)
    weights.update((term, _cache[term]) for term in words)
    return weights
