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
