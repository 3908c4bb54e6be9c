"""What a message leaves to the conversation before it: nothing, a subject, or everything."""

from __future__ import annotations

import re

from agents.analysis.kinds import is_greeting
from agents.reading.lexicon import FUNCTION_WORDS, QUESTION_WORDS
from graph.text.syllables import spanned_syllables

_TONE = r"(?: (?:ạ|nhé|nha|nhá|rồi|quá|lắm|thật|bạn|em|anh|chị|mình|nhiều|vậy|thế|à|vâng|ok|cảm ơn|cám ơn))*"
_BETWEEN = re.compile(r"[\s.,!…~():]+")
_ACKNOWLEDGES = re.compile(
    r"(?:vâng|vang|dạ|ừ|ừm|uh|uhm|ok|oke|okay|okie|được|đồng ý|tốt|hay|tuyệt|tuyệt vời|tuyệt quá|hiểu|rõ|đã hiểu|"
    rf"đã rõ|mình hiểu|tôi hiểu|đúng|chính xác|thôi|thế à|vậy à|thế thôi|không có gì|không sao|yes|no){_TONE}",
    re.IGNORECASE,
)
_MEASURED = re.compile(
    r"\b(?:năm|ngày|tháng|thế kỷ|tỉnh|thành phố|nước|nơi|chỗ|trường|đại học|chức vụ|giờ|lúc)(?= (?:nào|gì)\b)"
    r"|\b(?:bao nhiêu|mấy) [^\W\d]+|\bbao (?:giờ|lâu|xa)\b|\b(?:khi|thế|thời gian) nào\b"
    r"|\b(?:năm|tháng) \d[\d/]*|\b(?:hiện (?:nay|tại|giờ)|bây giờ|lúc này)\b",
)
"""The unit or kind that is asked for, and the time: they are no subject."""

_PREDICATE = re.compile(
    r"(?:sinh(?! viên| nhật)|mất|là|có(?!.*\bkhông\W*$)|được(?!.*\bkhông\W*$)|bị|đã|từng|học(?! phí| sinh| viên| bổng)|"
    r"viết|giữ|đỗ|dạy|sống|lấy|quê|tên|thành lập|nằm|đặt|thuộc|do|đoạt|khánh thành|xây|ra đời|đến từ|bao nhiêu|mấy)\b"
)
_ROLE = r"(?:phó |tổng )*(?:tác giả|vợ|chồng|cha|mẹ|con|giám đốc|hiệu trưởng|chủ tịch|lãnh đạo)"
_ATTRIBUTE = re.compile(
    r"^(?:dân số|diện tích|số|mức|tỷ lệ|doanh thu|vốn|tuổi|giá|địa chỉ trụ sở|trụ sở|nơi|thủ đô|vị trí|địa chỉ|năm|"
    r"ngày|email|chiều|độ|lương|chức vụ|lý do|nguyên nhân|bảo hành|thời (?:gian|hạn) (?:bảo hành|hiệu lực)|"
    rf"trung tâm hành chính|mã|số điện thoại|hotline|website|giờ mở cửa|hạn|màu|ai (?:là|làm) {_ROLE})\b"
)
_OF_COMPANY = re.compile(
    r"^(?:(?:năm|quý|tháng) [\w/]+,? |ai (?:đang )?(?:là|làm|giữ chức) |(?:hiện (?:nay|tại|giờ)|bây giờ|lúc này),? )*"
    r"(?:(?:phó |quyền )?(?:tổng giám đốc|chủ tịch(?: hội đồng quản trị| công ty)?|kế toán trưởng)|"
    r"(?:tổng )?(?:doanh thu|doanh số|lợi nhuận)|vốn (?:điều lệ|chủ sở hữu)|mã số thuế|cổ (?:tức|đông)|trụ sở)\b",
    re.IGNORECASE,
)
"""What a whole company has, and neither somebody nor one of its plants: a chairman, a turnover."""

_SOMEBODY = re.compile(rf"(?:{_ROLE}|người)\b.* là (?:những )?ai\W*$")
_FEW, _WITH_VERB = 2, 4
"""Most syllables of a question that has no subject of its own: any (beside an attribute), and after a verb."""


def is_acknowledgement(message: str) -> bool:
    """Whether a message only greets, thanks or agrees (``cảm ơn``, ``vâng``, ``ok``), and so is about nothing."""
    words = _BETWEEN.sub(" ", message).strip()
    return is_greeting(message) or _ACKNOWLEDGES.fullmatch(words) is not None


def asks_of_company(question: str) -> bool:
    """Whether a question opens with what only a whole company has (``Tổng Giám đốc``, ``Năm 2023 doanh thu`` …)."""
    return _OF_COMPANY.match(question) is not None


def is_complete(question: str) -> bool:
    """Whether a question without a name says itself what it is about (``phụ cấp lưu trú trong nước``).

    It does not where it opens with a verb (``Sinh năm nào?``), only names an attribute (``Số điện thoại là
    bao nhiêu?``), or has next to no words besides those that ask.
    """
    lower = _MEASURED.sub(" ", question.lower()).strip()
    if _SOMEBODY.match(question.lower()):
        return False
    verb = _PREDICATE.match(question.lower()) is not None
    stated = (part.term for part in spanned_syllables(_ATTRIBUTE.sub(" ", lower, count=1) if not verb else lower))
    size = sum(term not in FUNCTION_WORDS and term not in QUESTION_WORDS for term in stated)
    return size > (_WITH_VERB if verb else _FEW)
