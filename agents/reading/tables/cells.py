"""The cell of a table that a question asks for: its row by labels, its column by what is asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from agents.ports import AnswerType
from agents.reading.tables.kinds import KIND_NOUNS, Wanted, fits, is_bare_number
from agents.reading.tables.model import Row, Table, without_unit
from agents.reading.tables.ranges import in_range
from agents.reading.tables.words import Item, Words, matched, telling, weight, words_of
from graph.text.normalise import strip_diacritics

_NEAR_SHARE = 0.8
_ABOVE_SHARE = 0.5
_ELSEWHERE_SHARE = 0.25
_CLEAR = 1.0
"""How much more the row (or the column) that answers must weigh than the next one."""

_LEAST_COVERED = 0.5
_MOST_OF_HEAD = 3.0
"""Most that one term of a head counts, codes aside: a head is chosen by how much of it is asked for."""

_PLAIN = 2
"""Columns of a table whose heads say nothing: ``Chỉ tiêu | Giá trị``."""

_LEAST_ASKED = 0.5
_OF_NAMES = 2.0
_OF_CODES = 0.5
_FEW_ROWS = 3
_LEAST_ROW = 1.5
_SPECIFIC = frozenset({AnswerType.PERSON, AnswerType.DATE, AnswerType.NUMBER})

Items = frozenset[Item]
NOTHING: Items = frozenset()


@dataclass(frozen=True, slots=True)
class Sought:
    """A question as tables are searched for it.

    Attributes:
        items: Its telling terms.
        wanted: What the answer must be.
        noun: The noun of the question word, ``đại lý`` of ``đại lý nào``; empty without one.
        attribute: Those of its terms that belong to no name.
    """

    items: tuple[Item, ...]
    wanted: Wanted
    noun: Words
    attribute: frozenset[str]

    @property
    def total(self) -> float:
        """Weight of all terms."""
        return weight(self.items)


_ALIKE = 0.8
_MOST_COLUMNS = 3
"""Columns of a row that may answer together."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A table with the terms of a question found in it.

    Attributes:
        table: The table.
        heads: Terms in each cell of the header.
        rows: Terms that each cell of each row means.
        near: Terms right above the table.
        above: Terms of the title and upper headings.
        elsewhere: Terms in other passages of the document.
    """

    table: Table
    heads: tuple[Items, ...]
    rows: tuple[tuple[Items, ...], ...]
    near: Items
    above: Items
    elsewhere: Items

    def row_items(self, row: int, column: int) -> Items:
        """What the cells of a row mean, the one that would answer left out."""
        return NOTHING.union(*(items for index, items in enumerate(self.rows[row]) if index != column))

    def said(self, row: int, column: int) -> Items:
        """What the other cells of a row say with their heads, and the head of the column that would answer."""
        labels = (index for index, items in enumerate(self.rows[row]) if items and index != column)
        return self.row_items(row, column) | self.heads[column].union(*(self.heads[index] for index in labels))


@dataclass(frozen=True, slots=True)
class Found:
    """A cell that answers.

    Attributes:
        seen: Its table.
        row: Index of its row.
        column: Index of its column.
        covered: Share of the question that row, header and headings hold.
        also: Other columns whose heads are asked about just as much (a wage by the month, and by the hour).
    """

    seen: Seen
    row: int
    column: int
    covered: float
    also: tuple[int, ...] = ()

    @property
    def cell(self) -> Words:
        """The cell."""
        return self.seen.table.rows[self.row].cells[self.column]


def look_at(table: Table, sought: Sought, elsewhere: Items, names: Mapping[str, str]) -> Seen:
    """Finds the terms of a question in a table.

    Args:
        table: The table.
        sought: The question.
        elsewhere: Terms in other passages of the document.
        names: What the codes of its other tables stand for.
    """
    heads = tuple(_head(sought.items, cell, names) for cell in table.header)
    common = tuple(_common(table, column) for column in range(len(table.header)))
    rows = tuple(_cells(sought.items, table, row, names) for row in table.rows)
    rows = tuple(tuple(map(_telling_apart, cells, common)) for cells in rows)
    near = matched(sought.items, table.near)
    return Seen(table, heads, rows, near, matched(sought.items, table.above), elsewhere)


def _common(table: Table, column: int) -> frozenset[str]:
    """Terms in most cells of a column: they do not tell its rows apart (``Khám nhi``, ``Khám nội``)."""
    if len(table.rows) < _FEW_ROWS:
        return frozenset()
    counts = Counter(term for row in table.rows for term in row.cells[column].found)
    return frozenset(term for term, count in counts.items() if 2 * count > len(table.rows))


def _telling_apart(items: Items, common: frozenset[str]) -> Items:
    return items if any(item.hard or item.term not in common for item in items) else NOTHING


def _head(items: Sequence[Item], cell: Words, names: Mapping[str, str]) -> Items:
    named = telling(items, words_of(names[cell.text])) if cell.text in names else NOTHING
    words = words_of(without_unit(cell.text))
    leading = frozenset(item for item in matched(items, words) if item.term in words.terms[:1])
    return telling(items, words) | leading | named


def _cells(items: Sequence[Item], table: Table, row: Row, names: Mapping[str, str]) -> tuple[Items, ...]:
    found: list[Items] = []
    for head, cell in zip(table.header, row.cells, strict=True):
        means = _meant(items, cell)
        if cell.text in names:
            means |= telling(items, words_of(names[cell.text]))
        if is_bare_number(cell) and head.terms:
            # A number alone is read with the head of its column: ``cấp 1`` is the cell ``1`` under ``cap``.
            joined = words_of(f"{head.text}{'_' if head.folded else ' '}{cell.text}")
            means = frozenset(item for item in means | matched(items, joined) if item.hard)
        found.append(means)
    return tuple(found)


def _meant(items: Sequence[Item], cell: Words) -> Items:
    """The terms that a cell means; a number that lies in its range is meant, one outside is not."""
    inside = {item: in_range(item, cell) for item in items}
    known = frozenset(item for item, lies in inside.items() if lies is not None)
    meant = telling([item for item in items if item not in known], cell)
    lying = frozenset(item for item in known if inside[item])
    return meant | lying | matched((i for i in items if any(n.after == i.term for n in lying)), cell)


def find_cell(seen: Seen, sought: Sought) -> Found | None:
    """The cell that a question asks for, or None where no row or no column is clearly meant."""
    best: list[tuple[float, Found]] = []
    for column in range(len(seen.table.header)):
        row = _row_of(seen, column)
        if row is None or not _may_answer(seen, sought, row, column):
            continue
        found = Found(seen, row, column, covered(seen, sought, row, column))
        best.append((_column_score(seen, sought, row, column), found))
    best.sort(key=lambda scored: -scored[0])
    tied = [(score, found) for score, found in best[1:] if best[0][0] - score < _CLEAR]
    if not best or (tied and not _are_all_asked(best[0], tied)):
        return None
    score, found = best[0]
    found = replace(found, also=tuple(other.column for _, other in tied))
    if any(_is_owner(seen, found.column, other.column) for _, other in best[1:]):
        return None
    headless = not seen.table.is_pairs and not score
    if headless and (len(best) > 1 or (sought.wanted.type not in _SPECIFIC and len(seen.heads) > _PLAIN)):
        return None
    if headless and not _says_what(seen, sought, found):
        return None
    return found if found.covered >= _LEAST_COVERED and _holds_hard(seen, sought, found) else None


def _are_all_asked(best: tuple[float, Found], tied: Sequence[tuple[float, Found]]) -> bool:
    """Whether the question names the heads of a few columns of one row alike, so that all of them answer."""
    score, found = best
    alike = all(other.row == found.row and own >= _ALIKE * score for own, other in tied)
    return alike and score > 0 and len(tied) < _MOST_COLUMNS


def _row_of(seen: Seen, column: int) -> int | None:
    """The one row whose other cells hold all that the question says of rows."""
    said = NOTHING.union(*(seen.row_items(row, column) for row in range(len(seen.rows))))
    said -= seen.heads[column] - frozenset(item for item in said if item.code)
    weights = [weight(seen.row_items(row, column) & said) for row in range(len(seen.rows))]
    best = max(weights)
    whole = [row for row, value in enumerate(weights) if best - value < _CLEAR]
    if best < _LEAST_ROW or len(whole) > 1:
        return None
    missing = said - seen.row_items(whole[0], column) - seen.near - seen.above
    return None if any(item.hard for item in missing) or weight(missing) >= best else whole[0]


def _may_answer(seen: Seen, sought: Sought, row: int, column: int) -> bool:
    cells = seen.table.rows[row].cells
    if seen.table.is_pairs and column == 0:
        return False
    known = frozenset(item.term for item in sought.items)
    if cells[column].content <= known:
        return False
    return fits(sought.wanted, cells[column], seen.table.header[column], cells[0])


def _is_owner(seen: Seen, column: int, other: int) -> bool:
    """Whether the question asks for something OF the head of a column, and another head names such a thing.

    ``người nhà của đoàn viên`` is not ``Đoàn viên`` where there is a column ``Người thân của đoàn viên``.
    """
    own = seen.heads[column]
    return bool(own) and own == seen.heads[other] and any(item.before == "của" for item in own)


def _column_score(seen: Seen, sought: Sought, row: int, column: int) -> float:
    """Weight of what is asked in the head of a column that its row does not say already; the noun asked for first."""
    head = words_of(without_unit(seen.table.header[column].text))
    passed = KIND_NOUNS if sought.wanted.type is AnswerType.DATE else frozenset()
    own = [item for item in seen.heads[column] - seen.row_items(row, column) if item.term not in passed]
    score = sum((item.weight if item.code else min(item.weight, _MOST_OF_HEAD)) * (1 + item.close) for item in own)
    if sought.noun.terms and head.terms:
        score += 2 * _CLEAR * len((sought.noun.found & head.found) - passed)
    score *= naming(head) * min(1.0, len(seen.heads[column]) / max(1, len(head.content)))
    cell = seen.table.rows[row].cells[column]
    return score + 2 * _CLEAR * len((sought.noun.content & cell.found) - passed)


def naming(head: Words) -> float:
    """How well a column names its rows: one of names before one of numbers or codes."""
    first = strip_diacritics(head.terms[0]) if head.terms else ""
    return _OF_NAMES if first == "ten" else _OF_CODES if first in {"ma", "stt"} else 1.0


def covered(seen: Seen, sought: Sought, row: int, column: int) -> float:
    """Share of the question that a cell's row, header and headings hold."""
    shares: dict[Item, float] = {}
    own = seen.said(row, column)
    parts = ((own, 1.0), (seen.near, _NEAR_SHARE), (seen.above, _ABOVE_SHARE), (seen.elsewhere, _ELSEWHERE_SHARE))
    for items, share in parts:
        for item in items:
            shares.setdefault(item, share)
    return sum(item.weight * share for item, share in shares.items()) / max(sought.total, 1.0)


def _says_what(seen: Seen, sought: Sought, found: Found) -> bool:
    """Whether the row or the lines above say most of what is asked of the names, where no head of a column does."""
    asks = [item for item in sought.items if item.term in sought.attribute]
    own = seen.said(found.row, found.column) | seen.near
    return weight(item for item in asks if item in own) >= _LEAST_ASKED * weight(asks)


def _holds_hard(seen: Seen, sought: Sought, found: Found) -> bool:
    """Whether codes stand in the row, the header or right above, and numbers at least in the document."""
    own = seen.said(found.row, found.column) | seen.near | seen.above
    return all(item in own or (not item.code and item in seen.elsewhere) for item in sought.items if item.hard)


def codes_named(tables: Iterable[Table]) -> dict[str, str]:
    """What codes in the first column of tables stand for: the text beside them."""
    names: dict[str, str] = {}
    for table in tables:
        for row in () if table.is_pairs else table.rows:
            code, name = row.cells[0], row.cells[1]
            if len(code.terms) == 1 and any(map(str.isdigit, code.text)) and not is_bare_number(name):
                names.setdefault(code.text, name.text)
    return names
