"""What tells the span that answers from the others of its sentence."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache

from agents.reading.asked import Asked
from agents.reading.candidates import Candidate
from agents.reading.lexicon import FUNCTION_WORDS, PERSON_HEADS, PLACE_HEADS, SURNAMES
from agents.reading.passages import Sentence
from agents.reading.slots import Slot
from agents.reading.tokens import is_number

Values = tuple[float, ...]

_STOPS = re.compile(r"[,;:()|–]")
_OPENS = re.compile(r"[,;:(|–\"“]\s*$")
_CLOSES = re.compile(r"\s*(?:[,;:)|–.!?\"”]|$)")
_REACH = 4.0
_STOPPED = 0.5
_SCALE = 5.0
"""Weights of terms are about that large: divided by it, features are about 1."""

_LONG = 7
_FULL_NAME = range(2, 5)
_PLACE_CUES = frozenset("tại ở thuộc từ đến về".split())
_AGENT_CUES = frozenset("do bởi với cho cùng của".split())


def _pull(sentence: Sentence, candidate: Candidate, index: int) -> float:
    """Nearness of a term outside the candidate, 0 to 1, less across a stop."""
    if index < candidate.first:
        distance, between = candidate.first - index, (sentence.spans[index][1], candidate.start)
    else:
        distance, between = index - candidate.last + 1, (candidate.end, sentence.spans[index][0])
    stops = len(_STOPS.findall(sentence.text, *between))
    return math.exp(-distance / _REACH) * _STOPPED**stops


def _pulls(
    sentence: Sentence, candidate: Candidate, terms: Collection[str], weights: Mapping[str, float]
) -> tuple[float, float]:
    """How strongly terms ahead of the candidate, and those behind it, stand near it."""
    ahead: dict[str, float] = {}
    behind: dict[str, float] = {}
    for index, term in enumerate(sentence.terms):
        if term in weights and term in terms and not candidate.first <= index < candidate.last:
            side = ahead if index < candidate.first else behind
            side[term] = max(side.get(term, 0.0), weights[term] * _pull(sentence, candidate, index))
    return sum(ahead.values()) / _SCALE, sum(behind.values()) / _SCALE


def _next(term: str, neighbours: Sequence[str], weights: Mapping[str, float]) -> float:
    """How telling it is that a term next to the candidate also stands next to the question word."""
    if term not in neighbours:
        return 0.0
    return (0.3 + weights.get(term, 0.0) / _SCALE) / (1 + neighbours.index(term) / 2)


def _order(terms: Sequence[str], candidate: Candidate, slot: Slot) -> float:
    """Share of asked terms on the side of the candidate on which the question has them, -.5 to .5."""
    before, after = _sides(slot)
    sides = [
        (index < candidate.first) == (term in before)
        for index, term in enumerate(terms)
        if (term in before) != (term in after) and not candidate.first <= index < candidate.last
    ]
    return sum(sides) / len(sides) - 0.5 if sides else 0.0


@lru_cache(maxsize=512)
def _sides(slot: Slot) -> tuple[frozenset[str], frozenset[str]]:
    """What the question says before and behind its question word."""
    return frozenset(slot.before) - FUNCTION_WORDS, frozenset(slot.after) - FUNCTION_WORDS


def _said_behind(terms: Sequence[str], asked: Asked) -> float:
    """Whether more of what is asked stands behind ``là`` than before it, -1 to 1: it describes the subject."""
    if "là" not in terms[1:]:
        return 0.0
    at = terms.index("là", 1)
    ahead, behind = frozenset(terms[:at]), frozenset(terms[at:])
    total = sum(asked.weights.values()) or 1.0
    return math.tanh(3 * sum(weight * ((t in behind) - (t in ahead)) for t, weight in asked.weights.items()) / total)


def _around(sentence: Sentence, asked: Asked, slot: Slot, candidate: Candidate) -> dict[str, float]:
    """What stands before and behind."""
    terms, text = sentence.terms, sentence.text
    before = terms[candidate.first - 1] if candidate.first else ""
    after = terms[candidate.last] if candidate.last < len(terms) else ""
    left_ahead, left_behind = _pulls(sentence, candidate, slot.before, asked.weights)
    right_ahead, right_behind = _pulls(sentence, candidate, slot.after, asked.weights)
    said_behind = _said_behind(terms, asked) if candidate.first <= 1 or before == "là" else 0.0
    return {
        "left_ahead": left_ahead,
        "left_behind": left_behind,
        "right_ahead": right_ahead,
        "right_behind": right_behind,
        "next_left": _next(before, slot.left, asked.weights),
        "next_right": _next(after, slot.right, asked.weights),
        "head_before": float(before in slot.heads),
        "opens": float(not candidate.first or bool(_OPENS.search(text, 0, candidate.start))),
        "closes": float(bool(_CLOSES.match(text, candidate.end))),
        "before_is": float(before == "là"),
        "before_name": float(before == "tên"),
        "before_place": float(before in _PLACE_CUES),
        "before_agent": float(before in _AGENT_CUES),
        "described": said_behind if candidate.first <= 1 else 0.0,
        "predicate": said_behind if before == "là" else 0.0,
        "bracket": float(text[: candidate.start].rstrip().endswith("(")),
        "order": _order(terms, candidate, slot),
        "person_led": float(candidate.name and before in PERSON_HEADS),
    }


def _inside(sentence: Sentence, asked: Asked, slot: Slot, candidate: Candidate) -> dict[str, float]:
    """What the candidate itself is like."""
    inside = sentence.terms[candidate.first : candidate.last]
    before = sentence.terms[candidate.first - 1] if candidate.first else ""
    content = [term for term in inside if term not in FUNCTION_WORDS]
    known = [term for term in content if term in asked.terms]
    return {
        "head_first": float(inside[0] in slot.heads),
        "head_inside": float(not slot.heads.isdisjoint(inside[1:])),
        "known": len(known) / max(1, len(content)),
        "echo": len(known) / max(1, len(content)) if before == "là" else 0.0,
        "length": math.log(len(inside)),
        "long": float(len(inside) > _LONG),
        "single_name": float(len(inside) == 1 and candidate.name),
        "single_word": float(len(inside) == 1 and not candidate.name),
        "typed": float(candidate.typed),
        "name": float(candidate.name),
        "number_inside": float(any(is_number(term) for term in inside)),
        "surname": float(candidate.name and inside[0] in SURNAMES and len(inside) in _FULL_NAME),
        "acronym": float(candidate.name and sentence.text[candidate.start : candidate.end].isupper()),
        "wanted_name": float(slot.wants_name and candidate.name),
        "place_led": float(before in PLACE_HEADS or inside[0] in PLACE_HEADS),
    }


FEATURES = (
    *("fitness", "left_ahead", "left_behind", "right_ahead", "right_behind", "next_left", "next_right", "head_before"),
    *("opens", "closes", "before_is", "before_name", "before_place", "before_agent", "described", "predicate"),
    *("bracket", "order", "person_led", "head_first", "head_inside", "known", "echo", "length", "long"),
    *("single_name", "single_word", "typed", "name", "number_inside", "surname", "acronym", "place_led", "wanted_name"),
)
"""Names of the features, in order."""


def features(sentence: Sentence, asked: Asked, slot: Slot, candidate: Candidate, fitness: float) -> Values:
    """Values of `FEATURES`; most are about 0 to 1.

    Args:
        sentence: Where the candidate stands.
        asked: The question.
        slot: The question, split at its question word.
        candidate: The span.
        fitness: How well it fits by rule.
    """
    found = _around(sentence, asked, slot, candidate) | _inside(sentence, asked, slot, candidate)
    found["fitness"] = fitness
    return tuple(found[name] for name in FEATURES)
