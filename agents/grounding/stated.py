"""Whether a source states words for itself, or denies, doubts or conditions them by what stands before."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from agents.grounding.clauses import Clauses
from agents.grounding.paraphrase import Phrase, phrases_of, spaced
from agents.reading.lexicon import FUNCTION_WORDS, NEGATIONS
from agents.reading.passages import Sentence

_BREAKS = frozenset(",;:")
_CLAUSES = frozenset({"nhưng", "song", "mà"})
_CONTRASTS = frozenset({"nhưng", "song", "còn"})
_EXCEPT = ("trừ",)
"""Opens an exception after a comma, and is half of a verb elsewhere (``khấu trừ``)."""

_NAMED = 0.5
"""Share of a condition's words from which it counts as named."""


@lru_cache(maxsize=1)
def _denials() -> tuple[str, ...]:
    return tuple(spaced(phrase) for phrase in phrases_of("hedges.txt"))


@lru_cache(maxsize=1)
def _openings() -> tuple[Phrase, ...]:
    return tuple(phrases_of("conditions.txt"))


@lru_cache(maxsize=1)
def _conditions() -> tuple[str, ...]:
    return tuple(spaced(phrase) for phrase in _openings())


def denied(text: str) -> bool:
    """Whether a spaced text holds a word of denial or belief."""
    return any(phrase in text for phrase in _denials())


def conditional(text: str) -> bool:
    """Whether a spaced text opens a condition."""
    return any(phrase in text for phrase in _conditions())


@lru_cache(maxsize=1)
def _refutations() -> tuple[str, ...]:
    return tuple(spaced(phrase) for phrase in phrases_of("refutations.txt"))


def refuted(sentence: Sentence, said: frozenset[str]) -> bool:
    """Whether a sentence ends by denying what it told, and those who repeat it (their terms given) do not."""
    found = [(text.rfind(phrase), phrase) for text in (spaced(sentence.terms),) for phrase in _refutations()]
    return any(at > 0 and not set(phrase.split()) - FUNCTION_WORDS <= said for at, phrase in found)


def condition_left_out(sentence: Sentence, terms: tuple[str, ...], said: frozenset[str]) -> bool:
    """Whether what a sentence says with these terms holds only in a case that the words said do not name.

    Args:
        sentence: The sentence.
        terms: Terms of what is repeated from it.
        said: All that stands in claim and question.
    """
    clauses = Clauses(sentence.text, sentence.terms, sentence.spans)
    for first, last in _parts(clauses):
        part = sentence.terms[first:last]
        if not set(part) & set(terms) - FUNCTION_WORDS:
            continue
        for start, end in _cases(clauses, first, last):
            case = frozenset(sentence.terms[start:end]) - FUNCTION_WORDS
            main = frozenset((*sentence.terms[first:start], *sentence.terms[end:last])) - FUNCTION_WORDS
            repeated = frozenset(terms) - FUNCTION_WORDS
            if len(repeated & main) > len(repeated & case) and len(case & said) < _NAMED * len(case):
                return True
    return False


def _parts(clauses: Clauses) -> list[tuple[int, int]]:
    """Ranges of a sentence that stand for themselves: semicolons and contrasts part them."""
    starts = [0]
    for at in range(1, len(clauses.terms)):
        gap = clauses.text[clauses.spans[at - 1][1] : clauses.spans[at][0]]
        if ";" in gap or clauses.terms[at] in _CONTRASTS:
            starts.append(at)
    return list(zip(starts, [*starts[1:], len(clauses.terms)], strict=True))


def _cases(clauses: Clauses, first: int, last: int) -> Iterator[tuple[int, int]]:
    """Ranges of conditions and exceptions, from their opening words to the end of the clause."""
    for phrase in (*_openings(), _EXCEPT):
        for at in range(first, last - len(phrase)):
            if clauses.terms[at : at + len(phrase)] == phrase and (phrase != _EXCEPT or at in clauses.stops):
                yield at + len(phrase), min(last, clauses.range_of(at + len(phrase))[1])


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
