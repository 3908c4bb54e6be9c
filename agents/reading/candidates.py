"""Spans of a sentence that could be the short answer, by the type that is asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from agents.ports import AnswerType
from agents.reading.asked import Asked
from agents.reading.lexicon import FUNCTION_WORDS
from agents.reading.lists import enumerations
from agents.reading.names import name_spans
from agents.reading.naming import asks_legal_text, legal_texts, organisations, people, places
from agents.reading.passages import Sentence
from agents.reading.values import dates, numbers
from graph.text.sentences import Span

_CAUSE = re.compile(
    r"\b(?:(?:bởi|do|vì|nhờ)(?: vì| có)?|nguyên nhân (?:là|do)|nhằm|để) (?P<answer>[^.;]{4,200})", re.IGNORECASE
)
_IS = re.compile(r"(?:\blà|\btên(?: thật)?(?: là)?|:) (?P<answer>[^.;,]{3,160})")
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span of a sentence's text that could be the short answer.

    Attributes:
        start: First code point in the sentence's text.
        end: One past the last.
        first: Index of its first term in the sentence.
        last: One past the index of its last term.
    """

    start: int
    end: int
    first: int
    last: int


def _things(sentence: Sentence, asked: Asked) -> Iterator[Span]:
    if asks_legal_text(asked):
        yield from legal_texts(sentence)
        return
    yield from name_spans(sentence.text)
    for match in _IS.finditer(sentence.text):
        yield match.span("answer")


def _causes(sentence: Sentence, _: Asked) -> Iterator[Span]:
    for match in _CAUSE.finditer(sentence.text):
        yield match.span("answer")


_FINDERS: dict[AnswerType, Callable[[Sentence, Asked], Iterator[Span]]] = {
    AnswerType.DATE: dates,
    AnswerType.NUMBER: numbers,
    AnswerType.PERSON: people,
    AnswerType.PLACE: places,
    AnswerType.ORGANISATION: organisations,
    AnswerType.THING: _things,
    AnswerType.REASON: _causes,
    AnswerType.LIST: enumerations,
}


def _candidate(sentence: Sentence, span: Span) -> Candidate | None:
    start, end = span
    inside = [index for index, (a, b) in enumerate(sentence.spans) if start <= a and b <= end]
    return Candidate(start, end, inside[0], inside[-1] + 1) if inside else None


def candidates_of(sentence: Sentence, asked: Asked) -> list[Candidate]:
    """Spans of the asked type that the question does not hold already."""
    finder = _FINDERS.get(asked.type)
    if finder is None:
        return []
    found = (_candidate(sentence, span) for span in finder(sentence, asked))
    known = frozenset(asked.terms) | FUNCTION_WORDS | {"số"}
    return [
        item
        for item in found
        if item is not None
        and item.last - item.first <= _LONGEST
        and not set(sentence.terms[item.first : item.last]) <= known
    ]
