"""The short answer in a sentence: the span that a fitted model finds most likely."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from agents.ports import AnswerType
from agents.reading.asked import Asked
from agents.reading.branches import branch_shares, replaced
from agents.reading.candidates import ANY_NAME, Candidate, choices_of
from agents.reading.fitness import anchors_of, fitness
from agents.reading.forms import asked_form
from agents.reading.intervals import is_condition
from agents.reading.ranking import Ranked
from agents.reading.sides import side_of
from agents.reading.slots import slot_of
from agents.reading.span_features import FEATURES, Values, features
from agents.reading.together import with_the_others
from agents.reading.values import bounded

_FILE = "spans.json"
_BRANCH = 2.0
_CONDITION = 4.0
"""Against a range that the question's own number is held against: it is the condition and not what is asked."""

_VALUES = frozenset({AnswerType.NUMBER, AnswerType.DATE})
_AT = frozenset({"tại", "ở"})
_TOWARDS = frozenset("sang đến tới về lên ra vào đi".split())
_ASKS_PLACE = re.compile(
    r"\b(?:(?:tại|ở)|(?P<towards>sang|đến|tới|về|lên|ra|vào|đi)) (?:đâu|chỗ nào|nơi nào)\b", re.IGNORECASE
)
_FITNESS = FEATURES.index("fitness")
_NEXT_LEFT = FEATURES.index("next_left")


_REGIONS = frozenset("tỉnh huyện quận phường xã".split())
"""Nouns that texts write before the name of such a region wherever it is not plain."""


@dataclass(frozen=True, slots=True)
class ShortAnswer:
    """A short answer with what speaks for it.

    Attributes:
        text: Its words.
        score: Its fitness by rule; the gate looks at it.
        sure: Share of the likelihood of all spans of the sentence, 0 to 1.
        candidate: Where it stands.
    """

    text: str
    score: float
    sure: float
    candidate: Candidate


@dataclass(frozen=True, slots=True)
class SpanModel:
    """Weights of `FEATURES`, and what is added to them by answer type."""

    weights: tuple[float, ...]
    by_type: Mapping[AnswerType, tuple[float, ...]]

    def shares(self, type_: AnswerType, rows: Sequence[Values]) -> list[float]:
        """Likelihood of each span, 0 to 1; they add up to 1."""
        extra = self.by_type.get(type_)
        weights = tuple(map(sum, zip(self.weights, extra, strict=True))) if extra else self.weights
        logits = [sum(weight * value for weight, value in zip(weights, row, strict=True)) for row in rows]
        largest = max(logits)
        likely = [math.exp(logit - largest) for logit in logits]
        return [value / sum(likely) for value in likely]


@lru_cache(maxsize=1)
def _shipped() -> SpanModel:
    model = json.loads(files("agents.reading").joinpath(_FILE).read_text(encoding="utf-8"))
    by_type = {
        AnswerType(name): tuple(weights.get(key, 0.0) for key in FEATURES) for name, weights in model["by_type"].items()
    }
    return SpanModel(tuple(model["weights"][name] for name in FEATURES), by_type)


def described(ranked: Ranked, asked: Asked) -> tuple[list[Candidate], list[Values]]:
    """The spans to choose from with their features (equal lengths)."""
    sentence = ranked.sentence
    choices = choices_of(sentence, asked, ranked.candidates)
    anchors, slot = anchors_of(sentence, asked), slot_of(asked)
    fit = [fitness(sentence, asked, slot, choice, anchors) for choice in choices]
    return choices, [
        features(sentence, asked, slot, choice, by_rule) for choice, by_rule in zip(choices, fit, strict=True)
    ]


def _by_branch(ranked: Ranked, asked: Asked, choices: Sequence[Candidate], fit: Sequence[float]) -> list[float]:
    """Fitness, more for a value in whose branch of the sentence stands what is asked, less for one replaced."""
    shares = branch_shares(ranked.sentence, asked, choices)
    return [
        value + _BRANCH * share - replaced(ranked.sentence, asked, choice) - _condition(ranked, asked, choice)
        for value, share, choice in zip(fit, shares, choices, strict=True)
    ]


def _led(ranked: Ranked, asked: Asked, choices: Sequence[Candidate]) -> list[int]:
    """Indices of the names behind the very noun that is asked for: ``tỉnh nào`` asks for ``tỉnh`` Nghệ An."""
    noun = asked.noun.before[-1:]
    if asked.type is not AnswerType.PLACE or not noun or noun[0] not in _REGIONS:
        return []
    terms, text = ranked.sentence.terms, ranked.sentence.text
    return [
        index
        for index, choice in enumerate(choices)
        if noun[0] in (terms[choice.first], *terms[max(0, choice.first - 1) : choice.first])
        and not text[choice.start : choice.end].islower()
    ]


def _condition(ranked: Ranked, asked: Asked, choice: Candidate) -> float:
    held = is_condition(asked.text, ranked.sentence.text, choice.start, choice.end)
    return _CONDITION if held else 0.0


def _order(
    ranked: Ranked, asked: Asked, choices: Sequence[Candidate], rows: Sequence[Values], shares: Sequence[float]
) -> Sequence[float]:
    """What the spans are chosen by: likelihood for any name, fitness for the others, by branch for values."""
    fit = [row[_FITNESS] for row in rows]
    if asked.type in _VALUES:
        return _by_branch(ranked, asked, choices, [own + row[_NEXT_LEFT] for own, row in zip(fit, rows, strict=True)])
    if asked.type is AnswerType.PLACE and (asks := _ASKS_PLACE.search(asked.text)):
        leads = _TOWARDS if asks["towards"] else _AT
        before = [ranked.sentence.terms[max(0, choice.first - 1)] for choice in choices]
        return [own + (word in leads) - (word == "từ") for own, word in zip(fit, before, strict=True)]
    if asked.type is AnswerType.ORGANISATION:
        slot = slot_of(asked)
        return [own + side_of(ranked.sentence, asked, slot, choice) for own, choice in zip(fit, choices, strict=True)]
    return shares if asked.type in ANY_NAME and not asked_form(asked.text) else fit


def weighed(ranked: Ranked, asked: Asked) -> list[tuple[Candidate, float]]:
    """Every span of a sentence that could be the short answer with what it is chosen by; none without spans."""
    choices, rows = described(ranked, asked)
    if not choices:
        return []
    order = _order(ranked, asked, choices, rows, _shipped().shares(asked.type, rows))
    return list(zip(choices, order, strict=True))


def short_answer(ranked: Ranked, asked: Asked) -> ShortAnswer | None:
    """The best span of a sentence, or None where it has none.

    Dates, numbers and places are few in a sentence and found by their form: the fittest is taken. People,
    organisations and things may be any name or phrase: there the model chooses.
    """
    choices, rows = described(ranked, asked)
    if not choices:
        return None
    shares = _shipped().shares(asked.type, rows)
    fit = [row[_FITNESS] for row in rows]
    order = _order(ranked, asked, choices, rows, shares)
    eligible = _led(ranked, asked, choices) or range(len(choices))
    best = max(eligible, key=lambda index: (order[index], -choices[index].first))
    chosen = choices[best]
    strength = max((value for value, choice in zip(fit, choices, strict=True) if choice.typed), default=fit[best])
    span = (chosen.start, chosen.end)
    if asked.type is AnswerType.NUMBER:
        span = bounded(ranked.sentence.text, span)
    elif asked.type is AnswerType.PERSON:
        span = with_the_others(asked.text, ranked.sentence.text, span)
    text = ranked.sentence.text[slice(*span)].strip(" ,;:")
    return ShortAnswer(text, strength, shares[best], chosen)
