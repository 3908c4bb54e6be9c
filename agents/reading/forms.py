"""Answers that are known by their form: telephone numbers, mail and web addresses, accounts, times of day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from graph.text.sentences import Span

_TELEPHONE = r"(?<![\w/.,-])(?:\+84|0|1[89]00)(?:[ .()-]{0,2}\d){6,10}(?![\w/])"
_EXTENSION = r"(?<=máy lẻ )\d{2,6}\b|(?<=số lẻ )\d{2,6}\b|(?<=nhánh )\d{2,6}\b"
_SHORT_NUMBER = r"(?<=số )1\d{2}\b|(?<=gọi )1\d{2}\b"
_CLOCK = r"(?<![\w/.,])\d{1,2}(?:h(?:\d{2})?(?!\w)|:\d{2}(?!\d)| giờ(?: \d{1,2}(?: phút)?| rưỡi| kém \d{1,2})?)"
_WEEKDAY = r"(?:(?:sáng|chiều|tối) )?(?:thứ (?-i:Hai|Ba|Tư|Năm|Sáu|Bảy|[2-7])\b|(?-i:C|c)hủ nhật)"
WEEKDAYS = rf"{_WEEKDAY}(?:(?:, ?| và | đến ){_WEEKDAY})*(?: (?:hằng|hàng) tuần)?"
"""Days of the week, one or several."""

_NUMBERED = r"(?:phòng|quầy|ô|cửa|cổng|bàn|kệ)"
_ACCOUNT = r"(?<![\w/.,-])\d(?:[ .-]?\d){7,14}(?![\w/])"
_MAIL = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
_SITE = (
    r"\b(?:https?://|www\.)[^\s,;()]*[\w/]|"
    r"(?<![@\w.])[a-z\d-]+(?:\.[a-z\d-]+)*\.(?:vn|com|net|org|gov|edu)\b[\w./-]*"
)
_ASKS_SITE = (
    r"\b(?:địa chỉ (?:website|web|trang web)|tên miền|đường link)\b|\b(?:website|trang web|trang chủ)\b.* là gì\b"
)
_ASKS_NUMBER = (
    r"\bsố (?:điện thoại|di động|hotline|tổng đài|fax|zalo|liên hệ|liên lạc|cấp cứu|trực|đt)\b"
    r"|\b(?:hotline|đường dây nóng|điện thoại|đt|sđt|tổng đài|liên hệ)\b[^,?]*\bsố (?:nào|mấy|bao nhiêu|gì)\b"
    r"|\b(?:hotline|đường dây nóng|sđt)\b[^,?]*\b(?:là gì|là bao nhiêu|bao nhiêu|nào)\b"
    r"|\b(?:gọi|bấm|quay|nhắn)\b(?: [^\W\d]+){0,3}? số (?:nào|mấy|bao nhiêu|gì)\b"
)
_FORMS = tuple(
    (re.compile(asks, re.IGNORECASE), re.compile(form, re.IGNORECASE))
    for asks, form in (
        (r"\b(?:e-?mail|thư điện tử|hòm thư|hộp thư)\b(?! (?:có|được|bị|gửi))", _MAIL),
        (_ASKS_SITE, _SITE),
        (r"\bmáy lẻ\b|\bsố lẻ\b", _EXTENSION),
        (_ASKS_NUMBER, f"{_TELEPHONE}|{_EXTENSION}|{_SHORT_NUMBER}"),
        (
            rf"\b{_NUMBERED}(?: [^\W\d]+)? số (?:mấy|bao nhiêu|nào)\b",
            rf"\b{_NUMBERED} (?:số )?[A-Z]?\d{{1,4}}[A-Z]?\b|\b(?-i:[A-Z])\d{{2,4}}\b",
        ),
        (r"\bthứ mấy\b", WEEKDAYS),
        (r"\b(?:số tài khoản|mã số thuế|mst)\b", _ACCOUNT),
        (r"\b(?:mấy giờ|lúc mấy|giờ nào|giờ giấc)\b", rf"{_CLOCK}(?:(?: ?[–-] ?| đến (?:hết )?| tới ){_CLOCK})?"),
    )
)
"""What a question asks for by name, and the form that its answer has."""


_OTHER = re.compile(
    r"\b(?:nội dung|tiêu đề|ai|(?:ở|tại|vào|từ|đến) đâu|khi nào|bao giờ|(?:năm|ngày|tháng) nào|bao lâu|vì sao|"
    r"tại sao|thế nào)\b",
    re.IGNORECASE,
)
"""Questions that ask for something else about such a number or address."""


@lru_cache(maxsize=256)
def asked_form(question: str) -> re.Pattern[str] | None:
    """The form that the answer to a question must have, or None where any will do."""
    if _OTHER.search(question):
        return None
    return next((form for asks, form in _FORMS if asks.search(question)), None)


def formed(text: str, form: re.Pattern[str]) -> Iterator[Span]:
    """The spans of a text that have a form."""
    for match in form.finditer(text):
        yield match.span()
