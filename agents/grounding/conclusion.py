"""Answers that name one of the things compared: no words of a source are enough, its values must bear them out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from agents.analysis.comparisons import Measure, is_comparison, measure_of
from agents.grounding.paraphrase import spaced
from agents.grounding.roles import HEADS
from agents.grounding.support import Claim
from agents.grounding.values import SCALES, numbers_of
from agents.ports import AnswerType
from agents.reading.lexicon import FUNCTION_WORDS, QUESTION_WORDS
from agents.reading.names import name_spans
from agents.reading.passages import Sentence, heading_text, sentences_of
from agents.reading.tokens import is_number, tokenise
from graph.results import Passage

_REACH = 8
_YEARS = (3, 4)
"""Digits of a year."""


@dataclass(frozen=True, slots=True)
class _Value:
    """What a sentence gives for one thing."""

    amount: Decimal
    written: str
    unit: str
    passage: Passage
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What the source says about a comparison.

    Attributes:
        holds: Whether its values bear the answer out; None where they cannot be read.
        places: The sentences with the values.
    """

    holds: bool | None
    places: tuple[tuple[Passage, Sentence], ...] = ()


def compared_things(question: str, claim: Claim) -> tuple[str, ...]:
    """Names of what a comparison weighs, spaced for phrase search, where the claim is just one of them; else none."""
    things = tuple(dict.fromkeys(spaced(_bare(tokenise(question[a:b]).terms)) for a, b in name_spans(question)))
    if len(things) < 2 or not is_comparison(question, len(things)):
        return ()
    own = spaced(claim.terms)
    named = [thing for thing in things if thing in own]
    rest = claim.content - HEADS - frozenset(term for thing in named for term in thing.split())
    return things if len(named) == 1 and not rest else ()


def _bare(terms: tuple[str, ...]) -> tuple[str, ...]:
    """A name without the noun that says what sort of thing it is."""
    return terms[1:] if len(terms) > 2 and terms[0] in HEADS else terms


def conclude(question: str, claim: Claim, things: Sequence[str], passages: Sequence[Passage]) -> Conclusion:
    """Compares the values that passages give for each thing, by the measure of the question."""
    named = next(thing for thing in things if thing in spaced(claim.terms))
    told = _told_outright(question, named, things, passages)
    if told is not None:
        return told
    measure = measure_of(question)
    if measure is None or measure.value is AnswerType.PLACE:
        return Conclusion(None)
    values = {thing: next(_values(measure, thing, passages), None) for thing in things}
    known = {thing: value for thing, value in values.items() if value is not None}
    amounts = [value.amount for value in known.values()]
    comparable = len({value.unit for value in known.values()}) == 1 and len(set(amounts)) == len(amounts)
    if len(known) < len(things) or not comparable:
        return Conclusion(None)
    wanted = max(amounts) if measure.prefers_larger else min(amounts)
    in_order = sorted(known, key=lambda thing: thing != named)
    places = tuple(place for thing in in_order for place in _places(thing, known[thing], passages))
    return Conclusion(known[named].amount == wanted, places)


def _places(thing: str, value: _Value, passages: Sequence[Passage]) -> list[tuple[Passage, Sentence]]:
    """Where a value stands with the name of its thing: one sentence with both, or the one before that has the name.

    A sentence that only stands under the name, as its title, does not show the reader whose the value is.
    """
    own = (value.passage, value.sentence)
    nearest = sorted(passages, key=lambda passage: passage is not value.passage)
    stated = ((passage, sentence) for passage in nearest for sentence in sentences_of(passage.text))
    both = [place for place in stated if thing in spaced(place[1].terms) and value.written in place[1].terms]
    if own in both:
        return [own]
    if both:
        return both[:1]
    before = reversed(sentences_of(value.passage.text)[: value.sentence.ordinal])
    named = next((sentence for sentence in before if thing in spaced(sentence.terms)), None)
    return [(value.passage, named), own] if named else [own]


def _told_outright(question: str, named: str, things: Sequence[str], passages: Sequence[Passage]) -> Conclusion | None:
    """A sentence such as ``A cao hơn B`` with the word of the question before ``hơn``."""
    asked = frozenset(tokenise(question).terms)
    for passage in passages:
        for sentence in sentences_of(passage.text):
            text = spaced(sentence.terms)
            places = sorted((text.find(thing), thing) for thing in things)
            more = text.find(" hơn ")
            if len(things) != 2 or places[0][0] < 0 or not places[0][0] < more < places[1][0]:
                continue
            if text[:more].rsplit(maxsplit=1)[-1] in asked:
                return Conclusion(places[0][1] == named, ((passage, sentence),))
    return None


def _values(measure: Measure, thing: str, passages: Sequence[Passage]) -> Iterator[_Value]:
    """Values of one thing, in sentences that name it or stand under its name."""
    words = frozenset(tokenise(measure.question.replace("{}", "")).terms) - FUNCTION_WORDS - QUESTION_WORDS
    words -= {"năm"}
    for passage in passages:
        titled = thing in heading_text(passage.title, passage.path)
        for sentence in sentences_of(passage.text):
            if not words <= sentence.content | sentence.header_terms:
                continue
            if thing in spaced(sentence.terms) or titled:
                yield from _read(measure, words, passage, sentence)


def _read(measure: Measure, words: frozenset[str], passage: Passage, sentence: Sentence) -> Iterator[_Value]:
    """The number that follows the words of the measure."""
    terms = sentence.terms
    last = max((at for at, term in enumerate(terms) if term in words), default=-1)
    for value, at in numbers_of(terms):
        if not last < at <= last + _REACH or (measure.value is AnswerType.DATE and not _is_year(terms, at)):
            continue
        following = (term for term in terms[at + 1 :] if term not in SCALES)
        unit = "" if measure.value is AnswerType.DATE else next(following, "")
        try:
            yield _Value(Decimal(value), terms[at], unit, passage, sentence)
        except InvalidOperation:
            continue  # an ordinal code such as 12a is no amount
        return


def _is_year(terms: Sequence[str], at: int) -> bool:
    return is_number(terms[at]) and len(terms[at]) in _YEARS
