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
from agents.reading.lexicon import KIN, QUESTION_WORDS
from agents.reading.lives import LIFE_TERMS, life_date
from agents.reading.passages import Sentence, heading_terms, sentences_of
from agents.reading.surroundings import Surroundings, all_surroundings, surroundings
from agents.reading.tokens import is_number, tokenise
from graph.results import Passage

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
class _Sought:
    """What is the same of a question whichever sentence is looked at.

    Attributes:
        names: Each name with its weight.
        named_weight: Their sum.
        weight: Of what is asked about them.
        pairs: Neighbouring terms that both count, spaced for phrase search, with their weight.
        pairs_weight: Their sum.
    """

    names: tuple[tuple[tuple[str, ...], float], ...]
    named_weight: float
    weight: float
    pairs: tuple[tuple[str, float], ...]
    pairs_weight: float


@lru_cache(maxsize=128)
def _sought(asked: Asked) -> _Sought:
    names = tuple((name, sum(asked.weights.get(term, 0.0) for term in name)) for name in asked.names)
    pairs = tuple(
        (spaced(pair), _VALUE_PAIR if any(map(is_number, pair)) else 1.0)
        for pair in pairwise(asked.terms)
        if all(term in asked.weights for term in pair)
    )
    named, paired = (sum(weight for _, weight in each) for each in (names, pairs))
    return _Sought(names, named, asked.weight(asked.attribute), pairs, paired)


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


def _name_credit(name: tuple[str, ...], around: Surroundings, asked: Asked) -> float:
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


def _attribute_credit(asked: Asked, passage: Passage, sentence: Sentence, around: Surroundings) -> dict[str, float]:
    """How far each term of what is asked is there, 0 to 1."""
    credit: dict[str, float] = {}
    above = heading_terms(passage)
    own = around.own
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


def _pairs(sought: _Sought, text: str) -> float:
    """Share of the question's neighbouring terms that stand side by side; pairs with a number weigh more."""
    found = sum(weight for pair, weight in sought.pairs if pair in text)
    return found / sought.pairs_weight if sought.pairs else 0.0


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


def _missing_values(asked: Asked, sentence: Sentence, around: Surroundings) -> int:
    """How many numbers of the question are neither in the sentence, as such or in a range, nor above it."""
    values = (term for term in asked.attribute - within(asked.text, sentence.text) if is_number(term))
    return sum(f" {value} " not in around.text and f" {value} " not in around.above for value in values)


def held_terms(asked: Asked, passage: Passage, sentence: Sentence) -> dict[str, float]:
    """How far each term that is looked for is in a sentence, above it or before it, 0 to 1; names as a whole."""
    around = surroundings(passage, sentence)
    credit = _attribute_credit(asked, passage, sentence, around)
    for name in asked.names:
        share = _name_credit(name, around, asked)
        credit.update((term, max(share, credit.get(term, 0.0))) for term in name)
    return credit


def _rank_one(asked: Asked, passage: Passage, sentence: Sentence, around: Surroundings, place: float) -> Ranked:
    sought = _sought(asked)
    credit = _attribute_credit(asked, passage, sentence, around)
    held = sum(asked.weights[term] * credit.get(term, 0.0) for term in asked.attribute)
    named = sum(_name_credit(name, around, asked) * weight for name, weight in sought.names)
    focus = named / sought.named_weight if sought.named_weight else 1.0
    attribute = held / sought.weight if sought.weight else 1.0
    total = sought.named_weight + sought.weight
    coverage = (focus * sought.named_weight + held) / total if total else 0.0
    score = _FOCUS_SHARE * focus + _ATTRIBUTE_SHARE * attribute + _COVERAGE_SHARE * coverage
    score += _PAIRS * _pairs(sought, around.text) + _RANK * place
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
    """Every sentence that holds, or stands under, something of what is asked; questions answer none."""
    sought = asked.weights.keys()
    for index, passage in enumerate(passages):
        place = 1 - index / len(passages)
        above = not sought.isdisjoint(heading_terms(passage))
        around = all_surroundings(passage.title, passage.path, passage.text)
        for sentence, own in zip(sentences_of(passage.text), around, strict=True):
            if not own.asks and (above or not own.own.isdisjoint(sought)):
                yield _rank_one(asked, passage, sentence, own, place)


@lru_cache(maxsize=128)
def rank_sentences(asked: Asked, passages: tuple[Passage, ...]) -> tuple[Ranked, ...]:
    """Sentences that hold something of what is asked, best first; the best `_LOOKED_AT` of them.

    Kept for the questions at hand: a checker asks for what the reader ranked.
    """
    best = heapq.nlargest(_LOOKED_AT, _speaking(asked, passages), key=lambda ranked: ranked.score)
    return tuple(sorted((_with_candidates(item, asked) for item in best), key=lambda ranked: -ranked.score))
