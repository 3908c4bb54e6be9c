"""Sentences of Vietnamese text, legal numbering and abbreviations included."""

from __future__ import annotations

import re
from collections.abc import Iterator

Span = tuple[int, int]

_ABBREVIATIONS = frozenset(
    "tp tx tt ths ts gs pgs bs ks kts cn nxb ubnd hđnd tr vd st mr mrs ms dr jr sr vol etc ct đ/c".split()
)
_OPENERS = frozenset(
    "ông bà anh chị em cô chú bác người nó họ theo khi sau trước năm ngày tháng tuy trong từ đây đó đến hai ba các "
    "những một mỗi mọi với tại để nếu do vì và nhưng còn công tòa hiện cuối đầu gia cha mẹ con vợ chồng".split()
)
"""Words that open sentences, and hardly ever follow an initial within a name."""

_END = re.compile(r"[.!?…]+[\"”’)\]]*(?=\s|$)|\n+")
_NUMBERING = re.compile(
    r"(?:(?:Điều|Khoản|Điểm|Chương|Mục|Phần|Bảng|Hình|Phụ lục|ĐIỀU|CHƯƠNG|MỤC|PHẦN|PHỤ LỤC)\s+)?"
    r"(?:\d{1,3}(?:\.\d{1,3})*[a-zđ]?|[a-zđ]{1,2}|[IVXLC]+)"
)
_OPENS = re.compile(r"\s+[\"“‘(\[*_-]*(\w+)")
_NEXT_LINE = re.compile(r"\n[^\S\n]*(?![a-zđ]{1,2}[.)])(\S)")
_LETTERED = frozenset("vitamin loại nhóm hạng lớp bảng khối gan mục cột điểm đội".split())
"""Words that a single letter follows without being an initial: ``vitamin C.``"""
_SHORTEST_WRAPPED = 40
_WINDOW = 60
_CLOSED = (".", "!", "?", "…", ":", ";", "”", '"')


def iter_sentences(text: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
    """Half-open spans of the sentences of ``text[start:end]``, without outer white space.

    A line end closes a sentence, save where the next line goes on in small letters (hard-wrapped text).
    """
    end = len(text) if end is None else end
    opened = start
    for match in _END.finditer(text, start, end):
        if not _is_end(text, opened, match):
            continue
        yield from _trimmed(text, opened, match.end())
        opened = match.end()
    yield from _trimmed(text, opened, end)


def sentences(text: str) -> list[str]:
    """The sentences of a text."""
    return [text[a:b] for a, b in iter_sentences(text)]


def _is_end(text: str, start: int, match: re.Match[str]) -> bool:
    mark = match[0]
    if mark[0] == "\n":
        return not _is_wrapped(text, start, match)
    following = _OPENS.match(text, match.end())
    if following is not None and following[1][0].islower() and "\n" not in following[0]:
        return False
    if mark[0] != "." or mark.startswith(".."):
        return True
    before = text[max(start, match.start() - _WINDOW) : match.start()]
    if len(before) < _WINDOW and _NUMBERING.fullmatch(before.strip()):
        return False  # "1.", "a." or "Điều 5." opens a numbered line
    return not _is_abbreviation(before.rsplit(None, 2), following[1] if following else "")


def _is_wrapped(text: str, start: int, match: re.Match[str]) -> bool:
    """Whether a long line ends in the middle of a sentence."""
    line = text[max(start, text.rfind("\n", start, match.start()) + 1) : match.start()].rstrip()
    if len(match[0]) > 1 or len(line) < _SHORTEST_WRAPPED or line.endswith(_CLOSED):
        return False
    following = _NEXT_LINE.match(text, match.start())
    return following is not None and following[1].islower()


def _is_abbreviation(before: list[str], following: str) -> bool:
    """Whether a full stop after these words belongs to the last: ``TS.``, ``PGS.TS.``, or an initial of a name."""
    if not before:
        return False
    last = before[-1].rsplit(".", 1)[-1].lstrip('("“‘[')
    if last.lower() in _ABBREVIATIONS or last == "No":
        return True
    if len(last) != 1 or not last.isupper() or following.lower() in _OPENERS:
        return False
    return len(before) < 2 or before[-2].lower() not in _LETTERED


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    piece = text[start:end]
    stripped = piece.strip()
    if stripped:
        first = start + piece.index(stripped)
        yield first, first + len(stripped)
