"""Words that may stand for each other, words that turn a statement round, words that add nothing."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files

from agents.reading.tokens import tokenise

_STRONG_CLAIMS = frozenset(
    {"duy nhất", "tất cả", "toàn bộ", "mọi", "luôn luôn", "hoàn toàn", "chỉ", "lớn nhất", "đầu tiên", "nhất"}
)

Phrase = tuple[str, ...]


def rows_of(file: str) -> list[list[Phrase]]:
    """Phrases of a list that ships with the checker, by line; ``#`` opens a comment."""
    text = files("agents.grounding").joinpath("data", file).read_text(encoding="utf-8")
    rows = (line for line in text.splitlines() if line and not line.startswith("#"))
    return [[tokenise(part).terms for part in row.split("|")] for row in rows]


def phrases_of(file: str) -> list[Phrase]:
    """Terms of every phrase of a list that ships with the checker."""
    return [phrase for phrases in rows_of(file) for phrase in phrases]


@lru_cache(maxsize=1)
def _groups() -> dict[str, list[tuple[Phrase, tuple[str, ...]]]]:
    """By first syllable: each phrase with the other phrases of its group, spaced for substring search."""
    table: dict[str, list[tuple[Phrase, tuple[str, ...]]]] = {}
    for phrases in rows_of("synonyms.txt"):
        for phrase in phrases:
            others = tuple(f" {' '.join(other)} " for other in phrases if other != phrase)
            table.setdefault(phrase[0], []).append((phrase, others))
    return table


@lru_cache(maxsize=1)
def _filler_table() -> dict[str, list[Phrase]]:
    table: dict[str, list[Phrase]] = {}
    for phrases in rows_of("fillers.txt"):
        for phrase in phrases:
            table.setdefault(phrase[0], []).append(phrase)
    return table


@lru_cache(maxsize=1)
def opposites() -> tuple[tuple[str, str], ...]:
    """Pairs of phrases that exclude each other, both ways round, spaced for substring search."""
    pairs: list[tuple[str, str]] = []
    for phrases in rows_of("opposites.txt"):
        one, other = (spaced(phrase) for phrase in phrases)
        pairs += [(one, other), (other, one)]
    return tuple(pairs)


def strong_claims() -> tuple[str, ...]:
    """Words that claim more than most sources say, spaced for substring search."""
    return tuple(f" {phrase} " for phrase in sorted(_STRONG_CLAIMS))


def spaced(terms: Sequence[str]) -> str:
    """Terms as one string in which a spaced phrase can be looked for."""
    return f" {' '.join(terms)} "


def excused(terms: Sequence[str], source: str) -> frozenset[int]:
    """Indices of terms that paraphrase something in the source (as `spaced` gives it) or add nothing."""
    paraphrased, fillers = _phrases_in(tuple(terms))
    said = (places for places, others in paraphrased if any(other in source for other in others))
    return fillers.union(*said)


@lru_cache(maxsize=4096)
def _phrases_in(terms: Phrase) -> tuple[tuple[tuple[range, tuple[str, ...]], ...], frozenset[int]]:
    """Where phrases stand that have others of their group, with these, and the indices of those that add nothing."""
    groups, fillers = _groups(), _filler_table()
    paraphrased: list[tuple[range, tuple[str, ...]]] = []
    empty: set[int] = set()
    for index, term in enumerate(terms):
        for phrase, others in groups.get(term, ()):
            if terms[index : index + len(phrase)] == phrase:
                paraphrased.append((range(index, index + len(phrase)), others))
        for phrase in fillers.get(term, ()):
            if terms[index : index + len(phrase)] == phrase:
                empty.update(range(index, index + len(phrase)))
    return tuple(paraphrased), frozenset(empty)
