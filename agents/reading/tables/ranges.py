"""Cells that are ranges: ``Dưới 15 năm``, ``Từ 15 năm đến dưới 30 năm``, ``Từ 30 năm trở lên``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from agents.reading.tables.words import Item, Words
from agents.reading.tokens import canonical_number

_NUMBER = r"(?P<{}>\d+(?:[.,]\d+)*)"
_LOWER = re.compile(rf"\b(?P<open>từ(?: đủ)?|trên|quá|hơn) {_NUMBER.format('value')}", re.IGNORECASE)
_UPPER = re.compile(rf"(?:\b(?P<open>dưới|đến dưới|đến|tới|không quá)) {_NUMBER.format('value')}", re.IGNORECASE)
_UPWARDS = re.compile(rf"{_NUMBER.format('value')}(?: [^\W\d]+){{0,3}} trở lên", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Range:
    """A range of numbers; None where it is open at an end."""

    lower: float | None
    upper: float | None
    above_lower: bool
    below_upper: bool

    def holds(self, value: float) -> bool:
        """Whether a number lies in it."""
        if self.lower is not None and (value < self.lower or (self.above_lower and value == self.lower)):
            return False
        return self.upper is None or value < self.upper or (not self.below_upper and value == self.upper)


def range_of(text: str) -> Range | None:
    """The range that a cell is, or None where it is none."""
    low, high = _LOWER.search(text) or _UPWARDS.search(text), _UPPER.search(text)
    if low is None and high is None:
        return None
    above = low is not None and (low.groupdict().get("open") or "").lower() in {"trên", "quá", "hơn"}
    below = high is not None and high["open"].lower().endswith("dưới")
    return Range(_value(low), _value(high), above, below)


def _value(match: re.Match[str] | None) -> float | None:
    return float(canonical_number(match["value"])) if match else None


def in_range(item: Item, cell: Words) -> bool | None:
    """Whether a number of a question lies in the range of a cell; None where it says nothing of that range.

    The number must carry a unit of the cell: ``20 năm`` lies in ``Từ 15 năm đến dưới 30 năm``, ``20 người`` does not.
    """
    if item.code or not item.hard or item.after not in cell.content or (found := range_of(cell.text)) is None:
        return None
    try:
        return found.holds(float(item.term))
    except ValueError:
        return None
