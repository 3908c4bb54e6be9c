"""How well a span fits as the short answer, by rule: near what is asked about, with the words that belong to it."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

from agents.grounding.paraphrase import spaced
from agents.ports import AnswerType
from agents.reading.asked import Asked
from agents.reading.candidates import Candidate
from agents.reading.colloquial import reworded
from agents.reading.lexicon import PERSON_HEADS, SURNAMES
from agents.reading.lives import life_date
from agents.reading.passages import Sentence, column_of
from agents.reading.slots import Slot
from agents.reading.tokens import tokenise

_NAMED = 0.6
_REACH = 5.0
_INSIDE = 0.5
"""Share of an asked term inside the candidate: a unit helps, a longer span must not."""

_STOP = re.compile(r"[,;:()]")
_STOPPED = 0.5
"""How much of its pull an asked term keeps across a comma or bracket."""

_PARTIAL = 0.5
_LED = 0.5
_SUBJECT = 0.8
_COLUMN = 3.0

_NOUN_BEFORE = 1.5
_UNIT = 1.5
_CUE = 0.6
_LIFE = 2.0
_AFTER = 1.15
_CUES: Mapping[AnswerType, frozenset[str]] = {
    AnswerType.PLACE: frozenset("tại ở thuộc từ đến vào về là".split()),
    AnswerType.PERSON: frozenset("do bởi là ông bà cho với của".split()),
    AnswerType.DATE: frozenset("vào từ ngày năm tháng đến ( sinh mất".split()),
    AnswerType.NUMBER: frozenset("là có khoảng hơn gần tới đạt dài rộng cao từ".split()),
    AnswerType.THING: frozenset("là giải tên bằng làm".split()),
    AnswerType.ORGANISATION: frozenset("tại ở do thuộc của là".split()),
}


def anchors_of(sentence: Sentence, asked: Asked) -> dict[int, float]:
    """Weight by index of the sentence's terms that are asked about."""
    found = {
        index: asked.weights[term] * (1.0 if term in asked.attribute else _NAMED)
        for index, term in enumerate(sentence.terms)
        if term in asked.weights
    }
    own = spaced(asked.terms)
    for index in reworded(sentence.terms, own):
        found.setdefault(index, 2.0)
    return found


def _pull(sentence: Sentence, candidate: Candidate, index: int) -> float:
    """How strongly a term at an index points to a candidate, 0 to 1 or little more: by distance and stops between."""
    if candidate.first <= index < candidate.last:
        return _INSIDE
    ahead = index < candidate.first
    gap = candidate.first - index if ahead else index - candidate.last + 1
    between = (sentence.spans[index][1], candidate.start) if ahead else (candidate.end, sentence.spans[index][0])
    stops = len(_STOP.findall(sentence.text, *between))
    return math.exp(-gap / _REACH) * (_AFTER if ahead else 1.0) * _STOPPED**stops


def _nearness(sentence: Sentence, candidate: Candidate, anchors: Mapping[int, float]) -> float:
    """Sum over the asked terms of the pull of the occurrence of each that is nearest."""
    nearest: dict[str, float] = {}
    for index, weight in anchors.items():
        term = sentence.terms[index]
        nearest[term] = max(nearest.get(term, 0.0), weight * _pull(sentence, candidate, index))
    return sum(nearest.values())


def _fit(sentence: Sentence, asked: Asked, slot: Slot, candidate: Candidate) -> float:
    """Bonus for the noun, unit or cue that belongs to the answer."""
    inside = sentence.terms[candidate.first : candidate.last]
    before = sentence.terms[max(0, candidate.first - 3) : candidate.first]
    following = sentence.terms[candidate.last : candidate.last + 2]
    column = frozenset(tokenise(column_of(sentence, candidate.start)).terms)
    bonus = sum(asked.weights[term] for term in column & asked.weights.keys()) / _COLUMN
    opening = inside[:1] if asked.type is AnswerType.LIST else inside[:2]
    if not slot.nouns.isdisjoint((*before, *opening)):
        bonus += _NOUN_BEFORE
    if asked.noun.after and asked.noun.after[0] in (*inside, *following):
        bonus += _UNIT
    if asked.type is AnswerType.PERSON and candidate.first == 0 and "là" in sentence.terms[candidate.last :]:
        bonus += _SUBJECT
    if asked.type is AnswerType.PERSON and ({inside[0], *before[-1:]} & (PERSON_HEADS | SURNAMES)):
        bonus += _LED
    if asked.type is AnswerType.NUMBER and set(before[-2:]) & {"gồm", "đó", "riêng"}:
        bonus -= _PARTIAL
    if asked.type is AnswerType.DATE and (life := life_date(sentence.text, asked.text)):
        bonus += _LIFE if life[0] <= candidate.start < life[1] else 0.0
    if before and before[-1] in _CUES.get(asked.type, frozenset()):
        bonus += _CUE
    return bonus


def fitness(sentence: Sentence, asked: Asked, slot: Slot, candidate: Candidate, anchors: Mapping[int, float]) -> float:
    """How well a candidate fits, by rule: nearness to what is asked about, and the words that belong to an answer.

    Args:
        sentence: Where it stands.
        asked: The question.
        slot: The question, split at its question word.
        candidate: The candidate.
        anchors: Weights by index of the terms that are asked about (`anchors_of`).
    """
    return _nearness(sentence, candidate, anchors) / 5 + _fit(sentence, asked, slot, candidate)
