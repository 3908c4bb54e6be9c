"""The short answer in a sentence: the span of the asked type that stands nearest to what is asked about."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

from agents.grounding.paraphrase import excused, spaced
from agents.ports import AnswerType
from agents.reading.asked import Asked
from agents.reading.candidates import Candidate
from agents.reading.lexicon import PERSON_HEADS, SURNAMES
from agents.reading.passages import Sentence, column_of
from agents.reading.ranking import Ranked
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
_AFTER = 1.15
_CUES: Mapping[AnswerType, frozenset[str]] = {
    AnswerType.PLACE: frozenset("tại ở thuộc từ đến vào về là".split()),
    AnswerType.PERSON: frozenset("do bởi là ông bà cho với của".split()),
    AnswerType.DATE: frozenset("vào từ ngày năm tháng đến ( sinh mất".split()),
    AnswerType.NUMBER: frozenset("là có khoảng hơn gần tới đạt dài rộng cao từ".split()),
    AnswerType.THING: frozenset("là giải tên bằng làm".split()),
    AnswerType.ORGANISATION: frozenset("tại ở do thuộc của là".split()),
}


@dataclass(frozen=True, slots=True)
class ShortAnswer:
    """A short answer with its strength within the sentence."""

    text: str
    score: float
    candidate: Candidate


def _anchors(sentence: Sentence, asked: Asked) -> dict[int, float]:
    """Weight by index of the sentence's terms that are asked about."""
    found = {
        index: asked.weights[term] * (1.0 if term in asked.attribute else _NAMED)
        for index, term in enumerate(sentence.terms)
        if term in asked.weights
    }
    own = spaced(asked.terms)
    for index in excused(sentence.terms, own):
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


def _fit(sentence: Sentence, asked: Asked, candidate: Candidate) -> float:
    """Bonus for the noun, unit or cue that belongs to the answer."""
    inside = sentence.terms[candidate.first : candidate.last]
    before = sentence.terms[max(0, candidate.first - 3) : candidate.first]
    following = sentence.terms[candidate.last : candidate.last + 2]
    column = frozenset(tokenise(column_of(sentence, candidate.start)).terms)
    bonus = sum(asked.weights[term] for term in column & asked.weights.keys()) / _COLUMN
    if asked.noun.before and asked.noun.before[-1] in (*before, inside[0]):
        bonus += _NOUN_BEFORE
    if asked.noun.after and asked.noun.after[0] in (*inside, *following):
        bonus += _UNIT
    if asked.type is AnswerType.PERSON and candidate.first == 0 and "là" in sentence.terms[candidate.last :]:
        bonus += _SUBJECT
    if asked.type is AnswerType.PERSON and ({inside[0], *before[-1:]} & (PERSON_HEADS | SURNAMES)):
        bonus += _LED
    if asked.type is AnswerType.NUMBER and set(before[-2:]) & {"gồm", "đó", "riêng"}:
        bonus -= _PARTIAL
    if before and before[-1] in _CUES.get(asked.type, frozenset()):
        bonus += _CUE
    return bonus


def short_answer(ranked: Ranked, asked: Asked) -> ShortAnswer | None:
    """The best candidate of a sentence, or None where it has none."""
    sentence = ranked.sentence
    anchors = _anchors(sentence, asked)
    scored = [
        ShortAnswer(
            sentence.text[item.start : item.end].strip(" ,;:"),
            _nearness(sentence, item, anchors) / 5 + _fit(sentence, asked, item),
            item,
        )
        for item in ranked.candidates
    ]
    return max(scored, key=lambda found: (found.score, -found.candidate.first), default=None)
