"""Puts the text of a structured source together and notes where its headings, tables and pages lie."""

from __future__ import annotations

import re
from collections.abc import Sequence

from graph.text.normalise import nfc
from ingestion.model import Heading, Outline, PageStart, TableSpan

_BLANK = re.compile(r"[^\S\n]+")
_CELL_SEPARATOR = " | "


class TextBuilder:
    """Blocks in the order of the document become text, two line ends between them."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._headings: list[Heading] = []
        self._tables: list[TableSpan] = []
        self._pages: list[PageStart] = []

    def paragraph(self, text: str) -> None:
        """Adds a paragraph; line ends in it stay, other white space is made single."""
        self._add(_tidy(text))

    def heading(self, text: str, level: int) -> None:
        """Adds a heading of one line."""
        span = self._add(_tidy(text).replace("\n", " "))
        if span:
            self._headings.append(Heading(*span, level))

    def table(self, rows: Sequence[Sequence[str]]) -> None:
        """Adds a table, one line a row; its first row that holds anything is its header."""
        cells = [[_tidy(cell).replace("\n", " ") for cell in row] for row in rows]
        lines = [_CELL_SEPARATOR.join(row).strip() for row in cells if any(row)]
        span = self._add("\n".join(lines))
        if span:
            self._tables.append(TableSpan(*span, header=lines[0]))

    def page(self, number: int) -> None:
        """What is added from here on stands on that page."""
        self._pages.append(PageStart(self._length + (2 if self._parts else 0), number))

    @property
    def is_empty(self) -> bool:
        """Whether nothing was added."""
        return not self._parts

    def build(self) -> tuple[str, Outline]:
        """The text and its outline."""
        return "\n\n".join(self._parts), Outline(tuple(self._headings), tuple(self._tables), tuple(self._pages))

    def _add(self, block: str) -> tuple[int, int] | None:
        if not block:
            return None
        start = self._length + (2 if self._parts else 0)
        self._parts.append(block)
        self._length = start + len(block)
        return start, self._length


def _tidy(text: str) -> str:
    lines = (_BLANK.sub(" ", line).strip() for line in nfc(text).split("\n"))
    return "\n".join(line for line in lines if line)
