"""Conditions that are ranges: who asks about ``4 ngày`` means the clause ``từ 3 ngày trở lên``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from agents.reading.tables.ranges import Range
from agents.reading.tokens import canonical_number

_SCALES = {"nghìn": 1e3, "ngàn": 1e3, "vạn": 1e4, "triệu": 1e6, "tỷ": 1e9, "tỉ": 1e9}
_UNITS = {"hôm": "ngày", "tiếng": "giờ", "cây": "km"}
_QUANTITY = re.compile(
    r"(?<![\w/.,-])(?P<value>\d+(?:[.,]\d+)*)(?![/\d])"
    r"(?: (?P<scale>nghìn|ngàn|vạn|triệu|tỷ|tỉ)\b)?(?: ?(?P<unit>%|[^\W\d]+))?",
    re.IGNORECASE,
)
_LOWER = re.compile(r"\b(?:(?P<reached>từ(?: đủ)?)|(?P<passed>trên|(?<!không )(?<!vượt )quá|hơn)) $", re.IGNORECASE)
_UPPER = re.compile(r"\b(?:(?P<reached>đến|tới)|(?P<passed>(?:đến |tới )?dưới)) $", re.IGNORECASE)
_UPWARDS = re.compile(r"(?: làm việc)? trở lên\b")
_JOIN = re.compile(r" (?:đến|tới)(?: dưới)? ")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit.

    Attributes:
        value: With its scale (``35 triệu`` is 35e6).
        unit: Small letters; money where a scale stands without one; empty where nothing follows.
        terms: The terms that say it: number, scale, unit.
        start: First code point.
        end: One past the last of number and scale.
        after: One past the last of the unit.
    """

    value: float
    unit: str
    terms: frozenset[str]
    start: int
    end: int
    after: int


@lru_cache(maxsize=2048)
def quantities(text: str) -> tuple[Quantity, ...]:
    """The numbers of a text with their units, in order."""
    return tuple(_quantities(text))


def _quantities(text: str) -> Iterator[Quantity]:
    for match in _QUANTITY.finditer(text):
        number, scale = canonical_number(match["value"]), (match["scale"] or "").lower()
        unit = (match["unit"] or "").lower()
        if number.count(".") > 1:
            continue
        if scale and unit != "%":
            unit = "đồng" if unit not in {"người", "tấn", "ha", "km", "usd", "đô"} else unit
        terms = frozenset({number, *filter(None, (scale, unit))})
        end = match.end("scale") if scale else match.end("value")
        value = float(number) * _SCALES.get(scale, 1.0)
        yield Quantity(value, _UNITS.get(unit, unit), terms, match.start(), end, match.end())


@dataclass(frozen=True, slots=True)
class Condition:
    """A range of a text, with its unit and where it stands."""

    unit: str
    range: Range
    start: int
    end: int


@lru_cache(maxsize=2048)
def conditions(text: str) -> tuple[Condition, ...]:
    """The ranges of a text: ``từ 1 đến 2 ngày``, ``trên 5 ngày``, ``từ 3 ngày trở lên``."""
    found: list[Condition] = []
    known = quantities(text)
    for index, each in enumerate(known):
        low, high = _LOWER.search(text, 0, each.start), _UPPER.search(text, 0, each.start)
        follower = known[index + 1] if index + 1 < len(known) else None
        joined = follower and _joins(text, each, follower)
        if low and joined and follower:
            below = text[: follower.start].rstrip().lower().endswith("dưới")
            span = Range(each.value, follower.value, bool(low["passed"]), below)
            found.append(Condition(follower.unit, span, low.start(), follower.after))
        elif low and (low["passed"] or _UPWARDS.match(text, each.after)):
            span = Range(each.value, None, bool(low["passed"]), False)
            found.append(Condition(each.unit, span, low.start(), each.after))
        elif _UPWARDS.match(text, each.after):
            found.append(Condition(each.unit, Range(each.value, None, False, False), each.start, each.after))
        elif high and not (index and _joins(text, known[index - 1], each)):
            span = Range(None, each.value, False, bool(high["passed"]))
            found.append(Condition(each.unit, span, high.start(), each.after))
    return tuple(found)


def _joins(text: str, one: Quantity, other: Quantity) -> bool:
    """Whether the two are the ends of one range: nothing but a unit and ``đến`` between them."""
    between = {text[one.end : other.start], text[one.after : other.start]}
    return any(_JOIN.fullmatch(words) for words in between) and (one.unit in {other.unit, "đến", "tới", ""})


def within(question: str, text: str) -> frozenset[str]:
    """Terms of the quantities of a question that a range of a text of the same unit holds.

    A quantity that is itself the end of a range (``chậm trên 6 giờ``) is held by the same range alone.
    """
    asked = quantities(question)
    if not asked:
        return frozenset()
    ranges, own = conditions(text), conditions(question)
    held: set[str] = set()
    for each in asked:
        mine = next((one.range for one in own if one.start <= each.start < one.end), None)
        alike = (one.range for one in ranges if one.unit == each.unit)
        if any(other.holds(each.value) if mine is None else other == mine for other in alike):
            held |= each.terms
    return frozenset(held)


def is_condition(question: str, text: str, start: int, end: int) -> bool:
    """Whether a span of a text is the range that a quantity of the question is held against, and so no answer."""
    units = {each.unit for each in quantities(question)}
    return any(one.unit in units and one.start < end and start < one.end for one in conditions(text))
