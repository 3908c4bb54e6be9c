"""Who does what to whom: in Vietnamese the one who acts stands before the verb, and what is acted upon behind it."""

from __future__ import annotations

from agents.reading.asked import Asked
from agents.reading.candidates import Candidate
from agents.reading.lexicon import FUNCTION_WORDS, QUESTION_WORDS
from agents.reading.passages import Sentence
from agents.reading.slots import Slot

_BELONGS = frozenset("của ở tại thuộc tới từ".split())
"""Words that make what follows them part of the noun before: no subject."""


def side_of(sentence: Sentence, asked: Asked, slot: Slot, candidate: Candidate) -> float:
    """How well the side of a candidate agrees with that of the question word, -1 to 1; 0 where nothing tells.

    ``Đội nào thắng`` asks for who stands before ``thắng``, ``thắng đội nào`` for who stands behind it.
    """
    ahead = _verb(slot.after, asked)
    behind = _verb(slot.before[::-1], asked)
    if ahead is not None and (places := _places(sentence, candidate, ahead)):
        if min(places) >= candidate.last:
            before = sentence.terms[candidate.first - 1] if candidate.first else ""
            return 0.0 if before in _BELONGS else 1.0
        return -1.0 if max(places) < candidate.first else 0.0
    if ahead is None and behind is not None and (places := _places(sentence, candidate, behind)):
        return 1.0 if min(places) < candidate.first else -1.0
    return 0.0


def _verb(terms: tuple[str, ...], asked: Asked) -> str | None:
    """The nearest word that says something and is no part of a name."""
    named = {term for name in asked.names for term in name}
    passed = FUNCTION_WORDS | QUESTION_WORDS | named
    return next((term for term in terms if term not in passed), None)


def _places(sentence: Sentence, candidate: Candidate, term: str) -> list[int]:
    inside = range(candidate.first, candidate.last)
    return [index for index, own in enumerate(sentence.terms) if own == term and index not in inside]
