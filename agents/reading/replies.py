"""Questions that a text asks and answers itself: what stands below one that is the same answers it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from agents.analysis.answer_types import answer_type
from agents.grounding.paraphrase import spaced
from agents.grounding.stances import asks_whether, opposed
from agents.ports import AnswerType
from agents.reading.colloquial import reworded
from agents.reading.lexicon import FUNCTION_WORDS, QUESTION_WORDS
from agents.reading.passages import Sentence, is_question, sentences_of
from agents.reading.tokens import is_number, tokenise
from agents.reading.weights import weights_of
from graph.results import Passage

_SAME = 0.7
"""Least share of the weight of all their terms that two questions must have in common to be the same."""

_OPEN = frozenset({AnswerType.THING, AnswerType.LIST, AnswerType.DEFINITION})
"""Types that ask for much the same: ``gồm gì`` and ``là gì``."""

_TALK = frozenset("muốn cần hiện nay thể vui lòng hết tổng".split())
"""Words that one of two like questions may have more: they tell of nobody and nothing else."""

_NUMBERED = re.compile(r"^\W*\d+\s*[.):]\s*")
_PEOPLE = re.compile(r"\bnhững ai\b", re.IGNORECASE)

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
    if is_question(heading):
        yield heading, _below(sentences)
    for sentence in sentences:
        if is_question(sentence.text):
            yield sentence.text, _below(sentences[sentence.ordinal + 1 :])


def _below(sentences: Sequence[Sentence]) -> tuple[Sentence, ...]:
    """The sentences up to the next question or heading; a question at their start is passed over."""
    found: list[Sentence] = []
    for sentence in sentences:
        if is_question(sentence.text) or (sentence.heading and found):
            if found:
                break
            continue
        if not all(map(is_number, sentence.terms)):  # the number of the next question may stand alone
            found.append(sentence)
    return tuple(found[:_MOST])


def _likeness(one: str, other: str) -> float:
    """Share of the weight of all terms that both hold; nothing where they ask another thing or about another."""
    first, second = _plain(one), _plain(other)
    if _type_of(first) is not _type_of(second) or opposed(first, second):
        return 0.0
    only = _only_in(first, second) | _only_in(second, first)
    if only - _TALK:
        return 0.0
    terms = _telling(tokenise(first).terms) | _telling(tokenise(second).terms)
    weights = weights_of(terms)
    total = sum(weights.values())
    return sum(weights[term] for term in terms - only) / total if total else 0.0


def _plain(question: str) -> str:
    """A question without its marks and the number that a list gives it."""
    return _NUMBERED.sub("", question).strip(_MARKS)


def _type_of(question: str) -> AnswerType:
    """What is asked for, types that ask for much the same taken as one."""
    if asks_whether(question):
        return AnswerType.YES_NO
    kind = AnswerType.PERSON if _PEOPLE.search(question) else answer_type(question)
    return AnswerType.THING if kind in _OPEN else kind


def _only_in(one: str, other: str) -> frozenset[str]:
    """The telling terms of a question that the other neither has nor says in other words."""
    terms, others = tokenise(one).terms, tokenise(other).terms
    said = {terms[at] for at in reworded(terms, spaced(others))}
    return _telling(terms) - frozenset(others) - said


def _telling(terms: Sequence[str]) -> frozenset[str]:
    return frozenset(terms) - _NOT_TELLING
