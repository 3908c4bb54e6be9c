"""Comparisons: the value of each thing, each with its sentence, and which one it is."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from agents.analysis.comparisons import Measure, comparison_parts, measure_of
from agents.analysis.pairs import pair_of
from agents.grounding.values import numbers_of
from agents.ports import AnswerType, Question
from agents.reading.answers import Answer
from agents.reading.tokens import tokenise
from agents.short_answer import stands_in
from graph.text.normalise import name_key

_YEAR = re.compile(r"\b\d{3,4}\b")
_SAME_PLACE = re.compile(r"\b(?:cùng|chung|đồng hương)\b")


def _of_type(type_: AnswerType, short: str) -> Decimal | None:
    """The value of a short answer; of a range or several numbers the first."""
    if type_ is AnswerType.DATE:
        years = _YEAR.findall(short)
        return Decimal(years[-1]) if years else None
    values = [value for value, _ in numbers_of(tokenise(short).terms) if value.replace(".", "", 1).isdigit()]
    return Decimal(values[0]) if values else None


def _verdict(question: Question, measure: Measure, answers: list[Answer]) -> str | None:
    """The name of the thing that wins, or yes or no where sameness is asked."""
    shorts = [answer.short for answer in answers if answer.short]
    if len(shorts) < len(answers):
        return None
    if measure.value is AnswerType.PLACE:
        if not _SAME_PLACE.search(question.text.lower()):
            return None
        places = [{name_key(part) for part in short.split(",")} for short in shorts]
        return "Có" if set.intersection(*places) else "Không"
    values = [_of_type(measure.value, short) for short in shorts]
    known = [value for value in values if value is not None]
    if len(known) < len(values) or len(set(known)) < len(known):
        return None
    wanted = max(known) if measure.prefers_larger else min(known)
    return question.focus[known.index(wanted)]


def _proof(answer: Answer) -> tuple[str, ...]:
    """The first sentence; of a row of a table also what stands before the value: its header."""
    sentences = answer.sentences
    stating = (place for place in (1, 2) if answer.short and stands_in(answer.short, sentences[:place]))
    return sentences[: next(stating, 1)]


def each_of_two(question: Question, read_part: Callable[[str], Answer | None]) -> Answer | None:
    """The values of two things that a question joins, or the one that wins; None where one of them is not read.

    Both must be read from different sentences: one sentence that seems to answer for both tells them not apart.

    Args:
        question: The question.
        read_part: Reads the answer to one part.
    """
    pair = pair_of(question.text, question.focus)
    if pair is None:
        return None
    one, other = (read_part(part) for part in pair.parts)
    if one is None or other is None or one.short is None or other.short is None or _proof(one) == _proof(other):
        return None
    sentences = tuple(dict.fromkeys((*_proof(one), *_proof(other))))
    if pair.prefers_larger is None:
        return Answer(sentences, f"{one.short}; {other.short}")
    values = [_number(one.short), _number(other.short)]
    if None in values or values[0] == values[1]:
        return None
    larger = 0 if (values[0] or 0) > (values[1] or 0) else 1
    return Answer(sentences, pair.things[larger if pair.prefers_larger else 1 - larger])


def _number(short: str) -> Decimal | None:
    """The year of a short answer, or else its first number."""
    return _of_type(AnswerType.DATE, short) or _of_type(AnswerType.NUMBER, short)


def compare(question: Question, read_part: Callable[[str], Answer | None]) -> Answer | None:
    """Compares the things of a question; None where the value of one of them cannot be read.

    Args:
        question: A comparison of at least two names.
        read_part: Reads the answer to one part.
    """
    measure = measure_of(question.text)
    if measure is None:
        return None
    answers = [answer for part in comparison_parts(question.text, question.focus) if (answer := read_part(part))]
    if len(answers) < len(question.focus):
        return None
    sentences = tuple(dict.fromkeys(sentence for answer in answers for sentence in _proof(answer)))
    return Answer(sentences, _verdict(question, measure, answers))
