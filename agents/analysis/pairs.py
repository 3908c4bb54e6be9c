"""Two things that a question asks the same of: ``năm 2025 và năm 2024 … bao nhiêu``, ``Huế với Hội An … trước``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_JOIN = re.compile(r" (?:và|với|so với|hay|hoặc|hay là)(?: của| theo)? ", re.IGNORECASE)
_WORD = re.compile(r"[^\s,;?]+")
_TITLE = re.compile(r"(?:(?:ông|bà|cụ|anh|chị|tuyến|tỉnh|thành phố|trường|ngân hàng) )?", re.IGNORECASE)
_OPENS = re.compile(r"^so (?:sánh )?(?:với )?", re.IGNORECASE)
_WHICH = re.compile(r",? ?(?:thì |mà )?(?:[^\W\d]+ ){0,2}?\b(?:[^\W\d]+ nào|ai|đâu)\b(?: (?=là))?", re.IGNORECASE)
_VALUE = re.compile(r"\b(?:bao nhiêu|bao lâu|mấy|năm nào|ngày nào|khi nào|(?:ở|tại) đâu)\b", re.IGNORECASE)
_WHEN = re.compile(r"\b(?:trước|sớm hơn|(?P<larger>sau|muộn hơn))\W*$", re.IGNORECASE)
_MORE = re.compile(
    r"\b(?:(?P<larger>cao|nhiều|lớn|đắt|dài|nặng|đông|rộng|lâu|xa)|thấp|ít|nhỏ|rẻ|ngắn|nhẹ|hẹp|gần) hơn\b",
    re.IGNORECASE,
)
_DIFFER = re.compile(r"\b(?:khác nhau|thay đổi|chênh lệch)\b.*$", re.IGNORECASE)
_MOST_WORDS = 5
_REACH = 6


@dataclass(frozen=True, slots=True)
class Pair:
    """Two things that are asked about.

    Attributes:
        things: As written, in order.
        parts: The question asked of each of them alone.
        prefers_larger: Whether the larger or later value wins; None where none is to win.
    """

    things: tuple[str, str]
    parts: tuple[str, str]
    prefers_larger: bool | None


def pair_of(question: str, names: Sequence[str]) -> Pair | None:
    """The two things that a question joins, with the question for each; None where it joins none that are alike."""
    for join in _JOIN.finditer(question):
        found = _named(question, join, names) or _alike(question, join)
        if found is None:
            continue
        start, end = found
        things = question[start : join.start()].strip(), question[join.end() : end].strip()
        opening, rest = _OPENS.sub("", question[:start]), question[end:]
        wins = _WHEN.search(rest) or _MORE.search(rest)
        ends = re.sub(r" {2,}", " ", _asks_value(rest))
        parts = f"{opening}{things[0]}{ends}", f"{opening}{things[1]}{ends}"
        return Pair(things, parts, wins["larger"] is not None if wins else None)
    return None


def _named(question: str, join: re.Match[str], names: Sequence[str]) -> tuple[int, int] | None:
    """Where a name before the join opens and one behind it ends."""
    before = next((name for name in names if question[: join.start()].endswith(name)), None)
    title = _TITLE.match(question, join.end())
    opens = title.end() if title else join.end()
    behind = next((name for name in names if question.startswith(name, opens)), None)
    if before is None or behind is None or before == behind:
        return None
    return join.start() - len(before), opens + len(behind)


def _alike(question: str, join: re.Match[str]) -> tuple[int, int] | None:
    """The same for phrases that open with the same word and end in different numbers: ``lần 8 so với lần 7``."""
    behind = list(_WORD.finditer(question, join.end()))[:_MOST_WORDS]
    before = list(_WORD.finditer(question, 0, join.start()))[-_REACH:]
    if not behind or not before or not _is_number(before[-1][0]):
        return None
    last = next((match for match in behind if _is_number(match[0])), None)
    first = next((match for match in reversed(before) if match[0].lower() == behind[0][0].lower()), None)
    if last is None or first is None or last[0] == before[-1][0]:
        return None
    return first.start(), last.end()


def _is_number(word: str) -> bool:
    return word[0].isdigit() or re.fullmatch(r"[IVX]+", word) is not None


def _asks_value(rest: str) -> str:
    """The end of a question asked of one thing: its value in place of ``trước``, ``hơn`` or of what differs."""
    clauses = [clause for clause in rest.split(",") if not _MORE.search(clause)]
    if any(map(_VALUE.search, clauses)):
        return ",".join(clauses)
    if _WHEN.search(rest):
        return _WHEN.sub("năm nào?", _WHICH.sub(" ", rest, count=1))
    if _MORE.search(rest):
        return _MORE.sub("bao nhiêu", _WHICH.sub(" ", rest, count=1))
    return _DIFFER.sub("là bao nhiêu?", rest)
