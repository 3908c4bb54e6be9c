"""Names and headings that legal texts print in capitals, written as people write them."""

from __future__ import annotations

import re

_PROPER = (
    "Việt Nam",
    "Quốc hội",
    "Chính phủ",
    "Nhà nước",
    "Hội đồng nhân dân",
    "Ủy ban nhân dân",
    "Ủy ban thường vụ Quốc hội",
    "Tòa án nhân dân",
    "Viện kiểm sát nhân dân",
    "Mặt trận Tổ quốc",
    "Hà Nội",
    "Đảng Cộng sản",
)
_PROPER_BY_KEY = {name.lower(): name for name in _PROPER}
_PROPER_NAME = re.compile("|".join(sorted(map(re.escape, _PROPER_BY_KEY), key=len, reverse=True)))
_NUMBER = re.compile(r"\d+(?:/\d{4})?/[a-zđ][\w/-]*")
_BLANKS = re.compile(r"\s+")


def sentence_case(text: str) -> str:
    """``NHỮNG QUY ĐỊNH CHUNG`` → ``Những quy định chung``; text that is not all in capitals stays."""
    single = _BLANKS.sub(" ", text).strip()
    if not single.isupper():
        return single
    lowered = single.capitalize()
    lowered = _NUMBER.sub(lambda match: match[0].upper(), lowered)
    return _PROPER_NAME.sub(lambda match: _PROPER_BY_KEY[match[0]], lowered)


def lower_first(text: str) -> str:
    """The text with a small first letter."""
    return text[:1].lower() + text[1:]
