"""Questions that a text asks and answers itself: what stands below one that is the same answers it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from agents.reading.lexicon import FUNCTION_WORDS, QUESTION_WORDS
from agents.reading.passages import Sentence, sentences_of
from agents.reading.tokens import is_number, tokenise
from agents.reading.weights import weights_of
from graph.results import Passage

_SAME = 0.7
"""Least share of the weight of all their terms that two questions must have in common to be the same."""

_MOST = 4
_MARKS = " *_"
_NOT_TELLING = FUNCTION_WORDS | QUESTION_WORDS


def replies(question: str, passages: Sequence[Passage]) -> tuple[Passage, tuple[Sentence, ...]] | None:
    """The sentences below the question of a text that is most like the one asked; None where none is the same.

    Args:
        question: The question asked.
        passages: What was found.
    """
    found = [
        (likeness, passage, below)
        for passage in passages
        for asking, below in _asked_in(passage)
        if below and (likeness := _likeness(question, asking)) >= _SAME
    ]
    best = max(found, key=lambda item: item[0], default=None)
    return (best[1], best[2]) if best else None


def _asked_in(passage: Passage) -> Iterator[tuple[str, tuple[Sentence, ...]]]:
    """Questions of a passage, and of the heading above it, each with the sentences below it."""
    sentences = sentences_of(passage.text)
    heading = passage.path[-1] if passage.path else ""
    if _asks(heading):
        yield heading, _below(sentences)
    for sentence in sentences:
        if _asks(sentence.text):
            yield sentence.text, _below(sentences[sentence.ordinal + 1 :])


def _asks(text: str) -> bool:
    return text.rstrip(_MARKS).endswith("?")


def _below(sentences: Sequence[Sentence]) -> tuple[Sentence, ...]:
    """The sentences up to the next question or heading; a question at their start is passed over."""
    found: list[Sentence] = []
    for sentence in sentences:
        if _asks(sentence.text) or (sentence.heading and found):
            if found:
                break
            continue
        if not all(map(is_number, sentence.terms)):  # the number of the next question may stand alone
            found.append(sentence)
    return tuple(found[:_MOST])


def _likeness(one: str, other: str) -> float:
    """Share of the weight of all terms that both hold; nothing where one has a number that the other lacks."""
    first, second = _telling(one), _telling(other)
    if any(is_number(term) for term in first ^ second):
        return 0.0
    weights = weights_of(first | second)
    total = sum(weights.values())
    return sum(weights[term] for term in first & second) / total if total else 0.0


def _telling(question: str) -> frozenset[str]:
    """The telling terms of a question, without the number that a list gives it."""
    terms = tokenise(question).terms
    return frozenset(terms[1:] if terms and is_number(terms[0]) else terms) - _NOT_TELLING
