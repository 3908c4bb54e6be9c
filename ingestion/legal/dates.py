"""Days as sources write them: ISO, ``24/11/2015``, ``ngày 24 tháng 11 năm 2015``."""

from __future__ import annotations

import re
from datetime import date

DAY = r"(?:\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4}|\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}|\d{4}-\d{2}-\d{2})"
"""Pattern of a day, without groups."""

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_WRITTEN = re.compile(r"(\d{1,2})\s*(?:[/.-]|\s+tháng\s)\s*(\d{1,2})\s*(?:[/.-]|,?\s+năm\s|,)\s*(\d{4})(?!\d)")
_YEAR = re.compile(r"\d{4}")


def parse_day(text: str) -> date | None:
    """The first day that a text names; None where there is none or it does not exist.

    A text that is a year alone gives its first day.
    """
    stripped = text.strip()
    iso = _ISO.search(stripped)
    written = None if iso else _WRITTEN.search(stripped)
    if iso:
        year, month, day = (int(part) for part in iso.groups())
    elif written:
        day, month, year = (int(part) for part in written.groups())
    elif _YEAR.fullmatch(stripped):
        year, month, day = int(stripped), 1, 1
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
