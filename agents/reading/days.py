"""What can tell of a day that a question names by the day on which it is asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from agents.analysis.days import day_words
from agents.ports import Question
from graph.results import Passage

_EVERY_DAY = re.compile(
    r"(?<!\w)(?:h[ằà]ng ngày|mỗi ngày|(?:tất cả )?các ngày trong tuần|cả tuần|quanh năm|suốt ngày đêm|24/24|24/7|"
    r"(?:từ )?thứ (?:hai|ba|tư|năm|sáu|2|3|4|5|6) (?:đến|tới|-|–)|(?:vào|trừ|cả|và|đến) (?:thứ bảy|chủ nhật)|"
    r"mở cửa|giờ (?:làm việc|hành chính))(?!\w)",
    re.IGNORECASE,
)
"""Tells of what is so on every day, or on days of the week."""


def told_on_its_day(question: Question, passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """The passages that can answer a question: all, unless it asks for what is so on a certain day.

    Then a passage can that is dated so, names the date, tells of every day, or has the same words (``hôm nay``) and is
    not of another day.
    """
    named = day_words(question.text) if question.day else None
    if question.day is None or named is None:
        return tuple(passages)
    words, offset = named
    asked_on = question.day - timedelta(days=offset)
    dated, same = _written(question.day), re.compile(rf"(?<!\w){words}(?!\w)", re.IGNORECASE)
    return tuple(
        passage
        for passage in passages
        for said in [" ".join((passage.title, *passage.path, passage.text))]
        if passage.published == question.day
        or (passage.published in {None, asked_on} and same.search(said))
        or dated.search(said)
        or _EVERY_DAY.search(said)
    )


def _written(day: date) -> re.Pattern[str]:
    """A date as texts write it."""
    return re.compile(rf"(?<!\d)0?{day.day}(?:[/.-]0?{day.month}[/.-]| tháng 0?{day.month} năm ){day.year}(?!\d)")
