"""The row (or the column) of a table with the most or the least of something."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from agents.ports import AnswerType
from agents.reading.tables.cells import Found, Items, Seen, Sought, covered
from agents.reading.tables.kinds import is_bare_number, value_of
from agents.reading.tables.words import Item

_MOST = re.compile(
    r"\b(?P<word>cao|lớn|nhiều|đắt|dài|nặng|rộng|đông|muộn|mạnh|thấp|nhỏ|ít|rẻ|ngắn|nhẹ|hẹp|sớm|kém)\b"
    r"(?: [^\s,?]+){0,6}? nhất\b",
    re.IGNORECASE,
)
_LEAST = frozenset("thấp nhỏ ít rẻ ngắn nhẹ hẹp sớm kém".split())
_ASKS_ROW = re.compile(r"\b(?:nào|gì|ai|đâu)\b", re.IGNORECASE)
_SPOKEN = {"đắt": "giá", "rẻ": "giá", "nặng": "lượng", "nhẹ": "lượng", "rộng": "tích", "dài": "dài", "đông": "số"}


def asks_most(text: str) -> bool:
    """Whether a question asks for the most or the least of something."""
    return _MOST.search(text) is not None


def find_most(seen: Sequence[Seen], sought: Sought, text: str) -> Found | None:
    """The cell that names what has most or least of the asked, or None where that is not asked or not clear.

    Args:
        seen: Tables.
        sought: The question.
        text: The question as written.
    """
    match = _MOST.search(text)
    if match is None:
        return None
    word = match["word"].lower()
    rest = tuple(item for item in sought.items if item.term not in {word, "nhất"})
    lean = replace(sought, items=rest)
    found = [most for table in seen if (most := _in_table(table, lean, word, text)) is not None]
    found.sort(key=lambda most: -most.covered)
    if not found or (len(found) > 1 and found[0].covered == found[1].covered):
        return None
    return found[0]


def _in_table(seen: Seen, sought: Sought, word: str, text: str) -> Found | None:
    if seen.table.is_pairs:
        return None
    column = _measured(seen, sought, word)
    if column is None:
        return None
    rows = _meeting(seen, column)
    values = {row: value_of(seen.table.rows[row].cells[column]) for row in rows}
    known = {row: value for row, value in values.items() if value is not None}
    if len(known) < 2 or len(known) < len(rows):
        return None
    extreme = (min if word in _LEAST else max)(known.values())
    best = [row for row, value in known.items() if value == extreme]
    if len(best) != 1:
        return None
    target = _named(seen, sought, column) if _ASKS_ROW.search(text) else column
    found = Found(seen, best[0], target, covered(seen, sought, best[0], column))
    return found if found.covered >= 0.55 else None


def _measured(seen: Seen, sought: Sought, word: str) -> int | None:
    """The one column of numbers whose head is asked for best."""
    spoken = _SPOKEN.get(word)
    scores: list[tuple[float, int]] = []
    for column, head in enumerate(seen.table.header):
        numbers = sum(value_of(row.cells[column]) is not None for row in seen.table.rows)
        if column and 2 * numbers > len(seen.table.rows):
            score = _weight(seen.heads[column]) * (0.5 + 0.5 * len(seen.heads[column]) / max(1, len(head.content)))
            scores.append((score + (2.0 if spoken and spoken in head.found else 0.0), column))
    scores.sort(reverse=True)
    if not scores or not scores[0][0] or (len(scores) > 1 and scores[0][0] - scores[1][0] < 1.0):
        return None
    return scores[0][1]


def _meeting(seen: Seen, column: int) -> list[int]:
    """The rows that hold all that the question says of rows."""
    rows = range(len(seen.table.rows))
    means = [seen.row_items(row, column) - seen.heads[column] for row in rows]
    said: Items = frozenset().union(*means)
    some: Items = frozenset(item for item in said if not all(item in own for own in means))
    meeting = [row for row in rows if some <= means[row]]
    return meeting or []


def _named(seen: Seen, sought: Sought, measured: int) -> int:
    """The column that names what is asked: the one with the noun in its head, else the first that is no number."""
    header = seen.table.header
    best = max(
        (column for column in range(len(header)) if column != measured),
        key=lambda column: (len(sought.noun.found & header[column].found), _weight(seen.heads[column]), -column),
    )
    if sought.noun.found & header[best].found or seen.heads[best]:
        return best
    if sought.wanted.type is AnswerType.PERSON:
        return best
    first = seen.table.rows[0].cells[0]
    return 1 if is_bare_number(first) and len(header) > 1 and measured != 1 else 0


def _weight(items: frozenset[Item]) -> float:
    return sum(item.weight for item in items)
