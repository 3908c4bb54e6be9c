"""Which sentences speak of what is asked: coverage by telling terms, neighbours, headings, position."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from agents.grounding.paraphrase import spaced
from agents.ports import AnswerType
from agents.reading.asked import Asked
from agents.reading.candidates import Candidate, candidates_of
from agents.reading.colloquial import reworded
from agents.reading.done import decision
from agents.reading.intervals import within
from agents.reading.items import head_credit
from agents.reading.lexicon import KIN, PRONOUNS, QUESTION_WORDS
from agents.reading.lives import LIFE_TERMS, life_date
from agents.reading.passages import Sentence, heading_terms, heading_text, is_question, sentences_of
from agents.reading.tokens import is_number, tokenise
from graph.results import Passage

_LOOK_BACK = 2
_LONGEST_CHAIN = 6
_PERSON_PRONOUNS = {("ông",), ("bà",), ("cô",), ("anh",), ("chị",), ("cụ",)}
"""Openings of sentences that go on about somebody: the one before them says who."""

_ABOVE = 0.9
_NAMED_BEFORE = 0.7
_ATTRIBUTE_ABOVE = 0.6
_ATTRIBUTE_BEFORE = 0.3
_PARAPHRASED = 0.85
_SYLLABLES = 0.35
"""Credit for a name of which only single syllables are there."""

_NAMED_FIRST = 0.8
"""Credit for a name that the first sentences of the passage hold: what it is about, often under another name."""

_FOCUS_SHARE, _ATTRIBUTE_SHARE, _COVERAGE_SHARE = 0.2, 0.4, 0.4
"""Names and what is asked weigh about the same, however long the names; coverage weighs term by term."""

_RELATED = {"quê": frozenset({"sinh"})}
"""Where the asked word is missing, another one often answers it as well."""

_RELATED_CREDIT = 0.75
_PAIRS = 0.35
_VALUE_PAIR = 3.0
_TYPED = 0.15
_HEADING = 0.35
_RANK = 0.12
_FIRST = 0.04
_VALUE_MISSING = 0.3
_SHORT = 4
_LOOKED_AT = 24
_FIRST_SENTENCES = 2
_OPENING = 6
_OTHERS = 0.3
"""Credit for a name of which the sentence only tells about a relative."""

_DEFINING = 0.25
_ABOUT = 0.4
"""Share of the names, and of what else is asked, without which a sentence decides nothing."""

_CALLED = frozenset({"coi", "gọi", "xem", "hiểu"})


@dataclass(frozen=True, slots=True)
class Ranked:
    """A sentence with how well it speaks of what is asked.

    Attributes:
        passage: Where it stands.
        sentence: The sentence.
        score: Orders sentences of one question.
        focus: How far the names are there, in it, above it or before it.
        attribute: Share of the weight of what is asked about them that is there.
        candidates: Spans that could be the short answer.
        place: Of the passage among those read, 1 for the first, falling to 0.
    """

    passage: Passage
    sentence: Sentence
    score: float
    focus: float
    attribute: float
    candidates: tuple[Candidate, ...] = ()
    place: float = 1.0


@dataclass(frozen=True, slots=True)
class _Surroundings:
    """A sentence with what stands above and before it, for phrase search."""

    text: str
    above: str
    before: str
    first: str
    points_back: bool


@lru_cache(maxsize=1024)
def _all_surroundings(title: str, path: tuple[str, ...], text: str) -> tuple[_Surroundings, ...]:
    """Those of each sentence of a passage, in order."""
    return tuple(_surroundings_of(title, path, sentence, sentences_of(text)) for sentence in sentences_of(text))


def _surroundings(passage: Passage, sentence: Sentence) -> _Surroundings:
    return _all_surroundings(passage.title, passage.path, passage.text)[sentence.ordinal]


def _surroundings_of(
    title: str, path: tuple[str, ...], sentence: Sentence, sentences: Sequence[Sentence]
) -> _Surroundings:
    first = max(0, sentence.ordinal - _LOOK_BACK)
    while first > 0 and sentence.ordinal - first < _LONGEST_CHAIN and sentences[first].terms[:1] in _PERSON_PRONOUNS:
        first -= 1
    before = sentences[first : sentence.ordinal]
    points_back = any(term in PRONOUNS for term in sentence.terms)
    return _Surroundings(
        spaced(sentence.terms),
        heading_text(title, path, sentence.header),
        " ".join(spaced(other.terms) for other in before),
        " ".join(spaced(other.terms) for other in sentences[:_FIRST_SENTENCES]),
        points_back,
    )


def attribute_share(asked: Asked, text: str) -> float:
    """Share of the weight of what is asked that a sentence, or a paraphrase in it, holds."""
    in_order = tokenise(text).terms
    terms = frozenset(in_order)
    total = asked.weight(asked.attribute)
    explained = {asked.terms[at] for at in reworded(asked.terms, spaced(in_order))}
    held = {
        term
        for term in asked.attribute
        if term in terms or term in explained or _RELATED.get(term, frozenset()) & terms
    }
    return asked.weight(frozenset(held)) / total if total else 1.0


def _about_kin(phrase: str, text: str, asked: Asked) -> bool:
    """Whether the sentence opens with someone of the name (``Vợ đầu của Nguyễn Du``) that was not asked about."""
    before = text[: text.find(phrase)].split()
    if len(before) > _OPENING or before[-1:] != ["của"]:
        return False
    return bool(KIN & set(before)) and not KIN & set(before) & set(asked.terms)


def _name_credit(name: tuple[str, ...], around: _Surroundings, asked: Asked) -> float:
    """How far a name is there, as a whole."""
    phrase = spaced(name)
    if phrase in around.text:
        return _OTHERS if _about_kin(phrase, around.text, asked) else 1.0
    if phrase in around.above:
        return _ABOVE
    if phrase in around.first:
        return _NAMED_FIRST
    if phrase in around.before:
        return _NAMED_BEFORE if around.points_back else _NAMED_BEFORE / 2
    held = sum(f" {term} " in around.text or f" {term} " in around.above for term in name)
    return _SYLLABLES * held / len(name)


def _attribute_credit(asked: Asked, passage: Passage, sentence: Sentence, around: _Surroundings) -> dict[str, float]:
    """How far each term of what is asked is there, 0 to 1."""
    credit: dict[str, float] = {}
    above = heading_terms(passage)
    own = frozenset(sentence.terms)
    for term in asked.attribute:
        if term in own:
            credit[term] = 1.0
        elif term in sentence.header_terms:
            credit[term] = _ABOVE
        elif term in above:
            credit[term] = _ATTRIBUTE_ABOVE
        elif f" {term} " in around.before:
            credit[term] = _ATTRIBUTE_BEFORE
    said = within(asked.text, sentence.text)
    if asked.type is AnswerType.DATE and life_date(sentence.text, asked.text):
        said |= LIFE_TERMS
    for term in said & asked.attribute:
        credit[term] = 1.0
    for term in asked.attribute & _RELATED.keys():
        if _RELATED[term] & own:
            credit[term] = max(_RELATED_CREDIT, credit.get(term, 0.0))
    if any(credit.get(term, 0.0) < _PARAPHRASED for term in asked.attribute):
        for at in reworded(asked.terms, around.text):
            credit[asked.terms[at]] = max(_PARAPHRASED, credit.get(asked.terms[at], 0.0))
    return credit


def _pairs(asked: Asked, text: str) -> float:
    """Share of the question's neighbouring terms that stand side by side; pairs with a number weigh more."""
    found = total = 0.0
    for one, other in zip(asked.terms, asked.terms[1:], strict=False):
        if one not in asked.weights or other not in asked.weights:
            continue
        weight = _VALUE_PAIR if is_number(one) or is_number(other) else 1.0
        total += weight
        found += weight if f" {one} {other} " in text else 0.0
    return found / total if total else 0.0


def _defines(asked: Asked, sentence: Sentence) -> bool:
    """Whether the sentence opens with the same ``X là`` as the question, or says what is ``gọi là X``."""
    called = next((at for at, pair in enumerate(pairwise(asked.terms)) if pair[0] in _CALLED and pair[1] == "là"), None)
    if called is not None and (name := asked.terms[called + 2 :]) and QUESTION_WORDS.isdisjoint(name):
        first = int(is_number(sentence.terms[0])) if sentence.terms else 0  # the number of a clause
        return sentence.terms[first : first + len(name) + 1] == (*name, "là")
    if "là" not in asked.terms[1:]:
        return False
    opening = asked.terms[: asked.terms.index("là", 1) + 1]
    return sentence.terms[: len(opening)] == opening


def _missing_values(asked: Asked, sentence: Sentence, around: _Surroundings) -> int:
    """How many numbers of the question are neither in the sentence, as such or in a range, nor above it."""
    values = (term for term in asked.attribute - within(asked.text, sentence.text) if is_number(term))
    return sum(f" {value} " not in around.text and f" {value} " not in around.above for value in values)


def held_terms(asked: Asked, passage: Passage, sentence: Sentence) -> dict[str, float]:
    """How far each term that is looked for is in a sentence, above it or before it, 0 to 1; names as a whole."""
    around = _surroundings(passage, sentence)
    credit = _attribute_credit(asked, passage, sentence, around)
    for name in asked.names:
        share = _name_credit(name, around, asked)
        credit.update((term, max(share, credit.get(term, 0.0))) for term in name)
    return credit


def _rank_one(asked: Asked, passage: Passage, sentence: Sentence, place: float) -> Ranked:
    around = _surroundings(passage, sentence)
    names = [
        (_name_credit(name, around, asked), sum(asked.weights.get(term, 0.0) for term in name)) for name in asked.names
    ]
    named_weight = sum(weight for _, weight in names)
    credit = _attribute_credit(asked, passage, sentence, around)
    sought_weight = asked.weight(asked.attribute)
    sought = sum(asked.weights[term] * credit.get(term, 0.0) for term in asked.attribute)
    focus = sum(share * weight for share, weight in names) / named_weight if named_weight else 1.0
    attribute = sought / sought_weight if sought_weight else 1.0
    total = named_weight + sought_weight
    coverage = (focus * named_weight + sought) / total if total else 0.0
    score = _FOCUS_SHARE * focus + _ATTRIBUTE_SHARE * attribute + _COVERAGE_SHARE * coverage
    score += _PAIRS * _pairs(asked, around.text) + _RANK * place
    score += _DEFINING if _defines(asked, sentence) else 0.0
    score += decision(asked.text, sentence.terms) if min(focus, attribute) >= _ABOUT else 0.0
    score -= _HEADING if sentence.heading or len(sentence.terms) < _SHORT else 0.0
    score -= _VALUE_MISSING * _missing_values(asked, sentence, around)
    score += _FIRST if sentence.ordinal <= 1 else 0.0
    score += head_credit(asked, sentence)
    return Ranked(passage, sentence, score, focus, attribute, place=place)


def _with_candidates(ranked: Ranked, asked: Asked) -> Ranked:
    candidates = candidates_of(ranked.sentence, asked)
    return replace(ranked, candidates=candidates, score=ranked.score + (_TYPED if candidates else -_TYPED))


def _speaking(asked: Asked, passages: Sequence[Passage]) -> Iterator[Ranked]:
    """Every sentence that holds, or stands under, something of what is asked."""
    sought = frozenset(asked.weights)
    for index, passage in enumerate(passages):
        place = 1 - index / len(passages)
        above = bool(sought & heading_terms(passage))
        for sentence in sentences_of(passage.text):
            if is_question(sentence.text):
                continue  # it answers none
            if above or sought & frozenset(sentence.terms):
                yield _rank_one(asked, passage, sentence, place)


@lru_cache(maxsize=128)
def rank_sentences(asked: Asked, passages: tuple[Passage, ...]) -> tuple[Ranked, ...]:
    """Sentences that hold something of what is asked, best first; the best `_LOOKED_AT` of them.

    Kept for the questions at hand: a checker asks for what the reader ranked.
    """
    best = heapq.nlargest(_LOOKED_AT, _speaking(asked, passages), key=lambda ranked: ranked.score)
    return tuple(sorted((_with_candidates(item, asked) for item in best), key=lambda ranked: -ranked.score))
