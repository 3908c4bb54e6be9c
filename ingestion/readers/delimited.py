"""Comma- and tab-separated files: one document with one table, its first full row the header."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from itertools import chain

from graph.errors import UnreadableSource
from ingestion.model import Why
from ingestion.readers.builder import TextBuilder
from ingestion.readers.common import Content
from ingestion.readers.delimiters import delimiter_of, likeliest_delimiter
from ingestion.readers.encoding import decode
from ingestion.readers.text import encoding_warning

_NO_ROWS = "holds no row with text. Check that it was saved whole"
_NO_TABLE = "is no table of rows and cells: {}. Check its quotation marks"
_LONG_CELL = (
    "has a cell of more than {:,} characters in the row that starts at line {}. "
    "Close the quotation mark that opens it, or split its text"
)
_OPEN_QUOTE = (
    "the quotation mark that opens a cell in the row of line {} is never closed: all that follows was read as one cell"
)
_SWALLOWED = (
    "the row of line {} has a cell of {} lines that look like rows of the table; "
    "if they are rows, close the quotation mark before them"
)
_FEWEST_SWALLOWED = 3


def read_delimited(data: bytes) -> Content:
    """Reads a ``.csv`` or ``.tsv`` file; rows of a single cell above the table are its title and notes.

    Raises:
        UnreadableSource: It is binary, in an unknown encoding, has no rows, or a cell of endless length.
    """
    decoded = decode(data)
    text = decoded.text.removeprefix("\ufeff")
    rows, warnings = _rows(text, delimiter_of(text) or likeliest_delimiter(text))
    if not rows:
        raise UnreadableSource(_NO_ROWS, Why.EMPTY)
    builder = TextBuilder()
    above = _notes_above(rows)
    for row in rows[:above]:
        builder.paragraph(" ".join(filter(None, row)))
    builder.table(rows[above:])
    body, outline = builder.build()
    title = " ".join(filter(None, rows[0])) if above else ""
    return Content(body, "csv", title, outline, warnings=encoding_warning(decoded) + warnings)


def _rows(text: str, delimiter: str) -> tuple[list[list[str]], tuple[str, ...]]:
    """The rows that hold anything, and what a person should know of their quotation marks.

    A bar in a cell would part it in two in the stored text.
    """
    # an empty line at the end, which is a row of its own unless a quotation mark is still open
    reader = csv.reader(chain(io.StringIO(text, newline=""), ["\n"]), delimiter=delimiter)
    rows: list[list[str]] = []
    warnings: list[str] = []
    first = line = 1
    try:
        for row in reader:
            first, line = line, reader.line_num + 1
            if line - first > _FEWEST_SWALLOWED:
                warnings += _swallowed(row, len(rows[-1] if rows else row), delimiter, first)
            if any(cells := [cell.replace("|", "/").strip() for cell in row]):
                rows.append(cells)
    except csv.Error as error:
        raise UnreadableSource(_problem(error, line)) from error
    if line - first > 1:
        warnings = [_OPEN_QUOTE.format(first)]
    return rows, tuple(warnings)


def _swallowed(row: Sequence[str], width: int, delimiter: str, first: int) -> Iterator[str]:
    """Tells of a cell most lines of which have as many delimiters as a row of that width."""
    for cell in row:
        lines = cell.split("\n")
        if len(lines) >= _FEWEST_SWALLOWED and width > 1:
            alike = sum(part.count(delimiter) == width - 1 for part in lines)
            if 2 * alike > len(lines):
                yield _SWALLOWED.format(first, len(lines))


def _problem(error: csv.Error, line: int) -> str:
    """What is wrong in the row that starts at a line; the module tells the kind in words only."""
    if "field limit" in str(error):
        return _LONG_CELL.format(csv.field_size_limit(), line)
    return _NO_TABLE.format(error)


def _notes_above(rows: Sequence[Sequence[str]]) -> int:
    """How many rows stand above the header: those of one cell, as spreadsheets are saved with."""
    for number, row in enumerate(rows):
        if sum(map(bool, row)) > 1:
            return number
    return 0
