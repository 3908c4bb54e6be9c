"""Questions for a provision: ``nằm ở điều nào`` is answered by the heading over the sentence that speaks of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from agents.reading.answers import Answer
from agents.reading.passages import sentences_of
from agents.reading.ranking import Ranked
from graph.results import Passage

_SAYS = r"(?:được )?(?:nằm|nêu|ghi|quy định|nói(?: đến)?|đề cập|thuộc|có)"
_ASKS = re.compile(
    rf"(?:\b{_SAYS} )?(?:\b(?:ở|tại|trong|theo|vào) )?\b(?P<part>điều|khoản|chương) (?:số )?(?:nào|mấy|bao nhiêu)\b"
    rf"(?: {_SAYS}\b)?(?: về\b)?",
    re.IGNORECASE,
)
_HELD = 0.45
"""Least share of what is asked that must stand in the sentence or over it: every sentence stands in some provision."""

_LABEL = re.compile(r"(?:điều|chương) (?:\d+[a-zđ]?|[IVXLC]+)\b", re.IGNORECASE)
_CLAUSE = re.compile(r"(\d{1,3}[a-zđ]?)[.)]\s")


def asked_provision(question: str, passages: Sequence[Passage]) -> str | None:
    """The part of a legal text that is asked for, small letters: ``điều``, ``khoản``, ``chương``.

    None where no passage stands in such a part: then ``điều nào`` asks for some thing.
    """
    match = _ASKS.search(question)
    if match is None or not any(_LABEL.match(entry) for passage in passages for entry in passage.path):
        return None
    return match["part"].lower()


def without_provision(question: str) -> str:
    """The question without the words that ask for the provision: what is left must stand in it."""
    return _ASKS.sub(" ", question)


def provision_answer(part: str, ranked: Sequence[Ranked]) -> Answer | None:
    """The provision that the best sentence stands in, with its heading and the sentence; None where it is in none.

    Args:
        part: What is asked (`asked_provision`).
        ranked: Sentences that speak of what the question is about, best first.
    """
    for item in ranked:
        label = _label(item, "chương" if part == "chương" else "điều")
        if label is None or item.attribute < _HELD:
            continue
        clause = _CLAUSE.match(item.sentence.text) if part == "khoản" else None
        heading = _heading(item, label)
        short = f"khoản {clause[1]} {label}" if clause else label
        return Answer(tuple(dict.fromkeys((*heading, item.sentence.text))), short)
    return None


def _label(item: Ranked, kind: str) -> str | None:
    """``Điều 4`` from the headings over a sentence; the nearest one."""
    labels = (_LABEL.match(entry) for entry in reversed(item.passage.path))
    return next((label[0] for label in labels if label and label[0].lower().startswith(kind)), None)


def _heading(item: Ranked, label: str) -> tuple[str, ...]:
    """The line of the passage that opens with the label."""
    lines = (sentence.text for sentence in sentences_of(item.passage.text))
    return next(((line,) for line in lines if re.match(rf"{re.escape(label)}\b", line, re.IGNORECASE)), ())
