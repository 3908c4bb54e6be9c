"""The structure of Vietnamese legal texts: Phần, Chương, Mục, Điều as headings, Khoản and Điểm within an article."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from ingestion.chunking.pieces import Title
from ingestion.legal.naming import sentence_case

_LEVELS = {"phần": 1, "phụ lục": 1, "chương": 2, "mục": 3, "tiểu mục": 4, "điều": 5}
_UPPER = "A-ZĐÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
_ORDINALS = "(?:thứ|THỨ) +(?:nhất|hai|ba|tư|năm|sáu|bảy|tám|chín|mười|NHẤT|HAI|BA|TƯ|NĂM|SÁU|BẢY|TÁM|CHÍN|MƯỜI)"
_HEADINGS = (
    rf"(?P<high>Phần|PHẦN|Chương|CHƯƠNG|Mục|MỤC|Tiểu mục|TIỂU MỤC)\s+(?P<rank>{_ORDINALS}|[IVXLC]+|\d+|[A-Z])\b[.:]?"
    rf"(?P<high_title>[ \t]+[{_UPPER}][^\n]*|[ \t]*\n\s*(?![^\n]*\.\s*$)[{_UPPER}][^\n]*)?(?=\s*(?:\n|\Z))"
    rf"|(?P<annex>PHỤ LỤC)(?P<annex_title>[^\n]*)"
    rf"|(?P<article>Điều|ĐIỀU)\s+(?P<number>\d{{1,4}}[a-zđ]?)(?:[.:][ \t]*(?P<title>[^\n]*)|[ \t]*(?=\n))"
)
_BELOW = re.compile(
    r"(?:(?:Phần|Chương|Mục|Tiểu mục|PHẦN|CHƯƠNG|MỤC|TIỂU MỤC)\s+(?:[IVXLC\d]|thứ|THỨ)|(?:Điều|ĐIỀU)\s+\d)"
)
_INNER = re.compile(r"\s(?:Chương|CHƯƠNG)\s+[IVXLC]+\b.*", re.DOTALL)
_NOTE = re.compile(r"\s*\[.*", re.DOTALL)
_REPEATED = re.compile(r"^(\S[^\n]{4,200}?)\. (?:Điều|Chương|CHƯƠNG|Mục|MỤC) +[1I]\b", re.MULTILINE)
_LONGEST_LABEL = 160
_FEWEST_ARTICLES = 2

_NOT_DIGIT = re.compile(r"\D")

CLAUSE = re.compile(r"^[ \t]*(\d{1,3}[a-zđ]?)[.)][ \t]", re.MULTILINE)
"""Start of a Khoản; its number."""
POINT = re.compile(r"^[ \t]*([a-zđ]{1,2})\)[ \t]", re.MULTILINE)
"""Start of a Điểm; its letter."""


def legal_titles(text: str) -> list[Title]:
    """Headings of a legal text; none where the text is not one.

    Articles that an amending law quotes (“Điều 5. …”) are no headings of its own.
    """
    if "Điều " not in text and "ĐIỀU " not in text:
        return []
    titles: list[Title] = []
    articles = quotes = read = last = 0
    for match in _pattern(_repeated(text)).finditer(text):
        quotes += text.count("“", read, match.start()) - text.count("”", read, match.start())
        read = match.start()
        if match["article"]:
            number = int(_NOT_DIGIT.sub("", match["number"]))
            if quotes > 0 and number != last + 1:
                continue
            quotes = 0 if number == last + 1 else quotes  # in sequence: the quotation was never closed
            last = number
            articles += 1
        elif quotes > 0:
            continue
        titles.append(_title(match))
    return titles if articles >= _FEWEST_ARTICLES else []


def _repeated(text: str) -> str:
    """What an edition repeats before each heading, mostly the title: ``Bộ luật dân sự 2015. Điều 1. …``."""
    match = _REPEATED.search(text)
    return match[1] if match and text.count(f"\n{match[1]}. ") >= _FEWEST_ARTICLES else ""


@lru_cache(maxsize=64)
def _pattern(prefix: str) -> re.Pattern[str]:
    repeated = rf"(?:{re.escape(prefix)}\. )?" if prefix else ""
    return re.compile(rf"^[ \t]*{repeated}(?:{_HEADINGS})", re.MULTILINE)


def _title(match: re.Match[str]) -> Title:
    if match["article"]:
        label = f"Điều {match['number']} {match['title'] or ''}"
        return Title(match.start(), match.end(), _LEVELS["điều"], _short(label), alone=True)
    if match["annex"]:
        return Title(
            match.start(), match.end(), _LEVELS["phụ lục"], _short(f"Phụ lục{match['annex_title']}"), alone=True
        )
    kind = match["high"].capitalize()
    following = (match["high_title"] or "").strip()
    if _BELOW.match(following):  # the next line is a heading of its own
        return Title(match.start(), match.end("rank"), _LEVELS[kind.lower()], f"{kind} {match['rank']}", alone=True)
    name = sentence_case(_NOTE.sub("", _INNER.sub("", following)))
    return Title(
        match.start(), match.end(), _LEVELS[kind.lower()], _short(f"{kind} {match['rank']} {name}"), alone=True
    )


def _short(label: str) -> str:
    single = " ".join(_NOTE.sub("", label).split()).rstrip(" .:")
    return single if len(single) <= _LONGEST_LABEL else f"{single[:_LONGEST_LABEL].rsplit(' ', 1)[0]} …"


class Clauses:
    """Where Khoản and Điểm begin in an article, to name parts of it."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self._text = text
        self._end = end
        self._clauses = _marks(CLAUSE, text, start, end)
        self._points = _marks(POINT, text, start, end)

    def labels(self, start: int, end: int) -> tuple[str, ...]:
        """Path entries of a part: ``Khoản 2`` or ``Khoản 1–3``, and ``Điểm a–c`` for a part of one Khoản."""
        clauses = self._touched(self._clauses, start, end)
        numbers = [int(_NOT_DIGIT.sub("", clause.name)) for clause in clauses]
        if not clauses or numbers != sorted(numbers):  # numbering that starts again is no Khoản of one article
            return ()
        label = f"Khoản {_range(clauses)}"
        if len(clauses) > 1:
            return (label,)
        opened = clauses[0].start
        following = bisect_right(self._clauses, opened, key=_start_of)
        closed = self._clauses[following].start if following < len(self._clauses) else self._end
        is_whole = start <= opened and not self._text[end:closed].strip()
        first, last = (bisect_left(self._points, place, key=_start_of) for place in (opened, closed))
        own = self._points[first:last]
        points = () if is_whole else self._touched(own, start, end)
        return (label, f"Điểm {_range(points)}") if points else (label,)

    def _touched(self, marks: Sequence[Mark], start: int, end: int) -> Sequence[Mark]:
        """The marks whose parts a span overlaps."""
        first = bisect_left(marks, start, key=_start_of)
        inside = marks[first : bisect_left(marks, end, key=_start_of)]
        opens_inside = bool(inside) and not self._text[start : inside[0].start].strip()
        return inside if opens_inside or first == 0 else marks[first - 1 : first + len(inside)]


@dataclass(frozen=True, slots=True)
class Mark:
    """Start of a Khoản or Điểm, with its number or letter."""

    start: int
    name: str


def _marks(pattern: re.Pattern[str], text: str, start: int, end: int) -> list[Mark]:
    return [Mark(match.start(), match[1]) for match in pattern.finditer(text, start, end)]


def _start_of(mark: Mark) -> int:
    return mark.start


def _range(marks: Sequence[Mark]) -> str:
    return marks[0].name if len(marks) == 1 else f"{marks[0].name}–{marks[-1].name}"
