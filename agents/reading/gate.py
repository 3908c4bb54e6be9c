"""Whether the best sentence speaks of what is asked, or the question must be left unanswered."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from agents.ports import AnswerType
from agents.reading.another import speaks_of_another
from agents.reading.asked import Asked
from agents.reading.candidates import only_ends
from agents.reading.intervals import within
from agents.reading.lexicon import FUNCTION_WORDS, QUESTION_WORDS
from agents.reading.passages import Sentence, heading_terms, sentences_before
from agents.reading.periods import misses_period
from agents.reading.ranking import Ranked
from agents.reading.tokens import is_number
from agents.reading.weights import weights_of
from graph.results import Passage

TYPED = frozenset({AnswerType.DATE, AnswerType.NUMBER, AnswerType.PERSON, AnswerType.PLACE, AnswerType.ORGANISATION})
"""Types whose short answer must be there: a sentence without one does not answer."""

SIGNALS = ("focus", "attribute", "few", "score", "strength", "lacking", "place", "fullness")
"""What a decision rests on:

- ``focus``: how far the names of the question are there (`Ranked.focus`);
- ``attribute``: how far what is asked about them is (`Ranked.attribute`);
- ``few``: whether that is one word at most;
- ``score``: worth of the sentence with its short answer;
- ``strength``: of the short answer, 0 without one;
- ``lacking``: whether a value or a name is asked and none is there;
- ``place``: of its passage among those found, 1 for the first: what a search puts last is often beside the point;
- ``fullness``: share of what the sentence says that the question speaks of: a long one shares words by chance.
"""

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

    def odds(self, values: Sequence[float]) -> float:
        """Log-odds that a sentence with those signals answers."""
        return self.intercept + sum(weight * value for weight, value in zip(self.weights, values, strict=True))


@dataclass(frozen=True, slots=True)
class Bar:
    """How high the gate is.

    Attributes:
        gate: Name of the model, by where the passages come from: a search, or who asks.
        odds: Least log-odds that the sentence answers.
        needs_short: Whether for a type in `TYPED` sentences with a short answer go before others.
        needs_numbers: Whether the numbers of the question must stand in the sentence or near it.
        leads: Least share of the names in a sentence that leads to the next hop: a wrong step is worse than none.
        focus: Least share of the names.
        attribute: Least share of what is asked about the names.
        needs_held: Whether the names and years of the question must stand in the text, unless nothing else does.
        needs_day: Whether what a question asks of a day (``hôm nay``) needs a text that can tell of that day.
        evidence: Least weight of all that the question asks and the sentence has: one common word proves nothing.
    """

    gate: str
    odds: float
    needs_short: bool
    needs_numbers: bool
    leads: float
    focus: float = 0.0
    attribute: float = 0.0
    needs_held: bool = False
    needs_day: bool = False
    evidence: float = 0.0


FOUND = Bar("found", odds=-1.4, needs_short=True, needs_numbers=True, leads=0.7, needs_day=True, evidence=3.6)
"""For passages that a search found: most of them are about something else."""

GIVEN = Bar("given", odds=-1.6, needs_short=False, needs_numbers=False, leads=0.0, needs_held=True)
"""For a text that came with the question: it is about it unless little fits."""


@lru_cache(maxsize=2)
def _shipped(name: str) -> Gate:
    values = json.loads(files("agents.reading").joinpath(_FILE).read_text(encoding="utf-8"))[name]
    return Gate(values["intercept"], tuple(values["weights"][signal] for signal in SIGNALS))


def signals(ranked: Ranked, asked: Asked, score: float, strength: float, *, lacking: bool) -> tuple[float, ...]:
    """What tells an answering sentence from one about something else, in the order of `SIGNALS`.

    Args:
        ranked: The sentence.
        asked: The question.
        score: Its worth, short answer included.
        strength: Score of the short answer, 0 without one.
        lacking: Whether a value or a name is asked and none is there.
    """
    content = ranked.sentence.content
    return (
        ranked.focus,
        ranked.attribute,
        float(len(asked.attribute) <= 1),
        score,
        min(strength, STRONGEST),
        float(lacking),
        ranked.place,
        len(content & asked.weights.keys()) / len(content) if content else 0.0,
    )


def has_evidence(ranked: Ranked, asked: Asked, bar: Bar) -> bool:
    """Whether a sentence shares enough with the question, and that has words to go by at all (not so ``1+1=?``)."""
    return _evidence(ranked, asked) >= bar.evidence and not all(map(is_number, asked.weights))


def _evidence(ranked: Ranked, asked: Asked) -> float:
    """Weight of the question's words that the sentence has; those that a short answer must fit anyway count, too."""
    sought = asked.weight(asked.attribute)
    held = ranked.attribute * sought + ranked.focus * (sum(asked.weights.values()) - sought)
    apart = set(asked.terms) - asked.weights.keys() - FUNCTION_WORDS - QUESTION_WORDS
    return held + sum(weights_of(apart.intersection(ranked.sentence.terms)).values())


def _misses_number(ranked: Ranked, asked: Asked) -> bool:
    """Whether a number of the question (``quý II``, ``20 km/h``) is nowhere near the sentence."""
    numbers = {term for term in asked.attribute if is_number(term)} - asked.dated - _ONE
    numbers -= within(asked.text, ranked.sentence.text)
    return bool(numbers) and not numbers <= _near(ranked.passage, ranked.sentence)


def _near(passage: Passage, sentence: Sentence) -> frozenset[str]:
    """Terms of a sentence, of what stands above it and just before it, and the days that the document names."""
    before = sentences_before(passage, sentence, _LOOK_BACK)
    days = [day for day in (passage.published, passage.validity.start, passage.validity.end) if day]
    dated = {str(number) for day in days for number in (day.year, day.month, day.day)}
    return heading_terms(passage).union(sentence.terms, sentence.header_terms, dated, *(each.terms for each in before))


def may_answer(ranked: Ranked, asked: Asked, bar: Bar, *, nested: bool = False) -> bool:
    """Whether nothing says plainly that a sentence does not answer: a missing number or name, the end for the start.

    Args:
        ranked: The sentence.
        asked: The question.
        bar: How much is asked of it.
        nested: Whether the question holds another one: then nearly all of it must be there.
    """
    if ranked.focus < bar.focus or ranked.attribute < (_NESTED if nested else bar.attribute):
        return False
    if bar.needs_numbers and (_misses_number(ranked, asked) or misses_period(ranked.passage, ranked.sentence, asked)):
        return False
    if not ranked.candidates and only_ends(ranked.sentence.text, asked):
        return False
    return not (bar.needs_held and speaks_of_another(ranked.sentence, asked, ranked.passage.text))


def answers(values: Sequence[float], bar: Bar) -> bool:
    """Whether a sentence with those `signals` answers rather than merely resembles the question."""
    return _shipped(bar.gate).odds(values) >= bar.odds
