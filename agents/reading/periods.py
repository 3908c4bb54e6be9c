"""Years, quarters and months that a value is asked for: what was earned in 2023 says nothing of 2024.

A year that a sentence merely compares with (``tăng 12% so với năm 2022``) owns none of its values.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from agents.ports import AnswerType
from agents.reading.asked import Asked
from agents.reading.passages import Sentence, heading_terms, sentences_before
from graph.results import Passage

_YEAR = r"(?:1\d|20)\d\d"
_YEARS = re.compile(rf"(?<![\w.,/-])(?:(?:\d{{1,2}}|[IVX]+)[/-])*(?P<year>{_YEAR})(?![\w/-])(?![.,]\d)")
_ASKED = re.compile(rf"\b(?:năm |tháng \d{{1,2}}/|quý (?:\d|[IVX]+)/)(?P<year>{_YEAR})\b", re.IGNORECASE)
_RANGE = re.compile(r"\b(?:từ|sau|trước|kể từ|từ sau)(?: ngày [\d/]+| cuối| đầu| tháng \d+)* $", re.IGNORECASE)
_COMPARED = re.compile(
    rf"\b(?:so với|hơn|bằng|gấp [\w,]+ lần|như)(?: (?:cùng kỳ|mức|con số|của|cuối|đầu|trung bình))*"
    rf"(?: (?:quý|tháng) (?:\d{{1,2}}|[IVX]+))?(?: của)?(?: năm |/){_YEAR}",
    re.IGNORECASE,
)
_MEASURES = re.compile(
    r"\b(?:doanh thu|doanh số|lợi nhuận|kim ngạch|sản lượng|dân số|vốn điều lệ|thu nhập|chi phí|ngân sách|công suất)\b"
)
_LIKE = {"doanh số": "doanh thu", "doanh thu": "doanh số"}
"""What a text may say for a measure."""

_HOW_MUCH = re.compile(r"\b(?:bao nhiêu|mấy)\b", re.IGNORECASE)
_LOOK_BACK = 2


def _own_years(text: str) -> frozenset[str]:
    """Years of a text, without those that it only compares with."""
    return frozenset(match["year"] for match in _YEARS.finditer(_COMPARED.sub(" ", text)))


def _asked_years(asked: Asked) -> frozenset[str]:
    """Years in which the value asked for lies; none where the question asks for none, or names a time since one."""
    if asked.type is not AnswerType.NUMBER:
        return frozenset()
    clause = next((part for part in asked.text.split(";") if _HOW_MUCH.search(part)), asked.text)
    text = _COMPARED.sub(" ", clause)
    found = (match for match in _ASKED.finditer(text) if not _RANGE.search(text, 0, match.start()))
    return frozenset(match["year"] for match in found) & asked.attribute


def misses_period(passage: Passage, sentence: Sentence, asked: Asked) -> bool:
    """Whether a value is asked for a year, and the sentence gives one of another year or of something else."""
    years = _asked_years(asked)
    if not years:
        return False
    before = [each.text for each in sentences_before(passage, sentence, _LOOK_BACK)]
    return _of_another_year(passage, sentence, before, years) or _lacks_measure(passage, sentence, before, asked)


def _of_another_year(passage: Passage, sentence: Sentence, before: Sequence[str], years: frozenset[str]) -> bool:
    """Whether the sentence tells of other years than those asked, or of none that is told above it."""
    own = _own_years(sentence.text)
    if own:
        return years.isdisjoint(own | _own_years(sentence.header))
    told = heading_terms(passage).union(sentence.header_terms, *map(_own_years, before))
    return years.isdisjoint(told) and not any(_in_force(passage, year) for year in years)


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
    return not any(re.search(rf"\b{name}\b", said) for name in {measure[0], _LIKE.get(measure[0], measure[0])})
