"""Whether the best sentence speaks of what is asked, or the question must be left unanswered."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from agents.ports import AnswerType
from agents.reading.another import speaks_of_another
from agents.reading.asked import Asked
from agents.reading.candidates import only_ends
from agents.reading.intervals import within
from agents.reading.passages import Sentence, heading_terms, sentences_of
from agents.reading.ranking import Ranked
from agents.reading.tokens import is_number
from graph.results import Passage

TYPED = frozenset({AnswerType.DATE, AnswerType.NUMBER, AnswerType.PERSON, AnswerType.PLACE, AnswerType.ORGANISATION})
"""Types whose short answer must be there: a sentence without one does not answer."""

SIGNALS = ("focus", "attribute", "typed", "untyped", "strength", "few")
STRONGEST = 4.0
"""Strength of a short answer beyond which more says nothing."""

_FILE = "gate.json"
_LOOK_BACK = 2
_ONE = frozenset({"1"})
"""``một`` as a number mostly counts nothing: per kilometre, one of them."""
_NESTED = 0.8


@dataclass(frozen=True, slots=True)
class Gate:
    """A logistic model over `SIGNALS`."""

    intercept: float
    weights: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """How high the gate is.

    Attributes:
        odds: Least log-odds that the sentence answers.
        focus: Least share of the names.
        needs_short: Whether a type in `TYPED` needs a short answer.
        needs_numbers: Whether the numbers of the question must stand in the sentence or near it.
        attribute: Least share of what is asked about the names.
        needs_held: Whether the names and years of the question must stand in the text, unless nothing else does.
    """

    odds: float
    focus: float
    needs_short: bool
    needs_numbers: bool
    attribute: float = 0.0
    needs_held: bool = False


FOUND = Bar(odds=-0.8, focus=0.5, needs_short=True, needs_numbers=True)
"""For passages that a search found: most of them are about something else."""

GIVEN = Bar(odds=-1.5, focus=0.0, needs_short=False, needs_numbers=False, needs_held=True)
"""For a text that came with the question: it is about it unless little fits."""


@lru_cache(maxsize=1)
def _shipped() -> Gate:
    values = json.loads(files("agents.reading").joinpath(_FILE).read_text(encoding="utf-8"))
    return Gate(values["intercept"], tuple(values["weights"][name] for name in SIGNALS))


def signals(ranked: Ranked, asked: Asked, strength: float) -> tuple[float, ...]:
    """What tells an answering sentence from one about something else, in the order of `SIGNALS`.

    Args:
        ranked: The sentence.
        asked: The question.
        strength: Score of its short answer, 0 without one.
    """
    typed = asked.type in TYPED
    return (
        ranked.focus,
        ranked.attribute,
        float(typed and bool(ranked.candidates)),
        float(typed and not ranked.candidates),
        min(strength, STRONGEST),
        float(len(asked.attribute) <= 1),
    )


def _misses_number(ranked: Ranked, asked: Asked) -> bool:
    """Whether a number of the question (``quý II``, ``20 km/h``) is nowhere near the sentence."""
    numbers = {term for term in asked.attribute if is_number(term)} - asked.dated - _ONE
    numbers -= within(asked.text, ranked.sentence.text)
    return bool(numbers) and not numbers <= _near(ranked.passage, ranked.sentence)


def _near(passage: Passage, sentence: Sentence) -> frozenset[str]:
    """Terms of a sentence, of what stands above it and just before it, and the days that the document names."""
    before = sentences_of(passage.text)[max(0, sentence.ordinal - _LOOK_BACK) : sentence.ordinal]
    days = [day for day in (passage.published, passage.validity.start, passage.validity.end) if day]
    dated = {str(number) for day in days for number in (day.year, day.month, day.day)}
    return heading_terms(passage).union(sentence.terms, sentence.header_terms, dated, *(each.terms for each in before))


def speaks_of(ranked: Ranked, asked: Asked, strength: float, bar: Bar, *, nested: bool = False) -> bool:
    """Whether a sentence answers rather than merely resembles the question.

    Args:
        ranked: The sentence.
        asked: The question.
        strength: Score of its short answer, 0 without one.
        bar: How much is asked of it.
        nested: Whether the question holds another one: then nearly all of it must be there.
    """
    if ranked.focus < bar.focus or ranked.attribute < (_NESTED if nested else bar.attribute):
        return False
    if bar.needs_numbers and _misses_number(ranked, asked):
        return False
    if not ranked.candidates and only_ends(ranked.sentence.text, asked):
        return False
    if bar.needs_held and speaks_of_another(ranked.sentence, asked, ranked.passage.text):
        return False
    gate = _shipped()
    values = signals(ranked, asked, strength)
    odds = gate.intercept + sum(weight * value for weight, value in zip(gate.weights, values, strict=True))
    return odds >= bar.odds
