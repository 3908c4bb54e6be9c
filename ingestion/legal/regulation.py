"""Days in force of an internal regulation (``Quy chế``, ``Nội quy`` …), as its opening or its last article states them.

It does not open as an instrument of the state does (`ingestion.legal.header`), but it has articles, and versions that
replace one another.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from graph.model import ALWAYS, Validity
from ingestion.legal.dates import DAY, parse_day

_KINDS = "quy chế|quy định|nội quy|điều lệ|quy trình|chính sách|quy tắc|thể lệ|thỏa ước|thoả ước|quyết định"
_TITLE = re.compile(rf"^[ \t]*(?:{_KINDS})\b", re.IGNORECASE)
_HEADLINE = re.compile(rf"^[ \t]*(?:{_KINDS.upper()})\b", re.MULTILINE)
_ARTICLE = re.compile(r"^[ \t]*Điều \d{1,3}\b", re.MULTILINE | re.IGNORECASE)
_FEWEST_ARTICLES = 2
_THIS = rf"(?:{_KINDS}|văn bản|bản) này"
_FROM = rf"(?:có )?hiệu lực(?: thi hành)?\s*:?,?\s*(?:(?:kể )?từ )?(?:ngày )?\s*:?\s*({DAY})"
_START = re.compile(rf"(?<!hết )(?:{_FROM}|\báp dụng (?:kể )?từ (?:ngày )?({DAY}))", re.IGNORECASE)
_START_BELOW = re.compile(rf"{_THIS} {_FROM}", re.IGNORECASE)
_EXPIRES = rf"hết hiệu lực(?: thi hành)?\s*:?\s*(?:(?:kể )?từ )?(?:ngày )?\s*:?\s*({DAY})"
_END = re.compile(rf"(?:{_THIS} (?:đã |sẽ )?|(?:^|[.;(*]\s*)(?:ngày )?){_EXPIRES}", re.IGNORECASE | re.MULTILINE)
_END_BELOW = re.compile(rf"{_THIS} (?:đã |sẽ )?{_EXPIRES}", re.IGNORECASE)
_UNTIL = re.compile(
    rf"(?:hiệu lực|áp dụng)[^.\n]{{0,20}}? từ (?:ngày )?{DAY} (?:cho )?đến (?:hết )?(?:ngày )?({DAY})", re.IGNORECASE
)
_REPEALED = re.compile(
    r"(?:[(\[][ \t]*|[-–—:][ \t]+)(?:văn bản )?"
    r"(?:(?:đã )?hết hiệu lực|đã (?:bị )?(?:bãi|huỷ|hủy) bỏ|đã (?:được|bị) thay thế)"
    rf"(?: thi hành)?(?:[ \t]*:?,?[ \t]*(?:(?:kể )?từ )?(?:ngày )?({DAY})[ \t]*)?(?=[)\];,.]|[ \t]*$)",
    re.IGNORECASE | re.MULTILINE,
)
"""Set apart behind what a document is called: ``Nội quy kho (đã hết hiệu lực)``."""
_OPENING_LINES = 3


def repealed_validity(title: str, text: str, today: date) -> Validity:
    """The days in force of a document whose title or first lines mark it as repealed; always, where none does.

    Where the mark gives no day, nobody knows the end but that it has passed: the document counts as in force until
    the day on which it is read, so that it is found for days past and not for today.

    Args:
        title: Its title.
        text: Its text.
        today: The day on which it is read.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()][:_OPENING_LINES]
    own = (line for line in lines if _TITLE.match(line) or line.startswith(("(", "[")))
    mark = next(filter(None, map(_REPEALED.search, (title, *own))), None)
    if mark is None or "thay thế" in mark.string[: mark.start()].lower():  # another one, which this one replaces
        return ALWAYS
    return Validity(end=(_day(mark) if mark[1] else None) or today)


def regulation_validity(title: str, text: str) -> Validity:
    """The days in force that an internal regulation states; always, where the text is none or says nothing.

    The opening speaks of the text itself; an article does where it says ``Quy chế này``.
    """
    articles = list(_ARTICLE.finditer(text))
    if len(articles) < _FEWEST_ARTICLES:
        return ALWAYS
    opening = text[: articles[0].start()]
    if not (_TITLE.match(title) or _HEADLINE.search(opening)):
        return ALWAYS
    start = _day(_START.search(opening)) or _day(_START_BELOW.search(text))
    last = _day(_UNTIL.search(opening))
    end = last + timedelta(days=1) if last else _day(_END.search(opening)) or _day(_END_BELOW.search(text))
    if start is not None and end is not None and end <= start:
        return Validity(start)  # read amiss: what was never in force would never be found
    return Validity(start, end) if start or end else ALWAYS


def _day(match: re.Match[str] | None) -> date | None:
    return parse_day(next(filter(None, match.groups()))) if match else None
