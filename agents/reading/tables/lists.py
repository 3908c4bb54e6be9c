"""Lists from tables: the names in all rows, or in those that meet what the question says of rows."""

from __future__ import annotations

from collections.abc import Sequence

from agents.reading.answers import Answer
from agents.reading.tables.cells import NOTHING, Seen, Sought, naming
from agents.reading.tables.kinds import is_person
from agents.reading.tables.words import Item, weight

_MOST_ROWS = 12
_LEAST_COVERED = 0.55
_CLEAR = 0.05


def list_rows(seen: Sequence[Seen], sought: Sought) -> Answer | None:
    """The list that a table clearly gives, or None."""
    found = [item for table in seen if (item := _in_table(table, sought)) is not None]
    found.sort(key=lambda item: -item[0])
    if not found or (len(found) > 1 and found[0][0] - found[1][0] < _CLEAR):
        return None
    return found[0][1]


def _in_table(seen: Seen, sought: Sought) -> tuple[float, Answer] | None:
    if seen.table.is_pairs:
        return None
    column = _listed(seen, sought)
    if column is None:
        return None
    rows, said = _meeting(seen, column)
    if not 1 < len(rows) <= _MOST_ROWS or not all(seen.table.rows[row].cells[column].text for row in rows):
        return None
    share = _covered(seen, sought, said | seen.heads[column])
    if share < _LEAST_COVERED or not _holds_hard(seen, sought, said | seen.heads[column]):
        return None
    names = list(dict.fromkeys(seen.table.rows[row].cells[column].text for row in rows))
    lines = tuple(seen.table.rows[row].line for row in rows)
    return share, Answer((seen.table.line, *lines), "; ".join(names))


def _listed(seen: Seen, sought: Sought) -> int | None:
    """The column whose head is the asked noun, or the only one with people where people are asked for."""
    header = seen.table.header
    if sought.noun.terms:
        scores = [_noun_score(seen, sought, column) for column in range(len(header))]
        best = max(scores)
        return scores.index(best) if best and scores.count(best) == 1 else None
    people = [c for c in range(len(header)) if all(is_person(row.cells[c].text) for row in seen.table.rows)]
    return people[0] if len(people) == 1 else None


def _noun_score(seen: Seen, sought: Sought, column: int) -> float:
    """Weight of the asked noun in the head of a column; a column of names before one of numbers or codes."""
    head = seen.table.header[column]
    named = {item.term for item in seen.heads[column] if item.term in sought.noun.found}
    if not sought.noun.content <= named | {item.term for item in seen.near | seen.above}:
        return 0.0
    share = len(named) / max(1, len(head.content))
    return naming(head) * share * weight(item for item in seen.heads[column] if item.term in named)


def _meeting(seen: Seen, column: int) -> tuple[list[int], frozenset[Item]]:
    """The rows that meet the conditions, and the conditions; all rows without any."""
    rows = range(len(seen.table.rows))
    means = [seen.row_items(row, column) - seen.heads[column] for row in rows]
    said = NOTHING.union(*means) - seen.near
    return [row for row in rows if said <= means[row]], said


def _covered(seen: Seen, sought: Sought, own: frozenset[Item]) -> float:
    rest = (seen.near - own, seen.above - own - seen.near)
    return (weight(own) + weight(rest[0]) + 0.5 * weight(rest[1])) / max(sought.total, 1.0)


def _holds_hard(seen: Seen, sought: Sought, own: frozenset[Item]) -> bool:
    scope = own | seen.near | seen.above
    return all(item in scope or (not item.code and item in seen.elsewhere) for item in sought.items if item.hard)
