"""Sentences that end the validity of a whole legal instrument: ``thay thế``, ``bãi bỏ``, ``hết hiệu lực``."""

from __future__ import annotations

import re
from datetime import date

_NUMBER = r"\d{1,4}/\d{4}/[A-ZĐ]"
_KIND = r"(?:bộ luật|luật|pháp lệnh|nghị định|nghị quyết|thông tư liên tịch|thông tư|quyết định|chỉ thị)"
_AHEAD = rf"(?:(?!{_NUMBER}|\b(?:điều|khoản|điểm|phụ lục|chương|mục) [\dIVX])[^.;:])"
"""A code point of what describes an instrument: no other one is named in it, and no part of one."""

_OPENING = r"^\W*(?:\d{1,3}[.)]|[a-zđ]\))?\s*(?:các )?"
_AMENDED = r"(?:,? (?:đã )?được (?:sửa đổi|bổ sung)[^.;:]*?)?"
_PARTLY = re.compile(r"\b(?:trừ|ngoại trừ|một phần|riêng|lộ trình)\b", re.IGNORECASE)
_DAY = re.compile(
    r"hết hiệu lực(?: thi hành)?,?(?: kể)? từ (?:ngày )?(\d{1,2})(?:/|-|\.| tháng )(\d{1,2})(?:/|-|\.| năm )(\d{4})",
    re.IGNORECASE,
)


def ends_whole(sentence: str, number: str) -> bool:
    """Whether a sentence ends the validity of an instrument as a whole, and not of an article or with exceptions.

    Args:
        sentence: A sentence that names it.
        number: Its number (``38/2019/NĐ-CP``), in whatever case.
    """
    named = rf"{_KIND}(?:(?!\bnày\b|\b{_KIND}\b)[^/.;:]){{0,80}}?{re.escape(number)}(?![\w/-])"
    listed = rf"(?:{_KIND}[^.;:]{{0,200}}?(?:,|;| và) )*?"
    done = rf"(?:thay thế|(?:bãi|hủy|huỷ) bỏ)(?: cho)?(?: toàn bộ)?(?: các)? {listed}{named}"
    over = rf"{_OPENING}{named}{_AHEAD}*?{_AMENDED} (?:sẽ |chính thức )?hết hiệu lực(?! trước)"
    stated = re.search(rf"{done}|{over}", sentence, re.IGNORECASE)
    return stated is not None and not _PARTLY.search(sentence, stated.end())


def day_of_ending(sentence: str) -> date | None:
    """The day from which a sentence says that something is no longer in force; None where it names none."""
    found = _DAY.search(sentence)
    try:
        return date(int(found[3]), int(found[2]), int(found[1])) if found else None
    except ValueError:
        return None  # 31/2 is nobody's day
