"""Whether two sentences that were shown say different things of the same."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from itertools import combinations, pairwise

from agents.grounding.values import numbers_of
from agents.reading.lexicon import FUNCTION_WORDS, NEGATIONS
from agents.reading.tokens import Tokens, is_number, tokenise
from agents.state import Sentence

_NEEDS_ITS_PLACE = re.compile(
    r"\s*(?:\d{1,3}[.)]|[a-zđ][.)]|[-•–*+])\s|.*(?:\||:\s*$)|.*\b(?:này|nói trên|sau đây)\b", re.DOTALL
)
"""An item of a list, a row of a table, the opening of a list, a sentence that points at its own document."""
_LEAST_SHARED = 3
"""Content words from which equal words show that the same thing is meant."""
_TIMES = frozenset("ngày tháng năm kỷ".split())
_JOINS = _TIMES | frozenset("từ đến tới đồng nghìn triệu tỷ tỉ".split())
"""Words that may stand between the numbers of one date or one range."""
_LABELS = frozenset(
    "điều khoản điểm mục chương phần vùng thứ hạng cấp loại nhóm bậc quý lần số bảng lục khoá kỳ đợt tập tuyến "
    "lớp".split()
)
"""Words before a number that names a thing: another number there is another thing."""
_OPENING = 3
Slot = tuple[int, int, int, int]
"""Terms ``one[a:b]`` that stand where the other sentence has ``other[c:d]``."""


@dataclass(frozen=True)
class _Said:
    """A shown sentence, made ready to be compared."""

    text: str
    documents: frozenset[str]

    @cached_property
    def tokens(self) -> Tokens:
        return tokenise(self.text)

    @cached_property
    def about(self) -> frozenset[str]:
        """What it is about: content words without numbers, words of dates and negations."""
        return frozenset(t for t in self.tokens.terms if not is_number(t)) - FUNCTION_WORDS - NEGATIONS - _TIMES

    def written(self, first: int, last: int) -> str:
        """Its words from one term to before another."""
        spans = self.tokens.spans
        return self.text[spans[first][0] : spans[last - 1][1]] if first < last else ""


def disagreement(sentences: Sequence[Sentence]) -> tuple[str, str] | None:
    """Words of two sentences that differ where all else is the same: another number, another date, a negation.

    Sentences of the same document are taken to be about different points of it (``Phạt tiền từ … đồng`` stands
    in each of its clauses), and so are those that mean nothing without their place in a document, or that a time
    or a label tells apart.
    """
    said = [
        _Said(sentence["text"], frozenset(citation["document_id"] for citation in sentence["citations"]))
        for sentence in sentences
    ]
    found = (_differs(one, other) for one, other in combinations(said, 2) if not one.documents & other.documents)
    return next((pair for pair in found if pair is not None), None)


def _differs(one: _Said, other: _Said) -> tuple[str, str] | None:
    if any(_NEEDS_ITS_PLACE.match(said.text) for said in (one, other)):
        return None
    if len(one.about) < _LEAST_SHARED or one.about != other.about:
        return None
    slots = _slots(one.tokens.terms, other.tokens.terms)
    denies = [slot for slot in slots if _denies(one, other, slot)]
    if denies:
        return one.text, other.text
    numbers = [slot for slot in slots if _numeric(one.tokens.terms, other.tokens.terms, slot)]
    if not numbers or _values(one) == _values(other) or not _one_place(one.tokens.terms, numbers):
        return None
    if _tells_apart(one, numbers) or _tells_apart(other, [(c, d, a, b) for a, b, c, d in numbers]):
        return None
    a, c = numbers[0][0], numbers[0][2]
    b, d = numbers[-1][1], numbers[-1][3]
    return one.written(a, b), other.written(c, d)


def _slots(one: Sequence[str], other: Sequence[str]) -> list[Slot]:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return [(a, b, c, d) for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal"]


def _denies(one: _Said, other: _Said, slot: Slot) -> bool:
    """Whether one of them has a negation there and the other nothing of the kind."""
    a, b, c, d = slot
    return bool(NEGATIONS & set(one.tokens.terms[a:b])) != bool(NEGATIONS & set(other.tokens.terms[c:d]))


def _numeric(one: Sequence[str], other: Sequence[str], slot: Slot) -> bool:
    a, b, c, d = slot
    return any(map(is_number, one[a:b])) and any(map(is_number, other[c:d]))


def _values(said: _Said) -> list[str]:
    return sorted(value for value, _ in numbers_of(said.tokens.terms))


def _one_place(terms: Sequence[str], slots: Sequence[Slot]) -> bool:
    """Whether the slots are parts of one date or one range."""
    between = (terms[before[1] : after[0]] for before, after in pairwise(slots))
    return all(_JOINS.issuperset(words) for words in between)


def _tells_apart(said: _Said, slots: Sequence[Slot]) -> bool:
    """Whether the numbers name the thing or the time that the sentence speaks of, and are not what it says."""
    terms = said.tokens.terms
    first, last = slots[0][0], slots[-1][1]
    before = terms[first - 1] if first else ""
    end = said.tokens.spans[last - 1][1]
    if before in _LABELS or said.text[end : end + 1] == "/":
        return True
    if before not in _TIMES:
        return False
    while first and (is_number(terms[first - 1]) or terms[first - 1] in _JOINS):
        first -= 1
    while last < len(terms) and (is_number(terms[last]) or terms[last] in _JOINS):
        last += 1
    return first < _OPENING or any(map(is_number, (*terms[:first], *terms[last:])))
