"""Rows of tables as a person reads them: each cell with what its column is called."""

from __future__ import annotations

from dataclasses import dataclass

SEPARATOR = " | "
"""Between the cells of a row in stored text."""
_SHOWN_SEPARATOR = " · "


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table.

    Attributes:
        cells: Its cells.
        header: Cells of the table's first row; those of the row itself where it is the first.
    """

    cells: tuple[str, ...]
    header: tuple[str, ...]

    @property
    def is_header(self) -> bool:
        """Whether it names the columns (or stands alone)."""
        return self.cells == self.header

    def __str__(self) -> str:
        if self.is_header or len(self.cells) != len(self.header):
            return _SHOWN_SEPARATOR.join(filter(None, self.cells))
        return _SHOWN_SEPARATOR.join(_named(*pair) for pair in zip(self.header, self.cells, strict=True) if pair[1])


def row_of(text: str, passages: list[str]) -> Row | None:
    """The row that a text is, named by the table in the first passage that holds it; None where it is no row."""
    text = text.strip()
    if SEPARATOR not in text or "\n" in text:
        return None
    return Row(_cells(text), _cells(_first_line(text, passages)))


def _first_line(row: str, passages: list[str]) -> str:
    for passage in passages:
        lines = [line.strip() for line in passage.split("\n")]
        if row in lines:
            first = lines.index(row)
            while first > 0 and SEPARATOR in lines[first - 1]:
                first -= 1
            return lines[first]
    return row


def _cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in line.split(SEPARATOR.strip()))


def _named(column: str, cell: str) -> str:
    """``Mức lương: 4.410.000``; a cell that says itself what it is (``Vùng II`` under ``Vùng``) is left so."""
    return cell if not column or cell.casefold().startswith(column.casefold()) else f"{column}: {cell}"
