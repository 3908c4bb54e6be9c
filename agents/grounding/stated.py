"""Whether a source states words for itself, or denies, doubts or conditions them by what stands before."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from agents.grounding.paraphrase import phrases_of, spaced
from agents.reading.lexicon import NEGATIONS
from agents.reading.passages import Sentence

_BREAKS = frozenset(",;:")
_CLAUSES = frozenset({"nhưng", "song", "mà"})


@lru_cache(maxsize=1)
def _denials() -> tuple[str, ...]:
    return tuple(spaced(phrase) for phrase in phrases_of("hedges.txt"))


@lru_cache(maxsize=1)
def _conditions() -> tuple[str, ...]:
    return tuple(spaced(phrase) for phrase in phrases_of("conditions.txt"))


def denied(text: str) -> bool:
    """Whether a spaced text holds a word of denial or belief."""
    return any(phrase in text for phrase in _denials())


def conditional(text: str) -> bool:
    """Whether a spaced text opens a condition."""
    return any(phrase in text for phrase in _conditions())


def _clause_start(sentence: Sentence, at: int) -> int:
    for index in range(at - 1, -1, -1):
        gap = sentence.text[sentence.spans[index][1] : sentence.spans[index + 1][0]]
        if _BREAKS & set(gap):
            return index + 1
        if sentence.terms[index] in _CLAUSES:
            return index
    return 0


def _places(sentence: Sentence, terms: tuple[str, ...]) -> Iterator[int]:
    for at in range(len(sentence.terms) - len(terms) + 1):
        if sentence.terms[at : at + len(terms)] == terms:
            yield at


def states(sentence: Sentence, terms: tuple[str, ...]) -> bool:
    """Whether the terms stand in the sentence with no denial, belief, condition or negation before them.

    A plain negation reaches to the end of its clause; the others reach over commas.
    """
    for at in _places(sentence, terms):
        before = spaced(sentence.terms[:at])
        clause = sentence.terms[_clause_start(sentence, at) : at]
        if not (denied(before) or conditional(before) or NEGATIONS & set(clause)):
            return True
    return False


def gives(sentence: Sentence, terms: tuple[str, ...]) -> bool:
    """Whether the terms stand in the sentence in a clause that does not deny or doubt them."""
    return any(not denied(spaced(sentence.terms[_clause_start(sentence, at) : at])) for at in _places(sentence, terms))
