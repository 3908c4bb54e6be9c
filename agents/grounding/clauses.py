"""Clauses of a sentence, and which of its words they affirm or deny."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

from agents.grounding.paraphrase import Phrase, phrases_of, rows_of
from agents.reading.lexicon import FUNCTION_WORDS
from agents.reading.tokens import is_number
from graph.text.sentences import Span

_STOPS = frozenset(",;:|()–—")
_BETWEEN = frozenset("nhưng còn mà song thì chứ".split())
_JOINS = frozenset({"và", "hoặc", "hay"})
LIGHT = FUNCTION_WORDS | frozenset("quá phải thể cần quyền phép làm hề hẳn nhất thiết nào hành thực tiến".split())
"""Words between a negation and what it denies."""

_SET_APART = frozenset({("chứ", "không", "phải"), ("không", "phải"), ("mà", "không", "phải"), ("chứ", "không")})
_NOUNS = frozenset((word, "hàng") for word in "cửa khách đơn nhà ngân mặt bạn giao nhận đặt mua bán trả lô kho".split())
"""Words that end in ``hàng``: a ``không`` behind them denies, and is no part of ``hàng không``."""

_REACH = 6
_BOUND_REACH = 2
_AFTER = {"lên": 1, "xuống": -1}
_SPAN_WORDS = ("trở",)
_BEYOND = frozenset({"quá", "vượt", "hơn"})
"""Bounds that a negation before the verb turns round; ``dưới 18 tuổi`` names those who are meant."""


@lru_cache(maxsize=1)
def _negators() -> frozenset[Phrase]:
    return frozenset(phrases_of("negators.txt"))


@lru_cache(maxsize=1)
def _innocent() -> frozenset[Phrase]:
    return frozenset(phrases_of("not_negators.txt"))


@lru_cache(maxsize=1)
def _bounds() -> dict[Phrase, int]:
    above, below = rows_of("bounds.txt")
    return {**dict.fromkeys(above, -1), **dict.fromkeys(below, 1)}


_LONGEST = 4


def _at(terms: Sequence[str], index: int, phrases: frozenset[Phrase] | dict[Phrase, int]) -> int:
    """Length of the longest of the phrases that starts at an index, or 0."""
    lengths = range(min(_LONGEST, len(terms) - index), 0, -1)
    return next((length for length in lengths if tuple(terms[index : index + length]) in phrases), 0)


@dataclass(frozen=True)
class Clauses:
    """A sentence by clauses.

    Attributes:
        text: The sentence.
        terms: Its terms.
        spans: Their spans in it.
    """

    text: str
    terms: tuple[str, ...]
    spans: tuple[Span, ...]

    @cached_property
    def stops(self) -> frozenset[int]:
        """Indices of terms that a comma, bracket or the like stands before."""
        gaps = zip(self.spans, self.spans[1:], strict=False)
        return frozenset(at for at, (a, b) in enumerate(gaps, 1) if _STOPS & set(self.text[a[1] : b[0]]))

    @cached_property
    def ranges(self) -> tuple[Span, ...]:
        """Half-open ranges of terms, one a clause; none of a text of marks alone."""
        if not self.terms:
            return ()
        starts = sorted({0, *self.stops, *(at for at, term in enumerate(self.terms) if term in _BETWEEN)})
        return tuple(zip(starts, [*starts[1:], len(self.terms)], strict=True))

    def range_of(self, index: int) -> Span:
        """The clause in which a term stands."""
        return next(span for span in self.ranges if span[0] <= index < span[1])

    def part_of(self, index: int) -> Span:
        """The part of the clause between words such as ``và`` in which a term stands."""
        first, last = self.range_of(index)
        joins = [at for at in range(first + 1, last) if self.terms[at] in _JOINS]
        return max((at for at in joins if at <= index), default=first), min(
            (a for a in joins if a > index), default=last
        )

    @cached_property
    def signs(self) -> tuple[int, ...]:
        """For each term 1 where it is affirmed, -1 where it is just what is denied, 0 where that is open."""
        signs = [1] * len(self.terms)
        for first, last in self.ranges:
            for index, sign in self._signs(first, last):
                signs[index] = sign
        return tuple(signs)

    def _harmless(self, index: int, last: int) -> int:
        """Length of a phrase that denies nothing though it may hold a word that does, or 0."""
        terms = self.terms[:last]
        length = _at(terms, index, _bounds())
        bounds = any(is_number(term) for term in terms[index + length : index + length + _BOUND_REACH])
        innocent = 0 if terms[max(0, index - 1) : index + 1] in _NOUNS else _at(terms, index, _innocent())
        return innocent or (length if bounds else 0)

    @cached_property
    def negations(self) -> frozenset[int]:
        """Indices of the words that deny."""
        found: set[int] = set()
        index = 0
        while index < len(self.terms):
            harmless = self._harmless(index, len(self.terms))
            length = 0 if harmless else _at(self.terms, index, _negators())
            found.update(range(index, index + length))
            index += length or harmless or 1
        return frozenset(found)

    def _signs(self, first: int, last: int) -> Iterator[tuple[int, int]]:
        """Signs from the first negation of a clause on; a clause that only says what is not meant is left open."""
        if self.terms[first : first + 3] in _SET_APART or self.terms[first : first + 2] in _SET_APART:
            yield from ((index, 0) for index in range(first, last))
            return
        sign, index, waiting, denied = 1, first, 0, False
        while index < last:
            harmless = self._harmless(index, last)
            length = 0 if harmless else _at(self.terms[:last], index, _negators())
            if length:
                sign, waiting, denied = -sign if waiting else -1, _REACH, True
            elif waiting and not harmless and self.terms[index] not in LIGHT:
                yield index, 0 if self._bounded(index, last) else sign
                waiting, sign = 0, 1
            elif denied:
                yield index, 0
                waiting = max(0, waiting - 1)
            index += length or harmless or 1

    def _bounded(self, first: int, last: int) -> bool:
        """Whether an amount follows that is denied only beyond a bound."""
        return any(_at(self.terms, index, _bounds()) for index in range(first, last)) and any(
            is_number(term) for term in self.terms[first:last]
        )

    def bound(self, index: int) -> int:
        """Whether a number is said to be a most (-1), a least (1) or neither (0)."""
        first = self.range_of(index)[0]
        following = self.terms[index + 1 : index + 4]
        for here, after in pairwise(following):
            if here in _SPAN_WORDS and after in _AFTER:
                return _AFTER[after]
        for start in range(max(first, index - _LONGEST - _BOUND_REACH), index):
            length = _at(self.terms[:index], start, _bounds())
            if length and index - start - length < _BOUND_REACH:
                phrase = self.terms[start : start + length]
                flipped = phrase[-1] in _BEYOND and phrase[0] != "không" and self._denied_before(first, start)
                return -_bounds()[phrase] if flipped else _bounds()[phrase]
        return 0

    def _denied_before(self, first: int, index: int) -> bool:
        return any(_at(self.terms[:index], at, _negators()) for at in range(max(first, index - _REACH), index))
