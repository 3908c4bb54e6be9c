"""What parts the cells of a table that is written as plain lines."""

from __future__ import annotations

import csv

_DELIMITERS = {"\t": 2, ";": 2, "|": 2, ",": 3}
"""From how many first lines of the same number of cells a text is a table; with commas, two may be verse."""
_MOST = max(_DELIMITERS.values())
_SAMPLE = 20


def delimiter_of(text: str) -> str | None:
    """What parts the cells of a text whose first lines are the rows of a table; None where they are not."""
    lines = text.lstrip().split("\n", _MOST)[:_MOST]
    return next((mark for mark, fewest in _DELIMITERS.items() if _is_table(lines[:fewest], fewest, mark)), None)


def _is_table(lines: list[str], fewest: int, delimiter: str) -> bool:
    try:
        widths = [len(row) for row in csv.reader(lines, delimiter=delimiter)]
    except csv.Error:
        return False
    return len(widths) == fewest and widths[0] > 1 and len(set(widths)) == 1


def likeliest_delimiter(text: str) -> str:
    """The one that occurs most in the first lines; for a file that is known to hold a table."""
    sample = "\n".join(text.split("\n", _SAMPLE)[:_SAMPLE])
    return max(_DELIMITERS, key=sample.count)
