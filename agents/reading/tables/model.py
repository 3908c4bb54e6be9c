"""Tables of passages: rows under a header, and lines of ``key: value`` under a heading."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from agents.reading.passages import CELL
from agents.reading.tables.words import Words, words_of
from graph.results import Passage

_PAIR = re.compile(r"(?:[-*•+]\s+)?(?P<key>[^:|.;]{2,70}):\s+(?P<value>\S.{0,200})")
_BULLET = re.compile(r"(?:[-*•+]|\d{1,2}[.)])\s+")
_MARKS = re.compile(r"^[#>*_\s]+|[*_]+$")
_BRACKETED = re.compile(r"\(([^()]{1,24})\)\s*$")
_NAMED_UNITS = {
    "trieu_dong": "triệu đồng",
    "ty_dong": "tỷ đồng",
    "nghin_dong": "nghìn đồng",
    "dong": "đồng",
    "km2": "km²",
    "m2": "m²",
    "km": "km",
    "kg": "kg",
    "phan_tram": "%",
}
"""Units at the ends of names of columns in a data base: ``cong_no_trieu_dong``."""

_NAMED = re.compile(rf"[a-z0-9_]+?_(?P<unit>{'|'.join(_NAMED_UNITS)})")
_ENDS = (".", ";", ":", ",", "!", "?")
_MARKED = ("- ", "* ", "• ", "+ ")
_LONGEST_HEADING = 16
_LONGEST_KEY = 9


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table: its cells (as many as the header has) and the line as it stands in the passage."""

    cells: tuple[Words, ...]
    line: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table, or a block of ``key: value`` lines as one of two columns without a header.

    Attributes:
        passage: Where it stands.
        header: Cells of the first row; empty texts for a block of pairs.
        line: The header as it stands in the passage; for pairs the heading over them, or empty.
        rows: The other rows.
        near: The heading and the line right above it.
        above: Title of the document and headings further up.
    """

    passage: Passage
    header: tuple[Words, ...]
    line: str
    rows: tuple[Row, ...]
    near: Words
    above: Words

    @property
    def is_pairs(self) -> bool:
        """Whether it is a block of ``key: value`` lines."""
        return not any(cell.text for cell in self.header)


@dataclass(slots=True)
class _Block:
    """Lines of one table while it is read."""

    heading: str
    lead: str
    lines: list[str]
    pairs: bool


def unit_of(header: str) -> str:
    """The unit that a header ends in: ``Giá (đồng/lõi)`` → ``đồng/lõi``; empty without one."""
    if named := _NAMED.fullmatch(header):
        return _NAMED_UNITS[named["unit"]]
    match = _BRACKETED.search(header)
    return match[1].strip() if match else ""


def without_unit(header: str) -> str:
    """A header without the unit at its end."""
    if named := _NAMED.fullmatch(header):
        return header[: named.start("unit") - 1]
    return _BRACKETED.sub("", header).rstrip()


def units_in(line: str) -> frozenset[str]:
    """The units that the cells of a header give; none where a line is no row of a table."""
    cells = line.split(CELL) if CELL in line else ()
    return frozenset(unit for cell in cells if (unit := unit_of(cell)))


def tables_of(passage: Passage) -> list[Table]:
    """The tables of a passage, in order."""
    above = words_of(" . ".join((passage.title, *passage.path[:-1])))
    section = passage.path[-1] if passage.path else ""
    found: list[Table] = []
    for block in _blocks(passage.text):
        near = words_of(" . ".join(dict.fromkeys((section, block.heading, block.lead))))
        table = _pairs(passage, block, near, above) if block.pairs else _rows(passage, block, near, above)
        if table is not None:
            found.append(table)
    return found


def _rows(passage: Passage, block: _Block, near: Words, above: Words) -> Table | None:
    header = tuple(words_of(cell.strip()) for cell in block.lines[0].split(CELL))
    rows = tuple(_row(line, len(header)) for line in block.lines[1:])
    return Table(passage, header, block.lines[0], rows, near, above) if rows and len(header) > 1 else None


def _row(line: str, width: int) -> Row:
    cells = [cell.strip() for cell in line.split(CELL.strip())][:width]
    return Row(tuple(words_of(cell) for cell in (*cells, *[""] * (width - len(cells)))), line)


def _pairs(passage: Passage, block: _Block, near: Words, above: Words) -> Table | None:
    rows: list[Row] = []
    for line in block.lines:
        match = _PAIR.fullmatch(line)
        if match is not None:
            cells = (words_of(match["key"].strip()), words_of(match["value"].strip(" .;")))
            rows.append(Row(cells, _BULLET.sub("", line)))
    nothing = words_of("")
    return Table(passage, (nothing, nothing), block.heading, tuple(rows), near, above)


@lru_cache(maxsize=512)
def _blocks(text: str) -> tuple[_Block, ...]:
    return tuple(block for block in _read(text) if len(block.lines) > 1)


def _read(text: str) -> Iterator[_Block]:
    """Blocks of lines of one kind; empty lines between them do not part them."""
    heading = lead = ""
    block: _Block | None = None
    for line in filter(None, (raw.strip() for raw in text.split("\n"))):
        pairs = _is_pair(line)
        if pairs or CELL in line:
            if block is None or block.pairs != pairs:
                if block is not None:
                    yield block
                block = _Block(heading, lead, [], pairs)
            block.lines.append(line)
            continue
        if block is not None:
            yield block
            block = None
        if _is_heading(line):
            heading, lead = _MARKS.sub("", line), ""
        else:
            lead = line
    if block is not None:
        yield block


def _is_heading(line: str) -> bool:
    """Whether a line is short, unmarked and open at its end."""
    return not line.endswith(_ENDS) and len(line.split()) <= _LONGEST_HEADING and not line.startswith(_MARKED)


def _is_pair(line: str) -> bool:
    match = _PAIR.fullmatch(line)
    return match is not None and CELL not in line and len(match["key"].split()) <= _LONGEST_KEY
