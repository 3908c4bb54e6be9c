"""Comma- and tab-separated files: one document with one table, its first full row the header."""

from __future__ import annotations

import csv
from collections.abc import Sequence

from graph.errors import UnreadableSource
from ingestion.readers.builder import TextBuilder
from ingestion.readers.common import Content
from ingestion.readers.delimiters import delimiter_of, likeliest_delimiter
from ingestion.readers.encoding import decode
from ingestion.readers.text import encoding_warning

_NO_ROWS = "holds no row with text. Check that it was saved whole"


def read_delimited(data: bytes) -> Content:
    """Reads a ``.csv`` or ``.tsv`` file; rows of a single cell above the table are its title and notes.

    Raises:
        UnreadableSource: It is binary, in an unknown encoding, or has no rows.
    """
    decoded = decode(data)
    text = decoded.text.removeprefix("\ufeff")
    try:
        rows = _rows(text, delimiter_of(text) or likeliest_delimiter(text))
    except csv.Error as error:
        raise UnreadableSource(f"is no table of rows and cells: {error}. Check its quotation marks") from error
    if not rows:
        raise UnreadableSource(_NO_ROWS)
    builder = TextBuilder()
    above = _notes_above(rows)
    for row in rows[:above]:
        builder.paragraph(" ".join(filter(None, row)))
    builder.table(rows[above:])
    body, outline = builder.build()
    title = " ".join(filter(None, rows[0])) if above else ""
    return Content(body, "csv", title, outline, warnings=encoding_warning(decoded))


def _rows(text: str, delimiter: str) -> list[list[str]]:
    """The rows that hold anything; a bar in a cell would part it in two in the stored text."""
    parsed = csv.reader(text.splitlines(keepends=True), delimiter=delimiter)
    rows = [[cell.replace("|", "/").strip() for cell in row] for row in parsed]
    return [row for row in rows if any(row)]


def _notes_above(rows: Sequence[Sequence[str]]) -> int:
    """How many rows stand above the header: those of one cell, as spreadsheets are saved with."""
    for number, row in enumerate(rows):
        if sum(map(bool, row)) > 1:
            return number
    return 0
