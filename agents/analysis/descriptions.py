"""Descriptions that open a question: ``[Tỉnh có nhà máy lọc dầu đầu tiên của nước ta] giáp tỉnh nào``.

Where such a description ends, its words alone do not say; what reads it tries one end after the other.
"""

from __future__ import annotations

import re

from agents.analysis.hops import Hops, first_question
from agents.analysis.pointing import now_said
from agents.reading.lexicon import FUNCTION_WORDS, QUESTION_WORDS

_EMPTY = FUNCTION_WORDS | QUESTION_WORDS | frozenset("ngày tháng năm".split())
_WORD = re.compile(r"[^\W\d_]+")
_MOST = 4
_SHORTEST = 4
"""Least syllables of a description; shorter ones are names of classes."""

_HEAD = (
    r"(?:nhà thơ|nhà văn|nữ sĩ|nhạc sĩ|tác giả|nhà khoa học|nhà toán học|nhà vua|vị vua|vị tướng|vị|vua|tướng|"
    r"ông thầy|ông|bà|người phụ nữ|người|kiến trúc sư|doanh nhân|ngôi trường|trường đại học|trường|tập đoàn|công ty|"
    r"tổ chức|cơ quan|ngân hàng|hãng|viện|bộ phận|bộ|khoa|phòng|chi nhánh|kho|chủ nhiệm|trưởng phòng|trưởng khoa|"
    r"giám đốc|bác sĩ|nhân viên|tỉnh|thành phố|huyện|xã|làng|quốc gia|nước|địa phương|nơi|chỗ|quê|"
    r"quê hương)"
)
_OPENS = re.compile(rf"(?:^|(?<= của )){_HEAD}(?!\w) (?!nào|gì|ta(?!\w))", re.IGNORECASE)
_ENDS = re.compile(
    r"(?<= )(?:nay|giờ|bây giờ|hiện|còn|có|là|từng|đóng|đặt trụ sở|quê|được|đã|bị|năm|từ|đến|sinh|mất|qua đời|"
    r"tên|ngồi|trụ sở|trước|sau|cùng|rộng|dài|giáp|gồm|thuộc|nằm|ở|do|gộp|sáp nhập|thành lập|đang|ra đời|giữ|làm|"
    r"phụ trách|công tác|tốt nghiệp|thì)(?!\w)"
    r"(?! (?:gì|nào|ai|đâu|bao nhiêu|mấy)(?!\w))",
    re.IGNORECASE,
)
_LEFT_OVER = re.compile(rf"{_ENDS.pattern}$", re.IGNORECASE)
"""A description does not end in the middle of what is said about it: ``… nay | thuộc``."""

_ASKS = re.compile(r"(?<!\w)(?:gì|nào|ai|đâu|bao nhiêu|mấy|sao|khi nào|không)(?!\w)", re.IGNORECASE)
_ASKS_BACK = re.compile(
    r"(?<!tên)(?<! hiệu)(?<! danh)(?<!tên thật)(?<!chức vụ)(?<! nghề)"
    r"(?<!tên anh ấy)(?<!tên người này) là (?:ai|gì|(?:\w+ ){1,3}(?:nào|gì))\W*$",
    re.IGNORECASE,
)
"""Asks only who or what it is: that is one question and not two."""


def descriptions(question: str) -> tuple[Hops, ...]:
    """Ways to split a question that opens with a description from what is asked about it, longest first."""
    asks = _ASKS.search(question)
    opens = list(_OPENS.finditer(question, 0, asks.start())) if asks else []
    if asks is None or not opens:
        return ()
    start = opens[-1].start()
    back = _ASKS_BACK.search(question)
    if back is not None and start == 0:
        return ()
    found: list[Hops] = []
    ends = [match.start() for match in _ENDS.finditer(question, opens[-1].end()) if match.start() < asks.start()]
    for end in sorted({*ends, *([back.start() + 1] if back is not None else [])}):
        description, rest = question[start:end].rstrip(" ,"), now_said(question[end:])
        if (
            len(description.split()) >= _SHORTEST
            and not _LEFT_OVER.search(description)
            and (_asks_about(rest) or (back is not None and end > back.start()))
        ):
            found.append(Hops(first_question(description), description, f"{question[:start]}{{}} {rest}"))
    return tuple(found[::-1][:_MOST])


def _asks_about(rest: str) -> bool:
    """Whether more is asked than when or where alone: ``từ khi nào`` belongs to what is described."""
    return any(word not in _EMPTY for word in _WORD.findall(rest.lower()))
