"""Years, quarters and months that a value is asked for: what was earned in 2023 says nothing of 2024.

A year that a sentence merely compares with (``tăng 12% so với năm 2022``) owns none of its values.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import reduce
from operator import or_
from typing import TypeVar

from agents.ports import AnswerType
from agents.reading.asked import Asked
from agents.reading.passages import Sentence, heading_terms, sentences_before
from agents.reading.times import COMPARED, YEAR, Times, clauses_of, times_of
from agents.reading.values import numbers
from graph.results import Passage

_T = TypeVar("_T")
_ASKED = re.compile(rf"\b(?:năm |tháng \d{{1,2}}/|quý (?:\d|[IVX]+)/)(?P<year>{YEAR})\b", re.IGNORECASE)
_RANGE = re.compile(r"\b(?:từ|sau|trước|kể từ|từ sau)(?: ngày [\d/]+| cuối| đầu| tháng \d+)* $", re.IGNORECASE)
_PART_OF_RANGE = re.compile(r"\b(?:từ|sau|trước)(?: cuối| đầu)? (?:tháng|quý) \w+", re.IGNORECASE)
_MEASURES = re.compile(
    r"\b(?:doanh thu|doanh số|lợi nhuận|kim ngạch|sản lượng|dân số|vốn điều lệ|thu nhập|chi phí|ngân sách|công suất)\b"
)
_LIKE = {"doanh số": "doanh thu", "doanh thu": "doanh số"}
"""What a text may say for a measure."""

_HOW_MUCH = re.compile(r"\b(?:bao nhiêu|mấy)\b", re.IGNORECASE)
_LOOK_BACK = 2
_NO_TIME = Times()


def _asked_times(asked: Asked) -> Times:
    """Times in which the value asked for lies; none where the question asks for none, or names a time since one."""
    if asked.type is not AnswerType.NUMBER:
        return _NO_TIME
    clause = next((part for part in asked.text.split(";") if _HOW_MUCH.search(part)), asked.text)
    text = COMPARED.sub(" ", clause)
    found = (match for match in _ASKED.finditer(text) if not _RANGE.search(text, 0, match.start()))
    years = frozenset(match["year"] for match in found) & asked.attribute
    told = times_of(_PART_OF_RANGE.sub(" ", text))
    if not years and not _MEASURES.search(text.lower()):
        return _NO_TIME  # the month of a meeting, say
    return replace(told, years=years)


def misses_period(passage: Passage, sentence: Sentence, asked: Asked) -> bool:
    """Whether a value is asked for a time, and the sentence gives one of another time or of something else."""
    times = _asked_times(asked)
    if not times:
        return False
    before = [each.text for each in sentences_before(passage, sentence, _LOOK_BACK)]
    if times.years and _of_another_year(passage, sentence, before, times.years):
        return True
    if _of_another_part(passage, sentence, before, times, asked):
        return True
    values = list(numbers(sentence, asked))
    if values and all(of_another_time(sentence.text, start, asked) for start, _ in values):
        return True
    return bool(times.years) and _lacks_measure(passage, sentence, before, asked)


def of_another_time(text: str, position: int, asked: Asked) -> bool:
    """Whether the clause of a sentence that a value stands in tells of another time or measure than is asked for."""
    times = _asked_times(asked)
    if not times:
        return False
    (start, end), told = next(clause for clause in clauses_of(text) if position < clause[0][1])
    if _apart(times.years, told.years) or _apart(times.quarters, told.quarters) or _apart(times.months, told.months):
        return True
    measure = _MEASURES.search(asked.text.lower())
    if measure and told.quarters and not _parts(times):
        return True  # a quarter's is not that of the year
    own = {found[0] for found in _MEASURES.finditer(text[start:end].lower())}
    return measure is not None and bool(own) and own.isdisjoint(_names_of(measure[0]))


def _apart(wanted: frozenset[_T], told: frozenset[_T]) -> bool:
    """Whether both are known and have nothing in common."""
    return bool(wanted and told) and wanted.isdisjoint(told)


def _of_another_year(passage: Passage, sentence: Sentence, before: Sequence[str], years: frozenset[str]) -> bool:
    """Whether the sentence tells of other years than those asked, or of none that is told above it."""
    own = times_of(sentence.text).years
    if own:
        return years.isdisjoint(own | times_of(sentence.header).years)
    told = heading_terms(passage).union(sentence.header_terms, *(times_of(text).years for text in before))
    return years.isdisjoint(told) and not any(_in_force(passage, year) for year in years)


def _of_another_part(passage: Passage, sentence: Sentence, before: Sequence[str], times: Times, asked: Asked) -> bool:
    """Whether a quarter or month is asked, and the sentence tells of other ones or, of a sum, of a longer time."""
    wanted = frozenset(_parts(times))
    if not wanted or passage.validity.start is not None:
        return False
    own = times_of(sentence.text) | times_of(sentence.header)
    if parts := frozenset(_parts(own)):
        return wanted.isdisjoint(parts)
    above = reduce(or_, map(times_of, (*passage.path, passage.title, *before)), _NO_TIME)
    if parts := frozenset(_parts(above)):
        return wanted.isdisjoint(parts)
    return bool(own) and _MEASURES.search(asked.text.lower()) is not None


def _parts(times: Times) -> list[tuple[str, int]]:
    return [*(("quarter", number) for number in times.quarters), *(("month", number) for number in times.months)]


def _in_force(passage: Passage, year: str) -> bool:
    """Whether the document is of that year, or was in force in it."""
    start, end = passage.validity.start, passage.validity.end
    if passage.published and str(passage.published.year) == year:
        return True
    return start is not None and start.year <= int(year) and (end is None or int(year) <= end.year)


def _lacks_measure(passage: Passage, sentence: Sentence, before: Sequence[str], asked: Asked) -> bool:
    """Whether the measure asked for (``doanh thu``) is nowhere near: its syllables apart prove nothing."""
    measure = _MEASURES.search(asked.text.lower())
    if measure is None:
        return False
    near = (passage.title, *passage.path, passage.context, sentence.header, *before, sentence.text)
    said = " ".join(near).lower()
    return not any(re.search(rf"\b{name}\b", said) for name in _names_of(measure[0]))


def _names_of(measure: str) -> set[str]:
    return {measure, _LIKE.get(measure, measure)}
