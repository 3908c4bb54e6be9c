"""Years, quarters and months of a text and of its clauses: of what time the values are that it tells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from graph.text.sentences import Span

YEAR = r"(?:1\d|20)\d\d"
_YEARS = re.compile(rf"(?<![\w.,/-])(?:(?:\d{{1,2}}|[IVX]+)[/-])*(?P<year>{YEAR})(?![\w/-])(?![.,]\d)")
_QUARTER = re.compile(r"\b(?:quý |Q)(?P<number>IV|I{1,3}|[1-4])(?!\w|[.,]\d)", re.IGNORECASE)
_MONTH = re.compile(r"(?<!\d )\btháng (?P<number>1[0-2]|0?[1-9])(?!\w|[.,]\d)", re.IGNORECASE)
_MONTHS = re.compile(
    rf"(?<!\d )\btháng (?P<first>1[0-2]|0?[1-9])(?:(?:/| năm ){YEAR})? (?:đến|tới) (?:hết |cuối )?(?:tháng )?"
    r"(?P<last>1[0-2]|0?[1-9])(?!\w|[.,]\d)",
    re.IGNORECASE,
)
_LONGER = re.compile(
    r"\b(?:cả|nửa (?:đầu|cuối)|(?:\d{1,2}|ba|sáu|chín) tháng (?:đầu|cuối)(?: của)?) năm\b", re.IGNORECASE
)
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4}
COMPARED = re.compile(
    rf"\b(?:so với|hơn|bằng|gấp [\w,]+ lần|như)(?: (?:cùng kỳ|mức|con số|của|cuối|đầu|trung bình))*"
    rf"(?: (?:quý|tháng) (?:\d{{1,2}}|[IVX]+))?(?:(?: của)?(?: năm |/){YEAR}| (?:trước|năm ngoái))"
    rf"|\b(?:so với|hơn|bằng) (?:cùng kỳ )?(?:quý|tháng) (?:\d{{1,2}}|[IVX]+)\b",
    re.IGNORECASE,
)
"""A time that is only compared with: ``so với năm 2022``."""

_SPLIT = re.compile(r"[,;(](?!\d)|\b(?:còn|nhưng|trong khi|và)\b", re.IGNORECASE)
_VALUE = re.compile(
    r"(?<![\w/.,-])\d+(?:[.,]\d+)*(?: ?%| (?:nghìn|ngàn|triệu|tỷ|tỉ|đồng|usd|người|tấn|kg|ha|m²|m2|km|máy|chiếc|ngày))",
    re.IGNORECASE,
)
_IN_TURN = re.compile(r"\b(?:lần lượt|tương ứng)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Times:
    """The times that a text tells of.

    Attributes:
        years: Years, as written.
        quarters: Quarters, 1 to 4.
        months: Months, 1 to 12; a range holds all of its months.
        longer: Whether it tells of several months as one, or of a whole year as such.
    """

    years: frozenset[str] = frozenset()
    quarters: frozenset[int] = frozenset()
    months: frozenset[int] = frozenset()
    longer: bool = False

    def __bool__(self) -> bool:
        return bool(self.years or self.quarters or self.months or self.longer)

    def __or__(self, other: Times) -> Times:
        return Times(
            self.years | other.years,
            self.quarters | other.quarters,
            self.months | other.months,
            self.longer or other.longer,
        )


@lru_cache(maxsize=2048)
def times_of(text: str) -> Times:
    """The times that a text tells of, without those that it only compares with."""
    own = COMPARED.sub(" ", text)
    months = {month for found in _MONTHS.finditer(own) for month in range(int(found[1]), int(found[2]) + 1)}
    return Times(
        frozenset(found["year"] for found in _YEARS.finditer(own)),
        frozenset(_quarter(found["number"]) for found in _QUARTER.finditer(own)),
        frozenset(months | {int(found["number"]) for found in _MONTH.finditer(own)}),
        bool(_LONGER.search(own)),
    )


def _quarter(number: str) -> int:
    return _ROMAN.get(number.upper()) or int(number)


@lru_cache(maxsize=1024)
def clauses_of(text: str) -> tuple[tuple[Span, Times], ...]:
    """The clauses of a sentence that tell a value each, with the times of each.

    A clause without a time is of the time of the one before it (``Năm 2022, … đạt 10 tỷ đồng, lãi 2 tỷ đồng``). The
    whole sentence is one clause where its values are told in turn (``lần lượt``).
    """
    if _IN_TURN.search(text):
        return (((0, len(text)), times_of(text)),)
    found: list[tuple[Span, Times]] = []
    told = Times()
    for start, end in _cut(text):
        told = times_of(text[start:end]) or told
        found.append(((start, end), told))
    return tuple(found)


def _cut(text: str) -> Iterator[Span]:
    """Cuts a sentence behind each value; what follows the last one and tells another time is a clause as well."""
    start = 0
    for mark in _SPLIT.finditer(text):
        if _VALUE.search(text, start, mark.start()) and _goes_on(text[start : mark.start()], text[mark.start() :]):
            yield start, mark.start()
            start = mark.start()
    yield start, len(text)


def _goes_on(clause: str, rest: str) -> bool:
    """Whether what follows is a clause of its own, and not the time of this one (``đạt 10 tỷ đồng, năm 2023``)."""
    return bool(_VALUE.search(rest)) or bool(times_of(clause))
