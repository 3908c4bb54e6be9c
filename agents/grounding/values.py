"""Numbers that a sentence states, as values."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from agents.reading.tokens import is_number

SCALES = {"nghìn": 1_000, "ngàn": 1_000, "vạn": 10_000, "triệu": 1_000_000, "tỷ": 1_000_000_000, "tỉ": 1_000_000_000}
NUMBER_WORDS = {
    "hai": "2", "ba": "3", "bốn": "4", "tư": "4", "sáu": "6", "bảy": "7", "bẩy": "7", "tám": "8",(
        "chín"
    ): "9", "mười": "10",
}  # fmt: skip
"""Numbers in words that are seldom anything else (``một`` and ``năm`` are left out)."""

UNITS = frozenset("giây phút giờ ngày tuần tháng năm quý đồng km m mét kg tấn ha người tuổi".split())
"""Words that make a number another one when they are exchanged."""
_YEAR_DIGITS = 4


def _scaled(term: str, scale: int) -> str:
    try:
        value = Decimal(term) * scale
    except InvalidOperation:
        return term  # an ordinal code such as 12a: it is compared as written
    return f"{value.normalize():f}"


def numbers_of(terms: Sequence[str]) -> list[tuple[str, int]]:
    """Values in a sentence with the index of their term, in order; ``3,5 triệu`` is one value."""
    found: list[tuple[str, int]] = []
    for index, term in enumerate(terms):
        if is_number(term):
            following = terms[index + 1] if index + 1 < len(terms) else ""
            found.append((_scaled(term, SCALES[following]) if following in SCALES else term, index))
    return found


def all_values(terms: Sequence[str]) -> frozenset[str]:
    """Every value that a text offers: scaled, as written, and numbers in words."""
    written = {term for term in terms if is_number(term)}
    words = {NUMBER_WORDS[term] for term in terms if term in NUMBER_WORDS}
    return frozenset(written | words | {value for value, _ in numbers_of(terms)})


def unit_of(terms: Sequence[str], index: int) -> str:
    """Unit of time, length or money directly behind a number, scale included; empty for dates and where none stands."""
    if index and terms[index - 1] in {"ngày", "tháng", "năm"}:
        return ""
    after = index + 1
    scale = terms[after] if after < len(terms) and terms[after] in SCALES else ""
    after += bool(scale)
    unit = terms[after] if after < len(terms) and terms[after] in UNITS else ""
    if unit in {"ngày", "tháng"} and after + 1 < len(terms) and is_number(terms[after + 1]):
        return ""
    if unit == "ngày" and tuple(terms[after + 1 : after + 3]) == ("làm", "việc"):
        unit = "ngày làm việc"
    return f"{scale} {unit}".strip()


def kinds_of(terms: Sequence[str]) -> dict[str, frozenset[str]]:
    """Values of a text by kind: the unit behind them, or ``năm`` in front for a year."""
    found: dict[str, set[str]] = {}
    for value, index in numbers_of(terms):
        unit = unit_of(terms, index).split(" ")[-1]
        kind = unit or ("year" if len(value) == _YEAR_DIGITS and value.isdecimal() else "")
        if kind:
            found.setdefault(kind, set()).add(value)
    return {kind: frozenset(values) for kind, values in found.items()}
