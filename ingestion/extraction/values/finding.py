"""Dates and amounts in Vietnamese text, with keys that are equal where the values are.

Keys of dates: ISO 8601 as far as the text tells (``1890-05-19``, ``1945-08``, ``1945``, ``--09-02`` without a year,
``2024-Q3``), ``-0179`` for the year 179 before our era, ``198x`` for a decade, ``c15`` for a century. Keys of
amounts: the number in plain digits, a space, the unit in one spelling (``4960000 đồng/tháng``, ``1200 km²``, ``12 %``).
"""

from __future__ import annotations

import re

from graph.model import EntityType
from ingestion.extraction.spans import NameSpan
from ingestion.extraction.values.amounts import amount_at
from ingestion.extraction.values.dates import date_at, roman_date_at

_SOURCE = "values"
_START = re.compile(r"(?<![\w/.,])\d|\b(?:[Tt]hế k[ỷỉ]|[Qq]u[ýí]) (?=[IVX])")


def find_values(text: str, start: int = 0, end: int | None = None) -> list[NameSpan]:
    """Dates and amounts in ``text[start:end]``, by start, without overlaps.

    Args:
        text: A document's text.
        start: First code point to look at.
        end: One past the last.

    Returns:
        Spans into ``text`` of type ``Date`` or ``Quantity``.
    """
    end = len(text) if end is None else end
    found: list[NameSpan] = []
    free_from = start
    for match in _START.finditer(text, start, end):
        if match.start() < free_from:
            continue
        value = _value_at(text, match.start(), free_from, end)
        if value is not None:
            found.append(value)
            free_from = value.end
    return found


def _value_at(text: str, position: int, free_from: int, end: int) -> NameSpan | None:
    """The value that has its first digit at ``position``; it may begin up to ``free_from`` to the left."""
    if not text[position].isdigit():
        date = roman_date_at(text, position, end)
        return date and _span(text, date, EntityType.DATE)
    date = date_at(text, position, free_from, end)
    if date is not None:
        return _span(text, date, EntityType.DATE)
    amount = amount_at(text, position, end)
    return amount and _span(text, amount, EntityType.QUANTITY)


def _span(text: str, value: tuple[int, int, str], type_: EntityType) -> NameSpan:
    start, end, key = value
    return NameSpan(start, end, type_.value, key, text[start:end], _SOURCE)
