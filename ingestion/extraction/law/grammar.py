"""The grammar of legal references: what is written, before anything is resolved.

``điểm a khoản 2 Điều 8 Nghị định 100/2019/NĐ-CP`` is a group of articles with an instrument after it. `scan` cuts a
text into such references; `ingestion.extraction.law.resolve` says which instrument each one means.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ingestion.extraction.law.instruments import Instrument, find_instruments
from ingestion.extraction.law.names import LawNames

_MAX_RANGE = 60
_DETAIL_WORD = (
    r"(?:[a-zđ]\d?|\d{1,3}[a-zđ]?(?:\.\d{1,2})*|và|hoặc|đến|các|điểm|khoản|tiết|của|tại|từ|hết|đoạn|thứ nhất|thứ hai)"
)
_DETAILS = rf"(?:[Cc]ác )?(?:[Đđ]iểm|[Kk]hoản|(?<!chi )[Tt]iết)(?:[\s,;]+{_DETAIL_WORD}(?![\w])){{1,40}}[\s,;]*"
_ONE = r"\d{1,3}[a-zđ]?(?![\w/]|\.\d|,\d)"
_AND = r"(?:\s*[,;]\s*(?:(?:và|hoặc)\s+)?|\s+(?:và|hoặc|hay|đến|tới|đến hết)\s+)"
_MORE = rf"(?:{_AND}(?:[Cc]ác )?(?:[Đđ]iều\s+)?{_ONE}(?!\s+(?:người|ngày|tháng|năm)))"
_GROUP = re.compile(rf"(?=[ĐđKkTtCc])(?P<details>{_DETAILS})?[Đđ]iều(?:\s+(?P<list>{_ONE}{_MORE}*)|\s+(?P<this>này))")
_ELEMENT = re.compile(r"(?P<range>đến|tới)?(?:\s+hết)?\s*(?P<span>(?:[Đđ]iều\s+)?(?P<number>\d{1,3}[a-zđ]?))(?!\w)")
_HEADING = re.compile(r"\s*[.:]\s*(?!\d)")
_LINE_START = re.compile(r"(?:^|[\n.:;]\s*|[“\"]\s*)$")
_TO_INSTRUMENT = re.compile(
    r"[\s,]*(?:\([^()]{0,80}\)\s*)?(?:(?:và|các)\s+)?"
    r"(?:(?:Chương|Mục|Phần|Phụ lục|phần)\s+(?:[IVXLC\d]+|thứ \w+)\s*,?\s*)*(?:(?:của|tại|trong|thuộc|theo)\s+)?"
    r"(?:\b(?:Quy chế|Quy định|Quy trình|Điều lệ|Hướng dẫn|Danh mục)\b[^.;:\n]{0,120}?"
    r"(?:ban hành )?(?:kèm )?theo\s+)?(?:các\s+)?",
)
_TO_NEXT_GROUP = re.compile(r"[\s,;]*(?:và|hoặc|hay|với|cùng|đến)?\s*(?:các |tại |của |theo |quy định tại )*")


@dataclass(frozen=True, slots=True)
class Article:
    """An article as it is written.

    Attributes:
        start: First code point of its own words (``Điều 8``, or ``9`` in a list).
        end: One past the last.
        number: ``8``, ``39a``.
    """

    start: int
    end: int
    number: str


@dataclass(frozen=True, slots=True)
class Reference:
    """Articles with what stands to their left and right, or an instrument alone.

    Attributes:
        start: First code point, of ``điểm``, ``khoản`` where they stand.
        end: One past the last, of the instrument where it follows.
        articles: Empty for an instrument alone and for ``Điều này``.
        details: The words before ``Điều`` (``điểm a khoản 2``).
        this_article: ``Điều này``.
        heading: It opens a line as the heading of the article itself.
        instrument: The instrument that follows, or that a later reference of the same list names.
        inherited: The instrument is that of a later reference.
    """

    start: int
    end: int
    articles: tuple[Article, ...] = ()
    details: str = ""
    this_article: bool = False
    heading: bool = False
    instrument: Instrument | None = None
    inherited: bool = False


def scan(text: str, start: int, end: int, names: LawNames) -> list[Reference]:
    """All references in ``text[start:end]``, by start.

    Args:
        text: A document's text.
        start: First code point to look at.
        end: One past the last.
        names: Known names of laws.
    """
    groups = [_group(text, start, match) for match in _GROUP.finditer(text, start, end)]
    instruments = find_instruments(text, start, end, names)
    references, taken = _attach(text, groups, instruments)
    alone = [Reference(i.start, i.end, instrument=i) for i in instruments if i.start not in taken]
    return sorted(references + alone, key=lambda reference: reference.start)


def _group(text: str, scan_start: int, match: re.Match[str]) -> Reference:
    if match["this"]:
        return Reference(match.start(), match.end(), details=match["details"] or "", this_article=True)
    articles = _articles(text, match.start("list"), match.end("list"))
    heading = (
        match["details"] is None
        and len(articles) == 1
        and _HEADING.match(text, match.end()) is not None
        and _LINE_START.search(text, max(scan_start, match.start() - 4), match.start()) is not None
    )
    return Reference(match.start(), match.end(), articles, (match["details"] or "").strip(" ,;"), heading=heading)


def _articles(text: str, start: int, end: int) -> tuple[Article, ...]:
    articles: list[Article] = []
    for element in _ELEMENT.finditer(text, start, end):
        first = element.start("span")
        if not articles:  # the word Điều before the list belongs to its first number
            first = text.rindex("iều", 0, first + 1) - 1
        article = Article(first, element.end("span"), element["number"])
        if element["range"] and articles:
            articles.extend(_between(articles[-1], article))
        articles.append(article)
    return tuple(articles)


def _between(first: Article, last: Article) -> list[Article]:
    """The articles inside a range; their span is that of the whole range."""
    if not (first.number.isdigit() and last.number.isdigit()):
        return []
    low, high = int(first.number), int(last.number)
    if not low < high <= low + _MAX_RANGE:
        return []
    return [Article(first.start, last.end, str(number)) for number in range(low + 1, high)]


def _attach(text: str, groups: list[Reference], instruments: list[Instrument]) -> tuple[list[Reference], set[int]]:
    """Gives each group its instrument; from right to left, as a list shares the instrument after it."""
    attached: list[Reference] = []
    taken: set[int] = set()
    remaining = list(instruments)
    for group in reversed(groups):
        while len(remaining) > 1 and remaining[-2].start >= group.end:
            remaining.pop()
        following = remaining[-1] if remaining and remaining[-1].start >= group.end else None
        attached.append(_with_instrument(text, group, following, attached[-1] if attached else None))
        if attached[-1].instrument is following and following is not None and not attached[-1].inherited:
            taken.add(following.start)
    return attached[::-1], taken


def _with_instrument(
    text: str, group: Reference, following: Instrument | None, next_group: Reference | None
) -> Reference:
    if group.heading or group.this_article:
        return group
    if following is not None and _TO_INSTRUMENT.fullmatch(text, group.end, following.start):
        return replace(group, end=following.end, instrument=following)
    if (
        next_group is not None
        and next_group.instrument is not None
        and _TO_NEXT_GROUP.fullmatch(text, group.end, next_group.start)
    ):
        return replace(group, instrument=next_group.instrument, inherited=True)
    return group
