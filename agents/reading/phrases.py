"""Phrases of a sentence that could be an answer whatever its type: what the question does not say already."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agents.reading.lexicon import FUNCTION_WORDS, NEGATIONS
from agents.reading.names import name_spans
from agents.reading.passages import Sentence
from graph.text.sentences import Span

_STOP = re.compile(r"[,;:()|\"“”–.!?]")
_EDGES = FUNCTION_WORDS | NEGATIONS
_JOINS = frozenset("của và cho với ở tại trong từ đến về bằng để do vào ra như".split())
_LONGEST = 14
_MOST_JOINED = 3


def _clauses(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Half-open runs of terms between stops."""
    first = 0
    for index in range(1, len(sentence.terms) + 1):
        end = sentence.spans[index - 1][1]
        following = sentence.spans[index][0] if index < len(sentence.terms) else len(sentence.text)
        if index == len(sentence.terms) or _STOP.search(sentence.text, end, following):
            yield first, index
            first = index


def _runs(sentence: Sentence, first: int, last: int, known: frozenset[str]) -> list[tuple[int, int]]:
    """Runs of terms of a clause that neither open nor close what the question knows."""
    found: list[tuple[int, int]] = []
    start = first
    for index in range(first, last + 1):
        if index == last or sentence.terms[index] in known or sentence.terms[index] in _EDGES:
            if index > start:
                found.append((start, index))
            start = index + 1
    return found


def phrases(sentence: Sentence, known: frozenset[str]) -> Iterator[Span]:
    """Runs of words that the question does not hold, alone and joined over ``của``, ``và`` and the like.

    Args:
        sentence: The sentence.
        known: Terms of the question.
    """
    for first, last in _clauses(sentence):
        runs = _runs(sentence, first, last, known)
        for at, (start, end) in enumerate(runs):
            yield _span(sentence, start, end)
            if (named := _to_end_of_name(sentence, end)) is not None:
                yield _span(sentence, start, end)[0], named
            reach = end
            for joined in runs[at + 1 : at + _MOST_JOINED]:
                if joined[1] - start > _LONGEST or not set(sentence.terms[reach : joined[0]]) <= _EDGES:
                    break
                reach = joined[1]
                yield _span(sentence, start, reach)


def _span(sentence: Sentence, first: int, last: int) -> Span:
    return sentence.spans[first][0], sentence.spans[last - 1][1]


def _to_end_of_name(sentence: Sentence, last: int) -> int | None:
    """End of the name that follows a run at once (``voọc`` Cát Bà)."""
    end = sentence.spans[last - 1][1]
    return next((b for a, b in name_spans(sentence.text) if a == end + 1), None)
