"""What a question restricts the search to: a legal instrument, a day on which the law is in force."""

from __future__ import annotations

import re
from datetime import date, timedelta

from agents.ports import Filters

_INSTRUMENT = re.compile(r"\b(\d{1,4}/\d{4}/[A-ZĐa-zđ]{2,}\d*(?:-[A-ZĐa-zđ]+\d*)*)")
_SHORT_INSTRUMENT = re.compile(
    r"\b(?:nghị định|thông tư|quyết định|luật|nghị quyết|pháp lệnh)(?: số)? (\d{1,4}/\d{4})\b(?!/)", re.IGNORECASE
)
_DAY = re.compile(r"(trước )?(?:ngày )?\b(\d{1,2})(?:/|-| tháng )(\d{1,2})(?:/|-| năm )(\d{4})\b", re.IGNORECASE)
_MONTH = re.compile(r"(trước )?tháng (\d{1,2})(?: năm |/)(\d{4})\b", re.IGNORECASE)
_LAW_YEAR = re.compile(
    r"\b(?:bộ luật|luật|nghị định|thông tư|pháp lệnh|hiến pháp|nghị quyết|quyết định)\b[^,.;?]{0,60}?(?:năm "
    r")?\b(?:19|20)\d{2}\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(trước |đầu )?năm ((?:19|20)\d{2})\b", re.IGNORECASE)
_YEAR_ALONE = re.compile(r"\b(?:1[0-9]|20)\d{2}\b")
_OF_OLD = re.compile(r"\b(?:cũ|trước đây|trước kia|hết hiệu lực|(?:bị|được) (?:thay thế|bãi bỏ))\b", re.IGNORECASE)


def instrument_of(question: str) -> str | None:
    """The number of the legal instrument that a question names, upper case, or None."""
    match = _INSTRUMENT.search(question) or _SHORT_INSTRUMENT.search(question)
    return match[1].upper() if match else None


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None  # 31/2 is nobody's day: the question is answered without the filter


def day_in_force(question: str) -> date | None:
    """The day that a legal question means.

    A day stands for itself, a month for its first day, a year for its last; ``trước`` means the day
    before, ``đầu năm`` the first of January. The year in the name of a law is not one.
    """
    if match := _DAY.search(question):
        found = _date(match[4], match[3], match[2])
        before = match[1]
    elif match := _MONTH.search(question):
        found = _date(match[3], match[2], "1")
        before = match[1]
    else:
        year = _YEAR.search(_LAW_YEAR.sub(" ", question))
        if year is None:
            return None
        before = (year[1] or "").strip().lower()
        found = date(int(year[2]), 1, 1) if before else date(int(year[2]), 12, 31)
        before = before if before == "trước" else None
    if found and before:
        return found - timedelta(days=1) if found > date.min else None  # before the calendar there is no law
    return found


def general_filters(question: str, today: date) -> Filters:
    """Filters of any other question: of papers with versions it sees those in force on the day or month it names.

    Without one it sees those of today, unless it names a year or asks for the old: then it may be about what was.
    """
    named = _DAY.search(question) or _MONTH.search(question)
    if named is None and (_YEAR_ALONE.search(question) or _OF_OLD.search(question) or instrument_of(question)):
        return Filters(instrument=instrument_of(question))
    return Filters(in_force_on=day_in_force(question) if named else today, instrument=instrument_of(question))


def legal_filters(question: str, today: date) -> Filters:
    """Filters of a legal question.

    Without a day and an instrument of its own it asks for what is in force today, unless it asks for the old.
    """
    instrument = instrument_of(question)
    day = day_in_force(question)
    if day is None and instrument is None and not _LAW_YEAR.search(question) and not _OF_OLD.search(question):
        day = today
    return Filters(in_force_on=day, instrument=instrument)
